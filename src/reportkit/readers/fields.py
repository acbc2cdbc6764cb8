"""Text in fields: .csv and .tsv, as programs and people write them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby, pairwise

from ..document import Block, Cell, Grid, Paragraph, Remark
from ..errors import ReadError
from .beside import is_figure, only, parts_beside, prose_rows
from .cells import MAX_CELLS
from .decode import decode

#: A field of a text in columns that is longer is a quotation mark that was never closed.
LONGEST_FIELD = 131_072
#: What may part the fields of a .csv, ties going to the first, and how much is looked at to tell.
_DELIMITERS = ",\t;|"
_HEAD = 65_536
#: The line by which a file tells Excel its delimiter.
_DECLARED = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)

#: A line's number, and its fields.
_Line = tuple[int, list[str]]


def read(data: bytes, name: str) -> tuple[Iterable[Block | Remark], Mapping[str, str]]:
    """Read text in fields, .csv or .tsv."""
    text = decode(data, name)
    declared = _DECLARED.match(text)
    if declared:
        delimiter = declared[1]
    else:
        delimiter = "\t" if name.lower().endswith(".tsv") else _delimiter(text)
    lines = _lines(text[declared.end() :] if declared else text, name, delimiter)
    first = 2 if declared else 1
    return _blocks([(line + first, fields) for line, fields in lines], delimiter), {}


def _lines(text: str, name: str, delimiter: str) -> list[_Line]:
    """Return the lines in which something stands, counted from 0."""
    import csv
    from io import StringIO

    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=False)
    lines: list[_Line] = []
    line, cells = 0, 0
    try:
        for row in reader:
            cells += len(row)
            if cells > MAX_CELLS:
                raise ReadError(f"{name} has more than {MAX_CELLS:,} fields: no annual report has.")
            if any(len(field) > LONGEST_FIELD for field in row):
                # The csv module's own limit is the process's, and other libraries lift it.
                raise csv.Error(f"a field of more than {LONGEST_FIELD:,} characters")
            if any(field.strip() for field in row):
                lines.append((line, [field.strip() for field in row]))
            line = reader.line_num
    except csv.Error as error:
        raise ReadError(
            f"{name}, line {reader.line_num}: {error}. Save it again as CSV, or as .xlsx."
        ) from error
    return lines


def _delimiter(text: str) -> str:
    """Return the mark that cuts most lines into as many fields as their neighbour has.

    A raw count would be led astray by one paragraph full of commas.
    """
    lines = [line for line in text[:_HEAD].splitlines() if line.strip()]

    def weight(mark: str) -> int:
        counts = [line.count(mark) for line in lines]
        return sum(min(pair) > 0 and pair[0] == pair[1] for pair in pairwise(counts))

    return max(_DELIMITERS, key=lambda mark: (weight(mark), text.count(mark, 0, _HEAD)))


def _blocks(lines: list[_Line], delimiter: str) -> Iterator[Block]:
    lines = [(line, _sentence(fields, delimiter)) for line, fields in lines]
    told = prose_rows([only(fields) for _, fields in lines], short=True)
    prose = [own or len(fields) == 1 for own, (_, fields) in zip(told, lines, strict=True)]
    for is_prose, run in groupby(range(len(lines)), key=prose.__getitem__):
        if is_prose:
            for index in run:
                line, fields = lines[index]
                yield Paragraph(next(filter(None, fields)), f"line {line}")
        else:
            yield from _grids([lines[index] for index in run])


def _sentence(fields: list[str], delimiter: str) -> list[str]:
    """Put a sentence together again whose own commas part it."""
    full = [field for field in fields if field]
    parted = len(full) > 1 and full[-1].endswith("。") and not any(map(is_figure, full))
    return [delimiter.join(full)] if parted else fields


def _grids(rows: list[_Line]) -> Iterator[Grid]:
    # Programs that know columns write every line with all of them; people do not.
    ruled = len({len(fields) for _, fields in rows}) == 1
    columns = [dict(enumerate(fields)) for _, fields in rows]
    for start, end in parts_beside(columns) if ruled else [(0, MAX_CELLS)]:
        own = [(line, fields) for line, fields in rows if any(fields[start:end])]
        yield Grid(
            tuple(
                tuple(
                    Cell(text, f"line {line}, field {column + 1}", index, column - start)
                    for column, text in enumerate(fields[start:end], start)
                )
                for index, (line, fields) in enumerate(own)
            ),
            source=f"lines {own[0][0]} to {own[-1][0]}",
            ruled=ruled,
        )
