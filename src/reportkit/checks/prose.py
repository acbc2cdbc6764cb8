"""S1: figures that the prose states, against the tables."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from math import inf
from typing import Any

import numpy as np
import pandas as pd

from ..bodies import kind_of
from ..codebook import Address, columns, items, leaves, read_spec
from ..errors import FrameError
from ..matrix import BLANK, DASH, NO_CELL, NUMBER, Matrix, position
from .findings import Batch, Facts, Standing, addresses, build
from .identities import HINT, PASS, TOLERANCE, UNDECIDED
from .wording import NOTHING, Said, column_name, item_name, say

#: What is counted in 万 is written with the figure's unit: 3.2 万件.
_MYRIAD = 10_000


@dataclass(frozen=True, slots=True)
class Reading:
    """What a stated figure may mean, and what the table says to that."""

    items: tuple[str, ...]
    cells: tuple[Address, ...]
    value: float
    #: Cells that it needs are blank, and were read as 0; or hold nothing that could be read so.
    blank: bool
    unknown: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a stated figure fares under the reading that suits it best."""

    status: int
    lenient: int
    reading: Reading


def prose(facts: Facts, stated: pd.DataFrame) -> Batch:
    """Hold what the prose states against the tables, a finding a stated figure that has a cell.

    Every reading of spec/readings.csv is tried before anything is called a contradiction. A blank
    cell may hold no more than what the prose leaves for it: prose that agrees where blanks are read
    as 0 passes, and the message says so; prose that is less than the figures printed contradicts
    them, whatever the blanks mean; prose that is more is undecided.
    """
    lacking = [name for name in ("report", "value", "table", "item") if name not in stated]
    if lacking:
        raise FrameError(f"stated lacks the columns {', '.join(lacking)}")
    matrix = facts.matrix
    code = pd.Index(matrix.reports["report"]).get_indexer(stated["report"])
    rows = [
        (row, claim)
        for row, claim in zip(code.tolist(), stated.to_dict("records"), strict=True)
        if row >= 0 and _text(claim, "table") and not pd.isna(claim["value"])
        and "%" not in _text(claim, "unit")
    ]  # fmt: skip
    verdicts = [_judge(matrix, row, claim) for row, claim in rows]
    issuers = matrix.reports["issuer"].tolist()
    editions = matrix.reports["edition"].tolist()

    def tell(i: int) -> Said:
        (row, claim), verdict = rows[i], verdicts[i]
        reading, value, table = verdict.reading, _value(claim), _text(claim, "table")
        if not reading.cells:
            name = f"{table}.{_text(claim, 'item')}.{_column(claim)}"
            return say("S1_unknown", value=value, cell=name)
        head = column_name((table, "", _column(claim)), editions[row])
        named = item_name((table, reading.items[0], ""), editions[row])
        for item in reading.items[1:]:
            named += Said(" + ", " + ") + item_name((table, item, ""), editions[row])
        named += Said("×", " × ") + head
        if verdict.status == PASS:
            return say("S1_agrees", value=value, reading=named)
        if verdict.status == UNDECIDED and reading.unknown:
            return say("S1_undecided", value=value, reading=named)
        own_office = kind_of(issuers[row]) == "government" and value < reading.value
        return say(
            "S1_undecided_blank" if verdict.status == UNDECIDED else "S1_contradicts",
            value=value, reading=named, computed=reading.value,
            rest=say("S1_rest") if reading.blank else NOTHING,
            scope=say("S1_scope") if own_office else NOTHING,
        )  # fmt: skip

    standings: dict[Standing, int] = {}
    which = [
        standings.setdefault(
            Standing("S1", _text(claim, "table"), _text(claim, "item"), _column(claim),
                     addresses(verdict.reading.cells)), len(standings))
        for (_, claim), verdict in zip(rows, verdicts, strict=True)
    ]  # fmt: skip
    return build(
        facts, [row for row, _ in rows], which, list(standings),
        status=[verdict.status for verdict in verdicts],
        lenient=[verdict.lenient for verdict in verdicts],
        stated=[_value(claim) for _, claim in rows],
        computed=[np.nan if v.reading.unknown else v.reading.value for v in verdicts],
        place=[_place(claim) for _, claim in rows],
        told=[v.status != PASS or v.reading.blank for v in verdicts], tell=tell,
    )  # fmt: skip


