"""Ticks as many as there is room for; kept apart, for it loads matplotlib."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path
from matplotlib.ticker import Formatter, Locator, MaxNLocator

from ..fonts import FAMILY
from .base import font_size

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: What parts two labels at least, and how high a line is, in sizes of their font.
_GAP, _LINE = 0.9, 1.5

Choices = Callable[[float, float], Iterable[Sequence[float]]]


class RoomyLocator(Locator):
    """Choose of several lists of ticks the first whose labels do not touch.

    They are measured whenever the axis is drawn: only then is its length known.

    Parameters
    ----------
    choices : callable
        Of both ends of the axis; gives lists of ticks, the longest first.
    say : callable
        Gives the label of a tick.
    size : float
        Of the labels, in points.
    """

    def __init__(self, choices: Choices, say: Callable[[float], str], size: float) -> None:
        self._choices, self._say, self._size = choices, say, size

    def __call__(self) -> Sequence[float]:
        """Return the ticks, for the axis as it is now."""
        low, high = self.axis.get_view_interval()  # type: ignore[union-attr]
        return self.tick_values(min(low, high), max(low, high))

    def tick_values(self, vmin: float, vmax: float) -> Sequence[float]:
        """Return the ticks between both ends."""
        seen: Sequence[float] = []
        for ticks in self._choices(vmin, vmax):
            seen = [tick for tick in ticks if vmin <= tick <= vmax]
            if self._fits(seen, vmin, vmax):
                return seen
        return seen[:1]

    def _fits(self, ticks: Sequence[float], low: float, high: float) -> bool:
        if len(ticks) < 2:
            return True
        axis = self.axis
        ax = axis.axes  # type: ignore[union-attr]
        across = axis is ax.xaxis
        pixels = ax.bbox.width if across else ax.bbox.height
        first, *at, last = axis.get_transform().transform([low, *ticks, high])  # type: ignore[union-attr]
        points = pixels / ax.figure.dpi * 72 / (last - first)
        halves = [
            (_width(self._say(tick), self._size) if across else _LINE * self._size) / 2
            for tick in ticks
        ]
        gap = _GAP * self._size if across else 0.0
        return all(
            abs(b - a) * points >= half + other + gap
            for (a, half), (b, other) in pairwise(zip(at, halves, strict=True))
        )


@lru_cache(4096)
def _width(text: str, size: float) -> float:
    """Return how wide the widest line of a label is, in points."""
    font = FontProperties(family=FAMILY, size=size)
    return max(
        text_to_path.get_text_width_height_descent(line, font, ismath=False)[0]
        for line in text.split("\n")
    )


def set_ticks(
    ax: Axes, which: Literal["x", "y"], choices: Choices, say: Callable[[float], str]
) -> None:
    """Set the ticks of an axis from lists of them, the longest first; no label touches another."""
    axis = ax.xaxis if which == "x" else ax.yaxis
    axis.set_major_locator(RoomyLocator(choices, say, font_size(ax)))
    axis.set_major_formatter(_Said(say))
    axis.set_minor_locator(_NoTicks())


class _Said(Formatter):
    def __init__(self, say: Callable[[float], str]) -> None:
        self._say = say

    def __call__(self, x: float, pos: int | None = None) -> str:
        return self._say(x)


class _NoTicks(Locator):
    """None at all: a logarithmic axis has minor ticks of its own."""

    def __call__(self) -> Sequence[float]:
        return []


@dataclass(frozen=True)
class Fixed:
    """All of these ticks, then each second one, each third, …; one of them is kept always.

    `of` is the place of that one, -1 of the last. (A class, so that a chart can be pickled.)
    """

    ticks: Sequence[float]
    of: int = 0

    def __call__(self, low: float, high: float) -> Iterator[Sequence[float]]:
        """Return the lists of ticks, the longest first."""
        kept = self.of % len(self.ticks)
        for step in range(1, len(self.ticks) + 1):
            yield self.ticks[kept % step :: step]


@dataclass(frozen=True)
class Powers:
    """0 and the powers of ten up to the one that is named, then each second power, each third, …"""

    last: int

    def __call__(self, low: float, high: float) -> Iterator[Sequence[float]]:
        """Return the lists of ticks, the longest first."""
        tens = [10.0**power for power in range(self.last + 1)]
        for step in range(1, self.last + 2):
            yield [0.0, *tens[::step]]


@dataclass(frozen=True)
class Linear:
    """Round numbers: so many at most, then fewer."""

    most: int
    steps: Sequence[float]
    integer: bool = False

    def __call__(self, low: float, high: float) -> Iterator[Sequence[float]]:
        """Return the lists of ticks, the longest first."""
        for count in range(self.most, 0, -1):
            found = MaxNLocator(count, steps=self.steps, integer=self.integer)
            yield [float(tick) for tick in found.tick_values(low, high)]
