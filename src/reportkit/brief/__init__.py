"""Briefings: a notebook run on one report, as one HTML page that needs nothing beside it."""

from importlib.util import find_spec
from os import PathLike
from pathlib import Path
from typing import overload

from ..codebook import Lang
from ..errors import ReadError, ReportkitError
from ..examples import folder
from ..output import look_at, write_whole
from .execute import run_notebook
from .page import build_page
from .region import page_region

__all__ = ["page_region", "render_brief"]

#: What the extra `brief` installs.
_NEEDED = ("nbclient", "nbconvert", "nbformat", "ipykernel", "fontTools", "brotli")


@overload
def render_brief(
    source: str | PathLike[str],
    output: None = None,
    *,
    lang: Lang = "zh",
    notebook: str | PathLike[str] | None = None,
) -> str: ...
@overload
def render_brief(
    source: str | PathLike[str],
    output: str | PathLike[str],
    *,
    lang: Lang = "zh",
    notebook: str | PathLike[str] | None = None,
) -> Path: ...
def render_brief(
    source: str | PathLike[str],
    output: str | PathLike[str] | None = None,
    *,
    lang: Lang = "zh",
    notebook: str | PathLike[str] | None = None,
) -> str | Path:
    """Run the briefing notebook on a report and return, or write, the page.

    The page shows the notebook's prose and outputs, not its code. It holds its own Chinese font,
    no script, and asks for nothing outside itself. The same report, notebook and versions of the
    libraries give the same bytes.

    Parameters
    ----------
    source : path
        A report that `read_report` reads.
    output : path, optional
        Where to write the page; what stands there is replaced once the new page is whole.
    lang : {"zh", "en"}
        The page's language.
    notebook : path, optional
        Another notebook than the bundled one. One of its cells is tagged ``parameters`` and sets
        ``report = None`` and ``lang = "zh"``; after it, ``report`` is the absolute path of `source`
        as a str, and ``lang`` is what was given. Its first heading is its title (``# …``), and
        every image has a description:
        ``display(fig, metadata={"image/png": {"alt": "…"}})``. It runs in a folder of its own,
        which is gone afterwards.

    Returns
    -------
    str or Path
        The page; with `output`, the path written.

    Raises
    ------
    ReadError
        The report does not exist.
    ReportkitError
        The extra ``reportkit[brief]`` is not installed; the notebook cannot be read, stopped with
        an error, lacks a title or shows an image without a description; or `output` cannot be
        written.

    Examples
    --------
    >>> from reportkit import example
    >>> from reportkit.brief import render_brief
    >>> render_brief(example("xiuwu-2023"), "briefing.html")  # doctest: +SKIP
    PosixPath('briefing.html')
    """
    if lang not in ("zh", "en"):
        raise ValueError(f"lang {lang!r} is not one of zh, en")
    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        raise ReportkitError(
            f'a briefing needs {", ".join(missing)}: install with pip install "reportkit[brief]"'
        )
    report = Path(source).absolute()
    if not report.exists():
        raise ReadError(f"{report} does not exist.")
    path = Path(notebook) if notebook is not None else folder("notebooks") / "briefing.ipynb"
    if output is not None:
        look_at(Path(output), [report, path])
    text = build_page(run_notebook(path, {"report": str(report), "lang": lang}), lang, path.name)
    return text if output is None else write_whole(output, text.encode("utf-8"))
