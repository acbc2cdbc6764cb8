"""The lines of a document with the zone each stands in: before, in or after the six sections."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..document import Cell, Document, Grid, Heading
from ..sections import Outline, find_headings, read_outline
from ..text import squeeze

#: The smallest statutory table has more cells; facts around a report (索引号, 发布机构) have fewer.
_FEW_CELLS = 40
#: From this section on nothing but prose follows, and then what stands below the report.
_LATE = 5
#: In place of a level.
_TABLE = -1


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text, and how it stands in the document."""

    text: str
    source: str
    #: Of the heading, 1 the highest; 0 for what is none.
    level: int = 0
    #: "head" above the first section, "body", or "tail": in and behind the last section.
    zone: str = "head"
    #: Of a row of a table of facts, its cells; the text joins them by blanks.
    cells: tuple[str, ...] = ()


def read_lines(document: Document, outline: Outline | None = None) -> list[Line]:
    """Return the lines, and the rows of small tables, in printed order, with their zones."""
    headings = find_headings(outline or read_outline(document))
    found = list(_printed(document))
    numbers = [headings.get((source, text), 0) for text, source, _, _ in found]
    first = next((place for place, number in enumerate(numbers) if number), None)
    last = max((p for p, number in enumerate(numbers) if number >= _LATE), default=len(found))
    tables = [place for place, (_, _, level, _) in enumerate(found) if level == _TABLE]
    if first is None:
        # Without headings the tables tell where the report's body is.
        first, last = (tables[0], tables[-1]) if tables else (len(found), len(found))
    return [
        Line(text, source, level, "head" if i < first else "body" if i < last else "tail", cells)
        for i, (text, source, level, cells) in enumerate(found)
        if level != _TABLE
    ]


def _printed(document: Document) -> Iterator[tuple[str, str, int, tuple[str, ...]]]:
    """Yield text, source, level and cells of each line; a statutory table is one of `_TABLE`."""
    for block in document:
        if not isinstance(block, Grid):
            level = block.level if isinstance(block, Heading) else 0
            for part in block.text.split("\n"):
                if text := squeeze(part):
                    yield text, block.source, level, ()
        elif sum(len(row) for row in block.rows) >= _FEW_CELLS:
            yield "", block.source, _TABLE, ()
        else:
            for row in block.rows:
                yield from _row([cell for cell in row if cell.text.strip()])


def _row(cells: Sequence[Cell]) -> Iterator[tuple[str, str, int, tuple[str, ...]]]:
    if len(cells) == 1:
        # A frame drawn around prose, or a sheet's row of one cell, is no table.
        for part in cells[0].text.split("\n"):
            if text := squeeze(part):
                yield text, cells[0].source, 0, ()
    elif cells:
        texts = tuple(squeeze(cell.text) for cell in cells)
        yield " ".join(texts), cells[0].source, 0, texts
