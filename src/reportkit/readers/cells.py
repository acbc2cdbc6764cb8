"""What the readers of marked-up files share: tables with spans laid out as blocks.

A reader collects `Item`s, the way the file nests them; `lay_out` makes one flat run of blocks of
them. Tables that only hold the page together are walked through, and so are table rows that hold
prose, for some reports are one single table.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain

from ..document import Block, Cell, Grid, Heading, Paragraph

#: No form has as many columns; a span beyond it is hostile or a slip.
MAX_SPAN = 100
#: A report has some 400 cells. A file beyond this is something else.
MAX_CELLS = 200_000
#: A cell that holds as much text is a page's column, not a table's cell.
_PAGE_COLUMN = 1000
#: What stands for a picture in a cell that holds no words: a figure may be drawn in it.
PICTURE = "〔图〕"
#: A lone cell across a table from this length on is prose.
_PROSE = 60
_SECTION = re.compile(r"[一二三四五六七八九十]{1,3}\s*[、.．]")
#: What stands for what is printed and is no text.
PICTURE = "〔图〕"
#: So many rows of figures or labels beside a nested table, and the outer table is one of data.
_DATA_ROWS = 3


@dataclass(frozen=True, slots=True)
class Head:
    """A heading, not yet numbered."""

    text: str
    level: int


@dataclass(slots=True)
class Slot:
    """A table cell as the file gives it: what is in it, and how far it spans."""

    items: list["Item"] = field(default_factory=list)
    rowspan: int = 1
    colspan: int = 1
    #: Where the file itself says so; else it takes the first free column.
    column: int = -1
    #: Whether it holds something drawn.
    picture: bool = False

    @property
    def text(self) -> str:
        """Its own text, a line a paragraph; not that of tables in it."""
        items = self.items
        if len(items) == 1 and isinstance(items[0], str):
            text = items[0]
        else:
            text = "\n".join(
                item if isinstance(item, str) else item.text
                for item in items
                if not isinstance(item, Table)
            )
        # Beside words a picture adorns; alone, or beside digits, it may be a figure or part of one.
        if self.picture and not any(map(str.isalpha, text)):
            return text + PICTURE
        return text


@dataclass(slots=True)
class Table:
    """A table as the file gives it; a sheet has a name and row numbers of its own."""

    rows: list[list[Slot]] = field(default_factory=list)
    place: str = ""
    numbers: list[int] = field(default_factory=list)


Item = str | Head | Table
#: A row as a person numbers it, and its cells, each with its column.
_Row = tuple[int, list[tuple[int, Slot]]]


def clamp(span: str, zero: int = 1) -> int:
    """Read a span as a file writes it, and bound it; `zero` is what 0 stands for."""
    digits = re.match(r"\s*\+?(\d{1,4})", span)
    count = int(digits[1]) if digits else 1
    return min(count, MAX_SPAN) or zero


def struck_out(text: str) -> str:
    """Return what stands in a cell whose text is all struck out: no blank, and no figure."""
    return f"〔划去 {text}〕"


def lay_out(items: Iterable[Item]) -> Iterator[Block]:
    """Yield blocks in order, numbered as a reader of the file would count them."""
    paragraphs = tables = 0
    # A stack, not recursion: hostile pages nest tables by the thousand.
    stack: list[Iterator[Item | Grid]] = [iter(items)]
    while stack:
        item = next(stack[-1], None)
        if item is None:
            stack.pop()
        elif isinstance(item, str):
            paragraphs += 1
            yield Paragraph(item, f"paragraph {paragraphs}")
        elif isinstance(item, Head):
            paragraphs += 1
            yield Heading(item.text, f"paragraph {paragraphs}", item.level)
        elif isinstance(item, Grid):
            yield item
        elif _is_layout(item):
            stack.append(chain.from_iterable(slot.items for row in item.rows for slot in row))
        else:
            tables += 1
            stack.append(_parts(item, item.place or f"table {tables}"))


def _is_layout(table: Table) -> bool:
    """A table that holds no rows of data: one column, columns of a page, or other tables."""
    nested = False
    data_rows = wide_rows = 0
    for row in table.rows:
        wide_rows += len(row) > 1
        plain = 0
        for slot in row:
            items = slot.items
            if len(items) == 1 and isinstance(items[0], str) and len(items[0]) <= _PAGE_COLUMN:
                plain += 1  # nine cells in ten
                continue
            if any(isinstance(item, Table) for item in items):
                nested = True
                break
            plain += bool(items)
            if (
                len(row) > 1
                and sum(len(i) for i in slot.items if isinstance(i, str)) > _PAGE_COLUMN
            ):
                return True
        else:
            data_rows += plain > 1
    return not wide_rows or (nested and data_rows < _DATA_ROWS)


def _parts(table: Table, place: str) -> Iterator[Item | Grid]:
    """Yield a table's grid; prose in rows of its own parts it in two."""
    placed = _placed(table.rows)
    width = max((row[-1][0] + row[-1][1].colspan for row in placed if row), default=0)
    first = min((row[0][0] for row in placed if row), default=0)
    titles = _titles(placed)
    part: list[_Row] = []
    spanned = 0  # the row down to which cells above reach
    for index, row in enumerate(placed):
        if index < titles or (index >= spanned and _is_prose(row, first, width)):
            yield from _grid(part, place)
            part = []
            yield from chain.from_iterable(slot.items for _, slot in row)
            continue
        spanned = max([spanned, *(index + slot.rowspan for _, slot in row)])
        part.append((table.numbers[index] if table.numbers else index + 1, row))
    yield from _grid(part, place)


