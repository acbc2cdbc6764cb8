"""What changed between two texts, character by character."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from rapidfuzz.distance import LCSseq

from ..text import normalize

#: A number, a Latin word, or any other character; white space stays with what it follows.
_TOKEN = re.compile(r"(?:\d+(?:[.,，]\d+)*|[A-Za-z]+|\S)\s*|\s+")
_STOPS = tuple("。！？；")
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
    parts = [tokens(text) for text in (old, new)]
    if len(parts[0]) * len(parts[1]) > _MOST:
        parts = [_SENTENCE.findall(text) for text in (old, new)]
    return _joined(_slid(_calm(_joined(_compared(*parts)))))


def tokens(text: str) -> list[str]:
    """Return the characters of a text, numbers and Latin words whole, white space behind them."""
    return _TOKEN.findall(text)


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
    sizes: list[int] = []
    for piece in pieces:
        calm.append(piece)
        # The longer side counts, a number as one character.
        sizes.append(max(len(tokens(text)) for text in piece[1:]))
        while len(calm) > 2 and not piece.same and sizes[-2] <= min(_CHANCE, sizes[-3], sizes[-1]):
            olds, news = zip(*(part[1:] for part in calm[-3:]), strict=True)
            calm[-3:] = [Piece(False, "".join(olds), "".join(news))]
            sizes[-3:] = [sum(sizes[-3:])]
    return calm


def _slid(pieces: list[Piece]) -> Iterator[Piece]:
    """Let what was put in or taken out end with its own full stop, not begin with another's."""
    if not pieces:
        return
    current = pieces[0]
    for following in pieces[1:]:
        side = (current.old or current.new) if not (current.old and current.new) else ""
        if not current.same and following.same and side[:1] in _STOPS:
            own, old, new = (tokens(text)[0] for text in (side, following.old, following.new))
            if normalize(own) == normalize(old) == normalize(new):
                yield Piece(True, *((old, own) if current.new else (own, new)))
                side = side[len(own) :]
                current = Piece(
                    False,
                    side + old if current.old else "",
                    side + new if current.new else "",
                )
                following = Piece(True, following.old[len(old) :], following.new[len(new) :])
        yield current
        current = following
    yield current
