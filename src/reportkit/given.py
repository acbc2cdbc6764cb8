"""What a function is given: the frame that it asks for, or what holds one.

Functions take frames. Where one asks for ``cells``, ``narrative`` or ``reports``, a Report or Panel
that holds the frame may be handed over in its place, or a list of them. A table that another
function makes, such as findings, is that table alone.
"""

from collections.abc import Sequence
from typing import Protocol, TypeAlias

import pandas as pd

from .errors import FrameError

#: The frames that a Report, or a Panel, holds and functions ask for.
HELD = ("cells", "narrative", "reports")
#: Columns without which prose cannot be read.
PROSE = ("report", "section", "order", "text", "source")


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


#: What may be handed over where a frame of `HELD` is asked for.
Given: TypeAlias = pd.DataFrame | HasFrames | Sequence[HasFrames]


def frame_of(
    given: object, name: str, columns: Sequence[str] = (), *, by: str = ""
) -> pd.DataFrame:
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

    Raises
    ------
    FrameError
        It is neither, or columns are missing.
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
    return frame


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
