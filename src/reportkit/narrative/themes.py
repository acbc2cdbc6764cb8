"""What a problem or measure is about: fifteen themes, told by the terms that speak for them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache, lru_cache

import pandas as pd

from ..codebook import Lang, read_spec

THEMES = {
    "text": "Int64", "theme": "str", "score": "Float64", "chosen": "boolean", "terms": "str",
}  # fmt: skip

#: What a term weighs by the clause it stands in: a point says first what it is about.
_BY_CLAUSE = (1.0, 0.6, 0.4)
#: A theme is chosen if it has at least this share of the best one's score.
_SHARE = 0.67
_MOST = 3
#: What the score of what a point is paired with adds to a theme of both.
_BESIDE = 0.4
_NAMES = 3
_LEANING = re.compile(
    "根据|按照|依据|结合|围绕|通过|依托|立足|深入贯彻|认真贯彻|全面贯彻|为了?|"
    "从[^，,]{2,20}看|在[^，,]{2,20}基础上"
)


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme of a text: its score and the terms that made it, in printed order."""

    code: str
    score: float
    chosen: bool
    terms: tuple[str, ...]


@cache
def theme_codebook() -> pd.DataFrame:
    """Return the themes of section 五.

    Returns
    -------
    DataFrame
        A row a theme, key theme: ``theme`` (code), ``label_zh, label_en, definition``, ``terms``
        (the terms that speak for it, those that weigh most first, parted by blanks); all str.

    Examples
    --------
    >>> theme_codebook().loc[0, ["theme", "label_zh"]].tolist()
    ['policy_interpretation', '政策解读']
    """
    frame = pd.DataFrame(read_spec("themes"), dtype="str")
    terms: dict[str, list[str]] = {}
    for row in sorted(read_spec("theme_terms"), key=lambda row: -int(row["weight"])):
        terms.setdefault(row["theme"], []).append(row["terms"])
    return frame.assign(terms=[" ".join(terms[code]) for code in frame["theme"]]).astype("str")


def theme_label(code: str, lang: Lang) -> str:
    """Return a theme's name."""
    return _labels()[code][f"label_{lang}"]


def theme_codes() -> tuple[str, ...]:
    """Return the themes' codes, in the order of their codebook."""
    return tuple(_labels())


@cache
def _labels() -> dict[str, dict[str, str]]:
    return {row["theme"]: row for row in read_spec("themes")}


@cache
def _terms() -> tuple[re.Pattern[str], dict[str, list[tuple[str, int]]]]:
    weights: dict[str, list[tuple[str, int]]] = {}
    for row in read_spec("theme_terms"):
        for term in row["terms"].split():
            weights.setdefault(term, []).append((row["theme"], int(row["weight"])))
    longest = sorted(weights, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest))), weights


def themes(texts: Iterable[str]) -> pd.DataFrame:
    """Tell what texts are about, and by which terms.

    A text is read from left to right for the terms of `theme_codebook`, the longest at a place
    first. Each weighs 1 to 3 (``spec/theme_terms.csv``), once a text, full in its first clause, 0.6
    of it in the second, 0.4 behind. Chosen are the theme with the highest score and those with at
    least two thirds of it, three at most.

    Parameters
    ----------
    texts : iterable of str, or str
        Problems or measures, as `problems` returns them, or one text. What is missing has no theme.

    Returns
    -------
    DataFrame
        A row a text and each theme that any of its terms speaks for, the best first, key (text,
        theme): ``text`` (Int64, its place, from 0), ``theme`` (str), ``score`` (Float64, 0.4 and
        more), ``chosen`` (boolean), ``terms`` (str, those found, parted by blanks).

    Examples
    --------
    >>> themes(["依申请公开办理不够规范", "一切照旧"])
       text             theme  score  chosen    terms
    0     0  request_handling    3.0    True  依申请公开办理
    1     0   standardisation    1.0   False       规范
    """
    texts = [texts] if isinstance(texts, str) else texts
    rows = [
        (place, one.code, one.score, one.chosen, " ".join(one.terms))
        for place, text in enumerate(texts)
        if isinstance(text, str)
        for one in themes_of(text)
    ]
    return pd.DataFrame(rows, columns=list(THEMES)).astype(THEMES)


@lru_cache(maxsize=65536)
def themes_of(text: str) -> tuple[Theme, ...]:
    """Return the themes of a text, the best first."""
    pattern, weights = _terms()
    scores: dict[str, float] = {}
    terms: dict[str, list[str]] = {}
    text = "".join(text.split())
    stops = [match.start() for match in re.finditer("[，,。；;：:！？]", text)]
    # 根据…, 通过…: the clause behind says what the point is about.
    leans = bool(stops and _LEANING.match(text))
    clause = 0
    for match in pattern.finditer(text):
        while clause < len(stops) and stops[clause] < match.start():
            clause += 1
        place = (1 - clause if clause < 2 else clause) if leans else clause
        factor = _BY_CLAUSE[min(place, len(_BY_CLAUSE) - 1)]
        for code, weight in weights[match[0]]:
            if match[0] in terms.setdefault(code, []):
                continue
            terms[code].append(match[0])
            scores[code] = scores.get(code, 0.0) + weight * factor
    if not scores:
        return ()
    order = list(_labels())
    ranked = sorted(scores, key=lambda code: (-scores[code], order.index(code)))
    least = scores[ranked[0]] * _SHARE
    return tuple(
        Theme(
            code,
            round(scores[code], 2),
            place < _MOST and scores[code] >= least,
            tuple(terms[code]),
        )
        for place, code in enumerate(ranked)
    )


def names_theme(text: str) -> bool:
    """Tell whether a text has a term that names a theme by itself (weight 3)."""
    pattern, weights = _terms()
    return any(weight == _NAMES for found in pattern.findall(text) for _, weight in weights[found])


def chosen(text: str, beside: str | None = None) -> list[Theme]:
    """Return the themes that a text is taken to be about, the best first.

    A theme that what it is paired with speaks of too weighs more. Of a text that has no term at all
    the themes of the other are taken; their terms are told as such, with ← before them.
    """
    own, other = themes_of(text), themes_of(beside or "")
    if not own:
        borrowed = [theme for theme in other if theme.chosen]
        return [replace(one, terms=tuple(f"←{term}" for term in one.terms)) for one in borrowed]
    told = {theme.code: theme.score for theme in other}
    scores = {one.code: one.score + _BESIDE * told.get(one.code, 0.0) for one in own}
    ranked = sorted(own, key=lambda one: -scores[one.code])
    least = scores[ranked[0].code] * _SHARE
    return [
        replace(one, score=round(scores[one.code], 2), chosen=True)
        for one in ranked[:_MOST]
        if scores[one.code] >= least
    ]
