"""The annex: the statutory tables and the prose as printed, with an anchor at every cell."""

from collections.abc import Iterator

import pandas as pd
from markupsafe import Markup

from ...checks import failures
from ...codebook import TABLES, Lang
from ...forms import FormTable
from ...places import say_place
from ...rounding import whole
from ...saying import say_note
from ...sheet import LANGUAGE
from ..blocks import Block, Part, bullets, paragraph
from ..subject import Subject
from ..wording import say


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
    form, caption = Annexed(subject, name), say(f"{name}_table", subject.lang)
    groups = "\n".join(form.groups())
    return Block(f'<table class="{form.kind}"><caption>{caption}</caption>\n{groups}</table>')


class Annexed(FormTable):
    """A statutory table of the annex: a cell has its anchor, its place, and a frame if a sum fails.

    Where the page tells what a group of rows adds up to, the table says so, and that it is not
    printed there.
    """

    def __init__(self, subject: Subject, name: str) -> None:
        super().__init__(subject.report.cells, name, subject.lang)
        self.subject = subject
        wrong = failures(subject.findings)
        own = wrong[wrong["table"] == name]
        self.wrong = set(zip(own["item"], own["column"], strict=True))

    def anchor(self, item: str, column: str = "") -> str:
        """Return the anchor that the page's figures link to."""
        return self.subject.anchor(self.table, item, column)

    def mark(self, place: tuple[str, str]) -> tuple[str, str]:
        """Return the class of a cell, and where it was printed."""
        source = self.records[place]["source"]
        return "fails" if place in self.wrong else "", _place(source, self.lang)

    def sum_of(self, group: str) -> str:
        """Return the cell of a group's sum, where the report prints none and the page tells it."""
        if group in ("", "outcomes", *self.items):
            return ""
        total = self.subject.value(self.table, group)
        told = say("not_told", self.lang) if total is None else whole(total)
        return Markup('<td id="{}" class="sum">{}</td>').format(self.anchor(group), told)


def _place(source: object, lang: Lang) -> str:
    """Return where a cell was printed, as text."""
    return "" if pd.isna(source) else say_place(str(source), lang)


def words(subject: Subject) -> Part:
    """Quote the sections that state figures which no table has, with an anchor a paragraph.

    Of earlier reports the paragraphs follow that the page quotes from.
    """
    lang, prose = subject.lang, subject.quoted
    head = subject.heading("words")
    if prose.empty:
        return Part([head, paragraph(say("words_none", lang))])
    own = Block(f"<blockquote>{_paragraphs(subject, prose)}</blockquote>")
    return Part([head, paragraph(say("words_text", lang)), own, *_words_before(subject)])


def _words_before(subject: Subject) -> Iterator[Block]:
    """Yield what is quoted of earlier reports, each paragraph with its place."""
    lang, level = subject.lang, subject.level + 1
    for one, prose in subject.again.quoted:
        text = say("words_before", lang, year=one.year)
        yield Block(f'<h{level} id="{one.prefix}words">{text}</h{level}>')
        yield paragraph(say("words_before_text", lang, report=one.called))
        yield Block(f"<blockquote>{_paragraphs(one, prose, places=True)}</blockquote>")


def _paragraphs(subject: Subject, prose: pd.DataFrame, *, places: bool = False) -> Markup:
    """Return paragraphs as printed, each with its anchor, and with its place where asked."""
    level = subject.level + 1
    parts = []
    columns = (prose[name] for name in ("section", "order", "text", "source"))
    for section, order, text, source in zip(*columns, strict=True):
        tag = f"h{level}" if order == 0 and not places else "p"
        anchor = subject.place(int(section), int(order))
        where = _place(source, subject.lang) if places else ""
        if where:
            language = LANGUAGE[subject.lang]
            where = Markup(' <small lang="{}">{}</small>').format(language, where)
        parts.append(
            Markup('<{0} id="{1}" lang="zh-CN">{2}{3}</{0}>').format(tag, anchor, text, where)
        )
    return Markup("\n").join(parts)


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
