"""The figures of cells for many reports, with blanks as they are and read as 0."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cache

import numpy as np
import numpy.typing as npt

from ..codebook import Address, columns, items, leaves
from ..matrix import BLANK, DASH, Matrix, position
from .counts import OUTCOMES

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

#: The table that balances: what came in is what went out and what is left.
_BALANCED = "requests"
#: Amounts have decimals: what differs by less adds up.
_TOLERANCE = 1e-6


@dataclass(frozen=True, eq=False)
class Amounts:
    """Sums of cells, one element a report.

    `strict` reads numbers alone; `lenient` reads a blank or dash as 0, and a blank total as what
    its parts add up to.
    """

    strict: Matrix
    lenient: Matrix
    # Closed requests are needed by half of all indicators.
    _known: dict[tuple[Address, bool], Floats] = field(default_factory=dict, repr=False)
    _doubts: dict[Address, Flags] = field(default_factory=dict, repr=False)

    def of(self, cells: Iterable[Address], *, lenient: bool = False) -> Floats:
        """Return the sum of some cells; NaN where one of them is not known."""
        total = np.zeros(len(self.strict.values))
        for address in cells:
            total += self._figure(address, lenient)
        return total

    def _figure(self, address: Address, lenient: bool) -> Floats:
        if (address, lenient) not in self._known:
            matrix = self.lenient if lenient else self.strict
            self._known[address, lenient] = matrix.amount(address)[0]
        return self._known[address, lenient]

    def doubtful(self, cells: Iterable[Address]) -> Flags:
        """Tell where a cell is, or is part of, a printed row total that its parts contradict; or a
        total of outcomes that they contradict; or where requests that came in are held against
        what became of them, and the two do not balance.
        """
        cells = list(cells)
        wrong = np.zeros(len(self.strict.values), dtype=np.bool_)
        sides = {items()[table, item].balance > 0 for table, item, _ in cells if table == _BALANCED}
        if len(sides) == 2:
            wrong |= self._unbalanced()
        for table, item, column in cells:
            for code in leaves(table, item) if items()[table, item].kind == "group" else (item,):
                for place in {column, "total"}:
                    if (table, code, place) in position():
                        wrong |= self._wrong((table, code, place))
        return wrong

    def _unbalanced(self) -> Flags:
        """Tell where what came in differs from what went out and is left, in total."""
        balanced = [item for (table, _), item in items().items()
                    if table == _BALANCED and item.balance]  # fmt: skip
        figures = [i.balance * self._figure((_BALANCED, i.code, "total"), False) for i in balanced]
        return np.asarray(np.abs(np.sum(figures, axis=0)) > _TOLERANCE)

    def _wrong(self, address: Address) -> Flags:
        if address not in self._doubts:
            own = self._figure(address, False)
            wrong = np.zeros(len(own), dtype=np.bool_)
            for parts in _sums(address):
                # A comparison with what is not known is false.
                wrong |= np.abs(own - self.of(parts)) > _TOLERANCE
            self._doubts[address] = wrong
        return self._doubts[address]


def gather(matrix: Matrix) -> Amounts:
    """Lay out a matrix under both readings of a blank."""
    blank = (matrix.states == BLANK) | (matrix.states == DASH)
    filled = replace(matrix, values=np.where(blank, 0.0, matrix.values))
    if blank.any():
        for address in _totals():
            place = position()[address]
            rows = blank[:, place]
            if not rows.any():
                continue
            figure = np.zeros(len(rows))
            for parts in _sums(address):
                found = np.sum([filled.amount(part)[0] for part in parts], axis=0)
                # Where all parts of one sum are blank the other sum speaks.
                agree = (figure == found) | (figure == 0) | (found == 0)
                figure = np.where(agree, np.where(figure == 0, found, figure), np.nan)
            filled.values[rows, place] = figure[rows]
    return Amounts(matrix, filled)


@cache
def _totals() -> tuple[Address, ...]:
    """Return the cells that are sums, those first that others are sums of."""
    return tuple(sorted((a for a in position() if _sums(a)), key=lambda a: len(_sums(a))))


@cache
def _sums(address: Address) -> tuple[tuple[Address, ...], ...]:
    """Return the sums that the form demands of a cell: of its row, and of the outcomes."""
    table, item, column = address
    found = []
    if any(c.table == table and c.code == column and c.kind == "total" for c in columns()):
        kinds = [c.code for c in columns() if c.table == table and c.kind == "part"]
        found.append(tuple((table, item, kind) for kind in kinds))
    if items()[table, item].kind == "total":
        found.append(tuple((table, code, column) for code in OUTCOMES))
    return tuple(found)
