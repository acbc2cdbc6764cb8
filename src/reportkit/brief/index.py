"""The index of many briefings: by region and year, what is in hand, what does not add up."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pandas as pd
from markupsafe import Markup

from ..checks import failures
from ..codebook import Lang, read_spec
from ..listing import as_csv, verdict
from ..output import for_excel, write_whole
from ..panel import Panel
from .blocks import (
    Block,
    Row,
    Td,
    bullets,
    chinese,
    kept,
    link_to,
    named,
    paragraph,
    table,
    what_failed,
)
from .bulk import FINDINGS, INDEX
from .called import called
from .loading import bodies, by_region, findings_of, needless
from .page import page_of
from .wording import say

#: Of findings that fail the index lists so many; the file beside it has all.
_LISTED = 500


def write_index(panel: Panel, pages: pd.DataFrame, folder: Path, lang: Lang) -> None:
    """Write the index and the list of findings into the folder of the pages."""
    findings = _in_order(findings_of(panel), panel)
    write_whole(folder / FINDINGS, for_excel(as_csv(findings)))
    text = page_of(_blocks(panel, pages, findings, lang), lang)
    write_whole(folder / INDEX, text.encode("utf-8"))


def _in_order(findings: pd.DataFrame, panel: Panel) -> pd.DataFrame:
    """Return findings with the bodies in the order of the page, and their years ascending."""
    names = [body for own in by_region(panel.reports).values() for body in own]
    reports = panel.reports.assign(place=bodies(panel.reports).map(names.index))
    ordered = reports.sort_values(["place", "year"], kind="stable")["report"]
    place = {report: at for at, report in enumerate(ordered)}
    return findings.sort_values("report", key=lambda ids: ids.map(place), kind="stable")


def _blocks(panel: Panel, pages: pd.DataFrame, findings: pd.DataFrame, lang: Lang) -> list[Block]:
    made = pages[pages["error"] == ""]
    links = dict(zip(made["report"], map(quote, made["page"]), strict=True))
    names = {row["report"]: called(row, lang) for row in panel.reports.to_dict("records")}
    years = panel.reports["year"].dropna()
    first, last = (years.min(), years.max()) if len(years) else ("?", "?")
    span = first if first == last else f"{first}–{last}"
    about = say("index_text", lang, pages=len(made), years=span,
                issuers=panel.reports["issuer"].nunique())  # fmt: skip
    failed = pages[pages["error"] != ""]
    parts = ["index_briefings", "coverage", "index_findings"]
    parts += [
        key for key, rows in (("unread", panel.unread), ("index_failed", failed)) if len(rows)
    ]
    blocks = [
        Block(f"<h1>{say('index_title', lang)}</h1>\n<p class=\"subtitle\">{about}</p>"),
        paragraph(say("index_about", lang)),
        bullets((link_to(key, say(key, lang)) for key in parts), "contents"),
        *_by_region(panel, links, lang),
        _heading("coverage", lang), paragraph(say("coverage_text", lang), "caution"),
        _coverage(panel, links, lang),
        _heading("index_findings", lang), *_findings(findings, links, names, lang),
    ]  # fmt: skip
    if len(panel.unread):
        files, why = panel.unread["source_file"], panel.unread["message"]
        blocks += [
            _heading("unread", lang), paragraph(say("unread_text", lang, count=len(files))),
            what_failed("unread", files, why, lang, corner="file"),
        ]  # fmt: skip
    if len(failed):
        reports, why = [names[report] for report in failed["report"]], failed["error"]
        blocks += [
            _heading("index_failed", lang),
            paragraph(say("index_failed_text", lang, count=len(failed))),
            what_failed("index_failed", reports, why, lang, corner="report"),
        ]
    return blocks


def _heading(key: str, lang: Lang) -> Block:
    return Block(f'<h2 id="{key}">{say(key, lang)}</h2>')


def _by_region(panel: Panel, links: dict[str, str], lang: Lang) -> list[Block]:
    """Return a table of all pages, a row a body and a column a year, region by region."""
    reports = panel.reports
    years = sorted({int(year) for year in reports["year"].dropna()})
    columns: list[int | None] = [*years, *([None] if reports["year"].isna().any() else [])]
    listed, rows = [], []
    held = dict(iter(reports.groupby(bodies(reports))))
    for place, (region, own) in enumerate(by_region(reports).items(), 1):
        name, anchor = chinese(region) if region else say("no_region", lang), f"region-{place}"
        count = sum(len(held[body]) for body in own)
        listed.append(Markup("{} {}").format(link_to(anchor, name), count))
        alone = len(own) == 1 and needless(region, own)
        if not alone:
            rows.append(Row(name, anchor=anchor))
        rows += [
            Row(named(body, region), [_pages(held[body], links, year, lang) for year in columns],
                part=not alone, anchor=anchor if alone else "")
            for body in own
        ]  # fmt: skip
    heads = [say("no_year", lang) if year is None else str(year) for year in columns]
    return [
        _heading("index_briefings", lang),
        bullets(listed, "contents"),
        table(say("index_table", lang), heads, rows, kind="bodies", corner=say("body", lang)),
    ]


def _pages(held: pd.DataFrame, links: dict[str, str], year: int | None, lang: Lang) -> Markup:
    """Return the links to a body's pages of a year; of several each says which it is."""
    here = held["year"].isna() if year is None else held["year"] == year
    told = [_page(report, links, year, lang) for report in held.loc[here, "report"]]
    return Markup(" ").join(told)


