"""An indicator over the years, with its intervals, and broken where its definition breaks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pandas as pd

from ..codebook import Lang, read_spec
from ..errors import FrameError
from ..indicators import DOUBTFUL
from ..indicators.book import Indicator, book
from ..rounding import whole
from .base import (
    INK,
    QUIET,
    READ_AS_0,
    WORDS,
    canvas,
    check_frame,
    divided,
    figure,
    figures,
    font_size,
    is_narrow,
    label_of_indicator,
    listed,
    refuse,
    remember,
    set_note,
    set_plain,
    set_title,
    year_of,
)
from .series import MARKERS, SERIES, check_few, dot_size, label_ends, name_series

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_COLUMNS = ["report", "issuer", "year", "edition", "indicator", "value", "low", "high",
            "numerator", "denominator", "unit", "blanks", "note"]  # fmt: skip
#: The width of a digit, in sizes of the font.
_DIGIT = 0.62
#: Years between the marks of two bodies in one year.
_APART = 0.07
#: The room above the highest mark: values and the name of a break stand there.
_ABOVE = 1.18
_WORDS: dict[str, dict[Lang, str]] = {
    "intervals": {"zh": "竖线为 95% 区间", "en": "Bars: 95% intervals"},
    "bare": {"zh": "存量、金额和正文所述数字没有区间",
             "en": "Stocks, amounts and figures told in prose have no interval"},
    "break": {"zh": "{edition} 年版起口径不同",
              "en": "counted otherwise from the {edition} edition"},
    "broken": {"zh": "{before} 年版与 {after} 年版表格的口径不同，不相连：{items}",
               "en": "The {before} and {after} editions count differently and are not joined: "
                     "{items}"},
    "within": {"zh": "{item}（{edition} 年版）", "en": "{item} ({edition} edition)"},
    "lacking": {"zh": "缺报告：{items}", "en": "No report: {items}"},
    "empty": {"zh": "分母为 0：{items}", "en": "Nothing to divide by: {items}"},
    "base": {"zh": "分母：{items}", "en": "Denominators: {items}"},
    "nothing": {"zh": "分母为 0", "en": "nothing to divide by"},
    "told": {"zh": "{year} {value}", "en": "{value} in {year}"},
    "bounds": {"zh": "{share}（区间 {low}–{high}）", "en": "{share} (interval {low}–{high})"},
    "万元": {"zh": "（万元）", "en": " (10,000 yuan)"},
    "元": {"zh": "（元）", "en": " (yuan)"},
}  # fmt: skip


@dataclass(frozen=True)
class _Break:
    """Where between two years the definition changes, and between which editions."""

    at: float
    before: str
    after: str


def plot_trend(indicators: pd.DataFrame, *, ax: Axes | None = None, lang: Lang = "zh") -> Axes:
    """Draw an indicator of one body, or of six at most, over the years, with its intervals.

    Only consecutive years are joined. Where the editions of the form count differently the line is
    broken, the break is drawn and named. An indicator that one edition alone has may be drawn
    together with its counterpart of the other edition (``normative_newly_made`` of 2019 and
    ``normative_issued`` of 2021): they share the axis, and no line. Years without a report, or
    without a figure, are gaps and are named.

    Parameters
    ----------
    indicators : DataFrame
        From `reportkit.indicators`, the rows of one indicator: ``report, issuer, year, edition,
        indicator, value, low, high, numerator, denominator, unit, blanks, note``.
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
        The frame is empty, lacks columns, holds several indicators of one edition or of different
        units, an unknown one, an issuer and year twice or unknown, a value outside of its interval,
        or more than six issuers.

    Examples
    --------
    >>> from reportkit import example_panel, indicators
    >>> table = indicators(example_panel().cells).query(
    ...     "indicator == 'received' and issuer == '宿迁市人民政府'")
    >>> ax = plot_trend(table, lang="en")
    >>> [float(y) for y in ax.lines[0].get_ydata()]
    [3511.0, 3525.0, 3830.0]
    """
    check_frame(indicators, _COLUMNS, "indicators(cells), of one indicator", lang)
    indicators = indicators.reset_index(drop=True)
    about = _about(indicators)
    _check(indicators)
    issuers = [str(issuer) for issuer in indicators["issuer"].unique()]
    check_few(issuers, "issuer")
    unit = next(iter(about.values())).unit
    breaks = _breaks(indicators, about)
    with canvas(ax, 3.6) as ax:
        based = _axes(ax, indicators, unit, alone=len(issuers) == 1)
        ends, said = [], []
        for place, issuer in enumerate(issuers):
            own = indicators[indicators["issuer"] == issuer].sort_values("year")
            shift = _APART * (place - (len(issuers) - 1) / 2)
            _draw(ax, own, place, shift, about)
            known = own[own["value"].notna()]
            if len(known):
                last = known.iloc[-1]
                ends.append((last["year"] + shift, last["value"], issuer, SERIES[place]))
            if len(issuers) == 1:
                _print_values(ax, known, unit)
            said.append(_said(own, issuer if len(issuers) > 1 else "", unit, lang))
        if indicators["value"].isna().all():
            ax.text(
                0.5, 0.5, _lacking(indicators, lang), transform=ax.transAxes, ha="center",
                va="center", fontsize=font_size(ax), color=INK,
            )  # fmt: skip
        for one in breaks:
            _draw_break(ax, one, lang)
        height = 0.0
        if len(issuers) > 1 and not _name(ax, ends):
            height = name_series(ax, issuers)
        name = issuers[0] if len(issuers) == 1 else ""
        title = set_title(ax, name, "", lang, above=height, said=_subject(about, unit, lang))
        told = _notes(indicators, issuers, about, breaks, lang)
        note = set_note(ax, [*told, *([] if based else _bases(indicators, issuers, lang))], lang)
        remember(ax, WORDS["stop"][lang].join(part for part in (title, *said, note) if part))
    return ax


def _about(frame: pd.DataFrame) -> dict[str, Indicator]:
    """Return what the frame shows, by code; refuse what cannot stand on one axis."""
    known = {one.code: one for one in book()}
    codes = [str(code) for code in frame["indicator"].unique()]
    choose = f'choose one: frame[frame["indicator"] == {codes[0]!r}]'
    unknown = [code for code in codes if code not in known]
    if unknown:
        raise FrameError(f"{', '.join(unknown[:5])}: unknown; see indicator_codebook()")
    # The earlier edition's first.
    codes = sorted(codes, key=lambda code: known[code].editions)
    about = {code: known[code] for code in codes}
    editions = [edition for one in about.values() for edition in one.editions]
    if len(editions) > len(set(editions)) and len(codes) > 1:
        shown = ", ".join(codes[:3]) + (" …" if len(codes) > 3 else "")
        raise FrameError(f"the frame holds {len(codes)} indicators ({shown}); {choose}")
    if len({one.unit for one in about.values()}) > 1:
        raise FrameError(f"{' and '.join(codes)} have different units; {choose}")
    return about


def _check(frame: pd.DataFrame) -> None:
    key = ["report", "issuer", "year"]
    shown = frame[[*key, "indicator", "low", "value", "high"]]
    refuse(frame[["issuer", "year"]].isna().any(axis=1), "have no issuer or no year", shown)
    editions = [row["edition"] for row in read_spec("editions")]
    refuse(~frame["edition"].isin(editions), "are of an unknown edition", frame[[*key, "edition"]])
    refuse(frame.duplicated(["issuer", "year"], keep=False), "hold an issuer and year twice", shown)
    known = frame.dropna(subset=["value", "low", "high"])
    refuse(
        ~known["value"].between(known["low"], known["high"]),
        "hold a value outside of its interval",
        shown.loc[known.index],
    )  # fmt: skip


def _breaks(frame: pd.DataFrame, about: dict[str, Indicator]) -> list[_Break]:
    """Return the breaks between the editions that count differently, of one body or of several."""
    starts = {row["edition"]: int(row["first_year"]) for row in read_spec("editions")}
    kinds = frame.groupby(["edition", "indicator"])["year"].agg(["min", "max"]).reset_index()
    rows = sorted(kinds.to_dict("records"), key=lambda row: (starts[row["edition"]], row["min"]))
    found = []
    for before, after in pairwise(rows):
        if not _follows(before, after, about):
            at = starts[after["edition"]] - 0.5
            at = min(max(at, before["max"] + 0.5), after["min"] - 0.5)
            found.append(_Break(at, before["edition"], after["edition"]))
    return found


def _follows(before: Any, after: Any, about: dict[str, Indicator]) -> bool:
    same = before["indicator"] == after["indicator"]
    return bool(same and about[after["indicator"]].follows(before["edition"], after["edition"]))


def _year(year: float, bases: dict[Any, str]) -> str:
    """Return the label of a year, with what it is measured against where that is told."""
    return f"{year:.0f}{bases.get(year, '')}"


def _axes(ax: Axes, frame: pd.DataFrame, unit: str, *, alone: bool) -> bool:
    """Set the years, all of them, and values from 0; tell whether denominators stand there too."""
    from .ticks import Fixed, Linear, set_ticks

    years = range(int(frame["year"].min()), int(frame["year"].max()) + 1)
    based = frame.set_index("year")["denominator"] if alone else pd.Series(dtype="Float64")
    told = len(years) <= (4 if is_narrow(ax) else 8) and bool(based.notna().any())
    bases = {year: f"\nn = {whole(n)}" for year, n in based.dropna().items()} if told else {}
    # The last year always.
    set_ticks(ax, "x", Fixed(years, of=-1), partial(_year, bases=bases))
    top = frame[["value", "high"]].max(axis=None)
    low = frame[["value", "low"]].min(axis=None)
    top = 1.0 if pd.isna(top) or top <= 0 else float(top)
    bottom = 0.0 if pd.isna(low) else min(float(low), 0.0)
    ax.set(xlim=(years[0] - 0.5, years[-1] + 0.5), ylim=(bottom * _ABOVE, top * _ABOVE))
    counted = unit in ("件", "条", "项")
    set_ticks(ax, "y", Linear(5, [1, 2, 2.5, 5, 10], integer=counted), partial(_tick, unit=unit))
    set_plain(ax, "y")
    return told


def _tick(y: float, unit: str) -> str:
    if unit == "share":
        return f"{100 * y:.3g}%" if y <= 1 else ""
    return whole(round(y, 9))


def _draw(
    ax: Axes, own: pd.DataFrame, place: int, shift: float, about: dict[str, Indicator]
) -> None:
    """Draw the runs of years that may be joined, then intervals and dots."""
    runs: list[list[dict[Any, Any]]] = []
    for row in own[own["value"].notna()].to_dict("records"):
        last = runs[-1][-1] if runs else None
        if last and row["year"] == last["year"] + 1 and _follows(last, row, about):
            runs[-1].append(row)
        else:
            runs.append([row])
    colour = SERIES[place]
    for run in runs:
        x, y = [row["year"] + shift for row in run], [row["value"] for row in run]
        ax.plot(
            x, y, "-", marker=MARKERS[place], color=colour, ms=dot_size(ax), lw=1.3, zorder=3,
            clip_on=False,
        )  # fmt: skip
        for at, row in zip(x, run, strict=True):
            if pd.notna(row["low"]):
                ax.plot([at, at], [row["low"], row["high"]], color=colour, lw=1.6, alpha=0.55)


def _print_values(ax: Axes, known: pd.DataFrame, unit: str) -> None:
    """Print the values of a single body above their intervals, if the years leave room for them."""
    first, last = ax.get_xlim()
    room = ax.bbox.width / ax.figure.dpi * 72 / (last - first)
    values = [figure(value, unit) for value in known["value"]]
    if any(_DIGIT * font_size(ax) * (len(value) + 1) > room for value in values):
        return
    for row, value in zip(known.to_dict("records"), values, strict=True):
        top = row["value"] if pd.isna(row["high"]) else row["high"]
        ax.annotate(
            value, (row["year"], top), (0, 3 + dot_size(ax) / 2), textcoords="offset points",
            ha="center", va="bottom", fontsize=font_size(ax), color=INK,
        )  # fmt: skip


def _name(ax: Axes, ends: Sequence[tuple[float, float, str, str]]) -> bool:
    """Name the bodies beside their last points; tell whether there was room for all.

    No name stands far from its point: a line to it would seem to go on.
    """
    by_year: dict[int, list[tuple[float, float, str, str]]] = {}
    for end in ends:
        by_year.setdefault(round(end[0]), []).append(end)
    rooms = [label_ends(ax, own, at=max(x for x, *_ in own)) for own in by_year.values()]
    return all(rooms)


def _draw_break(ax: Axes, one: _Break, lang: Lang) -> None:
    ax.axvline(one.at, color=QUIET, lw=1, ls=(0, (4, 3)))
    words = _WORDS["break"][lang].format(edition=one.after)
    right = one.at > sum(ax.get_xlim()) / 2
    ax.annotate(
        words, (one.at, 1), (-4 if right else 4, -2), xycoords=ax.get_xaxis_transform(),
        textcoords="offset points", ha="right" if right else "left", va="top",
        fontsize=font_size(ax) - 1, color=QUIET,
        bbox={"fc": "white", "ec": "none", "pad": 0.5},
    )  # fmt: skip


def _subject(about: dict[str, Indicator], unit: str, lang: Lang) -> str:
    """Name the indicators, and the unit that their names do not tell."""
    names = " / ".join(label_of_indicator(code, lang) for code in about)
    if unit in _WORDS:
        return names + _WORDS[unit][lang]
    return f"{names}（{unit}）" if lang == "zh" and unit not in ("share", "per 100") else names


def _said(own: pd.DataFrame, issuer: str, unit: str, lang: Lang) -> str:
    """Return a body's line in words."""
    told = []
    for row in own.to_dict("records"):
        if pd.isna(row["value"]):
            continue
        bounded, based = pd.notna(row["low"]), pd.notna(row["denominator"])
        value = figure(row["value"], unit)
        if bounded:
            words = WORDS["ends"] if based else _WORDS["bounds"]
            value, low, high = figures([row["value"], row["low"], row["high"]], unit)
            value = words[lang].format(share=value, low=low, high=high)
        if based:
            value = divided(row, lang, value)
        told.append(_WORDS["told"][lang].format(year=year_of(row["year"], lang), value=value))
    sentence = listed(told, lang) or _lacking(own, lang)
    return f"{issuer}{WORDS['colon'][lang]}{sentence}" if issuer else sentence


