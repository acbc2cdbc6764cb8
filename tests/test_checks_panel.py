"""The checks on real figures: the bundled panel of six reports, and the bundled report."""

import re

import pandas as pd
import pytest

from reportkit import check, example_panel, example_stated, failures


@pytest.fixture(scope="module")
def panel():
    return example_panel()


@pytest.fixture(scope="module")
def findings(panel) -> pd.DataFrame:
    return check(
        panel.cells, reports=panel.reports, narrative=panel.narrative, stated=example_stated()
    )


def of(findings: pd.DataFrame, report: str, rule: str) -> pd.DataFrame:
    return findings[(findings["report"] == report) & (findings["rule"] == rule)]


def test_two_figures_fail_over_all_reports(findings: pd.DataFrame) -> None:
    shown = failures(findings)[["report", "rule", "item", "stated", "computed"]]
    assert shown.to_numpy().tolist() == [
        ["淮安市洪泽区人民政府-2023", "R4", "reconsideration", 0, 11],
        ["淮安市洪泽区人民政府-2023", "R4", "litigation_after_reconsideration", 0, 5],
    ]


@pytest.mark.parametrize("report", ["宿迁市人民政府-2024", "淮安市洪泽区人民政府-2024"])
def test_years_follow_in_every_column(findings: pd.DataFrame, report: str) -> None:
    assert of(findings, report, "X1")["status"].tolist() == ["pass"] * 7
    assert of(findings, report, "X2")["status"].tolist() == ["pass"] * 2


def test_a_report_known_in_part(findings: pd.DataFrame) -> None:
    report = "宿迁市人民政府-2025"
    for rule in ("R1", "R2", "X1"):
        assert set(of(findings, report, rule)["status"]) == {"undecided"}
    for rule in ("R4", "X2"):
        assert set(of(findings, report, rule)["status"]) == {"pass"}
    rows = of(findings, report, "R3").set_index("item")["status"]
    assert rows[rows == "pass"].index.tolist() == ["received"]
    assert set(rows.drop("received")) == {"undecided"}


def test_eleven_blank_totals_imply_the_sum_that_is_printed(findings: pd.DataFrame) -> None:
    rows = of(findings, "上海市人民政府办公厅-2019", "R3")
    blank = rows[rows["stated"].isna() & (rows["status_blank_as_zero"] == "fail")]
    told = [re.search(r"应为 (\d+)$", message) for message in blank["message_zh"]]
    assert len(told) == 11
    assert sum(int(match[1]) for match in told if match) == 805


def test_five_contradictions_between_prose_and_table(findings: pd.DataFrame) -> None:
    prose = findings[findings["rule"] == "S1"]
    assert prose["status"].value_counts().to_dict() == {"pass": 27, "hint": 5}
    shown = prose.loc[prose["status"] == "hint", ["report", "stated", "computed"]]
    assert sorted(shown.to_numpy().tolist()) == [
        ["上海市人民政府办公厅-2019", 258, 275],
        ["上海市人民政府办公厅-2019", 265, 337],
        ["宿迁市人民政府-2024", 57, 77],
        ["宿迁市人民政府-2024", 134, 170],
        ["淮安市洪泽区人民政府-2024", 17, 95],
    ]
    carried = prose[prose["stated"].isin([3607, 3646])]
    assert carried["cells"].str.contains("received.total.*carried_in.total").all()
