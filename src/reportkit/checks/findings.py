"""What every rule gives: findings, built column by column from arrays."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..codebook import Address
from ..matrix import ABSENT, NO_CELL, NUMBER, TEXT, Matrix, position, to_matrix
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

    def places(self, rows: Codes, columns: Codes) -> Any:
        """Return where cells of the matrix were printed, "" where that is not known."""
        at = self.matrix.rows[rows, columns]
        if self.source is None:
            return _strings([""], np.zeros(len(at), dtype=np.intp))
        return pd.Series(self.source.take(np.append(at, -1), allow_fill=True))[:-1].fillna("").array

    def read(self, rows: Codes, column: int) -> tuple[Floats, Flags, Flags]:
        """Return a cell of many reports: its value (0 if none), whether it is a number, whether it
        is one or may be read as 0.
        """  # fmt: skip
        values, states = self.matrix.values[rows, column], self.matrix.states[rows, column]
        known = states == NUMBER
        return (
            np.where(known, values, 0.0),
            known,
            known | ~np.isin(states, (TEXT, ABSENT, NO_CELL)),
        )


def gather(cells: pd.DataFrame) -> Facts:
    """Lay out a frame of cells for the rules."""
    source = cells["source"].astype("str").array if "source" in cells else None
    return Facts(to_matrix(cells), source)


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
    place: Any = None,
    told: npt.ArrayLike | None = None,
) -> pd.DataFrame:
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
    place : array of str, optional
        Where it was printed: where the cell that the finding stands at was, if left out.
    """
    row, which = np.asarray(row, dtype=np.intp), np.asarray(which, dtype=np.intp)
    status = np.asarray(status, dtype=np.int8)
    lenient = status if lenient is None else np.asarray(lenient, dtype=np.int8)
    if place is None:
        at = [position().get((s.table, s.item, s.column), -1) for s in standings]
        place = facts.places(row, np.array(at, dtype=np.intp)[which]) if len(row) else []
    speak = np.flatnonzero(status != PASS if told is None else np.asarray(told, dtype=bool))
    messages = [tell(int(i)) for i in speak]
    message = np.zeros(len(row), dtype=np.intp)
    message[speak] = np.arange(1, len(speak) + 1)
    first, second = (
        _floats(given, len(row)) for given in (stated, computed)
    )
    names = {
        name: _strings([getattr(s, name) for s in standings], which)
        for name in ("rule", "table", "item", "column", "cells")
    }
    reports = facts.matrix.reports["report"].astype("str").array
    columns = {
        **names,
        "report": reports.take(row) if len(row) else [],
        "place": place,
        "stated": _masked(first),
        "computed": _masked(second),
        "difference": _masked(first - second),
        "status": _strings(STATUSES, status),
        "status_blank_as_zero": _strings(STATUSES, lenient),
        "message_zh": _strings(["", *(said.zh for said in messages)], message),
        "message_en": _strings(["", *(said.en for said in messages)], message),
    }
    frame = pd.DataFrame({name: columns[name] for name in FINDINGS}, copy=False)
    return frame if len(row) else frame.astype(FINDINGS)


def join(parts: Iterable[pd.DataFrame], facts: Facts) -> pd.DataFrame:
    """Put the findings of all rules together: report by report, the rules in their order."""
    filled = [part for part in parts if len(part)]
    if not filled:
        return build(facts, [], [], [], status=[], tell=lambda _: Said("", ""))
    findings = pd.concat(filled, ignore_index=True) if len(filled) > 1 else filled[0]
    if len(filled) == 1:
        return findings
    order = pd.Index(facts.matrix.reports["report"]).get_indexer(findings["report"])
    return findings.take(np.argsort(order, kind="stable")).reset_index(drop=True)


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
    return pd.array(list(names), dtype="str").take(codes) if len(codes) else []


def _floats(given: npt.ArrayLike | None, count: int) -> Floats:
    return np.full(count, np.nan) if given is None else np.asarray(given, dtype=np.float64)


def _masked(values: Floats) -> Any:
    return pd.arrays.FloatingArray(values, np.isnan(values))
