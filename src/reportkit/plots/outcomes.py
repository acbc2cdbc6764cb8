"""The share of each outcome, with the interval that its count allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from ..codebook import Lang
from ..indicators import OUTCOMES
from .base import (
    WORDS,
    canvas,
    check_frame,
    label,
    name_of,
    names_of,
    remember,
    set_note,
    set_title,
)
from .series import check_few, name_series
from .shares import COLUMNS, Rows, check_shares, draw_shares, few, notes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: The row of each indicator, from top to bottom.
_ROWS = {f"share_{item}": float(place) for place, item in enumerate(OUTCOMES)}


def plot_outcomes(indicators: pd.DataFrame, *, ax: Axes | None = None, lang: Lang = "zh") -> Axes:
    """Draw the share of each group of outcomes in all requests closed, with Wilson intervals.

    A share is never shown without its count. What is undefined has no dot. Several reports, six at
    most, are told apart by colour and marker, which the lines above the chart name.

    Parameters
    ----------
    indicators : DataFrame
        Of one report or a few, from `reportkit.indicators`: ``report, issuer, year, indicator,
        value, low, high, numerator, denominator, blanks, note``; indicators other than ``share_…``
        of an outcome are left out.
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
        The frame lacks columns or rows, or holds no share of outcomes, a row twice, a share outside
        0 to 1 or its own interval, or more than six reports.

    Examples
    --------
    >>> from reportkit import example, indicators, read_report
    >>> ax = plot_outcomes(indicators(read_report(example("xiuwu-2023")).cells), lang="en")
    >>> [text.get_text() for text in ax.texts][0]
    '8 of 8 (100%)'
    """
    check_frame(indicators, COLUMNS, "indicators(cells)", lang)
    shares = indicators[indicators["indicator"].isin(list(_ROWS))]
    check_frame(shares, COLUMNS, "indicators(cells)", lang)
    reports = list(shares["report"].unique())
    check_few(reports)
    check_shares(shares, list(_ROWS), reports)
    names = names_of(shares, lang)
    labels = {f"share_{item}": label(item, lang) for item in OUTCOMES}
    rows = Rows(_ROWS, labels, "none_closed")
    with canvas(ax, 1.4 + 0.42 * len(OUTCOMES) * max(1, 0.62 * len(reports))) as ax:
        rows.set(ax)
        said = [
            draw_shares(ax, shares[shares["report"] == report], place, rows, names, lang)
            for place, report in enumerate(reports)
        ]
        height = name_series(ax, list(names.values()))
        title = set_title(ax, name_of(shares, lang), "outcomes", lang, above=height)
        told = notes(shares, rows, names, lang)
        told[1:1] = few(shares, names, "closed", lang)
        note = set_note(ax, told, lang)
        remember(ax, WORDS["stop"][lang].join(part for part in (title, *said, note) if part))
    return ax
