"""The frames of a panel: their columns, and putting pieces of them together."""

from collections.abc import Mapping, Sequence

import pandas as pd

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
