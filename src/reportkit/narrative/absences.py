"""Denials of what table disclosure counts, and of each thing that a list names."""

import re
from collections.abc import Iterator

from .vocabulary import Cell
from .zeros import CELLS, FEE, PROCEEDING, Denial

#: What table disclosure counts: 无规章、规范性文件制发; 未作出行政处罚决定.
_MAKES = r"(?:新?制发|新?制定|新?制作|新?出台|印发|发布|新增)"
_COUNTED = re.compile(
    r"(?P<rules>规章(?!制度))|(?P<normative_documents>规范性文件)"
    r"|(?P<licensing>行政许可)|(?P<penalties>行政处罚)|(?P<compulsion>行政强制)"
)
_DOCUMENTS = re.compile(
    rf"""(?:(?P<verb>{_MAKES})|(?P<repealed>废止)|(?P<in_force>现行有效))?(?:过|的|任何)*
    (?P<names>(?:(?:地方|省|市)?(?:政府)?规章(?!制度)|(?:行政)?规范性文件|[、和及与或]|以及)+)
    (?:的)?(?:(?P<verb2>{_MAKES})|(?P<repealed2>废止)|(?P<in_force2>现行有效))?
    (?:的|情况|情形)*(?=[，,。；;)]|$)""",
    re.VERBOSE,
)
_DECISIONS = re.compile(
    r"""(?P<verb>作出|做出|实施|办理|审批|采取|发生|下达)?(?:过|任何)*
    (?P<names>(?:行政许可|行政处罚|行政强制|决定|事项|案件|措施|[、和及与或]|以及)+)
    (?:的|情况|情形)*(?=[，,。；;)]|$)""",
    re.VERBOSE,
)
_DECIDED = re.compile(r"决定|事项|案件|措施")
#: In the reports of these years the form counts documents newly made, not issued.
_NEWLY_MADE = 2020
#: 两者均为0, 行政复议、行政诉讼、投诉举报均为零: a 0 of each thing named.
_EACH_NONE = re.compile(
    r"(?:[均都皆也]|全部|分别)(?:[为是][0零]|零|[为是]?无(?!法))[件起宗例次元人]?(?=[，,。；;、)]|$)"
)
#: Words that stand for what the clause before names.
_THESE = re.compile(
    r"(?:[两二三四五]者|(?:以上|上述|前述|相关|有关|各项)(?:[各两三四]项)?(?:数据|数量|情况|数字|指标|事项|数)?)$"
)
_LIST = re.compile(r"、|以及|和|及|与")
#: The fee as 国办函〔2020〕109号 has it reported: 实际收取的总金额.
_COLLECTED = re.compile(r"(?:实际收取|实收)[^，,。；]{0,10}$")


def made_column(year: int | None) -> str:
    """Return the column of documents made: until 2020 the form counts those newly made."""
    return "newly_made" if year is not None and year <= _NEWLY_MADE else "issued"


def uncounted(text: str, match: re.Match[str], end: int, made: str) -> Iterator[Denial]:
    """Yield what table disclosure counts and a sentence denies: 未作出行政处罚决定."""
    first, start = match.span()
    said = _DOCUMENTS.match(text, start)
    if said and (named := list(_COUNTED.finditer(said["names"]))):
        column = (
            "repealed" if said["repealed"] or said["repealed2"]
            else "in_force" if said["in_force"] or said["in_force2"]
            else made if said["verb"] or said["verb2"] else ""
        )  # fmt: skip
    else:
        said = _DECISIONS.match(text, start)
        named = list(_COUNTED.finditer(said["names"])) if said else []
        column = "decisions" if said and (said["verb"] or _DECIDED.search(said["names"])) else ""
    if said and column:
        for name in named:
            yield Denial(first, said.end(), _counted(name, column), "件")


def _counted(name: re.Match[str], column: str) -> Cell:
    return Cell("disclosure", name.lastgroup or "", column, f"没有{name[0]} = 0")


def each_none(text: str, *, about: bool, made: str) -> Iterator[Denial]:
    """Yield a 0 of each thing that a list names: 行政许可、行政处罚数量均为0."""
    last = 0
    for match in _EACH_NONE.finditer(text):
        begins = max(text.rfind(mark, last, match.start()) for mark in "，,；;。：:") + 1
        begins, last = max(begins, last), match.end()
        these = _THESE.search(text, begins, match.start())
        if these:  # what it stands for is named in the clause before
            ends, start = max(begins - 1, 0), these.start()
            begins = max(text.rfind(mark, 0, ends) for mark in "，,；;。：:") + 1
        else:
            ends, start = match.start(), begins
        things = [piece for piece in _LIST.split(text[begins:ends]) if piece]
        if len(things) < 2:
            continue
        for thing in things:
            yield _none_of(thing, start, match, about=about, made=made, text=text)


def _none_of(
    thing: str, start: int, match: re.Match[str], *, about: bool, made: str, text: str
) -> Denial:
    own, counted = PROCEEDING.search(thing), _COUNTED.search(thing)
    cell, unit = None, "件"
    if own and about:
        cell = CELLS[own.lastgroup or ""]
    elif counted:
        documents = counted.lastgroup in ("rules", "normative_documents")
        cell = _counted(counted, made if documents else "decisions")
    elif "金额" in thing or "费用" in thing:
        unit = "元"
        charged = "收费通知" in text or "处理费" in text
        cell = FEE if charged and _COLLECTED.search(thing) else None
    elif "率" in thing:
        unit = "%"
    return Denial(start, match.end(), cell, unit)
