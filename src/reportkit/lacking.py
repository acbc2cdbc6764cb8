"""What is said where one of the three tables, or all, is not found: where it may be instead."""

import re
from collections.abc import Collection
from itertools import islice

from .codebook import TABLES, match_label
from .document import Document, Grid
from .figures import Note
from .text import squeeze

#: So many labels of the form outside tables show that a table is drawn there without being one.
_TELLING = 5
#: Labels are looked for in so many blocks, and in those no longer than the longest label.
_BLOCKS = 20_000
_LONGEST = 60
_LABEL = 4
#: Of the files that a page links to, so many are named.
_NAMED = 3
_FIGURES = re.compile(r"[\s\d,./%—-]+$")


def nothing_found(document: Document) -> str:
    """Return the message: what was seen, and the next step."""
    seen = ", ".join(
        f'"{squeeze(first)[:12]} …"'
        for grid in document.grids[:5]
        if (first := next((cell.text for row in grid.rows for cell in row if cell.text), ""))
    )
    tables = f"{len(document.grids)} tables seen" + (f": {seen}" if seen else "")
    return (
        f"{document.name} holds none of the three statutory tables ({tables}). {_advice(document)}"
    )


def _advice(document: Document) -> str:
    loose = _loose_labels(document, TABLES)
    if len(loose) >= _TELLING:
        label, place = next(iter(loose.items()))
        save = "Save the page as PDF, or copy" if "html" in document.format else "Copy"
        return (
            f"Labels of the form stand there outside any table, from 「{label}」 on ({place}). "
            f"{save} the tables into a .txt file, a line a row, with a tab between cells."
        )
    metadata = document.metadata
    if files := metadata.get("files", "").splitlines():
        named = ", ".join(files[:_NAMED]) + (" …" if len(files) > _NAMED else "")
        return f"It links to {named}: download that file and read it."
    if frames := metadata.get("frames", "").splitlines():
        return f"It shows {', '.join(frames[:_NAMED])} in a frame: save that page and read it."
    if metadata.get("scripts"):
        return (
            "It is empty until its scripts run: open it in a browser and save it as a complete "
            "page (.mhtml) or as PDF."
        )
    return f'Look at them with: reportkit.read_document("{document.name}").grids'


def loose_tables(document: Document, tables: Collection[str]) -> list[Note]:
    """Return a note if labels of these tables, which were not found, stand outside any table."""
    loose = _loose_labels(document, tables)
    if len(loose) < _TELLING:
        return []
    label, place = next(iter(loose.items()))
    return [Note("warning", place, f"labels of the form outside any table, from 「{label}」 on")]


def _loose_labels(document: Document, tables: Collection[str]) -> dict[str, str]:
    """Return labels of these tables that stand in none, each with its place; as many as tell."""
    found: dict[str, str] = {}
    for block in islice(document.blocks, _BLOCKS):
        if isinstance(block, Grid) or len(block.text) > _LONGEST:
            continue
        label = _FIGURES.sub("", squeeze(block.text))
        if len(label) < _LABEL:
            continue
        if any(match.score == 100 and match.table in tables for match in match_label(label)):
            found.setdefault(label, block.source)
        if len(found) >= _TELLING:
            break
    return found
