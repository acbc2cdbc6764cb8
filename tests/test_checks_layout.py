"""C1, B1 and F1 to F5: figures one by one, and the prescribed layout."""

import numpy as np
import pandas as pd
import pytest

from reportkit import FrameError, Report, check
from reportkit.bodies import deadline_of, kind_of
from support import a_form, change


def found(findings: pd.DataFrame, rule: str) -> pd.DataFrame:
    return findings[findings["rule"] == rule].reset_index(drop=True)


@pytest.mark.parametrize(
    ("address", "value", "status"),
    [
        (("requests", "granted", "research"), 2.0, None),
        (("requests", "granted", "research"), 2.5, "fail"),
        (("requests", "granted", "research"), -2.0, "fail"),
        (("disclosure", "penalties", "decisions"), 713.5, "fail"),
        (("disclosure", "fees", "amount"), 7730.28, None),
        (("disclosure", "fees", "amount"), -1.0, "fail"),
    ],
)
def test_c1_counts_are_whole_and_not_negative(
    address: tuple[str, str, str], value: float, status: str | None
) -> None:
    rows = found(check(a_form({address: value}, "2021", False)), "C1")
    assert rows["status"].tolist() == ([status] if status else [])
    assert rows["stated"].tolist() == ([value] if status else [])


def test_c1_the_change_of_the_2019_edition_may_be_negative_but_is_whole() -> None:
    address = ("disclosure", "licensing", "change")
    assert found(check(a_form({address: -4.0}, "2019", True)), "C1").empty
    assert len(found(check(a_form({address: -4.5}, "2019", True)), "C1")) == 1


def test_c1_has_nothing_to_say_where_there_is_no_number(xiuwu: Report) -> None:
    cells = change(xiuwu.cells, "granted", "research", None, "text")
    assert found(check(cells), "C1").empty


def test_b1_names_the_blank_cells_of_a_row(xiuwu: Report) -> None:
    cells = change(xiuwu.cells, "granted", "research", None, "blank")
    cells = change(cells, "granted", "legal_service", None, "blank")
    rows = found(check(cells), "B1")
    assert rows[["item", "status"]].to_numpy().tolist() == [["granted", "hint"]]
    assert rows["cells"].iloc[0] == "requests.granted.research requests.granted.legal_service"
    assert rows["message_zh"].iloc[0] == "「予以公开」有 2 格空白：「科研机构」、「法律服务机构」"
    assert rows["place"].iloc[0] == "line 43, field 5"


def test_b1_leaves_blank_totals_beside_figures_to_their_sums(xiuwu: Report) -> None:
    assert found(check(change(xiuwu.cells, "granted", "total", None, "blank")), "B1").empty
    assert found(check(xiuwu.cells), "B1").empty
    assert found(check(change(xiuwu.cells, "granted", "research", None, "dash")), "B1").empty


def test_the_bundled_report_has_the_prescribed_layout(xiuwu: Report) -> None:
    findings = check(xiuwu.cells, reports=xiuwu.reports, narrative=xiuwu.narrative)
    audit = findings[findings["rule"].str.startswith("F")]
    assert audit["rule"].tolist() == ["F1", "F2", "F3"]  # its date is not known, its tables whole
    assert set(audit["status"]) == {"pass"}
    assert len(findings) == 42 + 3


def prose(report: str, *sections: tuple[int, int, str]) -> pd.DataFrame:
    rows = [(report, section, None, order, text, "") for section, order, text in sections]
    return pd.DataFrame(
        rows, columns=["report", "section", "subsection", "order", "text", "source"]
    )


