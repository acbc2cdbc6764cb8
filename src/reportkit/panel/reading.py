"""Reading many files, by one process or many, and keeping what was read."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from os import PathLike
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from ..errors import ReportkitError
from ..readers import read_document
from ..report import parse_report
from . import storage
from .files import File, Source, find_files
from .frames import OF_REPORTS, Frames, stack, unread_frame
from .journal import Journal, Keeper, Memory
from .naming import name_reports
from .panel import Panel, open_panel

#: Files handed to a worker at a time: enough to outweigh the handing, few enough to share evenly.
CHUNK = 16
#: Chunks handed out and not yet taken back: enough for any machine, and a bound on memory.
PENDING = 64


class Chunk(NamedTuple):
    """What came of reading some files: frames under the files' names, and what failed."""

    frames: Frames
    unread: list[tuple[str, str, str]]


def read_reports(
    source: Source | Iterable[Source],
    *,
    executor: Executor | None = None,
    progress: bool | None = None,
    issuers: Mapping[str, str] | None = None,
    out: str | PathLike[str] | None = None,
) -> Panel:
    """Read many files into a `Panel`; a file that cannot be read stops no other.

    Parameters
    ----------
    source : path or iterable of paths
        A folder (all documents in it by their endings, folders within folders, sorted by name;
        those of kinds that are not read, such as .xls, .ofd or .zip, become rows of `unread`;
        pictures, other files, hidden ones, Office's lock files, pages that this package made, and
        panels kept there are left out), a file, or several of them in the order that the panel is
        to have. A file named twice is read once.
    executor : concurrent.futures.Executor, optional
        Who reads: a ``ProcessPoolExecutor``, or Dask's ``client.get_executor()`` whose workers see
        the same files. This process alone if left out. Results are the same, and in the same order.
    progress : bool, optional
        Whether to show a bar. If left out, it is shown where someone watches: on a terminal, and in
        a notebook that is worked in, not in one that is rendered.
    issuers : mapping of str to str, optional
        The right name of an issuer by the name of its file, or by the name that it printed.
    out : path, optional
        A folder to keep the panel in (as `Panel.to_parquet`; extra ``reportkit[parquet]``). What is
        read is put there at once, so memory stays flat, and a run that was interrupted goes on
        where it was: files that are there with the same content are not read again, until this
        package changes. For that the folder keeps what was read in ``.read``, which may be deleted.

    Returns
    -------
    Panel
        Of what was read; with `out`, all that the folder holds, as `open_panel` returns it.

    Raises
    ------
    ReadError
        A path does not exist, a folder holds nothing to read, or is that of a panel, which
        `open_panel` opens.
    ReportkitError
        `out` holds something other than a panel; the executor failed.

    Warns
    -----
    UserWarning
        A key of `issuers` names no file and no printed issuer.

    Notes
    -----
    The same body often prints its name with and without the city. 洪泽区人民政府 is taken for
    淮安市洪泽区人民政府 where exactly one longer name in the panel ends with it, and what is longer
    is a division; a note says so. Where several do (鼓楼区 is in many cities), nothing is joined,
    and a note names them. Reports of the same issuer and year are all kept: the second is called
    ``…-2023 (2)``, with a note on both.

    Examples
    --------
    >>> from reportkit import example
    >>> read_reports(example("xiuwu-2023").parent)
    <Panel: 1 report of 1 issuer, 2023; 0 files unread>
    """
    files = find_files(source)
    keeper: Keeper = Memory() if out is None else Journal(storage.claim(out, "parquet"))
    done = keeper.done(files)
    todo = [file for file in files if file.name not in done]
    unread: list[tuple[str, str, str]] = []
    with _bar(len(files), progress) as bar:
        bar.update(len(done))
        for size, chunk in _read_all(todo, executor):
            keeper.add(chunk.frames)
            unread += chunk.unread
            bar.update(size)
    failed = {name for name, _, _ in unread}
    read = [file.name for file in files if file.name not in failed]
    names = name_reports(keeper.reports(read), issuers)
    pieces = (names.apply(piece) for piece in keeper.pieces(read))
    if out is None:
        return Panel(**next(pieces), unread=unread_frame(unread))
    storage.write(out, pieces, unread_frame(unread), "parquet")
    return open_panel(out)


def _read_all(files: Sequence[File], executor: Executor | None) -> Iterator[tuple[int, Chunk]]:
    """Yield chunk after chunk, in order; so many at most are under way."""
    chunks = (files[start : start + CHUNK] for start in range(0, len(files), CHUNK))
    if executor is None:
        for some in chunks:
            yield len(some), read_chunk(some)
        return
    pending: deque[tuple[Sequence[File], Future[Chunk]]] = deque()
    try:
        for some in chunks:
            if len(pending) == PENDING:
                yield _taken(*pending.popleft())
            try:
                pending.append((some, executor.submit(read_chunk, some)))
            except Exception as error:
                while pending:  # what is under way is kept, and says which files broke it
                    yield _taken(*pending.popleft())
                raise ReportkitError(
                    f"the executor takes no files, from {some[0].name} on "
                    f"({type(error).__name__}: {error}). Hand over another one; with out= what was "
                    "read so far is kept."
                ) from error
        while pending:
            yield _taken(*pending.popleft())
    finally:
        for _, future in pending:
            future.cancel()


def _taken(files: Sequence[File], future: Future[Chunk]) -> tuple[int, Chunk]:
    try:
        return len(files), future.result()
    except Exception as error:  # of files every error is caught: this one is the executor's own
        raise ReportkitError(
            f"the executor failed while {files[0].name} to {files[-1].name} were read "
            f"({type(error).__name__}: {error}). Read these without an executor, one by one, to "
            "find the file that ends its process; with out= what was read so far is kept."
        ) from error


def read_chunk(files: Sequence[File]) -> Chunk:
    """Read some files, in a worker: each report under its file's name, for ids are not yet told."""
    found: list[Frames] = []
    names: list[str] = []
    unread: list[tuple[str, str, str]] = []
    for path, name in files:
        try:
            report = parse_report(read_document(path, name=name))
        except Exception as error:  # a fault of the parser, too, must stop no other file
            unread.append((name, type(error).__name__, str(error) or repr(error)))
        else:
            found.append({frame: getattr(report, frame) for frame in OF_REPORTS})
            names.append(name)
    frames = stack(found)
    for frame in OF_REPORTS:
        owners = np.repeat(np.array(names, dtype=object), [len(one[frame]) for one in found])
        frames[frame] = frames[frame].assign(report=pd.array(owners, dtype="str"))
    return Chunk(frames, unread)


# --- progress -------------------------------------------------------------------------------------


def _bar(total: int, progress: bool | None) -> Any:
    from tqdm import tqdm

    shown = _is_watched() if progress is None else progress
    return tqdm(total=total, unit="file", disable=not shown)


def _is_watched() -> bool:
    """Whether someone looks on: at a terminal, or at a notebook whose kernel could ask questions.

    A notebook that is executed to be rendered (nbclient, nbconvert, papermill, nbval) runs in the
    same kernel as one that is worked in, but its client takes no questions.
    """
    if sys.stderr is not None and sys.stderr.isatty():
        return True
    ipython = sys.modules.get("IPython")
    kernel = getattr(ipython.get_ipython() if ipython else None, "kernel", None)
    if kernel is None:
        return False
    request = kernel.get_parent()
    return bool(request.get("content", {}).get("allow_stdin", False))
