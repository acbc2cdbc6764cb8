"""X0 to X3, O1 and P1: one issuer's years, and one body below another."""

import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportkit import FrameError, check
from support import a_form, change, forms


def a_report(
    values: dict[tuple[str, str, str], float], year: int = 2023, issuer: str = "甲县人民政府",
    edition: str = "2021",
) -> pd.DataFrame:  # fmt: skip
    """A form that holds `values`; its sums need not add up."""
    single = edition == "2019"
    return a_form(values, edition, single).assign(
        report=f"{issuer}-{year}", issuer=issuer, year=year
    )


def found(cells: pd.DataFrame, rule: str, **given: object) -> pd.DataFrame:
    findings = check(cells, **given)
    return findings[findings["rule"] == rule].reset_index(drop=True)


def together(*reports: pd.DataFrame) -> pd.DataFrame:
    return pd.concat(reports, ignore_index=True)


OUT, IN = ("requests", "carried_out", "research"), ("requests", "carried_in", "research")


def test_x1_holds_every_column_against_the_year_before() -> None:
    rows = found(together(a_report({IN: 3}, 2023), a_report({OUT: 3}, 2022)), "X1")
    assert len(rows) == 7
    assert set(rows["status"]) == {"pass"}
    assert set(rows["report"]) == {"甲县人民政府-2023"}


def test_x1_fails_where_what_was_carried_over_changed() -> None:
    rows = found(together(a_report({OUT: 3}, 2022), a_report({IN: 2}, 2023)), "X1")
    failed = rows[rows["status"] == "fail"]
    assert failed[["column", "stated", "computed", "difference"]].to_numpy().tolist() == [
        ["research", 2, 3, -1]
    ]
    assert failed["message_en"].iloc[0] == (
        "Requests carried over from last year × Research institutes 2 ≠ "
        "Carried over to next year × Research institutes 3 in 2022"
    )


@pytest.mark.parametrize(("state", "lenient"), [("blank", "fail"), ("absent", "undecided")])
def test_x1_is_undecided_where_a_figure_is_missing(state: str, lenient: str) -> None:
    before = change(a_report({OUT: 3}, 2022), "carried_out", "research", None, state)
    row = found(together(before, a_report({IN: 3}, 2023)), "X1").set_index("column").loc["research"]
    assert row[["status", "status_blank_as_zero"]].tolist() == ["undecided", lenient]
    assert pd.isna(row["computed"])
    assert "2022" in row["message_zh"]


def test_x1_names_the_cell_once_where_its_own_figure_is_missing() -> None:
    after = change(a_report({}, 2023), "carried_in", "research", None, "absent")
    row = found(together(a_report({OUT: 3}, 2022), after), "X1").set_index("column").loc["research"]
    assert row["message_zh"] == (
        "「上年结转政府信息公开申请数量」×「科研机构」与 2022 年相比：本年没有数字，无法判断"
    )
    assert row["message_en"].endswith(" against 2022: no number this year; undecided")


def test_years_with_a_gap_between_them_are_not_compared() -> None:
    assert found(together(a_report({OUT: 3}, 2021), a_report({}, 2023)), "X1").empty


STOCK = ("disclosure", "rules", "in_force")
ISSUED, REPEALED = ("disclosure", "rules", "issued"), ("disclosure", "rules", "repealed")


@pytest.mark.parametrize(("stock", "status"), [(12, "pass"), (11, "hint")])
def test_x2_a_break_in_the_stock_is_a_hint(stock: int, status: str) -> None:
    now = a_report({STOCK: stock, ISSUED: 3, REPEALED: 1}, 2023)
    rows = found(together(a_report({STOCK: 10}, 2022), now), "X2").set_index("item")
    assert rows["status"].to_dict() == {"rules": status, "normative_documents": "pass"}
    assert rows.loc["rules", "computed"] == 12
    missing = change(now.query("item == 'rules'"), "rules", "issued", None, "dash")
    rows = found(together(a_report({STOCK: 10}, 2022), missing), "X2").set_index("item")
    assert rows.loc["rules", "status"] == "undecided"


LAST, CHANGE = ("disclosure", "licensing", "items_last_year"), ("disclosure", "licensing", "change")


@pytest.mark.parametrize(("items", "status"), [(7, "pass"), (8, "fail")])
def test_x3_holds_the_stock_of_items(items: int, status: str) -> None:
    before = a_report({LAST: 10, CHANGE: -3}, 2019, edition="2019")
    rows = found(together(before, a_report({LAST: items}, 2020, edition="2019")), "X3")
    assert rows.set_index("item")["status"].to_dict()["licensing"] == status
    assert (rows["status"] == "pass").sum() == 4 + (status == "pass")
    blank = change(before, "licensing", "change", None, "blank")
    rows = found(together(blank, a_report({LAST: items}, 2020, edition="2019")), "X3")
    assert rows.set_index("item")["status"].to_dict()["licensing"] == "undecided"


