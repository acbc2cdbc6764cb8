"""What became more and less from one year to the next, with the intervals of the change."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from ..codebook import Lang
from ..errors import FrameError
from ..indicators import DOUBTFUL, POINTS
from ..rounding import alike, half_up, places, real_minus, signed, whole
from .base import (
    INK,
    QUIET,
    WORDS,
    canvas,
    check_frame,
    font_size,
    is_narrow,
    label_of_indicator,
    listed,
    refuse,
    remember,
    set_note,
    set_plain,
    set_title,
)
from .series import SERIES, dot_size
from .shares import name_of_row

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_COLUMNS = [
    "report", "issuer", "year", "indicator", "year_before", "value_before", "value", "difference",
    "difference_low", "difference_high", "difference_unit", "ratio", "ratio_low", "ratio_high",
    "comparable", "why", "note",
]  # fmt: skip
#: More rows than these fill no page.
MOST = 60
#: The column that is drawn.
_MAIN = {"points": "difference", "ratios": "ratio"}
#: Inches of a row, and of all that is not rows.
_ROW, _REST = 0.32, 1.4
#: How far an axis goes at least, so that a change of a few per cent or points looks small.
_RATIOS, _POINTS = (0.5, 2.0), 5.0
_TICKS = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000]
_WORDS: dict[str, dict[Lang, str]] = {
    "points": {"zh": "占比的变化（百分点）", "en": "Change in percentage points"},
    "ratios": {"zh": "与上一年之比", "en": "Ratio to the year before"},
    "intervals_points": {"zh": "线为 95% 区间（Newcombe）；跨过 0 的不足以说有变化",
                         "en": "Lines: 95% intervals (Newcombe); one that holds 0 is no evidence "
                               "of change"},
    "intervals_ratios": {"zh": "线为 95% 区间（精确条件法）；跨过 1 的不足以说有变化",
                         "en": "Lines: 95% intervals (exact); one that holds 1 is no evidence of "
                               "change"},
    "bare": {"zh": "空心点没有区间（存量、金额或决定件数）",
             "en": "Hollow dots have no interval (stocks, amounts, decisions)"},
    "edge": {"zh": "左缘箭头：降为 0", "en": "Arrows at the left edge: fell to 0"},
    "moved": {"zh": "{a} → {b}", "en": "{a} → {b}"},
    "by_points": {"zh": "{d} 个百分点", "en": "{d} points"},
    "by_ratio": {"zh": "{d} 倍", "en": "× {d}"},
    "from_0": {"zh": "上年为 0，无比值", "en": "no ratio to 0"},
    "nothing": {"zh": "分母为 0", "en": "nothing to divide by"},
    "barred": {"zh": "不可比", "en": "not comparable"},
    "why": {"zh": "不可比：{items}", "en": "Not comparable: {items}"},
    "reason": {"zh": "{item}（{why}）", "en": "{item} ({why})"},
    "noted": {"zh": "存疑：{items}", "en": "Doubtful: {items}"},
    "bounds": {"zh": "{told}，区间 {low} 至 {high}", "en": "{told}, interval {low} to {high}"},
}  # fmt: skip
#: What `change` says of pairs and figures, in Chinese.
_REASONS = (
    (r"no single report of (.+)", r"\1 年没有唯一的报告"),
    (r"several reports of (.+)", r"\1 年有多份报告"),
    (r"issuer or year not known", "机关或年份不详"),
    (r"the editions (\w+) and (\w+) count differently", r"\1 年版与 \2 年版口径不同"),
    (r"the (\w+) edition has no such figure", r"\1 年版没有此项"),
    (rf"(\d+): {DOUBTFUL}", r"\1 年：合计与分项不符"),
)


def plot_change(change: pd.DataFrame, *, ax: Axes | None = None, lang: Lang = "zh") -> Axes:
    """Draw changes from one year to the next, with their intervals: a row a report and indicator.

    Shares change by percentage points, counts and rates by a ratio, on a logarithmic axis. Beside
    each row stand both years' values. Pairs that cannot be compared keep their row, have no dot,
    and the note below names why.

    Parameters
    ----------
    change : DataFrame
        From `reportkit.change`, shares alone or all others: ``report, issuer, year, indicator,
        year_before, value_before, value, difference…, ratio…, comparable, why, note``.
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
        The frame is empty, lacks columns, mixes shares with others, or holds a row twice, a change
        outside of its interval or between what cannot be compared, or more than 60 rows.

    Examples
    --------
    >>> from reportkit import change, example_panel
    >>> table = change(example_panel().cells).query("indicator == 'share_disclosed'")
    >>> ax = plot_change(table, lang="en")
    >>> [text.get_text() for text in ax.texts]
    ['44% → 54% (+10.4 points)', 'not known', '19% → 62% (+43.1 points)']
    """
    check_frame(change, _COLUMNS, "change(cells)", lang)
    kind = _kind(change)
    _check(change, kind)
    labels = _labels(change, lang)
    rows = change.to_dict("records")
    with canvas(ax, _REST + _ROW * len(rows)) as ax:
        size = font_size(ax)
        _axis(ax, change, kind)
        said = []
        for y, (row, label) in enumerate(zip(rows, labels, strict=True)):
            _draw(ax, row, y, _MAIN[kind])
            text = _words(row, kind, lang)
            ax.annotate(
                text.replace(" (", "\n(").replace("（", "\n（") if is_narrow(ax) else text, (1, y),
                (9, 0), xycoords=ax.get_yaxis_transform(), textcoords="offset points", va="center",
                ha="left", fontsize=size, color=INK, annotation_clip=False,
            )  # fmt: skip
            said.append(f"{label} {_words(row, kind, lang, ends=True)}")
        ax.set_yticks(range(len(rows)), [name_of_row(ax, each, size) for each in labels])
        for tick in ax.get_yticklabels():
            tick.set_parse_math(False)  # a dollar sign in a name is no formula
        title = set_title(ax, _shared(change, lang), "", lang, said=_WORDS[kind][lang])
        note = set_note(ax, _notes(change, labels, kind, lang), lang)
        sentence = WORDS["semicolon"][lang].join(said)
        remember(ax, WORDS["stop"][lang].join(part for part in (title, sentence, note) if part))
    return ax


def _kind(change: pd.DataFrame) -> str:
    shares = change["difference_unit"] == POINTS
    if shares.any() and not shares.all():
        raise FrameError(
            "the frame holds shares, which change by points, and counts or rates, which change by "
            f'a ratio; choose: frame[frame["difference_unit"] == {POINTS!r}], or the others'
        )
    return "points" if shares.all() else "ratios"


def _check(change: pd.DataFrame, kind: str) -> None:
    if len(change) > MOST:
        raise FrameError(
            f"the frame holds {len(change)} rows, more than {MOST}; choose some indicators: "
            'frame[frame["indicator"].isin(["received", "closed"])]',
            reason="many",
        )
    key, main = ["report", "indicator"], _MAIN[kind]
    bounds = [f"{main}_low", main, f"{main}_high"]
    shown = change[[*key, *bounds]]
    refuse(change.duplicated(key, keep=False), "stand twice", change[key])
    low, value, high = (change[name] for name in bounds)
    bounded = low.notna() & high.notna() & value.notna()
    outside = bounded & ~value.between(low, high).fillna(False)
    refuse(outside, "hold a change outside of its interval", shown)
    barred = ~change["comparable"].fillna(False) & value.notna()
    refuse(barred, "hold a change between what cannot be compared", shown)


def _labels(change: pd.DataFrame, lang: Lang) -> list[str]:
    """Name each row by what it does not share with all others."""
    varying = change[["issuer", "year", "year_before", "indicator"]].nunique(dropna=False) > 1
    alone = not varying.any()
    labels = []
    for row in change.to_dict("records"):
        parts = []
        if varying["issuer"]:
            parts.append(str(row["report"] if pd.isna(row["issuer"]) else row["issuer"]))
        if varying["year"] or varying["year_before"]:
            parts.append(_years(row))
        if varying["indicator"] or alone:
            parts.append(label_of_indicator(row["indicator"], lang))
        labels.append(" ".join(part for part in parts if part) or str(row["report"]))
    return labels


def _shared(change: pd.DataFrame, lang: Lang) -> str:
    """Name what all rows share of body, years and indicator."""
    first, count = change.iloc[0], change.nunique(dropna=False)
    parts = []
    if count["issuer"] == 1 and pd.notna(first["issuer"]):
        parts.append(str(first["issuer"]))
    if count["year"] == count["year_before"] == 1:
        parts.append(_years(first))
    if count["indicator"] == 1 and len(change) > 1:
        parts.append(label_of_indicator(first["indicator"], lang))
    return " ".join(part for part in parts if part)


def _years(row: Any) -> str:
    known = [str(row[name]) for name in ("year_before", "year") if pd.notna(row[name])]
    return " → ".join(known)


def _axis(ax: Axes, change: pd.DataFrame, kind: str) -> None:
    """Set an axis that holds all intervals, and the line of no change."""
    from .ticks import Fixed, Linear, set_ticks

    main = _MAIN[kind]
    drawn = change[[main, f"{main}_low", f"{main}_high"]].stack().dropna().astype(float).tolist()
    if kind == "ratios":
        positive = [x for x in drawn if x > 0]
        low, high = min([*positive, _RATIOS[0]]) / 1.25, max([*positive, _RATIOS[1]]) * 1.25
        ax.set_xscale("log")
        ticks = [tick for tick in _TICKS if low <= tick <= high]
        set_ticks(ax, "x", Fixed(ticks, of=ticks.index(1)), whole)
        ax.set_xlim(low, high)
    else:
        low, high = min([*drawn, -_POINTS]), max([*drawn, _POINTS])
        room = 0.05 * (high - low)
        ax.set_xlim(low - room, high + room)
        set_ticks(ax, "x", Linear(7, [1, 2, 5, 10]), _tick)
    ax.set_ylim(len(change) - 0.45, -0.55)
    set_plain(ax, "x")
    ax.axvline(1 if kind == "ratios" else 0, color=QUIET, lw=1)


def _tick(points: float) -> str:
    return real_minus(f"{points:+g}") if points else "0"


def _draw(ax: Axes, row: Any, y: int, main: str) -> None:
    value, low, high = (row[name] for name in (main, f"{main}_low", f"{main}_high"))
    if pd.isna(value):
        return
    colour, edge = SERIES[0], ax.get_xlim()[0]
    bare = pd.isna(low) or pd.isna(high)
    # A ratio of 0 lies beyond any logarithmic axis.
    at, least = (max(x, edge) if main == "ratio" else x for x in (value, value if bare else low))
    if not bare:
        ax.plot([least, high], [y, y], color=colour, lw=1.6, alpha=0.55)
    ax.plot(
        [at], [y], "<" if main == "ratio" and value == 0 else "o", mec=colour, ms=dot_size(ax),
        mfc="white" if bare else colour, clip_on=False, ls="",
    )  # fmt: skip


def _words(row: Any, kind: str, lang: Lang, *, ends: bool = False) -> str:
    """Return both values and the change between them."""
    if not (pd.notna(row["comparable"]) and row["comparable"]):
        return _WORDS["barred"][lang]
    if pd.isna(row["value"]) or pd.isna(row["value_before"]):
        nothing = "nothing was counted" in row["note"]
        return _WORDS["nothing"][lang] if nothing else WORDS["not_known"][lang]
    a, b = _values(row, kind)
    moved = _WORDS["moved"][lang].format(a=a, b=b)
    main = _MAIN[kind]
    if pd.isna(row[main]):
        told = _WORDS["from_0"][lang]
    else:
        bounds = [row[f"{main}_low"], row[f"{main}_high"]] if ends else []
        known = [row[main], *(bound for bound in bounds if pd.notna(bound))]
        moved_by, *around = _points(known) if kind == "points" else _ratios(known)
        told = _WORDS["by_points" if kind == "points" else "by_ratio"][lang].format(d=moved_by)
        if around:
            told = _WORDS["bounds"][lang].format(told=told, low=around[0], high=around[1])
    return f"{moved}（{told}）" if lang == "zh" else f"{moved} ({told})"


def _values(row: Any, kind: str) -> list[str]:
    """Return the figures of both years: shares and rates rounded alike, all others as printed."""
    unit = "share" if kind == "points" else row["difference_unit"]
    return alike([row["value_before"], row["value"]], unit)


def _points(values: Sequence[float]) -> list[str]:
    return [signed(value, 1) for value in values]


def _ratios(values: Sequence[float]) -> list[str]:
    """Return a ratio and its interval: two decimals, more of what is less than a tenth."""
    digits = 0 if min(values) >= 10 else max(2, places(*values))
    return [half_up(value, digits) if value else "0" for value in values]


def _notes(change: pd.DataFrame, labels: list[str], kind: str, lang: Lang) -> list[str]:
    """Say what the lines are, what has none, what cannot be compared and what is in doubt."""
    main = _MAIN[kind]
    drawn, bounded = change[main].notna(), change[f"{main}_low"].notna()
    told = [_WORDS[f"intervals_{kind}"][lang]] if (drawn & bounded).any() else []
    if (drawn & ~bounded).any():
        told.append(_WORDS["bare"][lang])
    if kind == "ratios" and change["ratio"].eq(0).fillna(False).any():
        told.append(_WORDS["edge"][lang])
    for key, column in (("why", "why"), ("noted", "note")):
        reasons: dict[str, list[str]] = {}
        for label, reason in zip(labels, change[column], strict=True):
            if reason and (key == "why" or DOUBTFUL in reason):
                reasons.setdefault(str(reason), []).append(label)
        items = [
            _WORDS["reason"][lang].format(item=listed(own, lang), why=_reason(reason, lang))
            for reason, own in reasons.items()
        ]
        if items:
            told.append(_WORDS[key][lang].format(items=WORDS["and"][lang].join(items)))
    return told


def _reason(text: str, lang: Lang) -> str:
    """Return what `change` says, in the chart's language."""
    if lang == "en":
        return text
    parts = []
    for part in text.split("; "):
        for pattern, said in _REASONS:
            if re.fullmatch(pattern, part):
                part = re.sub(pattern, said, part).replace(", ", "、")
                break
        parts.append(part)
    return "；".join(parts)
