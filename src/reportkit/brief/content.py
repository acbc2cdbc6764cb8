"""What a briefing says: blocks of HTML made from frames, in Chinese or English.

The notebook ``briefing`` puts them in order. Whatever comes from a report is escaped here; nothing
is computed here, and no cause is claimed.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape, unescape
from importlib.resources import files
from typing import TYPE_CHECKING

import pandas as pd

from ..checks import check
from ..codebook import Lang, items, label_of
from ..errors import FrameError
from ..indicators import indicators
from ..narrative import problems
from ..plots import FEW, describe
from ..report import Report
from .picture import picture_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a page; its plain text is what a terminal and nbval see."""

    html: str

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        lines = re.sub(r"</(?:h\d|p|tr|dt|dd|li|caption|table)>", "\n", self.html)
        cells = re.sub(r"</t[hd]>", "\t", lines)
        text = unescape(re.sub(r"<[^>]*>", "", cells))
        return "\n".join(line.strip("\t ") for line in text.split("\n")).strip("\n")


@cache
def _wording() -> dict[str, dict[str, str]]:
    text = (files(__package__) / "wording.csv").read_text(encoding="utf-8")
    return {row.pop("key"): row for row in csv.DictReader(text.splitlines())}


def say(key: str, lang: Lang, **values: object) -> str:
    """Return a sentence of the page, as HTML; values are escaped."""
    if lang not in ("zh", "en"):
        raise ValueError(f"lang {lang!r} is not one of zh, en")
    sentence = escape(_wording()[key][lang], quote=False)
    return sentence.format(**{name: escape(str(value)) for name, value in values.items()})


def heading(key: str, lang: Lang) -> Block:
    """Return the heading of a part of the page."""
    return Block(f"<h2>{say(key, lang)}</h2>")


def title(report: Report, lang: Lang) -> Block:
    """Return the page's title, the issuer, the year and the edition of the form."""
    row = report.reports.iloc[0]
    about = [say("subtitle", lang, **{k: _known(row[k]) for k in ("issuer", "year", "edition")})]
    if pd.notna(row["published"]):
        about.append(say("published", lang, date=row["published"].date()))
    return Block(
        f'<h1 lang="zh-CN">{escape(report.title)}</h1>\n<p class="subtitle">{" · ".join(about)}</p>'
    )


def headline(report: Report, lang: Lang) -> Block:
    """Return the key figures, each with what it is measured against."""
    shares = indicators(report.cells).set_index("indicator")
    granted = shares.loc["share_granted"]
    findings = check(report.cells).query("rule.str.startswith('R')")
    if pd.isna(granted["value"]):
        share = _figure(report, "requests", "granted", lang)
    else:
        share = say(
            "share", lang, part=_whole(granted["numerator"]), whole=_whole(granted["denominator"]),
            low=f"{granted['low']:.0%}", high=f"{granted['high']:.0%}",
        )  # fmt: skip
    rows = [
        ("received", _figure(report, "requests", "received", lang)),
        ("closed", _figure(report, "requests", "outcomes_total", lang)),
        ("granted", share),
        ("open", _figure(report, "requests", "carried_out", lang)),
        ("checks", say("checks_value", lang, passed=(findings["status"] == "pass").sum(),
                       all=len(findings))),
    ]  # fmt: skip
    listed = "".join(f"<div><dt>{say(key, lang)}</dt><dd>{value}</dd></div>" for key, value in rows)
    few = granted["denominator"]
    warning = ""
    if pd.notna(few) and 0 < few < FEW:
        warning = f'<p class="caution">{say("few", lang, count=_whole(few))}</p>'
    return Block(f'<dl class="figures">{listed}</dl>{warning}')


def statutory_table(report: Report, table: str, lang: Lang) -> Block:
    """Return a statutory table as printed; what holds no number says so, and never shows 0."""
    printed, states = (report.table(table, lang=None, show=show) for show in ("printed", "state"))
    edition = str(report.reports["edition"].iloc[0])
    heads = [_column_name(table, column, lang, edition) for column in printed.columns]
    rows: list[Row] = []
    group = ""
    for item, texts, marks in zip(
        printed.index, printed.to_numpy().tolist(), states.to_numpy().tolist(), strict=True
    ):
        parent = items()[table, item].parent
        if parent != group and parent not in ("", "outcomes"):
            rows.append(Row(label_of("item", table, parent, lang, edition)))
        group = parent
        cells = [_printed(text, mark, lang) for text, mark in zip(texts, marks, strict=True)]
        part = parent not in ("", "outcomes")
        rows.append(Row(label_of("item", table, item, lang, edition), cells, part=part))
    return Block(table_html(f"{table}_table", heads, rows, lang))


def _column_name(table: str, column: str, lang: Lang, edition: str) -> str:
    """Return a column's label, with its unit where that is not plain counting."""
    name = escape(label_of("column", table, column, lang, edition))
    return name + say("money", lang) if column == "amount" else name


def requests_text(report: Report, lang: Lang) -> Block:
    """Return one sentence on the year's requests."""
    figures = {
        name: _figure(report, "requests", item, lang, bare=True)
        for name, item in (("received", "received"), ("carried_in", "carried_in"),
                           ("closed", "outcomes_total"), ("carried_out", "carried_out"))
    }  # fmt: skip
    return Block(f"<p>{say('requests_text', lang, **figures)}</p>")


def review_text(report: Report, lang: Lang) -> Block:
    """Say that there was no case, where every cell of the table says 0."""
    cells = report.cells[report.cells["table"] == "review"]
    none = (cells["state"] == "number").all() and (cells["value"] == 0).all()
    return Block(f"<p>{say('review_none', lang)}</p>" if none else "")


