"""What pages call bodies and reports, in which order they stand, and what is counted of each."""

import re
from typing import Any

import pandas as pd
import pytest
from lxml import html
from markupsafe import escape

from reportkit import example_panel
from reportkit.brief import parts as page
from reportkit.brief.blocks import Block, named, paragraph
from reportkit.brief.called import called
from reportkit.brief.loading import by_region, needless, newest
from reportkit.brief.page import page_of
from reportkit.brief.parts.compare import _failing
from reportkit.brief.subject import Subject
from reportkit.panel import Panel

PANEL = example_panel()


def subject(report: str, lang: Any = "zh", panel: Panel = PANEL) -> Subject:
    return Subject(panel.report(report), panel, lang)


def markup(parts: Any) -> str:
    return "".join(block.html for part in parts for block in part if isinstance(block, Block))


def reports_of(*bodies: tuple[str | None, str]) -> pd.DataFrame:
    frame = pd.DataFrame(bodies, columns=["region", "issuer"], dtype="str")
    return frame.assign(report=frame["issuer"] + "-2024")


def test_bodies_stand_by_region_and_then_by_name_those_without_a_region_last() -> None:
    reports = reports_of(
        (None, "某学会"), ("修武县", "修武县水利局"), ("白石市", "白石市人民政府"),
        ("修武县", "修武县教育局"), ("东陵县", "东陵县人民政府"), (None, "白氏学会"),
    )  # fmt: skip
    told = by_region(reports)
    assert told == {
        "白石市": ["白石市人民政府"], "东陵县": ["东陵县人民政府"],
        "修武县": ["修武县教育局", "修武县水利局"], "": ["白氏学会", "某学会"],
    }  # fmt: skip
    assert list(told) == ["白石市", "东陵县", "修武县", ""], "as pinyin has it"
    shuffled = by_region(reports.iloc[::-1])
    assert list(shuffled.items()) == list(told.items())
    assert needless("修武县", told["修武县"])
    assert not needless("修武县", ["修武县教育局", "云台山管理委员会"])
    assert not needless("", told[""])


def test_a_body_whose_region_one_report_does_not_tell_stands_once() -> None:
    assert by_region(reports_of((None, "甲县教育局"), ("甲县", "甲县教育局"))) == {
        "甲县": ["甲县教育局"]
    }  # fmt: skip


def test_a_report_is_called_by_its_body_and_year() -> None:
    one, before = subject("宿迁市人民政府-2024"), subject("宿迁市人民政府-2023", "en")
    assert one.called == "2024 年报告"
    assert before.called == "the report for 2023"
    assert one.called_in_full.striptags() == "宿迁市人民政府 2024 年"
    nameless = {"report": "a-1", "issuer": None, "region": None, "year": pd.NA}
    assert called(nameless, "zh").striptags() == "a-1"
    text = "".join(repr(part) for part in page.parts(one))
    assert not re.search(r"人民政府-20\d\d", text), "no id in a sentence"


def test_a_long_name_is_parted_behind_its_region_alone() -> None:
    assert str(named("淮安市洪泽区人民政府", "淮安市洪泽区")) == (
        '<span lang="zh-CN"><span class="kept">淮安市洪泽区</span>'
        '<span class="kept">人民政府</span></span>'
    )
    assert str(named("某某市公共资源交易管理委员会", None)) == (
        '<span lang="zh-CN">某某市公共资源交易管理委员会</span>'
    )
    assert "<b>" not in named("<b>县", None) + named("<b>县人民政府办公室", "<b>县")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_fails_across_years_is_counted_where_the_sums_all_hold(lang: Any) -> None:
    """42 of 42 sums hold, and the stock of documents does not follow from the year before."""
    own = PANEL.cells["report"] == "宿迁市人民政府-2024"
    stock = own & (PANEL.cells["table"] == "requests") & (PANEL.cells["item"] == "carried_in")
    total = stock & (PANEL.cells["column"] == "total")
    person = stock & (PANEL.cells["column"] == "natural_person")
    out = own & (PANEL.cells["table"] == "requests") & (PANEL.cells["item"] == "carried_out")
    more = total | person | (out & PANEL.cells["column"].isin(["total", "natural_person"]))
    cells = PANEL.cells.assign(value=PANEL.cells["value"].where(~more, PANEL.cells["value"] + 1))
    panel = Panel(PANEL.reports, cells, PANEL.narrative, PANEL.notes, PANEL.unread)
    one = subject("宿迁市人民政府-2024", lang, panel)
    wrong = one.findings[one.findings["status"] == "fail"]
    assert set(wrong["rule"]) == {"X1"}
    root = html.document_fromstring(markup([page.headline(one)]))
    (tile,) = [dd for dd in root.iter("dd") if "42" in dd.text_content()]
    text = tile.text_content()
    assert "42 / 42" in text if lang == "zh" else "42 of 42" in text
    assert ("另有 2 项其他核对不成立" if lang == "zh" else "2 other checks fail") in text
    assert tile.xpath("a/@href | small/a/@href") == ["#adds_up", "#adds_up"]
    made = one.findings["status"].isin(["pass", "fail", "undecided"]).sum()
    assert _failing(one).striptags().startswith(f"2 / {made}")


def test_years_are_said_to_be_compared_only_where_there_are_two() -> None:
    said = {"zh": "有上年报告的与上年相比", "en": "beside the year before"}
    newest_alone = PANEL.reports["report"].isin(newest(PANEL))
    alone = Panel(
        PANEL.reports[newest_alone],
        PANEL.cells[PANEL.cells["report"].isin(newest(PANEL))],
        PANEL.narrative, PANEL.notes, PANEL.unread,
    )  # fmt: skip
    for lang, words in said.items():
        for panel, there in ((PANEL, True), (alone, False)):
            subjects = [subject(one, lang, panel) for one in newest(panel)]
            assert (words in repr(page.comparison(subjects)[0])) == there


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("白石市 2024 年政府信息，1 月 31 日前", ["2024 年", "1 月", "31 日"]),
        ("政府信息公开工作年度报告，<0.1%–0.9%", ["政府信息公开工作", "年度报告", "<0.1%–0.9%"]),
        ("占 38%（95% 区间 29%–48%）", ["29%–48%"]),
        ("差 −12.3 至 +1,015.1 件", ["−12.3 至 +1,015.1"]),
        ("95% interval 29% to 48%; 2023–2025", ["29% to 48%", "2023–2025"]),
        ("2019–2025 年；第 4 页第 3–7 行", ["2019–2025 年", "第 4 页", "第 3–7 行"]),
        ("第 12 条，12 件，A–B", []),
    ],
)
def test_no_line_ends_within_a_date_or_an_interval(text: str, kept: list[str]) -> None:
    words = escape(text)
    told = [
        Block("<h1>题</h1>"),
        paragraph(f"{words}<b>x</b>{words}"),
        Block(f"<ul><li>{words}</ul>"),
    ]
    root = html.document_fromstring(page_of(told, "zh"))
    spans = root.xpath("//span[@class='kept']")
    assert [span.text for span in spans] == kept * 3
    assert root.find(".//p").text_content() == f"{text}x{text}"
    (rule,) = re.findall(r"\.kept \{([^}]*)\}", root.findtext(".//style"))
    assert "nowrap" in rule


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_paper_tells_what_its_underlines_are(lang: Any) -> None:
    root = html.document_fromstring(markup([page.title(subject(newest(PANEL)[0], lang))]))
    (hint,) = root.xpath("//p[contains(@class, 'hint')]")
    assert "screen" not in hint.get("class").split()
