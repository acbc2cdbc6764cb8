"""Requests from receipt to outcome: who asked, what became of it."""

from ...codebook import children, columns
from ...indicators import OUTCOMES, applicants, flow
from ...plots import plot_applicants, plot_flow, plot_outcomes
from ..blocks import Block, Part, chart, paragraph
from ..picture import Picture
from ..subject import Subject
from ..wording import Markup, join, say


def requests(subject: Subject) -> Part:
    """Return the year's requests in sentences and three charts."""
    lang, cells = subject.lang, subject.report.cells
    figures = {
        name: subject.counted("requests", item)
        for name, item in (("received", "received"), ("carried_in", "carried_in"),
                           ("closed", "outcomes_total"), ("carried_out", "carried_out"))
    }  # fmt: skip
    pieces = [
        subject.heading("requests"),
        paragraph(
            say("requests_text", lang, **figures)
            + subject.doubt("received", "carried_in", "closed", "carried_out")
        ),
        chart(plot_flow, flow(cells), lang),
    ]
    if subject.value("requests", "received"):
        pieces.append(paragraph(say("applicants_text", lang, kinds=_kinds(subject))))
    if subject.value("requests", "outcomes_total"):
        pieces += [
            paragraph(say("outcomes_text", lang, kinds=_outcomes(subject))),
            paragraph(say("disclosed_text", lang, share=subject.share("share_disclosed"))),
        ]
    return Part([*pieces, *_charts(subject)])


def _charts(subject: Subject) -> list[Block | Picture]:
    """Return the charts of outcomes for which there are figures: an empty one says nothing."""
    lang, asked = subject.lang, applicants(subject.report.cells)
    shares = subject.shares.loc[[f"share_{item}" for item in OUTCOMES]]
    told: list[Block | Picture] = []
    if shares["value"].notna().any():
        told.append(chart(plot_outcomes, subject.shares.reset_index(), lang))
    elif subject.value("requests", "outcomes_total") != 0:
        told.append(paragraph(say("outcomes_unknown", lang)))
    if asked["count"].notna().any() and not subject.prefix:
        told.append(chart(plot_applicants, asked, lang))
    return told


def _kinds(subject: Subject) -> Markup:
    """Return the applicants that asked for anything, and those of whom it is not known."""
    kinds = [c.code for c in columns() if c.table == "requests" and c.kind == "part"]
    told = [
        say("kind", subject.lang, label=subject.named("requests", "received", kind),
            figure=subject.counted("requests", "received", kind))
        for kind in kinds
        if subject.value("requests", "received", kind) != 0
    ]  # fmt: skip
    return join(told, subject.lang)


def _outcomes(subject: Subject) -> Markup:
    """Return the groups of outcomes that occurred, each linked to its row."""
    told = []
    for item in children("requests", "outcomes"):
        if item != "outcomes_total" and subject.value("requests", item) != 0:
            figure = subject.counted("requests", item)
            label = subject.named("requests", item)
            told.append(say("kind", subject.lang, label=label, figure=figure))
    return join(told, subject.lang)
