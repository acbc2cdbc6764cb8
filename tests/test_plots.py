"""Charts, read back from what they draw."""

from collections.abc import Iterator
from itertools import pairwise

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.transforms import Bbox

from reportkit import (
    FrameError,
    Report,
    applicants,
    describe,
    flow,
    indicators,
    plot_applicants,
    plot_disclosure,
    plot_flow,
    plot_outcomes,
    plots,
)
from reportkit.fonts import chinese_font
from reportkit.indicators import OUTCOMES as GROUPS
from reportkit.plots.unhinted import unhinted
from support import change

CHARTS = [
    (plot_flow, flow), (plot_outcomes, indicators), (plot_applicants, applicants),
    (plot_disclosure, lambda cells: cells),
]  # fmt: skip


@pytest.fixture(autouse=True)
def close() -> Iterator[None]:
    yield
    plt.close("all")


def texts(ax: Axes) -> list[str]:
    return [text.get_text() for text in ax.texts]


def nodes(ax: Axes) -> dict[float, list[Rectangle]]:
    """Return the nodes of a flow by the place of their column."""
    found: dict[float, list[Rectangle]] = {}
    for patch in ax.patches:
        if isinstance(patch, Rectangle):
            found.setdefault(round(patch.get_x(), 2), []).append(patch)
    return found


def extents(artists) -> list[Bbox]:
    return [artist.get_window_extent() for artist in artists if artist.get_text()]


def put(frame: pd.DataFrame, row: dict[str, object], **values: object) -> pd.DataFrame:
    """Return the frame with values changed where the row's columns are as told."""
    here = (frame[list(row)] == pd.Series(row)).all(axis=1)
    assert here.any()
    return frame.assign(**{name: frame[name].mask(here, value) for name, value in values.items()})


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [3.3, 7])
@pytest.mark.parametrize(("plot", "make"), CHARTS)
def test_every_chart_draws_in_both_languages_and_widths(
    plot, make, lang: str, width: float, xiuwu: Report, tmp_path
) -> None:
    """A missing glyph is a warning, and warnings are errors."""
    before = dict(mpl.rcParams)
    _, ax = plt.subplots(figsize=(width, width / 2), layout="constrained")
    assert plot(make(xiuwu.cells), ax=ax, lang=lang) is ax
    ax.figure.savefig(tmp_path / "chart.png")  # fonts are looked up only when drawing
    assert (tmp_path / "chart.png").stat().st_size > 5000
    assert dict(mpl.rcParams) == before
    assert "修武县人民政府 2023" in ax.get_title(loc="left")
    told = describe(ax)
    assert told.startswith("修武县人民政府 2023")
    assert "7" in told or "8" in told


def test_bands_are_as_wide_as_their_counts(xiuwu: Report) -> None:
    ax = plot_flow(flow(xiuwu.cells))
    (received,), (accepted,), (granted, carried) = (
        [node.get_height() for node in found] for _, found in sorted(nodes(ax).items())
    )
    assert received == pytest.approx(accepted)
    assert granted / received == pytest.approx(8 / 10)
    assert carried / received == pytest.approx(2 / 10)
    bands = [patch for patch in ax.patches if isinstance(patch, PathPatch)]
    heights = [patch.get_path().vertices[0, 1] - patch.get_path().vertices[7, 1] for patch in bands]
    assert heights == pytest.approx([received, granted, carried])
    assert texts(ax)[:4] == ["新收 10", "予以公开 8", "结转下年 2", "待办合计（新收+结转） 10"]


def test_zeros_are_named_and_the_unknown_apart_from_them(xiuwu: Report) -> None:
    zero = texts(plot_flow(flow(xiuwu.cells), lang="en"))[-1]
    assert zero.replace("\n", " ") == (
        "None: Carried in, Granted in part, Denied, Unable to provide, Not processed, Other handling"
    )
    blank = change(xiuwu.cells, "denied_deliberative", "total", None, "blank")
    ax = plot_flow(flow(blank))
    note = texts(ax)[-1].split("\n")
    assert note[-1] == "不详：不予公开"
    assert "不予公开" not in note[0]
    assert "不予公开" not in " ".join(texts(ax)[:-1])


