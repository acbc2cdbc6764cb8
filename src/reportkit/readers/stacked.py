"""Headers in plain text whose columns are to be read downwards.

A narrow column breaks its heading over lines (结果 above 维持), and a heading may stand above
several columns (法人或其他组织). Which of the two a word is, only its place tells: words that stand
above one another are put together, from the last line upwards, until there are as many columns as
the rows have values. Where that never comes out the header is left as it is printed.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(slots=True)
class Word:
    """A piece of a line: where it stands, and in which line of the file."""

    start: int
    end: int
    text: str
    line: int


@dataclass(slots=True)
class _Stack:
    """Header lines put together: the columns from the left, and the headings above several."""

    columns: list[list[tuple[int, Word]]] = field(default_factory=list)
    spanning: list[list[Word]] = field(default_factory=list)


def tokens(whole: Word) -> list[Word]:
    """Part at every blank."""
    return [
        Word(whole.start + m.start(), whole.start + m.end(), m[0], whole.line)
        for m in re.finditer(r"\S+", whole.text)
    ]


def words_of(label: Word) -> list[Word]:
    """Part at blanks, but 总 计 is one word."""
    words: list[Word] = []
    for token in tokens(label):
        if words and len(token.text) == 1 and len(words[-1].text) == 1:
            words[-1] = Word(words[-1].start, token.end, words[-1].text + token.text, token.line)
        else:
            words.append(token)
    return words


def stack(
    lines: Sequence[Sequence[Word]], gaps: Sequence[bool], size: int, values: Sequence[Word]
) -> list[list[Word]]:
    """Return a header's lines with the last ones made one, of a label and `size` columns.

    Parameters
    ----------
    lines : sequence of sequence of Word
        The fields of each line.
    gaps : sequence of bool
        Whether a blank line stands above each.
    size : int
        How many values the rows below have.
    values : sequence of Word
        How far the values of each column reach, over all those rows. What ends to the left of the
        first is the label column's.

    Returns
    -------
    list of list of Word
        Empty where no way of reading the lines gives `size` columns.
    """
    first = values[0].start
    asides = [[word for word in line if word.end <= first] for line in lines]
    fields = [[word for word in line if word.end > first] for line in lines]
    # Two blanks part columns for sure; one may part two columns, or two words of a heading.
    for parts in (fields, [[w for f in line for w in words_of(f)] for line in fields]):
        for top in range(len(lines) - 1, -1, -1):
            found = _put_together(parts[top:], size)
            if found:
                return _rows(lines, asides, gaps, *_extend(parts, gaps, size, top, found))
    for top in range(len(lines) - 1, -1, -1):
        found = _put_together(fields[top:], size, values)
        if found and all(_stands_above(v, c) for v, c in zip(values, found.columns, strict=True)):
            return _rows(lines, asides, gaps, top, found)
    return []


def _extend(
    parts: list[list[Word]], gaps: Sequence[bool], size: int, top: int, found: _Stack
) -> tuple[int, _Stack]:
    """Take in lines above that hold the beginnings of these columns' headings.

    A line does that has words above half of the columns; one whose words stand above columns that
    begin lower than others, for short headings are set in the middle of their cells; and one whose
    words are no longer than the pieces that other headings are broken into.
    """
    while top and not gaps[top] and parts[top - 1]:
        taller = _put_together(parts[top - 1 :], size)
        begun = [column for column in taller.columns if column[0][0] == 0] if taller else []
        if taller is None or not begun:
            break
        lower = all(len(column) > 1 and column[1][0] > 1 for column in begun)
        pieces = [w for column in found.columns if len(column) > 1 for _, w in column]
        width = max((len(word.text) for word in pieces), default=0)
        narrow = all(len(column[0][1].text) <= width for column in begun)
        if not (lower or narrow or 2 * len(begun) >= size):
            break
        top, found = top - 1, taller
    return top, found


def _put_together(lines: list[list[Word]], size: int, values: Sequence[Word] = ()) -> _Stack | None:
    """Stack lines from the last upwards; None unless that gives `size` columns.

    With `values` a long heading that stands above none of them, but between two, is no column's.
    """
    made = _Stack(spanning=[[] for _ in lines])
    columns = made.columns
    between: list[tuple[int, Word]] = []  # headings that stand above no value
    longest = 0  # of the words in the lines below
    for level in range(len(lines) - 1, -1, -1):
        columns.sort(key=_left)
        plain: list[tuple[Word, int | None]] = []
        for word in lines[level]:
            below = [k for k, column in enumerate(columns) if _stands_above(word, column)]
            # What stands above a heading of several columns is one itself.
            higher = any(_overlap(word, head) for row in made.spanning[level + 1 :] for head in row)
            if higher or len(below) > 1 or (below and _reaches_over(word, below[0], columns)):
                made.spanning[level].append(word)
            else:
                plain.append((word, below[0] if below else None))
        new = []
        lengths = sorted(len(word.text) for word, _ in plain)
        for word, under in sorted(plain, key=lambda pair: -len(pair[0].text)):
            # A broken heading fills the width that it has, it does not exceed it.
            lengths.remove(len(word.text))
            longer = len(word.text) > max([longest, *lengths])
            apart = longer and values and not any(_overlap(word, value) for value in values)
            if under is None and not apart:
                new.append([(level, word)])
            elif under is None:
                made.spanning[level].append(word)
                between.append((level, word))
            elif longer:
                made.spanning[level].append(word)
            else:
                columns[under].insert(0, (level, word))
            if word not in made.spanning[level]:
                lengths.append(len(word.text))
        columns += new
        made.spanning[level].sort(key=lambda word: word.start)
        longest = max([longest, *(len(word.text) for word, _ in plain)])
    columns.sort(key=_left)
    fits = len(columns) == size and all(_is_between(*each, columns) for each in between)
    return made if fits else None


def _is_between(level: int, word: Word, columns: list[list[tuple[int, Word]]]) -> bool:
    """Whether a heading stands in the middle above two columns that begin lower than it does."""
    left = [column for column in columns if _right(column) <= word.start]
    right = [column for column in columns if _left(column) >= word.end]
    beside = [*left[-1:], *right[:1]]
    return len(beside) == 2 and all(min(at for at, _ in column) > level for column in beside)


def _left(column: list[tuple[int, Word]]) -> int:
    return min(word.start for _, word in column)


def _right(column: list[tuple[int, Word]]) -> int:
    return max(word.end for _, word in column)


def _stands_above(word: Word, column: list[tuple[int, Word]]) -> bool:
    return any(_overlap(word, other) for _, other in column)


def _overlap(one: Word, other: Word) -> bool:
    return one.start < other.end and other.start < one.end


def _reaches_over(word: Word, place: int, columns: list[list[tuple[int, Word]]]) -> bool:
    """Tell whether a word reaches more than half way to the column beside the one below it."""
    own = columns[place]
    if place and 2 * word.start < _right(columns[place - 1]) + _left(own):
        return True
    return place + 1 < len(columns) and 2 * word.end > _left(columns[place + 1]) + _right(own)


def _rows(
    lines: Sequence[Sequence[Word]], asides: list[list[Word]], gaps: Sequence[bool],
    top: int, found: _Stack,
) -> list[list[Word]]:  # fmt: skip
    """Put the corner's label before the columns, and the lines above them first."""
    leaf_lines = {level + top for column in found.columns for level, _ in column}
    own = any(asides[line] for line in leaf_lines)
    while (
        top and not own and not gaps[top] and asides[top - 1] and asides[top - 1] == lines[top - 1]
    ):
        top -= 1  # the beginning of a corner's label that is broken over lines
    corner: list[Word] = []
    above = [list(line) for line in lines[:top]]
    for place in range(top, len(lines)):
        if own and place not in leaf_lines:
            above.append(asides[place])
        else:
            corner += asides[place]
    label = [_joined(corner)] if corner else []
    leaves = [_joined([word for _, word in column]) for column in found.columns]
    return [row for row in (*above, *found.spanning, [*label, *leaves]) if row]


def _joined(words: list[Word]) -> Word:
    return Word(words[0].start, words[0].end, "".join(word.text for word in words), words[0].line)