def test_across_editions_stocks_are_not_comparable_and_requests_are() -> None:
    cells = together(a_report({OUT: 1}, 2020, edition="2019"), a_report({IN: 1, STOCK: 5}, 2021))
    stocks = found(cells, "X2")
    assert stocks["status"].tolist() == ["not_comparable"] * 2
    assert stocks["computed"].isna().all()
    assert "2019" in stocks["message_en"].iloc[0]
    assert set(found(cells, "X1")["status"]) == {"pass"}
    assert found(cells, "X3").empty


def test_two_reports_of_a_year_are_said_and_not_compared() -> None:
    twice = a_report({IN: 9}, 2023).assign(report="甲县人民政府-2023 (2)")
    cells = together(a_report({OUT: 3}, 2022), a_report({IN: 3}, 2023), twice)
    said = found(cells, "X0")
    assert said["report"].tolist() == ["甲县人民政府-2023", "甲县人民政府-2023 (2)"]
    assert set(said["status"]) == {"hint"}
    assert "甲县人民政府-2023 (2)" in said["message_zh"].iloc[0]
    assert found(cells, "X1").empty
    assert found(cells.assign(issuer=None, year=None), "X0")["message_en"].str.contains(
        "not known"
    ).all()  # fmt: skip


@settings(max_examples=20, deadline=None)
@given(forms(), forms())
def test_adding_a_report_leaves_the_findings_of_others_alone(
    first: pd.DataFrame, second: pd.DataFrame
) -> None:
    second = second.assign(report="b-2022", issuer="b", year=2022)
    both = check(together(first, second))
    alone = check(first)
    pd.testing.assert_frame_equal(
        both[both["report"] == "a-2023"].reset_index(drop=True), alone, check_exact=True
    )


