"""The points of a section 五: what is lacking, and what is done about it."""

import re
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, islice

from .clauses import answers, faults, measure_start, measures, only_purpose, trimmed
from .cues import Mode, is_cause, is_fault, is_lead, is_measure, is_purpose
from .outline import Item, Step, outline
from .pieces import Piece, pieces

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Point:
    """A problem or a measure: where it stands, what numbers it, what else its point holds.

    ``number`` is its place in its list, ``series`` (0: it has none); points of one ``group`` stand
    together in one numbered point or sentence; ``answers`` is what a measure says that it answers.
    """

    kind: Mode
    paragraph: int
    start: int
    end: int
    series: int = 0
    number: int = 0
    group: int = 0
    answers: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a paragraph and the role it was given."""

    paragraph: int
    start: int
    end: int
    role: str
    point: int | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A section as it was read: its points, and all of its text by role."""

    points: tuple[Point, ...]
    passages: tuple[Passage, ...]


def read_points(paragraphs: list[str], year: int | None = None) -> Reading:
    """Read a section's paragraphs; every character that is no blank is in one passage.

    Examples
    --------
    >>> reading = read_points(["问题：一是解读少。二是更新慢。下一步，丰富解读，加快更新。"])
    >>> [(point.kind, point.number) for point in reading.points]
    [('problem', 1), ('problem', 2), ('measure', 0), ('measure', 0)]
    """
    steps = outline(pieces(paragraphs), year)
    reader = _Reader(paragraphs, steps)
    reader.read()
    points = sorted(reader.points, key=lambda point: (point.paragraph, point.start))
    return Reading(tuple(points), tuple(_passages(paragraphs, steps, points)))


