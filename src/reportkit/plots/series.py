"""What charts of several reports share: their colours, markers and the names above the chart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..errors import FrameError
from .base import INK, QUIET, font_size, is_narrow, spread, to_row_labels, wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Of six reports at most; the last three are darker than Okabe and Ito's: labels have them too.
SERIES = ("#0072B2", "#D55E00", "#009E73", "#A34A7C", "#8A6200", "#3D3D3D")
MARKERS = "osD^vP"
#: How much of the chart's width names beside it may take; the height of their lines in sizes of
#: the font; the points between chart and names.
_ENDS, _LINE, _LEADER = 0.24, 1.35, 12.0


def check_few(names: Sequence[str], what: str = "report") -> None:
    """Refuse more reports, or issuers, than can be told apart."""
    if len(names) > len(SERIES):
        raise FrameError(
            f"the frame holds {len(names)} {what}s, more than can be told apart; choose at most "
            f'{len(SERIES)}: frame[frame["{what}"].isin({[str(name) for name in names[:2]]})]',
            reason="many",
        )


def dot_size(ax: Axes) -> float:
    """Return the size of a dot, in points."""
    return 4.0 if is_narrow(ax) else 5.5


def legend_above(ax: Axes, columns: int, *, above: float = 0.0) -> float:
    """Name the marks, so many points above the chart; return the height of all that in points."""
    from matplotlib.transforms import ScaledTranslation

    size = font_size(ax)
    legend = ax.legend(
        ncols=columns, loc="lower left", bbox_to_anchor=(0, 1), frameon=False, fontsize=size,
        bbox_transform=ax.transAxes + to_row_labels(ax)
        + ScaledTranslation(0, above / 72, ax.figure.dpi_scale_trans), labelcolor=INK, borderpad=0,
        borderaxespad=0.2, handlelength=1, handletextpad=0.4, columnspacing=1.5,
    )  # fmt: skip
    return float(legend.get_window_extent().height / ax.figure.dpi * 72) + above + 2


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


def label_ends(
    ax: Axes, ends: Sequence[tuple[float, float, str, str]], *, at: float | None = None
) -> bool:
    """Name points, each ``x, y, text, colour``, to their right, with a line to each.

    The names stand at `at` on the axis of x, or to the right of the chart. Where there is no room
    for all of them nothing is written, and False is returned.
    """
    from matplotlib.patheffects import withStroke
    from matplotlib.transforms import ScaledTranslation, blended_transform_factory

    size, figure = font_size(ax) - 0.5, ax.figure
    room = ax.bbox.height / figure.dpi * 72
    ordered = sorted(ends, key=lambda end: -end[1])
    texts = [
        "\n".join(wrapped(ax, line, size, share=_ENDS) for line in text.split("\n"))
        for _, _, text, _ in ordered
    ]
    heights = [_LINE * size * (text.count("\n") + 1) / room for text in texts]
    if sum(heights) > 1:
        return False
    low, high = ax.get_ylim()
    centres = [(y - low) / (high - low) for _, y, _, _ in ordered]
    across = ax.transAxes if at is None else ax.transData
    beside = blended_transform_factory(
        across + ScaledTranslation(_LEADER / 72, 0, figure.dpi_scale_trans), ax.transAxes
    )
    for (x, y, _, colour), text, place in zip(
        ordered, texts, spread(centres, heights), strict=True
    ):
        ax.annotate(
            text, (x, y), (1 if at is None else at, place), xycoords="data", textcoords=beside,
            va="center", ha="left", fontsize=size, color=colour, annotation_clip=False,
            parse_math=False, linespacing=1.1, zorder=4,
            path_effects=[withStroke(linewidth=2.5, foreground="white")],
            arrowprops={"arrowstyle": "-", "color": QUIET, "lw": 0.6, "ls": ":",
                        "relpos": (0, 0.5), "shrinkA": 1, "shrinkB": dot_size(ax) / 2 + 1},
        )  # fmt: skip
    return True
