"""Files that hold two reports: a page of last year's below this year's."""

from dataclasses import replace

from ..codebook import match_label
from ..document import Document, Grid
from ..figures import Note
from ..notes import told
from .titles import contradicting, parse_title


def first_report(document: Document) -> tuple[Document, list[Note]]:
    """Return the first report that a file holds, and what is said of others.

    Another one begins with a title of another year or body, where a table of requests stands above
    it and one below it.
    """
    blocks = document.blocks
    tables = [place for place, block in enumerate(blocks) if _holds_requests(block)]
    if len(tables) < 2:
        return document, []
    first = None
    for place, block in enumerate(blocks[: tables[-1]]):
        title = None if isinstance(block, Grid) else parse_title(block.text, block.source)
        if title is None:
            continue
        if place < tables[0]:
            first = title
        elif first is None or contradicting(first, [title]):
            message = told("second_report", label=title.text)
            note = Note("warning", title.source, message)
            return replace(document, blocks=blocks[:place]), [note]
    return document, []


def _holds_requests(block: object) -> bool:
    return isinstance(block, Grid) and any(
        match.code == "received"
        for row in block.rows for cell in row[:2] for match in match_label(cell.text)
    )  # fmt: skip
