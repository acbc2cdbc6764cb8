"""Where a report does not add up: the failing sums, with their printed cells."""

from __future__ import annotations

from html import escape
from os import PathLike
from typing import TYPE_CHECKING

import pandas as pd

from ..checks import check, explain, failures
from ..codebook import Lang
from ..report import Report
from .content import Block, Row, say, table_html
from .region import page_region

if TYPE_CHECKING:
    from ..checks.explain import Explanation

#: A page with more failing sums than these has one fault behind most of them; all are listed.
_EXPLAINED = 12


def findings_text(report: Report, lang: Lang) -> Block:
    """Say which sums hold, and list those that do not."""
    findings = _sums(report)
    counts = findings["status"].value_counts()
    told = {status: int(counts.get(status, 0)) for status in ("pass", "fail", "undecided")}
    if told["pass"] == len(findings):
        return Block(f"<p>{say('adds_up_all', lang, all=len(findings))}</p>")
    text = say(
        "adds_up_not", lang, all=len(findings), passed=told["pass"], failed=told["fail"],
        undecided=told["undecided"],
    )  # fmt: skip
    amiss = findings[findings["status"] != "pass"]
    rows = [
        Row(rule, [say(f"status_{status}", lang), escape(message)])
        for rule, status, message in zip(
            amiss["rule"], amiss["status"], amiss[f"message_{lang}"], strict=True
        )
    ]
    heads = [say("status", lang), say("finding", lang)]
    return Block(f"<p>{text}</p>\n{table_html('adds_up', heads, rows, lang, prose=True)}")


def show_findings(report: Report, source: str | PathLike[str], lang: Lang) -> None:
    """Display what does not add up: each sum with its cells, of a PDF with the cell marked too.

    Parameters
    ----------
    report : Report
        The report.
    source : path
        The file that it was read from.
    lang : {"zh", "en"}
        The page's language.
    """
    from IPython.display import display

    display(findings_text(report, lang))  # type: ignore[no-untyped-call]
    wrong = failures(_sums(report))
    shown: set[str] = set()
    for _, finding in wrong.head(_EXPLAINED).iterrows():
        told = explain(finding, report.cells, lang=lang)
        display(_explained(finding["rule"], told, lang))  # type: ignore[no-untyped-call]
        marked = _to_blame(told)
        region = None
        if marked not in shown:  # one wrong cell makes several sums fail
            region = page_region(source, marked, told.cells["source"], lang=lang)
        if region is not None:
            display(region)  # type: ignore[no-untyped-call]
            shown.add(marked)
    if len(wrong) > _EXPLAINED:
        text = say("not_explained", lang, count=len(wrong) - _EXPLAINED)
        display(Block(f"<p>{text}</p>"))  # type: ignore[no-untyped-call]


def _sums(report: Report) -> pd.DataFrame:
    return check(report.cells).query("rule.str.startswith('R')")


def _explained(rule: str, told: Explanation, lang: Lang) -> Block:
    """Return a finding's sum, its cells with their places, and which of them is likely wrong."""
    own = told.cells[told.cells["stated"]]
    name = "".join(f" · {row} × {head}" for row, head in zip(own["row"], own["head"], strict=True))
    shown = told.shown()
    names = list(shown)
    rows = [
        Row(label, [escape(str(text)) for text in rest])
        for label, *rest in shown.itertuples(index=False, name=None)
    ]
    remarks = "".join(f"<li>{escape(remark)}</li>" for remark in told.remarks())
    table = table_html("explained", [escape(name) for name in names[1:]], rows, lang, prose=True)
    return Block(
        f"<h3>{escape(rule + name)}</h3>\n<p>{escape(told.sum)}</p>\n{table}\n<ul>{remarks}</ul>"
    )


def _to_blame(told: Explanation) -> str:
    """Return where the cell that the only answer changes was printed, else the finding's own."""
    changed = told.cells[told.cells["should_be"].notna()]
    sure = len(changed) > 0 and bool(told.located["unique"].all())
    cell = changed if sure else told.cells[told.cells["stated"]]
    return str(cell["source"].iloc[0]) if len(cell) else ""
