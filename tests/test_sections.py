"""The prose of a report, however its sections are headed and whatever stands around them."""

import pandas as pd
import pytest

from reportkit import Report, example, parse_report, read_document
from reportkit.codebook import form, read_spec
from reportkit.document import Block, Cell, Document, Grid, Heading, Paragraph
from reportkit.lacking import absence_notes
from reportkit.sections.furniture import role_of
from reportkit.sections.headings import read_heading
from reportkit.sections.parting import part_tables
from reportkit.text import squeeze

TITLE = "修武县人民政府2023年政府信息公开工作年度报告"
OFFICIAL = [f"{row['numeral']}、{row['label_zh']}" for row in read_spec("sections")]
PREAMBLE = "根据《中华人民共和国政府信息公开条例》第四十九条、第五十条，编制本报告。"
#: What each section says; the tables stand below the headings of 2 to 4.
SAID = {1: "全年工作平稳推进。", 5: "一是解读少，二是更新慢。", 6: "本年度未收取信息处理费。"}


def grids() -> dict[int, Grid]:
    """Return the tables of the bundled report by their section."""
    return dict(zip((2, 3, 4), read_document(example("xiuwu-2023")).grids, strict=True))


def parse(*parts: str | Block, title: str = TITLE) -> Report:
    """Read a report of these paragraphs and blocks, placed by "block 1", "block 2", …."""
    blocks: list[Block] = []
    for number, part in enumerate((title, *parts)):
        blocks.append(Paragraph(part, f"block {number}") if isinstance(part, str) else part)
    return parse_report(Document("small.html", "html", tuple(blocks), "0" * 64))


def body(heads: list[str | Heading], said: dict[int, str] = SAID) -> list[str | Block]:
    """Return six sections under their headings."""
    tables, parts = grids(), []
    for section, head in enumerate(heads, start=1):
        parts.append(head)
        parts += [tables[section]] if section in tables else [said[section]]
    return parts


def prose(report: Report) -> dict[int, list[str]]:
    """Return the paragraphs by section, without the headings."""
    rows = report.narrative[report.narrative["order"] > 0]
    return {int(section): rows["text"].tolist() for section, rows in rows.groupby("section")}


def heads(report: Report) -> dict[int, str]:
    own = report.narrative.query("order == 0")
    return dict(zip(own["section"].tolist(), own["text"].tolist(), strict=True))


def told(report: Report) -> list[tuple[str, str, str]]:
    notes = report.notes
    return list(zip(notes["severity"], notes["place"], notes["message"], strict=True))


WHOLE = {section: [text] for section, text in SAID.items()}


def test_the_plain_form_has_nothing_to_tell() -> None:
    report = parse(*body(OFFICIAL))
    assert prose(report) == WHOLE
    assert list(heads(report).values()) == OFFICIAL
    assert told(report) == []


# --- a table of contents --------------------------------------------------------------------------

ENTRIES = {
    "bare": OFFICIAL,
    "dots": [f"{head}……………{page}" for page, head in enumerate(OFFICIAL, 1)],
    "leaders": [f"{head} .......... {page}" for page, head in enumerate(OFFICIAL, 1)],
    "tabs": [f"{head}\t{page}" for page, head in enumerate(OFFICIAL, 1)],
    "brackets": [f"{head}…（{page}）" for page, head in enumerate(OFFICIAL, 1)],
    "subsections": [OFFICIAL[0] + "……1", "（一）主动公开情况……1", "（二）依申请公开情况……2",
                    *(head + "……3" for head in OFFICIAL[1:])],
    "bare subsections": [OFFICIAL[0], "（一）主动公开情况", "（二）依申请公开情况", *OFFICIAL[1:]],
    "strange": [*(head + "……1" for head in OFFICIAL[:4]), "五、今后努力方向……4", OFFICIAL[5] + "……5"],
}  # fmt: skip


