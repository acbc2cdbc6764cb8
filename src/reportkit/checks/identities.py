"""The identities of the form as one matrix, and what they say of many reports at once."""

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from ..codebook import Address, children, columns, items, leaves
from ..matrix import ABSENT, BLANK, DASH, NO_CELL, NUMBER, TEXT, Matrix, position

#: Counts are whole numbers; what differs by less than this is a rounding of decimals.
TOLERANCE = 1e-6

#: Order of the statuses as codes. The identities of one report use the first three alone.
STATUSES = ("pass", "fail", "undecided", "hint", "not_comparable")
PASS, FAIL, UNDECIDED, HINT, NOT_COMPARABLE = range(5)

#: Reports that are multiplied at once: their cells and what comes of them stay in the cache.
CHUNK = 1024


@dataclass(frozen=True, slots=True)
class Identity:
    """A sum that the form demands: the cell `stated` equals the sum of coefficient × cell."""

    rule: str
    stated: Address
    terms: tuple[tuple[float, Address], ...]


@cache
def identities() -> tuple[Identity, ...]:
    """Return the 43 identities of all forms, and the sum of 其他处理 where it is printed both ways.

    They follow from the codebook's parents, kinds and balance signs alone.
    """
    found: list[Identity] = []
    applicants = _parts("requests")
    for column in (*applicants, "total"):
        balance = {i.code: i.balance for i in items().values() if i.balance}
        sign = float(balance.pop("received"))
        balanced = [(-sign * s, ("requests", code, column)) for code, s in balance.items()]
        found.append(Identity("R1", ("requests", "received", column), tuple(balanced)))
    for column in (*applicants, "total"):
        parts = leaves("requests", "outcomes")
        terms = ((1.0, ("requests", code, column)) for code in parts)
        found.append(Identity("R2", ("requests", "outcomes_total", column), tuple(terms)))
    for column in (*applicants, "total"):
        terms = ((1.0, ("requests", code, column)) for code in children("requests", "other"))
        found.append(Identity("R2", ("requests", "other", column), tuple(terms)))
    for rule, table in (("R3", "requests"), ("R4", "review")):
        for item in items().values():
            if item.table == table and item.kind != "group":
                terms = ((1.0, (table, item.code, code)) for code in _parts(table))
                found.append(Identity(rule, (table, item.code, "total"), tuple(terms)))
    return tuple(found)


def _parts(table: str) -> tuple[str, ...]:
    return tuple(c.code for c in columns() if c.table == table and c.kind == "part")


@cache
def edit_matrix() -> npt.NDArray[np.float64]:
    """Return the identities as coefficients over the 226 cells: `edit_matrix() @ x` are residuals.

    The row of an identity holds +1 at its stated cell and minus the coefficients of its terms.
    """
    matrix = np.zeros((len(identities()), len(position())))
    for row, identity in enumerate(identities()):
        matrix[row, position()[identity.stated]] = 1.0
        for coefficient, address in identity.terms:
            matrix[row, position()[address]] = -coefficient
    return matrix


@dataclass(frozen=True, eq=False)
class Answers:
    """What each identity says of each report; all arrays are (reports, identities)."""

    applies: npt.NDArray[np.bool_]
    stated: npt.NDArray[np.float64]
    computed: npt.NDArray[np.float64]
    status: npt.NDArray[np.int8]
    status_blank_as_zero: npt.NDArray[np.int8]


#: What a cell adds to a tally, by its state: a cell, a blank or dash, one that is never read as 0.
#: An identity has 23 cells at most: each of the three counts fits into its bits.
_SOFT, _HARD = 1 << 8, 1 << 16
_TALLY = {NUMBER: 1, BLANK: 1 + _SOFT, DASH: 1 + _SOFT, TEXT: 1 + _HARD, ABSENT: 1 + _HARD,
          NO_CELL: 0}  # fmt: skip


def evaluate(matrix: Matrix) -> Answers:
    """Multiply the edit matrix with the reports, and keep apart what is not known."""
    from scipy.sparse import csr_array

    terms = -edit_matrix()
    stated_at = np.array([position()[identity.stated] for identity in identities()])
    terms[np.arange(len(terms)), stated_at] = 0.0
    # Sparse, and not by BLAS: its threads wait for one another on a busy machine.
    weights, counted = csr_array(terms), csr_array((terms != 0).astype(np.int32))
    tally = np.array([_TALLY[state] for state in range(len(_TALLY))], dtype=np.int32)
    shape = (len(matrix.values), len(terms))
    answers = Answers(
        np.empty(shape, dtype=np.bool_), np.empty(shape), np.empty(shape),
        np.empty(shape, dtype=np.int8), np.empty(shape, dtype=np.int8),
    )  # fmt: skip
    for start in range(0, shape[0], CHUNK):
        # A row a cell, a column a report: what is multiplied and compared lies side by side.
        chunk = slice(start, start + CHUNK)
        figures = np.ascontiguousarray(matrix.values[chunk].T)
        values = np.where(np.isnan(figures), 0.0, figures)
        states = np.ascontiguousarray(matrix.states[chunk].T)
        tallies = tally.take(states)
        sums, found = weights @ values, counted @ tallies
        _count_other_once(states, values, tallies, sums, found)
        own = tallies[stated_at]
        wrong = np.abs(values[stated_at] - sums) > TOLERANCE
        every = own + found
        lacking, unreadable = every & (_HARD - _SOFT) > 0, every >= _HARD
        answers.applies[chunk] = ((own > 0) & (found > 0)).T
        answers.stated[chunk] = figures[stated_at].T
        answers.computed[chunk] = np.where(found >= _SOFT, np.nan, sums).T
        answers.status[chunk] = np.where(lacking | unreadable, UNDECIDED, wrong).T
        answers.status_blank_as_zero[chunk] = np.where(unreadable, UNDECIDED, wrong).T
    return answers


def _count_other_once(
    states: npt.NDArray[np.int8],
    values: npt.NDArray[np.float64],
    tallies: npt.NDArray[np.int32],
    sums: npt.NDArray[np.float64],
    found: npt.NDArray[np.int32],
) -> None:
    """其他处理 counts in R2 where it is one row; beside its own three rows it is their sum."""
    kinds = (*_parts("requests"), "total")
    rows = np.array([i for i, identity in enumerate(identities()) if adds_outcomes(identity)])
    other = np.array([position()["requests", "other", c] for c in kinds])
    part = children("requests", "other")[0]
    split = np.array([position()["requests", part, c] for c in kinds])
    twice = (states[other] != NO_CELL) & (states[split] != NO_CELL)
    if twice.any():
        sums[rows] -= np.where(twice, values[other], 0.0)
        found[rows] -= np.where(twice, tallies[other], 0)


def adds_outcomes(identity: Identity) -> bool:
    """Tell the sum of all outcomes from the sum of 其他处理's rows."""
    return identity.rule == "R2" and identity.stated[1] == "outcomes_total"
