"""Tables in plain text whose columns are set by blanks, as ``pdftotext -layout`` prints them.

A label too long for its column runs over two or three lines, with the row's numbers below it or
between them; a header is broken over lines so that its columns must be read downwards; words set
vertically come a character a line.
A blank leaves no trace but its place, and pages set columns loosely: a row with blanks is given
short, for the parser to note. What else stays uncertain is given as printed.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ..document import Block, Cell, Grid, Paragraph
from .stacked import Word, stack, tokens, words_of

_VALUE = re.compile(
    r"[-+－]?\d{1,3}(?:[,，]\d{3})+(?:[.．]\d+)?|[-+－]?\d+(?:[.．]\d+)?(?:万|亿)?[%％元件条个份次项]?"
    r"|[-—–―－─]{1,3}|[/／]|无"
)
_WIDE_GAP = re.compile(r"\s{2,}")
_NUMBERED = re.compile(r"[（(]?[一二三四五六七八九十\d]{1,3}\s*[)）、.．]")
_INNER_NUMBER = re.compile(
    r"\S\s+(?=(?:[（(][一二三四五六七八九十]{1,2}[)）]|\d{1,2}[.．、])\s*[^\d\s])"
)
_SECTION = re.compile(r"[一二三四五六七八九十]{1,3}\s*[、.．]")
_SENTENCE = re.compile("[。；！？]")
_SHORT = 45
#: A longer line is a paragraph.
_LONGEST = 1000
#: Between two rows of a region stand at most so many lines of labels and headers.
_BETWEEN = 8
#: So many single characters below one another are words set vertically.
_VERTICAL = 4
#: They begin within so many columns.
_UPRIGHT = 4
#: Values may stand so far off the column of those above them.
_DRIFT = 1
#: The second line of a label may begin so far off the first.
_INDENT = 6


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank, its number in the file, its page, and whether a blank precedes."""

    number: int
    text: str
    page: int
    gap: bool


@dataclass(slots=True)
class _Row:
    """A line, taken apart: the labels, and the values at its end."""

    labels: list[Word]
    values: list[Word]
    number: int
    page: int
    gap: bool
    #: True where it is to stand outside the grid.
    prose: bool = False


def is_value(text: str) -> bool:
    """Tell a bare number or dash."""
    return bool(_VALUE.fullmatch(text))