@pytest.mark.parametrize("received", [12, 7])
def test_two_sides_that_differ_are_said_to_differ(received: int, xiuwu: Report) -> None:
    ax = plot_flow(flow(change(xiuwu.cells, "received", "total", received)), lang="en")
    assert f"Note: {received} came in, but 10 are accounted for (hatched" in texts(ax)[-1]
    (source,), (node, difference), (granted, carried) = (
        found for _, found in sorted(nodes(ax).items())
    )
    unit = source.get_height() / received
    assert node.get_height() / unit == pytest.approx(max(received, 10))
    assert difference.get_hatch()
    assert difference.get_height() / unit == pytest.approx(abs(received - 10))
    assert difference.get_y() == pytest.approx(node.get_y())
    # No band begins or ends outside of the node in the middle.
    bands = [patch.get_path().vertices for patch in ax.patches if isinstance(patch, PathPatch)]
    assert min(band[[3, 4], 1].min() for band in bands) == pytest.approx(node.get_y())
    assert max(band[[3, 4], 1].max() for band in bands) == pytest.approx(1)
    assert (granted.get_height() + carried.get_height()) / unit == pytest.approx(10)


def test_two_equal_sides_have_nothing_hatched(xiuwu: Report) -> None:
    assert not [patch for patch in plot_flow(flow(xiuwu.cells)).patches if patch.get_hatch()]


def test_what_is_not_known_on_one_side_is_hatched_and_not_summed_up(xiuwu: Report) -> None:
    ax = plot_flow(flow(change(xiuwu.cells, "received", "total", None, "blank")))
    assert "待办合计（新收+结转） 不详" in texts(ax)
    assert texts(ax)[-1].split("\n")[-2:] == ["不详：新收", "斜线：另一侧没有对应的件数"]
    node, difference = sorted(nodes(ax).items())[0][1]
    assert difference.get_height() == node.get_height()
    assert describe(ax).startswith(
        "修武县人民政府 2023 年：申请从收到到办结（件）。待办合计（新收+结转） 不详、予以公开 8"
    )


@pytest.mark.parametrize(
    ("known", "total", "said", "count"),
    [
        ({}, 8, "办结 8（结果不详）", 3),
        ({"granted": 5}, 8, "其余办结 3（结果不详）", 4),
        ({"granted": 8}, 8, "", 3),
        ({}, None, "", 2),
    ],
)
def test_what_was_closed_has_a_band_where_its_outcomes_are_not_known(
    known: dict[str, float], total: float | None, said: str, count: int, xiuwu: Report
) -> None:
    table = flow(xiuwu.cells)
    for item in GROUPS:
        table = put(table, {"item": item}, count=known.get(item, pd.NA))
    table = put(table, {"item": "outcomes_total"}, count=pd.NA if total is None else total)
    ax = plot_flow(table)
    shown = [text.replace("\n", "") for text in texts(ax)]
    assert [text for text in shown if "结果不详" in text] == [said][: bool(said)]
    assert (said in describe(ax)) or not said
    bands = [patch for patch in ax.patches if isinstance(patch, PathPatch)]
    assert len(bands) == count
    # Both sides are of one size where the total is known: nothing is hatched, nor said to differ.
    hatched = [patch for patch in ax.patches if patch.get_hatch()]
    assert bool(hatched) == (total is None) == ("斜线" in describe(ax))
    assert "不详：" in describe(ax)


def test_a_year_without_requests_has_no_bands(xiuwu: Report) -> None:
    zero = flow(xiuwu.cells.assign(value=xiuwu.cells["value"] * 0))
    for lang, said in (("zh", "无申请"), ("en", "no requests")):
        ax = plot_flow(zero, lang=lang)
        assert not [patch for patch in ax.patches if isinstance(patch, PathPatch)]
        assert texts(ax)[0] == said
        assert said in describe(ax)
    assert "Received" in texts(ax)[-1]


def test_a_flow_of_which_nothing_is_known_says_so(xiuwu: Report) -> None:
    unknown = flow(xiuwu.cells).assign(count=pd.array([pd.NA] * 11, dtype="Float64"))
    assert texts(plot_flow(unknown))[0] == "不详"
    assert texts(plot_flow(unknown, lang="en"))[0] == "not known"


