"""How many reports speak of each theme, by year or region."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from ..codebook import Lang
from ..errors import FrameError
from ..fonts import FAMILY
from ..narrative import theme_codes, theme_label
from .base import (
    INK,
    QUIET,
    WORDS,
    canvas,
    check_frame,
    check_rows,
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

_COLUMNS = ["kind", "by", "group", "theme", "points", "reports", "of"]
_COLOUR = "#0072B2"
#: More groups than this no column of figures holds apart.
_MOST = 12
_DARK = 0.55
_SAID: dict[str, dict[Lang, str]] = {
    "note": {"zh": "格中为提到该主题的报告数；列名下为写明问题或措施的报告数；颜色越深占比越高",
             "en": "In the cells: reports that speak of the theme; below each name: reports that "
                   "name any; darker: a larger share"},
    "none": {"zh": "各组均未提到：{items}", "en": "In no report: {items}"},
    "group": {"zh": "{group}（{of} 份）：{items}", "en": "{group} (reports: {of}): {items}"},
    "reports": {"zh": "{of} 份", "en": "n={of}"},
    "item": {"zh": "{theme} {reports}", "en": "{theme} {reports}"},
}  # fmt: skip


def plot_themes(counts: pd.DataFrame, *, ax: Axes | None = None, lang: Lang = "zh") -> Axes:
    """Draw how many reports of each year, region or issuer speak of each theme.

    Each cell prints its count, so no colour need be told apart; the number of reports that it is
    out of stands below the column's name. Themes that no report speaks of are named in the note.

    Parameters
    ----------
    counts : DataFrame
        Of one kind ("problem" or "improvement"), from `reportkit.theme_counts`.
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
        The frame lacks columns or rows, or holds both kinds, more than twelve groups, a theme
        twice, or more reports than there are.

    Examples
    --------
    >>> from reportkit import example_panel, example_problems, theme_counts
    >>> counts = theme_counts(example_problems(), example_panel().reports)
    >>> ax = plot_themes(counts[counts["kind"] == "problem"], lang="en")
    >>> [text.get_text() for text in ax.texts][:2]
    ['0', '2']
    """
    check_frame(counts, _COLUMNS, "theme_counts(problems, reports)", lang)
    groups = list(counts["group"].unique())
    _check(counts, groups)
    told = counts.groupby("theme", sort=False)["reports"].sum()
    themes = [code for code in theme_codes() if told[code] > 0]
    none = [code for code in theme_codes() if told[code] == 0]
    with canvas(ax, 1.5 + 0.27 * max(len(themes), 1)) as ax:
        size = font_size(ax)
        said = [
            _draw(ax, counts[counts["group"] == group], place, themes, lang)
            for place, group in enumerate(groups)
        ]
        labels = [wrapped(ax, theme_label(code, lang), size, share=0.33) for code in themes]
        ax.set_yticks(range(len(themes)), labels)
        ax.set_xticks(range(len(groups)), [_head(ax, counts, group, lang) for group in groups])
        ax.xaxis.tick_top()
        for text in ax.get_xticklabels():
            text.set_parse_math(False)  # a dollar sign in a name is no formula
        ax.tick_params(labelsize=size, length=0, colors=INK)
        ax.set(xlim=(-0.5, len(groups) - 0.5), ylim=(max(len(themes), 1) - 0.5, -0.5))
        ax.spines[:].set_visible(False)
        kind = str(counts["kind"].iloc[0])
        ax.xaxis.set_label_position("bottom")
        title = set_title(ax, "", f"themes_{kind}", lang)
        notes = [_SAID["note"][lang]] if themes else []
        if none:
            items = listed((theme_label(code, lang) for code in none), lang)
            notes.append(_SAID["none"][lang].format(items=items))
        note = set_note(ax, notes, lang)
        remember(ax, WORDS["stop"][lang].join(part for part in (title, *said, note) if part))
    return ax


def _check(counts: pd.DataFrame, groups: list[str]) -> None:
    """Refuse what is not one row for each theme of each of a few groups, of one kind."""
    for name in ("kind", "by"):
        found = list(counts[name].unique())
        if len(found) > 1:
            raise FrameError(
                f"the frame holds several of {name} ({', '.join(map(str, found))}); "
                f'choose one: frame[frame["{name}"] == {str(found[0])!r}]'
            )
    if len(groups) > _MOST:
        message = f"the frame holds {len(groups)} groups; at most {_MOST} can be told apart"
        raise FrameError(message, reason="many")
    refuse(~counts["kind"].isin(["problem", "improvement"]), "hold an unknown kind", counts)
    check_rows(
        counts, ["group", "theme"], [(group, code) for group in groups for code in theme_codes()]
    )
    shown = counts[_COLUMNS]
    wrong = counts[["reports", "of"]].isna().any(axis=1) | (counts["reports"] < 0)
    refuse(wrong.fillna(True), "hold no count, or one below 0", shown)
    refuse(counts["reports"] > counts["of"], "hold more reports than there are", shown)
    several = counts.groupby("group")["of"].transform("nunique") > 1
    refuse(several, "hold different numbers of reports for one group", shown)


def _head(ax: Axes, counts: pd.DataFrame, group: str, lang: Lang) -> str:
    of = counts.loc[counts["group"] == group, "of"].iloc[0]
    share = 0.55 / max(counts["group"].nunique(), 1)
    name = wrapped(ax, group, font_size(ax), share=max(share, 0.06))
    return name + "\n" + _SAID["reports"][lang].format(of=of)


def _draw(ax: Axes, rows: pd.DataFrame, place: int, themes: list[str], lang: Lang) -> str:
    """Draw a group's column, and return it in words."""
    from matplotlib.patches import Rectangle

    found = rows.set_index("theme")
    of = int(found["of"].iloc[0])
    named = []
    for y, code in enumerate(themes):
        count = int(found.loc[code, "reports"])
        share = count / of if of else 0.0
        ax.add_patch(
            Rectangle((place - 0.48, y - 0.46), 0.96, 0.92, facecolor=_COLOUR, alpha=0.85 * share,
                      lw=0)
        )  # fmt: skip
        colour = "white" if share > _DARK else INK if count else QUIET
        ax.text(place, y, str(count), ha="center", va="center", color=colour, fontfamily=FAMILY,
                fontsize=font_size(ax) - (0 if is_narrow(ax) else 0.5))  # fmt: skip
        if count:
            named.append(_SAID["item"][lang].format(theme=theme_label(code, lang), reports=count))
    items = listed(named, lang) or WORDS["all_zero"][lang]
    return _SAID["group"][lang].format(group=rows["group"].iloc[0], of=of, items=items)
