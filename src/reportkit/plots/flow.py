"""Where requests came from and what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from ..codebook import Lang
from .base import (
    COLOURS,
    INK,
    QUIET,
    WORDS,
    canvas,
    check_frame,
    check_single,
    font_size,
    label,
    name_of,
    remember,
    set_title,
    whole,
    wrapped,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Where the three columns of nodes stand, and how wide they are, from left to right.
_LEFT, _MIDDLE, _RIGHT, _NODE = 0.0, 0.5, 1.0, 0.022
#: Free space between nodes and the least distance of labels, as shares of the whole height.
_GAP, _LABEL = 0.035, 0.072
#: The height of a line of the note below.
_LINE = 0.085


def plot_flow(flow: pd.DataFrame, *, ax: Axes | None = None, lang: Lang = "zh") -> Axes:
    """Draw the requests of a year from receipt to outcome, as bands as wide as their counts.

    What is zero has no band and is named below the chart; what is not known is named apart.

    Parameters
    ----------
    flow : DataFrame
        Of one report, from `reportkit.flow`: ``report, issuer, year, side, item, count``.
    ax : Axes, optional
        To draw on; a new figure 7 inches wide if left out.
    lang : {"zh", "en"}
        The language of labels.

    Returns
    -------
    Axes

    Raises
    ------
    FrameError
        The frame is empty, lacks columns, or holds several reports.

    Examples
    --------
    >>> from reportkit import example, flow, read_report
    >>> ax = plot_flow(flow(read_report(example("xiuwu-2023")).cells))
    >>> ax.get_title(loc="left")
    '修武县人民政府 2023 年：申请从收到到办结（件）'
    """
    check_frame(flow, ["report", "issuer", "year", "side", "item", "count"], "flow(cells)", lang)
    check_single(flow)
    known = flow[flow["count"].notna()]
    shown = known[known["count"] > 0]
    into, out = (shown[shown["side"] == side] for side in ("in", "out"))
    accepted = known.loc[known["side"] == "all", "count"]
    with canvas(ax, 3.4) as ax:
        title = set_title(ax, name_of(flow, lang), "flow", lang)
        ax.set_axis_off()
        ax.set_xlim(-0.34, 1.44)
        # Both sides share one scale, so that a difference between them is seen.
        scale = _scale(into, out)
        tops = (_stack(ax, into, _LEFT, scale, lang), _stack(ax, out, _RIGHT, scale, lang))
        for frame, nodes, x0, x1 in (
            (into, tops[0], _LEFT + _NODE, _MIDDLE), (out, tops[1], _RIGHT, _MIDDLE + _NODE),
        ):  # fmt: skip
            _bands(ax, frame, nodes, x0, x1, scale)
        if len(into):
            _middle(ax, into, accepted, scale, lang)
        told = _captions(ax, flow, known, into, out, lang)
        counts = [f"{label(item, lang)} {whole(count)}"
                  for item, count in zip(shown["item"], shown["count"], strict=True)]  # fmt: skip
        parts = [title, WORDS["and"][lang].join(counts), *told]
        remember(ax, WORDS["stop"][lang].join(part for part in parts if part).strip())
    return ax


def _scale(into: pd.DataFrame, out: pd.DataFrame) -> float:
    heaviest = max(into["count"].sum(), out["count"].sum())
    most = max(len(into), len(out), 1)
    return float((1 - _GAP * (most - 1)) / heaviest) if heaviest else 0.0


def _stack(ax: Axes, frame: pd.DataFrame, x: float, scale: float, lang: Lang) -> list[float]:
    """Draw a column of nodes with their labels and return the tops of the nodes."""
    from matplotlib.patches import Rectangle

    tops, y = [], 1.0
    for item, count in zip(frame["item"], frame["count"], strict=True):
        ax.add_patch(
            Rectangle((x, y - count * scale), _NODE, count * scale, color=COLOURS[item], lw=0)
        )
        tops.append(y)
        y -= count * scale + _GAP
    centres = [top - count * scale / 2 for top, count in zip(tops, frame["count"], strict=True)]
    left = x == _LEFT
    for item, count, at in zip(frame["item"], frame["count"], _spread(centres), strict=True):
        ax.text(
            x - 0.02 if left else x + _NODE + 0.02, at, f"{label(item, lang)} {whole(count)}",
            ha="right" if left else "left", va="center", fontsize=font_size(ax), color=INK,
        )  # fmt: skip
    return tops


def _spread(centres: Sequence[float]) -> list[float]:
    """Push labels apart, downwards, and back up where they would leave the chart."""
    placed: list[float] = []
    for at in centres:
        placed.append(min(at, placed[-1] - _LABEL) if placed else at)
    floor = 0.0
    for place in reversed(range(len(placed))):
        placed[place] = max(placed[place], floor)
        floor = placed[place] + _LABEL
    return placed


def _bands(
    ax: Axes, frame: pd.DataFrame, tops: Sequence[float], x0: float, x1: float, scale: float
) -> None:
    """Draw a band from each node to its share of the node in the middle."""
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    curve = [Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4,
             Path.LINETO, Path.CURVE4, Path.CURVE4, Path.CURVE4, Path.CLOSEPOLY]  # fmt: skip
    bend, inner = (x0 + x1) / 2, 1.0
    for item, count, top in zip(frame["item"], frame["count"], tops, strict=True):
        height = count * scale
        corners = [
            (x0, top), (bend, top), (bend, inner), (x1, inner), (x1, inner - height),
            (bend, inner - height), (bend, top - height), (x0, top - height), (x0, top),
        ]  # fmt: skip
        ax.add_patch(PathPatch(Path(corners, curve), color=COLOURS[item], alpha=0.35, lw=0))
        inner -= height


def _middle(
    ax: Axes, into: pd.DataFrame, accepted: pd.Series, scale: float, lang: Lang
) -> None:  # fmt: skip
    from matplotlib.patches import Rectangle

    height = float(into["count"].sum()) * scale
    ax.add_patch(Rectangle((_MIDDLE, 1 - height), _NODE, height, color=COLOURS["accepted"], lw=0))
    if len(accepted):
        ax.text(
            _MIDDLE + _NODE / 2, 1.015, f"{label('accepted', lang)} {whole(accepted.iloc[0])}",
            ha="center", va="bottom", fontsize=font_size(ax), color=INK,
        )  # fmt: skip


def _captions(
    ax: Axes, flow: pd.DataFrame, known: pd.DataFrame, into: pd.DataFrame, out: pd.DataFrame,
    lang: Lang,
) -> list[str]:  # fmt: skip
    """Name what has no band: the zeros, the unknown, and a difference of the two sides."""
    said = []
    zeros = known.loc[(known["count"] == 0) & (known["side"] != "all"), "item"]
    unknown = flow.loc[flow["count"].isna() & (flow["side"] != "all"), "item"]
    for key, named in (("none", zeros), ("unknown", unknown)):
        if len(named):
            listed = WORDS["and"][lang].join(label(item, lang) for item in named)
            said.append(WORDS[key][lang].format(items=listed))
    a, b = into["count"].sum(), out["count"].sum()
    if a != b and not len(unknown):
        said.append(WORDS["unequal"][lang].format(a=whole(a), b=whole(b)))
    lines = "\n".join(wrapped(ax, text) for text in said)
    ax.text(-0.34, -0.04, lines, ha="left", va="top", color=QUIET, fontsize=font_size(ax) - 1)
    ax.set_ylim(-0.04 - _LINE * (lines.count("\n") + 1 if lines else 0), 1.1)
    return said
