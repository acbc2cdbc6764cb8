"""Totals and what they include: those carried over, the figures of places."""

import re
from collections.abc import Sequence
from dataclasses import replace

from .amounts import Amount
from .claims import Claim
from .phrases import Phrase
from .vocabulary import Cell

#: How spec/spoken.csv marks words that name a part of a cell: 终止 is one of 其他结果.
_IN_PART = "∈"
_WITHIN = re.compile(r"其中")
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


def one_a_cell(
    claims: Sequence[Claim], spoken: Sequence[Phrase], amounts: Sequence[Amount]
) -> list[Claim]:
    """Take their cell from figures that a sentence would put into one cell.

    A cell holds one figure: of 当场答复2件、按期答复28件 neither is all that was answered. The
    first is kept where the others are said to be in it (其中). Words that name a part of a cell
    tell it only alone: 撤回2件、终止2件 are 其他结果 together.
    """
    told: dict[Cell, list[int]] = {}
    for i, claim in enumerate(claims):
        if claim.cell is not None and not (claim.base or claim.change):
            told.setdefault(replace(claim.cell, reading=""), []).append(i)
    found = list(claims)
    for places in told.values():
        in_part = [i for i in places if _IN_PART in _reading(claims[i])]
        apart = len({amounts[i].value for i in places}) > 1
        if len(places) == 1 or not (apart or in_part):
            continue
        for i in places:
            first = i == places[0] and i not in in_part
            within = all(_WITHIN.search(spoken[j].lead + spoken[j].before) for j in places[1:])
            whole = first and (within or in_part == places[1:])
            if not whole:
                found[i] = replace(found[i], cell=None)
    return found


def _reading(claim: Claim) -> str:
    return claim.cell.reading if claim.cell else ""
