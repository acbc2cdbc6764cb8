"""What was lacking the year before and what was done about it since, as a report tells it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count, groupby
from operator import attrgetter

from .clauses import FROM, Span, answers, cut, faults, measures, named, trimmed
from .cues import is_fault, is_lead, is_measure, squeezed
from .outline import Step
from .roles import Point

_BETWEEN = re.compile("[”」][、和及]?[“「]")
_QUOTES = '“”"「」'


def earlier_points(paragraphs: Sequence[str], steps: Sequence[Step]) -> list[Point]:
    """Return the problems and measures of the year before, where the section names them.

    A sentence that names what it answers is a problem and its measure; a numbered point that names
    a fault first is one too, one that tells what was done a measure. Without a fault of its own
    (上年度问题已全部整改) a sentence names none.
    """
    found: list[Point] = []
    groups = count(_EARLIER, -1)
    key = attrgetter("role", "piece.paragraph", "item")
    for (role, _, _), run in groupby(steps, key=key):
        if role == "earlier":
            found += _points(paragraphs, list(run), groups)
    return found


def _points(paragraphs: Sequence[str], run: list[Step], groups: Iterator[int]) -> Iterator[Point]:
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
            yield from _told(paragraph, text, lacking, doing, groups)
            lacking = [] if own else _quoted(text, *span) or faults(text, *span)
            lacking, doing = lacking or [span], []
            rest = trimmed(text, _behind(text, span[1], piece.end), piece.end)
            doing += [rest] if rest[0] < rest[1] and not is_lead(text[slice(*rest)]) else []
        elif numbered and not is_lead(piece.text) and is_fault(piece.text):
            lacking = [trimmed(text, piece.body, piece.end)]
        elif (numbered and is_measure(piece.text)) or (lacking and _says(piece.text)):
            doing.append(trimmed(text, piece.body, piece.end))
    yield from _told(paragraph, text, lacking, doing, groups)


def _says(text: str) -> bool:
    """Tell whether a sentence is more than a lead-in or stops."""
    return bool(text.strip("。；;，,、：: \n")) and not is_lead(text)


def _told(
    paragraph: int, text: str, lacking: list[Span], doing: list[Span], groups: Iterator[int]
) -> Iterator[Point]:
    """Yield problems and what was done: one measure for one problem, else those that are told."""
    group = next(groups) if len(lacking) == 1 else 0
    if doing:
        whole = (doing[0][0], doing[-1][1])
        doing = [whole] if len(lacking) < 2 else measures(text, [whole])
    one = Point("problem", paragraph, 0, 0, group=group, earlier=True)
    for start, end in lacking:
        yield replace(one, start=start, end=end)
    for start, end in doing:
        yield replace(one, kind="measure", start=start, end=end)


def _fault(text: str, start: int, end: int) -> Span | None:
    """Return where a sentence names what was lacking, if it does."""
    sentence = text[start:end]
    match = answers(sentence) or named(sentence)
    if not match:
        return None
    first, last = match.span("fault")
    before = FROM.match(sentence, first, last)
    if before and before.end() < last:
        first = before.end()
    while first < last and sentence[first] in _QUOTES:
        first += 1
    while first < last and sentence[last - 1] in _QUOTES:
        last -= 1
    words = squeezed(sentence[first:last])
    if not words or is_lead(words) or (not is_fault(words) and not answers(sentence)):
        return None
    return start + first, start + last


def _quoted(text: str, start: int, end: int) -> list[Span]:
    """Return several quotations that stand together: “更新慢”“解读少”两个问题."""
    parts = list(cut(text, start, end, _BETWEEN))
    return parts if len(parts) > 1 else []


def _behind(text: str, start: int, end: int) -> int:
    """Return where the sentence goes on behind 的问题，, or behind 的问题 with 已整改."""
    match = re.compile(r"(?:[^，,：:。；;]*?问题(?=已)|[^，,：:。；;]*[，,：:。；;]?)").match(
        text, start, end
    )
    return match.end() if match else start


#: Groups of the year before are numbered downwards from here, apart from all others.
_EARLIER = -2_000_000_000
