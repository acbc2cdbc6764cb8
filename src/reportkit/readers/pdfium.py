"""What PDFium knows of a page: its letters, put together to pieces, and its ruling lines."""

import ctypes
import math
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from ..errors import ReadError
from .lattice import THICKEST, Floats, Table, find_tables, split_rules
from .lines import Page, Piece
from .marks import part_strokes, set_small

#: Letters, objects and path segments of a file; a report of 300 pages has a third of it.
MAX_PARTS = 1_000_000
#: Rules of a page, once their pieces are joined; a table has a few dozen.
MAX_RULES = 3_000
#: How deep groups of objects may nest that are looked into.
MAX_DEPTH = 8

#: In a word, letters stand closer than this share of their height: a number that runs over the edge
#: of its cell stays whole, and two numbers on both sides of an edge stay two.
_TOUCHING = 0.12
#: A gap of this share of the height is no space: justified lines have it, and 2024年.
_LOOSE = 0.6
#: Letters so far above or below one another, as a share of their height, stand in two lines.
_NEXT_LINE = 0.6
#: What is set behind each digit that a rule strikes out.
_STRUCK = "\u0336"
#: From here on letters are as wide as high, and are set without spaces.
_WIDE = 0x2E80
_REPLACEMENT = 0xFFFD
#: White space, and what shows nothing.
_SPACES = np.array([0xA0, *range(0x2000, 0x2010), 0x2028, 0x2029, 0x202F, 0x2060, 0x3000, 0xFEFF])
#: A box is odd if it is so many times as high as most on its page, or as low.
_ODD = 1.8
#: The segments of a rectangle.
_RECTANGLE = 5
#: The letters whose direction is asked for to tell which way up a page is read.
_SAMPLE = 24

#: A matrix as PDF writes it: a b c d e f.
Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]


class Work:
    """Counts what was looked at, so that the work on a hostile file ends."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.page = 0
        self.parts = 0

    def add(self, parts: int) -> None:
        """Count letters, objects or segments; too many are an error."""
        self.parts += parts
        if self.parts > MAX_PARTS:
            raise self.refusal("letters and lines")

    def refusal(self, what: str) -> ReadError:
        """Return the error that says so."""
        return ReadError(
            f"{self.name}, page {self.page}: too many {what} for a report; it seems to be a "
            "drawing. Cut that page out, or find the web version."
        )


def read_page(pdf: Any, number: int, work: Work) -> Page:
    """Read the page of this number, counted from 1, of an open `pypdfium2.PdfDocument`."""
    work.page = number
    page = pdf[number - 1]
    try:
        text = page.get_textpage()
        try:
            return _read(page, text, number, work)
        finally:
            text.close()
    finally:
        page.close()


def _read(page: Any, text: Any, number: int, work: Work) -> Page:
    from pypdfium2 import raw

    bounds = raw.FS_RECTF()
    raw.FPDF_GetPageBoundingBox(page, bounds)
    frame = (bounds.left, bounds.bottom, bounds.right, bounds.top)
    objects, letters = raw.FPDFPage_CountObjects(page), text.count_chars()
    work.add(max(objects, 0) + max(letters, 0))
    codes, boxes, angle, origin = _letters(text, max(letters, 0))
    # A table too wide for its page is turned with its page or drawn sideways: read it upright.
    up = _direction(codes, angle)
    quarters = page.get_rotation() // 90 if up is None else up
    width, height = bounds.right - bounds.left, bounds.top - bounds.bottom
    read = Page(number, *((height, width) if quarters % 2 else (width, height)))
    read.turned = (page.get_rotation() // 90 - quarters) % 4
    rules: list[Box] = []
    struck: set[int] = set()
    pictures = False
    at = ctypes.addressof(page.raw.contents)
    for found in _objects(_calls().object, at, objects, None, work):
        if found is None:
            pictures = True
        else:
            rules.append(found)
    read.pictures = pictures
    boxes = _upright(boxes, frame, quarters)
    if rules:
        level, upright = split_rules(_upright(np.array(rules), frame, quarters))
        if len(level) + len(upright) > MAX_RULES:
            raise work.refusal("ruling lines")
        level, struck = part_strokes(level, codes, boxes)
        read.tables = find_tables(level, upright)
    if letters > 0:

        def line(letter: int) -> float:
            x, y = origin(letter)
            return float(_upright(np.array([[x, y, x, y]]), frame, quarters)[0, 1])

        _piece_together(read, codes, boxes, angle, line, struck)
    return read


def _upright(boxes: Floats, frame: Box, quarters: int) -> Floats:
    """Return PDF's boxes (left, bottom, right, top) as (left, top, right, bottom) from the top."""
    left, bottom, right, top = boxes.T
    flipped = np.stack([left - frame[0], frame[3] - top, right - frame[0], frame[3] - bottom], 1)
    return turn(flipped, frame[2] - frame[0], frame[3] - frame[1], quarters)


