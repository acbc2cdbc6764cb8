"""Rows that a page break cuts: put together again from the parts of the table on both pages."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from .codebook import split_numbering
from .document import Block, Cell, Grid
from .headers import is_header, is_label, matches
from .text import normalize

#: Cells of the two parts of a table can be one if they stand in the same columns.
_Place = tuple[int, int]


def rejoin(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield the blocks; what a page break cuts of a row stands whole at the foot of its page.

    A label is put together where the form has the whole, and its rest is no label by itself. The
    figures go with the label of their row; below none, with the row above. A number that is cut as
    well comes out in two lines, which is no number and will be noted.
    """
    before: Block | None = None
    for block in blocks:
        if isinstance(block, Grid) and block.continues and isinstance(before, Grid):
            before, block = _mended(before, block)
        if before is not None:
            yield before
        before = block
    if before is not None:
        yield before


def _mended(before: Grid, after: Grid) -> tuple[Grid, Grid]:
    last = len(before.rows) - 1
    heads = {tuple(cell.text for cell in row) for row in before.rows if is_header(row)}
    # The header may be printed again above the rest of the row.
    first = next(
        (place for place, row in enumerate(after.rows)
         if any(cell.text.strip() for cell in row)
         and tuple(cell.text for cell in row) not in heads),
        None,
    )  # fmt: skip
    if first is None or last < 0:
        return before, after
    foot = {_place(c): c for row in before.rows for c in row if c.row + c.rowspan > last}
    rest = {_place(cell): cell for cell in after.rows[first] if cell.text.strip()}
    moved = {
        place for place, cell in foot.items() if place in rest and _is_label_cut(cell, rest[place])
    }
    row = [_place(cell) for cell in before.rows[last]]
    values = [place for place in row if not is_label(foot[place])]
    own = [place for place in rest if place in row or place not in foot]
    if not is_header(before.rows[last]) and _is_row_cut(foot, rest, row, values, own, moved):
        moved |= set(own)
    if not moved:
        return before, after

    def whole(cell: Cell) -> Cell:
        place = _place(cell)
        if place not in moved or foot[place] is not cell:
            return cell
        return cell._replace(text=f"{cell.text}\n{rest[place].text}".strip())

    emptied = [c._replace(text="") if _place(c) in moved else c for c in after.rows[first]]
    return (
        replace(before, rows=tuple(tuple(map(whole, row)) for row in before.rows)),
        replace(after, rows=(*after.rows[:first], tuple(emptied), *after.rows[first + 1 :])),
    )


def _place(cell: Cell) -> _Place:
    return cell.column, cell.colspan


def _is_label_cut(cell: Cell, rest: Cell) -> bool:
    """Whether two labels are the parts of one: the form has the whole, not each by itself."""
    return (
        is_label(cell) and is_label(rest) and not _is_numbered(rest)
        and not (_likeness(cell) and _likeness(rest))
        and _likeness(cell._replace(text=cell.text + rest.text)) == 100.0
    )  # fmt: skip


def _is_numbered(label: Cell) -> bool:
    return bool(split_numbering(normalize(label.text))[0])


def _is_row_cut(
    foot: dict[_Place, Cell], rest: dict[_Place, Cell], row: Sequence[_Place],
    values: Sequence[_Place], own: Sequence[_Place], moved: set[_Place],
) -> bool:  # fmt: skip
    """Whether all that stands below the break is of the row above it."""
    labels = [place for place in row if place not in values]
    if not own or not labels or not set(own) <= set(row):
        return False
    below = [place for place in own if is_label(rest[place])]
    if not set(below) <= set(labels):
        return False
    name = labels[-1]  # those before it are groups'
    if name not in rest or name not in below:
        return name not in rest and not below
    both = [place for place in values if foot[place].text.strip() and place in rest]
    if len(both) > 1 and both == values:
        return False  # two rows, whatever their labels
    if name in moved or _likeness(rest[name]) or _is_numbered(rest[name]):
        return name in moved
    whole = foot[name]._replace(text=foot[name].text + rest[name].text)
    return 0 < _likeness(whole) >= _likeness(foot[name])  # a label with a slip of the pen


def _likeness(cell: Cell) -> float:
    return max((match.score for match in matches(cell)), default=0.0)
