"""The three statutory tables in their official layout, for a page: pandas Stylers."""

from __future__ import annotations

import re
from importlib.util import find_spec
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np
import pandas as pd

from .codebook import Lang, columns, items, label_of
from .errors import FrameError, ReportkitError

if TYPE_CHECKING:
    from pandas.io.formats.style import Styler

#: A row and a column of the table as it is set.
Place = tuple[int, int]

_COLUMNS = ["report", "edition", "table", "item", "column", "printed", "value", "state"]
_FINDING = ["report", "table", "item", "column", "status"]
#: An item's number on the form: 三, 三(四) or 三(四)2.
_NUMBER = re.compile(r"([一二三四])(?:\(([一二三四五六七])\))?(\d)?$")
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
    "litigation": {"zh": "行政诉讼", "en": "Administrative litigation"},
    "fail": {"zh": "实线框：所涉勾稽关系不成立", "en": "Solid frame: a sum at this cell fails"},
    "undecided": {"zh": "虚线框：所涉勾稽关系无法判断",
                  "en": "Dashed frame: a sum at this cell cannot be decided"},
}  # fmt: skip
#: Frames, for colour alone is lost in print.
_MARKS = {
    "fail": "outline: 2px solid #D55E00; outline-offset: -2px; font-weight: bold",
    "undecided": "outline: 2px dashed #8A6200; outline-offset: -2px",
}
_LOOK = [
    {"selector": "td", "props": "text-align: right; border: 1px solid #999; padding: 2px 6px"},
    {"selector": "th", "props": "text-align: center; border: 1px solid #999; padding: 2px 6px; "
     "font-weight: normal"},
    {"selector": "th.row_heading", "props": "text-align: left; vertical-align: middle"},
    {"selector": "caption", "props": "text-align: left; font-size: 1.05em; padding: 4px 0"},
    {"selector": "", "props": "border-collapse: collapse"},
]  # fmt: skip


def table_disclosure(
    cells: pd.DataFrame, *, lang: Lang = "zh", findings: pd.DataFrame | None = None
) -> Styler:
    """Set the disclosure table of section 二: rows by article 20 of the Regulation.

    Parameters
    ----------
    cells : DataFrame
        Of one report (see `Report.cells`).
    lang : {"zh", "en"}
        Of labels.
    findings : DataFrame, optional
        From `check`; the cells of this report at which something fails or is undecided are framed.

    Returns
    -------
    Styler
        What was printed, as text; what held no figure says what it held. It shows in a notebook,
        and ``.to_html()`` gives the table.

    Raises
    ------
    FrameError
        The frames lack columns or rows, or hold several reports or a cell twice.
    ReportkitError
        Jinja2 is not installed, which pandas needs for this.

    Examples
    --------
    >>> from reportkit import example, read_report, table_disclosure
    >>> table = table_disclosure(read_report(example("xiuwu-2023")).cells, lang="en")
    >>> table.data["Decisions this year"].tolist()
    ['', '', '17081', '1431', '713', '']
    """
    own = _own(cells, "disclosure", lang)
    edition = str(own["edition"].iloc[0])
    codes = list(own["item"].unique())
    articles = [f"20({_clause(code)})" for code in codes]
    names = [f"第二十条第{_HAN[_clause(code)]}项" for code in codes] if lang == "zh" else articles
    rows = pd.MultiIndex.from_arrays(
        [names, [label_of("item", "disclosure", code, lang, edition) for code in codes]]
    )
    heads = list(own["column"].unique())
    labels = [label_of("column", "disclosure", code, lang, edition) for code in heads]
    labels = [f"{label}{_money(code, lang)}" for code, label in zip(heads, labels, strict=True)]
    return _styled(own, _grid(own, codes, heads), rows, pd.Index(labels), lang, findings)


def table_requests(
    cells: pd.DataFrame, *, lang: Lang = "zh", findings: pd.DataFrame | None = None
) -> Styler:
    """Set the table of requests of section 三, numbered as the form is.

    Parameters, returns, errors as of `table_disclosure`.

    Examples
    --------
    >>> from reportkit import example, read_report, table_requests
    >>> table = table_requests(read_report(example("xiuwu-2023")).cells)
    >>> table.data.shape, table.data.index[2]
    ((25, 7), ('三、本年度办理结果', '（一）予以公开', ''))
    """
    own = _own(cells, "requests", lang)
    edition = str(own["edition"].iloc[0])
    codes = list(own["item"].unique())
    rows = pd.MultiIndex.from_tuples([_levels(code, lang, edition) for code in codes])
    heads = list(own["column"].unique())
    group = {c.code: c.parent for c in columns() if c.table == "requests"}
    above = "organisations"
    named = {head: label_of("column", "requests", head, lang) for head in [*heads, above]}
    tops = [(named[above], named[head]) if group[head] == above else (named[head], "")
            for head in heads]  # fmt: skip
    labels = pd.MultiIndex.from_tuples(tops)
    return _styled(own, _grid(own, codes, heads), rows, labels, lang, findings)


def table_review(
    cells: pd.DataFrame, *, lang: Lang = "zh", findings: pd.DataFrame | None = None
) -> Styler:
    """Set the table of section 四: three proceedings side by side, five results each.

    Parameters, returns, errors as of `table_disclosure`.

    Examples
    --------
    >>> from reportkit import example, read_report, table_review
    >>> table = table_review(read_report(example("xiuwu-2023")).cells)
    >>> table.data.shape, table.data.columns[5]
    ((1, 15), ('行政诉讼', '未经复议直接起诉', '结果维持'))
    """
    own = _own(cells, "review", lang)
    pairs = own[["item", "column"]].itertuples(index=False, name=None)
    labels = pd.MultiIndex.from_tuples(
        [(*_proceeding(item, lang), label_of("column", "review", head, lang))
         for item, head in pairs]
    )  # fmt: skip
    places = [(0, column) for column in range(len(own))]
    return _styled(own, places, pd.Index([""]), labels, lang, findings)


