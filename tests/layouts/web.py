"""Web pages, alone and as saved by a browser in one file."""

from __future__ import annotations

import json
import quopri
from base64 import encodebytes
from html import escape

from .model import Cell, Draft, Heading, Table
from .plain import encode
from .style import Style

#: What a page says about its bytes when it is wrong about them.
WRONG = {"utf-8": "gb2312", "utf-8-sig": "gb2312"}
RIGHT = {"utf-8-sig": "utf-8", "utf-16-le": "utf-16", "utf-16-be": "utf-16"}
BLANKS = {"": "", "nbsp": "&nbsp;", "o:p": "<o:p>&nbsp;</o:p>"}
CONTAINERS = {
    "": ("<div>", "</div>"),
    "#zoom": ('<div id="zoom">', "</div>"),
    ".TRS_Editor": ('<div class="view TRS_UEDITOR"><div class="TRS_Editor">', "</div></div>"),
    ".article-content": ('<div class="article-content">', "</div>"),
    "ucapcontent": ('<div id="UCAP-CONTENT"><ucapcontent>', "</ucapcontent></div>"),
    # Old pages are laid out by tables: the report's tables stand inside another.
    "table": (
        '<table width="100%"><tr><td><table><tr><td>', "</td></tr></table></td></tr></table>",
    ),
}  # fmt: skip
CSS = """
body { font: 16px/1.8 serif; width: 820px; margin: 2em auto } h1 { text-align: center }
table.form { border-collapse: collapse; width: 100% } p { text-indent: 2em }
table.form td, table.form th { border: 1px solid #000; padding: 2px 4px; font-size: 13px }
.c { text-align: center } .b { background: #c6d9f1 }
"""


def page(draft: Draft, style: Style) -> bytes:
    """Write a draft as a web page."""
    return encode(_page(draft, style), style)


def archive(draft: Draft, style: Style) -> bytes:
    """Write a draft as MHTML."""
    body = page(draft, style)
    charset = declared(style)
    # Quoted-printable keeps line ends as they are, which would tear UTF-16 apart.
    transfer = "base64" if style.encoding.startswith("utf-16") else style.transfer
    coded = encodebytes(body) if transfer == "base64" else quopri.encodestring(body)
    head = [
        "From: <Saved by Blink>", "Snapshot-Content-Location: http://www.example.gov.cn/1.html",
        "MIME-Version: 1.0",
        'Content-Type: multipart/related; type="text/html"; boundary="----MultipartBoundary--1"',
        "", "", "------MultipartBoundary--1",
        "Content-Type: text/html" + (f"; charset={charset}" if charset else ""),
        f"Content-Transfer-Encoding: {transfer}",
        "Content-Location: http://www.example.gov.cn/1.html", "", "",
    ]  # fmt: skip
    tail = "\r\n------MultipartBoundary--1--\r\n"
    lines = b"\r\n".join(coded.splitlines())
    return "\r\n".join(head).encode() + lines + tail.encode()


def declared(style: Style) -> str:
    """Return the charset that the page names."""
    if style.charset == "missing":
        return ""
    if style.charset == "gb2312":
        return "gb2312"
    if style.charset == "wrong":
        return WRONG.get(style.encoding, "utf-8")
    return RIGHT.get(style.encoding, style.encoding)


def _page(draft: Draft, style: Style) -> str:
    charset = declared(style)
    meta = f'<meta charset="{charset}">' if charset else ""
    first = "<title>政府信息公开-某某县人民政府</title>\n" if style.two_titles else ""
    start, end = CONTAINERS[style.container]
    report = f"<h1>{escape(draft.title)}</h1>\n" + "\n".join(
        f"<p>{style.indent}{escape(block)}</p>" if isinstance(block, str)
        else f"<p><b>{escape(block.text)}</b></p>" if isinstance(block, Heading)
        else _table(block, style)
        for block in draft.blocks
    )  # fmt: skip
    if style.in_script == "json":
        text = json.dumps(report, ensure_ascii=False)
        text = text.replace("<", r"\u003c").replace(">", r"\u003e")
        report = f"<script>var content = {text}; show(content);</script>"
    elif style.in_script == "entities":
        text = json.dumps(escape(report, quote=False), ensure_ascii=False)
        report = f"<script>var content = {text}; show(unescape(content));</script>"
    facts = "".join(
        f"<tr><td>{escape(name)}：</td><td>{escape(value)}</td></tr>"
        for name, value in draft.metadata
    )
    facts = f"<table>{facts}</table>\n" if facts else ""
    before = "".join(f"<div>{escape(line)}</div>\n" for line in draft.before)
    after = "".join(f"<div>{escape(line)}</div>\n" for line in draft.after)
    return (
        f"<!DOCTYPE html>\n<html>\n<head>\n{meta}\n{first}<title>{escape(draft.title)}</title>\n"
        f"<style>{CSS}</style>\n</head>\n<body>\n{before}{facts}{start}\n{report}\n{end}\n{after}"
        "</body>\n</html>\n"
    )


def _table(table: Table, style: Style) -> str:
    rows = "\n".join(
        f"<tr>{''.join(_cell(cell, style) for cell in row.cells)}</tr>" for row in table.rows
    )
    return f'<table class="form">\n{rows}\n</table>'


def _cell(cell: Cell, style: Style) -> str:
    tag = style.header_tag if cell.kind in ("banner", "head") else "td"
    spans = "".join(
        f' {name}="{n}"'
        for name, n in (("rowspan", cell.rowspan), ("colspan", cell.colspan)) if n > 1
    )  # fmt: skip
    looks = {"banner": ' class="b c"', "head": ' class="c"', "value": ' class="c"'}
    look = looks.get(cell.kind, "")
    if cell.kind in ("banner", "head", "note", "label") and style.broken_labels:
        text = _broken(cell.text, style.broken_labels)
    else:
        text = escape(cell.text).replace("\n", "<br>") or BLANKS[style.blanks]
    return f"<{tag}{spans}{look}>{text}</{tag}>"


def _broken(text: str, element: str) -> str:
    """Break a label into two, in its middle, over an element."""
    half = (len(text) + 1) // 2
    first, second = (escape(t).replace("\n", "<br>") for t in (text[:half], text[half:]))
    return {
        "span": f'<p><span>{first}</span><span lang="EN-US">{second}</span></p>',
        "font": f'<font face="仿宋">{first}</font>\n<font>{second}</font>',
        "p": f"<p>{first}</p><p>{second}</p>",
        "br": f"{first}<br>{second}",
    }[element]
