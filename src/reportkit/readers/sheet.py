"""Workbooks (.xlsx), from the XML itself: what the sheets show, which is not all that they hold.

openpyxl tells merged cells only in its full mode, which takes twice as long and builds every cell
that a hostile sheet declares.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..document import Block, Remark
from ..errors import ReadError
from ..notes import told
from ..text import raised
from .beside import only, parts_beside, prose_rows
from .cells import MAX_CELLS, MAX_SPAN, Item, Slot, Table, lay_out, struck_out
from .formats import BUILTIN, Shown, shown, shown_text
from .opc import Package, attribute, is_on, local

#: No sheet is wider.
_MAX_COLUMN = 16_384
#: So many cells, rows or columns are named in one remark.
_LISTED = 8
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})$")
#: What is told of cells, by why they are doubted: how grave it is, and the note.
_DOUBTS = {
    "formula": ("warning", "sheet_formula"), "stale": ("warning", "sheet_stale"),
    "other": ("warning", "sheet_other"), "unseen": ("warning", "sheet_unseen"),
    "format": ("warning", "sheet_format"), "zero": ("info", "sheet_zero"),
    "struck": ("info", "struck_text"), "crossed": ("info", "crossed_cells"),
}  # fmt: skip

#: By row, the texts of its cells by column; and how far merged cells reach.
_Rows = dict[int, dict[int, str]]
_Spans = dict[tuple[int, int], tuple[int, int]]


def read(data: bytes, name: str) -> tuple[Iterable[Block | Remark], Mapping[str, str]]:
    """Read every visible sheet of a workbook, in order, into grids and paragraphs.

    Numbers are as their format shows them, and formulas as last computed; a formula that never was
    is given itself. Hidden sheets, rows and columns are left out. A lone cell that holds a
    section's heading or prose becomes a paragraph. Remarks name what is left out, and cells that
    show something else than they hold.
    """
    package = Package(data, name, "xlsx")
    book = _Book(package)
    return [*lay_out(book.items()), *book.remarks], package.title()


@dataclass(frozen=True, slots=True)
class _Look:
    """How a cell, or a run of its text, is printed."""

    pattern: str = "General"
    struck: bool = False
    small: bool = False
    crossed: bool = False


@dataclass
class _Page:
    """A sheet: what its cells show, how far they reach, what is hidden, and what to tell."""

    rows: _Rows = field(default_factory=dict)
    spans: _Spans = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    told_columns: int = 0
    #: Why a cell is doubted: row, column, and what is told of it.
    doubts: dict[str, list[tuple[int, int, str]]] = field(default_factory=lambda: defaultdict(list))
    zeros: bool = True
    drawing: bool = False


class _Book:
    """A workbook: its sheets, shared texts and cell styles."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.path = package.main("xl/workbook.xml")
        self.root = package.xml(self.path)
        self.related = package.relations(self.path)
        self.texts = [list(_runs(entry)) for entry in self._related("sharedStrings")]
        self.looks = self._looks()
        marks = {local(element.tag): element for element in self.root}
        self.mac = is_on(marks.get("workbookPr", {}).get("date1904"))
        self.stale = is_on(marks.get("calcPr", {}).get("fullCalcOnLoad"))
        self.cells = 0
        self.remarks: list[Remark] = []

    def items(self) -> Iterator[Item]:
        """Yield the tables of the visible sheets."""
        hidden = []
        for sheet in (each for each in self.root.iter() if local(each.tag) == "sheet"):
            name = sheet.get("name") or ""
            _, path = self.related.get(attribute(sheet, "id") or "", ("", ""))
            content = self.package.xml(path) if path else None
            if (sheet.get("state") or "visible") != "visible":
                hidden.append(name)
            elif content is not None:
                page = self._page(content)
                place = f"sheet {name}"
                self.remarks += _remarks(page, place)
                yield _table(*_printed(page), page.hidden_columns, place)
        if hidden:
            self.remarks.append(Remark("info", "", told("hidden_sheets", names=_some(hidden))))

    def _related(self, kind: str) -> Iterable[Any]:
        path = next((path for found, path in self.related.values() if found == kind), "")
        root = self.package.xml(path)
        return root if root is not None else ()

    def _looks(self) -> list[_Look]:
        """Return the look of each cell style."""
        patterns = dict(BUILTIN)
        fonts: list[_Look] = []
        crossed: list[bool] = []
        looks: list[_Look] = []
        for group in self._related("styles"):
            tag = local(group.tag)
            if tag == "numFmts":
                for entry in group:
                    code = entry.get("formatCode") or "General"
                    patterns[_integer(entry.get("numFmtId"))] = code
            elif tag == "fonts":
                fonts = [_font(entry) for entry in group]
            elif tag == "borders":
                crossed = [_is_crossed(entry) for entry in group]
            elif tag == "cellXfs":
                for entry in group:
                    place = _integer(entry.get("fontId"))
                    font = fonts[place] if place < len(fonts) else _Look()
                    pattern = patterns.get(_integer(entry.get("numFmtId")), "General")
                    place = _integer(entry.get("borderId"))
                    line = place < len(crossed) and crossed[place]
                    looks.append(_Look(pattern, font.struck, font.small, line))
        return looks

    def _page(self, root: Any) -> _Page:
        page = _Page()
        row = -1
        for element in root.iter():
            tag = local(element.tag)
            if tag == "row":
                row = _integer(element.get("r"), row + 2) - 1
                self._row(element, row, page)
                if _is_hidden(element, "ht"):
                    page.hidden_rows.add(row)
            elif tag == "col" and _is_hidden(element, "width"):
                # Ranges rise: one that goes back is no sheet's, and many would cost hours.
                first = max(_integer(element.get("min"), 1) - 1, page.told_columns)
                page.told_columns = max(first, min(_integer(element.get("max")), _MAX_COLUMN))
                page.hidden_columns.update(range(first, page.told_columns))
            elif tag == "mergeCell":
                _merge(element.get("ref") or "", page.spans)
            elif tag == "sheetView":
                page.zeros = page.zeros and is_on(element.get("showZeros"), True)
            elif tag == "drawing":
                page.drawing = True
        columns = max((max(cells) + 1 for cells in page.rows.values() if cells), default=0)
        if len(page.rows) * columns > 10 * MAX_CELLS:
            raise self._too_large()
        return page

    def _row(self, element: Any, row: int, page: _Page) -> None:
        cells = page.rows.setdefault(row, {})
        column = -1
        for cell in element:
            if local(cell.tag) != "c":
                continue
            self.cells += 1
            if self.cells > MAX_CELLS:
                raise self._too_large()
            match = _REFERENCE.match(cell.get("r") or "")
            column = _column(match[1]) if match else column + 1
            cells[column] = self._value(cell, row, column, page)

    def _too_large(self) -> ReadError:
        return ReadError(
            f"{self.package.name} has more than {MAX_CELLS:,} cells: no annual report has. "
            "Save the report's sheet alone."
        )

    def _value(self, cell: Any, row: int, column: int, page: _Page) -> str:
        """Return what a cell shows, and remember what is doubtful about it."""
        kind = cell.get("t") or "n"
        style = _integer(cell.get("s"))
        look = self.looks[style] if style < len(self.looks) else _Look()
        parts = {local(child.tag): child.text or "" for child in cell}
        stored = parts.get("v", "").strip()

        def doubt(why: str, told: str = "") -> None:
            page.doubts[why].append((row, column, told))

        if "f" in parts and not stored and not (kind == "str" and "v" in parts):
            # Written by a program that does not compute: what it comes to nobody knows.
            doubt("formula")
            return f"={parts['f'].strip()}"
        if "f" in parts and self.stale:
            doubt("stale")
        if kind in ("s", "inlineStr"):
            place = _integer(stored, -1)
            runs = self.texts[place] if kind == "s" and 0 <= place < len(self.texts) else []
            runs = list(_runs(cell)) if kind == "inlineStr" else runs
        else:
            runs = [(stored, None)]
        text, gone = _put(runs, look)
        if kind == "n" and text == stored:
            found = self._number(stored, look.pattern, page.zeros)
        elif kind in ("s", "inlineStr", "str"):
            found = shown_text(text, look.pattern)
        else:
            found = Shown({"1": "TRUE", "0": "FALSE"}.get(text, text) if kind == "b" else text)
        if found.doubt:
            doubt(found.doubt, f"{_brief(stored if kind == 'n' else text)} as "
                  f"{found.text or 'nothing'} by {look.pattern}")  # fmt: skip
        if gone:
            doubt("struck", _brief(gone))
            return found.text or struck_out(gone)
        if not found.text and look.crossed and any(page.rows[row].values()):
            # A stroke; but in a table's own corner, left of all others, only an ornament.
            doubt("crossed")
            return "/"
        return found.text

    def _number(self, stored: str, pattern: str, zeros: bool) -> Shown:
        if not zeros and stored and not stored.strip("-+0."):
            return Shown("", "zero")
        return shown(stored, pattern, self.mac)


