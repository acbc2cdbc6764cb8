"""Problems, measures and what came back of them."""

import re
from collections.abc import Iterator

import pandas as pd

from ...narrative import passages, problems
from ..blocks import Block, Part, Row, bullets, paragraph, table
from ..subject import Subject
from ..wording import Markup, say
from .came_back import came_back
from .quoting import quoted

#: Links that the report does not make itself.
_GUESSED = frozenset(("by likeness", "by place"))
#: Where a sentence ends; a heading, or what leads to a list, has no stop.
_STOP, _HEADING = re.compile("[。；！;!]$"), re.compile("(?:情况|措施|工作|如下|方面|问题)[：:]?$")
#: What is said of the links of a table.
_TOLD = {
    "link_numbered": {"numbered"}, "link_together": {"together"}, "link_likeness": _GUESSED,
}  # fmt: skip


def problems_and_measures(subject: Subject) -> Part:
    """Return problems beside measures as printed, and what of the year before came back.

    What the report tells of last year's problems stands in a table of its own; what it tells of
    them without naming one is quoted below.
    """
    lang = subject.lang
    pairs = problems(subject.report.narrative)
    own = pairs[~pairs["earlier"]]
    pieces = [subject.heading("problems")]
    if own.empty:
        key = "problems_none" if len(subject.report.narrative) else "words_none"
        pieces.append(paragraph(say(key, lang)))
    else:
        pieces += _table(subject, own, "problems_table")
    if pairs["earlier"].any():
        pieces += _table(subject, pairs[pairs["earlier"]], "problems_last")
    pieces += _put_right(subject)
    return Part([*pieces, *came_back(subject)] if len(pairs) else pieces)


def _put_right(subject: Subject) -> list[Block]:
    """Quote what is told of last year's problems as a whole: 上年度指出的问题已整改到位."""
    lang = subject.lang
    told = [quoted(subject, *said) for said in _of_last_year(subject.report.narrative)]
    return [paragraph(say("problems_put_right", lang)), bullets(told)] if told else []


def _of_last_year(narrative: pd.DataFrame) -> Iterator[tuple[str, str]]:
    """Yield the sentences on last year that name no problem, each with where it was printed.

    Headings are left out, and so are parts of a sentence.
    """
    read = passages(narrative)
    of_last_year = ((read["role"] == "last year") & read["problem"].isna()).tolist()
    texts, sources = read["text"].tolist(), read["source"].tolist()
    for at, text in enumerate(texts):
        begins = not at or sources[at - 1] != sources[at] or bool(_STOP.search(texts[at - 1]))
        closes = at + 1 == len(texts) or sources[at + 1] != sources[at]
        whole = _STOP.search(text) or (closes and not _HEADING.search(text))
        if of_last_year[at] and begins and whole:
            yield text, sources[at]


def _table(subject: Subject, pairs: pd.DataFrame, caption: str) -> Iterator[Block]:
    """Yield how problems and measures are paired, and their table, numbered from 1."""
    lang = subject.lang
    number = {order: place for place, order in enumerate(pairs["order"], 1)}
    rows = []
    for row in pairs.to_dict("records"):
        place, answers = number[row["order"]], row["answers"]
        problem = quoted(subject, row["problem"], row["problem_source"], row["theme"])
        if pd.notna(answers) and answers != row["order"]:  # a further measure against one above
            problem = say("further", lang, order=number[answers])
        measure = quoted(
            subject, row["improvement"], row["improvement_source"], row["improvement_theme"]
        )
        label = f"{place} ≈" if row["link"] in _GUESSED else str(place)
        rows.append(Row(label, [problem, measure]))
    heads = [say("problem", lang), say("improvement", lang)]
    links = set(pairs["link"])
    told = [key for key, kinds in _TOLD.items() if links & kinds] or ["link_none"]
    # Before the table, whose ≈ it explains: behind a long one it would be read too late.
    yield paragraph(Markup(" ").join(say(key, lang) for key in told))
    yield table(say(caption, lang), heads, rows, kind="prose", corner=say("number", lang))
