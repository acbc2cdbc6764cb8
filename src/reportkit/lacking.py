"""What a report lacks: whole tables, and where they may be instead; rows, columns, cells."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice

from .codebook import TABLES, Address, label_of, match_label
from .document import Document, Grid
from .figures import Note
from .notes import told
from .text import counted, squeeze

#: So many labels of the form outside tables show that a table is drawn there without being one.
_TELLING = 5
#: Labels are looked for in so many blocks, and in those no longer than the longest label.
_BLOCKS = 20_000
_LONGEST = 60
_LABEL = 4
#: Of the files that a page links to, so many are named.
_NAMED = 3
_FIGURES = re.compile(r"[\s\d,./%—-]+$")
#: From so many rows on it is worth telling that all of them lack a column.
_ROWS = 3


def nothing_found(document: Document) -> str:
    """Return the message: what was seen, and the next step."""
    seen = ", ".join(
        f'"{squeeze(first)[:12]} …"'
        for grid in document.grids[:5]
        if (first := next((cell.text for row in grid.rows for cell in row if cell.text), ""))
    )
    tables = f"{counted(len(document.grids), 'table')} seen" + (f": {seen}" if seen else "")
    return (
        f"{document.name} holds none of the three statutory tables ({tables}). {_advice(document)}"
    )


def _advice(document: Document) -> str:
    loose = _loose_labels(document, TABLES)
    if len(loose) >= _TELLING:
        label, place = next(iter(loose.items()))
        save = "Save the page as PDF, or copy" if "html" in document.format else "Copy"
        return (
            f"Labels of the form stand there outside any table, from 「{label}」 on ({place}). "
            f"{save} the tables into a .txt file, a line a row, with a tab between cells."
        )
    metadata = document.metadata
    if files := metadata.get("files", "").splitlines():
        named = ", ".join(files[:_NAMED]) + (" …" if len(files) > _NAMED else "")
        return f"It links to {named}: download that file and read it."
    if frames := metadata.get("frames", "").splitlines():
        return f"It shows {', '.join(frames[:_NAMED])} in a frame: save that page and read it."
    if metadata.get("scripts"):
        return (
            "It is empty until its scripts run: open it in a browser and save it as a complete "
            "page (.mhtml) or as PDF."
        )
    return f'Look at them with: reportkit.read_document("{document.name}").grids'


def loose_tables(document: Document, tables: Collection[str]) -> list[Note]:
    """Return a note if labels of these tables, which were not found, stand outside any table."""
    loose = _loose_labels(document, tables)
    if len(loose) < _TELLING:
        return []
    label, place = next(iter(loose.items()))
    return [Note("warning", place, told("labels_outside", label=label))]


def _loose_labels(document: Document, tables: Collection[str]) -> dict[str, str]:
    """Return labels of these tables that stand in none, each with its place; as many as tell."""
    found: dict[str, str] = {}
    for block in islice(document.blocks, _BLOCKS):
        if isinstance(block, Grid) or len(block.text) > _LONGEST:
            continue
        label = _FIGURES.sub("", squeeze(block.text))
        if len(label) < _LABEL:
            continue
        if any(match.score == 100 and match.table in tables for match in match_label(label)):
            found.setdefault(label, block.source)
        if len(found) >= _TELLING:
            break
    return found


def absence_notes(absent: Sequence[Address], expected: Iterable[Address]) -> Iterator[Note]:
    """Yield a note a table, a column and a set of rows that are absent.

    Parameters
    ----------
    absent : sequence of (table, item, column)
        The cells of the form that the report lacks, in printed order.
    expected : iterable of (table, item, column)
        All cells of the form.
    """
    form, lacking = _by_item(expected), _by_item(absent)
    partly = [table for table in TABLES if _is_partly(table, form, lacking)]
    for table in TABLES:
        if table not in partly and any(name == table for name, _ in lacking):
            yield Note("error", "", told("table_missing", table=table))
    for table in partly:
        gone = {item: lacking.get((table, item), []) for name, item in form if name == table}
        yield from _of_table(table, gone, {item: form[table, item] for item in gone})


def _by_item(cells: Iterable[Address]) -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for table, item, column in cells:
        found[table, item].append(column)
    return dict(found)


def _is_partly(
    table: str,
    form: Mapping[tuple[str, str], list[str]],
    lacking: Mapping[tuple[str, str], list[str]],
) -> bool:
    return any(key[0] == table and lacking.get(key) != codes for key, codes in form.items())


def _of_table(
    table: str, gone: Mapping[str, list[str]], form: Mapping[str, list[str]]
) -> Iterator[Note]:
    """Tell of columns that every row lacks which is there at all, then of rows lacking the same."""
    there = [item for item in form if gone[item] != form[item]]
    lost: list[str] = []
    for column in dict.fromkeys(code for item in there for code in gone[item]):
        rows = [item for item in there if column in form[item]]
        if len(rows) >= _ROWS and all(column in gone[item] for item in rows):
            lost.append(column)
            label = label_of("column", table, column)
            yield Note("warning", "", told("column_absent", table=table, column=column,
                                           label=label, count=len(rows)))  # fmt: skip
    alike: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for item, codes in gone.items():
        whole = item not in there
        rest = tuple(code for code in codes if whole or code not in lost)
        if rest:
            alike[rest].append(item)
    for columns, rows in alike.items():
        yield Note("warning", "", _absent(table, rows, columns))


def _absent(table: str, rows: Sequence[str], columns: Sequence[str]) -> str:
    named = [f"{table}.{item} 「{label_of('item', table, item)}」" for item in rows]
    codes = ", ".join(columns)
    if len(rows) == 1:
        return told("row_absent", row=named[0], columns=codes)
    return told("rows_absent", count=len(rows), rows=", ".join(named), columns=codes)
