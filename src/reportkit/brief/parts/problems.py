"""Problems, measures and what came back of them."""

from ...narrative import problems
from ..blocks import Part, Row, paragraph, table
from ..subject import Subject
from ..wording import say
from .came_back import came_back
from .quoting import problem_text


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
            f"{row['order']} ≈" if row["link"] == "by likeness" else str(row["order"]),
            [
                problem_text(subject, row["problem"], row["theme"]),
                problem_text(subject, row["improvement"], row["improvement_theme"]),
            ],
        )
        for row in pairs.to_dict("records")
    ]
    heads = [say("problem", lang), say("improvement", lang)]
    links = set(pairs["link"])
    link = "link_likeness" if "by likeness" in links else "link_numbered"
    if links == {"none"}:
        link = "link_none"
    return Part([
        head, table(say("problems_table", lang), heads, rows, kind="prose",
                    corner=say("number", lang)),
        paragraph(say(link, lang)), *came_back(subject),
    ])  # fmt: skip
