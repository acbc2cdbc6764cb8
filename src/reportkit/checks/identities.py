"""The identities of the form as one matrix, and what they say of many reports at once."""

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from ..codebook import Address, children, columns, items, leaves
from ..matrix import ABSENT, NO_CELL, NUMBER, TEXT, Matrix, position

#: Counts are whole numbers; what differs by less than this is a rounding of decimals.
TOLERANCE = 1e-6

STATUSES = ("pass", "fail", "undecided")
UNDECIDED = 2


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


def evaluate(matrix: Matrix) -> Answers:
    """Multiply the edit matrix with the reports, and keep apart what is not known."""
    from scipy.sparse import csr_array

    coefficients = edit_matrix()
    stated_at = np.array([position()[identity.stated] for identity in identities()])
    terms = coefficients.copy()
    terms[np.arange(len(terms)), stated_at] = 0.0
    # 其他处理 counts in R2 where it is one row; beside its own three rows it is their sum.
    sums = np.array([i for i, identity in enumerate(identities()) if adds_outcomes(identity)])
    other = np.array([position()["requests", "other", c] for c in (*_parts("requests"), "total")])
    part = np.array([position()["requests", children("requests", "other")[0], c]
                     for c in (*_parts("requests"), "total")])  # fmt: skip
    printed = matrix.states != NO_CELL
    twice = printed[:, other] & printed[:, part]

    def times(
        weights: npt.NDArray[np.float64], cells: npt.NDArray[np.float64]
    ) -> npt.NDArray[np.float64]:
        product = np.asarray((csr_array(weights) @ cells.T).T)
        product[:, sums] -= cells[:, other] * twice * weights[sums, other]
        return product

    values = np.nan_to_num(matrix.values, nan=0.0)
    presence, others = (coefficients != 0).astype(float), (terms != 0).astype(float)
    missing = (printed & (matrix.states != NUMBER)).astype(float)
    unreadable = np.isin(matrix.states, (TEXT, ABSENT)).astype(float)
    wrong = np.abs(times(coefficients, values)) > TOLERANCE
    computed = np.where(times(others, missing) > 0, np.nan, 0.0 - times(terms, values))
    status = np.where(times(presence, missing) > 0, UNDECIDED, wrong).astype(np.int8)
    lenient = np.where(times(presence, unreadable) > 0, UNDECIDED, wrong).astype(np.int8)
    applies = printed[:, stated_at] & (times(others, printed.astype(float)) > 0)
    return Answers(applies, matrix.values[:, stated_at], computed, status, lenient)


def adds_outcomes(identity: Identity) -> bool:
    """Tell the sum of all outcomes from the sum of 其他处理's rows."""
    return identity.rule == "R2" and identity.stated[1] == "outcomes_total"
