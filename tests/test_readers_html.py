"""Web pages: one smallest page for each oddity, and pages that mean harm."""

import json
import random
import re
import time
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pandas as pd
import pytest

from layouts import Style, random_form, write
from reportkit import read_report
from reportkit.document import Grid, Heading, Paragraph
from reportkit.errors import LayoutError, ReadError
from reportkit.readers import html, mhtml

TABLE = "<table><tr><td>规章</td><td>0</td></tr><tr><td>文件</td><td>3</td></tr></table>"


def blocks(page: str) -> list[object]:
    return list(html.read(page.encode(), "a.html")[0])


def shown(page: str) -> list[object]:
    return [b.texts if isinstance(b, Grid) else b.text for b in blocks(page)]  # type: ignore[attr-defined]


def places(page: str) -> list[tuple[str, int, int, int, int]]:
    [grid] = [b for b in blocks(page) if isinstance(b, Grid)]
    return [(c.text, c.row, c.column, c.rowspan, c.colspan) for row in grid.rows for c in row]


# --- prose ---------------------------------------------------------------------------------------


def test_blocks_in_order_each_once() -> None:
    page = "<div>头<h2>一、<span>总体</span>情况</h2><p>甲<b>乙</b></p>丙<br>丁<ul><li>戊<li>己</ul></div>尾"
    assert blocks(page) == [
        Paragraph("头", "paragraph 1"), Heading("一、总体情况", "paragraph 2", 2),
        *(Paragraph(t, f"paragraph {n}") for n, t in enumerate(["甲乙", "丙", "丁", "戊", "己", "尾"], 3)),
    ]  # fmt: skip


def test_line_ends_of_the_source_are_no_blanks_between_chinese_characters() -> None:
    assert shown("<p>信息\n   公开\n2023 年\nopen\ndata</p>") == ["信息公开 2023 年 open data"]


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>藏</script>", "<style>藏</style>", "<noscript>藏</noscript>", "<!-- 藏 -->",
        "<template><p>藏</p></template>", "<textarea>藏</textarea>", "<div hidden><p>藏</p></div>",
        "<p style='visibility:hidden'>藏", "<style>.x{opacity:0}</style><div class=x><p>藏</div>",
        "<svg><text>藏</text></svg>",
        '<div style="color:red;DISPLAY : none"><p>藏<br>藏</p><img></div>',
        '<p style="display:none">藏', "<xml><w:View>藏</w:View></xml>",
    ],
)  # fmt: skip
def test_what_a_page_does_not_show_is_left_out(hidden: str) -> None:
    assert shown(f"<p>前</p>{hidden}<p>后</p>{TABLE * 12}")[:2] == ["前", "后"]


def test_metadata() -> None:
    page = (
        "<head><title>某县政府网</title><title>某县2023年年报</title>"
        '<meta name="ArticleTitle" content=" 某县  2023年报告"><meta property="og:title" content="年报">'
        '<meta name="PubDate" content="2024年1月5日 10:11"><meta name="SiteName" content="某县政府">'
        "</head><h1>标题</h1>"
    )
    assert html.read(page.encode(), "a.html")[1] == {
        "title": "某县 2023年报告",
        "titles": "某县 2023年报告\n年报\n某县政府网\n某县2023年年报\n标题",
        "published": "2024-01-05",
        "site": "某县政府",
    }
    assert html.read(b"<p>1", "a.html")[1] == {}


@pytest.mark.parametrize("text", ["2024-13-45", "近日"])
def test_a_date_that_is_none_stays_as_printed(text: str) -> None:
    assert html.read(f'<meta name=pubdate content="{text}">'.encode(), "a.html")[1] == {
        "published": text
    }


# --- what is seen --------------------------------------------------------------------------------