def test_the_rows_of_a_flow_may_stand_in_any_order(xiuwu: Report) -> None:
    table = flow(xiuwu.cells)
    assert texts(plot_flow(table.iloc[::-1])) == texts(plot_flow(table))


def test_the_rows_of_indicators_may_stand_in_any_order_under_any_index(xiuwu: Report) -> None:
    table = indicators(xiuwu.cells)
    ax = plot_outcomes(table.iloc[::-1].set_axis([0] * len(table)))
    assert texts(ax) == texts(plot_outcomes(table))
    assert describe(ax) == describe(plot_outcomes(table))


def test_accepted_is_the_sum_of_what_came_in(xiuwu: Report) -> None:
    table = flow(xiuwu.cells)
    with pytest.raises(FrameError, match="accepted is 11, but received and carried in are 10"):
        plot_flow(put(table, {"item": "accepted"}, count=11))
    assert "待办合计（新收+结转） 不详" in texts(
        plot_flow(put(table, {"item": "accepted"}, count=pd.NA))
    )


FLOW, APPLICANTS, OUTCOMES = (
    (plot_flow, flow, {"side": "out", "item": "denied"}),
    (plot_applicants, applicants, {"item": "denied", "column": "research"}),
    (plot_outcomes, indicators, {"indicator": "share_denied"}),
)


@pytest.mark.parametrize(("plot", "make", "row"), [FLOW, APPLICANTS, OUTCOMES])
def test_rows_that_stand_twice_or_lack_are_refused(plot, make, row, xiuwu: Report) -> None:
    table = make(xiuwu.cells)
    here = (table[list(row)] == pd.Series(row)).all(axis=1)
    with pytest.raises(FrameError, match="2 of the frame's rows stand twice") as told:
        plot(pd.concat([table, table[here]]))
    assert all(name in str(told.value) for name in row.values())
    with pytest.raises(
        FrameError, match=f"lacks 1 of the chart's rows: .*{' '.join(row.values())}"
    ):
        plot(table[~here])
    with pytest.raises(FrameError, match="lacks the column blanks"):
        plot(table.drop(columns="blanks"))
    assert not plt.get_fignums()


@pytest.mark.parametrize(("plot", "make", "row"), [FLOW, APPLICANTS])
def test_unknown_items_and_counts_below_0_are_refused(plot, make, row, xiuwu: Report) -> None:
    table = make(xiuwu.cells)
    with pytest.raises(FrameError, match=r"unknown to this chart(.|\n)*refused"):
        plot(put(table, row, item="refused"))
    with pytest.raises(FrameError, match=r"1 of the frame's rows hold a count below 0(.|\n)*-3"):
        plot(put(table, row, count=-3))


@pytest.mark.parametrize(
    ("plot", "make", "row", "said"),
    [
        (*FLOW, ["空白按 0 计：不予公开", "Blanks read as 0: Denied"]),
        (
            *APPLICANTS,
            ["空白按 0 计：不予公开（科研机构）", "Blanks read as 0: Denied (Research institutes)"],
        ),
        (*OUTCOMES, ["空白按 0 计：不予公开", "Blanks read as 0: Denied"]),
    ],
)
def test_blanks_read_as_0_are_told(plot, make, row, said: list[str], xiuwu: Report) -> None:
    table = put(make(xiuwu.cells), row, blanks="read as 0")
    for lang, words in zip(("zh", "en"), said, strict=True):
        ax = plot(table, lang=lang)
        assert words in (texts(ax)[-1] if plot is plot_flow else ax.get_xlabel())
        assert words in describe(ax)
        assert words[:6] not in describe(plot(make(xiuwu.cells), lang=lang))


def test_dots_and_intervals_are_the_indicators(xiuwu: Report) -> None:
    table = indicators(xiuwu.cells).head(6)
    ax = plot_outcomes(table)
    lines = [line.get_xdata() for line in ax.lines]
    intervals = [tuple(x) for x in lines if len(x) == 2]
    dots = [x[0] for x in lines if len(x) == 1]
    assert dots == table["value"].tolist() == [1, 0, 0, 0, 0, 0]
    assert intervals == list(zip(table["low"], table["high"], strict=True))
    assert texts(ax)[0] == "8 / 8 件（100%）"
    assert "办结仅 8 件" in ax.get_xlabel()
    assert "Wilson" in ax.get_xlabel()
    assert ax.get_yticklabels()[0].get_text() == "予以公开"