@pytest.mark.parametrize("entries", ENTRIES.values(), ids=ENTRIES)
@pytest.mark.parametrize("named", [True, False])
def test_a_table_of_contents_takes_no_text(entries: list[str], named: bool) -> None:
    contents = ["目　录", *entries] if named else entries
    report = parse(*contents, PREAMBLE, *body(OFFICIAL))
    assert {k: v for k, v in prose(report).items() if k} == WHOLE
    assert prose(report)[0] == [PREAMBLE]
    assert report.narrative.query("order == 0")["source"].iloc[0] == f"block {len(contents) + 2}"
    message = told(report)[0][2]
    assert message.endswith("is left out: a table of contents")
    assert all(severity == "info" for severity, _, _ in told(report))


def test_a_table_of_contents_whose_first_heading_is_worded_otherwise_below() -> None:
    report = parse("目录", *OFFICIAL, *body(["一、全年回顾与展望", *OFFICIAL[1:]]))
    assert prose(report) == WHOLE
    assert heads(report)[1] == "一、全年回顾与展望"


def test_headings_that_follow_one_another_are_no_contents_where_tables_stand_elsewhere() -> None:
    tables = grids()
    report = parse(
        OFFICIAL[0], SAID[1], *OFFICIAL[1:5], SAID[5], OFFICIAL[5], SAID[6], *tables.values()
    )
    assert prose(report) == WHOLE
    assert sorted(heads(report)) == [1, 2, 3, 4, 5, 6]


# --- heading and text in one paragraph ------------------------------------------------------------

LONG = "2023年，我局认真贯彻落实《中华人民共和国政府信息公开条例》，坚持以公开为常态、不公开为例外，各项工作平稳推进。"


def test_a_list_may_follow_its_heading_without_a_mark() -> None:
    parts = body(OFFICIAL)
    report = parse(*parts[:8], OFFICIAL[4] + SAID[5], *parts[10:])
    assert prose(report) == WHOLE


@pytest.mark.parametrize("between", ["。", "：", ":", "\n", "  ", "　", " ", ""])
def test_heading_and_text_may_share_a_paragraph(between: str) -> None:
    parts = body(OFFICIAL)
    parts[:2] = [f"{OFFICIAL[0]}{between}{LONG}"]
    parts[-2:] = [f"{OFFICIAL[5]}{between or '。'}无"]
    report = parse(*parts)
    assert prose(report) == {1: [LONG], 5: [SAID[5]], 6: ["无"]}
    assert heads(report)[1].rstrip("。：:") == OFFICIAL[0]
    first = report.narrative.query("section == 1")
    assert first["source"].tolist() == ["block 1", "block 1"]
    assert told(report) == []


# --- how headings are numbered and decorated ------------------------------------------------------

LABELS = [row["label_zh"] for row in read_spec("sections")]
NUMBERS = {
    "none": [""] * 6,
    "brackets": [f"（{n}）" for n in "一二三四五六"],
    "digits": [f"{n}." for n in range(1, 7)],
    "digits and commas": [f"{n}、" for n in range(1, 7)],
    "parts": [f"第{n}部分 " for n in "一二三四五六"],
    "ordinals": [f"第{n}、" for n in "一二三四五六"],
    "no mark": list("一二三四五六"),
    "full stop": [f"{n}．" for n in "一二三四五六"],
    "marks": ["■ "] * 6,
    "squares": [f"■ {n}、" for n in "一二三四五六"],
}  # fmt: skip


@pytest.mark.parametrize("numbers", NUMBERS.values(), ids=NUMBERS)
def test_headings_are_numbered_in_many_ways(numbers: list[str]) -> None:
    report = parse(*body([n + label for n, label in zip(numbers, LABELS, strict=True)]))
    assert prose(report) == WHOLE
    assert told(report) == []


@pytest.mark.parametrize("shape", ["【{}】", "★{}★", "{}：", "【 {} 】"])
def test_headings_are_decorated(shape: str) -> None:
    report = parse(*body([shape.format(head) for head in OFFICIAL]))
    assert prose(report) == WHOLE
    assert told(report) == []


def test_letters_of_a_heading_may_stand_apart() -> None:
    report = parse(*body([" ".join(head) for head in OFFICIAL]))
    assert prose(report) == WHOLE


def test_a_heading_element_needs_no_numeral() -> None:
    report = parse(*body([Heading(label, f"h {label}", 2) for label in LABELS]))
    assert prose(report) == WHOLE


