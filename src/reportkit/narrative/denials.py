"""What the prose says by denying it: 没有因政府信息公开引起的行政复议 states 0."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .amounts import Amount
from .vocabulary import Cell

_RECEIVED = Cell("requests", "received", "total", "没有收到申请 = 0")
_CARRIED_IN = Cell("requests", "carried_in", "total", "没有结转 = 0")
_CARRIED_OUT = Cell("requests", "carried_out", "total", "没有结转 = 0")
_FEE = Cell("", "processing_fee", "", "没有收取信息处理费 = 0")
#: Proceedings by the group of `_PROCEEDING` that names them.
_CELLS = {
    group: Cell("review", item, "total", f"没有{name} = 0")
    for group, item, name in (
        ("review", "reconsideration", "行政复议"),
        ("litigation", "litigation_direct+litigation_after_reconsideration", "行政诉讼"),
        ("direct", "litigation_direct", "直接起诉"),
        ("after", "litigation_after_reconsideration", "复议后起诉"),
    )
}

#: What denies; 未经复议, 无法提供, 无正当理由 and 尚未审结 deny nothing of the kind.
_DENIES = re.compile(
    r"""[从均并尚都也亦]?未(?!经|予|按|审结|办结|答复|能|到期|公开|补正|缴|明确|提供)
    | [也均尚都并亦暂]?没有?(?!现成)
    | [均暂尚也亦并]?无(?!法|正当|偿|障碍|需|须|关|条件|现成|缝|纸|论|效|疑|形|人|烟|线|证)
    | 不存在 | 不涉及 | 不(?:予|再|另行|额外)?(?=收取|收费|产生) | 免(?:于|予)?(?=收取|收费)
    | (?<![十百千万亿〇一二三四五六七八九])零(?=复议|诉讼|收费|申请|行政)
    """,
    re.VERBOSE,
)
_MAY_DENY = re.compile(r"[未无没零不免]")
#: A proceeding, unless it is one that was lost: 无行政诉讼败诉案件 denies another thing.
_PROCEEDING = re.compile(
    r"""(?:
      (?P<after>(?:行政)?复议后再?(?:提起|起)(?:行政)?诉讼?)
    | (?P<direct>(?:未经(?:行政)?复议)?直接(?:提起|起)(?:行政)?诉讼?)
    | (?P<review>(?:行政)?复议)
    | (?P<litigation>(?:行政)?诉讼|(?:行政)?应诉|行政官司)
    )(?!维持|被?纠[正错]|败诉|撤销|责任)""",
    re.VERBOSE,
)
#: A subject of its own, whose proceedings are not those about disclosure.
_OTHER = re.compile(r"行政处罚|行政许可|工伤|执法|行政强制|征收补偿")
_OPEN = re.compile(r"公开|申请")
_CHARGE = re.compile(
    r"""(?:政府信息公开|信息公开|依申请公开|公开)?的?(?:信息)?处理费用?
    | 收取了?
      (?:任何|相关|其他|申请人|公民|检索|复制|邮寄|成本|政府|信息|公开|依|申请|[的、等]){0,9}费用?
    | 收费 | (?:任何|相关)费用
    """,
    re.VERBOSE,
)
_NOT_FEE = re.compile(r"涉企|行政事业性|违规|乱收|学杂")

_ASKED_FOR = (
    r"(?:(?:政府)?信息公开的?申请|(?:政府)?信息(?:公开)?申请|公开(?:政府)?信息的?申请|公开申请"
    r"|(?:申请|要求)(?:公开|获取)?(?:政府)?信息(?:公开)?"
    r"|依申请公开(?!条例)(?:政府信息)?的?(?:申请|件|事项|案件|信息|情况|要求|业务)?|申请)"
)
#: 收到任何公民、法人和其他组织提出的政府信息公开申请, behind what denies it.
_REQUEST = re.compile(
    rf"""(?:(?:收到|接到|受理|接收|新收|收|有|出现|发生|接受|产生|涉及|办理)[或和及、]?){{0,2}}
    (?:公民、?法人(?:和|或者?|及|与)?其他组织|公众|社会|群众|个人|单位|申请人|书面|有效|关于|提出|提交
      |提起|我局|本机关|本单位|本镇|要求|一起|相关|有关|递交|通过|各种|渠道|形式|任何
      |[过到对的向新、]){{0,12}}
    {_ASKED_FOR}(?:公开)?(?:政府信息)?
    (?:件|案件|事项|的|情况|情形|及|和|信息|材料|表|书|要求|数量){{0,4}}
    (?=[，,。；;、)及和也]|以及|$)""",
    re.VERBOSE,
)
#: 结转下年度办理的申请, 上年结转申请.
_CARRIED = re.compile(
    r"(?:(?P<out>(?:结转|转结|顺延|转入)[至到入]?[下次]一?年度?)|结转上一?年度?|上一?年度?(?:未办结)?结转)"
    r"(?:继续)?(?:办理|答复)?的?(?:政府信息公开|信息公开)?(?:申请|事项|件|情况|案件)*"
)
#: 上年无结转.
_LAST_YEAR = re.compile(r"(?:上一?|去)年度?$")
_NOT_CARRIED = re.compile(r"结转|转结")
_REQUEST_NAME = re.compile(
    r"(?:依申请公开|(?:政府)?信息公开申请|公开申请)(?:申请)?(?:件|事项|案件)?(?:总?数?量)?"
)
#: What denies the thing named before it: 行政复议、行政诉讼均未发生; 信息处理费：无; 诉讼为零.
_AFTERWARDS = re.compile(
    r"""(?:[、和及][^，,。；;、]{2,6}){0,2}?
    (?:案件|案|申请|情况|情形|数量|数|收取|收费|总额|金额|发生|事项|方面|年度|本年|全年|[件的上]){0,5}
    (?:为?[：:,，]\s?)?(?:[本今当全]年度?)?
    (?:[均都也亦皆数]|全部|分别)?[为是]?
    (?: 零[件宗起例次]?(?=[。，,；;、)]|$|发生) | 无(?=[。，,；;)]|$|发生)
      | (?:未|没有?)(?:发生|收取|产生|出现|收到|涉及)(?=[。，,；;)]|$)
      | 没有?(?=[。，,；;)]|$) | 未(?=[。；]|$) )
    (?:发生|收费)?""",
    re.VERBOSE,
)
#: What may stand between two proceedings that are denied together.
_JOINS = re.compile(
    r"""[、,，和及与或/以者]*被?
    (?:申请|提起|引起|引发|发生|提出|没有|由此|政府|信息|公开|工作|案件|情况|情形|导致|产生|出现|有关
      |相关|任何|[的因未无也均此而])*""",
    re.VERBOSE,
)
_GOES_ON = re.compile(r"被?(?:提起|引起|引发)?(?:行政)?(?:诉讼|复议)")
_CLAUSE = re.compile(r"[，,；;。！？\n]")
#: A denial reaches so far.
_REACH = 120
_ONE_REACH = 4


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
    if not _MAY_DENY.search(text):
        return []
    about = bool(_OPEN.search(text)) or not _OTHER.search(text)
    fees = requests or last_section or bool(_OPEN.search(text))
    found: dict[str, Denial] = {}
    taken = 0
    for match in _DENIES.finditer(text):
        if match.start() < taken:
            continue
        end = _scope(text, match.end(), amounts)
        told = list(_denied(text, match, end, about=about, fees=fees, requests=requests))
        for denial in told:
            found.setdefault(denial.cell.item, denial)
        taken = max([match.end(), *(denial.end for denial in told)])
    for denial in _named_first(text, about=about, fees=requests or last_section):
        found.setdefault(denial.cell.item, denial)
    return sorted(found.values(), key=lambda denial: (denial.start, denial.end))


def _scope(text: str, start: int, amounts: Sequence[Amount]) -> int:
    """Return where a denial ends: with its clause, or with a list of proceedings that goes on."""
    limit = min(len(text), start + _REACH)
    stop = _CLAUSE.search(text, start, limit)
    end = stop.start() if stop else limit
    while stop and text[end] in ",，" and _PROCEEDING.search(text, start, end):
        if not _GOES_ON.match(text, end + 1):
            break
        stop = _CLAUSE.search(text, end + 1, limit)
        end = stop.start() if stop else limit
    # 未发生1起: none at all.
    own = (a for a in amounts if not (a.value == 1 and a.start <= start + _ONE_REACH))
    return min([end, *(a.start for a in own if start < a.start < end)])


def _denied(
    text: str, match: re.Match[str], end: int, *, about: bool, fees: bool, requests: bool
) -> Iterator[Denial]:
    first, start = match.span()
    proceedings = list(_PROCEEDING.finditer(text, start, end))
    if proceedings:
        if about:
            yield from _proceedings(proceedings, first)
        return
    charge = _CHARGE.search(text, start, end)
    if charge and (fees or "处理费" in charge[0]) and not _NOT_FEE.search(text, start, end):
        yield Denial(first, charge.end(), _FEE, "元")
        return
    carried = _CARRIED.match(text, start, end)
    if carried and requests:
        cell = _CARRIED_OUT if carried["out"] else _CARRIED_IN
        yield Denial(first, carried.end(), cell, "件")
        return
    ahead = _LAST_YEAR.search(text, max(0, first - 8), first)
    if ahead and requests and _NOT_CARRIED.match(text, start, end):
        yield Denial(ahead.start(), start + len("结转"), _CARRIED_IN, "件")
        return
    asked = _REQUEST.match(text[start:end])
    if asked and (requests or "公开" in asked[0]):
        yield Denial(first, start + asked.end(), _RECEIVED, "件")


def _proceedings(matches: Sequence[re.Match[str]], first: int) -> Iterator[Denial]:
    ends: dict[str, int] = {}
    for match in matches:
        ends.setdefault(match.lastgroup or "", match.end())
    for group, end in ends.items():
        yield Denial(first, end, _CELLS[group], "件")


def _named_first(text: str, *, about: bool, fees: bool) -> Iterator[Denial]:
    """Yield what is denied behind its name: 行政复议、行政诉讼均未发生, 信息处理费：无."""
    group: list[re.Match[str]] = []
    matches = list(_PROCEEDING.finditer(text))
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
