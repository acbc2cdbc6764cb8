"""Points that no number marks: the clauses of a sentence that each name a fault or a measure."""

import re
from collections.abc import Iterator, Sequence

from .cues import (
    goes_on,
    is_bare,
    is_better,
    is_cause,
    is_effect,
    is_fault,
    is_lead,
    is_measure,
    is_praise,
    is_purpose,
    says_nothing,
    squeezed,
)
from .pieces import masked

Span = tuple[int, int]

_COMMA = re.compile(r"[，,：:]|(?<=[^\d])[.](?=\s)")
_STOP = "。！？；;，,、：: \n"
#: 公开内容上，…; 在依申请公开方面，…: the sentence is about one thing.
_TOPIC = re.compile(r"^(?:在|从|就)?[^，,、]{2,12}(?:上|方面|层面|环节)[，,]")
_BEFORE_FAULT = re.compile(
    r"(?:但是?|不过|然而|也|仍然?|还|且|同时|此外|另外|还有|以及|再次|其次|最后|主要是?|尤其是|特别是|比如|例如|如|即)*"
    r"[，,]?(?:存在着?|面临着?|有(?![的些]))?"
)
_EXISTS = re.compile(r"[^，,、]{0,40}?(?:存在着?了?|表现[为在]|体现[为在]|集中在|主要[是有])")
_ANSWERS = re.compile(
    r"\s*(?:(?:20\d\d年度?|下一?步|今后)[，,]?)?(?:我们|我[^，,。的]{1,3}|本[局机单][^，,。的]{0,2})?(?:将|要|拟)?[，,]?(?:针对|(?P<weak>关于|对于?(?![照标策])|就)(?=[^。；;，,]{2,80}?的?(?:问题|不足|短板)[，,：:]))(?P<fault>[^。；;]{2,80}?)(?:等?(?:[一二两三四五六七八九十几\d]{1,2}[个项类点条])?(?:方面)?的?(?:问题|不足(?!等|的|问题)|情况|现象|短板|弱项|薄弱环节|差距|困难|方面))[，,：:]?\s*(?=\S)"
)
#: 2022年度报告中提出的, 上年度存在的: what stands before the fault itself.
FROM = re.compile(
    r"(?:[^，,。；;]{0,40}?(?:提出|指出|提到|反映|列出|查摆|公布|存在)出?|(?:上一?年度?|去年|20\d\d年度?))"
    r"的?(?:主要)?"
)
#: 上年度报告提出的…问题, without 针对; what was done stands behind it.
_NAMED = re.compile(
    rf"\s*(?:[^，,。；;]{{0,12}}[，,])?{FROM.pattern}(?P<fault>[^。；;]{{2,80}}?)等?(?:[一二两三四五六七八九十几\d]{{1,2}}[个项类点条])?"
    r"(?:方面)?的?(?:问题|不足|短板|情况)(?=[，,：:。；;]|[均都全]?已)"
)
_SHORTEST = 4
_LIST_END = re.compile("等(?:方面)?的?(?:问题|情况|现象|不足|短板)[。；;，,]?$")
_LONG_PART = 8
#: A clause that waits for the one behind it: 通过集中学习等方式, 围绕群众关切.
_LEANING = re.compile(
    r"(?:我[^，,]{1,4})?(?:将|要)?(?:通过|围绕|聚焦|坚持|按照|根据|针对|依托|结合|以|对照|对标|充分利用|"
    r"利用|借助|立足|紧扣|采取|借鉴|深入贯彻|贯彻)"
)
_LEANING_END = re.compile(
    "(?:方式|形式|手段|途径|渠道|契机|抓手|导向|重点|核心|要求|关切|需求|原则|中心|目标|主线|基础上|方面|中|实际|精神)$"
)
_SHORT = 9
#: What a clause begins with that adds to what is done.
_AND = re.compile(r"\s*并且?(?![非不未没])(?=[^，,]{4})")
#: A clause behind a measure that tells how: 通过问卷等方式征集意见.
_HOW = re.compile(
    r"\s*(?:通过|采[取用]|以)[^，,。；;]{2,30}?等?(?:方式|形式|途径|手段|渠道)[^，,。；;]"
)
_BUT = re.compile(r"\s*(?:但是?|不过|然而|可是)")
_SUBJECTS = re.compile(
    r"(?:但|仍|还|也)*在(?P<subjects>[^，,、]+、[^，,]+?)等?(?:几个|多个|若干)?方面"
)
_SAME = 3
_FROM = re.compile("(?:我[^，,]{1,4})?(?:将|要)?[从在为][^，,]*(?:出发|方面|上|中|契机|抓手|目标)$")
#: What everything is done for.
_OUTCOME = re.compile(
    "水平|台阶|改善|改观|知情权|满意|成效|实效|贡献|高质量发展|公信力|获得感|法治政府|透明|服务型"
)
#: A part of a list of measures is one of its own from so many characters on.
_MEASURE = 4


