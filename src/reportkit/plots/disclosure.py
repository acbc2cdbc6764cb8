"""What was disclosed without request: documents, decisions and fees of the year."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from ..codebook import Lang, label_of
from ..errors import FrameError
from ..given import Given, frame_of
from ..rounding import whole
from .base import (
    INK,
    WORDS,
    canvas,
    check_frame,
    font_size,
    is_narrow,
    listed,
    name_of,
    names_of,
    refuse,
    remember,
    set_note,
    set_plain,
    set_title,
)
from .series import MARKERS, SERIES, check_few, dot_size, name_series
from .shares import name_of_row

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_COLUMNS = ["report", "issuer", "year", "edition", "table", "item", "column", "value", "unit",
            "state"]  # fmt: skip
_MONEY = "万元"
#: More rows than these have smaller names in a column.
_ROWS = 12
#: How much of a row the dots of several reports take up.
_BAND = 0.7
_WORDS: dict[str, dict[Lang, str]] = {
    "blank": {"zh": "空白", "en": "blank"},
    "dash": {"zh": "横线", "en": "dash"},
    "text": {"zh": "不是数字", "en": "no number"},
    "absent": {"zh": "缺", "en": "absent"},
    "log": {"zh": "横轴在 1 以上为对数刻度", "en": "The axis is logarithmic above 1"},
    "money": {"zh": "金额（万元）不入图：{items}",
              "en": "Amounts (10,000 yuan) are not drawn: {items}"},
}  # fmt: skip


def plot_disclosure(cells: Given, *, ax: Axes | None = None, lang: Lang = "zh") -> Axes:
    """Draw the counts of the disclosure table, from single documents to thousands of decisions.

    Amounts of money are no counts: they are told below the chart. A cell without a number has no
    dot, and its row says what is there instead. A zero is a dot at 0.

    Parameters
    ----------
    cells : DataFrame, Report, Panel or list of Report
        Of one report, or of a few of one edition (see `Report.cells`): ``report, issuer, year,
        edition, table, item, column, value, unit, state``; other tables are left out.
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
        The frame lacks columns, holds no disclosure table, a cell twice, reports of both editions
        (their columns count other things), or more than six reports.

    Examples
    --------
    >>> from reportkit import example, plot_disclosure, read_report
    >>> ax = plot_disclosure(read_report(example("xiuwu-2023")).cells, lang="en")
    >>> ax.texts[6].get_text()
    '17,081'
    """
    cells = frame_of(cells, "cells", _COLUMNS)
    own = cells[cells["table"] == "disclosure"]
    check_frame(own, _COLUMNS, "Report.cells, with the disclosure table", lang)
    reports, edition = list(own["report"].unique()), _edition(own)
    check_few(reports)
    key = ["report", "item", "column"]
    refuse(own.duplicated(key, keep=False), "stand twice", own[key])
    counted = own[own["unit"] != _MONEY]
    rows = list(counted[["item", "column"]].drop_duplicates().itertuples(index=False, name=None))
    names = names_of(own, lang)
    with canvas(ax, 1.4 + 0.3 * len(rows) * max(1, 0.62 * len(reports))) as ax:
        _axis(ax, rows, counted["value"], edition, lang)
        said = [
            _draw(ax, counted[counted["report"] == report], place, rows, names, lang)
            for place, report in enumerate(reports)
        ]
        height = name_series(ax, list(names.values()))
        title = set_title(ax, name_of(own, lang), "disclosure", lang, above=height)
        note = set_note(ax, [_WORDS["log"][lang], *_money(own, edition, names, lang)], lang)
        remember(ax, WORDS["stop"][lang].join([title, *said, note]))
    return ax


def _edition(own: pd.DataFrame) -> str:
    editions = own["edition"].unique()
    if len(editions) > 1:
        raise FrameError(
            f"the frame holds editions {', '.join(sorted(map(str, editions)))}, whose disclosure "
            'tables count different things; choose one: frame[frame["edition"] == "2021"]'
        )
    return str(editions[0])


def _axis(
    ax: Axes, rows: list[tuple[str, str]], values: pd.Series, edition: str, lang: Lang
) -> None:
    """Set rows and ticks: one document and ten thousand decisions stand on one axis."""
    from .ticks import Powers, set_ticks

    # Twenty rows in a column: names of three lines would touch.
    size = font_size(ax) - (is_narrow(ax) and len(rows) > _ROWS)
    ax.set_yticks(
        range(len(rows)),
        [name_of_row(ax, _row(*row, edition, lang), size) for row in rows],
    )
    ax.set_xscale("symlog", linthresh=1)
    low, high = values.min(), values.max()
    powers = 1 if pd.isna(high) else len(f"{max(high, 1):.0f}")
    set_ticks(ax, "x", Powers(powers), whole)
    left = 0.0 if pd.isna(low) else min(low, 0.0)
    ax.set(xlim=(left * 1.5 - 0.1, 10.0**powers), ylim=(len(rows) - 0.45, -0.55))
    set_plain(ax, "x")
    ax.tick_params(axis="y", labelsize=size)


def _draw(
    ax: Axes, own: pd.DataFrame, place: int, rows: list[tuple[str, str]],
    names: dict[str, str], lang: Lang,
) -> str:  # fmt: skip
    """Draw one report's dots, and return them in words."""
    several = len(names) > 1
    shift = (place - (len(names) - 1) / 2) * _BAND / len(names)
    said = []
    for cell in own.to_dict("records"):
        y = rows.index((cell["item"], cell["column"])) + shift
        if cell["state"] == "number":
            ax.plot(
                [cell["value"]], [y], MARKERS[place], color=SERIES[place], ms=dot_size(ax),
                clip_on=False,
            )  # fmt: skip
        ax.annotate(
            _words(cell, lang), (1, y), (9, 0), xycoords=ax.get_yaxis_transform(),
            textcoords="offset points", va="center", ha="left", fontsize=font_size(ax) - several,
            color=SERIES[place] if several else INK, annotation_clip=False,
        )  # fmt: skip
        name = _row(cell["item"], cell["column"], str(cell["edition"]), lang)
        said.append(f"{name} {_words(cell, lang)}")
    told = listed(said, lang)
    return f"{names[own['report'].iloc[0]]}{WORDS['colon'][lang]}{told}" if several else told


def _row(item: str, column: str, edition: str, lang: Lang) -> str:
    """Return what a row is called."""
    item, column = (
        label_of("item", "disclosure", item, lang, edition),
        label_of("column", "disclosure", column, lang, edition),
    )
    return f"{item}{WORDS['colon'][lang]}{column}"


def _words(cell: Mapping[Hashable, Any], lang: Lang) -> str:
    if cell["state"] == "number":
        return whole(cell["value"])
    return _WORDS[cell["state"]][lang]


def _money(own: pd.DataFrame, edition: str, names: dict[str, str], lang: Lang) -> list[str]:
    """Tell the amounts, report by report."""
    said = [
        (f"{names[cell['report']]} " if len(names) > 1 else "")
        + f"{label_of('item', 'disclosure', cell['item'], lang, edition)} {_words(cell, lang)}"
        for cell in own[own["unit"] == _MONEY].to_dict("records")
    ]
    return [_WORDS["money"][lang].format(items=listed(said, lang))] if said else []
