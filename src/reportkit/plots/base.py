"""What all charts share: the frames they accept, their words, colours, font and alt texts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import pandas as pd

from ..codebook import Lang, label_of
from ..errors import FrameError
from ..fonts import FAMILY, chinese_font

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Below this count a share may be anything: the chart says so.
FEW = 30

#: Below this width in inches a figure is a column's.
_NARROW = 5.0
#: How many Chinese characters of the notes' size fit beside each other.
_EMS_NARROW, _EMS_WIDE = 38.0, 58.0

#: Okabe and Ito's colours, told apart by the colour-blind; every mark has a direct label besides.
COLOURS = {
    "granted": "#0072B2", "partly_granted": "#56B4E9", "denied": "#D55E00", "unable": "#E69F00",
    "not_processed": "#CC79A7", "other": "#7F7F7F", "carried_out": "#BDBDBD",
    "received": "#4D4D4D", "carried_in": "#BDBDBD", "accepted": "#4D4D4D",
}  # fmt: skip
SERIES = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
MARKERS = "osD^v*"
INK, QUIET = "#222222", "#6B6B6B"

#: Words that stand on charts alone; the form's own labels come from the codebook.
WORDS: dict[str, dict[Lang, str]] = {
    "received": {"zh": "新收", "en": "Received"},
    "carried_in": {"zh": "上年结转", "en": "Carried in"},
    "accepted": {"zh": "受理", "en": "Accepted"},
    "carried_out": {"zh": "结转下年", "en": "Carried over"},
    "outcomes_total": {"zh": "办结合计", "en": "All closed"},
    "flow": {"zh": "申请从收到到办结（件）", "en": "Requests from receipt to outcome"},
    "outcomes": {"zh": "办理结果占比", "en": "Share of each outcome"},
    "applicants": {"zh": "各类申请人的办理结果（件）", "en": "Outcomes by kind of applicant"},
    "none": {"zh": "为 0：{items}", "en": "None: {items}"},
    "unknown": {"zh": "不详：{items}", "en": "Not known: {items}"},
    "unequal": {"zh": "注意：来源 {a} 件，去向 {b} 件，两侧不等",
                "en": "Note: {a} came in, but {b} are accounted for"},
    "no_requests": {"zh": "无办结申请", "en": "no requests closed"},
    "not_known": {"zh": "不详", "en": "not known"},
    "share": {"zh": "{part} / {whole} 件（{share}）", "en": "{part} of {whole} ({share})"},
    "interval": {"zh": "线为 95% Wilson 区间", "en": "Lines: Wilson 95 % intervals"},
    "few": {"zh": "办结仅 {n} 件：区间很宽", "en": "only {n} requests closed: wide intervals"},
    "hatched": {"zh": "斜线：原表未载数字", "en": "Hatched: no number printed"},
    "and": {"zh": "、", "en": ", "},
    "colon": {"zh": "：", "en": ": "},
    "stop": {"zh": "。", "en": ". "},
}  # fmt: skip

_ALT: WeakKeyDictionary[Axes, str] = WeakKeyDictionary()


def describe(ax: Axes) -> str:
    """Return a chart in words, from the data that it draws: the alternative text of its picture.

    Parameters
    ----------
    ax : Axes
        What a plot function returned.

    Returns
    -------
    str
        In the chart's language.

    Raises
    ------
    ValueError
        The Axes hold no chart of this package.

    Examples
    --------
    >>> from reportkit import example, flow, plot_flow, read_report
    >>> ax = plot_flow(flow(read_report(example("xiuwu-2023")).cells), lang="en")
    >>> describe(ax)[:59]
    '修武县人民政府 2023: Requests from receipt to outcome. Received 10'
    """
    if ax not in _ALT:
        raise ValueError("these Axes were not drawn by a plot function of reportkit")
    return _ALT[ax]


def remember(ax: Axes, text: str) -> None:
    """Keep a chart's alternative text with it."""
    _ALT[ax] = text


