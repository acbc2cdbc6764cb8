"""Writing files whole or not at all, and tables that spreadsheets read as they are."""

import os
import tempfile
from collections.abc import Iterable
from os import PathLike
from pathlib import Path

import pandas as pd

from .errors import ReportkitError

#: What a spreadsheet takes for the start of a formula, full width too.
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")


def csv_for_sheets(frame: pd.DataFrame) -> str:
    """Return a frame as CSV in which no text is taken for a formula: it has a ``'`` in front."""
    guarded = {}
    for name in frame:
        if isinstance(frame[name].dtype, pd.StringDtype):
            # A line break of the old Mac would part a row, unquoted as it is left.
            text = frame[name].str.replace(r"\r\n?", "\n", regex=True)
            guarded[name] = text.where(~text.str.startswith(_FORMULA, na=False), "'" + text)
    return str(frame.assign(**guarded).to_csv(index=False, lineterminator="\n"))


def look_at(target: Path, keep: Iterable[str | PathLike[str]] = ()) -> None:
    """Refuse a place to which no file can be written: before long work, and before writing."""
    if target.is_dir():
        raise ReportkitError(f"{target} is a folder; name a file in it.")
    if not target.parent.is_dir():
        raise ReportkitError(f"the folder {target.parent} does not exist; make it first.")
    if target.exists() and not target.is_file():
        raise ReportkitError(f"{target} is no file that could be replaced; name another.")
    for source in keep:
        if target.exists() and Path(source).exists() and target.samefile(source):
            raise ReportkitError(f"{target} would replace what it is made from.")


def write_whole(
    path: str | PathLike[str], data: bytes, *, keep: Iterable[str | PathLike[str]] = ()
) -> Path:
    """Write a file beside its place and move it there once it is whole.

    What stood there before stays until then, whatever breaks off on the way; files of `keep` are
    never replaced.

    Raises
    ------
    ReportkitError
        The folder does not exist or cannot be written to, or the file is one of `keep` or no
        ordinary file.
    """
    part = None
    try:
        # A link stays a link: what it points at is replaced.
        target = Path(path).resolve()
        look_at(target, keep)
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
