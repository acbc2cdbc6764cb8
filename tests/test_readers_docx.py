"""Word files: what the usual libraries lose, and packages that mean harm."""

import io
import re
import time
import zipfile
from random import Random

import pandas as pd
import pytest

from layouts import Style, random_form, write
from reportkit import read_report
from reportkit.document import Grid, Heading, Paragraph, Remark
from reportkit.errors import ReadError
from reportkit.readers import doc, docx

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def package(parts: dict[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def word(body: str, namespace: str = W, **parts: str) -> bytes:
    root = f'<w:document xmlns:w="{namespace}" xmlns:mc="{MC}"><w:body>{body}</w:body></w:document>'
    return package({"word/document.xml": root, **parts})


def read(body: str, **parts: str) -> list[object]:
    return list(docx.read(word(body, **parts), "a.docx")[0])


def blocks(body: str, **parts: str) -> list[object]:
    return [part for part in read(body, **parts) if not isinstance(part, Remark)]


def remarks(body: str) -> list[tuple[str, str]]:
    return [(part.severity, part.message) for part in read(body) if isinstance(part, Remark)]


def shown(body: str, **parts: str) -> list[object]:
    return [b.texts if isinstance(b, Grid) else b.text for b in blocks(body, **parts)]  # type: ignore[attr-defined]


def related(**parts: str) -> dict[str, str]:
    """A document's other parts, by their kind, and what refers to them."""
    links = "".join(
        f'<Relationship Id="{kind}" Type="http://x/{kind}" Target="{kind}.xml"/>' for kind in parts
    )
    named = {f"word/{kind}.xml": content for kind, content in parts.items()}
    return {**named, "word/_rels/document.xml.rels": f"<Relationships>{links}</Relationships>"}


def r(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def p(inner: str) -> str:
    return f"<w:p>{inner if inner.startswith('<') else r(inner)}</w:p>"


def tc(inner: str, look: str = "") -> str:
    return f"<w:tc><w:tcPr>{look}</w:tcPr>{inner if inner.startswith('<') else p(inner)}</w:tc>"


def tr(*cells: str, look: str = "") -> str:
    return f"<w:tr><w:trPr>{look}</w:trPr>{''.join(cells)}</w:tr>"


def tbl(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/>{''.join(rows)}</w:tbl>"


def sdt(inner: str, look: str = "") -> str:
    return f"<w:sdt><w:sdtPr>{look}</w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"


PLAIN = tbl(tr(tc("规章"), tc("0")), tr(tc("文件"), tc("3")))


def run(text: str, look: str) -> str:
    return f"<w:r><w:rPr>{look}</w:rPr><w:t>{text}</w:t></w:r>"


BOX = "<w:txbxContent><w:p><w:r><w:t>3</w:t></w:r></w:p></w:txbxContent>"


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        (run("17081", "<w:strike/>") + r("17082"), "17082"),
        (run("17081", "<w:dstrike w:val='true'/>") + r("17082"), "17082"),
        (run("17081", "<w:strike w:val='0'/>"), "17081"),
        (run("9", "<w:vanish/>") + r("17"), "17"), (run("9", "<w:vanish/>"), ""),
        (r("17081") + run("1", "<w:vertAlign w:val='superscript'/>"), "17081¹"),
        (r("17081") + run("1", "<w:vertAlign w:val='subscript'/>"), "17081¹"),
        (run("23", "<w:vertAlign w:val='baseline'/>"), "23"),
        # what is seen and is no text is no blank
        ("<w:r><w:sym w:font='Wingdings' w:char='F0FC'/></w:r>", "〔图〕"),
        (r("3") + "<w:r><w:sym w:font='Wingdings' w:char='F081'/></w:r>", "3〔图〕"),
        ("<w:r><w:drawing/></w:r>", "〔图〕"), (r("3") + "<w:r><w:pict/></w:r>", "3"),
        (f"<w:r><w:pict>{BOX}</w:pict></w:r>", "3"),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:drawing/></w:r>", ""),
        (run("3", "<w:strike/>"), "〔划去 3〕"),
        # fields: their results, not their codes
        ("<w:fldSimple w:instr='=SUM(ABOVE)'><w:r><w:t>8</w:t></w:r></w:fldSimple>", "8"),
        ("<w:r><w:fldChar w:fldCharType='begin'/><w:instrText>IF </w:instrText></w:r>"
         "<w:r><w:fldChar w:fldCharType='begin'/><w:instrText>REF x</w:instrText>"
         "<w:fldChar w:fldCharType='separate'/><w:t>99</w:t><w:fldChar w:fldCharType='end'/></w:r>"
         "<w:r><w:fldChar w:fldCharType='separate'/><w:t>8</w:t><w:fldChar w:fldCharType='end'/></w:r>",
         "8"),
        ("<w:r><w:t>8</w:t><w:footnoteReference w:id='1'/></w:r>", "8"),
        ("<w:smartTag><w:r><w:t>8</w:t></w:r></w:smartTag>", "8"),
        (f"<w:r><mc:AlternateContent><mc:Choice>{BOX}</mc:Choice><mc:Fallback><w:pict>{BOX}</w:pict>"
         "</mc:Fallback></mc:AlternateContent></w:r>", "3"),
    ],
)  # fmt: skip
def test_a_cell_holds_what_is_printed(inner: str, text: str) -> None:
    assert shown(tbl(tr(tc("规章"), tc(p(inner)), tc("0")), tr(tc("文件"), tc("3"), tc("4")))) == [
        [["规章", text, "0"], ["文件", "3", "4"]]
    ]


def test_what_is_left_out_is_told() -> None:
    body = p(run("17081", "<w:strike/>") + r("甲") + run("藏", "<w:vanish/>")) + "<w:altChunk/>"
    assert remarks(body) == [
        ("info", "hidden text is left out: 藏"), ("info", "struck-out text is left out: 17081"),
        ("warning", "parts of another format are not read; open the file in Word and "
         "save it: 1"),
    ]  # fmt: skip
    assert remarks(p("甲") + PLAIN) == []


def test_a_diagonal_line_is_a_stroke() -> None:
    line = "<w:tcBorders><w:tl2br w:val='{}'/></w:tcBorders>"
    crossed, none = line.format("single"), line.format("nil")
    table = tbl(
        tr(tc("", crossed), tc("件数")),
        tr(tc("规章", crossed), tc("1")),
        tr(tc("文件"), tc("", crossed)),
        tr(tc("三"), tc("", none)),
    )
    assert shown(table) == [[["", "件数"], ["规章", "1"], ["文件", "/"], ["三", ""]]]
    assert remarks(table) == [("info", "blank cells crossed by a diagonal line are read as /: 1")]


def test_a_symbol_outside_tables_is_no_text() -> None:
    assert shown(p("<w:r><w:sym w:char='F0FC'/></w:r>") + p("甲")) == ["甲"]


def test_the_styles_of_runs() -> None:
    styles = (
        f'<w:styles xmlns:w="{W}"><w:style w:type="character" w:styleId="a"><w:rPr><w:strike/>'
        '</w:rPr></w:style><w:style w:type="character" w:styleId="b"><w:rPr>'
        '<w:vertAlign w:val="superscript"/></w:rPr></w:style></w:styles>'
    )
    named = "<w:rStyle w:val='{}'/>"
    body = p(r("1") + run("2", named.format("a")) + run("3", named.format("b"))
             + run("4", named.format("a") + "<w:strike w:val='0'/>"))  # fmt: skip
    assert shown(body, **related(styles=styles)) == ["1³4"]


def test_hidden_rows_and_deleted_cells_are_left_out() -> None:
    table = tbl(
        tr(tc("规章"), tc("7"), tc("1")), tr(tc("规章"), tc("8"), look="<w:hidden/>"),
        tr(tc("文件"), tc("9", "<w:cellDel w:id='1'/>"), tc("2")),
        tr(tc("件"), tc("5", "<w:cellIns w:id='1'/>"), look="<w:hidden w:val='false'/>"),
    )  # fmt: skip
    [grid] = blocks(table)
    assert isinstance(grid, Grid)
    assert [[(cell.text, cell.column) for cell in row] for row in grid.rows] == [
        [("规章", 0), ("7", 1), ("1", 2)], [("文件", 0), ("2", 2)], [("件", 0), ("5", 1)],
    ]  # fmt: skip
    assert [severity for severity, _ in remarks(table)] == ["info", "warning"]


def test_merged_cells_below_columns_left_free() -> None:
    down, on = "<w:vMerge w:val='restart'/>", "<w:vMerge/>"
    free = "<w:gridBefore w:val='1'/>"
    [grid] = blocks(tbl(
        tr(tc("结果"), tc("维持"), tc("总计")), tr(tc("1", down), tc("3"), look=free),
        tr(tc("9", on), tc("4"), look=free), tr(tc("甲"), tc("2", on), tc("5")),
    ))  # fmt: skip
    assert isinstance(grid, Grid)
    assert [[(c.text, c.column, c.rowspan) for c in row] for row in grid.rows[1:]] == [
        [("1", 1, 3), ("3", 2, 1)], [("4", 2, 1)], [("甲", 0, 1), ("5", 2, 1)],
    ]  # fmt: skip


def test_prose_and_sources() -> None:
    found = blocks(p("甲") + p("") + PLAIN + p("乙"))
    assert found[0] == Paragraph("甲", "paragraph 1")
    assert isinstance(found[1], Grid)
    assert found[1].rows[1][0].source == "table 1, row 2, column 1"
    assert found[2] == Paragraph("乙", "paragraph 2")


@pytest.mark.parametrize("namespace", [W, STRICT])
def test_both_namespaces(namespace: str) -> None:
    assert len(list(docx.read(word(PLAIN, namespace), "a.docx")[0])) == 1


def test_content_controls_are_opened_everywhere() -> None:
    row = tr(tc("规章"), sdt(tc("0")), tc(sdt(p(sdt(r("1"))))))
    assert shown(sdt(p("甲") + tbl(row, sdt(tr(tc("文件"), tc("2"), tc("3")))))) == [
        "甲", [["规章", "0", "1"], ["文件", "2", "3"]],
    ]  # fmt: skip


def test_a_content_controls_prompt_is_no_content() -> None:
    prompt = sdt(r("单击此处输入文字"), "<w:showingPlcHdr/>")
    assert shown(tbl(tr(tc("规章"), tc(p(prompt))))) == [[["规章", ""]]]


def test_tracked_changes_are_read_as_accepted() -> None:
    kept = f"<w:ins>{r('1')}</w:ins><w:moveTo>{r('7')}</w:moveTo>"
    gone = (
        "<w:del><w:r><w:delText>9</w:delText></w:r></w:del><w:moveFrom>" + r("8") + "</w:moveFrom>"
    )
    rows = tr(tc("规章"), tc(p(kept + gone))), tr(tc("删"), tc("5"), look="<w:del/>")
    assert shown(tbl(*rows, tr(tc("新"), tc("6"), look="<w:ins/>"))) == [
        [["规章", "17"], ["新", "6"]]
    ]


def test_spans() -> None:
    restart, go_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = tbl(
        tr(tc("甲", restart), tc("乙", '<w:gridSpan w:val="2"/>'), tc("丙", restart)),
        tr(tc("", go_on), tc("丁"), tc("戊"), tc("", '<w:vMerge w:val="continue"/>')),
        tr(tc("己"), tc("庚"), tc("辛"), look='<w:gridBefore w:val="1"/><w:gridAfter w:val="1"/>'),
    )
    [grid] = blocks(body)
    assert isinstance(grid, Grid)
    assert [(c.text, c.row, c.column, c.rowspan, c.colspan) for row in grid.rows for c in row] == [
        ("甲", 0, 0, 2, 1), ("乙", 0, 1, 1, 2), ("丙", 0, 3, 2, 1), ("丁", 1, 1, 1, 1),
        ("戊", 1, 2, 1, 1), ("己", 2, 1, 1, 1), ("庚", 2, 2, 1, 1), ("辛", 2, 3, 1, 1),
    ]  # fmt: skip


def test_a_continued_cell_below_nothing_stands_for_itself() -> None:
    assert shown(tbl(tr(tc("甲", "<w:vMerge/>"), tc("1")))) == [[["甲", "1"]]]


def test_old_horizontal_merges() -> None:
    row = tr(tc("甲", '<w:hMerge w:val="restart"/>'), tc("", "<w:hMerge/>"), tc("1"))
    [grid] = blocks(tbl(row))
    assert isinstance(grid, Grid)
    assert [(c.text, c.colspan) for c in grid.rows[0]] == [("甲", 2), ("1", 1)]


def test_tables_within_tables_that_lay_out_the_page() -> None:
    assert shown(tbl(tr(tc(p("一、总体情况") + PLAIN + p("后"))))) == [
        "一、总体情况", [["规章", "0"], ["文件", "3"]], "后",
    ]  # fmt: skip


def test_breaks_tabs_and_hyphens() -> None:
    inner = "<w:r><w:t>结果</w:t><w:br/><w:t>维持</w:t><w:tab/><w:t>1</w:t><w:noBreakHyphen/></w:r>"
    assert shown(p(inner)) == ["结果", "维持\t1-"]
    assert shown(tbl(tr(tc(p(inner)), tc("0")))) == [[["结果\n维持\t1-", "0"]]]


def test_a_label_broken_over_runs_and_paragraphs() -> None:
    assert shown(tbl(tr(tc(p(r("总") + r("计")) + p("（件）")), tc("0")))) == [
        [["总计\n（件）", "0"]]
    ]


def test_text_boxes_are_read_once() -> None:
    box = f"<w:txbxContent>{p('框')}</w:txbxContent>"
    both = (
        f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
        "</mc:AlternateContent>"
    )
    assert shown(p(r("甲") + f"<w:r>{both}</w:r>") + p("乙")) == ["甲", "框", "乙"]


def test_what_is_not_printed() -> None:
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r>"
    shown_run = '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>显</w:t></w:r>'
    code = "<w:r><w:instrText>PAGE</w:instrText></w:r><w:hyperlink>" + r("链") + "</w:hyperlink>"
    assert shown(p(hidden + shown_run + code)) == ["显链"]


def test_headings_by_style_and_by_level() -> None:
    styles = (
        f'<w:styles xmlns:w="{W}"><w:style w:styleId="2"><w:name w:val="heading 1"/></w:style>'
        '<w:style w:styleId="a"><w:name w:val="一级"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
        '<w:style w:styleId="t"><w:name w:val="Title"/></w:style></w:styles>'
    )
    parts = related(styles=styles)
    body = "".join(
        p(f"<w:pPr>{look}</w:pPr>" + r(text))
        for text, look in (
            ("甲", '<w:pStyle w:val="2"/>'), ("乙", '<w:pStyle w:val="a"/>'),
            ("丙", '<w:pStyle w:val="t"/>'), ("丁", '<w:outlineLvl w:val="2"/>'),
            ("戊", '<w:pStyle w:val="2"/><w:outlineLvl w:val="9"/>'), ("己", '<w:pStyle w:val="x"/>'),
        )
    )  # fmt: skip
    found = blocks(body, **parts)
    assert [(type(b), getattr(b, "level", 0)) for b in found] == [
        (Heading, 1), (Heading, 2), (Heading, 1), (Heading, 3), (Paragraph, 0), (Paragraph, 0),
    ]  # fmt: skip


# --- numbers that Word counts ---------------------------------------------------------------------

LEVELS = (
    ("chineseCountingThousand", "%1、"), ("chineseCountingThousand", "（%2）"), ("decimal", "%3."),
    ("decimal", "%1.%4"), ("bullet", "\uf0b7"),
)  # fmt: skip


def lists(levels: tuple[tuple[str, str], ...] = LEVELS, start: int = 1, more: str = "") -> str:
    own = "".join(
        f'<w:lvl w:ilvl="{k}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for k, (form, text) in enumerate(levels)
    )
    return (
        f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="7">{own}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>{more}</w:numbering>'
    )


def point(text: str, level: int = 0, name: int = 1) -> str:
    look = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{name}"/></w:numPr>'
    return f"<w:p><w:pPr>{look}</w:pPr>{r(text) if text else ''}</w:p>"


def test_numbers_of_lists_are_counted() -> None:
    body = (
        point("总体情况") + point("主动公开", 1) + point("依申请", 1) + point("甲", 2) + p("正文")
        + point("主动公开情况") + point("乙", 1) + point("丙", 3) + point("丁", 4) + point("戊", 8)
        + point("己", 0, 0) + point("庚", 0, 99)
    )  # fmt: skip
    assert shown(body, **related(numbering=lists())) == [
        "一、总体情况", "（一）主动公开", "（二）依申请", "1. 甲", "正文",
        "二、主动公开情况", "（一）乙", "二.1 丙", "丁", "戊", "己", "庚",
    ]  # fmt: skip
    assert shown(body)[0] == "总体情况"


def test_lists_count_together_unless_they_begin_anew() -> None:
    more = (
        '<w:num w:numId="2"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="3"><w:abstractNumId '
        'w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    )
    body = "".join(point("甲", 0, name) for name in (1, 2, 3, 3, 1))
    found = shown(body, **related(numbering=lists(more=more)))
    assert found == ["一、甲", "二、甲", "五、甲", "六、甲", "七、甲"]


def test_empty_points_are_counted_and_deleted_ones_are_not() -> None:
    gone = (
        "<w:p><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr><w:rPr><w:del/></w:rPr></w:pPr></w:p>"
    )
    found = shown(point("甲") + point("") + gone + point("乙"), **related(numbering=lists()))
    assert found == ["一、甲", "三、乙"]
    table = tbl(tr(tc(point("")), tc("新收"), tc("1")), tr(tc(point("")), tc("结转"), tc("2")))
    assert shown(table, **related(numbering=lists((("decimal", "%1"),)))) == [
        [["1", "新收", "1"], ["2", "结转", "2"]]
    ]


def test_the_lists_of_styles() -> None:
    styles = (
        f'<w:styles xmlns:w="{W}"><w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style></w:styles>'
    )
    body = "<w:p><w:pPr><w:pStyle w:val='1'/></w:pPr><w:r><w:t>总体情况</w:t></w:r></w:p>"
    assert blocks(body, **related(styles=styles, numbering=lists())) == [
        Heading("一、总体情况", "paragraph 1", 1)
    ]


def test_a_report_whose_numbers_word_counts() -> None:
    """Sections of prose and the rows of the requests table, numbered by two lists."""
    data = write(random_form(Random(3), edition="2021"), "docx", Style())
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        content = archive.read("word/document.xml").decode()
    body = content.partition("<w:body>")[2].partition("</w:body>")[0]
    own = '<w:p><w:pPr><w:numPr><w:numId w:val="{}"/></w:numPr></w:pPr><w:r>'
    typed = r'<w:p><w:r>(<w:t xml:space="preserve">)[一二三四五六]、(本年|上年|结转)?'
    body, count = re.subn(
        typed, lambda match: own.format(2 if match[2] else 1) + match[1] + (match[2] or ""), body
    )
    assert count == 10
    more = (
        '<w:abstractNum w:abstractNumId="8"><w:lvl w:ilvl="0"><w:numFmt w:val="chineseCounting"/>'
        '<w:lvlText w:val="%1、"/></w:lvl></w:abstractNum><w:num w:numId="2"><w:abstractNumId '
        'w:val="8"/></w:num>'
    )
    report = read_report(word(body, **related(numbering=lists(more=more))), name="a.docx")
    plain = read_report(data, name="a.docx")
    shared = ["table", "item", "column", "value", "state"]
    pd.testing.assert_frame_equal(report.cells[shared], plain.cells[shared])
    assert list(report.narrative["text"]) == list(plain.narrative["text"])
    assert len(plain.notes) == len(report.notes) == 0


@pytest.mark.parametrize(
    ("form", "start", "number"),
    [
        ("chineseCounting", 10, "十"), ("japaneseCounting", 11, "十一"), ("ideographDigital", 10, "一〇"),
        ("chineseCountingThousand", 30, "三十"), ("decimal", 101, "101"),
        ("decimalEnclosedCircle", 20, "⑳"), ("chineseCounting", 100, ""), ("hindiVowels", 3, ""),
    ],
)  # fmt: skip
def test_formats_of_numbers(form: str, start: int, number: str) -> None:
    parts = related(numbering=lists(((form, "%1、"),), start))
    assert shown(point("甲"), **parts) == [f"{number}、甲" if number else "甲"]


def test_the_title_of_the_properties() -> None:
    core = (
        '<c:coreProperties xmlns:c="c" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<dc:title> 某县2023年报告 </dc:title></c:coreProperties>"
    )
    data = word(PLAIN, **{"docProps/core.xml": core})
    assert docx.read(data, "a.docx")[1] == {"title": "某县2023年报告"}


# --- files that cannot be read -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "encrypted, or an old Office file"),
        (b"%PDF-1.7 not a zip", r"not a \.docx file"),
        (word(PLAIN)[:-40], r"not a \.docx file, or only part of one"),
        (package({"report.pdf": b"x"}), r"lacks word/document\.xml.*archive"),
        (package({"word/document.xml": "<w:document xmlns:w='w'/>"}), "no body"),
        (package({"word/document.xml": "<w:document xmlns:w='w'><w:body>"}), "is damaged"),
        (package({"word/document.xml": "\x07" * 50}), "is damaged"),
        (package({"word/document.xml": b"0" * 40_000_000}), "would unpack"),
    ],
)
def test_each_says_why_and_what_next(data: bytes, message: str) -> None:
    with pytest.raises(ReadError, match=message) as caught:
        docx.read(data, "a.docx")
    assert str(caught.value).startswith("a.docx")


def test_damaged_content() -> None:
    data = bytearray(word(p("甲" * 5000)))
    start = data.index(b"document.xml") + 60
    data[start : start + 20] = bytes(20)
    with pytest.raises(ReadError, match="damaged"):
        docx.read(bytes(data), "a.docx")


def test_a_document_marked_as_encrypted() -> None:
    data = bytearray(word(PLAIN))
    central = data.index(b"PK\x01\x02")
    data[central + 8] |= 1
    with pytest.raises(ReadError, match="encrypted; save it without a password"):
        docx.read(bytes(data), "a.docx")


@pytest.mark.parametrize(
    "declared",
    [
        '<!ENTITY a "藏">',
        '<!ENTITY a SYSTEM "file:///etc/passwd">',
        '<!ENTITY b "0000000000"><!ENTITY c "&b;&b;&b;&b;&b;"><!ENTITY a "&c;&c;&c;&c;&c;">',
    ],
)
def test_document_types_and_entities_are_refused(declared: str) -> None:
    root = f'<w:document xmlns:w="{W}"><w:body>{p("&a;")}</w:body></w:document>'
    data = package({"word/document.xml": f"<!DOCTYPE x [{declared}]>{root}"})
    with pytest.raises(ReadError, match="declares a document type"):
        docx.read(data, "a.docx")


def test_deep_and_endless_documents_are_bounded() -> None:
    with pytest.raises(ReadError, match="damaged"):
        docx.read(word("<w:sdt>" * 100_000), "a.docx")
    nested = PLAIN
    for _ in range(70):
        nested = tbl(tr(tc(nested)))
    assert shown(nested) == [[["规章", "0"], ["文件", "3"]]]
    for _ in range(30):
        nested = tbl(tr(tc(nested)))
    with pytest.raises(ReadError, match="damaged"):
        docx.read(word(nested), "a.docx")
    started = time.perf_counter()
    with pytest.raises(ReadError, match="more than 200,000 table cells"):
        docx.read(word(tbl(*("<w:tr>" + "<w:tc/>" * 100 + "</w:tr>" for k in range(2100)))
                       + "".join(p(f"{k * 7919:x}" * 8) for k in range(40_000))), "a.docx")  # fmt: skip
    assert time.perf_counter() - started < 20


def test_spans_without_measure_are_bounded() -> None:
    look = '<w:gridSpan w:val="1000000000"/>'
    [grid] = blocks(
        tbl(tr(tc("甲", look), tc("1")), tr(tc("乙"), tc("2"), look='<w:gridBefore w:val="9999"/>'))
    )
    assert isinstance(grid, Grid)
    assert max(c.column for row in grid.rows for c in row) <= 101


# --- the old format ------------------------------------------------------------------------------


def test_doc_names_the_extra_where_the_converter_is_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "doc2docx", None)
    with pytest.raises(ReadError, match=r'pip install "reportkit\[doc\]"'):
        doc.read(b"x", "a.doc")


def test_a_damaged_doc() -> None:
    pytest.importorskip("doc2docx")
    for data in (b"no doc", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), bytes(5000)):
        with pytest.raises(ReadError, match=r"a\.doc cannot be converted.*save it as \.docx"):
            doc.read(data, "a.doc")
