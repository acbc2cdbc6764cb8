"""Plain text: every way in which tables come to stand in it."""

import random
import time

import pytest

from reportkit.document import Grid, Heading, Paragraph
from reportkit.errors import ReadError
from reportkit.readers import txt
from reportkit.tables import read_tables
from support import read_text


def blocks(text: str, name: str = "a.txt") -> list[object]:
    return list(txt.read(text.encode(), name)[0])


def shown(text: str, name: str = "a.txt") -> list[object]:
    """Each block as its text, or as the rows of its cells."""
    return [b.texts if isinstance(b, Grid) else b.text for b in blocks(text, name)]  # type: ignore[attr-defined]


def figures(text: str) -> dict[tuple[str, str, str], str]:
    tables = read_tables(b for b in blocks(text) if isinstance(b, Grid))
    return {address: figure.printed for address, figure in tables.figures.items()}


# --- tabs ----------------------------------------------------------------------------------------


def test_tabs_are_kept_as_they_are() -> None:
    [grid] = blocks("规章\t0\t\t 8\n\t\t总 计\n")
    assert isinstance(grid, Grid)
    assert not grid.ruled
    assert grid.source == "lines 1 to 2"
    assert grid.texts == [["规章", "0", "", "8"], ["", "", "总 计"]]
    assert grid.rows[0][3].source == "line 1, field 4"


def test_a_row_may_be_a_label_and_trailing_tabs() -> None:
    assert shown("第二十条第（一）项\t\t\t\n规章\t0\t0\t0") == [
        [["第二十条第（一）项", "", "", ""], ["规章", "0", "0", "0"]]
    ]


def test_tabs_in_prose_make_no_table() -> None:
    assert shown("一、\t总体情况\n\t2023年，全县主动公开信息。\n联系：\t办公室\n") == [
        "一、 总体情况", "2023年，全县主动公开信息。", "联系： 办公室",
    ]  # fmt: skip


def test_line_numbers_are_those_of_an_editor() -> None:
    text = "甲\x0b乙\r\n丙\u2028丁\r\n规章\t0\t0\r\n行政许可\t1\t2"
    assert [b.source for b in blocks(text)] == ["line 1", "line 2", "lines 3 to 4"]  # type: ignore[attr-defined]


# --- pipes ---------------------------------------------------------------------------------------

ROWS = [["信息内容", "本年制发件数", "现行有效件数"], ["规章", "0", ""], ["文件", "3", "-"]]


@pytest.mark.parametrize("edges", [True, False])
@pytest.mark.parametrize("rule", ["", "---|---|---", ":-:|-|--:"])
def test_pipes(edges: bool, rule: str) -> None:
    lines = [" | ".join(row) for row in ROWS]
    if rule:
        lines.insert(1, rule)
    if edges:
        lines = [f"| {line} |" for line in lines]
    [rows] = shown("\n".join(lines))
    assert isinstance(rows, list)
    assert [[*row, ""][:3] for row in rows] == ROWS


def test_a_row_of_dashes_is_no_rule() -> None:
    assert shown("| 甲 | 乙 |\n|---|---|\n| - | - |\n| — | / |") == [
        [["甲", "乙"], ["-", "-"], ["—", "/"]]
    ]


def test_boxes_and_escaped_pipes() -> None:
    text = "┌──┬──┐\n│规章│0│\n├──┼──┤\n│文\\|件│1│\n└──┴──┘\n"
    assert shown(text) == [[["规章", "0"], ["文|件", "1"]]]
    assert shown("+----+---+\n| 规章 | 0 |\n+----+---+\n") == [[["规章", "0"]]]


def test_pipes_in_page_furniture_make_no_table() -> None:
    assert shown("首页 | 政务公开 | 正文\n\n规章的制定") == ["首页 | 政务公开 | 正文", "规章的制定"]


