"""Many reports as one matrix: a row a report, a column a cell of the union of all forms."""

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from .codebook import Address, items, leaves, union_form
from .errors import FrameError
from .given import Given, frame_of

#: Order of the states in `Matrix.states`; "no cell" is a cell that the report's form does not have.
STATES = ("number", "blank", "dash", "text", "absent", "no cell")
NUMBER, BLANK, DASH, TEXT, ABSENT, NO_CELL = range(6)

ABOUT = ["report", "issuer", "year", "edition"]
KEY = ["report", "table", "item", "column"]
#: Columns without which no matrix can be made of cells.
NEEDED = [*ABOUT, *KEY[1:], "value", "state"]


@dataclass(frozen=True, eq=False)
class Matrix:
    """The values of many reports, reports × 226 cells.

    Attributes
    ----------
    reports : DataFrame
        A row a report, in order of first appearance: ``report, issuer, year, edition``.
    values : ndarray of float64, shape (reports, 226)
        NaN where there is no number. Counts are exact: a double holds whole numbers to 2**53.
    states : ndarray of int8, shape (reports, 226)
        Places in `STATES`. What is said to be a number and is none, or infinite, is "text".
    rows : ndarray of int32, shape (reports, 226)
        Where in the `cells` frame each cell stood, counted from 0; -1 where there is no cell.
    """

    reports: pd.DataFrame
    values: npt.NDArray[np.float64]
    states: npt.NDArray[np.int8]
    rows: npt.NDArray[np.int32]

    def amount(self, address: Address) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]]:
        """Return an item's figure for every report, a group's as the sum of its leaves.

        Returns
        -------
        values, known : ndarray, shape (reports,)
            NaN and False where a cell that is needed holds no number, or there is none.
        """
        table, item, column = address
        own = position().get(address)
        places = [position()[table, code, column] for code in leaves(table, item)]
        values, states = self.values[:, places], self.states[:, places]
        printed = states != NO_CELL
        sums = np.where(printed, values, 0.0).sum(axis=1)
        sums = np.where(printed.any(axis=1), sums, np.nan)
        if items()[table, item].kind == "group_or_leaf" and own is not None:
            # 其他处理 is printed as one row or as three: the three speak where they stand.
            sums = np.where(printed.any(axis=1), sums, self.values[:, own])
        elif own is not None:
            sums = self.values[:, own]
        return sums, ~np.isnan(sums)


@cache
def position() -> dict[Address, int]:
    """Return the matrix column of each address."""
    return {address: place for place, address in enumerate(union_form())}


def to_matrix(cells: Given, *, any_edition: bool = False) -> Matrix:
    """Turn a long `cells` frame into a `Matrix`; see `frame_of` for `any_edition`.

    Raises
    ------
    FrameError
        Columns are missing, an address is not on any form, or a cell stands twice.
    """
    cells = frame_of(cells, "cells", NEEDED, any_edition=any_edition)
    # Strings are hashed once a column; the rest is arithmetic on their codes.
    (row, reports), *coded = [pd.factorize(cells[name]) for name in KEY]
    lookup = np.full(tuple(len(names) for _, names in coded), -1, dtype=np.int64)
    known_as = [{name: code for code, name in enumerate(names)} for _, names in coded]
    at = np.array([
        [codes.get(part, -1) for part in parts]
        for parts, codes in zip(zip(*position(), strict=True), known_as, strict=True)
    ])  # fmt: skip
    there = (at >= 0).all(axis=0)
    lookup[tuple(at[:, there])] = np.flatnonzero(there)
    column = lookup[tuple(codes for codes, _ in coded)] if len(cells) else np.empty(0, np.int64)
    _refuse(cells, column < 0, "addresses that no form has")
    shape = (len(reports), len(position()))
    flat = row * shape[1] + column
    if (np.bincount(flat, minlength=1) > 1).any():
        _refuse(cells, cells.duplicated(KEY, keep=False).to_numpy(), "cells that stand twice")
    state, names = pd.factorize(cells["state"])
    known = np.array([STATES.index(name) if name in STATES else -1 for name in names], np.int8)
    _refuse(cells, np.append(known, -1)[state] < 0, f"states other than {', '.join(STATES[:-1])}")
    values = np.full(shape, np.nan)
    states = np.full(shape, NO_CELL, dtype=np.int8)
    rows = np.full(shape, -1, dtype=np.int32)
    figures = cells["value"].to_numpy(dtype=np.float64, na_value=np.nan)
    coded_states = known[state] if len(known) else np.empty(0, np.int8)
    # A number that is none, in a frame changed by hand, is as one that could not be read.
    hollow = (coded_states == NUMBER) & ~np.isfinite(figures)
    values.reshape(-1)[flat] = np.where(np.isinf(figures), np.nan, figures)
    states.reshape(-1)[flat] = np.where(hollow, TEXT, coded_states)
    rows.reshape(-1)[flat] = np.arange(len(cells), dtype=np.int32)
    # Codes count up in order of first appearance: a report's first row is where its code is new.
    first = np.flatnonzero(np.diff(np.maximum.accumulate(row), prepend=-1) > 0)
    about = cells[ABOUT].iloc[first].reset_index(drop=True)
    return Matrix(about, values, states, rows)


def _refuse(cells: pd.DataFrame, wrong: npt.NDArray[np.bool_], what: str) -> None:
    if wrong.any():
        first = cells.loc[wrong, KEY].head().to_string(index=False)
        raise FrameError(f"{int(wrong.sum())} rows hold {what}; the first:\n{first}")
