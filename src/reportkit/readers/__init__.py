"""Readers: one file in, one `Document` out. They know layout, never meaning."""

import hashlib
import io
import os
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping
from os import PathLike
from pathlib import Path
from typing import NoReturn

from ..document import Block, Document, Remark
from ..errors import ReadError
from ..output import MADE
from . import doc, docx, fields, html, mhtml, pdf, sheet, txt
from .kinds import ARCHIVE, KINDS, PICTURE, WORD, Kind, kind_of, kind_of_ending, kind_of_streams
from .opc import OLE

#: A reader takes a file's content and name, and gives its blocks, remarks in any place among them,
#: and what the file says of itself.
Reader = Callable[[bytes, str], tuple[Iterable[Block | Remark], Mapping[str, str]]]

#: Which format a file's ending promises.
SUFFIXES = {
    **dict.fromkeys((".txt", ".text", ".md", ".markdown"), "txt"),
    **dict.fromkeys((".html", ".htm", ".shtml", ".xhtml"), "html"),
    **dict.fromkeys((".mhtml", ".mht"), "mhtml"),
    **dict.fromkeys((".docx", ".docm"), "docx"),
    ".doc": "doc",
    ".pdf": "pdf",
    **dict.fromkeys((".xlsx", ".xlsm"), "xlsx"),
    ".csv": "csv",
    ".tsv": "csv",
}
#: Endings of pages that a server makes.
_PAGES = (".asp", ".aspx", ".do", ".jhtml", ".jsp", ".php")
#: What a folder is searched for: whatever may hold a report by its ending, read or not. Pictures
#: come by the dozen with saved pages, and are left out.
DOCUMENTS = frozenset(SUFFIXES).union(
    _PAGES, *(kind.suffixes for kind in KINDS if kind is not PICTURE)
)
#: What files are that have the ending of an old Office file, but are text.
_TEXTS = {".doc": "txt", ".wps": "txt", ".xls": "csv", ".et": "csv"}
_READERS: dict[str, Reader] = {
    "txt": txt.read,
    "html": html.read,
    "mhtml": mhtml.read,
    "docx": docx.read,
    "doc": doc.read,
    "pdf": pdf.read,
    "xlsx": sheet.read,
    "csv": fields.read,
}

#: A report is a few pages; a file beyond this is something else, or hostile.
MAX_BYTES = 64 * 2**20
#: How far into a file its format is looked for.
_START = 2048
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*|<!--(?:(?!-->).)*-->\s*)*<(?:!doctype\s+html|html|head|body|table|meta|div|p)\b",
    re.IGNORECASE | re.DOTALL,
)
_MAIL = re.compile(
    rb"(?:MIME-Version|From|Subject|Date|Snapshot-Content-Location|Content-Type|X-[\w-]+):",
    re.IGNORECASE,
)
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def read_document(source: str | PathLike[str] | bytes, *, name: str | None = None) -> Document:
    """Read a file's layout: its headings, paragraphs and grids in printed order.

    What the file holds decides how it is read; its ending only where the content does not tell
    (plain text, CSV). Web pages and Word files are often found under each other's endings.

    Parameters
    ----------
    source : path or bytes
        A text (.txt, .md), web page (.html, .shtml, .mhtml), Word file (.docx; .doc with the extra
        ``reportkit[doc]``), PDF with text, or sheet (.xlsx, .csv, .tsv).
    name : str, optional
        What to call the content in messages and to tell its format by; needed with bytes.

    Returns
    -------
    Document
        The blocks, each with its source.

    Raises
    ------
    TypeError
        `source` is no path and no bytes, or these come without `name`.
    ReadError
        The file does not exist, is empty, is too large, is of a kind that is not read, or is
        damaged. The message names the file and the next step.

    Examples
    --------
    >>> from reportkit import example, read_document
    >>> read_document(example("xiuwu-2023"))
    <Document xiuwu-2023.txt: 19 blocks, 3 grids>
    """
    data, name = _load(source, name)
    format_ = _format(data, name)
    read, metadata = _READERS[format_](data, name)
    blocks: list[Block] = []
    remarks: list[Remark] = []
    for part in read:
        if isinstance(part, Remark):
            remarks.append(part)
        else:
            blocks.append(part)
    sha256 = hashlib.sha256(data).hexdigest()
    return Document(name, format_, tuple(blocks), sha256, metadata, tuple(remarks))


