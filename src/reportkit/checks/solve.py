"""The fewest cells whose change satisfies every identity (Fellegi and Holt 1976), exactly.

One wrong cell, and two, are found in closed form from the identities that fail; more by HiGHS.
Whatever is found is settled in whole numbers before it is an answer.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from ..codebook import children
from ..matrix import NO_CELL, NUMBER, Matrix, position
from .identities import TOLERANCE, edit_matrix, identities

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Bits = npt.NDArray[np.uint64]

#: A report that needs more changes than this within one component was misread, not misprinted.
MAX_CELLS = 6
#: Searches by HiGHS for one report: each finds one more solution.
MAX_SEARCHES = 20
#: Branches of one search by HiGHS: a limit that does not depend on the machine, as time would.
MAX_NODES = 500
#: Rounds of least squares until whole numbers of up to 15 digits are met.
REFINEMENTS = 3
#: Where whole numbers stop being exact in a double.
LARGEST_COUNT = 2.0**53

Solution = tuple[tuple[int, int], ...]
"""Pairs (matrix column of the cell, the value it should have), in the order of the form."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is to blame for a component that fails.

    `status` is "complete" when `solutions` are all there are of their size, "cut" when there are
    more, and "not located" when more than MAX_CELLS cells must change or MAX_NODES were not enough.
    """

    status: str
    solutions: tuple[Solution, ...] = ()


@dataclass(frozen=True, eq=False)
class Component:
    """Cells that identities tie to one another: matrix columns, and coefficients of ±1."""

    cells: Ints
    rows: Ints
    coefficients: Ints = field(repr=False)

    @cached_property
    def touched(self) -> Bits:
        """The identities of each cell."""
        return _as_bits(self.coefficients.T)

    @cached_property
    def distinct(self) -> bool:
        """No two cells stand in the same identities, so no two can stand in for one another."""
        return len(np.unique(self.touched)) == len(self.touched)

    @cached_property
    def pairs(self) -> tuple[Ints, Ints, Bits, Bits]:
        """All pairs of cells; the identities that one alone, and that any of the two touches."""
        first, second = np.triu_indices(len(self.cells), 1)
        a, b = self.touched[first], self.touched[second]
        return first, second, a ^ b, a | b


@dataclass(frozen=True, eq=False)
class Failing:
    """Reports of one form that fail, and what holds them together: rows of the matrix."""

    reports: Ints
    component: Component
    values: Ints
    no_count: Flags


def failing(matrix: Matrix) -> Iterator[Failing]:
    """Group the components that fail: reports with the same cells and the same decided identities.

    As in `check`, an identity with a cell that holds no number is undecided and demands nothing.
    """
    printed = matrix.states != NO_CELL
    values = np.nan_to_num(matrix.values, nan=0.0)
    unknown = (printed & (matrix.states != NUMBER)).astype(float)
    weights = edit_matrix()
    presence = np.abs(weights)
    sums, other, part = _counted_twice()
    twice = printed[:, other] & printed[:, part]

    def times(
        weights: npt.NDArray[np.float64], cells: npt.NDArray[np.float64]
    ) -> npt.NDArray[np.float64]:
        product = cells @ weights.T
        product[:, sums] -= cells[:, other] * twice * weights[sums, other]
        return product

    stated = np.array([position()[identity.stated] for identity in identities()])
    applies = printed[:, stated] & (times(presence, printed.astype(float)) > 1)
    decided = applies & (times(presence, unknown) == 0)
    fails = decided & (np.abs(times(weights, values)) > TOLERANCE)
    groups: dict[bytes, list[int]] = {}
    for report in np.flatnonzero(fails.any(axis=1)).tolist():
        groups.setdefault(decided[report].tobytes() + printed[report].tobytes(), []).append(report)
    no_count = (values < 0) | (values % 1 != 0) | (values > LARGEST_COUNT)
    counts = np.where(no_count, 0.0, values).astype(np.int64)
    for reports in groups.values():
        form = decided[reports[0]].tobytes(), printed[reports[0]].tobytes()
        for component in _components(*form):
            here = np.array(reports)[fails[reports][:, component.rows].any(axis=1)]
            at = np.ix_(here, component.cells)
            if len(here):
                yield Failing(here, component, counts[at], no_count[at])


@cache
def _counted_twice() -> tuple[Ints, Ints, Ints]:
    """Return the sums that hold 其他处理 and its rows, the cell of the one, a cell of the others.

    Where both are printed its rows are counted.
    """
    found = []
    for row, identity in enumerate(identities()):
        terms = {address for _, address in identity.terms}
        for table, item, column in terms:
            parts = [(table, code, column) for code in children(table, item)]
            if terms.intersection(parts):
                found.append((row, position()[table, item, column], position()[parts[0]]))
    rows, own, part = np.array(sorted(found)).T
    return rows, own, part


@lru_cache(maxsize=64)
def _components(decided_identities: bytes, printed_cells: bytes) -> tuple[Component, ...]:
    """Part the identities that reports decide by the cells that they share."""
    from scipy.sparse.csgraph import connected_components

    rows = np.flatnonzero(np.frombuffer(decided_identities, dtype=np.bool_))
    printed = np.frombuffer(printed_cells, dtype=np.bool_)
    coefficients = edit_matrix().astype(np.int64) * printed
    sums, other, part = _counted_twice()
    coefficients[sums, other] *= ~(printed[other] & printed[part])
    shared = (coefficients[rows] != 0).astype(np.int32)
    count, labels = connected_components(shared @ shared.T, directed=False)
    found = []
    for label in range(count):
        own = rows[labels == label]
        cells = np.flatnonzero(coefficients[own].any(axis=0))
        found.append(Component(cells, own, coefficients[np.ix_(own, cells)]))
    return tuple(sorted(found, key=lambda component: int(component.cells[0])))


def _as_bits(numbers: Ints) -> Bits:
    """Return which of a row's numbers are not 0 as one number; there are fewer than 64."""
    bits = np.uint64(1) << np.arange(numbers.shape[1], dtype=np.uint64)
    chosen: Bits = np.where(numbers != 0, bits, np.uint64(0)).sum(axis=1, dtype=np.uint64)
    return chosen


