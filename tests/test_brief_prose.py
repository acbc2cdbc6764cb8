"""What a briefing tells of the prose: held against the tables, and against the year before."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from lxml import html

from reportkit import change, example_panel, follow_up
from reportkit.brief import parts as page
from reportkit.brief.again import SECTION, paragraph_of
from reportkit.brief.blocks import Block, Part
from reportkit.brief.parts.came_back import place_before
from reportkit.brief.picture import Picture
from reportkit.brief.subject import Subject, open_subject, open_subjects
from reportkit.panel import Panel

PANEL = example_panel()
PROBLEM = "重大行政决策信息公开需进一步加强"
SAID = "全年通过政府网站公开信息1.2万余条，收到政府信息公开申请12件。"


def told(part: Part) -> Any:
    return html.document_fromstring("".join(b.html for b in part if isinstance(b, Block)))


def pictures(part: Part) -> list[Picture]:
    return [piece for piece in part if isinstance(piece, Picture)]


@pytest.fixture
def two_years(tmp_path: Path, xiuwu_text: str) -> Path:
    """A report that disagrees with its table, and one of the year before that it repeats in part."""
    old = xiuwu_text.replace("2023", "2022").replace(PROBLEM, "依申请公开办理不够规范")
    heading = "六、其他需要报告的事项"
    new = xiuwu_text.replace(heading, f"{heading}\n\n{SAID}")
    assert new != xiuwu_text
    for name, text in (("old", old), ("new", new)):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    return tmp_path


# --- prose against tables -------------------------------------------------------------------------


def test_prose_that_differs_is_quoted_with_its_sentence_and_its_cell(two_years: Path) -> None:
    one = open_subject(two_years, lang="en")
    part = page.adds_up(one)
    assert "tables: 6. Of them: 5 agree (10, 8, 2, 0, 0), 1 differs from the tables (12)." in repr(
        part
    )
    (row,) = [tr for tr in told(part).iter("tr") if "prose 12 ≠" in tr.text_content()]
    assert SAID in row.text_content()
    assert row.xpath(".//a/@href") == ["#requests.received.total", "#section-6-1"]
    assert row.xpath(".//a")[0].text_content() == "Requests received this year × Total"
    (target,) = told(page.words(one)).xpath("//*[@id='section-6-1']")
    assert SAID in target.text_content()


def test_every_link_to_a_sentence_leads_to_one_that_holds_the_figure(two_years: Path) -> None:
    one = open_subject(two_years)
    quoted = {p.get("id"): p.text_content() for p in told(page.words(one)).xpath("//*[@id]")}
    (told_by_prose,) = [
        p for p in told(page.adds_up(one)).iter("p") if "可与表格核对" in p.text_content()
    ]
    links = {a.text_content(): quoted[a.get("href")[1:]] for a in told_by_prose.iter("a")}
    assert set(links) == {"10", "8", "2", "0", "12"}
    assert all(figure in text for figure, text in links.items() if figure != "0")


def test_all_that_agrees_and_nothing_to_hold_are_said() -> None:
    assert "正文中有 5 处数字可与表格核对，全部相符" in repr(page.adds_up(open_subject()))
    alone = Subject(PANEL.report("宿迁市人民政府-2024"), PANEL)
    assert "正文" not in repr(page.adds_up(alone)[2])


def test_what_no_table_holds_is_a_headline_with_its_sentence(
    tmp_path: Path, xiuwu_text: str
) -> None:
    about = xiuwu_text.replace("公开信息 3400 条", "公开信息 1.2 万余条")
    (tmp_path / "a.txt").write_text(about, encoding="utf-8")
    root = told(page.headline(open_subject(tmp_path / "a.txt")))
    rows = {div.find("dt").text_content(): div.find("dd") for div in root.xpath("//dl/div")}
    website = rows["政府网站公开信息条数（正文所述）"]
    assert website.text_content() == "约 12,000 条"
    assert website.xpath("a/@href") == ["#section-1-2"]
    assert rows["政务新媒体公开信息条数（正文所述）"].text_content() == "2,900 条"
    assert "0 元" in rows["信息处理费（正文所述）"].text_content()
    assert rows["正文与表格核对"].text_content() == "5 / 5 处相符"
    assert "正文" not in repr(page.headline(Subject(PANEL.report("宿迁市人民政府-2024"), PANEL)))


def test_sentences_that_disagree_have_no_one_figure(tmp_path: Path, xiuwu_text: str) -> None:
    heading = "六、其他需要报告的事项"
    both = f"{heading}\n\n通过政府网站公开信息300条。\n\n全年通过政府网站公开信息301条。"
    (tmp_path / "a.txt").write_text(xiuwu_text.replace(heading, both), encoding="utf-8")
    text = repr(page.headline(open_subject(tmp_path / "a.txt", lang="en")))
    assert "Items disclosed through the website (stated in prose)\n3400 条 / 300条 / 301条" in text


def test_a_figure_told_within_another_section_has_its_paragraph(
    tmp_path: Path, xiuwu_text: str
) -> None:
    heading = "三、收到和处理政府信息公开申请情况"
    text = xiuwu_text.replace(heading, f"{heading}\n\n本年新收政府信息公开申请11件。")
    assert text != xiuwu_text
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    one = open_subject(tmp_path / "a.txt")
    (target,) = told(page.words(one)).xpath("//p[starts-with(@id, 'section-3-')]")
    assert target.text_content() == "本年新收政府信息公开申请11件。"
    assert f"#{target.get('id')}" in told(page.adds_up(one)).xpath("//a/@href")


def test_a_sentence_that_stands_twice_leads_to_where_it_was_printed(
    tmp_path: Path, xiuwu_text: str
) -> None:
    text = xiuwu_text.replace(HEADING, f"{HEADING}群众反映：{PROBLEM}。\n\n")
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    one = open_subject(tmp_path / "a.txt")
    own = one.report.narrative
    twice = own[(own["section"] == SECTION) & own["text"].str.contains(PROBLEM)]
    assert len(twice) == 2
    told = [paragraph_of(one, PROBLEM, source) for source in twice["source"]]
    assert told == twice["order"].tolist()
    assert paragraph_of(one, PROBLEM, None) == told[0]
    assert paragraph_of(one, "没有这样的话", twice["source"].iloc[0]) is None


# --- last year's problems -------------------------------------------------------------------------

HEADING = "五、存在的主要问题及改进情况\n\n"


def _beginning(xiuwu_text: str, first: str, tmp_path: Path) -> Any:
    """Return the problems part, and what the annex quotes, where section 五 begins with `first`."""
    assert HEADING in xiuwu_text
    text = xiuwu_text.replace(HEADING, f"{HEADING}{first}\n\n")
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    one = open_subject(tmp_path / "a.txt")
    parts = page.problems_and_measures(one), page.words(one)
    return html.document_fromstring("".join(b.html for p in parts for b in p if type(b) is Block))


@pytest.mark.parametrize(
    ("first", "quoted"),
    [
        ("上年度指出的问题已整改到位。", ["上年度指出的问题已整改到位。"]),
        ("上年度指出的问题已整改到位", ["上年度指出的问题已整改到位"]),
        ("2022年度报告中提出的三个问题均已全部整改完成。我们还组织了培训。",
         ["2022年度报告中提出的三个问题均已全部整改完成。", "我们还组织了培训。"]),
        ("针对上年度存在的问题，我县认真整改，取得了明显成效。",
         ["针对上年度存在的问题，我县认真整改，取得了明显成效。"]),
        # With its fault it stands in the table, and no part of the sentence is quoted again.
        ("上年度指出的主动公开不够及时的问题已整改到位。", []),
        # Headings and what leads to a list say nothing of what was put right.
        ("（一）上年度存在问题整改情况", []),
        ("针对2022年存在的问题，采取以下措施：", []),
    ],
)  # fmt: skip
def test_what_was_put_right_is_quoted_though_no_fault_is_named(
    first: str, quoted: list[str], tmp_path: Path, xiuwu_text: str
) -> None:
    root = _beginning(xiuwu_text, first, tmp_path)
    items = root.xpath("//p[contains(., '报告就上年度的问题写明')]/following-sibling::ul[1]/li")
    assert [item.xpath("string(span)") for item in items] == quoted
    for item in items:
        (target,) = root.xpath(f"//*[@id='{item.find('a').get('href')[1:]}']")
        assert item.xpath("string(span)") in target.text_content()
    assert "报告就上年度的问题写明" not in root.text_content() or quoted


# --- the year before ------------------------------------------------------------------------------


def test_what_is_named_again_stands_beside_the_earlier_sentence(two_years: Path) -> None:
    one = open_subject(two_years, lang="en")
    root = told(page.problems_and_measures(one))
    assert root.xpath("//h3/@id") == ["came_back"]
    again, promised = (
        next(t for t in root.iter("table") if head in t.find("caption").text_content())
        for head in ("Problems named again", "Measures promised again")
    )
    assert [tr.xpath("string(td[1]/span)") for tr in again.xpath("tbody/tr")] == [
        "主动公开力度仍需加大。", "政府网站栏目设置需进一步优化。",
    ]  # fmt: skip
    assert len(promised.xpath("tbody/tr")) == 3
    for row in [*again.xpath("tbody/tr"), *promised.xpath("tbody/tr")]:
        (link,) = row.xpath("td[1]/a/@href")
        assert link.startswith("#section-5-")
        assert "the report for 2022, line " in row.xpath("string(td[2])")
        assert "the same words, figures and punctuation apart" in row.xpath("string(td[3])")
    assert "does not tell why a figure moved" in root.xpath("//p[@class='caution']")[-1].text


def test_figures_stand_beside_the_problems_of_the_year_before(two_years: Path) -> None:
    one = open_subject(two_years)
    root = told(page.problems_and_measures(one))
    (listed,) = root.xpath("//ol/li")
    assert "依申请公开办理不够规范" in listed.text_content()
    rows = {
        tr.find("th").text_content(): tr
        for tr in root.xpath("//table[contains(caption, '与上年问题的主题有关的数字')]/tbody/tr")
    }
    carried = rows["结转占比"]
    assert carried.xpath("td[1]//a/@href")[0] == "#before-requests.carried_out.total"
    assert carried.xpath("td[2]//a/@href")[0] == "#requests.carried_out.total"
    assert carried.xpath("string(td[2])") == "20% 2 / 10"
    assert carried.xpath("string(td[5])") == "区间含 0"


def test_text_that_is_used_again_is_counted_and_quoted(two_years: Path) -> None:
    one = open_subject(two_years, lang="en")
    root = told(page.problems_and_measures(one))
    (text,) = [p.text_content() for p in root.iter("p") if "can be compared" in p.text_content()]
    assert "characters of section 五 that can be compared" in text
    assert "are also found in section 五 of the report for 2022:" in text
    last = root.xpath("//ul[last()]/li")[-1]
    assert last.xpath("a/@href")[0].startswith("#section-5-")
    assert "the report for 2022, line " in last.text_content()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_quoted_of_the_year_before_is_annexed_and_no_more(
    lang: Any, two_years: Path
) -> None:
    one = open_subject(two_years, lang=lang)
    page_text = told(page.problems_and_measures(one))
    annexed = {p.get("id"): p for p in told(page.words(one)).xpath("//p[@id]")}
    linked = [
        link for link in page_text.xpath("//a/@href") if link.startswith("#before-section-5-")
    ]
    assert len(linked) >= 5
    earlier = {name for name in annexed if name.startswith("before-")}
    assert {link[1:] for link in linked} == earlier
    assert len(earlier) < len(one.before.report.narrative)  # type: ignore[union-attr]
    for name in earlier:
        place = annexed[name].xpath("string(small)")
        assert place.startswith("line " if lang == "en" else "第 "), "each with its place"
    for cell in page_text.xpath("//table[contains(caption, '两年') or contains(caption, 'both')]"):
        for row in cell.xpath("tbody/tr"):
            said, link = row.xpath("string(td[2]/span)"), row.xpath("td[2]/a/@href")[0]
            assert said in annexed[link[1:]].text_content()


def test_a_sentence_of_two_years_before_leads_to_its_own_report(
    two_years: Path, xiuwu_text: str
) -> None:
    oldest = xiuwu_text.replace("2023", "2021").replace("17081", "17080")
    (two_years / "oldest.txt").write_text(oldest, encoding="utf-8")
    one = open_subject(two_years)
    root = told(page.problems_and_measures(one))
    (row,) = [
        tr for tr in root.xpath("//tbody/tr") if PROBLEM in tr.xpath("string(td[2])")
        and "2021" in tr.xpath("string(td[2])")
    ]  # fmt: skip
    (link,) = row.xpath("td[2]/a/@href")
    assert link.startswith("#before-2-section-5-")
    (target,) = told(page.words(one)).xpath(f"//*[@id='{link[1:]}']")
    assert PROBLEM in target.text_content()


def test_without_prose_of_the_year_before_nothing_is_told_of_it() -> None:
    own = PANEL.report("修武县人民政府-2023")
    bare = PANEL.report("宿迁市人民政府-2023")
    about = {"report": "修武县人民政府-2022", "issuer": "修武县人民政府"}
    both = Panel(
        pd.concat([own.reports, bare.reports.assign(**about, year=2022)], ignore_index=True),
        pd.concat([own.cells, bare.cells.assign(**about, year=2022)], ignore_index=True),
        own.narrative, own.notes, PANEL.unread,
    )  # fmt: skip
    text = repr(page.problems_and_measures(Subject(own, both, "en")))
    assert "Section 五 of the report for the year before is not in hand" in text
    assert "again" not in text
    assert "What the year before" not in repr(page.problems_and_measures(open_subject(lang="en")))


def test_words_of_the_year_before_are_escaped(two_years: Path) -> None:
    old = two_years / "old.txt"
    text = old.read_text(encoding="utf-8").replace("主动公开力度", "主动公开<b>力度</b>")
    old.write_text(text, encoding="utf-8")
    part = page.problems_and_measures(open_subject(two_years))
    said = "".join(b.html for b in part if isinstance(b, Block))
    assert "<b>" not in said
    assert "&lt;b&gt;" in said


def test_changes_that_are_known_need_not_be_worked_out_again() -> None:
    cells = PANEL.cells
    narrative = pd.DataFrame({
        "report": ["宿迁市人民政府-2023", "宿迁市人民政府-2024"], "section": 5, "order": 1,
        "text": "问题：依申请公开办理不够规范。", "source": "line 1",
    })  # fmt: skip
    own = follow_up(narrative, reports=PANEL.reports, cells=cells)
    assert (own["kind"] == "figure").any()
    known = follow_up(narrative, reports=PANEL.reports, cells=cells, changes=change(cells))
    pd.testing.assert_frame_equal(own, known)


def test_a_place_is_told_in_the_language_of_the_page_and_escaped(two_years: Path) -> None:
    zh, en = (
        place_before(
            open_subject(two_years, lang=lang), "修武县人民政府-2022", "sheet <a>, row 2, column 3"
        )
        for lang in ("zh", "en")
    )
    assert ">2022 年报告，工作表“&lt;a&gt;”第 2 行第 3 列</small>" in zh
    assert ">the report for 2022, sheet &lt;a&gt;, row 2, column 3</small>" in en


# --- charts ---------------------------------------------------------------------------------------


def test_charts_are_drawn_where_there_is_something_to_show() -> None:
    one = Subject(PANEL.report("宿迁市人民政府-2024"), PANEL, "en")
    drawn = [
        *pictures(page.refusals(one)), *pictures(page.reviews(one)), *pictures(page.changes(one)),
    ]  # fmt: skip
    assert len(drawn) == 4
    assert len({picture.alt for picture in drawn}) == 4
    assert "92 of 1,150" in drawn[0].alt
    none = open_subject(lang="en")
    for part in (page.refusals(none), page.reviews(none), page.changes(none)):
        assert pictures(part) == []


def test_three_years_have_a_chart_of_them() -> None:
    cells = PANEL.cells[PANEL.cells["issuer"] == "宿迁市人民政府"]
    frames = [
        cells[cells["year"] == 2024].assign(year=y, report=f"甲-{y}") for y in range(2021, 2025)
    ]
    about = PANEL.reports[PANEL.reports["report"] == "宿迁市人民政府-2024"]
    reports = [about.assign(year=year, report=f"甲-{year}") for year in range(2021, 2025)]
    panel = Panel(
        pd.concat(reports, ignore_index=True), pd.concat(frames, ignore_index=True),
        PANEL.narrative.iloc[:0], PANEL.notes.iloc[:0], PANEL.unread,
    )  # fmt: skip
    drawn = {
        year: pictures(page.changes(Subject(panel.report(f"甲-{year}"), panel, "en")))
        for year in (2022, 2023)
    }
    assert len(drawn[2022]) == 2
    assert len(drawn[2023]) == 3
    assert "2021" in drawn[2023][-1].alt
    assert "2024" not in drawn[2023][-1].alt
    sources = repr(page.sources(Subject(panel.report("甲-2023"), panel, "en")))
    assert sources.count("Source: ") == 3


# --- several bodies -------------------------------------------------------------------------------


def test_themes_and_common_text_of_several_bodies(tmp_path: Path, xiuwu_text: str) -> None:
    for name in ("修武县", "清河县", "安平县"):
        text = xiuwu_text.replace("修武县", name).replace("修武", name[:2])
        if name == "安平县":
            text = text.replace(PROBLEM, "政策解读形式单一")
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    subjects = open_subjects(tmp_path, lang="en")
    part = page.common_prose(subjects)
    assert len(pictures(part)) == 2
    assert "Policy interpretation" in pictures(part)[0].alt
    root = told(part)
    rows = [[cell.text_content() for cell in tr] for tr in root.xpath("//tbody/tr")]
    assert len(rows) == 6
    assert rows[0][2] == "100% (200 of 200 characters)"
    anchors = {f"#{one.prefix}problems" for one in subjects}
    assert set(root.xpath("//tbody//a/@href")) == anchors
    assert "who took it from whom" in repr(part)


def test_one_report_with_prose_is_not_set_beside_others() -> None:
    panel = Path(__file__).parents[1] / "data" / "panel"
    part = page.common_prose(open_subjects(panel, lang="en"))
    assert "Reports whose section 五 is in hand: 1." in repr(part)
    assert pictures(part) == []


def test_what_was_lacking_last_year_has_a_table_of_its_own(tmp_path: Path, xiuwu_text: str) -> None:
    past = (
        "2022年度存在问题整改情况：针对政策解读形式单一的问题，制作图解12篇；"
        "针对栏目更新不及时的问题，建立了通报制度。"
    )
    heading = "存在的主要问题：一是"
    text = xiuwu_text.replace(heading, f"{past}\n\n{heading}")
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    own, last = told(page.problems_and_measures(open_subject(tmp_path / "a.txt"))).iter("table")
    assert "上年度" not in own.findtext("caption")
    assert "上年度" in last.findtext("caption")
    numbers = [[row.findtext("th") for row in each.iter("tr")][1:] for each in (own, last)]
    assert numbers == [["1", "2", "3"], ["1", "2"]]
    assert "栏目更新不及时" in last.text_content()