def test_many_requests_need_no_warning(xiuwu: Report) -> None:
    many = xiuwu.cells.assign(value=xiuwu.cells["value"] * 100)
    assert "wide" not in plot_outcomes(indicators(many), lang="en").get_xlabel()


def test_what_is_undefined_has_no_dot(xiuwu: Report) -> None:
    ax = plot_outcomes(indicators(xiuwu.cells.assign(value=xiuwu.cells["value"] * 0)), lang="en")
    assert len(ax.lines) == 0
    assert texts(ax) == ["no requests closed"] * 6
    blank = change(xiuwu.cells, "outcomes_total", "total", None, "blank")
    ax = plot_outcomes(indicators(blank))
    assert len(ax.lines) == 0
    assert texts(ax) == ["不详"] * 6


def some(xiuwu: Report, *reports: tuple[str, int], times: int = 1) -> pd.DataFrame:
    """Return the indicators of as many reports, each of `times` the counts of the one before."""
    return indicators(
        pd.concat(
            xiuwu.cells.assign(
                report=f"r{place}", issuer=issuer, year=year,
                value=xiuwu.cells["value"] * times**place,
            )
            for place, (issuer, year) in enumerate(reports)
        )
    )  # fmt: skip


def named(ax: Axes) -> list[str]:
    return [text.get_text().replace("\n", "") for text in ax.get_legend().get_texts()]


def test_several_reports_stand_side_by_side(xiuwu: Report) -> None:
    ax = plot_outcomes(some(xiuwu, ("甲县人民政府", 2023), ("乙县人民政府", 2023), times=2))
    dots = [line for line in ax.lines if len(line.get_xdata()) == 1]
    assert len(dots) == 12
    assert (
        len({line.get_color() for line in dots}) == len({line.get_marker() for line in dots}) == 2
    )
    assert len({float(line.get_ydata()[0]) for line in dots}) == 12
    assert ax.get_title(loc="left") == "2023 年：办理结果占比"
    assert named(ax) == ["甲县人民政府", "乙县人民政府"]
    handles = ax.get_legend().legend_handles
    assert [(line.get_color(), line.get_marker()) for line in handles] == [
        (dots[place].get_color(), dots[place].get_marker()) for place in (0, 6)
    ]
    assert texts(ax)[6] == "16 / 16 件（100%）"
    assert ax.texts[6].get_color() == dots[6].get_color()
    assert "。乙县人民政府：予以公开 16 / 16 件（100%，区间 81%–100%）" in describe(ax)


def test_reports_are_named_by_what_tells_them_apart(xiuwu: Report) -> None:
    years = some(xiuwu, ("甲县", 2023), ("甲县", 2024))
    ax = plot_outcomes(years)
    assert ax.get_title(loc="left") == "甲县：办理结果占比"
    assert named(ax) == ["2023 年", "2024 年"]
    ax = plot_outcomes(years, lang="en")
    assert ax.get_title(loc="left") == "甲县: Share of each outcome"
    assert named(ax) == ["2023", "2024"]
    ax = plot_outcomes(some(xiuwu, ("甲县", 2023), ("乙县", 2024)))
    assert ax.get_title(loc="left") == "办理结果占比"
    assert named(ax) == ["甲县 2023 年", "乙县 2024 年"]
    ax = plot_outcomes(some(xiuwu, ("甲县", 2023), ("甲县", 2023)))
    assert ax.get_title(loc="left") == "甲县 2023 年：办理结果占比"
    assert named(ax) == ["r0", "r1"]
    unknown = years.assign(issuer=years["issuer"].mask(years["report"] == "r0"))
    assert named(plot_outcomes(unknown)) == ["r0", "r1"]


