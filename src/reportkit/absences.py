"""What a report lacks of the form, told in few notes: tables, columns, rows, single cells."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from .codebook import TABLES, Address, label_of
from .figures import Note

#: From so many rows on it is worth telling that all of them lack a column.
_ROWS = 3


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
            yield Note("error", "", f"table {table} is missing: all its cells are absent")
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
            message = (
                f"{table}: column {column} 「{label}」 is absent from all its {len(rows)} rows"
            )
            yield Note("warning", "", message)
    alike: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for item, codes in gone.items():
        whole = item not in there
        rest = tuple(code for code in codes if whole or code not in lost)
        if rest:
            alike[rest].append(item)
    for columns, rows in alike.items():
        yield Note("warning", "", f"{_told(table, rows)}: {', '.join(columns)}")


def _told(table: str, rows: Sequence[str]) -> str:
    named = [f"{table}.{item} 「{label_of('item', table, item)}」" for item in rows]
    if len(rows) == 1:
        return f"{named[0]} is absent"
    return f"{len(rows)} rows are absent ({', '.join(named)})"
