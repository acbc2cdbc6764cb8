"""Readers: one file in, one `Document` out. They know layout, never meaning."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from os import PathLike
from pathlib import Path

from ..document import Block, Document
from ..errors import ReadError
from . import txt

#: A reader takes a file's content and name, and gives its blocks and what the file says of itself.
Reader = Callable[[bytes, str], tuple[Iterable[Block], Mapping[str, str]]]

#: What reads a file, by suffix.
_READERS: dict[str, Reader] = {
    ".txt": txt.read,
    ".text": txt.read,
    ".md": txt.read,
}

#: A report is a few pages; a file beyond this is something else, or hostile.
MAX_BYTES = 64 * 2**20


def read_document(source: str | PathLike[str] | bytes, *, name: str | None = None) -> Document:
    """Read a file's layout: its headings, paragraphs and grids in printed order.

    Parameters
    ----------
    source : path or bytes
        A file, or a file's content.
    name : str, optional
        What to call the content in messages and to tell its format by; needed with bytes.

    Returns
    -------
    Document
        The blocks, each with its source.

    Raises
    ------
    ReadError
        The file does not exist, is empty, is too large, is of a kind that is not read, or is
        damaged. The message names the file and the next step.

    Examples
    --------
    >>> from reportkit import example, read_document
    >>> read_document(example("xiuwu-2023"))
    <Document xiuwu-2023.txt: 32 blocks, 3 grids>
    """
    data, name = _load(source, name)
    reader = _READERS.get(Path(name).suffix.lower())
    if reader is None:
        known = ", ".join(sorted(_READERS))
        raise ReadError(
            f"{name}: files of this kind are not read (read are: {known}). "
            "Save the report as one of these, or copy its text into a .txt file."
        )
    blocks, metadata = reader(data, name)
    return Document(
        name, reader.__module__.rpartition(".")[2], tuple(blocks), hashlib.sha256(data).hexdigest(),
        metadata,
    )  # fmt: skip


def _load(source: str | PathLike[str] | bytes, name: str | None) -> tuple[bytes, str]:
    if isinstance(source, bytes):
        if name is None:
            raise TypeError("read_document(bytes) needs name=, such as name='report.txt'")
        data = source
    else:
        path = Path(source)
        name = name or path.name
        if path.is_dir():
            raise ReadError(f"{path} is a folder; name one file in it.")
        try:
            if path.stat().st_size > MAX_BYTES:
                raise ReadError(f"{path} has more than {MAX_BYTES >> 20} MB: no annual report has.")
            data = path.read_bytes()
        except FileNotFoundError as error:
            raise ReadError(f"{path} does not exist; check the path and its spelling.") from error
        except OSError as error:
            raise ReadError(f"{path} cannot be opened: {error.strerror}.") from error
    if not data.strip():
        raise ReadError(f"{name} is empty; download or save the report again.")
    return data, name
