"""The head of a page: title, contents and the few figures that everyone asks for."""

from functools import cache

import pandas as pd
from markupsafe import Markup

from ...indicators import indicator_codebook
from ...plots import FEW
from ...rounding import whole
from ..blocks import Block, Part, bullets, link_to, paragraph
from ..subject import Subject
from ..wording import say

#: The parts that the contents list, by the keys of their headings.
_CONTENTS = (
    "headline", "disclosure", "requests", "refusals", "review", "change", "problems", "adds_up",
    "sources", "annex", "words", "notes",
)  # fmt: skip


def title(subject: Subject) -> Part:
    """Return the page's title, the issuer, the year and the edition of the form; the contents."""
    lang, row = subject.lang, subject.report.reports.iloc[0]
    issuer, year = subject.name, "?" if subject.year is None else subject.year
    about = [say("subtitle", lang, issuer=issuer, year=year, edition=subject.edition)]
    if pd.notna(row["published"]):
        about.append(say("published", lang, date=row["published"].date()))
    return Part([
        Block(f"<h1>{subject.title}</h1>\n"
              f'<p class="subtitle">{Markup(" · ").join(about)}</p>'),
        _contents(subject),
        paragraph(say("linked", lang), "hint"),
    ])  # fmt: skip


def _contents(subject: Subject) -> Block:
    links = (link_to(f"{subject.prefix}{key}", say(key, subject.lang)) for key in _CONTENTS)
    return bullets(links, "contents")


def headline(subject: Subject) -> Part:
    """Return the key figures, each with what it is measured against."""
    lang, counted, doubt = subject.lang, subject.counted, subject.doubt
    rows = [
        ("received", counted("requests", "received") + doubt("received")),
        ("closed", counted("requests", "outcomes_total") + doubt("closed")),
        ("open", counted("requests", "carried_out") + doubt("carried_out")),
        ("disclosed", subject.share("share_disclosed", apart=True)),
        ("refused_kinds", subject.share("share_refused", apart=True)),
        ("reconsideration", counted("review", "reconsideration") + doubt("reconsideration")),
        ("litigation", _suits(subject) + doubt("litigation")),
        ("checks", _checks(subject)),
    ]
    held = subject.findings[subject.findings["rule"] == "S1"]
    if len(held):
        agree = say(
            "stated_checks_value", lang, passed=(held["status"] == "pass").sum(), all=len(held)
        )
        link = Markup('<a href="#{}adds_up">{}</a>').format(subject.prefix, agree)
        rows.append(("stated_checks", link))
    named = [*((say(key, lang), value) for key, value in rows), *_only_stated(subject)]
    listed = "".join(f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in named)
    closed = subject.value("requests", "outcomes_total")
    warning = None
    if closed is not None and 0 < closed < FEW:
        few = subject.link(whole(closed), "requests", "outcomes_total", "total")
        warning = paragraph(say("few", lang, count=few), "caution")
    # What was taken down by hand has no file of its own, and may be a part of the report.
    excerpt = None
    if pd.isna(subject.report.reports["sha256"].iloc[0]):
        excerpt = paragraph(say("excerpt", lang), "caution")
    figures = Block(f'<dl class="figures">{listed}</dl>')
    return Part([subject.heading("headline"), figures, excerpt, warning])


def _checks(subject: Subject) -> Markup:
    """Return how many of the form's sums hold; below it, what of them and of all else does not."""
    lang, found = subject.lang, subject.findings
    of_sums = found["rule"].str.startswith("R")
    counts = found.loc[of_sums, "status"].value_counts()
    passed, failed, undecided = (counts.get(one, 0) for one in ("pass", "fail", "undecided"))
    value = say("checks_value", lang, passed=passed, all=int(of_sums.sum()))
    link = Markup('<a href="#{}adds_up">{}</a>')
    told = link.format(subject.prefix, value)
    if failed or undecided:  # 4 of 42 alone would read as 38 that fail
        rest = say("checks_rest", lang, failed=failed, undecided=undecided)
        told += Markup(" <small>{}</small>").format(rest)
    others = int((found.loc[~of_sums, "status"] == "fail").sum())
    if others:  # 42 of 42 alone would read as all clear
        rest = say("checks_others", lang, count=others)
        told += Markup(" <small>{}</small>").format(link.format(subject.prefix, rest))
    return told


def _suits(subject: Subject) -> Markup:
    """Return how many suits there were, and below it of which kind."""
    lang, kinds = subject.lang, ("litigation_direct", "litigation_after_reconsideration")
    counts = [subject.value("review", one) for one in kinds]
    known = [count for count in counts if count is not None]
    total = say("unknown", lang, state=say("not_told", lang))
    if len(known) == len(counts):
        total = say("count", lang, count=whole(sum(known)))
    direct, after = (subject.counted("review", one) for one in kinds)
    parts = say("litigation_parts", lang, direct=direct, after=after)
    return total + Markup(" <small>{}</small>").format(parts)


def _only_stated(subject: Subject) -> list[tuple[Markup, Markup]]:
    """Return what the prose states and no table holds, each linked to its sentence."""
    lang, told = subject.lang, []
    for code, name in _prose_names(lang).items():
        own = subject.stated[(subject.stated["item"] == code) & subject.stated["value"].notna()]
        if own.empty or code not in subject.shares.index:
            continue
        row = subject.shares.loc[code]
        # Where sentences disagree there is no one figure: each is shown as it was printed.
        claims = own.head(1) if pd.notna(row["value"]) else own
        values = []
        for claim in claims.to_dict("records"):
            figure = claim["sentence"][claim["start"] : claim["end"]]
            if pd.notna(row["value"]):
                key = "stated_about" if row["note"] == "approximate" else "stated"
                figure = say(key, lang, value=whole(row["value"]),
                             unit=say(f"unit_{row['unit']}", lang))  # fmt: skip
            values.append(subject.sentence(figure, claim["section"], claim["paragraph"]))
        told.append((say("told_by_prose", lang, name=name), Markup(" / ").join(values)))
    return told


@cache
def _prose_names(lang: str) -> dict[str, str]:
    """Return the indicators that stand in no table, with their names."""
    book = indicator_codebook()
    own = book[book["numerator"].str.startswith("stated.")]
    return dict(zip(own["code"], own[f"label_{lang}"], strict=True))
