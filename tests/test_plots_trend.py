"""Trends, changes and funnels, read back from what they draw."""

import re
from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from scipy.stats import binom, binomtest, chi2, poisson

import reportkit
from reportkit import (
    FrameError,
    Report,
    compare,
    describe,
    example_panel,
    indicators,
    plot_change,
    plot_funnel,
    plot_trend,
)
from support import change as put

CITY, DISTRICT, SHANGHAI = "宿迁市人民政府", "淮安市洪泽区人民政府", "上海市人民政府办公厅"


@pytest.fixture(autouse=True)
def close() -> Iterator[None]:
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def cells() -> pd.DataFrame:
    return example_panel().cells


@pytest.fixture(scope="module")
def table(cells: pd.DataFrame) -> pd.DataFrame:
    return indicators(cells)


def of(table: pd.DataFrame, code: str, *issuers: str) -> pd.DataFrame:
    return table[(table["indicator"] == code) & table["issuer"].isin(issuers)]


def runs(ax: Axes) -> list[list[tuple[float, float]]]:
    """Return the points that are joined, run by run."""
    lines = [line for line in ax.lines if line.get_marker() not in ("None", None, "", "_")]
    return [list(zip(map(float, line.get_xdata()), map(float, line.get_ydata()), strict=True))
            for line in lines]  # fmt: skip


def bars(ax: Axes) -> list[tuple[float, float]]:
    found = [line for line in ax.lines if line.get_alpha() == 0.55]
    return [tuple(map(float, bar.get_ydata())) for bar in found]


def texts(ax: Axes) -> list[str]:
    return [text.get_text() for text in ax.texts]


def note(ax: Axes) -> str:
    return ax.get_xlabel().replace("\n", "")


# --- plot_trend -----------------------------------------------------------------------------------


def test_suqian_from_2023_to_2025_with_intervals(table: pd.DataFrame) -> None:
    ax = plot_trend(of(table, "received", CITY))
    assert runs(ax) == [[(2023, 3511), (2024, 3525), (2025, 3830)]]
    expected = [(chi2.ppf(0.025, 2 * k) / 2, chi2.ppf(0.975, 2 * k + 2) / 2)
                for k in (3511, 3525, 3830)]  # fmt: skip
    assert np.allclose(bars(ax), expected)
    assert texts(ax)[:3] == ["3,511", "3,525", "3,830"]
    assert ax.get_title(loc="left") == f"{CITY}：本年新收（件）"
    assert ax.get_ylim()[0] == 0


def test_hongze_from_2023_to_2024(table: pd.DataFrame) -> None:
    ax = plot_trend(of(table, "share_disclosed", DISTRICT), lang="en")
    [[first, second]] = runs(ax)
    assert (first, second) == ((2023, pytest.approx(4 / 21)), (2024, pytest.approx(59 / 95)))
    for drawn, (part, whole) in zip(bars(ax), ((4, 21), (59, 95)), strict=True):
        assert drawn == pytest.approx(tuple(binomtest(part, whole).proportion_ci(0.95, "wilson")))
    labels = [tick.get_text() for tick in ax.get_xticklabels()]
    assert labels == ["2023\nn = 21", "2024\nn = 95"]
    assert "4 of 21 (19%, interval 8%–40%) in 2023" in describe(ax)


def test_eight_of_eight_is_drawn_with_its_interval(table: pd.DataFrame) -> None:
    ax = plot_trend(of(table, "share_disclosed", "修武县人民政府"), lang="en")
    assert runs(ax) == [[(2023, 1)]]
    [(low, high)] = bars(ax)
    assert (round(low, 2), high) == (0.68, 1)
    assert "8 of 8 (100%, interval 68%–100%) in 2023" in describe(ax)


