"""What charts of shares have in common: a row a share, a dot and an interval a report."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from ..codebook import Lang
from ..indicators import DOUBTFUL
from ..rounding import alike, percent, whole
from .base import (
    FEW,
    INK,
    QUIET,
    READ_AS_0,
    WORDS,
    check_rows,
    font_size,
    is_narrow,
    listed,
    refuse,
    set_plain,
    wrapped,
)
from .series import MARKERS, SERIES, dot_size

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_NUMBERS = ["value", "low", "high", "numerator", "denominator"]
#: What `indicators` gives and every chart of shares needs.
COLUMNS = ["report", "issuer", "year", "indicator", *_NUMBERS, "blanks", "note"]
#: How much of a row the dots of several reports take up.
BAND = 0.7
#: More names than these are counted.
_NAMED = 6
#: How much of the width of a page, or of a column, names of rows take before they are broken.
_NAMES, _NAMES_OF_COLUMN = 0.42, 0.35


@dataclass(frozen=True)
class Rows:
    """Where each indicator stands, what it is called, and what is said where nothing is divided."""

    places: Mapping[str, float]
    labels: Mapping[str, str]
    nothing: str
    #: Rows that are part of one above them: set smaller.
    parts: Collection[str] = ()

    def set(self, ax: Axes) -> None:
        """Set the labels of rows and the axis from 0 to 1."""
        from .ticks import Fixed, set_ticks

        size, y = font_size(ax), list(self.places.values())
        sizes = {code: size - (code in self.parts) for code in self.places}
        ax.set_yticks(y, [name_of_row(ax, self.labels[code], sizes[code]) for code in self.places])
        ax.set(xlim=(-0.02, 1.02), ylim=(max(y) + 0.55, min(y) - 0.55))
        set_ticks(ax, "x", Fixed([0, 0.25, 0.5, 0.75, 1]), "{:.0%}".format)
        set_plain(ax, "x")
        for code, text in zip(self.places, ax.get_yticklabels(), strict=True):
            text.set(fontsize=sizes[code], color=QUIET if code in self.parts else INK)


def name_of_row(ax: Axes, text: str, size: float) -> str:
    """Break the name of a row, so that the chart keeps its room."""
    return wrapped(ax, text, size, share=_NAMES_OF_COLUMN if is_narrow(ax) else _NAMES)


def check_shares(shares: pd.DataFrame, codes: Sequence[str], reports: Sequence[str]) -> None:
    """Refuse rows that are not each of the shares of each report, with counts and interval."""
    key = ["report", "indicator"]
    check_rows(shares, key, [(report, code) for report in reports for code in codes])
    check_intervals(shares, key)


def check_intervals(shares: pd.DataFrame, key: list[str]) -> None:
    """Refuse shares outside of 0 to 1 or their interval, or without it or their counts."""
    known = shares[shares["value"].notna()]
    numbers = known[_NUMBERS].astype("Float64")
    value, low, high = (numbers[name] for name in ("value", "low", "high"))
    shown = known[[*key, *_NUMBERS]]
    bare, outside = numbers.isna().any(axis=1), ~value.between(low, high)
    leaves = (low < 0) | (high > 1)
    refuse(~value.between(0, 1), "hold a share that is not from 0 to 1", shown, reason="beyond")
    refuse(bare, "hold a share without its interval or counts", shown, reason="lacking")
    refuse(outside, "hold a share outside of its interval", shown, reason="beyond")
    refuse(leaves, "hold an interval that leaves 0 to 1", shown, reason="beyond")


def draw_shares(
    ax: Axes, shares: pd.DataFrame, place: int, rows: Rows, names: dict[str, str], lang: Lang
) -> str:
    """Draw one report's dots and intervals, and return them in words."""
    several, at = len(names) > 1, shift(place, names)
    ordered = shares.sort_values("indicator", key=lambda codes: codes.map(rows.places))
    told = listed(
        [
            f"{rows.labels[share['indicator']]} "
            + draw_share(
                ax, share, rows.places[share["indicator"]] + at, place, rows.nothing, lang,
                several=several,
            )
            for share in ordered.to_dict("records")
        ],
        lang,
    )  # fmt: skip
    name = names[shares["report"].iloc[0]]
    return f"{name}{WORDS['colon'][lang]}{told}" if several else told


