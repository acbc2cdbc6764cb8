"""PDF: small files written by hand, and, where it is at hand, a real report."""

import csv
import re
import time
import zlib
from collections.abc import Iterable, Sequence

import pytest

from reportkit.document import Block, Document, Grid, Heading, Paragraph
from reportkit.errors import ReadError
from reportkit.metadata import read_metadata
from reportkit.readers import pdf
from reportkit.tables import read_tables
from reportkit.text import parse_number
from support import EXAMPLES, NO_EXAMPLES

# --- writing PDFs ---------------------------------------------------------------------------------

#: Characters beyond ASCII, in the order in which tests come to use them.
LETTERS: dict[str, int] = {}
#: Beside ASCII, half as wide as high, each font has so many letters, as wide as high.
BLOCK = 64


def make_pdf(*pages: str, size=(595, 842), page="", extra: bytes = b"null") -> bytes:
    """Write pages of PDF operators; /X in them is object 4, `extra`."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"", b"", extra]
    fonts = {}
    for number in range(len(LETTERS) // BLOCK + 1):
        objects += font(list(LETTERS)[number * BLOCK :][:BLOCK], len(objects) + 2)
        fonts[f"/F{number}"] = f"{len(objects) - 1} 0 R"
    listed = "".join(name + " " + place for name, place in fonts.items())
    objects[2] = f"<</Font<<{listed}>>/XObject<</X 4 0 R>>>>".encode()
    kids = []
    for content in pages:
        kids.append(f"{len(objects) + 1} 0 R")
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {size[0]} {size[1]}]{page}/Resources 3 0 R"
            f"/Contents {len(objects) + 2} 0 R>>".encode()
        )
        objects.append(stream(content.encode()))
    objects[1] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(kids)}]>>".encode()
    file, offsets = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(file))
        file += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(file)
    file += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    file += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    file += b"trailer<</Size %d/Root 1 0 R>>\n" % (len(objects) + 1)
    return bytes(file + b"startxref\n%d\n%%%%EOF\n" % start)


def font(letters: Sequence[str], means: int) -> tuple[bytes, bytes]:
    """Return a font that draws À for the first letter, Á for the next, and what says so."""
    codes = {code: chr(code) for code in range(32, 127)}
    codes |= {192 + place: letter for place, letter in enumerate(letters)}
    pairs = [f"<{code:02x}> <{letter.encode('utf-16-be').hex()}>" for code, letter in codes.items()]
    listed = "".join(
        f"{len(part)} beginbfchar {' '.join(part)} endbfchar\n"
        for part in (pairs[:100], pairs[100:])
        if part
    )
    codespace = "begincmap 1 begincodespacerange <00> <ff> endcodespacerange\n"
    return (
        b"<</Type/Font/Subtype/TrueType/BaseFont/Helvetica/Encoding/WinAnsiEncoding/FirstChar 32"
        b"/LastChar 255/Widths[%b]/ToUnicode %d 0 R>>" % (b"500 " * 160 + b"1000 " * BLOCK, means),
        stream(f"{codespace}{listed}endcmap".encode()),
    )


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<</Length %d%b>>stream\n%b\nendstream" % (len(content), entries, content)


def text(x: float, y: float, words: str, size: float = 12, turn: str = "1 0 0 1") -> str:
    shown, last = "", -1
    for letter in words:
        place = LETTERS.setdefault(letter, len(LETTERS)) if ord(letter) > 126 else -1
        code = ord(letter) if place < 0 else 192 + place % BLOCK
        number = max(place, 0) // BLOCK
        shown += f"{code:02x}" if number == last else f"> Tj /F{number} {size} Tf <{code:02x}"
        last = number
    return f"BT {turn} {x} {y} Tm {shown.removeprefix('> Tj')}> Tj ET\n"


def line(x0: float, y0: float, x1: float, y1: float) -> str:
    return f"{x0} {y0} m {x1} {y1} l S\n"


def lattice(xs: Sequence[float], ys: Sequence[float]) -> str:
    """Rule a table with edges at xs and, from the top, ys."""
    across = "".join(line(xs[0], y, xs[-1], y) for y in ys)
    return across + "".join(line(x, ys[0], x, ys[-1]) for x in xs)


def fill(xs: Sequence[float], ys: Sequence[float], rows: Iterable[Iterable[str]]) -> str:
    """Print words into the cells of a lattice; "" leaves one blank."""
    return "".join(
        text(xs[j] + 3, ys[i + 1] + 4, words, 10)
        for i, row in enumerate(rows)
        for j, words in enumerate(row)
        if words
    )


def read(data: bytes) -> list[Block]:
    return pdf.read(data, "report.pdf")[0]


def grids(data: bytes) -> list[Grid]:
    return [block for block in read(data) if isinstance(block, Grid)]


def prose(data: bytes) -> list[str]:
    return [block.text for block in read(data) if not isinstance(block, Grid)]


XS, YS = (100, 200, 300, 400), (700, 680, 660, 640)
NUMBERS = [["规章", "1", "2"], ["许可", "3", ""], ["处罚", "", "6"]]


# --- grids ----------------------------------------------------------------------------------------


def test_cells_hold_their_text_place_and_box() -> None:
    (grid,) = grids(make_pdf(lattice(XS, YS) + fill(XS, YS, NUMBERS)))
    assert grid.texts == NUMBERS
    assert grid.ruled
    assert grid.source == "page 1, table 1"
    assert grid.rows[1][0].source == "page 1, table 1, row 2, column 1 [100 660 200 680]"


RULES = {
    "strokes": line,
    "thin rectangles": lambda x0, y0, x1, y1: (
        f"{x0 - 0.25} {y1 - 0.25} {x1 - x0 + 0.5} {y0 - y1 + 0.5} re f\n"
    ),
    "pieces": lambda x0, y0, x1, y1: "".join(
        line(x0 + (x1 - x0) * i / 9, y0 + (y1 - y0) * i / 9,
             x0 + (x1 - x0) * (i + 0.9) / 9, y0 + (y1 - y0) * (i + 0.9) / 9)
        for i in range(9)
    ),
    "scaled": lambda x0, y0, x1, y1: f"q .1 0 0 .1 0 0 cm 5 w {line(x0 * 10, y0 * 10, x1 * 10, y1 * 10)} Q\n",
}  # fmt: skip


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_rules_are_drawn_in_many_ways(rule) -> None:
    drawn = "".join(rule(100, y, 400, y) for y in YS)
    drawn += "".join(rule(x, 700, x, 640) for x in XS)
    (grid,) = grids(make_pdf(drawn + fill(XS, YS, NUMBERS)))
    assert grid.texts == NUMBERS


def test_outlined_cells_and_one_path_for_all_rules() -> None:
    outlines = "".join(f"{x} {y} 100 20 re S\n" for x in XS[:-1] for y in YS[1:])
    path = "".join(f"100 {y} m 400 {y} l " for y in YS) + "".join(
        f"{x} 700 m {x} 640 l " for x in XS
    )
    filled = "".join(f"100 {y} 300 .5 re " for y in YS) + "".join(f"{x} 640 .5 60 re " for x in XS)
    for drawn in (outlines, path + "S\n", filled + "f\n"):
        (grid,) = grids(make_pdf(drawn + fill(XS, YS, NUMBERS)))
        assert grid.texts == NUMBERS


def test_shaded_cells_are_no_rules() -> None:
    shade = "1 1 0 rg 100 660 300 20 re f 0 g\n"
    shade += text(100, 500, "没有表格的一段话，后面有底色。")
    assert grids(make_pdf(shade)) == []
    (grid,) = grids(make_pdf(shade + lattice(XS, YS) + fill(XS, YS, NUMBERS)))
    assert grid.texts == NUMBERS


def test_rules_and_text_inside_a_form_object() -> None:
    content = (lattice(XS, YS) + fill(XS, YS, NUMBERS)).encode()
    form = stream(
        content,
        b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Matrix[1 0 0 1 20 0]/Resources 3 0 R",
    )
    (grid,) = grids(make_pdf("q .5 0 0 .5 10 30 cm /X Do Q\n", extra=form))
    assert grid.texts == NUMBERS
    assert grid.rows[0][0].source.endswith("[70 370 120 380]")  # (100 + 20) / 2 + 10, …


def test_missing_rules_merge_cells() -> None:
    ys = (700, 680, 660, 640)
    drawn = "".join(line(100, y, 400, y) for y in (700, 640)) + line(200, 680, 400, 680)
    drawn += line(100, 660, 400, 660)
    drawn += "".join(line(x, 700, x, 640) for x in (100, 200, 400)) + line(300, 680, 300, 640)
    words = text(103, 676, "机关") + text(203, 684, "申请人") + fill(
        (200, 300), ys[1:], [["甲"], ["1"]]
    ) + fill((300, 400), ys[1:], [["乙"], ["2"]]) + text(103, 644, "合计")  # fmt: skip
    (grid,) = grids(make_pdf(drawn + words))
    shape = [[(c.text, c.row, c.column, c.rowspan, c.colspan) for c in row] for row in grid.rows]
    assert shape == [
        [("机关", 0, 0, 2, 1), ("申请人", 0, 1, 1, 2)],
        [("甲", 1, 1, 1, 1), ("乙", 1, 2, 1, 1)],
        [("合计", 2, 0, 1, 1), ("1", 2, 1, 1, 1), ("2", 2, 2, 1, 1)],
    ]


def test_the_last_row_of_a_page_needs_no_closing_rule() -> None:
    drawn = "".join(line(100, y, 400, y) for y in YS[:-1])
    drawn += "".join(line(x, 700, x, 640) for x in XS)
    continued = "".join(line(100, y, 400, y) for y in YS[1:])
    continued += "".join(line(x, 700, x, 640) for x in XS)
    first, second = grids(
        make_pdf(drawn + fill(XS, YS, NUMBERS), continued + fill(XS, YS, NUMBERS))
    )
    assert first.texts == second.texts == NUMBERS


def test_a_table_that_goes_on_keeps_the_numbers_of_its_columns() -> None:
    rows = [["规章", "1", "2"], ["许可", "3", "4"], ["处罚", "5", "6"]]
    low, wide = [y - 600 for y in YS], (100, 300, 400)
    pages = [
        lattice(XS, low) + fill(XS, low, rows),
        lattice(wide, YS) + fill(wide, YS, [["合计", "9"]]),
        lattice(XS, YS) + fill(XS, YS, rows) + page_of("＞公开。", top=500),
        lattice(wide, YS) + fill(wide, YS, [["另表", "9"]]),
    ]
    found = grids(make_pdf(*pages))
    places = [[(cell.column, cell.colspan) for cell in grid.rows[0]] for grid in found]
    assert places == [
        [(0, 1), (1, 1), (2, 1)], [(0, 2), (2, 1)], [(0, 1), (1, 1), (2, 1)], [(0, 1), (1, 1)]
    ]  # fmt: skip
    assert [grid.continues for grid in found] == [False, True, True, False]


def test_open_sides_have_cells() -> None:
    drawn = "".join(line(100, y, 400, y) for y in YS)
    drawn += "".join(line(x, 700, x, 640) for x in XS[1:-1])
    (grid,) = grids(make_pdf(drawn + fill(XS, YS, NUMBERS)))
    assert grid.texts == NUMBERS


def test_double_rules_and_slivers_are_one_rule() -> None:
    doubled = lattice(XS, YS) + lattice([x + 2.5 for x in XS], [y - 2.5 for y in YS])
    assert grids(make_pdf(doubled + fill(XS, YS, NUMBERS)))[0].texts == NUMBERS
    # Of two tables drawn as one the columns are a little apart.
    parts = lattice(XS, YS[:2]) + lattice((100, 204, 296, 400), YS[1:])
    assert grids(make_pdf(parts + fill(XS, YS, NUMBERS)))[0].texts == NUMBERS


def test_underlines_frames_and_drawings_are_no_tables() -> None:
    frame = "50 50 495 742 re S\n"
    underline = line(100, 698, 160, 698) + line(203, 661, 240, 661)
    chart = lattice((100, 150, 200), (300, 250, 200))
    drawn = frame + chart + lattice(XS, YS) + fill(XS, YS, NUMBERS)
    data = make_pdf(drawn + underline + text(100, 720, "附表如下："))
    assert [grid.texts for grid in grids(data)] == [NUMBERS]
    assert prose(data) == ["附表如下："]


def test_tables_and_text_come_in_the_order_of_the_page() -> None:
    low = [y - 200 for y in YS]
    content = (
        text(100, 400, "四、情况") + lattice(XS, low) + fill(XS, low, NUMBERS)
        + text(100, 560, "三、情况") + lattice(XS, YS) + fill(XS, YS, NUMBERS)
        + text(100, 730, "二、情况")
    )  # fmt: skip
    blocks = read(make_pdf(content))
    assert [block.text if isinstance(block, Paragraph) else block.source for block in blocks] == [
        "二、情况", "page 1, table 1", "三、情况", "page 1, table 2", "四、情况",
    ]  # fmt: skip


def test_labels_keep_their_printed_lines() -> None:
    xs, ys = (100, 120, 300, 340), (700, 600)
    content = lattice(xs, ys)
    for place, letter in enumerate("三、办理结果"):
        content += text(104, 680 - 13 * place, letter, 10)
    # The lines of neighbouring cells are printed in turn, as some writers do.
    for place, (label, value) in enumerate([("（四）无", "1"), ("法提供", "")]):
        content += text(130, 660 - 14 * place, label, 10)
        content += text(310, 653, value, 10) if value else ""
    (grid,) = grids(make_pdf(content))
    assert grid.texts == [["三\n、\n办\n理\n结\n果", "（四）无\n法提供", "1"]]


@pytest.mark.parametrize("labels", [("1.信访举报", "2.重复申请"), ("规章", "规范性文件")])
def test_a_missing_rule_between_rows_of_figures(labels: tuple[str, str]) -> None:
    values = [["12345", "0"], ["67890", "3"]] if labels[0][0] == "规" else [["12345"] * 2] * 2
    rows = [[label, *figures] for label, figures in zip(labels, values, strict=True)]
    xs = (100, 200, 231, 262)
    drawn = "".join(line(100, y, 262, y) for y in (720, 700, 660, 640))
    drawn += "".join(line(x, 720, x, 640) for x in xs)
    every = [["甲", "乙", "丙"], *rows, ["合计", "9", "9"]]
    (grid,) = grids(make_pdf(drawn + fill(xs, (720, *YS), every)))
    assert grid.texts == every
    assert grid.rows[2][0].source.startswith("page 1, table 1, row 3, column 1 [100 ")


def test_a_number_broken_over_lines_is_one_row() -> None:
    xs = (100, 200, 231, 262)
    drawn = lattice(xs, (700, 660)) + text(103, 676, "规章", 10)
    for x in (203, 234):
        drawn += text(x, 684, "12345", 10) + text(x, 664, "678", 10)
    (grid,) = grids(make_pdf(drawn))
    assert grid.texts == [["规章", "12345\n678", "12345\n678"]]


def test_a_missing_rule_between_columns_of_figures() -> None:
    drawn = lattice((100, 200, 400), YS) + line(300, 700, 300, 680)
    rows = [["甲", "乙", "丙"], ["规章", "1", "2"], ["许可", "3", ""]]
    (grid,) = grids(make_pdf(drawn + fill(XS, YS, rows)))
    assert grid.texts == rows
    # Without a figure under each, a cell is as wide as it is drawn.
    rows[1][2] = ""
    (grid,) = grids(make_pdf(drawn + fill(XS, YS, rows)))
    assert grid.texts == [["甲", "乙", "丙"], ["规章", "1"], ["许可", "3"]]


def test_a_number_that_runs_over_its_edge_stays_whole() -> None:
    content = lattice((100, 140, 180, 220), (700, 680))
    content += text(96, 684, "59237.2449", 10) + text(150, 684, "12", 10) + text(181, 684, "7", 10)
    (grid,) = grids(make_pdf(content))
    assert grid.texts == [["59237.2449", "12", "7"]]


def test_numbers_beside_an_edge_stay_apart() -> None:
    content = lattice((100, 130, 160), (700, 680))
    content += text(103, 684, "12345", 10) + text(131.5, 684, "678", 10)
    (grid,) = grids(make_pdf(content))
    assert grid.texts == [["12345", "678"]]


# --- small and struck-out digits, digits set apart -------------------------------------------------


def one_cell(content: str, **page: str) -> str:
    """Return the text of a cell in which `content` stands, from 203, 684 on."""
    drawn = lattice(XS, YS) + fill(XS, YS, [["规章", "", "3"], ["许可", "45", "6"]]) + content
    (grid,) = grids(make_pdf(drawn, **page))
    assert [grid.texts[0][0], grid.texts[0][2], grid.texts[1]] == ["规章", "3", ["许可", "45", "6"]]
    return grid.texts[0][1]


@pytest.mark.parametrize("size", [5, 6, 7, 8.3])
@pytest.mark.parametrize(("rise", "marks"), [(3.3, "¹²"), (5, "¹²"), (-2, "₁₂")])
def test_small_digits_join_no_number(size: float, rise: float, marks: str) -> None:
    behind = text(203, 684, "17081", 10) + text(228, 684 + rise, "12", size)
    before = text(203, 684 + rise, "12", size) + text(203 + size, 684, "17081", 10)
    for turned in ("", "/Rotate 90"):
        assert one_cell(behind, page=turned) == f"17081{marks}"
        assert one_cell(before, page=turned) == f"{marks}17081"
    assert one_cell(text(203, 684, "-", 10) + text(208, 684 + rise, "1", size)) == f"-{marks[0]}"
    # Beside words they are part of the label.
    assert one_cell(text(203, 684, "件", 10) + text(213, 684 + rise, "1", size)) == "件1"


def test_small_digits_in_one_text_object_and_raised_without_being_small() -> None:
    code = "BT /F0 10 Tf 203 684 Td (17) Tj 4 Ts {} (2) Tj 0 Ts /F0 10 Tf (8) Tj ET\n"
    assert one_cell(code.format("/F0 6 Tf")) == "17²8"
    assert one_cell(code.format("")) == "17²8"


@pytest.mark.parametrize("size", [9, 10.5])
def test_letters_of_two_fonts_on_one_line_are_one_number(size: float) -> None:
    assert one_cell(text(203, 684, "17", 10) + text(213, 684, "08", size)) == "1708"


@pytest.mark.parametrize("draw", [RULES[k] for k in ("strokes", "thin rectangles", "scaled")])
def test_digits_that_a_rule_strikes_out(draw) -> None:
    words = text(203, 684, "17", 10)
    assert one_cell(words + draw(202, 687, 214, 687)) == "1\u03367\u0336"
    assert parse_number("1\u03367\u0336").state == "text"
    assert one_cell(words + draw(202, 687, 207, 687)) == "1\u03367"
    assert one_cell(words + draw(202, 682.5, 214, 682.5)) == "17"  # underlined


def test_a_rule_through_a_watermark_is_a_rule() -> None:
    watermark = text(95, 655, "DRAFTS", 80)
    drawn = lattice(XS, YS) + fill(XS, YS, NUMBERS)
    (grid,) = grids(make_pdf(drawn + watermark))
    assert [len(row) for row in grid.rows] == [3, 3, 3]


def test_a_dash_that_is_drawn_and_struck_words_are_as_they_were() -> None:
    assert one_cell(line(240, 690, 260, 690)) == ""
    assert one_cell(text(203, 684, "无", 10) + line(202, 687, 214, 687)) == "无"


def form_with(content: str, rows: Sequence[Sequence[str]]) -> dict[str, tuple[str, float | None]]:
    """Return states and values of 规章, in a table of the form whose rows begin at 203, 664."""
    xs, head = (
        (60, 200, 300, 400, 500),
        ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
    )
    drawn = lattice(xs, YS) + fill(xs, YS, [head, *rows]) + content
    figures = read_tables(read(make_pdf(text(60, 720, "二、主动公开政府信息情况") + drawn))).figures
    return {a[2]: (f.state, f.value) for a, f in figures.items() if a[1] == "rules"}


@pytest.mark.parametrize(
    "content",
    [
        "".join(text(203 + 18 * k, 664, digit, 10) for k, digit in enumerate("1708")),
        "".join(text(203 + 28 * k, 664, digit, 10) for k, digit in enumerate("170")),
        text(203, 664, "17081", 10) + text(60, 600, "附", 10) + text(228, 667, "12", 6),
        text(203, 664, "17081", 10) + text(228, 667, "12", 6),
        text(203, 671, "170", 7) + text(203, 663, "81", 7),
    ],
    ids=["apart", "far apart", "mark drawn later", "mark", "below one another"],
)
def test_digits_that_are_no_one_number_are_refused(content: str) -> None:
    rows = [["规章", "", "2", "3"], ["行政规范性文件", "4", "5", "6"]]
    assert form_with(content, rows)["issued"] == ("text", None)


def test_digits_of_one_number_may_stand_a_little_apart_and_not_below_one_another() -> None:
    for apart in (0.5, 2, 12):
        assert one_cell(f"BT /F0 10 Tf {apart} Tc 203 684 Td (1708) Tj ET\n") == "1708"
    below = text(203, 692, "170", 7) + text(203, 683, "81", 7)
    assert one_cell(below) == "170\n81"
    assert parse_number("170\n81").state == "text"


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_turned_pages_are_read_upright(quarters: int) -> None:
    # What stands upright on the page as it is shown, written into the page that is turned.
    matrix = ["1 0 0 1 0 0", "0 1 -1 0 595 0", "-1 0 0 -1 595 842", "0 -1 1 0 0 842"][quarters]
    content = f"q {matrix} cm\n{lattice(XS, YS_TURNED)}{fill(XS, YS_TURNED, NUMBERS)}"
    content += text(100, 530, "附表：单位，件") + "Q\n"
    for page, shown in ((f"/Rotate {90 * quarters}", True), ("", quarters == 0)):
        data = make_pdf(content, page=page)
        (grid,) = grids(data)
        assert grid.texts == NUMBERS
        assert prose(data) == ["附表：单位，件"]
        if shown:
            assert grid.rows[1][0].source.endswith("[100 460 200 480]")
    if quarters == 1:  # drawn sideways on an upright page: the box is that of the page as shown
        assert grid.rows[1][0].source.endswith("[115 100 135 200]")


YS_TURNED = (500, 480, 460, 440)


def test_a_cropped_page_counts_from_its_corner_and_shows_no_more() -> None:
    content = lattice(XS, YS) + fill(XS, YS, NUMBERS) + text(20, 100, "裁切线外")
    data = make_pdf(content, page="/CropBox[50 200 595 842]")
    (grid,) = grids(data)
    assert grid.texts == NUMBERS
    assert grid.rows[0][0].source.endswith("[50 480 150 500]")
    assert prose(data) == []


def test_the_letters_of_a_watermark_are_left_out() -> None:
    content = lattice(XS, YS) + text(180, 630, "内部样稿", 60, ".7071 .7071 -.7071 .7071")
    (grid,) = grids(make_pdf(content + fill(XS, YS, NUMBERS)))
    assert grid.texts == NUMBERS


# --- prose ----------------------------------------------------------------------------------------


def page_of(*lines: str, top: float = 740, left: float = 75, size: float = 16) -> str:
    """Set lines of up to 27 letters; "＞" stands for an indent of two letters."""
    return "".join(
        text(left + 2 * size * words.startswith("＞"), top - 28 * i, words.lstrip("＞"), size)
        for i, words in enumerate(lines)
    )


FULL = "全面贯彻落实党中央国务院省委省政府关于政务公开的部署安"
assert len(FULL) == 27


def test_lines_are_joined_to_paragraphs() -> None:
    data = make_pdf(
        page_of(
            "＞" + FULL[:25], FULL, "公开信息。", "＞" + FULL[:25], "＞一、总体情况", "＞本年。"
        )
    )
    assert prose(data) == [
        FULL[:25] + FULL + "公开信息。", FULL[:25], "一、总体情况", "本年。"
    ]  # fmt: skip


def test_paragraphs_run_over_page_breaks_but_not_over_tables() -> None:
    foot = [text(290, 40, f"- {n} -", 10) for n in (1, 2, 3)]
    data = make_pdf(
        page_of("＞" + FULL[:25], FULL) + foot[0],
        page_of("共三条。", "＞" + FULL[:25]) + foot[1],
        lattice(XS, YS) + fill(XS, YS, NUMBERS) + page_of("公开。", top=600) + foot[2],
    )
    assert prose(data) == [FULL[:25] + FULL + "共三条。", FULL[:25], "公开。"]
    sources = [block.source for block in read(data)]
    assert sources[:2] == ["page 1, line 1 to page 2, line 1", "page 2, line 2"]


def test_without_indents_a_short_line_or_a_number_ends_a_paragraph() -> None:
    data = make_pdf(
        page_of(FULL, FULL[:26] + "。", "（二）公开。", "一是公开。", FULL, "（一）项。")
    )
    assert prose(data) == [
        FULL + FULL[:26] + "。", "（二）公开。", "一是公开。", FULL + "（一）项。"
    ]  # fmt: skip


def test_a_heading_by_itself_is_told_from_a_line_broken_before_a_numeral() -> None:
    """二、主动公开情况 behind a full line that ends in no sentence, without any indent."""
    data = make_pdf(
        page_of(FULL, FULL[:27], "二、主动公开政府信息情况", FULL, "（一）主动公开", FULL[:26] + "统",
                "一、规范的安排。")
    )  # fmt: skip
    assert prose(data) == [
        FULL + FULL, "二、主动公开政府信息情况", FULL, "（一）主动公开",
        FULL[:26] + "统一、规范的安排。",
    ]  # fmt: skip


def test_latin_words_keep_their_space_and_chinese_gets_none() -> None:
    content = page_of("＞" + FULL[:25], FULL[:19] + " annual report", "of 2024年共 1 件，", "FULL")
    content += text(75, 600, "2024", 16) + text(75 + 32 + 6, 600, "年受理17", 16)
    content += text(75 + 32 + 6 + 64 + 4, 600, "件，详见附件。", 16)
    data = make_pdf(content)
    assert prose(data)[-1] == "2024年受理17件，详见附件。"
    assert prose(data)[0] == FULL[:25] + FULL[:19] + " annual report of 2024年共 1 件，"


@pytest.mark.parametrize(
    "form", ["- {} -", "—{}—", "{}", "第 {} 页 共 3 页", "第{}页，共3页", "{}/3", "Page {} of 3"]
)
def test_page_numbers_are_dropped(form: str) -> None:
    pages = [page_of("＞第一段，公开。") + text(280, 40, form.format(n), 10) for n in (1, 2, 3)]
    assert prose(make_pdf(*pages)) == ["第一段，公开。"] * 3


def test_a_page_number_in_pieces_is_dropped() -> None:
    content = text(292, 40, "3 —", 10) + page_of("＞第一段，公开。") + text(280, 40, "—", 10)
    assert prose(make_pdf(content)) == ["第一段，公开。"]


def test_page_numbers_inside_tables_are_dropped_and_values_are_not() -> None:
    xs, ys = (100, 200, 300, 400), (120, 90, 20)
    values = [["规章", "1", "2"], ["许可", "4", "5"]]
    drawn = lattice(xs, ys) + fill(xs, ys, values)
    (grid,) = grids(make_pdf(drawn + text(240, 70, "- 4 -", 10)))
    assert grid.texts == values
    numbered = [drawn + text(240, 60, str(n), 10) for n in (7, 8, 9, 10)]
    assert [grid.texts for grid in grids(make_pdf(*numbered))] == [values] * 4
    # One page alone tells no page number from a value.
    (grid,) = grids(make_pdf(numbered[0]))
    assert grid.texts[1][1] == "7\n4"


def test_running_headers_are_dropped_and_told() -> None:
    head = text(200, 810, "洪泽区人民政府", 10)
    pages = [page_of(f"＞{word}，公开。") + head for word in ("第一", "第二", "第三")]
    blocks, metadata = pdf.read(make_pdf(*pages), "report.pdf")
    assert [block.text for block in blocks if isinstance(block, Paragraph)] == [
        "第一，公开。", "第二，公开。", "第三，公开。",
    ]  # fmt: skip
    assert metadata == {"header": "洪泽区人民政府"}


@pytest.mark.parametrize(
    "title",
    [("淮安市洪泽区人民政府", "2024年政府信息公开工作年度报告"),
     ("淮安市洪泽区人民政府2024年政府信息", "公开工作年度报告")],
)  # fmt: skip
def test_a_title_over_two_lines_is_one_heading(title: tuple[str, str]) -> None:
    content = "".join(
        text(297 - width(words) * 11, 740 - 30 * i, words, 22) for i, words in enumerate(title)
    )
    content += page_of("＞" + FULL[:25], FULL, "公开。", top=660)
    blocks = read(make_pdf(content))
    assert blocks[0] == Heading("".join(title), "page 1, lines 1 to 2")
    found = read_metadata(Document("report.pdf", "pdf", tuple(blocks), ""))
    assert (found.issuer, found.year) == ("淮安市洪泽区人民政府", 2024)


def width(words: str) -> float:
    return sum(0.5 if letter.isascii() else 1 for letter in words)


# --- what cannot be read --------------------------------------------------------------------------

PICTURE = stream(b"\x00", b"/Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8"
                 b"/ColorSpace/DeviceGray")  # fmt: skip
SCAN = "q 595 0 0 842 0 0 cm /X Do Q\n"


def refusal(data: bytes) -> str:
    begun = time.perf_counter()
    with pytest.raises(ReadError) as caught:
        read(data)
    assert time.perf_counter() - begun < 5, "a refusal must not take long"
    message = str(caught.value)
    assert message.startswith("report.pdf")
    return message


def test_a_scan_is_told_from_an_empty_file() -> None:
    assert "run OCR first" in refusal(make_pdf(SCAN, SCAN, extra=PICTURE))
    assert "scanned" in refusal(make_pdf(SCAN, extra=PICTURE))
    assert "holds no text" in refusal(make_pdf("", lattice(XS, YS)))


def test_scanned_pages_among_others_are_told() -> None:
    data = make_pdf(page_of("＞公开。"), SCAN, page_of("＞公开。"), SCAN, extra=PICTURE)
    assert pdf.read(data, "report.pdf")[1] == {"pages_without_text": "2, 4"}


def test_fonts_that_tell_no_letters_are_refused() -> None:
    private = "".join(chr(0xE100 + i) for i in range(20))
    assert "OCR" in refusal(make_pdf(text(100, 700, private)))


ENCRYPTED = (
    b"/Root 1 0 R/ID[<fa3b177097b2082949de275d4238ed04><fa3b177097b2082949de275d4238ed04>]/Encrypt<<"
    b"/Filter/Standard/V 1/R 2/Length 40/P -4"
    b"/O<e5a8d2687bd9d0cff946b7ac55f51081dcf0d116554c4bfcb0a5e446f69ea48a>"
    b"/U<edde93b2bef86277274776a3807e251ae3708daa649c6fad59485bafcb9e1e61>>>"
)


def test_a_password_is_asked_for() -> None:
    data = make_pdf(page_of("＞公开。")).replace(b"/Root 1 0 R", ENCRYPTED)
    assert "encrypted" in refusal(data)


def test_a_damaged_or_foreign_file_is_refused() -> None:
    data = make_pdf(lattice(XS, YS) + fill(XS, YS, NUMBERS))
    assert "no PDF file" in refusal(b"<!DOCTYPE html><html>")
    assert "download" in refusal(b"%PDF-1.7\n")
    for share in (0.3, 0.6, 0.9):
        assert "cut off" in refusal(data[: int(len(data) * share)])


def test_a_wrong_cross_reference_alone_does_no_harm() -> None:
    data = make_pdf(lattice(XS, YS) + fill(XS, YS, NUMBERS))
    assert grids(re.sub(rb"startxref\n\d+", b"startxref\n7", data))[0].texts == NUMBERS


def test_a_long_file_is_refused_at_once() -> None:
    kids = " ".join(["3 0 R"] * 10_000)
    rules = lattice(range(100, 400, 3), range(700, 100, -3))
    data = make_pdf(*[rules] * 2)
    data = re.sub(rb"/Count 2/Kids\[[^]]*\]", f"/Count 10000/Kids[{kids}]".encode(), data)
    assert "10000 pages" in refusal(data)


@pytest.mark.parametrize(
    "content",
    ["0 0 m 9 9 l S\n" * 300_000, "0 0 m\n" + "9 9 l\n" * 300_000 + "S\n",
     "".join(line(i, 0, i, 500) for i in range(0, 90_000, 3))],
    ids=["objects", "segments", "rules"],
)  # fmt: skip
def test_drawings_end_in_an_error(content: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reportkit.readers.pdfium.MAX_PARTS", 200_000)
    message = refusal(make_pdf(page_of("＞公开。") + content))
    assert "page 1" in message
    assert "drawing" in message


def test_content_that_unpacks_beyond_measure_is_refused() -> None:
    packed = zlib.compress(b"0 0 m 9 9 l S\n" * 1_000_000)
    once = stream(packed, b"/Filter/FlateDecode")
    twice = stream(zlib.compress(packed), b"/Filter[/FlateDecode/FlateDecode]")
    for bomb in (once, twice):
        data = make_pdf(page_of("＞公开。"), extra=bomb)
        assert "unpacks" in refusal(re.sub(rb"/Contents \d+", b"/Contents 4", data))


# --- a real report --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def hongze() -> bytes:
    path = EXAMPLES / "hongze-2024.pdf"
    if not path.exists():
        pytest.skip(NO_EXAMPLES)
    return path.read_bytes()


def test_every_cell_of_a_real_report(hongze: bytes) -> None:
    with open(EXAMPLES / "hongze-2024.cells.csv", encoding="utf-8", newline="") as lines:
        true = {
            (row["table"], row["item"], row["column"]): (
                float(row["value"]) if row["value"] else None, row["printed"],
            )
            for row in csv.DictReader(lines)
        }  # fmt: skip
    assert len(true) == 186
    figures = read_tables(grids(hongze)).figures
    read_back = {address: (figure.value, figure.printed) for address, figure in figures.items()}
    assert read_back == true


def test_the_prose_of_a_real_report(hongze: bytes) -> None:
    blocks = read(hongze)
    paragraphs = [block.text for block in blocks if isinstance(block, Paragraph)]
    assert isinstance(blocks[0], Heading)
    assert blocks[0].text == "淮安市洪泽区人民政府2024年政府信息公开工作年度报告"
    assert "二、主动公开政府信息情况" in paragraphs
    over_the_page = next(text for text in paragraphs if text.startswith("针对存在问题"))
    assert "答复书模板，使各行政机关答复的方式" in over_the_page
    assert over_the_page.endswith("思想认识和业务工作水平。")
    assert len(paragraphs) == 16
    everything = [
        *paragraphs,
        *(cell for grid in grids(hongze) for row in grid.texts for cell in row),
    ]
    assert not [text for text in everything if re.search(r"-\s*\d\s*-", text)]
