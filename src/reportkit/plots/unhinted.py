"""A figure whose small type keeps its word spaces; kept apart, for it loads matplotlib.

Hinting makes the advance of each glyph a whole number of pixels. At a screen's resolution a space
of small type has two, and one of them gone, words run together.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any

from matplotlib.figure import Figure

from ..fonts import setting


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


def unhinted() -> AbstractContextManager[None]:
    """Set and measure text without hinting inside the block."""
    return setting("text.hinting", "no_hinting")
