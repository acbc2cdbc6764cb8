"""Which lines head the six sections: those that fit together best.

Which they are is told by all of them together: the lines that are numbered alike, name sections in
rising order, and have text or their table below them. A table of contents, a sentence that names a
section, and a subsection that is worded like one do not fit in.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from ..codebook import match_label, read_spec
from ..document import Block, Grid, Heading, Paragraph
from .furniture import Item
from .headings import BARE, LONGEST, STYLES, HeadLine, is_contents, is_numbered, read_heading

#: What speaks for a heading: a label that is known, or a numeral alone; another way of numbering
#: than the other headings have counts less. Six headings without anything below them (a table of
#: contents) weigh less than the same six with text.
_KNOWN, _STRANGE, _OTHER_STYLE = 10, 6, 3
_NUMERAL_FITS, _TEXT_BELOW, _TABLE_BELOW = 3, 2, 4
#: A run of so many headings without anything between them is a table of contents.
_RUN = 3
#: From this length on the label of a cell tells which table it stands in.
_TELLING = 4


@dataclass(frozen=True, slots=True)
class Candidate:
    """A block that may head a section."""

    place: int
    section: int
    line: HeadLine


@dataclass(frozen=True, slots=True)
class Outline:
    """A document's lines and tables, and which of them head the six sections.

    Attributes
    ----------
    items : list of Item
        The blocks, with frames around prose taken off.
    heads : dict of int to Candidate
        The headings, by their place among the items.
    contents : set of int
        The places of a table of contents.
    """

    items: list[Item]
    heads: dict[int, Candidate]
    contents: set[int]


def read_outline(blocks: Iterable[Block]) -> Outline:
    """Find the headings of a document: once for its prose and for what stands around it."""
    items = list(flatten(blocks))
    return Outline(items, *choose(items))


def flatten(blocks: Iterable[Block]) -> Iterator[Item]:
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
    return lone and not any(match_label(cell.text) for row in rows for cell in row)


@cache
def official() -> dict[int, tuple[str, str]]:
    """Return each section's heading on the form, and the table that stands below it."""
    return {
        int(row["section"]): (f"{row['numeral']}、{row['label_zh']}", row["table"])
        for row in read_spec("sections")
    }


def choose(items: Sequence[Item]) -> tuple[dict[int, Candidate], set[int]]:
    """Return the headings by their place, and the places of a table of contents.

    Of all ways of numbering the one is chosen that explains most.
    """
    every = [
        Candidate(place, line.section or line.numeral, line)
        for place, item in enumerate(items)
        if not isinstance(item, Grid)
        and not is_contents(item.text)
        and (line := read_heading(item.text, isinstance(item, Heading)))
        and (line.section or line.numeral) in official()
    ]
    tables = _tables(items)
    contents = _contents(every, items)
    every = [one for one in every if one.place not in contents]
    best: list[Candidate] = []
    most = 0
    for style in (*STYLES, BARE):
        if any(one.line.style == style and one.line.section for one in every):
            weight, chain = _best_chain(every, style, items, tables)
            if weight > most:
                most, best = weight, chain
    return {one.place: one for one in _without_stray(best, items, contents)}, contents


def _tables(items: Sequence[Item]) -> dict[int, list[int]]:
    """Return the places of the statutory tables, by the section that each belongs to."""
    sections = {table: section for section, (_, table) in official().items() if table}
    places: dict[int, list[int]] = {section: [] for section in sections.values()}
    for place, item in enumerate(items):
        if not isinstance(item, Grid):
            continue
        votes = dict.fromkeys(sections, 0)
        for row in item.rows:
            for cell in row:
                if len(cell.text) >= _TELLING:
                    for match in match_label(cell.text, ("item", "column")):
                        votes[match.table] += 1
        table = max(votes, key=votes.__getitem__)
        if votes[table]:
            places[sections[table]].append(place)
    return places


def _contents(every: Sequence[Candidate], items: Sequence[Item]) -> set[int]:
    """Return the places of a table of contents: a run of headings that come again below."""
    runs: list[list[Candidate]] = []
    latest: dict[str, list[Candidate]] = {}
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
    every: Sequence[Candidate], style: str, items: Sequence[Item], tables: dict[int, list[int]]
) -> tuple[int, list[Candidate]]:
    """Return the headings in rising order that weigh most together; of equals, the later ones."""
    chains: dict[int, tuple[int, tuple[Candidate, object] | None]] = {0: (0, None)}
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
    alone = fits and line.exact and not official()[line.section][1]
    return _OTHER_STYLE + weight if table or alone else 0


def _without_stray(
    chain: Sequence[Candidate], items: Sequence[Item], contents: set[int]
) -> list[Candidate]:
    """Drop unknown labels whose numerals do not go on from the section before.

    A list within a section is numbered as the sections are at times: 一、…, 二、… below 五、….
    """
    kept: list[Candidate] = []
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
