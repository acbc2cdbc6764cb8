"""Writing files whole or not at all."""

import os
import tempfile
from os import PathLike
from pathlib import Path

from .errors import ReportkitError


def write_whole(path: str | PathLike[str], data: bytes) -> Path:
    """Write a file beside its place and move it there once it is whole.

    What stood there before stays until then, whatever breaks off on the way.

    Raises
    ------
    ReportkitError
        The folder does not exist or cannot be written to.
    """
    target = Path(path)
    if target.is_dir():
        raise ReportkitError(f"{target} is a folder; name a file in it.")
    if not target.parent.is_dir():
        raise ReportkitError(f"the folder {target.parent} does not exist; make it first.")
    part = None
    try:
        handle, part = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        # mkstemp makes files that only their owner may read; a page is to be passed on.
        umask = os.umask(0)
        os.umask(umask)
        os.chmod(part, 0o666 & ~umask)
        os.replace(part, target)
    except OSError as error:
        raise ReportkitError(f"{target} cannot be written: {error.strerror}.") from error
    finally:
        if part is not None and os.path.exists(part):
            os.unlink(part)
    return target