def cell(markup: str, head: str = "") -> str:
    """Return the text of a cell among others."""
    page = (
        f"{head}<table><tr><td>规章<td>{markup}</td></tr><tr><td>文件</td><td>3</td></tr></table>"
    )
    [rows] = shown(page)
    return rows[0][1]  # type: ignore[index, no-any-return]


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<del>17081</del><ins>17082</ins>", "17082"), ("<s>1<br>2</s>3", "3"),
        ("<i style='TEXT-DECORATION:underline line-through'>1</i>2", "2"),
        ("<i style='text-decoration:line-through'><b style='text-decoration:none'>1</b></i>2", "2"),
        ("<s style='text-decoration:none'>1</s>2", "12"),
        ("<span style='visibility:hidden'>9</span>17", "17"),
        ("<b style='visibility:hidden'>9<i style='visibility:visible'>7</i>9</b>8", "78"),
        ("<b style='visibility:hidden'><i>9</i></b>8", "8"),
        ("<span style='font-size:0px'>9<b style='font-size:12pt'>7</b></span>8", "78"),
        ("<span style='font-size:0'>9<b style='font-size:2em'>9</b></span>8", "8"),
        ("<p style='font-size:0.5em'>9</p>", "9"), ("<p style='mso-ansi-font-size:0'>9</p>", "9"),
        ("<span style='opacity:0'>9<b style='opacity:1'>9</b></span>8", "8"),
        ("<b style='opacity:.6'>9</b>", "9"), ("<span style='mso-hide:all'>9</span>8", "8"),
        ("<span style='display:none;display:inline'>9</span>8", "98"),
        ("<span hidden style='display:block'>9</span>8", "98"),
        ("<span style='display:none !important;display:inline'>9</span>8", "8"),
        ("<b style='color:#fff'>9</b>", "9"), ("<b data-value=9></b>8", "8"),
        ("17081<sup>1</sup>", "17081¹"), ("17081<sup><a href='#n'>[12]</a></sup>", "17081[¹²]"),
        ("17081<sup>１</sup>", "17081¹"), ("17<span style='vertical-align: super'>2</span>", "17²"),
        ("1<sub>2</sub>3", "1₂3"), ("<p style='vertical-align:super'>17</p>", "17"),
        ("<input value=3>", "3"), ("<input type=NUMBER value=3>件", "3件"), ("<input>", ""),
        ("<input type=hidden value=3>", ""), ("<input type=checkbox value=3>", ""),
        ("<input style='display:none' value=3>", ""), ("<textarea>3</textarea>", "3"),
        ("<select><option>1<option selected>17<option>2</select>件", "17件"),
        ("共<select><option value=9>1</option><option>2</option></select>", "共1"),
        ("<select multiple><option>1</option><option>2</option></select>", "1 2"),
        ("<img src=3.png>", "〔图〕"), ("1<img src=3.png>", "1〔图〕"), ("<svg><text>3</text></svg>", "〔图〕"),
        ("共三件<img src=3.png>", "共三件"), ("<img width=1 height=1>", ""),
        ("<img style='display:none'>", ""), ("<b style='visibility:hidden'><img></b>", ""),
        ("170<wbr>81", "17081"), ("17&shy;0&#8203;81", "17\u00ad0\u200b81"), ("170<br>81", "170\n81"),
        ("<bdo dir=rtl>18</bdo>", "\u202e18"),
    ],
)  # fmt: skip
def test_a_cell_holds_what_is_seen(markup: str, text: str) -> None:
    assert cell(markup) == text


@pytest.mark.parametrize(
    ("css", "text"),
    [
        (".x{display:none}", "8"), ("b.x , p{ VISIBILITY : hidden }", "8"), ("i.x{display:none}", "98"),
        ("#n{display:none}", "8"), (".x.y{display:none}", "8"), (".x.z{display:none}", "98"),
        ("/* .x{display:none} */", "98"), ("<!-- .x{display:none} -->", "8"),
        (".x{display:none} .x{display:inline}", "98"), (".x{display:inline} .x{display:none}", "8"),
        ("#n{display:inline} .x{display:none}", "98"), (".x{display:none} .y.x{display:inline}", "98"),
        (".x{display:none} td > .x{display:inline}", "98"), (".menu .x{display:none}", "98"),
        (".x:hover{display:none} .x::before{display:none}", "98"),
        ("@media print{.x{display:none}}", "98"), ("@charset 'utf-8';.x{display:none}", "8"),
        ("@media print{.x{a:b} .y{c:d}} .x{display:none}", "8"), (".x{display:none", "98"),
        (".x{text-decoration:line-through}", "8"), (".x{vertical-align:super}", "⁹8"),
        ("}}{{.x{display:none}", "98"), (".x{color:red;display:none;}.q{}", "8"),
    ],
)  # fmt: skip
def test_rules_for_classes_are_followed(css: str, text: str) -> None:
    assert cell("<b class='x Y' id=n>9</b>8", f"<style>{css}</style>") == text


