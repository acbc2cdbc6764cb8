"""What came back of the year before: problems named again, promises made again, text used again.

Two sentences stand side by side with their places. What lies between them, no report tells.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
from markupsafe import Markup

from ...codebook import Lang
from ...narrative import theme_label
from ...places import say_place
from ...rounding import percent
from ..again import SECTION
from ..blocks import Block, Row, bullets, chinese, paragraph, table
from ..subject import Subject
from ..wording import join, say
from .change import change_heads, change_row
from .quoting import original, quoted, quoted_before

_BASES = {
    "same words": "basis_same", "nearly the same words": "basis_near",
    "like words": "basis_like", "theme": "basis_theme",
}  # fmt: skip


def came_back(subject: Subject) -> list[Block]:
    """Return what an earlier report named or promised already, beside this one's sentences."""
    lang, again = subject.lang, subject.again
    if not subject.earlier or not (subject.report.narrative["section"] == SECTION).any():
        return []
    level = subject.level + 1
    head = Block(
        f'<h{level} id="{subject.prefix}came_back">{say("came_back", lang)}</h{level}>'
    )  # fmt: skip
    if not again.told:
        return [head, paragraph(say("came_back_no_prose", lang))]
    rows = again.followed
    tables = [
        _again(subject, rows[rows["kind"] == kind], caption)
        for kind, caption in (
            ("problem again", "again_table"),
            ("measure again", "promised_table"),
        )
    ]
    pieces = [piece for piece in tables if piece is not None]
    if not pieces:
        pieces = [paragraph(say("came_back_none", lang))]
    pieces += [*_figures(subject), *_reused(subject, again.told[0])]
    return [head, *pieces, paragraph(say("came_back_caveat", lang), "caution")]


def place_before(subject: Subject, report: object, source: object) -> Markup:
    """Return the report of an earlier year and where in it a sentence was printed."""
    lang = subject.lang
    before = next(one.called for one in subject.earlier if one.report.id == report)
    if pd.isna(source):
        return Markup("<small>{}</small>").format(before)
    where = say("report_place", lang, report=before, place=say_place(str(source), lang))
    return Markup("<small>{}</small>").format(where)


def _again(subject: Subject, rows: pd.DataFrame, caption: str) -> Block | None:
    """Set sentences of this year beside those of an earlier one that they repeat."""
    if rows.empty:
        return None
    lang = subject.lang
    told = [
        Row(str(place), [
            quoted(subject, row["text"], row["source"]),
            quoted_before(subject, row["before"], row["text_before"], row["source_before"])
            + Markup(" ") + place_before(subject, row["before"], row["source_before"]),
            _basis(row, lang),
        ])
        for place, row in enumerate(rows.to_dict("records"), 1)
    ]  # fmt: skip
    heads = [say(key, lang) for key in ("this_year", "earlier_year", "alike")]
    return table(say(caption, lang), heads, told, kind="prose", corner=say("number", lang))


def _basis(row: dict[Any, Any], lang: Lang) -> Markup:
    themes = row["theme"]
    names = Markup("—")
    if isinstance(themes, str):
        names = join([Markup.escape(theme_label(c, lang)) for c in themes.split(";")], lang)
    return say(_BASES[row["basis"]], lang, themes=names, score=percent(row["score"]))


def _figures(subject: Subject) -> list[Block]:
    """Set the figures that a theme is held beside next to last year's problems of that theme."""
    before, lang, known = subject.before, subject.lang, subject.again.figures
    if before is None or known.empty:
        return []
    numbers = {text: place for place, text in enumerate(dict.fromkeys(known["text_before"]), 1)}
    listed = []
    for row in known.drop_duplicates("text_before").to_dict("records"):
        measure = Markup("")
        if pd.notna(row["measure_before"]):
            measure = say(
                "with_measure",
                lang,
                text=quoted_before(
                    subject, row["before"], row["measure_before"], row["measure_source_before"]
                ),
            )
        place = place_before(subject, row["before"], row["source_before"])
        problem = quoted_before(subject, row["before"], row["text_before"], row["source_before"])
        listed.append(problem + Markup(" ") + place + measure)
    told = []
    for code, own in known.groupby("indicator", sort=False):
        line = change_row(subject, before, str(code), subject.changes.loc[str(code)])
        which = join([Markup(numbers[text]) for text in own["text_before"]], lang)
        told.append(Row(line.label, [*(line.cells or ()), which]))
    heads = [*change_heads(subject, before), say("problems_before", lang)]
    return [
        paragraph(say("figures_beside", lang, year=before.year)),
        Block("<ol>" + "".join(f"<li>{item}</li>" for item in listed) + "</ol>"),
        table(say("figures_beside_table", lang), heads, told, kind="changes",
              corner=say("indicator", lang)),
    ]  # fmt: skip


def _reused(subject: Subject, before: Subject) -> list[Block]:
    """Tell how much of section 五 is found in that of the year before, and quote the most."""
    lang, other, again = subject.lang, before.report.id, subject.again
    found = again.reused
    shared = found[found["other"] == other]
    name = before.called
    if shared.empty:
        if found.empty:  # no text below the heading
            return []
        return [paragraph(say("reused_short" if again.short else "reused_none", lang, before=name))]
    row = shared.iloc[0]
    text = say(
        "reused", lang, before=name, reused=row["reused"], characters=row["characters"],
        share=percent(row["share"]),
    )  # fmt: skip
    passages = [
        say("quotation", lang, text=chinese(run["text"])) + Markup(" ")
        + subject.sentence(say("original", lang), run["section"], run["order"])
        + Markup(" · ") + place_before(subject, other, run["other_source"]) + Markup(" ")
        + original(before.place(SECTION, run["other_order"]), lang)
        for run in again.longest.to_dict("records")
    ]  # fmt: skip
    more = len(again.passages) - len(again.longest)
    if more:
        passages.append(say("passages_more", lang, count=more))
    return [paragraph(text), bullets(passages)]
