"""From pieces of text on pages to lines, and from lines to headings and paragraphs.

Paragraphs are told by what a printer does to show them: an indent, a last line that ends early, a
wider gap, a larger letter. Page numbers and running headers are found by standing alike on pages.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from ..document import Block, Grid, Heading, Paragraph
from .lattice import Table

#: The share of the page, from its top and its bottom, that headers and footers stand in.
_MARGIN = 0.1
#: Furniture stands at one height on its pages, up to so many points.
_SAME_HEIGHT = 4.0
#: A first line is indented by two letters; by less, lines merely begin unevenly.
_INDENT = 1.2
#: A line is full if so many letters at most would still fit in.
_SHORT = 2.0
#: The distance of lines, as a multiple of the usual one, that parts paragraphs.
_APART = 1.7
#: Letters this much larger than those of most lines make a heading.
_LARGER = 1.1
#: From this share of the letter's size on a gap is a space.
_SPACE = 0.6
#: Letters of one line end at one height, up to this share of their size.
_UNLIKE = 0.05
#: A heading is a line or two, not a page of large print.
_HEADING_LENGTH = 80

_DASH = "[-－‐-―—─~～·•]"
#: What can be nothing but a page number, and what is one if it stands where they stand.
_PAGE_NUMBER = re.compile(
    rf"{_DASH}+\s*\d{{1,4}}\s*{_DASH}+"
    r"|第\s*\d{1,4}\s*页\s*[,，/／、]?\s*(?:[(（]?\s*共\s*\d{1,4}\s*页\s*[)）]?)?|[Pp]age\s+\d{1,4}(?:\s+of\s+\d{1,4})?"
)
_BARE_NUMBER = re.compile(r"(\d{1,4})(?:\s*[/／]\s*\d{1,4})?")
_ENUMERATOR = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十]{1,3}[)）](?![项款条目])|\d{1,2}[.．、](?!\d)"
)
_ENDS = "。；：！？;:!?"
_PUNCTUATION = re.compile("[。；：！？，;:!?,]")
_LATIN_HEAD = re.compile(r"[!-~]*")


class Piece(NamedTuple):
    """Text in one line and one cell (-1: none), and where it stands; `em` is its widest letter."""

    left: float
    top: float
    right: float
    bottom: float
    em: float
    text: str
    cell: int


@dataclass
class Page:
    """What stands on a page, in points from the upper left corner, turned so that text is level.

    Attributes
    ----------
    number : int
        Counted from 1.
    width, height : float
        Of the page as it is read.
    pieces, tables : list
        Its text, and its tables in order; the cells of all tables are numbered through.
    pictures : bool
        Whether there is any.
    letters, unknown : int
        How many characters were printed, and of how many the file does not tell which they are.
    turned : int
        The quarter turns, clockwise, from the page as it is read to the page as it is shown.
    continues : bool
        Whether its first table is the rest of the last one on the page before.
    """

    number: int
    width: float
    height: float
    pieces: list[Piece] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    pictures: bool = False
    letters: int = 0
    unknown: int = 0
    turned: int = 0
    continues: bool = False

    def in_margin(self, piece: Piece) -> bool:
        """Tell whether a piece stands where headers and footers do."""
        middle = (piece.top + piece.bottom) / 2
        return not self.height * _MARGIN < middle < self.height * (1 - _MARGIN)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of prose."""

    page: Page
    number: int
    left: float
    top: float
    right: float
    bottom: float
    em: float
    text: str


# --- furniture ------------------------------------------------------------------------------------


