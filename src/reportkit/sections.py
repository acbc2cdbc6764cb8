"""The prose of a report: what stands before its sections, the six sections, their paragraphs.

Which lines head the sections is told by all of them together: the lines that are numbered alike,
name sections in rising order, and have text or their table below them. A table of contents, a
sentence that names a section, and a subsection that is worded like one do not fit in.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from .codebook import match_label, read_spec
from .document import Block, Document, Grid, Heading, Paragraph
from .figures import Note
from .furniture import Item, find_foot, role_of
from .headings import BARE, LONGEST, STYLES, HeadLine, is_contents, is_numbered, read_heading
from .text import squeeze

_SUBSECTION = re.compile(
    r"^\s*[（(][一二三四五六七八九十]+[)）]\s*[^。；;，,：:\n]{2,30}(?=[。：:\n]|$)"
)
_SENTENCE = re.compile("[。！？；]")

#: What speaks for a heading: a label that is known, or a numeral alone; another way of numbering
#: than the other headings have counts less. Six headings without anything below them (a table of
#: contents) weigh less than the same six with text.
_KNOWN, _STRANGE, _OTHER_STYLE = 10, 6, 3
_NUMERAL_FITS, _TEXT_BELOW, _TABLE_BELOW = 3, 2, 4
#: A run of so many headings without anything between them is a table of contents.
_RUN = 3
#: From this length on the label of a cell tells which table it stands in.
_TELLING = 4
#: So much of a line is quoted in a note.
_QUOTED = 24
#: Of a table that is left out so many cells are quoted.
_CELLS = 6


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph and the section it stands in; order 0 is the section's heading.

    Section 0 is what stands between the title and the first section, and has no heading.
    """

    section: int
    subsection: str | None
    order: int
    text: str
    source: str


