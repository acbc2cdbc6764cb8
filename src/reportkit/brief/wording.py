"""The page's sentences: one template a case and language, in wording.csv; data fill the gaps."""

import csv
from functools import cache
from importlib.resources import files

from markupsafe import Markup

from ..codebook import Lang
from ..places import say_place

__all__ = ["Markup", "join", "place_name", "say", "state_name"]


@cache
def _wording() -> dict[str, dict[str, str]]:
    text = (files(__package__) / "wording.csv").read_text(encoding="utf-8")
    return {row.pop("key"): row for row in csv.DictReader(text.splitlines())}


def say(key: str, lang: Lang, **values: object) -> Markup:
    """Return a sentence of the page as HTML: what is no Markup already is escaped.

    Examples
    --------
    >>> say("count", "zh", count="<8>")
    Markup('&lt;8&gt; 件')
    """
    if lang not in ("zh", "en"):
        raise ValueError(f"lang {lang!r} is not one of zh, en")
    # The templates are ours: their own quotes and signs are text, and are escaped as such.
    return Markup.escape(_wording()[key][lang]).format(**values)


def join(parts: list[Markup], lang: Lang) -> Markup:
    """Return words as a list in a sentence."""
    return Markup("、" if lang == "zh" else ", ").join(parts)


def state_name(state: str, lang: Lang) -> str:
    """Say what was printed where there is no number: blank, dash, text, absent."""
    return _wording()[f"state_{state}"][lang]


def place_name(source: str, lang: Lang) -> Markup:
    """Return where something was printed in the page's language; see `say_place`.

    Examples
    --------
    >>> place_name("page 4, lines 3 to 7", "zh")
    Markup('第 4 页第 3–7 行')
    """
    return Markup.escape(say_place(source, lang))