def solve(group: Failing) -> list[Answer]:
    """Return for each report of the group all smallest sets of cells to change."""
    component, values = group.component, group.values
    residuals = values @ component.coefficients.T
    singles = _one(component, values, residuals)
    answers = []
    for row, forced in enumerate(group.no_count):
        found = [] if forced.any() else singles[row]
        if not found and component.distinct and not forced.any():
            found = _two(component, values[row], residuals[row])
        complete = Answer("complete", tuple(found))
        answers.append(complete if found else search(component, values[row], forced))
    return answers


def _one(component: Component, values: Ints, residuals: Ints) -> list[list[Solution]]:
    """Return the single cells that explain each report: the residuals are d times its column."""
    coefficients = component.coefficients
    violated = _as_bits(residuals)
    size = np.abs(residuals)
    largest = size.max(axis=1)
    even = (size == largest[:, None]) | (size == 0)
    projected = -(residuals @ coefficients)
    touches = (coefficients != 0).sum(axis=0)
    change = projected // touches
    fits = (violated[:, None] == component.touched) & even.all(axis=1)[:, None]
    fits &= (np.abs(projected) == touches * largest[:, None]) & (values + change >= 0)
    return [
        [((int(component.cells[c]), int(values[row, c] + change[row, c])),) for c in cells]
        for row, cells in enumerate(np.flatnonzero(fit) for fit in fits)
    ]


def _two(component: Component, values: Ints, residuals: Ints) -> list[Solution]:
    """Return the pairs of cells that explain a report, where none alone does.

    What one of the two touches alone must fail, and what fails must be touched by one of them;
    few pairs are left.
    """
    violated = _as_bits(residuals[None])[0]
    first, second, one, any_ = component.pairs
    fits = np.flatnonzero(((one & ~violated) == 0) & ((any_ & violated) == violated))
    settled = [_settle(component, values, residuals, cells)
               for cells in np.stack([first[fits], second[fits]], axis=1)]  # fmt: skip
    return [solution for solution in settled if solution]


def _settle(
    component: Component, values: Ints, residuals: Ints, cells: Ints, start: Ints | None = None
) -> Solution | None:
    """Find values of these cells, whole numbers ≥ 0, that satisfy every identity."""
    columns = component.coefficients[:, cells]
    change = np.zeros(len(cells), dtype=np.int64) if start is None else start
    # Least squares is exact to 53 bits: what it leaves over is solved again.
    for _ in range(REFINEMENTS):
        left = residuals + columns @ change
        if not left.any():
            break
        step = np.linalg.lstsq(columns.astype(float), -left.astype(float), rcond=None)[0]
        change = change + np.rint(step).astype(np.int64)
    new = values[cells] + change
    if (residuals + columns @ change).any() or (new < 0).any():
        return None
    return tuple(zip(component.cells[cells].tolist(), new.tolist(), strict=True))


