"""Two reports side by side: what their texts share, what was changed, which cells differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from itertools import zip_longest
from typing import Any

import pandas as pd

from .codebook import TABLES, Lang, label_of, read_spec
from .given import need_kind
from .narrative import reuse
from .narrative.differences import differences, tokens
from .report import Report
from .rounding import percent, whole
from .sheet import LANGUAGE, page, palette, scrolling

_WORDS: dict[str, dict[Lang, str]] = {
    "title": {"zh": "两份报告对照", "en": "Two reports side by side"},
    "legend": {"zh": "两份报告相同的段落只印一次（左侧有竖线）；<del>只在 A 中</del>，"
               "<ins>只在 B 中</ins>。空白、繁简、全角半角不计。",
               "en": "Paragraphs that are the same in both are printed once, with a bar at their "
               "left; <del>only in A</del>, <ins>only in B</ins>. White space, width and script "
               "do not count."},
    "front": {"zh": "正文之前", "en": "Before the first section"},
    "section": {"zh": "{numeral}、{label}", "en": "Section {numeral}: {label}"},
    "share": {"zh": "{a} 的 {share} 见于 {b}（{reused}/{characters} 字，"
              "数字与地名不计，不论次序）。",
              "en": "{share} of {a} is found in {b} ({reused} of {characters} characters, whatever "
              "the figures, names and order)."},
    "nothing": {"zh": "没有 16 字以上的相同段落。", "en": "No run of 16 characters is in both."},
    "short": {"zh": "文字太短，不计相同比例。", "en": "Too short for a share to mean anything."},
    "tables": {"zh": "表格", "en": "Tables"},
    "same_cells": {"zh": "{n} 格全部相同。", "en": "All {n} cells are the same."},
    "cells": {"zh": "{n} 格中 {changed} 格不同", "en": "{changed} of {n} cells differ"},
    "no_cells": {"zh": "两份报告都没有表格数据。",
                 "en": "Neither report holds cells of the tables."},
    "row": {"zh": "行", "en": "Row"}, "column": {"zh": "列", "en": "Column"},
    "blank": {"zh": "空白", "en": "blank"}, "absent": {"zh": "缺", "en": "absent"},
    "none": {"zh": "表中无此格", "en": "no such cell"},
    "disclosure": {"zh": "二、主动公开", "en": "Disclosure"},
    "requests": {"zh": "三、申请", "en": "Requests"},
    "review": {"zh": "四、复议与诉讼", "en": "Review"},
}  # fmt: skip
#: Paragraphs stand beside one another from this share of the shorter on.
_LINKED = 0.3
#: What this page has beside the sheet of all pages.
_STYLE = """
.beside { --old: #8c1d18; --old-paper: #fdeaea; --new: #0a5a2a; --new-paper: #e4f4e8;
  color: var(--ink); background: var(--paper); overflow-wrap: anywhere; }
