"""Quotations of section 五, each with the link to its paragraph."""

import pandas as pd

from ...narrative import theme_label
from ..blocks import chinese
from ..subject import Subject
from ..wording import Markup, join, say


def problem_text(subject: Subject, text: object, themes: object = None) -> Markup:
    """Return a quotation with the link to its paragraph of section 五, and its themes below it."""
    if pd.isna(text):
        return Markup("")
    own, lang = subject.report.narrative, subject.lang
    inside = own[(own["section"] == 5) & own["text"].str.contains(str(text), regex=False)]
    told = chinese(text)
    if not inside.empty:
        place = subject.place(5, int(inside["order"].iloc[0]))
        told += Markup(' <a class="to" href="#{}">{}</a>').format(place, say("original", lang))
    if isinstance(themes, str) and themes:
        names = join([Markup.escape(theme_label(code, lang)) for code in themes.split(";")], lang)
        told += Markup(" <small>{}</small>").format(say("themes", lang, names=names))
    return told
