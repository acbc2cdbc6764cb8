"""What an amount claims: a count of a cell, a share of it, a change on the year before."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .amounts import Amount
from .phrases import Phrase
from .vocabulary import Cell, pattern, words

_UP_OR_DOWN = re.compile(
    r"(?:(增长|增加|上升|提高|提升|增幅|上涨|多出|(?<!新)增|升)"
    r"|(下降|减少|降低|减|降幅|回落|下滑|降))(?:了|约|近|为|达|到?幅度为)*$"
)
_SHARE = re.compile(
    r"占(?:比|到|全部|全年|同期|所有)?(?P<of>[^，,。；占]*?)(?:的)?(?:比例|比重|比)?(?:为|达|约|到)*$"
)
#: Changes of several figures, or on another time than the year before.
_OTHERWISE = re.compile(r"分别|环比|季度|上月|20\d\d年|[三五]年|期初|年初")
#: What a share is one of, where the text says it.
_WHOLES = (
    (re.compile(r"收到|受理|新收|接收"), "received"),
    (re.compile(r"办结|答复|办理结果|处理结果"), "outcomes_total"),
)
_ALL = 100


@dataclass(frozen=True, slots=True)
class Claim:
    """The cell that an amount speaks of, and how.

    `base` is what a share is one of; `change` is up or down where it tells a change on the year
    before; `part_of` is the place in the sentence of the total that a place's figure is part of;
    `compared`: it is last year's figure, which the change that follows is measured by.
    """

    cell: Cell | None = None
    base: str = ""
    change: str = ""
    part_of: int = -1
    compared: bool = False


def change_of(phrase: Phrase) -> str:
    """Return "up" or "down" where an amount tells by how much something changed."""
    match = _UP_OR_DOWN.search(phrase.before)
    return "" if match is None else "up" if match[1] else "down"


def growth(phrase: Phrase, claims: Sequence[Claim], change: str) -> Claim:
    """Return the change of the figure right before it, last year's and other changes passed over.

    分别 tells the changes of several figures, and 环比 none on the year before.
    """
    if not _OTHERWISE.search(phrase.lead + phrase.before):
        for claim in reversed(claims):
            if claim.cell is not None and not claim.base:
                return Claim(claim.cell, change=change)
            if not (claim.change or claim.compared):
                break
    return Claim(change=change)


def share(amount: Amount, phrase: Phrase, claims: Sequence[Claim], *, requests: bool) -> Claim:
    """Return the share that a percentage tells: 占办结总数的32%, 办结率96%."""
    last = claims[-1] if claims else Claim()
    match = _SHARE.search(phrase.before)
    own = words("cell").before(phrase.before[: match.start()]) if match and requests else None
    if own and own[1].table == "requests" and pattern("lead").fullmatch(own[0]):
        last = Claim(own[1])  # 予以公开的占32%
    if match and last.cell is not None and last.cell.table == "requests" and not last.base:
        base = next((code for found, code in _WHOLES if found.search(match["of"])), "")
        if base or pattern("filler").fullmatch(match["of"]):
            return Claim(last.cell, base or "whole")
        return Claim()
    told = words("rate").before(phrase.before)
    # Of 100 % it is not told whether requests that were not due yet are left out.
    if told and requests and amount.value < _ALL and pattern("filler").fullmatch(told[0]):
        return Claim(told[1], "whole")
    return Claim()
