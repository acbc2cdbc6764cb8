"""Files that are not read: how each kind is known, and what to do with it."""

from collections.abc import Collection
from dataclasses import dataclass

_SHEET = "open it in Excel, WPS or LibreOffice and save it as .xlsx or CSV"
_TEXT = "open it in Word, WPS or LibreOffice and save it as .docx"
#: Entries of an OLE file's directory begin at multiples of this, after a header of so many bytes.
_ENTRY, _HEADER = 128, 512


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file, and how it is known, in this order.

    Attributes
    ----------
    what, advice : str
        What it is, and the next step.
    starts : tuple of bytes
        What it begins with.
    within : tuple of bytes
        What stands near its beginning.
    members : tuple of str
        Parts that it has as a zip file.
    streams : tuple of str
        Streams that it has as an OLE file, which old Office files are.
    suffixes : tuple of str
        Endings, where the content does not tell.
    """

    what: str
    advice: str
    starts: tuple[bytes, ...] = ()
    within: tuple[bytes, ...] = ()
    members: tuple[str, ...] = ()
    streams: tuple[str, ...] = ()
    suffixes: tuple[str, ...] = ()


#: What is read after all, by a reader of its own.
WORD = Kind("a Word file of the old format", _TEXT, streams=("WordDocument",))
ARCHIVE = Kind(
    "an archive", "unpack it and read the report in it",
    starts=(b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"PK\x03\x04", b"PK\x05\x06"),
    suffixes=(".zip", ".rar", ".7z", ".gz", ".tar"),
)  # fmt: skip
PICTURE = Kind(
    "a picture", "run OCR on it (for instance ocrmypdf), or find the web version",
    starts=(b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*"),
    suffixes=(".png", ".jpg", ".jpeg", ".gif", ".tif", ".tiff", ".bmp", ".webp"),
)  # fmt: skip
KINDS = (
    Kind(
        "encrypted", "open it with its password and save it without one",
        streams=("EncryptedPackage",),
    ),
    Kind(
        "an Excel file of the old format", _SHEET,
        streams=("Workbook", "Book"), suffixes=(".xls", ".xlt", ".et", ".ett"),
    ),
    Kind("a binary Excel file", _SHEET, members=("xl/workbook.bin",), suffixes=(".xlsb",)),
    Kind(
        "an Excel file of 2003 in XML", _SHEET,
        within=(b'progid="Excel.Sheet"', b"<Workbook", b"<ss:Workbook"),
    ),
    Kind(
        "a Word file of 2003 in XML", _TEXT,
        within=(b'progid="Word.Document"', b"<w:wordDocument", b"<pkg:package"),
    ),
    Kind("an RTF file", _TEXT, starts=(b"{\\rtf",), suffixes=(".rtf",)),
    Kind("a WPS file", _TEXT, suffixes=(".wps", ".wpt")),
    Kind(
        "an OpenDocument text", _TEXT,
        within=(b"application/vnd.oasis.opendocument.text",), suffixes=(".odt", ".fodt"),
    ),
    Kind(
        "an OpenDocument sheet", _SHEET,
        within=(b"application/vnd.oasis.opendocument.spreadsheet",), suffixes=(".ods", ".fods"),
    ),
    Kind(
        "an OFD file", "open it in WPS or an OFD reader and save it as PDF or .docx",
        members=("OFD.xml",), suffixes=(".ofd",),
    ),
    Kind(
        "a presentation", "save its text and tables as .docx or .xlsx",
        members=("ppt/presentation.xml",), streams=("PowerPoint Document",),
        suffixes=(".ppt", ".pptx", ".dps"),
    ),
    PICTURE,
    ARCHIVE,
    Kind(
        "of a kind that only its own program opens", "print it to a PDF there",
        suffixes=(".ceb", ".cebx", ".sep", ".gd", ".gw", ".caj"),
    ),
)  # fmt: skip


def kind_of(start: bytes, members: Collection[str] = ()) -> Kind | None:
    """Return the kind that a file's beginning, and its parts as a zip file, show."""
    for kind in KINDS:
        if (
            start.startswith(kind.starts)
            or any(mark in start for mark in kind.within)
            or any(member in members for member in kind.members)
        ):
            return kind
    return None


def kind_of_ending(suffix: str) -> Kind | None:
    """Return the kind that a file's ending promises."""
    return next((kind for kind in KINDS if suffix in kind.suffixes), None)


def kind_of_streams(data: bytes) -> Kind | None:
    """Return the kind of an OLE file, or `WORD`; None where its streams do not tell.

    A file may hold others (a sheet within a text): its own streams stand first in its directory.
    """
    found = [
        (place, kind)
        for kind in (WORD, *KINDS)
        for name in kind.streams
        if (place := _entry(data, name)) >= 0
    ]
    return min(found, key=lambda pair: pair[0])[1] if found else None


def _entry(data: bytes, name: str) -> int:
    """Return where an OLE file's directory has an entry of a name, -1 for nowhere."""
    sought = name.encode("utf-16-le") + b"\0\0"
    place = data.find(sought, _HEADER)
    while place >= 0 and (place - _HEADER) % _ENTRY:
        place = data.find(sought, place + 1)
    return place
