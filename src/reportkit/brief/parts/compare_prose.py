"""The prose of several bodies: the themes of their problems, and the text that they share."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from ...narrative import problems, reuse, theme_counts
from ...plots import plot_reuse, plot_themes
from ...rounding import percent
from ..blocks import Block, Part, Row, chart, paragraph, table
from ..loading import by_region
from ..picture import Picture
from ..subject import Subject
from ..wording import Markup, say

#: Charts of more bodies, or years, and of more reports than these can be read no more.
GROUPS, MATRIX = 12, 20
#: So many pairs are listed, those that share most first.
PAIRS = 10
_SECTION = 5


def common_prose(subjects: Sequence[Subject]) -> Part:
    """Return the themes of section 五 by body or year, and what its text shares between bodies."""
    first = subjects[0]
    lang, panel = first.lang, first.panel
    head = Block(f'<h2 id="common_prose">{say("common_prose", lang)}</h2>')
    narrative = panel.narrative[panel.narrative["section"] == _SECTION]
    told = narrative["report"].nunique()
    if told < 2:
        return Part([head, paragraph(say("common_prose_none", lang, count=told))])
    return Part([head, *_themes(first, narrative), *_shared(subjects, narrative)])


def _themes(first: Subject, narrative: pd.DataFrame) -> list[Block | Picture]:
    lang, reports = first.lang, first.panel.reports
    found = problems(narrative)
    named = reports[reports["report"].isin(found.loc[found["problem"].notna(), "report"])]
    for by in ("issuer", "year"):
        if 2 <= named[by].nunique() <= GROUPS:
            counts = theme_counts(found, reports, by=by)
            if by == "issuer":
                order = [body for own in by_region(reports).values() for body in own] + ["?"]
                counts = counts.sort_values(
                    "group", key=lambda groups: groups.map(order.index), kind="stable"
                )
            drawn = chart(plot_themes, counts[counts["kind"] == "problem"], lang)
            return [paragraph(say("common_themes", lang, count=len(named))), drawn]
    return []


def _shared(subjects: Sequence[Subject], narrative: pd.DataFrame) -> list[Block | Picture | None]:
    """Set the newest reports beside one another: the pairs that share most, and all as a matrix."""
    lang, own = subjects[0].lang, {one.report.id: one for one in subjects}
    newest = narrative[narrative["report"].isin(own)]
    found = reuse(newest, reports=subjects[0].panel.reports)
    found = found.sort_values("report", key=lambda ids: ids.map(list(own).index), kind="stable")
    pairs = found[found["other"].notna() & (found["other_section"] == _SECTION)]
    short = int(found["note"].notna().sum())
    drawable = newest["report"].nunique()
    count = drawable - short
    left_out = paragraph(say("common_text_short", lang, count=short)) if short else None
    if pairs.empty:
        none = paragraph(say("common_text_none", lang, count=count)) if count > 1 else None
        return [none, left_out]
    most = pairs.sort_values("share", ascending=False, kind="stable").head(PAIRS)
    rows = [
        Row(_name(own[row["report"]]), [
            _name(own[row["other"]]),
            say("common_share", lang, share=percent(row["share"]), reused=row["reused"],
                characters=row["characters"]),
        ])
        for row in most.to_dict("records")
    ]  # fmt: skip
    heads = [say("found_in", lang), say("shared_share", lang)]
    listed = table(say("common_text_table", lang), heads, rows, kind="prose",
                   corner=say("report", lang))  # fmt: skip
    drawn = chart(plot_reuse, found, lang) if 2 < drawable <= MATRIX else None
    more = len(pairs) - len(most)
    rest = paragraph(say("pairs_more", lang, count=more)) if more else None
    text = paragraph(say("common_text", lang, count=count))
    return [text, left_out, listed, rest, drawn, paragraph(say("common_caveat", lang), "caution")]


def _name(subject: Subject) -> Markup:
    return Markup('<a href="#{}problems">{}</a>').format(subject.prefix, subject.called_in_full)
