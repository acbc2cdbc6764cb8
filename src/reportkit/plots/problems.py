"""Problems beside the measures that answer them, in the report's words."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from ..codebook import Lang
from ..fonts import FAMILY
from ..narrative import theme_codes, theme_label
from .base import (
    INK,
    QUIET,
    WORDS,
    canvas,
    check_frame,
    check_single,
    font_size,
    is_narrow,
    listed,
    refuse,
    remember,
    set_note,
    set_title,
    wrapped,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_Row = Mapping[Hashable, Any]

_COLUMNS = ["report", "order", "problem", "improvement", "theme", "improvement_theme", "link"]
#: How a link is drawn; "none" is not.
_DASHES = (0, (2, 2))
_LINES = {"numbered": "-", "together": "-", "by likeness": _DASHES, "by place": _DASHES}
_COLOURS = {"problem": "#D55E00", "improvement": "#0072B2"}
#: Where the two columns of text begin, and what share of the width each takes.
_LEFT, _RIGHT, _SHARE = 0.022, 0.542, 0.435
_LINE, _GAP = 1.33, 0.8
#: The height of a printed line, in font sizes.
_POINTS = 1.27
_SAID: dict[str, dict[Lang, str]] = {
    "problem": {"zh": "存在的问题", "en": "Problem"},
    "improvement": {"zh": "改进措施", "en": "Measure"},
    "no_problem": {"zh": "（未对应具体问题）", "en": "(answers no problem by name)"},
    "further": {"zh": "（同为针对问题 {} 的措施）", "en": "(a further measure on problem {})"},
    "no_improvement": {"zh": "（未写明对应措施）", "en": "(no measure set against it)"},
    "solid": {"zh": "实线：报告自行对应", "en": "Solid: paired by the report itself"},
    "dashed": {"zh": "虚线：按文字、主题或先后对应", "en": "Dashed: paired by likeness or place"},
    "first": {"zh": "“……”：只列首句", "en": "……: its first sentence alone"},
    "earlier": {"zh": "上年度：", "en": "Last year: "},
    "answered": {"zh": "：改进措施 ", "en": ": measure "},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Cell:
    """A point as it is drawn: its words and its themes, broken into lines."""

    kind: str
    text: str
    themes: str
    lines: int


def plot_problems(problems: pd.DataFrame, *, ax: Axes | None = None, lang: Lang = "zh") -> Axes:
    """Draw a report's problems on the left, and on the right the measure that answers each.

    A solid line joins what the report itself sets against each other (by number, or in one point),
    a dashed one what likeness pairs. Of a point of several sentences the first is shown. The words
    are the report's in both languages; the themes below them are named in the chart's. What the
    report tells of last year's problems (``earlier``, if the frame has it) is said to be so.

    Parameters
    ----------
    problems : DataFrame
        Of one report, from `reportkit.problems`.
    ax : Axes, optional
        To draw on; a new figure 7 inches wide, as tall as the text needs, if left out. Make your
        own with ``plt.subplots(layout="constrained")``: labels would be cut off otherwise. On Axes
        that are too low for the text it is made smaller.
    lang : {"zh", "en"}
        The language of labels.

    Returns
    -------
    Axes

    Raises
    ------
    FrameError
        The frame lacks columns or rows, or holds several reports, an order twice, a row without
        words, an unknown theme or link, or a link without both.

    Examples
    --------
    >>> from reportkit import example, problems, read_report
    >>> ax = plot_problems(problems(read_report(example("xiuwu-2023"))), lang="en")
    >>> [text.get_text() for text in ax.texts][:2]
    ['Problem', 'Measure']
    """
    check_frame(problems, _COLUMNS, "problems(report)", lang)
    check_single(problems)
    _check(problems)
    rows = problems.sort_values("order").to_dict("records")
    # The height follows from the lines, and the lines from the width: 7 inches, unless told.
    with canvas(ax, 1.0) as drawn:
        cells = [[_cell(drawn, row, kind, lang) for kind in _COLOURS] for row in rows]
        heights = [max(cell.lines for cell in pair) * _LINE + _GAP for pair in cells]
        total = _LINE * 1.4 + sum(heights)
        size = font_size(drawn)
        if ax is None:
            drawn.figure.set_figheight(total * size / 72 + 0.75)  # type: ignore[union-attr]
        else:
            room = drawn.get_window_extent().height / drawn.figure.dpi * 72
            size = min(size, 0.9 * room / total)
        _draw(drawn, rows, cells, heights, size, lang)
        title = set_title(drawn, str(rows[0]["report"]), "problems", lang)
        note = set_note(drawn, _notes(rows, cells, lang), lang)
        told = [_told(row, lang) for row in rows]
        remember(drawn, WORDS["stop"][lang].join(part for part in (title, *told, note) if part))
    return drawn


def _check(frame: pd.DataFrame) -> None:
    """Refuse rows that cannot be drawn as they stand."""
    shown = frame[_COLUMNS]
    refuse(frame.duplicated("order", keep=False), "stand twice", shown)
    lone = frame["problem"].isna() | frame["improvement"].isna()
    refuse(frame["problem"].isna() & frame["improvement"].isna(), "hold no words", shown)
    refuse(~frame["link"].isin([*_LINES, "none"]), "hold an unknown link", shown)
    further = False
    if "answers" in frame:
        elsewhere = frame["answers"].notna() & (frame["answers"] != frame["order"])
        further = frame["problem"].isna() & elsewhere
    refuse(lone & ~further & (frame["link"] != "none"), "link what is not there", shown)
    known = set(theme_codes())
    for name in ("theme", "improvement_theme"):
        codes = frame[name].fillna("").str.split(";")
        refuse([bool(set(some) - known - {""}) for some in codes], "hold an unknown theme", shown)


def _cell(ax: Axes, row: _Row, kind: str, lang: Lang) -> _Cell:
    size = font_size(ax)
    if pd.isna(row[kind]):
        text, themes = wrapped(ax, _without(row, kind, lang), size, share=_SHARE), ""
    else:
        text = wrapped(ax, _earlier(row, lang) + _shown(row[kind]), size, share=_SHARE)
        themes = wrapped(ax, _themes(row, kind, lang), size - 1, share=_SHARE)
    lines = text.count("\n") + 1 + (themes.count("\n") + 1 if themes else 0)
    return _Cell(kind, text, themes, lines)


def _without(row: _Row, kind: str, lang: Lang) -> str:
    """Return what stands in the place of a problem or measure that a row does not have."""
    answers = row.get("answers")
    if kind == "problem" and answers is not None and pd.notna(answers):
        return _SAID["further"][lang].format(int(answers))
    return _SAID[f"no_{kind}"][lang]


def _earlier(row: _Row, lang: Lang) -> str:
    return _SAID["earlier"][lang] if row.get("earlier") is True else ""


def _shown(text: str) -> str:
    """Return the first sentence of a point, and …… where it goes on."""
    text = re.sub(r"\s+", "", text)
    first = re.match(r"[^。；;]*[。；;]?", text)
    assert first
    return first[0] if len(first[0]) >= len(text) else first[0] + "……"


def _themes(row: _Row, kind: str, lang: Lang) -> str:
    codes = row["theme" if kind == "problem" else "improvement_theme"]
    return "" if pd.isna(codes) else listed((theme_label(c, lang) for c in codes.split(";")), lang)


def _draw(
    ax: Axes,
    rows: list[_Row],
    cells: list[list[_Cell]],
    heights: list[float],
    size: float,
    lang: Lang,
) -> None:
    style: dict[str, Any] = {"va": "top", "ha": "left", "fontfamily": FAMILY, "parse_math": False}
    total = sum(heights)
    for kind, x in (("problem", _LEFT), ("improvement", _RIGHT)):
        ax.text(x, -_LINE * 1.2, _SAID[kind][lang], fontsize=size, color=_COLOURS[kind], **style)
    y = 0.0
    for row, pair, height in zip(rows, cells, heights, strict=True):
        for cell, x in zip(pair, (_LEFT, _RIGHT), strict=True):
            there = pd.notna(row[cell.kind])
            ax.text(x, y, cell.text, fontsize=size, color=INK if there else QUIET,
                    linespacing=1.25, **style)  # fmt: skip
            if cell.themes:
                below = (cell.text.count("\n") + 1) * _POINTS * size + 1.5
                ax.annotate(
                    cell.themes, (x, y), (0, -below), textcoords="offset points",
                    fontsize=size - (0.7 if is_narrow(ax) else 1), color=_COLOURS[cell.kind],
                    linespacing=1.25, annotation_clip=False, **style,
                )  # fmt: skip
            if there:
                end = y + cell.lines * _LINE - 0.2
                ax.plot([x - 0.014] * 2, [y, end], color=_COLOURS[cell.kind], lw=1.6)
        if row["link"] in _LINES:
            at = y + 0.55
            ax.plot([_LEFT + _SHARE + 0.02, _RIGHT - 0.025], [at, at], color=QUIET, lw=1,
                    ls=_LINES[row["link"]])  # fmt: skip
        y += height
    ax.set(xlim=(0, 1), ylim=(total, -_LINE * 1.4))
    ax.set_xticks([])
    ax.set_yticks([])
    ax.spines[:].set_visible(False)


def _notes(rows: list[_Row], cells: list[list[_Cell]], lang: Lang) -> list[str]:
    links = {row["link"] for row in rows}
    notes = [_SAID["solid"][lang]] if links & {"numbered", "together"} else []
    notes += [_SAID["dashed"][lang]] if links & {"by likeness", "by place"} else []
    cut = any(cell.text.replace("\n", "").endswith("……") for pair in cells for cell in pair)
    return notes + ([_SAID["first"][lang]] if cut else [])


def _told(row: _Row, lang: Lang) -> str:
    said = [
        re.sub(r"[。；;\s]+$", "", _shown(row[kind])) if pd.notna(row[kind])
        else _without(row, kind, lang)
        for kind in _COLOURS
    ]  # fmt: skip
    return f"{row['order']} {_earlier(row, lang)}{said[0]}{_SAID['answered'][lang]}{said[1]}"