def test_few_requests_are_told_of_the_reports_that_have_them(xiuwu: Report) -> None:
    table = some(xiuwu, ("甲县", 2022), ("甲县", 2023), ("甲县", 2024), times=2)
    ax = plot_outcomes(table)
    assert ax.get_xlabel().endswith("办结不足 30 件，区间很宽：2022 年（8 件）、2023 年（16 件）")
    ax = plot_outcomes(table, lang="en")
    assert "fewer than 30 requests closed, wide intervals: 2022 (8), 2023 (16)" in describe(ax)


def test_six_reports_are_told_apart_and_no_more(xiuwu: Report) -> None:
    years = [("甲县", year) for year in range(2018, 2025)]
    ax = plot_outcomes(some(xiuwu, *years[:6]))
    handles = ax.get_legend().legend_handles
    assert len({line.get_color() for line in handles}) == 6
    assert len({line.get_marker() for line in handles}) == 6
    with pytest.raises(FrameError, match=r"holds 7 reports.*choose at most 6"):
        plot_outcomes(some(xiuwu, *years))


@pytest.mark.parametrize(
    ("part", "whole", "share"),
    [
        (997, 1000, "99.7%"), (1, 1000, "0.1%"), (99_999, 100_000, ">99.9%"), (0, 1000, "0%"),
        (1000, 1000, "100%"), (615, 1000, "62%"), (5, 1000, "1%"), (994, 1000, "99%"),
        (4, 32, "13%"), (29, 200, "15%"), (995, 1000, "99.5%"), (4, 1000, "0.4%"),
    ],
)  # fmt: skip
def test_only_all_is_100_percent_and_only_none_is_0(
    part: int, whole: int, share: str, xiuwu: Report
) -> None:
    row = {"indicator": "share_granted"}
    table = put(indicators(xiuwu.cells), row, value=part / whole, low=0, high=1, numerator=part,
                denominator=whole)  # fmt: skip
    ax = plot_outcomes(table, lang="en")
    assert texts(ax)[0] == f"{part:,} of {whole:,} ({share})"
    # A statement has as many decimals in all its figures.
    ends = "0.0%–100.0%" if "." in share else "0%–100%"
    assert f"({share}, interval {ends})" in describe(ax)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"value": 1.2, "high": 1.3}, "not from 0 to 1"),
        ({"value": -0.1, "low": -0.2}, "not from 0 to 1"),
        ({"value": 0.1, "low": 0.2, "high": 0.3}, "outside of its interval"),
        ({"value": 0.4, "low": 0.2, "high": 0.3}, "outside of its interval"),
        ({"value": 0.4, "low": -0.2, "high": 0.5}, "leaves 0 to 1"),
        ({"value": 0.4, "low": pd.NA, "high": 0.5}, "without its interval"),
        ({"numerator": pd.NA}, "without its interval or counts"),
    ],
)
def test_shares_that_cannot_be_are_refused(values: dict, said: str, xiuwu: Report) -> None:
    with pytest.raises(FrameError, match=f"1 of the frame's rows .*{said}(.|\n)*share_denied"):
        plot_outcomes(put(indicators(xiuwu.cells), {"indicator": "share_denied"}, **values))


def test_a_description_of_outcomes_tells_the_intervals(xiuwu: Report) -> None:
    told = describe(plot_outcomes(indicators(xiuwu.cells)))
    assert "予以公开 8 / 8 件（100%，区间 68%–100%）、部分公开 0 / 8 件（0%，区间 0%–32%）" in told


def test_the_heat_map_prints_every_count(xiuwu: Report) -> None:
    ax = plot_applicants(applicants(xiuwu.cells))
    printed = np.array([int(text) for text in texts(ax)[:42]]).reshape(7, 6)
    assert printed[0].tolist() == printed[6].tolist() == [7, 1, 0, 0, 0, 0]
    assert printed.sum() == 16
    shaded = np.ma.filled(np.ma.asarray(ax.images[0].get_array(), dtype=float), np.nan)
    assert (shaded[:6] == printed[:6]).all()
    assert np.isnan(shaded[6]).all()  # totals are not shaded
    assert ax.get_xlabel() == ""


