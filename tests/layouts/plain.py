"""Plain text and csv."""

from __future__ import annotations

import csv
import io

from .aligned import aligned, paged
from .model import Block, Draft, Heading, Table, grid
from .style import Style

BOM = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}


def encode(text: str, style: Style) -> bytes:
    return BOM.get(style.encoding, b"") + text.encode(style.encoding)


def plain(draft: Draft, fmt: str, style: Style) -> bytes:
    """Write a draft as txt-tabs, txt-pipes, txt-cells or txt-aligned."""
    write = {"txt-tabs": tabs, "txt-pipes": pipes, "txt-cells": cells, "txt-aligned": aligned}[fmt]

    def lines(block: Block) -> str:
        if isinstance(block, Heading):
            return block.text
        return style.indent + block if isinstance(block, str) else write(block, style)

    text = "\n\n".join([*draft.before, draft.title, *map(lines, draft.blocks), *draft.after])
    return encode(_ends(paged(text, style) if fmt == "txt-aligned" else text, style), style)


def _ends(text: str, style: Style) -> str:
    text += "\n" if style.final_newline else ""
    return text.replace("\n", "\r\n") if style.crlf else text


def tabs(table: Table, style: Style) -> str:
    own = [[cell.text for cell in row.cells] for row in table.rows]
    rows = own if style.tabs == "browser" else grid(table)
    if style.lost_lead and table.name == "requests":
        for place in (-3, -2):
            cells_ = table.rows[place].cells
            name = [cell.text for cell in cells_ if cell.kind == "label"][-1]
            fields = [name, "", *(cell.text for cell in cells_ if cell.kind == "value")]
            rows[place] = fields + [""] * (len(rows[place]) - len(fields))
    lines = ["\t".join(row) for row in rows]
    return "\n".join(line.rstrip("\t") for line in lines) if style.trim_tabs else "\n".join(lines)


def pipes(table: Table, style: Style) -> str:
    rows = grid(table)
    if style.pipe_rule:
        rows.insert(1, ["---"] * len(rows[0]))
    left, right = ("| ", " |") if style.pipe_edges else ("", "")
    return "\n".join(left + " | ".join(row) + right for row in rows)


def cells(table: Table, style: Style) -> str:
    texts = [cell.text for row in table.rows for cell in row.cells]
    if style.drop_blank:
        texts = [text for text in texts if text]
    return ("\n" * (style.cell_gap + 1)).join(texts)


def comma_separated(draft: Draft, style: Style) -> bytes:
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    for block in (*draft.before, draft.title, *draft.blocks, *draft.after):
        if isinstance(block, Table):
            writer.writerows(grid(block))
        else:
            writer.writerow([block.text if isinstance(block, Heading) else block])
    return encode(_ends(file.getvalue().removesuffix("\n"), style), style)
