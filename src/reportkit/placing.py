"""Which value of a row stands under which column: by where it is printed, never by counting alone.

A row is placed where something shows that it stands so: its own cells, one for every column; the
header above it; or rows like it. Where nothing does, or two witnesses disagree, it is refused.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .document import Cell
from .headers import Header, Leaf

#: For each leaf of the header the cell that stands under it; None where the row has none.
Placed = list[Cell | None]


@dataclass(frozen=True, slots=True)
class Row:
    """A row under the header that was in force where it stood.

    Rows are of one shape where they have as many fields, and the same one is their label; of one
    depth where their labels stand in one column of print.
    """

    item: str
    header: Header
    label: Cell | None
    values: tuple[Cell, ...]
    shape: tuple[int, int]

    @property
    def full(self) -> list[Cell]:
        """The cells that are not blank."""
        return [cell for cell in self.values if cell.text.strip()]

    @property
    def depth(self) -> int:
        """The column of print of the row's label."""
        return self.label.column if self.label else -1

    @property
    def square(self) -> bool:
        """Whether the row has a cell for every column, and no more."""
        return len(self.values) == len(self.header.leaves) and all(
            cell.colspan == 1 for cell in self.values
        )


def place_ruled(row: Row, peers: Iterable[Row]) -> Placed | None:
    """Place a row of a table whose columns are known; None where it cannot be told.

    Parameters
    ----------
    row : Row
        The row to place.
    peers : iterable of Row
        All rows below the same header.
    """
    header = row.header
    if row.square and not header.strange:
        return list(row.values)
    square = [] if header.strange else [peer for peer in peers if peer.square]
    shown = [_columns(peer.values) for peer in square]
    printed = _columns(header.leaves) if header.placed else None
    if len(row.full) == len(header.leaves):
        for columns in ([printed] if printed else []) + shown:
            placed = _by_columns(row, columns)
            if placed:
                return placed
        return None
    own = [_columns(peer.values) for peer in square if peer.depth == row.depth]
    if own:
        return _by_columns(row, own[0]) if all(each == own[0] for each in own) else None
    # Headers often stand askew of the rows below them; then a label reaches below a column.
    askew = any(each != printed for each in shown) or _reaches(row.label, header.leaves)
    return _by_columns(row, printed) if printed and not askew else None


def _columns(cells: Sequence[Cell] | Sequence[Leaf]) -> list[tuple[int, int]]:
    return [
        (cell.column, cell.column + cell.colspan) if isinstance(cell, Cell)
        else (cell.start, cell.end)
        for cell in cells
    ]  # fmt: skip


def _reaches(label: Cell | None, leaves: Sequence[Leaf]) -> bool:
    return label is not None and any(
        leaf.start < label.column + label.colspan and label.column < leaf.end
        for leaf in leaves if leaf.column
    )  # fmt: skip


def _by_columns(row: Row, columns: list[tuple[int, int]]) -> Placed | None:
    """Place each cell in the one column that it stands under; None where one stands elsewhere."""
    placed: Placed = [None] * len(columns)
    for cell in row.values:
        under = [
            place for place, (start, end) in enumerate(columns)
            if start < cell.column + cell.colspan and cell.column < end
        ]  # fmt: skip
        if not cell.text.strip():
            if len(under) == 1 and placed[under[0]] is None:
                placed[under[0]] = cell
            continue
        if len(under) != 1:
            return None
        before = placed[under[0]]
        if before is not None and before.text.strip():
            return None
        placed[under[0]] = cell
    return placed


def place_loose(row: Row, like: Iterable[Row], width: int) -> Placed | None:
    """Place a row of text with blanks at its ends as the complete rows of its shape are placed.

    Parameters
    ----------
    row : Row
        The row to place.
    like : iterable of Row
        The complete rows of its shape.
    width : int
        How many fields a complete row has, 0 where the count of fields is to be trusted.
    """
    size = len(row.header.leaves)
    if len(row.values) == size and row.shape[0] == (width or row.shape[0]):
        return list(row.values)
    fields = {
        place
        for other in like
        if len(other.header.leaves) == size
        for place, cell in enumerate(other.values)
        if cell.text.strip()
    }
    first, last = min(fields, default=0), max(fields, default=0)
    own = [place for place, cell in enumerate(row.values) if cell.text.strip()]
    if last - first + 1 != size or own[0] < first or own[-1] > last:
        return None
    return list(row.values[first : last + 1])
