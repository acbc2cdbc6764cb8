"""The prose of a report: what stands before its sections, the six sections, their paragraphs.

headings reads a line as a heading, outline chooses among such lines, furniture knows the lines that
the page prints around a report, and parting cuts tables at the rows that head a section.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from ..document import Grid, Heading, Paragraph, Remark
from ..notes import told
from ..text import squeeze
from .furniture import Item, find_foot, role_of
from .headings import is_contents, read_heading
from .outline import Candidate, Outline, official, read_outline
from .parting import part_tables

__all__ = [
    "Outline", "Passage", "Prose", "find_headings", "part_tables", "read_outline", "read_sections",
]  # fmt: skip

_SUBSECTION = re.compile(
    r"^\s*[（(][一二三四五六七八九十]+[)）]\s*[^。；;，,：:\n]{2,30}(?=[。：:\n]|$)"
)
_SENTENCE = re.compile("[。！？；]")
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
    remarks: list[Remark] = field(default_factory=list)


def read_sections(outline: Outline, title: str = "", others: Iterable[Grid] = ()) -> Prose:
    """Return the headings and paragraphs of a report, in printed order.

    Parameters
    ----------
    outline : Outline
        What `read_outline` returns.
    title : str
        Where the title stands (a block's `source`): what is above it is the page's, not the
        report's.
    others : iterable of Grid
        The tables that are not of the form: those in the report are told of.
    """
    strange = {id(grid) for grid in others}
    items, heads, contents = outline.items, outline.heads, outline.contents
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
    _tell_lacking(prose, {one.section for one in heads.values()})
    above = [item for item in items[:start] if not _is_title(item, title)]
    _tell_left_out(prose, above, "left_above")
    _read_preamble(prose, items[start : min(first, end)], {place - start for place in contents})
    captions = {place for place in range(last + 1, end) if _is_caption(items[place : place + 2])}
    _tell_left_out(prose, [items[place] for place in sorted(captions)], "left_caption")
    if heads:
        _read_body(prose, items[:end], heads, captions)
    _append(prose, [item for item in below if _role(item) == "report"])
    for item in items[start:end]:
        if isinstance(item, Grid) and id(item) in strange:
            message = told("strange_table", printed=_first_cells(item))
            prose.remarks.append(Remark("info", item.source, message))
    left = [item for item in below if _role(item) != "report"]
    _tell_left_out(prose, left, "left_foot")
    return prose


def find_headings(outline: Outline) -> dict[tuple[str, str], int]:
    """Return the section that a line heads, by the line's source and its text, squeezed."""
    found = {}
    for place, one in outline.heads.items():
        item = outline.items[place]
        assert not isinstance(item, Grid)
        found[item.source, squeeze(item.text.strip().split("\n")[0])] = one.section
    return found


def _tell_lacking(prose: Prose, found: Collection[int]) -> None:
    for section, (label, _) in official().items():
        if section not in found:
            prose.remarks.append(Remark("warning", "", told("no_section", label=label)))


def _is_title(item: Item, title: str) -> bool:
    return bool(title) and item.source == title


def _role(item: Item) -> str:
    return "" if isinstance(item, Grid) else role_of(item.text)


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
    _tell_left_out(prose, entries, "left_contents")
    _tell_left_out(prose, links, "left_links")


def _is_caption(items: Sequence[Item]) -> bool:
    """Whether a heading of the form stands above a table: sheets print it so, behind the text."""
    if len(items) < 2 or isinstance(items[0], Grid) or not isinstance(items[1], Grid):
        return False
    line = read_heading(items[0].text)
    return line is not None and line.exact and not line.joined and bool(official()[line.section][1])


def _read_body(
    prose: Prose, items: Sequence[Item], heads: dict[int, Candidate], captions: Collection[int]
) -> None:
    section, order, number = 0, 0, 0
    subsection: str | None = None
    style = ""
    for place in range(min(heads), len(items)):
        item = items[place]
        if isinstance(item, Grid) or place in captions:
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
            message = told("further_section", printed=_quoted(text), section=section)
            prose.remarks.append(Remark("info", item.source, message))
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


def _tell_head(prose: Prose, one: Candidate, heading: str, source: str) -> None:
    line = one.line
    label, _ = official()[one.section]
    if line.strange:
        message = told("section_by_numeral", printed=_quoted(heading), label=label)
        prose.remarks.append(Remark("warning", source, message))
    elif line.numeral not in (0, one.section):
        message = told("section_by_label", printed=_quoted(heading), label=label)
        prose.remarks.append(Remark("info", source, message))


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


def _tell_left_out(prose: Prose, items: Sequence[Item], key: str) -> None:
    """Say in one note where what is left out begins, and how much it is."""
    if items:
        first = items[0]
        text = _first_text(first) if isinstance(first, Grid) else first.text
        count = f" and {len(items) - 1} more" if len(items) > 1 else ""
        message = told(key, quoted=f"「{_quoted(text)}」{count}")
        prose.remarks.append(Remark("info", first.source, message))


def _first_text(grid: Grid) -> str:
    return next((cell.text for row in grid.rows for cell in row if cell.text.strip()), "")


def _first_cells(grid: Grid) -> str:
    texts = [squeeze(cell.text) for row in grid.rows for cell in row if cell.text.strip()]
    return " | ".join(_quoted(text) for text in texts[:_CELLS]) + " …" * (len(texts) > _CELLS)


def _quoted(text: str) -> str:
    line = squeeze(text)
    return line if len(line) <= _QUOTED else line[:_QUOTED] + "…"
