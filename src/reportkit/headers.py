"""The headers of the statutory tables: which column of print holds which column of the form."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .codebook import Match, columns, items, match_label, split_numbering, split_unit
from .document import Cell, Grid
from .text import normalize, parse_number, squeeze


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
    return match_label(squeeze(cell.text))


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


def find_leaves(header: Sequence[Sequence[Cell]], table: str, ruled: bool) -> list[Leaf]:
    """Return the columns that hold values, from the left; nothing where their order is not told."""
    rows = [list(_header_codes(row, table)) for row in header]
    return (ruled and _ruled_leaves(rows, table)) or _loose_leaves(rows, table)


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
    return leaves if _distinct(leaves) else []


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


# --- one cell a line ------------------------------------------------------------------------------


def unstack(grid: Grid) -> Iterator[list[Cell]]:
    """Put the cells of a page that was copied one cell a line together to rows again.

    A label after values begins a row. The labels of a header all follow one another: they are
    parted into the rows of the form's own header.
    """
    row: list[Cell] = []
    for (cell,) in grid.rows:
        if is_label(cell) and len(row) > 1 and not is_label(row[-1]) and not _only_heads(row):
            yield from _part(row)
            row = []
        row.append(cell)
    yield from _part(row)


def _names_column(cell: Cell) -> bool:
    """A label that only a header has; 其他 and 总计 are rows too."""
    found = matches(cell)
    return bool(found) and all(m.kind == "column" or m.table == "review" for m in found)


def _names_row(cell: Cell) -> bool:
    found = matches(cell)
    return bool(split_numbering(normalize(cell.text))[0]) or (
        bool(found) and all(m.kind == "item" and m.table != "review" for m in found)
    )


def _only_heads(row: Sequence[Cell]) -> bool:
    """Whether nothing but a header was seen so far: its empty corner is no blank value."""
    labels = [cell for cell in row if is_label(cell)]
    values = [cell for cell in row if cell.text and not is_label(cell)]
    return not values and not any(_names_row(cell) for cell in labels)


def _part(row: Sequence[Cell]) -> Iterator[list[Cell]]:
    """Part the header in front of a row from the row, and the header into its own rows."""
    first = next((place for place, cell in enumerate(row) if _names_row(cell)), None)
    if first is None:
        heads = [place for place, cell in enumerate(row) if _names_column(cell)]
        values = [place for place, cell in enumerate(row) if cell.text and not is_label(cell)]
        # The review table's only row has no label: its values follow the last head.
        first = values[0] if heads and values else len(row) if heads else 0
    yield from _levels([cell for cell in row[:first] if cell.text])
    if row[first:]:
        yield list(row[first:])


def _levels(heads: Sequence[Cell]) -> Iterator[list[Cell]]:
    """Part a header's labels, printed row after row, where the form's next row must begin."""
    level: list[Cell] = []
    depth = -1
    for cell in heads:
        own = _depth(cell)
        if own > depth >= 0:
            yield level
            level = []
        level.append(cell)
        depth = own if own >= 0 else depth
    if level:
        yield level


def _depth(cell: Cell) -> int:
    """Return how deep in its table's header a label stands; -1 where it says nothing."""
    found = matches(cell)
    if any(m.kind == "item" and m.table == "review" for m in found):
        return 0
    codes = {(m.table, m.code) for m in found if m.kind == "column"}
    if any(table == "review" for table, _ in codes) and not any(t == "requests" for t, _ in codes):
        return 1
    depths = [_DEPTHS.get(code, -1) for table, code in codes if table == "requests"]
    return max(depths, default=-1)


#: 申请人情况 and 总计 stand in the first row of the requests table's header.
_DEPTHS = {"applicants": 0, "natural_person": 1, "organisations": 1, "commercial": 2}