def _runs(element: Any) -> Iterator[tuple[str, _Look | None]]:
    """Yield the runs of a text, each with a look of its own or none; no readings of Japanese."""
    for child in element:
        tag = local(child.tag)
        if tag == "is":
            yield from _runs(child)
        elif tag == "t":
            yield child.text or "", None
        elif tag == "r":
            parts = {local(part.tag): part for part in child}
            font = _font(parts["rPr"]) if "rPr" in parts else None
            if "t" in parts:
                yield parts["t"].text or "", font


def _put(runs: Iterable[tuple[str, _Look | None]], look: _Look) -> tuple[str, str]:
    """Return the text that is printed, digits set small as marks, and what is struck out of it."""
    seen: list[str] = []
    gone: list[str] = []
    for text, font in runs:
        own = font or look
        (gone if own.struck else seen).append(raised(text) if own.small else text)
    return "".join(seen).strip(), "".join(gone).strip()


def _font(element: Any) -> _Look:
    struck = small = False
    for child in element:
        tag = local(child.tag)
        if tag == "strike":
            struck = is_on(attribute(child, "val"), True)
        elif tag == "vertAlign":
            small = attribute(child, "val") in ("superscript", "subscript")
    return _Look(struck=struck, small=small)


def _is_crossed(border: Any) -> bool:
    """Whether a line crosses the cell from corner to corner, as "/" is written by hand."""
    ways = is_on(border.get("diagonalUp")) or is_on(border.get("diagonalDown"))
    lines = (child.get("style") for child in border if local(child.tag) == "diagonal")
    return ways and any(line not in (None, "none") for line in lines)


