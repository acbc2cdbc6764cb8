"""From ruling lines to the cells between them.

Coordinates are those of the page as it is read: x to the right, y downwards, in points. Word
processors draw a border in many ways (strokes, thin rectangles, one piece a cell, double lines), so
pieces are first joined to whole rules; then a cell ends where a rule is, not where a column is.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf
from statistics import median
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
#: A straight rule: its position across, and where it begins and ends.
Rule = tuple[float, float, float]

#: A rule is at most this thick; what is thicker is a shaded area.
THICKEST = 4.0
#: What is shorter is the square that some writers put where two rules meet.
SHORTEST = 2.0
#: Pieces of one rule may be this far out of line, and this far apart.
OUT_OF_LINE = 2.0
GAP = 4.0
#: No text fits between rules this close: they are one rule, drawn double.
SLIVER = 7.0
#: A table has hundreds of cells a page; a hatched drawing has more.
MAX_CELLS = 20_000


@dataclass(frozen=True, slots=True)
class Span:
    """A cell's place in its table's lattice."""

    row: int
    column: int
    rowspan: int
    colspan: int


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A table: where its columns and rows begin and end, and its cells, row by row.

    Attributes
    ----------
    xs, ys : array
        The edges of columns and of rows.
    spans : list of Span
        The cells, in reading order.
    owner : array of int
        The cell that each square of the lattice belongs to.
    """

    xs: Floats
    ys: Floats
    spans: list[Span]
    owner: npt.NDArray[np.int64]

    def locate(self, x: Floats, y: Floats) -> npt.NDArray[np.int64]:
        """Return the cells that points lie in, -1 for none."""
        column = np.searchsorted(self.xs, x) - 1
        row = np.searchsorted(self.ys, y) - 1
        rows, columns = self.owner.shape
        inside = (column >= 0) & (column < columns) & (row >= 0) & (row < rows)
        return np.where(inside, self.owner[row * inside, column * inside], -1)

    @property
    def boxes(self) -> Floats:
        """The left, top, right and bottom edges of the cells."""
        xs, ys = self.xs.tolist(), self.ys.tolist()
        return np.array(
            [(xs[s.column], ys[s.row], xs[s.column + s.colspan], ys[s.row + s.rowspan])
             for s in self.spans]
        )  # fmt: skip


def share_columns(tables: Sequence[Table]) -> list[Table]:
    """Give the parts of a table that runs over pages the same columns, whichever rules each has."""
    edges: list[float] = []
    for table in tables:
        edges = sorted([*edges, *(x for x in table.xs.tolist() if not _is_among(x, edges))])
    shared = []
    for table in tables:
        own = table.xs.tolist()
        xs = sorted([*own, *(x for x in edges if not _is_among(x, own))])
        place = [xs.index(x) for x in own]
        spans = [
            Span(s.row, place[s.column], s.rowspan, place[s.column + s.colspan] - place[s.column])
            for s in table.spans
        ]
        owner = np.repeat(table.owner, np.diff(place), axis=1)
        shared.append(Table(np.array(xs), table.ys, spans, owner))
    return shared


def _is_among(x: float, edges: Sequence[float]) -> bool:
    return any(abs(x - edge) <= SLIVER for edge in edges)


def split_rules(boxes: Floats) -> tuple[list[Rule], list[Rule]]:
    """Tell which of many boxes (left, top, right, bottom) are rules: level ones, upright ones."""
    width, height = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    level = (height <= THICKEST) & (width >= SHORTEST) & (width >= 2 * height)
    upright = (width <= THICKEST) & (height >= SHORTEST) & (height >= 2 * width)
    across = boxes[level]
    down = boxes[upright]
    return (
        join_rules((across[:, 1] + across[:, 3]) / 2, across[:, 0], across[:, 2]),
        join_rules((down[:, 0] + down[:, 2]) / 2, down[:, 1], down[:, 3]),
    )


def join_rules(position: Floats, start: Floats, end: Floats) -> list[Rule]:
    """Join the pieces that lie in one line and touch."""
    pieces = sorted(zip(position.tolist(), start.tolist(), end.tolist(), strict=True))
    joined: list[Rule] = []
    at = 0
    while at < len(pieces):
        stop = bisect_right(pieces, (pieces[at][0] + OUT_OF_LINE, inf, inf))
        # The rules of two tables may be a little apart: each has its own position.
        run: list[Rule] = []
        last = -inf
        for piece in sorted(pieces[at:stop], key=lambda piece: piece[1]):
            if run and piece[1] > last + GAP:
                joined.append((median(r[0] for r in run), run[0][1], last))
                run = []
            last = max(last, piece[2]) if run else piece[2]
            run.append(piece)
        joined.append((median(r[0] for r in run), run[0][1], last))
        at = stop
    return joined