def turn(boxes: Floats, width: float, height: float, quarters: int) -> Floats:
    """Turn boxes (left, top, right, bottom) with their page, clockwise, by so many quarters."""
    left, top, right, bottom = boxes.T
    turned = (
        (left, top, right, bottom),
        (height - bottom, left, height - top, right),
        (width - right, height - bottom, width - left, height - top),
        (top, width - right, bottom, width - left),
    )[quarters % 4]
    return np.stack(turned, axis=1)


# --- letters --------------------------------------------------------------------------------------


def _letters(
    text: Any, count: int
) -> tuple[
    npt.NDArray[np.uint32], Floats, Callable[[int], float], Callable[[int], tuple[float, float]]
]:
    """Return the codes and boxes of all letters, and what tells direction and origin of one."""
    call, at = _calls(), ctypes.addressof(text.raw.contents)
    # The text in one call would be cheaper, but cannot hold 𠮷, nor be told apart letter by letter.
    code = call.character
    codes = np.array([code(at, i) for i in range(count)], dtype=np.uint32)
    loose = (ctypes.c_float * (4 * count))()
    box, here = call.box, ctypes.addressof(loose)
    for i in range(count):
        box(at, i, here + 16 * i)
    corners = np.array(loose, dtype=np.float64).reshape(-1, 4)  # left, top, right, bottom
    boxes = corners[:, [0, 3, 2, 1]]
    # Of letters set vertically the loose box comes unscaled; where its size is odd, take the tight.
    height = boxes[:, 3] - boxes[:, 1]
    usual = np.median(height[codes > 32]) if (codes > 32).any() else 0
    odd = (codes > 32) & ((height > _ODD * usual) | (height * _ODD < usual))
    tight = (ctypes.c_double * 4)()  # left, right, bottom, top
    there = ctypes.addressof(tight)
    for i in np.flatnonzero(odd).tolist():
        if call.tight_box(at, i, there, there + 8, there + 16, there + 24):
            boxes[i] = tight[0], tight[2], tight[1], tight[3]
    point = (ctypes.c_double * 2)()
    spot = ctypes.addressof(point)

    def origin(i: int) -> tuple[float, float]:
        call.origin(at, i, spot, spot + 8)
        return point[0], point[1]

    return codes, boxes, lambda i: call.angle(at, i), origin


