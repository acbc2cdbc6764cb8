"""Where requests came from and what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from ..codebook import Lang
from ..errors import FrameError
from ..indicators import OUTCOMES
from ..rounding import whole
from .base import (
    COLOURS,
    INK,
    QUIET,
    READ_AS_0,
    WORDS,
    canvas,
    check_counts,
    check_frame,
    check_rows,
    check_single,
    font_size,
    is_narrow,
    label,
    listed,
    name_of,
    remember,
    set_title,
    spread,
    wrapped,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_COLUMNS = ["report", "issuer", "year", "side", "item", "count", "blanks"]
#: The rows of the frame, from top to bottom.
_ROWS = [("in", "received"), ("in", "carried_in"), ("all", "accepted"),
         *(("out", item) for item in (*OUTCOMES, "carried_out")),
         ("closed", "outcomes_total")]  # fmt: skip
#: Where the three columns of nodes stand, and how wide they are, from left to right.
_LEFT, _MIDDLE, _RIGHT, _NODE = 0.0, 0.5, 1.0, 0.022
#: Free space between nodes and the least distance of labels, as shares of the whole height.
_GAP, _LABEL = 0.035, 0.072
#: The top of the note below, and the height of a line of it.
_NOTE, _LINE = -0.06, 0.085


def plot_flow(flow: pd.DataFrame, *, ax: Axes | None = None, lang: Lang = "zh") -> Axes:
    """Draw the requests of a year from receipt to outcome, as bands as wide as their counts.

    What is zero has no band and is named below the chart; what is not known is named apart; what
    was closed with outcomes that are not known has one band, as far as their total is printed.
    Where one side is larger than the other, the difference is hatched in the middle.

    Parameters
    ----------
    flow : DataFrame
        Of one report, from `reportkit.flow`: ``report, issuer, year, side, item, count,
        blanks``.
    ax : Axes, optional
        To draw on; a new figure 7 inches wide if left out. Make your own with
        ``plt.subplots(layout="constrained")``: labels would be cut off otherwise.
    lang : {"zh", "en"}
        The language of labels.

    Returns
    -------
    Axes

    Raises
    ------
    FrameError
        The frame is empty, lacks columns or rows, or holds several reports, a row twice, an
        unknown item, a count below 0, or an ``accepted`` that is not the sum of the side "in".

    Examples
    --------
    >>> from reportkit import example, flow, read_report
    >>> ax = plot_flow(flow(read_report(example("xiuwu-2023")).cells))
    >>> ax.get_title(loc="left")
    '修武县人民政府 2023 年：申请从收到到办结（件）'
    """
    check_frame(flow, _COLUMNS, "flow(cells)", lang)
    check_single(flow)
    key = ["side", "item"]
    check_rows(flow, key, _ROWS)
    check_counts(flow, key)
    flow = flow.set_index(key).loc[_ROWS].reset_index()
    accepted = _accepted(flow)
    rest = _closed_otherwise(flow)
    shown = pd.concat([flow.iloc[:-2], rest, flow.iloc[-2:-1]])  # carried out is the last
    shown = shown[shown["count"].gt(0).fillna(False)]
    into, out = (shown[shown["side"] == side] for side in ("in", "out"))
    with canvas(ax, 3.4) as ax:
        ax.set_axis_off()
        title = set_title(ax, name_of(flow, lang), "flow", lang)
        ax.set_xlim(-0.42 if is_narrow(ax) else -0.34, 1.44)
        # Both sides share one scale, so that a difference between them is seen.
        scale = _scale(into, out)
        tops = (_stack(ax, into, _LEFT, scale, lang), _stack(ax, out, _RIGHT, scale, lang))
        for frame, nodes, x0, x1 in (
            (into, tops[0], _LEFT + _NODE, _MIDDLE), (out, tops[1], _RIGHT, _MIDDLE + _NODE),
        ):  # fmt: skip
            _bands(ax, frame, nodes, x0, x1, scale)
        sides = (float(into["count"].sum()), float(out["count"].sum()))
        middle = _middle(ax, sides, accepted, scale, lang)
        told = _captions(ax, flow, sides, lang, told=len(rest) > 0)
        counts = [_said(item, count, lang) for frame in (into, out)
                  for item, count in zip(frame["item"], frame["count"], strict=True)]  # fmt: skip
        counts.insert(len(into), middle)
        parts = [title, listed(counts, lang), *told]
        remember(ax, WORDS["stop"][lang].join(parts))
    return ax


def _accepted(flow: pd.DataFrame) -> float | None:
    """Return how many requests were accepted, None if not known; refuse what does not add up."""
    counts = flow.set_index("item")["count"]
    parts, accepted = counts[["received", "carried_in"]], counts["accepted"]
    if pd.isna(accepted):
        return None
    if parts.notna().all() and parts.sum() != accepted:
        raise FrameError(
            f"accepted is {whole(accepted)}, but received and carried in are "
            f"{whole(parts.sum())}; hand over reportkit.flow(cells)"
        )
    return float(accepted)


def _closed_otherwise(flow: pd.DataFrame) -> pd.DataFrame:
    """Return a row of what was closed besides the known outcomes, none if their total is unknown.

    It takes the place of outcomes that are not known; where all are known there is no such row.
    """
    out = flow[flow["item"].isin(OUTCOMES)]["count"]
    rest = flow["count"].iloc[-1] - out.sum()
    if out.notna().all() or pd.isna(rest) or rest < 0:
        return flow.iloc[:0]
    item = "rest_unknown" if out.gt(0).any() else "closed_unknown"
    return flow.iloc[-1:].assign(side="out", item=item, count=rest)


def _said(item: str, count: float, lang: Lang) -> str:
    """Return the name of a node with its count."""
    name, n = label(item, lang), whole(count)
    return name.format(n=n) if "{n}" in name else f"{name} {n}"


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
    names = [_said(item, count, lang) for item, count in
             zip(frame["item"], frame["count"], strict=True)]  # fmt: skip
    # What stands in brackets has a line of its own.
    names = [name.replace(" (", "\n(").replace("（", "\n（") for name in names]
    heights = [_LABEL * (name.count("\n") + 1) for name in names]
    for name, at in zip(names, spread(centres, heights), strict=True):
        ax.text(
            x - 0.02 if left else x + _NODE + 0.02, at, name, linespacing=1.1,
            ha="right" if left else "left", va="center", fontsize=font_size(ax), color=INK,
        )  # fmt: skip
    return tops


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
    ax: Axes, sides: tuple[float, float], accepted: float | None, scale: float, lang: Lang
) -> str:
    """Draw the node that holds the larger side, hatched where the other lacks, and label it."""
    from matplotlib.patches import Rectangle

    less, more = (side * scale for side in sorted(sides))
    ax.add_patch(Rectangle((_MIDDLE, 1 - more), _NODE, more, color=COLOURS["accepted"], lw=0))
    if less < more:
        ax.add_patch(
            Rectangle((_MIDDLE, 1 - more), _NODE, more - less, fc="white", ec=INK, lw=0.8,
                      hatch="/////")
        )  # fmt: skip
    said = WORDS["not_known"][lang] if accepted is None else whole(accepted)
    text, at, side = f"{label('accepted', lang)} {said}", 1.015, "bottom"
    if not more:
        text, at, side = WORDS["nothing" if accepted == 0 else "not_known"][lang], 0.5, "center"
    ax.text(_MIDDLE + _NODE / 2, at, text, ha="center", va=side, fontsize=font_size(ax), color=INK)
    return text


def _captions(
    ax: Axes, flow: pd.DataFrame, sides: tuple[float, float], lang: Lang, *, told: bool
) -> list[str]:
    """Name what has no band, what took blanks for 0, and a difference of the two sides.

    Set `told`, a band holds the outcomes that are not known.
    """
    parts, size = flow[flow["side"].isin(["in", "out"])], font_size(ax) - 1
    unknown = parts["count"].isna()
    said = [
        WORDS[key][lang].format(items=listed((label(item, lang) for item in rows["item"]), lang))
        for key, rows in (
            ("none", parts[parts["count"].eq(0).fillna(False)]),
            ("unknown", parts[unknown]),
            ("read_as_0", flow[flow["blanks"] == READ_AS_0]),
        )
        if len(rows)
    ]
    if sides[0] != sides[1]:
        a, b = map(whole, sides)
        open_ = unknown & ~(parts["item"].isin(OUTCOMES) & told)
        said.append(WORDS["gap" if open_.any() else "unequal"][lang].format(a=a, b=b))
    lines = "\n".join(wrapped(ax, text, size) for text in said)
    ax.text(ax.get_xlim()[0], _NOTE, lines, ha="left", va="top", color=QUIET, fontsize=size)
    ax.set_ylim(_NOTE - _LINE * (lines.count("\n") + 1 if lines else 0), 1.1)
    return said