def _lacking(own: pd.DataFrame, lang: Lang) -> str:
    """Say why there is no value: nothing was counted, or it is not known."""
    nothing = own["denominator"].eq(0).fillna(False).all()
    return _WORDS["nothing"][lang] if nothing else WORDS["not_known"][lang]


def _notes(
    frame: pd.DataFrame, issuers: Sequence[str], about: dict[str, Indicator],
    breaks: Sequence[_Break], lang: Lang,
) -> list[str]:  # fmt: skip
    """Say what the bars are, what is broken, and which years have no mark and why."""
    known = frame["value"].notna()
    told = [_WORDS["intervals"][lang]] if frame["low"].notna().any() else []
    if known.any() and not frame["low"].notna().any():
        told.append(_WORDS["bare"][lang])
    for one in breaks:
        named = {
            edition: next(code for code, own in about.items() if edition in own.editions)
            for edition in (one.before, one.after)
        }
        items = [
            _WORDS["within"][lang].format(item=label_of_indicator(code, lang), edition=edition)
            for edition, code in named.items()
        ]
        told.append(
            _WORDS["broken"][lang].format(
                before=one.before, after=one.after, items=listed(items, lang)
            )
        )
    nothing = ~known & frame["denominator"].eq(0).fillna(False)
    for words, rows in (
        (WORDS["unknown"], frame[~known & ~nothing]),
        (_WORDS["empty"], frame[nothing]),
        (WORDS["read_as_0"], frame[frame["blanks"] == READ_AS_0]),
        (WORDS["doubtful"], frame[frame["note"] == DOUBTFUL]),
    ):
        if len(rows):
            years = _years(list(zip(rows["issuer"], rows["year"], strict=True)), issuers, lang)
            told.append(words[lang].format(items=years))
    lacking = [
        (issuer, year)
        for issuer, own in frame.groupby("issuer", sort=False)["year"]
        for year in range(own.min(), own.max())
        if year not in set(own)
    ]
    if lacking:
        told.append(_WORDS["lacking"][lang].format(items=_years(lacking, issuers, lang)))
    return told


def _years(pairs: Sequence[tuple[str, int]], issuers: Sequence[str], lang: Lang) -> str:
    several = len(issuers) > 1
    return listed(
        (f"{issuer} {year_of(year, lang)}" if several else year_of(year, lang)
         for issuer, year in pairs), lang,
    )  # fmt: skip


def _bases(frame: pd.DataFrame, issuers: Sequence[str], lang: Lang) -> list[str]:
    """Tell the denominators: no rate without them."""
    based = frame.dropna(subset=["denominator"])
    if based.empty:
        return []
    items = []
    for issuer, own in based.groupby("issuer", sort=False)["denominator"]:
        low, high = whole(own.min()), whole(own.max())
        named = f"{issuer} " if len(issuers) > 1 else ""
        items.append(named + (low if low == high else f"{low}–{high}"))
    return [_WORDS["base"][lang].format(items=listed(items, lang))]
