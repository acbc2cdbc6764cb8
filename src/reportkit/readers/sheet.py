"""Sheets: .xlsx from the XML itself, .csv and .tsv as text."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from itertools import groupby
from typing import Any

from ..document import Block, Cell, Grid, Paragraph
from ..errors import ReadError
from .cells import MAX_CELLS, MAX_SPAN, Item, Slot, Table, lay_out, reads_as_prose
from .decode import decode
from .opc import Package, attribute, local

#: A field of a text in columns that is longer is a quotation mark that was never closed.
LONGEST_FIELD = 131_072

#: What the number formats built into every file look like; the rest of them show dates or times.
_BUILTIN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%",
    37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00", 41: "#,##0", 43: "#,##0.00", 49: "@",
    **dict.fromkeys((*range(14, 18), 22, *range(27, 37), *range(50, 59)), "yyyy-mm-dd"),
}  # fmt: skip
#: Within a format: quoted text, escapes, padding (_x, *x), and conditions, colours or locales.
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|[_*].|\[[^\]]*\]')
_PATTERN = re.compile(r"(?P<thousands>[#0?]+,)?[#0?]+(?:\.(?P<decimals>[0#?]+))?(?P<percent>%)?")
#: Excel's day 0, with its 29 February 1900 that never was.
_EPOCH = datetime(1899, 12, 30)
#: General shows so many digits.
_GENERAL_DIGITS = 11
_EXACT = 1e15
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})$")


def read_xlsx(data: bytes, name: str) -> tuple[Iterable[Block], Mapping[str, str]]:
    """Read every visible sheet of a workbook, in order, into grids and paragraphs.

    Numbers are as their format shows them, formulas as last computed. A lone cell that holds a
    section's heading or prose becomes a paragraph.
    """
    package = Package(data, name, "xlsx")
    return _Book(package).blocks(), package.title()


def read_csv(data: bytes, name: str) -> tuple[Iterable[Block], Mapping[str, str]]:
    """Read text in fields, .csv or .tsv."""
    return _fields(decode(data, name), name, "\t" if name.lower().endswith(".tsv") else "")


# --- workbooks ------------------------------------------------------------------------------------


class _Book:
    """A workbook: its sheets, shared texts and number formats.

    Read from the XML: openpyxl tells merged cells only in its full mode, which takes twice as long
    and builds every cell that a hostile sheet declares.
    """

    def __init__(self, package: Package) -> None:
        self.package = package
        self.path = package.main("xl/workbook.xml")
        self.related = package.relations(self.path)
        self.texts = [_text(entry) for entry in self._related("sharedStrings")]
        self.formats = self._formats()
        self.cells = 0

    def blocks(self) -> Iterator[Block]:
        root = self.package.xml(self.path)
        sheets = [element for element in root.iter() if local(element.tag) == "sheet"]
        items: list[Item] = []
        for sheet in sheets:
            _, path = self.related.get(attribute(sheet, "id") or "", ("", ""))
            if (sheet.get("state") or "visible") == "visible" and path:
                content = self.package.xml(path)
                if content is not None:
                    items += self._sheet(content, sheet.get("name") or "")
        return lay_out(items)

    def _related(self, kind: str) -> Iterable[Any]:
        path = next((path for found, path in self.related.values() if found == kind), "")
        root = self.package.xml(path)
        return root if root is not None else ()

    def _formats(self) -> list[str]:
        """Return the number format of each cell style."""
        custom = dict(_BUILTIN)
        styles: list[int] = []
        for group in self._related("styles"):
            tag = local(group.tag)
            if tag == "numFmts":
                for entry in group:
                    custom[_integer(entry.get("numFmtId"))] = entry.get("formatCode") or "General"
            elif tag == "cellXfs":
                styles = [_integer(entry.get("numFmtId")) for entry in group]
        return [custom.get(style, "General") for style in styles]

    def _sheet(self, root: Any, title: str) -> Iterator[Item]:
        rows: dict[int, dict[int, str]] = {}
        spans: dict[tuple[int, int], tuple[int, int]] = {}
        row = -1
        for element in root.iter():
            tag = local(element.tag)
            if tag == "row":
                row = _integer(element.get("r"), row + 2) - 1
                self._row(element, rows.setdefault(row, {}))
            elif tag == "mergeCell":
                self._merge(element.get("ref") or "", spans)
        columns = max((max(cells) + 1 for cells in rows.values() if cells), default=0)
        if len(rows) * columns > 10 * MAX_CELLS:
            raise self._too_large()
        yield _sheet_table(rows, spans, f"sheet {title}")

    def _row(self, element: Any, cells: dict[int, str]) -> None:
        column = -1
        for cell in element:
            if local(cell.tag) != "c":
                continue
            self.cells += 1
            if self.cells > MAX_CELLS:
                raise self._too_large()
            match = _REFERENCE.match(cell.get("r") or "")
            column = _column(match[1]) if match else column + 1
            cells[column] = self._value(cell)

    def _too_large(self) -> ReadError:
        return ReadError(
            f"{self.package.name} has more than {MAX_CELLS:,} cells: no annual report has. "
            "Save the report's sheet alone."
        )

    def _value(self, cell: Any) -> str:
        kind = cell.get("t") or "n"
        if kind == "inlineStr":
            return _text(cell)
        stored = next((child.text or "" for child in cell if local(child.tag) == "v"), "")
        if kind == "s":
            place = _integer(stored, -1)
            return self.texts[place] if 0 <= place < len(self.texts) else ""
        if kind == "b":
            return "TRUE" if stored == "1" else "FALSE"
        if kind != "n":
            return stored.strip()
        style = _integer(cell.get("s"))
        return shown(stored, self.formats[style] if style < len(self.formats) else "General")

    def _merge(self, reference: str, spans: dict[tuple[int, int], tuple[int, int]]) -> None:
        first, _, last = reference.partition(":")
        start, end = _REFERENCE.match(first), _REFERENCE.match(last)
        if start and end and len(spans) < MAX_CELLS:
            top, left = int(start[2]) - 1, _column(start[1])
            height, width = int(end[2]) - top, _column(end[1]) - left + 1
            spans[top, left] = max(height, 1), max(width, 1)


def _sheet_table(
    rows: dict[int, dict[int, str]], spans: dict[tuple[int, int], tuple[int, int]], place: str
) -> Table:
    """Return a sheet as a table, cut to where something is written, whatever size it declares.

    Blank rows are left out. A row that declares one cell alone stays so, for it may be a heading;
    the others are filled up with blanks, for their columns are known.
    """
    table = Table(place=place)
    numbers = sorted(row for row, cells in rows.items() if any(cells.values()))
    covered: set[tuple[int, int]] = set()
    for row, width in _widths(rows, numbers, spans):
        cells = rows[row]
        slots = []
        for column in sorted(cells):
            if column >= width or (row, column) in covered:
                continue
            high, wide = spans.get((row, column), (1, 1))
            wide = min(wide, width - column, MAX_SPAN)
            below = numbers[bisect_left(numbers, row) : bisect_left(numbers, row + high)]
            covered |= {(other, column + step) for other in below for step in range(wide)}
            text = cells[column]
            slots.append(Slot([text] if text else [], len(below), wide, column))
        table.rows.append(slots)
        table.numbers.append(row + 1)
    return table


def _widths(
    rows: dict[int, dict[int, str]],
    numbers: list[int],
    spans: dict[tuple[int, int], tuple[int, int]],
) -> Iterator[tuple[int, int]]:
    """Yield each row with the width of its table, and add the blanks that it does not declare.

    Several tables stand on a sheet, parted by blank rows and lone cells: a wide one does not give
    the others empty columns. A lone cell stays alone, for it may be a heading.
    """
    run: list[int] = []
    for row in [*numbers, -1]:
        lone = row >= 0 and _lone(row, rows[row], spans)
        if run and row == run[-1] + 1 and lone is None:
            run.append(row)
            continue
        width = max((c + 1 for r in run for c, text in rows[r].items() if text), default=0)
        for done in run:
            only = _lone(done, rows[done], spans)
            columns = range(width) if only is None else (only,)
            rows[done] = {column: rows[done].get(column, "") for column in columns}
            yield done, width
        run = [row]


def _lone(
    row: int, cells: dict[int, str], spans: dict[tuple[int, int], tuple[int, int]]
) -> int | None:
    """Return the column of a row's only cell: the only one there, or the only full one if prose."""
    full = [column for column, text in cells.items() if text]
    if len(full) != 1:
        return None
    end = full[0] + spans.get((row, full[0]), (1, 1))[1]
    alone = all(full[0] <= column < end for column in cells)
    return full[0] if alone or reads_as_prose(cells[full[0]], short=False) else None


