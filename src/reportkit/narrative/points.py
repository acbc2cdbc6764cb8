"""The points of a section 五: what is lacking, and what is done about it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby, islice

from .clauses import answers, faults, measure_start, measures, only_purpose, trimmed
from .cues import Mode, is_better, is_cause, is_fault, is_lead, is_measure, is_praise, is_purpose
from .earlier import earlier_points
from .lists import Lists
from .outline import Item, Step, outline
from .pieces import pieces
from .roles import Passage, Point, passages

Span = tuple[int, int]


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
    said = (point for point in reader.points if point.start < point.end)
    points = sorted(said, key=lambda point: (point.paragraph, point.start))
    return Reading(tuple(points), tuple(passages(paragraphs, steps, points)))


class _Reader:
    """Reads the points off an outline, once."""

    def __init__(self, paragraphs: list[str], steps: list[Step]) -> None:
        self.paragraphs = paragraphs
        self.steps = steps
        self.points: list[Point] = []
        self.answered: list[Point] = []  # what 针对…的问题 names
        self.promised = False  # whether anything is announced as a measure
        self.at = {step: place for place, step in enumerate(steps)}
        self.soft: dict[int, bool] = {}
        self.lists = Lists(steps)

    def read(self) -> None:
        self.promised = any(step.mode == "measure" for step in self.steps)
        loose: list[Step] = []
        for step in self.steps:
            item = step.item
            if item and item.steps[0] is step and not self.lists.is_heading(item):
                self._loose(loose, listed=True)
                loose = []
                if not self.lists.is_detail(item):
                    self._item(item)
            elif item is None or self.lists.is_heading(item):
                if loose and loose[-1].mode != step.mode:
                    self._loose(loose, listed=False)
                    loose = []
                loose.append(step)
        self._loose(loose, listed=False)
        past = earlier_points(self.paragraphs, self.steps)
        if not any(point.kind == "problem" for point in self.points):
            self.points += self.answered
            if not self.answered and not past:
                self._as_a_whole()
        self.points += past

    def _item(self, item: Item) -> None:
        """Read a numbered point: a problem, a measure, or one and then the other."""
        said = [step for step in item.steps if not step.role]
        group = item.numbers + 1
        at = next((n for n, step in enumerate(said) if answers(step.piece.text)), None)
        if at is not None and not any(is_fault(step.piece.text) for step in said[:at]):
            self._answer(said[at:], item, group)
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
            begin = measure_start(text, first.body, first.end, numbered=True)
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
        items = self.lists.of[item.series]
        going = [one for one in items if any(map(_says_measure, one.steps[1:]))]
        self.soft[item.series] = len(going) * 2 >= len(items)
        return self.soft[item.series]

    def _answer(self, said: Sequence[Step], item: Item | None, group: int) -> None:
        """Read 针对…的问题，…: what it answers is a problem unless problems are named elsewhere."""
        piece = said[0].piece
        text = self.paragraphs[piece.paragraph]
        body = piece.body
        match = answers(text[body : piece.end])
        assert match
        series, number = (item.series, item.number) if item else (0, 0)
        fault = match["fault"]
        lacking: list[Span] = []
        if not is_lead(fault):
            first, last = body + match.start("fault"), body + match.end("fault")
            lacking = [(first, last)] if item else faults(text, first, last) or [(first, last)]
        start, end = trimmed(text, body + match.end(), _end(said))
        doing = [(start, end)] if start < end and not only_purpose(text, start, end) else []
        if len(lacking) > 1:  # 针对A不够、B不及时等问题，…: which answers which is not said
            group, doing = 0, measures(text, doing)
        where = (series, number, group)
        self.answered += [Point("problem", piece.paragraph, *span, *where) for span in lacking]
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
        start, end = trimmed(text, piece.body if begin is None else begin, _end(steps))
        if start < end:
            self.points.append(Point(kind, piece.paragraph, start, end, number, place, group))

    def _loose(self, steps: list[Step], *, listed: bool) -> None:
        """Read what no number marks; before a list of its own kind it only leads to it."""
        said = [step for step in steps if not step.role]
        parallel: Mode | None = None  # what the parts of a list before ； are
        for step in said:
            match = answers(step.piece.text)
            if step.mode is None and (not match or is_lead(match["fault"])):
                text = step.piece.text[match.end() :] if match else step.piece.text
                told: Mode | None = "measure" if is_measure(text) else parallel
                step.mode = "problem" if is_fault(text) else told
            parallel = step.mode if step.piece.text.rstrip()[-1:] in ("；", ";") else None
        for (mode, answering, group), run in groupby(
            said, key=lambda s: (s.mode, _answers(s), s.group)
        ):
            part = list(run)
            if group:
                self._in_turn(part, -_IN_TURN - group)
            elif answering:
                for step in part:
                    self._answer([step], None, -1 - len(self.points))
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

    def _in_turn(self, part: list[Step], group: int) -> None:
        """Read a problem, or the measures that answer it, of those that are told in turn."""
        first = part[0].piece
        text = self.paragraphs[first.paragraph]
        if part[0].mode == "problem":
            self._add("problem", part, 0, 0, group)
            return
        spans = measures(text, [(first.body, _end(part))])
        self.points += [Point("measure", first.paragraph, *s, 0, 0, group) for s in spans]

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
                start, end = trimmed(text, piece.body, piece.end)
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
                spans = faults(text, step.piece.body, step.piece.end)
                if parts and len(part) > 1 and len(spans) > 1:
                    spans = [(spans[0][0], spans[-1][1])]
                if not spans and len(part) > 1 and self._is_one_of(step):
                    spans = [trimmed(text, step.piece.body, step.piece.end)]
                self.points += [Point("problem", paragraph, *span) for span in spans]

    def _is_one_of(self, step: Step) -> bool:
        """Tell a part of a list of problems that names no fault in words that are known."""
        text = step.piece.text.strip()
        if is_lead(text) or is_praise(text) or is_better(text):
            return False
        at = self.at[step]
        before = self.steps[at - 1].piece.text.rstrip() if at else ""
        if text[-1:] in ("；", ";") or before[-1:] in ("；", ";"):
            return True
        return bool(_SOME.match(text) and before[-1:] == "。" and "，" in before)

    def _explains(self, before: Step, step: Step) -> bool:
        """Tell a sentence that explains the short one before it: 解读不够。部分单位…."""
        text = step.piece.text.lstrip()
        short = before.piece.text.strip()
        return is_cause(text) or (
            len(short) <= _PHRASE and "，" not in short and short[-1:] == "。"
            and bool(_SOME.match(text) or re.match("主要表现|比如|例如|如|具体", text))
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
        spans = measures(text, [(step.piece.body, step.piece.end) for step in steps])
        if several and len(steps) == 1 and len(spans) > 1:
            spans = [(spans[0][0], spans[-1][1])]
        self.points += [Point("measure", paragraph, *span) for span in spans]


#: Where nothing else is lacking, the work as a whole may be.
_AS_A_WHOLE = re.compile(
    "工作[^，,。]{0,6}(?:有待|[仍还尚也]?需)[^，,。]{0,4}(?:加强|提[高升]|完善|深化|规范)"
)
_SOME = re.compile("部分|个别|有的|有些|一些|少数")
#: Groups of what is told in turn are numbered downwards from here, apart from all others.
_IN_TURN = 1_000_000
#: A lead phrase is at most so long.
_PHRASE = 30


def _answers(step: Step) -> bool:
    """Tell whether a step says what it answers, 针对…的问题, and names it."""
    match = answers(step.piece.text)
    return bool(match and step.mode != "earlier" and not is_lead(match["fault"]))


def _says_measure(step: Step) -> bool:
    text = step.piece.text
    return not step.role and is_measure(text) and not is_fault(text)


def _end(steps: Sequence[Step]) -> int:
    """Return where the steps end that stand in the first one's paragraph, one behind another."""
    end = steps[0].piece.end
    for step in steps[1:]:
        if step.piece.paragraph != steps[0].piece.paragraph or step.piece.start != end:
            break
        end = step.piece.end
    return end