def test_a_rule_below_what_it_hides() -> None:
    assert cell("<b class=x>9</b>8<style>.x{display:none}</style>") == "8"


def test_a_site_s_whole_sheet_is_not_followed() -> None:
    css = "".join(f".x{n}{{display:none}}" for n in range(500))
    assert cell("<b class=x1>9</b>8", f"<style>{css}</style>") == "98"


def test_what_is_struck_out_or_hidden_in_a_line_stays_so_in_a_hidden_report() -> None:
    table = TABLE.replace("0", "<s>8</s>5<i style='visibility:hidden'>9</i><b hidden>9</b>")
    for around in (
        "<div style='visibility:hidden'>",
        "<style>.x{display:none}</style><div class=x>",
    ):
        assert shown(around + table) == [[["规章", "5"], ["文件", "3"]]]


def test_pictures_outside_tables_and_in_tables_of_layout_are_no_text() -> None:
    assert shown("<p>甲<img></p><table><tr><td><img></td></tr><tr><td>乙</td></tr></table>") == [
        "甲", "乙",
    ]  # fmt: skip


def test_boxes_that_styles_make_a_table_of() -> None:
    row = "<div style='display:table-row'>{}</div>"
    box = "<span style='display: table-cell'>{}<br></span>"
    rows = "".join(row.format(box.format(a) + box.format(b)) for a, b in (("规章", 0), ("文件", 3)))
    page = f"<p>前</p><div style='display:table'>{rows}</div><p>后</p>"
    expected = ["前", [["规章", "0"], ["文件", "3"]], "后"]
    assert shown(page) == expected
    named = page
    for kind in ("table-row", "table-cell", "table"):
        named = named.replace(f"style='display:{kind}'", f"class={kind}")
        named = named.replace(f"style='display: {kind}'", f"class={kind}")
    css = "".join(f".{k}{{display:{k}}}" for k in ("table", "table-row", "table-cell"))
    assert shown(f"<style>{css}</style>{named}") == expected
    assert shown(f"<div style='display:table'><p>甲</p>{TABLE}</div>") == [
        "甲", [["规章", "0"], ["文件", "3"]],
    ]  # fmt: skip


def test_boxes_within_a_cell_are_no_table() -> None:
    assert cell("<div style='display:table'><p style='display:table-cell'>17</p></div>") == "17"
    assert cell("<p style='display:table-cell'>17</p>") == "17"


# --- tables --------------------------------------------------------------------------------------


def test_head_and_foot_stand_where_they_are_shown() -> None:
    page = (
        "<table><tfoot><tr><td>总计</td><td>4</td></tr></tfoot><tbody><tr><td>规章</td><td>1</td></tr>"
        "</tbody><tbody><tr><td>文件</td><td>3</td></tr></tbody><thead><tr><th>信息</th><th>件</th></tr>"
        "</thead></table>"
    )
    assert shown(page) == [[["信息", "件"], ["规章", "1"], ["文件", "3"], ["总计", "4"]]]


def test_no_cell_reaches_out_of_its_row_group() -> None:
    page = (
        "<table><thead><tr><td rowspan=3>甲</td><td>乙</td></tr></thead><tbody>"
        "<tr><td rowspan=0>丙</td><td>1</td></tr><tr><td>2</td></tr></tbody>"
        "<tr><td>丁</td><td>3</td></tr></table>"
    )
    assert places(page) == [
        ("甲", 0, 0, 1, 1), ("乙", 0, 1, 1, 1), ("丙", 1, 0, 2, 1), ("1", 1, 1, 1, 1),
        ("2", 2, 1, 1, 1), ("丁", 3, 0, 1, 1), ("3", 3, 1, 1, 1),
    ]  # fmt: skip


def test_spans_give_true_positions() -> None:
    page = """<table><tr><th rowspan=2>甲</th><th colspan=2>乙</th><td rowspan=0>丙</td></tr>
    <tr><td>丁</td><td>戊</td></tr><tr><td colspan=3>己</td></tr></table>"""
    assert places(page) == [
        ("甲", 0, 0, 2, 1), ("乙", 0, 1, 1, 2), ("丙", 0, 3, 3, 1),
        ("丁", 1, 1, 1, 1), ("戊", 1, 2, 1, 1), ("己", 2, 0, 1, 3),
    ]  # fmt: skip


