"""Where something was printed, for people: ``page 3, table 2, row 7, column 3 [180 206 310 226]``.

Readers write where each thing stands in one grammar (the ``source`` of a cell or a paragraph, the
``place`` of a note or a finding). Programs need it as it is, with the box in points at its end;
people are shown it in their language, without the box.
"""

import re

from .codebook import Lang, read_spec

#: Where in points a page of a PDF holds a cell: for programs, not for a reader's eyes.
_BOX = re.compile(r" \[-?\d+(?: -?\d+){3}\]$")
_STEP = re.compile(
    r"(?P<what>page|table|row|column|line|field|paragraph|figure)s? "
    r"(?P<first>\d+)(?: to (?P<last>\d+)|(?P<more>(?:, \d+)*))"
)
#: What may stand between two steps, the second in: page 3, line 40 to page 4, line 2.
_BETWEEN = {", ": "", " to ": "至"}
#: Figures of the prose: their section first, then where their paragraph was printed.
_IN_PROSE = re.compile(
    r"section (?P<section>\d+)(?:, )?(?P<steps>(?:paragraph \d+)?(?:, )?(?:figure \d+)?)"
    r"(?:, (?P<place>.+))?",
    re.DOTALL,
)
#: A sheet may be called anything.
_SHEET = re.compile(
    r"sheet (?P<name>.*?)(?:, row (?P<row>\d+), column (?P<column>\d+))?", re.DOTALL
)
#: What ends the place of a cell of the bundled panel: 《title》二、section: row, column.
_TRANSCRIBED = " (transcribed)"
_ZH = {
    "page": "第 {n} 页", "table": "第 {n} 张表", "row": "第 {n} 行", "column": "第 {n} 列",
    "line": "第 {n} 行", "field": "第 {n} 栏", "paragraph": "第 {n} 段",
    "figure": "第 {n} 个数字",
}  # fmt: skip
_WORDS = {"the file's own title": "文件自带的标题", "the file's own date": "文件自带的日期"}


def say_place(source: str, lang: Lang) -> str:
    """Return where something was printed, for a person to read.

    Parameters
    ----------
    source : str
        As `Report.cells`, `Report.narrative`, `Report.notes` or the findings of `check` hold it.
    lang : {"zh", "en"}
        English stays as it is, without the box in points that a PDF's cells have.

    Returns
    -------
    str
        What is not of the grammar is returned as it is.

    Examples
    --------
    >>> say_place("page 3, table 2, row 7, column 3 [180 206 310 226]", "zh")
    '第 3 页第 2 张表第 7 行第 3 列'
    >>> say_place("page 3, table 2, row 7, column 3 [180 206 310 226]", "en")
    'page 3, table 2, row 7, column 3'
    >>> say_place("section 1, paragraph 3, figure 14, lines 11 to 12", "zh")
    '第一部分第 3 段第 14 个数字（第 11–12 行）'
    """
    told = _BOX.sub("", source)
    if lang == "en":
        return told
    if told in _WORDS:
        return _WORDS[told]
    if found := _IN_PROSE.fullmatch(told):
        behind = f"（{say_place(found['place'], lang)}）" if found["place"] else ""
        return _section(found["section"]) + (_chain(found["steps"]) or "") + behind
    if found := _SHEET.fullmatch(told):
        cell = _chain(f"row {found['row']}, column {found['column']}") if found["row"] else ""
        return f"工作表“{found['name']}”{cell}"
    if told.startswith("《") and told.endswith(_TRANSCRIBED):
        section, _, cell = told.removesuffix(_TRANSCRIBED).rpartition(": ")
        return f"{section}：{cell.replace(', ', '，')}（转录）"
    return _chain(told) or told


def _section(number: str) -> str:
    if number == "0":
        return "第一部分之前"
    numerals = {row["section"]: row["numeral"] for row in read_spec("sections")}
    return f"第{numerals.get(number, f' {number} ')}部分"


def _chain(told: str) -> str | None:
    """Return steps that lead to a place, in Chinese; None where there is anything else in it."""
    said, at = "", 0
    for step in _STEP.finditer(told):
        between = _BETWEEN.get(told[at : step.start()] if at or step.start() else ", ")
        if between is None:
            return None
        number = step["first"] + (f"–{step['last']}" if step["last"] else "")
        said += between + _ZH[step["what"]].format(
            n=number + (step["more"] or "").replace(", ", "、")
        )
        at = step.end()
    return said if at == len(told) else None
