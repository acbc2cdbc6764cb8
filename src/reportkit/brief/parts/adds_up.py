"""Does it add up: what does not pass, with its printed cells, and of a PDF with its picture."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeAlias, cast

import pandas as pd
from markupsafe import Markup, escape

from ...checks import STATUSES, explain
from ...checks.claims import place as place_of
from ...checks.wording import cell_name
from ...codebook import Address, Lang, read_spec
from ...rounding import whole
from ..blocks import Block, Part, Row, Td, bullets, paragraph, table
from ..region import page_region
from ..subject import Subject
from ..wording import join, say

if TYPE_CHECKING:
    from ...checks.explain import Explanation
    from ..picture import Picture

#: A page with more failing sums than these has one fault behind most of them; all are listed.
EXPLAINED = 12
#: Of what is undecided or a hint, so many of each rule are listed; the others are counted.
LISTED = 3
#: The rule of prose against tables: its contradictions are all listed.
PROSE = "S1"

#: Figures that the prose states, by the place that findings give them.
_Claims: TypeAlias = dict[str, dict[Any, Any]]


def adds_up(subject: Subject) -> Part:
    """Return what does not add up: each failing sum with its cells, of a PDF with a picture."""
    found = subject.findings
    pieces: list[Block | Picture | None] = [
        subject.heading("adds_up"),
        _sums_text(subject),
        _prose_text(subject),
        _others_text(subject),
        _table(subject),
    ]
    wrong = found[(found["status"] == "fail") & found["rule"].str.startswith("R")]
    shown: set[str] = set()
    for _, finding in wrong.head(EXPLAINED).iterrows():
        told = explain(finding, subject.report.cells, lang=subject.lang)
        pieces += _explained(subject, finding["rule"], told)
        marked = _to_blame(told)
        if subject.file and marked not in shown:  # one wrong cell makes several sums fail
            region = page_region(subject.file, marked, told.cells["source"], lang=subject.lang)
            pieces.append(region)
            shown.add(marked)
    if len(wrong) > EXPLAINED:
        text = say("not_explained", subject.lang, count=len(wrong) - EXPLAINED)
        pieces.append(paragraph(text))
    return Part(pieces)


def _sums_text(subject: Subject) -> Block:
    """Say how many of the form's sums hold."""
    sums = subject.findings[subject.findings["rule"].str.startswith("R")]
    counts = sums["status"].value_counts()
    told = {status: int(counts.get(status, 0)) for status in ("pass", "fail", "undecided")}
    if not len(sums):
        return paragraph(say("adds_up_none", subject.lang))
    if told["pass"] == len(sums):
        return paragraph(say("adds_up_all", subject.lang, all=len(sums)))
    return paragraph(say(
        "adds_up_not", subject.lang, all=len(sums), passed=told["pass"], failed=told["fail"],
        undecided=told["undecided"],
    ))  # fmt: skip


def _prose_text(subject: Subject) -> Block | None:
    """Say how many figures of the prose agree with the tables, each linked to its sentence."""
    lang = subject.lang
    if subject.report.narrative.empty:
        return None
    held = subject.findings[subject.findings["rule"] == PROSE]
    if held.empty:
        return paragraph(say("prose_none", lang))
    told, claims = [], _claims(subject)
    for status in ("pass", "hint", "undecided"):
        own = held[held["status"] == status].to_dict("records")
        figures = join([_stated_link(subject, one, claims) for one in own], lang)
        if len(own) == len(held) and status == "pass":
            return paragraph(say("prose_all", lang, all=len(held), figures=figures))
        if own:
            told.append(say(f"prose_{status}", lang, count=len(own), figures=figures))
    return paragraph(say("prose_some", lang, all=len(held), counts=join(told, lang)))


def _stated_link(subject: Subject, finding: dict[str, Any], claims: _Claims) -> Markup:
    """Return a figure that the prose states, with the link to its sentence."""
    figure, claim = whole(finding["stated"]), claims.get(str(finding["place"]))
    if claim is None:
        return Markup.escape(figure)
    figure += "%" if "%" in str(claim["unit"]) else ""
    return subject.sentence(figure, claim["section"], claim["paragraph"])


def _claims(subject: Subject) -> _Claims:
    """Return each figure that the prose states by the place that findings give it."""
    return {place_of(claim): claim for claim in subject.stated.to_dict("records")}


def _others_text(subject: Subject) -> Block | None:
    rule = subject.findings["rule"]
    others = subject.findings[~rule.str.startswith("R") & (rule != PROSE)]
    if others.empty:
        return None
    lang, counts = subject.lang, others["status"].value_counts()
    told = [
        say("status_count", lang, count=counts[status],
            status=say(f"status_{status}", lang, count=counts[status]))
        for status in STATUSES
        if status in counts
    ]  # fmt: skip
    return paragraph(say("adds_up_other", lang, counts=join(told, lang)))