FULL = [(s, 0, "标题") for s in range(1, 5)] + [
    (5, 0, "标题"), (5, 1, "一是人手不足。"), (6, 0, "标题"), (6, 1, "本年度没有收取信息处理费。"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("sections", "broken"),
    [
        (FULL, []),
        (FULL[1:], ["F1"]),
        (FULL[::-1], ["F1"]),
        ([row for row in FULL if row != FULL[5]], ["F2"]),
        ([row if row != FULL[5] else (5, 1, "无。") for row in FULL], ["F2"]),
        ([row if row != FULL[7] else (6, 1, "无其他事项。") for row in FULL], ["F3"]),
        ([row if row != FULL[7] else (6, 1, "依申请公开未产生相关费用。") for row in FULL], []),
    ],
)
def test_the_sections(sections: list[tuple[int, int, str]], broken: list[str]) -> None:
    findings = check(a_form({}, "2021", False), narrative=prose("a-2023", *sections))
    audit = findings[findings["rule"].isin(["F1", "F2", "F3"])]
    assert len(audit) == 3
    assert audit.loc[audit["status"] == "hint", "rule"].tolist() == broken
    assert set(audit["status"]) <= {"hint", "pass"}


def test_a_2019_report_need_not_state_the_fee_and_no_prose_is_undecided() -> None:
    lacking = prose("a-2023", *FULL[:-1])
    assert found(check(a_form({}, "2019", True), narrative=lacking), "F3").empty
    findings = check(a_form({}, "2021", False), narrative=prose("b-2023", *FULL))
    audit = findings[findings["rule"].str.startswith("F")]
    assert audit["status"].tolist() == ["undecided"] * 3
    with pytest.raises(FrameError, match="narrative lacks the column text"):
        check(a_form({}, "2021", False), narrative=lacking.drop(columns="text"))


def test_f4_tells_rows_and_tables_that_are_absent(xiuwu: Report) -> None:
    gone = (xiuwu.cells["table"] == "review") | (xiuwu.cells["item"] == "granted")
    cells = xiuwu.cells.assign(
        value=xiuwu.cells["value"].mask(gone), state=xiuwu.cells["state"].mask(gone, "absent")
    )
    rows = found(check(cells), "F4").set_index("table")
    assert rows["status"].tolist() == ["hint", "hint"]
    assert rows.loc["review", "message_zh"] == "表四整表缺"
    assert rows.loc["requests", "message_zh"] == "表三与规定格式不同：缺「予以公开」"
    assert len(rows.loc["requests", "cells"].split()) == 7


def test_f4_tells_cells_of_the_other_edition() -> None:
    foreign = a_form({}, "2019", True).query("column == 'newly_made' and item == 'rules'")
    cells = pd.concat([a_form({}, "2021", False), foreign.assign(edition="2021")])
    rows = found(check(cells), "F4")
    assert rows["cells"].tolist() == ["disclosure.rules.newly_made"]
    assert "本年新制作数量" in rows["message_zh"].iloc[0]
    for edition, single in (("2021", False), ("2021", True), ("2019", True)):
        assert found(check(a_form({}, edition, single)), "F4").empty


@pytest.mark.parametrize(
    ("issuer", "published", "status"),
    [
        ("修武县人民政府", "2024-03-31", "pass"),
        ("修武县人民政府", "2024-04-01", "hint"),
        ("焦作市教育局", "2024-02-01", "hint"),
        ("上海市人民政府办公厅", "2024-01-31 17:30", "pass"),
        ("云台山镇人民政府", "2024-12-31", None),
        ("某协会", "2024-12-31", None),
        ("修武县人民政府", None, None),
    ],
)
def test_f5_the_deadline(issuer: str, published: str | None, status: str | None) -> None:
    reports = pd.DataFrame(
        {"report": ["a-2023"], "issuer": [issuer], "year": pd.array([2023], dtype="Int64"),
         "published": pd.to_datetime([published])}
    )  # fmt: skip
    rows = found(check(a_form({}, "2021", False), reports=reports), "F5")
    assert rows["status"].tolist() == ([status] if status else [])


def test_kinds_of_bodies() -> None:
    assert [kind_of(name) for name in ("洪泽区人民政府", "街道办", "经济开发区管委会", None)] == [
        "government", "township", "agency", "unknown",
    ]  # fmt: skip
    assert deadline_of("department", 2023) == pd.Timestamp("2024-01-31")
    assert deadline_of("government", 2018) is None
    assert deadline_of("government", None) is None


def test_odd_sections_and_editions_are_no_reason_to_stop(xiuwu: Report) -> None:
    for odd in (9, None):
        narrative = xiuwu.narrative.assign(
            section=pd.array([odd] + [1] * (len(xiuwu.narrative) - 1))
        )
        assert found(check(xiuwu.cells, narrative=narrative), "F1")["status"].tolist() == ["hint"]
    assert found(check(xiuwu.cells.assign(edition="2030")), "F4").empty


@pytest.mark.parametrize(
    ("odd", "status"),
    [(1e300, "fail"), (-1e18, "fail"), (np.inf, "undecided"), (None, "undecided")],
)
def test_odd_numbers_spoil_their_own_checks_alone(odd: float | None, status: str) -> None:
    findings = check(a_form({("requests", "granted", "research"): odd}, "2021", False))
    wrong = findings[findings["cells"].str.contains("requests.granted.research", regex=False)]
    assert set(wrong["status"]) == {status}
    assert set(findings.drop(wrong.index)["status"]) == {"pass"}
