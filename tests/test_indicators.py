"""Shares with their intervals, against hand-worked cases."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings

from reportkit import Report, applicants, flow, indicators
from reportkit.codebook import children, columns, items
from reportkit.indicators import INDICATORS, OUTCOMES
from support import change, forms

KINDS = [c.code for c in columns() if (c.table, c.kind) == ("requests", "part")]
PROCEEDINGS = [item for table, item in items() if table == "review"]


def of(frame: pd.DataFrame, code: str) -> pd.Series:
    return frame.set_index("indicator").loc[code]


def test_eight_of_eight_is_not_simply_all(xiuwu: Report) -> None:
    granted = of(indicators(xiuwu.cells), "share_granted")
    assert granted[["numerator", "denominator", "value"]].tolist() == [8, 8, 1]
    # Wilson's lower bound for n of n is n / (n + z²), z = 1.959964.
    assert granted["low"] == pytest.approx(8 / (8 + 1.959964**2), abs=1e-6)
    assert granted["high"] == pytest.approx(1)


def test_a_share_of_some_against_a_hand_worked_interval(xiuwu: Report) -> None:
    cells = change(xiuwu.cells, "granted", "total", 6)
    cells = change(cells, "denied_deliberative", "total", 2)
    table = indicators(cells)
    # 2 of 8: centre (p + z²/2n) / (1 + z²/n), half width z/(1 + z²/n) √(p(1-p)/n + z²/4n²).
    z, p, n = 1.959964, 0.25, 8
    centre = (p + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    denied = of(table, "share_denied")
    assert denied[["low", "high"]].tolist() == pytest.approx(
        [centre - half, centre + half], abs=1e-6
    )


def test_nothing_counted_is_missing_and_not_zero(xiuwu: Report) -> None:
    none = xiuwu.cells.assign(value=xiuwu.cells["value"] * 0)
    table = indicators(none)
    divided = table[table["unit"].isin(["share", "per 100"])]
    assert divided[["value", "low", "high"]].isna().all(axis=None)
    assert set(divided["note"]) == {"nothing was counted"}
    counted = table[~table["unit"].isin(["share", "per 100"])]
    assert (counted["value"] == 0).all()
    assert set(table["blanks"]) == {"none"}


def test_a_blank_makes_the_shares_it_enters_unknown(xiuwu: Report) -> None:
    table = indicators(change(xiuwu.cells, "denied_deliberative", "total", None, "blank"))
    assert of(table, "share_denied")["blanks"] == "unknown"
    assert pd.isna(of(table, "share_denied")["value"])
    assert of(table, "share_unable")["blanks"] == "none"


def test_a_part_above_its_whole_gives_no_share_and_says_so(xiuwu: Report) -> None:
    granted = of(indicators(change(xiuwu.cells, "granted", "total", 80)), "share_granted")
    assert pd.isna(granted["value"])
    assert granted["note"] == "numerator above denominator"


@settings(max_examples=20, deadline=None)
@given(forms())
def test_the_shares_of_all_outcomes_add_up_to_one(cells: pd.DataFrame) -> None:
    table = indicators(cells)
    assert {name: str(dtype) for name, dtype in table.dtypes.items()} == INDICATORS
    partitions = {
        "share_granted": [f"share_{item}" for item in OUTCOMES],
        "denied_of_refused": ["denied_of_refused", "unable_of_refused", "not_processed_of_refused"],
        "denied_state_secret_of_refused": [
            f"{leaf}_of_refused" for group in ("denied", "unable", "not_processed")
            for leaf in children("requests", group)
        ],
        "applicants_natural_person": ["applicants_natural_person", "applicants_organisations"],
        "applicants_commercial": [f"applicants_{kind}" for kind in KINDS],
        **{f"corrected_{item}": [f"{result}_{item}" for result in ("upheld", "corrected", "other")]
           for item in PROCEEDINGS},
        **{f"{group}_of_refused": [f"{leaf}_of_{group}" for leaf in children("requests", group)]
           for group in ("denied", "unable", "not_processed")},
    }  # fmt: skip
    for first, codes in partitions.items():
        values = table.set_index("indicator").loc[codes, "value"]
        if of(table, first)["denominator"]:
            assert values.sum() == pytest.approx(1)
    known = table.dropna(subset=["value", "low", "high"])
    assert len(known)
    assert (known["low"] <= known["value"]).all()
    assert (known["value"] <= known["high"]).all()
    undefined = table[table["denominator"].eq(0).fillna(False)]
    assert undefined[["value", "low", "high"]].isna().all(axis=None)


@settings(max_examples=10, deadline=None)
@given(forms(), forms())
def test_another_report_changes_nothing_and_order_does_not_matter(
    one: pd.DataFrame, two: pd.DataFrame
) -> None:
    two = two.assign(report="b-2023")
    both = indicators(pd.concat([one, two]))
    alone = indicators(one)
    assert both.iloc[: len(alone)].equals(alone)
    assert set(both["report"].iloc[len(alone) :]) == {"b-2023"}
    shuffled = indicators(pd.concat([two, one]).sample(frac=1, random_state=1))
    key = ["report", "indicator"]
    sort = lambda frame: frame.sort_values(key).reset_index(drop=True)  # noqa: E731
    assert sort(shuffled).equals(sort(both))


@settings(max_examples=20, deadline=None)
@given(forms())
def test_what_comes_in_goes_out(cells: pd.DataFrame) -> None:
    count = flow(cells).groupby("side")["count"].sum()
    assert count["in"] == count["all"] == count["out"]


def test_the_flow_of_the_bundled_report(xiuwu: Report) -> None:
    table = flow(xiuwu.cells)
    assert not table.duplicated(["report", "side", "item"]).any()
    counts = table.set_index("item")["count"]
    assert counts[["received", "accepted", "granted", "carried_out"]].tolist() == [10, 10, 8, 2]


def test_applicants_of_the_bundled_report(xiuwu: Report) -> None:
    wide = applicants(xiuwu.cells).pivot(index="item", columns="column", values="count")
    assert wide.loc["granted", ["natural_person", "commercial"]].tolist() == [7, 1]
    assert wide.drop(index="outcomes_total").sum().equals(wide.loc["outcomes_total"])
    unknown = applicants(change(xiuwu.cells, "denied_deliberative", "research", None, "dash"))
    assert unknown[unknown["count"].isna()][["item", "column"]].to_numpy().tolist() == [
        ["denied", "research"]
    ]
