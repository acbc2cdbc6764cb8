"""Who asked, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..codebook import Lang, columns, label_of
from ..indicators import OUTCOMES
from ..rounding import whole
from .base import (
    INK,
    QUIET,
    READ_AS_0,
    WORDS,
    canvas,
    check_counts,
    check_frame,
    check_rows,
    check_single,
    ems,
    font_size,
    is_narrow,
    label,
    listed,
    name_of,
    remember,
    set_note,
    set_title,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Counts = npt.NDArray[np.float64]

_COLUMNS = ["report", "issuer", "year", "item", "column", "count", "blanks"]
_ITEMS = (*OUTCOMES, "outcomes_total")
_KINDS = tuple(c.code for c in columns() if c.table == "requests" and c.kind == "part")
#: The width of a digit, in sizes of the font.
_DIGIT = 0.56
#: From this shade on the counts are printed in white.
_DARK = 0.72


def plot_applicants(applicants: pd.DataFrame, *, ax: Axes | None = None, lang: Lang = "zh") -> Axes:
    """Draw outcomes × kinds of applicant as a heat map that prints each count.

    A cell without a number shows a dot. Totals are printed and not shaded.

    Parameters
    ----------
    applicants : DataFrame
        Of one report, from `reportkit.applicants`: ``report, issuer, year, item, column,
        count, blanks``.
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
        The frame is empty, lacks columns or rows, or holds several reports, a row twice, an
        unknown item or column, or a count below 0.

    Examples
    --------
    >>> from reportkit import applicants, example, read_report
    >>> ax = plot_applicants(applicants(read_report(example("xiuwu-2023")).cells))
    >>> ax.texts[0].get_text()
    '7'
    """
    check_frame(applicants, _COLUMNS, "applicants(cells)", lang)
    check_single(applicants)
    key = ["item", "column"]
    check_rows(applicants, key, [(item, kind) for item in _ITEMS for kind in _KINDS])
    check_counts(applicants, key)
    wide = applicants.pivot(index="item", columns="column").loc[list(_ITEMS)]
    counts = wide["count"][list(_KINDS)].to_numpy(dtype=float, na_value=np.nan)
    zeroed = (wide["blanks"][list(_KINDS)] == READ_AS_0).to_numpy(dtype=bool)
    with canvas(ax, 3.6) as ax:
        _cells(ax, counts)
        names = [label_of("column", "requests", kind, lang) for kind in _KINDS]
        turned = lang == "en" and is_narrow(ax)  # English does not fit above narrow columns
        heads = [_broken(name, lang) for name in names]
        ax.set_xticks(range(len(names)), heads)
        ax.set_yticks(range(len(_ITEMS)), [label(item, lang) for item in _ITEMS])
        ax.tick_params(labelsize=font_size(ax) - 0.5, length=0, colors=INK, top=False,
                       labeltop=True, labelbottom=False)  # fmt: skip
        ax.tick_params(axis="x", labelrotation=90 if turned else 0)
        if not turned:
            ax.tick_params(axis="x", labelsize=_head_size(ax, heads))
        ax.spines[:].set_visible(False)
        height = _heading(ax, lang)
        title = set_title(ax, name_of(applicants, lang), "applicants", lang, above=height)
        told = [WORDS["read_as_0"][lang].format(items=_by_row(zeroed, names, lang))]
        told = told if zeroed.any() else []
        dot = [WORDS["dot"][lang]] if np.isnan(counts).any() else []
        set_note(ax, [*dot, *told], lang)
        remember(ax, _in_words(title, names, counts, told, lang))
    return ax


def _broken(name: str, lang: Lang) -> str:
    if lang == "en":
        return name.replace("-", "-\n").replace(" ", "\n")
    half = len(name) // 2 + 1
    return name if len(name) <= 4 else f"{name[:half]}\n{name[half:]}"


def _head_size(ax: Axes, heads: list[str]) -> float:
    """Return a size at which the longest line of a heading keeps to its column."""
    longest = max(ems(line) for head in heads for line in head.split("\n"))
    return min(font_size(ax) - 0.5, _room(ax, len(heads)) / longest)


def _room(ax: Axes, columns: int) -> float:
    """Return the points that a column is wide, less a gap."""
    return 0.9 * ax.bbox.width / ax.figure.dpi * 72 / columns


def _cells(ax: Axes, counts: Counts) -> None:
    """Shade cells by the root of their count, so that one large cell does not blanch the rest."""
    from matplotlib.colors import PowerNorm

    shaded = counts.copy()
    shaded[-1] = np.nan  # the totals would outshine all others
    norm = PowerNorm(0.5, vmin=0, vmax=max(np.nan_to_num(shaded).max(), 1))
    ax.imshow(shaded, cmap="Blues", norm=norm, aspect="auto", alpha=0.85)
    ax.set_xticks(np.arange(0.5, counts.shape[1] - 1), minor=True)
    ax.set_yticks(np.arange(0.5, counts.shape[0] - 1), minor=True)
    ax.grid(which="minor", color="white", lw=2)
    ax.tick_params(which="minor", length=0)
    ax.axhline(counts.shape[0] - 1.5, color=INK, lw=0.8)  # above the total
    longest = max(len(whole(count)) for count in counts.flat)
    size = min(font_size(ax), _room(ax, counts.shape[1]) / (_DIGIT * longest))
    for (row, column), count in np.ndenumerate(counts):
        dark = shaded[row, column] > 0 and norm(count) > _DARK
        ax.text(
            column, row, "·" if np.isnan(count) else whole(count), ha="center", va="center",
            fontsize=size, color="white" if dark else INK if count > 0 else "#767676",
        )  # fmt: skip


def _heading(ax: Axes, lang: Lang) -> float:
    """Set the form's heading over the columns of organisations; return where it ends, in points."""
    from matplotlib.lines import Line2D
    from matplotlib.transforms import ScaledTranslation

    size, gap = font_size(ax) - 0.5, 3.0
    labels, dpi = ax.xaxis.get_tightbbox(), ax.figure.dpi
    top = (labels.y1 - ax.bbox.y1) / dpi + gap / 72 if labels else 0.0

    def above(points: float) -> ScaledTranslation:
        return ScaledTranslation(0, top + points / 72, ax.figure.dpi_scale_trans)

    first, last = _KINDS.index("commercial") - 0.4, len(_KINDS) - 0.6
    place = ax.get_xaxis_transform()
    ax.add_line(Line2D([first, last], [1, 1], transform=place + above(0), color=QUIET, lw=0.6,
                       clip_on=False))  # fmt: skip
    ax.text(
        (first + last) / 2, 1, label_of("column", "requests", "organisations", lang),
        transform=place + above(gap), ha="center", va="bottom", fontsize=size, color=INK,
    )  # fmt: skip
    return 72 * top + 1.4 * size + 2 * gap


def _by_row(cells: npt.NDArray[np.bool_], names: list[str], lang: Lang) -> str:
    """Name cells by their rows; a whole row by its name alone."""
    said = []
    for item, row in zip(_ITEMS, cells, strict=True):
        parts = listed((name for name, named in zip(names, row, strict=True) if named), lang)
        if row.all():
            said.append(label(item, lang))
        elif parts:
            said.append(WORDS["within"][lang].format(item=label(item, lang), parts=parts))
    return listed(said, lang)


def _in_words(title: str, names: list[str], counts: Counts, notes: list[str], lang: Lang) -> str:
    """Name the cells above zero and those without a number, and say that all others are 0."""
    said = [
        f"{label(_ITEMS[row], lang)} × {names[column]} {whole(count)}"
        for (row, column), count in np.ndenumerate(counts)
        if count > 0
    ]
    unknown = np.isnan(counts)
    parts = [title, listed(said, lang)]
    if unknown.any():
        parts.append(WORDS["unknown"][lang].format(items=_by_row(unknown, names, lang)))
    if (counts == 0).any():
        parts.append(WORDS["rest" if said or unknown.any() else "all_zero"][lang])
    return WORDS["stop"][lang].join(part for part in [*parts, *notes] if part)
