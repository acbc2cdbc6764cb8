"""Word files, from the XML itself.

The usual library skips table rows and cells in content controls (``w:sdt``) and inserted text
(``w:ins``) without a word; here they are descended into, and what was deleted or moved away, hidden
or struck out is left out. Numbers that Word counts by itself (一、 from a list style) are counted
as Word does.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ..document import Block, Remark
from ..errors import ReadError
from ..notes import told
from ..text import raised, squeeze
from .cells import MAX_CELLS, MAX_SPAN, PICTURE, Head, Item, Slot, Table, lay_out, struck_out
from .numbering import Numbering, read_numbering
from .opc import Package, attribute, is_on, local, number

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
#: What shows something that is no text; within it there may be a text box.
_PICTURES = frozenset(("drawing", "pict", "object", "sym"))
#: What leaves text unprinted, or printed as a mark.
_HIDDEN, _STRUCK, _SMALL = "vanish", "strike", "small"
#: Lines that cross a cell from corner to corner, as "/" is written by hand.
_DIAGONALS = frozenset(("tl2br", "tr2bl"))
#: Word nests no more fields.
_MOST_FIELDS = 20
#: So much of what is left out is quoted.
_QUOTED = 60
_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])$|(title|标题)$", re.IGNORECASE)
_BODY_TEXT = 9  # the outline level that stands for none


def read(data: bytes, name: str) -> tuple[Iterable[Block | Remark], Mapping[str, str]]:
    """Read a Word file into headings, paragraphs and grids, and remarks on what is left out."""
    package = Package(data, name, "docx")
    path = package.main("word/document.xml")
    root = package.xml(path)
    body = next((child for child in root if local(child.tag) == "body"), None)
    if body is None:
        raise ReadError(f"{name} has no body; open it in Word and save it again.")
    related = package.relations(path)
    styles = package.xml(next((p for kind, p in related.values() if kind == "styles"), ""))
    looks = {
        attribute(style, "styleId") or "": _look(_properties(style, "rPr"))
        for style in (styles if styles is not None else ())
        if attribute(style, "type") == "character"
    }
    numbering = read_numbering(package, related, styles)
    story = _Story(name, _heading_styles(styles), looks, numbering)
    blocks = list(lay_out(list(story.items(body))))
    return [*blocks, *story.remarks()], package.title()


def _heading_styles(styles: Any) -> dict[str, int]:
    """Return the level of each style that is a heading by its name or its outline level."""
    levels = {}
    for style in styles if styles is not None else ():
        name = level = None
        for child in style.iter():
            tag = local(child.tag)
            if tag == "name":
                name = attribute(child, "val")
            elif tag == "outlineLvl":
                level = number(child, _BODY_TEXT) + 1
        match = _HEADING.match(name or "")
        if match:
            level = int(match[1] or 1)
        if level is not None and level <= _BODY_TEXT:
            levels[attribute(style, "styleId") or ""] = level
    return levels


class _Story:
    """A walk through a document's body. Its depth is bounded by the parser's: 256 elements."""

    def __init__(
        self,
        name: str,
        headings: Mapping[str, int],
        looks: Mapping[str, frozenset[str]],
        numbering: Numbering,
    ) -> None:
        self.name = name
        self.headings = headings
        self.looks = looks
        self.numbering = numbering
        self.cells = 0
        self.depth = 0  # of tables
        self.pictures = 0
        #: For each field around a run, whether its result has begun: a field within another's code,
        #: before that, is not printed.
        self.fields: list[bool] = []
        self.left_out: dict[str, list[str]] = {_HIDDEN: [], _STRUCK: []}
        self.rows = self.deleted = self.crossed = self.chunks = 0

    def remarks(self) -> Iterator[Remark]:
        """Yield what is to be told of the items, once all of them were taken."""
        hidden, struck = (
            text[:_QUOTED] + ("…" if len(text) > _QUOTED else "")
            for text in (squeeze(" ".join(self.left_out[kind])) for kind in (_HIDDEN, _STRUCK))
        )
        if hidden:
            yield Remark("info", "", told("hidden_text", printed=hidden))
        if struck:
            yield Remark("info", "", told("struck_text", names=struck))
        if self.rows:
            yield Remark("info", "", told("hidden_table_rows", count=self.rows))
        if self.deleted:
            yield Remark("warning", "", told("deleted_cells", count=self.deleted))
        if self.crossed:
            yield Remark("info", "", told("crossed_cells", names=self.crossed))
        if self.chunks:
            yield Remark("warning", "", told("foreign_parts", count=self.chunks))

    def items(self, container: Any) -> Iterator[Item]:
        for child in _children(container):
            tag = local(child.tag)
            if tag == "p":
                yield from self._paragraph(child)
            elif tag == "tbl":
                yield self._table(child)
            elif tag == "altChunk":
                self.chunks += 1

    def _paragraph(self, paragraph: Any) -> Iterator[Item]:
        properties = _properties(paragraph, "pPr")
        pieces: list[str] = []
        boxes: list[Item] = []
        around, self.fields = self.fields, []
        self._runs(paragraph, pieces, boxes)
        self.fields = around
        mark = properties.get("rPr")
        gone = not pieces and any(local(e.tag) == "del" for e in (mark if mark is not None else ()))
        counted = "" if gone else self.numbering.next(properties)
        level = self._level(properties)
        # Text pasted from pages has line breaks (↓) where it should have paragraphs.
        lines = [line.strip() for line in "".join(pieces).split("\n")]
        if any(lines) or self.depth:  # the number of an empty line is only seen in a table
            lines[0] = (counted + lines[0]).strip()
        for text in filter(None, lines):
            yield Head(text, level) if level else text
        yield from boxes

    def _runs(self, parent: Any, pieces: list[str], boxes: list[Item]) -> None:
        for child in _children(parent):
            tag = local(child.tag)
            if tag == "r":
                self._run(child, pieces, boxes)
            elif tag == "t":
                if all(self.fields[:-1]):
                    pieces.append(child.text or "")
            elif tag == "fldChar":
                self._field(attribute(child, "fldCharType"))
            elif tag in ("tab", "ptab"):
                pieces.append("\t")
            elif tag in ("br", "cr"):
                pieces.append("\n")
            elif tag == "noBreakHyphen":
                pieces.append("-")
            elif tag == "txbxContent":
                boxes.extend(self.items(child))
            else:
                self.pictures += tag in _PICTURES
                if tag == "sym" and self.depth:
                    pieces.append(PICTURE)
                self._runs(child, pieces, boxes)

    def _run(self, run: Any, pieces: list[str], boxes: list[Item]) -> None:
        marks = _properties(run, "rPr")
        style = marks.get("rStyle")
        base = frozenset() if style is None else self.looks.get(attribute(style, "val") or "")
        look = _look(marks, base or frozenset())
        own: list[str] = []
        gone = next((why for why in (_HIDDEN, _STRUCK) if why in look), "")
        pictures = self.pictures
        self._runs(run, own, [] if gone else boxes)
        if gone:
            self.pictures = pictures
            self.left_out[gone] += own
        else:
            pieces += map(raised, own) if _SMALL in look else own

    def _field(self, mark: str | None) -> None:
        if mark == "begin" and len(self.fields) < _MOST_FIELDS:
            self.fields.append(False)
        elif self.fields and mark == "separate":
            self.fields[-1] = True
        elif self.fields and mark == "end":
            self.fields.pop()

    def _level(self, properties: Mapping[str, Any]) -> int:
        if "outlineLvl" in properties:
            level = number(properties["outlineLvl"], _BODY_TEXT)
            return level + 1 if level < _BODY_TEXT else 0
        style = properties.get("pStyle")
        return 0 if style is None else self.headings.get(attribute(style, "val") or "", 0)

    def _table(self, element: Any) -> Table:
        table = Table()
        self.depth += 1
        above: dict[int, Slot] = {}  # by column, the cells that a vMerge below continues
        for row in _children(element):
            if local(row.tag) != "tr":
                continue
            properties = _properties(row, "trPr")
            if "del" in properties:
                continue
            if _switched(properties.get("hidden")):
                self.rows += 1
                continue
            table.rows.append([])
            above = self._row(row, number(properties.get("gridBefore"), 0), above, table.rows[-1])
        self.depth -= 1
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
            span = max(1, min(number(properties.get("gridSpan"), 1), MAX_SPAN))
            if "cellDel" in properties:
                self.deleted += 1
                column += span  # the cells beside it stay in their columns
                continue
            merge = _merge(properties.get("vMerge"))
            if merge == "continue" and column in above:
                # Word shows nothing of a continued cell but what the first one holds.
                here[column] = above[column]
                above[column].rowspan += 1
            elif _merge(properties.get("hMerge")) == "continue" and slots:
                slots[-1].colspan += span
            else:
                slot = Slot(self._content(cell, properties, slots), 1, span, column)
                slots.append(slot)
                if merge:
                    here[column] = slot
            column += span
        return here

    def _content(self, cell: Any, properties: Mapping[str, Any], left: list[Slot]) -> list[Item]:
        """Return what a cell holds; what is seen in it and is no text makes it no blank.

        A line from corner to corner is a stroke, but in a table's own corner, left of all others.
        """
        pictures, struck = self.pictures, len(self.left_out[_STRUCK])
        items = list(self.items(cell))
        if items:
            return items
        gone = squeeze("".join(self.left_out[_STRUCK][struck:]))
        if gone:
            return [struck_out(gone)]
        if self.pictures > pictures:
            return [PICTURE]
        borders = properties.get("tcBorders") if any(slot.items for slot in left) else None
        for border in borders if borders is not None else ():
            if local(border.tag) in _DIAGONALS and attribute(border, "val") not in ("nil", "none"):
                self.crossed += 1
                return ["/"]
        return []


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


def _merge(element: Any) -> str:
    """Return "restart", "continue" or "" for a vMerge or hMerge; without a value it continues."""
    return "" if element is None else attribute(element, "val") or "continue"


def _switched(mark: Any) -> bool:
    return mark is not None and is_on(attribute(mark, "val"), default=True)


def _look(marks: Mapping[str, Any], base: frozenset[str] = frozenset()) -> frozenset[str]:
    """Return what run properties say of a run, upon what its style says."""
    look = set(base)
    for name, what in (("vanish", _HIDDEN), ("strike", _STRUCK), ("dstrike", _STRUCK)):
        if name in marks:
            (look.add if _switched(marks[name]) else look.discard)(what)
    if "vertAlign" in marks:
        small = attribute(marks["vertAlign"], "val") in ("superscript", "subscript")
        (look.add if small else look.discard)(_SMALL)
    return frozenset(look)
