"""A section as it is compared: without marks and white space, what may change masked."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest

import numpy as np
from numpy.typing import NDArray

from ..codebook import items, read_spec
from ..metadata import region_of
from ..text import fold

Places = NDArray[np.int64]

#: What stands for a figure, for a name or division (县, 我局, 全市), and for a phrase of the form.
FIGURE, NAME, PHRASE = "0", "*", "§"
_GONE = "\0"
_NUMERALS = frozenset("〇零一二两三四五六七八九十百千万亿")
#: What a body or its place is called: copies change nothing else where they say 全县 for 全市.
#: 州 is left, for it is part of many names.
_DIVISIONS = frozenset("省市盟县区旗镇乡局厅委")
#: A name is masked from so many characters on; a shorter one may be part of any word.
_SHORTEST_PLACE, _SHORTEST_BODY = 2, 3
#: The name of a government behind its place.
BODY = "人民政府"
#: A label of the form is fixed wording from so many characters on; 予以公开 is anybody's.
_LABEL = 8
_FORM = "国办公开办函〔2021〕30号"

_RUN = re.compile("([0*])(\\1+)")
_PLACE = re.compile(".{2,}?[省市州盟县区旗镇乡]|.+")


class _Folding(dict[int, str]):
    """One character for each that is printed, so that places stay as they are."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        new = fold(char)
        new = new if len(new) == 1 else char
        if new in _NUMERALS or new.isdecimal():
            new = FIGURE
        elif new in _DIVISIONS:
            new = NAME
        elif not new.isalnum():
            new = _GONE
        self[code] = new
        return new


_FOLDING = _Folding()


@dataclass(frozen=True, slots=True)
class Masked:
    """A masked text: its character i was printed from starts[i] to ends[i].

    `fixed` characters of the printed text are the form's phrases, each one mark in `text`.
    """

    text: str
    starts: Places
    ends: Places
    fixed: int

    @property
    def whole(self) -> int:
        """The characters of the text with its phrases spelled out."""
        return len(self.text) - self.text.count(PHRASE) + self.fixed


def mask(printed: str, names: Iterable[str] = ()) -> Masked:
    """Mask a text: figures, names, divisions and the form's phrases become one mark each.

    White space and punctuation are left out: they change in a copy without meaning anything.

    Parameters
    ----------
    printed : str
        Any text.
    names : iterable of str
        What the report calls its issuer and its place, see `names_of`.

    Examples
    --------
    >>> mask("2023 年，全县公开 13200 余条。").text, mask("2024年修武县公开九千余条", ["修武"]).text
    ('0年全*公开0余条', '0年*公开0余条')
    >>> masked = mask("依据《政府信息公开条例》办理")
    >>> masked.text, masked.fixed, masked.starts.tolist(), masked.ends.tolist()
    ('依据§办理', 8, [0, 1, 3, 12, 13], [1, 2, 11, 13, 14])
    """
    text = _fold(printed)
    starts = np.flatnonzero(_codes(text))
    masked = Masked(text.replace(_GONE, ""), starts, starts + 1, 0)
    masked = _join(masked, _RUN)
    # 二七区 and 市区 have no character of their own that would tell them from other words.
    called = [name for name in map(_bare, names) if len(name) > 1 and name.strip("0*")]
    if called:
        masked = _join(masked, _any_of(called, r"\*?(?:(?:{})\*?)+"), NAME)
    parted = _join(masked, _phrase(), PHRASE)
    fixed = len(masked.text) - len(parted.text) + parted.text.count(PHRASE)
    return Masked(parted.text, parted.starts, parted.ends, fixed)


def names_of(issuer: object, region: object = None) -> tuple[str, ...]:
    """Return what a report may call its issuer and its place.

    Examples
    --------
    >>> names_of("淮安市洪泽区人民政府")
    ('淮安市洪泽区', '淮安市', '淮安', '洪泽区', '洪泽')
    >>> names_of("杭州市教育局")
    ('教育局', '杭州市', '杭州')
    """
    name = issuer if isinstance(issuer, str) else ""
    place = region if isinstance(region, str) else region_of(name) or ""
    body = name.partition(place)[2] if place else name
    if body.startswith(BODY) or len(body) < _SHORTEST_BODY:
        body = ""  # any government may be called so
    parts = _PLACE.findall(place)
    # 市中 is no stem of 市中区: it would be found in 全市中小学.
    stems = [part[:-1] for part in parts if _DIVISIONS.isdisjoint(part[:-1])]
    named = [body, place, *(name for pair in zip_longest(parts, stems) for name in pair)]
    return tuple(dict.fromkeys(name for name in named if name and len(name) >= _SHORTEST_PLACE))


def _fold(printed: str) -> str:
    return printed.translate(_FOLDING)


def _codes(text: str) -> NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


def _bare(text: str) -> str:
    return _RUN.sub(r"\1", _fold(text).replace(_GONE, ""))


def _any_of(words: Iterable[str], pattern: str) -> re.Pattern[str]:
    longest = sorted(words, key=lambda word: (-len(word), word))
    return re.compile(pattern.format("|".join(map(re.escape, longest))))


@cache
def _phrases() -> dict[str, tuple[str, str]]:
    """Return what law and format prescribe word by word, with what prescribes it, by its mask."""
    own = [(row["phrase"], row["source"]) for row in read_spec("phrases")]
    labels = [row["label_zh"] for row in read_spec("sections")]
    labels += [item.label_zh for item in items().values()]
    own += [(label, _FORM) for label in labels if len(label) >= _LABEL]
    return {_bare(phrase): (phrase, source) for phrase, source in own}


@cache
def _phrase() -> re.Pattern[str]:
    return _any_of(_phrases(), "{}")


def fixed_wording(printed: str) -> tuple[str, str, int]:
    """Return the prescribed wording that was printed, what prescribes it, and its characters.

    Examples
    --------
    >>> fixed_wording("政府信息 公开条例")
    ('政府信息公开条例', '国务院令第711号', 8)
    """
    bare = _bare(printed)
    return *_phrases().get(bare, (printed, "")), len(bare)


def _join(masked: Masked, pattern: re.Pattern[str], mark: str = "") -> Masked:
    """Let each match be one mark: its own first character if none is given."""
    padded = pattern.sub(
        lambda found: (mark or found[0][0]) + _GONE * (len(found[0]) - 1), masked.text
    )
    kept = np.flatnonzero(_codes(padded))
    last = np.append(kept[1:], len(padded))[: len(kept)] - 1
    return Masked(padded.replace(_GONE, ""), masked.starts[kept], masked.ends[last], masked.fixed)
