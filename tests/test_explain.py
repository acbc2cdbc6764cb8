"""A finding beside the cells that it speaks of, as text and as HTML."""

import pandas as pd
import pytest
from lxml import html

from reportkit import FrameError, Report, check, explain, failures
from reportkit.checks import Explanation
from support import a_form, change, read_text


@pytest.fixture
def wrong(xiuwu_text: str) -> pd.DataFrame:
    """The bundled report with 予以公开 × 总计 printed as 9 for 8."""
    lines = xiuwu_text.split("\n")
    fields = lines[42].split("\t")
    assert fields[1:9] == ["(一) 予以公开", "7", "1", "0", "0", "0", "0", "8"]
    fields[8] = "9"
    return read_text("\n".join([*lines[:42], "\t".join(fields), *lines[43:]])).cells


def finding(cells: pd.DataFrame, rule: str) -> pd.Series:
    failed = failures(check(cells))
    return failed[failed["rule"] == rule].iloc[0]


def test_a_sum_is_written_out_with_its_cells_their_sources_and_who_is_to_blame(
    wrong: pd.DataFrame,
) -> None:
    told = explain(finding(wrong, "R3"), wrong)
    assert isinstance(told, Explanation)
    assert told.title.endswith("-2023, R3: requests.granted.total")
    assert told.sum == "予以公开 × 总计 9 ≠ 自然人 7 + 商业企业 1 = 8"
    assert len(told.cells) == 7
    assert told.cells["source"].iloc[0] == "line 43, field 9"
    assert told.cells["should_be"].dropna().tolist() == [8]
    text = repr(told)
    assert "第 43 行第 9 栏" in text
    assert "另有 4 格为 0。" in text
    assert text.endswith("改动最少的唯一更正：「予以公开」×「总计」 9 → 8")


def test_a_column_is_told_by_its_rows(wrong: pd.DataFrame) -> None:
    told = explain(finding(wrong, "R2"), wrong, lang="en")
    assert told.sum == "Total outcomes × Total 8 ≠ Granted in full 9 = 9"
    assert set(told.cells["column"]) == {"total"}
    assert "line 43, field 9" in repr(told)


@pytest.mark.parametrize("form", ["Series", "dict", "frame"])
def test_a_finding_may_come_in_any_form(wrong: pd.DataFrame, form: str) -> None:
    one = finding(wrong, "R3")
    given = {"Series": one, "dict": one.to_dict(), "frame": one.to_frame().T}[form]
    assert repr(explain(given, wrong)) == repr(explain(one, wrong))


def test_several_answers_are_all_told() -> None:
    cells = a_form({("review", "litigation_after_reconsideration", "upheld"): 5}, "2021", False)
    told = explain(finding(cells, "R4"), cells, lang="en")
    assert repr(told).splitlines()[-2:] == [
        "answer 1: Litigation after reconsideration × Total 0 → 5: perhaps the total was not filled in",
        "answer 2: Litigation after reconsideration × Upheld 5 → 0",
    ]
    assert told.cells["should_be"].dropna().tolist() == [5]


def test_the_rest_of_the_report_is_left_out(wrong: pd.DataFrame) -> None:
    both = change(wrong, "reconsideration", "total", 9)
    assert set(explain(finding(both, "R3"), both).located["table"]) == {"requests"}
    assert set(explain(finding(both, "R4"), both).located["table"]) == {"review"}


def test_what_is_not_located_is_said(wrong: pd.DataFrame) -> None:
    everything = wrong.assign(value=wrong["value"] + pd.Series(range(len(wrong))) * 7)
    told = explain(finding(everything, "R3"), everything, lang="en")
    assert "not located" in repr(told)


def test_a_blank_is_shown_as_blank_and_nothing_is_to_blame(xiuwu: Report) -> None:
    cells = change(xiuwu.cells, "granted", "total", None, "blank").assign(printed="")
    findings = check(cells)
    here = (findings["rule"] == "R3") & (findings["item"] == "granted")
    told = explain(findings[here], cells)
    assert told.sum == "予以公开 × 总计 （空白） ? 自然人 7 + 商业企业 1"
    # The blank may be wrong all the same: no more is said than what was checked.
    assert repr(told).endswith("本报告中能核对的勾稽关系不要求改动这些格子。")
    assert "应为" not in repr(told)
    assert told.cells["printed"].iloc[0] == "（空白）"


def test_without_printed_text_the_figures_stand_for_it(xiuwu: Report) -> None:
    cells = change(xiuwu.cells, "granted", "total", 9)
    bare = cells.drop(columns=["printed", "source"])
    told = explain(finding(bare, "R3"), bare)
    assert told.sum == explain(finding(cells, "R3"), cells).sum
    assert told.cells["printed"].iloc[0] == "9"
    assert explain(finding(cells, "R3"), cells).cells["printed"].iloc[0] == "8"


def test_a_finding_that_is_no_sum_of_the_form_shows_its_message(xiuwu: Report) -> None:
    other = {
        "report": xiuwu.id, "rule": "Y", "table": "disclosure", "item": "rules", "column": "issued",
        "cells": "disclosure.rules.issued disclosure.rules.in_force x",
        "message_zh": "与上年不符",
    }  # fmt: skip
    told = explain(other, xiuwu.cells)
    assert told.sum == "与上年不符"
    assert told.cells["column"].tolist() == ["issued", "in_force"]


def test_a_finding_at_no_cell_is_told_without_a_table(xiuwu: Report) -> None:
    findings = check(
        xiuwu.cells, reports=xiuwu.reports.assign(published=pd.Timestamp("2024-05-01"))
    )
    told = explain(findings[findings["rule"] == "F5"], xiuwu.cells, lang="en")
    assert repr(told) == (
        "修武县人民政府-2023, F5\npublished 2024-05-01, after 2024-03-31 "
        "(Local government at county level and above)"
    )
    assert "<table>" not in told._repr_html_()


def test_each_of_several_answers_has_a_column() -> None:
    cells = a_form({("review", "litigation_after_reconsideration", "upheld"): 5}, "2021", False)
    shown = explain(finding(cells, "R4"), cells, lang="en").shown()
    assert shown[["column", "printed", "answer 1", "answer 2"]].to_numpy().tolist() == [
        ["Total", "0", "5", ""], ["Upheld", "5", "", "0"],
    ]  # fmt: skip
    assert "可能的更正 2" in explain(finding(cells, "R4"), cells)._repr_html_()
    sure = a_form({("review", "reconsideration", code): 5 for code in ("upheld", "other")}, "2021",
                  False)  # fmt: skip
    assert list(explain(finding(sure, "R4"), sure, lang="en").shown())[-1] == "should be"


def test_html_is_escaped(wrong: pd.DataFrame) -> None:
    evil = "<script>alert(1)</script>"
    dirty = wrong.assign(report=evil, printed=evil, source=f'"{evil}&')
    page = explain(finding(dirty, "R3"), dirty)._repr_html_()
    assert "<script" not in page
    root = html.fromstring(page)
    assert [th.get("scope") for th in root.iter("th")] == ["col"] * 5
    assert root.xpath("//td[text()=$evil]", evil=evil)
    assert len(root.findall(".//li")) == 2


def test_what_is_no_finding_is_refused(wrong: pd.DataFrame) -> None:
    findings = check(wrong)
    with pytest.raises(FrameError, match="42 rows"):
        explain(findings, wrong)
    with pytest.raises(FrameError, match="lacks cells"):
        explain(findings.iloc[0].drop("cells"), wrong)
    with pytest.raises(FrameError, match="nothing of"):
        explain(findings.iloc[0].to_dict() | {"report": "x"}, wrong)
