"""The charts of reasons and of reviews, read back from what they draw."""

from collections.abc import Iterator

import pandas as pd
import pytest
from matplotlib import pyplot as plt
from matplotlib.axes import Axes

from reportkit import (
    FrameError,
    Report,
    describe,
    example_panel,
    indicators,
    plot_reasons,
    plot_review,
)
from reportkit.codebook import leaves
from support import change

CITY, DISTRICT = "宿迁市人民政府", "淮安市洪泽区人民政府"


@pytest.fixture(autouse=True)
def close() -> Iterator[None]:
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    return indicators(example_panel().cells)


def texts(ax: Axes) -> list[str]:
    return [text.get_text() for text in ax.texts]


def dots(ax: Axes) -> list[tuple[float, float]]:
    """Return row and share of each dot, from the top."""
    marks = [line for line in ax.lines if line.get_marker() not in ("None", None, "")]
    return sorted((float(line.get_ydata()[0]), float(line.get_xdata()[0])) for line in marks)


def intervals(ax: Axes) -> list[tuple[float, float, float]]:
    bars = [line for line in ax.lines
            if line.get_marker() in ("None", None, "") and line.get_alpha()]  # fmt: skip
    return sorted((float(bar.get_ydata()[0]), *map(float, bar.get_xdata())) for bar in bars)


def test_every_reason_is_a_dot_on_its_interval(table: pd.DataFrame) -> None:
    ax = plot_reasons(table.query(f"report == '{CITY}-2024'"), lang="en")
    items = [item for group in ("denied", "unable", "not_processed")
             for item in (group, *leaves("requests", group))]  # fmt: skip
    assert len(items) == 19
    own = table.query(f"report == '{CITY}-2024'").set_index("indicator")
    own = own.loc[[f"{item}_of_refused" for item in items]]
    # Reasons that nobody invoked have no row, and are counted.
    idle = own["numerator"] == 0
    assert ax.get_xlabel().startswith(f"{idle.sum()} more: 0; ")
    assert 0 < idle.sum() < 16
    own = own[~idle]
    assert [share for _, share in dots(ax)] == own["value"].tolist()
    assert [bar[1:] for bar in intervals(ax)] == list(zip(own["low"], own["high"], strict=True))
    assert texts(ax)[0] == "92 of 1,150 (8%)"
    unable = list(own.index).index("unable_of_refused")
    assert texts(ax)[unable : unable + 2] == ["941 of 1,150 (82%)", "897 of 1,150 (78%)"]
    # The three groups, and within each its reasons, add up by count.
    counts = own["numerator"]
    assert counts[["denied_of_refused", "unable_of_refused",
                   "not_processed_of_refused"]].sum() == 1150  # fmt: skip
    labels = [text.get_text() for text in ax.get_yticklabels()]
    assert labels[0] == "Denied"
    assert labels[unable] == "Unable to provide"
    assert len(labels) == len(own)
    assert "Unable to provide 941 of 1,150 (82%, interval 79%–84%)" in describe(ax)


def test_without_refusals_no_reason_has_a_share(xiuwu: Report) -> None:
    for lang, said in (("zh", "无拒绝申请"), ("en", "no requests refused")):
        ax = plot_reasons(indicators(xiuwu.cells), lang=lang)
        assert texts(ax) == [said] * 19
        assert dots(ax) == []
        assert "Wilson" not in ax.get_xlabel()


def test_a_single_refusal_is_drawn_with_its_group_and_the_others_counted(xiuwu: Report) -> None:
    cells = change(xiuwu.cells, "denied_state_secret", "total", 1)
    ax = plot_reasons(indicators(cells))
    # The three groups, and the one reason that was invoked.
    assert texts(ax) == ["1 / 1 件（100%）", "1 / 1 件（100%）", "0 / 1 件（0%）", "0 / 1 件（0%）"]
    assert ax.get_xlabel().replace("\n", "").startswith("另 15 项理由：0；")
    assert "另 15 项理由：0" in describe(ax)
    assert ax.get_ylim()[0] < 5


def test_a_reason_is_counted_as_0_only_where_all_reports_say_so(table: pd.DataFrame) -> None:
    years = table.query(f"issuer == '{CITY}' and year < 2025")
    both = years[years["indicator"].str.endswith("_of_refused")].set_index(["indicator", "report"])
    none = (both["numerator"] == 0).unstack().all(axis=1)
    ax = plot_reasons(years)
    assert len(ax.get_yticklabels()) == 19 - none.sum()
    assert len(dots(ax)) == 2 * (19 - none.sum())


def test_few_refusals_are_told(table: pd.DataFrame) -> None:
    ax = plot_reasons(table.query(f"issuer == '{DISTRICT}'"))
    assert "拒绝不足 30 件，区间很宽：2023 年（17 件）" in describe(ax)


