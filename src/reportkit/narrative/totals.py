"""Totals and what they include: those carried over, the figures of places."""

import re
from collections.abc import Sequence
from dataclasses import replace

from .amounts import Amount
from .claims import Claim
from .phrases import Phrase
from .vocabulary import Cell

_INCLUDES = re.compile(r"含|包括|包含|其中")
_PLACE = re.compile(
    r"[一-鿿]{1,9}(?:自治县|新区|[区县市镇乡]|街道)(?:收到|受理|新收|共)?(?:申请)?$"
)
#: What was received in the year alone.
NEW = re.compile(r"新收|新增|[新本当]年.?收")
BOTH = Cell("requests", "received+carried_in", "total", "收到、受理，含上年结转")


def with_carried(claims: Sequence[Claim], spoken: Sequence[Phrase]) -> list[Claim]:
    """Read what was received with those carried over, where they are said to be in it."""
    found = list(claims)
    for i, claim in enumerate(claims):
        if claim.cell is None or claim.cell.item != "carried_in" or claim.base or claim.change:
            continue
        total = spoken[i].owner if spoken[i].owner >= 0 else _including(claims, spoken, i)
        whole = claims[total].cell if total >= 0 else None
        if whole is None or whole.item != "received" or NEW.search(spoken[total].before):
            continue
        for j in range(total, len(found)):
            cell = found[j].cell
            if cell is not None and cell.item == "received" and not NEW.search(spoken[j].before):
                both = replace(cell, item=BOTH.item, reading=BOTH.reading)
                found[j] = replace(found[j], cell=both)
    return found


def _including(claims: Sequence[Claim], spoken: Sequence[Phrase], i: int) -> int:
    """Return the total that includes amount i, as in 受理56件，其中上年结转2件; -1: none."""
    for place in range(i, 0, -1):
        if _INCLUDES.search(spoken[place].lead + spoken[place].before):
            return place - 1
        cell = claims[place - 1].cell
        if cell is None or cell.item != "received":
            return -1
    return -1


def parts(
    claims: Sequence[Claim], spoken: Sequence[Phrase], amounts: Sequence[Amount]
) -> list[Claim]:
    """Tell which figures are those of places that the total before them includes."""
    found, total = list(claims), -1
    for i, phrase in enumerate(spoken):
        if found[i].cell is not None and not found[i].base:
            total = i
        elif total >= 0 and found[i].cell is None and amounts[i].unit == amounts[total].unit:
            part = not found[i].change and _PLACE.search(phrase.before)
            found[i] = replace(found[i], part_of=total) if part else found[i]
    return found