@pytest.mark.parametrize("number", ["（{}）", "{}、"])
def test_subsections_worded_as_sections_head_none(number: str) -> None:
    """（二）依申请公开情况 within section 一, as prescribed; some number it 二、."""
    within = [
        number.format("一") + "主动公开情况", "公开信息一百条。",
        number.format("二") + "依申请公开情况", "收到申请十件。",
        number.format("三") + "监督保障情况", "开展检查四次。",
    ]  # fmt: skip
    parts = body(OFFICIAL)
    report = parse(*parts[:2], *within, *parts[2:])
    assert prose(report)[1] == [SAID[1], *within]
    assert sorted(heads(report)) == [1, 2, 3, 4, 5, 6]
    assert heads(report)[2] == OFFICIAL[1]


def test_sections_with_subsections_of_the_next_level_only() -> None:
    """Sections in （一）, points in 1.: the points head nothing."""
    parts = body([f"（{n}）{label}" for n, label in zip("一二三四五六", LABELS, strict=True)])
    points = ["1.主动公开情况", "公开信息一百条。", "2.依申请公开情况", "收到申请十件。"]
    report = parse(*parts[:2], *points, *parts[2:])
    assert prose(report)[1] == [SAID[1], *points]


# --- order ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "mention",
    [
        "五、存在的主要问题及改进情况（见下）",
        "五、存在的主要问题",
        "五、存在的主要问题。详见下文。",
    ],
)
def test_a_mention_of_a_later_section_moves_nothing(mention: str) -> None:
    parts = body(OFFICIAL)
    report = parse(*parts[:2], mention, "继续推进。", *parts[2:])
    assert prose(report) == {**WHOLE, 1: [SAID[1], mention, "继续推进。"]}


def test_one_heading_numbered_otherwise() -> None:
    report = parse(*body([*OFFICIAL[:2], "3." + LABELS[2], *OFFICIAL[3:5], "6．" + LABELS[5]]))
    assert prose(report) == WHOLE
    assert sorted(heads(report)) == [1, 2, 3, 4, 5, 6]


def test_a_list_within_section_five_moves_nothing() -> None:
    said = ["一、存在的主要问题", "解读少。", "二、改进情况", "已丰富。"]
    parts = body(OFFICIAL)
    report = parse(*parts[:9], *said, *parts[10:])
    assert prose(report) == {**WHOLE, 5: said}


# --- labels ---------------------------------------------------------------------------------------

VARIANTS = [
    "一、概述", "一、总体情况", "一、基本情况", "一、概况", "一、2023年工作总体情况",
    "一、政府信息公开工作总体情况", "一、2023年度政府信息公开工作情况", "二、主动公开情况",
    "二、政府信息主动公开情况", "二、2023年主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况", "三、依申请公开办理情况",
    "三、政府信息公开申请收到和处理情况", "四、政府信息公开行政复议、行政诉讼情况",
    "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况", "四、行政复议和行政诉讼情况",
    "五、存在问题和下一步打算", "五、存在的问题及整改情况", "五、工作存在的主要问题和改进措施",
    "五、政府信息公开工作存在的不足及下一步工作计划", "六、其他", "六、需要说明的其他事项",
    "六、其他需要报告的事项", "六、其他需要说明的情况",
]  # fmt: skip


@pytest.mark.parametrize("head", VARIANTS)
def test_labels_in_use(head: str) -> None:
    section = "一二三四五六".index(head[0]) + 1
    report = parse(*body([head if n == section else own for n, own in enumerate(OFFICIAL, 1)]))
    assert prose(report) == WHOLE
    assert heads(report)[section] == head
    assert told(report) == []


def test_the_label_goes_before_the_numeral() -> None:
    more = ["五、政府信息公开经费情况", "投入经费十万元。"]
    parts = body([*OFFICIAL[:4], "六、" + LABELS[4], "七、" + LABELS[5]])
    report = parse(*parts[:8], *more, *parts[8:])
    assert prose(report) == {**WHOLE, 4: more}
    notes = [(severity, message) for severity, _, message in told(report)]
    assert notes == [
        ("info", "「五、政府信息公开经费情况」 is no section of the form: kept in section 4"),
        ("info", "「六、存在的主要问题及改进情况」 is 五、存在的主要问题及改进情况 by its label, "
                 "not by its numeral"),
        ("info", "「七、其他需要报告的事项」 is 六、其他需要报告的事项 by its label, not by its numeral"),
    ]  # fmt: skip


