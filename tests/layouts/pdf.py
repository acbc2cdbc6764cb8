"""Pages as a word processor exports them: text by position, and ruling lines."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from itertools import accumulate
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from .model import Cell, Draft, Heading, Table, break_row, place
from .style import Style

WIDTH, HEIGHT = 595.28, 841.89
MARGIN, FOOT = 72.0, 42.0
SIZE, LEADING = 14.0, 25.0
CELL_SIZE, CELL_LEADING, PAD = 8.5, 11.0, 3.0
BLUE = (0.776, 0.851, 0.945)
#: Between the two lines of a double rule.
TWIN = 4.0


@cache
def font() -> str:
    """Register the font that zhplot carries: it has every character that a place name needs."""
    folder = Path(find_spec("zhplot").origin).parent
    pdfmetrics.registerFont(TTFont("Noto", next(folder.rglob("NotoSansSC-Regular.ttf"))))
    return "Noto"


def lines_of(text: str, width: float, size: float) -> list[str]:
    """Wrap a text; Chinese breaks anywhere."""
    lines = [""]
    for character in text:
        if character == "\n":
            lines.append("")
        elif lines[-1] and pdfmetrics.stringWidth(lines[-1] + character, font(), size) > width:
            lines.append(character)
        else:
            lines[-1] += character
    return lines


def _lines(cell: Cell, text: str, xs: list[float], column: int, style: Style) -> list[str]:
    """Wrap a text within a cell; a figure is never wrapped."""
    if cell.kind == "value":
        return [text]
    wide = xs[column + cell.colspan] - xs[column] - PAD - _inset(style)
    return lines_of(text, wide, CELL_SIZE)


def _inset(style: Style) -> float:
    """Return how far text keeps from the rule at its left: from both where there are two."""
    return PAD + (TWIN if style.double_rules else 0)


def pages(draft: Draft, style: Style) -> bytes:
    """Write a draft as PDF."""
    font()
    file = io.BytesIO()
    # invariant: no time of writing, no random id.
    canvas = Canvas(file, pagesize=(WIDTH, HEIGHT), invariant=True)
    canvas.setTitle(draft.title)
    sheet = Sheet(canvas, style)
    for line in draft.before:
        sheet.text(line, size=10)
    sheet.text(draft.title, size=18, centre=True)
    for block in draft.blocks:
        if isinstance(block, Heading):
            # A heading is never the last line of a page.
            sheet.room(4 * LEADING)
            sheet.text(block.text, indent=2 * SIZE)
        elif isinstance(block, str):
            sheet.text(style.indent + block, indent=0 if style.indent else 2 * SIZE)
        else:
            sheet.table(block)
    for line in draft.after:
        sheet.text(line, size=10)
    sheet.end_page()
    canvas.save()
    return file.getvalue()


@dataclass(frozen=True)
class Piece:
    """What of a cell stands on one page: from row `first` to before row `last`."""

    first: int
    last: int
    column: int
    cell: Cell
    lines: list[str]


class Sheet:
    """The page being written, filled from the top."""

    def __init__(self, canvas: Canvas, style: Style) -> None:
        self.canvas, self.style = canvas, style
        self.y, self.page = HEIGHT - MARGIN, 1
        #: Where a page number finds room in the last row of a table, if that ends the page.
        self.inside: tuple[float, float] | None = None

    def end_page(self) -> None:
        if self.style.page_number:
            self.canvas.setFont(font(), 10)
            x, y = self.inside or (WIDTH / 2, FOOT)
            self.canvas.drawCentredString(x, y, f"- {self.page} -")
        self.canvas.showPage()
        self.y, self.page, self.inside = HEIGHT - MARGIN, self.page + 1, None

    def room(self, height: float) -> bool:
        """Start a new page unless the height fits on this one; tell whether it did."""
        if self.y - height >= MARGIN:
            return True
        self.end_page()
        return False

    def text(
        self, text: str, *, size: float = SIZE, indent: float = 0, centre: bool = False
    ) -> None:
        wide = WIDTH - 2 * MARGIN
        # The indent of the first line is room that its text does not have.
        hang = "\u3000" * round(indent / size)
        for i, line in enumerate(lines_of(hang + text, wide, size)):
            self.room(LEADING)
            self.y -= LEADING
            self.canvas.setFont(font(), size)
            shown = line.removeprefix(hang) if not i else line
            left = MARGIN + (indent if not i else 0)
            if centre:
                self.canvas.drawCentredString(WIDTH / 2, self.y, shown)
            else:
                self.canvas.drawString(left, self.y, shown)

    # --- tables

    def table(self, table: Table) -> None:
        xs = _columns(table, self.style)
        placed = list(place(table))
        heights = _heights(table, placed, xs, self.style)
        start, forced = 0, break_row(table, self.style)
        self.y -= PAD
        while start < len(heights):
            head = table.header if start and self.style.repeat_header else 0
            used = sum(heights[:head])
            stop = start
            while stop < len(heights) and self.y - used - heights[stop] >= MARGIN:
                if stop == forced and stop > start:
                    break
                used += heights[stop]
                stop += 1
            if stop == start:
                self.end_page()
                continue
            if head:
                self._rows(table, list(_pieces(placed, 0, head, xs, heights, self.style)), xs,
                           heights, 0, head)  # fmt: skip
            goes_on = stop < len(heights)
            if goes_on and self.style.page_number == "inside":
                heights[stop - 1] += CELL_LEADING
            pieces = list(_pieces(placed, start, stop, xs, heights, self.style))
            self._rows(table, pieces, xs, heights, start, stop)
            if goes_on and self.style.page_number == "inside":
                # Below the label: no figure is touched.
                column = 2 if table.name == "requests" else 0
                self.inside = ((xs[column] + xs[column + 1]) / 2, self.y + 2)
            if goes_on:
                self.end_page()
            start = stop

    def _rows(
        self, table: Table, pieces: list[Piece], xs: list[float], heights: list[float],
        start: int, stop: int,
    ) -> None:  # fmt: skip
        ys = [self.y - drop for drop in (0, *accumulate(heights[start:stop]))]
        for piece in pieces:
            top, bottom = ys[piece.first - start], ys[piece.last - start]
            left, right = xs[piece.column], xs[piece.column + piece.cell.colspan]
            if piece.cell.kind == "banner":
                self.canvas.setFillColorRGB(*BLUE)
                self.canvas.rect(left, bottom, right - left, top - bottom, stroke=0, fill=1)
                self.canvas.setFillGray(0)
            self.canvas.setFont(font(), CELL_SIZE)
            y = (top + bottom) / 2 + len(piece.lines) * CELL_LEADING / 2 - CELL_SIZE
            for line in piece.lines:
                if piece.cell.kind in ("label", "note"):
                    self.canvas.drawString(left + _inset(self.style), y, line)
                else:
                    middle = (left + right - PAD + _inset(self.style)) / 2
                    self.canvas.drawCentredString(middle, y, line)
                y -= CELL_LEADING
        self._rules(table, pieces, xs, ys, start)
        self.y = ys[-1]

    def _rules(
        self, table: Table, pieces: list[Piece], xs: list[float], ys: list[float], start: int
    ) -> None:
        across: set[tuple[int, int]] = set()  # (rule, column)
        down: set[tuple[int, int]] = set()  # (rule, row)
        for p in pieces:
            first, last, end = p.first - start, p.last - start, p.column + p.cell.colspan
            across |= {(r, c) for r in (first, last) for c in range(p.column, end)}
            down |= {(c, r) for c in (p.column, end) for r in range(first, last)}
        codes = [row.item for row in table.rows]
        if table.name == "requests" and self.style.missing_rules == "row":
            lost = codes.index("not_processed_publication") - start
            across -= {(lost, c) for c in range(2, len(xs) - 1)}
        elif table.name == "requests" and self.style.missing_rules == "column":
            # Between 科研机构 and 社会公益组织, beside the figures.
            down -= {(6, r - start) for r in range(table.header, len(codes))}
        for rule, run in _runs(across):
            self._rule(xs[run[0]], ys[rule], xs[run[1] + 1], ys[rule])
        for rule, run in _runs(down):
            self._rule(xs[rule], ys[run[0]], xs[rule], ys[run[1] + 1])
            if self.style.double_rules and 0 < rule < len(xs) - 1:
                self._rule(xs[rule] + TWIN, ys[run[0]], xs[rule] + TWIN, ys[run[1] + 1])

    def _rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        if self.style.filled_rules:
            self.canvas.rect(x0 - 0.25, y0 - 0.25, x1 - x0 + 0.5, y1 - y0 - 0.5 if y1 < y0 else 0.5,
                             stroke=0, fill=1)  # fmt: skip
        else:
            self.canvas.setLineWidth(0.5)
            self.canvas.line(x0, y0, x1, y1)


def _runs(segments: set[tuple[int, int]]) -> Iterator[tuple[int, tuple[int, int]]]:
    """Join unit segments on the same rule into the longest runs: (rule, (first, last))."""
    for rule in sorted({rule for rule, _ in segments}):
        steps = sorted(step for r, step in segments if r == rule)
        first = steps[0]
        for here, following in zip(steps, [*steps[1:], None], strict=True):
            if following != here + 1:
                yield rule, (first, here)
                first = following


def _columns(table: Table, style: Style) -> list[float]:
    widths = list(table.widths)
    if style.wrapped and table.name != "review":
        labels = 3 if table.name == "requests" else 1
        widths[:labels] = [width / 2 for width in widths[:labels]]
    if style.vertical and table.name == "requests":
        widths[0] = 0.9
    # A figure is not wrapped: its column is as wide as it needs to be.
    scale = (WIDTH - 2 * MARGIN) / sum(widths)
    sizes = [w * scale for w in widths]
    for _, c, cell in place(table):
        if cell.kind == "value" and cell.colspan == 1:
            need = pdfmetrics.stringWidth(cell.text, font(), CELL_SIZE) + PAD + _inset(style)
            sizes[c] = max(sizes[c], need)
    # What is too wide for the margins runs over both, as wide tables do.
    left = (WIDTH - sum(sizes)) / 2
    return [left, *(left + reach for reach in accumulate(sizes))]


def _heights(
    table: Table, placed: list[tuple[int, int, Cell]], xs: list[float], style: Style
) -> list[float]:
    heights = [CELL_LEADING + 2 * PAD] * len(table.rows)
    if table.name == "disclosure":
        heights = [26.0] * len(table.rows)
    for rowspan in sorted({cell.rowspan for _, _, cell in placed}):
        for r, c, cell in placed:
            if cell.rowspan == rowspan:
                lines = _lines(cell, cell.text, xs, c, style)
                lack = len(lines) * CELL_LEADING + 2 * PAD - sum(heights[r : r + rowspan])
                heights[r + rowspan - 1] += max(0.0, lack)
    return heights


def _pieces(
    placed: list[tuple[int, int, Cell]], start: int, stop: int, xs: list[float],
    heights: list[float], style: Style,
) -> Iterator[Piece]:  # fmt: skip
    """Yield what of each cell stands on a page that has the rows from `start` to before `stop`."""
    for r, c, cell in placed:
        first, last = max(r, start), min(r + cell.rowspan, stop)
        if first >= last:
            continue
        lines = _lines(cell, cell.text, xs, c, style)
        if (first, last) != (r, r + cell.rowspan):
            if style.cut_label and cell.kind == "label" and cell.rowspan < 9:
                half = (len(cell.text) + 1) // 2
                part = cell.text[:half] if first == r else cell.text[half:]
                lines = _lines(cell, part, xs, c, style)
            else:
                # The label fills the cell from the page that it starts on; the rest goes over.
                fits = int((sum(heights[r:stop]) - PAD) // CELL_LEADING)
                lines = lines[:fits] if first == r else lines[_fitted(r, start, heights) :]
        yield Piece(first, last, c, cell, lines)


def _fitted(r: int, start: int, heights: list[float]) -> int:
    """Return how many lines of a cell that starts at row `r` stood on the pages before."""
    return int((sum(heights[r:start]) - PAD) // CELL_LEADING)
