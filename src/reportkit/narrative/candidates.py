"""Which of many masked texts may share passages, and what they share for certain."""

import warnings
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import FrameError
from .shingles import LENGTH, Hashes, Places, covered, numbered, shingles, winnow

#: Up to so many texts, and characters in all, every pair is compared by every shingle; above, by a
#: sketch of them.
EXACT_TEXTS, EXACT_CHARACTERS = 3_000, 3_000_000
#: A sketch keeps about one of eight shingles: a run of WINDOW + LENGTH - 1 characters that two
#: texts share leaves a mark in both.
WINDOW = 16
#: A sketch takes two texts for a pair from this share of the marks of one of them on.
_FEW = 0.1
#: So many meetings of two texts at a shingle are looked at in a sketch; of shingles that stand in
#: too many texts, the commonest are left out.
MEETINGS = 4_000_000_000
#: More pairs fit in no frame.
MOST = 3_000_000
#: So many meetings are held at once: a bound of memory.
_HELD = 20_000_000
#: Characters of a block of texts that is verified with another.
_KEPT = 4_000_000


def candidates(texts: Sequence[str], least: float, *, exact: bool | None = None) -> Places:
    """Return the pairs of texts of which one may be found in the other to the share `least`.

    Parameters
    ----------
    texts : sequence of str
        Masked texts.
    least : float
        A share of one text's characters, above 0.
    exact : bool, optional
        Whether no such pair may be lost; left out, that holds up to `EXACT_TEXTS` texts and
        `EXACT_CHARACTERS` characters. Else pairs are found by the shingles that `winnow` keeps.

    Returns
    -------
    array of shape (pairs, 2)
        Places in `texts`, the lower first, in ascending order.

    Raises
    ------
    FrameError
        They are more than `MOST`.

    Warns
    -----
    UserWarning
        The texts have so much in common that some pairs may be lost.
    """
    if exact is None:
        exact = len(texts) <= EXACT_TEXTS and sum(map(len, texts)) <= EXACT_CHARACTERS
    if exact:
        pairs = _search(*_bounds(texts), np.array([least * len(text) for text in texts]))
    else:
        marks = _without_common(_matrix([winnow(shingles(text), WINDOW) for text in texts]))
        sizes = np.diff(marks.indptr)
        # Where a copy was changed often, far fewer shingles are shared than characters.
        pairs = _search(marks, marks, np.maximum(1, min(least / 2, _FEW) * sizes))
        if pairs is None and least / 2 > _FEW:
            pairs = _search(marks, marks, np.maximum(1, least / 2 * sizes))
            _warn("Copies that were changed in every sentence may be missed")
    if pairs is None:
        raise FrameError(
            f"more than {MOST:,} pairs of sections share text; raise least, or compare fewer "
            "reports, for instance those of one region"
        )
    return pairs


def _search(left: Any, right: Any, need: NDArray[np.float64]) -> Places | None:
    """Return the pairs whose product is as much as the first needs; None if they are too many."""
    found, count, size = [np.empty(0, dtype=np.int64)], 0, len(need)
    other = right.T.tocsr()
    for first, last in _blocks(right):
        most = (left[first:last] @ other).tocoo()
        a, b = most.row.astype(np.int64) + first, most.col.astype(np.int64)
        may = (most.data >= need[a]) & (a != b)
        found.append((np.minimum(a, b) * size + np.maximum(a, b))[may])
        count += len(found[-1])
        if count > 2 * MOST:  # a pair may be found from either side
            return None
    pairs = np.unique(np.concatenate(found))
    return np.stack(np.divmod(pairs, max(1, size)), axis=1)


def _warn(what: str) -> None:
    warnings.warn(f"the sections have very much in common. {what}: compare fewer.", stacklevel=4)