@settings(max_examples=20, deadline=None)
@given(forms(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(cells: pd.DataFrame, random: object) -> None:
    after = cells.assign(report="a-2024", year=2024)
    every = together(cells, after, change(after, "received", "total", 1.5).assign(report="x"))
    rows = list(range(len(every)))
    random.shuffle(rows)
    keys = ["report", "rule", "table", "item", "column"]
    one, other = (
        check(frame).sort_values(keys, ignore_index=True) for frame in (every, every.iloc[rows])
    )
    pd.testing.assert_frame_equal(one, other)


# --- O1 --------------------------------------------------------------------------------------------

AMOUNT = ("disclosure", "fees", "amount")


def a_series(figures: list[float], address: tuple[str, str, str] = AMOUNT) -> pd.DataFrame:
    return together(*(a_report({address: figure}, 2018 + i) for i, figure in enumerate(figures, 4)))


@pytest.mark.parametrize(
    ("figures", "at"),
    [
        ([7730.28, 7545, 77_302_800, 8000], 2022 + 2),
        ([7730.28, 7545, 7600, 77.3], 2022 + 3),
        ([200, 150, 1700, 180], 2024),
        ([100, 120, 150, 1800], 2025),  # a body that grows: 180 is beyond all other years
        ([1200, 1300, 11_000_000, 1250, 1310], 2024),
    ],
)
def test_a_slipped_decimal_point_or_myriad_is_a_hint(figures: list[float], at: int) -> None:
    rows = found(a_series(figures), "O1")
    assert rows[["report", "item", "status"]].to_numpy().tolist() == [
        [f"甲县人民政府-{at}", "fees", "hint"]
    ]
    assert rows["stated"].iloc[0] == figures[at - 2022]
    others = [figure for figure in figures if figure != figures[at - 2022]]
    factor = re.search(r"(乘以|除以) (\d+) 则相近", rows["message_zh"].iloc[0])
    moved = figures[at - 2022] * float(factor[2]) ** (1 if factor[1] == "乘以" else -1)
    assert min(others) / 1.25 <= moved <= max(others) * 1.25


@pytest.mark.parametrize(
    "figures",
    [
        [7730, 7545, 77_300],  # two other years are too few
        [100, 200, 400, 2000],  # the others differ among themselves
        [3, 4, 3, 40],  # small counts
        [100, 120, 110, 500],  # fivefold is no power of ten
        [100, 102, 101, 600],
        [122, 200, 258, 38],  # times ten it would be near, as it is without
        [0, 0, 0, 1000],
        [100, 110, 120, 115],
    ],
)
def test_what_may_have_moved_by_itself_is_no_outlier(figures: list[float]) -> None:
    assert found(a_series(figures), "O1").empty


def test_a_year_with_no_number_is_no_other_year() -> None:
    cells = a_series([7730, 7545, 77_300, 7600])
    here = (cells["year"] == 2023) & (cells["item"] == "fees")
    cells = cells.assign(value=cells["value"].mask(here), state=cells["state"].mask(here, "blank"))
    assert found(cells, "O1").empty


# --- P1 --------------------------------------------------------------------------------------------

TOTAL = ("requests", "received", "total")
PARENTS = pd.DataFrame({"parent": ["市", "市"], "child": ["甲", "乙"]})


def family(own: float, *children: float) -> pd.DataFrame:
    return together(
        a_report({TOTAL: own}, issuer="市"),
        *(a_report({TOTAL: n}, issuer=name) for n, name in zip(children, "甲乙", strict=False)),
    )


def received(rows: pd.DataFrame) -> pd.Series:
    here = rows[(rows["item"] == "received") & (rows["column"] == "total")]
    assert len(here) == 1
    return here.iloc[0]


def test_p1_the_own_level_is_what_the_children_leave() -> None:
    rows = found(family(10, 3, 4), "P1", parents=PARENTS)
    assert len(rows) == 200
    assert set(rows["report"]) == {"市-2023"}
    assert received(rows)[["stated", "computed", "difference", "status"]].tolist() == [
        10, 7, 3, "pass",
    ]  # fmt: skip


def test_p1_a_negative_own_level_fails_even_where_a_child_is_missing() -> None:
    for cells in (family(10, 7, 4), family(10, 11)):
        row = received(found(cells, "P1", parents=PARENTS))
        assert (row["status"], row["difference"]) == ("fail", -1)
        assert "-1" in row["message_zh"]
    # One of two is known: what that leaves is no more than a bound.
    assert row["message_zh"].endswith("下级合计 11（1/2 个机关）：本级至多 -1，不能为负")
    assert "(1 of 2 known): the own level would be -1 at most" in row["message_en"]


def test_p1_a_missing_child_leaves_bounds() -> None:
    row = received(found(family(10, 3), "P1", parents=PARENTS))
    assert row["status"] == "undecided"
    assert row["message_en"].endswith(
        "the bodies below add up to 3 (1 of 2 known); the own level is at most 7"
    )
    blank = change(a_report({}, issuer="乙"), "received", "total", None, "blank")
    row = received(found(together(family(10, 3), blank), "P1", parents=PARENTS))
    assert (row["status"], row["status_blank_as_zero"]) == ("undecided", "pass")


def test_p1_of_children_without_figures_no_sum_is_told() -> None:
    row = received(found(family(10), "P1", parents=PARENTS))
    assert (row["status"], pd.isna(row["computed"])) == ("undecided", True)
    assert row["message_zh"].endswith("10：下级（2 个机关）均没有数字，本级至多 10")


def test_p1_takes_three_rows_of_other_handling_for_the_one_of_the_parent() -> None:
    other = ("requests", "other", "research")
    parent = a_form({other: 5.0}, "2021", True).assign(report="市-2023", issuer="市")
    child = a_report({("requests", "other_other", "research"): 4}, issuer="甲")
    rows = found(together(parent, child), "P1", parents=PARENTS.head(1))
    here = rows[(rows["item"] == "other") & (rows["column"] == "research")].iloc[0]
    assert (here["status"], here["difference"]) == ("pass", 1)


def test_p1_by_year_and_without_reports_of_the_parent() -> None:
    rows = found(family(10, 3, 4), "P1", parents=PARENTS.assign(year=[2023, 2022]))
    assert received(rows)["computed"] == 3
    # A row without a year holds for all; years may come as text.
    rows = found(family(10, 3, 4), "P1", parents=PARENTS.assign(year=[None, "2023"]))
    assert received(rows)["computed"] == 7
    with pytest.raises(FrameError, match="parents: the column year holds no years"):
        check(family(1), parents=PARENTS.assign(year="去年"))
    assert found(family(10), "P1", parents=PARENTS.assign(parent="省")).empty
    with pytest.raises(FrameError, match="parents lacks the column child"):
        check(family(1), parents=PARENTS[["parent"]])


def test_the_change_between_years_adds_up_to_nothing() -> None:
    cells = a_report({CHANGE: -3}, 2020, "市", "2019")
    rows = found(together(cells, a_report({CHANGE: 2}, 2020, "甲", "2019")), "P1", parents=PARENTS)
    assert "change" not in set(rows["column"])
    assert np.isin(rows["status"], ["pass", "undecided"]).all()
