"""Rows of a sheet or of fields: which are prose, and which hold two tables side by side."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby, pairwise

from ..text import parse_number
from .cells import reads_as_prose


def only(fields: Iterable[str]) -> str:
    """Return what the only full field of a row holds; nothing where there are more."""
    full = [field for field in fields if field]
    return full[0] if len(full) == 1 else ""


def prose_rows(lone: list[str], *, short: bool) -> list[bool]:
    """Tell which rows are prose; `lone` is what a row's only full cell holds, or "" for others.

    Programs give each row all columns of the widest, so the blanks beside a title tell nothing.
    Prose is what reads so, what stands between, what begins the file, and what ends it after prose;
    all else alone may be a row of the table above whose values are blank, or head the table below.
    """
    prose = [bool(text) and reads_as_prose(text, short=short) for text in lone]
    for alone, group in groupby(range(len(lone)), key=lambda index: bool(lone[index])):
        run = list(group)
        told = [index for index in run if prose[index]]
        if not alone:
            continue
        first, end = (told[0], told[-1] + 1) if told else (0, 0)
        if run[0] == 0:  # a file begins with its title, and the last line may head the table
            first, end = 0, max(end, run[-1], 1)
        elif told and run[-1] == len(lone) - 1:
            end = len(lone)
        prose[first:end] = [True] * (end - first)
    return prose


def parts_beside(
    rows: Sequence[Mapping[int, str]], covered: Iterable[int] = ()
) -> list[tuple[int, int]]:
    """Return the columns, from and to, of tables that stand side by side, parted by blank columns.

    A blank column alone parts nothing, for forms leave them: there are figures to its left, and
    what stands to its right begins with labels of its own.

    Parameters
    ----------
    rows : sequence of mapping of int to str
        Of each row, its texts by column.
    covered : iterable of int
        Columns that merged cells reach into.
    """
    used = sorted({column for row in rows for column, text in row.items() if text} | set(covered))
    if not used:
        return [(0, 0)]
    parts = []
    start = used[0]
    for before, column in pairwise(used):
        if column == before + 1:
            continue
        left = (text for row in rows for at, text in row.items() if start <= at <= before)
        if any(map(_is_figure, left)) and _is_labels([row.get(column, "") for row in rows]):
            parts.append((start, before + 1))
            start = column
    return [*parts, (start, used[-1] + 1)]


def _is_figure(text: str) -> bool:
    return parse_number(text).state in ("number", "dash")


def _is_labels(texts: list[str]) -> bool:
    texts = [text for text in texts if text]
    return len(texts) > 1 and sum(map(_is_figure, texts)) * 2 < len(texts)
