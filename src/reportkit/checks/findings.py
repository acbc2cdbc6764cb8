"""What every rule gives: findings, built column by column from arrays."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..codebook import Address
from ..given import Given, frame_of
from ..matrix import ABSENT, NEEDED, NO_CELL, NUMBER, TEXT, Matrix, position, to_matrix
from .identities import FAIL, PASS, STATUSES, TOLERANCE, UNDECIDED
from .wording import Said

FINDINGS = {
    "report": "str", "rule": "str", "table": "str", "item": "str", "column": "str", "place": "str",
    "stated": "Float64", "computed": "Float64", "difference": "Float64", "status": "str",
    "status_blank_as_zero": "str", "cells": "str", "message_zh": "str", "message_en": "str",
}  # fmt: skip

Codes = npt.NDArray[np.intp]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Statuses = npt.NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where findings stand: a rule, the address that it speaks of, the cells that it looks at."""

    rule: str
    table: str = ""
    item: str = ""
    column: str = ""
    cells: str = ""


@dataclass(frozen=True, eq=False)
class Facts:
    """The cells that all rules look at: as a matrix, and where each was printed."""

    matrix: Matrix
    source: Any

    def read(self, rows: Codes, column: int) -> tuple[Floats, Flags, Flags]:
        """Return a cell of many reports: value or 0, is it a number, is it or may be read as 0."""
        values, states = self.matrix.values[rows, column], self.matrix.states[rows, column]
        known = states == NUMBER
        return (
            np.where(known, values, 0.0),
            known,
            known | ~np.isin(states, (TEXT, ABSENT, NO_CELL)),
        )


def gather(cells: Given) -> Facts:
    """Lay out a frame of cells for the rules."""
    cells = frame_of(cells, "cells", NEEDED, any_edition=True)
    source = cells["source"].astype("str").array if "source" in cells else None
    return Facts(to_matrix(cells, any_edition=True), source)


@dataclass(frozen=True, slots=True)
class Batch:
    """Findings of one rule as arrays, one element a finding; strings wait until all are together.

    `which` are places in `standings`, `place` rows of the cells frame (-1: none) or texts, and
    `message` places in `messages`.
    """

    row: Codes
    which: Codes
    standings: Sequence[Standing]
    status: Statuses
    lenient: Statuses
    stated: Floats
    computed: Floats
    place: Codes | Sequence[str]
    message: Codes
    messages: Sequence[Said]


def build(
    facts: Facts,
    row: npt.ArrayLike,
    which: npt.ArrayLike,
    standings: Sequence[Standing],
    *,
    status: npt.ArrayLike,
    tell: Callable[[int], Said],
    lenient: npt.ArrayLike | None = None,
    stated: npt.ArrayLike | None = None,
    computed: npt.ArrayLike | None = None,
    place: Codes | Sequence[str] | None = None,
    told: npt.ArrayLike | None = None,
) -> Batch:
    """Make findings of arrays, one element a finding.

    Parameters
    ----------
    facts : Facts
        What was looked at.
    row, which : array of int
        The report (its row in the matrix) and the standing (its place in `standings`).
    standings : sequence of Standing
        The few places at which the many findings stand.
    status, lenient : array of int
        Places in `STATUSES`; lenient is the status with blanks read as 0, `status` if left out.
    tell : callable
        The message of finding i in both languages; asked where `told` (what does not pass).
    stated, computed : array of float, optional
        NaN where there is none.
    place : array of int or list of str, optional
        Where it was printed, as a row of the cells frame or in words: where the cell that the
        finding stands at was, if left out.
    """
    row, which = np.asarray(row, dtype=np.intp), np.asarray(which, dtype=np.intp)
    status = np.asarray(status, dtype=np.int8)
    if place is None:
        # One column more than there are cells: what stands at no cell has no place.
        at = [position().get((s.table, s.item, s.column), len(position())) for s in standings]
        cell = np.array(at, dtype=np.intp)[which]
        none = cell == len(position())
        place = np.where(none, -1, facts.matrix.rows[row, np.where(none, 0, cell)])
    speak = np.flatnonzero(status != PASS if told is None else np.asarray(told, dtype=bool))
    message = np.full(len(row), -1, dtype=np.intp)
    message[speak] = np.arange(len(speak))
    return Batch(
        row, which, standings, status,
        status if lenient is None else np.asarray(lenient, dtype=np.int8),
        _floats(stated, len(row)), _floats(computed, len(row)), place, message,
        [tell(i) for i in speak.tolist()],
    )  # fmt: skip


