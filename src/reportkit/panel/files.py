"""Which files there are to read, and what they are called."""

import os
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from os import PathLike
from pathlib import Path
from typing import Any, NamedTuple

from ..errors import ReadError
from ..output import PAGE, made_here
from ..readers import DOCUMENTS, SUFFIXES
from .storage import MANIFEST

Source = str | PathLike[str]
_NAME = (
    "name a file, a folder, or a list of them (reports that were read already need no reading: "
    "functions take a list of them, as reportkit.check([first, second]))"
)
#: A path makes one slash of two.
_ADDRESS = re.compile(r"(?:https?|ftp|file):[/\\]", re.IGNORECASE)


class File(NamedTuple):
    """A file, and its name within what was asked for: no machine's folders in any frame."""

    path: str
    name: str


def find_files(source: Source | Iterable[Source]) -> list[File]:
    """Return the files of a folder or of a list, each once; a list keeps its order.

    Raises
    ------
    ReadError
        A path does not exist, there is nothing to read, or a folder is that of a panel.
    """
    single = isinstance(source, str | PathLike)
    if not single and (isinstance(source, bytes) or not isinstance(source, Iterable)):
        raise TypeError(f"source is {_told(source)}; {_NAME}")
    named: list[Any] = [source] if single else list(source)  # type: ignore[arg-type]
    for one in named:
        if not isinstance(one, str | PathLike):
            raise TypeError(f"source holds {_told(one)}; {_NAME}")
    roots = [Path(path) for path in named]
    need_paths(roots)
    for root in filter(is_panel, roots):
        raise ReadError(
            f"{root} is a panel that was kept, and no folder of reports; open it with "
            f'reportkit.open_panel("{root}"), or name it alone to reportkit check or brief.'
        )
    paths = [path for root in roots for path in (_walk(root) if root.is_dir() else [root])]
    paths = list({os.path.abspath(path): path for path in paths}.values())
    if not paths:
        known = ", ".join(sorted(SUFFIXES))
        where = ", ".join(map(str, roots[:5])) or "the list of paths"
        raise ReadError(f"{where} holds no file that could be a report (read are: {known}).")
    whole = [os.path.abspath(path) for path in paths]
    if single and roots[0].is_dir():
        base = os.path.abspath(roots[0])
    else:
        base = _shared([os.path.dirname(path) for path in whole])
    if not base:
        return [File(*both) for both in zip(whole, _ends(whole), strict=True)]
    return [File(path, Path(os.path.relpath(path, base)).as_posix()) for path in whole]


def _shared(folders: Sequence[str]) -> str:
    """Return the folder that all lie in; "" where that is but the root, or there is none."""
    try:
        base = os.path.commonpath(folders)
    except ValueError:  # drives of Windows
        return ""
    return "" if os.path.dirname(base) == base else base


def _ends(paths: Sequence[str]) -> list[str]:
    """Return the names of files, each with as many of its folders as tell it from the others.

    What leads to them is of one machine, and frames and pages are handed on.
    """
    parts = [Path(path).parts for path in paths]
    length = dict.fromkeys(parts, 1)
    while True:
        ends = [one[-length[one] :] for one in parts]
        times = Counter(ends)
        again = [one for one, end in zip(parts, ends, strict=True) if times[end] > 1]
        if not again:
            return [Path(*end).as_posix() for end in ends]
        for one in again:
            length[one] += 1


def _told(given: object) -> str:
    return "None" if given is None else f"a {type(given).__name__}"


def is_panel(path: Path) -> bool:
    """Tell whether a path is the folder of a panel."""
    return (path / MANIFEST).is_file()


def need_paths(paths: Sequence[Path]) -> None:
    """Refuse paths that lead nowhere.

    Raises
    ------
    ReadError
        A path does not exist, or is an address of the web.
    """
    lost = [path for path in paths if not path.exists()]
    if not lost:
        return
    for path in lost:
        if _ADDRESS.match(str(path)):
            raise ReadError(
                f"{path} is an address, and nothing is fetched from the web: save the page as a "
                "file with your browser, and name that."
            )
    more = f" (and {len(lost) - 5} more)" if len(lost) > 5 else ""
    do = "does" if len(lost) == 1 else "do"
    raise ReadError(
        f"{', '.join(map(str, lost[:5]))}{more} {do} not exist; check the path and its spelling."
    )


def _walk(folder: Path) -> list[Path]:
    found: list[Path] = []
    closed: list[OSError] = []
    for parent, folders, names in os.walk(folder, onerror=closed.append):
        if MANIFEST in names:  # a panel that was kept beside the reports is none of them
            folders.clear()
            continue
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [
            path
            for name in names
            if not name.startswith((".", "~$"))  # hidden; the lock files of Office
            and (path := Path(parent, name)).suffix.lower() in DOCUMENTS
            and (path.is_file() or path.is_symlink())
            and not (path.suffix.lower() in PAGE and made_here(path))
        ]
    # A folder that cannot be opened is listed as a file that cannot be read, and so is a link
    # that leads nowhere.
    found += [Path(error.filename) for error in closed]
    return sorted(found, key=lambda path: path.relative_to(folder).as_posix())