def _page(report: str, links: dict[str, str], year: int | None, lang: Lang) -> Markup:
    text = say("no_year", lang) if year is None else Markup.escape(year)
    if report not in links:
        return Markup("<em>{}</em>").format(text)
    more = Markup.escape(report[report.rfind("(") :] if report.endswith(")") else "")
    return Markup('<a href="{}">{} {}</a>').format(Markup(links[report]), text, more)


def _coverage(panel: Panel, links: dict[str, str], lang: Lang) -> Block:
    """Return the matrix of what is in hand, a row a body and a column a year."""
    held = panel.coverage()
    held = held[held["issuer"].notna() & held["year"].notna()]
    years = sorted({int(year) for year in held["year"]})
    rows = []
    known = dict(iter(held.groupby("issuer")))
    for region, body in ((region, body) for region, own in by_region(panel.reports).items()
                         for body in own if body in known):  # fmt: skip
        told = {int(row["year"]): row for row in known[body].to_dict("records")}
        cells = []
        for year in years:
            row = told.get(year)
            text = say(f"cover_{row['status']}", lang) if row else Markup("—")
            report = str(row["report"]) if row else ""
            if report in links:
                text = Markup('<a href="{}">{}</a>').format(Markup(links[report]), text)
            kind = row["status"] if row else "missing"
            cells.append(Td('<td class="cover {}">{}</td>').format(kind, text))
        rows.append(Row(named(body, region), cells))
    heads = [Markup.escape(year) for year in years]
    return table(say("coverage", lang), heads, rows, kind="bodies", corner=say("body", lang))


def _findings(
    findings: pd.DataFrame, links: dict[str, str], names: dict[str, Markup], lang: Lang
) -> list[Block]:
    """Say what came of all checks, list those that fail, and the reports of which some are open."""
    text = say("index_findings_text", lang, verdict=_verdict(findings, lang), file=_file())
    return [
        paragraph(text), *_failing(findings, links, names, lang),
        *_open(findings, links, names, lang),
    ]  # fmt: skip


def _verdict(findings: pd.DataFrame, lang: Lang) -> str:
    said = verdict(findings)
    return said.zh if lang == "zh" else said.en[:1].upper() + said.en[1:]


def _open(
    findings: pd.DataFrame, links: dict[str, str], names: dict[str, Markup], lang: Lang
) -> list[Block]:
    """List the reports of which something could not be checked: that is not all clear."""
    whose = findings.loc[findings["status"] == "undecided", "report"].unique()
    if not len(whose):
        return []
    rows = []
    shown = findings[findings["report"].isin(whose[:_LISTED])]
    for report, own in shown.groupby("report", sort=False):
        name = names[str(report)]
        if report in links:
            name = Markup('<a href="{}#adds_up">{}</a>').format(Markup(links[str(report)]), name)
        rows.append(Row(name, [Markup.escape(_verdict(own, lang))]))
    return [
        paragraph(say("index_open_text", lang, reports=len(whose))),
        table(say("index_open", lang), [say("finding", lang)], rows, kind="prose",
              corner=say("report", lang)),
        *_more(len(whose), "index_more", lang),
    ]  # fmt: skip


def _more(count: int, key: str, lang: Lang) -> list[Block]:
    """Say how many are not listed, and where they are."""
    if count <= _LISTED:
        return []
    return [paragraph(say(key, lang, count=count - _LISTED, file=_file()))]


def _file() -> Markup:
    return Markup('<a href="{0}">{0}</a>').format(FINDINGS)


def _failing(
    findings: pd.DataFrame, links: dict[str, str], names: dict[str, Markup], lang: Lang
) -> list[Block]:
    """List the findings that fail, each with the link to its cell in its page."""
    wrong = failures(findings)
    if wrong.empty:
        return []
    rules = {row["code"]: row[f"label_{lang}"] for row in read_spec("rules")}
    rows = []
    for row in wrong.head(_LISTED).to_dict("records"):
        report, name = row["report"], names[row["report"]]
        if report in links:
            anchor = ".".join(row[part] for part in ("table", "item", "column") if row[part])
            name = Markup('<a href="{}#{}">{}</a>').format(
                Markup(links[report]), anchor or "adds_up", name
            )
        rule = Td('<td class="rule">{} {}</td>').format(row["rule"], kept(rules[row["rule"]]))
        rows.append(Row(name, [rule, Markup.escape(row[f"message_{lang}"])]))
    heads = [say("rule", lang), say("finding", lang)]
    return [
        table(say("index_failing", lang), heads, rows, kind="prose", corner=say("report", lang)),
        *_more(len(wrong), "index_more_findings", lang),
    ]
