"""What all charts share: the frames they accept, their words, colours, font and alt texts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Literal
from weakref import WeakKeyDictionary

import pandas as pd

from ..codebook import Lang, label_of, read_spec
from ..errors import FrameError
from ..fonts import FAMILY, chinese_font
from ..given import frame_of, need_kind
from ..rounding import alike, half_up, whole

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.transforms import Affine2DBase

#: Below this count a share may be anything: the chart says so.
FEW = 30

#: Below this width in inches a chart is a column's.
_NARROW = 5.0
#: Inches of a chart that is given no axes to draw on.
WIDTH = ContextVar("width", default=7.0)
#: The share of a figure's width that axes take up before they are laid out.
_AXES = 0.775
#: What `blanks` says of a row that took blanks for 0.
READ_AS_0 = "read as 0"

#: Okabe and Ito's colours, told apart by the colour-blind; every mark has a direct label besides.
COLOURS = {
    "granted": "#0072B2", "partly_granted": "#56B4E9", "denied": "#D55E00", "unable": "#E69F00",
    "not_processed": "#CC79A7", "other": "#7F7F7F", "carried_out": "#BDBDBD",
    "closed_unknown": "#A99F8D", "rest_unknown": "#A99F8D",
    "received": "#4D4D4D", "carried_in": "#BDBDBD", "accepted": "#4D4D4D",
}  # fmt: skip
INK, QUIET = "#222222", "#6B6B6B"

#: What a line break does not part: counts and their unit, a bracket and what it holds first, a
#: character and its punctuation.
_WORD = re.compile(
    r"（?[\d,]+(?: / [\d,]+)? [件年][，。；：、）]*|（[^\u2e80-\uffff\s]+[，。；：、）]*"
    r"|（?[\u2e80-\uffff][，。；：、）]*"
    r"|[^\u2e80-\uffff\s]+[，。；：、）]*\s*|\s+"
)

#: Words that stand on charts alone; the form's own labels come from the codebook.
WORDS: dict[str, dict[Lang, str]] = {
    "received": {"zh": "新收", "en": "Received"},
    "carried_in": {"zh": "上年结转", "en": "Carried in"},
    # A sum of ours, that no report prints: both words say so.
    "accepted": {"zh": "待办合计（新收+结转）", "en": "To handle (received + carried in)"},
    "carried_out": {"zh": "结转下年", "en": "Carried over"},
    "closed_unknown": {"zh": "办结 {n}（结果不详）", "en": "Closed {n} (outcomes not known)"},
    "rest_unknown": {"zh": "其余办结 {n}（结果不详）",
                     "en": "Others closed {n} (outcomes not known)"},
    "outcomes_total": {"zh": "办结合计", "en": "All closed"},
    "flow": {"zh": "申请从收到到办结（件）", "en": "Requests from receipt to outcome"},
    "outcomes": {"zh": "办理结果占比", "en": "Share of each outcome"},
    "applicants": {"zh": "各类申请人的办理结果（件）", "en": "Outcomes by kind of applicant"},
    "disclosure": {"zh": "主动公开的文件和事项", "en": "Documents and decisions disclosed"},
    "checks": {"zh": "核对结果", "en": "What adds up, and what does not"},
    "reasons": {"zh": "拒绝的各项理由占比", "en": "Reasons within requests refused"},
    "review": {"zh": "行政复议、行政诉讼的结果", "en": "Results of reconsideration and litigation"},
    "problems": {"zh": "问题与改进", "en": "Problems and measures"},
    "themes_problem": {"zh": "问题的主题", "en": "What the problems are about"},
    "themes_improvement": {"zh": "改进措施的主题", "en": "What the measures are about"},
    "coverage": {"zh": "年度报告公布情况", "en": "Annual reports published"},
    "reuse": {"zh": "与其他报告相同的文字", "en": "Text that other reports have too"},
    "none": {"zh": "为 0：{items}", "en": "None: {items}"},
    "unknown": {"zh": "不详：{items}", "en": "Not known: {items}"},
    "unequal": {"zh": "注意：来源 {a} 件，去向 {b} 件，两侧不等（斜线为差额）",
                "en": "Note: {a} came in, but {b} are accounted for (hatched: the difference)"},
    "gap": {"zh": "斜线：另一侧没有对应的件数",
            "en": "Hatched: without its counterpart on the other side"},
    "nothing": {"zh": "无申请", "en": "no requests"},
    "none_closed": {"zh": "无办结申请", "en": "no requests closed"},
    "none_refused": {"zh": "无拒绝申请", "en": "no requests refused"},
    "none_concluded": {"zh": "无已审结案件", "en": "no cases concluded"},
    "no_cases": {"zh": "无案件", "en": "no cases"},
    "not_known": {"zh": "不详", "en": "not known"},
    "share": {"zh": "{part} / {whole} 件（{share}）", "en": "{part} of {whole} ({share})"},
    "rate": {"zh": "{part} 件对 {whole} 件（{share}）", "en": "{part} for {whole} ({share})"},
    "ends": {"zh": "{share}，区间 {low}–{high}", "en": "{share}, interval {low}–{high}"},
    "interval": {"zh": "线为 95% Wilson 区间", "en": "Lines: Wilson 95% intervals"},
    "few_closed": {"zh": "办结仅 {n} 件：区间很宽",
                   "en": "only {n} closed: wide intervals"},
    "few_of_closed": {"zh": "办结不足 {few} 件，区间很宽：{items}",
                      "en": "fewer than {few} requests closed, wide intervals: {items}"},
    "few_refused": {"zh": "拒绝仅 {n} 件：区间很宽",
                    "en": "only {n} refused: wide intervals"},
    "few_of_refused": {"zh": "拒绝不足 {few} 件，区间很宽：{items}",
                       "en": "fewer than {few} requests refused, wide intervals: {items}"},
    "few_one": {"zh": "{item}（{n} 件）", "en": "{item} ({n})"},
    "dot": {"zh": "·：无数字，或因缺数字无法合计",
            "en": "·: no number, or a sum that lacks one"},
    "rest": {"zh": "其余为 0", "en": "All others are 0"},
    "all_zero": {"zh": "均为 0", "en": "All are 0"},
    "read_as_0": {"zh": "空白按 0 计：{items}", "en": "Blanks read as 0: {items}"},
    "doubtful": {"zh": "合计与分项不符，存疑：{items}",
                 "en": "Doubtful, for a total differs from its parts: {items}"},
    "more": {"zh": "等 {n} 项", "en": "{n} in all"},
    "within": {"zh": "{item}（{parts}）", "en": "{item} ({parts})"},
    "and": {"zh": "、", "en": ", "},
    "colon": {"zh": "：", "en": ": "},
    "semicolon": {"zh": "；", "en": "; "},
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
    try:
        return _ALT[ax]
    except (KeyError, TypeError):  # TypeError: what cannot be a key, such as a frame
        raise ValueError("these Axes were not drawn by a plot function of reportkit") from None


def remember(ax: Axes, text: str) -> None:
    """Keep a chart's alternative text with it."""
    _ALT[ax] = text


