"""S1 of what is computed: shares, changes on the year before, lists that a total includes."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from ..matrix import Matrix
from . import claims
from .claims import Claim
from .findings import Batch, Facts, Standing, addresses, build
from .identities import HINT, PASS, TOLERANCE, UNDECIDED
from .readings import Reading, read_all
from .wording import Said, item_name, number, say
from .years import series

#: A change of more digits than these says nothing more.
_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Outcome:
    """A recomputed figure: how it fares, from which two readings, and of which year the second."""

    row: int
    claim: Claim
    kind: str
    stated: float
    computed: float
    status: int
    above: Reading
    below: Reading


def proportions(facts: Facts, rows: Sequence[tuple[int, Claim]]) -> list[Batch]:
    """Recompute shares and changes on the year before, and add up lists of places.

    A share is tried with every reading of its part and of its whole, a change with every reading on
    both years. Where last year's report is not among the cells, nothing is said.
    """
    matrix = facts.matrix
    before, after = series(matrix).pairs()
    last_year = dict(zip(after.tolist(), before.tolist(), strict=True))
    outcomes = []
    for row, claim in rows:
        table = claims.text(claim, "table")
        if table and claims.text(claim, "base"):
            outcomes.append(_share(matrix, row, claim))
        # The editions count table disclosure differently: no change is told of it.
        elif table in ("requests", "review") and claims.text(claim, "change") and row in last_year:
            outcomes.append(_change(matrix, row, last_year[row], claim))
    return [_batch(facts, outcomes, last_year), _lists(facts, rows)]


def _share(matrix: Matrix, row: int, claim: Claim) -> Outcome:
    table, item = claims.text(claim, "table"), claims.text(claim, "item")
    parts = read_all(matrix, row, table, item, claims.column(claim))
    wholes = read_all(matrix, row, table, claims.text(claim, "base"), "total")
    tried = [
        (_ratio(part.value, whole.value) * 100, part, whole)
        for part, whole in product(parts, wholes)
    ]
    return _best(row, claim, "share", tried)


def _change(matrix: Matrix, row: int, before: int, claim: Claim) -> Outcome:
    table, item = claims.text(claim, "table"), claims.text(claim, "item")
    now = read_all(matrix, row, table, item, claims.column(claim))
    then = read_all(matrix, before, table, item, claims.column(claim))
    sign = -1.0 if claims.text(claim, "change") == "down" else 1.0
    unit = claims.text(claim, "unit")
    tried = []
    for new, old in zip(now, then, strict=True):
        if unit == "%":
            computed = (_ratio(new.value, old.value) - 1) * 100
        elif unit == "倍":
            computed = _ratio(new.value, old.value) - 1
        else:
            computed = new.value - old.value
        tried.append((sign * computed, new, old))
    return _best(row, claim, "change", tried)


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else np.nan


def _best(
    row: int, claim: Claim, kind: str, tried: Sequence[tuple[float, Reading, Reading]]
) -> Outcome:
    """Return the readings that come nearest; blanks and what is not known leave it undecided."""
    stated = float(claim["value"])
    known = [
        (abs(stated - computed), computed, above, below)
        for computed, above, below in tried
        if not (above.unknown or below.unknown or np.isnan(computed))
    ]
    if not known:
        return Outcome(row, claim, kind, stated, np.nan, UNDECIDED, *tried[0][1:])
    _, computed, above, below = min(known, key=lambda each: each[0])
    agrees = any(_agrees(claim, stated, each[1]) for each in known)
    open_ = len(known) < len(tried) or any(a.blank or b.blank for _, _, a, b in known)
    status = PASS if agrees else UNDECIDED if open_ else HINT
    return Outcome(row, claim, kind, stated, round(computed, _DIGITS), status, above, below)


def _agrees(claim: Claim, stated: float, computed: float) -> bool:
    """Tell whether a figure is the computed one rounded, or cut, at its last digit."""
    if claims.text(claim, "unit") not in ("%", "倍"):
        return abs(stated - computed) <= claims.slack(claim, stated)
    rounded = claims.approximate(claim)
    tenths = "成" in claims.figure(claim)
    step = claims.step(stated) if rounded or tenths else min(claims.step(stated), 1.0)
    cut = -TOLERANCE <= computed - stated < step
    return cut or abs(stated - computed) <= (step if rounded else step / 2) + TOLERANCE


def _batch(facts: Facts, outcomes: Sequence[Outcome], last_year: dict[int, int]) -> Batch:
    reports = facts.matrix.reports
    editions, years = reports["edition"].tolist(), reports["year"].tolist()

    def named(row: int, table: str, reading: Reading) -> Said:
        name = item_name((table, reading.items[0], ""), editions[row])
        for item in reading.items[1:]:
            name += Said(" + ", " + ") + item_name((table, item, ""), editions[row])
        figure = f" {number(reading.value)}"
        return name if reading.unknown else name + Said(figure, figure)

    def tell(i: int) -> Said:
        one = outcomes[i]
        table, other = claims.text(one.claim, "table"), one.row
        if one.kind == "change":
            other = last_year[one.row]
        below = named(other, table, one.below)
        if one.kind == "change":
            below = say("in_year", name=below, year=str(years[other]))
        undecided = one.status == UNDECIDED
        key = f"S1_{one.kind}_undecided" if undecided else f"S1_{one.kind}"
        return say(
            key, value=_printed(one.claim), computed=round(one.computed, 2),
            above=named(one.row, table, one.above), below=below,
        ) + claims.quote(one.claim)  # fmt: skip

    standings: dict[Standing, int] = {}
    which = []
    for one in outcomes:
        against = claims.text(one.claim, "base") or "last_year"
        item = f"{claims.text(one.claim, 'item')}/{against}"
        cells = addresses(dict.fromkeys([*one.above.cells, *one.below.cells]))
        standing = Standing(
            "S1", claims.text(one.claim, "table"), item, claims.column(one.claim), cells
        )
        which.append(standings.setdefault(standing, len(standings)))
    return build(
        facts, [one.row for one in outcomes], which, list(standings),
        status=[one.status for one in outcomes], stated=[one.stated for one in outcomes],
        computed=[one.computed for one in outcomes],
        place=[claims.place(one.claim) for one in outcomes], tell=tell,
    )  # fmt: skip


def _printed(claim: Claim) -> str:
    return claims.figure(claim) or f"{number(float(claim['value']))}{claims.text(claim, 'unit')}"


def _lists(facts: Facts, rows: Sequence[tuple[int, Claim]]) -> Batch:
    """Add up the places that a total includes: they may be fewer than all, and never more."""
    totals = {_key(row, claim, "order"): (row, claim) for row, claim in rows}
    parts: dict[tuple[int, str, str], float] = {}
    for row, claim in rows:
        if claims.text(claim, "part_of"):
            key = _key(row, claim, "part_of")
            parts[key] = parts.get(key, 0.0) + float(claim["value"])
    over = [
        (*totals[key], added)
        for key, added in parts.items()
        if key in totals and added > float(totals[key][1]["value"])
        + claims.slack(totals[key][1], float(totals[key][1]["value"]))
    ]  # fmt: skip

    def tell(i: int) -> Said:
        _, claim, added = over[i]
        return say("S1_parts", value=_printed(claim), computed=added) + claims.quote(claim)

    standings: dict[Standing, int] = {}
    which = [
        standings.setdefault(
            Standing("S1", claims.text(claim, "table"), f"{claims.text(claim, 'item')}/parts",
                     claims.column(claim)), len(standings))
        for _, claim, _ in over
    ]  # fmt: skip
    return build(
        facts, [row for row, _, _ in over], which, list(standings), status=[HINT] * len(over),
        stated=[float(claim["value"]) for _, claim, _ in over],
        computed=[added for _, _, added in over],
        place=[claims.place(claim) for _, claim, _ in over], tell=tell,
    )  # fmt: skip


def _key(row: int, claim: Claim, name: str) -> tuple[int, str, str]:
    return row, claims.text(claim, "section"), claims.text(claim, name)
