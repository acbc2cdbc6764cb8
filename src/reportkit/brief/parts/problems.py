"""Problems, measures and what came back of them."""

from collections.abc import Iterator

import pandas as pd

from ...narrative import problems
from ..blocks import Block, Part, Row, paragraph, table
from ..subject import Subject
from ..wording import Markup, say
from .came_back import came_back
from .quoting import problem_text

#: Links that the report does not make itself.
_GUESSED = frozenset(("by likeness", "by place"))
#: What is said of the links of a table.
_TOLD = {
    "link_numbered": {"numbered"}, "link_together": {"together"}, "link_likeness": _GUESSED,
}  # fmt: skip


def problems_and_measures(subject: Subject) -> Part:
    """Return problems beside measures as printed, and what of the year before came back.

    What the report tells of last year's problems stands in a table of its own.
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
    return Part([*pieces, *came_back(subject)] if len(pairs) else pieces)


def _table(subject: Subject, pairs: pd.DataFrame, caption: str) -> Iterator[Block]:
    """Yield a table of problems and measures, numbered from 1, and how they are paired."""
    lang = subject.lang
    number = {order: place for place, order in enumerate(pairs["order"], 1)}
    rows = []
    for row in pairs.to_dict("records"):
        place, answers = number[row["order"]], row["answers"]
        problem = problem_text(subject, row["problem"], row["theme"])
        if pd.notna(answers) and answers != row["order"]:  # a further measure against one above
            problem = say("further", lang, order=number[answers])
        measure = problem_text(subject, row["improvement"], row["improvement_theme"])
        label = f"{place} ≈" if row["link"] in _GUESSED else str(place)
        rows.append(Row(label, [problem, measure]))
    heads = [say("problem", lang), say("improvement", lang)]
    yield table(say(caption, lang), heads, rows, kind="prose", corner=say("number", lang))
    links = set(pairs["link"])
    told = [key for key, kinds in _TOLD.items() if links & kinds] or ["link_none"]
    yield paragraph(Markup(" ").join(say(key, lang) for key in told))
