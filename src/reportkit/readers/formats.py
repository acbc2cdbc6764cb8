"""Number formats of sheets: from a stored number to what its cell shows.

Of the packages that do this, none is both small and kept up; reports need the few codes below. What
they do not cover is not guessed: the stored number is given, and said to be.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from operator import eq, ge, gt, le, lt, ne

from ..text import parse_number

#: What the number formats built into every file look like; the rest of them show dates or times.
BUILTIN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%",
    11: "0.00E+00", 12: "# ?/?", 13: "# ??/??", 37: "#,##0;-#,##0", 38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00", 41: '#,##0;-#,##0;"-"',
    42: '#,##0;-#,##0;"-"', 43: '#,##0.00;-#,##0.00;"-"', 44: '#,##0.00;-#,##0.00;"-"',
    48: "0.0E+0", 49: "@",
    **dict.fromkeys((*range(14, 18), 22, *range(27, 37), *range(50, 59)), "yyyy-mm-dd"),
    **dict.fromkeys((*range(18, 22), *range(45, 48)), "h:mm"),
}  # fmt: skip
#: The parts of a code: quoted or escaped text (Excel in Chinese also writes !x), padding (_x, *x),
#: conditions, colours and locales, General, powers, and single characters.
_PART = re.compile(
    r'"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|(?P<padding>[_*].)|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>General)|(?P<power>E[+-])|(?P<char>.)",
    re.IGNORECASE | re.DOTALL,
)
_SECTION = re.compile(r'((?:"[^"]*"|[\\!_*].|\[[^\]]*\]|[^;])*);?')
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)\]")
_COMPARE: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<=": le, ">=": ge, "<>": ne, "<": lt, ">": gt, "=": eq
}  # fmt: skip
_DIGITS = frozenset("0#?")
#: Brackets that change how a number is written: Chinese numerals, hours counted past 24.
_REWRITES = re.compile(r"DBNum\d|[hms]+$", re.IGNORECASE)
#: Excel's day 0, with its 29 February 1900 that never was; and the days by which old Macs' differ.
_EPOCH = datetime(1899, 12, 30)
_LEAP_BUG = 60
_LAST_DAY = 2958466
_MAC_DAYS = 1462
#: General shows so many digits; a whole number is given with all of its.
_GENERAL_DIGITS = 11
#: What adding up doubles leaves at a number's end, as a share of it.
_NOISE = Decimal("1e-12")
_EXACT = Decimal("1e15")
_MAX_SECTIONS = 4


@dataclass(frozen=True, slots=True)
class Shown:
    """What a cell shows.

    Attributes
    ----------
    text : str
        As a person sees it.
    doubt : {"", "other", "unseen", "zero", "format"}
        What to tell: it reads as another number than is stored; nothing, or a dash, is seen of what
        is stored, or of a stored zero; the format is not followed.
    """

    text: str
    doubt: str = ""


@lru_cache(maxsize=4096)
def shown(stored: str, pattern: str, mac: bool = False) -> Shown:
    """Return a stored number as its cell shows it.

    Sections for positive and negative numbers and zero are followed, so a zero that is shown as a
    dash, or not at all, is a dash, or nothing. Dates are given as 2024-01-20; `mac` is for books
    whose days are counted from 1904.

    Examples
    --------
    >>> [shown("13200", code).text for code in ("General", '#,##0_);[Red]-#,##0', '0!.0,"万"')]
    ['13200', '13,200', '1.3万']
    >>> shown("12.6", "0")
    Shown(text='13', doubt='other')
    >>> shown("0", '0;-0;"—"'), shown("45311", "yyyy-mm-dd").text
    (Shown(text='—', doubt='zero'), '2024-01-20')
    """
    try:
        number = Decimal(stored.strip())
    except InvalidOperation:
        return Shown(stored.strip())
    if not number.is_finite() or abs(number) >= _EXACT:
        return Shown(stored.strip())
    text = _formatted(number, pattern, _MAC_DAYS if mac else 0)
    if text is None:
        return Shown(general(number), "format")
    read = parse_number(text)
    if read.state in ("blank", "dash"):
        return Shown(text, "unseen" if number else "zero")
    if read.value is None:
        return Shown(text)  # whoever reads the cell says that it is no number
    values = [Decimal(repr(value)) for value in (read.value, read.value / read.scale)]
    same = any(abs(value - number) <= _NOISE * abs(number) for value in values)
    return Shown(text, "" if same else "other")


def shown_text(text: str, pattern: str) -> Shown:
    """Return a stored text as its cell shows it: formats have a section for texts, too.

    Examples
    --------
    >>> shown_text("无", "0;-0;;@"), shown_text("无", ";;;"), shown_text("3", '@"件"').text
    (Shown(text='无', doubt=''), Shown(text='', doubt='unseen'), '3件')
    """
    if pattern in ("General", "@") or not text:
        return Shown(text)
    sections = _sections(pattern)
    if len(sections) < _MAX_SECTIONS and "@" not in _bare(sections[-1]):
        return Shown(text)
    own = "".join(text if kind == "char" and part == "@" else part if kind == "literal" else ""
                  for kind, part in _parts(sections[-1])).strip()  # fmt: skip
    return Shown(own, "" if own else "unseen")


def general(number: Decimal) -> str:
    """Return a number as it is shown without any format."""
    if number != number.to_integral_value():
        number = Decimal(f"{number:.{_GENERAL_DIGITS}g}")
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def _formatted(number: Decimal, pattern: str, days: int) -> str | None:
    """Return a number under its format, None for a format that is not followed."""
    section, signed = _choose(pattern, number)
    parts = _parts(section)
    if any(kind == "bracket" and _REWRITES.match(part) for kind, part in parts):
        return None
    bare = "".join(part for kind, part in parts if kind in ("char", "power"))
    names = [kind for kind, _ in parts]
    if "general" not in names and re.search("[yd]|^m+$", bare, re.IGNORECASE):
        return _date(number + days)
    if "power" in names or re.search(r"[a-z]|[0#?]\s*/|/\s*[0#?]", bare, re.IGNORECASE):
        return None
    # A section for negative numbers writes the sign itself, or leaves it away.
    sign = "-" if signed and number < 0 else ""
    if "general" in names or "@" in bare:
        text = general(abs(number))
        put = "".join(
            text if kind == "general" or part == "@" else part
            for kind, part in parts
            if kind in ("literal", "general", "char")
        )
    elif _DIGITS & set(bare):
        put = _filled(abs(number), parts)
    else:
        put, sign = "".join(part for kind, part in parts if kind in ("literal", "char")), ""
    sign = sign if re.search("[1-9]", put) else ""
    return (sign + put).strip()


def _filled(number: Decimal, parts: list[tuple[str, str]]) -> str:
    """Put a number's digits into the places of a section."""
    marks = [(place, part) for place, (kind, part) in enumerate(parts) if kind == "char"]
    point = next((place for place, part in marks if part == "."), len(parts))
    whole = [place for place, part in marks if part in _DIGITS and place < point]
    decimal = [place for place, part in marks if part in _DIGITS and place > point]
    first, last = (whole[0], whole[-1]) if whole else (point, point)
    end = decimal[-1] if decimal else last
    commas = [place for place, part in marks if part == ","]
    grouped = any(first < place < last for place in commas)
    scaled = sum(last < place < point or place > end for place in commas)
    percents = sum(part == "%" for _, part in marks)
    number = number.scaleb(2 * percents - 3 * scaled)
    # Half a unit more or less is decided by what is meant, not by what a double holds.
    number = Decimal(f"{number:.15g}").quantize(Decimal(1).scaleb(-len(decimal)), ROUND_HALF_UP)
    digits, _, fraction = f"{number:f}".partition(".")
    while fraction.endswith("0") and parts[decimal[len(fraction) - 1]][1] != "0":
        fraction = fraction[:-1]
    filled = _from_right("" if digits == "0" else digits, [parts[k][1] for k in whole], grouped)
    at = dict(zip(whole, filled, strict=True)) | dict(zip(decimal, fraction, strict=False))
    if not whole and digits != "0":
        at[point] = digits + "."
    return "".join(
        at.get(place, part if kind == "literal" or part not in _DIGITS | {","} else "")
        for place, (kind, part) in enumerate(parts)
        if kind in ("literal", "char")
    )


