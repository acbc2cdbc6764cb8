"""The three statutory tables: printed grids in, addressed figures out.

A figure's address is told by the labels to its left and above it, never by counting rows: a row
that is not on the form, or is missing, becomes a note and moves nothing else.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from .codebook import children, items, label_of, split_numbering
from .document import Block, Cell, Grid
from .figures import form_units, money_named
from .headers import (
    Header,
    find_header,
    is_article,
    is_header,
    is_label,
    is_numbered,
    matches,
    strange_cells,
)
from .ledger import Tables, name_of, table_of
from .placing import Placed, Row, place_loose, place_ruled
from .rejoin import rejoin
from .text import normalize, parse_number, squeeze
from .unstack import unstack

#: From this length on a label of the form tells that a table is of the form.
_TELLING = 4
#: Rows that number their columns 1, 2, 3 … have at least so many.
_NUMBERED = 5
#: 单位：件、万元, alone or at the end of a line such as 填报单位：…… 金额单位：万元.
_UNITS = re.compile(
    r"单位[:∶为]?(?P<units>[件条项个份次人户宗起元十百千万亿民币、,/;和及与():费用金额数量收的为]{1,20})$"
)
_OWN_LINE = re.compile(r"^\(?(?:计量|金额)?单位[:∶]?.{1,16}$")
#: The unit may stand so many lines above its table: the table's title may come between.
_ABOVE = 2


def read_tables(blocks: Iterable[Block]) -> Tables:
    """Read all grids of a report; those that hold nothing of the form are told apart."""
    tables = Tables()
    state = _State(tables)
    lines: list[str] = []
    for block in rejoin(list(blocks)):
        if not isinstance(block, Grid):
            lines.append(block.text)
        elif _speaks_of_form(block) or state.goes_on(block):
            if not block.continues:
                units = [_line_unit(line) for line in lines[-_ABOVE:]]
                state.line_unit = next(filter(None, reversed(units)), "")
            state.read(block)
            lines = []
        else:
            tables.others.append(block)
    state.place_lone()
    return tables


def _line_unit(text: str) -> str:
    """Return the unit of money that a line such as 单位：万元 names, above a table or in it."""
    match = _UNITS.search(normalize(text))
    return money_named(match["units"]) if match else ""


def _speaks_of_form(grid: Grid) -> bool:
    """其他 and 总计 stand in many a table; a label of four characters and more does not."""
    return any(
        len(normalize(cell.text)) >= _TELLING and matches(cell) for row in grid.rows for cell in row
    )


class _State:
    """The reading of grids row by row: the header in force, and the group that rows belong to."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.rows_of_header: list[Sequence[Cell]] = []
        self.header_open = False
        self.table = ""
        self.header = Header()
        self.group = ""
        self.grid: Grid
        self.line_unit = ""
        #: Cells that stand for several rows at once, by row and column.
        self.merged: set[tuple[int, int]] = set()
        #: Labels that stand alone on their line: a heading, or a row that is blank.
        self.lone: list[tuple[str, Header, Cell]] = []

    def note(self, severity: str, place: str, key: str, **fields: object) -> None:
        self.tables.note(severity, place, key, **fields)

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
        printed = list(unstack(grid)) if stacked else [list(row) for row in grid.rows]
        above = _merged(grid) if grid.ruled else {}
        self.merged = {(cell.row, cell.column) for cells in above.values() for cell in cells}
        rows: list[Row] = []
        bare: Sequence[Cell] = ()
        for place, cells in enumerate(printed):
            filled = [cell for cell in cells if cell.text.strip()]
            if not filled:
                bare = cells
                continue
            bare = ()
            if len(filled) == 1 and _is_unit_line(filled[0]):
                self.line_unit = _line_unit(" ".join(cell.text for cell in cells))
            elif is_header(cells) and not self._is_blank_row(cells):
                self._read_header(cells)
            else:
                self._close_header()
                rows += self._read_row([*cells, *above.get(place, ())])
        if bare and self.header_open and grid.ruled:
            self._close_header()
            if any(leaf.item for leaf in self.header.leaves):  # the only row, without a figure
                self._place("*", self.header, [None] * len(self.header.leaves), bare[0])
        width = 0 if stacked else max(map(len, printed))
        complete = [] if grid.ruled else [row for row in rows if _is_complete(row)]
        for row in rows:
            placed: Placed | None
            if grid.ruled:
                placed = place_ruled(row, (peer for peer in rows if peer.header is row.header))
            elif _is_complete(row):
                placed = list(row.full)
            else:
                like = [peer for peer in complete if self._is_like(peer, row)]
                placed = place_loose(row, like, width) if row.full else None
                if placed and len(placed) < len(row.values):
                    source = row.values[0].source
                    self.note("info", source, "blanks_at_ends", item=name_of(row.item))
            if placed is None and not row.full:
                placed = [None] * len(row.header.leaves)
            if placed is None:
                self.tables.refuse(row.item, row.header, row.values)
            else:
                lacks = row.values and None in placed
                blank = row.values[0]._replace(text="") if lacks else None
                self._place(row.item, row.header, placed, blank)
        self.tables.tell(grid.source)

    def _is_like(self, peer: Row, row: Row) -> bool:
        """Whether one row shows how the other is placed: of one shape, and as deep in the form."""
        if peer.shape != row.shape or "*" in (peer.item, row.item):
            return False
        parents = {items()[table_of(each.item), each.item].parent for each in (peer, row)}
        return len(parents) == 1

    # --- headers ----------------------------------------------------------------------------------

    def _is_blank_row(self, cells: Sequence[Cell]) -> bool:
        """Tell a proceeding without any figure, below the results, from a header."""
        labels = [cell for cell in cells if cell.text]
        results = {m.code for row in self.rows_of_header for cell in row for m in matches(cell)
                   if m.kind == "column" and m.table == "review"}  # fmt: skip
        return (
            len(labels) == 1 and labels[0] is cells[0] and len(cells) > len(results) > 2
            and any(m.table == "review" and m.kind == "item" for m in matches(labels[0]))
        )  # fmt: skip

    def _read_header(self, row: Sequence[Cell]) -> None:
        first = self.rows_of_header[0] if self.rows_of_header else ()
        again = first and [c.text for c in row] == [c.text for c in first]
        if not self.header_open or again:  # printed again where a page ends within a header
            self.rows_of_header, self.header_open = [], True
        self.rows_of_header.append(row)

    def _close_header(self) -> None:
        if not self.header_open:
            return
        self.header_open = False
        rows = self.rows_of_header
        telling = [found[0] for row in rows for cell in row if len(found := matches(cell)) == 1]
        before = self.table
        votes = [m.table for m in telling if m.kind == "column" or m.table == "review"]
        self.table = max(sorted(set(votes)), key=votes.count) if votes else ""
        self.header = find_header(rows, self.table, self.grid.ruled)
        taken = {id(cell) for cell, _ in self.header.taken}
        columns = {leaf.start for leaf in self.header.leaves if not leaf.column}
        for cell in (cell for row in rows for cell in strange_cells(row) if id(cell) not in taken):
            column = self.header.leaves and cell.column in columns
            severity, key = ("warning", "strange_column") if column else ("info", "strange_header")
            self.note(severity, cell.source, key, printed=squeeze(cell.text))
        for cell, code in self.header.taken:
            label = label_of("column", self.table, code)
            printed = squeeze(cell.text)
            self.note("warning", cell.source, "header_by_place", printed=printed, label=label)
        for match, cell in ((m, c) for row in rows for c in row for m in matches(c)[:1]):
            if match.score < 100 and match.kind == "column":
                self._note_likeness(cell, label_of("column", match.table, match.code), match.cut)
        if not self.header.leaves:
            place = rows[0][0].source
            self.note("warning", place, "header_order")
        if self.table == "disclosure":
            self.tables.columns |= {leaf.column for leaf in self.header.leaves} - {""}
        if self.table != before:  # a header printed again on the next page ends no group
            self.group = ""

    def _note_likeness(self, cell: Cell, label: str, cut: bool) -> None:
        severity = "info" if cut else "warning"
        self.note(severity, cell.source, "label_read_as", printed=squeeze(cell.text), label=label)

    # --- rows -------------------------------------------------------------------------------------

    def _read_row(self, cells: list[Cell]) -> Iterator[Row]:
        """Yield the row if the form has it; what it does not have is noted."""
        label, item = self._find_item(cells)
        values = cells[label + 1 :]
        header = self._header_for(item)
        full = [cell for cell in values if cell.text.strip()]
        if (item == "*" or (not item and label < 0)) and _numbers_columns(full):
            self.note("info", full[0].source, "columns_numbered")
        elif not item or not header.leaves:
            self._note_unplaced(cells, label, full, item)
        elif full and self._is_inner_label(full, header):
            # A label that the form does not have stands between the group and the numbers.
            self._note_unplaced(cells, values.index(full[0]) + label + 1, full[1:], "")
        elif values:
            own = cells[label] if label >= 0 else None
            for cell in values:
                if own is not None and cell.rowspan > own.rowspan and cell.text.strip():
                    self.merged.add((cell.row, cell.column))
            yield Row(item, header, own, tuple(values), (len(cells), label))
        else:
            self.lone.append((item, header, cells[label]))

    def _is_inner_label(self, full: Sequence[Cell], header: Header) -> bool:
        first = full[0]
        if not is_label(first) or any(c.isdigit() for c in split_numbering(squeeze(first.text))[1]):
            return False
        if header.placed:
            return first.column + first.colspan <= min(leaf.start for leaf in header.leaves)
        return len(full) > len(header.leaves)

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
                entry = items()[table_of(item), item]
                self.table = entry.table
                self.group = item if entry.kind in ("group", "group_or_leaf") else entry.parent
        # Groups stand in front of their rows; two rows on one line tell nothing of their values.
        own = [(place, item) for place, item in named if item not in _groups()]
        if len({item for _, item in own}) > 1:
            self.note("warning", cells[own[0][0]].source, "two_rows")
            return own[-1][0], ""
        if named:
            return (own or named)[-1]
        labels = [place for place, cell in enumerate(cells) if is_label(cell)]
        known = sum(bool(leaf.item) for leaf in self.header.leaves)
        if known and (not labels or (labels == [0] and len(cells) > known)):
            return (labels[0] if labels else -1), "*"  # review's only row: its header says all
        return (labels[-1] if labels else -1), ""

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
        if match.code == "outcomes_total" and self.group in _PARTED and not is_numbered(cell):
            return ""  # 合计 below the rows of a group sums that group, which the form does not
        if match.code == "other_other" and self.group not in ("other", ""):
            return ""
        if match.score < 100:
            self._note_likeness(cell, label_of("item", match.table, match.code), match.cut)
        return match.code

    def _header_for(self, item: str) -> Header:
        if not item:
            return Header()
        if item == "*":
            return self.header
        entry = items()[table_of(item), item]
        leaves = self.header.leaves
        if entry.kind == "group" or any(leaf.item for leaf in leaves):
            return Header()
        named = any((entry.table, item, leaf.column) in form_units() for leaf in leaves)
        return self.header if named else Header()

    def _note_unplaced(self, cells: list[Cell], label: int, printed: list[Cell], item: str) -> None:
        named = squeeze(cells[label].text) if label >= 0 else ""
        figures = ", ".join(squeeze(cell.text) for cell in printed)
        place = printed[0].source if printed else cells[max(label, 0)].source
        if item and items()[table_of(item), item].kind == "group":
            if printed:
                self.note("warning", place, "heading_holds", label=named, printed=figures)
        elif item:
            self.note("warning", place, "no_header", label=named, printed=figures)
        elif named and not _is_furniture(cells):
            key = "strange_row" if figures else "strange_row_empty"
            self.note("warning", place, key, label=named, printed=figures)
        elif printed:
            self.note("warning", place, "no_label", printed=figures)

    # --- placing ----------------------------------------------------------------------------------

    def place_lone(self) -> None:
        """Take a lone label for a blank row, unless its figures, or those below it, were found."""
        found = {address[:2] for address in self.tables.figures} if self.lone else set()
        for item, header, cell in self.lone:
            table = table_of(item)
            if not found & {(table, code) for code in (item, *children(table, item))}:
                self._place(item, header, [None] * len(header.leaves), cell._replace(text=""))

    def _place(
        self, item: str, header: Header, placed: Sequence[Cell | None], blank: Cell | None
    ) -> None:
        self.tables.place(item, header, placed, blank, self.merged, self.line_unit)


