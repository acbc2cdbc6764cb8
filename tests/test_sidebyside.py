"""Two reports on one page: everything printed is on it, escaped, and what changed is marked."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from reportkit import Report, side_by_side
from reportkit.narrative.differences import differences
from reportkit.text import normalize
from support import read_text


@pytest.fixture(scope="module")
def other(xiuwu_text: str) -> Report:
    """The bundled report as another body might have made its own of it."""
    text = (
        xiuwu_text.replace("修武县", "清河县").replace("2023", "2024").replace("3400 条", "3812 条")
    )
    text = text.replace("一是重大行政决策", "一是<script>alert(1)</script>重大行政决策", 1)
    text = text.replace("17\t8\t99", "19\t—\t99").replace("9\t1\t0", "9\t\t0", 1)
    start = text.index("（四）抓好平台建设")
    return read_text(f"{text[:start]}新设热线专席，由四名话务员轮值，全年无休。\n\n{text[start:]}")


def page(a: Report, b: Report, lang: str = "zh"):
    return lxml_html.document_fromstring(side_by_side(a, b, lang=lang).html)


def marked(tree, mark: str) -> list[str]:
    return [element.text_content() for element in tree.xpath(f"//section//{mark}")]


def test_what_changed_is_marked_and_nothing_else(xiuwu: Report, other: Report) -> None:
    tree = page(xiuwu, other)
    gone, new = marked(tree, "del"), marked(tree, "ins")
    assert gone[:4] == ["2023", "修武", "2023", "3400"]
    assert new[:4] == ["2024", "清河", "2024", "3812"]
    assert "新设热线专席，由四名话务员轮值，全年无休。" in new
    assert set("".join(gone)) <= set("2023修武3400一二三四五六（）")


def test_both_texts_can_be_read_in_full(xiuwu: Report, other: Report) -> None:
    tree = page(xiuwu, other)
    for name, report, hidden in (("A", xiuwu, "ins"), ("B", other, "del")):
        told = "".join(
            text
            for side in tree.xpath(f"//div[@class='side'][span='{name}' or span='A=B']/div")
            for text in side.xpath(f".//text()[not(ancestor::{hidden})]")
        )
        own = report.narrative.query("order > 0")["text"].str.cat()
        assert normalize(told) == normalize(own)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_stands_by_itself_and_runs_nothing(
    lang: str, xiuwu: Report, other: Report
) -> None:
    shown = side_by_side(xiuwu, other, lang=lang)
    tree = lxml_html.document_fromstring(shown.html)
    assert "<script" not in shown.html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown.html
    assert not re.search(r"https?:|@import|url\((?!data:)|\son\w+=", shown.html)
    assert tree.get("lang") == {"zh": "zh-CN", "en": "en"}[lang]
    assert all(side.get("lang") == "zh-CN" for side in tree.xpath("//div[@class='side']/div"))
    assert "prefers-color-scheme: dark" in shown.html
    shared, _, body = shown._repr_html_().partition("</style>\n")
    assert body in shown.html
    assert ".beside {" in shared
    assert "--ink" in shared
    assert side_by_side(xiuwu, other, lang=lang).html == shown.html


def test_a_name_is_escaped(xiuwu: Report) -> None:
    title = "<script>alert(1)</script>&县人民政府"
    named = Report(xiuwu.reports.assign(title=title, issuer=title, report=title),
                   xiuwu.cells, xiuwu.narrative, xiuwu.notes)  # fmt: skip
    shown = side_by_side(named, xiuwu).html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&amp;县人民政府" in shown
    assert "<script" not in shown


def test_cells_that_differ_are_listed_as_they_were_printed(xiuwu: Report, other: Report) -> None:
    rows = [[cell.text_content() for cell in row] for row in page(xiuwu, other).xpath("//tbody/tr")]
    assert rows == [
        ["行政规范性文件", "本年制发件数", "17", "19"],
        ["行政规范性文件", "本年废止件数", "8", "—"],
        ["本年新收政府信息公开申请数量", "商业企业", "1", "空白"],
    ]
    captions = [caption.text for caption in page(xiuwu, other, "en").xpath("//caption")]
    assert captions == ["2 of 10 cells differ", "1 of 175 cells differ"]
    assert "All 15 cells are the same." in side_by_side(xiuwu, other, lang="en").html


def test_a_report_beside_itself_has_no_marks(xiuwu: Report) -> None:
    tree = page(xiuwu, xiuwu)
    assert not marked(tree, "del")
    assert not marked(tree, "ins")
    assert "A 的 100.0% 见于 B" in tree.text_content()


def test_reports_without_text_or_cells_make_a_page(xiuwu: Report) -> None:
    empty = Report(xiuwu.reports, xiuwu.cells.head(0), xiuwu.narrative.head(0), xiuwu.notes)
    for a, b in ((empty, xiuwu), (xiuwu, empty), (empty, empty)):
        assert "<h1>" in side_by_side(a, b).html
    assert "没有表格数据" in side_by_side(empty, empty).html
    with pytest.raises(ValueError, match="lang 'fr'"):
        side_by_side(empty, xiuwu, lang="fr")


printed = st.text("甲乙丙12 \n。Ａa", max_size=60)


@given(printed, printed)
def test_differences_lose_nothing(old: str, new: str) -> None:
    pieces = differences(old, new)
    assert "".join(piece.old for piece in pieces) == old
    assert "".join(piece.new for piece in pieces) == new
    for piece in pieces:
        assert not piece.same or normalize(piece.old) == normalize(piece.new)
    assert all(piece.same for piece in differences(old, old))


def test_very_long_texts_are_compared_by_sentences() -> None:
    old = "".join(f"第{n}句说的是另一回事。" for n in range(4000))
    new = old.replace("第7句说", "第7句不说")
    changed = [piece for piece in differences(old, new) if not piece.same]
    assert [piece.new for piece in changed] == ["第7句不说的是另一回事。"]
