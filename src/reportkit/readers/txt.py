"""Plain text: lines of prose, and tables in any of the ways that people and programs write them.

Tables are told by their separators: tabs, pipes, or columns set by blanks as ``pdftotext -layout``
prints them; or they have none, where every cell came to stand on a line of its own. One file may
mix them. What could be either a table or prose stays prose.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from ..document import Block, Cell, Grid, Heading, Paragraph
from ..errors import ReadError
from .aligned import Line, aligned_regions, display_width, is_value, region_blocks
from .cells import MAX_CELLS
from .decode import decode

_LINE_END = re.compile(r"\r\n|\n|\r")
_PAGE_NUMBER = re.compile(
    r"[-—–―－]\s*\d{1,3}\s*[-—–―－]|第\s*\d{1,3}\s*页(?:\s*[,，/]?\s*共\s*\d{1,3}\s*页)?"
)
#: What a tab may follow in prose: the number of a heading, or 联系人：.
_LEAD = re.compile(r"[（(]?[一二三四五六七八九十\d]{1,3}\s*[)）、.．]|.{1,10}[：:]")
_SECTION = re.compile(r"[一二三四五六七八九十]{1,3}\s*[、.．]")
_MARKDOWN_HEADING = re.compile(r"(#{1,6})\s+(.*\S)")
#: Pipes, also those that draw boxes, but not one behind a backslash.
_PIPE = re.compile(r"(?<!\\)[|｜│┃║]")
_JUNCTIONS = frozenset("+┌┬┐├┼┤└┴┘┏┳┓┣╋┫┗┻┛╔╦╗╠╬╣╚╩╝╒╤╕╞╪╡╘╧╛╟╫╢")
_RULE = re.compile(r":?[-─━═=]+:?")
_SENTENCE = re.compile("[。；！？]")
#: A label or a heading is shorter, a paragraph on one line mostly longer.
_SHORT = 45
#: Tables without separators: at least so many bare values, and one line in so many is one.
_LISTED_VALUES, _LISTED_SHARE = 4, 4
#: Blank cells are told from blank lines where so many steps of so many are alike.
_EVEN = (4, 5)
#: Hard-wrapped lines are at most so many columns wide (a full-width character is two), end within
#: a few columns of one another, and are many.
_WIDEST, _RAGGED, _WRAPPED_LINES = 140, 8, 4


def read(data: bytes, name: str) -> tuple[Iterator[Block], dict[str, str]]:
    """Read a text file into headings, paragraphs and grids."""
    markdown = name.lower().endswith((".md", ".markdown"))
    text = decode(data, name)
    # Counted before anything is built: each line and each separator may become a cell.
    if text.count("\n") + text.count("\t") + len(_PIPE.findall(text)) > MAX_CELLS:
        raise ReadError(
            f"{name} has more than {MAX_CELLS:,} lines and fields: no annual report has. "
            "Save the report alone."
        )
    return _blocks(_lines(text, markdown)), {}


def _lines(text: str, markdown: bool) -> list[Line]:
    """Return the lines that are not blank, without page breaks and page numbers."""
    lines = []
    page, gap = 0, True
    for number, raw in enumerate(_LINE_END.split(text), start=1):
        page += raw.count("\f")
        line = raw.replace("\f", "").replace("\v", " ").rstrip(" \r")
        if markdown:
            line = line.replace("**", "")
        stripped = line.strip()
        if not stripped and "\t" not in line:
            gap = True
        elif stripped and not _PAGE_NUMBER.fullmatch(stripped):
            lines.append(Line(number, line, page, gap))
            gap = False
    return lines


def _blocks(lines: list[Line]) -> Iterator[Block]:
    kinds = _kinds(lines)
    runs: list[tuple[str, list[Line]]] = []
    for kind, run in groupby(zip(lines, kinds, strict=True), key=lambda pair: pair[1]):
        own = [line for line, _ in run]
        runs += [(kind, own)] if kind != "plain" else _parted(own)
    # Width is a matter of the whole file, and of its prose alone: tables are set wider.
    wrap = _wrap_width([line for kind, own in runs if kind == "plain" for line in own])
    for kind, own in runs:
        if kind == "tab":
            yield _grid([(line.number, line.text.split("\t")) for line in own])
        elif kind == "pipe":
            rows = _pipe_rows(own)
            if rows:
                yield _grid(rows)
        elif kind == "aligned":
            yield from region_blocks(own)
        elif kind == "listed":
            yield _grid(_listed_rows(own))
        else:
            yield from _prose(own, wrap)


def _grid(rows: Sequence[tuple[int, Sequence[str]]]) -> Grid:
    return Grid(
        tuple(
            tuple(
                Cell(field.strip(), f"line {number}, field {column + 1}", row, column)
                for column, field in enumerate(fields)
            )
            for row, (number, fields) in enumerate(rows)
        ),
        source=f"lines {rows[0][0]} to {rows[-1][0]}",
        ruled=False,
    )


# --- which lines belong to tables with separators -------------------------------------------------


def _kinds(lines: list[Line]) -> list[str]:
    kinds = ["tab" if _is_tabbed(line.text) else "plain" for line in lines]
    for place, line in enumerate(lines):
        if kinds[place] == "plain" and (len(_PIPE.findall(line.text)) or _is_box(line.text)):
            kinds[place] = "pipe"
    # A single line with a pipe or two is no table: 来源：… | 字号：… | 打印.
    start = 0
    for kind, run in groupby(list(kinds)):
        end = start + len(list(run))
        if kind == "pipe" and end - start == 1:
            text = lines[start].text.strip()
            outer = _PIPE.match(text) and _PIPE.match(text[-1])
            if not outer or len(_PIPE.findall(text)) < 3:
                kinds[start] = "plain"
        start = end
    return kinds


def _is_tabbed(text: str) -> bool:
    if "\t" not in text:
        return False
    full = [field for field in text.split("\t") if field.strip()]
    if len(full) == 1 and "\t" not in text.strip(" ").lstrip("\t"):
        # An indent, unless the label of a row stands there.
        return len(full[0]) <= _SHORT and not _SENTENCE.search(full[0])
    if len(text.split("\t")) == 2 and len(full) == 2:
        lead = bool(_LEAD.fullmatch(full[0].strip())) and not is_value(full[1].strip())
        return not lead and "。" not in text
    return True


def _is_box(text: str) -> bool:
    stripped = text.strip()
    return len(stripped) > 2 and bool(_JUNCTIONS & set(stripped)) and not re.search(r"\w", stripped)


def _pipe_rows(lines: list[Line]) -> list[tuple[int, list[str]]]:
    rows = []
    texts = [line.text.strip() for line in lines]
    drawn = [_is_box(text) and not _PIPE.search(text.strip("|")) for text in texts]
    # Without a frame a row that begins or ends with a pipe begins or ends with a blank cell.
    own = [text for text, box in zip(texts, drawn, strict=True) if not box]
    left, right = all(map(_PIPE.match, own)), all(_PIPE.match(text[-1:]) for text in own)
    for place, (line, text, box) in enumerate(zip(lines, texts, drawn, strict=True)):
        if box:
            continue
        fields = [field.replace("\\|", "|").strip() for field in _PIPE.split(text)]
        if left:
            del fields[0]
        if right and len(fields) > 1:
            del fields[-1]
        full = [field for field in fields if field]
        ruled = all(_RULE.fullmatch(field) for field in full)
        # | - | - | is a row of dashes, |---|:-:| is a rule; so is the second line, |-|-|.
        if ruled and (place == 1 or any(len(f) > 2 or ":" in f for f in full) or not full):
            continue
        rows.append((line.number, [re.sub(r"<br\s*/?>", "\n", field) for field in fields]))
    return rows


# --- lines without separators ---------------------------------------------------------------------


def _parted(lines: list[Line]) -> Iterator[tuple[str, list[Line]]]:
    """Part lines into prose and the two kinds of table that have no separators."""
    done = 0
    for start, end in [*aligned_regions(lines), (len(lines), len(lines))]:
        rest = lines[done:start]
        told = 0
        for first, last in [*_listed(rest), (len(rest), len(rest))]:
            if told < first:
                yield "plain", rest[told:first]
            if first < last:
                yield "listed", rest[first:last]
            told = last
        if start < end:
            yield "aligned", lines[start:end]
        done = end


def _listed(lines: list[Line]) -> Iterator[tuple[int, int]]:
    """Yield where tables with one cell a line begin and end.

    A numbered line is a row's label where a value follows, else it may head a section, and ends the
    table. Labels below the last value are left out: they may be anything.
    """
    start = 0
    values = [is_value(line.text.strip()) for line in lines]
    for place in range(len(lines) + 1):
        text = lines[place].text.strip() if place < len(lines) else ""
        short = 0 < len(text) <= _SHORT and not _SENTENCE.search(text)
        labels = place + 1 < len(lines) and values[place + 1]
        if short and not text.startswith("#") and (labels or not _SECTION.match(text)):
            continue
        end = place
        while end > start and not values[end - 1]:
            end -= 1
        found = sum(values[start:end])
        if found >= _LISTED_VALUES and found * _LISTED_SHARE >= end - start:
            yield start, end
        start = place + 1


def _listed_rows(lines: list[Line]) -> list[tuple[int, list[str]]]:
    """Return a row for each line, and for each cell that left its line blank.

    Cells follow at an even step; where nearly all do, a step of several is a blank cell.
    """
    numbers = [line.number for line in lines]
    steps = [after - before for before, after in pairwise(numbers)]
    step = max(set(steps), key=steps.count)
    even = (
        all(s % step == 0 for s in steps) and steps.count(step) * _EVEN[1] >= len(steps) * _EVEN[0]
    )
    rows: list[tuple[int, list[str]]] = []
    for line, ahead in zip(lines, [*steps, step], strict=True):
        rows.append((line.number, [line.text]))
        if even:
            rows += [(line.number + blank, [""]) for blank in range(step, ahead, step)]
    return rows


def _wrap_width(lines: list[Line]) -> int:
    """Return the width at which a file's prose is broken into lines, 0 where it is not."""
    widths = sorted(display_width(line.text) for line in lines if "  " not in line.text.strip())
    if not widths or widths[-1] > _WIDEST:
        return 0
    width = widths[int(len(widths) * 0.95)]
    long = [w for w in widths if w > width / 2]
    full = [line for line in lines if display_width(line.text) >= width - _RAGGED]
    broken = [line for line in full if line.text[-1] not in "。！？：；"]
    if len(full) < max(_WRAPPED_LINES, len(long) / 2) or len(broken) < len(full) / 2:
        return 0
    return width


