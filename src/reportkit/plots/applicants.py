"""Who asked, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ..codebook import Lang, columns, label_of
from ..indicators import OUTCOMES
from .base import (
    INK,
    QUIET,
    WORDS,
    canvas,
    check_frame,
    check_single,
    font_size,
    is_narrow,
    label,
    name_of,
    remember,
    set_note,
    set_title,
    whole,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: From this shade on the counts are printed in white.
_DARK = 0.72


def plot_applicants(applicants: pd.DataFrame, *, ax: Axes | None = None, lang: Lang = "zh") -> Axes:
    """Draw outcomes × kinds of applicant as a heat map that prints each count.

    Parameters
    ----------
    applicants : DataFrame
        Of one report, from `reportkit.applicants`: ``report, issuer, year, item, column, count``.
    ax : Axes, optional
        To draw on; a new figure 7 inches wide if left out.
    lang : {"zh", "en"}
        The language of labels.

    Returns
    -------
    Axes

    Raises
    ------
    FrameError
        The frame is empty, lacks columns, or holds several reports.

    Examples
    --------
    >>> from reportkit import applicants, example, read_report
    >>> ax = plot_applicants(applicants(read_report(example("xiuwu-2023")).cells))
    >>> ax.texts[0].get_text()
    '7'
    """
    need = ["report", "issuer", "year", "item", "column", "count"]
    check_frame(applicants, need, "applicants(cells)", lang)
    check_single(applicants)
    rows = [*OUTCOMES, "outcomes_total"]
    kinds = [c.code for c in columns() if c.table == "requests" and c.kind == "part"]
    wide = applicants.pivot(index="item", columns="column", values="count")
    counts = wide.reindex(index=rows, columns=kinds).to_numpy(dtype=float, na_value=np.nan)
    with canvas(ax, 3.6) as ax:
        title = set_title(ax, name_of(applicants, lang), "applicants", lang)
        _cells(ax, counts)
        names = [label_of("column", "requests", kind, lang) for kind in kinds]
        broken = [_broken(name, lang) for name in names]
        ax.set_xticks(range(len(kinds)), names if _turned(ax, lang) else broken)
        if _turned(ax, lang):
            ax.tick_params(axis="x", labelrotation=40)
            for tick in ax.get_xticklabels():
                tick.set(ha="left", rotation_mode="anchor")
        ax.set_yticks(range(len(rows)), [label(item, lang) for item in rows])
        ax.tick_params(labelsize=font_size(ax) - 0.5, length=0, colors=INK, top=False,
                       labeltop=True, labelbottom=False)  # fmt: skip
        ax.spines[:].set_visible(False)
        note = WORDS["hatched"][lang] if np.isnan(counts).any() else ""
        set_note(ax, note)
        remember(ax, _in_words(title, rows, names, counts, note, lang))
    return ax


def _broken(name: str, lang: Lang) -> str:
    if lang == "zh":
        return (
            name
            if len(name) <= 4
            else f"{name[: len(name) // 2 + 1]}\n{name[len(name) // 2 + 1 :]}"
        )
    return name.replace("-", "-\n").replace(" ", "\n")


def _turned(ax: Axes, lang: Lang) -> bool:
    """English names do not fit above the columns of a narrow chart."""
    return lang == "en" and is_narrow(ax)


def _cells(ax: Axes, counts: np.ndarray) -> None:
    """Shade cells by the root of their count, so that one large cell does not blanch the rest."""
    from matplotlib.colors import PowerNorm
    from matplotlib.patches import Rectangle

    filled = np.nan_to_num(counts, nan=0.0)
    norm = PowerNorm(0.5, vmin=0, vmax=max(filled.max(), 1))
    ax.imshow(filled, cmap="Blues", norm=norm, aspect="auto", alpha=0.85)
    ax.set_xticks(np.arange(0.5, counts.shape[1] - 1), minor=True)
    ax.set_yticks(np.arange(0.5, counts.shape[0] - 1), minor=True)
    ax.grid(which="minor", color="white", lw=2)
    ax.tick_params(which="minor", length=0)
    ax.axhline(counts.shape[0] - 1.5, color=INK, lw=0.8)  # above the total
    for (row, column), count in np.ndenumerate(counts):
        if np.isnan(count):
            ax.add_patch(
                Rectangle((column - 0.5, row - 0.5), 1, 1, fc="white", ec=QUIET, hatch="///", lw=0)
            )
            continue
        dark = norm(count) > _DARK
        ax.text(
            column, row, whole(count), ha="center", va="center", fontsize=font_size(ax),
            color="white" if dark else INK if count else "#767676",
        )  # fmt: skip


def _in_words(
    title: str, rows: list[str], names: list[str], counts: np.ndarray, note: str, lang: Lang
) -> str:
    """Name the cells above zero; all others are zero, but for those that the note tells of."""
    said = [
        f"{label(rows[row], lang)} × {names[column]} {whole(count)}"
        for (row, column), count in np.ndenumerate(counts)
        if count > 0
    ]
    parts = [title, WORDS["and"][lang].join(said), note]
    return WORDS["stop"][lang].join(part for part in parts if part).strip()
