"""The headers of the statutory tables: which column of print holds which column of the form."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from .codebook import Match, columns, form, items, match_label, split_unit
from .document import Cell
from .text import normalize, parse_number


@dataclass(frozen=True, slots=True)
class Leaf:
    """A column of values: its code, for the review table its proceeding, and where it is."""

    column: str
    item: str = ""
    unit: str = ""
    start: int = 0
    end: int = 0


def matches(cell: Cell) -> tuple[Match, ...]:
    """Return all that a printed label may stand for."""
    return match_label(cell.text)


def is_label(cell: Cell) -> bool:
    """Tell text from figures, dashes and blanks."""
    return bool(cell.text) and parse_number(cell.text).state == "text"


def is_header(row: Sequence[Cell]) -> bool:
    """A row that names columns: no numbers, and a label that only a header has."""
    named = False
    for cell in row:
        if not cell.text:
            continue
        if parse_number(cell.text).state in ("number", "dash"):
            return False
        kinds = {(match.kind, match.table == "review") for match in matches(cell)}
        if kinds and all(kind == "item" and not review for kind, review in kinds):
            return False
        named |= bool(kinds) and all(kind == "column" or review for kind, review in kinds)
    return named


def _header_codes(row: Sequence[Cell], table: str) -> Iterator[tuple[Cell, str, str]]:
    """Yield the cells of a header row that mean something: cell, kind, code."""
    for cell in row:
        for match in matches(cell):
            if match.table == table and (match.kind == "column" or table == "review"):
                yield cell, match.kind, match.code
                break


@dataclass(frozen=True, slots=True)
class Header:
    """What a table's header says of the columns below it.

    Attributes
    ----------
    leaves : tuple of Leaf
        The columns that hold values, from the left; those not on the form have no `column`.
    placed : bool
        True where the leaves stand at their true columns of print.
    taken : tuple of (Cell, str)
        Labels that the form does not have, and the column that each was taken for.
    """

    leaves: tuple[Leaf, ...] = ()
    placed: bool = False
    taken: tuple[tuple[Cell, str], ...] = ()

    @property
    def strange(self) -> bool:
        """Whether a column is there that the form does not have."""
        return any(not leaf.column for leaf in self.leaves)


def strange_cells(row: Sequence[Cell]) -> list[Cell]:
    """Return the labels of a header's row that mean nothing on the form."""
    return [cell for cell in row if is_label(cell) and not matches(cell) and not is_article(cell)]


def find_header(rows: Sequence[Sequence[Cell]], table: str, ruled: bool) -> Header:
    """Tell the columns that hold values; no leaves where their order is not told."""
    coded = [list(_header_codes(row, table)) for row in rows]
    leaves = _ruled_leaves(coded, table) if ruled else []
    placed = bool(leaves)
    leaves = leaves or _loose_leaves(coded, table)
    if not leaves:
        return Header()
    unknown = [cell for row in rows for cell in strange_cells(row)]
    if placed:
        leaves = sorted([*leaves, *_unknown_leaves(unknown, leaves)], key=lambda leaf: leaf.start)
    elif unknown and not ruled:
        leaves = _with_unknown(rows, leaves, table)
    elif unknown and not _is_whole(table, leaves):
        leaves = []
    return _completed(leaves, placed, unknown, table)


def _unknown_leaves(unknown: Sequence[Cell], leaves: Sequence[Leaf]) -> list[Leaf]:
    """Return the columns of print that stand under a label which the form does not have."""
    return [
        Leaf("", start=cell.column, end=cell.column + cell.colspan)
        for cell in unknown
        if not any(leaf.start < cell.column + cell.colspan and cell.column < leaf.end
                   for leaf in leaves)
    ]  # fmt: skip