@media (prefers-color-scheme: dark) { .beside { --old: #ffb3ab; --old-paper: #45191a;
  --new: #9fe3b1; --new-paper: #12361f; } }
@media print { .beside { --old: #8c1d18; --old-paper: #fdeaea; --new: #0a5a2a;
  --new-paper: #e4f4e8; } }
.beside p { margin: 0 0 .2em; } .beside .quiet { color: var(--soft); font-size: .875rem; }
.beside del, .beside ins { padding: 0 .1em; border-radius: .15em; text-underline-offset: .2em; }
.beside del { color: var(--old); background: var(--old-paper); text-decoration: line-through; }
.beside ins { color: var(--new); background: var(--new-paper); text-decoration: underline; }
.beside .row { display: grid; gap: 0 1.5rem; border-top: 1px solid var(--rule); padding: .5rem 0; }
.beside .side { display: grid; grid-template-columns: 2.4rem 1fr; }
.beside .who { color: var(--soft); font-size: .875rem; white-space: nowrap; }
.beside .same { border-left: .3rem solid var(--rule); padding-left: .6rem; }
.beside table { width: 100%; } .beside caption { text-align: left; color: var(--soft); }
@media (min-width: 44rem) { .beside .pair { grid-template-columns: 1fr 1fr; } }
"""
#: Two columns of text take more width than one.
_WIDE = "@media screen { main { max-width: 75rem; } }\n"


@dataclass(frozen=True)
class SideBySide:
    """Two reports on one page.

    Attributes
    ----------
    html : str
        A page by itself: no script, nothing from elsewhere.
    """

    html: str
    _body: str

    def _repr_html_(self) -> str:
        # A notebook has a sheet of its own: of ours the colours alone are needed.
        return f"<style>\n{palette('.beside')}</style>\n{self._body}"

    def __repr__(self) -> str:
        return f"<SideBySide: {len(self.html)} characters of HTML>"


def side_by_side(report_a: Report, report_b: Report, *, lang: Lang = "zh") -> SideBySide:
    """Set two reports beside one another, with what they share and what was changed marked.

    Paragraphs stand beside those that hold most of the same text in the same order. What is only
    in one of them is struck through or underlined. Of the tables the cells that differ are listed
    with both entries as printed: a blank is not a dash, and neither is zero.

    Parameters
    ----------
    report_a, report_b : Report
        Any two; A is commonly the earlier one, or the one that may have been copied.
    lang : {"zh", "en"}
        Of the words around the reports.

    Returns
    -------
    SideBySide
        It shows in a notebook; ``.html`` is a page by itself.

    Raises
    ------
    ValueError
        `lang` is neither.
    FrameError
        `report_a` or `report_b` is no Report.

    Examples
    --------
    >>> from reportkit import example, read_report
    >>> report = read_report(example("xiuwu-2023"))
    >>> page = side_by_side(report, report, lang="en")
    >>> "All 175 cells are the same." in page.html
    True
    """
    if lang not in LANGUAGE:
        raise ValueError(f"lang {lang!r} is not one of zh, en")
    for name, one in (("report_a", report_a), ("report_b", report_b)):
        need_kind(one, Report, name, "a Report: reportkit.read_report(PATH), panel.report(ID)")
    title = escape(_WORDS["title"][lang])
    both = {"A": report_a, "B": report_b}
    head = "".join(
        f'<p><span class="who">{name}</span> <span lang="zh-CN">{escape(report.title)}</span></p>'
        for name, report in both.items()
    )
    # Both may have one id, as two printings of a report do.
    narratives = {name: report.narrative.assign(report=name) for name, report in both.items()}
    about = pd.concat([report.reports.assign(report=name) for name, report in both.items()])
    shares = reuse(pd.concat(narratives.values()), reports=about, least=1e-9)
    numbers = sorted({int(n) for own in narratives.values() for n in own["section"].dropna()})
    parts = [_section(number, narratives, shares, lang) for number in numbers]
    body = (
        f'<div class="beside" lang="{LANGUAGE[lang]}"><style>{_STYLE}</style>\n<h1>{title}</h1>\n'
        f'{head}\n<p class="quiet">{_WORDS["legend"][lang]}</p>\n{"".join(parts)}'
        f"{_tables(report_a, report_b, lang)}</div>\n"
    )
    return SideBySide(page(_WORDS["title"][lang], body, lang, rules=_WIDE), body)


def _section(
    number: int, narratives: dict[str, pd.DataFrame], shares: pd.DataFrame, lang: Lang
) -> str:
    """Return a section of both: its heading, what is shared, and the paragraphs."""
    names = {int(row["section"]): row for row in read_spec("sections")}
    heading = _WORDS["front"][lang]
    if number in names:
        label = names[number][f"label_{lang}"]
        heading = _WORDS["section"][lang].format(numeral=names[number]["numeral"], label=label)
    told = []
    own = shares[(shares["section"] == number) & (shares["other_section"] == number)]
    for row in own.to_dict("records"):
        told.append(_WORDS["share"][lang].format(
            a=row["report"], b=row["other"], share=percent(row["share"], digits=1),
            reused=row["reused"], characters=row["characters"],
        ))  # fmt: skip
    old, new = (_paragraphs(narratives[name], number) for name in "AB")
    rows = "".join(_row(*row) for row in _rows(old, new))
    if not rows:
        return ""  # a heading above a table alone
    if old and new and not told:
        short = shares.loc[shares["section"] == number, "note"].notna().any()
        told.append(_WORDS["short" if short else "nothing"][lang])
    said = f'<p class="quiet">{escape(" ".join(told))}</p>\n' if told else ""
    return f"<section><h2>{escape(heading)}</h2>\n{said}{rows}</section>\n"


def _paragraphs(narrative: pd.DataFrame, number: int) -> list[str]:
    """Return the paragraphs of a section without its heading, which stands above both."""
    own = narrative[(narrative["section"] == number) & ((narrative["order"] > 0) | (number == 0))]
    return [str(text) for text in own.sort_values("order", kind="stable")["text"].dropna()]


#: A part of a paragraph: whether it is in both reports, and its text.
Part = tuple[bool, str]
#: Paragraphs of a report, in parts.
Side = list[list[Part]]
#: Paragraphs of A, and those of B that hold the same text.
Row = tuple[Side, Side]


def _rows(old: list[str], new: list[str]) -> Iterator[Row]:
    """Yield the paragraphs of A beside those of B."""
    ours, theirs, common = _parted("\n".join(old), "\n".join(new))
    sizes = [[sum(len(tokens(text)) for _, text in own) for own in side] for side in (ours, theirs)]
    links = sorted(
        (i, j) for (i, j), n in common.items() if n >= _LINKED * min(sizes[0][i], sizes[1][j])
    )
    done, done_b = 0, 0
    while links:
        first, first_b = last, last_b = links.pop(0)
        # A paragraph may have been parted or joined: all that hang together are one row.
        while links and (links[0][0] <= last or links[0][1] <= last_b):
            i, j = links.pop(0)
            last, last_b = max(last, i), max(last_b, j)
        yield from _in_turn(ours[done:first], theirs[done_b:first_b])
        yield ours[first : last + 1], theirs[first_b : last_b + 1]
        done, done_b = last + 1, last_b + 1
    yield from _in_turn(ours[done:], theirs[done_b:])


def _parted(old: str, new: str) -> tuple[Side, Side, Counter[tuple[int, int]]]:
    """Return the paragraphs of both in parts, and how much each has in common with each."""
    sides: tuple[Side, Side] = ([[]], [[]])
    common: Counter[tuple[int, int]] = Counter()
    for piece in differences(old, new):
        if piece.same:
            i, j = len(sides[0]) - 1, len(sides[1]) - 1
            for ours, theirs in zip(tokens(piece.old), tokens(piece.new), strict=False):
                common[i, j] += 1
                i, j = i + ours.count("\n"), j + theirs.count("\n")
        for side, text in zip(sides, (piece.old, piece.new), strict=True):
            first, *more = text.split("\n")
            side[-1].append((piece.same, first))
            side.extend([(piece.same, part)] for part in more)
    return *sides, common


def _in_turn(old: Side, new: Side) -> Iterator[Row]:
    """Yield paragraphs that have nothing in common, first beside first."""
    for ours, theirs in zip_longest(old, new):
        yield [ours] if ours else [], [theirs] if theirs else []


def _row(old: Side, new: Side) -> str:
    """Return a row; paragraphs that are the same in both are printed once."""
    old, new = (
        [own for own in side if any(text.strip() for _, text in own)] for side in (old, new)
    )
    if not old and not new:
        return ""
    if old and new and len(old) == len(new) and all(same for own in old + new for same, _ in own):
        return f'<div class="row"><div class="same">{_side("A=B", old, "")}</div></div>\n'
    sides = [_side(name, own, mark) for name, own, mark in (("A", old, "del"), ("B", new, "ins"))]
    return f'<div class="row pair">{"".join(sides)}</div>\n'


def _side(name: str, paragraphs: Side, mark: str) -> str:
    if not paragraphs:
        return "<div></div>"
    told = "".join(
        f"<p>{''.join(escape(text) if same else _marked(text, mark) for same, text in own)}</p>"
        for own in paragraphs
    )
    who = f'<span class="who">{name}</span>'
    return f'<div class="side">{who}<div lang="zh-CN">{told}</div></div>'


def _marked(text: str, mark: str) -> str:
    """Mark a text, without the white space behind it."""
    words = text.rstrip()
    return f"<{mark}>{escape(words)}</{mark}>{text[len(words) :]}" if words else text


def _tables(report_a: Report, report_b: Report, lang: Lang) -> str:
    """Return the cells of the three tables that differ."""
    address = ["table", "item", "column"]
    both = report_a.cells.merge(
        report_b.cells, on=address, how="outer", suffixes=("_a", "_b"), sort=False
    )
    if both.empty:
        return _under(_WORDS["tables"][lang], f'<p class="quiet">{_WORDS["no_cells"][lang]}</p>')
    order = {key: at for at, key in enumerate(
        dict.fromkeys(key for report in (report_a, report_b)
                      for key in report.cells[address].itertuples(index=False, name=None))
    )}  # fmt: skip
    cells = sorted(both.to_dict("records"), key=lambda cell: order[tuple(cell[k] for k in address)])
    parts = []
    for table in TABLES:
        own = [cell for cell in cells if cell["table"] == table]
        rows = [row for row in (_cell(cell, lang) for cell in own) if row]
        if own and not rows:
            told = f'<p class="quiet">{_WORDS["same_cells"][lang].format(n=len(own))}</p>'
        elif own:
            caption = _WORDS["cells"][lang].format(n=len(own), changed=len(rows))
            heads = [_WORDS["row"][lang], _WORDS["column"][lang], "A", "B"]
            head = "".join(f'<th scope="col">{text}</th>' for text in heads)
            told = scrolling(
                f"<table><caption>{caption}</caption><thead><tr>{head}</tr></thead>"
                f"<tbody>{''.join(rows)}</tbody></table>",
                caption,
            )
        else:
            continue
        parts.append(f"<h3>{_WORDS[table][lang]}</h3>\n{told}\n")
    return _under(_WORDS["tables"][lang], "".join(parts))


def _under(heading: str, content: str) -> str:
    return f"<section><h2>{heading}</h2>\n{content}</section>\n"


def _cell(cell: dict[Any, Any], lang: Lang) -> str:
    """Return the row of a cell that differs; nothing for one that does not."""
    entries = [_entry(cell, end, lang) for end in ("_a", "_b")]
    if entries[0] == entries[1]:
        return ""
    edition = str(cell["edition_a"] if pd.notna(cell["edition_a"]) else cell["edition_b"])
    item = label_of("item", cell["table"], cell["item"], lang, edition)
    column = label_of("column", cell["table"], cell["column"], lang, edition)
    heads = f'<th scope="row">{escape(item)}</th><td>{escape(column)}</td>'
    shown = "".join(f"<td>{text}</td>" for text in entries)
    return f"<tr>{heads}{shown}</tr>"


def _entry(cell: dict[Any, Any], end: str, lang: Lang) -> str:
    """Return what a report has in a cell: a number by its value, all else as it was printed."""
    state = cell[f"state{end}"]
    if pd.isna(state):
        return _WORDS["none"][lang]
    if state in ("blank", "absent"):
        return _WORDS[state][lang]
    if state != "number":
        return escape(str(cell[f"printed{end}"]))
    other = "_b" if end == "_a" else "_a"
    differs = pd.notna(cell[f"unit{other}"]) and cell[f"unit{end}"] != cell[f"unit{other}"]
    unit = f" {cell[f'unit{end}']}" if differs else ""
    return escape(f"{whole(cell[f'value{end}'])}{unit}")
