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
    READ_AS_0,
    WORDS,
    canvas,
    check_frame,
    check_rows,
    font_size,
    is_narrow,
    label,
    listed,
    name_of,
    names_of,
    refuse,
    remember,
    set_note,
    set_title,
    whole,
)
from .series import MARKERS, SERIES, check_few, dot_size, name_series

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_NUMBERS = ["value", "low", "high", "numerator", "denominator"]
_COLUMNS = ["report", "issuer", "year", "indicator", *_NUMBERS, "blanks"]
#: The row of each indicator, from top to bottom.
_ROWS = {f"share_{item}": place for place, item in enumerate(OUTCOMES)}
#: How much of a row the dots of several reports take up.
_BAND = 0.7


def plot_outcomes(indicators: pd.DataFrame, *, ax: Axes | None = None, lang: Lang = "zh") -> Axes:
    """Draw the share of each group of outcomes in all requests closed, with Wilson intervals.

    A share is never shown without its count. What is undefined has no dot. Several reports, six at
    most, are told apart by colour and marker, which the lines above the chart name.

    Parameters
    ----------
    indicators : DataFrame
        Of one report or a few, from `reportkit.indicators`: ``report, issuer, year, indicator,
        value, low, high, numerator, denominator, blanks``; indicators other than ``share_…`` of an
        outcome are left out.
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
        The frame lacks columns or rows, or holds no share of outcomes, a row twice, a share outside
        0 to 1 or its own interval, or more than six reports.

    Examples
    --------
    >>> from reportkit import example, indicators, read_report
    >>> ax = plot_outcomes(indicators(read_report(example("xiuwu-2023")).cells), lang="en")
    >>> [text.get_text() for text in ax.texts][0]
    '8 of 8 (100%)'
    """
    check_frame(indicators, _COLUMNS, "indicators(cells)", lang)
    shares = indicators[indicators["indicator"].isin(list(_ROWS))]
    check_frame(shares, _COLUMNS, "indicators(cells)", lang)
    reports = list(shares["report"].unique())
    _check(shares, reports)
    names = names_of(shares, lang)
    with canvas(ax, 1.4 + 0.42 * len(OUTCOMES) * max(1, 0.62 * len(reports))) as ax:
        said = [
            _draw(ax, shares[shares["report"] == report], place, names, lang)
            for place, report in enumerate(reports)
        ]
        ax.set_yticks(range(len(OUTCOMES)), [label(item, lang) for item in OUTCOMES])
        ax.set(xlim=(-0.02, 1.02), ylim=(len(OUTCOMES) - 0.45, -0.55))
        ticks = [0, 0.5, 1] if is_narrow(ax) else [0, 0.25, 0.5, 0.75, 1]
        ax.set_xticks(ticks, [f"{tick:.0%}" for tick in ticks])
        ax.tick_params(labelsize=font_size(ax), length=0, colors=INK)
        ax.grid(axis="x", color="#E3E3E3", lw=0.6)
        ax.set_axisbelow(True)
        ax.spines[:].set_visible(False)
        height = name_series(ax, list(names.values()))
        title = set_title(ax, name_of(shares, lang), "outcomes", lang, above=height)
        note = set_note(ax, _notes(shares, names, lang), lang)
        remember(ax, WORDS["stop"][lang].join(part for part in (title, *said, note) if part))
    return ax


def _check(shares: pd.DataFrame, reports: list[str]) -> None:
    """Refuse rows that are not one share for each outcome of each of six reports at most."""
    check_few(reports)
    key = ["report", "indicator"]
    check_rows(shares, key, [(report, code) for report in reports for code in _ROWS])
    known = shares[shares["value"].notna()]
    numbers = known[_NUMBERS].astype("Float64")
    value, low, high = (numbers[name] for name in ("value", "low", "high"))
    shown = known[[*key, *_NUMBERS]]
    refuse(~value.between(0, 1), "hold a share that is not from 0 to 1", shown)
    refuse(numbers.isna().any(axis=1), "hold a share without its interval or counts", shown)
    refuse(~value.between(low, high), "hold a share outside of its interval", shown)
    refuse((low < 0) | (high > 1), "hold an interval that leaves 0 to 1", shown)


def _draw(ax: Axes, shares: pd.DataFrame, place: int, names: dict[str, str], lang: Lang) -> str:
    """Draw one report's dots and intervals, and return them in words."""
    several = len(names) > 1
    shift = (place - (len(names) - 1) / 2) * _BAND / len(names)
    colour, marker, size = SERIES[place], MARKERS[place], dot_size(ax)
    said = []
    ordered = shares.sort_values("indicator", key=lambda codes: codes.map(_ROWS))
    for share in ordered.to_dict("records"):
        y = _ROWS[share["indicator"]] + shift
        if pd.notna(share["value"]):
            ax.plot([share["low"], share["high"]], [y, y], color=colour, lw=1.6, alpha=0.55)
            ax.plot([share["value"]], [y], marker, color=colour, ms=size, clip_on=False)
        # To the right of all marks: beside them, labels of long intervals would cover others.
        ax.annotate(
            _words(share, lang), (1, y), (9, 0), xycoords=ax.get_yaxis_transform(),
            textcoords="offset points", va="center", ha="left", fontsize=font_size(ax) - several,
            color=colour if several else INK, annotation_clip=False,
        )  # fmt: skip
        item = label(share["indicator"].removeprefix("share_"), lang)
        said.append(f"{item} {_words(share, lang, ends=True)}")
    told = listed(said, lang)
    name = names[shares["report"].iloc[0]]
    return f"{name}{WORDS['colon'][lang]}{told}" if several else told


def _words(share: Mapping[Hashable, Any], lang: Lang, *, ends: bool = False) -> str:
    """Return counts and share of a row, with the ends of its interval if asked."""
    if pd.isna(share["value"]):
        return WORDS["none_closed" if share["denominator"] == 0 else "not_known"][lang]
    told = _percent(share["value"])
    if ends:
        low, high = _percent(share["low"]), _percent(share["high"])
        told = WORDS["ends"][lang].format(share=told, low=low, high=high)
    return WORDS["share"][lang].format(
        part=whole(share["numerator"]), whole=whole(share["denominator"]), share=told
    )


def _percent(share: float) -> str:
    """Round to whole percents, but to 0% or 100% only what is just that: 997 of 1000 is 99.7%."""
    digits, text = 0, f"{share:.0%}"
    while 0 < share < 1 and float(text[:-1]) in (0, 100):
        digits += 1
        text = f"{share:.{digits}%}"
    return text


def _notes(shares: pd.DataFrame, names: dict[str, str], lang: Lang) -> list[str]:
    notes = [WORDS["interval"][lang]] if shares["value"].notna().any() else []
    closed = shares.groupby("report", sort=False)["denominator"].min()
    few = closed[closed.between(1, FEW - 1)]
    if len(names) == 1 and len(few):
        notes.append(WORDS["few"][lang].format(n=whole(few.iloc[0])))
    elif len(few):
        items = (
            WORDS["few_one"][lang].format(item=names[report], n=whole(count))
            for report, count in few.items()
        )
        notes.append(WORDS["few_of"][lang].format(few=FEW, items=listed(items, lang)))
    zeroed = shares[shares["blanks"] == READ_AS_0]
    if len(zeroed):
        items = (
            (f"{names[report]} " if len(names) > 1 else "")
            + label(code.removeprefix("share_"), lang)
            for report, code in zip(zeroed["report"], zeroed["indicator"], strict=True)
        )
        notes.append(WORDS["read_as_0"][lang].format(items=listed(items, lang)))
    return notes
