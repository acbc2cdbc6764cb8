"""Points, and all the text of a section 五 by the role that each passage was given."""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .clauses import trimmed
from .cues import Mode
from .outline import Step


@dataclass(frozen=True, slots=True)
class Point:
    """A problem or a measure: where it stands, what numbers it, what else its point holds.

    ``number`` is its place in its list, ``series`` (0: it has none); points of one ``group`` stand
    together in one numbered point or sentence; ``answers`` is what a measure says that it answers;
    ``earlier`` are those of the year before.
    """

    kind: Mode
    paragraph: int
    start: int
    end: int
    series: int = 0
    number: int = 0
    group: int = 0
    answers: str = ""
    earlier: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a paragraph and the role it was given."""

    paragraph: int
    start: int
    end: int
    role: str
    point: int | None = None


def passages(
    paragraphs: list[str], steps: list[Step], points: Sequence[Point]
) -> Iterator[Passage]:
    """Yield all of the text in order: the points, and between them what else was read."""
    open_ = deque(enumerate(points))
    for step in steps:
        piece = step.piece
        at = piece.start
        while open_:
            number, point = open_[0]
            if (point.paragraph, point.start) >= (piece.paragraph, piece.end):
                break
            if (point.paragraph, point.end) <= (piece.paragraph, at):
                open_.popleft()
                continue
            yield from _rest(paragraphs, step, at, max(at, point.start))
            if point.start >= piece.start:
                yield Passage(piece.paragraph, point.start, point.end, point.kind, number)
            at = max(at, min(point.end, piece.end))
            if point.end > piece.end:
                break
            open_.popleft()
        yield from _rest(paragraphs, step, at, piece.end)


def _rest(paragraphs: list[str], step: Step, start: int, end: int) -> Iterator[Passage]:
    text = paragraphs[step.piece.paragraph]
    start = max(start, step.piece.body) if start == step.piece.start else start
    first, last = trimmed(text, start, end)
    if first < last and text[first:last].strip("。；;，,.、 "):
        role = step.role or ("detail" if step.mode in ("problem", "measure") else "other")
        yield Passage(step.piece.paragraph, first, last, role)
