"""The three statutory tables: printed grids in, addressed figures out.

A figure's address is told by the labels to its left and above it, never by counting rows: a row
that is not on the form, or is missing, becomes a note and moves nothing else.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from .codebook import (
    Address,
    children,
    form,
    items,
    label_of,
    split_numbering,
    unit_of,
)
from .document import Cell, Grid
from .headers import Leaf, find_leaves, is_article, is_header, is_label, matches, unstack
from .text import State, normalize, parse_number, squeeze

#: 万元 in yuan.
_MONEY = {"元": 1.0, "万元": 1e4, "亿元": 1e8}
_COUNTS = frozenset("件条项个份次人户宗起")
#: From this length on a label of the form tells that a table is of the form.
_TELLING = 4


@dataclass(frozen=True, slots=True)
class Note:
    """Something that was not understood, or was understood by a rule worth telling."""

    severity: str
    place: str
    message: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A printed cell with its address on the form."""

    address: Address
    value: float | None
    unit: str
    printed: str
    state: State
    source: str


@dataclass(frozen=True, slots=True)
class _Row:
    """A row under the header that was in force where it stood.

    Rows are of one shape where they have as many fields, and the same one is their label; of one
    depth where their labels stand in one column of print.
    """

    item: str
    leaves: list[Leaf]
    values: list[Cell]
    shape: tuple[int, int]
    depth: int

    @property
    def square(self) -> bool:
        """Whether the row has a cell for every column, and no more."""
        return len(self.values) == len(self.leaves) and all(c.colspan == 1 for c in self.values)


@dataclass
class Tables:
    """What the grids of one report hold.

    Attributes
    ----------
    figures : dict of Address to Figure
        Everything that was placed.
    notes : list of Note
        Everything that was not, and every reading that needed a rule.
    columns : set of str
        The column codes of table `disclosure` that headers name: they tell the edition.
    """

    figures: dict[Address, Figure] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    columns: set[str] = field(default_factory=set)


def read_tables(grids: Iterable[Grid]) -> Tables:
    """Read all grids of a report; those that hold nothing of the form leave no trace."""
    tables = Tables()
    state = _State(tables)
    for grid in grids:
        if _speaks_of_form(grid) or state.goes_on(grid):
            state.read(grid)
    state.place_lone()
    return tables


def _speaks_of_form(grid: Grid) -> bool:
    """其他 and 总计 stand in many a table; a label of four characters and more does not."""
    return any(
        len(normalize(cell.text)) >= _TELLING and matches(cell) for row in grid.rows for cell in row
    )