def test_markdown() -> None:
    text = "## 二、主动公开政府信息情况\n\n| **规章** | 0<br>件 |\n|---|---|\n| 文件 | 1 |\n"
    assert blocks(text, "a.md")[0] == Heading("二、主动公开政府信息情况", "line 1", 2)
    assert shown(text, "a.md")[1] == [["规章", "0\n件"], ["文件", "1"]]


# --- one cell a line -----------------------------------------------------------------------------

CELLS = "信息内容 本年制发件数 本年废止件数 现行有效件数 规章 0 0 0 行政规范性文件 3 0 8".split()


@pytest.mark.parametrize("gap", [1, 2, 3])
def test_one_cell_a_line(gap: int) -> None:
    text = ("\n" * gap).join(CELLS)
    whole = f"某县报告\n\n一、总体情况\n\n全年公开信息。\n\n二、主动公开情况\n\n{text}\n\n五、问题\n\n不足。"
    assert shown(whole) == [
        "某县报告", "一、总体情况", "全年公开信息。", "二、主动公开情况",
        [[cell] for cell in CELLS], "五、问题", "不足。",
    ]  # fmt: skip


def test_a_blank_cell_leaves_its_line() -> None:
    cells = [*CELLS[:6], "", *CELLS[7:]]
    assert shown("\n\n".join(cells)) == [[[cell] for cell in cells]]


def test_few_numbers_among_prose_are_no_table() -> None:
    text = "办公电话\n7290606\n邮编\n454350\n传真\n无\n\n2023年，全县公开信息。\n公开\n打印\n分享"
    assert all(isinstance(block, Paragraph) for block in blocks(text))


def test_a_heading_ends_a_table_but_not_a_rows_label() -> None:
    text = "一、本年新收\n7\n0\n8\n二、上年结转\n0\n0\n四、复议情况\n维持\n1\n2\n3\n4"
    grid, heading, second = shown(text)
    assert grid == [["一、本年新收"], ["7"], ["0"], ["8"], ["二、上年结转"], ["0"], ["0"]]
    assert heading == "四、复议情况"
    assert second == [["维持"], ["1"], ["2"], ["3"], ["4"]]


# --- columns set by blanks -----------------------------------------------------------------------

LAYOUT = """\
                                                      申请人情况

                                               法人或其他组织
（本列数据的勾稽关系为：第一项加第二项之和，等
于第三项加第四项之和）
                                             自然人         社会 法律                   总计
                                                   商业 科研
                                                         公益 服务 其他
                                                   企业 机构
                                                         组织 机构

一、本年新收政府信息公开申请数量                             95    1         2     3   4   5    110
                  （一）予以公开                    50    0         0     0   0   0     50
                  （二）部分公开（区分处理的，只计这一情形，不
                  计其他情形）
                                              9    0         0     0   0   0     9
                            2.其他法律行政法规禁止公开   1     0         0     0   0   0     1
                  （三）不予公开
                            5.属于三类内部事务信息     0     0         0     0   0   0     0
                                                                           -3-
\f                 2.没有现成信息需要另行制作        1    0   0   0    0    0   1
                 5.要求行政机关确认或重新出具
                     已获取信息
                                       7    0   0   0    0    0   7
     （七）总计                             95   0   0   0    0    0   95
"""


def test_columns_set_by_blanks() -> None:
    found = figures(LAYOUT)
    assert [found["requests", "received", c] for c in ("natural_person", "commercial", "total")] == [
        "95", "1", "110",
    ]  # fmt: skip
    assert found["requests", "received", "legal_service"] == "4"
    assert found["requests", "partly_granted", "natural_person"] == "9"
    assert found["requests", "denied_internal_affairs", "total"] == "0"
    assert len(found) == 7 * 8


def test_a_header_is_read_downwards() -> None:
    text = """\
             行政复议                  行政诉讼
 结果   结果     其他   尚未
                    总 计 结果 结果 其他 尚未
 维持   纠正     结果   审结                      总计
                        维持 纠正 结果 审结

 1    1      0    0   2    1   0   0   0     1
"""
    [rows] = shown(text)
    assert isinstance(rows, list)
    assert rows[-2] == ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计",
                        "结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]  # fmt: skip
    assert rows[-1] == ["1", "1", "0", "0", "2", "1", "0", "0", "0", "1"]


