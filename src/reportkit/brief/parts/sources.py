"""Sources, definitions and what the figures must not be taken for."""

import pandas as pd

from ...indicators import indicator_codebook
from ..blocks import Block, Part, bullets, chinese
from ..subject import Subject
from ..wording import Markup, say

_DEFINED = ("share_disclosed", "share_refused")
_CAVEATS = ("form_source", "caveat_count", "caveat_blank", "caveat_interval")


def sources(subject: Subject) -> Part:
    """Name each report that is spoken of; on a page of one report, define and warn too."""
    told = [_source(one) for one in (subject, *subject.earlier)]
    head = subject.heading("sources")
    return Part([head, bullets([*told, *([] if subject.prefix else _definitions(subject))])])


def definitions(subject: Subject) -> Part:
    """Define the shares and say what figures must not be taken for: once for several bodies."""
    head = Block(f'<h2 id="definitions">{say("definitions", subject.lang)}</h2>')
    return Part([head, bullets(_definitions(subject))])


def _definitions(subject: Subject) -> list[Markup]:
    lang = subject.lang
    book = indicator_codebook().set_index("code").loc[list(_DEFINED)]
    defined = [
        say("definition", lang, name=row[f"label_{lang}"], meaning=row[f"meaning_{lang}"],
            not_read=row[f"not_to_be_read_as_{lang}"])
        for _, row in book.iterrows()
    ]  # fmt: skip
    return [*defined, *(say(key, lang) for key in _CAVEATS)]


def _source(subject: Subject) -> Markup:
    row = subject.report.reports.iloc[0]
    title, file = chinese(subject.report.title), row["source_file"]
    if pd.isna(row["sha256"]):
        if subject.lang == "zh":  # not one file: the bundled panel's, and which of its reports
            file = str(file).replace(", ", "，")
        return say("source_plain", subject.lang, title=title, file=file)
    return say("source", subject.lang, title=title, file=file, sha=row["sha256"][:12])
