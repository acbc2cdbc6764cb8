"""What the prose says by denying it: 没有因政府信息公开引起的行政复议 states 0."""

import re
from collections.abc import Iterator, Sequence

from .absences import each_none, made_column, uncounted
from .amounts import Amount
from .vocabulary import GROUPS, Cell, words
from .zeros import CELLS, FEE, PROCEEDING, Denial

_RECEIVED = Cell("requests", "received", "total", "没有收到申请 = 0")
_CARRIED_IN = Cell("requests", "carried_in", "total", "没有结转 = 0")
_CARRIED_OUT = Cell("requests", "carried_out", "total", "没有结转 = 0")

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
_MAY_DENY = re.compile(r"[未无没零不免均都皆]")
#: Results alone, and not the proceedings: 无行政复议维持或纠正情形.
_RESULTS = re.compile(
    r"(?:(?P<review>行政复议)|(?P<litigation>行政诉讼))(?:案件)?被?"
    r"(?P<results>(?:维持|纠正|纠错)(?:[、或和及与]被?(?:维持|纠正|纠错))?)"
    r"(?:的|情况|情形|案件)*(?=[，,。；;、)]|$)"
)
_COLUMNS = {"维持": "upheld", "纠正": "corrected", "纠错": "corrected"}
#: Outcomes alone: 未出现不予公开、不予处理等情形. A clause longer than this names more.
_OUTCOME = re.compile(r"部分公开|不予|无法提供|不能提供|不公开")
_SHORT = 40
_OUTCOMES = re.compile(r"^(?:出现|发生|存在|有)|等?(?:的|情形|情况|申请|事项|件)*$")
#: A subject of its own, whose proceedings are not those about disclosure.
_OTHER = re.compile(r"行政处罚|行政许可|工伤|执法|行政强制|征收补偿")
_OPEN = re.compile(r"公开|申请")
_CHARGE = re.compile(
    r"""(?:政府信息公开|信息公开|依申请公开|公开)?的?(?:信息)?处理费用?
    | 收取了?
      (?:任何|相关|其他|申请人|公民|检索|复制|邮寄|成本|政府|信息|公开|依|申请|[的、等]){0,9}费用?
    | 收费(?!通知|标准|依据|目录|项目|公示) | (?:任何|相关)费用
    """,
    re.VERBOSE,
)
_NOT_FEE = re.compile(r"涉企|行政事业性|违规|乱收|学杂")

_ASKED_FOR = (
    r"(?:(?:政府)?信息公开的?申请|(?:政府)?信息(?:公开)?申请|公开(?:政府)?信息的?申请|公开申请"
    r"|(?:申请|要求)(?:公开|获取)?(?:政府)?信息(?:公开)?"
    r"|依申请公开(?!条例)(?:政府信息)?的?(?:申请|件|事项|案件|信息|情况|要求|业务)?|申请)"
)
#: Who asks, and how, ahead of what is asked for: 任何公民、法人和其他组织提出的.
_ASKING = (
    r"(?:公民、?法人(?:和|或者?|及|与)?其他组织|公众|社会|群众|个人|单位|申请人|书面|有效|关于|提出|提交"
    r"|提起|我局|本机关|本单位|本镇|要求|一起|相关|有关|递交|通过|各种|渠道|形式|任何"
    r"|[过到对的向新、]){0,12}"
)
#: The forms in which requests come, as reports before 2019 list them.
_FORMS = r"(?:(?:信件|信函|电子邮件|邮件|传真|书面|网络|当面|现场|口头|申请)[、和及或]?){0,5}"
#: 收到任何公民、法人和其他组织提出的政府信息公开申请, behind what denies it.
_REQUEST = re.compile(
    r"(?:(?:收到|接到|受理|接收|新收|收|有|出现|发生|接受|产生|涉及|办理)[或和及、]?){0,2}"
    + _ASKING
    + _ASKED_FOR
    + r"(?:公开)?(?:政府信息)?"
    + r"(?:件|案件|事项|的|情况|情形|及|和|信息|材料|表|书|要求|数量){0,4}"
    + _FORMS
    + r"(?=[，,。；;、)及和也]|以及|$)"
)
#: 结转下年度办理的申请, 上年结转申请.
_CARRIED = re.compile(
    r"(?:(?P<out>(?:结转|转结|顺延|转入)[至到入]?[下次]一?年度?)|结转上一?年度?|(?:上一?|以前|往)年度?(?:未办结)?结转)"
    r"(?:继续)?(?:办理|答复)?的?(?:政府信息公开|信息公开)?(?:申请|事项|件|情况|案件)*"
)
#: 无结转, and of what was not done in the year no more is said.
_NONE_LEFT = re.compile(
    r"(?:未办结|遗留)?(?:结转|顺延(?:办理)?|延期办理)"
    r"(?:件|申请|事项|办理|案件|情况)*(?=[，,。；;、)]|$)"
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
    (?: "?双零"? | 零[件宗起例次]?(?=[。，,；;、)]|$|发生) | 无(?=[。，,；;)]|$|发生)
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


