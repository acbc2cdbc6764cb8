"""Refusals: how many, in which of the three groups, and for which of the form's reasons."""

import pandas as pd

from ...codebook import children
from ...plots import plot_reasons
from ...rounding import alike, decimals, percent, whole
from ..blocks import FEWEST_DRAWN, Block, Part, Row, chart, paragraph, table
from ..picture import Picture
from ..subject import Subject
from ..wording import join, say

_GROUPS = ("denied", "unable", "not_processed")


def refusals(subject: Subject) -> Part:
    """Return the refusals in sentences, and a table of the reasons that were given."""
    lang, shares = subject.lang, subject.shares
    head = subject.heading("refusals")
    refused = shares.loc["share_refused", "numerator"]
    if pd.isna(refused):
        text = say("refusals_unknown", lang, share=subject.share("share_refused"))
        return Part([head, paragraph(text), _reasons(subject), _unknown(subject), _other(subject)])
    kinds = [
        say("kind", lang, label=subject.named("requests", group),
            figure=subject.counted("requests", group))
        for group in _GROUPS
    ]  # fmt: skip
    if refused == 0:
        closed = subject.counted("requests", "outcomes_total")
        text = say("refusals_none", lang, kinds=join(kinds, lang), closed=closed)
        return Part([head, paragraph(text), _other(subject)])
    row = shares.loc["share_refused"]
    gaps: dict[str, object] = {
        "count": say("count", lang, count=whole(refused)), "kinds": join(kinds, lang),
        "closed": subject.counted("requests", "outcomes_total"),
    }  # fmt: skip
    if pd.isna(row["value"]):  # requests closed are not known, or fewer than those refused
        text = say("refusals_no_share", lang, **gaps)
    else:
        share, low, high = alike(row[["value", "low", "high"]], "share")
        text = say("refusals_text", lang, **gaps, share=share, low=low, high=high)
    told = paragraph(text + subject.doubt("share_refused"))
    return Part([
        head, told, _chart(subject), _reasons(subject), _unknown(subject), _other(subject),
        paragraph(say("reason_caveat", lang), "caution"),
    ])  # fmt: skip


def _chart(subject: Subject) -> Block | Picture | None:
    """Draw the reasons, where there are shares of them and enough refusals."""
    rows = subject.shares.filter(like="_of_refused", axis="index")
    if subject.prefix or not rows["value"].notna().any():
        return None
    refused = rows["denominator"].max()
    if refused < FEWEST_DRAWN:
        text = say("reasons_few", subject.lang, count=whole(refused), fewest=FEWEST_DRAWN)
        return paragraph(text, "hint")
    return chart(plot_reasons, rows.reset_index(), subject.lang)


def _reasons(subject: Subject) -> Block | None:
    """Return the reasons that were given, the most frequent first within their group."""
    lang = subject.lang
    counts = {
        item: count for group in _GROUPS for item in children("requests", group)
        if (count := subject.value("requests", item)) and _of_refused(item) in subject.shares.index
    }  # fmt: skip
    if not counts:
        return None
    shares = subject.shares.loc[map(_of_refused, counts), ["value", "low", "high"]]
    digits = decimals(shares.to_numpy().ravel())
    rows = []
    for group in _GROUPS:
        given = [item for item in children("requests", group) if item in counts]
        if given:
            link = subject.link(subject.label("requests", group), "requests", group)
            rows.append(Row(link, None))
        for item in sorted(given, key=lambda one: -counts[one]):
            value, low, high = shares.loc[_of_refused(item)]
            told = ["—", "—"]
            if pd.notna(value):
                value, low, high = (percent(one, digits=digits) for one in (value, low, high))
                told = [value, f"{low}–{high}"]
            cells = [subject.figure("requests", item), *told]
            rows.append(Row(subject.label("requests", item), cells, part=True))
    heads = [say(key, lang) for key in ("cases", "of_refused", "interval")]
    return table(say("refusals_table", lang), heads, rows, kind="figures",
                 corner=say("reason", lang))  # fmt: skip


def _of_refused(item: str) -> str:
    """Return the indicator that holds a reason against all refusals."""
    return f"{item}_of_refused"


def _unknown(subject: Subject) -> Block | None:
    """Count the reasons of which the report gives no figure: they are not 0."""
    reasons = [item for group in _GROUPS for item in children("requests", group)]
    count = sum(subject.value("requests", item) is None for item in reasons)
    return paragraph(say("reasons_unknown", subject.lang, count=count)) if count else None


def _other(subject: Subject) -> Block | None:
    if not subject.value("requests", "other"):
        return None
    return paragraph(say("other_text", subject.lang, count=subject.counted("requests", "other")))
