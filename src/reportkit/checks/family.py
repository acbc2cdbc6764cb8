"""P1: a parent body's aggregate against the reports of the bodies below it."""

from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from ..codebook import children
from ..errors import FrameError
from ..given import frame_of
from ..matrix import ABSENT, NO_CELL, NUMBER, TEXT, Matrix, position
from .findings import Batch, Codes, Facts, Flags, Floats, Standing, build
from .identities import FAIL, PASS, TOLERANCE, UNDECIDED
from .wording import Said, cell_name, say
from .years import Series, series


def family(facts: Facts, parents: pd.DataFrame) -> Batch:
    """Subtract the reports of the children from that of their parent, cell by cell.

    Parameters
    ----------
    facts : Facts
        The cells.
    parents : DataFrame
        ``parent, child`` (issuers; the parent's report is an aggregate of its own level and of its
        children) and, for rows that hold for one year alone, ``year``.

    Returns
    -------
    Batch
        Findings, one a cell of each parent's report: stated is the parent's figure, computed the
        sum of the children, difference the parent's own level.
    """
    parents = frame_of(parents, "parents", ["parent", "child"])
    matrix, own = facts.matrix, series(facts.matrix)
    parent, child, count = _match(matrix, own, parents)
    if not len(count):
        return build(facts, [], [], [], status=[], tell=lambda _: Said("", ""))
    values, known, soft = _figures(matrix)
    rows = np.flatnonzero(count)
    group = np.searchsorted(rows, parent)
    shape = (len(rows), values.shape[1])
    total, sure, lenient = np.zeros(shape), np.zeros(shape, np.intp), np.zeros(shape, np.intp)
    # Another edition's table 二 counts other things under the same code.
    editions = matrix.reports["edition"].to_numpy(dtype=object)
    alike = (editions[parent] == editions[child])[:, None] | ~_disclosure()
    np.add.at(total, group, np.where(known[child] & alike, values[child], 0.0))
    np.add.at(sure, group, known[child] & alike)
    np.add.at(lenient, group, soft[child] & alike)
    at, which = np.nonzero((matrix.states[rows] != NO_CELL) & _additive())
    row = rows[at]
    summed, stated = total[at, which], values[row, which]
    all_known = sure[at, which] == count[row]
    negative = stated - summed < -TOLERANCE

    def status(printed: Flags, complete: Flags) -> np.ndarray:
        # Counts are not negative: children that are not known make the own level smaller still.
        return np.where(printed & negative, FAIL, np.where(printed & complete, PASS, UNDECIDED))

    strict = status(known[row, which], all_known)
    addresses = list(position())

    def tell(i: int) -> Said:
        if not known[row[i], which[i]]:
            key = "P1_no_parent"
        elif negative[i]:
            key = "P1_negative" if all_known[i] else "P1_negative_bounds"
        else:
            key = "P1_bounds" if sure[at[i], which[i]] else "P1_none_known"
        return say(
            key, left=cell_name(addresses[which[i]], editions[row[i]]), stated=float(stated[i]),
            computed=float(summed[i]), own=float(stated[i] - summed[i]),
            known=int(sure[at[i], which[i]]), count=int(count[row[i]]),
        )  # fmt: skip

    return build(
        facts, row, which, [Standing("P1", *address, ".".join(address)) for address in addresses],
        status=strict,
        lenient=status(soft[row, which], lenient[at, which] == count[row]),
        stated=np.where(known[row, which], stated, np.nan),
        computed=np.where(sure[at, which] > 0, summed, np.nan), tell=tell,
    )  # fmt: skip


def _match(matrix: Matrix, own: Series, parents: pd.DataFrame) -> tuple[Codes, Codes, Codes]:
    """Return pairs (report of the parent, of the child), and how many children each report has.

    A body with two reports for the year is as one without: which to take is not told.
    """
    reports = matrix.reports.assign(row=np.arange(len(matrix.reports)))[own.alone]
    family = parents[["parent", "child"]].assign(only=_years(parents))
    family = family[family["parent"] != family["child"]]
    of_parent = reports[["issuer", "year", "row"]].rename(columns={"issuer": "parent"})
    pairs = family.merge(of_parent, on="parent")
    here = pairs["only"].isna() | (pairs["only"] == pairs["year"])
    pairs = pairs.loc[here.astype(bool), ["child", "year", "row"]].drop_duplicates()
    of_child = of_parent.rename(columns={"parent": "child", "row": "below"})
    found = pairs.merge(of_child, on=["child", "year"])
    count = np.bincount(pairs["row"].to_numpy(dtype=np.intp), minlength=len(matrix.reports))
    return (
        found["row"].to_numpy(dtype=np.intp),
        found["below"].to_numpy(dtype=np.intp),
        count if len(pairs) else np.empty(0, dtype=np.intp),
    )


def _years(parents: pd.DataFrame) -> Any:
    """Return the year that each row holds for; missing where it holds for all."""
    if "year" not in parents:
        return pd.array([None] * len(parents), dtype="Int64")
    try:
        return pd.to_numeric(parents["year"]).astype("Int64").array
    except (ValueError, TypeError) as error:
        raise FrameError(f"parents: the column year holds no years ({error})") from error


def _figures(matrix: Matrix) -> tuple[Floats, Flags, Flags]:
    """Return values (0 if none), which are numbers, and which are or may be read as 0.

    A child that prints 其他处理 as three rows counts under the one row of its parent.
    """
    values = np.where(np.isnan(matrix.values), 0.0, matrix.values)
    known = matrix.states == NUMBER
    soft = ~np.isin(matrix.states, (TEXT, ABSENT, NO_CELL))
    for address, place in position().items():
        if address[:2] == ("requests", "other"):
            parts = [position()["requests", code, address[2]] for code in children(*address[:2])]
            lacks = matrix.states[:, place] == NO_CELL
            values[lacks, place] = values[np.ix_(lacks, parts)].sum(axis=1)
            known[lacks, place] = known[np.ix_(lacks, parts)].all(axis=1)
            soft[lacks, place] = soft[np.ix_(lacks, parts)].all(axis=1)
    return values, known, soft


@cache
def _additive() -> Flags:
    """Return which cells add up over bodies: all but the change between years."""
    return np.array([column != "change" for _, _, column in position()])


@cache
def _disclosure() -> Flags:
    return np.array([table == "disclosure" for table, _, _ in position()])