@contextmanager
def canvas(ax: Axes | None, height: float, *, width: float = 7.0) -> Iterator[Axes]:
    """Yield Axes to draw on, in the Chinese font; global style is left alone."""
    from matplotlib import pyplot as plt

    with chinese_font():
        if ax is None:
            _, ax = plt.subplots(figsize=(width, height), layout="constrained")
        yield ax
        # Ticks are made when they are first drawn, by then without the font in force.
        ax.tick_params(labelfontfamily=FAMILY)


def font_size(ax: Axes) -> float:
    """Return a size that suits the width: 7 inches of a page, or 3.3 of a column."""
    return 6.5 if is_narrow(ax) else 9.0


def is_narrow(ax: Axes) -> bool:
    """Tell a column of a journal (3.3 inches) from a page (7 inches)."""
    figure = ax.get_figure(root=True)
    return figure is not None and bool(figure.get_figwidth() < _NARROW)


def wrapped(ax: Axes, text: str) -> str:
    """Break a line so that it fits the width of the figure; Chinese breaks anywhere."""
    width = _EMS_NARROW if is_narrow(ax) else _EMS_WIDE
    lines, used = [""], 0.0
    for word in re.findall(r"[\u2e80-\uffff]|[^\u2e80-\uffff\s]+\s*|\s+", text):
        size = sum(1.0 if char > "\u2e7f" else 0.52 for char in word)
        if used + size > width and lines[-1]:
            lines.append("")
            used = 0.0
        lines[-1] += word
        used += size
    return "\n".join(line.strip() for line in lines)


def check_frame(frame: pd.DataFrame, columns: Sequence[str], made_by: str, lang: Lang) -> None:
    """Refuse what cannot be drawn, and say what can."""
    if lang not in ("zh", "en"):
        raise ValueError(f"lang {lang!r} is not one of zh, en")
    lacking = [name for name in columns if name not in frame]
    if lacking:
        raise FrameError(f"the frame lacks {', '.join(lacking)}; hand over reportkit.{made_by}")
    if frame.empty:
        raise FrameError(f"the frame has no rows: there is nothing to draw (reportkit.{made_by})")


def check_single(frame: pd.DataFrame) -> None:
    """Refuse several reports where a chart shows one."""
    reports = frame["report"].unique()
    if len(reports) > 1:
        raise FrameError(
            f"the frame holds {len(reports)} reports ({', '.join(map(str, reports[:3]))} …); "
            f'choose one: frame[frame["report"] == {str(reports[0])!r}]'
        )


def name_of(frame: pd.DataFrame, lang: Lang) -> str:
    """Return who reports on which year; the report's id where that is not known."""
    row = frame.iloc[0]
    if pd.isna(row["issuer"]) or pd.isna(row["year"]):
        return str(row["report"])
    return f"{row['issuer']} {row['year']}" + (" 年" if lang == "zh" else "")


def label(item: str, lang: Lang) -> str:
    """Return the short name of an item on a chart."""
    return WORDS[item][lang] if item in WORDS else label_of("item", "requests", item, lang)


def whole(value: float) -> str:
    """Return a count for print."""
    return f"{value:,.15g}"


def set_title(ax: Axes, name: str, key: str, lang: Lang) -> str:
    """Set the title and return it as one line; a dollar sign in a name is no formula."""
    text = f"{name}{WORDS['colon'][lang]}{WORDS[key][lang]}"
    shown = f"{name}\n{WORDS[key][lang]}" if is_narrow(ax) else text
    ax.set_title(
        shown, loc="left", fontsize=font_size(ax) + 1.5, color=INK, fontfamily=FAMILY,
        parse_math=False,
    )  # fmt: skip
    return text


def set_note(ax: Axes, text: str) -> None:
    """Set the quiet line below a chart."""
    ax.set_xlabel(
        wrapped(ax, text), fontsize=font_size(ax) - 1, color=QUIET, loc="left", fontfamily=FAMILY
    )
