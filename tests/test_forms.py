"""The statutory tables as they are set for a page, read back from their HTML."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from reportkit import (
    FrameError,
    Report,
    StatutoryTable,
    check,
    example_panel,
    table_disclosure,
    table_requests,
    table_review,
)
from support import a_form, change

TABLES = (table_disclosure, table_requests, table_review)


def framed(table: StatutoryTable, mark: str) -> list[str]:
    """Return the cells that are marked, as item-column."""
    found = html.fromstring(table.to_html()).xpath(f"//td[contains(@class, '{mark}')]/@id")
    return [name.split("-", 2)[2] for name in found]


def grid(table: StatutoryTable) -> list[list[str]]:
    """Return every slot of a table, with what covers it; spans must leave no hole and no overlap."""
    slots: dict[tuple[int, int], str] = {}
    lines = html.fromstring(table.to_html()).xpath("//tr")
    for row, line in enumerate(lines):
        column = 0
        for cell in line:
            while (row, column) in slots:
                column += 1
            for down in range(int(cell.get("rowspan", 1))):
                for across in range(int(cell.get("colspan", 1))):
                    assert slots.setdefault((row + down, column + across), "") == ""
                    slots[row + down, column + across] = cell.text_content()
    wide = 1 + max(column for _, column in slots)
    assert len(slots) == len(lines) * wide
    return [[slots[row, column] for column in range(wide)] for row in range(len(lines))]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_printed_figure_stands_in_its_table(lang, xiuwu: Report) -> None:
    for make, name in zip(TABLES, ("disclosure", "requests", "review"), strict=True):
        own = xiuwu.cells[xiuwu.cells["table"] == name]
        shown = [text for row in make(xiuwu.cells, lang=lang).data.to_numpy() for text in row]
        assert [text for text in shown if text] == own["printed"].tolist()


def test_the_disclosure_table_is_bands_with_heads_of_their_own(xiuwu: Report) -> None:
    assert grid(table_disclosure(xiuwu.cells)) == [
        ["第二十条第（一）项"] * 4,
        ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
        ["规章", "0", "0", "0"],
        ["行政规范性文件", "17", "8", "99"],
        ["第二十条第（五）项"] * 4,
        ["信息内容", *["本年处理决定数量"] * 3],
        ["行政许可", *["17081"] * 3],
        ["第二十条第（六）项"] * 4,
        ["信息内容", *["本年处理决定数量"] * 3],
        ["行政处罚", *["1431"] * 3],
        ["行政强制", *["713"] * 3],
        ["第二十条第（八）项"] * 4,
        ["信息内容", *["本年收费金额（单位：万元）"] * 3],
        ["行政事业性收费", *["811"] * 3],
    ]


def test_the_edition_of_2019_has_its_own_heads() -> None:
    cells = example_panel().cells.query("edition == '2019'")
    read = grid(table_disclosure(cells))
    heads = [row[1:] for row in read if row[0] == "信息内容"]
    services = ["上一年项目数量", "本年增/减", "处理决定数量"]
    assert heads == [
        ["本年新制作数量", "本年新公开数量", "对外公开总数量"], services, services,
        ["上一年项目数量", "本年增/减", "本年增/减"],
        ["采购项目数量", *["采购总金额（单位：万元）"] * 2],
    ]  # fmt: skip
    assert [row[0] for row in read][4:8] == [
        "第二十条第（五）项", "信息内容", "行政许可", "其他对外管理服务事项",
    ]  # fmt: skip
    # Printed in yuan under a head in 万元: what it comes to stands beside it.
    assert read[-1] == ["政府集中采购", "6", "251000元 = 25.1", "251000元 = 25.1"]
    assert table_requests(cells).data.shape == (23, 7)
    assert {len(row) for row in grid(table_requests(cells, lang="en"))} == {10}


def test_the_heads_of_requests_are_merged_as_printed(xiuwu: Report) -> None:
    read = grid(table_requests(xiuwu.cells))
    over, inner, under = (row[3:] for row in read[:3])
    assert over == ["申请人情况"] * 6 + ["总计"]
    assert inner == ["自然人", *["法人或其他组织"] * 5, "总计"]
    assert under == [
        "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计",
    ]  # fmt: skip
    assert {text for row in read[:3] for text in row[:3]} == {
        "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
    }
    outcomes = "三、本年度办理结果"
    assert read[3][:4] == ["一、本年新收政府信息公开申请数量"] * 3 + ["9"]
    assert read[5][:4] == [outcomes, "（一）予以公开", "（一）予以公开", "7"]
    partly = "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"
    assert read[6][:4] == [outcomes, partly, partly, "0"]
    assert read[7][:3] == [outcomes, "（三）不予公开", "1.属于国家秘密"]
    assert read[26][:4] == [outcomes, "（七）总计", "（七）总计", "7"]
    assert [row[0] for row in read].count(outcomes) == 22
    english = table_requests(xiuwu.cells, lang="en").data.index
    assert english[4] == ("Outcomes this year", "Denied", "1. State secret")


def test_the_heads_of_review_are_merged_as_printed(xiuwu: Report) -> None:
    over, inner, under, figures = grid(table_review(xiuwu.cells))
    assert over == ["行政复议"] * 5 + ["行政诉讼"] * 10
    assert inner == ["行政复议"] * 5 + ["未经复议直接起诉"] * 5 + ["复议后起诉"] * 5
    assert under == ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"] * 3
    assert figures == ["0"] * 15


def test_one_row_of_other_beside_its_three_is_a_row_of_its_own(xiuwu: Report) -> None:
    one = xiuwu.cells.query("item == 'other_other'").assign(item="other")
    read = grid(table_requests(pd.concat([xiuwu.cells, one])))
    assert [row[1:3] for row in read if row[1] == "（六）其他处理"][:2] == [
        ["（六）其他处理", "（六）其他处理"],
        ["（六）其他处理", "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"],
    ]


def test_the_order_of_the_cells_does_not_matter(xiuwu: Report) -> None:
    for make in TABLES:
        assert make(xiuwu.cells.iloc[::-1]).to_html() == make(xiuwu.cells).to_html()


def test_a_part_of_a_table_is_set_without_holes(xiuwu: Report) -> None:
    cells = xiuwu.cells[~((xiuwu.cells["item"] == "rules") & (xiuwu.cells["column"] == "issued"))]
    assert grid(table_disclosure(cells))[2] == ["规章", "", "0", "0"]
    few = xiuwu.cells.query("item in ('received', 'denied_third_party', 'fees')")
    assert [row[0] for row in grid(table_requests(few))][3:] == [
        "一、本年新收政府信息公开申请数量", "三、本年度办理结果",
    ]  # fmt: skip
    assert grid(table_disclosure(few))[-1] == ["行政事业性收费", "811"]


@pytest.mark.parametrize("make", TABLES)
def test_every_figure_has_heads_that_a_reader_can_hear(make, xiuwu: Report) -> None:
    page = html.fromstring(make(xiuwu.cells, lang="en").to_html())
    assert {name for head in page.xpath("//th") for name in head.attrib} >= {"scope"}
    assert all(head.get("scope") in {"col", "row", "rowgroup"} for head in page.xpath("//th"))
    names = page.xpath("//@id")
    assert len(names) == len(set(names))
    told = {name for cell in page.xpath("//td/@headers") for name in cell.split()}
    assert told <= set(names)
    assert bool(told) == (make is table_disclosure)
    assert page.xpath("//table/caption")
    assert page.xpath("//table/@lang") == ["en"]


def test_a_figure_under_two_bands_is_read_with_its_own(xiuwu: Report) -> None:
    page = html.fromstring(table_disclosure(xiuwu.cells).to_html())
    [cell] = page.xpath("//td[text()='811']")
    heads = [page.get_element_by_id(name).text for name in cell.get("headers").split()]
    assert heads == ["第二十条第（八）项", "本年收费金额（单位：万元）", "行政事业性收费"]


def test_what_fails_is_framed_and_told() -> None:
    panel = example_panel()
    cells = panel.cells[panel.cells["report"] == "淮安市洪泽区人民政府-2023"]
    table = table_review(cells, findings=check(panel.cells), lang="en")
    assert framed(table, "fail") == [
        "reconsideration-total", "litigation_after_reconsideration-total",
    ]  # fmt: skip
    told = html.fromstring(table.to_html()).xpath("//caption")[0].text_content()
    assert "Solid frame: a sum at this cell fails" in told
    assert "Solid frame: a sum at this cell fails" in table.caption
    assert "Solid frame" in repr(table)
    assert "frame" not in table_review(cells, lang="en").caption


def test_what_is_undecided_is_framed_otherwise(xiuwu: Report) -> None:
    cells = change(xiuwu.cells, "granted", "commercial", None, "blank")
    table = table_requests(cells, findings=check(cells), lang="en")
    # Its column's sum of outcomes and its row's total.
    assert framed(table, "undecided") == ["granted-total", "outcomes_total-commercial"]
    assert table.data.iloc[2, 1] == "blank"
    assert framed(table, "told") == ["granted-commercial"]
    assert framed(table, "fail") == []


def test_the_same_table_is_the_same_page_and_another_has_its_own_name(xiuwu: Report) -> None:
    page = table_review(xiuwu.cells).to_html()
    assert table_review(xiuwu.cells).to_html() == page
    names = {html.fromstring(make(xiuwu.cells, lang=lang).to_html()).xpath("//table/@id")[0]
             for make in TABLES for lang in ("zh", "en")}  # fmt: skip
    assert len(names) == 6


@pytest.mark.parametrize("make", TABLES)
def test_what_cannot_be_set_is_refused(make, xiuwu: Report) -> None:
    with pytest.raises(FrameError, match="cells lacks the column printed"):
        make(xiuwu.cells.drop(columns="printed"))
    with pytest.raises(FrameError, match="holds no"):
        make(xiuwu.cells.head(0))
    with pytest.raises(FrameError, match="holds 2 reports; choose one"):
        make(pd.concat([xiuwu.cells, xiuwu.cells.assign(report="某-2024")]))
    with pytest.raises(FrameError, match="twice"):
        make(pd.concat([xiuwu.cells, xiuwu.cells]))
    first = xiuwu.cells["item"].isin(["rules", "received", "reconsideration"])
    strange = xiuwu.cells.assign(item=xiuwu.cells["item"].mask(first, "nonsense"))
    with pytest.raises(FrameError, match="table has no nonsense; hand over"):
        make(strange)
    with pytest.raises(FrameError, match="findings lacks the column status"):
        make(xiuwu.cells, findings=check(xiuwu.cells).drop(columns="status"))
    with pytest.raises(ValueError, match="lang 'fr'"):
        make(xiuwu.cells, lang="fr")


@pytest.mark.parametrize(
    ("state", "printed", "shown"),
    [("text", "若干", "若干"), ("text", "", "no number"), ("text", None, "no number"),
     ("dash", "/", "/"), ("dash", "", "dash"), ("blank", "", "blank"), ("absent", None, "absent")],
)  # fmt: skip
def test_what_holds_no_figure_says_what_it_holds(state, printed, shown, xiuwu: Report) -> None:
    cells = change(xiuwu.cells, "granted", "commercial", None, state)
    here = (cells["item"] == "granted") & (cells["column"] == "commercial")
    cells["printed"] = cells["printed"].mask(here, printed)
    table = table_requests(cells, lang="en", findings=check(cells))
    assert table.data.iloc[2, 1] == shown
    assert f">{shown}</td>" in table.to_html()
    assert framed(table, "told") == ([] if shown == printed else ["granted-commercial"])


@pytest.mark.parametrize(
    ("printed", "value", "shown"),
    [("8110000", 811.0, "8110000 = 811"), ("8.11亿元", 81100.0, "8.11亿元 = 81100"),
     ("811万元", 811.0, "811万元"), ("八百一十一", 811.0, "八百一十一"), ("1,234.50", 1234.5, "1,234.50"),
     ("", 811.0, "811")],
)  # fmt: skip
def test_a_figure_in_another_unit_is_followed_by_what_it_comes_to(
    printed, value, shown, xiuwu: Report
) -> None:
    cells = change(xiuwu.cells, "fees", "amount", value)
    cells["printed"] = cells["printed"].mask(cells["item"] == "fees", printed)
    assert table_disclosure(cells).data.iloc[-1, -1] == shown


@settings(max_examples=30, deadline=None)
@given(
    edition=st.sampled_from(["2019", "2021"]), single=st.booleans(),
    kept=st.sets(st.integers(0, 225), min_size=1), make=st.sampled_from(TABLES),
)  # fmt: skip
def test_whatever_is_there_is_set_once_and_without_holes(edition, single, kept, make) -> None:
    cells = a_form({}, edition, single)
    cells = cells.assign(printed=[f"c{place}" for place in range(len(cells))])
    cells = cells[[place in kept for place in range(len(cells))]]
    own = cells[cells["table"] == make.__name__.removeprefix("table_")]
    if own.empty:
        with pytest.raises(FrameError, match="holds no"):
            make(cells)
        return
    table = make(cells)
    grid(table)
    figures = html.fromstring(table.to_html()).xpath("//td[@id]")
    addresses = [cell.get("id").split("-", 2)[2] for cell in figures]
    assert dict(zip(addresses, [cell.text for cell in figures], strict=True)) == {
        f"{item}-{column}": f"{printed} = 0"
        for item, column, printed in own[["item", "column", "printed"]].itertuples(index=False)
    }
    assert len(figures) == len(own)
