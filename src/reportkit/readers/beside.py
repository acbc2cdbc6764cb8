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
    texts: dict[int, list[str]] = {column: [] for column in covered}
    for row in rows:
        for column, text in row.items():
            if text:
                texts.setdefault(column, []).append(text)
    used = sorted(texts)
    if not used:
        return [(0, 0)]
    parts = []
    start, figures = used[0], False
    for before, column in pairwise(used):
        figures = figures or any(map(is_figure, texts[before]))
        if column > before + 1 and figures and _is_labels(texts[column]):
            parts.append((start, before + 1))
            start, figures = column, False
    return [*parts, (start, used[-1] + 1)]


def is_figure(text: str) -> bool:
    """Whether a text is a number, or a dash in place of one."""
    return parse_number(text).state in ("number", "dash")


def _is_labels(texts: list[str]) -> bool:
    return len(texts) > 1 and sum(map(is_figure, texts)) * 2 < len(texts)