class _State:
    """The reading of grids row by row: the header in force, and the group that rows belong to."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.header: list[Sequence[Cell]] = []
        self.header_open = False
        self.table = ""
        self.leaves: list[Leaf] = []
        self.group = ""
        self.grid: Grid
        #: How many fields a complete row has, 0 where the count of fields is to be trusted.
        self.width = 0
        #: Labels that stand alone on their line: a heading, or a row that is blank.
        self.lone: list[tuple[str, list[Leaf], Cell]] = []

    def note(self, severity: str, place: str, message: str) -> None:
        self.tables.notes.append(Note(severity, place, message))

    def goes_on(self, grid: Grid) -> bool:
        """Whether a grid without a telling label is the rest of a table, cut by a page break."""
        labels = [cell for row in grid.rows for cell in row if is_label(cell)]
        if self.header_open and not labels:
            return True
        found = {address[:2] for address in self.tables.figures}
        return any(
            match.kind == "item" and match.table == self.table
            and (match.table, match.code) not in found
            for cell in labels for match in matches(cell)
        )  # fmt: skip

    def read(self, grid: Grid) -> None:
        self.grid = grid
        stacked = not grid.ruled and all(len(row) == 1 for row in grid.rows)
        rows = list(unstack(grid)) if stacked else grid.rows
        self.width = 0 if stacked else max(map(len, rows))
        complete: list[_Row] = []
        waiting: list[_Row] = []
        for row in rows:
            if not any(cell.text.strip() for cell in row):
                continue
            if is_header(row):
                self._read_header(row)
            else:
                self._close_header()
                self._read_row(row, complete, waiting)
        for held in waiting:
            if grid.ruled:
                whole = complete + [row for row in waiting if row.square]
                like = [row for row in whole if row.leaves is held.leaves]
                self._place_ruled(held, like)
            else:
                like = [row for row in complete if row.shape == held.shape]
                self._place_loose(held, like)

    # --- headers ----------------------------------------------------------------------------------

    def _read_header(self, row: Sequence[Cell]) -> None:
        again = self.header and [c.text for c in row] == [c.text for c in self.header[0]]
        if not self.header_open or again:  # printed again where a page ends within a header
            self.header, self.header_open = [], True
        self.header.append(row)

    def _close_header(self) -> None:
        if not self.header_open:
            return
        self.header_open = False
        telling = [found[0] for row in self.header for cell in row
                   if len(found := matches(cell)) == 1]  # fmt: skip
        before = self.table
        votes = [m.table for m in telling if m.kind == "column" or m.table == "review"]
        self.table = max(sorted(set(votes)), key=votes.count) if votes else ""
        strange = [
            cell for row in self.header for cell in row
            if cell.text and not matches(cell) and not is_article(cell)
        ]  # fmt: skip
        for cell in strange:
            self.note("info", cell.source, f"header not on the form: {squeeze(cell.text)}")
        self.leaves = find_leaves(self.header, self.table, self.grid.ruled)
        if strange and not self.grid.ruled and not _is_whole(self.table, self.leaves):
            # A column may hide in what was not understood, and nothing but their order tells
            # which value stands below which header.
            self.leaves = []
        if not self.leaves:
            place = self.header[0][0].source
            self.note("warning", place, "the order of this header's columns cannot be told")
        if self.table == "disclosure":
            self.tables.columns |= {leaf.column for leaf in self.leaves}
        if self.table != before:  # a header printed again on the next page ends no group
            self.group = ""

    # --- rows -------------------------------------------------------------------------------------

    def _read_row(
        self, printed_row: Sequence[Cell], complete: list[_Row], waiting: list[_Row]
    ) -> None:
        """Place a row that is complete; let one with blanks wait for what complete rows show."""
        cells = list(printed_row)
        label, item = self._find_item(cells)
        values = cells[label + 1 :]
        leaves = self._leaves_for(item)
        full = [cell for cell in values if cell.text.strip()]
        if not item or not leaves:
            self._note_unplaced(cells, label, full, item)
            return
        if full and is_label(full[0]) and len(full) > len(leaves):
            # A label that the form does not have stands between the group and the numbers.
            self._note_unplaced(cells, values.index(full[0]) + label + 1, full[1:], "")
            return
        depth = cells[label].column if label >= 0 else -1
        row = _Row(item, leaves, values, (len(cells), label), depth)
        # In a ruled table columns of no width may stand between values, in text none may.
        start = values.index(full[0]) if full else 0
        gapless = self.grid.ruled or values[start : start + len(full)] == full
        if len(full) == len(leaves) and gapless:
            complete.append(row)
            self._place(item, leaves, full)
        elif full or self.grid.ruled:
            waiting.append(row)
        elif values:
            blanks = [values[min(place, len(values) - 1)] for place in range(len(leaves))]
            self._place(item, leaves, blanks)
        else:
            self.lone.append((item, leaves, cells[label]))

    def _find_item(self, cells: list[Cell]) -> tuple[int, str]:
        """Return the place of the row's label and the item it stands for ("" for none)."""
        named: list[tuple[int, str]] = []
        for place, cell in enumerate(cells):
            if not cell.text:
                continue
            if not is_label(cell):
                if named:
                    break
                continue  # a running number in front of the label
            item = self._resolve(cell)
            if item:
                named.append((place, item))
                entry = items()[self._table_of(item), item]
                self.table = entry.table
                self.group = item if entry.kind in ("group", "group_or_leaf") else entry.parent
        # Groups stand in front of their rows; two rows on one line tell nothing of their values.
        own = [(place, item) for place, item in named if item not in _groups()]
        if len({item for _, item in own}) > 1:
            self.note("warning", cells[own[0][0]].source, "two rows of the form stand in one")
            return own[-1][0], ""
        if named:
            return (own or named)[-1]
        if any(leaf.item for leaf in self.leaves) and not any(map(is_label, cells)):
            return -1, "*"  # the review table's only row: its header says all
        labels = [place for place, cell in enumerate(cells) if is_label(cell)]
        return (labels[-1] if labels else -1), ""

    def _table_of(self, code: str) -> str:
        return _table_by_item()[code]

    def _resolve(self, cell: Cell) -> str:
        found = [
            match
            for match in matches(cell)
            if match.kind == "item" and (match.table, match.code) in items()
        ]
        if not found:
            return ""
        codes = {match.code for match in found}
        if len(codes) > 1:
            # 其他 is a row of 其他处理, or 其他处理 itself: the number or the group tells.
            number, _ = split_numbering(normalize(cell.text))
            own = [code for code in codes if items()["requests", code].parent == self.group]
            numbered = [
                code for code in codes if items()["requests", code].number.endswith(number or "-")
            ]
            chosen = numbered or own
            if len(chosen) != 1:
                return ""
            return chosen[0]
        match = found[0]
        if match.code in ("other_other",) and self.group not in ("other", ""):
            return ""
        if match.score < 100:
            label = label_of("item", match.table, match.code)
            self.note("info", cell.source, f"label 「{squeeze(cell.text)}」 read as 「{label}」")
        return match.code

    def _leaves_for(self, item: str) -> list[Leaf]:
        if not item:
            return []
        if item == "*":
            return self.leaves
        entry = items()[self._table_of(item), item]
        if entry.kind == "group" or not self.leaves or bool(self.leaves[0].item):
            return []
        known = _form_units()
        named = any((entry.table, item, leaf.column) in known for leaf in self.leaves)
        return self.leaves if named else []

    def _note_unplaced(self, cells: list[Cell], label: int, printed: list[Cell], item: str) -> None:
        named = squeeze(cells[label].text) if label >= 0 else ""
        figures = ", ".join(squeeze(cell.text) for cell in printed)
        place = printed[0].source if printed else cells[max(label, 0)].source
        if item and items()[self._table_of(item), item].kind == "group":
            if printed:
                self.note(
                    "warning", place, f"「{named}」 is a heading on the form, but holds {figures}"
                )
        elif item:
            self.note("warning", place, f"no header tells the columns of 「{named}」: {figures}")
        elif named and not _is_furniture(cells):
            self.note("warning", place, f"row not on the form: 「{named}」 {figures}".rstrip())
        elif printed:
            self.note("warning", place, f"numbers without a label: {figures}")

    # --- placing ----------------------------------------------------------------------------------

    def _place_ruled(self, row: _Row, like: list[_Row]) -> None:
        """Place by the columns in which complete rows of the same depth have their values.

        Headers often stand askew of the rows below them, and so do rows of another depth. The
        header tells where no row does, if it is not known to be askew.
        """
        if row.square:
            self._place(row.item, row.leaves, row.values)
            return
        header = {leaf.start: place for place, leaf in enumerate(row.leaves)}
        columns = _columns_of(whole for whole in like if whole.depth == row.depth) or header
        askew = like and columns is header and any(_columns_of([w]) != header for w in like)
        if askew or len(columns) != len(row.leaves):
            self._refuse(row.item, row.leaves, row.values)
            return
        blank = row.values[0] if row.values else Cell("", self.grid.source, 0, 0)
        placed = [replace(blank, text="")] * len(row.leaves)
        for cell in row.values:
            under = [at for at in columns if cell.column <= at < cell.column + cell.colspan]
            if not cell.text.strip() and len(under) != 1:
                continue
            if len(under) != 1 or placed[columns[under[0]]].text.strip():
                self._refuse(row.item, row.leaves, row.values)
                return
            placed[columns[under[0]]] = cell
        self._place(row.item, row.leaves, placed)

    def _place_loose(self, row: _Row, like: list[_Row]) -> None:
        """Place a row with blanks at its ends as the complete rows of its shape are placed."""
        item, leaves, values = row.item, row.leaves, row.values
        size = len(leaves)
        if len(values) == size and row.shape[0] == (self.width or row.shape[0]):
            self._place(item, leaves, values)
            return
        fields = {
            place
            for other in like
            if len(other.leaves) == size
            for place, cell in enumerate(other.values)
            if cell.text.strip()
        }
        first, last = min(fields, default=0), max(fields, default=0)
        own = [place for place, cell in enumerate(values) if cell.text.strip()]
        if last - first + 1 != size or own[0] < first or own[-1] > last:
            self._refuse(item, leaves, values)
            return
        self.note(
            "info", values[first].source,
            f"blanks at the ends of 「{self._name(item)}」: placed as rows of its shape are",
        )  # fmt: skip
        self._place(item, leaves, values[first : last + 1])

    def place_lone(self) -> None:
        """Take a lone label for a blank row, unless its figures, or those below it, were found."""
        found = {address[:2] for address in self.tables.figures}
        for item, leaves, cell in self.lone:
            table = self._table_of(item)
            if not found & {(table, code) for code in (item, *children(table, item))}:
                self._place(item, leaves, [replace(cell, text="")] * len(leaves))

    def _refuse(self, item: str, leaves: list[Leaf], values: list[Cell]) -> None:
        """Say which cells of a row cannot be told apart; their printed text is kept."""
        printed = " ".join(squeeze(cell.text) or "□" for cell in values)
        self.note(
            "warning", values[0].source if values else self.grid.source,
            f"the values of 「{self._name(item)}」 cannot be told apart: {printed}",
        )  # fmt: skip
        for leaf in leaves:
            address = self._address(item, leaf)
            if address:
                source = values[0].source if values else self.grid.source
                self._keep(Figure(address, None, "", printed, "text", source))

    def _place(self, item: str, leaves: list[Leaf], values: Sequence[Cell]) -> None:
        for leaf, cell in zip(leaves, values, strict=True):
            address = self._address(item, leaf)
            if address is None:
                if parse_number(cell.text).state != "blank":
                    self.note(
                        "warning", cell.source,
                        f"no cell on the form: 「{self._name(item)}」 × {leaf.column}: {cell.text}",
                    )  # fmt: skip
                continue
            figure, notes = read_figure(address, cell.text, cell.source, leaf.unit)
            self.tables.notes += notes
            self._keep(figure)

    def _address(self, item: str, leaf: Leaf) -> Address | None:
        address = (
            ("review", leaf.item, leaf.column)
            if leaf.item
            else (self._table_of(item), item, leaf.column)
        )
        return address if address in _form_units() else None

    def _name(self, item: str) -> str:
        return label_of("item", self._table_of(item), item) if item != "*" else "行政复议、行政诉讼"

    def _keep(self, figure: Figure) -> None:
        first = self.tables.figures.setdefault(figure.address, figure)
        if first is figure:
            return
        same = normalize(first.printed) == normalize(figure.printed)
        self.note(
            "info" if same else "warning", figure.source,
            f"{'.'.join(figure.address)} is printed again: {squeeze(figure.printed) or 'blank'}"
            f" (kept: {squeeze(first.printed) or 'blank'}, {first.source})",
        )  # fmt: skip


