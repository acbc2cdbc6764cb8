"""What was disclosed: the figures of section 二, row by row, and a chart of them."""

from ...plots import plot_disclosure
from ..blocks import Part, bullets, chart, paragraph
from ..subject import Subject
from ..wording import join, say


def disclosure(subject: Subject) -> Part:
    """Return a sentence a row of the table, and the chart of its counts."""
    lang, cells = subject.lang, subject.report.cells
    own = cells[cells["table"] == "disclosure"]
    head = subject.heading("disclosure")
    if not (own["state"] == "number").any():
        return Part([head, paragraph(say("disclosure_none", lang))])
    rows = []
    for item, group in own.groupby("item", sort=False):
        told = [
            say(
                "disclosure_cell",
                lang,
                figure=subject.figure("disclosure", str(item), column),
                column=subject.named("disclosure", str(item), column),
                unit=say(f"unit_{unit}", lang) if state == "number" else "",
            )
            for column, unit, state in group[["column", "unit", "state"]].itertuples(index=False)
        ]
        label = subject.label("disclosure", str(item))
        rows.append(say("disclosure_row", lang, item=label, cells=join(told, lang)))
    # Beside other bodies the charts that repeat what sentences say are left out.
    drawn = None if subject.prefix else chart(plot_disclosure, cells, lang)
    return Part([head, bullets(rows), drawn])
