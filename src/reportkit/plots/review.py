"""What became of reconsiderations and litigation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from ..codebook import Lang, columns, items, label_of
from ..rounding import whole
from .base import (
    FEW,
    INK,
    WORDS,
    canvas,
    check_frame,
    check_rows,
    font_size,
    listed,
    name_of,
    names_of,
    refuse,
    remember,
    set_note,
    set_title,
)
from .series import check_few, name_series
from .shares import COLUMNS, Rows, beside, check_intervals, draw_share, notes, shift

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_PROCEEDINGS = tuple(item for table, item in items() if table == "review")
_RESULTS = tuple(c.code for c in columns() if (c.table, c.kind) == ("review", "part"))
_PENDING = "pending"
#: Rows between two proceedings: the name of the second stands there. Inches of a row.
_GAP, _ROW = 1.1, 0.26
_WORDS: dict[str, dict[Lang, str]] = {
    "count": {"zh": "{n} 件", "en": "{n}"},
    "apart": {"zh": "占比以已审结案件为分母，尚未审结的另列",
              "en": "Shares are of cases concluded; those pending stand apart"},
    "idle": {"zh": "无案件：{items}", "en": "No cases: {items}"},
    "few": {"zh": "已审结不足 {few} 件的，区间很宽",
            "en": "intervals of fewer than {few} cases are wide"},
}  # fmt: skip


def plot_review(indicators: pd.DataFrame, *, ax: Axes | None = None, lang: Lang = "zh") -> Axes:
    """Draw the results of the three proceedings as shares of cases concluded, pending ones apart.

    A proceeding in which no report had a case is named below the chart; where there was none at
    all, each says so.

    Parameters
    ----------
    indicators : DataFrame
        Of one report or a few, from `reportkit.indicators`: ``report, issuer, year, indicator,
        value, low, high, numerator, denominator, blanks, note``; indicators other than
        ``upheld_…, corrected_…, other_…`` and ``pending_…`` of the three proceedings are left out.
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
        The frame lacks columns or rows, or holds no result of a proceeding, a row twice, a share
        outside 0 to 1 or its own interval, a count below 0, or more than six reports.

    Examples
    --------
    >>> from reportkit import example, indicators, read_report
    >>> ax = plot_review(indicators(read_report(example("xiuwu-2023")).cells), lang="en")
    >>> [text.get_text() for text in ax.texts].count("no cases")
    3
    """
    check_frame(indicators, COLUMNS, "indicators(cells)", lang)
    codes = [f"{result}_{item}" for item in _PROCEEDINGS for result in _RESULTS]
    own = indicators[indicators["indicator"].isin(codes)]
    check_frame(own, COLUMNS, "indicators(cells)", lang)
    reports = list(own["report"].unique())
    check_few(reports)
    key = ["report", "indicator"]
    check_rows(own, key, [(report, code) for report in reports for code in codes])
    is_pending = own["indicator"].str.startswith(_PENDING)
    shares, pending = own[~is_pending], own[is_pending]
    check_intervals(shares, key)
    negative = pending["value"].lt(0).fillna(False)
    refuse(negative, "hold a count below 0", pending[[*key, "value"]], reason="negative")
    names, idle = names_of(own, lang), _idle(own)
    drawn = [item for item in _PROCEEDINGS if item not in idle]
    codes = [code for code in codes if _parts(code)[1] in drawn]
    rows = _rows(codes, lang)
    with canvas(ax, 1.7 + _ROW * len(codes) * 1.3 * max(1, 0.62 * len(reports))) as ax:
        rows.set(ax)
        _headings(ax, drawn, rows, lang)
        said = [
            _draw(ax, own[own["report"] == report], place, drawn, names, rows, lang)
            for place, report in enumerate(reports)
        ]
        height = name_series(ax, list(names.values()))
        title = set_title(ax, name_of(own, lang), "review", lang, above=height)
        told = [
            _WORDS["apart"][lang],
            *notes(
                own.assign(low=own["low"].mask(is_pending)),
                _proceedings(own, rows, lang),
                names,
                lang,
            ),
        ]
        if idle:
            items = listed((label_of("item", "review", item, lang) for item in idle), lang)
            told.insert(0, _WORDS["idle"][lang].format(items=items))
        if shares["denominator"].between(1, FEW - 1).any():
            told.append(_WORDS["few"][lang].format(few=FEW))
        note = set_note(ax, told, lang)
        remember(ax, WORDS["stop"][lang].join(part for part in (title, *said, note) if part))
    return ax


def _idle(own: pd.DataFrame) -> list[str]:
    """Return the proceedings that no report had a case in; none of them where that is all."""
    reports = [rows.set_index("indicator") for _, rows in own.groupby("report")]
    idle = [item for item in _PROCEEDINGS if all(_is_idle(rows, item) for rows in reports)]
    return idle if len(idle) < len(_PROCEEDINGS) else []


def _is_idle(by_code: pd.DataFrame, item: str) -> bool:
    """Tell a proceeding that is known to have had no case, concluded or pending."""
    counts = [
        by_code.loc[f"{_RESULTS[0]}_{item}", "denominator"],
        by_code.loc[f"{_PENDING}_{item}", "value"],
    ]
    return all(pd.notna(count) and count == 0 for count in counts)


def _parts(code: str) -> tuple[str, str]:
    result, _, item = code.partition("_")
    return result, item


def _rows(codes: list[str], lang: Lang) -> Rows:
    """Return the rows, each named by its result alone."""
    places, labels = {}, {}
    for place, code in enumerate(codes):
        places[code] = place + _GAP * (place // len(_RESULTS))
        labels[code] = label_of("column", "review", _parts(code)[0], lang)
    return Rows(places, labels, "none_concluded")


def _headings(ax: Axes, drawn: Sequence[str], rows: Rows, lang: Lang) -> None:
    """Name each proceeding in the gap above its results."""
    for item in drawn:
        y = rows.places[f"{_RESULTS[0]}_{item}"] - (0.5 + _GAP) / 2 - 0.2
        ax.text(
            -0.02, y, label_of("item", "review", item, lang), fontsize=font_size(ax), color=INK,
            va="center",
        )  # fmt: skip
    ax.set_ylim(ax.get_ylim()[0], -0.5 - _GAP)


def _proceedings(own: pd.DataFrame, rows: Rows, lang: Lang) -> Rows:
    """Return the rows, and what is not drawn, each named by its proceeding alone."""
    labels = {
        code: label_of("item", "review", _parts(code)[1], lang) for code in own["indicator"]
    }  # fmt: skip
    return Rows(rows.places, labels, rows.nothing)


def _draw(
    ax: Axes, own: pd.DataFrame, place: int, drawn: Sequence[str], names: dict[str, str],
    rows: Rows, lang: Lang,
) -> str:  # fmt: skip
    """Draw one report's proceedings, and return them in words."""
    by_code, several = own.set_index("indicator", drop=False), len(names) > 1
    said = []
    for item in drawn:
        codes = [f"{result}_{item}" for result in _RESULTS]
        y = {code: rows.places[code] + shift(place, names) for code in codes}
        if _is_idle(by_code, item):
            told = [WORDS["no_cases"][lang]]
            _say_none(ax, y, told[0], place, several=several)
        else:
            told = []
            for code in codes:
                row = by_code.loc[code].to_dict()
                if row["indicator"].startswith(_PENDING):
                    text = _counted(row["value"], lang)
                    beside(ax, y[code], text, place, several=several)
                else:
                    text = draw_share(ax, row, y[code], place, rows.nothing, lang, several=several)
                told.append(f"{rows.labels[code]} {text}")
        said.append(f"{label_of('item', 'review', item, lang)} {listed(told, lang)}")
    sentence = WORDS["semicolon"][lang].join(said)
    name = names[own["report"].iloc[0]]
    return f"{name}{WORDS['colon'][lang]}{sentence}" if several else sentence


def _say_none(ax: Axes, y: Mapping[str, float], text: str, place: int, *, several: bool) -> None:
    """Say in the middle of a proceeding, or in a report's line of it, that there was no case."""
    if several:
        beside(ax, min(y.values()), text, place, several=several)
    else:
        middle = (min(y.values()) + max(y.values())) / 2
        ax.text(0.5, middle, text, ha="center", va="center", fontsize=font_size(ax), color=INK)


def _counted(count: float, lang: Lang) -> str:
    if pd.isna(count):
        return WORDS["not_known"][lang]
    return _WORDS["count"][lang].format(n=whole(count))
