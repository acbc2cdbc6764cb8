"""How far two sentences of different years say the same, and what that is called."""

import re
from functools import cache
from typing import Literal

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from ..codebook import read_spec
from .pairing import wording

Basis = Literal["same words", "nearly the same words", "like words", ""]

#: Two sentences are nearly the same words from this share on, figures and years left out.
NEAR_WORDS = 0.8
#: They are like words from this share of common pairs of characters on.
LIKE_WORDS = 0.5
_FIGURES = re.compile(r"[\d\s，,。；;、：:“”\"（）()]+")


def alike(first: str, second: str) -> tuple[float, Basis]:
    """Return how far two sentences agree in words, and what that is called, "" for nothing.

    Figures, years and punctuation are left out of account. Where one says that something is ended
    or is not so, and the other does not, they do not say the same, however like they are; where
    they speak of different bodies they are like words at most. The words that tell are in
    ``spec/opposites.csv``.

    Examples
    --------
    >>> alike("制作图解12期。", "制作图解20期。")
    (1.0, 'same words')
    >>> alike("继续设立信息公开查阅点", "取消设立信息公开查阅点")[1]
    ''
    >>> [alike(who + "公开工作不够规范", "部门公开工作不够规范")[1] for who in ("各部门", "乡镇")]
    ['nearly the same words', 'like words']
    """
    one, two = (_FIGURES.sub("", text) for text in (first, second))
    same = fuzz.ratio(one, two) / 100
    if one == two:
        return same, "same words"
    if same < LIKE_WORDS or _contrary(one, two):
        return same, ""
    if same >= NEAR_WORDS and not _of_others(one, two):
        return same, "nearly the same words"
    return same, "like words" if wording(first, second) >= LIKE_WORDS else ""


def _contrary(one: str, two: str) -> bool:
    """Tell whether one side alone ends something, or says no to what the other says."""
    (ends,), (negates,) = _words("ends"), _words("negates")
    ended = [set(ends.findall(text)) for text in (one, two)]
    if bool(ended[0] - ended[1]) != bool(ended[1] - ended[0]):
        return True
    says_no = [False, False]
    for step in Indel.opcodes(one, two):
        for side, part in enumerate((one[step.src_start : step.src_end],
                                     two[step.dest_start : step.dest_end])):  # fmt: skip
            if step.tag != "equal" and negates.fullmatch(part):
                says_no[side] = True
    return says_no[0] != says_no[1]


def _of_others(one: str, two: str) -> bool:
    """Tell whether each side names a kind of body that the other does not."""
    first, second = (
        {kind for kind, words in enumerate(_words("body")) if words.search(text)}
        for text in (one, two)
    )
    return bool(first - second and second - first)


@cache
def _words(kind: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(row["words"]) for row in read_spec("opposites") if row["kind"] == kind)