def find_tables(level: Sequence[Rule], upright: Sequence[Rule]) -> list[Table]:
    """Return the tables that rules make, from the top; a frame around one cell is none."""
    tables = [
        table
        for across, down in _connected(level, upright)
        if (table := _table(across, down)) is not None and len(table.spans) > 1
    ]
    return sorted(tables, key=lambda table: (float(table.ys[0]), float(table.xs[0])))


def _connected(
    level: Sequence[Rule], upright: Sequence[Rule]
) -> Iterator[tuple[list[Rule], list[Rule]]]:
    """Part the rules into sets that touch: a table each. An underlined word touches nothing."""
    if not level or not upright:
        return
    y, x0, x1 = (column[:, None] for column in np.array(level).T)
    x, y0, y1 = np.array(upright).T
    touch = (x >= x0 - GAP) & (x <= x1 + GAP) & (y >= y0 - GAP) & (y <= y1 + GAP)
    left = touch.any(axis=1)
    while left.any():
        across = np.zeros(len(level), dtype=bool)
        across[int(np.argmax(left))] = True
        while True:
            down = touch[across].any(axis=0)
            wider = touch[:, down].any(axis=1)
            if wider.sum() == across.sum():
                break
            across = wider
        left &= ~across
        yield (
            [level[i] for i in np.flatnonzero(across).tolist()],
            [upright[i] for i in np.flatnonzero(down).tolist()],
        )


def _edges(own: Sequence[Rule], crossing: Sequence[Rule]) -> list[float]:
    """Return the positions of rules, with an edge where the crossing rules run on beyond them.

    A page that ends within a table often lacks the closing rule, and some tables have no rules at
    their sides: the crossing rules tell that there are cells.
    """
    edges: list[float] = []
    for position in sorted({rule[0] for rule in own}):
        if not edges or position - edges[-1] > SLIVER:
            edges.append(position)
    first, last = min(rule[1] for rule in crossing), max(rule[2] for rule in crossing)
    if first < edges[0] - SLIVER:
        edges.insert(0, first)
    if last > edges[-1] + SLIVER:
        edges.append(last)
    return edges


def _table(across: Sequence[Rule], down: Sequence[Rule]) -> Table | None:
    ys, xs = _edges(across, down), _edges(down, across)
    if len(ys) < 2 or len(xs) < 2 or len(ys) * len(xs) > MAX_CELLS:
        return None
    above = _presence(across, ys, xs)  # above[k, j]: a rule on edge k, over column j
    beside = _presence(down, xs, ys)
    # An edge that no rule fully holds (a tick, an underline that touches) parts nothing.
    rows = [0, *(k for k in range(1, len(ys) - 1) if above[k].any()), len(ys) - 1]
    columns = [0, *(k for k in range(1, len(xs) - 1) if beside[k].any()), len(xs) - 1]
    if len(rows) < len(ys) or len(columns) < len(xs):
        ys, xs = [ys[k] for k in rows], [xs[k] for k in columns]
        above, beside = _presence(across, ys, xs), _presence(down, xs, ys)
    spans, owner = _cells(above, beside)
    return Table(np.array(xs), np.array(ys), spans, owner)


def _presence(
    rules: Sequence[Rule], edges: Sequence[float], crossing: Sequence[float]
) -> npt.NDArray[np.bool_]:
    """Tell on which edge, between which two crossing edges, a rule is drawn."""
    present = np.zeros((len(edges), len(crossing) - 1), dtype=bool)
    for position, start, end in rules:
        k = bisect_left(edges, position - SLIVER)
        # Of two edges within reach the nearer is the rule's own.
        if k + 1 < len(edges) and abs(edges[k + 1] - position) < abs(edges[k] - position):
            k += 1
        if k < len(edges) and abs(edges[k] - position) <= SLIVER:
            first = bisect_left(crossing, start - SLIVER)
            last = bisect_right(crossing, end + SLIVER) - 1
            present[k, first:last] = True
    return present


def _cells(above: Any, beside: Any) -> tuple[list[Span], npt.NDArray[np.int64]]:
    """Grow a cell from each square that has none, to the right and then down, up to a rule."""
    rows, columns = above.shape[0] - 1, beside.shape[0] - 1
    rule_above, rule_beside = above.tolist(), beside.tolist()
    owner = np.full((rows, columns), -1, dtype=np.int64)
    taken = [[False] * columns for _ in range(rows)]
    spans: list[Span] = []
    for row in range(rows):
        for column in range(columns):
            if taken[row][column]:
                continue
            right = column + 1
            while right < columns and not rule_beside[right][row] and not taken[row][right]:
                right += 1
            below = row + 1
            while below < rows and not any(
                rule_above[below][j] or (j > column and rule_beside[j][below])
                for j in range(column, right)
            ):
                below += 1
            for i in range(row, below):
                taken[i][column:right] = [True] * (right - column)
            owner[row:below, column:right] = len(spans)
            spans.append(Span(row, column, below - row, right - column))
    return spans, owner
