"""Rows that a page break cuts: put together again from the parts of the table on both pages."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from .document import Block, Cell, Grid
from .headers import is_header, is_label, matches


def rejoin(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield the blocks, with each row that a page break cuts whole again at the foot of its page.

    The labels tell that a row is cut: put together they are the form's, or more like it than the
    part above the break, and the part below is no label by itself; or there is none below. A
    number that is cut as well comes out in two lines, which is no number and will be noted.
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
    above = len(before.rows) - 1
    heads = {tuple(cell.text for cell in row) for row in before.rows if is_header(row)}
    # The header may be printed again above the rest of the row.
    below = next(
        (place for place, row in enumerate(after.rows)
         if any(cell.text for cell in row) and tuple(cell.text for cell in row) not in heads),
        -1,
    )  # fmt: skip
    if below < 0 or above < 0 or is_header(before.rows[above]):
        return before, after
    upper = list(before.rows[above])
    lower = {(cell.column, cell.colspan): cell for cell in after.rows[below] if cell.text.strip()}
    # What reaches down from rows above, a group's label, is no part of the row.
    reaching = {
        (cell.column, cell.colspan)
        for row in before.rows[:above] for cell in row if cell.row + cell.rowspan > above
    }  # fmt: skip
    own = {key: cell for key, cell in lower.items() if key not in reaching}
    if not own or not own.keys() <= {(cell.column, cell.colspan) for cell in upper}:
        return before, after
    pairs = [(cell, own.get((cell.column, cell.colspan))) for cell in upper]
    if not _is_cut(pairs):
        return before, after
    joined = [
        cell._replace(text="\n".join(filter(None, (cell.text, rest.text)))) if rest else cell
        for cell, rest in pairs
    ]
    emptied = [cell._replace(text="") for cell in after.rows[below]]
    return (
        replace(before, rows=(*before.rows[:above], tuple(joined))),
        replace(after, rows=(*after.rows[:below], tuple(emptied), *after.rows[below + 1 :])),
    )


def _is_cut(pairs: Sequence[tuple[Cell, Cell | None]]) -> bool:
    labels = [(cell, rest) for cell, rest in pairs if is_label(cell)]
    values = [(cell, rest) for cell, rest in pairs if not is_label(cell)]
    if not labels or any(rest is not None and is_label(rest) for _, rest in values):
        return False
    label, rest = labels[-1]  # those before it are groups'
    if rest is None:
        return not any(other for _, other in labels[:-1])
    both = sum(bool(cell.text.strip() and other) for cell, other in values)
    if not is_label(rest) or (both > 1 and both == len(values)):
        return False
    whole = label._replace(text=label.text + rest.text)
    return not _likeness(rest) and 0 < _likeness(whole) >= _likeness(label)


def _likeness(cell: Cell) -> float:
    return max((match.score for match in matches(cell) if match.kind == "item"), default=0.0)
