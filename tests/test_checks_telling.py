"""What findings say: short, whole sentences, whatever is missing."""

import re
from collections import Counter

import numpy as np
import pandas as pd
import pytest

from many_forms import many_forms
from reportkit import Report, check
from reportkit.codebook import read_spec
from support import a_form, change


def told(cells: pd.DataFrame, rule: str, item: str, column: str = "total") -> pd.Series:
    findings = check(cells)
    here = findings[
        (findings["rule"] == rule) & (findings["item"] == item) & (findings["column"] == column)
    ]
    assert len(here) == 1
    return here.iloc[0]


def blanked(cells: pd.DataFrame, item: str, *columns: str, state: str = "blank") -> pd.DataFrame:
    for column in columns:
        cells = change(cells, item, column, None, state)
    return cells


def test_a_blank_total_is_told_with_the_sum_of_its_parts(xiuwu: Report) -> None:
    row = told(blanked(xiuwu.cells, "granted", "total"), "R3", "granted")
    assert row["message_zh"] == "「予以公开」×「总计」（空白）：各项合计 8"
    assert row["message_en"] == "Granted in full × Total (blank): its parts add up to 8"
    assert row["computed"] == 8


def test_a_blank_total_beside_blank_parts_is_told_with_what_it_would_be(xiuwu: Report) -> None:
    row = told(blanked(xiuwu.cells, "granted", "research", "total"), "R3", "granted")
    assert (row["status"], row["status_blank_as_zero"]) == ("undecided", "fail")
    assert pd.isna(row["computed"])
    assert row["message_zh"] == (
        "「予以公开」×「总计」（空白）：有数字的各项合计 8，1 项空白（「科研机构」）；"
        "空白读作 0 时应为 8"
    )


def test_missing_parts_are_named_and_counted(xiuwu: Report) -> None:
    kinds = ["research", "public_interest", "legal_service", "other_organisation", "commercial"]
    row = told(blanked(xiuwu.cells, "granted", *kinds), "R3", "granted")
    assert row["message_en"] == (
        "Granted in full × Total 8: the parts with figures add up to 7; 5 blank "
        "(Commercial enterprises, Research institutes, Public-interest organisations, "
        "Legal-service organisations, …); with blanks read as 0 it does not add up"
    )
    assert "5 项空白（「商业企业」" in row["message_zh"]


def test_what_is_read_as_0_is_called_what_was_printed(xiuwu: Report) -> None:
    dash = blanked(xiuwu.cells, "granted", "research", state="dash")
    row = told(dash, "R3", "granted")
    assert row["message_zh"].endswith("1 项为横线（「科研机构」）；横线读作 0 则相符")
    assert row["message_en"].endswith("with dashes read as 0 it adds up")
    both = told(blanked(dash, "granted", "legal_service"), "R3", "granted")
    assert both["message_zh"].endswith("；空白和横线读作 0 则相符")
    assert both["message_en"].endswith("with blanks and dashes read as 0 it adds up")


def test_no_sum_begins_with_a_minus() -> None:
    cells = a_form({}, "2021", False)
    for item, figure in (("received", 10.0), ("carried_in", 3.0), ("outcomes_total", 6.0)):
        cells = change(cells, item, "research", figure)
    message = told(cells, "R1", "received", "research")["message_zh"]
    assert message.endswith("10 ≠ 「总计」 6 − 「上年结转政府信息公开申请数量」 3（合计 3）")


def test_a_total_printed_0_beside_parts_is_told_in_its_own_finding(xiuwu: Report) -> None:
    findings = check(change(xiuwu.cells, "granted", "total", 0))
    here = findings[(findings["item"] == "granted") & (findings["column"] == "total")]
    assert here["rule"].tolist() == ["R3"]
    assert here["message_en"].iloc[0].endswith("(adds up to 8; the total is printed as 0)")


def test_a_zero_on_the_left_of_the_balance_is_no_total() -> None:
    cells = a_form({("requests", "carried_out", "research"): 3.0}, "2021", False)
    row = told(cells, "R1", "received", "research")
    assert "printed as 0" not in row["message_en"]


@pytest.mark.parametrize("state", ["blank", "dash", "text", "absent"])
def test_messages_are_whole_whatever_is_missing(xiuwu: Report, state: str) -> None:
    gone = xiuwu.cells.assign(value=pd.array([None] * len(xiuwu.cells), dtype="Float64"))
    some = xiuwu.cells["column"].isin(["research", "total", "pending"])
    for cells in (
        gone.assign(state=state),
        xiuwu.cells.assign(
            value=xiuwu.cells["value"].mask(some),
            state=xiuwu.cells["state"].mask(some, state),
        ),
    ):
        findings = check(cells)
        messages = findings.loc[findings["status"] != "pass", ["message_zh", "message_en"]]
        assert len(messages)
        for message in messages.to_numpy().ravel():
            assert message
            assert not re.search(
                r"  |[：:；;，,] ?$|^[\s−-]|[：；，][：；，]|nan|None|\{", message
            ), message


def test_no_count_is_said_to_be_below_0(xiuwu: Report) -> None:
    cells = change(xiuwu.cells, "carried_in", "research", 3)
    row = told(blanked(cells, "received", "research"), "R1", "received", "research")
    assert row["computed"] == -3
    assert row["message_zh"].endswith("（空白）：其他各项算得 -3；空白读作 0 则不符")


def test_what_a_message_says_would_follow_is_the_status_with_blanks_as_0() -> None:
    rng = np.random.default_rng(5)
    cells = many_forms(rng, 60, "2021", False).cells()
    slips = np.where(rng.random(len(cells)) < 0.02, 3.0, 0.0)
    states = rng.choice(
        ["number", "blank", "dash", "text", "absent"], len(cells), p=[0.9, 0.05, 0.03, 0.01, 0.01]
    )
    cells = cells.assign(value=(cells["value"] + slips).mask(states != "number"), state=states)
    findings = check(cells)
    met = Counter()
    for row in findings[findings["rule"].str.startswith("R")].to_dict("records"):
        said = row["message_zh"]
        if row["status"] != "undecided":
            assert bool(said) == (row["status"] == "fail")
            continue
        follows = row["status_blank_as_zero"]
        met[follows] += 1
        assert said.endswith("读作 0 则相符") == (follows == "pass")
        if said.endswith("未知各项无论为何数都不符"):
            assert follows != "pass"
            met["never"] += 1
            continue
        assert said.endswith("；无法判断") == (follows == "undecided")
        # Of a total that is lacking, what it would be is told.
        told = re.search(
            "读作 0 则不符$|读作 0 时应为 -?\\d+$|(?:各项合计|其他各项算得) -?\\d+$", said
        )
        assert bool(told) == (follows == "fail"), said
    assert min(met[follows] for follows in ("pass", "fail", "undecided")) > 20


def test_every_message_has_both_languages_with_the_same_gaps() -> None:
    for row in read_spec("messages"):
        gaps = [sorted(re.findall(r"\{\w+\}", row[lang])) for lang in ("zh", "en")]
        assert gaps[0] == gaps[1], row["key"]
        assert row["zh"]
        assert row["en"]


def test_the_place_is_where_the_total_was_printed(xiuwu: Report) -> None:
    findings = check(xiuwu.cells)
    source = xiuwu.cells.set_index(["table", "item", "column"])["source"]
    stands = findings[["table", "item", "column"]].itertuples(index=False, name=None)
    assert findings["place"].tolist() == [source[address] for address in stands]
    assert set(check(xiuwu.cells.drop(columns="source"))["place"]) == {""}
