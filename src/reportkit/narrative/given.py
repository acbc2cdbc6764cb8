"""The prose that a function is given: a narrative, or the report or panel that holds one."""

from typing import Protocol

import pandas as pd

from ..errors import FrameError

#: The columns that every function of this package needs.
NEEDED = ("report", "section", "order", "text", "source")


class HasNarrative(Protocol):
    """A Report, a Panel: what holds a narrative."""

    @property
    def narrative(self) -> pd.DataFrame:
        """Its prose."""


def narrative_of(given: pd.DataFrame | HasNarrative) -> pd.DataFrame:
    """Return the narrative, or say which of its columns are lacking."""
    frame = given if isinstance(given, pd.DataFrame) else given.narrative
    lacking = [name for name in NEEDED if name not in frame]
    if lacking:
        raise FrameError(
            f"narrative lacks the columns {', '.join(lacking)}; hand over report.narrative"
        )
    return frame
