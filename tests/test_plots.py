"""Charts, read back from what they draw."""

from collections.abc import Iterator

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch, Rectangle

from reportkit import (
    FrameError,
    Report,
    applicants,
    describe,
    flow,
    indicators,
    plot_applicants,
    plot_flow,
    plot_outcomes,
)
from test_checks import change

CHARTS = [(plot_flow, flow), (plot_outcomes, indicators), (plot_applicants, applicants)]


@pytest.fixture(autouse=True)
def close() -> Iterator[None]:
    yield
    plt.close("all")


def texts(ax: Axes) -> list[str]:
    return [text.get_text() for text in ax.texts]


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
    nodes = {round(patch.get_x(), 2): [] for patch in ax.patches if isinstance(patch, Rectangle)}
    for patch in ax.patches:
        if isinstance(patch, Rectangle):
            nodes[round(patch.get_x(), 2)].append(patch.get_height())
    (received,), (accepted,), (granted, carried) = (nodes[x] for x in sorted(nodes))
    assert received == pytest.approx(accepted)
    assert granted / received == pytest.approx(8 / 10)
    assert carried / received == pytest.approx(2 / 10)
    bands = [patch for patch in ax.patches if isinstance(patch, PathPatch)]
    heights = [patch.get_path().vertices[0, 1] - patch.get_path().vertices[7, 1] for patch in bands]
    assert heights == pytest.approx([received, granted, carried])
    assert texts(ax)[:4] == ["新收 10", "予以公开 8", "结转下年 2", "受理 10"]


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


def test_two_sides_that_differ_are_said_to_differ(xiuwu: Report) -> None:
    ax = plot_flow(flow(change(xiuwu.cells, "received", "total", 12)), lang="en")
    assert "Note: 12 came in, but 10 are accounted for" in texts(ax)[-1]
    heights = sorted(p.get_height() for p in ax.patches if isinstance(p, Rectangle))
    assert heights[-1] / (heights[0] + heights[1]) == pytest.approx(12 / 10)


def test_a_year_without_requests_has_no_bands(xiuwu: Report) -> None:
    ax = plot_flow(flow(xiuwu.cells.assign(value=xiuwu.cells["value"] * 0)))
    assert not [patch for patch in ax.patches if isinstance(patch, PathPatch)]
    assert "新收" in texts(ax)[-1]


def test_dots_and_intervals_are_the_indicators(xiuwu: Report) -> None:
    table = indicators(xiuwu.cells)
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


def test_several_reports_stand_side_by_side(xiuwu: Report) -> None:
    other = xiuwu.cells.assign(
        report="b-2023", issuer="乙县人民政府", value=xiuwu.cells["value"] * 2
    )
    ax = plot_outcomes(indicators(pd.concat([xiuwu.cells, other])))
    dots = [line for line in ax.lines if len(line.get_xdata()) == 1]
    assert len(dots) == 12
    assert (
        len({line.get_color() for line in dots}) == len({line.get_marker() for line in dots}) == 2
    )
    assert len({float(line.get_ydata()[0]) for line in dots}) == 12
    assert texts(ax)[6] == "乙县人民政府 2023 年：16 / 16 件（100%）"


def test_the_heat_map_prints_every_count(xiuwu: Report) -> None:
    ax = plot_applicants(applicants(xiuwu.cells))
    printed = np.array([int(text) for text in texts(ax)]).reshape(7, 6)
    assert printed[0].tolist() == printed[6].tolist() == [7, 1, 0, 0, 0, 0]
    assert printed.sum() == 16
    assert (np.asarray(ax.images[0].get_array()) == printed).all()
    assert ax.get_xlabel() == ""


def test_what_is_not_printed_is_hatched_and_not_zero(xiuwu: Report) -> None:
    blank = change(xiuwu.cells, "granted", "research", None, "blank")
    ax = plot_applicants(applicants(blank), lang="en")
    hatched = [patch for patch in ax.patches if patch.get_hatch()]
    assert [(patch.get_x(), patch.get_y()) for patch in hatched] == [(1.5, -0.5)]
    assert len(ax.texts) == 41
    assert ax.get_xlabel() == "Hatched: no number printed"


@pytest.mark.parametrize(("plot", "make"), CHARTS)
def test_a_frame_that_cannot_be_drawn_is_refused(plot, make, xiuwu: Report) -> None:
    frame = make(xiuwu.cells)
    with pytest.raises(FrameError, match="no rows"):
        plot(frame.iloc[:0])
    with pytest.raises(FrameError, match="lacks issuer"):
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


def test_only_charts_of_the_package_can_be_described() -> None:
    with pytest.raises(ValueError, match="not drawn by a plot function"):
        describe(plt.figure().add_subplot())
