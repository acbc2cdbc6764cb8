"""The codebook of indicators and their values, by hand, by scipy, and on the bundled panel."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binomtest, chi2

from reportkit import (
    FrameError,
    Report,
    codebook,
    example_panel,
    indicator_codebook,
    indicators,
)
from reportkit.indicators import CODEBOOK
from reportkit.indicators.book import book
from reportkit.matrix import position
from support import change


@pytest.fixture(scope="module")
def cells() -> pd.DataFrame:
    return example_panel().cells


def at(table: pd.DataFrame, report: str, code: str) -> pd.Series:
    (row,) = np.flatnonzero(table["report"].str.startswith(report[:-5])
                            & table["report"].str.endswith(report[-4:])
                            & (table["indicator"] == code))  # fmt: skip
    return table.iloc[row]


def test_the_codebook_is_whole() -> None:
    table = indicator_codebook()
    assert list(table.columns) == CODEBOOK
    assert table["code"].is_unique
    assert not (table.drop(columns=["denominator"]) == "").any(axis=None)
    assert ((table["denominator"] == "") == ~table["unit"].isin(["share", "per 100"])).all()
    assert set(table["interval"]) == {"wilson", "poisson", "none"}
    assert ((table["interval"] == "wilson") == (table["unit"] == "share")).all()
    for name in ("label", "meaning", "not_to_be_read_as"):
        assert table[f"{name}_zh"].str.contains("[一-鿿]").all()


def test_every_indicator_is_made_of_cells_that_its_editions_have() -> None:
    for one in book():
        assert set(one.comparable_with) <= set(one.editions) <= {"2019", "2021"}
        for edition in one.editions:
            form = codebook().form(edition, single_other=edition == "2019")
            have = set(form["item"] + "." + form["column"])
            for table, item, column in (*one.numerator, *one.denominator):
                below = [code for (t, code, c) in position()
                         if t == table and c == column
                         and (code == item or code.startswith(f"{item}_"))]  # fmt: skip
                assert any(f"{code}.{column}" in have for code in below), one.code


def test_rates_of_the_panel_by_hand(cells: pd.DataFrame) -> None:
    table = indicators(cells)
    one = at(table, "宿迁市-2024", "share_disclosed")
    assert (one["numerator"], one["denominator"]) == (1431 + 471, 3521)
    two = at(table, "宿迁市-2024", "share_disclosed_accepted")
    assert (two["numerator"], two["denominator"]) == (1431 + 471, 3525 + 121)
    assert at(table, "宿迁市-2024", "share_carried_over")["value"] == pytest.approx(125 / 3646)
    assert at(table, "宿迁市-2024", "share_not_held")["value"] == pytest.approx(897 / 3521)
    assert at(table, "宿迁市-2024", "share_refused")["numerator"] == 92 + 941 + 117
    assert at(table, "宿迁市-2024", "unable_not_held_of_refused")["denominator"] == 1150
    # Pending cases are no part of those concluded: 18 of 170 - 36.
    corrected = at(table, "宿迁市-2024", "corrected_reconsideration")
    assert (corrected["numerator"], corrected["denominator"]) == (18, 134)
    assert at(table, "宿迁市-2024", "upheld_reconsideration")["numerator"] == 88
    assert at(table, "宿迁市-2024", "other_reconsideration")["denominator"] == 134
    assert at(table, "宿迁市-2024", "pending_reconsideration")["value"] == 36
    everything = at(table, "宿迁市-2025", "corrected_all")
    assert (everything["numerator"], everything["denominator"]) == (26, 259 + 28 + 38 - 24 - 6 - 9)
    rate = at(table, "宿迁市-2024", "litigation_per_100")
    assert rate["value"] == pytest.approx(100 * 77 / 3521)
    turnover = at(table, "宿迁市-2024", "normative_turnover")
    assert turnover["value"] == pytest.approx(100 * (50 + 227) / 420)


def test_intervals_are_those_of_scipy(cells: pd.DataFrame) -> None:
    table = indicators(cells).dropna(subset=["low"])
    shares = table[table["unit"] == "share"]
    for row in shares.itertuples():
        own = binomtest(int(row.numerator), int(row.denominator)).proportion_ci(0.95, "wilson")
        assert (row.low, row.high) == pytest.approx(tuple(own), abs=1e-12)
    events = table[table["unit"] != "share"]
    per = np.where(events["unit"] == "per 100", events["denominator"].fillna(100) / 100, 1.0)
    counted = events["numerator"].to_numpy(dtype=float)
    # Garwood: half a chi-square with 2k and 2k + 2 degrees of freedom.
    low = np.where(counted == 0, 0, chi2.ppf(0.025, 2 * np.maximum(counted, 1)) / 2) / per
    high = chi2.ppf(0.975, 2 * counted + 2) / 2 / per
    assert events["low"].to_numpy(dtype=float) == pytest.approx(low)
    assert events["high"].to_numpy(dtype=float) == pytest.approx(high)
    assert len(shares) > 100
    assert len(events) > 50


def test_a_hand_worked_poisson_interval(xiuwu: Report) -> None:
    """10 requests: 4.795 to 18.390 in the tables of Garwood; no case of review: 0 to 3.689."""
    table = indicators(xiuwu.cells).set_index("indicator")
    assert table.loc["received", ["low", "high"]].tolist() == pytest.approx(
        [4.795, 18.390], abs=5e-4
    )
    none = table.loc["reconsideration"]
    assert none[["value", "low"]].tolist() == [0, 0]
    assert none["high"] == pytest.approx(-np.log(0.025))
    rate = table.loc["reconsideration_per_100"]
    assert rate["high"] == pytest.approx(-np.log(0.025) / 8 * 100)


def test_a_share_of_no_cases_is_missing(xiuwu: Report) -> None:
    table = indicators(xiuwu.cells).set_index("indicator")
    none = table.loc["corrected_all"]
    assert none[["value", "low", "high"]].isna().all()
    assert none["denominator"] == 0
    assert none["note"] == "nothing was counted"


def test_a_total_printed_as_0_beside_its_parts_is_told(cells: pd.DataFrame) -> None:
    """洪泽 2023 prints 11 results of reconsideration, and 0 as their total."""
    table = indicators(cells)
    for code in ("reconsideration", "reconsideration_per_100", "corrected_reconsideration"):
        assert at(table, "淮安市洪泽区-2023", code)["note"] == "does not add up"
    assert at(table, "淮安市洪泽区-2023", "share_disclosed")["note"] == ""
    corrected = at(table, "淮安市洪泽区-2023", "corrected_reconsideration")
    assert (corrected["numerator"], corrected["denominator"]) == (1, 11)


def test_blanks_give_two_values(cells: pd.DataFrame) -> None:
    """上海 2019 leaves blank what is 0 or a total: 275 of 805 if that is what it means."""
    strict = at(indicators(cells), "上海市-2019", "share_disclosed")
    assert strict["blanks"] == "unknown"
    assert pd.isna(strict["value"])
    assert strict["value_blank_as_zero"] == pytest.approx(275 / 805)
    read = at(indicators(cells, blank_as_zero=True), "上海市-2019", "share_disclosed")
    assert read["blanks"] == "read as 0"
    assert (read["numerator"], read["denominator"]) == (275, 805)
    assert read["low"] < read["value"] == strict["value_blank_as_zero"] < read["high"]
    sure = at(indicators(cells), "上海市-2019", "share_carried_over")
    assert sure["blanks"] == "none"
    assert sure["value"] == sure["value_blank_as_zero"] == pytest.approx(72 / 877)


def test_what_is_absent_is_never_read_as_0(cells: pd.DataFrame) -> None:
    row = at(indicators(cells, blank_as_zero=True), "宿迁市-2025", "share_disclosed")
    assert row["blanks"] == "unknown"
    assert row[["value", "value_blank_as_zero"]].isna().all()


def test_a_blank_total_is_the_sum_of_its_parts(xiuwu: Report) -> None:
    for item in ("granted", "outcomes_total"):
        blank = change(xiuwu.cells, item, "total", None, "blank")
        row = indicators(blank).set_index("indicator").loc["share_granted"]
        assert row["blanks"] == "unknown"
        assert row["value_blank_as_zero"] == 1
    # Its two sums contradict each other: 8 by the outcomes, 9 by the applicants.
    blank = change(xiuwu.cells, "outcomes_total", "total", None, "dash")
    blank = change(blank, "outcomes_total", "natural_person", 8)
    row = indicators(blank).set_index("indicator").loc["share_granted"]
    assert pd.isna(row["value_blank_as_zero"])


def test_editions_have_their_own_indicators(cells: pd.DataFrame) -> None:
    table = indicators(cells)
    old = set(table.loc[table["edition"] == "2019", "indicator"])
    new = set(table.loc[table["edition"] == "2021", "indicator"])
    assert old - new == {
        "normative_newly_made", "normative_newly_disclosed", "normative_total_disclosed",
        "fee_items",
    }  # fmt: skip
    assert new - old == {
        "normative_issued", "normative_repealed", "normative_in_force", "normative_turnover", "fees",
    }  # fmt: skip


def test_figures_of_the_prose(cells: pd.DataFrame) -> None:
    rows = [
        ("宿迁市人民政府-2024", 1.2, "website_items", None, "万条", True),
        ("宿迁市人民政府-2023", 300.0, "website_items", None, "条", False),
        ("宿迁市人民政府-2023", 400.0, "website_items", None, "条", False),
        ("宿迁市人民政府-2024", 2230.0, "processing_fee", None, "元", False),
        ("宿迁市人民政府-2025", 2230.0, "processing_fee", None, "件", False),
        ("nobody", 1.0, "website_items", None, "条", False),
    ]
    stated = pd.DataFrame(rows, columns=["report", "value", "item", "table", "unit", "approximate"])
    table = indicators(cells, stated=stated)
    items = at(table, "宿迁市人民政府-2024", "website_items")
    assert (items["value"], items["note"]) == (12_000, "approximate")
    twice = at(table, "宿迁市人民政府-2023", "website_items")
    assert (pd.isna(twice["value"]), twice["note"]) == (True, "stated as 300, 400")
    assert at(table, "宿迁市人民政府-2024", "processing_fee")["value"] == 2230
    assert pd.isna(at(table, "宿迁市人民政府-2025", "processing_fee")["value"])
    silent = at(table, "修武县人民政府-2023", "social_media_items")
    assert (pd.isna(silent["value"]), silent["note"]) == (True, "not stated")
    assert not indicators(cells)["indicator"].isin(["website_items", "processing_fee"]).any()
    with pytest.raises(FrameError, match="stated lacks the column item"):
        indicators(cells, stated=stated.drop(columns="item"))


def test_figures_that_no_count_can_be(xiuwu: Report) -> None:
    for value, words in ((7.5, "no whole numbers"), (-1.0, "negative")):
        table = indicators(change(xiuwu.cells, "granted", "total", value)).set_index("indicator")
        assert table.loc["share_granted", "note"] == words
        assert pd.isna(table.loc["share_granted", "value"])


def test_no_cells_give_no_rows(xiuwu: Report) -> None:
    none = indicators(xiuwu.cells.head(0))
    assert none.empty
    assert list(none.columns) == list(indicators(xiuwu.cells).columns)


def test_what_does_not_balance_is_told_where_both_sides_are_used(xiuwu: Report) -> None:
    """12 received, but 8 closed and 2 left: shares of those accepted are in doubt, others not."""
    cells = change(xiuwu.cells, "received", "total", 12)
    cells = change(cells, "received", "natural_person", 11)
    notes = indicators(cells).set_index("indicator")["note"]
    doubtful = {"share_granted_accepted", "share_disclosed_accepted", "share_carried_over"}
    assert set(notes[notes == "does not add up"].index) == doubtful
