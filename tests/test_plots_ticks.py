"""No label of a numeric axis touches another, whatever is drawn, at any width, in both languages."""

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from matplotlib import pyplot as plt
from matplotlib.axes import Axes

import reportkit
from reportkit import (
    compare,
    example,
    example_panel,
    indicators,
    plot_change,
    plot_disclosure,
    plot_funnel,
    plot_outcomes,
    plot_trend,
    read_report,
)
from reportkit.codebook import Lang
from support import change as put

WIDTHS = (3.3, 5.2, 7.0)
FEW = settings(
    max_examples=3,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
#: As even over powers of ten as reports are.
COUNTS = st.floats(0, 7.5).map(lambda power: round(10**power))
RATIOS = st.floats(-2.5, 3.5).map(lambda power: 10**power)

XIUWU = read_report(example("xiuwu-2023")).cells
PANEL = example_panel().cells


def assert_apart(plot: Callable[..., Axes], frame: pd.DataFrame, axes: str = "x") -> None:
    """Draw at each width and in each language, and look at the boxes of labels."""
    for width in WIDTHS:
        langs: tuple[Lang, ...] = ("zh", "en")
        for lang in langs:
            _, ax = plt.subplots(figsize=(width, 3.5), layout="constrained")
            plot(frame, ax=ax, lang=lang)
            ax.figure.draw_without_rendering()
            for which in axes:
                axis, at = (ax.xaxis, 0) if which == "x" else (ax.yaxis, 1)
                ends = sorted(axis.get_view_interval())
                shown = [tick.label1 for tick in axis.get_major_ticks()
                         if ends[0] <= tick.get_loc() <= ends[1] and tick.label1.get_text()]  # fmt: skip
                assert shown
                boxes = sorted((t.get_window_extent().get_points() for t in shown),
                               key=lambda box: box[0][at])  # fmt: skip
                space = 0.4 * ax.figure.dpi / 72 * shown[0].get_fontsize() if which == "x" else 0
                for a, b in pairwise(boxes):
                    assert a[1][at] + space <= b[0][at], [
                        (width, lang), [text.get_text() for text in shown]
                    ]  # fmt: skip
            plt.close("all")


@FEW
@given(st.lists(COUNTS, min_size=9, max_size=9))
def test_disclosure(counts: list[int]) -> None:
    own = XIUWU[XIUWU["table"] == "disclosure"].reset_index(drop=True)
    here = own["unit"] != "万元"
    assert here.sum() == len(counts)
    values = own["value"].copy()
    values[here] = counts
    assert_apart(plot_disclosure, own.assign(value=values))


@FEW
@given(st.lists(RATIOS, min_size=3, max_size=3), st.booleans())
def test_change(moved: list[float], points: bool) -> None:
    frame = reportkit.change(PANEL)
    frame = frame[(frame["issuer"] == "淮安市洪泽区人民政府") & (frame["year"] == 2024)]
    if points:
        own = frame[frame["indicator"].str.fullmatch("share_(disclosed|refused|granted)")]
        change = [(x if x < 1 else -x) for x in moved]
        bounds = ("difference", "difference_low", "difference_high")
        own = own.assign(**dict.fromkeys(bounds, change))
    else:
        own = frame[frame["indicator"].isin(["received", "closed", "reconsideration"])]
        own = own.assign(ratio=moved, ratio_low=[x / 2 for x in moved],
                         ratio_high=[x * 1.5 for x in moved])  # fmt: skip
    assert len(own) == 3
    assert_apart(plot_change, own)


@FEW
@given(st.lists(st.tuples(COUNTS.map(lambda n: n + 1), st.floats(0, 1)), min_size=3, max_size=6))
def test_funnel(bodies: list[tuple[int, float]]) -> None:
    every = [
        put(put(XIUWU, "granted", "total", round(whole * part)), "outcomes_total", "total", whole)
        .assign(report=f"b{place}-2023", issuer=f"第{place}县人民政府")
        for place, (whole, part) in enumerate(bodies)
    ]  # fmt: skip
    assert_apart(plot_funnel, compare(pd.concat(every), codes=["share_granted"]), "xy")


@FEW
@given(st.integers(1, 18), COUNTS, st.sampled_from(["received", "share_granted", "fees"]))
def test_trend(years: int, most: int, code: str) -> None:
    one = indicators(XIUWU)
    one = one[one["indicator"] == code]
    own = pd.concat([one] * years, ignore_index=True).assign(year=range(2008, 2008 + years))
    own["report"] = [f"a-{year}" for year in own["year"]]
    if code != "share_granted":
        values = np.linspace(0, most, years).round()
        own = own.assign(value=values, low=pd.NA, high=pd.NA, numerator=values)
    assert_apart(plot_trend, own, "xy")


def test_shares() -> None:
    assert_apart(plot_outcomes, indicators(XIUWU).head(6))


@pytest.mark.parametrize("width", WIDTHS)
def test_there_are_as_many_as_find_room(width: float) -> None:
    """A wider chart has more labels; powers of ten have no gaps but what room asks for."""
    own = put(XIUWU, "licensing", "decisions", 2_822_652)
    _, ax = plt.subplots(figsize=(width, 3.5), layout="constrained")
    plot_disclosure(own, ax=ax)
    ax.figure.draw_without_rendering()
    labels = [text.get_text() for text in ax.get_xticklabels()]
    assert labels[0] == "0"
    powers = {len(label.replace(",", "")) - 1 for label in labels[1:]}
    assert len({b - a for a, b in pairwise(sorted(powers))}) == 1
    assert len(labels) >= {3.3: 4, 5.2: 4, 7.0: 5}[width]