def _bounds(texts: Sequence[str]) -> tuple[Any, Any]:
    """Return two matrices whose product bounds how many characters of a are found in b.

    A run of m shingles covers m + LENGTH - 1 characters. There are at most so many runs as there
    are shingles found that are not found again with the character behind them.
    """
    from scipy import sparse

    every = [_matrix([shingles(text, LENGTH + more) for text in texts]) for more in (0, 1)]
    left = sparse.hstack([LENGTH * every[0], (1 - LENGTH) * every[1]], format="csr")
    right = sparse.hstack([(matrix > 0).astype(np.int32) for matrix in every], format="csr")
    return left, right


def _matrix(kept: Sequence[Hashes]) -> Any:
    """Return how often each text (row) holds each shingle (column)."""
    from scipy import sparse

    every, ids = np.unique(np.concatenate([*kept, np.empty(0, np.uint64)]), return_inverse=True)
    ends = np.cumsum([0, *map(len, kept)])
    ones = np.ones(len(ids), dtype=np.int32)
    matrix = sparse.csr_array((ones, ids.astype(np.int32), ends), shape=(len(kept), len(every)))
    matrix.sum_duplicates()
    return matrix


def _texts_of(matrix: Any) -> Places:
    """Return in how many texts each shingle stands."""
    return np.bincount(matrix.indices, minlength=matrix.shape[1])


def _without_common(matrix: Any) -> Any:
    """Leave out the commonest shingles if all would take too long, and say so."""
    count = _texts_of(matrix)
    order = np.argsort(count, kind="stable")
    within = np.cumsum(count[order].astype(np.float64) ** 2) <= MEETINGS
    if within.all():
        return matrix
    most = int(count[order][within][-1])
    lost = int((count > most).sum())
    _warn(f"{lost} wordings of more than {most} sections were not followed")
    return matrix[:, count <= most].tocsr()


def _blocks(matrix: Any) -> Iterator[tuple[int, int]]:
    """Part the rows so that the products of each part fit in memory."""
    work = np.append(0, np.cumsum(_texts_of(matrix)[matrix.indices]))[matrix.indptr]
    first = 0
    while first < matrix.shape[0]:
        last = int(np.searchsorted(work, work[first] + _HELD, side="right")) - 1
        last = min(max(last, first + 1), matrix.shape[0])
        yield first, last
        first = last


def verify(texts: Sequence[str], pairs: Places) -> Places:
    """Return how many characters of each text of a pair stand in passages that the other has.

    Parameters
    ----------
    texts : sequence of str
        Masked texts.
    pairs : array of shape (pairs, 2)
        See `candidates`.

    Returns
    -------
    array of shape (pairs, 2)
        Of the first and of the second. Runs of characters are compared, not their hashes.
    """
    # Texts are taken up in blocks, so that two blocks fit in memory.
    block = np.cumsum([0, *map(len, texts)])[:-1] // _KEPT
    shared = np.zeros(pairs.shape, dtype=np.int64)
    blocks = block[pairs[:, 0]] * (len(texts) + 1) + block[pairs[:, 1]]
    order = np.argsort(blocks, kind="stable")
    for places in np.split(order, np.flatnonzero(np.diff(blocks[order])) + 1):
        if len(places):
            shared[places] = _shared(texts, pairs[places])
    return shared


def _shared(texts: Sequence[str], pairs: Places) -> Places:
    involved, at = np.unique(pairs, return_inverse=True)
    runs = numbered([texts[place] for place in involved])
    size = 1 + max((int(own.max()) for own in runs if len(own)), default=0)
    in_first, in_second = np.zeros(size, dtype=bool), np.zeros(size, dtype=bool)
    shared = np.zeros(pairs.shape, dtype=np.int64)
    own = np.empty(0, dtype=np.int64)
    for row, (first, second) in enumerate(at.reshape(-1, 2)):
        if runs[first] is not own:
            in_first[own] = False
            own = runs[first]
            in_first[own] = True
        other = runs[second]
        found = in_first[other]
        if found.any():
            in_second[other] = True
            shared[row] = covered(in_second[own].nonzero()[0]), covered(found.nonzero()[0])
            in_second[other] = False
    return shared