def search(component: Component, values: Ints, forced: Flags) -> Answer:
    """Find the smallest sets by HiGHS, one after the other; `forced` cells must change.

    Changes are bounded by the sum of all residuals: the coefficients form a network, so no
    independent set of cells needs more. A looser bound lets large numbers slip through the
    tolerance of whole numbers.
    """
    from scipy.optimize import Bounds, milp

    residuals = component.coefficients @ values
    bound = max(1, int(np.abs(residuals).sum()))
    n = len(values)
    base = _program(component, values, forced, residuals, bound)
    cuts: list[tuple[Ints, float]] = [(np.ones(n, dtype=np.int64), float(MAX_CELLS))]
    upper = np.ones(3 * n)
    lower = np.concatenate([np.zeros(2 * n), forced.astype(float)])
    found: list[Solution] = []
    status, determined = "complete", True
    for _ in range(MAX_SEARCHES):
        result = milp(
            np.repeat([0.0, 0.0, 1.0], n),
            constraints=[*base, *_at_most(cuts, n)],
            bounds=Bounds(lower, upper),
            integrality=np.repeat([0, 0, 1], n),
            options={"node_limit": MAX_NODES, "mip_rel_gap": 0.0},
        )
        if result.status == 2:
            break
        if result.status != 0:
            status = "cut"
            break
        chosen = result.x[2 * n :] > 0.5
        cells = np.flatnonzero(chosen)
        guess = np.rint((result.x[:n] - result.x[n : 2 * n]) * bound).astype(np.int64)[cells]
        solution = _settle(component, values, residuals, cells, guess)
        if solution is None:
            # Let through by a tolerance alone: exactly this set is shut out, larger ones are not.
            cuts.append((np.where(chosen, 1, -1), float(len(cells) - 1)))
            continue
        columns = component.coefficients[:, cells]
        determined &= bool(np.linalg.matrix_rank(columns) == len(cells))
        found.append(solution)
        cuts[0] = (cuts[0][0], float(len(cells)))
        cuts.append((chosen.astype(np.int64), float(len(cells) - 1)))
    else:
        status = "cut"
    if not found:
        return Answer("not located")
    return Answer(status if determined else "cut", tuple(sorted(found)))


def _program(
    component: Component, values: Ints, forced: Flags, residuals: Ints, bound: int
) -> list[Any]:
    """Return the constraints over (raised by, lowered by, changed), amounts in shares of bound."""
    from scipy.optimize import LinearConstraint
    from scipy.sparse import block_array, csr_array, diags_array, eye_array

    coefficients = component.coefficients.astype(float)
    n = len(values)
    one = eye_array(n)
    lowest = diags_array(np.minimum(values / bound, 1.0))
    touches = (coefficients != 0).astype(float)
    fails = residuals != 0
    # Of the cells of an identity that fails one must change; of one that holds, never one alone.
    # The amounts say so too, but within tolerances; this says it in whole numbers.
    row, cell = np.nonzero((touches > 0) & ~fails[:, None] & ~forced)
    company = touches[row]
    company[np.arange(len(row)), cell] = -1.0
    counting = np.vstack([touches[fails], company])
    empty = csr_array((len(counting), n))
    demands = np.concatenate([np.ones(int(fails.sum())), np.zeros(len(row))])
    flow = block_array([[coefficients, -coefficients, csr_array(coefficients.shape)]])
    limits = block_array([[one, None, -one], [None, one, -lowest]])
    return [
        LinearConstraint(flow, -residuals / bound, -residuals / bound),
        LinearConstraint(limits, -np.inf, 0.0),
        LinearConstraint(block_array([[empty, empty, counting]]), demands, np.inf),
    ]


def _at_most(cuts: list[tuple[Ints, float]], n: int) -> list[Any]:
    """Return bounds on sums of the changed cells."""
    from scipy.optimize import LinearConstraint

    weights = np.array([weight for weight, _ in cuts], dtype=float)
    whole = np.hstack([np.zeros((len(cuts), 2 * n)), weights])
    return [LinearConstraint(whole, -np.inf, np.array([most for _, most in cuts]))]
