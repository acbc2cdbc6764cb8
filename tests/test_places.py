"""Places: one grammar, told in the reader's language; the box in points is for programs."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportkit import example_panel
from reportkit.checks.claims import place
from reportkit.places import say_place

numbers = st.integers(1, 999).map(str)


def step(word: str) -> st.SearchStrategy[str]:
    return numbers.map(lambda number: f"{word} {number}")


def chain(*words: str) -> st.SearchStrategy[str]:
    return st.tuples(*map(step, words)).map(", ".join)


def run(word: str) -> st.SearchStrategy[str]:
    return st.tuples(numbers, numbers).map(lambda ends: f"{word}s {ends[0]} to {ends[1]}")


boxes = st.lists(st.integers(-9, 999), min_size=4, max_size=4).map(
    lambda box: f" [{' '.join(map(str, box))}]"
)
#: What readers write (readers/*.py), format by format.
printed = st.one_of(
    step("line"), run("line"), chain("line", "field"),
    step("paragraph"), step("table"), chain("table", "row", "column"),
    chain("page", "line"), chain("page", "table"),
    st.tuples(step("page"), run("line")).map(", ".join),
    st.tuples(chain("page", "line"), chain("page", "line")).map(" to ".join),
    chain("page", "table", "row", "column"),
    st.lists(numbers, min_size=1, max_size=4).map(lambda pages: f"page {', '.join(pages)}"),
)  # fmt: skip
#: What findings of the prose put before it (checks/claims.py).
sections = st.integers(0, 6).map("section {}".format)
claims = st.one_of(
    st.tuples(sections, chain("paragraph", "figure"), printed),
    st.tuples(sections, st.one_of(step("paragraph"), step("figure")), printed),
    st.tuples(sections, printed),
).map(", ".join)


def digits(text: str) -> list[str]:
    return re.findall(r"\d+", text)


@given(printed, st.one_of(st.just(""), boxes))
def test_a_place_is_told_with_all_its_numbers_and_no_box(source: str, box: str) -> None:
    zh = say_place(source + box, "zh")
    assert digits(zh) == digits(source)
    assert not re.search(r"[A-Za-z\[\]]", zh)
    assert say_place(source + box, "en") == source


@given(claims)
def test_a_figure_of_the_prose_is_told_by_its_section(source: str) -> None:
    zh = say_place(source, "zh")
    assert digits(zh) == digits(source)[1:]
    assert zh.startswith("第")
    assert not re.search(r"[A-Za-z]", zh)


@given(st.text(), st.one_of(st.just(""), chain("row", "column")))
def test_a_sheet_may_be_called_anything(name: str, cell: str) -> None:
    source = f"sheet {name}" + (f", {cell}" if cell else "")
    assert f"“{name}”" in say_place(source, "zh") or f", {cell}" in name


@given(st.text())
def test_what_is_no_place_is_shown_as_it_is(text: str) -> None:
    """Nothing is lost, whatever a stored panel holds."""
    source = f"§{text}"
    assert say_place(source, "zh") == re.sub(r" \[-?\d+( -?\d+){3}\]$", "", source)


@pytest.mark.parametrize(
    ("source", "zh"),
    [
        ("page 3, table 2, row 7, column 3 [180 206 310 226]", "第 3 页第 2 张表第 7 行第 3 列"),
        ("line 43, field 3", "第 43 行第 3 栏"),
        ("page 4, lines 3 to 7", "第 4 页第 3–7 行"),
        ("page 4, line 8 to page 5, line 4", "第 4 页第 8 行至第 5 页第 4 行"),
        ("page 2, 5", "第 2、5 页"),
        ("sheet 附表, row 7, column 3", "工作表“附表”第 7 行第 3 列"),
        ("section 1, paragraph 3, figure 14, line 11", "第一部分第 3 段第 14 个数字（第 11 行）"),
        ("section 0, paragraph 1, figure 2, paragraph 2",
         "第一部分之前第 1 段第 2 个数字（第 2 段）"),
        ("section 7, paragraph 1, line 3", "第 7 部分第 1 段（第 3 行）"),
        ("the file's own title", "文件自带的标题"),
        ("《甲县2023年报》二、主动公开政府信息情况: 行政许可, 本年处理决定数量 (transcribed)",
         "《甲县2023年报》二、主动公开政府信息情况：行政许可，本年处理决定数量（转录）"),
        ("", ""),
    ],
)  # fmt: skip
def test_places_in_chinese(source: str, zh: str) -> None:
    assert say_place(source, "zh") == zh


def test_every_place_of_the_bundled_panel_is_told_in_chinese() -> None:
    panel = example_panel()
    places = {*panel.cells["source"], *panel.narrative["source"], *panel.notes["place"]} - {""}
    assert len(places) > 500
    assert [one for one in places if re.search(r"[A-Za-z\[]", say_place(one, "zh"))] == []


def test_the_place_of_a_claim_is_of_the_grammar() -> None:
    claim = {"section": 5, "paragraph": 2, "order": 7, "source": "page 3, lines 4 to 6"}
    assert say_place(place(claim), "zh") == "第五部分第 2 段第 7 个数字（第 3 页第 4–6 行）"