def _merge(reference: str, spans: _Spans) -> None:
    first, _, last = reference.partition(":")
    start, end = _REFERENCE.match(first), _REFERENCE.match(last)
    if start and end and len(spans) < MAX_CELLS:
        top, left = int(start[2]) - 1, _column(start[1])
        height, width = int(end[2]) - top, _column(end[1]) - left + 1
        spans[top, left] = max(height, 1), max(width, 1)


def _is_hidden(element: Any, size: str) -> bool:
    """A row or column that is marked so, or has no height or width."""
    return is_on(element.get("hidden")) or element.get(size) in ("0", "0.0")


# --- what is hidden, and what is told -------------------------------------------------------------


def _printed(page: _Page) -> tuple[_Rows, _Spans]:
    """Return the rows and merged cells without what is hidden."""
    rows, spans = page.rows, page.spans
    if not page.hidden_rows and not page.hidden_columns:
        return rows, spans
    kept: _Spans = {}
    for (top, left), (high, wide) in spans.items():
        # What the first of merged cells holds is shown by the first that is not hidden.
        row = _first_but(page.hidden_rows, top, high)
        column = _first_but(page.hidden_columns, left, wide)
        if row is None or column is None:
            continue
        kept[row, column] = (top + high - row, left + wide - column)
        if (row, column) != (top, left) and top in rows:
            rows.setdefault(row, {})[column] = rows[top].get(left, "")
    printed = {
        row: {column: text for column, text in cells.items() if column not in page.hidden_columns}
        for row, cells in rows.items()
        if row not in page.hidden_rows
    }
    return printed, kept


def _first_but(hidden: set[int], start: int, length: int) -> int | None:
    """Return the first row or column from `start` on that is not hidden."""
    reach = range(
        start, start + min(length, MAX_SPAN)
    )  # merged cells may reach over a million rows
    return next((place for place in reach if place not in hidden), None)


def _remarks(page: _Page, place: str) -> Iterator[Remark]:
    filled = {row: {c for c, text in cells.items() if text} for row, cells in page.rows.items()}
    lost = [str(row + 1) for row in sorted(page.hidden_rows) if filled.get(row)]
    if lost:
        yield Remark("info", place, told("hidden_rows", names=_some(lost)))
    seen = [columns for row, columns in filled.items() if row not in page.hidden_rows]
    gone = sorted(page.hidden_columns & set().union(*seen))
    if gone:
        names = _some(map(_letters, gone))
        yield Remark("info", place, told("hidden_columns", names=names))
    for why, (severity, key) in _DOUBTS.items():
        cells = [
            f"{_letters(column)}{row + 1} {text}".rstrip()
            for row, column, text in page.doubts[why]
            if row not in page.hidden_rows and column not in page.hidden_columns
        ]
        if cells:
            yield Remark(severity, place, told(key, names=_some(cells)))
    if page.drawing:
        yield Remark("info", place, told("sheet_pictures"))


