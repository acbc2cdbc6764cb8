"""Reconsideration and litigation: what came of them, and how many there were a request."""

import pandas as pd

from ...codebook import columns
from ...plots import plot_review
from ...rounding import alike
from ..blocks import FEWEST_DRAWN, Block, Part, bullets, chart, paragraph
from ..picture import Picture
from ..subject import Subject
from ..wording import Markup, join, say

_PROCEEDINGS = ("reconsideration", "litigation_direct", "litigation_after_reconsideration")


def reviews(subject: Subject) -> Part:
    """Return a sentence a proceeding, the share corrected, and the rate per 100 requests."""
    lang = subject.lang
    head = subject.heading("review")
    cells = subject.report.cells[subject.report.cells["table"] == "review"]
    if not (cells["state"] == "number").any():
        return Part([head, paragraph(say("review_missing", lang))])
    if (cells["state"] == "number").all() and (cells["value"] == 0).all():
        names = ("reconsideration", "direct", "after")
        totals = {
            name: subject.figure("review", one)
            for name, one in zip(names, _PROCEEDINGS, strict=True)
        }
        return Part([head, paragraph(say("review_none", lang, **totals))])
    results = [c.code for c in columns() if c.table == "review"]
    told = []
    for one in _PROCEEDINGS:
        kinds = [
            say("kind", lang, label=subject.named("review", one, result),
                figure=subject.counted("review", one, result))
            for result in results
            if result == "total" or subject.value("review", one, result) != 0
        ]  # fmt: skip
        text = say("review_row", lang, item=subject.label("review", one), cells=join(kinds, lang))
        told.append(text)
    return Part([head, bullets(told), _chart(subject), _corrected(subject), _rates(subject)])


def _chart(subject: Subject) -> Block | Picture:
    """Draw the results of enough cases: a chart without a point says nothing."""
    concluded = subject.shares.loc[[f"corrected_{one}" for one in _PROCEEDINGS], "denominator"]
    if not concluded.ge(FEWEST_DRAWN).fillna(False).any():
        why = "review_unknown" if concluded.isna().any() else "review_few"
        return paragraph(say(why, subject.lang, fewest=FEWEST_DRAWN), "hint")
    return chart(plot_review, subject.shares.reset_index(), subject.lang)


def _corrected(subject: Subject) -> Block | None:
    """Tell the share corrected of each proceeding: one dispute may come to two of them."""
    lang, told = subject.lang, []
    for one in _PROCEEDINGS:
        code = f"corrected_{one}"
        row = subject.shares.loc[code]
        if pd.notna(row["value"]):
            value, low, high = alike(row[["value", "low", "high"]], "share")
            told.append(say(
                "corrected_one", lang, item=subject.named("review", one),
                value=value, low=low, high=high,
                part=subject.terms(code), whole=subject.terms(code, below=True),
            ) + subject.doubt(code))  # fmt: skip
    if not told:
        return None
    between = Markup("；" if lang == "zh" else "; ")
    return paragraph(say("corrected_text", lang, kinds=between.join(told)))


def _rates(subject: Subject) -> Block | None:
    """Tell both rates, and of one that is not known that it is not; nothing where neither is."""
    lang, found = subject.lang, {}
    rows = {
        code: subject.shares.loc[f"{code}_per_100"] for code in ("reconsideration", "litigation")
    }
    if all(pd.isna(row["value"]) for row in rows.values()):
        return None
    for code, row in rows.items():
        if pd.isna(row["value"]):
            found[code] = say("unknown", lang, state=say("not_told", lang))
            continue
        value, low, high = alike(row[["value", "low", "high"]], "per 100")
        found[code] = say(
            "rate", lang, value=value, low=low, high=high, part=subject.terms(code),
            whole=subject.figure("requests", "outcomes_total"),
        )  # fmt: skip
    doubt = subject.doubt("reconsideration_per_100", "litigation_per_100")
    return paragraph(say("review_rate", lang, **found) + doubt)
