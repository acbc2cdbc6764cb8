"""Bodies among their peers: shares and rates against how far chance alone would go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from ..codebook import Lang
from ..errors import FrameError
from ..indicators import DOUBTFUL, MIN_PEERS, funnel_limits
from ..rounding import whole
from .base import (
    FEW,
    QUIET,
    READ_AS_0,
    WORDS,
    canvas,
    check_frame,
    divided,
    figure,
    font_size,
    is_narrow,
    label_of_indicator,
    listed,
    refuse,
    remember,
    set_note,
    set_plain,
    set_title,
    settle,
    year_of,
)
from .series import dot_size, label_ends, legend_above

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_LIMITS = ["low_998", "low_95", "centre", "high_95", "high_998"]
_COLUMNS = [
    "report", "issuer", "year", "edition", "group", "indicator", "value", "numerator",
    "denominator", "unit", "peers", *_LIMITS, "outside", "blanks", "note",
]  # fmt: skip
#: Marker, colour, and whether it is filled: told apart without colour by shape alone.
_MARKS = {
    "": ("o", "#5F5F5F", False),
    "95": ("^", "#0072B2", True),
    "99.8": ("D", "#D55E00", True),
}
#: Denominators at which limits are drawn: more than a chart has room to tell apart.
_STEPS = 300
_WORDS: dict[str, dict[Lang, str]] = {
    "subject": {"zh": "{name}（同类共 {peers} 个）", "en": "{name} (peers: {peers})"},
    "": {"zh": "界限内", "en": "within the limits"},
    "95": {"zh": "超出 95% 界限", "en": "outside of the 95% limits"},
    "99.8": {"zh": "超出 99.8% 界限", "en": "outside of the 99.8% limits"},
    "lines": {"zh": "横轴为分母（件，对数刻度）；虚线 95%、实线 99.8% 为同一{what}下偶然可及的范围",
              "en": "Across: the denominator, on a logarithmic axis; dashed 95%, solid 99.8%: "
                    "how far chance alone would go at the peers' {what}"},
    "centre": {"zh": "全体 {value}", "en": "all: {value}"},
    "verdict": {"zh": "界限外是问题，不是结论；不作排名",
                "en": "to be outside is a question, no verdict; nobody is ranked"},
    "few": {"zh": "分母不足 {few} 的 {n} 个，界限很宽",
            "en": "{n} with fewer than {few}: wide limits"},
    "peers": {"zh": "同类不足 {few} 个，界限不足为凭",
              "en": "fewer than {few} peers: little to go by"},
    "left_out": {"zh": "未列入（无此{what}或无同类）：{items}",
                 "en": "Not drawn (no such {what}, or no peers): {items}"},
    "nameless": {"zh": "另有 {n} 个在界限外，图中无处标名",
                 "en": "{n} more are outside, with no room for their names"},
    "more": {"zh": "等 {n} 个", "en": "{n} in all"},
    "outside": {"zh": "{key}：{items}", "en": "{key}: {items}"},
    "share": {"zh": "占比", "en": "share"},
    "per 100": {"zh": "比率", "en": "rate"},
}  # fmt: skip
#: By unit: how much of the axis is shown at least, where all values are alike; where it ends.
_SPAN = {"share": 0.2, "per 100": 2.0}
_END = {"share": 1.0, "per 100": float("inf")}
#: More names than these are counted.
_NAMED = 6


def plot_funnel(compared: pd.DataFrame, *, ax: Axes | None = None, lang: Lang = "zh") -> Axes:
    r"""Draw a share or rate of many bodies against their denominators, within funnel limits.

    Bodies outside of the limits are named; nobody is ranked, for a small count tops any list by
    chance. The limits are those of every denominator from the smallest to the largest; a count is
    whole, so they go in steps.

    Parameters
    ----------
    compared : DataFrame
        From `compare`, of one indicator, year, edition and group of peers: ``report, issuer, year,
        edition, group, indicator, value, numerator, denominator, unit, peers, centre, low_95,
        high_95, low_998, high_998, outside, blanks, note``.
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
        The frame is empty or lacks columns, holds several indicators, years, editions or groups, a
        report twice, no value that has peers, or what contradicts its own limits.

    Examples
    --------
    >>> from reportkit import compare, example_panel
    >>> table = compare(example_panel().cells, codes=["share_disclosed"])
    >>> ax = plot_funnel(table.query("year == 2023"), lang="en")
    >>> [text.get_text().split("\n") for text in ax.texts[1:]]
    [['修武县人民政府', '8 of 8 (100%)'], ['淮安市洪泽区人民政府', '4 of 21 (19%)']]
    """
    check_frame(compared, _COLUMNS, "compare(cells)", lang)
    compared = compared.reset_index(drop=True)
    _check(compared)
    known = compared[compared["centre"].notna() & compared["value"].notna()]
    if known.empty:
        message = "no row has a value and peers: there is nothing to draw"
        raise FrameError(message, reason="empty")
    with canvas(ax, 4.2) as ax:
        _axes(ax, known)
        _limits(ax, known, lang)
        for key, (marker, colour, filled) in _MARKS.items():
            own = known[known["outside"].str.endswith(key) if key else known["outside"] == ""]
            if len(own):
                ax.plot(
                    own["denominator"], own["value"], marker, ls="", mec=colour, ms=dot_size(ax),
                    mfc=colour if filled else "white", label=_WORDS[key][lang], zorder=3,
                    clip_on=False,
                )  # fmt: skip
        # Names above the chart keep clear of the highest label of the axis.
        height = legend_above(ax, 1 if is_narrow(ax) else 3, above=font_size(ax) / 2)
        first = known.iloc[0]
        about = label_of_indicator(first["indicator"], lang)
        subject = _WORDS["subject"][lang].format(name=about, peers=int(first["peers"]))
        group = "" if first["group"] == "all" else f" {first['group']}"
        name = year_of(first["year"], lang) + group
        title = set_title(ax, name, "", lang, above=height, said=subject)
        told = _notes(compared, known, lang)
        note = set_note(ax, told, lang)
        settle(ax)
        nameless = _name(ax, known, lang)
        if nameless:
            note = set_note(ax, [*told, _WORDS["nameless"][lang].format(n=nameless)], lang)
        said = [title, _centre(first, lang), *_said(known, lang), note]
        remember(ax, WORDS["stop"][lang].join(part[:1].upper() + part[1:] for part in said if part))
    return ax


def _check(compared: pd.DataFrame) -> None:
    for name in ("indicator", "unit", "year", "edition", "group"):
        values = compared[name].dropna().unique()
        if len(values) > 1:
            shown = ", ".join(map(str, values[:3])) + (" …" if len(values) > 3 else "")
            one = str(values[0]) if name != "year" else int(values[0])
            raise FrameError(
                f"the frame holds {len(values)} of {name} ({shown}), and peers are of one; choose: "
                f'frame[frame["{name}"] == {one!r}]'
            )
    unknown = [unit for unit in compared["unit"].unique() if unit not in _SPAN]
    if unknown:
        raise FrameError(f"unit {unknown[0]!r} is not one of {', '.join(_SPAN)}")
    refuse(compared.duplicated("report", keep=False), "stand twice", compared[["report"]])
    known = compared[compared["centre"].notna()]
    shown = known[["report", "value", *_LIMITS, "outside"]]
    words = ["", *(f"{side} {level}" for side in ("below", "above") for level in ("95", "99.8"))]
    refuse(~known["outside"].isin(words), "are outside in an unknown way", shown)
    apart = known["centre"].nunique() > 1 or known["peers"].nunique() > 1
    refuse([apart] * len(known), "have different centres or numbers of peers", shown)
    # Of a rare event the centre may lie above the limits: of few requests none is likeliest.
    limits = known[_LIMITS].drop(columns="centre").astype(float)
    refuse((limits.diff(axis=1) < 0).any(axis=1), "hold limits in a wrong order", shown)
    value = known["value"]
    said = known["outside"]
    refuse(
        (value < known["low_95"]) != said.str.startswith("below"), "contradict their limits", shown
    )
    refuse(
        (value > known["high_95"]) != said.str.startswith("above"), "contradict their limits", shown
    )


def _axes(ax: Axes, known: pd.DataFrame) -> None:
    from .ticks import Linear, set_ticks

    low, high = float(known["denominator"].min()), float(known["denominator"].max())
    ax.set_xscale("log")
    ax.set_xlim(low / 1.3, high * 1.3)
    set_ticks(ax, "x", _counts, whole)
    bottom, top = (
        known[["value", "low_998"]].min(axis=None),
        known[["value", "high_998"]].max(axis=None),
    )
    unit = known["unit"].iloc[0]
    span = max(float(top - bottom), _SPAN[unit])
    room = max(0.06 * span, (span - float(top - bottom)) / 2)
    ax.set_ylim(max(bottom - room, -0.04 * span), min(top + room, _END[unit] + 0.04 * span))
    set_ticks(ax, "y", Linear(5, [1, 2, 2.5, 5, 10]), partial(_tick, unit=unit))
    set_plain(ax, "both")


def _counts(low: float, high: float) -> Iterator[Sequence[float]]:
    """Return ticks for counts on a logarithmic axis, the most first."""

    def of(digits: Iterable[int], step: int = 1) -> list[float]:
        ticks = [digit * 10.0**power for power in range(0, 12, step) for digit in digits]
        return [tick for tick in ticks if low <= tick <= high]

    most = of((1, 2, 5))
    if len(most) < 2:  # bodies much alike
        most = of(range(1, 10))
    yield most
    yield from (tens for step in (1, 2, 3) if len(tens := of((1,), step)) > 1)
    yield from (most[::step] for step in range(2, len(most) + 1))


def _tick(value: float, unit: str) -> str:
    if not 0 <= value <= _END[unit]:
        return ""
    return f"{100 * value:.3g}%" if unit == "share" else whole(round(value, 9))


def _limits(ax: Axes, known: pd.DataFrame, lang: Lang) -> None:
    """Draw the limits from the smallest to the largest, each body's own, and the value of all."""
    own = known.drop_duplicates("denominator").sort_values("denominator")
    x = own["denominator"].astype(float)
    between = np.rint(np.geomspace(x.iloc[0], x.iloc[-1], _STEPS))
    unit, centre = str(own["unit"].iloc[0]), float(own["centre"].iloc[0])
    band = funnel_limits(unit, centre, np.union1d(between, x))
    for level, style in (("998", "-"), ("95", "--")):
        edges = [f"low_{level}", f"high_{level}"]
        ax.fill_between(
            band["denominator"], *(band[edge] for edge in edges), color="#56B4E9", alpha=0.13, lw=0
        )
        for edge in edges:
            ax.plot(band["denominator"], band[edge], style, color=QUIET, lw=0.9, label="_limit")
            ax.plot(x, own[edge].astype(float), "_", ms=4, color=QUIET, label="_own")
    ax.axhline(centre, color=QUIET, lw=0.9)
    ax.annotate(
        _centre(own.iloc[0], lang), (0, centre), (2, 2),
        xycoords=ax.get_yaxis_transform(), textcoords="offset points", ha="left", va="bottom",
        fontsize=font_size(ax) - 1, color=QUIET,
    )  # fmt: skip