def test_a_section_more_is_kept_and_told() -> None:
    report = parse(*body(OFFICIAL), "七、统计附表", "另有附表一张。")
    assert prose(report)[6] == [SAID[6], "七、统计附表", "另有附表一张。"]
    assert report.narrative["subsection"].iloc[-1] == "七、统计附表"
    assert told(report) == [
        ("info", "block 13", "「七、统计附表」 is no section of the form: kept in section 6")
    ]


def test_a_strange_label_is_taken_by_its_numeral_with_a_warning() -> None:
    report = parse(*body([*OFFICIAL[:4], "五、今后努力方向", OFFICIAL[5]]))
    assert prose(report) == WHOLE
    severity, _, message = told(report)[0]
    assert severity == "warning"
    assert (
        message == "「五、今后努力方向」 is taken for 五、存在的主要问题及改进情况 by its numeral"
    )


def test_a_list_is_not_taken_for_a_section_that_is_missing() -> None:
    points = [f"{n}、加强第{n}项工作" for n in "一二三四五六"]
    parts = body(OFFICIAL)
    report = parse(*parts[:10], *points)
    assert prose(report)[5] == [SAID[5], *points]
    assert ("warning", "", "no section headed 六、其他需要报告的事项") in told(report)


def test_rows_of_a_table_that_are_read_as_prose_head_nothing() -> None:
    for row in ("一、本年新收政府信息公开申请数量", "三、本年度办理结果", "四、结转下年度继续办理"):
        assert read_heading(row) is None


# --- what stands before, beside and behind --------------------------------------------------------


def test_the_preamble_is_section_0() -> None:
    report = parse(PREAMBLE, "本报告的电子版可在网站下载。", *body(OFFICIAL))
    first = report.narrative.query("section == 0")
    assert first["text"].tolist() == [PREAMBLE, "本报告的电子版可在网站下载。"]
    assert (first["order"].tolist(), first["source"].tolist()) == ([1, 2], ["block 1", "block 2"])
    assert told(report) == []


def test_what_stands_above_the_title_is_told_in_one_note() -> None:
    report = parse(TITLE, PREAMBLE, *body(OFFICIAL), title="首页 > 政府信息公开 > 年报")
    assert prose(report)[0] == [PREAMBLE]
    assert told(report) == [
        ("info", "block 0", "「首页 > 政府信息公开 > 年报」 above the title is left out")
    ]


def test_lines_of_the_page_below_the_title_are_told() -> None:
    report = parse(
        "发布日期：2024-01-26 字号：大 中 小", "浏览次数：120", PREAMBLE, *body(OFFICIAL)
    )
    assert prose(report)[0] == [PREAMBLE]
    severity, place, message = told(report)[0]
    assert (severity, place) == ("info", "block 1")
    assert message.endswith("and 1 more below the title is left out: it tells of the page")


def table(*rows: tuple[str, ...]) -> Grid:
    return Grid(
        tuple(
            tuple(Cell(text, f"row {r}", r, c) for c, text in enumerate(row))
            for r, row in enumerate(rows)
        ),
        "table 9",
    )


CHANNELS = table(("渠道", "公开数（条）"), ("网站", "3400"), ("微信", "210"), ("微博", "95"))


@pytest.mark.parametrize("place", [2, 12])
def test_a_table_that_is_not_of_the_form_is_told(place: int) -> None:
    parts = body(OFFICIAL)
    report = parse(*parts[:place], CHANNELS, *parts[place:], "分享到：微信")
    assert prose(report) == WHOLE
    assert told(report)[0] == (
        "info", "table 9",
        "a table that is not of the form is left out: 渠道 | 公开数（条） | 网站 | 3400 | 微信 | 210 …",
    )  # fmt: skip


