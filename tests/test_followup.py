"""What comes back, what is promised again, and what moved."""

import pandas as pd
import pytest

from reportkit import FrameError, Report, change, example_panel, follow_up
from support import change as put

PAST = (
    "存在的问题：一是政策解读形式较为单一。二是依申请公开答复不够规范。三是网站检索不便。",
    "改进措施：一是制作图解、视频等解读产品12期。二是规范依申请公开答复文书。三是升级检索功能。",
)
NOW = (
    "存在的问题：一是政策解读形式仍较为单一。二是个别单位对复杂申请件研判不足。三是经费不足。",
    "改进措施：一是制作图解、视频等解读产品20期。二是聘请法律顾问。三是争取经费支持。",
)
LAST = ("存在的问题：网站检索不便。", "改进措施：升级检索功能。")
REPORTS = pd.DataFrame(
    [(f"甲县-{year}", "甲县", year) for year in (2021, 2022, 2023)],
    columns=["report", "issuer", "year"],
)


def narrative(**years: tuple[str, ...]) -> pd.DataFrame:
    rows = [
        (f"甲县-{year[1:]}", 5, order, text, f"{year[1:]}, line {order}")
        for year, paragraphs in years.items()
        for order, text in enumerate(paragraphs, 1)
    ]
    return pd.DataFrame(rows, columns=["report", "section", "order", "text", "source"])


def test_problems_come_back_by_wording_and_else_by_theme() -> None:
    told = follow_up(narrative(y2021=PAST, y2022=NOW), reports=REPORTS)
    again = told[told["kind"] == "problem again"]
    assert again[["text", "basis", "theme"]].to_numpy().tolist() == [
        ["政策解读形式仍较为单一。", "nearly the same words", "policy_interpretation"],
        ["个别单位对复杂申请件研判不足。", "theme", "request_handling"],
    ]
    assert again["text_before"].tolist() == ["政策解读形式较为单一。", "依申请公开答复不够规范。"]
    assert again["score"].is_monotonic_decreasing
    assert set(again["source_before"]) == {"2021, line 1"}
    assert set(again["source"]) == {"2022, line 1"}


def test_a_measure_is_promised_again_whatever_its_figures() -> None:
    told = follow_up(narrative(y2021=PAST, y2022=NOW), reports=REPORTS)
    again = told[told["kind"] == "measure again"]
    assert again["text"].tolist() == ["制作图解、视频等解读产品20期。"]
    assert again["basis"].tolist() == ["same words"]
    assert again["source"].tolist() == ["2022, line 2"]


def measures(before: str, now: str) -> pd.DataFrame:
    told = follow_up(
        narrative(y2021=("存在的问题：网站检索不便。", f"改进措施：{before}。"),
                  y2022=("存在的问题：经费不足。", f"改进措施：{now}。")), reports=REPORTS,
    )  # fmt: skip
    return told[told["kind"] == "measure again"]


@pytest.mark.parametrize(
    ("before", "now", "basis"),
    [
        ("设立政府信息公开查阅点3个", "设立政府信息公开查阅点12个", ["same words"]),
        ("继续设立政府信息公开查阅点", "设立政府信息公开查阅点", ["nearly the same words"]),
        ("继续设立政府信息公开查阅点", "取消设立政府信息公开查阅点", []),
        ("在政务大厅设立政府信息公开查阅点", "在政务大厅不再设立政府信息公开查阅点", []),
        ("取消设立政府信息公开查阅点", "停止设立政府信息公开查阅点", ["nearly the same words"]),
        ("组织乡镇政府信息公开工作培训", "组织部门政府信息公开工作培训", ["like words"]),
    ],
)
def test_what_is_ended_or_is_of_others_is_not_the_same(
    before: str, now: str, basis: list[str]
) -> None:
    for first, second in ((before, now), (now, before)):
        again = measures(first, second)
        assert again["basis"].tolist() == basis
        assert ((again["score"] == 1) == (again["basis"] == "same words")).all()


def test_the_likest_may_say_the_opposite_and_another_the_same() -> None:
    before = (
        "存在的问题：一是检索不便。",
        "改进措施：一是取消设立信息公开查阅点。二是再设立一批信息公开查阅点。",
    )
    now = "存在的问题：一是经费不足。", "改进措施：设立信息公开查阅点。"
    told = follow_up(narrative(y2021=before, y2022=now), reports=REPORTS)
    assert told["text_before"].tolist() == ["再设立一批信息公开查阅点。"]


def test_words_of_an_older_year_go_before_the_theme_of_the_last() -> None:
    told = follow_up(narrative(y2021=PAST, y2022=NOW, y2023=LAST), reports=REPORTS)
    last = told[told["report"] == "甲县-2023"]
    assert last[["kind", "year_before", "basis"]].to_numpy().tolist() == [
        ["measure again", 2021, "same words"], ["problem again", 2021, "same words"],
    ]  # fmt: skip
    assert not told.duplicated(["report", "kind", "order"]).any()


def test_issuers_are_not_mixed_and_a_single_year_has_no_past() -> None:
    other = REPORTS.assign(issuer=["甲县", "乙县", "丙县"])
    assert follow_up(narrative(y2021=PAST, y2022=NOW), reports=other).empty
    alone = follow_up(narrative(y2021=PAST), reports=REPORTS)
    assert alone.empty
    assert alone["difference"].dtype == "Float64"