def answers(text: str) -> re.Match[str] | None:
    """Return 针对…的问题, if a text begins so; group ``fault`` is what is answered.

    对…的问题 is one only before what is lacking: 对热点问题，… answers none.
    """
    match = _ANSWERS.match(text)
    if match and match["weak"]:
        fault = re.sub("[“”]", "", match["fault"])
        lacking = is_fault(f"存在{fault}") or is_lead(fault)
        return match if lacking else None
    return match


def named(text: str) -> re.Match[str] | None:
    """Return 上年度报告提出的…问题, if a text begins so; group ``fault`` is what was lacking."""
    return _NAMED.match(text)


def cut(text: str, start: int, end: int, marks: re.Pattern[str]) -> Iterator[Span]:
    """Yield the parts of text[start:end] between such marks."""
    for match in marks.finditer(text, start, end):
        if text[start : match.start()].strip():
            yield start, match.start()
        start = match.end()
    if text[start:end].strip(_STOP):
        yield start, end


def trimmed(text: str, start: int, end: int) -> Span:
    """Return a span without blanks and stops at its start and blanks at its end."""
    while start < end and text[start] in _STOP:
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in "，,、：:"):
        end -= 1
    return start, end


def faults(text: str, start: int, end: int) -> list[Span]:
    """Return the problems that a sentence without numbers names, a span each."""
    hidden = masked(text)
    first = _after_leads(hidden, start, end)
    if first >= end:
        return []
    start = first
    if is_cause(hidden[start:end]) or _TOPIC.match(squeezed(hidden[start:end])):
        return [trimmed(text, start, end)] if is_fault(hidden[start:end]) else []
    found: list[Span] = []
    pending: int | None = None
    for begin, stop in cut(hidden, start, end, _COMMA):
        clause = hidden[begin:stop]
        turning = _BUT.match(clause)
        if turning:  # what stands before it went well
            pending = None
        if is_cause(clause[turning.end() if turning else 0 :]) and stop < end:
            pending = begin if pending is None else pending
        elif found and pending is None and is_effect(clause):
            found[-1] = (found[-1][0], stop)
        elif is_better(clause):
            pending = None
        elif is_fault(clause) and not is_lead(clause):
            for one in _listed(hidden, begin, stop):
                found.append((one[0] if pending is None else pending, one[1]))
                pending = None
        elif is_lead(clause) or is_praise(clause):
            pending = None
        elif pending is None:
            pending = begin
    if found and pending is not None:  # it goes on without a fault of its own
        found[-1] = (found[-1][0], end)
    return [
        span
        for span in (trimmed(text, *_from_fault(hidden, *span)) for span in found)
        if span[0] < span[1]
    ]


def _after_leads(text: str, start: int, end: int) -> int:
    """Return where the clauses begin that are neither lead-ins nor praise."""
    for begin, stop in cut(text, start, end, _COMMA):
        clause = text[begin:stop]
        if not (is_lead(clause) or (is_praise(clause) and stop < end)):
            return begin
    return end


def _listed(text: str, start: int, end: int) -> list[Span]:
    """Part a clause at 、 where each part says what is lacking: 内容不全面、更新不及时."""
    subjects = _SUBJECTS.match(text, start, end)
    if subjects and is_fault(text[subjects.end() : end]):  # 在A、B等方面还存在不足
        spans = list(cut(text, *subjects.span("subjects"), re.compile("、")))
        return [*spans[:-1], (spans[-1][0], end)]
    parts = list(cut(text, start, end, re.compile("、")))
    if (
        _LIST_END.search(text, start, end)
        and all(b - a >= _LONG_PART for a, b in parts)
        and sum(is_fault(text[a:b]) for a, b in parts) > 1
    ):
        return parts  # 存在A、B、C等问题
    found: list[Span] = []
    pending: int | None = None
    for begin, stop in parts:
        part = squeezed(text[begin:stop])
        own = len(part) >= _SHORTEST and not re.match("不|欠|缺|没", part)
        if is_fault(part) and (own or not found):
            found.append((begin if pending is None else pending, stop))
            pending = None
        elif found and is_fault(part):
            found[-1] = (found[-1][0], stop)
        elif pending is None:
            pending = begin
    if pending is not None and found:
        found[-1] = (found[-1][0], end)
    return found or [(start, end)]


