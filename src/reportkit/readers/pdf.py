"""PDF: characters and ruling lines, as PDFium gives them, put together to grids and paragraphs.

`lattice` makes tables of the rules, `lines` makes paragraphs of the text outside. A cell's source
ends with its box, ``[left bottom right top]`` in points from the lower left corner of the page as
it is shown, which is how pypdfium2's ``page.render(crop=…)`` counts.
"""

import re
import zlib
from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from ..document import Block, Cell, Grid
from ..errors import ReadError
from .lattice import SLIVER, Floats, share_columns
from .lines import Line, Page, Piece, drop_furniture, join_lines, join_pieces, line_text, read_lines
from .missing import draft
from .pdfium import Work, read_page, turn

#: Annual reports have up to sixty pages.
MAX_PAGES = 300
#: A page's content is some 40 KB of instructions; 300 KB can be made to unpack to gigabytes.
MAX_CONTENT = 8 * 2**20

#: Beyond this share of unknown letters the fonts of a file do not tell what they draw.
_UNKNOWN = 0.3

#: No less than this, packed, unpacks to more than `MAX_CONTENT`.
_PACKED = MAX_CONTENT // 1032
_FLATE = re.compile(rb"/(?:FlateDecode|Fl)\b")
_STREAM = re.compile(rb">>\s{0,8}stream\r?\n")
#: Pictures are not unpacked for reading, and fonts declare their size.
_NOT_CONTENT = re.compile(rb"/(?:Image|Length1|Type1C|CIDFontType0C|OpenType)\b")
_AGAIN = "download or save it again."
_OCR = "run OCR first (for instance ocrmypdf) or find the web version."


def read(data: bytes, name: str) -> tuple[list[Block], dict[str, str]]:
    """Read a PDF into headings, paragraphs and grids.

    The metadata holds no title, for files made from last year's report often keep its name. It
    holds ``header``, what headers and footers say, which are left out of the blocks; and
    ``pages_without_text``, the numbers of pages that hold nothing but pictures.
    """
    pages = _load(data, name)
    _refuse_unreadable(pages, name)
    metadata = {
        "header": drop_furniture(pages),
        "pages_without_text": ", ".join(
            str(page.number) for page in pages if page.pictures and not page.letters
        ),
    }
    lines = [list(read_lines(page)) for page in pages]
    _continue_tables(pages, lines)
    items: list[Line | Grid] = []
    for page, own in zip(pages, lines, strict=True):
        placed: list[tuple[float, Line | Grid]] = [(line.top, line) for line in own]
        placed += _grids(page)
        items += [item for _, item in sorted(placed, key=lambda pair: pair[0])]
    return list(join_lines(items)), {key: text for key, text in metadata.items() if text}


def _continue_tables(pages: list[Page], lines: list[list[Line]]) -> None:
    """Number columns alike where a page ends in a table and the next page goes on with it."""
    chain: list[Page] = []
    for (before, above), (page, own) in pairwise(zip(pages, lines, strict=True)):
        if _goes_on(before, above, page, own):
            page.continues = True
            chain = [*(chain or [before]), page]
            if len(page.tables) == 1:
                continue
        _share(chain)
        chain = []
    _share(chain)


def _goes_on(before: Page, above: list[Line], page: Page, own: list[Line]) -> bool:
    if not before.tables or not page.tables:
        return False
    last, first = before.tables[-1], page.tables[0]
    return (
        all(line.top < last.ys[-1] for line in above)
        and all(line.top > first.ys[0] for line in own)
        and abs(first.xs[0] - last.xs[0]) <= SLIVER
        and abs(first.xs[-1] - last.xs[-1]) <= SLIVER
    )


def _share(chain: list[Page]) -> None:
    """Share columns between the last table of the first page and the first of all others."""
    if chain:
        places = [(chain[0], -1), *((page, 0) for page in chain[1:])]
        tables = share_columns([page.tables[place] for page, place in places])
        for (page, place), table in zip(places, tables, strict=True):
            page.tables[place] = table


