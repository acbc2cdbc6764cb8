"""What the prose says by denying it: 没有因政府信息公开引起的行政复议 states 0."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .amounts import Amount
from .vocabulary import Cell

_REVIEW = Cell("review", "reconsideration", "total", "没有行政复议 = 0")
_LITIGATION = Cell(
    "review", "litigation_direct+litigation_after_reconsideration", "total", "没有行政诉讼 = 0"
)
_DIRECT = Cell("review", "litigation_direct", "total", "没有直接起诉 = 0")
_AFTER = Cell("review", "litigation_after_reconsideration", "total", "没有复议后起诉 = 0")
_CELLS = {"review": _REVIEW, "litigation": _LITIGATION, "direct": _DIRECT, "after": _AFTER}
_RECEIVED = Cell("requests", "received", "total", "没有收到申请 = 0")
_FEE = Cell("", "processing_fee", "", "没有收取信息处理费 = 0")

#: What denies; 未经复议, 无法提供, 无正当理由 and 尚未审结 deny nothing of the kind.
_DENIES = re.compile(
    r"(?:(?:从|均|并|尚|都|也|亦)?未(?!经|予|按|审结|办结|答复|能|到期|公开|补正|缴|明确|提供)"
    r"|(?:也|均|尚|都|并|亦|暂)?没有?(?!现成)|(?:均|暂|尚|也|亦|并)?无(?!法|正当|偿|障碍|需|须|关|条件|现成|缝|纸|论|效|疑|形|人|烟|线|证)"
    r"|不存在|不涉及|不(?:予|再|另行|额外)?(?=收取|收费|产生)|(?<![十百千万亿〇一二三四五六七八九])零(?=复议|诉讼|收费|申请|行政)|(?:免于|免)(?=收取|收费))"
)
_PROCEEDING = re.compile(
    r"(?P<after>(?:行政)?复议后(?:再)?(?:提起|起)(?:行政)?(?:诉讼|诉))"
    r"|(?P<direct>(?:未经(?:行政)?复议)?直接(?:提起|起)(?:行政)?(?:诉讼|诉))"
    r"|(?P<review>(?:行政)?复议)|(?P<litigation>(?:行政)?诉讼|(?:行政)?应诉|行政官司)"
)
#: A subject of its own, whose proceedings are not those about disclosure.
_OTHER = re.compile(r"行政处罚|行政许可|工伤|执法|行政强制|征收补偿")
_NOT_FEE = re.compile(r"涉企|行政事业性|违规|乱收|学杂")
_CHARGE = re.compile(
    r"(?:政府信息公开|信息公开|依申请公开|公开)?(?:的)?(?:信息)?处理费(?:用)?|"
    r"收取(?:了)?(?:任何|相关|其他|申请人|公民|检索|复制|邮寄|成本|的|、|等|政府|信息|公开|依|申请){0,9}费(?:用)?|收费|"
    r"(?:任何|相关)费用"
)
_REQUEST = re.compile(
    r"(?:收到|接到|受理|接收|新收|收|有|出现|发生|接受|产生|涉及)?"
    r"(?:过|到|任何|公民、?法人(?:和|或|或者|及|与)?其他组织|公众|社会|群众|个人|单位|申请人|书面|有效|关于|提出|提交|"
    r"提起|对|我局|本机关|本单位|本镇|的|向|要求|新|一起|相关|有关|、|递交|通过|各种|渠道|形式){0,12}"
    r"(?:(?:政府)?信息公开(?:的)?申请|依申请公开(?!条例)(?:政府信息)?(?:的)?(?:申请|件|事项|案件|信息|情况|要求|业务)?|"
    r"(?:政府)?信息(?:公开)?申请|公开(?:政府)?信息(?:的)?申请|公开申请|申请)"
    r"(?:公开)?(?:政府信息)?(?:件|案件|事项|的|情况|情形|及|和|信息|材料|表|书|要求|数量){0,4}(?=[，,。；;、)]|$|以及|及|和|也|，)"
)
_REQUEST_NAME = re.compile(
    r"(?:依申请公开|(?:政府)?信息公开申请|公开申请)(?:申请)?(?:件|事项|案件)?(?:总?数?量)?"
)
#: 行政复议、行政诉讼均未发生; 信息处理费：无; 行政诉讼为零.
_AFTERWARDS = re.compile(
    r"(?:(?:、|和|及)[^，,。；;、]{2,6}){0,2}?(?:案件|案|申请|情况|情形|数量|数|收取|收费|总额|金额|件|的|发生|事项|上|方面|年度|本年|全年){0,5}(?:为?[：:,，]\s?)?"
    r"(?:(?:本|今|当|全)年度?)?"
    r"(?:(?:均|都|也|亦|皆|全部|分别|数)?(?:为|是)?(?:零(?!\d|点)[件宗起例次]?|无(?=[。，,；;)]|$|发生)|没有(?:发生|收取|产生)?(?=[。，,；;)]|$)"
    r"|(?:未|没有?)(?:发生|收取|产生|出现|收到|涉及)(?=[。，,；;)]|$)|未(?=[。；]|$))(?:发生|收费)?)"
)
_JOINS = re.compile(
    r"[、,，和及与或/以]*(?:者|以及)?(?:被)?(?:申请|提起|引起|引发|发生|提出|的|因|未|没有|无|也|均|此|由此|而|政府|信息|公开|工作|案件|情况|情形|而|导致|产生|出现|有关|相关|任何)*"
)
_CLAUSE = re.compile(r"[，,；;。！？\n]")
_OPEN = re.compile(r"公开|申请")


@dataclass(frozen=True, slots=True)
class Denial:
    """A 0 that words state: where they stand, of what cell, in what unit."""

    start: int
    end: int
    cell: Cell
    unit: str


def denials(
    text: str, amounts: Sequence[Amount], *, requests: bool, last_section: bool
) -> list[Denial]:
    """Return what a folded sentence states by denying it.

    Parameters
    ----------
    text : str
        A folded sentence.
    amounts : sequence of Amount
        Its amounts: a clause that states a figure denies nothing (0 件 is one).
    requests : bool
        The paragraph speaks of requests.
    last_section : bool
        The sentence stands in section 六, where fees are those of processing.

    Examples
    --------
    >>> text = "没有因政府信息公开引起的行政复议和行政诉讼。"
    >>> [text[d.start : d.end] for d in denials(text, [], requests=True, last_section=False)]
    ['没有因政府信息公开引起的行政复议', '没有因政府信息公开引起的行政复议和行政诉讼']
    """
    about = bool(_OPEN.search(text)) or not _OTHER.search(text)
    found: dict[tuple[str, int], Denial] = {}
    taken = 0
    for match in _DENIES.finditer(text):
        if match.start() < taken:
            continue
        end = _scope(text, match.end(), amounts)
        told = list(_denied(text, match.start(), match.end(), end, about, last_section, requests))
        for denial in told:
            found.setdefault((denial.cell.item, denial.cell.table == ""), denial)
        taken = max([match.end(), *(denial.end for denial in told)])
    for denial in _after(text, amounts, about, last_section or requests):
        found.setdefault((denial.cell.item, denial.cell.table == ""), denial)
    return sorted(found.values(), key=lambda denial: (denial.start, denial.end))


def _scope(text: str, start: int, amounts: Sequence[Amount]) -> int:
    """Return where a denial ends: with its clause, or with a list of proceedings that goes on."""
    limit = min(len(text), start + 120)
    stop = _CLAUSE.search(text, start, limit)
    end = stop.start() if stop else limit
    while stop and text[end] in ",，" and _PROCEEDING.search(text, start, end):
        following = _CLAUSE.search(text, end + 1, limit)
        last = following.start() if following else limit
        if not re.match(
            r"(?:被)?(?:提起|引起|引发)?(?:行政)?(?:诉讼|复议)|(?:被)?提起(?:行政)?诉讼",
            text[end + 1 : last],
        ):
            break
        stop, end = following, last
    first = next((a.start for a in amounts if start <= a.start < end), end)
    return min(end, first) if first < end and text[start:first].strip() else end


def _denied(
    text: str, first: int, start: int, end: int, about: bool, last_section: bool, requests: bool
) -> Iterator[Denial]:
    scope = text[start:end]
    proceedings = list(_PROCEEDING.finditer(text, start, end))
    if proceedings:
        if about:
            yield from _proceedings(proceedings, first)
        return
    charge = _CHARGE.search(scope)
    if charge and (about or "处理费" in scope) and not _NOT_FEE.search(scope):
        yield Denial(first, start + charge.end(), _FEE, "元")
        return
    asked = _REQUEST.match(scope)
    if asked and (requests or re.search(r"公开", scope[: asked.end()])):
        yield Denial(first, start + asked.end(), _RECEIVED, "件")


def _proceedings(matches: Sequence[re.Match[str]], first: int) -> Iterator[Denial]:
    seen = set()
    for match in matches:
        cell = _CELLS[match.lastgroup or ""]
        if cell not in seen:
            seen.add(cell)
            yield Denial(first, match.end(), cell, "件")


def _after(text: str, amounts: Sequence[Amount], about: bool, fees: bool) -> Iterator[Denial]:
    """Yield what is denied behind its name: 行政复议、行政诉讼均未发生, 信息处理费：无."""
    del amounts
    matches = list(_PROCEEDING.finditer(text))
    group: list[re.Match[str]] = []
    for place, match in enumerate(matches):
        group.append(match)
        following = matches[place + 1] if place + 1 < len(matches) else None
        if following and _JOINS.fullmatch(text, match.end(), following.start()):
            continue
        said = _AFTERWARDS.match(text, match.end())
        if said and about:
            for denial in _proceedings(group, group[0].start()):
                yield Denial(denial.start, said.end(), denial.cell, denial.unit)
        group = []
    for asked in _REQUEST_NAME.finditer(text):
        said = _AFTERWARDS.match(text, asked.end())
        if said and not _PROCEEDING.search(text, asked.start(), said.end()):
            yield Denial(asked.start(), said.end(), _RECEIVED, "件")
            break
    for charge in _CHARGE.finditer(text):
        said = _AFTERWARDS.match(text, charge.end())
        if said and (fees or "处理费" in charge[0]) and not _NOT_FEE.search(text):
            yield Denial(charge.start(), said.end(), _FEE, "元")
            return