def _some(names: Iterable[str]) -> str:
    """List names, but not all of a hundred."""
    every = list(names)
    more = len(every) - _LISTED
    return ", ".join(every[:_LISTED]) + (f" and {more} more" if more > 0 else "")


def _brief(text: str) -> str:
    return text if len(text) <= 20 else f"{text[:20]}…"


# --- sheets as tables -----------------------------------------------------------------------------


def _table(rows: _Rows, spans: _Spans, hidden: set[int], place: str) -> Table:
    """Return a sheet as a table, cut to where something is written, whatever size it declares.

    Blank rows are left out. A row that declares one cell alone stays so, for it may be a heading;
    the others are filled up with blanks, for their columns are known. Of tables side by side the
    left one comes first.
    """
    table = Table(place=place)
    numbers = sorted(row for row, cells in rows.items() if any(cells.values()))
    lone = _lone_cells(rows, numbers, spans)
    covered: set[tuple[int, int]] = set()

    def add(row: int, columns: Iterable[int], end: int) -> None:
        slots = []
        for column in columns:
            if (row, column) in covered or column in hidden:
                continue
            high, wide = spans.get((row, column), (1, 1))
            wide = min(wide, end - column, MAX_SPAN)
            below = numbers[bisect_left(numbers, row) : bisect_left(numbers, row + high)]
            covered.update((other, column + step) for other in below for step in range(wide))
            text = rows[row].get(column, "")
            slots.append(Slot([text] if text else [], len(below), wide, column))
        table.rows.append(slots)
        table.numbers.append(row + 1)

    for run in _stretches(numbers, lone):
        if run[0] in lone:
            add(run[0], (lone[run[0]],), _width(rows, run))
        body = [row for row in run if row not in lone]
        for start, end in parts_beside([rows[row] for row in body], _reached(rows, spans, body)):
            for row in body:
                if any(rows[row].get(column) for column in range(start, end)):
                    add(row, range(start, end), end)
    return table


def _stretches(numbers: list[int], lone: Mapping[int, int]) -> Iterator[list[int]]:
    """Yield rows that follow one another, a lone cell only as the first.

    Several tables stand on a sheet, parted by blank rows and lone cells: a wide one does not give
    the others empty columns. A lone cell stays alone, for it may be a heading.
    """
    run: list[int] = []
    for row in numbers:
        if run and (row != run[-1] + 1 or row in lone):
            yield run
            run = []
        run.append(row)
    if run:
        yield run


def _width(rows: _Rows, run: list[int]) -> int:
    return max((c + 1 for row in run for c, text in rows[row].items() if text), default=0)


def _reached(rows: _Rows, spans: _Spans, run: list[int]) -> set[int]:
    """Return the columns that merged cells of some rows reach into."""
    width = _width(rows, run)
    own = ((column, spans.get((row, column), (1, 1))[1]) for row in run for column in rows[row])
    ends = ((column, min(column + min(wide, MAX_SPAN), width)) for column, wide in own if wide > 1)
    return {at for column, end in ends for at in range(column, end)}


def _lone_cells(rows: _Rows, numbers: list[int], spans: _Spans) -> dict[int, int]:
    """Return the column of each row's only cell: the only one there, or the only full one if prose.

    A cell alone may yet be a label, for which `lay_out` looks.
    """
    prose = prose_rows([only(rows[row].values()) for row in numbers], short=False)
    lone = {}
    for row, reads in zip(numbers, prose, strict=True):
        full = [column for column, text in rows[row].items() if text]
        if len(full) == 1:
            end = full[0] + spans.get((row, full[0]), (1, 1))[1]
            if reads or all(full[0] <= column < end for column in rows[row]):
                lone[row] = full[0]
    return lone


def _integer(text: str | None, default: int = 0) -> int:
    text = (text or "").strip()
    return int(text) if text.isdecimal() and len(text) < 10 else default


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _letters(column: int) -> str:
    """Return a column's letters: 0 is A."""
    letters = ""
    column += 1
    while column:
        column, place = divmod(column - 1, 26)
        letters = chr(65 + place) + letters
    return letters
