"""The prose of a report: its six sections, their subsections and paragraphs.

parts puts the prose in a row, candidates reads lines as headings, outline chooses among them, and
furniture tells what stands below the report.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..codebook import read_spec
from ..document import Document, Remark
from ..text import squeeze
from .furniture import below
from .outline import Outline, find_outline
from .parts import Part, read_parts

__all__ = ["Passage", "Sections", "find_headings", "read_sections"]

_SUBSECTION = re.compile(
    r"^\s*[（(][一二三四五六七八九十]+[)）]\s*[^。；;，,：:\n]{2,30}(?=[。：:\n]|$)"
)
_BRACKETED = "(一)"
#: A paragraph; what is shorter or has no full stop, before section 一, is a title or the page's.
_PARAGRAPH = 15
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph and the section it stands in; order 0 is the section's heading."""

    section: int
    subsection: str | None
    order: int
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Sections:
    """The passages in printed order, and what there is to say of them."""

    passages: tuple[Passage, ...]
    remarks: tuple[Remark, ...]


def read_sections(document: Document) -> Sections:
    """Return the headings and paragraphs of the six sections, and what stands in none of them.

    The label decides which section a heading opens; a numeral that disagrees with it does not, for
    organs renumber. Of lines that may be headings those are, that make the best sequence (see
    `outline.find_outline`).
    """
    parts = read_parts(list(document))
    outline = find_outline(parts)
    first = outline.headings[0].part if outline.headings else len(parts)
    last = outline.headings[-1].part if outline.headings else len(parts)
    tail = [part for part in parts[last + 1 :] if not part.is_table]
    end = below([part.text for part in tail])
    cut = {id(part) for part in tail[end:]}
    kept = [part for part in parts if id(part) not in cut]
    return Sections(
        tuple(_passages(kept, outline)),
        (*_lacking(outline), *_decided(outline, parts), *_preamble(parts[:first]),
         *_left_out(tail[end:])),
    )  # fmt: skip


def find_headings(document: Document) -> dict[tuple[str, str], int]:
    """Return the section that a line heads, by the line's source and its text, squeezed."""
    parts = read_parts(list(document))
    found = {}
    for heading in find_outline(parts).headings:
        part = parts[heading.part]
        line = part.text.strip().split("\n")[0]
        found[part.source, squeeze(line)] = heading.section
    return found


def _passages(parts: Sequence[Part], outline: Outline) -> Iterator[Passage]:
    headings = {heading.part: heading for heading in outline.headings}
    section, order = 0, 0
    subsection: str | None = None
    for place, part in enumerate(parts):
        heading = headings.get(place)
        text = part.text
        if heading:
            section, order, subsection = heading.section, 0, None
            yield Passage(section, None, 0, squeeze(heading.heading), part.source)
            text = heading.rest
        if not section or part.is_table or not text.strip():
            continue
        match = _SUBSECTION.match(text) if outline.style != _BRACKETED else None
        if match:
            subsection = squeeze(match[0])
        order += 1
        yield Passage(section, subsection, order, squeeze(text), part.source)


def _lacking(outline: Outline) -> Iterator[Remark]:
    found = {heading.section for heading in outline.headings}
    for row in read_spec("sections"):
        if int(row["section"]) not in found:
            text = f"no section headed {row['numeral']}、{row['label_zh']}"
            yield Remark("warning", "", text)


def _decided(outline: Outline, parts: Sequence[Part]) -> Iterator[Remark]:
    """Tell headings whose label or numeral is not the form's."""
    for heading in outline.headings:
        source, text = parts[heading.part].source, squeeze(heading.heading)
        if heading.section in outline.by_numeral:
            yield Remark("warning", source, f"「{text}」 is taken for section {heading.section} by "
                         "its numeral: its label is not known")  # fmt: skip
        elif heading.numeral and heading.numeral != heading.section:
            yield Remark("info", source, f"「{text}」 is section {heading.section} by its label")


def _preamble(parts: Sequence[Part]) -> Iterator[Remark]:
    """Tell prose that stands before the first section, and so in none."""
    prose = [p for p in parts if len(p.text.strip()) >= _PARAGRAPH and "。" in p.text]
    if prose:
        first = squeeze(prose[0].text)[:_SHOWN]
        text = f"{len(prose)} paragraphs before the first section are in none: 「{first}…」"
        yield Remark("info", prose[0].source, text)


def _left_out(parts: Sequence[Part]) -> Iterator[Remark]:
    if parts:
        first = squeeze(parts[0].text)[:_SHOWN]
        text = f"what stands below the report is left out, from 「{first}」: {len(parts)} lines"
        yield Remark("info", parts[0].source, text)