def read_figure(
    address: Address, printed: str, source: str, header_unit: str = ""
) -> tuple[Figure, list[Note]]:
    """Read a printed cell into the form's unit; what cannot be converted is text, and is noted."""
    notes: list[Note] = []

    def done(value: float | None, state: State) -> tuple[Figure, list[Note]]:
        return Figure(address, value, "", printed, state, source), notes

    def note(severity: str, message: str) -> None:
        name = label_of("item", address[0], address[1])
        notes.append(Note(severity, source, f"「{name}」: {message}"))

    number = parse_number(printed)
    if number.state == "text":
        note("warning", f"not a number: {squeeze(printed)}")
    if number.value is None:
        return done(None, number.state)
    unit = _form_units()[address]
    if unit not in _MONEY:
        if number.unit and number.unit not in _COUNTS:
            note("warning", f"{printed} where {unit} are counted")
            return done(None, "text")
        if number.value % 1 or (number.value < 0 and address[2] != "change"):
            note("warning", f"{squeeze(printed)} is no count")
        if number.scale != 1:
            note("info", f"{printed} read as {number.value:g}")
        return done(number.value, "number")
    if number.unit is None and number.scale == 1:
        if not header_unit:
            note("info", f"no unit is printed; {unit} assumed")
        printed_in = header_unit or unit
    elif number.unit == "元":
        printed_in = "元"
    else:
        note("warning", f"{printed} where {unit} are counted")
        return done(None, "text")
    value = round(number.value * _MONEY[printed_in] / _MONEY[unit], 10)
    if printed_in != unit and number.scale != _MONEY[unit]:
        shown = printed if number.unit else f"{printed} {printed_in}"
        note("info", f"{shown} is {value:g} {unit}")
    return done(value, "number")