def _placed(rows: list[list[Slot]]) -> list[list[tuple[int, Slot]]]:
    """Give each cell its column: the first that no cell from above takes."""
    until: list[int] = []  # for each column, the row from which on it is free
    placed = []
    for number, row in enumerate(rows):
        column = 0
        own = []
        for slot in row:
            while column < len(until) and until[column] > number:
                column += 1
            if slot.column >= 0:
                column = slot.column
            own.append((column, slot))
            end = column + slot.colspan
            if slot.rowspan > 1:
                slot.rowspan = min(slot.rowspan, len(rows) - number)
                until += [0] * (end - len(until))
                until[column:end] = [number + slot.rowspan] * slot.colspan
            column = end
        placed.append(own)
    return placed


def _titles(rows: list[list[tuple[int, Slot]]]) -> int:
    """Count the lone cells above a table's rows; the last of them may head the table itself."""
    lone = 0
    while lone < len(rows) and len(rows[lone]) <= 1 and all(s.rowspan == 1 for _, s in rows[lone]):
        lone += 1
    return max(lone - 1, 0)


def _is_prose(row: list[tuple[int, Slot]], first: int, width: int) -> bool:
    if len(row) != 1 or row[0][1].rowspan > 1:
        return False
    column, slot = row[0]
    whole = column == first and slot.colspan in (1, width - first)
    if any(isinstance(item, Table) for item in slot.items):
        return True
    return reads_as_prose(slot.text, short=whole)


def reads_as_prose(text: str, *, short: bool = True) -> bool:
    """Tell a paragraph, or with `short` a section's heading, from a label: by length and marks."""
    if len(text) > _PROSE or "。" in text or text.endswith(("：", ":", "；")):
        return True
    return short and bool(_SECTION.match(text))


def _grid(part: list[_Row], place: str) -> Iterator[Item | Grid]:
    """Yield the grid of some rows, if anything stands in them, and the tables within its cells."""
    if not any(slot.items for _, row in part for _, slot in row):
        return
    rows = []
    nested: list[Item] = []
    for index, (number, row) in enumerate(part):
        left = len(part) - index
        source = f"{place}, row {number}, column "
        cells = []
        for column, slot in row:
            span = slot.rowspan if slot.rowspan < left else left
            text, at = slot.text, f"{source}{column + 1}"
            cells.append(Cell(text, at, index, column, span, slot.colspan))
            if slot.items and not isinstance(slot.items[-1], str):
                nested += [item for item in slot.items if isinstance(item, Table)]
        rows.append(tuple(cells))
    yield Grid(tuple(rows), source=place)
    yield from nested