def test_shanghai_2019_is_kept_apart_where_the_definition_breaks(table: pd.DataFrame) -> None:
    both = table[table["indicator"].isin(["normative_newly_made", "normative_issued"])]
    frame = both[both["issuer"].isin([SHANGHAI, CITY])]
    ax = plot_trend(frame, lang="en")
    assert runs(ax) == [
        [(pytest.approx(year, abs=0.1), value) for year, value in run]
        for run in ([(2023, 109), (2024, 50), (2025, 61)], [(2019, 60)])
    ]
    [line] = [
        line for line in ax.lines if line.get_linestyle() == "--" and len(line.get_xdata()) == 2
    ]
    assert list(line.get_xdata()) == [2020.5, 2020.5]
    assert "counted otherwise from the 2021 edition" in texts(ax)
    assert "The 2019 and 2021 editions count differently and are not joined" in describe(ax)
    # What both editions count alike is not parted.
    same = plot_trend(of(table, "received", SHANGHAI, CITY), lang="en")
    assert not [line for line in same.lines if line.get_linestyle() == "--"]
    assert "editions" not in describe(same)


def test_a_line_is_broken_within_a_body_where_the_edition_changes(cells: pd.DataFrame) -> None:
    old = cells[cells["edition"] == "2019"].assign(year=2020, report="s-2020")
    new = cells[cells["report"] == f"{CITY}-2023"].assign(
        issuer=old["issuer"].iloc[0], year=2021, report="s-2021"
    )
    both = indicators(pd.concat([old, new, new.assign(year=2022, report="s-2022")]))
    ax = plot_trend(both[both["indicator"].isin(["normative_newly_made", "normative_issued"])])
    assert runs(ax) == [[(2020, 60)], [(2021, 109), (2022, 109)]]
    assert "2021 年版起口径不同" in texts(ax)
    assert "规范性文件本年新制作（2019 年版）、规范性文件本年制发（2021 年版）" in note(ax)
    joined = plot_trend(both[both["indicator"] == "received"])
    assert [len(run) for run in runs(joined)] == [3]


def test_missing_years_and_figures_are_gaps_and_are_named(cells: pd.DataFrame) -> None:
    base = cells[cells["report"] == f"{CITY}-2023"]
    years = [base.assign(report=f"r{year}", year=year) for year in (2021, 2022, 2024, 2026)]
    years[1] = put(years[1], "outcomes_total", "total", None, "blank")
    nothing = base.assign(report="r2025", year=2025, value=base["value"] * 0)
    frame = indicators(pd.concat([*years, nothing]))
    ax = plot_trend(frame[frame["indicator"] == "share_granted"])
    assert [[year for year, _ in run] for run in runs(ax)] == [[2021], [2024], [2026]]
    assert "不详：2022 年" in note(ax)
    assert "分母为 0：2025 年" in note(ax)
    assert "缺报告：2023 年" in note(ax)
    ticks = [tick.get_text().split("\n")[0] for tick in ax.get_xticklabels()]
    assert ticks == [str(year) for year in range(2021, 2027)]


def test_bodies_are_named_beside_their_lines_and_with_denominators(table: pd.DataFrame) -> None:
    ax = plot_trend(of(table, "share_disclosed", CITY, DISTRICT))
    assert sorted(texts(ax)) == sorted([CITY, DISTRICT])
    assert ax.get_legend() is None
    assert {text.get_color() for text in ax.texts} == {"#0072B2", "#D55E00"}
    assert f"分母：{CITY} 3,486–3,521、{DISTRICT} 21–95" in note(ax)
    assert f"不详：{CITY} 2025 年" in note(ax)
    # Where there is no room beside the chart, the names stand above it.
    _, low = plt.subplots(figsize=(3.3, 0.4))
    assert plot_trend(of(table, "share_disclosed", CITY, DISTRICT), ax=low).get_legend()


def test_stocks_and_doubts(table: pd.DataFrame) -> None:
    ax = plot_trend(of(table, "fees", CITY), lang="en")
    assert bars(ax) == []
    assert "no interval" in note(ax)
    assert "(10,000 yuan)" in ax.get_title(loc="left")
    ax = plot_trend(of(table, "reconsideration", DISTRICT))
    assert "合计与分项不符，存疑：2023 年" in note(ax)


