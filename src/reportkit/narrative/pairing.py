"""Which measure answers which problem: by number, in one point, or by likeness."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from ..text import parse_chinese
from .cues import squeezed
from .roles import Point
from .themes import themes_of

Link = Literal["numbered", "together", "by likeness", "by place", "none"]

#: Two texts are taken to speak of one matter from this likeness on.
LIKE = 0.25
#: What the same place in both lists adds, and if they have as many points.
_SAME_PLACE, _EQUAL = 0.12, 0.25
#: So many pairs at the same places tell that lists go on so.
_SOME = 2
#: No section names so many of either: what does was not read as it was meant.
_MANY = 60
#: What themes weigh against wording.
_THEMES = 0.6
#: What every problem and measure says, whatever it is about.
_EVERYWHERE = re.compile(
    "政府信息公开|政务公开|信息公开|公开|政府|信息|工作|进一步|不够|不足|有待|加强|需要?|提[高升]|"
    "完善|个别|部分|单位|部门|仍|还|存在|问题|不断|切实|将|要|我[局县区市镇乡]"
)
_ORDINAL = re.compile(r"第([一二三四五六七八九十]{1,2}|\d{1,2})(?:个|条|项|点|类|方面)?(?:的)?$")


@dataclass(frozen=True, slots=True)
class Pair:
    """A problem, a measure, or both: their places among the points, and what links them."""

    problem: int | None
    measure: int | None
    link: Link
    score: float | None = None
    answers: int | None = None  # the problem that the measure answers, here or in an earlier row


def likeness(first: str, second: str) -> float:
    """Return how far two texts speak of one matter, from 0 to 1: by themes and by wording.

    Six tenths are the share of the themes' scores that both have, four tenths the share of the
    shorter text's pairs of characters that the other has too, without the words of every report.

    Examples
    --------
    >>> likeness("解读形式单一", "丰富解读形式") > LIKE > likeness("解读单一", "加强业务培训")
    True
    """
    return _THEMES * _same_themes(first, second) + (1 - _THEMES) * wording(first, second)


def _same_themes(first: str, second: str) -> float:
    one, two = ({theme.code: theme.score for theme in themes_of(text)} for text in (first, second))
    if not one or not two:
        return 0.0
    a, b = sum(one.values()), sum(two.values())
    return sum(min(one[code] / a, two[code] / b) for code in one.keys() & two.keys())


def wording(first: str, second: str) -> float:
    """Return the share of the shorter text's pairs of characters that the other has too.

    The words of every report (公开, 信息, 不够, 加强) do not count.
    """
    one, two = (_grams(text) for text in (first, second))
    if not one or not two:
        return 0.0
    return len(one & two) / min(len(one), len(two))


def _grams(text: str) -> set[str]:
    parts = re.split(r"[^\w]+", _EVERYWHERE.sub(" ", squeezed(text)))
    return {part[at : at + 2] for part in parts for at in range(len(part) - 1)}


def pair(points: Sequence[Point], texts: Sequence[str]) -> list[Pair]:
    """Pair the problems of a section with its measures, one to one; in order of the problems.

    What was lacking last year is answered by what was done since, and that by nothing else.

    Measures without a problem follow behind, those that answer one that has its pair among them:
    what stands in its point, or all if there is no other problem. What stands in one point belongs
    together; two lists of the same numbers are paired by number; all others by likeness or place.
    """
    told = [_pair(points, texts, earlier=earlier) for earlier in (True, False)]
    both = sorted(told[0][0] + told[1][0], key=lambda one: one.problem or 0)
    return both + sorted(told[0][1] + told[1][1], key=lambda one: one.measure or 0)


def _pair(
    points: Sequence[Point], texts: Sequence[str], *, earlier: bool
) -> tuple[list[Pair], list[Pair]]:
    """Return the problems of one year, each with its measure or none, and the measures left."""
    own = [(at, point) for at, point in enumerate(points) if point.earlier == earlier]
    problems = [at for at, point in own if point.kind == "problem"]
    measures = [at for at, point in own if point.kind == "measure"]
    found: dict[int, Pair] = {}
    grouped = {points[at].group: at for at in reversed(measures) if points[at].group}
    for at in problems:
        mate = grouped.pop(points[at].group, None)
        if mate is not None:
            found[at] = Pair(at, mate, "together")
    taken = {one.measure for one in found.values()}
    measures = [at for at in measures if at not in taken]
    open_ = [at for at in problems if at not in found]
    for at, mate, link in _numbered(points, open_, measures):
        found[at] = Pair(at, mate, link)
    taken = {one.measure for one in found.values()}
    measures = [at for at in measures if at not in taken]
    open_ = [at for at in problems if at not in found]
    for at, mate, link in _alike(points, texts, open_, measures):
        found[at] = Pair(at, mate, link)
    taken = {one.measure for one in found.values()}
    left = [at for at in measures if at not in taken]
    further = _also(points, problems, left)
    beside = _beside(points, texts, found, [at for at in left if at not in further])

    def scored(problem: int, mate: int) -> float:
        return round(likeness(texts[problem], _said(points[mate], texts[mate])), 3)

    both = [
        Pair(at, one.measure, one.link, scored(at, one.measure), at)
        for at, one in found.items()
        if one.measure is not None
    ]
    alone = [Pair(at, None, "none") for at in problems if at not in found]
    rest = [
        Pair(None, at, "together", scored(further[at], at), further[at])
        if at in further
        else Pair(None, at, "by likeness", scored(beside[at], at), beside[at])
        if at in beside
        else Pair(None, at, "none")
        for at in measures
        if at not in taken
    ]
    return [*both, *alone], rest


def _also(points: Sequence[Point], problems: list[int], left: list[int]) -> dict[int, int]:
    """Return for further measures the problem they answer: that of their group, or the only one."""
    if len(problems) == 1:
        return dict.fromkeys(left, problems[0])
    grouped = {points[at].group: at for at in problems if points[at].group}
    return {at: grouped[points[at].group] for at in left if points[at].group in grouped}


def _beside(
    points: Sequence[Point], texts: Sequence[str], found: dict[int, Pair], left: list[int]
) -> dict[int, int]:
    """Return for measures that are left the problem of the measure beside them, if they are alike.

    Where a problem has several measures they stand next to one another.
    """
    answered = {one.measure: at for at, one in found.items() if one.measure is not None}
    order = sorted([*answered, *left])
    if len(order) > _MANY:
        return {}
    told: dict[int, int] = {}
    for at in left:
        place = order.index(at)
        near = [order[n] for n in (place - 1, place + 1) if 0 <= n < len(order)]
        mates = [answered.get(one, told.get(one)) for one in near]
        like = {
            mate: likeness(texts[mate], _said(points[at], texts[at]))
            for mate in mates
            if mate is not None
        }
        if like and max(like.values()) >= LIKE:
            told[at] = max(like, key=lambda mate: like[mate])
    return told


def _said(point: Point, text: str) -> str:
    return f"{point.answers}，{text}" if point.answers else text


def _numbered(
    points: Sequence[Point], problems: list[int], measures: list[int]
) -> list[tuple[int, int, Link]]:
    """Pair by number: 针对第二个问题, and lists that are numbered alike."""
    named = []
    for mate in measures:
        match = _ORDINAL.search(points[mate].answers)
        number = (
            (int(match[1]) if match[1].isdecimal() else parse_chinese(match[1])) if match else 0
        )
        if number and number <= len(problems):
            named.append((problems[number - 1], mate))
    if len({at for at, _ in named}) == len(named) > 0:
        return [(at, mate, "numbered") for at, mate in named]
    numbers = [
        [points[at].number for at in group if points[at].series] for group in (problems, measures)
    ]
    if numbers[0] == numbers[1] and len(problems) == len(measures) == len(numbers[0]) > 1:
        return [(at, mate, "numbered") for at, mate in zip(problems, measures, strict=True)]
    return []


def _alike(
    points: Sequence[Point], texts: Sequence[str], problems: list[int], measures: list[int]
) -> list[tuple[int, int, Link]]:
    """Return the pairs (problem, measure) that are alike, one to one, the most likeness in all.

    The same place in both lists speaks for a pair, more so if they have as many points; where all
    that are alike stand at the same places, so do the others.
    """
    if not measures or not problems or max(len(problems), len(measures)) > _MANY:
        return []
    if len(problems) == len(measures) == 1:
        return [(problems[0], measures[0], "by likeness")]
    from scipy.optimize import linear_sum_assignment

    like = np.array([
        [likeness(texts[at], _said(points[mate], texts[mate])) for mate in measures]
        for at in problems
    ])  # fmt: skip
    weight = _EQUAL if len(problems) == len(measures) else _SAME_PLACE
    scores = like + weight * np.eye(*like.shape)
    scores[scores < LIKE] = 0.0
    rows, columns = linear_sum_assignment(-scores)
    found = {a: b for a, b in zip(rows.tolist(), columns.tolist(), strict=True) if scores[a, b] > 0}
    if len(found) >= _SOME and all(a == b for a, b in found.items()):
        found |= {n: n for n in range(min(like.shape))}
    near = like + _SAME_PLACE >= LIKE
    return [
        (problems[a], measures[b], "by likeness" if near[a, b] else "by place")
        for a, b in found.items()
    ]
