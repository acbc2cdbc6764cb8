"""Rules that were not drawn: cells that hold two rows, or two columns, of figures.

Where figures stand below one another across a row, or side by side down a column, there are rows
and columns, drawn or not. Labels alone tell nothing: they run over lines.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from .lattice import Span, Table
from .lines import Piece, join_pieces

_FIGURE = re.compile(r"[-+－]?[\d.,，．]+[%％]?[万亿]?[件条项个元]?|[-—–－/／]{1,2}|无")
_NUMBERED = re.compile(r"[（(]?[一二三四五六七八九十\d]{1,3}\s*[)）.、．]")
#: So many cells of a row must hold figures at several heights; one may be a figure of two lines.
_WITNESSES = 2

#: Where something begins and ends, along the page's width or height.
Extent = tuple[float, float]


@dataclass(frozen=True, slots=True, eq=False)
class Draft:
    """A cell and what stands in it; `box` is left, top, right, bottom."""

    span: Span
    box: tuple[float, float, float, float]
    pieces: list[Piece]

    @property
    def has_figures(self) -> bool:
        """Whether all that stands in it, if anything, is figures."""
        return all(_FIGURE.fullmatch(piece.text) for piece in self.pieces)


def draft(table: Table, inside: Sequence[list[Piece]]) -> list[Draft]:
    """Return a table's cells, in reading order, parted by the rules that their figures tell of."""
    drafts = [
        Draft(span, (box[0], box[1], box[2], box[3]), pieces)
        for span, box, pieces in zip(table.spans, table.boxes.tolist(), inside, strict=True)
    ]
    if not any(len(cell.pieces) > 1 and cell.has_figures for cell in drafts):
        return drafts
    return _part_rows(_part_columns(drafts, table.xs.tolist()), table.ys.tolist())


def _part_columns(drafts: list[Draft], xs: list[float]) -> list[Draft]:
    columns: dict[tuple[int, int], list[Draft]] = defaultdict(list)
    for cell in drafts:
        if cell.has_figures and cell.span.rowspan == 1:
            columns[cell.span.column, cell.span.colspan].append(cell)
    parts: dict[Draft, list[float]] = {}
    added: dict[int, list[float]] = {}
    for (column, colspan), cells in columns.items():
        # Blanks and lone figures tell nothing, but go with the figures above or below.
        telling = [
            cell
            for run in _runs(cells)
            if any(len(_abreast(cell)) > 1 for cell in run)
            for cell in run
        ]
        cuts = _cuts([_abreast(cell) for cell in telling], xs[column + 1 : column + colspan], 1)
        if colspan == 1 and cuts:
            added[column] = cuts
        parts |= {cell: cuts for cell in telling if cuts}
    return _cut(drafts, parts, added, across=True)


def _part_rows(drafts: list[Draft], ys: list[float]) -> list[Draft]:
    rows: dict[tuple[int, int], list[Draft]] = defaultdict(list)
    for cell in drafts:
        rows[cell.span.row, cell.span.rowspan].append(cell)
    parts: dict[Draft, list[float]] = {}
    added: dict[int, list[float]] = {}
    for (row, rowspan), cells in rows.items():
        stacks = [_stacked(cell) for cell in cells if cell.has_figures]
        cuts = _cuts(stacks, ys[row + 1 : row + rowspan], _WITNESSES)
        if cuts and any(_tells_rows(cell, cuts) for cell in cells):
            parts |= dict.fromkeys(cells, cuts)
            if rowspan == 1:
                added[row] = cuts
    return _cut(drafts, parts, added, across=False)


