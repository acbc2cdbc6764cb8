"""Many briefings at once: a page a report and an index, by all cores.

Reports are read once, by `read_reports`. Each page is then made in a worker process that keeps
warm what every page needs (libraries, an IPython shell, the compiled template): the bundled
notebook's cells run there without a kernel, see `inprocess`. A reader's own notebook has a fresh
kernel a report.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Executor, Future, ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from ..checks import FINDINGS as CHECKED
from ..codebook import Lang
from ..errors import ReportkitError
from ..examples import folder as bundled
from ..output import RESERVED, made_here, refuse_within, write_whole
from .names import file_names

if TYPE_CHECKING:
    from ..panel import Panel

Source = str | PathLike[str] | Iterable[str | PathLike[str]]

INDEX, FINDINGS = "index.html", "findings.csv"
#: Pages handed out and not yet taken back, a worker: a bound on memory.
_AHEAD = 4


@dataclass(frozen=True)
class Briefs:
    """What `render_briefs` wrote.

    Attributes
    ----------
    folder : Path
        Where.
    pages : DataFrame
        A row a report, key report: ``report``, ``page`` (the file's name in the folder), ``error``
        (why there is none, "" where there is); all str.
    unread : DataFrame
        See `Panel.unread`.
    """

    folder: Path
    pages: pd.DataFrame
    unread: pd.DataFrame

    @property
    def failed(self) -> pd.DataFrame:
        """The pages that could not be made."""
        return self.pages[self.pages["error"] != ""].reset_index(drop=True)


@dataclass(frozen=True)
class _Task:
    """A page to be made, with all that it needs: its issuer's reports, and where files lie."""

    report: str
    target: str
    source: str | list[str]
    family: Panel
    files: Mapping[str, str]
    changes: pd.DataFrame
    lang: Lang
    notebook: str | None
    pdf: bool


def render_briefs(
    source: Source,
    folder: str | PathLike[str],
    *,
    lang: Lang = "zh",
    notebook: str | PathLike[str] | None = None,
    pdf: bool = False,
    executor: Executor | None = None,
    progress: bool | None = None,
) -> Briefs:
    """Write a page a report, and an index of them all, into a folder.

    A file that cannot be read, and a page that cannot be made, stop no other; both are listed in
    the index. Each file is written whole or not at all, the index last. Files of an earlier run
    that this one does not write stay as they are.

    Parameters
    ----------
    source : path or iterable of paths
        As for `render_brief`.
    folder : path
        It is made if it does not exist; it must not lie within `source`, whose pages would be read
        as reports the next time.
    lang, notebook
        As for `render_brief`; the notebook is given one report's path at a time.
    pdf : bool
        Print each page to PDF too (see `print_pdf`).
    executor : concurrent.futures.Executor, optional
        Who works; a ``ProcessPoolExecutor`` with a process a core if left out. Not threads: charts
        are drawn by pyplot.
    progress : bool, optional
        Whether to show a bar; on a terminal if left out.

    Returns
    -------
    Briefs
        With ``pages``, a row a report.

    Raises
    ------
    ReadError
        There is nothing to read, or nothing of it could be read.
    ReportkitError
        The extra ``reportkit[brief]`` is not installed; the folder cannot be written to, lies
        within `source` or holds files of the reader's own that would be replaced; the notebook
        cannot be read; or ``pdf`` was asked for and there is no Chromium.

    Examples
    --------
    >>> from reportkit import example
    >>> from reportkit.brief import render_briefs
    >>> render_briefs(example().parent, "briefings").pages["page"].tolist()  # doctest: +SKIP
    ['修武县人民政府-2023.html']
    """
    from . import need_brief
    from .execute import look_at_notebook
    from .index import write_index
    from .loading import find, load
    from .pdf import find_chromium

    if lang not in ("zh", "en"):
        raise ValueError(f"lang {lang!r} is not one of zh, en")
    need_brief()
    if RESERVED.match(Path(folder).name):
        raise ReportkitError(f"{folder} is the name of a device on Windows; choose another name.")
    if pdf:
        find_chromium()
    if notebook is not None:
        look_at_notebook(Path(notebook))
    given = find(source)
    place = Path(folder)
    _look_at(place, given)
    own = None if executor is not None else ProcessPoolExecutor(_cores())
    workers = executor if executor is not None else own
    try:
        panel, files = load(given, executor=workers, progress=progress)
        names = file_names(panel.reports["report"])
        _keep_the_readers_own(place, names.values(), pdf)
        _make(place)
        tasks = _tasks(panel, files, place, names, given, lang, notebook, pdf)
        errors = _make_all(tasks, len(names), workers, progress)  # type: ignore[arg-type]
    finally:
        if own is not None:
            own.shutdown(cancel_futures=True)
    pages = pd.DataFrame({
        "report": list(names), "page": [f"{name}.html" for name in names.values()],
        "error": [errors.get(report, "") for report in names],
    }, dtype="str")  # fmt: skip
    write_index(panel, pages, place, lang)
    return Briefs(place, pages, panel.unread)


def _look_at(place: Path, source: str | list[str]) -> None:
    """Refuse, before long work, a folder that is none, or that is read from."""
    if place.exists() and not place.is_dir():
        raise ReportkitError(
            f"{place} is a file; name a folder for the pages, or one page that ends in .html."
        )
    for path in [source] if isinstance(source, str) else source:
        refuse_within(place, Path(path))


def _keep_the_readers_own(place: Path, names: Iterable[str], pdf: bool) -> None:
    """Refuse, before any page is made, to replace files that are no pages of an earlier run."""
    pages = [place / INDEX, *(place / f"{name}.html" for name in names)]
    own = [page for page in pages if page.is_file() and not made_here(page)]
    table = place / FINDINGS
    if table.is_file() and not _is_findings(table):
        own.append(table)
    if pdf:  # a PDF is of an earlier run where its page is
        prints = [(page, page.with_suffix(".pdf")) for page in pages[1:]]
        own += [file for page, file in prints if file.is_file() and not page.exists()]
    if own:
        more = f" and {len(own) - 1} more files" if own[1:] else ""
        raise ReportkitError(
            f"{own[0]}{more} would be replaced, and was not made by an earlier run; name another "
            "folder, or move it."
        )


def _is_findings(table: Path) -> bool:
    try:
        with table.open(encoding="utf-8-sig") as file:
            return file.readline().strip().split(",") == list(CHECKED)
    except (OSError, ValueError):
        return False


def _make(place: Path) -> None:
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ReportkitError(f"the folder {place} cannot be made: {error.strerror}.") from error
    if not os.access(place, os.W_OK):
        raise ReportkitError(f"the folder {place} cannot be written to.")


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _tasks(
    panel: Panel, files: Mapping[str, str], place: Path, names: Mapping[str, str],
    source: str | list[str], lang: Lang, notebook: str | PathLike[str] | None, pdf: bool,
) -> Iterator[_Task]:  # fmt: skip
    """Yield a task a report, each with the frames of its issuer alone."""
    from ..indicators import change
    from .loading import families

    own = None if notebook is None else str(Path(notebook).absolute())
    told = change(panel.cells)
    rows = dict(iter(told.groupby("report", sort=False)))
    for family in families(panel):
        held = {file: files[file] for file in family.reports["source_file"] if file in files}
        for report in family.reports["report"]:
            target = str(place / f"{names[report]}.html")
            changes = rows.get(report, told.iloc[:0])
            yield _Task(report, target, source, family, held, changes, lang, own, pdf)


def _make_all(
    tasks: Iterator[_Task], count: int, workers: Executor, progress: bool | None
) -> dict[str, str]:
    """Have all pages made, and return what went wrong by report."""
    from tqdm import tqdm

    errors: dict[str, str] = {}
    pending: dict[Future[str], str] = {}
    # None: where a terminal shows it.
    shown = None if progress is None else not progress
    with tqdm(total=count, unit="page", disable=shown) as bar:

        def take(futures: Iterable[Future[str]]) -> None:
            for future in futures:
                report = pending.pop(future)
                try:
                    error = future.result()
                except Exception as failure:  # the worker itself broke down
                    error = f"{type(failure).__name__}: {failure}"
                if error:
                    errors[report] = error
                bar.update()

        for task in tasks:
            if len(pending) >= _AHEAD * _cores():
                take([next(as_completed(pending))])
            try:
                pending[workers.submit(make_page, task)] = task.report
            except RuntimeError as failure:  # after a worker died no more can be handed out
                errors[task.report] = f"{type(failure).__name__}: {failure}"
                bar.update()
        take(as_completed(list(pending)))
    return errors


def make_page(task: _Task) -> str:
    """Make a page, in a worker; return what went wrong, "" where nothing did."""
    try:
        with _garbage_apart():
            text = _rendered(task)
        write_whole(task.target, text.encode("utf-8"))
        if task.pdf:
            from .pdf import print_pdf

            print_pdf(task.target)
    except ReportkitError as error:
        return str(error)
    except Exception as error:  # a fault of ours, too, must stop no other page
        return f"{type(error).__name__}: {error}"
    return ""


@contextmanager
def _garbage_apart() -> Iterator[None]:
    """Collect a page's garbage at its end, and look at nothing that was there before it.

    A chart is tens of thousands of objects that refer to each other. Python would look through all
    that the process holds, again and again, while it is drawn: a fifth of the time of a page.
    """
    enabled = gc.isenabled()
    gc.disable()
    gc.freeze()
    try:
        yield
    finally:
        gc.collect()
        gc.unfreeze()
        if enabled:
            gc.enable()


def _rendered(task: _Task) -> str:
    from .execute import run_notebook
    from .inprocess import run_here
    from .loading import held
    from .page import build_page

    if task.notebook is None:
        path = bundled("notebooks") / "briefing.ipynb"
        values = {"report": task.source, "only": task.report, "lang": task.lang}
        with held(task.source, task.family, task.files, changes=task.changes):
            return build_page(run_here(path, values), task.lang, path.name)
    reports = task.family.reports.set_index("report")
    file = task.files.get(reports.loc[task.report, "source_file"])
    if file is None:
        raise ReportkitError(f"{task.report} has no file that a notebook could read.")
    path = Path(task.notebook)
    notebook = run_notebook(path, {"report": file, "only": None, "lang": task.lang})
    return build_page(notebook, task.lang, path.name)
