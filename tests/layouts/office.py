"""Word documents and spreadsheets."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.worksheet.worksheet import Worksheet

from .model import Cell, Draft, Heading, Row, Table, place
from .style import Style

#: The time stamped on everything inside an archive, so that the same report is the same bytes.
WHEN = (2024, 1, 26, 9, 30, 0)

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DOCX = {
    "[Content_Types].xml": (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
        'relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.'
        'openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
        '<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-'
        'officedocument.wordprocessingml.styles+xml"/></Types>'
    ),
    "_rels/.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/officeDocument" Target="word/document.xml"/></Relationships>'
    ),
    "word/_rels/document.xml.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/styles" Target="styles.xml"/></Relationships>'
    ),
    "word/styles.xml": (
        f'<w:styles xmlns:w="{W}"><w:style w:type="paragraph" w:default="1" w:styleId="a">'
        '<w:name w:val="Normal"/></w:style><w:style w:type="paragraph" w:styleId="1">'
        '<w:name w:val="heading 1"/><w:basedOn w:val="a"/></w:style></w:styles>'
    ),
}  # fmt: skip
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
CHANGE = 'w:id="7" w:author="政务公开办" w:date="2024-01-20T09:00:00Z"'


def _zip(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, WHEN), content, zipfile.ZIP_DEFLATED)
    return file.getvalue()


# --- Word -----------------------------------------------------------------------------------------


def document(draft: Draft, style: Style) -> bytes:
    """Write a draft as docx."""
    facts = "".join(
        f"<w:tr>{_w_cell(_run(name))}{_w_cell(_run(value))}</w:tr>"
        for name, value in draft.metadata
    )
    body = [*(_paragraph(line) for line in draft.before)]
    if facts:
        body.append(f"<w:tbl><w:tblPr/><w:tblGrid/>{facts}</w:tbl>")
    body.append(_paragraph(draft.title))
    for block in draft.blocks:
        if isinstance(block, Heading):
            body.append(_paragraph(block.text, "1" if style.heading_styles else ""))
        elif isinstance(block, str):
            body.append(_paragraph(style.indent + block))
        else:
            body.append(_w_table(block, style))
    body += [_paragraph(line) for line in draft.after]
    # Word wants a paragraph after a table at the end, and the section's own properties.
    inner = f"<w:body>{''.join(body)}<w:sectPr/></w:body>"
    xml = f'{HEAD}<w:document xmlns:w="{W}">{inner}</w:document>'
    parts = {name: (HEAD + text).encode() for name, text in DOCX.items()}
    return _zip(parts | {"word/document.xml": xml.encode()})


def _run(text: str) -> str:
    inner = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n")
    )
    return f"<w:r>{inner}</w:r>" if text else ""


def _paragraph(text: str, style_id: str = "") -> str:
    look = f'<w:pPr><w:pStyle w:val="{style_id}"/></w:pPr>' if style_id else ""
    return f"<w:p>{look}{_run(text)}</w:p>"


def _w_table(table: Table, style: Style) -> str:
    width = len(table.widths)
    columns = "".join(f'<w:gridCol w:w="{int(w * 500)}"/>' for w in table.widths)
    owners: dict[tuple[int, int], tuple[int, int, Cell]] = {}
    for r, c, cell in place(table):
        for i in range(cell.rowspan):
            owners[r + i, c] = (r, c, cell)
    rows = []
    for r, row in enumerate(table.rows):
        cells, before, c = [], 0, 0
        while c < width:
            if (r, c) not in owners:
                break
            top, _, cell = owners[r, c]
            if top < r and style.grid_before and not cells:
                # The row starts where its own cells do; nothing says what stands above.
                before += cell.colspan
            else:
                cells.append(_spanning(cell, top == r, style))
            c += cell.colspan
        rows.append(_w_row(row, "".join(cells), before, style))
    return f"<w:tbl><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"


def _spanning(cell: Cell, first: bool, style: Style) -> str:
    look = f'<w:gridSpan w:val="{cell.colspan}"/>' if cell.colspan > 1 else ""
    if cell.rowspan > 1 and not style.grid_before:
        look += '<w:vMerge w:val="restart"/>' if first else "<w:vMerge/>"
    if not first:
        return _w_cell("", look)
    if cell.kind == "value" and cell.text and style.tracked == "insertions":
        inner = f"<w:ins {CHANGE}>{_run(cell.text)}</w:ins>"
    elif cell.kind == "value" and style.tracked == "deletions":
        gone = f"<w:del {CHANGE}><w:r><w:delText>99</w:delText></w:r></w:del>"
        inner = gone + _run(cell.text)
    elif cell.kind in ("banner", "head", "note", "label") and style.broken_runs:
        half = (len(cell.text) + 1) // 2
        between = {"r": "", "p": "</w:p><w:p>", "br": "<w:r><w:br/></w:r>"}[style.broken_runs]
        inner = _run(cell.text[:half]) + between + _run(cell.text[half:])
    else:
        inner = _run(cell.text)
    whole = _w_cell(inner, look)
    if style.content_controls == "cells" and cell.kind in ("value", "label"):
        return f"<w:sdt><w:sdtPr/><w:sdtContent>{whole}</w:sdtContent></w:sdt>"
    return whole


def _w_cell(inner: str, look: str = "") -> str:
    return f"<w:tc><w:tcPr>{look}</w:tcPr><w:p>{inner}</w:p></w:tc>"


def _w_row(row: Row, cells: str, before: int, style: Style) -> str:
    skipped = f'<w:trPr><w:gridBefore w:val="{before}"/></w:trPr>' if before else ""
    whole = f"<w:tr>{skipped}{cells}</w:tr>"
    if style.content_controls == "rows" and row.item:
        whole = f"<w:sdt><w:sdtPr/><w:sdtContent>{whole}</w:sdtContent></w:sdt>"
    if style.tracked == "deleted_row" and row.item in ("rules", "received"):
        # The row was typed twice, and the first of the two struck out.
        gone = "".join(
            _w_cell(
                f"<w:del {CHANGE}><w:r><w:delText>{'88' if c.kind == 'value' else c.text}"
                "</w:delText></w:r></w:del>",
                f'<w:gridSpan w:val="{c.colspan}"/>',
            )
            for c in row.cells
        )
        whole = f"<w:tr><w:trPr><w:del {CHANGE}/></w:trPr>{gone}</w:tr>{whole}"
    return whole


# --- spreadsheets ---------------------------------------------------------------------------------

SHEETS = {"disclosure": "主动公开", "requests": "依申请公开", "review": "复议诉讼"}


def workbook(draft: Draft, style: Style) -> bytes:
    """Write a draft as xlsx."""
    book = Workbook()
    sheet = book.active
    sheet.title = "年度报告"
    row = 1

    def line(text: str) -> None:
        nonlocal row
        sheet.cell(row, 1).value = text
        row += 1

    for text in (*draft.before, draft.title):
        line(text)
    for block in draft.blocks:
        if isinstance(block, Table) and style.sheets == "per_table":
            _fill(book.create_sheet(SHEETS[block.name]), block, 1, style)
        elif isinstance(block, Table):
            _fill(sheet, block, row, style)
            row += len(block.rows)
        else:
            line(block.text if isinstance(block, Heading) else block)
    for text in draft.after:
        line(text)
    file = io.BytesIO()
    book.properties.created = datetime(*WHEN)
    book.save(file)
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    # openpyxl stamps the time of saving, whatever it is told.
    stamp = rb"(<dcterms:modified[^>]*>)[^<]*"
    parts["docProps/core.xml"] = re.sub(
        stamp, rb"\g<1>2024-01-26T09:30:00Z", parts["docProps/core.xml"]
    )
    return _zip(parts)


def _fill(sheet: Worksheet, table: Table, top: int, style: Style) -> None:
    for r, c, cell in place(table):
        at = sheet.cell(top + r, c + 1)
        at.alignment = Alignment(wrap_text=True, vertical="center")
        number = re.fullmatch(r"-?\d{1,15}|-?\d{1,11}\.\d{1,4}", cell.text)
        if cell.kind == "value" and number and style.numbers_as == "number":
            at.value = float(cell.text) if "." in cell.text else int(cell.text)
        elif cell.text:
            at.value = cell.text
            at.data_type = "s"
        if cell.rowspan > 1 or cell.colspan > 1:
            sheet.merge_cells(
                start_row=top + r, start_column=c + 1,
                end_row=top + r + cell.rowspan - 1, end_column=c + cell.colspan,
            )  # fmt: skip