def join(batches: Iterable[Batch], facts: Facts) -> pd.DataFrame:
    """Put the findings of all rules together: report by report, the rules in their order."""
    filled = [batch for batch in batches if len(batch.row)]
    if not filled:
        return pd.DataFrame({name: [] for name in FINDINGS}).astype(FINDINGS)
    row = np.concatenate([batch.row for batch in filled])
    order = np.argsort(row, kind="stable")

    def gathered(name: str) -> npt.NDArray[Any]:
        return np.concatenate([getattr(batch, name) for batch in filled])[order]

    standings = [standing for batch in filled for standing in batch.standings]
    messages = [said for batch in filled for said in batch.messages]
    which = _together([batch.which for batch in filled], [len(b.standings) for b in filled])[order]
    told = _together([batch.message for batch in filled], [len(b.messages) for b in filled])[order]
    stated, computed = gathered("stated"), gathered("computed")
    columns = {
        "report": facts.matrix.reports["report"].astype("str").array.take(row[order]),
        **{
            name: _strings([getattr(standing, name) for standing in standings], which)
            for name in ("rule", "table", "item", "column", "cells")
        },
        "place": _places(filled, facts, order),
        "stated": pd.arrays.FloatingArray(stated, np.isnan(stated)),
        "computed": pd.arrays.FloatingArray(computed, np.isnan(computed)),
        "difference": pd.arrays.FloatingArray(
            np.nan_to_num(stated - computed), np.isnan(stated - computed)
        ),
        "status": _strings(STATUSES, gathered("status")),
        "status_blank_as_zero": _strings(STATUSES, gathered("lenient")),
        "message_zh": _strings([*(said.zh for said in messages), ""], told),
        "message_en": _strings([*(said.en for said in messages), ""], told),
    }
    return pd.DataFrame({name: columns[name] for name in FINDINGS}, copy=False)


def _together(codes: Sequence[Codes], sizes: Sequence[int]) -> Codes:
    """Count codes on from batch to batch; -1 becomes the place behind all of them."""
    starts = np.cumsum([0, *sizes])
    return np.concatenate(
        [np.where(code < 0, starts[-1], code + start)
         for code, start in zip(codes, starts[:-1], strict=True)]
    )  # fmt: skip


def _places(batches: Sequence[Batch], facts: Facts, order: Codes) -> Any:
    """Return where findings were printed: the sources of cells, and texts behind them."""
    source = pd.Series(facts.source, dtype="str").fillna("")
    texts: list[str] = []
    codes = []
    for batch in batches:
        if isinstance(batch.place, np.ndarray):
            codes.append(batch.place if facts.source is not None else np.full(len(batch.row), -1))
        else:
            codes.append(len(source) + len(texts) + np.arange(len(batch.row)))
            texts += batch.place
    every = pd.concat([source, pd.Series([*texts, ""], dtype="str")]).array
    place = np.concatenate(codes)[order]
    return every.take(np.where(place < 0, len(every) - 1, place))


def decide(stated: Floats, computed: Floats, sure: Flags, else_: int = FAIL) -> Statuses:
    """Compare two figures where both are sure: pass or `else_`; undecided where they are not."""
    differ = np.abs(stated - computed) > TOLERANCE
    answer: Statuses = np.where(sure, np.where(differ, else_, PASS), UNDECIDED).astype(np.int8)
    return answer


def addresses(cells: Iterable[Address]) -> str:
    """Return addresses as findings hold them: parted by blanks, each table.item.column."""
    return " ".join(".".join(address) for address in cells)


def _strings(names: Sequence[str], codes: npt.NDArray[Any]) -> Any:
    # Few names, many findings: copying by code is a hundred times faster than a string each.
    return pd.array(list(names), dtype="str").take(codes)


def _floats(given: npt.ArrayLike | None, count: int) -> Floats:
    return np.full(count, np.nan) if given is None else np.asarray(given, dtype=np.float64)