@contextmanager
def drawn_wide(inches: float) -> Iterator[None]:
    """Give charts that are given no axes another width inside the block."""
    token = WIDTH.set(inches)
    try:
        yield
    finally:
        WIDTH.reset(token)


@contextmanager
def canvas(ax: Axes | None, height: float) -> Iterator[Axes]:
    """Yield Axes to draw on, in the Chinese font; global style is left alone."""
    from matplotlib import axes
    from matplotlib import pyplot as plt

    from .unhinted import ChartFigure, unhinted

    with chinese_font():
        if ax is None:
            _, ax = plt.subplots(
                figsize=(WIDTH.get(), height), layout="constrained", FigureClass=ChartFigure
            )
        need_kind(ax, axes.Axes, "ax", "one of its Axes, as ax=axs.flat[0]")
        # Ticks are made when they are first drawn, by then without the font in force.
        ax.tick_params(labelfontfamily=FAMILY)
        # Text is measured here as it will be drawn.
        with unhinted() if isinstance(ax.figure, ChartFigure) else nullcontext():
            yield ax


def font_size(ax: Axes) -> float:
    """Return a size that suits the width: 7 inches of a page, or 3.3 of a column."""
    return 6.5 if is_narrow(ax) else 9.0


def is_narrow(ax: Axes) -> bool:
    """Tell a column of a journal (3.3 inches) from a page (7 inches)."""
    return _width(ax) < _NARROW


def _width(ax: Axes) -> float:
    """Return the inches of a chart: all of a figure's, or its part of a panel.

    The part that a layout leaves to the axes is no measure: it hangs on what was written already.
    """
    figure, spec = ax.figure, ax.get_subplotspec()
    box = spec.get_position(figure) if spec else ax.get_position()  # type: ignore[arg-type]
    return float(box.width / _AXES * figure.bbox.width / figure.dpi)


