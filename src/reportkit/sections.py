"""The prose of a report: its six sections, their subsections and paragraphs."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .codebook import match_label, split_numbering
from .document import Block, Document, Grid, Heading, Paragraph
from .text import normalize, squeeze

_NUMERAL = re.compile(r"^[(]?([一二三四五六七八九])[)]?[、.:]?")
_NUMERALS = "一二三四五六七八九"
_SUBSECTION = re.compile(
    r"^\s*[（(][一二三四五六七八九十]+[)）]\s*[^。；;，,：:\n]{2,30}(?=[。：:\n]|$)"
)


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph and the section it stands in; order 0 is the section's heading."""

    section: int
    subsection: str | None
    order: int
    text: str
    source: str


def read_sections(document: Document) -> list[Passage]:
    """Return the headings and paragraphs of the six sections, in printed order."""
    return list(_walk(list(document)))


def _walk(blocks: list[Block]) -> Iterator[Passage]:
    section, order = 0, 0
    subsection: str | None = None
    for block in _prose(blocks):
        number = section_number(block.text)
        if number and number > section:
            section, order, subsection = number, 0, None
            yield Passage(section, None, 0, squeeze(block.text), block.source)
            continue
        if not section:
            continue
        match = _SUBSECTION.match(block.text)
        if match:
            subsection = squeeze(match[0])
        order += 1
        yield Passage(section, subsection, order, squeeze(block.text), block.source)


def _prose(blocks: list[Block]) -> Iterator[Heading | Paragraph]:
    """Yield all but the tables; a frame drawn around prose is no table."""
    for block in blocks:
        if not isinstance(block, Grid):
            yield block
            continue
        rows = [[cell for cell in row if cell.text.strip()] for row in block.rows]
        lone = all(len(row) <= 1 for row in rows)
        if lone and not any(match_label(squeeze(cell.text)) for row in rows for cell in row):
            yield from (Paragraph(cell.text, cell.source) for row in rows for cell in row)


def section_number(text: str) -> int:
    """Return which of the six sections a line heads, 0 for none.

    The label decides; a numeral that disagrees with it does not, for organs renumber.
    三、本年度办理结果, a row of the requests table, has a section's numeral and no section's label.

    Examples
    --------
    >>> section_number("五、存在的主要问题及改进情况"), section_number("三、本年度办理结果")
    (5, 0)
    """
    folded = normalize(text)
    if len(folded) > 40 or not _NUMERAL.match(folded):
        return 0
    _, label = split_numbering(folded)
    for match in match_label(label, ("section",)):
        return int(match.code)
    return 0