def _judge(matrix: Matrix, row: int, claim: dict[Any, Any]) -> Verdict:
    value, slack = _value(claim), _slack(claim)
    readings = [
        _read(matrix, row, _text(claim, "table"), names, _column(claim))
        for names in _readings(_text(claim, "item"))
    ]

    def misses(reading: Reading) -> float:
        return inf if reading.unknown else abs(value - reading.value)

    best = min(
        readings, key=lambda reading: (misses(reading) > slack, reading.blank, misses(reading))
    )
    if misses(best) <= slack:
        return Verdict(PASS, PASS, best)
    unknown = next((reading for reading in readings if reading.unknown), None)
    if unknown is not None:
        return Verdict(UNDECIDED, UNDECIDED, unknown)
    open_ = any(reading.blank and value > reading.value for reading in readings)
    return Verdict(UNDECIDED if open_ else HINT, HINT, best)


def _read(matrix: Matrix, row: int, table: str, names: tuple[str, ...], column: str) -> Reading:
    cells, value, blank, unknown = [], 0.0, False, False
    for name in names:
        own = list(_cells(matrix, row, table, name, column))
        cells += own
        unknown = unknown or not own
        for address in own:
            state = matrix.states[row, position()[address]]
            if state == NUMBER:
                value += float(matrix.values[row, position()[address]])
            elif state in (BLANK, DASH):
                blank = True
                value += _implied(matrix, row, address)
            else:
                unknown = True
    return Reading(names, tuple(cells), value, blank, unknown)


def _cells(matrix: Matrix, row: int, table: str, name: str, column: str) -> Iterator[Address]:
    """Yield the cells that make up an item: its own, or those of the items below a group."""
    if (table, name) not in items():
        return
    kinds = _below(table, column) or (column,)
    for code in kinds:
        whole = (table, name, code)
        below = [(table, leaf, code) for leaf in leaves(table, name)]
        for address in [whole] if _printed(matrix, row, whole) else below:
            # 其他处理 counts once where it is printed as one row and as three.
            twice = address[1] == "other" and any(
                _printed(matrix, row, (table, part, code)) for part in leaves(table, "other")
            )
            if _printed(matrix, row, address) and not (twice and address != whole):
                yield address


def _printed(matrix: Matrix, row: int, address: Address) -> bool:
    place = position().get(address)
    return place is not None and bool(matrix.states[row, place] != NO_CELL)


def _implied(matrix: Matrix, row: int, address: Address) -> float:
    """Return what the parts beside a blank total add up to; 0 for any other blank."""
    table, item, column = address
    if not any(c.table == table and c.code == column and c.kind == "total" for c in columns()):
        return 0.0
    parts = [
        position()[table, item, c.code] for c in columns() if c.table == table and c.kind == "part"
    ]
    return float(np.nansum(matrix.values[row, parts]))


@cache
def _below(table: str, column: str) -> tuple[str, ...]:
    """Return the columns below a heading, such as 法人或其他组织."""
    heading = any(c.kind == "heading" and (c.table, c.code) == (table, column) for c in columns())
    if not heading:
        return ()
    return tuple(c.code for c in columns() if c.table == table and c.parent == column)


@cache
def _readings(item: str) -> tuple[tuple[str, ...], ...]:
    found = [row["reading"] for row in read_spec("readings") if row["quantity"] == item]
    return tuple(tuple(reading.split("+")) for reading in found or [item])


def _slack(claim: dict[Any, Any]) -> float:
    """Return how far the table may be from a rounded figure.

    余, 约 and 近 round at the last digit that is not 0: 3600余 may be 3601 to 3699. So does 万, to
    the nearest: 3.2万 may be 31500 to 32500.
    """
    approximate = bool(claim.get("approximate")) if not pd.isna(claim.get("approximate")) else False
    myriad = _text(claim, "unit").startswith("万") and _text(claim, "table") != "disclosure"
    if not approximate and not myriad:
        return TOLERANCE
    digits = f"{abs(_value(claim)):.6f}".rstrip("0").rstrip(".")
    whole, _, decimals = digits.partition(".")
    step = 10.0 ** (-len(decimals) if decimals else len(whole) - len(whole.rstrip("0")))
    return step - TOLERANCE if approximate else step / 2 + TOLERANCE


def _value(claim: dict[Any, Any]) -> float:
    scale = (
        _MYRIAD
        if _text(claim, "unit").startswith("万") and _text(claim, "table") != "disclosure"
        else 1
    )
    return round(float(claim["value"]) * scale, 6)


def _text(claim: dict[Any, Any], name: str) -> str:
    value = claim.get(name)
    return "" if value is None or pd.isna(value) else str(value)


def _column(claim: dict[Any, Any]) -> str:
    return _text(claim, "column") or "total"


def _place(claim: dict[Any, Any]) -> str:
    section, order = _text(claim, "section"), _text(claim, "order")
    return ", ".join(
        part for part in (section and f"section {section}", order and f"paragraph {order}") if part
    )