def ems(text: str) -> float:
    """Return how wide a line is, in sizes of its font, near enough."""
    return sum(1.0 if char > "\u2e7f" else 0.52 for char in text)


def wrapped(ax: Axes, text: str, size: float, *, share: float = 0.9) -> str:
    """Break a line so that it fits a share of the chart's width; Chinese breaks nearly anywhere."""
    width = share * _width(ax) * 72 / size
    lines, used = [""], 0.0
    for word in _WORD.findall(text):
        if used + ems(word) > width and lines[-1]:
            lines.append("")
            used = 0.0
        lines[-1] += word
        used += ems(word)
    return "\n".join(line.strip() for line in lines)


def set_plain(ax: Axes, grid: Literal["both", "x", "y"]) -> None:
    """Leave of the axes the labels of ticks, and a pale grid behind all marks."""
    ax.tick_params(labelsize=font_size(ax), length=0, colors=INK)
    ax.grid(axis=grid, color="#E3E3E3", lw=0.6)
    ax.set_axisbelow(True)
    ax.spines[:].set_visible(False)


def check_frame(frame: object, columns: Sequence[str], made_by: str, lang: Lang) -> None:
    """Refuse what cannot be drawn, and say what can."""
    if lang not in ("zh", "en"):
        raise ValueError(f"lang {lang!r} is not one of zh, en")
    if frame_of(frame, "the frame", columns, by=made_by).empty:
        message = f"the frame has no rows: there is nothing to draw (reportkit.{made_by})"
        raise FrameError(message, reason="empty")


def check_single(frame: pd.DataFrame) -> None:
    """Refuse several reports where a chart shows one."""
    reports = frame["report"].unique()
    if len(reports) > 1:
        raise FrameError(
            f"the frame holds {len(reports)} reports ({', '.join(map(str, reports[:3]))} …); "
            f'choose one: frame[frame["report"] == {str(reports[0])!r}]'
        )


def check_rows(frame: pd.DataFrame, key: list[str], expected: Sequence[tuple[str, ...]]) -> None:
    """Refuse rows that stand twice or are unknown, and a frame that lacks some."""
    rows = list(frame[key].itertuples(index=False, name=None))
    refuse(frame.duplicated(key, keep=False), "stand twice", frame[key])
    refuse([row not in expected for row in rows], "are unknown to this chart", frame[key])
    lacking = [" ".join(map(str, row)) for row in expected if row not in rows]
    if lacking:
        shown = ", ".join(lacking[:5]) + (" …" if len(lacking) > 5 else "")
        message = f"the frame lacks {len(lacking)} of the chart's rows: {shown}"
        raise FrameError(message, reason="lacking")


def check_counts(frame: pd.DataFrame, key: list[str]) -> None:
    """Refuse counts below zero."""
    negative = frame["count"].lt(0).fillna(False)
    refuse(negative, "hold a count below 0", frame[[*key, "count"]], reason="negative")


def refuse(wrong: Iterable[bool], what: str, shown: pd.DataFrame, *, reason: str = "") -> None:
    """Raise if any row is wrong, and show the first five of them; see `FrameError.reason`."""
    at = [place for place, is_wrong in enumerate(wrong) if is_wrong]
    if at:
        first = shown.iloc[at[:5]].to_string(index=False)
        raise FrameError(
            f"{len(at)} of the frame's rows {what}; the first:\n{first}", reason=reason
        )


def name_of(frame: pd.DataFrame, lang: Lang) -> str:
    """Return what all rows share of issuer and year; a single report's id if that is not known."""
    about = frame[["issuer", "year"]].drop_duplicates()
    if frame["report"].nunique() == 1 and about.isna().any(axis=None):
        return str(frame["report"].iloc[0])
    return _named(about.iloc[0][about.nunique(dropna=False) == 1].dropna(), lang)


def names_of(frame: pd.DataFrame, lang: Lang) -> dict[str, str]:
    """Return what tells reports apart: the issuer, the year or both; their ids if that does not."""
    about = frame.drop_duplicates("report").set_index("report")[["issuer", "year"]]
    about = about.loc[:, about.nunique(dropna=False) > 1]
    if about.empty or about.isna().any(axis=None) or about.duplicated().any():
        return {report: str(report) for report in about.index}
    return {report: _named(row, lang) for report, row in about.iterrows()}