def display_width(text: str) -> int:
    """Return how many columns a text takes where full-width characters take two."""
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def aligned_regions(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """Return where tables set by blanks begin and end among lines."""
    rows = [_take_apart(line) for line in lines]
    seeds = [place for place, row in enumerate(rows) if _is_seed(row)]
    regions: list[tuple[int, int]] = []
    for place in seeds:
        between = rows[regions[-1][1] : place] if regions else []
        if regions and len(between) <= _BETWEEN and all(map(_is_label_line, between)):
            regions[-1] = (regions[-1][0], place + 1)
            continue
        start = place
        # The upper lines of a header broken over lines, as far as no blank line parts them.
        while (
            start > (regions[-1][1] if regions else 0)
            and not rows[start].gap
            and _is_label_line(rows[start - 1])
            and not _may_head_section(rows[start - 1])
        ):
            start -= 1
        regions.append((start, place + 1))
    return [
        (start, end)
        for start, end in regions
        if sum(bool(row.values) for row in rows[start:end]) > 1
        or any(len(row.values) > 2 for row in rows[start:end])
    ]


def region_blocks(lines: Sequence[Line]) -> Iterator[Block]:
    """Yield the grids of a region, and between them the lines that may head sections."""
    rows = _without_vertical([_take_apart(line) for line in lines])
    rows = _joined(_with_broken_numbers(rows))
    rows = list(_with_headers(rows))
    part: list[_Row] = []
    for row in rows:
        if row.prose:
            yield from _grid(part)
            part = []
            yield Paragraph(" ".join(f.text for f in row.labels), f"line {row.number}")
        else:
            part.append(row)
    yield from _grid(part)


# --- lines ----------------------------------------------------------------------------------------


def _take_apart(line: Line) -> _Row:
    if len(line.text) > _LONGEST:
        whole = Word(0, len(line.text), line.text.strip(), line.number)
        return _Row([whole], [], line.number, line.page, line.gap)
    fields: list[Word] = []
    position = 0
    for piece in [*_WIDE_GAP.finditer(line.text), None]:
        end = piece.start() if piece else len(line.text)
        text = line.text[position:end]
        if text.strip():
            start = position + len(text) - len(text.lstrip())
            fields.append(Word(start, start + len(text.strip()), text.strip(), line.number))
        position = piece.end() if piece else end
    values: list[Word] = []
    while fields:
        last = tokens(fields[-1])
        count = 0
        while count < len(last) and is_value(last[-1 - count].text):
            count += 1
        if not count:
            break
        rest = last[: len(last) - count]
        if rest and count == 1 and not values and len(rest) > 1:
            break  # 截至 2023, 共 7 项 …: one number at the end of words is no cell
        values[:0] = last[len(last) - count :]
        whole = fields.pop()
        if rest:
            text = whole.text[: rest[-1].end - whole.start]
            fields.append(Word(whole.start, rest[-1].end, text, line.number))
            break
    labels = [part for label in fields for part in _numbered_parts(label)]
    return _Row(labels, values, line.number, line.page, line.gap)


def _numbered_parts(label: Word) -> Iterator[Word]:
    """Part a group's label from the row's behind a single blank: （三） 不予公开 1. 国家秘密."""
    cuts = [m.end() for m in _INNER_NUMBER.finditer(label.text)]
    for start, end in pairwise([0, *cuts, len(label.text)]):
        text = label.text[start:end].strip()
        yield Word(label.start + start, label.start + start + len(text), text, label.line)


def _is_seed(row: _Row) -> bool:
    if any(_SENTENCE.search(f.text) for f in row.labels):
        return False
    if len(row.values) > 1 or (
        len(row.labels) > 2 and all(len(f.text) <= _SHORT for f in row.labels)
    ):
        return True
    return len(row.values) == 1 and len(row.labels) > 0 and not _is_sentence_end(row)


def _is_sentence_end(row: _Row) -> bool:
    """Tell 截至12月底共 2023 from 行政许可 17081: a label has no figures of its own."""
    label = row.labels[-1]
    wide = row.values[0].start - label.end > 1
    return not wide and (len(label.text) > 15 or bool(re.search(r"[\d，、：:,]", label.text)))


def _is_label_line(row: _Row) -> bool:
    texts = [f.text for f in row.labels]
    return bool(texts or row.values) and all(
        len(text) <= _SHORT and not _SENTENCE.search(text) for text in texts
    )


# --- rows -----------------------------------------------------------------------------------------


def _without_vertical(rows: list[_Row]) -> list[_Row]:
    """Gather words set vertically, a character a line, in the first of those lines."""
    marks = [
        (place, row.labels[0])
        for place, row in enumerate(rows)
        if row.labels and len(row.labels[0].text) == 1
    ]
    # Single characters further to the right are the ends of broken labels.
    edge = min((mark.start for _, mark in marks), default=0)
    marks = [(place, mark) for place, mark in marks if mark.start <= edge + _UPRIGHT]
    if len(marks) < _VERTICAL:
        return rows
    for place, _ in marks:
        del rows[place].labels[0]
    place, mark = marks[0]
    word = Word(mark.start, mark.end, "".join(m.text for _, m in marks), mark.line)
    rows[place].labels.insert(0, word)
    return [row for row in rows if row.labels or row.values]


def _with_broken_numbers(rows: list[_Row]) -> list[_Row]:
    """Put the rest of numbers that are too long for their columns, in the next line, to them.

    What comes out, in two lines, is no number: that the upper line alone is none is what counts.
    Where places do not tell which number a rest belongs to, as over a page break, the row gets more
    values than it has columns, and will be refused.
    """
    upper: _Row | None = None
    for row in rows:
        follows = upper is not None and not row.gap
        if upper is not None and follows and (above := _broken(row, upper)):
            for begun, rest in zip(above, row.values, strict=True):
                begun.text += "\n" + rest.text
            row.values = []
        elif upper is not None and _is_rest(row, upper) and (
            row.page != upper.page or (follows and not row.labels)
        ):  # fmt: skip
            upper.values += row.values
            row.values = []
        elif row.values or row.gap:
            upper = row if row.values else None
        elif row.labels and not (upper and _carried(row, upper)):
            upper = None
    return [row for row in rows if row.labels or row.values]


def _broken(row: _Row, upper: _Row) -> list[Word]:
    """Return the numbers above the row's figures; none unless all of these may go on from one."""
    if row.labels and not _is_rest(row, upper):
        return []
    above = [
        next((w for w in upper.values if w.start < own.end and own.start < w.end), None)
        for own in row.values if own.text.isdecimal()
    ]  # fmt: skip
    found = [word for word in above if word is not None and word.text[-1].isdecimal()]
    return found if len(found) == len({id(word) for word in found}) == len(row.values) else []


def _is_rest(row: _Row, upper: _Row) -> bool:
    """Whether labels and figures may be the rest of some of those of the row above."""
    fewer = 0 < len(row.values) < len(upper.values)
    return fewer and _carried(row, upper) and all(word.text.isdecimal() for word in row.values)


def _carried(row: _Row, upper: _Row) -> bool:
    """Whether the labels may be the rest of those of the row above, which are numbered."""
    return _begins(upper) and not any(_NUMBERED.match(label.text) for label in row.labels)


@dataclass(slots=True)
class _Label:
    """A label that the next line may carry on: its text so far, and the row that it stands in."""

    word: Word
    home: _Row
    last: int

    @property
    def numbered(self) -> bool:
        return bool(_NUMBERED.match(self.word.text))


def _joined(rows: list[_Row]) -> list[_Row]:
    """Put labels together that run over lines, and each beside its values.

    Column by column: a piece without a number of its own, such as （二） or 5., carries on the
    numbered label above it. Values beside no label, or only beside a group's, belong to the label
    that begins above them and has none yet.
    """
    labels: list[_Label] = []
    for place, row in enumerate(rows):
        labels = [label for label in labels if label.last == place - 1 and not row.gap]
        here: list[_Label] = []
        for word in list(row.labels):
            near = min(labels, key=lambda label: abs(label.word.start - word.start), default=None)
            if near is not None and _carries_on(near, word, row, rows[place + 1 :]):
                near.word.text += word.text
                near.last = place
                row.labels.remove(word)
                here.append(near)
            else:
                here.append(_Label(word, row, place))
        if row.values:
            waiting = [
                label
                for label in labels
                if label.numbered and not label.home.values and label not in here
                if not here or not _may_head_section(label.home)
            ]
            if not all(label.numbered for label in here):
                waiting = []
            own = max([*here, *waiting], key=lambda label: label.word.start, default=None)
            if own is not None and own.home is not row and not own.home.values:
                # What stands beside it, a group's label, goes with it.
                emptied = own.home
                row.labels = sorted([*emptied.labels, *row.labels], key=lambda word: word.start)
                emptied.labels = []
                own.last = place
                for label in (*labels, *here):
                    if label.home is emptied:
                        label.home = row
                here.append(own)
        labels = [*here, *(label for label in labels if label not in here)]
    return [row for row in rows if row.labels or row.values]


def _carries_on(label: _Label, word: Word, row: _Row, below: list[_Row]) -> bool:
    off = abs(label.word.start - word.start)
    single = len(row.labels) == 1
    if _NUMBERED.match(word.text) or off > (_INDENT if single else _DRIFT + 1):
        return False
    last = word is row.labels[-1]
    if label.home.values:
        if row.values and last:
            return False  # a row of its own: 行政强制 below 行政处罚
        short = single and off <= _DRIFT + 1 and len(word.text) <= len(label.word.text)
        return label.numbered or short
    if not label.numbered:
        return False
    if _may_head_section(label.home):
        # Carried on only if it stands at the same margin and values follow, on this line or below.
        bare = bool(below) and not below[0].gap and bool(below[0].values) and not below[0].labels
        return off <= _DRIFT + 1 and (bool(row.values) or bare)
    return True


def _is_lone_label(row: _Row) -> bool:
    return len(row.labels) == 1 and not row.values


def _begins(row: _Row) -> bool:
    return any(_NUMBERED.match(label.text) for label in row.labels[-1:])


# --- headers --------------------------------------------------------------------------------------


def _with_headers(rows: list[_Row]) -> Iterator[_Row]:
    """Put headers that run over several lines together, set section headings apart."""
    place = 0
    while place < len(rows):
        end = place
        while end < len(rows) and not rows[end].values:
            end += 1
        zone = rows[place:end]
        heads = [k for k, row in enumerate(zone) if _may_head_section(row)]
        cut = heads[-1] + 1 if heads else 0
        for row in zone[:cut]:
            row.prose = _may_head_section(row)
            yield row
        yield from _header(zone[cut:], rows[end : end + 3])
        if end < len(rows):
            yield rows[end]
        place = end + 1


def _may_head_section(row: _Row) -> bool:
    return _is_lone_label(row) and bool(_SECTION.match(row.labels[0].text))


def _header(zone: list[_Row], below: list[_Row]) -> list[_Row]:
    """Return the lines above some rows of values as rows, the last one read downwards."""
    # On another page the same columns may stand elsewhere.
    below = [row for row in below if zone and row.page == zone[-1].page]
    size = max((len(row.values) for row in below), default=0)
    full = [row for row in below if len(row.values) == size]
    if not zone or not size:
        return zone
    if all(map(_is_single_spaced, full)):
        # Where all blanks are single, positions say nothing, and every blank parts two fields.
        for row in zone:
            if not _begins(row):
                row.labels = [word for label in row.labels for word in words_of(label)]
        return zone
    if size < 2:
        return zone
    columns = [
        Word(min(value.start for value in column), max(value.end for value in column), "", 0)
        for column in zip(*(row.values for row in full), strict=True)
    ]
    stacked = stack([row.labels for row in zone], [row.gap for row in zone], size, columns)
    page = zone[-1].page
    return [_Row(words, [], words[0].line, page, True) for words in stacked] or zone


def _is_single_spaced(row: _Row) -> bool:
    return all(b.start - a.end == 1 for a, b in pairwise([*row.labels[-1:], *row.values]))


def _grid(rows: list[_Row]) -> Iterator[Grid]:
    if not rows:
        return
    yield Grid(
        tuple(
            tuple(
                Cell(f.text, f"line {f.line}, field {column + 1}", index, column)
                for column, f in enumerate([*row.labels, *row.values])
            )
            for index, row in enumerate(rows)
        ),
        source=f"lines {rows[0].number} to {rows[-1].number}",
        ruled=False,
    )
