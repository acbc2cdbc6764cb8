"""Which rule fails in which report: reports below one another, rules side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from ..codebook import Lang, label_of, read_spec
from ..errors import FrameError
from .base import (
    INK,
    QUIET,
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

_COLUMNS = ["report", "rule", "table", "item", "column", "status"]
#: More rows than these fill no page.
MOST = 150
#: More failing cells than these are counted below the chart, and not named.
_NAMED = 4
#: Inches of a row, and of all that is not rows.
_ROW, _REST = 0.3, 1.5

#: What is worst is what a square shows. Marker and colour: told apart without colour by shape.
_MARKS = {
    "fail": ("X", "#D55E00"),
    "undecided": ("D", "#8A6200"),
    "hint": ("^", "#56B4E9"),
    "not_comparable": ("_", "#5F5F5F"),
    "pass": ("o", "#0072B2"),
}
_WORDS: dict[str, dict[Lang, str]] = {
    "fail": {"zh": "不成立", "en": "fails"},
    "undecided": {"zh": "无法判断", "en": "undecided"},
    "hint": {"zh": "提示", "en": "hint"},
    "not_comparable": {"zh": "不可比", "en": "not comparable"},
    "pass": {"zh": "成立", "en": "holds"},
    "counts": {"zh": "数字为该结论的项数", "en": "Numbers: how many findings of that status"},
    "where": {"zh": "不成立：{items}", "en": "Fails: {items}"},
    "more": {"zh": "等 {n} 处", "en": "{n} in all"},
    "said": {"zh": "{rule} {status} {n} 项", "en": "{rule} {status} ({n})"},
    "reports": {"zh": "{n} 份报告", "en": "{n} reports"},
}  # fmt: skip


def plot_checks(findings: pd.DataFrame, *, ax: Axes | None = None, lang: Lang = "zh") -> Axes:
    """Draw what the rules say of each report: the worst status of each, and how often it is said.

    Rules that were not run, and that have nothing to say of a report, leave their place empty.

    Parameters
    ----------
    findings : DataFrame
        From `check`: ``report, rule, table, item, column, status``.
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
        The frame is empty, lacks columns, or holds an unknown rule or status or more than 150
        reports.

    Examples
    --------
    >>> from reportkit import check, example_panel, plot_checks
    >>> ax = plot_checks(check(example_panel().cells), lang="en")
    >>> [tick.get_text() for tick in ax.get_xticklabels()][:4]
    ['R1', 'R2', 'R3', 'R4']
    """
    check_frame(findings, _COLUMNS, "check(cells)", lang)
    codes = [row["code"] for row in read_spec("rules")]
    refuse(~findings["rule"].isin(codes), "have an unknown rule", findings[_COLUMNS])
    refuse(~findings["status"].isin(list(_MARKS)), "have an unknown status", findings[_COLUMNS])
    reports = [str(report) for report in findings["report"].unique()]
    if len(reports) > MOST:
        raise FrameError(
            f"the frame holds {len(reports)} reports, more than {MOST}; choose some, for instance "
            "those that fail",
            reason="many",
        )
    rules = [code for code in codes if (findings["rule"] == code).any()]
    squares = _worst(findings)
    with canvas(ax, _REST + _ROW * len(reports)) as ax:
        size = font_size(ax)
        for status, (marker, colour) in _MARKS.items():
            own = [(rules.index(rule), reports.index(report), count)
                   for (report, rule), (worst, count) in squares.items()
                   if worst == status]  # fmt: skip
            if not own:
                continue
            x, y = [column for column, _, _ in own], [row for _, row, _ in own]
            ax.plot(x, y, marker, ls="", color=colour, ms=0.75 * size, label=_WORDS[status][lang])
            for column, row, count in own if status != "pass" else ():
                ax.annotate(
                    str(count), (column, row), (0.7 * size, 0), textcoords="offset points",
                    va="center", fontsize=size - 1.5, color=colour if status != "hint" else QUIET,
                )  # fmt: skip
        ax.set_yticks(range(len(reports)), reports)
        for text in ax.get_yticklabels():
            text.set_parse_math(False)  # a dollar sign in a name is no formula
        ax.set_xticks(range(len(rules)), rules)
        ax.xaxis.tick_top()
        ax.set(xlim=(-0.5, len(rules) - 0.2), ylim=(len(reports) - 0.5, -0.5))
        ax.set_yticks([place + 0.5 for place in range(len(reports) - 1)], minor=True)
        ax.grid(axis="y", which="minor", color="#E3E3E3", lw=0.6)
        ax.tick_params(labelsize=size, length=0, colors=INK, which="both")
        ax.spines[:].set_visible(False)
        height = legend_above(ax, 3 if is_narrow(ax) else 5, above=2 * size)
        name = reports[0] if len(reports) == 1 else _WORDS["reports"][lang].format(n=len(reports))
        title = set_title(ax, name, "checks", lang, above=height)
        note = set_note(ax, [*_names(rules, lang), *_where(findings, lang)], lang)
        remember(ax, WORDS["stop"][lang].join([title, *_said(squares, reports, lang), note]))
    return ax


def _worst(findings: pd.DataFrame) -> dict[tuple[str, str], tuple[str, int]]:
    """Return for each report and rule the worst status, and how many findings have it."""
    counts = findings.groupby(["report", "rule", "status"], sort=False).size()
    worst: dict[tuple[str, str], tuple[str, int]] = {}
    for status in _MARKS:
        for (report, rule, said), count in counts.items():
            if said == status:
                worst.setdefault((str(report), str(rule)), (status, int(count)))
    return worst


def _names(rules: list[str], lang: Lang) -> list[str]:
    """Spell the codes out."""
    labels = {row["code"]: row[f"label_{lang}"] for row in read_spec("rules")}
    return [
        listed((f"{rule} {labels[rule]}" for rule in rules), lang),
        _WORDS["counts"][lang],
    ]


def _where(findings: pd.DataFrame, lang: Lang) -> list[str]:
    """Name the first cells at which a rule fails."""
    wrong = findings[findings["status"] == "fail"]
    if wrong.empty:
        return []
    several = findings["report"].nunique() > 1
    said = [
        (f"{row['report']} " if several else "")
        + f"{row['rule']} {label_of('item', row['table'], row['item'], lang)} × "
        + label_of("column", row["table"], row["column"], lang)
        for row in wrong.head(_NAMED).to_dict("records")
    ]
    more = [_WORDS["more"][lang].format(n=len(wrong))] if len(wrong) > _NAMED else []
    return [_WORDS["where"][lang].format(items=listed([*said, *more], lang))]


def _said(
    squares: dict[tuple[str, str], tuple[str, int]], reports: list[str], lang: Lang
) -> list[str]:
    """Return the chart in words, a sentence a report; what holds is not told one by one."""
    said = []
    for report in reports:
        told = [
            _WORDS["said"][lang].format(rule=rule, status=_WORDS[status][lang], n=count)
            for (own, rule), (status, count) in squares.items()
            if own == report and status != "pass"
        ]
        colon = WORDS["colon"][lang]
        said.append(f"{report}{colon}{listed(told, lang) or _WORDS['pass'][lang]}")
    return said