FEET = [
    ["分享到：微信 微博", "打印本页 关闭窗口", "上一篇：2022年政府信息公开工作年度报告"],
    ["【打印】【关闭】"],
    ["打 印　｜　关 闭"],
    ["主办单位：修武县人民政府　承办：修武县政府办公室", "豫ICP备05017326号"],
    ["版权所有：修武县人民政府", "网站标识码：4108210001", "豫公网安备41082102000001号"],
    ["扫一扫在手机打开当前页", "友情链接", "中国政府网", "河南省人民政府"],
    ["相关链接", "修武县2024年预算公开", "下一篇：没有了"],
    ["网站地图 | 联系我们 | 隐私声明", "建议使用IE9以上浏览器，1024×768分辨率浏览本站。"],
    ["您访问的链接即将离开“修武县人民政府”门户网站，是否继续？"],
]


@pytest.mark.parametrize("foot", FEET, ids=[foot[0][:6] for foot in FEET])
def test_the_foot_of_the_page_is_left_out_with_one_note(foot: list[str]) -> None:
    own = ["附件：统计表.xlsx", "修武县人民政府办公室", "2024年1月20日"]
    report = parse(*body(OFFICIAL), *own, *foot)
    assert prose(report) == {**WHOLE, 6: [SAID[6], *own]}
    (note,) = [note for note in told(report) if "signature" not in note[2]]
    assert note[:2] == ("info", "block 16")
    assert squeeze(foot[0])[:8] in note[2]
    assert note[2].endswith("below the report is left out: the foot of the page")


def test_attachments_below_the_buttons_are_kept() -> None:
    report = parse(*body(OFFICIAL), "分享到：", "附件：统计表.xlsx", "打印 关闭")
    assert prose(report)[6] == [SAID[6], "附件：统计表.xlsx"]


def test_prose_behind_a_line_of_furniture_is_never_cut() -> None:
    more = ["分享到：微信", "2023年，我县还开展了政府开放日活动。"]
    report = parse(*body(OFFICIAL), *more, "打印 关闭")
    assert prose(report)[6] == [SAID[6], *more]
    assert told(report)[0][1] == "block 15"


@pytest.mark.parametrize(
    "text",
    ["无", "无。", "关闭网站3家。", "打印资料200份，发放到各乡镇。", "主办会议2次", "联系电话：0391-7190000",
     "网站标识码管理规范有序。", "分享经验做法3次。", "相关信息均已公开。", "附件管理规范。",
     "发布日期均准确。", "版权意识有所增强。"],
)  # fmt: skip
def test_short_prose_is_no_furniture(text: str) -> None:
    assert role_of(text) != "page"
    report = parse(*body(OFFICIAL, {**SAID, 6: text}), "打印 关闭")
    assert prose(report)[6] == [text]


def test_no_heading_at_all_loses_no_text() -> None:
    said = ["我县全年公开信息一百条。", "存在解读少的问题。"]
    report = parse(said[0], *grids().values(), said[1], "打印 关闭")
    assert prose(report) == {0: said}
    assert [severity for severity, _, _ in told(report)] == ["warning"] * 6 + ["info"]


def test_narrative_keeps_its_key() -> None:
    report = parse("目录", *OFFICIAL, PREAMBLE, *body(OFFICIAL), "附件：表", "打印")
    assert not report.narrative.duplicated(["report", "section", "order"]).any()
    assert isinstance(report.narrative, pd.DataFrame)
    assert report.narrative["section"].is_monotonic_increasing


def test_headings_in_rows_of_one_table_part_it() -> None:
    """A sheet, or a page laid out as one table: headings, tables and prose are its rows."""
    rows: list[tuple[Cell, ...]] = []
    for part in body([f"（{n}）{label}" for n, label in zip("一二三四五六", LABELS, strict=True)]):
        own = part.rows if isinstance(part, Grid) else ((Cell(str(part), "", 0, 0, 1, 9),),)
        rows += [
            tuple(cell._replace(row=len(rows) + at, source=f"row {len(rows) + at}") for cell in row)
            for at, row in enumerate(own)
        ]
    report = parse(Grid(tuple(rows), "sheet 1", ruled=False))
    assert prose(report) == WHOLE
    assert heads(report)[4] == "（四）政府信息公开行政复议、行政诉讼情况"
    assert told(report) == []
    assert (report.cells["state"] == "number").all()


