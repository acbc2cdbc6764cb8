"""What a file is, its content tells before its ending; what is not read is named, with a next step."""

import io
import zipfile

import pytest

from reportkit import ReadError, read_document
from reportkit.readers import docx
from test_readers_docx import PLAIN, word

TABLE = "<table><tr><td>规章</td><td>0</td></tr><tr><td>文件</td><td>3</td></tr></table>"
ROWS = [["规章", "0"], ["文件", "3"]]


def ole(*streams: str) -> bytes:
    """The beginning of an old Office file, and its directory."""
    entries = b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in streams)
    return bytes.fromhex("d0cf11e0a1b11ae1").ljust(512, b"\0") + entries


def zipped(**parts: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return file.getvalue()


SHEET, TEXT = "save it as .xlsx or CSV", "save it as .docx"


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.xls", ole("Root Entry", "Workbook"), f"an Excel file of the old format; .*{SHEET}"),
        ("a.doc", ole("Root Entry", "Book"), f"an Excel file of the old format; .*{SHEET}"),
        ("a.xlsx", ole("Root Entry", "Workbook"), f"an Excel file of the old format; .*{SHEET}"),
        ("a.et", ole("Root Entry"), f"an Excel file of the old format; .*{SHEET}"),
        ("a.xls", ole("Root Entry", "Workbook", "WordDocument"), "an Excel file of the old format"),
        ("a.xlsx", ole("Root Entry", "EncryptedPackage"), "is encrypted; .*without one"),
        ("a.docx", ole("Root Entry", "EncryptedPackage"), "is encrypted; .*without one"),
        ("a.ppt", ole("Root Entry", "PowerPoint Document"), "a presentation; save"),
        ("a.wps", ole("Root Entry", "Contents"), f"a WPS file; .*{TEXT}"),
        ("a.wps", b"\1\2\0\3", f"a WPS file; .*{TEXT}"),
        ("a.rtf", b"{\\rtf1\\ansi", f"an RTF file; .*{TEXT}"),
        ("a.doc", b"{\\rtf1\\ansi", f"an RTF file; .*{TEXT}"),
        ("a.txt", b"{\\rtf1\\ansi", f"an RTF file; .*{TEXT}"),
        ("a.odt", zipped(mimetype="application/vnd.oasis.opendocument.text"), f"OpenDocument text; .*{TEXT}"),
        ("a.ods", zipped(mimetype="application/vnd.oasis.opendocument.spreadsheet"), f"sheet; .*{SHEET}"),
        ("a.ofd", zipped(OFD_xml="<ofd/>"), "an OFD file; open it in WPS"),
        ("a.xlsb", zipped(xl__workbook_bin="x"), f"a binary Excel file; .*{SHEET}"),
        ("a.pptx", zipped(ppt__presentation_xml="x"), "a presentation"),
        ("a.zip", zipped(report_docx="x"), "an archive; unpack it"),
        ("a.doc", zipped(report_docx="x"), "an archive; unpack it"),
        ("a.zip", zipped(), "an archive; unpack it"),
        ("a.docx", zipped(report_docx="x"), r"no \.docx file: it lacks word/document\.xml"),
        ("a.rar", b"Rar!\x1a\x07\x01\x00", "an archive; unpack it"),
        ("a.doc", b"\x1f\x8b\x08\0\0", "an archive; unpack it"),
        ("a.png", b"\x89PNG\r\n\x1a\n\0\0", "a picture; run OCR"),
        ("a.pdf", b"\xff\xd8\xff\xe0\0\0", "a picture; run OCR"),
        ("a.html", b"GIF89a\0\0", "a picture; run OCR"),
        ("a.tif", b"II*\0\0", "a picture; run OCR"), ("a.webp", b"RIFF\0\0", "a picture; run OCR"),
        ("a.doc", b'<?xml version="1.0"?><?mso-application progid="Word.Document"?>', f"2003 in XML; .*{TEXT}"),
        ("a.xls", b'<?xml version="1.0"?>\n<Workbook xmlns="x">', f"2003 in XML; .*{SHEET}"),
        ("a.ceb", b"Founder\0", "only its own program opens; print it to a PDF"),
        ("a.xyz", b"\0\1", "files of this kind are not read"),
    ],
)  # fmt: skip
def test_one_clear_word_and_the_next_step(name: str, data: bytes, said: str) -> None:
    with pytest.raises(ReadError, match=said) as caught:
        read_document(data, name=name)
    assert str(caught.value).startswith(name)
    assert len(str(caught.value)) < 300


PAGE = f"<html><body>{TABLE}</body></html>"
MAIL = (
    "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n"
    f"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{PAGE}\r\n--x--\r\n"
)


@pytest.mark.parametrize(
    ("name", "data", "format_"),
    [
        *((f"a{end}", PAGE.encode(), "html") for end in (".doc", ".docx", ".xls", ".xlsx", ".wps", "")),
        ("a.doc", b"\xff\xfe" + PAGE.encode("utf-16-le"), "html"),
        ("a.doc", f'<?xml version="1.0"?>\n<!-- a --><!-- b -->{PAGE}'.encode(), "html"),
        ("a.doc", MAIL.encode(), "mhtml"), ("a.xls", MAIL.encode(), "mhtml"),
        ("a.doc", f"Date: x\r\n{MAIL}".encode(), "mhtml"),
        ("a.doc", word(PLAIN), "docx"), ("a.wps", word(PLAIN), "docx"), ("a.xlsx", word(PLAIN), "docx"),
        ("a.xls", "规章\t0\n文件\t3\n".encode("gb18030"), "csv"),
        ("a.doc", "规章\t0\n文件\t3\n".encode(), "txt"),
    ],
)  # fmt: skip
def test_content_decides(name: str, data: bytes, format_: str) -> None:
    document = read_document(data, name=name)
    assert document.format == format_
    assert [grid.texts for grid in document.grids] == [ROWS]


@pytest.mark.parametrize("name", ["a.doc", "a.docx", "a.wps", "a"])
def test_old_word_files_are_known_by_their_stream(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sheet within a text is named behind it."""
    monkeypatch.setattr(
        "reportkit.readers._READERS", {"doc": lambda *_: docx.read(word(PLAIN), "a")}
    )
    document = read_document(ole("Root Entry", "WordDocument", "Workbook"), name=name)
    assert document.format == "doc"


def test_many_comments_before_nothing_cost_nothing() -> None:
    assert read_document(b"<!---->" * 5000, name="a.txt").format == "txt"
