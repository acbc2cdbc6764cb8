"""A figure whose small type keeps its word spaces; kept apart, for it loads matplotlib.

Hinting makes the advance of each glyph a whole number of pixels. At a screen's resolution a space
of small type has two, and one of them gone, words run together.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure


class ChartFigure(Figure):
    """A figure that is drawn and measured without hinting; those of others are left alone."""

    def draw(self, renderer: Any) -> None:
        """Draw the figure."""
        with unhinted():
            super().draw(renderer)

    def get_tightbbox(self, *args: Any, **options: Any) -> Any:
        """Return the box around all that is drawn, in inches."""
        with unhinted():
            return super().get_tightbbox(*args, **options)

    def __repr__(self) -> str:
        """Return what every figure says of itself: notebooks keep it."""
        return super().__repr__().replace(type(self).__name__, Figure.__name__, 1)


@contextmanager
def unhinted() -> Iterator[None]:
    """Set and measure text without hinting inside the block."""
    before = mpl.rcParams["text.hinting"]
    # This one alone, see `fonts.chinese_font`.
    mpl.rcParams["text.hinting"] = "no_hinting"
    try:
        yield
    finally:
        mpl.rcParams["text.hinting"] = before
