"""Briefings: notebooks run on reports, each as one HTML page that needs nothing beside it."""

from collections.abc import Iterable
from importlib.util import find_spec
from os import PathLike
from pathlib import Path
from typing import overload

from ..codebook import Lang
from ..errors import ReportkitError
from ..examples import folder
from ..output import look_at, write_whole
from ..panel.files import need_paths
from .bulk import Briefs, render_briefs
from .execute import look_at_notebook, run_notebook
from .names import is_page
from .page import build_page
from .pdf import print_pdf
from .region import page_region

__all__ = ["Briefs", "page_region", "print_pdf", "render_brief", "render_briefs"]

#: What the extra `brief` installs.
_NEEDED = (
    "nbclient", "nbconvert", "nbformat", "ipykernel", "markupsafe", "fontTools", "uharfbuzz",
)  # fmt: skip

Source = str | PathLike[str] | Iterable[str | PathLike[str]]


@overload
def render_brief(
    source: Source | None,
    output: None = None,
    *,
    lang: Lang = "zh",
    notebook: str | PathLike[str] | None = None,
    only: str | None = None,
) -> str: ...
@overload
def render_brief(
    source: Source | None,
    output: str | PathLike[str],
    *,
    lang: Lang = "zh",
    notebook: str | PathLike[str] | None = None,
    only: str | None = None,
) -> Path: ...
def render_brief(
    source: Source | None,
    output: str | PathLike[str] | None = None,
    *,
    lang: Lang = "zh",
    notebook: str | PathLike[str] | None = None,
    only: str | None = None,
) -> str | Path:
    """Run the briefing notebook on a report, or on several, and return, or write, the page.

    Of one body the page is on its newest report, with the change on the year before where that
    report was given too. Of several bodies it sets them side by side, and has a part for each.
    Every figure of a sentence leads to the cell that it was printed in, at the page's end.

    The page shows the notebook's prose and outputs, not its code. It holds its own Chinese font,
    no script, and asks for nothing outside itself. The same reports, notebook and versions of the
    libraries give the same bytes.

    Parameters
    ----------
    source : path or iterable of paths
        Reports that `read_report` reads, folders of them, or the folder of one panel
        (`Panel.to_parquet`, `Panel.to_csv`); None for the bundled report.
    output : path, optional
        Where to write the page; what stands there is replaced once the new page is whole.
    lang : {"zh", "en"}
        The page's language.
    notebook : path, optional
        Another notebook than the bundled ones, ``briefing`` for one body and ``comparison`` for
        several. One of its cells is tagged ``parameters`` and sets ``report = None`` and
        ``lang = "zh"``; after it, ``report`` is the absolute path of `source` as a str (a list of
        them where several were given), ``lang`` and ``only`` are what was given. Without such a
        cell it runs as it is, with a warning. Its first heading is its title (``# …``). Charts of
        this package describe themselves; another image that has no description of its own, as
        ``display(fig, metadata={"image/png": {"alt": "…"}})`` gives it, is called by its number
        and heading, with a warning. It runs in a folder of its own, which is gone afterwards.
    only : str, optional
        The id of one report among those read: the page is on it.

    Returns
    -------
    str or Path
        The page; with `output`, the path written.

    Raises
    ------
    ReadError
        A path does not exist, or nothing of it could be read.
    ReportkitError
        The extra ``reportkit[brief]`` is not installed; the notebook cannot be read, stopped with
        an error or lacks a title; `only` names no report; or `output` is no page's name (.html) or
        cannot be written.

    Examples
    --------
    >>> from reportkit import example
    >>> from reportkit.brief import render_brief
    >>> render_brief(example("xiuwu-2023"), "briefing.html")  # doctest: +SKIP
    PosixPath('briefing.html')
    """
    if lang not in ("zh", "en"):
        raise ValueError(f"lang {lang!r} is not one of zh, en")
    need_brief()
    from .loading import find, load, newest

    given = find(source)
    paths = [Path(given)] if isinstance(given, str) else list(map(Path, given))
    need_paths(paths)
    own = Path(notebook) if notebook is not None else None
    if own is not None:
        look_at_notebook(own)
    if output is not None:
        look_at(Path(output), [path for path in (*paths, own) if path is not None])
        if not is_page(Path(output)):
            raise ReportkitError(f"{output}: name a page, which ends in .html.")
    if own is None:
        several = only is None and len(newest(load(given)[0])) > 1
        own = folder("notebooks") / ("comparison.ipynb" if several else "briefing.ipynb")
    values = {"report": given, "only": only, "lang": lang}
    text = build_page(run_notebook(own, values), lang, own.name)
    return text if output is None else write_whole(output, text.encode("utf-8"))


def need_brief() -> None:
    """Refuse to go on without what the extra `brief` installs."""
    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        raise ReportkitError(
            f'a briefing needs {", ".join(missing)}: install with pip install "reportkit[brief]"'
        )