@cache
def _table_by_item() -> dict[str, str]:
    return {item: table for table, item in items()}


@cache
def _form_units() -> dict[Address, str]:
    """Return the unit of every cell that any form has."""
    return {
        address: unit_of(address, edition)
        for edition, single in (("2019", True), ("2021", True), ("2021", False))
        for address in form(edition, single)
    }


def _columns_of(rows: Iterable[_Row]) -> dict[int, int]:
    """Return in which columns of print rows have their values: column to place among the leaves."""
    return {
        cell.column: place
        for row in rows
        for place, cell in enumerate(
            row.values if row.square else [cell for cell in row.values if cell.text.strip()]
        )
    }


def _is_whole(table: str, leaves: Iterable[Leaf]) -> bool:
    """Whether a header names every column that some row of a form has, or all rows together."""
    named = {(leaf.item, leaf.column) for leaf in leaves}
    return named in _whole_headers(table)


@cache
def _whole_headers(table: str) -> list[set[tuple[str, str]]]:
    wholes: list[set[tuple[str, str]]] = []
    for edition in ("2019", "2021"):
        cells = [(item, column) for name, item, column in form(edition) if name == table]
        rows = dict.fromkeys(item for item, _ in cells)
        wholes += [{("", column) for item, column in cells if item == row} for row in rows]
        wholes.append(set(cells))
    return wholes


@cache
def _groups() -> frozenset[str]:
    return frozenset(item.code for item in items().values() if "group" in item.kind)


def _is_furniture(cells: Iterable[Cell]) -> bool:
    """第二十条第（一）项 above each block, 信息内容 in its corner, the formula of the balance."""
    return all(
        any(match.kind == "ignore" for match in matches(cell)) or is_article(cell)
        for cell in cells
        if cell.text
    )
