"""What was lacking the year before and what was done about it since, as a report tells it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from .clauses import Span, answers, faults, measures, trimmed
from .cues import is_fault, is_lead, squeezed
from .outline import Step
from .roles import Point

#: 2022年度报告中提出的, 上年度存在的: what stands before the fault itself.
_FROM = re.compile(
    r"(?:[^，,。；;]{0,40}?(?:提出|指出|提到|反映|列出|查摆|公布|存在)出?|(?:上一?年度?|去年|20\d\d年度?))"
    r"的?(?:主要)?"
)
#: 上年度报告提出的…问题, without 针对; what was done stands behind it.
_NAMED = re.compile(
    rf"\s*(?:[^，,。；;]{{0,12}}[，,])?{_FROM.pattern}(?P<fault>[^。；;]{{2,80}}?)等?(?:[一二两三四五六七八九十几\d]{{1,2}}[个项类点条])?"
    r"(?:方面)?的?(?:问题|不足|短板|情况)(?=[，,：:。；;])"
)
_QUOTES = '“”"「」'


def earlier_points(paragraphs: Sequence[str], steps: Sequence[Step]) -> list[Point]:
    """Return the problems and measures of the year before, where the section names them.

    A sentence that names what it answers is a problem and its measure; a numbered point that names
    a fault first is one too. Without a fault of its own (上年度问题已全部整改) it names none.
    """
    told = [step for step in steps if step.role == "earlier"]
    found: list[Point] = []
    for _, run in groupby(told, key=lambda step: (step.piece.paragraph, step.item)):
        found += _points(paragraphs, list(run), len(found))
    return found


def _points(paragraphs: Sequence[str], run: list[Step], count: int) -> Iterator[Point]:
    """Yield the points of the sentences of one paragraph, or of one numbered point."""
    paragraph = run[0].piece.paragraph
    text = paragraphs[paragraph]
    lacking: list[Span] = []
    doing: list[Span] = []
    for step in run:
        piece = step.piece
        span = _fault(text, piece.body, piece.end)
        own = step.item is not None and not step.item.heading
        numbered = own and step is run[0]
        if span:
            yield from _told(paragraph, text, lacking, doing, count)
            count += len(lacking) + 1
            lacking = [] if own else faults(text, *span)
            lacking, doing = lacking or [span], []
            rest = trimmed(text, _behind(text, span[1], piece.end), piece.end)
            doing += [rest] if rest[0] < rest[1] else []
        elif numbered and not is_lead(piece.text) and is_fault(piece.text):
            lacking = [trimmed(text, piece.body, piece.end)]
        elif lacking and not is_lead(piece.text):
            doing.append(trimmed(text, piece.body, piece.end))
    yield from _told(paragraph, text, lacking, doing, count)


def _told(
    paragraph: int, text: str, lacking: list[Span], doing: list[Span], count: int
) -> Iterator[Point]:
    """Yield problems and what was done: one measure for one problem, else those that are told."""
    group = _EARLIER - count if len(lacking) == 1 else 0
    if doing:
        whole = (doing[0][0], doing[-1][1])
        doing = [whole] if len(lacking) == 1 else measures(text, [whole])
    one = Point("problem", paragraph, 0, 0, group=group, earlier=True)
    for start, end in lacking:
        yield replace(one, start=start, end=end)
    for start, end in doing:
        yield replace(one, kind="measure", start=start, end=end)


def _fault(text: str, start: int, end: int) -> Span | None:
    """Return where a sentence names what was lacking, if it does."""
    sentence = text[start:end]
    match = answers(sentence) or _NAMED.match(sentence)
    if not match:
        return None
    first, last = match.span("fault")
    before = _FROM.match(sentence, first, last)
    if before and before.end() < last:
        first = before.end()
    while first < last and sentence[first] in _QUOTES:
        first += 1
    while first < last and sentence[last - 1] in _QUOTES:
        last -= 1
    named = squeezed(sentence[first:last])
    if not named or is_lead(named) or (not is_fault(named) and not answers(sentence)):
        return None
    return start + first, start + last


def _behind(text: str, start: int, end: int) -> int:
    """Return where the sentence goes on behind 的问题，."""
    match = re.compile(r"[^，,：:。；;]*[，,：:。；;]?").match(text, start, end)
    return match.end() if match else start


#: Groups of the year before are numbered downwards from here, apart from all others.
_EARLIER = -2_000_000_000