@pytest.mark.parametrize(
    ("lang", "heading"), [("zh", "法人或其他组织"), ("en", "Legal persons and other organisations")]
)
@pytest.mark.parametrize("width", [3.3, 5.2, 7])
def test_organisations_have_a_heading(width: float, lang: str, heading: str, xiuwu: Report) -> None:
    _, ax = plt.subplots(figsize=(width, 0.6 * width), layout="constrained")
    plot_applicants(applicants(xiuwu.cells), ax=ax, lang=lang)
    ax.figure.draw_without_rendering()
    assert texts(ax)[-1] == heading
    (box,) = extents(ax.texts[-1:])
    assert (box.x0 + box.x1) / 2 == pytest.approx(ax.transData.transform((3, 0))[0])
    assert ax.lines[-1].get_xdata() == pytest.approx([0.6, 5.4])
    # Title, heading and names of columns stand above each other.
    title = ax._left_title.get_window_extent()
    assert title.y0 > box.y1
    names = extents(ax.get_xticklabels())
    assert box.y0 > max(name.y1 for name in names)
    assert all(left.x1 < right.x0 for left, right in pairwise(names))


def test_what_has_no_number_shows_a_dot_and_not_zero(xiuwu: Report) -> None:
    blank = change(xiuwu.cells, "granted", "research", None, "blank")
    ax = plot_applicants(applicants(blank), lang="en")
    assert [place for place, text in enumerate(texts(ax)) if text == "·"] == [2]
    assert not [patch for patch in ax.patches if patch.get_hatch()]
    assert np.ma.is_masked(ax.images[0].get_array()[0, 2])
    assert ax.get_xlabel() == "·: no number, or a sum that lacks one"
    # A group is not added up without one of its cells.
    ax = plot_applicants(
        applicants(change(xiuwu.cells, "denied_deliberative", "research", None, "blank"))
    )
    assert [place for place, text in enumerate(texts(ax)) if text == "·"] == [2 * 6 + 2]
    assert ax.get_xlabel() == "·：无数字，或因缺数字无法合计"


def test_a_description_of_applicants_is_complete(xiuwu: Report) -> None:
    table = applicants(xiuwu.cells)
    told = describe(plot_applicants(table))
    assert told.endswith("办结合计 × 自然人 7、办结合计 × 商业企业 1。其余为 0")
    unknown = put(table, {"item": "denied"}, count=pd.NA)
    unknown = put(unknown, {"item": "other", "column": "research"}, count=pd.NA)
    told = describe(plot_applicants(unknown))
    assert told.endswith("。不详：不予公开、其他处理（科研机构）。其余为 0")
    nothing = table.assign(count=table["count"] * 0)
    assert describe(plot_applicants(nothing, lang="en")).endswith("applicant. All are 0")


@pytest.mark.parametrize(("plot", "make"), CHARTS[1:])
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [3.3, 7])
def test_titles_begin_where_the_row_labels_do(
    width: float, lang: str, plot, make, xiuwu: Report
) -> None:
    _, ax = plt.subplots(figsize=(width, 0.6 * width), layout="constrained")
    plot(make(change(xiuwu.cells, "granted", "research", None, "blank")), ax=ax, lang=lang)
    ax.figure.draw_without_rendering()
    left = min(label.x0 for label in extents(ax.get_yticklabels()))
    for text in (ax._left_title, ax.xaxis.label):
        assert text.get_window_extent().x0 == pytest.approx(left, abs=3)


def test_nothing_touches_or_leaves_a_narrow_chart(xiuwu: Report) -> None:
    long = "某某自治区某某自治州某某县人民政府某某街道办事处"
    for lang in ("zh", "en"):
        figure, ax = plt.subplots(figsize=(3.3, 4), layout="constrained")
        plot_outcomes(some(xiuwu, (long, 2022), (f"{long}乙", 2023), times=300), ax=ax, lang=lang)
        figure.draw_without_rendering()
        ticks = extents(ax.get_xticklabels())
        assert all(a.x1 + 2 < b.x0 for a, b in pairwise(ticks))
        rows = sorted(extents(ax.texts), key=lambda box: -box.y0)
        assert all(a.y0 > b.y1 - 1 for a, b in pairwise(rows))
        legend = ax.get_legend().get_window_extent()
        assert ax.bbox.y1 <= legend.y0
        assert legend.y1 <= ax._left_title.get_window_extent().y0
        boxes = [*ticks, *rows, legend, *extents([ax._left_title, ax.xaxis.label])]
        assert all(box.x0 >= -1 and box.x1 <= figure.bbox.x1 + 1 for box in boxes)