def _direction(codes: npt.NDArray[np.uint32], angle: Callable[[int], float]) -> int | None:
    """Return the quarter turns, clockwise, that make most letters upright; None without letters."""
    ink = np.flatnonzero(codes > 32)
    sample = ink[:: max(len(ink) // _SAMPLE, 1)]
    votes = Counter(turns for i in sample.tolist() if (turns := _quarters(angle(i))) is not None)
    return -votes.most_common(1)[0][0] % 4 if votes else None


def _quarters(angle: float) -> int | None:
    """Return the quarter turns, clockwise, that letters at this angle stand at; None if aslant."""
    quarters = angle / (math.pi / 2)
    return round(quarters) % 4 if angle >= 0 and abs(quarters - round(quarters)) < 0.1 else None


def _piece_together(
    page: Page,
    codes: npt.NDArray[np.uint32],
    boxes: Floats,
    angle: Callable[[int], float],
    line_of: Callable[[int], float],
    struck: set[int],
) -> None:
    """Cut the letters, in PDFium's order, into pieces of one line and one cell."""
    codes[(codes == 2) | (codes == 0xFFFE)] = ord("-")  # PDFium's marks of a hyphen at a line's end
    codes[(codes == 0) | (codes > 0x10FFFF)] = _REPLACEMENT
    space = (codes <= 32) | np.isin(codes, _SPACES)
    middle = (boxes[:, :2] + boxes[:, 2:]) / 2
    ink = np.flatnonzero(~space)
    if not len(ink):
        return
    cells = _locate(page.tables, middle[ink])
    set_small(codes, ink, boxes[ink], cells, line_of)
    own = codes[ink]
    page.letters = len(ink)
    page.unknown = int(((own == _REPLACEMENT) | ((own >= 0xE000) & (own < 0xF900))).sum())
    left, top, right, bottom = boxes[ink].T
    height = np.maximum(bottom - top, 1e-6)
    tallest = np.maximum(height[1:], height[:-1])
    gap = left[1:] - right[:-1]
    step = np.abs(middle[ink[1:], 1] - middle[ink[:-1], 1])
    line = np.cumsum(codes == 10)[ink]
    line_ends = line[1:] != line[:-1]
    line_ends |= (step > _NEXT_LINE * tallest) | (gap < -tallest)
    word_ends = line_ends | (np.diff(ink) > 1)
    word_ends |= (cells[1:] != cells[:-1]) & (gap > _TOUCHING * tallest)
    # A word lies where its middle does, though it may run over an edge.
    starts, ends = _runs(word_ends)
    words = np.stack([(left[starts] + right[ends]) / 2, middle[ink[starts], 1]], axis=1)
    outside = ((words < 0) | (words > (page.width, page.height))).any(axis=1)
    sizes = ends - starts + 1
    cells = np.repeat(_locate(page.tables, words), sizes)
    # Not shown, unless a table is wider than its page: a number cut in two would be a wrong number.
    hidden = np.repeat(outside, sizes) & (cells < 0)
    # A space that PDFium only concludes from a gap, beside a wide letter, is how the line was set.
    concluded = (np.diff(ink) == 2) & (gap < _LOOSE * tallest)
    concluded &= (own[1:] >= _WIDE) | (own[:-1] >= _WIDE)
    concluded &= boxes[ink[:-1] + 1, 2] == boxes[ink[:-1] + 1, 0]
    codes[ink[:-1][concluded] + 1] = 0

    cut = line_ends | (cells[1:] != cells[:-1]) | (hidden[1:] != hidden[:-1])
    # Under two columns without a rule between them there are two figures.
    cut |= (cells[1:] >= 0) & (gap > _LOOSE * tallest) & (np.diff(ink) > 1)
    starts, ends = _runs(cut)
    edges = np.stack(
        [np.minimum.reduceat(left, starts), np.minimum.reduceat(top, starts),
         np.maximum.reduceat(right, starts), np.maximum.reduceat(bottom, starts),
         np.maximum.reduceat(right - left, starts)],
        axis=1,
    )  # fmt: skip
    letters = codes.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")
    if ((codes >= 0xD800) & (codes < 0xE000)).any():  # where wchar_t has 16 bits
        joined = letters.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        if len(joined) == len(letters):
            letters = joined
    for edge, cell, out, begin, end in zip(
        edges.tolist(), cells[starts].tolist(), hidden[starts].tolist(), ink[starts].tolist(),
        ink[ends].tolist(), strict=True,
    ):  # fmt: skip
        # What stands aslant is a watermark.
        if not out and _quarters(angle(begin)) is not None:
            word = letters[begin : end + 1]
            if struck:
                marked = (c + _STRUCK if k in struck else c for k, c in enumerate(word, begin))
                word = "".join(marked)
            word = word.replace("\0", "")
            page.pieces.append(Piece(edge[0], edge[1], edge[2], edge[3], edge[4], word, cell))


def _runs(cut: npt.NDArray[np.bool_]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return the first and last places of the runs between cuts."""
    starts = np.concatenate([[0], np.flatnonzero(cut) + 1])
    return starts, np.concatenate([starts[1:], [len(cut) + 1]]) - 1


def _locate(tables: list[Table], points: Floats) -> npt.NDArray[np.int64]:
    """Return the cell of each point, numbered through all tables; -1 for none."""
    cells = np.full(len(points), -1, dtype=np.int64)
    base = 0
    for table in tables:
        found = table.locate(points[:, 0], points[:, 1])
        cells = np.where(found >= 0, found + base, cells)
        base += len(table.spans)
    return cells


# --- objects --------------------------------------------------------------------------------------


def _objects(
    get: Callable[[int, int], int],
    holder: int,
    count: int,
    matrix: Matrix | None,
    work: Work,
    depth: int = 0,
) -> Iterator[Box | None]:
    """Yield what may be a rule (left, bottom, right, top), and None for a picture."""
    from pypdfium2 import raw

    call = _calls()
    kind, bounds = call.kind, call.bounds
    path, form, image = raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_FORM, raw.FPDF_PAGEOBJ_IMAGE
    edges = (ctypes.c_float * 4)()
    at = ctypes.addressof(edges)
    for i in range(count):
        item = get(holder, i)
        what = kind(item)
        if what == path:
            bounds(item, at, at + 4, at + 8, at + 12)
            left, bottom, right, top = edges
            if right - left <= THICKEST or top - bottom <= THICKEST:
                yield _moved((left, bottom, right, top), matrix)
            else:
                for box in _sides(item, work):
                    yield _moved(box, matrix)
        elif what == image:
            yield None
        elif what == form and depth < MAX_DEPTH:
            handle = ctypes.cast(item, raw.FPDF_PAGEOBJECT)
            inner = raw.FPDFFormObj_CountObjects(handle)
            work.add(max(inner, 0))
            own = _matrix(handle)
            yield from _objects(
                call.form_object, item, inner, _product(own, matrix), work, depth + 1
            )


def _sides(path: int, work: Work) -> Iterator[Box]:
    """Yield the straight lines that a path strokes, and the thin shapes that it fills."""
    from pypdfium2 import raw

    call = _calls()
    count = call.segments(path)
    mode = (ctypes.c_int * 2)()  # fill, stroke
    there = ctypes.addressof(mode)
    call.draw_mode(path, there, there + 4)
    stroke = bool(mode[1])
    if not stroke and count <= _RECTANGLE:
        return  # a shaded area
    work.add(count)
    matrix = _matrix(ctypes.cast(path, raw.FPDF_PAGEOBJECT))
    point = (ctypes.c_float * 2)()
    at = ctypes.addressof(point)
    shape: list[tuple[float, float]] = []
    for i in range(count):
        segment = call.segment(path, i)
        kind = call.segment_kind(segment)
        call.segment_point(segment, at, at + 4)
        x, y = point
        if kind == raw.FPDF_SEGMENT_MOVETO:
            yield from _shape(shape, matrix, stroke)
            shape = []
        elif kind != raw.FPDF_SEGMENT_LINETO:
            shape = []  # a curve
            continue
        shape.append((x, y))
        if call.segment_close(segment):
            shape.append(shape[0])
            yield from _shape(shape, matrix, stroke)
            shape = []
    yield from _shape(shape, matrix, stroke)


def _shape(points: list[tuple[float, float]], matrix: Matrix, stroke: bool) -> Iterator[Box]:
    a, b, c, d, e, f = matrix
    points = [(a * x + c * y + e, b * x + d * y + f) for x, y in points]
    if len(points) < 2:
        return
    xs, ys = zip(*points, strict=True)
    whole = min(xs), min(ys), max(xs), max(ys)
    if whole[2] - whole[0] <= THICKEST or whole[3] - whole[1] <= THICKEST:
        yield whole
    elif stroke:
        for (x0, y0), (x1, y1) in pairwise(points):
            yield min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _matrix(handle: Any) -> Matrix:
    from pypdfium2 import raw

    matrix = raw.FS_MATRIX(1, 0, 0, 1, 0, 0)
    raw.FPDFPageObj_GetMatrix(handle, matrix)
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _product(inner: Matrix, outer: Matrix | None) -> Matrix:
    if outer is None:
        return inner
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (
        a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s,
        e * p + f * r + t, e * q + f * s + u,
    )  # fmt: skip


def _moved(box: Box, matrix: Matrix | None) -> Box:
    if matrix is None:
        return box
    a, b, c, d, e, f = matrix
    x0, y0, x1, y1 = box
    xs = [a * x + c * y + e for x in (x0, x1) for y in (y0, y1)]
    ys = [b * x + d * y + f for x in (x0, x1) for y in (y0, y1)]
    return min(xs), min(ys), max(xs), max(ys)


class _Calls(NamedTuple):
    """PDFium's functions that are called for each character and object.

    Through pypdfium2's own prototypes a call takes 1.2 µs, for each pointer is wrapped in an object
    and checked; with addresses as plain numbers it takes 0.4 µs. Of the boxes the loose one (from
    baseline and advance) is also the better one: 、 and 一 are as high as their neighbours.
    """

    character: Callable[[int, int], int]
    box: Callable[[int, int, int], int]
    tight_box: Callable[[int, int, int, int, int, int], int]
    angle: Callable[[int, int], float]
    origin: Callable[[int, int, int, int], int]
    object: Callable[[int, int], int]
    form_object: Callable[[int, int], int]
    kind: Callable[[int], int]
    bounds: Callable[[int, int, int, int, int], int]
    draw_mode: Callable[[int, int, int], int]
    segments: Callable[[int], int]
    segment: Callable[[int, int], int]
    segment_kind: Callable[[int], int]
    segment_point: Callable[[int, int, int], int]
    segment_close: Callable[[int], int]


@cache
def _calls() -> _Calls:
    import pypdfium2.raw as raw

    address, number = ctypes.c_void_p, ctypes.c_int

    def plain(function: Any, result: Any, *arguments: Any) -> Any:
        at = ctypes.cast(function, ctypes.c_void_p).value
        assert at is not None  # only a null pointer has none
        return ctypes.CFUNCTYPE(result, *arguments)(at)

    return _Calls(
        plain(raw.FPDFText_GetUnicode, ctypes.c_uint, address, number),
        plain(raw.FPDFText_GetLooseCharBox, number, address, number, address),
        plain(raw.FPDFText_GetCharBox, number, address, number, *[address] * 4),
        plain(raw.FPDFText_GetCharAngle, ctypes.c_float, address, number),
        plain(raw.FPDFText_GetCharOrigin, number, address, number, address, address),
        plain(raw.FPDFPage_GetObject, address, address, number),
        plain(raw.FPDFFormObj_GetObject, address, address, ctypes.c_ulong),
        plain(raw.FPDFPageObj_GetType, number, address),
        plain(raw.FPDFPageObj_GetBounds, number, address, *[address] * 4),
        plain(raw.FPDFPath_GetDrawMode, number, address, address, address),
        plain(raw.FPDFPath_CountSegments, number, address),
        plain(raw.FPDFPath_GetPathSegment, address, address, number),
        plain(raw.FPDFPathSegment_GetType, number, address),
        plain(raw.FPDFPathSegment_GetPoint, number, address, address, address),
        plain(raw.FPDFPathSegment_GetClose, number, address),
    )