def _cut(
    drafts: list[Draft], parts: dict[Draft, list[float]], added: dict[int, list[float]], *,
    across: bool,
) -> list[Draft]:  # fmt: skip
    """Cut cells side by side (`across`) or below one another, and number all others anew.

    `parts` says where each cell is cut, `added` which columns or rows of the table become several.
    """
    if not parts:
        return drafts
    begin, end = (0, 2) if across else (1, 3)  # of a box
    result = []
    for cell in drafts:
        span = cell.span
        first, count = (span.column, span.colspan) if across else (span.row, span.rowspan)
        start = first + sum(len(cuts) for place, cuts in added.items() if place < first)
        count += sum(len(cuts) for place, cuts in added.items() if first <= place < first + count)

        def at(place: int, count: int, span: Span = span) -> Span:
            if across:
                return replace(span, column=place, colspan=count)
            return replace(span, row=place, rowspan=count)

        if cell not in parts:
            result.append(replace(cell, span=at(start, count)))
            continue
        edges = [cell.box[begin], *parts[cell], cell.box[end]]
        for step, (low, high) in enumerate(pairwise(edges)):
            own = [piece for piece in cell.pieces if low <= _middle(piece, across) < high]
            left, top, right, bottom = cell.box
            box = (low, top, high, bottom) if across else (left, low, right, high)
            result.append(Draft(at(start + step, 1), box, own))
    return sorted(result, key=lambda cell: (cell.span.row, cell.span.column))


def _middle(piece: Piece, across: bool) -> float:
    return (piece.left + piece.right) / 2 if across else (piece.top + piece.bottom) / 2


def _runs(cells: Sequence[Draft]) -> Iterator[list[Draft]]:
    """Part the cells of a column where other rows come between."""
    run: list[Draft] = []
    for cell in cells:
        if run and cell.span.row != run[-1].span.row + 1:
            yield run
            run = []
        run.append(cell)
    yield run


def _abreast(cell: Draft) -> list[Extent]:
    """Return where the figures of a cell stand side by side; none where they fill lines."""
    lines = list(join_pieces(cell.pieces))
    return [(piece.left, piece.right) for piece in lines[0]] if len(lines) == 1 else []


def _stacked(cell: Draft) -> list[Extent]:
    """Return where the figures of a cell stand below one another."""
    return [
        (min(piece.top for piece in line), max(piece.bottom for piece in line))
        for line in join_pieces(cell.pieces)
    ]


def _cuts(figures: Sequence[list[Extent]], drawn: list[float], witnesses: int) -> list[float]:
    """Return where to part cells, so that each part holds a figure at most; none where it fails.

    `drawn` are the rules that are drawn elsewhere in the table and were left out here.
    """
    count = max(map(len, figures), default=0)
    full = [extents for extents in figures if len(extents) == count]
    if count < 2 or len(full) < witnesses:
        return []
    free = [
        (max(extents[i][1] for extents in full), min(extents[i + 1][0] for extents in full))
        for i in range(count - 1)
    ]
    # Letters' boxes may overlap by a hair, lines set close by a little more.
    cuts = drawn or [(end + begin) / 2 for end, begin in free]
    middles = [[(begin + end) / 2 for begin, end in extents] for extents in figures]
    for own in middles:
        parts = [sum(cut <= middle for cut in cuts) for middle in own]
        if len(set(parts)) < len(parts):
            return []
    straddled = any(
        begin < cut < end and min(cut - begin, end - cut) > (end - begin) / 4
        for extents in figures
        for begin, end in extents
        for cut in cuts
    )
    return [] if straddled or any(end - begin > 4 for end, begin in free) else cuts


def _tells_rows(cell: Draft, cuts: Sequence[float]) -> bool:
    """Tell rows from long figures broken over lines: by numbered labels, or by room to spare."""
    lines = list(join_pieces(cell.pieces))
    if cell.has_figures:
        room = (cell.box[2] - cell.box[0]) / 2
        return len(lines) > 1 and any(line[-1].right - line[0].left < room for line in lines[:-1])
    numbered = [
        (line[0].top + line[0].bottom) / 2 for line in lines if _NUMBERED.match(line[0].text)
    ]
    return len({sum(middle > cut for cut in cuts) for middle in numbered}) == len(cuts) + 1
