"""For which reasons requests were refused."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from ..codebook import Lang, children
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

#: The groups of refusals, and the reasons within each.
_GROUPS = {group: children("requests", group) for group in ("denied", "unable", "not_processed")}
#: Rows between two groups, and inches of a row.
_GAP, _ROW = 0.35, 0.26
_WORDS: dict[str, dict[Lang, str]] = {
    "idle": {"zh": "另 {n} 项理由：0", "en": "{n} more: 0"},
}


def plot_reasons(indicators: pd.DataFrame, *, ax: Axes | None = None, lang: Lang = "zh") -> Axes:
    """Draw the share of each reason in all requests refused, with Wilson intervals.

    Refused are those denied (不予公开), not to be provided (无法提供) and not processed (不予处理).
    Each group stands above its reasons: groups add up to all, reasons to their group. Reasons that
    no report invoked are counted below the chart. The report tells which reason was invoked, not
    whether rightly.

    Parameters
    ----------
    indicators : DataFrame
        Of one report or a few, from `reportkit.indicators`: ``report, issuer, year, indicator,
        value, low, high, numerator, denominator, blanks, note``; indicators other than
        ``…_of_refused`` are left out.
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
        The frame lacks columns or rows, or holds no share of refusals, a row twice, a share outside
        0 to 1 or its own interval, or more than six reports.

    Examples
    --------
    >>> from reportkit import example_panel, indicators
    >>> cells = example_panel().cells.query("report == '宿迁市人民政府-2024'")
    >>> ax = plot_reasons(indicators(cells), lang="en")
    >>> [text.get_text() for text in ax.texts][0]
    '92 of 1,150 (8%)'
    """
    check_frame(indicators, COLUMNS, "indicators(cells)", lang)
    items = [item for group, reasons in _GROUPS.items() for item in (group, *reasons)]
    codes = [f"{item}_of_refused" for item in items]
    shares = indicators[indicators["indicator"].isin(codes)]
    check_frame(shares, COLUMNS, "indicators(cells)", lang)
    reports = list(shares["report"].unique())
    check_few(reports)
    check_shares(shares, codes, reports)
    names = names_of(shares, lang)
    labels = dict(zip(codes, (label(item, lang) for item in items), strict=True))
    parts = [f"{item}_of_refused" for reasons in _GROUPS.values() for item in reasons]
    idle = _idle(shares, parts)
    rows = Rows(_places(idle), labels, "none_refused", parts)
    drawn = shares[~shares["indicator"].isin(idle)]
    with canvas(ax, 1.6 + _ROW * len(rows.places) * max(1, 0.62 * len(reports))) as ax:
        rows.set(ax)
        for group in list(_GROUPS)[1:]:
            above = rows.places[f"{group}_of_refused"] - 0.5 - _GAP / 2
            ax.axhline(above, color="#BDBDBD", lw=0.6)
        ax.set_ylim(max(rows.places.values()) + 0.6, -0.6)
        said = [
            draw_shares(ax, drawn[drawn["report"] == report], place, rows, names, lang)
            for place, report in enumerate(reports)
        ]
        height = name_series(ax, list(names.values()))
        title = set_title(ax, name_of(shares, lang), "reasons", lang, above=height)
        told = notes(shares, rows, names, lang)
        told[1:1] = few(shares, names, "refused", lang)
        if idle:
            told.insert(0, _WORDS["idle"][lang].format(n=len(idle)))
        note = set_note(ax, told, lang)
        remember(ax, WORDS["stop"][lang].join(part for part in (title, *said, note) if part))
    return ax


def _idle(shares: pd.DataFrame, parts: Sequence[str]) -> list[str]:
    """Return the reasons that are known to be 0 in all reports."""
    none = (shares["value"] == 0).fillna(False).groupby(shares["indicator"]).all()
    return [code for code in parts if none[code]]


def _places(idle: Collection[str]) -> dict[str, float]:
    """Return the row of each share that is drawn: groups with a gap between them."""
    places, at = {}, 0.0
    for group, reasons in _GROUPS.items():
        for item in (group, *reasons):
            code = f"{item}_of_refused"
            if code not in idle:
                places[code] = at
                at += 1
        at += _GAP
    return places