def _is_complete(row: Row) -> bool:
    """Whether a row of text has a value for every column, and no blank between them."""
    full = row.full
    if len(full) != len(row.header.leaves):
        return False
    start = row.values.index(full[0])
    return list(row.values[start : start + len(full)]) == full


def _merged(grid: Grid) -> dict[int, list[Cell]]:
    """Return, for each row, the values above it that reach down into it."""
    reach: dict[int, list[Cell]] = {}
    for row in grid.rows:
        for cell in row:
            if cell.rowspan > 1 and parse_number(cell.text).state in ("number", "dash"):
                for below in range(cell.row + 1, min(cell.row + cell.rowspan, len(grid.rows))):
                    reach.setdefault(below, []).append(cell)
    return reach


def _is_unit_line(cell: Cell) -> bool:
    line = normalize(cell.text)
    return bool(_OWN_LINE.match(line) or _UNITS.search(line))


def _numbers_columns(full: Sequence[Cell]) -> bool:
    """Tell 1, 2, 3 … below a header from figures."""
    values = [parse_number(cell.text).value for cell in full]
    return len(values) >= _NUMBERED and values == [float(k) for k in range(1, len(values) + 1)]


#: Groups whose rows the form does not sum.
_PARTED = ("denied", "unable", "not_processed")


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
