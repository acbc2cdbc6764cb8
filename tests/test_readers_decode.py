"""Bytes to text: whatever the encoding, never silently cut."""

import time

import pytest

from reportkit.errors import ReadError
from reportkit.readers.decode import decode

PROSE = "2023年，我单位主动公开政府信息13200余条。\r\n规章\t0\t0\t0\n"
TRADITIONAL = "本機關依法公開政府信息，收到的申請均已在期限內答覆，沒有被糾正的。" * 3


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be", "utf-32"],
)
def test_encodings(encoding: str) -> None:
    assert decode(PROSE.encode(encoding), "a.txt") == PROSE


@pytest.mark.parametrize("encoding", ["big5", "utf-8", "gb18030"])
def test_traditional_characters(encoding: str) -> None:
    text = TRADITIONAL.replace("内", "內")
    assert decode(text.encode(encoding, "ignore"), "a.txt").startswith("本機關依法公開政府")


def test_characters_beyond_gb2312_do_not_end_the_text() -> None:
    text = "㐂𠮷镕〇" + PROSE
    assert decode(text.encode("gb18030"), "a.txt") == text


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_damaged_character_shows_and_the_rest_is_read(encoding: str) -> None:
    data = (PROSE * 20).encode(encoding)
    cut = data[:-1] + "政".encode(encoding)[:1] + b"\n"
    text = decode(cut, "a.txt")
    assert text.startswith(PROSE)
    assert text.count("\ufffd") == 1


def test_a_cut_file_keeps_what_is_there() -> None:
    data = (PROSE * 3 + "政").encode()[:-1]
    assert decode(data, "a.txt") == PROSE * 3 + "\ufffd"


def test_stray_control_characters_are_blanks() -> None:
    text = PROSE * 20
    assert decode(f"规章\x07{text}".encode(), "a.txt") == f"规章 {text}"


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(range(256)) * 4,
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)),
        b"PK\x03\x04" + bytes(1000),
        b"\x01\x02\x03\x04" * 200,
    ],
)
def test_binary_is_refused_with_the_next_step(data: bytes) -> None:
    with pytest.raises(ReadError, match=r"a\.txt is not a text file.*\.pdf"):
        decode(data, "a.txt")


def test_an_encoding_that_nothing_recognises(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "charset_normalizer", None)
    with pytest.raises(ReadError, match="save it as UTF-8"):
        decode(b"\xff\x20\xff\x20\xff\x20" * 50, "a.txt")


def test_fifty_megabytes_take_seconds() -> None:
    data = (PROSE * 700_000).encode("gb18030")
    started = time.perf_counter()
    decode(data, "a.txt")
    assert time.perf_counter() - started < 20
