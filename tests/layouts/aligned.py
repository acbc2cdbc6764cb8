"""Text as pdftotext -layout prints a page: cells by their position, blank ones by absence.

It counts a Chinese character as one column. The lines of a wrapped label stand above and below the
line that its figures are on.
"""

from __future__ import annotations

from itertools import accumulate

from .model import Cell, Table, break_row, place
from .style import Style

#: Characters that the label columns hold; the other columns hold what stands in them.
LABELS = {"disclosure": (16,), "requests": (12, 12, 24), "review": ()}
WRAPPED = {"disclosure": (8,), "requests": (8, 8, 12), "review": ()}


def aligned(table: Table, style: Style) -> str:
    widths = _widths(table, style)
    starts = [0, *accumulate(widths)]
    cut = break_row(table, style)
    placed = [
        (r, c, cell, wrap(cell.text, starts[c + cell.colspan] - starts[c] - 2))
        for r, c, cell in place(table)
    ]
    heights = [1] * len(table.rows)
    for r, _, cell, lines in placed:
        if cell.rowspan == 1:
            heights[r] = max(heights[r], len(lines))
    tops = [0, *accumulate(heights)]
    canvas: list[dict[int, str]] = [{} for _ in range(tops[-1])]
    for r, c, cell, lines in placed:
        for first, last, part in _pieces(r, cell, lines, cut, style):
            room, width = tops[last] - tops[first], starts[c + cell.colspan] - starts[c]
            top = tops[first] + max(0, (room - len(part)) // 2)
            for i, text in enumerate(part):
                shift = 0 if cell.kind == "label" else max(0, (width - len(text)) // 2)
                # A label too long for the rows that it spans is cut off, as a page would.
                if top + i < tops[last]:
                    canvas[top + i][starts[c] + shift] = text
    lines = [_line(texts) for texts in canvas]
    if cut is not None:
        head = lines[: tops[table.header]] if style.repeat_header else []
        lines[tops[cut] : tops[cut]] = ["\f", *head]
    return "\n".join(lines)


def paged(text: str, style: Style) -> str:
    """Return a text with the number of each page at its foot."""
    if not style.page_number:
        return text.replace("\f\n", "\n\f")
    gap = "\n" if style.page_number == "inside" else "\n\n\n"
    first, *others = text.split("\n\f\n")
    for page, other in enumerate(others, 1):
        first += f"{gap}{' ' * 36}- {page} -{gap}\f{other}"
    return f"{first}{gap}{' ' * 36}- {len(others) + 1} -"


def _pieces(
    r: int, cell: Cell, lines: list[str], cut: int | None, style: Style
) -> list[tuple[int, int, list[str]]]:
    """Return (first row, row after the last, lines): one piece for each page the cell is on."""
    end = r + cell.rowspan
    if cut is None or not r < cut < end:
        return [(r, end, lines)]
    if style.cut_label and cell.kind == "label" and cell.rowspan < 9:
        half = (len(cell.text) + 1) // 2
        return [(r, cut, [cell.text[:half]]), (cut, end, [cell.text[half:]])]
    return [(r, cut, lines)]


def _widths(table: Table, style: Style) -> list[int]:
    labels = (WRAPPED if style.wrapped else LABELS)[table.name]
    widths = [*labels, *[6] * (len(table.widths) - len(labels))]
    if table.name == "disclosure":
        widths[1:] = [12] * 3
    for _, c, cell in place(table):
        # Figures are never wrapped.
        if cell.kind == "value" and cell.colspan == 1:
            widths[c] = max(widths[c], len(cell.text) + 2)
    return widths


def wrap(text: str, width: int) -> list[str]:
    """Wrap a text at its spaces; a run of Chinese breaks anywhere."""
    lines = [""]
    for word in text.split(" "):
        if len(lines[-1]) + 1 + len(word) <= width and lines[-1]:
            lines[-1] += f" {word}"
        else:
            lines += [word[i : i + width] for i in range(0, len(word), width)]
    return lines[1:] or [""]


def _line(texts: dict[int, str]) -> str:
    line = ""
    for start in sorted(texts):
        line = line.ljust(start) + texts[start]
    return line
