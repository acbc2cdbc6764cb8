"""Word files, from the XML itself.

The usual library skips table rows and cells in content controls (``w:sdt``) and inserted text
(``w:ins``) without a word; here they are descended into, and what was deleted or moved away is left
out. Numbers that Word counts by itself (automatic lists) are not in the file as text and are not
made up: 一、 typed by hand is read, 一、 from a list style is not.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ..document import Block
from ..errors import ReadError
from ..text import raised
from .cells import MAX_CELLS, MAX_SPAN, Head, Item, Slot, Table, lay_out
from .opc import Package, attribute, local

#: What only wraps other things.
_WRAPPERS = frozenset(
    ("ins", "moveTo", "customXml", "smartTag", "sdtContent", "hyperlink", "fldSimple", "dir", "bdo")
)
#: What is not printed: what was deleted, properties, field codes, the reading beside a ruby text.
_DROPPED = frozenset(
    (
        *("del", "moveFrom", "delText", "delInstrText", "instrText", "fldData", "rt"),
        *("pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr", "sectPr"),
        *("footnoteReference", "endnoteReference", "commentReference"),
    )
)
_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])$|(title|标题)$", re.IGNORECASE)
_BODY_TEXT = 9  # the outline level that stands for none


def read(data: bytes, name: str) -> tuple[Iterable[Block], Mapping[str, str]]:
    """Read a Word file into headings, paragraphs and grids."""
    package = Package(data, name, "docx")
    path = package.main("word/document.xml")
    root = package.xml(path)
    body = next((child for child in root if local(child.tag) == "body"), None)
    if body is None:
        raise ReadError(f"{name} has no body; open it in Word and save it again.")
    story = _Story(name, _heading_styles(package, path))
    return lay_out(list(story.items(body))), package.title()


def _heading_styles(package: Package, path: str) -> dict[str, int]:
    """Return the level of each style that is a heading by its name or its outline level."""
    styles = next((p for kind, p in package.relations(path).values() if kind == "styles"), "")
    root = package.xml(styles)
    levels = {}
    for style in root if root is not None else ():
        name = level = None
        for child in style.iter():
            tag = local(child.tag)
            if tag == "name":
                name = attribute(child, "val")
            elif tag == "outlineLvl":
                level = _number(child, _BODY_TEXT) + 1
        match = _HEADING.match(name or "")
        if match:
            level = int(match[1] or 1)
        if level is not None and level <= _BODY_TEXT:
            levels[attribute(style, "styleId") or ""] = level
    return levels


class _Story:
    """A walk through a document's body. Its depth is bounded by the parser's: 256 elements."""

    def __init__(self, name: str, headings: Mapping[str, int]) -> None:
        self.name = name
        self.headings = headings
        self.cells = 0

    def items(self, container: Any) -> Iterator[Item]:
        for child in _children(container):
            tag = local(child.tag)
            if tag == "p":
                yield from self._paragraph(child)
            elif tag == "tbl":
                yield self._table(child)

    def _paragraph(self, paragraph: Any) -> Iterator[Item]:
        pieces: list[str] = []
        boxes: list[Item] = []
        self._runs(paragraph, pieces, boxes)
        level = self._level(paragraph)
        # Text pasted from pages has line breaks (↓) where it should have paragraphs.
        for line in "".join(pieces).split("\n"):
            text = line.strip()
            if text:
                yield Head(text, level) if level else text
        yield from boxes

    def _runs(self, parent: Any, pieces: list[str], boxes: list[Item]) -> None:
        for child in _children(parent):
            tag = local(child.tag)
            if tag == "t":
                pieces.append(child.text or "")
            elif tag in ("tab", "ptab"):
                pieces.append("\t")
            elif tag in ("br", "cr"):
                pieces.append("\n")
            elif tag == "noBreakHyphen":
                pieces.append("-")
            elif tag == "txbxContent":
                boxes.extend(self.items(child))
            elif not (tag == "r" and _is_hidden(child)):
                own: list[str] = []
                self._runs(child, own, boxes)
                pieces += map(raised, own) if tag == "r" and _is_raised(child) else own

    def _level(self, paragraph: Any) -> int:
        for properties in paragraph:
            if local(properties.tag) != "pPr":
                continue
            style = 0
            for child in properties:
                tag = local(child.tag)
                if tag == "outlineLvl":
                    level = _number(child, _BODY_TEXT)
                    return level + 1 if level < _BODY_TEXT else 0
                if tag == "pStyle":
                    style = self.headings.get(attribute(child, "val") or "", 0)
            return style
        return 0

    def _table(self, element: Any) -> Table:
        table = Table()
        above: dict[int, Slot] = {}  # by column, the cells that a vMerge below continues
        for row in _children(element):
            if local(row.tag) != "tr":
                continue
            properties = _properties(row, "trPr")
            if "del" in properties:
                continue
            table.rows.append([])
            above = self._row(row, _number(properties.get("gridBefore"), 0), above, table.rows[-1])
        return table

    def _row(
        self, row: Any, before: int, above: dict[int, Slot], slots: list[Slot]
    ) -> dict[int, Slot]:
        column = min(before, MAX_SPAN)
        here: dict[int, Slot] = {}
        for cell in _children(row):
            if local(cell.tag) != "tc":
                continue
            self.cells += 1
            if self.cells > MAX_CELLS:
                raise ReadError(
                    f"{self.name} has more than {MAX_CELLS:,} table cells: no report has."
                )
            properties = _properties(cell, "tcPr")
            span = max(1, min(_number(properties.get("gridSpan"), 1), MAX_SPAN))
            merge = _merge(properties.get("vMerge"))
            if merge == "continue" and column in above:
                # Word shows nothing of a continued cell but what the first one holds.
                here[column] = above[column]
                above[column].rowspan += 1
            elif _merge(properties.get("hMerge")) == "continue" and slots:
                slots[-1].colspan += span
            else:
                slot = Slot(list(self.items(cell)), 1, span, column)
                slots.append(slot)
                if merge:
                    here[column] = slot
            column += span
        return here


def _children(parent: Any) -> Iterator[Any]:
    """Yield what stands in an element, wrappers opened, and what is not printed left out."""
    for child in parent:
        tag = local(child.tag)
        if tag in _DROPPED:
            continue
        if tag == "sdt":
            parts = {local(part.tag): part for part in child}
            prompt = any(local(p.tag) == "showingPlcHdr" for p in parts.get("sdtPr", ()))
            if not prompt and "sdtContent" in parts:  # 单击此处输入文字 is no content
                yield from _children(parts["sdtContent"])
        elif tag == "AlternateContent":
            # The same text box twice, for new programs and for old ones.
            for choice in child:
                if local(choice.tag) in ("Choice", "Fallback"):
                    yield from _children(choice)
                    break
        elif tag in _WRAPPERS:
            yield from _children(child)
        else:
            yield child


def _properties(element: Any, name: str) -> dict[str, Any]:
    for child in element:
        if local(child.tag) == name:
            return {local(entry.tag): entry for entry in child}
    return {}


def _number(element: Any, default: int) -> int:
    text = (attribute(element, "val") or "") if element is not None else ""
    return int(text) if text.isdecimal() and len(text) < 5 else default


def _merge(element: Any) -> str:
    """Return "restart", "continue" or "" for a vMerge or hMerge; without a value it continues."""
    return "" if element is None else attribute(element, "val") or "continue"


def _is_hidden(run: Any) -> bool:
    """Whether a run is hidden or struck out."""
    marks = _properties(run, "rPr")
    return any(
        (mark := marks.get(name)) is not None
        and (attribute(mark, "val") or "1") not in ("0", "false", "off")
        for name in ("vanish", "strike", "dstrike")
    )


def _is_raised(run: Any) -> bool:
    mark = _properties(run, "rPr").get("vertAlign")
    return mark is not None and attribute(mark, "val") == "superscript"
