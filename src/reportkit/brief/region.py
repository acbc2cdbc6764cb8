"""The part of a PDF's page in which cells were printed, as a picture with one cell marked."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from os import PathLike
from pathlib import Path

from ..codebook import Lang
from ..errors import ReadError
from ..places import say_place
from .picture import Picture

#: What the source of a cell says where it was printed in a PDF: its page and its box in points.
_PLACE = re.compile(r"page (\d+),.*\[(-?\d+) (-?\d+) (-?\d+) (-?\d+)\]$")
#: Pixels a point: as sharp as a page printed at 180 dots an inch.
_SCALE = 2.5
#: Points around the cells that are shown with them: about two lines of text.
_MARGIN = 24
_MARK, _WIDTH = "#D55E00", 4
_ALT = {
    "zh": "第 {page} 页的一部分，所标的格在{cell}",
    "en": "Part of page {page}; the marked cell is at {cell}",
}


def page_region(
    report: str | PathLike[str] | bytes, marked: str, around: Iterable[str] = (), *,
    lang: Lang = "zh",
) -> Picture | None:  # fmt: skip
    """Cut the region out of a PDF's page in which a cell was printed, and mark the cell.

    Parameters
    ----------
    report : path or bytes
        The PDF that the cells were read from.
    marked : str
        The `source` of the cell to mark.
    around : iterable of str
        The `source` of other cells that shall be in the picture; those of other pages are left out.
    lang : {"zh", "en"}
        Of the alternative text.

    Returns
    -------
    Picture or None
        None where `marked` tells no place in a PDF: other formats have no pages to show.

    Raises
    ------
    ReadError
        The PDF has no such page, or cannot be opened any more.

    Examples
    --------
    >>> page_region("report.txt", "line 43, field 3") is None
    True
    """
    place = _PLACE.search(marked)
    if place is None:
        return None
    page, *cell = map(int, place.groups())
    others = [tuple(map(int, found.groups())) for text in around if (found := _PLACE.search(text))]
    boxes = [cell, *(list(box[1:]) for box in others if box[0] == page)]
    # The page's whole width: the row's label stands to the left of its figures.
    low, high = min(box[1] for box in boxes) - _MARGIN, max(box[3] for box in boxes) + _MARGIN
    alt = _ALT[lang].format(page=page, cell=say_place(marked, lang))
    return Picture(_drawn(report, page, low, high, cell), alt)


def _drawn(
    report: str | PathLike[str] | bytes, page: int, low: int, high: int, cell: list[int]
) -> bytes:
    import pypdfium2
    from PIL import ImageDraw

    name = "the PDF" if isinstance(report, bytes) else Path(report).name
    try:
        with pypdfium2.PdfDocument(report if isinstance(report, bytes) else Path(report)) as pdf:
            shown = pdf[page - 1]
            height = shown.get_height()
            bottom, top = max(low, 0), min(high, height)
            crop = (0, bottom, 0, height - top)
            image = shown.render(scale=_SCALE, crop=crop).to_pil().convert("RGB")
    except (pypdfium2.PdfiumError, OSError, IndexError) as error:
        raise ReadError(
            f"{name}, page {page}: cannot be shown ({error}). "
            "Hand over the file that the cells were read from."
        ) from error
    corners = [
        (cell[0] * _SCALE, (top - cell[3]) * _SCALE),
        (cell[2] * _SCALE, (top - cell[1]) * _SCALE),
    ]
    ImageDraw.Draw(image).rectangle(corners, outline=_MARK, width=_WIDTH)
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()