def _load(source: str | PathLike[str] | bytes, name: str | None) -> tuple[bytes, str]:
    if isinstance(source, bytes):
        if name is None:
            raise TypeError("read_document(bytes) needs name=, such as name='report.txt'")
        data = source
    elif not isinstance(source, str | PathLike):
        kind = "None" if source is None else f"a {type(source).__name__}"
        raise TypeError(
            f"source is {kind}; name one file, or hand over its content as bytes with name= "
            "(of several files: reportkit.read_reports)"
        )
    else:
        path = Path(source)
        told, name = name or path, name or path.name
        if path.is_dir():
            closed = not os.access(path, os.R_OK | os.X_OK)
            advice = "check who may open it" if closed else "name one file in it"
            raise ReadError(f"{told} is a folder; {advice}.")
        try:
            if path.stat().st_size > MAX_BYTES:
                raise ReadError(f"{told} has more than {MAX_BYTES >> 20} MB: no annual report has.")
            data = path.read_bytes()
        except FileNotFoundError as error:
            raise ReadError(f"{told} does not exist; check the path and its spelling.") from error
        except OSError as error:
            raise ReadError(f"{told} cannot be opened: {error.strerror}.") from error
    if len(data) > MAX_BYTES:
        raise ReadError(f"{name} has more than {MAX_BYTES >> 20} MB: no annual report has.")
    if not data.strip():
        raise ReadError(f"{name} is empty; download or save the report again.")
    return data, name


def _format(data: bytes, name: str) -> str:
    """Return the format that the content shows, or else the one that the ending promises."""
    start = data[:_START].removeprefix(b"\xef\xbb\xbf")
    if start.startswith(_UTF16):
        start = start[2:].replace(b"\0", b"")
    suffix = Path(name).suffix.lower()
    promised = SUFFIXES.get(suffix, "")
    if b"%PDF-" in start:
        return "pdf"
    if start.startswith(b"PK\x03\x04"):
        return _zipped(data, start, promised, name)
    if start.startswith(OLE[:4]):
        return _old_office(data, suffix, promised, name)
    if MADE.encode() in start:
        raise ReadError(
            f"{name} is a page that reportkit made, no report: read what it was made from."
        )
    if promised != "csv" and _MAIL.match(start) and b"multipart/related" in start.lower():
        return "mhtml"
    if promised in ("", "doc", "docx", "xlsx", "txt") and _HTML.match(start):
        return "html"
    kind = kind_of(start.lstrip())
    if kind and (promised != "html" or start.startswith(kind.starts)):
        _refuse(kind, name)
    if suffix in _TEXTS and b"\0" not in start:
        return _TEXTS[suffix]
    # The reader of that kind says best what is wrong with it.
    return promised or _unknown(name, suffix)


def _zipped(data: bytes, start: bytes, promised: str, name: str) -> str:
    try:
        names = set(zipfile.ZipFile(io.BytesIO(data)).namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        names = set()
    if "word/document.xml" in names:
        return "docx"
    if "xl/workbook.xml" in names:
        return "xlsx"
    kind = kind_of(start, names)
    if kind and (kind is not ARCHIVE or promised not in ("docx", "xlsx")):
        _refuse(kind, name)
    return promised  # its reader says what it lacks


def _old_office(data: bytes, suffix: str, promised: str, name: str) -> str:
    """Return the format of an OLE file: Word's; Excel's, presentations and encrypted files too."""
    found = kind_of_streams(data)
    if found is WORD:
        return "doc"
    if found is None and promised in ("docx", "xlsx"):
        return promised
    kind = found or kind_of_ending(suffix)
    if kind:
        _refuse(kind, name)
    return "doc"


def _refuse(kind: Kind, name: str) -> NoReturn:
    raise ReadError(f"{name} is {kind.what}; {kind.advice}.")


def _unknown(name: str, suffix: str) -> NoReturn:
    kind = kind_of_ending(suffix)
    if kind:
        _refuse(kind, name)
    known = ", ".join(sorted(SUFFIXES))
    raise ReadError(
        f"{name}: files of this kind are not read (read are: {known}). "
        "Save the report as one of these, or copy its text into a .txt file."
    )
