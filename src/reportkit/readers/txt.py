"""Plain text, as copied from a page: lines of prose, and tables as tab-separated lines."""

from collections.abc import Iterator
from itertools import groupby

from ..document import Block, Cell, Grid, Paragraph
from ..errors import ReadError

#: Control characters that no text holds: their presence means that the file is no text.
_BINARY = frozenset(range(32)) - frozenset(b"\t\n\r\f\v\x1a\x1b")


def read(data: bytes, name: str) -> tuple[Iterator[Block], dict[str, str]]:
    """Read a text file into paragraphs (a line each) and grids (runs of lines with tabs)."""
    return _blocks(decode(data, name)), {}


def decode(data: bytes, name: str) -> str:
    """Return the text of a file: UTF-8, with or without BOM."""
    if _BINARY & set(data):
        raise ReadError(f"{name} is not a text file; if it is a PDF or Word file, name it so.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ReadError(
            f"{name} is not UTF-8 text (byte {error.start}); save it as UTF-8."
        ) from error


def _blocks(text: str) -> Iterator[Block]:
    lines = list(enumerate(text.splitlines(), start=1))
    for tabbed, run in groupby(
        (line for line in lines if line[1].strip()), lambda line: "\t" in line[1]
    ):
        if tabbed:
            yield _grid(list(run))
        else:
            yield from (Paragraph(line.strip(), f"line {number}") for number, line in run)


def _grid(lines: list[tuple[int, str]]) -> Grid:
    return Grid(
        tuple(
            tuple(
                Cell(field.strip(), f"line {number}, field {column + 1}", row, column)
                for column, field in enumerate(line.split("\t"))
            )
            for row, (number, line) in enumerate(lines)
        ),
        source=f"lines {lines[0][0]} to {lines[-1][0]}",
        ruled=False,
    )
