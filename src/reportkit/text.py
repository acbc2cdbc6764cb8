"""Normalising printed text, and reading the numbers in it.

Everything here works on strings alone and knows nothing of reports.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Literal

State = Literal["number", "blank", "dash", "text", "absent"]

#: Quotation marks and dashes that NFKC leaves apart although printers use them for one another.
_MARKS = str.maketrans(
    {**dict.fromkeys("“”„‟〝〞＂「」『』", '"'), **dict.fromkeys("‘’‚‛′", "'"),
     **dict.fromkeys("‐‑‒–—―−─━﹣－", "-"), "·": ".", "•": "."}
)  # fmt: skip
#: White space of every kind, with the marks that show nothing: zero width, soft hyphen, BOM.
_INVISIBLE = re.compile(r"[\s\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x1f]+")

_DASHES = frozenset({"-", "--", "---", "/", "//", "\\", "无"})

#: Chinese digits, in both the plain and the cheque forms.
_DIGITS = {c: i for i, cs in enumerate(
    ("零〇○", "一壹", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
) for c in cs}  # fmt: skip
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_MYRIADS = {"万": 10**4, "亿": 10**8}
_CHINESE = "".join(_DIGITS) + "".join(_TENS)

_NUMBER = re.compile(
    rf"""(?P<sign>[+-]?)
    (?:(?P<arabic>(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)?) | (?P<chinese>[{_CHINESE}万亿]+?))
    (?P<myriad>万|亿|万亿)?
    (?P<unit>[件条项个份次人户宗起元])?""",
    re.VERBOSE,
)
#: Marks of footnotes, which Unicode's own folding turns into digits; and what turns digits round.
_FOOTNOTE = re.compile(
    "[\u202e\u00b2\u00b3\u00b9\u2070-\u209c\u2460-\u24ff\u2776-\u2793\u3220-\u3247\u3280-\u32b0]"
)
_RAISED = str.maketrans("0123456789０１２３４５６７８９", "⁰¹²³⁴⁵⁶⁷⁸⁹" * 2)
_LOWERED = str.maketrans("0123456789０１２３４５６７８９", "₀₁₂₃₄₅₆₇₈₉" * 2)
#: 一 may be a one, or a dash that was typed so.
_STROKES = frozenset(("一", "一一", "一一一"))
#: Past this many digits a double no longer holds every whole number.
_EXACT_DIGITS = 15


@cache
def _folding() -> dict[int, str]:
    """Return what each character folds to: marks, and traditional characters by OpenCC.

    One character at a time: a table folds a page in a millisecond, where OpenCC's phrases would be
    looked for in every line, and no label of the form needs them.
    """
    from opencc import OpenCC

    han = [chr(code) for code in range(0x4E00, 0xA000)]
    simple = OpenCC("t2s").convert("\n".join(han)).split("\n")
    pairs = zip(han, simple, strict=True)
    return {**{ord(old): new for old, new in pairs if old != new}, **_MARKS}


@lru_cache(maxsize=65536)
def normalize(text: str) -> str:
    """Fold everything that printers vary without meaning anything by it.

    Full width becomes half width, traditional characters become simplified, brackets, quotes and
    dashes become one kind each, and all white space goes, for labels are printed as ``总 计``. The
    result is for matching; what was printed is kept beside it.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str
        The folded text. ``normalize(normalize(x)) == normalize(x)`` for every ``x``.

    Examples
    --------
    >>> normalize("（七） 总　计")
    '(七)总计'
    >>> normalize("危及「三安全一稳定」")
    '危及"三安全一稳定"'
    >>> normalize("上年結轉政府信息公開申請數量")
    '上年结转政府信息公开申请数量'
    """
    while True:
        folded = fold(_INVISIBLE.sub("", text))
        folded = _INVISIBLE.sub("", folded)
        # 覆 for 复, as converters to traditional write it.
        folded = folded.replace("覆议", "复议").replace("反覆", "反复")
        if folded == text:  # taking a space out can let two marks combine: fold until it rests
            return folded
        text = folded


@lru_cache(maxsize=4096)  # the lines around a report are asked for labels, dates and bodies
def fold(text: str) -> str:
    """Fold width, script and marks as `normalize` does, and keep white space."""
    return unicodedata.normalize("NFKC", text).translate(_folding())


def squeeze(text: str) -> str:
    """Collapse runs of white space to one space, for titles and sentences that are shown."""
    if text.isalnum():  # most labels and figures, at a tenth of the pattern's time
        return text
    return _INVISIBLE.sub(" ", text).strip()


@dataclass(frozen=True, slots=True)
class Number:
    """A printed cell, read.

    Attributes
    ----------
    value : float or None
        The number, scaled by 万 and 亿 where they are printed; None unless `state` is "number".
    state : {"number", "blank", "dash", "text"}
        What was printed: a number, nothing, one of ``/ - — 无``, or something else.
    unit : str or None
        A unit printed behind the number (``件``, ``元``), without its 万 or 亿.
    scale : float
        What 万 and 亿 multiplied by: 1, 10000 or 100000000.
    """

    value: float | None
    state: State
    unit: str | None = None
    scale: float = 1.0


@lru_cache(maxsize=65536)
def parse_number(text: str) -> Number:
    """Read one printed cell, and refuse to guess.

    White space between digits is refused ("1 0" may be two cells run together; beside a separator,
    as in a number broken over the lines of a narrow cell, it is not), so are separators
    in odd places ("1,2"), leading zeros ("00") and more than 15 digits. Refused text has the state
    ``text``, and the caller notes it.

    Parameters
    ----------
    text : str
        The cell as printed.

    Returns
    -------
    Number
        With `value`, `state`, `unit` and `scale`.

    Examples
    --------
    >>> parse_number("１３，２００")
    Number(value=13200.0, state='number', unit=None, scale=1.0)
    >>> parse_number("251000元").unit, parse_number("3.5万").value
    ('元', 35000.0)
    >>> [parse_number(text).state for text in ("", "—", "0", "0 0", "详见附件")]
    ['blank', 'dash', 'number', 'text', 'text']
    >>> parse_number("二十一件").value
    21.0
    """
    if not isinstance(text, str):
        raise TypeError(f"parse_number reads a text as it is printed, not {text!r}")
    # Plain digits are nine cells in ten, and all cells of a form pass here.
    if text.isascii() and text.isdigit() and len(text) <= _EXACT_DIGITS:
        return (
            Number(None, "text")
            if text[0] == "0" and len(text) > 1
            else Number(float(text), "number")
        )
    if _FOOTNOTE.search(text):
        return Number(None, "text")  # 17081¹ and 17081① are no 170811
    folded = normalize(text)
    if not folded:
        return Number(None, "blank")
    if folded in _DASHES:
        return Number(None, "dash")
    refused = Number(None, "text")
    match = _NUMBER.fullmatch(folded)
    if (
        folded in _STROKES
        or match is None
        or re.search(r"\d\s+\d", unicodedata.normalize("NFKC", text))
    ):
        return refused
    if match["arabic"]:
        digits = match["arabic"].replace(",", "")
        whole = digits.split(".")[0]
        if (whole[0] == "0" and len(whole) > 1) or len(digits.replace(".", "")) > _EXACT_DIGITS:
            return refused
        value: float = float(digits)
    else:
        chinese = parse_chinese(match["chinese"])
        if chinese is None or chinese >= 10**_EXACT_DIGITS:
            return refused
        value = float(chinese)
    scale = float(_myriad(match["myriad"]))
    # 59237.2449万 in binary is a hair off: scale in decimal by rounding to what was printed.
    value = round(value * scale, 6)
    if value and match["sign"] == "-":  # a zero has no sign: it would be shown as another number
        value = -value
    return Number(value, "number", match["unit"], scale)


def _myriad(mark: str | None) -> int:
    scale = 1
    for char in mark or "":
        scale *= _MYRIADS[char]
    return scale


def raised(text: str) -> str:
    """Return the text with its digits raised: a footnote's mark that no figure may take in.

    Examples
    --------
    >>> raised("[1]")
    '[¹]'
    """
    return text.translate(_RAISED)


def lowered(text: str) -> str:
    """Return the text with its digits below the line, as `raised` does above it.

    Examples
    --------
    >>> lowered("PM2.5")
    'PM₂.₅'
    """
    return text.translate(_LOWERED)


def iso_date(year: int, month: int, day: int) -> str | None:
    """Return a date as 2024-01-31; None where the calendar has no such day.

    Examples
    --------
    >>> iso_date(2024, 1, 31), iso_date(2023, 11, 31)
    ('2024-01-31', None)
    """
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def parse_chinese(text: str) -> int | None:
    """Read a whole number written in Chinese, digit by digit (二〇二三) or with 十百千万亿.

    Parameters
    ----------
    text : str
        Chinese digits alone.

    Returns
    -------
    int or None
        None where the characters do not make a number.

    Examples
    --------
    >>> [parse_chinese(text) for text in ("二〇二三", "一万三千二百", "十", "百")]
    [2023, 13200, 10, None]
    >>> [parse_chinese(text) for text in ("一百零五", "一百五")]
    [105, None]
    """
    if not text:
        return None
    if all(char in _DIGITS for char in text):
        return int("".join(str(_DIGITS[char]) for char in text))
    total, section, digit, last = 0, 0, None, 10**9
    zero = False  # 一百零五 is 105, but 一百五 is said for 150: without the zero it is refused
    for char in text:
        if char in _DIGITS:
            if digit:  # two digits side by side, neither of them a zero: 三五十
                return None
            zero = zero or _DIGITS[char] == 0
            digit = _DIGITS[char]
        elif char in _TENS:
            ten = _TENS[char]
            if ten >= last or (not digit and not (char in "十拾" and section == total == 0)):
                return None
            section += (digit or 1) * ten
            digit, last, zero = None, ten, False
        elif char in _MYRIADS:
            section += digit or 0
            if not section + total:
                return None
            total = (total + section) * _MYRIADS[char] if char == "亿" else total + section * 10**4
            section, digit, last, zero = 0, None, 10**9, False
        else:
            return None
    if digit and last != 10 and not zero:
        return None
    return total + section + (digit or 0)


def counted(count: int, noun: str) -> str:
    """Return a count and what is counted.

    Examples
    --------
    >>> [counted(count, "file") for count in (0, 1, 2)]
    ['0 files', '1 file', '2 files']
    """
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
