"""Several bodies on one page: their newest reports side by side, without ranking them."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from ...codebook import Lang
from ...indicators import MIN_PEERS, compare
from ...panel import Panel
from ...rounding import decimals, percent, whole
from ..blocks import (
    Block,
    Part,
    Row,
    Td,
    bullets,
    chinese,
    link_to,
    paragraph,
    table,
    what_failed,
)
from ..loading import bodies, by_region, needless
from ..subject import Subject
from ..wording import join, say

_FUNNEL = "share_disclosed"
_COLON, _COMMA = {"zh": "：", "en": ": "}, {"zh": Markup("，"), "en": Markup(", ")}


def comparison(subjects: Sequence[Subject]) -> Part:
    """Return the page's title and a table of all bodies, each with the link to its own part."""
    first = subjects[0]
    lang, panel = first.lang, first.panel
    years = panel.reports["year"].dropna()
    first_year, last_year = (years.min(), years.max()) if len(years) else ("?", "?")
    span = first_year if first_year == last_year else f"{first_year}–{last_year}"
    about = [
        say("subtitle_panel", lang, reports=len(panel.reports), years=span),
        *([say("subtitle_before", lang)] if any(one.before for one in subjects) else []),
    ]
    return Part([
        Block(f"<h1>{say('title_panel', lang, count=len(subjects))}</h1>\n"
              f'<p class="subtitle">{_COMMA[lang].join(about)}</p>'),
        paragraph(say("comparison_about", lang, count=len(subjects))),
        _contents(subjects),
        paragraph(say("linked", lang), "hint"),
        Block(f'<h2 id="comparison">{say("comparison", lang)}</h2>'),
        paragraph(say("comparison_text", lang, count=len(subjects))),
        _table(subjects),
        *_funnels(subjects),
        _unread(panel, lang),
    ])  # fmt: skip


def _contents(subjects: Sequence[Subject]) -> Block:
    """Return the contents: the page's own parts, and the bodies region by region."""
    lang = subjects[0].lang
    parts = (link_to(key, say(key, lang)) for key in ("comparison", "common_prose", "definitions"))
    links = {
        bodies(one.report.reports).iloc[0]: link_to(f"{one.prefix}top", one.name)
        for one in subjects
    }
    listed = []
    for region, held in by_region(subjects[0].panel.reports).items():
        own = [body for body in held if body in links]
        names = join([links[body] for body in own], lang)
        if own and not needless(region, own):
            told = chinese(region) if region else say("no_region", lang)
            names = told + _COLON[lang] + names
        if own:
            listed.append(names)
    both = bullets(parts, "contents"), bullets(listed, "regions screen")
    return Block("\n".join(one.html for one in both))


def body_heading(subject: Subject) -> Block:
    """Return the heading of a body's part of the page."""
    level = subject.level - 1
    return Block(f'<h{level} id="{subject.prefix}top">{subject.title}</h{level}>')


def _table(subjects: Sequence[Subject]) -> Block:
    lang = subjects[0].lang
    keys = ("year", "received", "disclosed", "refused", "reconsideration", "litigation",
            "fails_head")  # fmt: skip
    rows = [
        Row(Markup('<a href="#{}top">{}</a>').format(one.prefix, one.name), [
            Markup.escape("?" if one.year is None else one.year),
            Td("<td class=number>{}</td>").format(one.figure("requests", "received")),
            disclosed, refused,
            Td("<td class=number>{}</td>").format(one.figure("review", "reconsideration")),
            one.terms("litigation"),
            _failing(one),
        ])
        for one, disclosed, refused in zip(
            subjects, _shares(subjects, "share_disclosed"), _shares(subjects, "share_refused"),
            strict=True,
        )
    ]  # fmt: skip
    heads = [say(key, lang) for key in keys]
    return table(
        say("comparison_table", lang), heads, rows, kind="bodies", corner=say("body", lang)
    )


def _shares(subjects: Sequence[Subject], code: str) -> list[Markup]:
    """Return a column of shares, each with the decimals that one of them needs."""
    digits = decimals(one.shares["value"].get(code, float("nan")) for one in subjects)
    return [one.share(code, apart=True, digits=digits) for one in subjects]


def _failing(subject: Subject) -> Markup:
    """Return how many checks of all rules fail; hints are no checks that are passed or not."""
    counts = subject.findings["status"].value_counts()
    passed, failed, undecided = (counts.get(one, 0) for one in ("pass", "fail", "undecided"))
    made = passed + failed + undecided
    told = Markup('<a href="#{}adds_up">{} / {}</a>').format(subject.prefix, failed, made)
    if undecided:  # 0 / 42 alone would read as all clear
        told += Markup(" <small>{}</small>").format(
            say("undecided_rest", subject.lang, undecided=undecided)
        )
    return told


def _funnels(subjects: Sequence[Subject]) -> list[Block]:
    """Say, of each year with enough peers, who lies outside of what chance allows."""
    lang, own = subjects[0].lang, {one.report.id: one for one in subjects}
    rows = compare(subjects[0].panel.cells, codes=[_FUNNEL])
    rows = rows[rows["report"].isin(own) & (rows["peers"] >= MIN_PEERS).fillna(False)]
    told = []
    for (year, _), group in rows.groupby(["year", "edition"]):
        values = {"year": year, "peers": group["peers"].iloc[0],
                  "centre": percent(group["centre"].iloc[0])}  # fmt: skip
        out = group[group["outside"].isin(["below 99.8", "above 99.8"])]
        names = [
            Markup("{} {}").format(own[one].name, _outside(row)) for one, row in
            zip(out["report"], out.to_dict("records"), strict=True)
        ]  # fmt: skip
        key = "comparison_funnel" if names else "comparison_funnel_none"
        told.append(paragraph(say(key, lang, names=join(names, lang), **values)))
    return told


def _outside(row: dict[str, object]) -> str:
    counts = f"{whole(float(row['numerator']))}/{whole(float(row['denominator']))}"  # type: ignore[arg-type]
    return f"{percent(float(row['value']))} ({counts})"  # type: ignore[arg-type]


def _unread(panel: Panel, lang: Lang) -> Block | None:
    """List the files that could not be read: no page is silent about them."""
    if panel.unread.empty:
        return None
    files, why = panel.unread["source_file"], panel.unread["message"]
    return what_failed("unread", files, why, lang, corner="file")