class _Reader:
    """Reads the points off an outline, once."""

    def __init__(self, paragraphs: list[str], steps: list[Step]) -> None:
        self.paragraphs = paragraphs
        self.steps = steps
        self.points: list[Point] = []
        self.promised = False  # whether anything is announced as a measure
        self.at = {step: place for place, step in enumerate(steps)}
        self.soft: dict[int, bool] = {}
        self.lists: dict[int, list[Item]] = {}
        for step in steps:
            if step.item and step.item.steps[0] is step:
                self.lists.setdefault(step.item.series, []).append(step.item)

    def read(self) -> None:
        for items in self.lists.values():
            self._settle(items)
        self._hoist()
        named = any(self._says_fault(step) for step in self.steps)
        self.promised = any(step.mode == "measure" for step in self.steps)
        loose: list[Step] = []
        for step in self.steps:
            item = step.item
            if item and item.steps[0] is step and not self._is_heading(item):
                self._loose(loose, listed=True, named=named)
                loose = []
                if not self._is_detail(item):
                    self._item(item, named)
            elif item is None or self._is_heading(item):
                if loose and loose[-1].mode != step.mode:
                    self._loose(loose, listed=False, named=named)
                    loose = []
                loose.append(step)
        self._loose(loose, listed=False, named=named)
        if not any(point.kind == "problem" for point in self.points):
            self._as_a_whole()

    # --- what is what ---

    def _settle(self, items: list[Item]) -> None:
        """Settle whether a list is one of problems or of measures by what its points say."""
        both = [item for item in items if _holds_both(item)]
        if len(both) > 1:  # 1.问题：… 措施：…, and again
            for item in both:
                item.heading = False
        firsts = [first for item in items if (first := _first(item)) and not item.heading]
        if not firsts:
            return
        lacking = sum(self._says_fault(step) for step in firsts)
        doing = sum(is_measure(step.piece.text) for step in firsts)
        for item in items:
            for step in item.steps:
                if step.mode is None and not step.role and not answers(step.piece.text):
                    step.mode = (
                        "problem" if lacking >= doing and lacking else "measure" if doing else None
                    )
        told = firsts[0].mode
        turned: Mode | None = None
        if told == "problem" and not lacking and doing * 3 >= len(firsts) * 2:
            turned = "measure"
        elif (
            told == "measure"
            and lacking == len(firsts) > 1
            and not doing
            and not self._named_before(firsts[0])
        ):
            turned = "problem"
        if turned:
            for item in items:
                for step in item.steps:
                    if step.mode == told:
                        step.mode = turned

    def _named_before(self, step: Step) -> bool:
        before = self.steps[: self.at[step]]
        return any(one.mode == "problem" and not one.role for one in before)

    def _says_fault(self, step: Step) -> bool:
        return (
            step.mode in (None, "problem")
            and not step.role
            and not answers(step.piece.text)
            and is_fault(_sentence(step.piece.text))
        )

    def _hoist(self) -> None:
        """Take measures that stand behind the last point of a list alone for all of it."""
        for items in self.lists.values():
            kept = [item for item in items if not item.heading]
            local = [item for item in kept if self._turned(item)]
            if len(kept) > 1 and local == [kept[-1]]:
                item = kept[-1]
                away = False
                for step in list(item.steps):
                    away = away or (step.mode == "measure" and step is not item.steps[0])
                    if away:
                        step.item = item.parent if item.parent and item.parent.heading else None
                        item.steps.remove(step)
                for child in [c for c in item.children if (f := _first(c)) and f.mode == "measure"]:
                    item.children.remove(child)
                    child.parent = None

    def _turned(self, item: Item) -> bool:
        """Tell whether a point of a list of problems turns to measures within it."""
        first = _first(item)
        if not first or first.mode == "measure":
            return False
        under = [step for child in item.children for step in child.steps]
        return any(step.mode == "measure" for step in [*item.steps, *under])

    def _is_heading(self, item: Item) -> bool:
        """Tell whether a numbered point only names what the points below it are about."""
        if item.heading:
            return True
        first = _first(item)
        if first is None:
            return bool(item.children)
        below = [f for child in item.children if (f := _first(child))]
        if below and below[0].mode == first.mode and _SUBJECT.fullmatch(first.piece.text.strip()):
            return True
        if not below or below[0].mode != first.mode or len(item.steps) > 1:
            return False
        if first.mode == "problem":
            return not is_fault(first.piece.text)
        return not is_measure(first.piece.text)

    def _is_detail(self, item: Item) -> bool:
        """Tell whether a numbered point only explains the one above it."""
        parent, first = item.parent, _first(item)
        while parent and first:
            above = _first(parent)
            if above and not self._is_heading(parent) and above.mode == first.mode:
                return True
            parent = parent.parent
        return False

    # --- points ---

    def _item(self, item: Item, named: bool) -> None:
        """Read a numbered point: a problem, a measure, or one and then the other."""
        said = [step for step in item.steps if not step.role]
        group = item.numbers + 1
        at = next((n for n, step in enumerate(said) if answers(step.piece.text)), None)
        if at is not None and not any(is_fault(step.piece.text) for step in said[:at]):
            self._answer(said[at:], item, group, named)
            return
        problem = [step for step in said if step.mode == "problem"]
        measure = [step for step in said if step.mode == "measure"]
        if not problem and not measure and said and said[0].mode is None:
            return
        if problem and not measure and not self.promised:
            soft = [
                s for s in problem[1:] if is_measure(s.piece.text) and not is_fault(s.piece.text)
            ]
            if soft and self._softly(item):
                at = problem.index(soft[0])
                problem, measure = problem[:at], problem[at:]
        if problem:
            self._add("problem", problem, item.series, item.number, group)
        if measure:
            text = self.paragraphs[measure[0].piece.paragraph]
            first = measure[0].piece
            begin = measure_start(text, _body(first), first.end, numbered=True)
            if (
                is_purpose(text[begin : first.end])
                and problem
                and len(measure) == 1
                and begin >= first.end
            ):
                return
            self._add("measure", measure, item.series, item.number, group, begin)

    def _softly(self, item: Item) -> bool:
        """Tell whether at least half the points of a list go on with what is done."""
        if item.series in self.soft:
            return self.soft[item.series]
        items = self.lists[item.series]
        going = [one for one in items if any(map(_says_measure, one.steps[1:]))]
        self.soft[item.series] = len(going) * 2 >= len(items)
        return self.soft[item.series]

    def _answer(self, said: Sequence[Step], item: Item | None, group: int, named: bool) -> None:
        """Read 针对…的问题，…: what it answers is a problem unless problems are named elsewhere."""
        piece = said[0].piece
        text = self.paragraphs[piece.paragraph]
        body = _body(piece)
        match = answers(text[body : piece.end])
        assert match
        series, number = (item.series, item.number) if item else (0, 0)
        fault = match["fault"]
        lacking: list[Span] = []
        if not named and not is_lead(fault):
            first, last = body + match.start("fault"), body + match.end("fault")
            lacking = [(first, last)] if item else faults(text, first, last) or [(first, last)]
        start, end = trimmed(text, body + match.end(), _end(said))
        doing = [(start, end)] if start < end and not only_purpose(text, start, end) else []
        if len(lacking) > 1:  # 针对A不够、B不及时等问题，…: which answers which is not said
            group, doing = 0, measures(text, doing)
        where = (series, number, group)
        self.points += [Point("problem", piece.paragraph, *span, *where) for span in lacking]
        self.points += [Point("measure", piece.paragraph, *span, *where, fault) for span in doing]

    def _add(
        self,
        kind: Mode,
        steps: Sequence[Step],
        number: int,
        place: int,
        group: int,
        begin: int | None = None,
    ) -> None:
        piece = steps[0].piece
        text = self.paragraphs[piece.paragraph]
        start, end = trimmed(text, _body(piece) if begin is None else begin, _end(steps))
        if start < end:
            self.points.append(Point(kind, piece.paragraph, start, end, number, place, group))

    def _loose(self, steps: list[Step], *, listed: bool, named: bool) -> None:
        """Read what no number marks; before a list of its own kind it only leads to it."""
        said = [step for step in steps if not step.role]
        for step in said:
            match = answers(step.piece.text)
            if step.mode is None and (not match or is_lead(match["fault"])):
                text = step.piece.text[match.end() :] if match else step.piece.text
                step.mode = "problem" if is_fault(text) else "measure" if is_measure(text) else None
        for (mode, answering), run in groupby(said, key=lambda s: (s.mode, _answers(s))):
            part = list(run)
            if answering:
                for step in part:
                    self._answer([step], None, -1 - len(self.points), named)
            elif (
                listed
                and part[-1] is said[-1]
                and not (mode == "problem" and self._next_mode(part[-1]) != "problem")
            ):
                continue
            elif mode == "problem":
                self._loose_problems(part)
            elif mode == "measure":
                self._loose_measures(part)
        leads = [s for s in steps if s.role == "lead" and s.mode == "measure"]
        if leads and not listed and not any(s.mode == "measure" for s in said):
            self._last_resort(leads)

    def _next_mode(self, step: Step) -> Mode | None:
        following = islice(self.steps, self.at[step] + 1, None)
        return next((s.mode for s in following if s.piece.mark and not s.role), None)

    def _last_resort(self, leads: list[Step]) -> None:
        """Take 下一步将继续做好政府信息公开工作 for the measure, where nothing else is promised."""
        for step in leads:
            piece = step.piece
            text = self.paragraphs[piece.paragraph]
            match = re.search(
                r"(?:将|要)?(?:继续|进一步|认真|切实|努力|扎实)+(?:做好|加强|推进|抓好|提[高升])[^，,。；;]*",
                text[piece.start : piece.end],
            )
            if match and not re.search("以下|如下|方面", match[0]):
                self.points.append(
                    Point(
                        "measure",
                        piece.paragraph,
                        piece.start + match.start(),
                        piece.start + match.end(),
                    )
                )
                return

    def _as_a_whole(self) -> None:
        """Take 政府信息公开工作有待进一步加强 for the problem, where no other is named."""
        for step in self.steps:
            piece = step.piece
            match = _AS_A_WHOLE.search(piece.text)
            if step.role == "lead" and match and not piece.text.rstrip().endswith(("：", ":")):
                text = self.paragraphs[piece.paragraph]
                start, end = trimmed(text, _body(piece), piece.end)
                self.points.append(Point("problem", piece.paragraph, start, end))
                return

    def _loose_problems(self, part: list[Step]) -> None:
        parts = sum("；" in step.piece.text or ";" in step.piece.text for step in part)
        for paragraph, run in groupby(part, key=lambda step: step.piece.paragraph):
            steps = list(run)
            text = self.paragraphs[paragraph]
            if self._has_lead_phrase(steps, part):
                self._add("problem", steps, 0, 0, 0)
                continue
            for place, step in enumerate(steps):
                if place and self._explains(steps[place - 1], step) and self.points:
                    last = self.points[-1]
                    if last.paragraph == paragraph and last.end <= step.piece.start:
                        self.points[-1] = replace(
                            last, end=trimmed(text, last.start, step.piece.end)[1]
                        )
                        continue
                spans = faults(text, _body(step.piece), step.piece.end)
                if parts and len(spans) > 1:
                    spans = [(spans[0][0], spans[-1][1])]
                self.points += [Point("problem", paragraph, *span) for span in spans]

    def _explains(self, before: Step, step: Step) -> bool:
        """Tell a sentence that explains the short one before it: 解读不够。部分单位…."""
        text = step.piece.text.lstrip()
        short = before.piece.text.strip()
        return is_cause(text) or (
            len(short) <= _PHRASE and "，" not in short and short[-1:] == "。"
            and bool(re.match("部分|个别|有的|有些|一些|少数|主要表现|比如|例如|如|具体", text))
        )  # fmt: skip

    def _has_lead_phrase(self, steps: list[Step], part: list[Step]) -> bool:
        """Tell a paragraph whose first, short sentence is the point and the others explain it."""
        paragraphs = {step.piece.paragraph for step in part}
        first = steps[0].piece.text.strip()
        return (
            len(paragraphs) > 1 and len(steps) > 1 and len(first) <= _PHRASE and "，" not in first
            and first[-1:] in "。：:" and steps[0].piece.opens
        )  # fmt: skip

    def _loose_measures(self, part: list[Step]) -> None:
        if len({step.piece.paragraph for step in part}) > 1:
            for _, run in groupby(part, key=lambda step: step.piece.paragraph):
                steps = list(run)
                if self._has_lead_phrase(steps, part):
                    self._add("measure", steps, 0, 0, 0)
                else:
                    self._sentences(steps, several=len(part) > 1)
        else:
            self._sentences(part, several=False)

    def _sentences(self, steps: list[Step], *, several: bool) -> None:
        paragraph = steps[0].piece.paragraph
        text = self.paragraphs[paragraph]
        spans = measures(text, [(_body(step.piece), step.piece.end) for step in steps])
        if several and len(steps) == 1 and len(spans) > 1:
            spans = [(spans[0][0], spans[-1][1])]
        self.points += [Point("measure", paragraph, *span) for span in spans]


