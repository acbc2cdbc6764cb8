"""Notes for people: in their language, with labels in place of codes, and with no wall of them.

Beside them stands what could not be read, a line a file.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

import pandas as pd

from .codebook import TABLES, Address, Lang, columns, items, label_of, read_spec
from .notes import parts_of, templates
from .places import say_place

#: Of a long list in a note so many are named; the others are counted.
NAMED = 3
#: What parts a list, in Chinese and in English.
_Marks = tuple[str, str]
_COMMAS, _SEMICOLONS = ("、", ", "), ("；", "; ")
_MORE = re.compile(r" and (\d+) more\Z")
_QUOTED = re.compile(r"「(?P<text>.*)」(?: and (?P<more>\d+) more)?", re.DOTALL)
_CODE = "[a-z_]{1,40}"
_ROW = re.compile(rf"(?P<table>{_CODE})\.(?P<item>{_CODE}) 「[^」]{{0,80}}」")
#: A cell of a sheet.
_REFERENCE = re.compile(r"[A-Z]{1,3}\d{1,7}")
_REFERENCES = re.compile(rf", (?={_REFERENCE.pattern}\b)")


class _Reader(NamedTuple):
    """To whom a note is told: in which language, and whether with all that it names."""

    lang: Lang
    whole: bool
    #: The rows of the form that the note is of: columns are called by what they hold there.
    items: frozenset[str] = frozenset()

    def list(
        self, names: list[str], more: int = 0, unit: str = "项", marks: _Marks = _COMMAS
    ) -> str:
        """Return names as a list, with `more` that are not told; no unit: the note counts them."""
        shown = names if self.whole or len(names) <= NAMED else names[:NAMED]
        more += len(names) - len(shown)
        if self.lang == "en":
            return marks[1].join(shown) + (f" and {more} more" if more else "")
        count = f" {len(shown) + more} {unit}" if unit else ""
        return marks[0].join(shown) + (f"等{count}" if more else "")


def say_note(message: str, lang: Lang, *, whole: bool = False) -> str:
    """Return what a note says, for a person to read.

    Parameters
    ----------
    message : str
        As `Report.notes` holds it: in English, with the form's codes.
    lang : {"zh", "en"}
        What a report prints stays as it is in both.
    whole : bool
        Name all rows and columns that a note lists, not the first three alone.

    Returns
    -------
    str
        A message that spec/notes.csv does not have is returned as it is.

    Examples
    --------
    >>> say_note("「规章」: not a number: 若干", "zh")
    '「规章」：不是数字：若干'
    >>> say_note("requests.granted 「（一）予以公开」 is absent: commercial, total", "en")
    '“Granted in full” is absent: “Commercial enterprises”, “Total”'
    """
    reader = _Reader(lang, whole)
    for key, fields in parts_of(message):
        said = _said(key, fields, reader)
        if said is not None:
            return said
    return message


def _said(key: str, fields: Mapping[str, str], reader: _Reader) -> str | None:
    reader = reader._replace(items=_items(fields))
    said = {
        name: _KINDS[name](text, reader) if name in _KINDS else text
        for name, text in fields.items()
    }
    return None if None in said.values() else templates(reader.lang)[key].fill(said)


def _items(fields: Mapping[str, str]) -> frozenset[str]:
    """Return the rows of the form that a note names, by code or by label."""
    rows = _ROW.finditer(fields.get("row", "") or fields.get("rows", ""))
    named = {*(found["item"] for found in rows), *fields.get("cell", "").split(".")[1:2]}
    if label := fields.get("item"):
        named |= {code for table, code in items() if label_of("item", table, code) == label}
    return frozenset(named)


def note_lines(notes: pd.DataFrame, lang: Lang, *, named: bool) -> Iterator[str]:
    """Yield `notes` as lines of a terminal, but for those that are no more than information.

    Parameters
    ----------
    notes : DataFrame
        See `Report.notes`.
    lang : {"zh", "en"}
        Of the lines.
    named : bool
        Whether each says of which report it is.

    Examples
    --------
    >>> notes = pd.DataFrame({"report": ["甲县-2023"], "severity": ["warning"],
    ...     "place": ["line 3, field 2"], "message": ["「规章」: not a number: 若干"]})
    >>> list(note_lines(notes, "zh", named=False))
    ['注意：第 3 行第 2 栏：「规章」：不是数字：若干']
    """
    for note in notes[notes["severity"] != "info"].to_dict("records"):
        parts = [
            say_note(note["severity"], lang), note["report"] if named else "",
            say_place(note["place"], lang), say_note(note["message"], lang),
        ]  # fmt: skip
        yield ("：" if lang == "zh" else ": ").join(filter(None, parts))


def unread_lines(unread: pd.DataFrame) -> list[str]:
    """Return a line a file that could not be read (see `Panel.unread`); each names its file.

    Examples
    --------
    >>> unread_lines(pd.DataFrame({"source_file": ["a/b.pdf", "c.txt"],
    ...     "message": ["b.pdf holds no text", "c.txt is empty"]}))
    ['a/b.pdf: b.pdf holds no text', 'c.txt is empty']
    """
    return [
        message if file in message else f"{file}: {message}"
        for file, message in zip(unread["source_file"], unread["message"], strict=True)
    ]


# --- what stands in the fields, by their names; None where it is something else -------------------


def _place(text: str, reader: _Reader) -> str | None:
    return say_place(text, reader.lang)


def _shown(text: str, reader: _Reader) -> str | None:
    return "空白" if reader.lang == "zh" and text in ("blank", "nothing") else text


def _section(text: str, reader: _Reader) -> str | None:
    numerals = {row["section"]: row["numeral"] for row in read_spec("sections")}
    return numerals.get(text, text) if reader.lang == "zh" else text


def _table(text: str, reader: _Reader) -> str | None:
    if text not in TABLES:
        return None
    row = next(row for row in read_spec("sections") if row["table"] == text)
    return f"表{row['numeral']}" if reader.lang == "zh" else _quote(row["label_en"], "en")


def _item(address: tuple[str, str], lang: Lang) -> str | None:
    if address not in items():
        return None
    return _quote(label_of("item", *address, lang), lang)


def _quote(label: str, lang: Lang) -> str:
    return f"「{label}」" if lang == "zh" else f"“{label}”"


def _column(text: str, reader: _Reader) -> str | None:
    """Return the label of a column in the rows that the note is of.

    Of labels that differ by edition the shorter says what they have in common.
    """
    own = [column for column in columns() if column.code == text]
    meant = [column for column in own if reader.items & set(column.items)] or own
    labels = [column.label_zh if reader.lang == "zh" else column.label_en for column in meant]
    return _quote(min(labels, key=len), reader.lang) if labels else None


def _columns(text: str, reader: _Reader) -> str | None:
    return _listed([_column(code, reader) for code in text.split(", ")], reader, unit="列")


def _row(text: str, reader: _Reader) -> str | None:
    found = _ROW.fullmatch(text)
    return _item((found["table"], found["item"]), reader.lang) if found else None


def _rows(text: str, reader: _Reader) -> str | None:
    rows = [_item((found["table"], found["item"]), reader.lang) for found in _ROW.finditer(text)]
    return _listed(rows, reader, unit="")


def _listed(names: list[str | None], reader: _Reader, unit: str) -> str | None:
    known = [name for name in names if name is not None]
    return reader.list(known, unit=unit) if known and len(known) == len(names) else None


def _cell(text: str, reader: _Reader) -> str | None:
    parts = text.split(".")
    if len(parts) != 3:
        return None
    address: Address = (parts[0], parts[1], parts[2])
    item, column = _item(address[:2], reader.lang), _column(address[2], reader)
    between = "×" if reader.lang == "zh" else " × "
    return f"{item}{between}{column}" if item and column else None


def _quoted(text: str, reader: _Reader) -> str | None:
    found = _QUOTED.fullmatch(text)
    if found is None or reader.lang == "en":
        return text if found else None
    return f"「{found['text']}」" + (f"等 {int(found['more']) + 1} 处" if found["more"] else "")


def _names(text: str, reader: _Reader) -> str | None:
    """Return a list of names or of printed text, which stays as it is, but for how it is counted.

    Cells of a sheet have their reference in front: what is said of them is no printed text.
    """
    said = []
    for part in _REFERENCES.split(_MORE.sub("", text)):
        fields = templates("en")["part_cell"].match(part)
        said.append((fields and _said("part_cell", fields, reader)) or part)
    # What is no reference is one part, commas and all.
    listed, more = ("、" if reader.lang == "zh" else ", ").join(said), _MORE.search(text)
    if not more:
        return listed
    return listed + (f" 等，另有 {more[1]} 项" if reader.lang == "zh" else more[0])


def _reference(text: str, reader: _Reader) -> str | None:
    return text if _REFERENCE.fullmatch(text) else None


def _titled(text: str, reader: _Reader) -> str | None:
    """Return the year of a title that contradicts, which may have none."""
    if reader.lang == "en":
        return text
    return "无年度" if text == "no year" else f"{text} 年"


def _list_of(
    key: str, parting: str, unit: str = "项", marks: _Marks = _COMMAS
) -> Callable[[str, _Reader], str | None]:
    """Return how to tell a list whose parts are all of one template; `parting` is between them."""
    between = re.compile(parting)

    def tell(text: str, reader: _Reader) -> str | None:
        found = _MORE.search(text)
        cut = " …" if text.endswith(" …") else ""
        parts = between.split(_MORE.sub("", text).removesuffix(cut))
        fields = [templates("en")[key].match(part) for part in parts]
        said = [
            _said(key, own, reader) if own is not None else part
            for own, part in zip(fields, parts, strict=True)
        ]
        known = [one for one in said if one is not None]
        if len(known) < len(said):
            return None
        return reader.list(known, int(found[1]) if found else 0, unit, marks) + cut

    return tell


_KINDS: dict[str, Callable[[str, _Reader], str | None]] = {
    "place": _place, "shown": _shown, "kept": _shown, "section": _section, "table": _table,
    "column": _column, "columns": _columns, "row": _row, "rows": _rows, "cell": _cell,
    "quoted": _quoted, "names": _names, "ref": _reference, "titled": _titled,
    "rows_printed": _list_of("part_row", "; (?=「)", "", _SEMICOLONS),
    "cells_again": _list_of("again", rf"; (?={_CODE}\.{_CODE}\.{_CODE} is)", "", _SEMICOLONS),
    "dates": _list_of("part_date", r", (?=\d{4}-\d\d-\d\d \()"),
    "titles": _list_of("part_title", r", (?=(?:\d{4}|no year) 「)"),
}  # fmt: skip