def test_a_series_of_which_nothing_is_known_says_so(table: pd.DataFrame) -> None:
    nothing = of(table, "share_disclosed", CITY).assign(value=pd.NA, low=pd.NA, high=pd.NA)
    for lang, said in (("zh", "不详"), ("en", "not known")):
        ax = plot_trend(nothing, lang=lang)
        assert runs(ax) == []
        assert texts(ax) == [said]
        assert said in describe(ax)
    several = pd.concat([nothing, nothing.assign(issuer="b")])
    assert texts(plot_trend(several)) == ["不详"]


def test_what_is_no_series_is_refused(table: pd.DataFrame) -> None:
    own = table[table["issuer"] == CITY]
    with pytest.raises(FrameError, match=r"holds \d+ indicators .*choose one: frame\[frame"):
        plot_trend(own)
    with pytest.raises(FrameError, match="have different units"):
        plot_trend(table[table["indicator"].isin(["fees", "fee_items"])])
    received = own[own["indicator"] == "received"]
    with pytest.raises(FrameError, match="ours: unknown"):
        plot_trend(received.assign(indicator="ours"))
    with pytest.raises(FrameError, match="no issuer or no year"):
        plot_trend(received.assign(issuer=None))
    with pytest.raises(FrameError, match="unknown edition"):
        plot_trend(received.assign(edition="2014"))
    with pytest.raises(FrameError, match="outside of its interval"):
        plot_trend(received.assign(value=1))
    twelve = pd.concat([received.assign(issuer=f"b{n}") for n in range(12)])
    with pytest.raises(FrameError, match=r"12 issuers.*at most 6: frame"):
        plot_trend(twelve)


@pytest.mark.parametrize(("lang", "words"), [("zh", "分母为 0"), ("en", "nothing to divide by")])
def test_a_share_of_no_cases_is_not_said_to_be_unknown(
    table: pd.DataFrame, lang: str, words: str
) -> None:
    ax = plot_trend(of(table, "corrected_all", "修武县人民政府"), lang=lang)
    assert words in texts(ax)
    assert words in describe(ax)
    assert not any(word in describe(ax) for word in ("不详", "not known"))


def test_rates_are_described_beside_their_requests(table: pd.DataFrame) -> None:
    ax = plot_trend(of(table, "reconsideration_per_100", CITY), lang="en")
    assert "440 for 3,486 (12.6, interval 11.5–13.9) in 2023" in describe(ax)
    shares = plot_trend(of(table, "share_disclosed", DISTRICT))
    assert "2023 年 4 / 21 件（19%，区间 8%–40%）" in describe(shares)


# --- plot_change ----------------------------------------------------------------------------------


def test_points_with_their_intervals(cells: pd.DataFrame) -> None:
    frame = reportkit.change(cells).query("indicator == 'share_disclosed'")
    ax = plot_change(frame, lang="en")
    dots = [float(x) for line in ax.lines if line.get_marker() == "o" for x in line.get_xdata()]
    assert dots == frame["difference"].dropna().tolist()
    drawn = [tuple(map(float, line.get_xdata())) for line in ax.lines if line.get_alpha() == 0.55]
    known = frame.dropna(subset=["difference"])
    assert drawn == list(zip(known["difference_low"], known["difference_high"], strict=True))
    labels = [tick.get_text().replace("\n", " ") for tick in ax.get_yticklabels()]
    assert labels[0] == f"{CITY} 2023 → 2024"
    assert texts(ax) == ["44% → 54% (+10.4 points)", "not known", "19% → 62% (+43.1 points)"]
    assert "points, interval +8.1 to +12.8)" in describe(ax)


def test_less_has_the_sign_for_minus_and_no_hyphen(cells: pd.DataFrame) -> None:
    frame = reportkit.change(cells).query("indicator == 'share_refused'")
    ax = plot_change(frame, lang="en")
    ax.figure.canvas.draw()
    ticks = [tick.get_text() for tick in ax.get_xticklabels()]
    assert "−20" in ticks
    assert texts(ax)[0] == "47% → 33% (−14.0 points)"
    assert "interval −16.2 to −11.7" in describe(ax)
    assert not re.search(r"-\d", "".join([*ticks, *texts(ax), describe(ax)]))