def _text(element: Any) -> str:
    """Join the runs of a text; the reading printed above Japanese words is left out."""
    return "".join(
        child.text or ""
        for child in element.iter()
        if local(child.tag) == "t" and local(child.getparent().tag) != "rPh"
    ).strip()


def _integer(text: str | None, default: int = 0) -> int:
    text = (text or "").strip()
    return int(text) if text.isdecimal() and len(text) < 10 else default


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def shown(stored: str, pattern: str) -> str:
    """Return a stored number as its cell shows it, for the formats that reports use.

    Examples
    --------
    >>> shown("17", "General"), shown("96171.600000000006", "General"), shown("3", "0.00")
    ('17', '96171.6', '3.00')
    >>> shown("13200", '#,##0_);[Red]-#,##0'), shown("12", '0"件"'), shown("45311", "yyyy-mm-dd")
    ('13,200', '12件', '2024-01-20')
    """
    try:
        number = Decimal(stored.strip())
    except InvalidOperation:
        return stored.strip()
    if not number.is_finite() or abs(number) >= Decimal(_EXACT):
        return stored.strip()
    own = pattern.split(";")[0]
    literals = _LITERAL.sub("", own)
    if re.search("[ymdhs]", literals, re.IGNORECASE) and "General" not in literals:
        return _date(number)
    match = _PATTERN.search(literals)
    if match is None:
        return _general(number)
    if match["percent"]:
        number *= 100
    decimals = match["decimals"] or ""
    rounded = number.quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP)
    text = f"{rounded:,f}" if match["thousands"] else f"{rounded:f}"
    for _ in range(len(decimals) - len(decimals.rstrip("#"))):
        text = text.removesuffix("0").removesuffix(".")
    core = _PATTERN.sub("\0", _LITERAL.sub(lambda m: m[1] or m[2] or "", own), count=1)
    before, _, after = core.partition("\0")
    return f"{before}{text}{match['percent'] or ''}{after}".strip()


