"""A figure that prose states, as the checks take it: value, rounding, cell and place."""

from typing import Any

import pandas as pd

from ..codebook import items, unit_of, unit_scale
from .identities import TOLERANCE
from .wording import NOTHING, Said, say

#: What is counted in 万 is written with the figure's unit: 3.2 万件.
_MYRIAD = 10_000
#: So much of a sentence is quoted on either side of the figure.
_QUOTED = 60

Claim = dict[Any, Any]


def text(claim: Claim, name: str) -> str:
    """Return a field as text, "" where it is missing."""
    value = claim.get(name)
    return "" if value is None or pd.isna(value) else str(value)


def column(claim: Claim) -> str:
    """Return the column that a figure speaks of: the total, if it names none."""
    return text(claim, "column") or "total"


def value(claim: Claim, edition: str) -> float:
    """Return a figure in the unit of its cell: 8110000 元 is 811 万元."""
    given, unit = float(claim["value"]), text(claim, "unit")
    if text(claim, "table") != "disclosure":
        return round(given * (_MYRIAD if unit.startswith("万") else 1), 6)
    return round(given * _in_cell_unit(claim, edition), 6)


def _in_cell_unit(claim: Claim, edition: str) -> float:
    address = (text(claim, "table"), text(claim, "item").split("+")[0], column(claim))
    if address[:2] not in items():
        return 1.0
    try:
        own = unit_scale(unit_of(address, edition))
    except KeyError:  # a cell of the other edition
        return 1.0
    printed = unit_scale(text(claim, "unit"))
    return printed[1] / own[1] if own and printed and own[0] == printed[0] else 1.0


def figure(claim: Claim) -> str:
    """Return the figure as its sentence prints it; "" where there is no sentence."""
    start, end = _span(claim)
    return text(claim, "sentence")[start:end]


def _span(claim: Claim) -> tuple[int, int]:
    """Return where in its sentence a figure stands; (0, 0) where nothing tells."""
    if not (text(claim, "start") and text(claim, "end")):
        return 0, 0
    return int(claim["start"]), int(claim["end"])


def slack(claim: Claim, stated: float) -> float:
    """Return how far the table may be from a rounded figure.

    余, 约 and 近 round at the last digit that is not 0: 3600余 may be 3601 to 3699. So does 万, to
    the nearest: 3.2万 may be 31500 to 32500.
    """
    myriad = text(claim, "unit").startswith("万") and text(claim, "table") != "disclosure"
    myriad = myriad or any(char in figure(claim) for char in "万亿")
    if approximate(claim):
        return step(stated) - TOLERANCE
    return step(stated) / 2 + TOLERANCE if myriad else TOLERANCE


def approximate(claim: Claim) -> bool:
    """Tell whether a figure is said to be rounded; one that does not say is none."""
    rounded = claim.get("approximate")
    return False if pd.isna(rounded) else bool(rounded)


def step(stated: float) -> float:
    """Return what the last digit of a figure counts that is not 0."""
    digits = f"{abs(stated):.6f}".rstrip("0").rstrip(".")
    whole, _, decimals = digits.partition(".")
    return float(10.0 ** (-len(decimals) if decimals else len(whole) - len(whole.rstrip("0"))))


def place(claim: Claim) -> str:
    """Say where a figure stands; `order` tells the paragraph where nothing else does."""
    section, order, source = (text(claim, name) for name in ("section", "order", "source"))
    paragraph = text(claim, "paragraph")
    parts = [
        section and f"section {section}",
        (paragraph or order) and f"paragraph {paragraph or order}",
        paragraph and order and f"figure {order}",
        source,
    ]
    return ", ".join(part for part in parts if part)


def quote(claim: Claim) -> Said:
    """Return the sentence that states it, shortened around the figure."""
    sentence = text(claim, "sentence")
    if not sentence:
        return NOTHING
    start, end = _span(claim)
    first, last = max(0, start - _QUOTED), min(len(sentence), end + _QUOTED)
    words = " ".join(sentence[first:last].split())
    head, tail = "…" if first else "", "…" if last < len(sentence) else ""
    return say("S1_quote", sentence=f"{head}{words}{tail}")
