"""What the tables hold under each reading of a figure that prose states."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np

from ..codebook import Address, columns, items, leaves, read_spec
from ..matrix import BLANK, DASH, NO_CELL, NUMBER, Matrix, position


@dataclass(frozen=True, slots=True)
class Reading:
    """What a stated figure may mean, and what the table says to that."""

    items: tuple[str, ...]
    cells: tuple[Address, ...]
    value: float
    #: Cells that it needs are blank, and were read as 0; or hold nothing that could be read so.
    blank: bool
    unknown: bool


def read_all(matrix: Matrix, row: int, table: str, quantity: str, column: str) -> list[Reading]:
    """Return what a report's table holds under every reading of spec/readings.csv."""
    return [_read(matrix, row, table, names, column) for names in readings(quantity)]


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
def readings(item: str) -> tuple[tuple[str, ...], ...]:
    """Return the readings of a quantity: items whose cells add up to it; else itself."""
    found = [row["reading"] for row in read_spec("readings") if row["quantity"] == item]
    return tuple(tuple(reading.split("+")) for reading in found or [item])