def _general(number: Decimal) -> str:
    if number == number.to_integral_value():
        return f"{number.to_integral_value():f}"
    text = f"{number:.{_GENERAL_DIGITS}g}"
    return f"{Decimal(text):f}".rstrip("0").rstrip(".")


def _date(number: Decimal) -> str:
    if not 0 < number < 2958466:  # the year 9999
        return _general(number)
    moment = _EPOCH + timedelta(days=int(number))
    return f"{moment:%Y-%m-%d}"


# --- text in fields -------------------------------------------------------------------------------


def _fields(text: str, name: str, delimiter: str) -> tuple[list[Block], dict[str, str]]:
    """Read .csv and .tsv; the delimiter of a .csv is the commonest of its first lines."""
    import csv
    from io import StringIO

    if not delimiter:
        head = text[:4096]
        delimiter = max(",\t;", key=head.count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=False)
    rows: list[tuple[int, list[str]]] = []
    line, cells = 1, 0
    try:
        for row in reader:
            cells += len(row)
            if cells > MAX_CELLS:
                raise ReadError(f"{name} has more than {MAX_CELLS:,} fields: no annual report has.")
            if any(len(field) > LONGEST_FIELD for field in row):
                # The csv module's own limit is the process's, and other libraries lift it.
                raise csv.Error(f"a field of more than {LONGEST_FIELD:,} characters")
            if any(field.strip() for field in row):
                rows.append((line, [field.strip() for field in row]))
            line = reader.line_num + 1
    except csv.Error as error:
        raise ReadError(
            f"{name}, line {reader.line_num}: {error}. Save it again as CSV, or as .xlsx."
        ) from error
    return list(_field_blocks(rows)), {}


def _field_blocks(rows: list[tuple[int, list[str]]]) -> Iterator[Block]:
    for prose, run in groupby(rows, key=lambda row: _is_prose(row[1])):
        if prose:
            for line, fields in run:
                yield Paragraph(next(filter(None, fields)), f"line {line}")
        else:
            yield _field_grid(list(run))


def _is_prose(fields: list[str]) -> bool:
    """A line of one field, or one whose only full field is prose or a section's heading."""
    full = [field for field in fields if field]
    return len(fields) == 1 or (len(full) == 1 and reads_as_prose(full[0]))


def _field_grid(rows: list[tuple[int, list[str]]]) -> Grid:
    # Programs that know columns write every line with all of them; people do not.
    ruled = len({len(fields) for _, fields in rows}) == 1
    return Grid(
        tuple(
            tuple(
                Cell(text, f"line {line}, field {column + 1}", index, column)
                for column, text in enumerate(fields)
            )
            for index, (line, fields) in enumerate(rows)
        ),
        source=f"lines {rows[0][0]} to {rows[-1][0]}",
        ruled=ruled,
    )
