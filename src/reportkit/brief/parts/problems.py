"""Problems, measures and what came back of them."""

from collections.abc import Hashable
from typing import Any

import pandas as pd

from ...narrative import problems
from ..blocks import Part, Row, paragraph, table
from ..subject import Subject
from ..wording import Markup, say
from .came_back import came_back
from .quoting import problem_text

#: Links that the report does not make itself.
_GUESSED = frozenset(("by likeness", "by place"))


def problems_and_measures(subject: Subject) -> Part:
    """Return problems beside measures as printed, and what of the year before came back."""
    lang = subject.lang
    head = subject.heading("problems")
    pairs = problems(subject.report.narrative)
    if pairs.empty:
        key = "problems_none" if len(subject.report.narrative) else "words_none"
        return Part([head, paragraph(say(key, lang))])
    rows = [
        Row(
            f"{row['order']} ≈" if row["link"] in _GUESSED else str(row["order"]),
            [
                _problem(subject, row),
                problem_text(subject, row["improvement"], row["improvement_theme"]),
            ],
        )
        for row in pairs.to_dict("records")
    ]
    heads = [say("problem", lang), say("improvement", lang)]
    links = set(pairs["link"])
    link = "link_likeness" if links & _GUESSED else "link_numbered"
    if links == {"none"}:
        link = "link_none"
    return Part([
        head, table(say("problems_table", lang), heads, rows, kind="prose",
                    corner=say("number", lang)),
        paragraph(say(link, lang)), *came_back(subject),
    ])  # fmt: skip


def _problem(subject: Subject, row: dict[Hashable, Any]) -> Markup:
    """Return a problem; of a further measure against one, which row names it."""
    if pd.notna(row["answers"]) and row["answers"] != row["order"]:
        return say("further", subject.lang, order=row["answers"])
    return problem_text(subject, row["problem"], row["theme"])
