"""What the prose says did not happen, beside what the tables count: 未发生失泄密事件 states 0.

A 0 is stated where the occurrence of something that would be counted is denied: of anything behind
未发生 and 未出现 (but a change, which is none to count); of an event that spec/events.csv names
behind any other denial (无投诉举报, 未收到申诉), behind 零 (零扣分), or ahead of 为零 and 无. What
is wished (确保零差错) or supposed (如未发生) states nothing, nor does 未发现: what was not found
may be there. The unit is the measure word printed, or that of the event in spec/events.csv.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache

from ..codebook import read_spec
from .amounts import Amount
from .vocabulary import Cell
from .zeros import CELLS, PROCEEDING, Denial

#: A denial with a verb after which whatever stands is an event.
_HAPPENED = re.compile(
    r"(?:从未|均未|都未|也未|尚未|未曾|未|没有?|无)(?:发生|出现)过?"
    r"(?:任何|[一1]?(?P<unit>[起件例次宗人条])|[一1]个)?"
)
#: What is no event, though it may not have happened.
_NO_EVENT = re.compile(r"变化|变动|变更|变迁|调整|改变|波动|转变|转移|偏差|影响|断档")
#: A denial with any other verb, or with none: 无投诉举报, 未收到申诉, 未被问责, 不存在逾期.
_LACKED = re.compile(
    r"(?:从未|均未|都未|也未|未曾|未|没有?|(?<![从并毫])无|不存在)(?:有|存在)?"
    r"(?:收到|接到|受到|发出|制发|下达|产生|引发|引起|造成|受|因|被|有)*"
    r"(?:任何|[一1]?(?P<unit>[起件例次宗人条])|[一1]个)?"
)
_NO = re.compile(r"(?<![十百千万亿〇点清归为])零")
_IS_NONE = re.compile(
    r"(?:案件|情况|情形|事项|数量?|件数|次数|人数|率)?(?:[均都也皆]|全部)?"
    r"(?:(?:[为是:：]零|零|[:：]?无)[件起次人个]?|零发生)(?=[，,。；;、)）]|$)"
)
_ENDS = re.compile(
    r"(?:的|等|类|性|行为|情况|情形|现象|问题|案件|案|事项|事件|信息|单位|人员|记录|结果|方面|办件|件|发生|出现)*"
    r"(?=[，,。；;、)）零和及或]|以及|$)"
)
#: What is wished, supposed or said of others is not said to be so.
_WISHED = re.compile(
    r"(?:确保|力争|力求|争取|追求|努力|做到|目标|保证|如|若|凡|(?<![针面相])对|将|(?<![重主需])要|(?<![回响反对])应|杜绝|防止|避免)[^，,。；;]{0,12}$"
)
_JOINT = re.compile(r"案?件?(?:[、和及与或]|以及)(?:有关|相关|任何|其他|的|行政)*")
#: What may stand between 无 and an event: it only tells the event apart (无信息公开类投诉).
_APART = re.compile(
    r"(?:因?(?:政府)?信息公开|政务公开|相关|有关|任何|群众|行政|类|方面|领域|的|工作"
    r"|复议|诉讼|案件?|[、和及与或])*"
)
_MAY_DENY = re.compile(r"[未无没零不]")
_CLAUSE = re.compile(r"[，,；;。！？\n]")
_REACH = 60
_ANYTHING = "件"


@cache
def _named() -> tuple[re.Pattern[str], tuple[str, ...]]:
    """Return what finds the events of spec/events.csv, a group an entry, and their units."""
    rows = read_spec("events")
    found = "|".join(f"(?P<e{place}>{row['words']})" for place, row in enumerate(rows))
    return re.compile(found), tuple(row["unit"] for row in rows)


def events(text: str, amounts: Sequence[Amount], told: Sequence[Denial]) -> list[Denial]:
    """Return what a folded sentence denies beside what `told` holds.

    Examples
    --------
    >>> text = "全年未发生一起失泄密事件,零投诉。"
    >>> [(text[d.start : d.end], d.unit) for d in events(text, [], [])]
    [('未发生一起失泄密事件', '起'), ('零投诉', '件')]
    """
    if not _MAY_DENY.search(text):
        return []
    named = list(_named()[0].finditer(text))
    found: list[Denial] = []
    for denial in (*_happened(text, named), *_lacked(text, named), *_beside_none(text, named)):
        if any(a.start < denial.end and denial.start < a.end for a in amounts):
            continue
        over = [d for d in (*told, *found) if d.start < denial.end and denial.start < d.end]
        if not over:
            found.append(denial)
        elif beside := _listed(text, max(d.end for d in over), denial.end):
            found.append(beside)
    return found


def _happened(text: str, named: Sequence[re.Match[str]]) -> Iterator[Denial]:
    """Yield what did not happen: anything up to the end of the clause."""
    for match in _HAPPENED.finditer(text):
        end = _clause(text, match.end())
        thing = text[match.end() : end]
        if thing and not _NO_EVENT.search(thing) and not _wished(text, match.start()):
            own = list(_within(named, match.end(), end))
            unit = match["unit"] or (_unit(own[-1]) if own else _ANYTHING)
            yield Denial(match.start(), end, None, unit)


def _lacked(text: str, named: Sequence[re.Match[str]]) -> Iterator[Denial]:
    """Yield the named events that any other denial holds."""
    if not named:
        return
    for match in _LACKED.finditer(text):
        # 无投诉, but not 无法办理投诉: right behind, or behind a verb and what tells it apart.
        direct = match[0][-1] in "未没无有在"
        for event in _within(named, match.end(), _clause(text, match.end())):
            if direct and not _APART.fullmatch(text, match.end(), event.start()):
                break
            if match[0].endswith("未") and event[0][0] not in "被逾超":
                break  # 未通报 denies that something was done
            if _ENDS.match(text, event.end()) and not _wished(text, match.start()):
                unit = match["unit"] or _unit(event)
                yield Denial(match.start(), event.end(), _cell(text, event), unit)
                break


def _beside_none(text: str, named: Sequence[re.Match[str]]) -> Iterator[Denial]:
    """Yield the named events behind 零 (零扣分), and those ahead of 为零 and 无."""
    for event in named:
        start = event.start() - 1
        said = _IS_NONE.match(text, event.end())
        if _NO.match(text, max(start, 0)) and start >= 0 and _ENDS.match(text, event.end()):
            if not _wished(text, start):
                yield Denial(start, event.end(), _cell(text, event), _unit(event))
        elif said and not _wished(text, event.start()):
            unit = "%" if "率" in said[0] else _unit(event)
            yield Denial(event.start(), said.end(), _cell(text, event), unit)


def _listed(text: str, start: int, end: int) -> Denial | None:
    """Return the event that a list goes on with: 无行政复议、诉讼及举报投诉."""
    joint = _JOINT.match(text, start, max(start, end))
    event = _named()[0].match(text, joint.end()) if joint and joint.end() > start else None
    if event is None or not _ENDS.match(text, event.end()):
        return None
    return Denial(event.start(), event.end(), _cell(text, event), _unit(event))


def _clause(text: str, start: int) -> int:
    """Return where the clause ends, within the reach of a denial."""
    limit = min(len(text), start + _REACH)
    stop = _CLAUSE.search(text, start, limit)
    return stop.start() if stop else limit


def _within(named: Sequence[re.Match[str]], start: int, end: int) -> Iterator[re.Match[str]]:
    """Yield the events between two places."""
    first = bisect_left(named, start, key=lambda event: event.start())
    for event in named[first:]:
        if event.end() > end:
            return
        yield event


def _wished(text: str, start: int) -> bool:
    return bool(_WISHED.search(text, max(0, start - 16), start))


def _unit(event: re.Match[str]) -> str:
    return _named()[1][int((event.lastgroup or "e0")[1:])]


def _cell(text: str, event: re.Match[str]) -> Cell | None:
    """Return the result that 零纠错 denies, where one kind of proceedings alone has been told."""
    if "纠错" not in event[0]:
        return None
    kinds = {match.lastgroup or "" for match in PROCEEDING.finditer(text, 0, event.start())}
    if len(kinds) != 1:
        return None
    return Cell("review", CELLS[kinds.pop()].item, "corrected", "零纠错 = 0")