def test_ratios_on_a_logarithmic_axis(cells: pd.DataFrame) -> None:
    codes = ["received", "litigation_direct", "normative_repealed", "fees"]
    frame = reportkit.change(cells)
    frame = frame[(frame["issuer"] == DISTRICT) & frame["indicator"].isin(codes)]
    ax = plot_change(frame, lang="en")
    assert ax.get_xscale() == "log"
    marks = {line.get_marker(): line for line in ax.lines if line.get_marker() in "o<"}
    assert texts(ax) == [
        "21 → 95 (× 4.52)", "0 → 1 (no ratio to 0)", "5 → 0 (× 0)", "7,730.28 → 7,545 (× 0.98)",
    ]  # fmt: skip
    assert marks["<"].get_xdata()[0] == ax.get_xlim()[0]  # 5 to 0
    hollow = [line for line in ax.lines if line.get_markerfacecolor() == "white"]
    assert len(hollow) == 1  # fees
    drawn = [tuple(map(float, line.get_xdata())) for line in ax.lines if line.get_alpha() == 0.55]
    received = frame[frame["indicator"] == "received"].iloc[0]
    assert drawn[0] == (received["ratio_low"], received["ratio_high"])
    assert drawn[1][0] == ax.get_xlim()[0]


def test_pairs_that_cannot_be_compared_are_named(cells: pd.DataFrame) -> None:
    old = cells[cells["edition"] == "2019"].assign(year=2020, report="s-2020")
    new = cells[cells["report"] == f"{CITY}-2023"].assign(
        issuer=old["issuer"].iloc[0], year=2021, report="s-2021"
    )
    frame = reportkit.change(pd.concat([old, new, new.assign(year=2024, report="s-2024")]))
    own = frame[frame["indicator"].isin(["received", "normative_issued"])]
    ax = plot_change(own)
    said = [text.replace("\n", "") for text in texts(ax)]
    assert said == ["859 → 3,511（4.09 倍）", "不可比", "不可比", "不可比"]
    told = note(ax)
    assert "2020 → 2021 规范性文件本年制发（2019 年版没有此项）" in told
    assert "（2022、2023 年没有唯一的报告）" in told
    assert "the 2019 edition has no such figure" in note(plot_change(own, lang="en"))


def test_a_share_of_no_cases_does_not_change(xiuwu: Report) -> None:
    frame = reportkit.change(pd.concat([xiuwu.cells, xiuwu.cells.assign(year=2024, report="b")]))
    ax = plot_change(frame[frame["indicator"] == "corrected_all"], lang="en")
    assert texts(ax) == ["nothing to divide by"]
    assert ax.get_title(loc="left") == "修武县人民政府 2023 → 2024: Change in percentage points"


def test_changes_that_contradict_themselves_are_refused(cells: pd.DataFrame) -> None:
    frame = reportkit.change(cells)
    with pytest.raises(FrameError, match="shares, which change by points, and counts"):
        plot_change(frame)
    one = frame[frame["indicator"] == "share_disclosed"]
    with pytest.raises(FrameError, match="outside of its interval"):
        plot_change(one.assign(difference=99))
    with pytest.raises(FrameError, match="between what cannot be compared"):
        plot_change(one.assign(comparable=False))
    with pytest.raises(FrameError, match=r"rows, more than 60"):
        plot_change(frame[frame["difference_unit"] == "percentage points"])


# --- plot_funnel ----------------------------------------------------------------------------------


def bodies(xiuwu: Report, counts: list[tuple[int, int]]) -> pd.DataFrame:
    every = [
        put(put(xiuwu.cells, "granted", "total", part), "outcomes_total", "total", whole).assign(
            report=f"b{place:02d}-2023", issuer=f"第{place:02d}县人民政府"
        )
        for place, (part, whole) in enumerate(counts)
    ]
    return compare(pd.concat(every), codes=["share_granted"])