def two_years(xiuwu: Report) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return an invented second year of the bundled report: its prose, figures and reports."""
    before, later = (
        put(put(put(xiuwu.cells, "reconsideration", "corrected", corrected),
                "reconsideration", "upheld", 4 - corrected), "reconsideration", "total", 4)
        for corrected in (1, 2)
    )  # fmt: skip
    cells = pd.concat(
        [before.assign(report="甲县-2021", issuer="甲县", year=2021),
         later.assign(report="甲县-2022", issuer="甲县", year=2022)]
    ).astype(xiuwu.cells.dtypes)  # fmt: skip
    return narrative(y2021=PAST, y2022=NOW), cells, REPORTS


def test_figures_stand_beside_the_problem_that_speaks_of_them(xiuwu: Report) -> None:
    prose, cells, reports = two_years(xiuwu)
    told = follow_up(prose, reports=reports, cells=cells)
    moved = told[told["kind"] == "figure"].set_index("indicator")
    assert {"corrected_reconsideration", "share_carried_over"} <= set(moved.index)
    assert set(moved["text_before"]) == {"依申请公开答复不够规范。"}
    assert set(moved["measure_before"]) == {"规范依申请公开答复文书。"}
    # What stands under this year's report is this report's, and nothing is here.
    assert moved[["text", "source"]].isna().all(axis=None)
    row = moved.loc["corrected_reconsideration"]
    assert (row["value_before"], row["value"]) == (0.25, 0.5)
    expected = change(cells).set_index("indicator").loc["corrected_reconsideration"]
    assert row["difference_low"] == expected["difference_low"]
    assert "received" not in moved.index  # the problem does not speak of how many there are
    assert (moved["source_before"] == "2021, line 1").all()
    assert (moved["measure_source_before"] == "2021, line 2").all()


def test_figures_lead_to_the_cells_that_they_are_made_of(xiuwu: Report) -> None:
    """Each figure is worked out again from the cells that its row names, in both years."""
    prose, cells, reports = two_years(xiuwu)
    cells = cells.assign(source=[f"{row.year}: {row.item}, {row.column}"
                                 for row in cells.itertuples()])  # fmt: skip
    told = follow_up(prose, reports=reports, cells=cells)
    moved = told[told["kind"] == "figure"].set_index("indicator")
    row = moved.loc["corrected_reconsideration"]
    assert row["cells"] == row["cells_before"]
    for end, report in (("_before", row["before"]), ("", row["report"])):
        own = cells[cells["report"] == report].set_index(["table", "item", "column"])
        made_of = [tuple(address.split(".")) for address in row[f"cells{end}"].split()]
        values = own.loc[made_of, "value"]
        corrected = values["review", "reconsideration", "corrected"]
        assert row[f"value{end}"] == corrected / values.sum()  # each cell is named once
        assert row[f"cells_source{end}"] == "; ".join(own.loc[made_of, "source"])
    assert moved["cells"].notna().all()
    without = follow_up(prose, reports=reports, changes=change(cells))
    assert without.loc[without["kind"] == "figure", "cells"].isna().all()


def test_a_figure_of_the_prose_leads_to_its_sentences(xiuwu: Report) -> None:
    prose, cells, reports = two_years(xiuwu)
    prose["text"] = prose["text"].str.replace("依申请公开答复不够规范", "政府网站栏目更新不及时")
    stated = pd.DataFrame({
        "report": ["甲县-2021", "甲县-2022"], "value": [100.0, 120.0], "item": "website_items",
        "table": None, "unit": "条", "source": ["line 8", "line 9"],
    })  # fmt: skip
    told = follow_up(prose, reports=reports, cells=cells, stated=stated)
    row = told[told["indicator"] == "website_items"].iloc[0]
    assert (row["value_before"], row["value"]) == (100, 120)
    assert (row["cells_source_before"], row["cells_source"]) == ("line 8", "line 9")
    assert pd.isna(row["cells"])


def test_a_panel_is_followed_as_its_frames_are() -> None:
    panel = example_panel()
    assert follow_up(panel).equals(
        follow_up(panel.narrative, reports=panel.reports, cells=panel.cells)
    )


def test_frames_that_do_not_tell_issuers_are_refused() -> None:
    with pytest.raises(FrameError, match="add reports="):
        follow_up(narrative(y2021=PAST))
    with pytest.raises(FrameError, match="lacks the column issuer"):
        follow_up(narrative(y2021=PAST), reports=REPORTS.drop(columns="issuer"))


def test_every_indicator_held_beside_a_theme_is_known() -> None:
    from reportkit import indicator_codebook, theme_codebook
    from reportkit.codebook import read_spec

    held = pd.DataFrame(read_spec("theme_indicators"))
    assert set(held["indicator"]) <= set(indicator_codebook().reset_index()["code"])
    assert set(held["theme"]) <= set(theme_codebook()["theme"])


def test_what_a_report_tells_of_last_year_is_no_problem_again() -> None:
    past = ("问题：一是政策解读形式单一。二是答复不规范。",)
    now = ("针对上年度政策解读形式单一的问题，发布图解20篇。", "本年度问题：工作人员业务不熟练。")
    told = follow_up(narrative(y2021=past, y2022=now), reports=REPORTS)
    assert told.empty
