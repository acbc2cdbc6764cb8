"""The page's sentences: one template a case and language, in wording.csv; data fill the gaps."""

import csv
from functools import cache
from importlib.resources import files
from typing import Any

from markupsafe import EscapeFormatter, Markup

from ..codebook import Lang

__all__ = ["Markup", "join", "say", "state_name"]


@cache
def _wording() -> dict[str, dict[str, str]]:
    text = (files(__package__) / "wording.csv").read_text(encoding="utf-8")
    return {row.pop("key"): row for row in csv.DictReader(text.splitlines())}


class _Numbers(EscapeFormatter):
    """Fills gaps; {n:line|lines} is the first where n is 1, linked or not, and else the second."""

    def format_field(self, value: Any, format_spec: str) -> str:
        if "|" not in format_spec:
            return super().format_field(value, format_spec)
        one, more = format_spec.split("|")
        return one if Markup.escape(value).striptags() == "1" else more


_FORMATTER = _Numbers(Markup.escape)


def say(key: str, lang: Lang, **values: object) -> Markup:
    """Return a sentence of the page as HTML: what is no Markup already is escaped.

    A count, linked or not, chooses between singular and plural: ``{n} {n:line|lines}``.

    Examples
    --------
    >>> say("count", "zh", count="<8>")
    Markup('&lt;8&gt; 件')
    >>> say("pairs_more", "en", count=1), say("pairs_more", "en", count=2)
    (Markup('1 more pair is not listed.'), Markup('2 more pairs are not listed.'))
    """
    if lang not in ("zh", "en"):
        raise ValueError(f"lang {lang!r} is not one of zh, en")
    # The templates are ours: their own quotes and signs are text, and are escaped as such.
    return Markup(_FORMATTER.vformat(Markup.escape(_wording()[key][lang]), (), values))


def join(parts: list[Markup], lang: Lang) -> Markup:
    """Return words as a list in a sentence."""
    return Markup("、" if lang == "zh" else ", ").join(parts)


def state_name(state: str, lang: Lang) -> str:
    """Say what was printed where there is no number: blank, dash, text, absent."""
    return _wording()[f"state_{state}"][lang]
