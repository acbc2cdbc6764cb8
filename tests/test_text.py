"""Normalising, and reading numbers without guessing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportkit import normalize, parse_number
from reportkit.text import parse_chinese


@given(st.text())
def test_normalize_is_idempotent(text: str) -> None:
    assert normalize(normalize(text)) == normalize(text)


@pytest.mark.parametrize(
    ("printed", "folded"),
    [
        ("结果 维持", "结果维持"),
        ("结果\n维持", "结果维持"),
        ("（三）", "(三)"),
        ("１．", "1."),
        ("“三安全一稳定”", '"三安全一稳定"'),
        ("—", "-"),
        ("\ufeff总\u3000计\u200b", "总计"),
    ],
)
def test_normalize_folds_what_printers_vary(printed: str, folded: str) -> None:
    assert normalize(printed) == folded


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("0", 0), ("17081", 17081), ("1,234,567", 1234567), ("１２", 12), ("59237.2449", 59237.2449),
        (" 8 ", 8), ("8件", 8), ("3.5万", 35000), ("59237.2449万", 592372449), ("2亿", 2e8),
        ("-3", -3), ("－3", -3), ("二十一", 21), ("一百零五", 105), ("三万", 30000), ("0.0", 0),
    ],
)  # fmt: skip
def test_a_number_is_read(printed: str, value: float) -> None:
    number = parse_number(printed)
    assert (number.state, number.value) == ("number", value)


@pytest.mark.parametrize("printed", ["", " ", "\u3000", "\xa0", "\n"])
def test_blank_is_blank(printed: str) -> None:
    assert parse_number(printed).state == "blank"


@pytest.mark.parametrize("printed", ["-", "—", "——", "/", "／", "－", "无", "–"])
def test_dash_is_neither_blank_nor_zero(printed: str) -> None:
    assert (parse_number(printed).state, parse_number(printed).value) == ("dash", None)


@pytest.mark.parametrize(
    "printed",
    ["0 0", "1\n0", "1,2", "12,34", "00", "007", "1.2.3", "详见附件", "5%", "一百五", "三五十", "1e5",
     "1234567890123456", "10人次以上", "约5", "5-6"],
)  # fmt: skip
def test_what_is_doubtful_is_refused(printed: str) -> None:
    assert (parse_number(printed).state, parse_number(printed).value) == ("text", None)


@given(st.integers(0, 10**15 - 1))
def test_every_whole_number_reads_back(number: int) -> None:
    assert parse_number(str(number)).value == number
    assert parse_number(f"{number:,}").value == number


def chinese(number: int) -> str:
    """Write 1 to 9999 in Chinese, as a reader would."""
    digits, text, gap = "零一二三四五六七八九", "", False
    for power, mark in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, power)
        if digit:
            text += ("零" if gap and text else "") + digits[digit] + mark
            gap = False
        else:
            gap = True
    return text


@given(st.integers(1, 9999))
def test_chinese_numbers_read_back(number: int) -> None:
    assert parse_chinese(chinese(number)) == number


@given(st.integers(1, 9999), st.integers(1, 9999))
def test_chinese_numbers_with_myriads_read_back(high: int, low: int) -> None:
    zero = "零" if low < 1000 else ""
    assert parse_chinese(f"{chinese(high)}万{zero}{chinese(low)}") == high * 10**4 + low


@pytest.mark.parametrize(
    "printed", ["17081¹", "17081①", "①", "一", "一一", "一" * 20, "一" * 400, "3²"]
)
def test_marks_and_strokes_are_no_digits(printed: str) -> None:
    assert parse_number(printed).state == "text"


@pytest.mark.parametrize("printed", ["-0", "－0", "—0.00", "+0", "-0万"])
def test_a_zero_has_no_sign(printed: str) -> None:
    assert str(parse_number(printed).value) == "0.0"