def _from_right(digits: str, places: list[str], grouped: bool) -> list[str]:
    """Share digits among the places before the point; the first place takes what is left."""
    filled = []
    count = 0
    for place in reversed(range(len(places))):
        take = len(digits) if place == 0 else min(1, len(digits))
        own, digits = digits[len(digits) - take :], digits[: len(digits) - take]
        own = own or ("0" if places[place] == "0" else "")
        text = ""
        for digit in reversed(own):
            text = digit + ("," if grouped and count and count % 3 == 0 else "") + text
            count += 1
        filled.append(text)
    return filled[::-1]


@lru_cache(maxsize=1024)
def _sections(pattern: str) -> list[str]:
    pattern = pattern.replace("G/通用格式", "General")  # as some programs write its Chinese name
    found = [match for match in _SECTION.finditer(pattern) if match[0]]
    open_ = not found or found[-1][0] != found[-1][1]  # a ";" at the end opens an empty section
    return [match[1] for match in found] + [""] * open_


@lru_cache(maxsize=1024)
def _parts(section: str) -> list[tuple[str, str]]:
    """Return the parts of a section, each "literal", "bracket", "general", "power" or "char"."""
    parts = []
    for match in _PART.finditer(section):
        kind = match.lastgroup or ""
        part = match[kind] if kind else ""
        if kind in ("quoted", "escaped"):
            parts.append(("literal", part))
        elif kind == "padding":
            parts.append(("literal", " " if part[0] == "_" else ""))
        elif kind == "bracket" and part.startswith("$"):  # [$¥-804]
            parts.append(("literal", part[1:].partition("-")[0]))
        else:
            parts.append((kind, part))
    return parts


def _bare(section: str) -> str:
    return "".join(part for kind, part in _parts(section) if kind == "char")


def _choose(pattern: str, number: Decimal) -> tuple[str, bool]:
    """Return the section of a format that is for a number, and whether it gets a sign."""
    sections = _sections(pattern)
    if len(sections) > 1 and "@" in _bare(sections[-1]):
        sections = sections[:-1]
    conditions = [_CONDITION.search(section) for section in sections[:2]]
    if any(conditions):
        own = sections[min(2, len(sections) - 1)]
        for section, condition in zip(sections, conditions, strict=False):
            if condition and _COMPARE[condition[1]](number, Decimal(condition[2])):
                own = section
                break
        literals = "".join(part for kind, part in _parts(own) if kind != "bracket")
        return own, not re.search("[-(负]", literals)
    place = 0 if len(sections) == 1 or number > 0 else 1 if number < 0 else 2
    return (sections[place], place == 0) if place < len(sections) else (sections[0], True)


def _date(number: Decimal) -> str | None:
    if not 0 < number < _LAST_DAY:
        return None
    moment = _EPOCH + timedelta(days=int(number) + (number < _LEAP_BUG))
    return f"{moment:%Y-%m-%d}"
