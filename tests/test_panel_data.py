"""The bundled panel: its files are as described, its figures as printed."""

import csv
import json
from pathlib import Path

import pandas as pd
import pytest

from reportkit import Panel, check, codebook, example_panel, failures
from reportkit.panel.frames import FRAMES
from support import ROOT

FOLDER = ROOT / "data" / "panel"


@pytest.fixture(scope="module")
def panel() -> Panel:
    return example_panel()


def rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_files_are_as_the_descriptor_says() -> None:
    from frictionless import Package

    report = Package(str(FOLDER / "datapackage.json")).validate()
    assert report.flatten(["title", "rowNumber", "fieldName", "note"]) == []
    assert report.valid


def test_the_descriptor_would_find_a_wrong_figure(tmp_path: Path) -> None:
    from frictionless import Package

    for path in FOLDER.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    cells = (FOLDER / "cells.csv").read_text(encoding="utf-8")
    wrong = cells.replace("suqian-2023,", "suqian-1923,", 1).replace(",2\n", ",about 2\n", 1)
    (tmp_path / "cells.csv").write_text(wrong, encoding="utf-8")
    found = Package(str(tmp_path / "datapackage.json")).validate().flatten(["type"])
    assert {kind for (kind,) in found} == {"foreign-key", "constraint-error"}


def test_every_column_is_described_and_every_file_listed() -> None:
    package = json.loads((FOLDER / "datapackage.json").read_text(encoding="utf-8"))
    described = {
        resource["name"]: [field["name"] for field in resource["schema"]["fields"]]
        for resource in package["resources"]
    }
    assert described == {path.stem: list(rows(path.stem)[0]) for path in FOLDER.glob("*.csv")}
    assert all(
        field["description"] for r in package["resources"] for field in r["schema"]["fields"]
    )
    assert len(package["sources"]) == len(rows("reports"))


def test_every_printed_figure_is_in_the_panel(panel: Panel) -> None:
    about = {row["report"]: f"{row['issuer']}-{row['year']}" for row in rows("reports")}
    held = panel.cells.set_index(["report", "table", "item", "column"])["printed"].to_dict()
    for row in rows("cells"):
        assert (
            held[about[row["report"]], row["table"], row["item"], row["column"]] == row["printed"]
        )


def test_figures_are_read_by_the_rules_of_printed_ones(panel: Panel) -> None:
    for name, dtypes in FRAMES.items():
        assert getattr(panel, name).dtypes.astype(str).to_dict() == dtypes
    cells = panel.cells.set_index(["report", "item", "column"])
    amount = cells.loc["上海市人民政府办公厅-2019", "procurement", "amount"]
    assert (amount["value"], amount["unit"], amount["printed"]) == (25.1, "万元", "251000元")
    blank = cells.loc["上海市人民政府办公厅-2019", "granted", "total"]
    assert (blank["state"], pd.isna(blank["value"]), blank["printed"]) == ("blank", True, "")
    absent = cells.loc["宿迁市人民政府-2025", "granted", "total"]
    assert (absent["state"], absent["source"]) == ("absent", "")
    assert panel.cells["state"].value_counts().to_dict() == {
        "number": 998 - panel.cells["state"].eq("blank").sum() + 200,
        "blank": sum(row["printed"] == "" for row in rows("cells")),
        "absent": 200 - 28,
    }
    notes = panel.notes.set_index("report")["message"]
    assert "251000元 is 25.1 万元" in " ".join(notes["上海市人民政府办公厅-2019"])
    for row in rows("reports"):
        assert row["note"] in notes[[f"{row['issuer']}-{row['year']}"]].tolist()


def test_each_report_has_the_cells_of_its_form(panel: Panel) -> None:
    sizes = panel.cells.groupby("report", sort=False).size().to_dict()
    assert list(sizes.values()) == [200, 200, 200, 186, 186, 198, 200]
    assert list(sizes) == panel.reports["report"].tolist()
    sources = panel.cells.query("state != 'absent'")["source"]
    assert sources.str.len().min() > 5
    assert sources.iloc[0] == (
        "《宿迁市2023年政府信息公开工作年度报告》二、主动公开政府信息情况: 规章, 本年制发件数 (transcribed)"
    )
    assert len(codebook().form("2021")) == 200


def test_the_totals_of_complete_tables_add_up(panel: Panel) -> None:
    """Two totals of 洪泽 2023 are printed 0 beside other figures, as its note says."""
    findings = check(panel.cells)
    wrong = failures(findings)
    assert set(zip(wrong["report"], wrong["item"], strict=True)) == {
        ("淮安市洪泽区人民政府-2023", "reconsideration"),
        ("淮安市洪泽区人民政府-2023", "litigation_after_reconsideration"),
    }
    sums = findings[findings["rule"].str.startswith("R")]
    passed = sums[sums["status"] == "pass"].groupby("report").size()
    assert passed["宿迁市人民政府-2023"] == passed["宿迁市人民政府-2024"] == 42
    # Re-added here, and not by the package: applicants to totals.
    wide = panel.cells.query("table == 'requests' and report == '宿迁市人民政府-2024'").pivot(
        index="item", columns="column", values="value"
    )
    assert (wide.drop(columns="total").sum(axis=1) == wide["total"]).all()
