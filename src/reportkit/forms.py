"""The three statutory tables in their official layout, for a page."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, cached_property
from itertools import groupby
from math import isclose
from typing import Any, Literal
from zlib import crc32

import numpy as np
import pandas as pd

from .codebook import Lang, columns, items, label_of
from .errors import FrameError
from .given import Given, frame_of
from .setting import Path, StatutoryTable, cell, column_heads, framed, group, head, row_heads
from .sheet import LANGUAGE
from .text import parse_number

#: A figure's place: item and column.
Place = tuple[str, str]

_COLUMNS = ["report", "edition", "table", "item", "column", "printed", "value", "state"]
_FINDING = ["report", "table", "item", "column", "status"]
#: An item's number on the form: 三, 三(四) or 三(四)2.
_NUMBER = re.compile(r"([一二三四])(?:\(([一二三四五六七])\))?(\d)?$")
_HAN = {"1": "一", "5": "五", "6": "六", "8": "八", "9": "九"}
#: Narrower than this a table is scrolled: Chinese could else be set one character a line.
_WIDTH = {"disclosure": "20rem", "requests": "44rem", "review": "40rem"}
#: What a cell shows that holds no figure; a dash and what is no number are shown as printed.
_STATES: dict[str, dict[Lang, str]] = {
    "blank": {"zh": "空白", "en": "blank"}, "absent": {"zh": "缺", "en": "absent"},
}  # fmt: skip
#: The same where the print is not known.
_UNPRINTED: dict[str, dict[Lang, str]] = {
    "dash": {"zh": "横线", "en": "dash"}, "text": {"zh": "不是数字", "en": "no number"},
}  # fmt: skip
_WORDS: dict[str, dict[Lang, str]] = {
    "disclosure": {"zh": "二、主动公开政府信息情况",
                   "en": "Information disclosed on own initiative"},
    "requests": {"zh": "三、收到和处理政府信息公开申请情况",
                 "en": "Requests received and how they were handled"},
    "review": {"zh": "四、政府信息公开行政复议、行政诉讼情况",
               "en": "Administrative reconsideration and litigation"},
    "content": {"zh": "信息内容", "en": "Content"},
    "applicants": {"zh": "申请人情况", "en": "Applicants"},
    "balance": {
        "zh": "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）",
        "en": "(In each column, requests received and carried over from last year add up to total "
        "outcomes and requests carried over to next year)"},
    "sum": {"zh": "以上各项之和（报告未印）", "en": "These rows added up (not printed)"},
    "litigation": {"zh": "行政诉讼", "en": "Administrative litigation"},
    "fail": {"zh": "实线框：所涉勾稽关系不成立", "en": "Solid frame: a sum at this cell fails"},
    "undecided": {"zh": "虚线框：所涉勾稽关系无法判断",
                  "en": "Dashed frame: a sum at this cell cannot be decided"},
}  # fmt: skip
#: The worst first.
_MARKS = ("fail", "undecided")


def table_disclosure(
    cells: Given, *, lang: Lang = "zh", findings: pd.DataFrame | None = None
) -> StatutoryTable:
    """Set the disclosure table of section 二: a band for each clause of article 20, with its heads.

    Parameters
    ----------
    cells : DataFrame, Report, Panel or list of Report
        Of one report (see `Report.cells`).
    lang : {"zh", "en"}
        Of labels.
    findings : DataFrame, optional
        From `check`; the cells of this report at which something fails or is undecided are framed.

    Returns
    -------
    StatutoryTable
        What was printed, as text. A figure printed in another unit than the head's is followed by
        what it comes to (``251000元 = 25.1``); what held no figure says what it held. It shows in a
        notebook; ``.to_html()`` gives the table for a page, ``.data`` the texts, here as one grid
        of all columns.

    Raises
    ------
    FrameError
        The frames lack columns or rows, hold several reports, a cell twice, or one that the form
        has not.

    Examples
    --------
    >>> from reportkit import example, read_report, table_disclosure
    >>> table = table_disclosure(read_report(example("xiuwu-2023")).cells, lang="en")
    >>> table.data["Decisions this year"].tolist()
    ['', '', '17081', '1431', '713', '']
    """
    form = FormTable(cells, "disclosure", lang, findings)
    items_, heads = form.items, form.columns
    bands = [_band(item, lang) for item in items_]
    rows = pd.MultiIndex.from_arrays([bands, [form.label("item", item) for item in items_]])
    labels = pd.Index([form.label("column", code) + _money(code, lang) for code in heads])
    return form.set(form.texts(rows, labels))


def _disclosure(form: FormTable) -> list[str]:
    return [
        _stacked(form, band, list(own))
        for band, own in groupby(form.items, lambda item: _band(item, form.lang))
    ]


def _stacked(form: FormTable, band: str, own: list[str]) -> str:
    """Return a band of the disclosure table: its title, its own heads, its rows.

    Every cell names its heads: by its column alone it would have those of the bands above too.
    """
    lang, first = form.lang, form.anchor(own[0])
    wide = max(len(form.held(list(run))) for _, run in groupby(form.items, _article))
    held = form.held(own)
    spans = [1] * (len(held) - 1) + [wide - len(held) + 1]  # the last takes what is left
    titles = [head(_WORDS["content"][lang], "col")]
    for code, across in zip(held, spans, strict=True):
        label = form.label("column", code) + _money(code, lang)
        titles.append(head(label, "col", across=across, name=f"{first}-head-{code}"))
    rows = [[head(band, "rowgroup", across=wide + 1, name=f"{first}-band")], titles]
    for item in own:
        name = form.anchor(item)
        figures = [
            form.figure((item, code), across=across,
                         headers=f"{first}-band {first}-head-{code} {name}")
            for code, across in zip(held, spans, strict=True)
        ]  # fmt: skip
        rows.append([head(form.label("item", item), "row", name=name), *figures])
    return group("tbody", rows)


def table_requests(
    cells: Given, *, lang: Lang = "zh", findings: pd.DataFrame | None = None
) -> StatutoryTable:
    """Set the table of requests of section 三, numbered as the form is.

    Parameters, returns, errors as of `table_disclosure`.

    Examples
    --------
    >>> from reportkit import example, read_report, table_requests
    >>> table = table_requests(read_report(example("xiuwu-2023")).cells)
    >>> table.data.shape, table.data.index[2]
    ((25, 7), ('三、本年度办理结果', '（一）予以公开', ''))
    """
    form = FormTable(cells, "requests", lang, findings)
    rows = pd.MultiIndex.from_tuples([_levels(item, form) for item in form.items])
    return form.set(form.texts(rows, pd.MultiIndex.from_tuples(_applicants(form))))


def _requests(form: FormTable) -> list[str]:
    """Return head and body of the table of requests, and the sums that a page adds to it."""
    parents = _columns_above()
    tops = [
        (_WORDS["applicants"][form.lang], *path) if parents[code] else (*path, "")
        for code, path in zip(form.columns, _applicants(form), strict=True)
    ]
    over, *under = column_heads(tops)
    corner = cell(_WORDS["balance"][form.lang], across=3, down=3)
    paths: list[Path] = []
    names: list[str] = []
    figures: list[list[str]] = []
    for parent, own in groupby(form.items, lambda item: items()["requests", item].parent):
        for item in own:
            paths.append(_levels(item, form))
            names.append(form.anchor(item))
            figures.append([form.figure((item, code)) for code in form.columns])
        total = form.sum_of(parent)
        if total:
            paths.append((*paths[-1][:2], _WORDS["sum"][form.lang]))
            names.append("")
            figures.append([total if code == "total" else cell("") for code in form.columns])
    body = [[*heads, *own] for heads, own in zip(row_heads(paths, names), figures, strict=True)]
    return [group("thead", [[corner, *over], *under]), group("tbody", body)]


@cache
def _columns_above() -> dict[str, str]:
    return {column.code: column.parent for column in columns() if column.table == "requests"}


def _applicants(form: FormTable) -> list[Path]:
    """Return the heads of the columns of the table of requests."""
    above, parents = form.label("column", "organisations"), _columns_above()
    return [
        (above, form.label("column", code)) if parents[code] == "organisations"
        else (form.label("column", code), "")
        for code in form.columns
    ]  # fmt: skip


def table_review(
    cells: Given, *, lang: Lang = "zh", findings: pd.DataFrame | None = None
) -> StatutoryTable:
    """Set the table of section 四: three proceedings side by side, five results each.

    Parameters, returns, errors as of `table_disclosure`.

    Examples
    --------
    >>> from reportkit import example, read_report, table_review
    >>> table = table_review(read_report(example("xiuwu-2023")).cells)
    >>> table.data.shape, table.data.columns[5]
    ((1, 15), ('行政诉讼', '未经复议直接起诉', '结果维持'))
    """
    form = FormTable(cells, "review", lang, findings)
    texts = [form.shown[place] for place in _results(form)]
    labels = pd.MultiIndex.from_tuples(_proceedings(form))
    return form.set(pd.DataFrame([texts], [""], labels))


def _review(form: FormTable) -> list[str]:
    body = group("tbody", [[form.figure(place) for place in _results(form)]])
    return [group("thead", column_heads(_proceedings(form))), body]


def _results(form: FormTable) -> list[Place]:
    return [(item, code) for item in form.items for code in form.held([item])]


def _proceedings(form: FormTable) -> list[Path]:
    return [
        (*_proceeding(form.label("item", item), item, form.lang), form.label("column", code))
        for item, code in _results(form)
    ]


def _proceeding(name: str, code: str, lang: Lang) -> tuple[str, str]:
    """Return the heading that two proceedings share, and the rest; 行政复议 stands by itself."""
    if not code.startswith("litigation"):
        return name, ""
    return _WORDS["litigation"][lang], name.partition("：")[2] if lang == "zh" else name


def _article(item: str) -> str:
    """Return the article of the Regulation that an item is disclosed under: 20(5)."""
    return items()["disclosure", item].article


def _band(item: str, lang: Lang) -> str:
    article = _article(item)
    clause = article.removeprefix("20(").removesuffix(")")
    return f"第二十条第（{_HAN[clause]}）项" if lang == "zh" else f"Article {article}"


def _money(column: str, lang: Lang) -> str:
    return "" if column != "amount" else "（单位：万元）" if lang == "zh" else " (10,000 yuan)"


def _levels(code: str, form: FormTable) -> tuple[str, str, str]:
    """Return the labels of a row and of what it stands under, as deep as the form goes."""
    item, zh = items()["requests", code], form.lang == "zh"
    label = item.label_zh if zh else item.label_en  # in full, with the advice in brackets
    found = _NUMBER.match(item.number)
    if found is None:
        raise FrameError(f"the requests table has no row {code}")
    top, inner, leaf = found.groups()
    outer = (f"{top}、" if zh else "") + (form.label("item", "outcomes") if inner else label)
    if not inner:
        return outer, "", ""
    middle = (f"（{inner}）" if zh else "") + (form.label("item", item.parent) if leaf else label)
    own = f"{leaf}.{'' if zh else ' '}{label}" if leaf else ""
    return outer, middle, own


class FormTable:
    """One report's cells of a table, and how each of them is shown; a page may dress them anew."""

    def __init__(
        self, cells: Given, table: str, lang: Lang, findings: pd.DataFrame | None = None
    ) -> None:
        own = _own(cells, table, lang)
        self.table, self.lang = table, lang
        self.edition = str(own["edition"].iloc[0])
        self.marks = _marks(own, findings)
        places: list[Place] = list(own[["item", "column"]].itertuples(index=False, name=None))
        self.records = dict(zip(places, own.to_dict("records"), strict=True))
        self.shown = {place: _shown(record, lang) for place, record in self.records.items()}
        there = {item for item, _ in places}
        self.items = [code for known, code in items() if known == table and code in there]
        self.columns = self.held(self.items)

    @cached_property
    def name(self) -> str:
        """The same table gives the same HTML, and another on the page has a name of its own."""
        report = str(next(iter(self.records.values()))["report"])
        drawn = [
            report,
            self.lang,
            *map(str, [*sorted(self.shown.items()), *sorted(self.marks.items())]),
        ]
        return f"{self.table}-{crc32(chr(10).join(drawn).encode()):08x}"

    @property
    def kind(self) -> str:
        """The class of the table on a page."""
        return f"statutory {self.table}"

    def held(self, own: list[str]) -> list[str]:
        """Return the columns in which these items have cells, as the edition orders them."""
        every = [column for column in columns() if column.table == self.table]
        every.sort(key=lambda column: self.edition not in column.editions)
        codes = dict.fromkeys(column.code for column in every)
        return [code for code in codes if any((item, code) in self.shown for item in own)]

    def label(self, kind: Literal["item", "column"], code: str) -> str:
        """Return the form's label, of the edition."""
        return label_of(kind, self.table, code, self.lang, self.edition)

    def texts(self, rows: pd.Index, heads: pd.Index) -> pd.DataFrame:
        """Return what is shown as a frame; the form's gaps stay empty."""
        grid = [[self.shown.get((item, code), "") for code in self.columns] for item in self.items]
        return pd.DataFrame(np.array(grid, dtype=object), index=rows, columns=heads)

    def anchor(self, item: str, column: str = "") -> str:
        """Return the id of a cell; of its row's head where no column is given."""
        return "-".join(filter(None, [self.name, item, column]))

    def mark(self, place: Place) -> tuple[str, str]:
        """Return the class of a cell and what is said of it."""
        mark = self.marks.get(place, "")
        return mark, _WORDS[mark][self.lang] if mark else ""

    def sum_of(self, group: str) -> str:
        """Return the HTML of a cell with what a group's rows add up to: the form has none."""
        return ""

    def figure(self, place: Place, *, across: int = 1, headers: str = "") -> str:
        """Return the HTML of a cell, framed where something is found at it."""
        if place not in self.shown:
            return cell("", across=across)
        mark, title = self.mark(place)
        told = "told" if _is_ours(self.records[place]) else ""
        return cell(
            self.shown[place], across=across, id=self.anchor(*place),
            kind=" ".join(filter(None, [told, mark])), headers=headers, title=title,
        )  # fmt: skip

    def groups(self) -> list[str]:
        """Return the HTML of the table's head and bodies, in the official layout."""
        return _LAYOUTS[self.table](self)

    def set(self, data: pd.DataFrame) -> StatutoryTable:
        """Return the table under its title."""
        between = "；" if self.lang == "zh" else "; "
        there = set(self.marks.values())
        legend = between.join(_WORDS[mark][self.lang] for mark in _MARKS if mark in there)
        title, width = _WORDS[self.table][self.lang], _WIDTH[self.table]
        page = framed(
            self.name, self.kind, LANGUAGE[self.lang], title, legend, self.groups(), width
        )
        return StatutoryTable(data, between.join(filter(None, [title, legend])), page)