#: Links that the report does not make itself.
_GUESSED = {"by likeness", "by place"}


def problems_table(report: Report, lang: Lang) -> Block:
    """Return problems beside measures, in the report's words."""
    pairs = problems(report.narrative)
    if pairs.empty:
        return Block(f"<p>{say('problems_none', lang)}</p>")
    rows = [
        Row(f"{order} ≈" if link in _GUESSED else str(order),
            [say("further", lang, order=answers) if answers != order and pd.notna(answers)
             else _quoted(problem), _quoted(improvement)])
        for order, problem, improvement, link, answers in zip(
            *(pairs[name] for name in ("order", "problem", "improvement", "link", "answers")),
            strict=True,
        )
    ]  # fmt: skip
    heads = [say("problem", lang), say("improvement", lang)]
    links = set(pairs["link"])
    link = "link_likeness" if links & _GUESSED else "link_numbered"
    if links == {"none"}:
        link = "link_none"
    table = table_html("problems_table", heads, rows, lang, prose=True)
    return Block(f"{table}\n<p>{say(link, lang)}</p>")


def notes_text(report: Report, lang: Lang) -> Block:
    """List what was not understood in reading the report."""
    if report.notes.empty:
        return Block(f"<p>{say('notes_none', lang)}</p>")
    rows = [
        Row(str(order), [escape(place), escape(message)])
        for order, place, message in zip(
            *(report.notes[name] for name in ("order", "place", "message")), strict=True
        )
    ]
    return Block(
        table_html("notes", [say("place", lang), say("note", lang)], rows, lang, prose=True)
    )


def words(report: Report, lang: Lang) -> Block:
    """Quote sections 一 and 六, which state figures that no table has."""
    prose = report.narrative[report.narrative["section"].isin([1, 6])]
    parts = [
        f'<h3 lang="zh-CN">{escape(text)}</h3>' if order == 0
        else f'<p lang="zh-CN">{escape(text)}</p>'
        for order, text in zip(prose["order"], prose["text"], strict=True)
    ]  # fmt: skip
    quoted = "\n".join(parts)
    return Block(f"<p>{say('words_text', lang)}</p>\n<blockquote>{quoted}</blockquote>")


def sources(report: Report, lang: Lang) -> Block:
    """Name the source, the form and what the figures must not be taken for."""
    row = report.reports.iloc[0]
    source = say(
        "source", lang, title=report.title, file=row["source_file"], sha=row["sha256"][:12]
    )
    caveats = ("form_source", "caveat_count", "caveat_blank", "caveat_interval", "caveat_rate")
    listed = "".join(f"<li>{say(key, lang)}</li>" for key in caveats)
    return Block(f"<ul><li>{source}</li>{listed}</ul>")


def _figure(report: Report, table: str, item: str, lang: Lang, *, bare: bool = False) -> str:
    """Return the printed total of an item, or what is known of it instead."""
    cells = report.cells
    cell = cells[(cells["table"] == table) & (cells["item"] == item) & (cells["column"] == "total")]
    if cell.empty or cell["state"].iloc[0] != "number":
        state = "absent" if cell.empty else str(cell["state"].iloc[0])
        return say("unknown", lang, state=_wording()[f"state_{state}"][lang])
    count = _whole(cell["value"].iloc[0])
    return count if bare else say("count", lang, count=count)


def _printed(text: object, state: object, lang: Lang) -> str:
    if pd.isna(state):
        return ""  # the form has no such cell
    if state in ("number", "dash", "text"):
        return escape(str(text))
    return f"<em>{_wording()[f'state_{state}'][lang]}</em>"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: a label with its cells (HTML), or the heading of the rows that follow."""

    label: str
    cells: Sequence[str] | None = None
    part: bool = False

    def html(self, width: int) -> str:
        """Return the row, `width` cells wide."""
        label = escape(self.label)
        if self.cells is None:
            return f'<tr class="group"><th scope="row">{label}</th>' + "<td></td>" * width + "</tr>"
        kind = ' class="part"' if self.part else ""
        cells = "".join(f"<td>{cell}</td>" for cell in self.cells)
        return f'<tr{kind}><th scope="row">{label}</th>{cells}</tr>'


def table_html(
    caption: str, heads: Sequence[str], rows: Sequence[Row], lang: Lang, *, prose: bool = False
) -> str:
    """Return a table; heads and cells are HTML, its caption is a key of the page's wording."""
    columns = "".join(f'<th scope="col">{head}</th>' for head in heads)
    body = "\n".join(row.html(len(heads)) for row in rows)
    kind = ' class="prose"' if prose else ""
    return (
        f"<table{kind}><caption>{say(caption, lang)}</caption>\n"
        f"<thead><tr><td></td>{columns}</tr></thead>\n<tbody>{body}</tbody></table>"
    )


def _quoted(text: object) -> str:
    return "" if pd.isna(text) else f'<span lang="zh-CN">{escape(str(text))}</span>'


def _whole(value: float) -> str:
    return f"{value:,.15g}"


def _known(value: object) -> object:
    return "?" if pd.isna(value) else value


def show(plot: Callable[..., Axes], frame: pd.DataFrame, lang: Lang) -> None:
    """Display a chart with its alternative text; what cannot be drawn is said instead."""
    from IPython.display import display
    from matplotlib import pyplot as plt

    try:
        ax = plot(frame, lang=lang)
    except FrameError as error:
        display(Block(f'<p class="caution">{say("no_chart", lang, why=error)}</p>'))  # type: ignore[no-untyped-call]
        return
    figure = ax.get_figure(root=True)
    display(picture_of(figure, describe(ax)))  # type: ignore[no-untyped-call, arg-type]
    plt.close(figure)