#: 主动公开方面: what the points below it are about.
_SUBJECT = re.compile("[^，,。；;]{2,20}(?:方面|上|领域)的?(?:问题|措施)?[。：:]?")
#: Where nothing else is lacking, the work as a whole may be.
_AS_A_WHOLE = re.compile(
    "工作[^，,。]{0,6}(?:有待|[仍还尚也]?需)[^，,。]{0,4}(?:加强|提[高升]|完善|深化|规范)"
)
#: A lead phrase is at most so long.
_PHRASE = 30


def _first(item: Item) -> Step | None:
    """Return what a numbered point says first."""
    return next((step for step in item.steps if not step.role), None)


def _holds_both(item: Item) -> bool:
    """Tell whether a numbered point names a problem and then a measure, each announced."""
    return {"problem", "measure"} <= {step.mode for step in item.steps if not step.role}


def _answers(step: Step) -> bool:
    """Tell whether a step says what it answers, 针对…的问题, and names it."""
    match = answers(step.piece.text)
    return bool(match and step.mode != "earlier" and not is_lead(match["fault"]))


def _says_measure(step: Step) -> bool:
    text = step.piece.text
    return not step.role and is_measure(text) and not is_fault(text)


def _sentence(text: str) -> str:
    return re.split("[。；;]", text)[0]


def _body(piece: Piece) -> int:
    return piece.mark.end if piece.mark else piece.start


def _end(steps: Sequence[Step]) -> int:
    """Return where the steps end that stand in the first one's paragraph, one behind another."""
    end = steps[0].piece.end
    for step in steps[1:]:
        if step.piece.paragraph != steps[0].piece.paragraph or step.piece.start != end:
            break
        end = step.piece.end
    return end


def _passages(
    paragraphs: list[str], steps: list[Step], points: Sequence[Point]
) -> Iterable[Passage]:
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


def _rest(paragraphs: list[str], step: Step, start: int, end: int) -> Iterable[Passage]:
    text = paragraphs[step.piece.paragraph]
    start = max(start, _body(step.piece)) if start == step.piece.start else start
    first, last = trimmed(text, start, end)
    if first < last and text[first:last].strip("。；;，,.、 "):
        role = step.role or ("detail" if step.mode in ("problem", "measure") else "other")
        yield Passage(step.piece.paragraph, first, last, role)
