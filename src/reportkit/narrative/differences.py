"""What changed between two texts, character by character."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from rapidfuzz.distance import LCSseq

from ..text import normalize

#: A number, a Latin word, or any other character; white space stays with what it follows.
_TOKEN = re.compile(r"(?:\d+(?:[.,，]\d+)*|[A-Za-z]+|\S)\s*|\s+")
_SENTENCE = re.compile(r"[^。！？；\n]*(?:[。！？；\n]+|$)")
#: So few characters that agree within a change are chance; 政府信息公开 stands everywhere.
_CHANCE = 6
#: Texts whose lengths give more than this, multiplied, are compared sentence by sentence: the
#: table of their common subsequence takes a bit for each pair of characters.
_MOST = 10**9


class Piece(NamedTuple):
    """Texts as printed; equal up to width, script and white space if `same`."""

    same: bool
    old: str
    new: str


def differences(old: str, new: str) -> list[Piece]:
    """Part two texts into what they have in common and what was changed, in order.

    Parameters
    ----------
    old, new : str
        As printed.

    Returns
    -------
    list of Piece
        Joined, their `old` are the old text and their `new` the new one. Pieces that are the same
        and those that differ take turns.

    Examples
    --------
    >>> for piece in differences("2023年公开 13200 余条。", "2024年公开１３５００余条。"):
    ...     print(*piece)
    False 2023 2024
    True 年公开  年公开
    False 13200  １３５００
    True 余条。 余条。
    """
    parts = [_TOKEN.findall(text) for text in (old, new)]
    if len(parts[0]) * len(parts[1]) > _MOST:
        parts = [_SENTENCE.findall(text) for text in (old, new)]
    return _calm(_joined(_compared(*parts)))


def _compared(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    """Yield the pieces of a longest common subsequence."""
    keys = [[normalize(text) for text in texts] for texts in (old, new)]
    for step in LCSseq.opcodes(*keys):
        before = "".join(old[step.src_start : step.src_end])
        after = "".join(new[step.dest_start : step.dest_end])
        yield Piece(step.tag == "equal", before, after)


def _joined(pieces: Iterable[Piece]) -> list[Piece]:
    """Join neighbours of one kind; leave out what is empty."""
    joined: list[Piece] = []
    for piece in pieces:
        if joined and joined[-1].same == piece.same:
            last = joined.pop()
            piece = Piece(piece.same, last.old + piece.old, last.new + piece.new)
        if piece.old or piece.new:
            joined.append(piece)
    return joined


def _calm(pieces: list[Piece]) -> list[Piece]:
    """Take the few characters that agree between two longer changes for changed as well."""
    calm: list[Piece] = []
    for piece in pieces:
        calm.append(piece)
        while len(calm) > 2 and not piece.same:
            before, between, after = calm[-3:]
            if _size(between) > min(_CHANCE, _size(before), _size(after)):
                break
            old = before.old + between.old + after.old
            calm[-3:] = [Piece(False, old, before.new + between.new + after.new)]
    return calm


def _size(piece: Piece) -> int:
    """Return the length of the longer side; a number counts as one character."""
    return max(len(_TOKEN.findall(text)) for text in piece[1:])