COUNTS = [(5, 10), (50, 100), (495, 1000), (90, 100), (500, 1000), (2, 2), (45, 100)]


def test_a_funnel_draws_shares_and_limits(xiuwu: Report) -> None:
    frame = bodies(xiuwu, COUNTS)
    ax = plot_funnel(frame, lang="en")
    marks = {line.get_label(): line for line in ax.lines if line.get_marker() in ("o", "^", "D")}
    drawn = sorted((float(x), float(y)) for line in marks.values() for x, y in line.get_xydata())
    assert drawn == sorted((whole, part / whole) for part, whole in COUNTS)
    assert list(marks["outside of the 99.8% limits"].get_xydata()[0]) == [100, 0.9]
    centre = sum(part for part, _ in COUNTS) / sum(whole for _, whole in COUNTS)
    limits = [line for line in ax.lines if line.get_marker() == "_"]
    sizes = [2, 10, 100, 1000]
    for line, tail in zip(limits, (0.001, 0.999, 0.025, 0.975), strict=True):
        assert list(line.get_xdata()) == sizes
        assert line.get_ydata() == pytest.approx(binom.ppf(tail, sizes, centre) / sizes)
    bands = [line for line in ax.lines if line.get_label() == "_limit"]
    for line, tail in zip(bands, (0.001, 0.999, 0.025, 0.975), strict=True):
        x = line.get_xdata()
        assert set(sizes) | set(range(2, 50)) <= set(x), "between the bodies, too"
        assert line.get_ydata() == pytest.approx(binom.ppf(tail, x, centre) / x)
    assert f"all: {centre:.0%}" in texts(ax)


def test_of_a_rare_event_the_centre_may_lie_above_the_limits(xiuwu: Report) -> None:
    frame = bodies(xiuwu, [(0, 1), (0, 3), (2, 2000)])
    assert (frame["high_95"] < frame["centre"]).any()
    ax = plot_funnel(frame)
    (all_points,) = [line.get_xydata() for line in ax.lines if line.get_marker() == "o"]
    assert len(all_points) == 3


def test_who_is_outside_is_named_and_a_small_count_is_not(xiuwu: Report) -> None:
    """2 of 2 is the highest share, and nothing out of the ordinary; the chart ranks nobody."""
    frame = bodies(xiuwu, COUNTS).assign(note="")  # only the total column was changed
    ax = plot_funnel(frame)
    names = [text for text in texts(ax) if "人民政府" in text]
    assert [name.split("\n")[0] for name in names] == ["第03县人民政府"]
    assert names[0].endswith("90 / 100 件（90%）")
    assert "第05县人民政府" not in describe(ax)
    assert "界限内：6" in describe(ax)
    assert "rank" not in plot_funnel(frame, lang="en").get_xlabel().replace("ranked", "")
    assert "分母不足 30 的 2 个" in note(ax)


def courts(xiuwu: Report, counts: list[tuple[int, int]]) -> pd.DataFrame:
    every = [
        put(put(xiuwu.cells, "outcomes_total", "total", whole), "granted", "total", whole).assign(
            report=f"b{place:02d}-2023", issuer=f"第{place:02d}县人民政府",
            value=lambda cells, part=part: cells["value"].mask(
                cells["item"].eq("reconsideration") & cells["column"].eq("total"), float(part)),
        )
        for place, (part, whole) in enumerate(counts)
    ]  # fmt: skip
    return compare(pd.concat(every), codes=["reconsideration_per_100"]).assign(note="")


