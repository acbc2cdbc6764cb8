"""Charts of reasons, reviews, trends, changes and funnels: what all of them keep to."""

import pickle
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib import pyplot as plt
from matplotlib.axes import Axes

from reportkit import (
    FrameError,
    change,
    compare,
    describe,
    example_panel,
    indicators,
    plot_change,
    plot_funnel,
    plot_reasons,
    plot_review,
    plot_trend,
)

CITY = "宿迁市人民政府"


def trend(cells: pd.DataFrame) -> pd.DataFrame:
    return indicators(cells).query("indicator == 'share_disclosed'")


def changes(cells: pd.DataFrame) -> pd.DataFrame:
    return change(cells).query("indicator.isin(['share_disclosed', 'share_denied'])")


def funnel(cells: pd.DataFrame) -> pd.DataFrame:
    return compare(cells, codes=["share_disclosed"]).query("year == 2023")


def courts(cells: pd.DataFrame) -> pd.DataFrame:
    return compare(cells, codes=["reconsideration_per_100"]).query("year == 2023")


CHARTS = [
    (plot_reasons, indicators, "indicators(cells)"),
    (plot_review, indicators, "indicators(cells)"),
    (plot_trend, trend, "indicators(cells), of one indicator"),
    (plot_change, changes, "change(cells)"),
    (plot_funnel, funnel, "compare(cells)"),
    (plot_funnel, courts, "compare(cells)"),
]
each_chart = pytest.mark.parametrize(("plot", "make", "made_by"), CHARTS)
Plot = Callable[..., Axes]
Make = Callable[[pd.DataFrame], pd.DataFrame]


@pytest.fixture(autouse=True)
def close() -> Iterator[None]:
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def cells() -> pd.DataFrame:
    """The panel without the reports of one edition's own, so that six may stand side by side."""
    every = example_panel().cells
    return every[every["edition"] == "2021"]


@each_chart
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [3.3, 7])
def test_it_draws_in_both_languages_and_widths(
    plot: Plot, make: Make, made_by: str, lang: str, width: float, cells, tmp_path: Path
) -> None:
    """A missing glyph is a warning, and warnings are errors; a dollar sign is no formula."""
    before = dict(mpl.rcParams)
    named = cells.assign(issuer=cells["issuer"].replace(CITY, "$\\frac{1}{0$ 㵢镇 $x$"))
    _, ax = plt.subplots(figsize=(width, 6), layout="constrained")
    assert plot(make(named), ax=ax, lang=lang) is ax
    ax.figure.savefig(tmp_path / "chart.png", dpi=150)
    assert dict(mpl.rcParams) == before
    assert len(describe(ax)) > 60
    assert ("。" in describe(ax)) == (lang == "zh")


@each_chart
def test_what_cannot_be_drawn_is_refused(plot: Plot, make: Make, made_by: str, cells) -> None:
    frame = make(cells)
    for wrong in (frame.iloc[:0], frame.drop(columns="issuer")):
        with pytest.raises(FrameError) as told:
            plot(wrong)
        assert f"reportkit.{made_by}" in str(told.value)
    with pytest.raises(ValueError, match="not one of zh, en"):
        plot(frame, lang="fr")
    # A row twice: named as such, or as an issuer and year twice.
    with pytest.raises(FrameError, match="twice"):
        plot(pd.concat([frame, frame]))
    assert not plt.get_fignums()


@each_chart
def test_the_index_and_the_order_of_rows_within_a_report_mean_nothing(
    plot: Plot, make: Make, made_by: str, cells
) -> None:
    frame = make(cells)
    told = describe(plot(frame))
    assert describe(plot(frame.set_axis([0] * len(frame)))) == told
    if plot is not plot_change:  # whose rows stand as they come
        shuffled = frame.iloc[::-1].sort_values("report", key=lambda ids: ids.map(
            {name: place for place, name in enumerate(frame["report"].unique())}), kind="stable")  # fmt: skip
        assert describe(plot(shuffled)) == told


@each_chart
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_leaves_a_narrow_chart(
    plot: Plot, make: Make, made_by: str, lang: str, cells, tmp_path: Path
) -> None:
    long = "某某自治区某某自治州某某县人民政府某某街道办事处"
    named = cells.assign(issuer=cells["issuer"].replace(CITY, long))
    figure, ax = plt.subplots(figsize=(3.3, 9), layout="constrained")
    plot(make(named), ax=ax, lang=lang)
    for dpi in (100, 300):
        figure.set_dpi(dpi)
        figure.draw_without_rendering()
        texts = [*ax.texts, ax._left_title, ax.xaxis.label, *ax.get_yticklabels()]
        boxes = [text.get_window_extent() for text in texts if text.get_text()]
        assert len(boxes) > 4
        slack = 0.02 * dpi
        assert min(box.x0 for box in boxes) >= -slack
        assert max(box.x1 for box in boxes) <= figure.bbox.x1 + slack
        # The title begins where the row labels do.
        left = min([ax.bbox.x0, *(text.get_window_extent().x0 for text in ax.get_yticklabels())])
        assert ax._left_title.get_window_extent().x0 == pytest.approx(left, abs=0.03 * dpi)


def test_labels_beside_a_chart_do_not_touch(cells) -> None:
    """Three bodies within a point of one another."""
    frame = trend(cells).query("year == 2023")
    close_by = frame.assign(value=[0.5, 0.5, 0.51], low=0.4, high=0.6)
    figure, ax = plt.subplots(figsize=(3.3, 2.5), layout="constrained")
    plot_trend(close_by, ax=ax)
    figure.draw_without_rendering()
    names = [text for text in ax.texts if "人民政府" in text.get_text().replace("\n", "")]
    assert len(names) == 3
    boxes = sorted(
        (mpl.text.Text.get_window_extent(text) for text in names), key=lambda box: -box.y0
    )
    assert all(upper.y0 > lower.y1 - 1 for upper, lower in pairwise(boxes))


@each_chart
@pytest.mark.parametrize("kind", ["pdf", "svg"])
def test_it_is_saved_as_vectors_and_kept(
    plot: Plot, make: Make, made_by: str, kind: str, cells, tmp_path: Path
) -> None:
    ax = plot(make(cells))
    kept = pickle.loads(pickle.dumps(ax.figure))
    for number, figure in enumerate((ax.figure, kept)):
        figure.savefig(tmp_path / f"{number}.{kind}")
        assert (tmp_path / f"{number}.{kind}").stat().st_size > 5000