@dataclass
class Prose:
    """The prose of a report, and what was left out or needed a rule."""

    passages: list[Passage] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A block that may head a section."""

    place: int
    section: int
    line: HeadLine


def read_sections(document: Document, title: str = "", others: Iterable[Grid] = ()) -> Prose:
    """Return the headings and paragraphs of a report, in printed order.

    Parameters
    ----------
    document : Document
        What `read_document` returns.
    title : str
        Where the title stands (a block's `source`): what is above it is the page's, not the
        report's.
    others : iterable of Grid
        The tables that are not of the form: those in the report are told of.
    """
    strange = {id(grid) for grid in others}
    items = list(_flat(document))
    heads, contents = _choose(items)
    # The tables of the form are read elsewhere, wherever they stand: on sheets of their own, at
    # the end.
    first, last = min(heads, default=len(items)), max(heads, default=-1)
    start = _start(items[:first], title)
    rest = [
        place
        for place in range(max(last + 1, start), len(items))
        if not isinstance(items[place], Grid) or id(items[place]) in strange
    ]
    foot = find_foot([items[place] for place in rest])
    below = [items[place] for place in rest[foot:]]
    end = rest[foot] if below else len(items)
    prose = Prose()
    above = [item for item in items[:start] if not _is_title(item, title)]
    _tell_left_out(prose, above, "above the title is left out")
    _read_preamble(prose, items[start : min(first, end)], {place - start for place in contents})
    if heads:
        _read_body(prose, items[:end], heads)
    _append(prose, [item for item in below if _role(item) == "report"])
    for item in items[start:end]:
        if isinstance(item, Grid) and id(item) in strange:
            message = f"a table that is not of the form is left out: {_first_cells(item)}"
            prose.notes.append(Note("info", item.source, message))
    left = [item for item in below if _role(item) != "report"]
    _tell_left_out(prose, left, "below the report is left out: the foot of the page")
    return prose


def _flat(blocks: Iterable[Block]) -> Iterator[Item]:
    """Yield the blocks; a frame drawn around prose is no table, but paragraphs."""
    for block in blocks:
        if isinstance(block, Grid) and is_frame(block):
            for row in block.rows:
                yield from (Paragraph(cell.text, cell.source) for cell in row if cell.text.strip())
        else:
            yield block


def is_frame(grid: Grid) -> bool:
    """Tell a frame drawn around prose, one cell a row and none of the form, from a table."""
    rows = [[cell for cell in row if cell.text.strip()] for row in grid.rows]
    lone = all(len(row) <= 1 for row in rows)
    return lone and not any(match_label(squeeze(cell.text)) for row in rows for cell in row)


def _is_title(item: Item, title: str) -> bool:
    return bool(title) and item.source == title


def _role(item: Item) -> str:
    return "" if isinstance(item, Grid) else role_of(item.text)


@cache
def _official() -> dict[int, tuple[str, str]]:
    """Return each section's heading on the form, and the table that stands below it."""
    return {
        int(row["section"]): (f"{row['numeral']}、{row['label_zh']}", row["table"])
        for row in read_spec("sections")
    }


# --- which blocks head the sections ---------------------------------------------------------------


def _choose(items: Sequence[Item]) -> tuple[dict[int, _Candidate], set[int]]:
    """Return the headings by their place, and the places of a table of contents.

    Of all ways of numbering the one is chosen that explains most.
    """
    every = [
        _Candidate(place, line.section or line.numeral, line)
        for place, item in enumerate(items)
        if not isinstance(item, Grid)
        and not is_contents(item.text)
        and (line := read_heading(item.text, isinstance(item, Heading)))
        and (line.section or line.numeral) in _official()
    ]
    tables = _tables(items)
    contents = _contents(every, items)
    every = [one for one in every if one.place not in contents]
    best: list[_Candidate] = []
    most = 0
    for style in (*STYLES, BARE):
        if any(one.line.style == style and one.line.section for one in every):
            weight, chain = _best_chain(every, style, items, tables)
            if weight > most:
                most, best = weight, chain
    return {one.place: one for one in _without_stray(best, items, contents)}, contents


def _tables(items: Sequence[Item]) -> dict[int, list[int]]:
    """Return the places of the statutory tables, by the section that each belongs to."""
    sections = {table: section for section, (_, table) in _official().items() if table}
    places: dict[int, list[int]] = {section: [] for section in sections.values()}
    for place, item in enumerate(items):
        if not isinstance(item, Grid):
            continue
        votes = dict.fromkeys(sections, 0)
        for row in item.rows:
            for cell in row:
                if len(cell.text) >= _TELLING:
                    for match in match_label(squeeze(cell.text), ("item", "column")):
                        votes[match.table] += 1
        table = max(votes, key=votes.__getitem__)
        if votes[table]:
            places[sections[table]].append(place)
    return places


def _contents(every: Sequence[_Candidate], items: Sequence[Item]) -> set[int]:
    """Return the places of a table of contents: a run of headings that come again below."""
    runs: list[list[_Candidate]] = []
    latest: dict[str, list[_Candidate]] = {}
    for one in every:
        if one.line.joined:
            continue
        run = latest.get(one.line.style)
        if (
            run is None or one.section <= run[-1].section
            or not _is_run(items[run[-1].place + 1 : one.place])
        ):  # fmt: skip
            run = latest[one.line.style] = []
            runs.append(run)
        run.append(one)
    places: set[int] = set()
    last = {one.section: one.place for one in every}
    for run in runs:
        again = sum(last[one.section] > run[-1].place for one in run)
        known = sum(one.line.section > 0 for one in run)
        if len(run) >= _RUN and run[0].section == 1 and 2 * min(again, known) > len(run):
            places |= set(range(run[0].place, run[-1].place + 1))
    return places


def _is_run(between: Sequence[Item]) -> bool:
    """Whether nothing stands between two headings but the points of a table of contents."""
    return all(
        not isinstance(item, Grid) and (is_numbered(item.text)[0] or is_contents(item.text))
        and len(item.text) <= LONGEST
        for item in between
    )  # fmt: skip


def _best_chain(
    every: Sequence[_Candidate], style: str, items: Sequence[Item], tables: dict[int, list[int]]
) -> tuple[int, list[_Candidate]]:
    """Return the headings in rising order that weigh most together; of equals, the later ones."""
    chains: dict[int, tuple[int, tuple[_Candidate, object] | None]] = {0: (0, None)}
    known = [one for one in every if one.line.section]
    # What ends a section: the next line that names another one, of the same level or of any.
    ends = {id(one): two.place for one, two in pairwise(known)}
    own = [one for one in known if one.line.style == style]
    ends_own = {id(one): two.place for one, two in pairwise(own)}
    named = {one.place: one.section for one in every}
    for one in every:
        below = tables.get(one.section, [])
        at = bisect_right(below, one.place)
        same = one.line.style == style
        end = (ends_own if same else ends).get(id(one), len(items))
        table = at < len(below) and below[at] < end
        weight = _weight(one.line, same, table)
        if not weight:
            continue
        text_below = one.place + 1 < len(items) and named.get(one.place + 1, 0) <= one.section
        if one.line.joined or text_below:
            weight += _TEXT_BELOW
        before = max((chains[s] for s in chains if s < one.section), key=lambda chain: chain[0])
        total = before[0] + weight
        if total >= chains.get(one.section, (0, None))[0]:
            chains[one.section] = (total, (one, before[1]))
    weight, links = max(chains.values(), key=lambda chain: chain[0])
    chain = []
    while links is not None:
        one, links = links  # type: ignore[assignment]
        chain.append(one)
    return weight, chain[::-1]


def _weight(line: HeadLine, same: bool, table: bool) -> int:
    """Return what speaks for a heading, 0 where it is none."""
    weight = _TABLE_BELOW if table else 0
    if line.strange:
        return _STRANGE + weight if same else 0
    if same:
        return _KNOWN + weight + (_NUMERAL_FITS if line.numeral == line.section else 0)
    # （二）主动公开情况 within section 一 is worded like a heading: its table must be below it.
    fits = line.style == BARE or line.numeral == line.section
    alone = fits and line.exact and not _official()[line.section][1]
    return _OTHER_STYLE + weight if table or alone else 0


def _without_stray(
    chain: Sequence[_Candidate], items: Sequence[Item], contents: set[int]
) -> list[_Candidate]:
    """Drop unknown labels whose numerals do not go on from the section before.

    A list within a section is numbered as the sections are at times: 一、…, 二、… below 五、….
    """
    kept: list[_Candidate] = []
    for one in chain:
        before = kept[-1] if kept else None
        number = (before.line.numeral or before.section) if before else 0
        between = (
            item.text for place, item in enumerate(items[: one.place])
            if place > (before.place if before else -1)
            and place not in contents and not isinstance(item, Grid)
        )  # fmt: skip
        if one.line.strange and (
            one.line.numeral != number + 1
            or any(is_numbered(text)[0] == one.line.style for text in between)
        ):
            continue
        kept.append(one)
    return kept


# --- their text -----------------------------------------------------------------------------------


def _start(items: Sequence[Item], title: str) -> int:
    """Return where the report begins: below its title, else with its first sentence."""
    for place, item in enumerate(items):
        if _is_title(item, title):
            return place + 1
    for place, item in enumerate(items):
        if not isinstance(item, Grid) and _SENTENCE.search(item.text):
            return place
    return len(items)


def _read_preamble(prose: Prose, items: Sequence[Item], contents: set[int]) -> None:
    """Keep what stands between the title and the first section, but for contents and links."""
    entries: list[Item] = []
    links: list[Item] = []
    order = 0
    for place, item in enumerate(items):
        if isinstance(item, Grid):
            continue
        if place in contents or is_contents(item.text):
            entries.append(item)
        elif role_of(item.text) == "page":
            links.append(item)
        else:
            order += 1
            prose.passages.append(Passage(0, None, order, squeeze(item.text), item.source))
    _tell_left_out(prose, entries, "is left out: a table of contents")
    _tell_left_out(prose, links, "below the title is left out: it tells of the page")


def _read_body(prose: Prose, items: Sequence[Item], heads: dict[int, _Candidate]) -> None:
    section, order, number = 0, 0, 0
    subsection: str | None = None
    style = ""
    for place in range(min(heads), len(items)):
        item = items[place]
        if isinstance(item, Grid):
            continue
        text = item.text
        if place in heads:
            one = heads[place]
            section, order, subsection = one.section, 0, None
            number, style = one.line.numeral, one.line.style
            heading = text[: one.line.end] if one.line.joined else text
            _tell_head(prose, one, heading, item.source)
            prose.passages.append(Passage(section, None, 0, squeeze(heading), item.source))
            if not one.line.joined:
                continue
            text = text[one.line.end :]
        elif _is_further(item, style, number):
            number += 1
            subsection = squeeze(text)
            message = f"「{_quoted(text)}」 is no section of the form: kept in section {section}"
            prose.notes.append(Note("info", item.source, message))
        elif match := _SUBSECTION.match(text):
            subsection = squeeze(match[0])
        order += 1
        prose.passages.append(Passage(section, subsection, order, squeeze(text), item.source))


def _is_further(item: Heading | Paragraph, style: str, number: int) -> bool:
    """Whether a heading goes on from the last section's numeral and is no section: 七、附件."""
    line = read_heading(item.text, isinstance(item, Heading))
    return line is not None and not line.joined and number > 0 and (
        (line.style, line.numeral) == (style, number + 1)
    )  # fmt: skip


def _tell_head(prose: Prose, one: _Candidate, heading: str, source: str) -> None:
    line = one.line
    official = _official()[one.section][0]
    if line.strange:
        message = f"「{_quoted(heading)}」 is taken for {official} by its numeral"
        prose.notes.append(Note("warning", source, message))
    elif line.numeral not in (0, one.section):
        message = f"「{_quoted(heading)}」 is {official} by its label, not by its numeral"
        prose.notes.append(Note("info", source, message))


def _append(prose: Prose, items: Sequence[Item]) -> None:
    """Put the report's own last lines behind its last section."""
    for item in items:
        if isinstance(item, Grid):
            continue
        last = prose.passages[-1] if prose.passages else Passage(0, None, 0, "", "")
        text = squeeze(item.text)
        prose.passages.append(
            Passage(last.section, last.subsection, last.order + 1, text, item.source)
        )


def _tell_left_out(prose: Prose, items: Sequence[Item], what: str) -> None:
    """Say in one note where what is left out begins, and how much it is."""
    if items:
        first = items[0]
        text = _first_text(first) if isinstance(first, Grid) else first.text
        count = f" and {len(items) - 1} more" if len(items) > 1 else ""
        message = f"「{_quoted(text)}」{count} {what}"
        prose.notes.append(Note("info", first.source, message))


def _first_text(grid: Grid) -> str:
    return next((cell.text for row in grid.rows for cell in row if cell.text.strip()), "")


def _first_cells(grid: Grid) -> str:
    texts = [squeeze(cell.text) for row in grid.rows for cell in row if cell.text.strip()]
    return " | ".join(_quoted(text) for text in texts[:_CELLS]) + " …" * (len(texts) > _CELLS)


def _quoted(text: str) -> str:
    line = squeeze(text)
    return line if len(line) <= _QUOTED else line[:_QUOTED] + "…"