def _prose(lines: list[Line], wrap: int) -> Iterator[Block]:
    """Yield a paragraph a line; lines broken at a fixed width are put together again."""
    base: dict[int, int] = {}
    for line in lines:
        base[line.page] = min(base.get(line.page, _WIDEST), _indent(line.text))
    indented = any(_indent(line.text) > base[line.page] + 1 for line in lines)
    pending: list[Line] = []
    for line in lines:
        previous = pending[-1] if pending else None
        if previous is not None and not (
            wrap
            and display_width(previous.text) >= wrap - _RAGGED
            and _indent(line.text) < base[line.page] + 2
            and _runs_on(previous, line, indented)
        ):
            yield _paragraph(pending)
            pending = []
        pending.append(line)
    if pending:
        yield _paragraph(pending)


def _runs_on(previous: Line, line: Line, indented: bool) -> bool:
    ended = previous.text[-1] in "。！？：；"
    if line.gap:
        return line.page != previous.page and not ended
    return not ended or indented


def _paragraph(lines: list[Line]) -> Block:
    text = ""
    for line in lines:
        piece = line.text.replace("\t", " ").strip()
        between = text[-1:].isascii() and piece[:1].isascii() and text
        text += f" {piece}" if between else piece
    first, last = lines[0].number, lines[-1].number
    source = f"line {first}" if first == last else f"lines {first} to {last}"
    heading = _MARKDOWN_HEADING.fullmatch(text)
    if heading:
        return Heading(heading[2], source, len(heading[1]))
    return Paragraph(text, source)


def _indent(text: str) -> int:
    return display_width(text[: len(text) - len(text.lstrip())])