_LAYOUTS: dict[str, Callable[[FormTable], list[str]]] = {
    "disclosure": _disclosure, "requests": _requests, "review": _review,
}  # fmt: skip


def _own(cells: Given, table: str, lang: Lang) -> pd.DataFrame:
    """Return one report's cells of a table, or refuse."""
    if lang not in ("zh", "en"):
        raise ValueError(f"lang {lang!r} is not one of zh, en")
    cells = frame_of(cells, "cells", _COLUMNS)
    own = cells[cells["table"] == table]
    if own.empty:
        raise FrameError(f"cells holds no {table} table")
    if own["report"].nunique() > 1:
        raise FrameError(
            f"cells holds {own['report'].nunique()} reports; choose one: "
            f'cells[cells["report"] == {str(own["report"].iloc[0])!r}]'
        )
    if own.duplicated(["item", "column"]).any():
        raise FrameError(f"cells holds a cell of the {table} table twice")
    known = {code for name, code in items() if name == table}
    known |= {column.code for column in columns() if column.table == table}
    strange = sorted({*own["item"], *own["column"]} - known)
    if strange:
        raise FrameError(f"the {table} table has no {', '.join(strange)}; hand over Report.cells")
    return own


def _shown(cell: dict[str, Any], lang: Lang) -> str:
    state = str(cell["state"])
    if state in _STATES:
        return _STATES[state][lang]
    plain = "" if pd.isna(cell["value"]) else f"{cell['value']:.15g}"
    if _unprinted(cell):
        return plain or _UNPRINTED.get(state, _UNPRINTED["text"])[lang]
    text = str(cell["printed"])
    return text if not plain or _says(text, float(plain)) else f"{text} = {plain}"


def _is_ours(cell: dict[str, Any]) -> bool:
    """Tell whether the words are ours, for nothing that was printed can be shown."""
    return cell["state"] in _STATES or (_unprinted(cell) and bool(pd.isna(cell["value"])))


def _unprinted(cell: dict[str, Any]) -> bool:
    return bool(pd.isna(cell["printed"]) or cell["printed"] == "")


def _says(text: str, value: float) -> bool:
    """Return whether a reader of the text would take it for the value (25.1万 for 25.1 万元)."""
    read = parse_number(text)
    return read.value is not None and (
        isclose(read.value, value) or isclose(read.value, value * read.scale)
    )


def _marks(own: pd.DataFrame, findings: pd.DataFrame | None) -> dict[Place, str]:
    """Return the worst that is found at the cells of the table."""
    if findings is None:
        return {}
    findings = frame_of(findings, "findings", _FINDING, by="check(cells)")
    here = findings[
        (findings["report"] == own["report"].iloc[0]) & (findings["table"] == own["table"].iloc[0])
    ]
    marks: dict[Place, str] = {}
    for status in _MARKS:
        for place in here.loc[here["status"] == status, ["item", "column"]].itertuples(
            index=False, name=None
        ):
            marks.setdefault(place, status)
    return marks
