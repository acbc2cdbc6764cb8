"""Workbooks and text in fields."""

import csv
import io
import time
import zipfile
from datetime import date
from random import Random

import pandas as pd
import pytest

from layouts import Style, random_form, write
from reportkit import Report, read_report
from reportkit.document import Grid, Paragraph, Remark
from reportkit.errors import ReadError
from reportkit.readers import fields, sheet

openpyxl = pytest.importorskip("openpyxl")


def saved(book: object) -> bytes:
    file = io.BytesIO()
    book.save(file)  # type: ignore[attr-defined]
    return file.getvalue()


def workbook(*rows: list[object], merged: tuple[str, ...] = (), title: str = "二") -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    page.title = title
    for row in rows:
        page.append(row)
    for reference in merged:
        page.merge_cells(reference)
    return saved(book)


def blocks(data: bytes, name: str = "a.xlsx") -> list[object]:
    return [part for part in _read(data, name) if not isinstance(part, Remark)]


def remarks(data: bytes, name: str = "a.xlsx") -> list[tuple[str, str]]:
    return [(part.severity, part.message) for part in _read(data, name) if isinstance(part, Remark)]


def _read(data: bytes, name: str) -> list[object]:
    read = sheet.read if name.endswith("xlsx") else fields.read
    return list(read(data, name)[0])


def shown(data: bytes, name: str = "a.xlsx") -> list[object]:
    return [b.texts if isinstance(b, Grid) else b.text for b in blocks(data, name)]  # type: ignore[attr-defined]


