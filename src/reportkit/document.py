"""A file as ordered blocks, each with the place it was printed at.

Readers make a `Document`, `parse_report` reads it. It holds layout alone: what a block means is not
its business.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from .text import counted


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that the file itself marks as a heading (an ``h2``, a Word heading style)."""

    text: str
    source: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of prose."""

    text: str
    source: str


class Cell(NamedTuple):
    """One printed cell of a `Grid`, at the row and column of its upper left corner.

    Attributes
    ----------
    text : str
        As printed, line breaks kept.
    source : str
        Where it was printed, for a person: "line 41, field 4".
    row, column : int
        Counted from 0.
    rowspan, colspan : int
        How many rows and columns it covers, at least 1.
    """

    text: str
    source: str
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as printed.

    Attributes
    ----------
    rows : tuple of tuple of Cell
        Each row's own cells, from the left; a cell spanning rows stands in its first row only.
    source : str
        Where the table stands: "lines 21 to 34", "page 3, table 1".
    ruled : bool
        True where columns are known (HTML, Word, ruled PDF, sheets); False where text merely
        separates fields, so that the count of empty fields means nothing.
    continues : bool
        True where it is the rest of the table before it, which ends with its page; columns are
        numbered alike.
    """

    rows: tuple[tuple[Cell, ...], ...]
    source: str
    ruled: bool = True
    continues: bool = False

    def __repr__(self) -> str:
        width = max((cell.column + cell.colspan for row in self.rows for cell in row), default=0)
        return f"<Grid {len(self.rows)} × {width} at {self.source}>"

    @property
    def texts(self) -> list[list[str]]:
        """The printed texts, row by row."""
        return [[cell.text for cell in row] for row in self.rows]


Block = Heading | Paragraph | Grid


@dataclass(frozen=True, slots=True)
class Remark:
    """What a reader has to say of a file: what it left out, or took by a rule.

    Attributes
    ----------
    severity : {"info", "warning"}
        As of a report's notes.
    place : str
        Where, for a person; empty for the whole file.
    message : str
        What.
    """

    severity: str
    place: str
    message: str


@dataclass(frozen=True, slots=True)
class Document:
    """A file as it was laid out: headings, paragraphs and grids in order.

    Attributes
    ----------
    name : str
        The file's name, without its folder.
    format : str
        "txt", "html", "docx", "pdf", "xlsx" or "csv".
    blocks : tuple of Heading, Paragraph or Grid
        In printed order.
    sha256 : str
        Of the file's bytes.
    metadata : mapping of str to str
        What the file says of itself outside its text (``title``, ``published``).
    remarks : tuple of Remark
        What was left out, or taken by a rule; they become a report's notes.
    """

    name: str
    format: str
    blocks: tuple[Block, ...]
    sha256: str
    metadata: Mapping[str, str] = field(default_factory=dict)
    remarks: tuple[Remark, ...] = ()

    def __repr__(self) -> str:
        blocks, grids = counted(len(self.blocks), "block"), counted(len(self.grids), "grid")
        return f"<Document {self.name}: {blocks}, {grids}>"

    def __iter__(self) -> Iterator[Block]:
        return iter(self.blocks)

    @property
    def grids(self) -> list[Grid]:
        """The tables, in order."""
        return [block for block in self.blocks if isinstance(block, Grid)]

    @property
    def text(self) -> str:
        """All prose, a line a block."""
        return "\n".join(block.text for block in self.blocks if not isinstance(block, Grid))