CASES = [(1, 3), (60, 600), (72, 600), (110, 600), (48, 600), (12, 8), (81, 900)]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_funnel_draws_rates_and_limits(xiuwu: Report, lang: str) -> None:
    """Rates may be above 100; cases stand beside requests and are no part of them."""
    frame = courts(xiuwu, CASES)
    ax = plot_funnel(frame, lang=lang)
    marks = [line for line in ax.lines if line.get_marker() in ("o", "^", "D")]
    drawn = sorted((float(x), float(y)) for line in marks for x, y in line.get_xydata())
    assert drawn == sorted((whole, 100 * part / whole) for part, whole in CASES)
    centre = sum(part for part, _ in CASES) / sum(whole for _, whole in CASES)
    limits = [line for line in ax.lines if line.get_marker() == "_"]
    sizes = np.array([3, 8, 600, 900])
    for line, tail in zip(limits, (0.001, 0.999, 0.025, 0.975), strict=True):
        assert line.get_ydata() == pytest.approx(100 * poisson.ppf(tail, sizes * centre) / sizes)
    bands = [line for line in ax.lines if line.get_label() == "_limit"]
    for line, tail in zip(bands, (0.001, 0.999, 0.025, 0.975), strict=True):
        x = line.get_xdata()
        assert len(x) >= 200
        assert line.get_ydata() == pytest.approx(100 * poisson.ppf(tail, x * centre) / x)
    assert any("11.6" in text for text in texts(ax))
    told = describe(ax)
    assert ("12 件对 8 件（150.0）" if lang == "zh" else "12 for 8 (150.0)") in told
    assert "%" not in "".join(label.get_text() for label in ax.get_yticklabels())
    assert ax.get_ylim()[1] > 150
    assert ("同一比率" if lang == "zh" else "the peers' rate") in note(ax)


def test_a_rate_of_a_few_in_many_thousands_is_not_told_as_0(xiuwu: Report) -> None:
    frame = courts(xiuwu, [(1, 90_000), (400, 90_000), (2, 90_000)])
    assert "1 for 90,000 (0.0011)" in describe(plot_funnel(frame, lang="en"))


def test_who_finds_no_room_is_counted(xiuwu: Report) -> None:
    counts = [(90, 100), (10, 100)] * 20 + [(500, 1000)] * 3
    _, ax = plt.subplots(figsize=(3.3, 2.5))
    plot_funnel(bodies(xiuwu, counts), ax=ax, lang="en")
    named = sum("人民政府" in text.replace("\n", "") for text in texts(ax))
    assert 0 < named < 40
    assert f"{40 - named} more are outside" in ax.get_xlabel().replace("\n", " ")
    assert describe(ax).count("of 100 (90%)") == 20


def test_few_peers_and_those_left_out_are_told(cells: pd.DataFrame) -> None:
    frame = compare(cells, codes=["corrected_all"]).query("year == 2023")
    ax = plot_funnel(frame)
    assert "同类不足 5 个" in note(ax)
    assert "未列入（无此占比或无同类）：修武县人民政府" in note(ax)
    assert f"存疑：{DISTRICT}" in note(ax)


def test_a_funnel_is_of_one_share_year_and_group(cells: pd.DataFrame, xiuwu: Report) -> None:
    both = compare(cells, codes=["share_disclosed", "share_denied"])
    with pytest.raises(FrameError, match=r"2 of indicator .*choose: frame\[frame\[.indicator"):
        plot_funnel(both)
    one = both[both["indicator"] == "share_denied"]
    with pytest.raises(FrameError, match=r"\d of year .*choose: frame\[frame\[.year.\] == 20"):
        plot_funnel(one)
    with pytest.raises(FrameError, match="no row has a value and peers"):
        plot_funnel(one.query("year == 2025"))
    frame = bodies(xiuwu, COUNTS)
    with pytest.raises(FrameError, match="contradict their limits"):
        plot_funnel(frame.assign(outside=""))
    with pytest.raises(FrameError, match="outside in an unknown way"):
        plot_funnel(frame.assign(outside="far"))
    with pytest.raises(FrameError, match="limits in a wrong order"):
        plot_funnel(frame.assign(low_95=1.0))
    with pytest.raises(FrameError, match="unit '件' is not one of share, per 100"):
        plot_funnel(frame.assign(unit="件"))
    with pytest.raises(FrameError, match="different centres"):
        plot_funnel(frame.assign(peers=range(7)))