def _named(parts: pd.Series, lang: Lang) -> str:
    return " ".join(
        str(part) if key == "issuer" else year_of(int(part), lang) for key, part in parts.items()
    )


def label(item: str, lang: Lang) -> str:
    """Return the short name of an item on a chart."""
    return WORDS[item][lang] if item in WORDS else label_of("item", "requests", item, lang)


def label_of_indicator(code: str, lang: Lang) -> str:
    """Return what the codebook calls an indicator."""
    return next(row[f"label_{lang}"] for row in read_spec("indicators") if row["code"] == code)


def year_of(year: int, lang: Lang) -> str:
    """Return a year as a sentence says it."""
    return f"{year} 年" if lang == "zh" else str(year)


def listed(items: Iterable[str], lang: Lang) -> str:
    """Return words as a list in a sentence."""
    return WORDS["and"][lang].join(items)


def spread(centres: Sequence[float], heights: Sequence[float]) -> list[float]:
    """Push labels, from the top one down, apart, and back up where they would leave the chart."""
    placed: list[float] = []
    for place, at in enumerate(centres):
        least = sum(heights[place - 1 : place + 1]) / 2
        placed.append(min(at, placed[-1] - least) if placed else at)
    floor = 0.0
    for place in reversed(range(len(placed))):
        placed[place] = max(placed[place], floor)
        floor = placed[place] + sum(heights[max(place - 1, 0) : place + 1]) / 2
    return placed


def figure(value: float, unit: str) -> str:
    """Return the value of an indicator for print, an amount as it was printed."""
    return figures([value], unit)[0]


def figures(values: Sequence[float], unit: str) -> list[str]:
    """Return a value and its interval for print, with as many decimals each."""
    if unit in ("share", "per 100"):
        return alike(values, unit)
    return [whole(values[0]), *(half_up(value, 1) for value in values[1:])]


def divided(row: Any, lang: Lang, value: str = "") -> str:
    """Return a share or rate with its counts: some of the requests, or cases beside them."""
    part, base = whole(row["numerator"]), whole(row["denominator"])
    words = WORDS["share" if row["unit"] == "share" else "rate"][lang]
    value = value or figure(row["value"], row["unit"])
    return words.format(part=part, whole=base, share=value)


def set_title(
    ax: Axes, name: str, key: str, lang: Lang, *, above: float = 0.0, said: str = ""
) -> str:
    """Set the title over the row labels, so many points above them, and return it as one line.

    It says what `key` stands for, or what is `said`.
    """
    parts = [part for part in (name, said or WORDS[key][lang]) if part]
    text = WORDS["colon"][lang].join(parts)
    size = font_size(ax) + 1.5
    shown = [wrapped(ax, part, size) for part in (parts if is_narrow(ax) else [text])]
    # To look for room above the labels of ticks takes a tenth of a chart's time: where there are
    # none above, the place is known.
    above_labels = None if ax.xaxis.get_tick_params().get("labeltop") else 1.0
    title = ax.set_title(
        "\n".join(shown), loc="left", fontsize=size, color=INK, fontfamily=FAMILY, pad=6 + above,
        y=above_labels, parse_math=False,  # a dollar sign in a name is no formula
    )  # fmt: skip
    title.set_transform(title.get_transform() + to_row_labels(ax))
    return text


def set_note(ax: Axes, parts: Iterable[str], lang: Lang) -> str:
    """Set the quiet line below a chart, in the place of an earlier one, and return it."""
    from matplotlib.transforms import IdentityTransform, blended_transform_factory

    text, size = WORDS["semicolon"][lang].join(parts), font_size(ax) - 1
    note = ax.set_xlabel(
        wrapped(ax, text, size), fontsize=size, color=QUIET, loc="left", fontfamily=FAMILY,
        parse_math=False,
    )  # fmt: skip
    own = blended_transform_factory(ax.transAxes, IdentityTransform())
    note.set_transform(own + to_row_labels(ax))
    return text


def settle(ax: Axes) -> None:
    """Lay the figure out as far as it is drawn: what stands above and below takes its room."""
    figure = ax.get_figure(root=True)
    if figure and (engine := figure.get_layout_engine()):
        engine.execute(figure)


def to_row_labels(ax: Axes) -> Affine2DBase:
    """Return the shift from the left of the axes to the left of the row labels beside them."""
    from .shift import ToRowLabels

    return ToRowLabels(ax)
