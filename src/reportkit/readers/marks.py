"""What is no part of a printed number: small digits beside it, and digits struck out."""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from ..text import lowered, raised
from .lattice import Floats, Rule

#: A digit whose line lies this share of the height above or below that of the next is a small mark.
_SHIFTED = 0.1
#: Fonts of one size give letters boxes that differ by less.
_ALIKE = 0.02
#: A mark stands no further than this share of the height from the figure it belongs to.
_BESIDE = 0.3
_DIGITS = np.array([*range(0x30, 0x3A), *range(0xFF10, 0xFF1A)])
#: What may stand beside a mark and be read with it as a number: another digit, a dash, 1.
_FIGURES = np.array([*_DIGITS, *map(ord, "-–—－/.,%")])
#: A rule that runs no further than this share of their height from the middle of letters, and over
#: little else, strikes them out.
_THROUGH = 0.2
_OVER_LETTERS = 0.6
#: Letters so many times as high as most are a watermark, that rules run through.
_LARGE = 3.0


def part_strokes(
    rules: Sequence[Rule], codes: npt.NDArray[np.uint32], boxes: Floats
) -> tuple[list[Rule], set[int]]:
    """Return the level rules that strike nothing out, and the digits that the others strike."""
    ink = np.flatnonzero(codes > 32)
    height = boxes[ink, 3] - boxes[ink, 1]
    ink = ink[height <= _LARGE * np.median(height)] if len(ink) else ink
    left, top, right, bottom = boxes[ink].T
    order = np.argsort(top + bottom)
    x, y, width, near = (
        values[order]
        for values in ((left + right) / 2, (top + bottom) / 2, right - left, bottom - top)
    )
    near *= _THROUGH
    at = np.array([rule[0] for rule in rules])
    reach = near.max(initial=0.0)
    first, last = np.searchsorted(y, at - reach), np.searchsorted(y, at + reach)
    left_over: list[Rule] = []
    struck: set[int] = set()
    for rule, i, j in zip(rules, first.tolist(), last.tolist(), strict=True):
        position, start, end = rule
        hit = (np.abs(y[i:j] - position) <= near[i:j]) & (x[i:j] >= start) & (x[i:j] <= end)
        if width[i:j][hit].sum() < _OVER_LETTERS * (end - start):
            left_over.append(rule)
        else:
            letters = ink[order[i:j][hit]]
            struck.update(letters[np.isin(codes[letters], _DIGITS)].tolist())
    return left_over, struck


def set_small(
    codes: npt.NDArray[np.uint32],
    ink: npt.NDArray[np.int64],
    boxes: Floats,
    cells: npt.NDArray[np.int64],
    line_of: Callable[[int], float],
) -> None:
    """Write digits set above or below the line of the figure beside them as ¹ and ₁.

    They are found by their boxes, and told by the lines that they stand on.
    """
    left, top, right, bottom = boxes.T
    own = codes[ink]
    digit, figure = np.isin(own, _DIGITS), np.isin(own, _FIGURES)
    height = bottom - top
    tallest = np.maximum(height[1:], height[:-1])
    beside = (digit[1:] & figure[:-1]) | (figure[1:] & digit[:-1])
    beside &= (cells[1:] == cells[:-1]) & (np.abs(left[1:] - right[:-1]) <= _BESIDE * tallest)
    unlike = np.abs(np.diff(top)) + np.abs(np.diff(bottom)) > _ALIKE * tallest

    def go_together(one: int, other: int) -> bool:
        level = abs(bottom[one] - bottom[other]) <= _ALIKE * height[other]
        return bool(level and cells[one] == cells[other])

    for first in np.flatnonzero(beside & unlike).tolist():
        pair = first, first + 1
        lines = [line_of(int(ink[k])) for k in pair]
        if abs(lines[1] - lines[0]) < _SHIFTED * tallest[first]:
            continue
        if abs(height[first + 1] - height[first]) > _ALIKE * tallest[first]:
            mark = min(pair, key=lambda k: height[k])
        else:
            mark = pair[lines[1] < lines[0]]
        small = raised if lines[mark - first] < lines[first + 1 - mark] else lowered
        step = 1 if mark > first else -1
        codes[ink[first] + 1 : ink[first + 1]] = 0  # a line's end that PDFium concludes
        at = mark
        while 0 <= at < len(ink) and digit[at] and go_together(at, mark):
            codes[ink[at]] = ord(small(chr(own[at])))
            at += step