def _grids(page: Page) -> Iterator[tuple[float, Grid]]:
    inside: dict[int, list[Piece]] = {}
    for piece in page.pieces:
        inside.setdefault(piece.cell, []).append(piece)
    number, tables = 0, 0
    for table in page.tables:
        numbers = range(number, number + len(table.spans))
        number = numbers.stop
        if inside.keys().isdisjoint(numbers):
            continue  # a drawing
        tables += 1
        place = f"page {page.number}, table {tables}"
        drafts = draft(table, [inside.get(own, []) for own in numbers])
        boxes = _shown(page, np.array([cell.box for cell in drafts]))
        height = max(cell.span.row + cell.span.rowspan for cell in drafts)
        rows: list[list[Cell]] = [[] for _ in range(height)]
        for cell, box in zip(drafts, boxes, strict=True):
            span = cell.span
            text = "\n".join([line_text(line) for line in join_pieces(cell.pieces)])
            rows[span.row].append(
                Cell(
                    text, f"{place}, row {span.row + 1}, column {span.column + 1} {box}",
                    span.row, span.column, span.rowspan, span.colspan,
                )
            )  # fmt: skip
        continues = page.continues and table is page.tables[0]
        yield float(table.ys[0]), Grid(tuple(map(tuple, rows)), place, continues=continues)


def _shown(page: Page, boxes: Floats) -> list[str]:
    shown = turn(boxes, page.width, page.height, page.turned)
    height = page.width if page.turned % 2 else page.height
    return [
        f"[{left:.0f} {height - bottom:.0f} {right:.0f} {height - top:.0f}]"
        for left, top, right, bottom in shown.tolist()
    ]


# --- what cannot be read --------------------------------------------------------------------------


def _load(data: bytes, name: str) -> list[Page]:
    """Take from the file all that is needed, and close it."""
    import pypdfium2  # takes 30 ms: only who reads a PDF should wait for it

    if b"%PDF-" not in data[:1024]:
        raise ReadError(f"{name} is no PDF file, whatever its name says; {_AGAIN}")
    _refuse_bomb(data, name)
    try:
        with pypdfium2.PdfDocument(data) as pdf:
            if len(pdf) > MAX_PAGES:
                raise ReadError(
                    f"{name} has {len(pdf)} pages, more than {MAX_PAGES}: no annual report has. "
                    "Cut out the report's pages."
                )
            valid = pypdfium2.raw.FPDF_DocumentHasValidCrossReferenceTable(pdf)
            if not valid and b"%%EOF" not in data[-2048:]:
                raise ReadError(f"{name} is cut off: it lacks its end; {_AGAIN}")
            work = Work(name)
            return [read_page(pdf, number, work) for number in range(1, len(pdf) + 1)]
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) in (
            pypdfium2.raw.FPDF_ERR_PASSWORD, pypdfium2.raw.FPDF_ERR_SECURITY,
        ):  # fmt: skip
            raise ReadError(
                f"{name} is encrypted: open it with its password and save it without, "
                "or find the web version."
            ) from error
        raise ReadError(f"{name} is damaged or cut off ({error}); {_AGAIN}") from error


def _refuse_bomb(data: bytes, name: str) -> None:
    """Refuse content that unpacks beyond measure: PDFium would hold all of it in memory."""
    total, at = 0, 0
    while match := _STREAM.search(data, at):
        end = data.find(b"endstream", match.end())
        at = end if end >= 0 else len(data)
        begin = data.rfind(b"obj", max(match.start() - 4096, 0), match.start())
        declared = data[max(begin, 0) : match.start()]
        if _NOT_CONTENT.search(declared):
            continue
        size, packings = at - match.end(), len(_FLATE.findall(declared))
        if packings and size >= _PACKED:
            try:
                packed = data[match.end() : at]
                size = len(zlib.decompressobj().decompress(packed, MAX_CONTENT + 1))
            except zlib.error:
                continue  # damaged; PDFium makes do with what comes before the damage
        total += size
        if packings > 1 or size > MAX_CONTENT or total > 8 * MAX_CONTENT:
            raise ReadError(
                f"{name} holds content that unpacks to more than {MAX_CONTENT >> 20} MB: no report "
                "does. Find the web version."
            )


def _refuse_unreadable(pages: list[Page], name: str) -> None:
    letters = sum(page.letters for page in pages)
    if not letters:
        if any(page.pictures for page in pages):
            raise ReadError(f"{name} is scanned: it holds pictures, no text; {_OCR}")
        raise ReadError(f"{name} holds no text; if it shows any, its letters are drawn: {_OCR}")
    unknown = sum(page.unknown for page in pages)
    if unknown > letters * _UNKNOWN:
        raise ReadError(
            f"{name}: its fonts do not tell what letters they draw ({unknown} of {letters}): {_OCR}"
        )
