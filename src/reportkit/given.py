"""What a function is given: the frame that it asks for, or what holds one.

Functions take frames. Where one asks for ``cells``, ``narrative`` or ``reports``, a Report or Panel
that holds the frame may be handed over in its place, or a list of them. A table that another
function makes, such as findings, is that table alone.
"""

from collections.abc import Sequence
from typing import Protocol, TypeAlias

import pandas as pd

from .errors import FrameError
from .specs import read_spec
from .text import counted

#: The frames that a Report, or a Panel, holds and functions ask for.
HELD = ("cells", "narrative", "reports")
#: Columns without which prose cannot be read.
PROSE = ("report", "section", "order", "text", "source")
#: Columns of numbers, by the frame that has them: whole ones, but for values.
_NUMBERS = {
    "cells": {"year": "Int64", "value": "Float64"},
    "narrative": {"section": "Int64", "order": "Int64"},
    "reports": {"year": "Int64"},
}


class HasFrames(Protocol):
    """A Report, a Panel: what holds frames."""

    @property
    def reports(self) -> pd.DataFrame:
        """A row a report."""

    @property
    def cells(self) -> pd.DataFrame:
        """A row a cell."""

    @property
    def narrative(self) -> pd.DataFrame:
        """A row a paragraph."""


#: In signatures: what may be handed over where a frame of `HELD` is asked for. A DataFrame, or a
#: Report or Panel that holds it, or a list of these.
Given: TypeAlias = pd.DataFrame | HasFrames | Sequence[HasFrames]


def frame_of(
    given: object, name: str, columns: Sequence[str] = (), *, by: str = "",
    any_edition: bool = False,
) -> pd.DataFrame:  # fmt: skip
    """Return the frame that a function asked for under a name, or say what to hand over.

    Parameters
    ----------
    given : object
        What was handed over.
    name : str
        Of the parameter; one of `HELD` may be held by a Report or Panel, or by a list of them.
    columns : sequence of str
        That the frame needs.
    by : str
        What makes the frame, where no Report holds it: ``check(cells)``.
    any_edition : bool
        Pass editions that no form has: checking never stops for bad data.

    Raises
    ------
    FrameError
        It is neither, columns are missing, or an edition or year is none.
    """
    if isinstance(given, pd.DataFrame):
        frame = given
    elif name in HELD and isinstance(given, list | tuple) and given:
        frame = _together(given, name)
    else:
        held = getattr(given, name, None) if name in HELD else None
        if not isinstance(held, pd.DataFrame):
            raise FrameError(f"{name} is {_told(given)}, no frame; {_hand_over(name, by)}")
        frame = held
    lacking = [column for column in columns if column not in frame]
    if lacking:
        names = f"column{'s' if lacking[1:] else ''} {', '.join(lacking)}"
        raise FrameError(f"{name} lacks the {names}; {_hand_over(name, by)}")
    return _typed(frame, name, any_edition) if name in HELD else frame


def _typed(frame: pd.DataFrame, name: str, any_edition: bool) -> pd.DataFrame:
    """Give editions and whole numbers the types that they have in a Report, where they differ."""
    new: dict[str, pd.Series] = {}
    if name == "cells" and "edition" in frame:
        known = {row["edition"] for row in read_spec("editions")}
        found = list(pd.unique(frame["edition"]))
        if not known.issuperset(found):
            named = {value: str(value).strip().removesuffix(".0") for value in found}
            strange = [value for value in found if named[value] not in known]
            if strange and not any_edition:
                rows = frame["edition"].isna() if pd.isna(strange[0]) else (
                    frame["edition"] == strange[0]
                )  # fmt: skip
                told = f"no edition of the form (those are {' and '.join(sorted(known))})"
                raise FrameError(_strange(frame, name, "edition", strange[0], rows, told))
            new["edition"] = frame["edition"].map(named).astype("str")
    for column, dtype in _NUMBERS[name].items():
        whole = dtype == "Int64"
        if column not in frame or _is_number(frame[column], whole=whole):
            continue
        numbers = pd.to_numeric(frame[column], errors="coerce")
        wrong = frame[column].notna() & ~((numbers % 1 == 0) if whole else numbers.notna())
        if wrong.any():
            told = "no whole number" if whole else "no number"
            value = frame.loc[wrong, column].iloc[0]
            raise FrameError(_strange(frame, name, column, value, wrong, told))
        new[column] = numbers.astype(dtype)
    return frame.assign(**new) if new else frame


def _is_number(column: pd.Series, *, whole: bool) -> bool:
    return bool(column.dtype == "Int64" if whole else pd.api.types.is_numeric_dtype(column))


def _strange(
    frame: pd.DataFrame, name: str, column: str, value: object, rows: pd.Series, told: str
) -> str:
    owner = f" of {frame.loc[rows, 'report'].iloc[0]}" if "report" in frame else ""
    shown = repr(value) if isinstance(value, str) else "missing" if pd.isna(value) else str(value)
    count = int(rows.sum())
    more = f", as in {counted(count - 1, 'more row')}" if count > 1 else ""
    return f"{name}: {column}{owner} is {shown}{more}: {told}; {_hand_over(name, '')}"


def need_kind(given: object, kind: type, name: str, what: str) -> None:
    """Refuse what is not of a kind, and say what to hand over.

    Raises
    ------
    FrameError
        It is of another kind.
    """
    if not isinstance(given, kind):
        raise FrameError(f"{name} is {_told(given)}; hand over {what}")


def prose_of(
    panel: Given, reports: Given | None, columns: Sequence[str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the prose of several reports and whose they are; a narrative alone does not tell it.

    Raises
    ------
    FrameError
        As of `frame_of`, or a narrative came without `reports`.
    """
    narrative = frame_of(panel, "narrative", PROSE)
    if reports is None and isinstance(panel, pd.DataFrame):
        raise FrameError(
            "a narrative alone does not tell issuers and years: add reports=panel.reports, or hand "
            "over the Panel"
        )
    return narrative, frame_of(panel if reports is None else reports, "reports", columns)


def _together(given: Sequence[object], name: str) -> pd.DataFrame:
    """Put the frames of several reports below one another."""
    frames = [frame_of(one, name, ["report"]) for one in given]
    owners = pd.concat([frame["report"].drop_duplicates() for frame in frames])
    twice = owners[owners.duplicated()]
    if len(twice):
        raise FrameError(
            f"{name}: {twice.iloc[0]} is handed over twice; two files of one body and year are "
            "told apart by reportkit.read_reports"
        )
    return frames[0] if len(frames) == 1 else pd.concat(frames, ignore_index=True)


def _told(given: object) -> str:
    """Name what was handed over: 'text.html' (str), None, a Report."""
    kind = type(given).__name__
    if given is None:
        return "None"
    if isinstance(given, list | tuple):
        return f"an empty {kind}" if not given else f"a {kind}"
    if isinstance(given, str | bytes | int | float):
        shown = repr(given)
        return f"{shown[:60]}{' …' if len(shown) > 60 else ''} ({kind})"
    return f"{'an' if kind[0] in 'AEIOU' else 'a'} {kind}"


def _hand_over(name: str, by: str) -> str:
    if name in HELD:
        return (
            f"hand over report.{name} or panel.{name}, or the Report or Panel that "
            "reportkit.read_report or read_reports returns"
        )
    if by:
        return f"hand over what reportkit.{by} returns"
    return "hand over a DataFrame that has them"