def denials(
    text: str,
    amounts: Sequence[Amount],
    *,
    requests: bool,
    last_section: bool,
    year: int | None = None,
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
    year : int, optional
        The report's: until 2020 the form counts documents newly made, since then those issued.

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
    found: dict[tuple[str, str], Denial] = {}
    made = made_column(year)
    taken = 0
    for match in _DENIES.finditer(text):
        if match.start() < taken:
            continue
        end = _scope(text, match.end(), amounts)
        told = list(_denied(text, match, end, about=about, fees=fees, requests=requests))
        told = told or list(uncounted(text, match, end, made))
        for denial in told:
            found.setdefault(_key(denial) or ("", ""), denial)
        taken = max([match.end(), *(denial.end for denial in told)])
    for denial in _named_first(text, about=about, fees=requests or last_section):
        found.setdefault(_key(denial) or ("", ""), denial)
    for place, denial in enumerate(each_none(text, about=about, made=made)):
        found.setdefault(_key(denial) or ("", str(place)), denial)
    return sorted(found.values(), key=lambda denial: (denial.start, denial.end))


def _key(denial: Denial) -> tuple[str, str] | None:
    return (denial.cell.item, denial.cell.column) if denial.cell else None


def _scope(text: str, start: int, amounts: Sequence[Amount]) -> int:
    """Return where a denial ends: with its clause, or with a list of proceedings that goes on."""
    limit = min(len(text), start + _REACH)
    stop = _CLAUSE.search(text, start, limit)
    end = stop.start() if stop else limit
    while stop and text[end] in ",，" and PROCEEDING.search(text, start, end):
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
    proceedings = list(PROCEEDING.finditer(text, start, end))
    if proceedings:
        if about:
            yield from _proceedings(proceedings, first)
        return
    results = _RESULTS.search(text, start, end)
    if results and about:
        item = CELLS["review" if results["review"] else "litigation"].item
        for name in re.findall("维持|纠正|纠错", results["results"]):
            cell = Cell("review", item, _COLUMNS[name], f"没有{name} = 0")
            yield Denial(first, results.end(), cell, "件")
        return
    charge = _CHARGE.search(text, start, end)
    if charge and (fees or "处理费" in charge[0]) and not _NOT_FEE.search(text, start, end):
        yield Denial(first, charge.end(), FEE, "元")
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
    outcomes = _outcomes(text[start:end]) if requests and end - start <= _SHORT else []
    if outcomes:
        for cell in outcomes:
            yield Denial(first, end, cell, "件")
        return
    left = _NONE_LEFT.match(text, start)
    if left and requests:
        yield Denial(first, left.end(), _CARRIED_OUT, "件")
        return
    asked = _REQUEST.match(text[start:end])
    if asked and (requests or "公开" in asked[0]):
        yield Denial(first, start + asked.end(), _RECEIVED, "件")


def _outcomes(clause: str) -> list[Cell]:
    """Return the outcomes that a clause names, and nothing else: 未出现不予公开、不予处理情形."""
    if not _OUTCOME.search(clause):
        return []
    clause = _OUTCOMES.sub("", clause)
    told = [words("cell").before(piece) for piece in re.split(r"、|和|及|或", clause)]
    cells = [one[1] for one in told if one and one[1].item in GROUPS and not one[0]]
    return cells if len(cells) == len(told) else []


def _proceedings(matches: Sequence[re.Match[str]], first: int) -> Iterator[Denial]:
    ends: dict[str, int] = {}
    for match in matches:
        ends.setdefault(match.lastgroup or "", match.end())
    for group, end in ends.items():
        yield Denial(first, end, CELLS[group], "件")


def _named_first(text: str, *, about: bool, fees: bool) -> Iterator[Denial]:
    """Yield what is denied behind its name: 行政复议、行政诉讼均未发生, 信息处理费：无."""
    group: list[re.Match[str]] = []
    matches = list(PROCEEDING.finditer(text))
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
        if said and not PROCEEDING.search(text, asked.start(), said.end()):
            yield Denial(asked.start(), said.end(), _RECEIVED, "件")
            break
    for charge in _CHARGE.finditer(text):
        said = _AFTERWARDS.match(text, charge.end())
        if said and (fees or "处理费" in charge[0]) and not _NOT_FEE.search(text):
            yield Denial(charge.start(), said.end(), FEE, "元")
            return
