"""Tables that were copied one cell a line: put together to rows again."""

from collections.abc import Iterator, Sequence

from .document import Cell, Grid
from .headers import is_label, is_numbered, matches, place_of


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
    return place_of(cell.text) == "header"


def _names_row(cell: Cell) -> bool:
    return is_numbered(cell) or place_of(cell.text) == "row"


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