def test_a_heading_above_several_columns_is_not_put_on_one() -> None:
    text = """\
              第二十条第（一）项
信息内容   本年制发件数  本年废止件数  现行有效件数
规章         0       0       0
文件         3       0       8
"""
    [rows] = shown(text)
    assert isinstance(rows, list)
    assert rows[-3:-2] == [["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]]


def test_a_row_with_a_blank_is_given_short_and_not_filled_by_guess() -> None:
    text = "规章      12    34    56\n文件      78    90     1\n许可      13          57\n"
    assert shown(text) == [
        [["规章", "12", "34", "56"], ["文件", "78", "90", "1"], ["许可", "13", "57"]]
    ]


def test_a_value_between_columns_is_not_given_to_one() -> None:
    text = "规章      12    34    56\n文件      78    90     1\n许可         13       57\n"
    assert shown(text) == [
        [["规章", "12", "34", "56"], ["文件", "78", "90", "1"], ["许可", "13", "57"]]
    ]


def test_labels_in_two_columns_run_over_lines() -> None:
    text = """\
        （三）不予公  4.保护第三方合法权    0     0     30
        开       益
                5.属于三类内部事务    1     37    75
                信息
                1.申请人无正当理由
                逾期不补正、行政机关    2     37    39
        （六）其他处  不再处理
        理       2.申请人逾期未按收
                费通知要求缴费      3     12    15
行政规范性文                         4     0     4
件
行政强制                           5     0     5
"""
    [rows] = shown(text)
    assert rows == [
        ["（三）不予公开", "4.保护第三方合法权益", "0", "0", "30"],
        ["5.属于三类内部事务信息", "1", "37", "75"],
        ["1.申请人无正当理由逾期不补正、行政机关不再处理", "2", "37", "39"],
        ["（六）其他处理"],
        ["2.申请人逾期未按收费通知要求缴费", "3", "12", "15"],
        ["行政规范性文件", "4", "0", "4"],
        ["行政强制", "5", "0", "5"],
    ]


def test_words_set_vertically_are_gathered() -> None:
    words = "三、本年度办理结果"
    lines = [f"{c}   {k}.属于某类信息    {k}    0    {k}" for k, c in enumerate(words, 1)]
    [rows] = shown("\n".join(lines))
    assert isinstance(rows, list)
    assert rows[:2] == [[words, "1.属于某类信息", "1", "0", "1"], ["2.属于某类信息", "2", "0", "2"]]


def test_single_blanks() -> None:
    text = "信息内容 本年制发件数 本年废止件数 现行有效件数\n规章 0 0 0\n行政规范性文件 17 8 99\n"
    assert figures(text)["disclosure", "normative_documents", "in_force"] == "99"
    text = "（三） 不予公开 1. 属于国家秘密 0 0 0\n2. 重复申请 0 0 0\n"
    assert shown(text)[0][0] == ["（三） 不予公开", "1. 属于国家秘密", "0", "0", "0"]  # type: ignore[index]


def test_section_headings_part_grids() -> None:
    text = "许可        7545\n收费        12\n\n      三、收到和处理情况\n新收     1   2   3\n结转     4   5   6\n"
    assert [type(block) for block in blocks(text)] == [Grid, Paragraph, Grid]


@pytest.mark.parametrize(
    "line",
    [
        "地址：洪泽湖大道90号    邮编：223100",
        "数据截至 2023",
        "（一）公开 7 期，解读 7 条，回应 3 次。",
    ],
)
def test_blanks_in_prose_make_no_table(line: str) -> None:
    assert shown(f"报告\n{line}\n说明") == ["报告", line, "说明"]


# --- prose ---------------------------------------------------------------------------------------

WRAPPED = """\
         某某区人民政府
    2024 年政府信息公开工作年度报告

  本报告由某某区人民政府办公室根据《中华人民共和国政府
信息公开条例》要求编制。报告中所列数据统计期限自 2024 年
1 月 1 日起至 12 月 31 日止，内容包括总体情况、主动公开情
况。
  一、总体情况
  2024 年，某某区坚持以公开为常态，全面贯彻落实省委省政
府关于政务公开的决策部署，围绕中心工作推进公开平台建设使
                          - 1 -
\f     各项工作更加规范。二是继续加强业务指导培训，实行跟班学
     习制度，不断提高工作人员的思想认识和业务工作水平并长期
     坚持。
"""


def test_lines_broken_at_a_fixed_width_are_joined() -> None:
    _, _, first, heading, last = blocks(WRAPPED)
    assert isinstance(first, Paragraph)
    assert first.source == "lines 4 to 7"
    assert first.text.startswith("本报告由")
    assert "政府信息公开条例》要求编制" in first.text
    assert first.text.endswith("总体情况、主动公开情况。")
    assert isinstance(heading, Paragraph)
    assert heading.text == "一、总体情况"
    assert isinstance(last, Paragraph)
    assert "建设使各项工作" in last.text  # over the page break
    assert last.source == "lines 9 to 14"


def test_a_paragraph_a_line_stays_so() -> None:
    lines = [f"（{n}）" + "公开政府信息，" * k + "完成。" for n, k in enumerate((3, 9, 20, 4, 15))]
    assert shown("\n".join(lines)) == lines
    assert [b.source for b in blocks("\n".join(lines))][4] == "line 5"  # type: ignore[attr-defined]


def test_page_numbers_are_left_out() -> None:
    assert shown("规章\t0\t0\n- 4 -\n文件\t1\t1\n第 4 页 共 6 页") == [
        [["规章", "0", "0"], ["文件", "1", "1"]]
    ]


def test_a_mixed_file() -> None:
    text = "报告正文。\n规章\t0\t0\n文件\t1\t1\n\n| 许可 | 7 |\n| 处罚 | 8 |\n\n收费     1    2\n强制     3    4\n"
    assert [type(block) for block in blocks(text)] == [Paragraph, Grid, Grid, Grid]


# --- hostile -------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["\t" * 300_000, "|" * 300_000, "规章\n" * 300_000])
def test_too_many_cells_are_refused(text: str) -> None:
    with pytest.raises(ReadError, match="more than 200,000 lines and fields"):
        blocks(text)


@pytest.mark.parametrize(
    "line", [" 0" * 100_000, "规章  " * 100_000, " " * 1_000_000 + "0", "（" * 10**6]
)
def test_long_lines_take_bounded_time(line: str) -> None:
    started = time.perf_counter()
    blocks(f"{line}\n{line}\n")
    assert time.perf_counter() - started < 10


def test_any_text_is_read_in_order_and_nothing_is_lost() -> None:
    rng = random.Random(7)
    parts = [
        "规章",
        "0",
        "  ",
        " ",
        "\n",
        "\n\n",
        "（一）",
        "\t",
        "|",
        "—",
        "一、",
        "结果",
        "。",
        "\f",
    ]
    for _ in range(500):
        text = "".join(rng.choices(parts, k=60))
        found = "".join(
            cell.text if isinstance(b, Grid) else ""
            for b in blocks(text)
            for row in (b.rows if isinstance(b, Grid) else ())
            for cell in row
        ) + "".join(b.text for b in blocks(text) if not isinstance(b, Grid))  # type: ignore[attr-defined]
        for part in ("规章", "结果", "（一）", "。"):
            assert found.count(part) == text.count(part), text


BROKEN = """
                    自然人    商业企业   科研机构   社会公益组织   法律服务机构   其他    总计
（一）予以公开       12345      0       0        12345        0       0    98765
               67                         67
（二）部分公开           0      3       0            0        0       0        3
"""


def test_numbers_broken_over_lines_are_no_numbers() -> None:
    cells = read_text("甲县2023年政府信息公开工作年度报告\n" + BROKEN).cells.set_index(
        ["item", "column"]
    )
    granted = cells.loc["granted"]
    assert granted["state"].eq("text").sum() == 2
    assert granted.loc["natural_person", "printed"] == "12345\n67"
    assert granted.loc["total", "value"] == 98765
    assert cells.loc[("partly_granted", "commercial"), "value"] == 3


@pytest.mark.parametrize("rest", ["\n\f               67", "                   67"])
def test_a_rest_of_unknown_place_makes_its_row_doubtful(rest: str) -> None:
    text = BROKEN.replace("               67", rest, 1)
    report = read_text("甲县2023年政府信息公开工作年度报告\n" + text)
    granted = report.cells.query("item == 'granted'")
    assert not granted["state"].eq("number").any()
    assert report.notes["message"].str.contains("予以公开").any()


#: As pdftotext prints the form: headings in the middle of their cells, some of them broken.
SET = """
（本列数据的勾稽关系为：第一项加第二项之                 申请人情况
          和，等于）         自然                 法人或其他组织                  总计
                         人      商业     科研        社会公益    法律服务    其他
                                企业     机构        组织      机构
一、本年新收政府信息公开申请数量       11     12     13          14     15     16    81
二、上年结转政府信息公开申请数量        1      2      3           4      5      6    21

               行政复议                                                                     行政诉讼
结果维持    结果纠正   其他结果    尚未审结          总计                   未经复议直接起诉                                             复议后起诉
                                           结果维持   结果纠正      其他结果         尚未审结        总计     结果维持   结果纠正        其他结果        尚未审结    总计
 1       2      3       4            10     5      6         7            8           26     9      10          11          12      42
"""


def test_headings_set_in_the_middle_of_their_cells() -> None:
    report = read_text("甲县2023年政府信息公开工作年度报告\n" + SET)
    cells = report.cells.set_index(["item", "column"])["value"]
    assert cells["received"].tolist() == [11, 12, 13, 14, 15, 16, 81]
    assert cells["carried_in"].tolist() == [1, 2, 3, 4, 5, 6, 21]
    assert cells["reconsideration"].tolist() == [1, 2, 3, 4, 10]
    assert cells["litigation_direct"].tolist() == [5, 6, 7, 8, 26]
    assert cells["litigation_after_reconsideration"].tolist() == [9, 10, 11, 12, 42]


def test_ends_of_broken_labels_are_no_words_set_vertically() -> None:
    text = """
                            自然人  商业企业  科研机构  社会公益组织  法律服务机构  其他  总计
三    （一）予以公开            1     2     3      4       5     6    21
、    （二）部分公开            0     0     0      0       0     0     0
本    3.补正后申请内容仍不明      7     8     9     10      11    12    57
年                    确
度    （七）总计              1     2     3      4       5     6    21
"""
    cells = read_text("甲县2023年政府信息公开工作年度报告\n" + text).cells
    cells = cells.set_index(["item", "column"])["value"]
    assert cells["granted"].tolist() == cells["outcomes_total"].tolist() == [1, 2, 3, 4, 5, 6, 21]
    assert cells["unable_unclear"].tolist() == [7, 8, 9, 10, 11, 12, 57]


def test_a_column_without_values_is_no_heading_of_others() -> None:
    """Left out, it would let rows with blanks pass for whole, one column off."""
    text = """
                        自然人    商业企业    科研机构    社会公益组织    法律服务机构    其他    总计
（一）予以公开                         1       2       3         4         5
（二）部分公开                         1       2       3         4         5
（七）总计                           1       2       3         4         5
四、结转下年度继续办理              1      2       3       4           5       6     7
"""
    cells = read_text("甲县2023年政府信息公开工作年度报告\n" + text).cells
    own = cells.set_index("item")
    assert own.loc["carried_out", "value"].tolist() == [1, 2, 3, 4, 5, 6, 7]
    assert not own.loc[["granted", "partly_granted", "outcomes_total"], "state"].eq("number").any()