def _proceeding(code: str, lang: Lang) -> tuple[str, str]:
    """Return the heading that two proceedings share, and the rest; 行政复议 stands by itself."""
    name = label_of("item", "review", code, lang)
    if not code.startswith("litigation"):
        return name, ""
    return _WORDS["litigation"][lang], name.partition("：")[2] if lang == "zh" else name


_HAN = {1: "（一）", 5: "（五）", 6: "（六）", 8: "（八）", 9: "（九）"}


def _clause(code: str) -> int:
    """Return the clause of article 20 that an item is disclosed under."""
    return int(items()["disclosure", code].article.removeprefix("20(").removesuffix(")"))


def _money(column: str, lang: Lang) -> str:
    return "" if column != "amount" else "（万元）" if lang == "zh" else " (10,000 yuan)"


def _levels(code: str, lang: Lang, edition: str) -> tuple[str, str, str]:
    """Return the labels of a row and of what it stands under, as deep as the form goes."""
    item = items()["requests", code]
    found = _NUMBER.match(item.number)
    if found is None:
        raise FrameError(f"the requests table has no row {code}")
    top, group, leaf = found.groups()

    def name(own: str, number: str) -> str:
        return f"{number}{label_of('item', 'requests', own, lang, edition)}"

    outer = name("outcomes" if group else code, f"{top}、" if lang == "zh" else "")
    middle = name(item.parent if leaf else code, f"（{group}）" if lang == "zh" else "")
    return (
        outer,
        middle if group else "",
        name(code, f"{leaf}." if lang == "zh" else f"{leaf}. ") if leaf else "",
    )


def _own(cells: pd.DataFrame, table: str, lang: Lang) -> pd.DataFrame:
    """Return one report's cells of a table, or refuse."""
    if lang not in ("zh", "en"):
        raise ValueError(f"lang {lang!r} is not one of zh, en")
    lacking = [name for name in _COLUMNS if name not in cells]
    if lacking:
        raise FrameError(f"cells lacks {', '.join(lacking)}; hand over Report.cells")
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
    return own


def _grid(own: pd.DataFrame, codes: list[str], heads: list[str]) -> list[Place]:
    """Return the row and column of each cell."""
    return [
        (codes.index(item), heads.index(column))
        for item, column in own[["item", "column"]].itertuples(index=False, name=None)
    ]


def _styled(
    own: pd.DataFrame, places: list[Place], rows: pd.Index, heads: pd.Index,
    lang: Lang, findings: pd.DataFrame | None,
) -> Styler:  # fmt: skip
    if find_spec("jinja2") is None:
        raise ReportkitError('this needs Jinja2: install with pip install "reportkit[brief]"')
    table = str(own["table"].iloc[0])
    texts = np.full((len(rows), len(heads)), "", dtype=object)  # the form's gaps stay empty
    for place, cell in zip(places, own.to_dict("records"), strict=True):
        texts[place] = _shown(cell, lang)
    marks = _marks(own, findings)
    looks = np.full(texts.shape, "", dtype=object)
    for place, address in zip(
        places, own[["item", "column"]].itertuples(index=False, name=None), strict=True
    ):
        looks[place] = _MARKS.get(marks.get(address, ""), "")
    legend = [_WORDS[status][lang] for status in _MARKS if status in marks.values()]
    shown = pd.DataFrame(texts, index=rows, columns=heads)
    # The same table gives the same HTML, and another one on the page has an identifier of its own.
    told = "\n".join([str(own["report"].iloc[0]), lang, *looks.ravel()])
    styler = shown.style.set_uuid(f"{table}_{crc32(told.encode()):08x}").set_table_styles(_LOOK)
    styler.set_caption(("；" if lang == "zh" else "; ").join([_WORDS[table][lang], *legend]))
    # What was printed is data: it is shown, and is no HTML of the page's.
    return styler.format(escape="html").apply(lambda _: looks, axis=None)


def _shown(cell: dict[str, object], lang: Lang) -> str:
    state = str(cell["state"])
    if state in _STATES:
        return _STATES[state][lang]
    printed, value = cell["printed"], cell["value"]
    if not (pd.isna(printed) or printed == ""):
        return str(printed)
    return _UNPRINTED.get(state, _UNPRINTED["text"])[lang] if pd.isna(value) else f"{value:.15g}"


def _marks(own: pd.DataFrame, findings: pd.DataFrame | None) -> dict[tuple[str, str], str]:
    """Return the worst that is found at the cells of the table, by item and column."""
    if findings is None:
        return {}
    lacking = [name for name in _FINDING if name not in findings]
    if lacking:
        raise FrameError(f"findings lacks {', '.join(lacking)}; hand over what check returns")
    here = findings[
        (findings["report"] == own["report"].iloc[0]) & (findings["table"] == own["table"].iloc[0])
    ]
    marks: dict[tuple[str, str], str] = {}
    for status in _MARKS:
        for address in here.loc[here["status"] == status, ["item", "column"]].itertuples(
            index=False, name=None
        ):
            marks.setdefault(address, status)
    return marks