def test_sources() -> None:
    grid = blocks(f"<p>一</p>{TABLE}{TABLE}")[2]
    assert isinstance(grid, Grid)
    assert grid.source == "table 2"
    assert grid.rows[1][1].source == "table 2, row 2, column 2"


def test_the_text_of_a_cell() -> None:
    page = (
        "<table><tr><td><p><span>总</span><font>计</font></p></td><td>结果<br>维持</td>"
        "<td><p>甲</p><div>乙</div></td><td><o:p>&nbsp;</o:p></td><td>\u200b</td><td></td></tr></table>"
    )
    assert shown(page) == [[["总计", "结果\n维持", "甲\n乙", "", "", ""]]]


def test_tables_that_lay_out_the_page_are_walked_through() -> None:
    page = (
        f"<table><tr><td>栏目</td><td><table><tr><td><p>一、总体情况</p>{TABLE}<p>后</p></td></tr>"
        "</table></td></tr></table>"
    )
    assert shown(page) == ["栏目", "一、总体情况", [["规章", "0"], ["文件", "3"]], "后"]


def test_a_table_of_data_keeps_its_rows_beside_a_nested_one() -> None:
    rows = "".join(f"<tr><td>行{n}</td><td>{n}</td></tr>" for n in range(4))
    page = f"<table>{rows}<tr><td>内</td><td>{TABLE}</td></tr></table>"
    outer, inner = shown(page)
    assert outer == [*([f"行{n}", str(n)] for n in range(4)), ["内", ""]]
    assert inner == [["规章", "0"], ["文件", "3"]]


def test_a_report_in_one_table() -> None:
    page = (
        "<table><tr><td colspan=3>某县2023年报告</td></tr><tr><td colspan=3>一、总体情况</td></tr>"
        "<tr><td colspan=3><p>全年公开信息。</p><p>受理申请。</p></td></tr>"
        "<tr><td colspan=3>第二十条第（一）项</td></tr><tr><td>信息内容</td><td>制发</td><td>废止</td></tr>"
        "<tr><td>规章</td><td>0</td><td>1</td></tr><tr><td colspan=3>三、收到和处理</td></tr>"
        "<tr><td>新收</td><td>2</td><td>3</td></tr></table>"
    )
    assert shown(page) == [
        "某县2023年报告", "一、总体情况", "全年公开信息。", "受理申请。",
        [["第二十条第（一）项"], ["信息内容", "制发", "废止"], ["规章", "0", "1"]],
        "三、收到和处理", [["新收", "2", "3"]],
    ]  # fmt: skip
    assert blocks(page)[-1].rows[0][0].source == "table 1, row 8, column 1"  # type: ignore[attr-defined]


def test_a_row_whose_values_are_blank_stays_in_the_table() -> None:
    page = (
        "<table><tr><td>新收</td><td>1</td></tr><tr><td>四、结转下年度</td><td></td></tr></table>"
    )
    assert shown(page) == [[["新收", "1"], ["四、结转下年度", ""]]]


def test_broken_markup() -> None:
    assert shown("<table><tr><td>甲<td>1<tr><td>乙<td>2</table>后<td>散") == [
        [["甲", "1"], ["乙", "2"]], "后", "散",
    ]  # fmt: skip
    assert shown("<td>甲</td><tr><td>乙") == ["甲", "乙"]
    assert shown("<table><td>甲<td>1") == [[["甲", "1"]]]
    assert shown("<table><caption>表</caption><tr><td>甲<td>1</table>") == ["表", [["甲", "1"]]]


# --- encodings -----------------------------------------------------------------------------------


@pytest.mark.parametrize("declared", ["gb2312", "utf-8", "iso-8859-1", ""])
def test_a_wrong_charset_cuts_nothing(declared: str) -> None:
    page = f'<meta charset="{declared}"><p>㐂镕〇信息公开</p>{TABLE}'
    for encoding in ("gb18030", "utf-8", "utf-16"):
        found = list(html.read(page.encode(encoding), "a.html")[0])
        assert found[0] == Paragraph("㐂镕〇信息公开", "paragraph 1")
        assert isinstance(found[1], Grid)


