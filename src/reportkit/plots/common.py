"""What the charts share: words, colours, checks of their frames, and where text goes.

Every chart keeps its labels inside the axes, in margins measured in points, so that it looks the
same in a figure of its own and in a panel of another, with or without a layout engine.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width
from weakref import WeakKeyDictionary

import pandas as pd

from ..codebook import Lang
from ..errors import FrameError
from ..fonts import FAMILY

if TYPE_CHECKING:
    from matplotlib.axes import Axes

OUTCOMES = ("granted", "partly_granted", "denied", "unable", "not_processed", "other")

#: Okabe and Ito's colours, told apart by colour-blind readers.
COLOURS = {
    "granted": "#009E73",
    "partly_granted": "#56B4E9",
    "denied": "#D55E00",
    "unable": "#E69F00",
    "not_processed": "#CC79A7",
    "other": "#0072B2",
    "received": "#5A5A5A",
    "carried_in": "#9A9A9A",
    "carried_out": "#9A9A9A",
    "accepted": "#333333",
}
QUIET = "#6B6B6B"
FAINT = "#D0D0D0"

#: Words that charts need and the form does not have. {} is filled when drawn.
WORDS: dict[Lang, dict[str, str]] = {
    "zh": {
        "subject": "{} {} 年",
        "and_others": "{} 等",
        "list": "、",
        "clause": "；",
        "colon": "：",
        "stop": "。",
        "cases": "{} 件",
        "ratio": "{} / {} 件 ({})",
        "ratio_bare": "{} / {} 件",
        "percent": "{} %",
        "span": "{}（95% 区间 {} 至 {}）",
        "unknown": "不详",
        "accepted": "受理",
        "flow_title": "{}：申请的来源与去向",
        "none": "无：{}",
        "not_drawn": "不详（未画出）：{}",
        "differ": "两侧不等高：印出的各项与受理数对不上",
        "nothing": "无申请",
        "read_as_0": "空白按 0 计",
        "outcomes_title": "{}：各类结果占全部办理结果的比例",
        "no_outcomes": "无办理结果",
        "interval": "线为 95% Wilson 区间",
        "few": "仅 {} 件：区间很宽",
        "few_of": "{} 仅 {} 件：区间很宽",
        "applicants_title": "{}：各类申请人的办理结果（件）",
        "shade": "颜色越深件数越多（平方根刻度）",
        "blank": "“·”：空白或不详",
    },
    "en": {
        "subject": "{}, {}",
        "and_others": "{} and others",
        "list": ", ",
        "clause": "; ",
        "colon": ": ",
        "stop": ".",
        "cases": "{}",
        "ratio": "{} of {} ({})",
        "ratio_bare": "{} of {}",
        "percent": "{}%",
        "span": "{}, 95% interval {} to {}",
        "unknown": "unknown",
        "accepted": "In hand",
        "flow_title": "{}: where requests came from and went",
        "none": "None: {}",
        "not_drawn": "Unknown, not drawn: {}",
        "differ": "The sides differ in height: the printed counts do not add up",
        "nothing": "No requests",
        "read_as_0": "Blanks are read as 0",
        "outcomes_title": "{}: outcomes as a share of all outcomes",
        "no_outcomes": "no outcomes",
        "interval": "Lines: 95% Wilson intervals",
        "few": "only {} requests: wide intervals",
        "few_of": "{}: only {} requests, wide intervals",
        "applicants_title": "{}: outcomes by kind of applicant (requests)",
        "shade": "Darker is more (square-root scale)",
        "blank": "“·”: blank or unknown",
    },
}

# Issuers may hold a $, which matplotlib would take for mathematics; the font has no bold.
TEXT: dict[str, Any] = {
    "fontfamily": list(FAMILY),
    "fontweight": "normal",
    "parse_math": False,
}

_TOKEN = re.compile(r"[!-,.-~]*-|[!-,.-~]+ ?|.(?:[、，。：；）”]+| [\d,.]+(?!\S))?")
_alt: "WeakKeyDictionary[Axes, str]" = WeakKeyDictionary()


# --- frames ---------------------------------------------------------------------------------------


def words(lang: Lang) -> dict[str, str]:
    """Return the chart-only words of a language."""
    if lang not in WORDS:
        raise ValueError(f"lang {lang!r} is not one of {', '.join(WORDS)}")
    return WORDS[lang]


def check_frame(frame: pd.DataFrame, columns: Sequence[str], key: Sequence[str], who: str) -> None:
    """Refuse a frame without rows, without a column, or with two rows of one key."""
    lacking = [name for name in columns if name not in frame.columns]
    if lacking:
        raise FrameError(
            f"{who} needs the columns {', '.join(lacking)}, which the frame lacks; "
            f"it has {', '.join(map(str, frame.columns)) or 'none'}. Pass the frame as it was made."
        )
    if frame.empty:
        raise FrameError(f"{who} was given no rows. Look at the selection that left none.")
    twice = frame[frame.duplicated(list(key), keep=False)]
    if len(twice):
        raise FrameError(
            f"{who} was given {len(twice)} rows that share their {', '.join(key)}. "
            f"Drop all but one of each:\n{twice[list(key)].head().to_string(index=False)}"
        )


def check_single(frame: pd.DataFrame, who: str) -> None:
    """Refuse a frame of several reports."""
    reports = list(frame["report"].unique())
    if len(reports) > 1:
        raise FrameError(
            f"{who} draws one report, and the frame holds {len(reports)}: "
            f"{', '.join(map(str, reports[:5]))}{' …' if len(reports) > 5 else ''}. "
            f"Choose one: frame[frame['report'] == {reports[0]!r}]"
        )


def check_rows(
    found: Iterable[tuple[str, str]], wanted: Sequence[tuple[str, str]], who: str
) -> None:
    """Refuse a frame without a row that the chart shows: a row left out would pass for a zero."""
    present = set(found)
    lacking = [" ".join(pair) for pair in wanted if pair not in present]
    if lacking:
        raise FrameError(
            f"{who} needs a row for {', '.join(lacking[:5])}{' …' if len(lacking) > 5 else ''}. "
            "Pass the frame as it was made; an unknown count is a row with a missing value."
        )


def number(value: Any, who: str, place: str) -> float | None:
    """Return a number, or None where it is missing."""
    if pd.isna(value):
        return None
    if value < 0:
        raise FrameError(
            f"{who} cannot draw {place}, which is {value:g}. Look at how it was printed: "
            "check(cells) lists what is wrong in the report."
        )
    return float(value)


# --- words and numbers ----------------------------------------------------------------------------


def subject(row: Any, lang: Lang) -> str:
    """Name the issuer and year of a row, or its report where the issuer is not known."""
    issuer = row.report if pd.isna(row.issuer) or not row.issuer else row.issuer
    return str(issuer) if pd.isna(row.year) else words(lang)["subject"].format(issuer, row.year)


def count(value: float | None, lang: Lang) -> str:
    """Print a count as readers of the language print it."""
    if value is None:
        return words(lang)["unknown"]
    digits = f"{value:,.0f}" if value.is_integer() else f"{value:,}"
    return digits if lang == "en" else digits.replace(",", "")


def percent(fraction: float, lang: Lang) -> str:
    """Print a fraction in whole per cent; never as 0 or 100 what is neither."""
    digits = f"{100 * fraction:.0f}"
    if digits == "0" and fraction > 0:
        digits = "<1"
    elif digits == "100" and fraction < 1:
        digits = ">99"
    return words(lang)["percent"].format(digits)


def ems(text: str) -> float:
    """Estimate the width of a text, in multiples of its size: a Chinese character is square."""
    return max(
        sum(1.0 if east_asian_width(letter) in "WF" else 0.57 for letter in line)
        for line in text.split("\n")
    )


def wrap(text: str, width: float) -> str:
    """Break a text into as few lines of at most `width` ems as will do, of like length.

    Chinese may be broken anywhere, but not in front of punctuation or of a count.

    Examples
    --------
    >>> print(wrap("本年新收政府信息公开申请数量 10", 12))
    本年新收政府信息
    公开申请数量 10
    >>> print(wrap("Public-interest organisations", 12))
    Public-interest
    organisations
    """
    lines = _fill(text, width)
    fewest = len(lines)
    while fewest > 1 and len(narrower := _fill(text, width - 0.5)) == fewest:
        # A word wider than the width is never broken, so the width alone would not end this.
        if (width := width - 0.5) < 1:
            break
        lines = narrower
    return "\n".join(lines)


def _fill(text: str, width: float) -> list[str]:
    lines = [""]
    for token in _TOKEN.findall(text):
        if lines[-1] and ems((lines[-1] + token).rstrip()) > width:
            lines.append("")
        lines[-1] += token
    return [line.strip() for line in lines]


# --- axes -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Canvas:
    """The axes to draw on, and its size in points."""

    ax: "Axes"
    width: float
    height: float
    size: float  # of the text

    @property
    def line(self) -> float:
        """Height of a line of text, in points."""
        return 1.4 * self.size

    def width_of(self, texts: Iterable[str]) -> float:
        """Return the width of the widest text, in points."""
        return self.size * max((ems(text) for text in texts), default=0)

    def write(self, x: float, y: float, text: str, **style: Any) -> None:
        """Write a text at a place in data coordinates."""
        style = {"size": self.size, "va": "center", "linespacing": 1.15, **TEXT, **style}
        self.ax.text(x, y, text, **style)


def start(
    ax: "Axes | None", figsize: tuple[float, float], title: str, caption: Iterable[str]
) -> Canvas:
    """Prepare bare axes with a title and a caption, both flush left."""
    if ax is None:
        from matplotlib import pyplot as plt

        ax = plt.subplots(figsize=figsize, layout="constrained")[1]
    ax.set(xticks=[], yticks=[])
    ax.grid(False)
    ax.spines[:].set_visible(False)
    width, _ = _points(ax)
    size = 9.0 if width >= 330 else 7.5
    ax.set_title(
        wrap(title, width / (size + 1)),
        loc="left",
        size=size + 1,
        pad=size,
        linespacing=1.3,
        **TEXT,
    )
    small = size - 1
    lines = "\n".join(wrap(line, width / small) for line in caption)
    ax.set_xlabel(
        lines, loc="left", size=small, color=QUIET, labelpad=size, linespacing=1.35, **TEXT
    )
    # The title and the caption have taken their height: only now is the axes' own known.
    return Canvas(ax, *_points(ax), size)


def _points(ax: "Axes") -> tuple[float, float]:
    figure = ax.get_figure(root=True)
    assert figure is not None
    engine = figure.get_layout_engine()
    if engine is not None:
        engine.execute(figure)
    return ax.bbox.width / figure.dpi * 72, ax.bbox.height / figure.dpi * 72


def finish(canvas: Canvas, alt: str) -> "Axes":
    """Keep the alt text and hand the axes back."""
    _alt[canvas.ax] = alt
    return canvas.ax


def describe(ax: "Axes") -> str:
    """Tell in words what a chart shows: its alt text.

    Parameters
    ----------
    ax : Axes
        What a plot function of this library returned.

    Returns
    -------
    str
        One or two sentences in the chart's language, with every number drawn.

    Raises
    ------
    ValueError
        No plot function of this library drew on the axes.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> describe(Figure().subplots())
    Traceback (most recent call last):
        ...
    ValueError: no chart of reportkit is on these axes; pass what plot_flow ... returned
    """
    if ax not in _alt:
        raise ValueError(
            "no chart of reportkit is on these axes; "
            "pass what plot_flow or another plot function returned"
        )
    return _alt[ax]
