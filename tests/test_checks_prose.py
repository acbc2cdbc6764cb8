"""S1: what the prose states, against the tables, under every reading."""

import pandas as pd
import pytest

from reportkit import FrameError, check
from support import a_form, change

CELLS = a_form(
    {
        ("requests", "received", "total"): 3511.0,
        ("requests", "carried_in", "total"): 96.0,
        ("requests", "denied_state_secret", "total"): 2.0,
        ("requests", "denied_third_party", "total"): 40.0,
        ("requests", "granted", "commercial"): 12.0,
        ("requests", "granted", "legal_service"): 1.0,
        ("review", "litigation_direct", "total"): 24.0,
        ("review", "litigation_after_reconsideration", "total"): 89.0,
    },
    "2021", False,
).assign(issuer="宿迁市人民政府")  # fmt: skip


def claim(item: str, value: float, **more: object) -> pd.DataFrame:
    row = {"report": "a-2023", "section": 1, "order": 2, "table": "requests", "item": item,
           "column": "total", "value": value, "unit": "件", "approximate": False} | more  # fmt: skip
    return pd.DataFrame([row])


def held(stated: pd.DataFrame, cells: pd.DataFrame = CELLS) -> pd.DataFrame:
    findings = check(cells, stated=stated)
    return findings[findings["rule"] == "S1"].reset_index(drop=True)


@pytest.mark.parametrize(
    ("item", "value", "more", "status"),
    [
        ("received", 3511, {}, "pass"),
        ("received", 3607, {}, "pass"),  # with those carried over
        ("received+carried_in", 3511, {}, "pass"),
        ("received", 3600, {}, "hint"),
        ("received", 3600, {"approximate": True}, "pass"),  # 3600余
        ("received", 3500, {"approximate": True}, "pass"),
        ("received", 3400, {"approximate": True}, "hint"),
        ("received", 0.35, {"unit": "万件"}, "pass"),
        ("received", 0.34, {"unit": "万件"}, "hint"),
        ("denied", 42, {}, "pass"),
        ("denied", 2, {}, "hint"),
        ("granted", 13, {"column": "organisations"}, "pass"),
        ("granted", 0, {"column": None}, "pass"),
        ("litigation", 113, {"table": "review"}, "pass"),
        ("litigation_direct+litigation_after_reconsideration", 113, {"table": "review"}, "pass"),
        ("litigation", 57, {"table": "review"}, "hint"),
        ("nonsense", 1, {}, "undecided"),
    ],
)
def test_every_reading_is_tried(item: str, value: float, more: dict, status: str) -> None:
    rows = held(claim(item, value, **more))
    assert rows["status"].tolist() == [status]
    assert rows["place"].tolist() == ["section 1, paragraph 2"]
    assert (rows["message_zh"].iloc[0] == "") == (status == "pass")


def test_figures_of_no_table_shares_and_other_reports_are_left_out() -> None:
    assert held(claim("processing_fee", 2950, table=None)).empty
    assert held(claim("outcomes_total", 100, unit="%")).empty
    assert held(claim("received", 1, report="b-2023")).empty
    with pytest.raises(FrameError, match="stated lacks the column value"):
        check(CELLS, stated=claim("received", 1).drop(columns="value"))


def test_a_contradiction_says_that_a_government_may_count_its_own_office_alone() -> None:
    row = held(claim("received", 17)).iloc[0]
    assert row[["stated", "computed", "difference"]].tolist() == [17, 3511, -3494]
    assert "政府本机关" in row["message_zh"]
    more = held(claim("received", 5000)).iloc[0]
    bureau = held(claim("received", 17), CELLS.assign(issuer="宿迁市教育局")).iloc[0]
    assert "口径" not in more["message_zh"] + bureau["message_zh"]


def test_blanks_may_hold_what_the_prose_says_more_but_never_less() -> None:
    blank = change(CELLS, "denied_state_secret", "total", None, "blank")
    less, equal, more = (held(claim("denied", n), blank).iloc[0] for n in (39, 40, 42))
    assert (less["status"], equal["status"], more["status"]) == ("hint", "pass", "undecided")
    assert more["status_blank_as_zero"] == "hint"
    assert "空白读作 0" in equal["message_zh"]
    absent = change(CELLS, "denied_state_secret", "total", None, "absent")
    row = held(claim("denied", 40), absent).iloc[0]
    assert (row["status"], row["status_blank_as_zero"]) == ("undecided", "undecided")
    assert pd.isna(row["computed"])


def test_a_blank_total_is_what_its_parts_add_up_to() -> None:
    blank = change(CELLS, "granted", "total", None, "blank")
    assert held(claim("granted", 13), blank)["status"].tolist() == ["pass"]


def test_other_handling_is_counted_once() -> None:
    cells = change(CELLS, "other_other", "total", 291.0)
    assert held(claim("other", 291), cells)["status"].tolist() == ["pass"]
    single = a_form({("requests", "other", "total"): 9.0}, "2021", True)
    assert held(claim("other", 9), single)["status"].tolist() == ["pass"]