def _with_unknown(rows: Sequence[Sequence[Cell]], leaves: list[Leaf], table: str) -> list[Leaf]:
    """Put what the form does not have between the leaves of a header without true columns.

    Only their order tells which value stands below which header. In a header of several rows it
    tells nothing of a strange label beside the columns; elsewhere such labels are pieces of the
    headings above them, and harmless if no column is lost for it.
    """
    if not _is_whole(table, leaves):
        return []
    holding = [row for row in rows if any(_names_leaf(cell, table) for cell in row)]
    if len(holding) > 1:
        beside = [
            cell for row in holding for cell in strange_cells(row)
            if any(_names_leaf(other, table) for other in row[: row.index(cell)])
        ]  # fmt: skip
        return [] if beside else leaves
    (row,) = holding
    corner = next(cell for cell in row if cell.text)
    strangers = {id(cell) for cell in strange_cells(row) if cell is not corner}
    known = {id(cell): leaf for cell, leaf in
             zip((c for c in row if _names_leaf(c, table)), leaves, strict=False)}  # fmt: skip
    if len(known) != len(leaves):
        return []
    return [
        known.get(id(cell)) or Leaf("", start=cell.column, end=cell.column + 1)
        for cell in row if id(cell) in known or id(cell) in strangers
    ]  # fmt: skip


def _names_leaf(cell: Cell, table: str) -> bool:
    known = _value_columns(table)
    return any(m.kind == "column" and m.table == table and m.code in known for m in matches(cell))


def _completed(leaves: Sequence[Leaf], placed: bool, unknown: Sequence[Cell], table: str) -> Header:
    """Take one unknown label for the one column that is missing, where it stands in its place."""
    bare = Header(tuple(leaves), placed)
    if [leaf.column for leaf in leaves].count("") != 1 or table == "disclosure":
        return bare
    at = next(place for place, leaf in enumerate(leaves) if not leaf.column)
    for whole in _whole_headers(table):
        if len(whole) != len(leaves):
            continue
        item, column = whole[at]
        rest = [(leaf.item, leaf.column) for leaf in leaves]
        rest[at] = (item, column)
        if rest == whole:
            leaf = leaves[at]
            cell = next(c for c in unknown if (c.column, c.column + c.colspan)
                        in ((leaf.start, leaf.end), (leaf.start, leaf.start + 1)))  # fmt: skip
            full = [*leaves]
            full[at] = Leaf(column, item, "", leaf.start, leaf.end)
            return Header(tuple(full), placed, ((cell, column),))
    return bare


def _is_whole(table: str, leaves: Sequence[Leaf]) -> bool:
    """Whether a header names every column that some row of a form has, or all rows together."""
    named = {(leaf.item, leaf.column) for leaf in leaves}
    return any(named == set(whole) for whole in _whole_headers(table))


@cache
def _whole_headers(table: str) -> list[list[tuple[str, str]]]:
    wholes: list[list[tuple[str, str]]] = []
    for edition in ("2019", "2021"):
        cells = [(item, column) for name, item, column in form(edition) if name == table]
        rows = dict.fromkeys(item for item, _ in cells)
        wholes += [[("", column) for item, column in cells if item == row] for row in rows]
        wholes.append(cells)
    return wholes


def _value_columns(table: str) -> list[str]:
    return [c.code for c in columns() if c.table == table and c.kind != "heading"]


def _make_leaf(cell: Cell, column: str, item: str = "") -> Leaf:
    unit = split_unit(normalize(cell.text))[1]
    return Leaf(column, item, unit, cell.column, cell.column + cell.colspan)