def drop_furniture(pages: Sequence[Page]) -> str:
    """Take page numbers, running headers and footers off the pages; return what the latter say."""
    numbers: list[tuple[Page, Piece, int, int]] = []
    seen: dict[tuple[int, int], set[int]] = defaultdict(set)
    repeated: dict[str, list[tuple[Page, Piece]]] = defaultdict(list)
    drop: dict[int, set[Piece]] = defaultdict(set)
    for page in pages:
        for piece in page.pieces:
            if len(piece.text) <= 24 and _PAGE_NUMBER.fullmatch(piece.text):
                drop[page.number].add(piece)
            elif page.in_margin(piece):
                if match := _BARE_NUMBER.fullmatch(piece.text):
                    offset, height = int(match[1]) - page.number, round(piece.top / _SAME_HEIGHT)
                    numbers.append((page, piece, offset, height))
                    seen[offset, height].add(page.number)
                elif piece.cell < 0:
                    repeated[re.sub(r"\d", "0", piece.text)].append((page, piece))
        loose = [piece for piece in page.pieces if piece.cell < 0 and page.in_margin(piece)]
        for line in join_pieces(loose) if len(loose) > 1 else ():
            if _PAGE_NUMBER.fullmatch(line_text(line)):  # — 3 —, written in several pieces
                drop[page.number] |= set(line)
    for page, piece, offset, height in numbers:
        nearby = (seen.get((offset, height + step), ()) for step in (-1, 0, 1))
        alike = set().union(*nearby)
        # In a table a number is a value, unless it counts on with the pages; outside, what stands
        # in the margin and is the page's number needs no other witness.
        needed = 3 if piece.cell >= 0 else 2 if offset else 1
        if len(alike) >= needed:
            drop[page.number].add(piece)
    enough = max(2, -(-sum(bool(page.pieces) for page in pages) // 2))
    said: list[str] = []
    for found in repeated.values():
        if len(found) < enough:
            continue
        alike_at = [item for item in found if _level(item[1], found[len(found) // 2][1])]
        if len({page.number for page, _ in alike_at}) >= enough:
            said.append(alike_at[0][1].text)
            for page, piece in alike_at:
                drop[page.number].add(piece)
    for page in pages:
        if drop[page.number]:
            page.pieces = [piece for piece in page.pieces if piece not in drop[page.number]]
    return " ".join(said)


def _level(one: Piece, other: Piece) -> bool:
    return abs(one.top - other.top) <= _SAME_HEIGHT


# --- lines ----------------------------------------------------------------------------------------


def join_pieces(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Put what stands level into lines, from the top, each from the left."""
    if len(pieces) == 1:  # nine cells in ten
        yield list(pieces)
        return
    line: list[Piece] = []
    top = bottom = 0.0
    for piece in sorted(pieces, key=lambda piece: piece.top + piece.bottom):
        common = min(bottom, piece.bottom) - max(top, piece.top)
        if line and common >= min(bottom - top, piece.bottom - piece.top) / 2:
            line.append(piece)
            top, bottom = min(top, piece.top), max(bottom, piece.bottom)
            continue
        if line:
            yield sorted(line)
        line, top, bottom = [piece], piece.top, piece.bottom
    if line:
        yield sorted(line)


def line_text(pieces: Sequence[Piece]) -> str:
    """Return the text of a line, with a space where there is a gap."""
    text = pieces[0].text
    for before, after in pairwise(pieces):
        gap = after.left - before.right
        latin = text[-1].isascii() and after.text[0].isascii()
        # Where something parted them, digits of unlike height are no one number.
        latin &= gap > 0 or abs(after.bottom - before.bottom) > _UNLIKE * before.em
        wide = gap > _SPACE * max(before.em, after.em) or latin
        text += " " + after.text if wide else after.text
    return text


def read_lines(page: Page) -> Iterator[Line]:
    """Yield the lines of prose of a page: all that stands in no table."""
    loose = [piece for piece in page.pieces if piece.cell < 0]
    for number, pieces in enumerate(join_pieces(loose), start=1):
        yield Line(
            page, number,
            min(piece.left for piece in pieces), min(piece.top for piece in pieces),
            max(piece.right for piece in pieces), max(piece.bottom for piece in pieces),
            max(piece.em for piece in pieces), line_text(pieces),
        )  # fmt: skip


# --- paragraphs -----------------------------------------------------------------------------------


def join_lines(items: Sequence[Line | Grid]) -> Iterator[Block]:
    """Join lines to headings and paragraphs, over page breaks; grids stay in their place."""
    setting = _Setting([item for item in items if isinstance(item, Line)])
    held: list[Line] = []
    for item in items:
        if held and (isinstance(item, Grid) or setting.begins(item, held[-1])):
            yield setting.block(held)
            held = []
        if isinstance(item, Grid):
            yield item
        else:
            held.append(item)
    if held:
        yield setting.block(held)


class _Setting:
    """How a file's prose is set: its margins, its size of letters, the distance of its lines."""

    def __init__(self, lines: Sequence[Line]) -> None:
        sizes: Counter[float] = Counter()
        groups: dict[int, list[Line]] = defaultdict(list)
        for line in lines:
            sizes[round(line.em, 1)] += len(line.text)
            groups[round(line.page.width)].append(line)
        self.em = max(sizes, key=lambda size: (sizes[size], size)) if sizes else 1.0
        larger = sorted({line.em for line in lines if self._is_large(line)}, reverse=True)
        self.sizes = [size for size, next_larger in zip(larger, [1e9, *larger], strict=False)
                      if next_larger > size * 1.05]  # fmt: skip
        self.edges = {width: self._edges(group, width) for width, group in groups.items()}
        pitches = [below.bottom - above.bottom for above, below in pairwise(lines)
                   if above.page is below.page and below.bottom > above.bottom]  # fmt: skip
        self.pitch = median(pitches) if pitches else 0.0

    def _edges(self, lines: Sequence[Line], width: float) -> tuple[float, float]:
        """Return the left and right edge of the text: the outermost that two lines share."""
        lefts = sorted(line.left for line in lines)
        rights = sorted((line.right for line in lines), reverse=True)
        left = next((a for a, b in pairwise(lefts) if b - a <= self.em / 4), lefts[0])
        right = next((a for a, b in pairwise(rights) if a - b <= self.em), rights[0])
        # Where no line is full, the right margin is taken to be about as wide as the left one.
        return left, max(right, width * 0.9 - left)

    def _is_large(self, line: Line) -> bool:
        # Only wide letters are all of one width; a Latin line is as wide as its widest letter.
        wide = not line.text.isascii() and line.em > self.em * _LARGER
        return wide and len(line.text) <= _HEADING_LENGTH

    def begins(self, line: Line, before: Line) -> bool:
        """Tell whether a line begins a heading or paragraph."""
        large = self._is_large(line)
        if large != self._is_large(before):
            return True
        left = self.edges[round(line.page.width)][0]
        right_before = self._right(before)
        same_page = line.page is before.page
        step = line.bottom - before.bottom
        next_word = len(_LATIN_HEAD.match(line.text)[0]) / 2  # type: ignore[index]
        full = right_before - before.right <= (_SHORT + next_word) * before.em
        if large:
            same_size = abs(line.em - before.em) <= before.em * 0.05
            centred = abs(line.left + line.right - before.left - before.right) <= 2 * line.em
            near = same_page and step <= 2.2 * line.em
            return not (same_size and near and (centred or full)) or _is_enumerated(line)
        if line.left > left + _INDENT * self.em or not full:
            return True
        if same_page and step > _APART * self.pitch:
            return True
        if not _is_enumerated(line):
            return False
        return before.text[-1] in _ENDS or self._is_title(line)

    def _is_title(self, line: Line) -> bool:
        """Tell 二、主动公开情况 on a line by itself from a line broken before 二、.

        The last line of a paragraph is as short, but ends a sentence.
        """
        short = self._right(line) - line.right > _SHORT * line.em
        return short and not _PUNCTUATION.search(line.text)

    def _right(self, line: Line) -> float:
        return self.edges[round(line.page.width)][1]

    def block(self, lines: Sequence[Line]) -> Heading | Paragraph:
        """Return a heading or paragraph of these lines."""
        text = lines[0].text
        for line in lines[1:]:
            latin = text[-1].isascii() and text[-1].isalnum() and line.text[0].isascii()
            text += " " + line.text if latin and line.text[0].isalnum() else line.text
        first, last = lines[0], lines[-1]
        source = f"page {first.page.number}, line"
        if first.page is not last.page:
            source += f" {first.number} to page {last.page.number}, line {last.number}"
        elif first is last:
            source += f" {first.number}"
        else:
            source += f"s {first.number} to {last.number}"
        if not self._is_large(first):
            return Paragraph(text, source)
        return Heading(text, source, 1 + sum(size > first.em * 1.05 for size in self.sizes))


def _is_enumerated(line: Line) -> bool:
    return _ENUMERATOR.match(line.text) is not None
