"""What charts of several reports share: their colours, markers and the names above the chart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..errors import FrameError
from .base import font_size, is_narrow, to_row_labels, wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Of six reports at most; the last three are darker than Okabe and Ito's: labels have them too.
SERIES = ("#0072B2", "#D55E00", "#009E73", "#A34A7C", "#8A6200", "#3D3D3D")
MARKERS = "osD^vP"


def check_few(reports: Sequence[str]) -> None:
    """Refuse more reports than can be told apart."""
    if len(reports) > len(SERIES):
        raise FrameError(
            f"the frame holds {len(reports)} reports, more than can be told apart; choose at most "
            f'{len(SERIES)}: frame[frame["report"].isin({[str(name) for name in reports[:2]]})]'
        )


def dot_size(ax: Axes) -> float:
    """Return the size of a dot, in points."""
    return 4.0 if is_narrow(ax) else 5.5


def name_series(ax: Axes, names: Sequence[str]) -> float:
    """Name the colour and marker of each report above the chart; return the height in points."""
    from matplotlib.lines import Line2D

    if len(names) < 2:
        return 0.0
    handles = [
        Line2D([], [], color=SERIES[place], marker=MARKERS[place], ms=dot_size(ax), ls="")
        for place in range(len(names))
    ]
    size = font_size(ax)
    short = max(map(len, names)) <= 6  # years
    legend = ax.legend(
        handles, [wrapped(ax, name, size + 1) for name in names], labelcolor="linecolor",
        ncols=3 if short else 1, loc="lower left", bbox_to_anchor=(0, 1), borderaxespad=0.2,
        bbox_transform=ax.transAxes + to_row_labels(ax), frameon=False, fontsize=size,
        borderpad=0, handlelength=1, handletextpad=0.4, columnspacing=1.5,
    )  # fmt: skip
    for text in legend.get_texts():
        text.set_parse_math(False)
    return float(legend.get_window_extent().height / ax.figure.dpi * 72) + 2
