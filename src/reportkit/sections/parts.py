"""The prose of a document as parts: paragraphs, and where tables stand between them."""

from collections.abc import Iterator
from dataclasses import dataclass

from ..codebook import match_label
from ..document import Block, Cell, Grid, Heading
from ..text import squeeze


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph, or a table, of which nothing is kept here but that it stands there."""

    text: str
    source: str
    #: Of a heading, 1 the highest; 0 for what is none.
    level: int = 0
    is_table: bool = False


def read_parts(blocks: list[Block]) -> list[Part]:
    """Return the paragraphs in printed order; a frame drawn around prose is no table."""
    return [part for block in blocks for part in _parts(block)]


def _parts(block: Block) -> Iterator[Part]:
    if not isinstance(block, Grid):
        level = block.level if isinstance(block, Heading) else 0
        yield Part(block.text, block.source, level)
        return
    prose = framed_prose(block)
    if prose:
        yield from (Part(cell.text, cell.source) for cell in prose)
    else:
        yield Part("", block.source, is_table=True)


def framed_prose(grid: Grid) -> list[Cell]:
    """Return the cells of a grid that holds one a row, and no label of the form; else none."""
    rows = [[cell for cell in row if cell.text.strip()] for row in grid.rows]
    cells = [cell for row in rows for cell in row]
    lone = all(len(row) <= 1 for row in rows)
    return cells if lone and not any(match_label(squeeze(cell.text)) for cell in cells) else []
