"""Files that mean harm or are broken: one clear error, little memory, no network, nothing written.

All are read in one process of their own, where opening a connection or a file to write ends in an
error, and whose memory is measured after each file.
"""

import io
import json
import re
import subprocess
import sys
import zipfile
from functools import cache
from pathlib import Path
from random import Random

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen import canvas

from layouts import Style, random_form, write
from support import ROOT

#: More than the libraries themselves and any of these files may take.
MEGABYTES = 1500
#: A guard against hanging, not a measurement.
SECONDS = 300

CHILD = """
import json, resource, sys
import reportkit
from pathlib import Path
from random import Random

def watch(event, arguments):
    if event.startswith("socket.") and event != "socket.__new__":
        raise RuntimeError(f"network: {event} {arguments}")
    if event == "open" and isinstance(arguments[1], str) and set("wax+") & set(arguments[1]):
        raise RuntimeError(f"written: {arguments[0]}")
    if event in ("os.mkdir", "os.rename", "os.remove", "subprocess.Popen", "os.system"):
        raise RuntimeError(f"{event} {arguments}")

sys.addaudithook(watch)
for path in map(Path, sys.argv[1:]):
    try:
        said = repr(reportkit.read_report(path))
    except reportkit.ReportkitError as error:
        said = f"{type(error).__name__}: {error}"
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps([path.name, said, used]))
"""


def package(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def swapped(data: bytes, name: str, new: bytes) -> bytes:
    """Return an Office file with one part replaced."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    return package({**parts, name: new})


def pdf(pages: int, password: str = "") -> bytes:
    out = io.BytesIO()
    page = canvas.Canvas(out, encrypt=StandardEncryption(password) if password else None)
    page.beginForm("rules")
    for k in range(60):
        page.line(50, 50 + 10 * k, 550, 50 + 10 * k)
        page.line(50 + 8 * k, 50, 50 + 8 * k, 640)
    page.endForm()
    for _ in range(pages):
        page.drawString(60, 700, "1")
        page.doForm("rules")
        page.showPage()
    page.save()
    return out.getvalue()


@cache
def hostile() -> dict[str, tuple[bytes, str]]:
    """Return each file's name, its bytes and what must be said of it."""
    form = random_form(Random(1), edition="2021")
    made = {fmt: write(form, fmt, Style()) for fmt in ("docx", "xlsx", "pdf", "html", "txt-tabs")}
    document, sheet = "word/document.xml", "xl/worksheets/sheet1.xml"
    lol = b'<!DOCTYPE x [<!ENTITY a "lol">' + b"".join(
        b'<!ENTITY a%d "%s">' % (k, b"&a%s;" % (b"%d" % (k - 1) if k else b"") * 10)
        for k in range(9)
    )
    outside = b'<!DOCTYPE x [<!ENTITY a SYSTEM "http://127.0.0.1:9/x">]><x>&a;</x>'
    whole = r"<Report .*\d+ cells \(\d+ number"
    return {
        "cut.docx": (made["docx"][:-200], "ReadError: .*only part of one"),
        "cut.xlsx": (made["xlsx"][:-200], "ReadError: .*only part of one"),
        "cut.pdf": (made["pdf"][: len(made["pdf"]) // 2], "ReadError: .*cut off"),
        "cut.html": (made["html"][: len(made["html"]) // 2], "<Report .*absent"),
        "empty.pdf": (b"", "ReadError: .*empty"),
        "password.docx": (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(9000), "ReadError"),
        "password.pdf": (pdf(1, "secret"), "ReadError: .*encrypted"),
        "bomb.docx": (swapped(made["docx"], document, b" " * 300_000_000), "ReadError: .*unpack"),
        "bomb.xlsx": (swapped(made["xlsx"], sheet, b" " * 300_000_000), "ReadError: .*unpack"),
        "entities.docx": (swapped(made["docx"], document, lol + b"]><x>&a8;</x>"), "ReadError"),
        "entities.xlsx": (swapped(made["xlsx"], sheet, lol + b"]><x>&a8;</x>"), "ReadError"),
        "outside.docx": (swapped(made["docx"], document, outside), "ReadError"),
        "outside.html": (outside, "LayoutError: .*none of the three"),
        "large.html": (b"<p>" + "字".encode() * 17_000_000, "LayoutError: .*none of the three"),
        "cells.html": (
            b"<table>" + (b"<tr>" + b"<td>1" * 100) * 10_000, "ReadError: .*200,000 table cells"
        ),
        "pages.pdf": (pdf(10_000), "ReadError: .*10000 pages"),
        "control.txt": (
            made["txt-tabs"].replace("。".encode(), "。\x07\x0b".encode()),
            whole,
        ),
        "control.html": (made["html"].replace("。".encode(), "。\x02\x1f".encode()), whole),
        "picture.pdf": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(900), "ReadError"),
    }  # fmt: skip


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, float]]:
    folder = tmp_path_factory.mktemp("hostile")
    files = hostile()
    for name, (data, _) in files.items():
        (folder / name).write_bytes(data)
    done = subprocess.run(
        [sys.executable, "-c", CHILD, *files],
        cwd=folder, capture_output=True, text=True, encoding="utf-8", timeout=SECONDS, check=False,
        env={"PYTHONPATH": str(ROOT / "src"), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1",
             "MPLCONFIGDIR": str(folder)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    assert {path.name for path in Path(folder).iterdir()} == set(files)
    return {name: (text, used) for name, text, used in map(json.loads, done.stdout.splitlines())}


@pytest.mark.parametrize("name", list(hostile()))
def test_one_clear_word_and_bounded_memory(name: str, said: dict[str, tuple[str, float]]) -> None:
    text, used = said[name]
    assert re.match(f"(?:{hostile()[name][1]})", text), text
    assert name in text or text.startswith("<Report")
    assert len(text) < 400
    assert used < MEGABYTES