def raw(rows: str, tail: str = "", head: str = "", **more: str) -> bytes:
    """A workbook of one sheet, written by hand."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    parts = {
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{kind}"><sheets>'
        '<sheet name="一" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": '<Relationships><Relationship Id="r1" '
        f'Type="{kind}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><dimension ref="A1:XFD1048576"/>{head}'
        f"<sheetData>{rows}</sheetData>{tail}</worksheet>",
        **more,
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


# --- workbooks -----------------------------------------------------------------------------------


def test_sources_count_as_the_sheet_does() -> None:
    [grid] = blocks(workbook([], [None, "信息内容", "制发"], [], [None, "规章", 3]))
    assert isinstance(grid, Grid)
    assert grid.ruled
    assert grid.source == "sheet 二"
    cell = grid.rows[1][-1]
    assert (cell.text, cell.source) == ("3", "sheet 二, row 4, column 3")


def test_merged_cells() -> None:
    data = workbook(
        ["（本列）", "申请人情况", None, "总计"], [None, "自然人", "法人", None], ["新收", 1, 2, 3],
        merged=("A1:A2", "B1:C1", "D1:D2"),
    )  # fmt: skip
    [grid] = blocks(data)
    assert isinstance(grid, Grid)
    assert [(c.text, c.row, c.column, c.rowspan, c.colspan) for row in grid.rows for c in row] == [
        ("（本列）", 0, 0, 2, 1), ("申请人情况", 0, 1, 1, 2), ("总计", 0, 3, 2, 1),
        ("自然人", 1, 1, 1, 1), ("法人", 1, 2, 1, 1),
        ("新收", 2, 0, 1, 1), ("1", 2, 1, 1, 1), ("2", 2, 2, 1, 1), ("3", 2, 3, 1, 1),
    ]  # fmt: skip


def test_headings_and_prose_become_paragraphs() -> None:
    data = workbook(
        ["某县2023年报告"], ["一、总体情况"], ["全年公开信息。"], ["二、主动公开情况"],
        ["第二十条第（一）项", None, None], ["信息内容", "制发", "废止"], ["规章", 0, None],
        ["三、收到和处理"], ["新收", 1, 2], merged=("A1:C1", "A2:C2", "A3:C3", "A4:C4", "A5:C5", "A8:C8"),
    )  # fmt: skip
    assert shown(data) == [
        "某县2023年报告", "一、总体情况", "全年公开信息。", "二、主动公开情况",
        [["第二十条第（一）项"], ["信息内容", "制发", "废止"], ["规章", "0", ""]],
        "三、收到和处理", [["新收", "1", "2"]],
    ]  # fmt: skip


def test_a_row_whose_bordered_values_are_blank_stays_in_the_table() -> None:
    book = openpyxl.Workbook()
    for row in (["新收", 1, 2], ["四、结转下年度", None, None]):
        book.active.append(row)
    for column in (2, 3):
        book.active.cell(2, column).number_format = "0"
    assert shown(saved(book)) == [[["新收", "1", "2"], ["四、结转下年度", "", ""]]]


def test_a_wide_table_gives_the_others_no_columns() -> None:
    data = workbook(["规章", 0], ["文件", 1], [], [f"列{n}" for n in range(15)])
    [grid] = blocks(data)
    assert isinstance(grid, Grid)
    assert [len(row) for row in grid.rows] == [2, 2, 15]


def test_sheets_in_order_without_the_hidden() -> None:
    book = openpyxl.Workbook()
    book.active.append(["甲", 1])
    book.create_sheet("藏").append(["乙", 2])
    book["藏"].sheet_state = "hidden"
    book.create_sheet("空")
    book.create_sheet("后").append(["丙", 3])
    assert shown(saved(book)) == [[["甲", "1"]], [["丙", "3"]]]
    assert remarks(saved(book)) == [("info", "hidden sheets are left out: 藏")]


def test_numbers_are_printed_as_shown() -> None:
    book = openpyxl.Workbook()
    formats = {
        "17": (17, "General"), "17.5": (17.5, "General"), "96171.6": (96171.600000000006, "General"),
        "3.00": (3, "0.00"), "13,200": (13200, "#,##0"), "1,234.50": (1234.5, "#,##0.00"),
        "3": (2.5, "0"), "25%": (0.25, "0%"), "12件": (12, '0"件"'), "8 ": (8, "0_ "),
        "7": (7, "0_);[Red]\\(0\\)"), "5": (5, "@"), "2024-01-20": (date(2024, 1, 20), "yyyy-mm-dd"),
        "1": (1.0, "General"), "-4": (-4, "0"), "0.3": (0.1 + 0.2, "General"), "1.5": (1.5, "0.0##"),
    }  # fmt: skip
    for value, pattern in formats.values():
        book.active.append(["标", value])
        book.active.cell(book.active.max_row, 2).number_format = pattern
    [rows] = shown(saved(book))
    assert [row[1] for row in rows] == [text.strip() for text in formats]  # type: ignore[attr-defined]


def test_a_formula_that_was_never_computed_is_not_blank() -> None:
    row = (
        '<row r="3"><c r="A3"><f>SUM(B2:B5)</f><v></v></c><c r="B3"><f>1+1</f></c>'
        '<c r="C3" t="str"><f>IF(A1,A1,"")</f><v></v></c><c r="D3"><v>1</v></c></row>'
    )
    assert shown(raw(row)) == [[["=SUM(B2:B5)", "=1+1", "", "1"]]]
    [(severity, message)] = remarks(raw(row))
    assert severity == "warning"
    assert message.startswith("formulas without a stored value;")
    assert message.endswith(": A3, B3")


def test_formulas_to_be_computed_again() -> None:
    row = '<row r="1"><c r="A1"><f>B1</f><v>0</v></c><c r="B1"><v>5</v></c></row>'
    book = '<workbook xmlns:r="r"><sheets><sheet name="一" r:id="r1"/></sheets>{}</workbook>'
    calc = '<calcPr fullCalcOnLoad="1"/>'
    assert remarks(raw(row, **{"xl/workbook.xml": book.format("")})) == []
    [(severity, message)] = remarks(raw(row, **{"xl/workbook.xml": book.format(calc)}))
    assert (severity, message[-4:]) == ("warning", ": A1")


def test_hidden_rows_and_columns_are_left_out_and_said() -> None:
    data = workbook(
        ["信息内容", "去年", "制发", "废止"], ["规章", 7, 1, 2], ["规章", 8, 3, 4], ["文件", 9, 5, 6],
        ["合并", None, None, 8], merged=("A2:A3", "B5:C5"),
    )  # fmt: skip
    book = openpyxl.load_workbook(io.BytesIO(data))
    book.active.row_dimensions[2].hidden = True
    book.active.column_dimensions["B"].hidden = True
    book.active["B5"] = 7
    data = saved(book)
    [grid] = blocks(data)
    assert isinstance(grid, Grid)
    assert grid.texts == [
        ["信息内容", "制发", "废止"], ["规章", "3", "4"], ["文件", "5", "6"], ["合并", "7", "8"],
    ]  # fmt: skip
    assert [cell.column for cell in grid.rows[1]] == [0, 2, 3]
    assert grid.rows[1][1].source == "sheet 二, row 3, column 3"
    assert remarks(data) == [
        ("info", "hidden rows are left out: 2"), ("info", "hidden columns are left out: B"),
    ]  # fmt: skip


def test_rows_without_height_are_hidden() -> None:
    rows = (
        '<cols><col min="2" max="99999999" hidden="1"/></cols><row r="1" ht="0"><c r="A1"><v>1</v></c></row>'
        '<row r="2"><c r="A2"><v>2</v></c><c r="AB2"><v>3</v></c></row>'
    )
    data = raw(rows)
    assert shown(data) == ["2"]
    assert remarks(data)[1] == ("info", "hidden columns are left out: AB")


def test_titles_in_rows_of_styled_blanks() -> None:
    book = openpyxl.Workbook()
    for row in (
        ["某县年度报告"],
        ["2024年1月"],
        ["全年公开信息。"],
        ["信息内容", "制发"],
        ["规章", 0],
        ["文件"],
    ):
        book.active.append(row)
    for row in book.active.iter_rows(max_col=4):
        for own in row:
            own.number_format = "0"
    assert shown(saved(book)) == [
        "某县年度报告", "2024年1月", "全年公开信息。",
        [["信息内容", "制发"], ["规章", "0"], ["文件", ""]],
    ]  # fmt: skip


STYLES = (
    '<styleSheet><numFmts><numFmt numFmtId="200" formatCode="0;-0;;@"/></numFmts>'
    '<fonts><font/><font><strike/></font><font><vertAlign val="superscript"/></font></fonts>'
    '<borders><border/><border diagonalUp="1"><diagonal style="thin"/></border>'
    '<border diagonalUp="1"><diagonal/></border></borders>'
    '<cellXfs><xf/><xf fontId="1"/><xf fontId="2"/><xf borderId="1"/><xf borderId="2"/>'
    '<xf numFmtId="200"/><xf numFmtId="1"/></cellXfs></styleSheet>'
)
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def styled(rows: str, strings: str = "", head: str = "") -> bytes:
    """A workbook with the styles and shared texts above."""
    links = "".join(
        f'<Relationship Id="{name}" Type="{KIND}/{kind}" Target="{target}"/>'
        for name, kind, target in (
            ("r1", "worksheet", "worksheets/sheet1.xml"), ("r2", "styles", "styles.xml"),
            ("r3", "sharedStrings", "strings.xml"),
        )
    )  # fmt: skip
    parts = {
        "xl/_rels/workbook.xml.rels": f"<Relationships>{links}</Relationships>",
        "xl/styles.xml": STYLES, "xl/strings.xml": f"<sst>{strings}</sst>",
    }  # fmt: skip
    return raw(rows, "", head, **parts)


def test_struck_and_raised_text() -> None:
    strings = (
        "<si><r><rPr><strike/></rPr><t>17</t></r><r><rPr/><t>18</t></r></si>"
        '<si><r><t>17081</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>1</t></r></si>'
        '<si><r><rPr><strike val="0"/></rPr><t>5</t></r><rPh><t>ご</t></rPh></si>'
    )
    texts = "".join(f'<c t="s" s="{style}"><v>{k}</v></c>' for k, style in ((0, 0), (1, 0), (2, 1)))
    data = styled(
        f'<row r="1">{texts}<c s="1"><v>9</v></c><c s="2"><v>3</v></c><c s="1"/></row>', strings
    )
    assert shown(data) == [[["18", "17081¹", "5", "〔划去 9〕", "³"]]]
    assert remarks(data) == [("info", "struck-out text is left out: A1 17, D1 9")]


def test_a_diagonal_line_is_a_stroke() -> None:
    corner = '<row r="1"><c s="3"/><c><v>3</v></c><c><v>4</v></c></row>'
    data = styled(
        f'{corner}<row r="2"><c><v>1</v></c><c s="3"/><c s="4"/><c s="3"><v>2</v></c></row>'
    )
    assert shown(data) == [[["", "3", "4", ""], ["1", "/", "", "2"]]]
    assert remarks(data) == [("info", "blank cells crossed by a diagonal line are read as /: B2")]


def test_what_cells_show_and_what_they_hold() -> None:
    row = '<row r="2"><c s="5"><v>7</v></c><c s="5"><v>0</v></c><c s="6"><v>12.6</v></c></row>'
    assert shown(styled(row)) == [[["7", "", "13"]]]
    assert remarks(styled(row)) == [
        ("warning", "cells show another number than they hold; what they show is read: "
         "C2 12.6 as 13 by 0"),
        ("info", "zeros are shown as nothing, or as a dash, and are read so: B2 0 as nothing by 0;-0;;@"),
    ]  # fmt: skip
    many = "".join(f'<row><c s="6"><v>{k}.6</v></c><c><v>1</v></c></row>' for k in range(20))
    assert remarks(styled(many))[0][1].endswith("A8 7.6 as 8 by 0 and 12 more")


def test_a_sheet_that_shows_no_zeros() -> None:
    row = '<row r="1"><c><v>0</v></c><c><v>0.0</v></c><c><v>10</v></c><c t="str"><v>0</v></c></row>'
    row = row.replace("<c>", "<c><v>9</v></c><c>", 1)
    data = styled(row, head='<sheetViews><sheetView showZeros="0"/></sheetViews>')
    assert shown(data) == [[["9", "", "", "10", "0"]]]
    assert remarks(data)[0][1].startswith("zeros are shown as nothing")


def test_pictures_on_a_sheet_are_told() -> None:
    assert remarks(raw("<row><c><v>1</v></c></row>", "<drawing/>")) == [
        ("info", "pictures and text boxes on the sheet are not read")
    ]


def test_tables_that_do_not_begin_in_the_first_column() -> None:
    data = workbook(
        [None, None, "某县2023年报告"], [None, None, "二、主动公开"], [None, None, "信息内容", "制发"],
        [None, None, "规章", 0], [None, None, "三、收到"], [None, None, "新收", 1],
        merged=("C1:D1", "C2:D2", "C5:D5"),
    )  # fmt: skip
    assert shown(data) == [
        "某县2023年报告", "二、主动公开", [["信息内容", "制发"], ["规章", "0"]], "三、收到",
        [["新收", "1"]],
    ]  # fmt: skip


BESIDE: tuple[list[object], ...] = (
    ["项目", "自然人", None, "结果", "件数"], ["新收", 1, None, "维持", 3], ["结转", 2, None, "纠正", 4],
)  # fmt: skip


def test_tables_side_by_side() -> None:
    assert shown(workbook(["甲表", None, None, "乙表", None], *BESIDE)) == [
        [["甲表", ""], ["项目", "自然人"], ["新收", "1"], ["结转", "2"],
         ["乙表", ""], ["结果", "件数"], ["维持", "3"], ["纠正", "4"]],
    ]  # fmt: skip
    [left, right] = blocks(b"\n".join(
        ",".join(str(field or "") for field in row).encode() for row in BESIDE), "a.csv")  # fmt: skip
    assert isinstance(left, Grid)
    assert isinstance(right, Grid)
    assert right.texts == [["结果", "件数"], ["维持", "3"], ["纠正", "4"]]
    assert (right.rows[1][1].source, right.rows[1][1].column) == ("line 2, field 5", 1)


def test_a_blank_column_alone_parts_no_table() -> None:
    one = workbook(["项目", "自然人", None, "总计"], ["新收", 1, None, 3], ["结转", 2, None, 4])
    assert shown(one) == [
        [["项目", "自然人", "", "总计"], ["新收", "1", "", "3"], ["结转", "2", "", "4"]]
    ]


def test_kinds_of_cells() -> None:
    row = (
        '<row r="3"><c r="A3" t="inlineStr"><is><t>规</t><t>章</t></is></c><c r="B3"><f>1+1</f><v>2</v></c>'
        '<c t="str"><f>x</f><v>甲</v></c><c r="D3" t="b"><v>1</v></c><c r="E3" t="e"><v>#N/A</v></c>'
        '<c r="F3" t="s"><v>99</v></c><c r="G3" s="77"><v>4</v></c></row>'
    )
    assert shown(raw(row)) == [[["规章", "2", "甲", "TRUE", "#N/A", "", "4"]]]


# --- workbooks that cannot be read ---------------------------------------------------------------


def test_a_million_declared_cells_cost_nothing() -> None:
    far = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row><row r="1048576"/>'
    tail = '<mergeCells><mergeCell ref="B1:XFD1048576"/><mergeCell ref="nonsense"/></mergeCells>'
    started = time.perf_counter()
    [grid] = blocks(raw(far, tail))
    assert isinstance(grid, Grid)
    assert time.perf_counter() - started < 2


@pytest.mark.parametrize(
    "rows",
    [
        "".join(
            f"<row>{''.join(f'<c><v>{r * c % 97}</v></c>' for c in range(100))}</row>"
            for r in range(2100)
        ),
        "".join(
            f'<row r="{r}"><c r="XFD{r}"><v>{r * 7919 % 9973}</v></c></row>' for r in range(1, 3000)
        ),
    ],
)
def test_a_million_cells_are_refused(rows: str) -> None:
    started = time.perf_counter()
    with pytest.raises(ReadError, match=r"more than 200,000 cells.*Save the report's sheet alone"):
        blocks(raw(rows))
    assert time.perf_counter() - started < 20


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "encrypted, or an old Office file"),
        (b"sheet", r"not a \.xlsx file"),
        (raw("<row/>")[:-30], r"not a \.xlsx file, or only part of one"),
        (raw("<row>"), "is damaged"),
        (raw("", **{"pad.bin": "0" * 90_000_000}), "would unpack"),
    ],
)
def test_each_says_why_and_what_next(data: bytes, message: str) -> None:
    with pytest.raises(ReadError, match=message):
        blocks(data)


# --- text in fields ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "mark"), [("a.csv", ","), ("a.csv", ";"), ("a.csv", "|"), ("a.tsv", "\t")]
)
def test_fields(name: str, mark: str) -> None:
    text = f'信息内容{mark}"本年{mark}制发"\n规章{mark}0\n'
    [grid] = blocks(text.encode("gb18030"), name)
    assert isinstance(grid, Grid)
    assert grid.texts == [["信息内容", f"本年{mark}制发"], ["规章", "0"]]
    assert grid.ruled
    assert grid.rows[1][1].source == "line 2, field 2"


def test_lines_within_quotation_marks_count() -> None:
    [grid] = blocks('"结果\n维持",1\n\n规章,0\n'.encode(), "a.csv")
    assert isinstance(grid, Grid)
    assert grid.rows[0][0].text == "结果\n维持"
    assert grid.rows[1][1].source == "line 4, field 2"


def test_prose_and_headings_in_fields() -> None:
    text = "某县报告\n一、总体情况,,\n全年公开信息。,,\n信息内容,制发,废止\n规章,0,\n三、收到,,\n新收,1,2\n"
    assert shown(text.encode(), "a.csv") == [
        "某县报告", "一、总体情况", "全年公开信息。",
        [["信息内容", "制发", "废止"], ["规章", "0", ""]], "三、收到", [["新收", "1", "2"]],
    ]  # fmt: skip
    assert isinstance(blocks(text.encode(), "a.csv")[0], Paragraph)


def test_lines_filled_up_to_the_widest() -> None:
    lines = [
        "某县报告", "2024年1月", "一、总体情况", "信息如下", "二、主动公开", "第二十条", "信息内容,制发,废止",
        "规章,0,", "文件", "三、收到", "新收,1,2", "下年", "五、问题", "无", "某县政府",
    ]  # fmt: skip
    text = "\n".join(line + "," * (2 - line.count(",")) for line in lines)
    assert shown(text.encode(), "a.csv") == [
        "某县报告", "2024年1月", "一、总体情况", "信息如下", "二、主动公开",
        [["第二十条", "", ""], ["信息内容", "制发", "废止"], ["规章", "0", ""], ["文件", "", ""]],
        "三、收到", [["新收", "1", "2"], ["下年", "", ""]], "五、问题", "无", "某县政府",
    ]  # fmt: skip


def test_a_line_that_names_the_delimiter() -> None:
    [grid] = blocks("\ufeffsep=;\r\n规章;1,5;0\r\n文件;2,5;1\r\n".encode(), "a.csv")
    assert isinstance(grid, Grid)
    assert grid.texts == [["规章", "1,5", "0"], ["文件", "2,5", "1"]]
    assert grid.rows[0][1].source == "line 2, field 2"


def test_a_sentence_with_commas_is_one() -> None:
    text = "全年公开,分三类,共计多少。,,\n信息内容,制发,废止\n规章,0,1\n备注,1,完。\n"
    assert shown(text.encode(), "a.csv")[0] == "全年公开,分三类,共计多少。"
    assert len(shown(text.encode(), "a.csv")[1]) == 3


def test_commas_in_prose_part_no_fields() -> None:
    text = f"某县报告\n正文,{'含,逗号,' * 200}。\n信息内容;制发\n规章;0\n文件;1\n"
    assert shown(text.encode(), "a.csv")[-1] == [["信息内容", "制发"], ["规章", "0"], ["文件", "1"]]


def test_ragged_lines_are_not_ruled() -> None:
    [grid] = blocks("规章,0,0\n三、办理,（一）公开,1,2\n".encode(), "a.csv")
    assert isinstance(grid, Grid)
    assert not grid.ruled


def test_too_many_fields_and_too_long_ones() -> None:
    with pytest.raises(ReadError, match="more than 200,000 fields"):
        blocks(b"," * 300_000, "a.csv")
    with pytest.raises(ReadError, match=r"a\.csv, line 1: .*Save it again as CSV"):
        blocks(b'a,"' + b"x" * 200_000, "a.csv")


# --- whole reports -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def printed() -> tuple[Report, list[list[str]]]:
    """A report, and what its sheet shows, a row as wide as the widest."""
    data = write(random_form(Random(3), edition="2021"), "xlsx", Style())
    rows = openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True)
    texts = [["" if value is None else str(value) for value in row] for row in rows]
    return read_report(data, name="a.xlsx"), texts


def saved_as_csv(rows: list[list[str]], delimiter: str = ",", *, quoted: bool = True) -> str:
    if not quoted:
        return "".join(delimiter.join(row) + "\r\n" for row in rows)
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter).writerows(rows)
    return file.getvalue()


def assert_same(report: Report, other: Report) -> None:
    shared = ["table", "item", "column", "value", "state"]
    pd.testing.assert_frame_equal(report.cells[shared], other.cells[shared])
    assert report.title == other.title
    assert report.reports["issuer"].equals(other.reports["issuer"])
    assert list(report.narrative["text"]) == list(other.narrative["text"])
    assert len(report.notes) == 0


@pytest.mark.parametrize(
    ("delimiter", "encoding", "before"),
    [(",", "utf-8-sig", ""), (",", "cp936", ""), (";", "utf-8", "sep=;\r\n"), ("|", "utf-8", ""),
     ("\t", "utf-16", "")],
)  # fmt: skip
def test_a_report_as_excel_saves_it(
    printed: tuple[Report, list[list[str]]], delimiter: str, encoding: str, before: str
) -> None:
    report, rows = printed
    data = (before + saved_as_csv(rows, delimiter)).encode(encoding)
    assert_same(read_report(data, name="a.csv"), report)


def test_a_report_at_another_column(printed: tuple[Report, list[list[str]]]) -> None:
    report, rows = printed
    moved = [["", "", *row] for row in rows]
    assert_same(read_report(saved_as_csv(moved).encode(), name="a.csv"), report)
    numbers = [[int(text) if text.isdecimal() else text or None for text in row] for row in moved]
    assert_same(read_report(workbook(*numbers), name="a.xlsx"), report)


def test_thousands_parted_by_commas(printed: tuple[Report, list[list[str]]]) -> None:
    report, rows = printed
    parted = [[f"{int(text):,}" if text.isdecimal() else text for text in row] for row in rows]
    assert parted != rows
    assert_same(read_report(saved_as_csv(parted).encode(), name="a.csv"), report)
    # Without quotation marks the fields of such a row are not told apart, and it is refused.
    bare = read_report(saved_as_csv(parted, quoted=False).encode(), name="a.csv")
    both = report.cells.merge(bare.cells, on=["table", "item", "column"], suffixes=("", "_read"))
    other = both[(both["value"] != both["value_read"]) | (both["state"] != both["state_read"])]
    assert len(other) > 0
    assert set(other["state_read"]) == {"text"}
    assert "cannot be told apart" in bare.notes["message"].iloc[0]


def test_remarks_become_notes(printed: tuple[Report, list[list[str]]]) -> None:
    _, rows = printed
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append([int(text) if text.isdecimal() else text or None for text in row])
    book.active.title = "年报"
    book.active.cell(len(rows) + 2, 1).value = "=1+1"
    note = read_report(saved(book), name="a.xlsx").notes.iloc[0]
    assert (note["severity"], note["place"]) == ("warning", "sheet 年报")
    assert note["message"].startswith("formulas without a stored value")
