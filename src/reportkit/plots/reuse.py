"""How much of a section each report shares with each other, as a matrix."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..codebook import Lang, read_spec
from ..errors import FrameError
from ..fonts import FAMILY
from ..narrative import REUSE_KINDS
from ..rounding import percent
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
    set_title,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Shares = npt.NDArray[np.float64]

_COLUMNS = [
    "report", "issuer", "year", "section", "other", "other_section", "kind", "share", "note",
]  # fmt: skip
#: More reports than these leave no room for a figure in each cell, on a page and in a column.
MOST, MOST_NARROW = 20, 8
#: Inches of a row, and of all that is not rows.
_ROW, _REST = 0.28, 1.3
#: From this share on figures are printed in white.
_DARK = 0.6
_WORDS: dict[str, dict[Lang, str]] = {
    "form": {"zh": "格式", "en": "form"},
    "section": {"zh": "第{numeral}部分", "en": "Section {numeral}"},
    "front": {"zh": "正文之前", "en": "Before the first section"},
    "read": {"zh": "每格：该行报告的文字见于该列（同号）报告的百分比，数字与地名不计",
             "en": "Cell: % of the row's text that is found in the report of that number, "
                   "whatever its figures and names"},
    "fixed": {"zh": "格式：法规与格式规定的固定用语",
              "en": "form: wording that law and format prescribe"},
    "framed": {"zh": "有框：同一机关的其他年度", "en": "framed: another year of the same issuer"},
    "dot": {"zh": "·：低于所列下限", "en": "·: less than the frame lists"},
    "short": {"zh": "{n} 份文字太短，未作比较", "en": "reports too short to be compared: {n}"},
    "moved": {"zh": "另有 {n} 对在不同部分之间，未画",
              "en": "pairs with other sections, not drawn: {n}"},
    "found": {"zh": "{share} 见于{other}", "en": "{share} in {other}"},
    "prescribed": {"zh": "{share} 为固定用语", "en": "{share} fixed wording"},
}  # fmt: skip


def plot_reuse(reuse: pd.DataFrame, *, ax: Axes | None = None, lang: Lang = "zh") -> Axes:
    """Draw which reports repeat the text of which others, as a matrix of one section.

    A row is read to the right: so much of this report's section is found in the report of that
    number. Pairs of one issuer are framed. The last column is what law and format prescribe.

    Parameters
    ----------
    reuse : DataFrame
        Of one section and up to 20 reports (8 on Axes narrower than 5 inches), from
        `reportkit.reuse`: ``report, issuer, year, section, other, other_section, kind, share``.
        Pairs of different sections are counted below the chart.
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
        The frame lacks columns or rows, or holds several sections, more than 20 reports, a pair
        twice or without a report's own row of kind "form", or a share outside 0 to 1.

    Examples
    --------
    >>> from reportkit import example, read_report, reuse
    >>> table = reuse(read_report(example("xiuwu-2023")))
    >>> ax = plot_reuse(table[table["section"] == 5], lang="en")
    >>> [text.get_text() for text in ax.texts]
    ['5']
    """
    check_frame(reuse, _COLUMNS, "reuse(panel)", lang)
    _check(reuse)
    own = reuse[(reuse["kind"] == "form") | (reuse["other_section"] == reuse["section"])]
    names = names_of(own.sort_values(["issuer", "year", "report"]), lang)
    rows = {report: at for at, report in enumerate(names)}
    shares = np.full((len(rows), len(rows) + 1), np.nan)
    framed = np.zeros(shares.shape, dtype=bool)
    for row in own.to_dict("records"):
        at = rows[row["report"]], rows.get(row["other"], len(rows))
        shares[at], framed[at] = row["share"], row["kind"] == "own_year"
    with canvas(ax, _REST + _ROW * len(rows)) as ax:
        _fits(ax, len(rows))
        labels = [f"{name}  {at + 1}" for at, name in enumerate(names.values())]
        ax.set_yticks(range(len(rows)), labels, fontfamily=FAMILY)
        for text in ax.get_yticklabels():
            text.set_parse_math(False)  # a dollar sign in a name is no formula
        heads = [*(str(at + 1) for at in range(len(rows))), _WORDS["form"][lang]]
        ax.set_xticks(range(len(heads)), heads)
        ax.tick_params(labelsize=font_size(ax), length=0, colors=INK, top=False, labeltop=True,
                       labelbottom=False)  # fmt: skip
        if len(rows) > MOST_NARROW:
            ax.get_xticklabels()[-1].set_horizontalalignment(
                "left"
            )  # wider than its column, but the last
        _cells(ax, shares, framed)
        title = set_title(ax, _named(own, lang), "reuse", lang, above=2 * font_size(ax))
        note = set_note(ax, _notes(shares, framed, own, len(reuse) - len(own), lang), lang)
        said = _in_words(shares, list(names.values()), lang)
        remember(ax, WORDS["stop"][lang].join([title, *said, note]))
    return ax


def _check(reuse: pd.DataFrame) -> None:
    """Refuse what is no matrix of one section of a few reports."""
    sections = reuse["section"].unique()
    if len(sections) > 1:
        raise FrameError(
            f"the frame holds {len(sections)} sections; choose one: "
            f'frame[frame["section"] == {sections[0]}]'
        )
    shown = reuse[["report", "other", "kind", "share"]]
    refuse(~reuse["kind"].isin(REUSE_KINDS), "have an unknown kind", shown)
    key = ["report", "other", "other_section"]
    refuse(reuse.duplicated(key, keep=False), "hold a pair twice", shown)
    refuse(~reuse["share"].between(0, 1).fillna(False), "hold a share outside 0 to 1", shown)
    reports = reuse.loc[reuse["kind"] == "form", "report"]
    named = [reuse["report"], reuse.loc[reuse["other_section"] == reuse["section"], "other"]]
    unknown = ~pd.concat(named).isin(reports)
    if unknown.any():
        lacking = pd.concat(named)[unknown].unique()
        raise FrameError(
            f'the frame lacks the row of kind "form" of reports that it names ({len(lacking)}: '
            f"{', '.join(map(str, lacking[:3]))}); compare fewer reports, or keep all their rows",
            reason="lacking",
        )
    if len(reports) > MOST:
        raise FrameError(_too_many(len(reports), MOST), reason="many")


def _fits(ax: Axes, reports: int) -> None:
    if is_narrow(ax) and reports > MOST_NARROW:
        message = _too_many(reports, MOST_NARROW) + ", or draw on wider Axes"
        raise FrameError(message, reason="many")


def _too_many(reports: int, most: int) -> str:
    return (
        f"the frame holds {reports} reports, more than {most}; compare fewer, for instance those "
        "of one issuer or of one year"
    )


def _cells(ax: Axes, shares: Shares, framed: npt.NDArray[np.bool_]) -> None:
    """Shade the cells, print their figures, and frame those of one issuer."""
    from matplotlib.patches import Rectangle

    ax.imshow(shares, cmap="Blues", vmin=0, vmax=1.15, aspect="auto")
    ax.set_xticks(np.arange(0.5, shares.shape[1] - 1), minor=True)
    ax.set_yticks(np.arange(0.5, shares.shape[0] - 1), minor=True)
    ax.grid(which="minor", color="white", lw=2)
    ax.tick_params(which="minor", length=0)
    ax.axvline(shares.shape[1] - 1.5, color=INK, lw=0.8)  # before the form
    ax.spines[:].set_visible(False)
    size = font_size(ax) - is_narrow(ax)
    for (row, column), share in np.ndenumerate(shares):
        if row == column:
            continue
        ax.text(
            column, row, "·" if np.isnan(share) else _cell(share), ha="center",
            va="center", fontsize=size, color="white" if share > _DARK else INK,
        )  # fmt: skip
        if framed[row, column]:
            ax.add_patch(
                Rectangle((column - 0.42, row - 0.4), 0.84, 0.8, fill=False, ec=INK, lw=0.9)
            )


def _cell(share: float) -> str:
    """Return whole percents: a cell has no room for a decimal, and 100 is a whole copy alone."""
    text = percent(share).rstrip("%")
    return text if text.isdecimal() else ">99" if share > 0.5 else "<1"


def _named(own: pd.DataFrame, lang: Lang) -> str:
    """Return the section, behind what all reports have in common."""
    section = int(own["section"].iloc[0])
    numerals = {int(row["section"]): row["numeral"] for row in read_spec("sections")}
    about = _WORDS["front"][lang]
    if section in numerals:
        about = _WORDS["section"][lang].format(numeral=numerals[section])
    return " ".join(part for part in (name_of(own, lang), about) if part)


def _notes(
    shares: Shares, framed: npt.NDArray[np.bool_], own: pd.DataFrame, moved: int, lang: Lang
) -> list[str]:
    notes = [_WORDS["read"][lang], _WORDS["fixed"][lang]]
    if framed.any():
        notes.append(_WORDS["framed"][lang])
    if np.isnan(shares).sum() > len(shares):  # more than those of reports beside themselves
        notes.append(_WORDS["dot"][lang])
    if short := int(own["note"].notna().sum()):
        notes.append(_WORDS["short"][lang].format(n=short))
    if moved:
        notes.append(_WORDS["moved"][lang].format(n=moved))
    return notes


def _in_words(shares: Shares, names: list[str], lang: Lang) -> list[str]:
    """Return each report's row in words, what is shared most first."""
    said = []
    for name, row in zip(names, shares, strict=True):
        others = [at for at in np.argsort(-row[:-1], kind="stable") if not np.isnan(row[at])]
        told = [
            _WORDS["found"][lang].format(share=percent(row[at]), other=names[at]) for at in others
        ]
        told.append(_WORDS["prescribed"][lang].format(share=percent(row[-1])))
        said.append(f"{name}{WORDS['colon'][lang]}{listed(told, lang)}")
    return said
