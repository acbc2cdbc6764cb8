"""Headings of sections that stand in rows of tables: sheets, and pages laid out as one table."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..codebook import match_label
from ..document import Block, Cell, Document, Grid, Paragraph
from .headings import read_heading


def part_tables(document: Document) -> Document:
    """Return the document with its tables parted at the rows that head a section."""
    blocks = tuple(part for block in document for part in _parted(block))
    return document if len(blocks) == len(document.blocks) else replace(document, blocks=blocks)


def _parted(block: Block) -> Iterator[Block]:
    if not isinstance(block, Grid):
        yield block
        return
    start = reach = 0
    for place, row in enumerate(block.rows):
        head = _heading(row)
        # Where a cell above reaches into the row, the row is part of a table.
        if head is not None and reach <= place:
            if start < place:
                yield _piece(block, start, place)
            yield Paragraph(head.text, head.source)
            start = place + 1
        reach = max([reach, *(cell.row + cell.rowspan for cell in row)])
    if start < len(block.rows):
        yield block if start == 0 else _piece(block, start, len(block.rows))


def _heading(row: Sequence[Cell]) -> Cell | None:
    """Return the one cell of a row that is not blank, if it heads a section and is no label."""
    cells = [cell for cell in row if cell.text.strip()]
    if len(cells) != 1 or match_label(cells[0].text):
        return None
    line = read_heading(cells[0].text)
    return cells[0] if line is not None and line.section and not line.joined else None


def _piece(grid: Grid, start: int, end: int) -> Grid:
    """Return some rows as a table of their own."""
    rows = tuple(
        tuple(
            cell._replace(row=cell.row - start, rowspan=min(cell.rowspan, end - cell.row))
            for cell in row
        )
        for row in grid.rows[start:end]
    )
    first = next((f", from {cell.source}" for row in rows for cell in row), "")
    return Grid(rows, grid.source + first, grid.ruled, grid.continues and start == 0)
