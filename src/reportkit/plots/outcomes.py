"""The share of each outcome, with the interval that its count allows."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from ..codebook import Lang
from ..indicators import OUTCOMES
from .base import (
    FEW,
    INK,
    MARKERS,
    SERIES,
    WORDS,
    canvas,
    check_frame,
    font_size,
    label,
    name_of,
    remember,
    set_note,
    set_title,
    whole,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_COLUMNS = [
    "report", "issuer", "year", "indicator", "value", "low", "high", "numerator", "denominator",
]  # fmt: skip
#: How much of a row the dots of several reports take up.
_BAND = 0.7


def plot_outcomes(indicators: pd.DataFrame, *, ax: Axes | None = None, lang: Lang = "zh") -> Axes:
    """Draw the share of each group of outcomes in all requests closed, with Wilson intervals.

    A share is never shown without its count. What is undefined has no dot.

    Parameters
    ----------
    indicators : DataFrame
        Of one report or a few, from `reportkit.indicators`: ``report, issuer, year, indicator,
        value, low, high, numerator, denominator``; indicators other than ``share_…`` of an outcome
        are left out.
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
        The frame lacks columns, or holds no share of outcomes.

    Examples
    --------
    >>> from reportkit import example, indicators, read_report
    >>> ax = plot_outcomes(indicators(read_report(example("xiuwu-2023")).cells), lang="en")
    >>> [text.get_text() for text in ax.texts][0]
    '8 of 8 (100%)'
    """
    check_frame(indicators, _COLUMNS, "indicators(cells)", lang)
    rows = {f"share_{item}": place for place, item in enumerate(OUTCOMES)}
    shares = indicators[indicators["indicator"].isin(list(rows))]
    check_frame(shares, _COLUMNS, "indicators(cells)", lang)
    reports = list(shares["report"].unique())
    with canvas(ax, 1.4 + 0.42 * len(OUTCOMES) * max(1, 0.62 * len(reports))) as ax:
        names = {report: name_of(shares[shares["report"] == report], lang) for report in reports}
        title = set_title(ax, WORDS["and"][lang].join(names.values()), "outcomes", lang)
        said = [
            _draw(ax, shares[shares["report"] == report], rows, place, names, lang)
            for place, report in enumerate(reports)
        ]
        ax.set_yticks(range(len(OUTCOMES)), [label(item, lang) for item in OUTCOMES])
        ax.set(xlim=(-0.02, 1.02), ylim=(len(OUTCOMES) - 0.45, -0.55))
        ax.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0%", "25%", "50%", "75%", "100%"])
        ax.tick_params(labelsize=font_size(ax), length=0, colors=INK)
        ax.grid(axis="x", color="#E3E3E3", lw=0.6)
        ax.set_axisbelow(True)
        ax.spines[:].set_visible(False)
        note = _note(shares, lang)
        set_note(ax, note)
        remember(ax, WORDS["stop"][lang].join([title, *said, note]).strip())
    return ax


def _draw(
    ax: Axes, shares: pd.DataFrame, rows: dict[str, int], place: int, names: dict[str, str],
    lang: Lang,
) -> str:  # fmt: skip
    """Draw one report's dots and intervals, and return them in words."""
    several = len(names)
    shift = (place - (several - 1) / 2) * _BAND / several
    colour, marker = SERIES[place % len(SERIES)], MARKERS[place % len(MARKERS)]
    name = names[shares["report"].iloc[0]]
    said = []
    for share in shares.sort_values("indicator", key=lambda codes: codes.map(rows)).to_dict(
        "records"
    ):
        y = rows[share["indicator"]] + shift
        if pd.notna(share["value"]):
            ax.plot([share["low"], share["high"]], [y, y], color=colour, lw=1.6, alpha=0.55)
            ax.plot([share["value"]], [y], marker, color=colour, ms=5.5, clip_on=False)
        text = _words(share, lang)
        # To the right of all marks: beside them, labels of long intervals would cover others.
        shown = text if several == 1 else f"{name}{WORDS['colon'][lang]}{text}"
        ax.annotate(
            shown, (1.02, y), xycoords=ax.get_yaxis_transform(), va="center", ha="left",
            fontsize=font_size(ax) - (several > 1), color=INK if several == 1 else colour,
            parse_math=False, annotation_clip=False,
        )  # fmt: skip
        said.append(f"{label(share['indicator'].removeprefix('share_'), lang)} {text}")
    told = WORDS["and"][lang].join(said)
    return told if several == 1 else f"{name}{WORDS['colon'][lang]}{told}"


def _words(share: Mapping[Hashable, Any], lang: Lang) -> str:
    value, whole_ = share["value"], share["denominator"]
    if pd.notna(value):
        return WORDS["share"][lang].format(
            part=whole(share["numerator"]), whole=whole(whole_), share=f"{value:.0%}"
        )  # fmt: skip
    return WORDS["no_requests" if whole_ == 0 else "not_known"][lang]


def _note(shares: pd.DataFrame, lang: Lang) -> str:
    fewest = shares["denominator"].min()
    note = WORDS["interval"][lang]
    if pd.notna(fewest) and 0 < fewest < FEW:
        note += ("；" if lang == "zh" else "; ") + WORDS["few"][lang].format(n=whole(fewest))
    return note