@pytest.mark.parametrize(("plot", "make"), CHARTS)
def test_a_frame_that_cannot_be_drawn_is_refused(plot, make, xiuwu: Report) -> None:
    frame = make(xiuwu.cells)
    with pytest.raises(FrameError, match="no rows"):
        plot(frame.iloc[:0])
    with pytest.raises(FrameError, match="lacks the column issuer"):
        plot(frame.drop(columns="issuer"))
    with pytest.raises(ValueError, match="not one of zh, en"):
        plot(frame, lang="fr")
    assert not plt.get_fignums()


@pytest.mark.parametrize(("plot", "make"), [CHARTS[0], CHARTS[2]])
def test_several_reports_where_one_is_meant_are_refused(plot, make, xiuwu: Report) -> None:
    frame = pd.concat([make(xiuwu.cells), make(xiuwu.cells.assign(report="b-2023"))])
    with pytest.raises(FrameError, match="holds 2 reports"):
        plot(frame)


@pytest.mark.parametrize(("plot", "make"), CHARTS)
def test_a_dollar_sign_in_a_name_is_no_formula(plot, make, xiuwu: Report, tmp_path) -> None:
    ax = plot(make(xiuwu.cells.assign(issuer="$\\frac{1}{0$ 县 $x$")))
    ax.figure.savefig(tmp_path / "chart.png")
    assert ax.get_title(loc="left").startswith("$\\frac{1}{0$ 县 $x$")


def test_a_backend_that_is_loaded_meanwhile_stays_interactive() -> None:
    """As a notebook's does with its first figure: else no later one would show."""
    font, before = mpl.rcParams["font.family"], mpl.rcParams["interactive"]
    try:
        with chinese_font():
            assert mpl.rcParams["font.family"] != font
            mpl.interactive(not before)
        assert mpl.rcParams["interactive"] != before
        assert mpl.rcParams["font.family"] == font
    finally:
        mpl.interactive(before)


def test_only_charts_of_the_package_can_be_described() -> None:
    with pytest.raises(ValueError, match="not drawn by a plot function"):
        describe(plt.figure().add_subplot())


def test_every_chart_says_how_axes_of_ones_own_are_made() -> None:
    charts = [chart for name, chart in vars(plots).items() if name.startswith("plot_")]
    assert len(charts) >= 14
    told = 'with ``plt.subplots(layout="constrained")``: labels would be cut off otherwise.'
    assert [c.__name__ for c in charts if told not in " ".join((c.__doc__ or "").split())] == []


def test_words_of_small_type_stay_apart(xiuwu: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hinted, each space loses a part of its few pixels; what is not ours is drawn as ever."""
    drawn: list[str] = []
    draw_text = RendererAgg.draw_text

    def watched(*args: object, **options: object) -> None:
        drawn.append(mpl.rcParams["text.hinting"])
        draw_text(*args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(RendererAgg, "draw_text", watched)
    ax = plot_flow(flow(xiuwu.cells), lang="en")
    size = ax.xaxis.label.get_fontsize() - 0.5
    spaced, joined = (
        ax.text(0, 0, text, fontsize=size) for text in ("a b " * 20 + "c", "ab" * 20 + "c")
    )
    own, _ = plt.subplots()
    own.text(0, 0, "mine")

    def room(dpi: int) -> float:
        ax.figure.set_dpi(dpi)
        ax.figure.draw_without_rendering()
        with unhinted():
            return (spaced.get_window_extent().width - joined.get_window_extent().width) / dpi

    assert repr(ax.figure).startswith("<Figure size "), "as it stands in notebooks"
    assert room(100) == pytest.approx(room(1600), rel=0.02)
    before = mpl.rcParams["text.hinting"]
    ax.figure.canvas.draw()
    assert set(drawn) == {"no_hinting"}
    drawn.clear()
    own.canvas.draw()
    assert set(drawn) == {before} != {"no_hinting"}
    assert mpl.rcParams["text.hinting"] == before
