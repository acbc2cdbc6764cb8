"""Problems, measures and what came back of them."""

import pandas as pd

from ...narrative import problems
from ..blocks import Part, Row, chinese, paragraph, table
from ..subject import Subject
from ..wording import Markup, say


def problems_and_measures(subject: Subject) -> Part:
    """Return problems beside measures as printed, each with the link to its paragraph."""
    lang = subject.lang
    head = subject.heading("problems")
    pairs = problems(subject.report.narrative)
    if pairs.empty:
        key = "problems_none" if len(subject.report.narrative) else "words_none"
        return Part([head, paragraph(say(key, lang))])
    rows = [
        Row(f"{order} ≈" if link == "by likeness" else str(order),
            [_quoted(subject, problem), _quoted(subject, improvement)])
        for order, problem, improvement, link in zip(
            *(pairs[name] for name in ("order", "problem", "improvement", "link")), strict=True
        )
    ]  # fmt: skip
    heads = [say("problem", lang), say("improvement", lang)]
    links = set(pairs["link"])
    link = "link_likeness" if "by likeness" in links else "link_numbered"
    if links == {"none"}:
        link = "link_none"
    return Part([
        head, table(say("problems_table", lang), heads, rows, kind="prose"),
        paragraph(say(link, lang)),
    ])  # fmt: skip


def _quoted(subject: Subject, text: object) -> Markup:
    """Return a quotation with the link to the paragraph of section 五 that holds it."""
    if pd.isna(text):
        return Markup("")
    own = subject.report.narrative
    inside = own[(own["section"] == 5) & own["text"].str.contains(str(text), regex=False)]
    if inside.empty:
        return chinese(text)
    place = subject.place(5, int(inside["order"].iloc[0]))
    original = say("original", subject.lang)
    return chinese(text) + Markup(' <a class="to" href="#{}">{}</a>').format(place, original)