def _name(ax: Axes, known: pd.DataFrame, lang: Lang) -> int:
    """Name who is outside, beside the chart; return how many there is no room for."""
    out = known[known["outside"] != ""]
    # The farthest outside first, and the larger counts before the smaller: those say more.
    out = out.assign(far=out["outside"].str.endswith("99.8")).sort_values(
        ["far", "denominator", "report"], ascending=[False, False, True]
    )
    ends = [
        (float(row["denominator"]), float(row["value"]), _label(row, lang, "\n"),
         _MARKS[row["outside"].split(" ")[1]][1])
        for row in out.to_dict("records")
    ]  # fmt: skip
    while ends and not label_ends(ax, ends):
        ends.pop()
    return len(out) - len(ends)


def _centre(row: Any, lang: Lang) -> str:
    return _WORDS["centre"][lang].format(value=figure(row["centre"], row["unit"]))


def _label(row: Any, lang: Lang, between: str = " ") -> str:
    return f"{_issuer(row)}{between}{divided(row, lang)}"


def _issuer(row: Any) -> str:
    return str(row["report"] if pd.isna(row["issuer"]) else row["issuer"])


def _said(known: pd.DataFrame, lang: Lang) -> list[str]:
    """Name all who are outside, and count who is within."""
    told = []
    for key in ("99.8", "95"):
        own = known[known["outside"].str.endswith(f" {key}")]
        if len(own):
            items = listed((_label(row, lang) for row in own.to_dict("records")), lang)
            told.append(_WORDS["outside"][lang].format(key=_WORDS[key][lang], items=items))
    within = int((known["outside"] == "").sum())
    told.append(_WORDS["outside"][lang].format(key=_WORDS[""][lang], items=within))
    return told


def _notes(compared: pd.DataFrame, known: pd.DataFrame, lang: Lang) -> list[str]:
    what = _WORDS[known["unit"].iloc[0]][lang]
    told = [_WORDS["lines"][lang].format(what=what), _WORDS["verdict"][lang]]
    small = int(known["denominator"].lt(FEW).sum())
    if small:
        told.append(_WORDS["few"][lang].format(few=FEW, n=small))
    if (known["peers"] < MIN_PEERS).any():
        told.append(_WORDS["peers"][lang].format(few=MIN_PEERS))
    for words, rows in (
        (WORDS["read_as_0"], compared[compared["blanks"] == READ_AS_0]),
        (WORDS["doubtful"], compared[compared["note"].str.contains(DOUBTFUL, regex=False)]),
        (_WORDS["left_out"], compared.drop(index=known.index)),
    ):
        names = [_issuer(row) for row in rows.to_dict("records")]
        if names:
            more = [_WORDS["more"][lang].format(n=len(names))] if len(names) > _NAMED else []
            items = listed([*names[:_NAMED], *more], lang)
            told.append(words[lang].format(items=items, what=what))
    return told