def test_a_row_that_a_cell_above_reaches_into_is_no_heading() -> None:
    grid = Grid(
        ((Cell("说明", "a", 0, 0, 2), Cell("甲", "b", 0, 1)), (Cell(OFFICIAL[5], "c", 1, 1),)),
        "table 9",
    )
    document = Document("small.html", "html", (grid,), "0" * 64)
    assert part_tables(document) is document


# --- what is absent -------------------------------------------------------------------------------


def lacking(*gone: tuple[str, str | None, str | None]) -> list[str]:
    """Return the notes where of the full form these (table, item, column) are absent, None: all."""
    absent = [
        address for address in form("2021")
        if any(all(w is None or w == part for w, part in zip(which, address, strict=True))
               for which in gone)
    ]  # fmt: skip
    return [f"{note.severity}: {note.message}" for note in absence_notes(absent, form("2021"))]


def test_nothing_absent_is_nothing_to_tell() -> None:
    assert lacking() == []


def test_absent_tables_columns_rows_and_cells_are_a_note_each() -> None:
    row = ("requests", "granted", None)
    alike = [("requests", item, None) for item in ("granted", "carried_in")]
    column = ("requests", None, "research")
    kinds = (
        "natural_person, commercial, research, public_interest, legal_service, other_organisation"
    )
    assert lacking(("review", None, None)) == [
        "error: table review is missing: all its cells are absent"
    ]
    assert lacking(row) == [f"warning: requests.granted 「予以公开」 is absent: {kinds}, total"]
    assert lacking(*alike) == [
        "warning: 2 rows are absent (requests.carried_in 「上年结转政府信息公开申请数量」, "
        f"requests.granted 「予以公开」): {kinds}, total"
    ]
    everywhere = "warning: requests: column research 「科研机构」 is absent from all its 25 rows"
    assert lacking(column) == [everywhere]
    assert lacking(column, row) == [
        everywhere.replace("25", "24"),
        f"warning: requests.granted 「予以公开」 is absent: {kinds}, total",
    ]
    assert lacking(column, ("requests", "granted", "total")) == [
        everywhere, "warning: requests.granted 「予以公开」 is absent: total",
    ]  # fmt: skip


@pytest.mark.parametrize("none", ["（无）", "：无", " 无。", "无"])
def test_a_last_section_that_says_none_in_its_heading(none: str) -> None:
    parts = body([*OFFICIAL[:5], f"六、其他需要报告的事项{none}"])[:-1]
    report = parse(*parts)
    assert heads(report)[6].startswith("六、其他需要报告的事项")
    assert "无" in prose(report)[6][0]
    assert not any("taken for" in message for _, _, message in told(report))


def test_links_to_other_reports_below_the_last_section_are_the_pages() -> None:
    report = parse(*body(OFFICIAL), "修武县人民政府2022年政府信息公开工作年度报告", "— 3 —")
    assert prose(report) == WHOLE


def test_another_report_in_the_same_file_is_not_mixed_in() -> None:
    other = "修武县人民政府2022年政府信息公开工作年度报告"
    report = parse(*body(OFFICIAL), other, *body(OFFICIAL, dict.fromkeys(SAID, "另一年。")))
    assert report.reports["year"].item() == 2023
    assert prose(report) == WHOLE
    warned = [message for severity, _, message in told(report) if severity == "warning"]
    assert warned == [f"another report begins here and is not read: 「{other}」"]


def test_a_report_printed_twice_is_one_report() -> None:
    report = parse(*body(OFFICIAL), TITLE, *body(OFFICIAL))
    assert not any("another report" in message for _, _, message in told(report))


def test_headings_printed_again_above_tables_behind_the_text_are_captions() -> None:
    tables = grids()
    behind = [part for n in tables for part in (OFFICIAL[n - 1], tables[n])]
    report = parse(*(p for p in body(OFFICIAL) if not isinstance(p, Grid)), *behind)
    assert prose(report) == WHOLE
    assert any("a heading printed again" in message for _, _, message in told(report))
