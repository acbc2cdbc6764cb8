"""A finding beside the printed cells that it speaks of."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd

from ..codebook import Address, Lang, label_of
from ..errors import FrameError
from ..given import Given, frame_of
from ..matrix import KEY, NEEDED, position
from ..places import say_place
from .blame import TOLD, blame
from .identities import Identity, identities
from .locate import locate

_STATES = {
    "zh": {"blank": "（空白）", "dash": "（横线）", "text": "（不是数字）", "absent": "（缺）"},
    "en": {"blank": "(blank)", "dash": "(dash)", "text": "(no number)", "absent": "(absent)"},
}
_HEADS = {
    "zh": ["行", "列", "印作", "出处"],
    "en": ["row", "column", "printed", "source"],
}
_WORDS = {
    "zh": {"zeros": "另有 {} 格为 0。", "clear": "本报告中能核对的勾稽关系不要求改动这些格子。",
           "only": "应为", "answer": "可能的更正 {}"},
    "en": {"zeros": "{} more cells hold 0.",
           "clear": "No sum of this report that could be checked asks for a change here.",
           "only": "should be", "answer": "answer {}"},
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Explanation:
    """A finding, explained; it shows as text, and as HTML in a notebook.

    Attributes
    ----------
    title : str
        Report, rule and address.
    sum : str
        The identity with the printed figures; for other rules the message of the finding.
    cells : DataFrame
        A row a cell that the finding speaks of, key (table, item, column): ``row, head`` (labels),
        ``printed`` (str, the state where nothing was), ``value`` (Float64), ``state``, ``source``
        (str), ``should_be`` (Int64, of the best answer of `locate`), ``stated`` (bool, the cell at
        which the finding stands). Where the best answer is the only one of so few changes, what is
        shown says "should be"; else it has a column for each of the first three.
    located : DataFrame
        What `locate` says of the components that these cells belong to; its columns.
    lang : {"zh", "en"}
        Of labels and words.
    """

    title: str
    sum: str
    cells: pd.DataFrame
    located: pd.DataFrame
    lang: Lang

    def __repr__(self) -> str:
        if self.cells.empty:
            return f"{self.title}\n{self.sum}"
        with pd.option_context("display.unicode.east_asian_width", True):
            table = self.shown().to_string(index=False)
        return "\n".join([self.title, self.sum, "", table, *self.remarks()])

    def _repr_html_(self) -> str:
        shown = self.shown()
        head = "".join(f"<th scope='col'>{escape(name)}</th>" for name in shown)
        body = "".join(
            "<tr>" + "".join(f"<td>{escape(str(each))}</td>" for each in row) + "</tr>"
            for row in shown.itertuples(index=False, name=None)
        )
        remarks = "".join(f"<li>{escape(remark)}</li>" for remark in self.remarks())
        told = f"<p><b>{escape(self.title)}</b><br>{escape(self.sum)}</p>"
        if self.cells.empty:
            return f"<div>{told}</div>"
        return (
            f"<div>{told}<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
            f"<ul>{remarks}</ul></div>"
        )

    def _tells(self) -> pd.Series:
        """Tell the cells that say something: a column of twenty zeros says nothing."""
        answers = self._changed()
        changed = pd.Series(
            [address in answers for address in _addresses(self.cells)],
            index=self.cells.index, dtype="bool",
        )  # fmt: skip
        return (self.cells["value"].fillna(1.0) != 0) | changed | self.cells["stated"]

    def _changed(self) -> dict[Address, dict[int, str]]:
        """Return what the answers that are told would have in a cell, by their rank."""
        told = self.located[self.located["solution"].between(1, TOLD)]
        changed: dict[Address, dict[int, str]] = {}
        ranks = zip(_addresses(told), told["solution"], told["should_be"], strict=True)
        for address, rank, value in ranks:
            changed.setdefault(address, {})[int(rank)] = str(value)
        return changed

    def shown(self) -> pd.DataFrame:
        """Return the cells that say something, under headings for readers."""
        cells = self.cells[self._tells()]
        shown = cells[["row", "head", "printed", "source"]].set_axis(_HEADS[self.lang], axis=1)
        source = _HEADS[self.lang][-1]
        shown[source] = [say_place(place, self.lang) for place in shown[source].fillna("")]
        # Where several answers do, the best is one of them and no more.
        word = _WORDS[self.lang]["only" if self.located["unique"].all() else "answer"]
        answers = self._changed()
        changed = [answers.get(address, {}) for address in _addresses(cells)]
        for rank in sorted({rank for one in changed for rank in one}):
            shown[word.format(rank)] = [one.get(rank, "") for one in changed]
        return shown

    def remarks(self) -> list[str]:
        """Return in words what is left out, and what `locate` found."""
        words = _WORDS[self.lang]
        zeros = int((~self._tells()).sum())
        told = [words["zeros"].format(zeros)] if zeros else []
        answers = [said.zh if self.lang == "zh" else said.en for said in blame(self.located)]
        return [*told, *answers] if answers else [*told, words["clear"]]


def explain(
    finding: pd.DataFrame | pd.Series | Mapping[str, Any], cells: Given, *, lang: Lang = "zh"
) -> Explanation:
    """Show the printed cells around a finding, with their sources and with who is to blame.

    Parameters
    ----------
    finding : Series, dict or DataFrame of one row
        A row of what `check` returns.
    cells : DataFrame, Report, Panel or list of Report
        The cells that were checked (see `Report.cells`).
    lang : {"zh", "en"}
        Of labels and words.

    Returns
    -------
    Explanation
        With `title`, `sum`, `cells` and `located`; printed it reads as text, a notebook shows it as
        HTML. Cells of other reports than the finding's own are not shown. Of a report in PDF,
        ``reportkit.brief.page_region(PATH, source, told.cells["source"])`` shows the part of the
        page that holds them as a picture, with the cell printed at `source` marked; a briefing does
        so by itself.

    Raises
    ------
    FrameError
        `finding` is not one finding, or `cells` lacks its report or what `locate` needs.

    Examples
    --------
    >>> from reportkit import check, example, failures, read_report
    >>> cells = read_report(example("xiuwu-2023")).cells
    >>> wrong = (cells["item"] == "granted") & (cells["column"] == "total")
    >>> cells = cells.assign(value=cells["value"].mask(wrong, 9.0),
    ...                      printed=cells["printed"].mask(wrong, "9"))
    >>> explain(failures(check(cells)).iloc[1], cells, lang="en")
    修武县人民政府-2023, R3: requests.granted.total
    Granted in full × Total 9 ≠ Natural persons 7 + Commercial enterprises 1 = 8
    <BLANKLINE>
                row                 column printed           source should be
    Granted in full                  Total       9 line 43, field 9         8
    Granted in full        Natural persons       7 line 43, field 3
    Granted in full Commercial enterprises       1 line 43, field 4
    4 more cells hold 0.
    the only answer with so few changes: Granted in full × Total 9 → 8
    """
    one = _one_finding(finding)
    cells = frame_of(cells, "cells", NEEDED, any_edition=True)
    own = cells[cells["report"] == one["report"]]
    if own.empty:
        raise FrameError(f"cells holds nothing of {one['report']}; hand over the cells checked.")
    stated: Address = (one["table"], one["item"], one["column"])
    identity = next(
        (each for each in identities() if (each.rule, each.stated) == (one["rule"], stated)), None
    )
    named = [tuple(text.split(".")) for text in str(one["cells"]).split()]
    involved = [address for address in dict.fromkeys([stated, *named]) if address in position()]
    where = ".".join(filter(None, stated))
    located = locate(own)
    around = _around(own, involved, located, lang).assign(
        stated=lambda frame: [each == stated for each in _addresses(frame)]
    )
    # The requests table is one component, and each row of review; what is not located has no item.
    lines = {(table, item if table == "review" else "") for table, item, _ in _addresses(around)}
    rows = [(table, item if table == "review" else "") in lines
            for table, item, _ in _addresses(located)]  # fmt: skip
    return Explanation(
        title=f"{one['report']}, {one['rule']}" + (f": {where}" if where else ""),
        sum=(_sum(identity, around) if identity and around["stated"].any()
             else str(one.get(f"message_{lang}", ""))),
        cells=around, located=located.loc[rows].reset_index(drop=True), lang=lang,
    )  # fmt: skip


def _one_finding(finding: pd.DataFrame | pd.Series | Mapping[str, Any]) -> dict[str, Any]:
    if isinstance(finding, pd.DataFrame):
        if len(finding) != 1:
            raise FrameError(f"finding holds {len(finding)} rows; hand over one, as .iloc[0]")
        finding = finding.iloc[0]
    if not isinstance(finding, pd.Series | Mapping):
        frame_of(finding, "finding", by="check(cells)")  # refuses it, and says what to hand over
    one = {str(name): value for name, value in finding.items()}
    lacking = [name for name in ("rule", *KEY, "cells") if name not in one]
    if lacking:
        raise FrameError(f"finding lacks {', '.join(lacking)}; hand over a row of check's findings")
    return one


def _addresses(frame: pd.DataFrame) -> list[Address]:
    return list(zip(*(frame[name] for name in KEY[1:]), strict=True))


def _around(
    own: pd.DataFrame, involved: list[Address], located: pd.DataFrame, lang: Lang
) -> pd.DataFrame:
    """Return the involved cells as the finding orders them, with what the best answers say."""
    best = located[located["solution"] == 1]
    should = dict(zip(_addresses(best), best["should_be"], strict=True))
    places = {address: place for place, address in enumerate(_addresses(own))}
    there = [address for address in involved if address in places]
    frame = own.iloc[[places[address] for address in there]].reset_index(drop=True)
    states = _STATES[lang]
    texts = frame["printed"].fillna("") if "printed" in frame else [""] * len(frame)
    printed = [
        text or (f"{value:.15g}" if state == "number" else states[state])
        for text, value, state in zip(texts, frame["value"], frame["state"], strict=True)
    ]
    edition = str(own["edition"].iloc[0])
    return frame[KEY[1:]].assign(
        row=[label_of("item", table, item, lang, edition) for table, item, _ in there],
        head=[label_of("column", table, column, lang, edition) for table, _, column in there],
        printed=printed, value=frame["value"], state=frame["state"],
        source=frame.get("source", ""),
        should_be=pd.array([should.get(address) for address in there], dtype="Int64"),
    )  # fmt: skip


def _sum(identity: Identity, around: pd.DataFrame) -> str:
    """Write an identity with the figures as they were read; terms that are 0 are left out."""
    across = identity.rule in ("R3", "R4")
    addresses = _addresses(around)
    values = dict(zip(addresses, around["value"], strict=True))
    figures = [
        printed if pd.isna(value) else f"{value:.15g}"
        for printed, value in zip(around["printed"], around["value"], strict=True)
    ]
    named = zip(addresses, around["head" if across else "row"], figures, strict=True)
    told = {address: f"{name} {figure}" for address, name, figure in named}
    terms = [(sign, address) for sign, address in identity.terms if address in told]
    shown = [(s, a) for s, a in terms if pd.isna(values[a]) or values[a] != 0] or terms[:1]
    shown.sort(key=lambda term: term[0] < 0)  # no sum begins with a minus
    right = "".join(f" {'+' if sign > 0 else '−'} {told[address]}" for sign, address in shown)
    right = right.removeprefix(" + ")
    left = f"{around['row'].iloc[0]} × {around['head'].iloc[0]} {figures[0]}"
    if any(pd.isna(values[address]) for address in (identity.stated, *(a for _, a in terms))):
        return f"{left} ? {right}"
    total = sum(sign * values[address] for sign, address in terms)
    equal = "=" if total == values[identity.stated] else "≠"
    return f"{left} {equal} {right} = {total:.15g}"
