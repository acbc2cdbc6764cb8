"""A paragraph folded for reading, with the way back to what was printed."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache

from ..text import fold

#: What ends a sentence, with the marks that close a quotation behind it.
_SENTENCE = re.compile(r"[^。！？\n]*(?:[。！？\n]+[\"')]*|$)")
#: Marks that folding would turn into others that mean less, or into figures.
_KEPT = frozenset("。！？；：\n")


@dataclass(frozen=True)
class Prose:
    """A text whose characters were folded one by one: `at[i]` is where `folded[i]` was printed.

    White space is left out unless it parts two figures or two Latin words.
    """

    printed: str
    folded: str
    at: tuple[int, ...]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Return where folded[start:end] stands in the printed text."""
        return self.at[start], self.at[end - 1] + 1

    def words(self, start: int, end: int) -> str:
        """Return the printed text of folded[start:end], without the white space in it."""
        if end <= start:
            return ""
        first, last = self.place(start, end)
        return re.sub(r"\s+", "", self.printed[first:last])

    @cached_property
    def sentences(self) -> tuple[tuple[int, int], ...]:
        """Where each sentence of the folded text begins and ends; all of it together."""
        return tuple(
            match.span() for match in _SENTENCE.finditer(self.folded) if match[0].strip()
        )  # fmt: skip

    def sentence(self, start: int) -> tuple[int, int]:
        """Return where the sentence begins and ends that holds a place of the folded text."""
        return next(span for span in self.sentences if span[0] <= start < span[1])


def read(printed: str) -> Prose:
    """Fold a paragraph.

    Examples
    --------
    >>> prose = read("公开 １２ 条，其中「解读」 3 篇。")
    >>> prose.folded
    '公开12条,其中"解读"3篇。'
    >>> prose.place(2, 5), prose.words(2, 5)
    ((3, 7), '１２条')
    """
    folded: list[str] = []
    at: list[int] = []
    for place, char in enumerate(printed):
        new = _folded(char)
        if not new.strip() and char != "\n":
            if not (folded and _parted(folded[-1], printed[place + 1 : place + 2])):
                continue
            new = " "
        folded += new
        at += [place] * len(new)
    return Prose(printed, "".join(folded), tuple(at))


@lru_cache(maxsize=65536)
def _folded(char: str) -> str:
    return char if char in _KEPT or unicodedata.category(char) == "No" else fold(char)


def _parted(before: str, after: str) -> bool:
    """Tell whether a blank parts two figures or two Latin words."""
    figures = before.isdigit() and after.isdigit()
    return figures or ((before + after).isascii() and before.isalpha() and after.isalpha())
