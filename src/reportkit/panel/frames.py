"""The frames of a panel: their columns, and putting pieces of them together."""

from collections.abc import Iterable, Mapping, Sequence
from numbers import Real

import pandas as pd

from ..errors import FrameError
from ..report import CELLS, NARRATIVE, NOTES, REPORTS

UNREAD = {"source_file": "str", "error": "str", "message": "str"}

#: Columns and dtypes of every frame; the first four are those of a `Report`.
FRAMES = {
    "reports": REPORTS, "cells": CELLS, "narrative": NARRATIVE, "notes": NOTES, "unread": UNREAD,
}  # fmt: skip
OF_REPORTS = tuple(name for name in FRAMES if name != "unread")

Frames = Mapping[str, pd.DataFrame]


def empty(name: str) -> pd.DataFrame:
    """Return a frame without rows, with the columns and dtypes it always has."""
    dtypes = FRAMES[name]
    return pd.DataFrame({column: pd.array([], dtype=dtype) for column, dtype in dtypes.items()})


def stack(pieces: Sequence[Frames], names: Sequence[str] = OF_REPORTS) -> dict[str, pd.DataFrame]:
    """Put frames of the same name below one another, in order."""
    return {
        name: pd.concat([piece[name] for piece in pieces], ignore_index=True)
        if pieces
        else empty(name)
        for name in names
    }


def unread_frame(rows: Sequence[tuple[str, str, str]]) -> pd.DataFrame:
    """Return the frame of the files that could not be read."""
    return pd.DataFrame(list(rows), columns=list(UNREAD), dtype="str")


def list_years(years: int | Iterable[int]) -> list[int]:
    """Return the years that were asked for, of one or of several.

    Raises
    ------
    FrameError
        They are no whole numbers.
    """
    if isinstance(years, Iterable) and not isinstance(years, str | bytes):
        several: list[object] = list(years)
    else:
        several = [years]
    wrong = [year for year in several if not isinstance(year, Real) or year != year // 1]
    if wrong:
        raise FrameError(
            f"years: {wrong[0]!r} is no year; hand over numbers, as years=2023 or "
            "years=[2022, 2023]"
        )
    return [int(year) for year in several]  # type: ignore[call-overload]
