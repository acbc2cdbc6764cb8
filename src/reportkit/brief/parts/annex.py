"""The annex: the statutory tables and the prose as printed, with an anchor at every cell."""

import pandas as pd
from markupsafe import Markup, escape

from ...checks import failures
from ...codebook import TABLES, Lang, columns, items
from ...places import say_place
from ...saying import say_note
from ..blocks import Block, Part, Row, Td, bullets, paragraph, table, whole
from ..subject import Subject
from ..wording import place_name, say, state_name


def annex(subject: Subject) -> Part:
    """Return the tables of the report, and of the one before where there is one."""
    lang = subject.lang
    pieces = [
        subject.heading("annex"), paragraph(say("annex_text", lang)), *_tables(subject),
    ]  # fmt: skip
    before = subject.before
    if before is not None:
        text = say("annex_before", lang, year=before.year)
        level = subject.level + 1
        pieces.append(Block(f'<h{level} id="{before.prefix}annex">{text}</h{level}>'))
        pieces += _tables(before)
    return Part(pieces)


def _tables(subject: Subject) -> list[Block]:
    there = set(subject.report.cells["table"])
    return [statutory_table(subject, name) for name in TABLES if name in there]


def statutory_table(subject: Subject, name: str) -> Block:
    """Return a statutory table as printed; what holds no number says so, and never shows 0."""
    own = subject.report.cells[subject.report.cells["table"] == name]
    cells = {
        (item, column): (printed, state, source)
        for item, column, printed, state, source in own[
            ["item", "column", "printed", "state", "source"]
        ].itertuples(index=False, name=None)
    }
    wrong = _failing(subject, name)
    there = {column for _, column in cells}
    shown = [c for c in dict.fromkeys(c.code for c in columns() if c.table == name) if c in there]
    held = {item for item, _ in cells}
    rows: list[Row] = []
    group = ""
    for item in [code for table_, code in items() if table_ == name and code in held]:
        parent = items()[name, item].parent
        inner = parent not in ("", "outcomes")
        if parent != group and inner:
            rows.append(Row(subject.label(name, parent), anchor=subject.anchor(name, parent)))
        group = parent
        line = [
            _cell(subject, (name, item, column), *cells[item, column], (item, column) in wrong)
            if (item, column) in cells
            else Td("<td></td>")  # the form has no such cell
            for column in shown
        ]
        anchor = "" if name == "review" else subject.anchor(name, item)
        rows.append(Row(subject.label(name, item), line, part=inner, anchor=anchor))
    heads = [_column_name(subject, name, column) for column in shown]
    return table(say(f"{name}_table", subject.lang), heads, rows, kind="figures")


def _failing(subject: Subject, name: str) -> set[tuple[str, str]]:
    wrong = failures(subject.findings)
    own = wrong[wrong["table"] == name]
    return set(zip(own["item"], own["column"], strict=True))


def _column_name(subject: Subject, name: str, column: str) -> Markup:
    """Return a column's label, with its unit where that is not plain counting."""
    label = escape(subject.label(name, "", column))
    return label + say("money", subject.lang) if column == "amount" else label


def _cell(
    subject: Subject, address: tuple[str, str, str], text: object, state: object, source: object,
    wrong: bool,
) -> Td:  # fmt: skip
    shown = escape(str(text))
    if state not in ("number", "dash", "text") or pd.isna(text):
        shown = Markup("<em>{}</em>").format(state_name(str(state), subject.lang))
    elif state == "number":
        shown += _converted(subject.value(*address), str(text))
    kind = Markup(' class="fails"') if wrong else Markup("")
    place = Markup("")
    if pd.notna(source) and source:
        place = Markup(' title="{}"').format(place_name(str(source), subject.lang))
    return Td('<td id="{}"{}{}>{}</td>').format(subject.anchor(*address), kind, place, shown)


def _converted(value: float | None, printed: str) -> Markup:
    """Return what a figure was read as, where it was printed in another unit or in words."""
    plain = "".join(printed.split()).replace(",", "").replace("，", "")
    if value is None or plain == f"{value:.15g}" or _number(plain) == value:
        return Markup("")
    return Markup(" <small>= {}</small>").format(whole(value))


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def words(subject: Subject) -> Part:
    """Quote the sections that state figures which no table has, with an anchor a paragraph."""
    lang, prose = subject.lang, subject.quoted
    head = subject.heading("words")
    if prose.empty:
        return Part([head, paragraph(say("words_none", lang))])
    level = subject.level + 1
    parts = []
    for section, order, text in zip(prose["section"], prose["order"], prose["text"], strict=True):
        tag = f"h{level}" if order == 0 else "p"
        anchor = subject.place(int(section), int(order))
        parts.append(Markup('<{0} id="{1}" lang="zh-CN">{2}</{0}>').format(tag, anchor, text))
    quoted = Markup("\n").join(parts)
    return Part([head, paragraph(say("words_text", lang)),
                 Block(f"<blockquote>{quoted}</blockquote>")])  # fmt: skip


def notes(subject: Subject) -> Part:
    """List what was not understood in reading the report."""
    lang, own = subject.lang, subject.report.notes
    head = subject.heading("notes")
    if own.empty:
        return Part([head, paragraph(say("notes_none", lang))])
    return Part([head, bullets(
        _note(place, message, lang)
        for place, message in zip(own["place"], own["message"], strict=True)
    )])  # fmt: skip


def _note(place: object, message: str, lang: Lang) -> Markup:
    """Return a note behind its place; one that lists much is folded, and opens to all of it."""
    where = Markup("")
    if pd.notna(place) and place:
        where = say("note_place", lang, place=say_place(str(place), lang))
    short, full = (say_note(message, lang, whole=whole) for whole in (False, True))
    if full == message and lang != "en":  # of another version's notes, say: better so than lost
        return where + Markup('<span lang="en">{}</span>').format(message)
    if short == full:
        return where + Markup.escape(full)
    return Markup("<details><summary>{}{}</summary>{}</details>").format(where, short, full)
