"""Runs of characters that two masked texts share: shingles, their hashes, and what they cover."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]
Places = NDArray[np.int64]

#: A passage is a run of at least so many masked characters. Shorter runs recur in reports that
#: have nothing else in common: they are the genre's own phrases.
LENGTH = 16
#: Places of one run that are tried for the longest passage.
_TRIED = 8

#: Odd, so that no character is lost in the powers.
_BASE, _SPREAD = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9)


def shingles(text: str, length: int = LENGTH) -> Hashes:
    """Return a hash of each run of `length` characters, in order; none of a shorter text.

    Examples
    --------
    >>> first, second = shingles("0123456789abcdefg"), shingles("x0123456789abcdef")
    >>> len(first), bool(first[0] == second[1])
    (2, True)
    """
    codes = characters(text).astype(np.uint64)
    count = max(0, len(codes) - length + 1)
    hashes = np.zeros(count, dtype=np.uint64)
    for at in range(length):
        hashes = hashes * _BASE + codes[at : at + count]
    # Spread the bits: those of a polynomial hang on the last characters alone.
    hashes = (hashes ^ (hashes >> np.uint64(31))) * _SPREAD
    return hashes ^ (hashes >> np.uint64(29))


def runs(text: str, length: int = LENGTH) -> list[str]:
    """Return each run of `length` characters, in order; none of a shorter text."""
    return [text[at : at + length] for at in range(len(text) - length + 1)]


def numbered(texts: Sequence[str], length: int = LENGTH) -> list[Places]:
    """Number the runs of all texts: two have one number just if they are the same characters.

    Examples
    --------
    >>> [own.tolist() for own in numbered(["abcabc", "bca", "ab"], 3)]
    [[1, 2, 5, 1], [2], []]
    """
    ids = characters("".join(texts)).astype(np.int64)
    done = 1
    while done < length and len(ids) > done:
        # Two runs side by side make one that is twice as long.
        step = min(done, length - done)
        pairs = ids[:-step] * (ids.max() + 1) + ids[step:]
        ids = np.unique(pairs, return_inverse=True)[1]
        done += step
    starts = np.cumsum([0, *map(len, texts)])
    return [
        ids[start : start + max(0, len(text) - length + 1)]
        for start, text in zip(starts, texts, strict=False)
    ]


def characters(text: str) -> NDArray[np.uint32]:
    """Return the code points of a text."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


def winnow(hashes: Hashes, window: int) -> Hashes:
    """Return the least hash of every `window` hashes in a row, each once, in ascending order.

    Two texts that share window + length - 1 characters in a row share one of them for certain
    (Schleimer, Wilkerson and Aiken 2003, Winnowing: Local Algorithms for Document Fingerprinting).
    """
    if len(hashes) <= window:
        return hashes[hashes.argmin()][None] if len(hashes) else hashes
    return np.unique(np.lib.stride_tricks.sliding_window_view(hashes, window).min(axis=1))


def covered(places: Places, length: int = LENGTH) -> int:
    """Return how many characters stand in the runs of `length` that begin at ascending places."""
    if not len(places):
        return 0
    return int(np.minimum(np.diff(places), length).sum()) + length


def align(a: str, b: str, length: int = LENGTH) -> list[tuple[int, int, int]]:
    """Return the passages of a that b has too: where in a, where in b, how many characters.

    In the order of a, none over another; the longest is taken at each place. Together they hold
    just the characters that are `covered`.

    Examples
    --------
    >>> align("--0123456789abcdefgh==", "0123456789abcdefgh")
    [(2, 0, 18)]
    """
    where: dict[str, list[int]] = {}
    for place, run in enumerate(runs(b, length)):
        where.setdefault(run, []).append(place)
    found: list[tuple[int, int, int]] = []
    at = done = 0
    while at + length <= len(a):
        places = where.get(a[at : at + length])
        if not places:
            at += 1
            continue
        # Of a text that repeats itself a few places are tried: any is as true.
        count, there = max((_together(a, at, b, place), -place) for place in places[:_TRIED])
        before = max(0, done - at)
        found.append((at + before, before - there, count - before))
        done = at + count
        at = done - length + 1
    return found


def _together(a: str, i: int, b: str, j: int) -> int:
    """Return how many characters agree from there on."""
    most = min(len(a) - i, len(b) - j)
    return next((n for n in range(most) if a[i + n] != b[j + n]), most)