def _from_fault(text: str, start: int, end: int) -> Span:
    """Leave out what stands before the fault itself: 但仍存在…."""
    match = _BEFORE_FAULT.match(text, start, end)
    if match and match.end() < end:
        start = match.end()
    match = _EXISTS.match(text, start, end)
    if match and end - match.end() > _MEASURE and is_bare(match[0]):
        start = match.end()
    return start, end


def measures(text: str, sentences: Sequence[Span]) -> list[Span]:
    """Return the measures that sentences without numbers name, a span each.

    Of several sentences each is one; of a single one each clause that begins with what is done,
    apart from those that say what for.
    """
    hidden = masked(text)
    spans: list[Span] = []
    for start, end in sentences:
        first = measure_start(hidden, start, end)
        ends = (start, end) == sentences[-1]
        if first < end and not (spans and ends and only_purpose(hidden, first, end)):
            spans.append((first, end))
    if len(spans) != 1:  # each is one
        return [trimmed(text, *span) for span in spans]
    (start, end), found = spans[0], list[Span]()
    for begin, stop in cut(hidden, start, end, _COMMA):
        parts = _parts(hidden, begin, stop)
        for place, (first, last) in enumerate(parts):
            clause = hidden[first:last]
            # 强化意识、提高素质; 进一步完善…, 进一步提高…: what one of them is all are.
            listed = place > 0 or (len(found) > 0 and _alike(hidden, found[-1], (first, last)))
            if not found or listed or (
                (is_measure(clause) or _AND.match(clause))
                and not is_purpose(clause) and not is_lead(clause)
                and not _leans(hidden[slice(*found[-1])])
                and not goes_on(hidden[slice(*found[-1])], clause)
                and not _HOW.match(clause)
            ):  # fmt: skip
                found.append((first, last))
            else:
                found[-1] = (found[-1][0], last)
    found[-1] = (found[-1][0], end)
    return [trimmed(text, *span) for span in found]


def _alike(text: str, first: Span, second: Span) -> bool:
    """Tell whether two clauses begin with the same words."""
    one, two = (squeezed(text[slice(*span)])[:_SAME] for span in (first, second))
    return one == two and is_measure(text[slice(*second)])


def _leans(clause: str) -> bool:
    """Tell whether a clause waits for the one behind it: 通过集中学习等方式, 围绕群众关切."""
    text = squeezed(clause)
    return bool(
        (_LEANING.match(text) and (len(text) <= _SHORT or _LEANING_END.search(text)))
        or _FROM.match(text)
    )


def only_purpose(text: str, start: int, end: int) -> bool:
    """Tell whether a sentence only says what for: 力争明年有明显改善."""
    return bool(_OUTCOME.search(text, start, end)) and all(
        is_purpose(text[a:b]) or not is_measure(text[a:b]) for a, b in cut(text, start, end, _COMMA)
    )


def _parts(text: str, start: int, end: int) -> list[Span]:
    """Part a clause at 、 where each part begins with what is done."""
    parts = list(cut(text, start, end, re.compile("、")))
    long = all(len(squeezed(text[a:b])) >= _MEASURE and is_measure(text[a:b]) for a, b in parts)
    way = re.search("通过|采[取用]|运用|利用|包括|等(?:方式|形式|措施|手段)", text[start:end])
    return parts if len(parts) > 1 and long and not way else [(start, end)]


def measure_start(text: str, start: int, end: int, *, numbered: bool = False) -> int:
    """Return where the clause begins that says what is done, behind 下一步 and the like.

    Behind 全面贯彻…精神 as well, unless the point is numbered and begins so.
    """
    match = answers(text[start:end])
    if match and is_lead(match["fault"]):
        start += match.end()
    last = start
    for begin, stop in cut(text, start, end, _COMMA):
        clause = squeezed(text[begin:stop])
        if says_nothing(clause) or (
            not numbered
            and stop < end
            and re.search(
                r"精神|思想.{0,6}(?:指导|指引|统领)|为指导|领导下|部署$|要求$|契机$", clause
            )
        ):
            last = stop + 1
            continue
        return begin
    return min(last, end) if last > start else start
