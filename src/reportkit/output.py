"""Writing files whole or not at all, and tables that spreadsheets read as they are."""

import os
import re
import tempfile
from collections.abc import Iterable
from os import PathLike
from pathlib import Path

import pandas as pd

from .errors import ReportkitError

#: What a spreadsheet takes for the start of a formula, full width too.
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")

#: What the head of every page says that this package made.
MADE = '<meta name="generator" content="reportkit">'
#: What the name of a page ends with.
PAGE = (".html", ".htm")
#: Names of devices on Windows, whatever ending follows.
RESERVED = re.compile(r"(?:con|prn|aux|nul|clock\$|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)", re.IGNORECASE)


def csv_for_sheets(frame: pd.DataFrame, *, figures: str | None = None) -> str:
    """Return a frame as CSV in which no text is taken for a formula: it has a ``'`` in front.

    `figures` is how a float is written, ``%.15g`` without .0; all its digits if left out.
    """
    guarded = {}
    for name in frame:
        # Of its own kind of float pandas heeds no format.
        if figures is not None and isinstance(frame[name].dtype, pd.Float64Dtype):
            guarded[name] = frame[name].astype("float64")
        elif isinstance(frame[name].dtype, pd.StringDtype) or frame[name].dtype == object:
            guarded[name] = frame[name].map(_guarded, na_action="ignore")
    told = frame.assign(**guarded)
    return str(told.to_csv(index=False, lineterminator="\n", float_format=figures))


def for_excel(text: str) -> bytes:
    """Return CSV as a file holds it: without its mark Excel takes it for the system's encoding.

    That would garble Chinese.
    """
    return text.encode("utf-8-sig")


def _guarded(text: object) -> object:
    """Put a ``'`` before a text that a spreadsheet would take for a formula."""
    if not isinstance(text, str):
        return text
    # A line break of the old Mac would part a row, unquoted as it is left.
    text = re.sub(r"\r\n?", "\n", text)
    return f"'{text}" if text.startswith(_FORMULA) else text


def look_at(target: Path, keep: Iterable[str | PathLike[str]] = ()) -> None:
    """Refuse a place to which no file can be written: before long work, and before writing.

    Files of `keep` are not to be replaced, nor those in its folders; into these only pages may be
    put, which are known and left out when the folder is read again.
    """
    folder = target.parent
    if target.is_dir():
        raise ReportkitError(f"{target} is a folder; name a file in it.")
    if folder.exists() and not folder.is_dir():
        raise ReportkitError(f"{folder} is a file, and {target.name} can lie in folders alone.")
    if not folder.exists():
        raise ReportkitError(f"the folder {folder} does not exist; make it first.")
    if target.exists() and not target.is_file():
        raise ReportkitError(f"{target} is no file that could be replaced; name another.")
    if RESERVED.match(target.name):
        raise ReportkitError(
            f"{target}: {target.name} is the name of a device on Windows, where it cannot be "
            "opened; choose another name."
        )
    if not os.access(folder, os.W_OK):
        raise ReportkitError(f"the folder {folder} cannot be written to; name another.")
    for source in map(Path, keep):
        if target.exists() and source.exists() and target.samefile(source):
            raise ReportkitError(f"{target} would replace what it is made from; name another file.")
        refuse_within(target, source)


def refuse_within(target: Path, source: Path) -> None:
    """Refuse a place within a folder that is read from, but for a page that replaces no other's."""
    if not source.is_dir() or not target.resolve().is_relative_to(source.resolve()):
        return
    if target.suffix.lower() not in PAGE or (target.is_file() and not made_here(target)):
        raise ReportkitError(
            f"{target} lies within {source}, which is read from: there it would be taken for a "
            "report, or replace one. Name a place outside it."
        )


def made_here(path: Path) -> bool:
    """Tell whether a file is a page that this package made."""
    try:
        with path.open("rb") as file:
            return MADE.encode() in file.read(4096)
    except OSError:
        return False


def write_whole(
    path: str | PathLike[str], data: bytes, *, keep: Iterable[str | PathLike[str]] = ()
) -> Path:
    """Write a file beside its place and move it there once it is whole.

    What stood there before stays until then, whatever breaks off on the way; files of `keep` are
    never replaced.

    Raises
    ------
    ReportkitError
        The folder does not exist or cannot be written to, or the file is one of `keep`, lies in
        one of its folders, or is no ordinary file.
    """
    part = None
    try:
        look_at(Path(path), keep)
        # A link stays a link: what it points at is replaced.
        target = Path(path).resolve()
        handle, part = tempfile.mkstemp(dir=target.parent, prefix=".reportkit-")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        # mkstemp makes files that only their owner may read; a page is to be passed on.
        umask = os.umask(0)
        os.umask(umask)
        os.chmod(part, 0o666 & ~umask)
        os.replace(part, target)
    except OSError as error:
        raise ReportkitError(f"{path} cannot be written: {error.strerror}.") from error
    finally:
        if part is not None and os.path.exists(part):
            os.unlink(part)
    return Path(path)
