"""Quotations of section 五, each with the link to its paragraph."""

import pandas as pd

from ...codebook import Lang
from ...narrative import theme_label
from ..again import SECTION, paragraph_of
from ..blocks import chinese
from ..subject import Subject
from ..wording import Markup, join, say


def quoted(subject: Subject, text: object, source: object, themes: object = None) -> Markup:
    """Return a quotation with the link to its paragraph of section 五, and its themes below it."""
    if pd.isna(text):
        return Markup("")
    lang, told, order = subject.lang, chinese(text), paragraph_of(subject, text, source)
    if order is not None:
        told += Markup(" ") + original(subject.place(SECTION, order), lang)
    if isinstance(themes, str) and themes:
        names = join([Markup.escape(theme_label(code, lang)) for code in themes.split(";")], lang)
        told += Markup(" <small>{}</small>").format(say("themes", lang, names=names))
    return told


def quoted_before(subject: Subject, report: object, text: object, source: object) -> Markup:
    """Return a quotation of an earlier report with the link to its paragraph in the annex."""
    told, found = chinese(text), subject.again.origin(report, text, source)
    if found is not None:
        earlier, order = found
        told += Markup(" ") + original(earlier.place(SECTION, order), subject.lang)
    return told


def original(place: str, lang: Lang) -> Markup:
    """Return the link behind a quotation that leads to where it was printed."""
    return Markup('<a class="to" href="#{}">{}</a>').format(place, say("original", lang))