def test_an_xml_declaration_is_no_obstacle() -> None:
    page = '<?xml version="1.0" encoding="gb2312"?><html><p>信息公开'
    assert shown(page) == ["信息公开"]


# --- a report that the page does not show --------------------------------------------------------

ESCAPED = [
    f"<script>var body = {json.dumps(TABLE)};</script>",
    f"<script>var body = {json.dumps(TABLE, ensure_ascii=False)};</script>",
    "<script>var body = '" + TABLE.replace("</", "<\\/").replace("<t", "\\u003ct") + "';</script>",
    "<script>var body = `" + TABLE + "`;</script>",
    '<script type="application/json">{"a": [{"content": '
    + json.dumps(TABLE.replace("<", "&lt;").replace(">", "&gt;")) + "}]}</script>",
    f"<script>document.write({json.dumps(TABLE[:30])} + {json.dumps(TABLE[30:])})</script>",
    "<textarea>" + TABLE.replace("<", "&lt;").replace(">", "&gt;") + "</textarea>",
    "<pre>" + TABLE.replace("<", "&lt;").replace(">", "&gt;") + "</pre>",
    f'<div style="display:none">{TABLE}</div>', f"<noscript>{TABLE}</noscript>",
    f"<template>{TABLE}</template>",
]  # fmt: skip


@pytest.mark.parametrize("body", ESCAPED)
@pytest.mark.parametrize("around", ["", "<table><tr><td>索引号</td><td>1</td></tr></table>"])
def test_a_report_that_stands_in_the_page_as_text(body: str, around: str) -> None:
    found = shown(f"<title>年报</title>{around}{body}")
    assert [["规章", "0"], ["文件", "3"]] in found


def test_scripts_are_not_searched_when_the_page_shows_its_tables() -> None:
    page = (
        TABLE * 12
        + f"<script>x={json.dumps('<table><tr><td>假</td><td>9</td></tr></table>')}</script>"
    )
    assert len(blocks(page)) == 12


# --- whole reports, put otherwise -----------------------------------------------------------------


@pytest.fixture(scope="module")
def form_page() -> str:
    form = random_form(random.Random(1), edition="2021", single_other=False)
    return write(form, "html", Style()).decode()


def requests_of(page: str) -> str:
    return max(re.findall("<table.*?</table>", page, re.DOTALL), key=len)


def figures(page: str) -> pd.DataFrame:
    cells = read_report(page.encode(), name="a.html").cells
    return cells.set_index(["table", "item", "column"])[["value", "state"]]


def split(table: str, rows: int, between: str = "") -> str:
    every = re.findall("<tr.*?</tr>", table, re.DOTALL)
    head = table[: table.index("<tr")]
    parts = every[:rows], every[rows:]
    return between.join(f"{head}{''.join(part)}</table>" for part in parts)


def grouped(table: str) -> str:
    rows = re.findall("<tr.*?</tr>", table, re.DOTALL)
    head, body, foot = "".join(rows[:3]), "".join(rows[3:-1]), rows[-1]
    return f"<table><tfoot>{foot}</tfoot><tbody>{body}</tbody><thead>{head}</thead></table>"


def boxed(table: str, mark: str) -> str:
    for tag, kind in (("table", "table"), ("tr", "table-row"), ("t[dh]", "table-cell")):
        table = re.sub(rf"<{tag}\b(?: class=\"\w\")?", f"<div {mark.format(kind)}", table)
        table = re.sub(f"</{tag}>", "</div>", table)
    return table


def in_values(table: str, by: str, count: int = 0) -> str:
    return re.sub(r"(?<=>)(\d)(\d+)(?=</td>)", by, table, count=count)


SAME = {
    "cut in two": lambda table: split(table, 6),
    "cut within a group": lambda table: split(table, 12, "<p>续表</p>"),
    "row groups": grouped,
    "th": lambda table: table.replace("<td", "<th").replace("</td>", "</th>"),
    "boxes": lambda table: boxed(table, "style='display:{}'"),
    "unseen marks": lambda table: in_values(table, r"\1&#8203;<wbr>&shy;&lrm;\2&nbsp;"),
    "inputs": lambda table: in_values(table, r"<input value=\1\2>"),
    "lists": lambda table: in_values(table, r"<select><option>9<option selected>\1\2</select>"),
    "hidden digits": lambda table: in_values(table, r"\1<b class=c hidden>7</b>\2"),
}