def _table(subject: Subject) -> Block | None:
    """List what fails, and the first of what is undecided or a hint, rule by rule."""
    lang, found = subject.lang, subject.findings
    amiss = found[~found["status"].isin(["pass", "not_comparable"])]
    if amiss.empty:
        return None
    names = {row["code"]: row[f"label_{lang}"] for row in read_spec("rules")}
    rows, claims = [], _claims(subject)
    for status in ("fail", "undecided", "hint"):
        for rule, own in amiss[amiss["status"] == status].groupby("rule", sort=False):
            whole_list = status == "fail" or (rule == PROSE and status == "hint")
            # What would fail with blanks read as 0 says most.
            own = own.sort_values("status_blank_as_zero", key=_milder, kind="stable")
            kept = own if whole_list else own.head(LISTED)
            rows += [_row(subject, finding, names, claims) for finding in kept.to_dict("records")]
            if len(own) > len(kept):
                more = say("more_findings", lang, count=len(own) - len(kept))
                rows.append(Row(str(rule), [_status(status, lang), more]))
    heads = [say("status", lang), say("finding", lang)]
    return table(say("adds_up_table", lang), heads, rows, kind="prose", corner=say("rule", lang))


def _milder(status: pd.Series) -> pd.Series:
    return status != "fail"


def _row(subject: Subject, finding: dict[Any, Any], names: dict[str, str], claims: _Claims) -> Row:
    lang, rule = subject.lang, str(finding["rule"])
    message = _linked(subject, finding[f"message_{lang}"], _addresses(finding))
    claim = claims.get(str(finding["place"])) if rule == PROSE else None
    if claim:
        place = claim["section"], claim["paragraph"]
        message += Markup(" ") + subject.sentence(say("original", lang), *place)
    return Row(f"{rule} {names.get(rule, '')}".strip(), [_status(finding["status"], lang), message])


def _linked(subject: Subject, message: str, addresses: list[Address]) -> Markup:
    """Link each cell's name in a message to the cell; cells that it does not name follow."""
    lang, links = subject.lang, {}
    for address in addresses:
        said = cell_name(address, subject.edition)
        name = said.zh if lang == "zh" else said.en
        links[str(escape(name))] = subject.link(name, *address)
    told = str(escape(message))
    if links:
        # Of two names that begin alike the longer is meant.
        names = "|".join(map(re.escape, sorted(links, key=len, reverse=True)))
        seen: set[str] = set()

        def link(match: re.Match[str]) -> str:
            first = match[0] not in seen
            seen.add(match[0])
            return str(links[match[0]]) if first else match[0]

        told = re.sub(names, link, told)
        rest = [one for name, one in links.items() if name not in seen]
        if rest:
            told += f" {join(rest, lang)}"
    return Markup(told)


def _status(status: str, lang: Lang) -> Td:
    return Td('<td class="status">{}</td>').format(say(f"status_{status}", lang, count=1))


def _addresses(finding: dict[str, Any]) -> list[Address]:
    """Return the cells that a finding leads to: its own, or those that prose sums up."""
    if finding["rule"] == PROSE and finding["cells"]:
        return [cast(Address, tuple(one.split("."))) for one in str(finding["cells"]).split()]
    table, item, column = (str(finding[name] or "") for name in ("table", "item", "column"))
    return [(table, item, column)] if table and item and column else []


def _explained(subject: Subject, rule: str, told: Explanation) -> list[Block]:
    """Return a finding's sum, its cells with their places, and which of them is likely wrong."""
    own = told.cells[told.cells["stated"]]
    name = "".join(f" · {row} × {head}" for row, head in zip(own["row"], own["head"], strict=True))
    shown = told.shown()
    names = list(shown)
    rows = [
        Row(label, [escape(str(text)) for text in rest])
        for label, *rest in shown.itertuples(index=False, name=None)
    ]
    level = subject.level + 1
    return [
        Block(f"<h{level}>{escape(rule + name)}</h{level}>"),
        paragraph(escape(told.sum)),
        table(say("explained", subject.lang), names[1:], rows, kind="prose"),
        bullets(map(escape, told.remarks())),
    ]


def _to_blame(told: Explanation) -> str:
    """Return where the cell that the only answer changes was printed, else the finding's own."""
    changed = told.cells[told.cells["should_be"].notna()]
    sure = len(changed) > 0 and bool(told.located["unique"].all())
    cell = changed if sure else told.cells[told.cells["stated"]]
    return str(cell["source"].iloc[0]) if len(cell) and pd.notna(cell["source"].iloc[0]) else ""