def test_a_blank_reason_is_not_known_and_its_group_neither(xiuwu: Report) -> None:
    cells = change(xiuwu.cells, "denied_deliberative", "total", None, "blank")
    ax = plot_reasons(indicators(cells))
    assert texts(ax) == ["不详"] * 19  # all refusals lack that cell
    read = plot_reasons(indicators(cells, blank_as_zero=True))
    assert "空白按 0 计：不予公开、属于国家秘密" in describe(read)
    assert "、等 19 项" in describe(read)


def test_a_year_without_cases_says_so_and_has_no_share(xiuwu: Report) -> None:
    """0 of 0 is no 0 %: the shares are missing, and the chart says "no cases"."""
    own = indicators(xiuwu.cells)
    shares = own[own["indicator"].str.startswith("corrected_")]
    assert len(shares) == 5
    assert shares["value"].isna().all()
    for lang, said in (("zh", "无案件"), ("en", "no cases")):
        ax = plot_review(own, lang=lang)
        assert texts(ax).count(said) == 3
        assert dots(ax) == []
        assert "%" not in "".join(texts(ax))
        assert describe(ax).count(said) == 3
        assert "Wilson" not in ax.get_xlabel()


def test_pending_cases_stand_apart(table: pd.DataFrame) -> None:
    ax = plot_review(table.query(f"report == '{CITY}-2024'"), lang="en")
    own = [text for text in texts(ax) if not text.startswith(("Admin", "Litigation"))]
    # 88 upheld, 18 corrected, 28 others of 134 concluded; 36 pending are in no share.
    assert own[:4] == ["88 of 134 (66%)", "18 of 134 (13%)", "28 of 134 (21%)", "36"]
    assert len(own) == 12
    found = dots(ax)
    assert [share for _, share in found[:3]] == pytest.approx([88 / 134, 18 / 134, 28 / 134])
    assert len(found) == len(intervals(ax)) == 9
    assert "Pending 36" in describe(ax)
    assert "those pending stand apart" in ax.get_xlabel().replace("\n", " ")


def test_only_pending_cases_are_no_share_and_not_no_cases(xiuwu: Report) -> None:
    cells = change(xiuwu.cells, "reconsideration", "pending", 2)
    cells = change(cells, "reconsideration", "total", 2)
    ax = plot_review(indicators(cells), lang="en")
    without = ("Litigation without prior reconsideration", "Litigation after reconsideration")
    assert ax.get_xlabel().startswith(f"No cases: {', '.join(without)};")
    assert not [text for text in texts(ax) if text in without or text == "no cases"]
    assert texts(ax).count("no cases concluded") == 3
    assert "Pending 2" in describe(ax)


def test_years_stand_side_by_side_and_doubts_are_told(table: pd.DataFrame) -> None:
    """洪泽 2023 prints 11 results and 0 as their total; it had no direct litigation, 2024 one."""
    ax = plot_review(table.query(f"issuer == '{DISTRICT}'"))
    assert texts(ax).count("无案件") == 1
    assert "10 / 11 件（91%）" in texts(ax)
    note = ax.get_xlabel().replace("\n", "")
    assert "存疑：2023 年 行政复议、2023 年 行政诉讼：复议后起诉" in note
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["2023 年", "2024 年"]


def test_a_blank_result_is_not_known(xiuwu: Report) -> None:
    ax = plot_review(indicators(change(xiuwu.cells, "reconsideration", "pending", None, "blank")))
    assert "无案件：行政诉讼：未经复议直接起诉、行政诉讼：复议后起诉" in describe(ax)
    assert texts(ax).count("无已审结案件") == 3
    assert texts(ax).count("不详") == 1


def test_blanks_read_as_0_are_told_of_what_is_not_drawn(xiuwu: Report) -> None:
    cells = change(xiuwu.cells, "reconsideration", "upheld", 3)
    cells = change(cells, "litigation_direct", "upheld", None, "blank")
    ax = plot_review(indicators(cells, blank_as_zero=True))
    assert "无案件：行政诉讼：未经复议直接起诉" in describe(ax)
    assert "空白按 0 计：行政诉讼：未经复议直接起诉" in describe(ax)


@pytest.mark.parametrize(
    ("plot", "code"), [(plot_reasons, "denied_of_refused"), (plot_review, "upheld_reconsideration")]
)
def test_frames_that_contradict_themselves_are_refused(plot, code, table: pd.DataFrame) -> None:
    own = table.query(f"report == '{CITY}-2024'")
    here = own["indicator"] == code
    with pytest.raises(FrameError, match="lacks 1 of the chart's rows"):
        plot(own[~here])
    with pytest.raises(FrameError, match="stand twice"):
        plot(pd.concat([own, own[here]]))
    with pytest.raises(FrameError, match="outside of its interval"):
        plot(own.assign(low=own["low"].mask(here, 0.99), high=own["high"].mask(here, 1)))
    with pytest.raises(FrameError, match="not from 0 to 1"):
        plot(own.assign(value=own["value"].mask(here, 1.5)))
    many = [own.assign(report=f"r{place}") for place in range(7)]
    with pytest.raises(FrameError, match="7 reports"):
        plot(pd.concat(many))