def _ruled_leaves(rows: list[list[tuple[Cell, str, str]]], table: str) -> list[Leaf]:
    """Return the value columns from the left, by where their headers stand."""
    known = set(_value_columns(table))
    above = [(cell, code) for row in rows for cell, kind, code in row
             if kind == "item" and (table, code) in items()]  # fmt: skip
    leaves = []
    for row in rows:
        for cell, kind, code in row:
            if kind != "column" or code not in known:
                continue
            over = [item for head, item in above
                    if head.column <= cell.column < head.column + head.colspan]  # fmt: skip
            if table == "review" and len(over) != 1:
                return []
            leaves.append(_make_leaf(cell, code, over[0] if over else ""))
    leaves.sort(key=lambda leaf: leaf.start)
    apart = all(a.end <= b.start for a, b in pairwise(leaves))
    # Pages that lost their spans give the columns of a header of several rows in disorder, unless
    # a heading reaches over its own columns and no others: then the total may stand first.
    order = _value_columns(table)
    told = sum(any(kind == "column" and code in known for _, kind, code in row) for row in rows)
    places = [order.index(leaf.column) for leaf in leaves]
    ordered = table == "review" or told == 1 or places == sorted(places)
    ordered = ordered or _is_spanned(rows, leaves, table)
    return leaves if apart and ordered and _distinct(leaves) else []


def _is_spanned(
    rows: list[list[tuple[Cell, str, str]]], leaves: Sequence[Leaf], table: str
) -> bool:
    parent = {column.code: column.parent for column in columns() if column.table == table}
    known = {column.code for column in columns() if column.kind == "heading"}
    heads = [(cell, code) for row in rows for cell, kind, code in row
             if kind == "column" and code in known]  # fmt: skip
    return bool(heads) and all(
        {leaf.column for leaf in leaves
         if cell.column <= leaf.start and leaf.end <= cell.column + cell.colspan}
        == {code for code in parent if parent[code] == head}
        for cell, head in heads
    )  # fmt: skip


def _loose_leaves(rows: list[list[tuple[Cell, str, str]]], table: str) -> list[Leaf]:
    """Return the value columns from the left, where nothing tells which header stands above which.

    A header of one row is read from the left. In a header of several rows each group's columns
    follow in the next row; they are put together by what the form says belongs to what.
    """
    known = _value_columns(table)
    named = [[(cell, code) for cell, kind, code in row if kind == "column" and code in known]
             for row in rows]  # fmt: skip
    if table == "review":
        return _review_leaves(rows, named)
    leaves = [_make_leaf(cell, code) for row in named for cell, code in row]
    if sum(map(bool, named)) > 1:
        for row in named:
            order = [known.index(code) for _, code in row]
            if order != sorted(order):
                return []
        leaves.sort(key=lambda leaf: known.index(leaf.column))
    return leaves if _distinct(leaves) else []


def _review_leaves(
    rows: list[list[tuple[Cell, str, str]]], named: list[list[tuple[Cell, str]]]
) -> list[Leaf]:
    """Give each proceeding the next run of results (维持 … 总计) printed below it."""
    runs: list[tuple[int, list[tuple[Cell, str]]]] = []
    for level, row in enumerate(named):
        for cell, code in row:
            run = runs[-1][1] if runs and runs[-1][0] == level else None
            if run is None or code in {seen for _, seen in run}:
                runs.append((level, [(cell, code)]))
            else:
                run.append((cell, code))
    leaves: list[Leaf] = []
    for level, row_codes in enumerate(rows):
        for _, kind, code in row_codes:
            if kind != "item" or ("review", code) not in items():
                continue
            run_below = next((run for run in runs if run[0] > level), None)
            if run_below is None:
                return []
            runs.remove(run_below)
            leaves += [_make_leaf(cell, column, code) for cell, column in run_below[1]]
    if not leaves:  # proceedings stand in the rows, results in the header
        leaves = [_make_leaf(cell, column) for _, run in runs for cell, column in run]
        runs = []
    return leaves if not runs and _distinct(leaves) else []


def _distinct(leaves: list[Leaf]) -> bool:
    keys = [(leaf.item, leaf.column) for leaf in leaves]
    return len(keys) == len(set(keys))


def is_article(cell: Cell) -> bool:
    """Tell 第二十条第（一）项, which stands above each block of the disclosure table."""
    label = normalize(cell.text)
    return label.startswith("第") and label.endswith("项") and "条" in label
