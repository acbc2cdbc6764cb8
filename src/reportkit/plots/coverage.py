"""Who published for which year: issuers below one another, years side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from ..codebook import Lang
from ..errors import FrameError
from ..fonts import FAMILY
from ..panel import STATUSES
from .base import (
    INK,
    WORDS,
    canvas,
    check_frame,
    font_size,
    is_narrow,
    listed,
    refuse,
    remember,
    set_note,
    set_title,
)
from .series import legend_above

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_COLUMNS = ["issuer", "year", "status"]
#: More rows than these fill no page.
MOST = 150
#: Inches of a row, and of all that is not rows.
_ROW, _REST = 0.26, 1.5

#: Marker, colour, and whether it is filled: told apart without colour by shape alone.
_MARKS = {
    "on_time": ("o", "#0072B2", True),
    "late": ("^", "#D55E00", True),
    "date_unknown": ("o", "#0072B2", False),
    "deadline_unknown": ("s", "#5F5F5F", False),
    "unreadable": ("X", "#A34A7C", True),
    "missing": ("_", "#222222", True),
}
_WORDS: dict[str, dict[Lang, str]] = {
    "on_time": {"zh": "按时公布", "en": "on time"},
    "late": {"zh": "逾期公布", "en": "late"},
    "date_unknown": {"zh": "已公布，日期不详", "en": "published, date not known"},
    "deadline_unknown": {"zh": "已公布，期限不详", "en": "published, deadline not known"},
    "unreadable": {"zh": "文件无法读取", "en": "file could not be read"},
    "missing": {"zh": "未收集到", "en": "not in hand"},
    "said": {"zh": "{years} 年{status}", "en": "{years} {status}"},
    "rest": {"zh": "另有 {n} 份文件或报告的机关或年份不详，未列入",
             "en": "Files or reports not shown, their issuer or year not known: {n}"},
    "law": {"zh": "期限依《政府信息公开条例》第四十九条：县级以上政府部门 1 月 31 日，"
                  "县级以上地方人民政府 3 月 31 日",
            "en": "Deadlines (article 49): departments 31 January, local governments 31 March, "
                  "both at county level and above"},
}  # fmt: skip


def plot_coverage(coverage: pd.DataFrame, *, ax: Axes | None = None, lang: Lang = "zh") -> Axes:
    """Draw which issuers published for which years, a mark an issuer and year.

    Parameters
    ----------
    coverage : DataFrame
        From `Panel.coverage`: ``issuer, year, status``. Rows without issuer or year are counted
        below the chart.
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
        The frame lacks columns or rows, holds an unknown status, an issuer and year twice, or more
        than 150 issuers.

    Examples
    --------
    >>> from reportkit import describe, example_panel
    >>> ax = plot_coverage(example_panel().coverage(years=[2023, 2024]), lang="en")
    >>> [text.get_text() for text in ax.get_xticklabels()]
    ['2023', '2024']
    """
    check_frame(coverage, _COLUMNS, "Panel.coverage(panel)", lang)
    known = coverage.dropna(subset=["issuer", "year"])
    check_frame(known, _COLUMNS, "Panel.coverage(panel)", lang)
    refuse(~known["status"].isin(STATUSES), "hold an unknown status", known[_COLUMNS])
    refuse(
        known.duplicated(["issuer", "year"], keep=False), "hold an issuer and year twice",
        known[_COLUMNS],
    )  # fmt: skip
    issuers = list(known["issuer"].unique())
    if len(issuers) > MOST:
        raise FrameError(
            f"the frame holds {len(issuers)} issuers, more than {MOST}; choose some, for instance "
            "those of a region",
            reason="many",
        )
    years = sorted(known["year"].unique())
    with canvas(ax, _REST + _ROW * len(issuers)) as ax:
        size = font_size(ax)
        rows = {issuer: place for place, issuer in enumerate(issuers)}
        columns = {year: place for place, year in enumerate(years)}
        present = [status for status in STATUSES if (known["status"] == status).any()]
        for status in present:
            own = known[known["status"] == status]
            x, y = [columns[year] for year in own["year"]], [rows[name] for name in own["issuer"]]
            ax.plot(x, y, label=_WORDS[status][lang], **_mark(status, size))
        ax.set_yticks(range(len(issuers)), issuers, fontfamily=FAMILY)
        for text in ax.get_yticklabels():
            text.set_parse_math(False)  # a dollar sign in a name is no formula
        ax.set_xticks(range(len(years)), [str(year) for year in years])
        ax.xaxis.tick_top()
        ax.set(xlim=(-0.5, max(len(years), 2) - 0.5), ylim=(len(issuers) - 0.5, -0.5))
        ax.set_yticks([place + 0.5 for place in range(len(issuers) - 1)], minor=True)
        ax.grid(axis="y", which="minor", color="#E3E3E3", lw=0.6)
        ax.tick_params(labelsize=size, length=0, colors=INK, which="both")
        ax.spines[:].set_visible(False)
        height = legend_above(ax, 2 if is_narrow(ax) else 3, above=2 * size)
        title = set_title(ax, _span(years, lang), "coverage", lang, above=height)
        unplaced = len(coverage) - len(known)
        rest = [_WORDS["rest"][lang].format(n=unplaced)] if unplaced else []
        note = set_note(ax, [_WORDS["law"][lang], *rest], lang)
        said = [_said(own, lang) for _, own in known.groupby("issuer", sort=False)]
        remember(ax, WORDS["stop"][lang].join([title, *said, note]))
    return ax


def _mark(status: str, size: float) -> dict[str, Any]:
    marker, colour, filled = _MARKS[status]
    return {
        "marker": marker, "ls": "", "ms": 0.8 * size, "mew": 1.4, "mec": colour,
        "mfc": colour if filled else "white", "clip_on": False,
    }  # fmt: skip


def _span(years: Sequence[int], lang: Lang) -> str:
    first, last = min(years), max(years)
    span = str(first) if first == last else f"{first}–{last}"
    return f"{span} 年" if lang == "zh" else span


def _said(own: pd.DataFrame, lang: Lang) -> str:
    """Return an issuer's row in words, a status after the other."""
    parts = []
    for status in STATUSES:
        years = [str(year) for year in own.loc[own["status"] == status, "year"]]
        if years:
            told = listed(years, lang), _WORDS[status][lang]
            parts.append(_WORDS["said"][lang].format(years=told[0], status=told[1]))
    return f"{own['issuer'].iloc[0]} {WORDS['semicolon'][lang].join(parts)}"