@pytest.mark.parametrize("put", SAME.values(), ids=SAME)
def test_a_table_put_otherwise_is_read_alike(form_page: str, put) -> None:
    table = requests_of(form_page)
    pd.testing.assert_frame_equal(figures(form_page.replace(table, put(table))), figures(form_page))


def test_a_report_in_tables_of_layout_is_read_alike(form_page: str) -> None:
    start, end = form_page.index("<body>") + 6, form_page.index("</body>")
    for before in ("<table><tr><td>", "<table><tr><td>导航</td><td>"):
        page = f"{form_page[:start]}{before * 3}{form_page[start:end]}{'</td></tr></table>' * 3}"
        pd.testing.assert_frame_equal(figures(page), figures(form_page))


@pytest.mark.parametrize(
    "by",
    [
        r"\1<br>\2",
        r"\1&nbsp;\2",
        r"\1\2<sup>1</sup>",
        "<img src=a.png>",
        r"<bdo dir=rtl>\1\2</bdo>",
    ],
)
def test_what_is_no_number_is_noted_and_not_read(form_page: str, by: str) -> None:
    table = requests_of(form_page)
    report = read_report(form_page.replace(table, in_values(table, by, 3)).encode(), name="a.html")
    assert (report.cells["state"] == "text").sum() == 3
    assert report.cells.query("state == 'text'")["value"].isna().all()
    assert report.notes["message"].str.contains("not a number").sum() == 3


def test_tables_that_a_page_hides_are_told(form_page: str) -> None:
    table = requests_of(form_page)
    hidden = f"<style>.x{{display:none}}</style><div class=x>{in_values(table, '7')}</div>"
    page = form_page.replace(table, hidden + table)
    report = read_report(page.encode(), name="a.html")
    assert list(report.notes["message"]) == ["tables that the page hides are left out: 1"]
    pd.testing.assert_frame_equal(figures(page), figures(form_page))


def test_one_table_of_boxes_that_only_classes_tell_is_noted(form_page: str) -> None:
    table = requests_of(form_page)
    page = form_page.replace(table, boxed(table, "class={}"))
    notes = read_report(page.encode(), name="a.html").notes
    [note] = notes[notes["message"].str.contains("outside any table")].itertuples()
    assert note.place.startswith("paragraph ")


# --- pages that hold no report -------------------------------------------------------------------


def advice(page: str) -> str:
    with pytest.raises(LayoutError) as caught:
        read_report(page.encode(), name="a.html")
    message = str(caught.value)
    assert message.count("a.html") <= 2
    return message


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("<p>附件：<a href='/files/P0202401.pdf?v=2'>年度报告</a>", r"links to P0202401\.pdf: download"),
        ("<a href='/down.jsp?f=%E5%B9%B4%E6%8A%A5.docx&amp;a=1'>年报</a>", r"links to 年报\.docx"),
        ("<a href=1.pdf></a><a href=1.pdf></a><a href=2.XLS></a>", r"links to 1\.pdf, 2\.XLS: "),
        ("<iframe src='http://a.gov.cn/b/content_1.html?x=1'></iframe>", r"shows content_1\.html in a frame"),
        ("<a href=index.html>首页</a><iframe src='about:blank'></iframe>", "Look at them with"),
        ("<div id=app></div><script src=app.js></script>", "empty until its scripts run"),
        (f"<p>{'公开信息。' * 99}</p><script></script>", "Look at them with"),
    ],
)  # fmt: skip
def test_where_a_report_may_be_instead(page: str, said: str) -> None:
    assert re.search(said, advice(f"<title>某县2023年政府信息公开工作年度报告</title>{page}"))


@pytest.mark.parametrize("tag", ["div", "span"])
def test_tables_of_boxes_that_only_classes_tell(tag: str) -> None:
    rows = [
        ("行政许可", 17),
        ("行政处罚", 3),
        ("行政强制", 0),
        ("行政规范性文件", 4),
        ("行政事业性收费", 1),
    ]
    page = "".join(
        f"<div class=row><{tag} class=c>{label}</{tag}> <{tag} class=c>{n}</{tag}></div>"
        for label, n in rows
    )
    said = advice(f"<p>二、主动公开政府信息情况</p>{page}")
    assert "outside any table, from 「行政许可」 on (paragraph 2)" in said
    assert "Save the page as PDF, or copy the tables into a .txt file" in said