def draw_share(
    ax: Axes, share: Mapping[Hashable, Any], y: float, place: int, nothing: str, lang: Lang, *,
    several: bool,
) -> str:  # fmt: skip
    """Draw a dot on its interval, write it beside, and return it in words."""
    if pd.notna(share["value"]):
        ax.plot([share["low"], share["high"]], [y, y], color=SERIES[place], lw=1.6, alpha=0.55)
        ax.plot(
            [share["value"]], [y], MARKERS[place], color=SERIES[place], ms=dot_size(ax),
            clip_on=False,
        )  # fmt: skip
    beside(ax, y, words(share, nothing, lang), place, several=several)
    return words(share, nothing, lang, ends=True)


def shift(place: int, names: Mapping[str, str]) -> float:
    """Return how far below the middle of a row a report's mark stands."""
    return (place - (len(names) - 1) / 2) * BAND / len(names)


def beside(ax: Axes, y: float, text: str, place: int, *, several: bool) -> None:
    """Write to the right of all marks: beside them, labels of long intervals would cover others."""
    ax.annotate(
        text, (1, y), (9, 0), xycoords=ax.get_yaxis_transform(), textcoords="offset points",
        va="center", ha="left", fontsize=font_size(ax) - several,
        color=SERIES[place] if several else INK, annotation_clip=False,
    )  # fmt: skip


def words(share: Mapping[Hashable, Any], nothing: str, lang: Lang, *, ends: bool = False) -> str:
    """Return counts and share of a row, with the ends of its interval if asked."""
    if pd.isna(share["value"]):
        return WORDS[nothing if share["denominator"] == 0 else "not_known"][lang]
    told = percent(share["value"])
    if ends:
        value, low, high = alike([share["value"], share["low"], share["high"]], "share")
        told = WORDS["ends"][lang].format(share=value, low=low, high=high)
    return WORDS["share"][lang].format(
        part=whole(share["numerator"]), whole=whole(share["denominator"]), share=told
    )


def notes(shares: pd.DataFrame, rows: Rows, names: dict[str, str], lang: Lang) -> list[str]:
    """Say what the lines are, what took blanks for 0, and what does not add up."""
    told = [WORDS["interval"][lang]] if shares["low"].notna().any() else []
    for key, where in (
        ("read_as_0", shares["blanks"] == READ_AS_0),
        ("doubtful", shares["note"] == DOUBTFUL),
    ):
        own = shares[where]
        ordered = own.sort_values("indicator", key=lambda codes: codes.map(rows.places))
        every = dict.fromkeys(
            (f"{name} " if len(names) > 1 else "") + rows.labels[code]
            for report, name in names.items()
            for code in ordered.loc[ordered["report"] == report, "indicator"]
        )
        items = list(every)[:_NAMED]
        if len(every) > _NAMED:
            items.append(WORDS["more"][lang].format(n=len(every)))
        if items:
            told.append(WORDS[key][lang].format(items=listed(items, lang)))
    return told


def few(shares: pd.DataFrame, names: dict[str, str], kind: str, lang: Lang) -> list[str]:
    """Name the reports whose shares are of few requests; `kind` is closed or refused."""
    counted = shares.groupby("report", sort=False)["denominator"].min()
    own = counted[counted.between(1, FEW - 1)]
    if not len(own):
        return []
    if len(names) == 1:
        return [WORDS[f"few_{kind}"][lang].format(n=whole(own.iloc[0]))]
    one = WORDS["few_one"][lang]
    items = (one.format(item=names[report], n=whole(count)) for report, count in own.items())
    return [WORDS[f"few_of_{kind}"][lang].format(few=FEW, items=listed(items, lang))]