# --- harm ----------------------------------------------------------------------------------------


def timed(page: str, seconds: float = 10) -> list[object]:
    started = time.perf_counter()
    found = blocks(page)
    assert time.perf_counter() - started < seconds
    return found


def test_spans_without_measure_are_bounded() -> None:
    page = (
        "<table>"
        + "<tr>"
        + "<td rowspan=1000000 colspan=99999999999>1</td>" * 300
        + "</tr></table>"
    )
    [grid] = timed(page)
    assert isinstance(grid, Grid)
    assert max(cell.colspan for cell in grid.rows[0]) == 100
    assert {cell.rowspan for cell in grid.rows[0]} == {1}


@pytest.mark.parametrize("tag", ["div", "table><tr><td", "b", "span", "ul><li"])
def test_deep_markup_neither_overflows_nor_ends_the_text(tag: str) -> None:
    deep = f"<{tag}>" * 20_000
    text = "".join(str(b) for b in timed(f"<p>前</p>{deep}深<p>后</p>"))
    assert "前" in text
    assert "深" in text
    assert "后" in text


def test_a_table_of_a_million_cells() -> None:
    with pytest.raises(ReadError, match=r"more than 200,000 table cells.*Save the report alone"):
        timed("<table>" + ("<tr>" + "<td>1" * 100) * 10_000)


def test_a_million_elements() -> None:
    with pytest.raises(ReadError, match="more than 1,000,000 elements"):
        timed("<p>a" * 1_100_000, 20)


def test_fifty_megabytes_of_text() -> None:
    [paragraph] = timed("<p>" + "字" * 17_000_000, 30)
    assert isinstance(paragraph, Paragraph)
    assert len(paragraph.text) == 17_000_000


@pytest.mark.parametrize(
    "page",
    [
        f"<a href={'a' * 900}>" * 20_000, "<p style=';' class=x>" * 50_000,
        "<style>" + ".x{display:none}" * 50_000 + "</style><p class=x>", "<style>" + "{" * 500_000,
        "<style>" + "{}" * 300_000, "<style>" + "/*" * 300_000, "<style>a{}" + "}" * 500_000,
        "<select>" * 50_000, "<table><tr><td>" + "<select><option>" * 50_000, "<table><tbody>" * 9_000,
        "<script>" * 100_000, "<script>" + "`\\`" * 200_000, "<script>" + "'\"`" * 200_000,
        "<script>" + "\\" * 500_000, "&lt;table" * 100_000, "<p>" + " \n" * 500_000 + "</p>",
    ],
)  # fmt: skip
def test_markup_that_makes_patterns_slow(page: str) -> None:
    timed(page)


def test_entities_are_not_expanded() -> None:
    page = '<!DOCTYPE html [<!ENTITY a "藏"><!ENTITY b SYSTEM "file:///etc/passwd">]><p>&a;&b;&amp;</p>'
    text = "".join(str(b) for b in blocks(page))
    assert "藏" not in text
    assert "root:" not in text


def test_control_characters_and_cut_pages() -> None:
    assert shown("<p>甲\x07乙" + "丙" * 300)[0] == "甲 乙" + "丙" * 300
    assert shown("<p>一</p><table><tr><td>甲</td><td>1</td></tr><tr><td>乙</td><td") == [
        "一", [["甲", "1"], ["乙"]],
    ]  # fmt: skip


def test_a_picture_is_no_page() -> None:
    with pytest.raises(ReadError, match="not a text file"):
        html.read(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 9, "a.html")


# --- pages saved as one file ---------------------------------------------------------------------


@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_mhtml(charset: str) -> None:
    message = MIMEMultipart("related")
    message.attach(MIMEText("<p>框架</p>", "html", charset))
    message.attach(MIMEText(f"<p>信息公开</p>{TABLE}", "html", charset))
    message.attach(MIMEText("p {}", "css"))
    found = list(mhtml.read(message.as_bytes(), "a.mhtml")[0])
    assert found[0] == Paragraph("信息公开", "paragraph 1")
    assert isinstance(found[1], Grid)


def test_mhtml_without_a_page() -> None:
    with pytest.raises(ReadError, match="holds no web page"):
        mhtml.read(MIMEText("信息公开", "plain", "utf-8").as_bytes(), "a.mht")
