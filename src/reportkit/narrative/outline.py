"""The outline of a section 五: which piece belongs to which numbered point, under what heading."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from .clauses import answers, named
from .cues import (
    Mode,
    announces,
    is_done,
    is_earlier,
    is_fault,
    is_lead,
    is_measure,
    is_praise,
    is_settled,
    mode_of,
    says_none,
    squeezed,
    turns,
)
from .pieces import Piece

#: What tells this year, or what lies ahead, from what was dealt with since last year.
_NOW = re.compile("今年|本年|当前|目前|现阶段|[仍还]存在|[仍还]有")
#: From so many on, problems with their measures are told in turn.
_IN_TURN = 2
_SENTENCE_END = ("。", "！", "？", "\n", "")
_AHEAD = re.compile("下一?步|今后|下一阶段|将|明年")


@dataclass(eq=False)
class Item:
    """A numbered point: its list, what it stands under, whether it is a heading alone."""

    numbers: int
    series: int
    number: int
    parent: "Item | None"
    heading: bool = False
    steps: list["Step"] = field(default_factory=list)
    children: list["Item"] = field(default_factory=list)


@dataclass(eq=False)
class Step:
    """A piece with its place in the outline, and what was announced before it."""

    piece: Piece
    item: Item | None
    mode: Mode | None
    role: str = ""  # "lead", "none", "earlier"; empty where it says something
    turn: bool = False  # whether it turns from what is lacking to what is done
    group: int = 0  # problems and measures told in turn: which of them stand together


@dataclass
class _Level:
    style: str
    number: int
    series: int
    mode: Mode | None
    item: Item


def outline(pieces: Iterable[Piece], year: int | None = None) -> list[Step]:
    """Return the pieces of a section in their outline, in printed order.

    A lead-in or heading announces problems, measures, or what was lacking last year, for all that
    follows until the next; one within a numbered point holds until the next number of that list.
    """
    steps: list[Step] = []
    stack: list[_Level] = []
    mode: Mode | None = None
    lists = 0
    pieces = list(pieces)
    for at, piece in enumerate(pieces):
        mark = piece.mark
        if mark:
            depth = next(
                (n for n in range(len(stack) - 1, -1, -1) if stack[n].style == mark.style), None
            )
            if depth is None:  # （1）…（2）…3)…: what goes on from a number is of its list
                depth = _before(stack, mark.number)
            goes_on = depth is not None and (mark.number == 0 or mark.number > stack[depth].number)
            if depth is None:
                depth = len(stack)
            elif goes_on and _heads(steps[-1]) and mode not in (None, stack[depth].mode):
                goes_on = False  # its numbers go on, or it has none, under another heading
            if goes_on:
                level = stack[depth]
                mode, number = level.mode, level.series
            else:
                lists += 1
                number = lists
            if mark.says:
                mode = "problem" if mode_of(mark.says) == "problem" else "measure"
            del stack[depth:]
            parent = stack[-1].item if stack else None
            item = Item(len(steps), number, mark.number, parent)
            if parent:
                parent.children.append(item)
            stack.append(_Level(mark.style, mark.number, number, mode, item))
        here = stack[-1].item if stack else None
        step = Step(piece, here, mode)
        _judge(step, year)
        if step.role in ("lead", "earlier"):
            told = "earlier" if step.role == "earlier" else _announced(piece.text, year)
            # 整改情况 behind last year's problems is theirs, unless this year's stand before it.
            if not (
                mode == "earlier"
                and told == "measure"
                and not mark
                and not _AHEAD.search(piece.text)
                and not any(one.mode == "problem" and not one.role for one in steps)
            ):
                step.mode = mode = told or mode
            if mark and here and is_lead(piece.text):
                here.heading = True
            elif mark and told == "earlier":
                stack[-1].mode = told
        elif (
            not step.role
            and (_turns(piece.text) or _we_do(step))
            and (mode != "earlier" or _AHEAD.search(piece.text))
        ):
            step.mode, step.turn = "measure", True
            if not is_done(piece.text):  # what has been done ends with its sentence
                mode = "measure"
        elif mode == "earlier" and not step.role:
            now = _NOW.search(piece.text) or (_is_closed(steps) and _begins_anew(pieces[at:]))
            if now and is_fault(piece.text):
                step.mode = mode = "problem"
                if mark:
                    stack[-1].mode = mode
            else:
                step.role = "earlier"
        if here:
            here.steps.append(step)
        steps.append(step)
    _take_in_turn(steps)
    return steps


def _before(stack: list[_Level], number: int) -> int | None:
    """Return the innermost list that a number past 1 goes on, whatever it is printed in."""
    return next(
        (n for n in range(len(stack) - 1, -1, -1) if number > 1 and stack[n].number == number - 1),
        None,
    )


def _we_do(step: Step) -> bool:
    """Tell whether a later sentence of a numbered problem says what is done: 我局建立, 已制作."""
    text = step.piece.text.lstrip()
    later = step.item is not None and bool(step.item.steps)
    does = text.startswith("已") or (text[:1] in ("我", "本") and is_measure(text))
    ours = does and not is_fault(text)
    return later and step.mode != "measure" and ours


def _is_closed(steps: Sequence[Step]) -> bool:
    """Tell whether the last that is told of last year is done with it: its problems are put right.

    A sentence that names such a problem, or leads to a list, may be gone on with.
    """
    if steps[-1].role == "lead" or steps[-1].piece.text.rstrip().endswith(("：", ":")):
        return False
    told = (step.piece.text for step in reversed(steps) if step.role == "earlier")
    last = next(filter(is_earlier, told), "")
    return is_settled(last) and not (is_lead(last) or answers(last) or is_fault(last))


def _begins_anew(pieces: Sequence[Piece]) -> bool:
    """Tell whether the first of these begins a list with what is lacking and not dealt with yet."""
    first = pieces[0]
    if first.mark is None or first.mark.number > 1:
        return False
    point = [first, *takewhile(lambda one: one.mark is None and not one.opens, pieces[1:])]
    later = [one.text for one in point[1:] if not _AHEAD.search(one.text)]
    dealt_with = answers(first.text) or any("已" in one.text for one in point)
    return not dealt_with and not any(map(is_measure, later))


def _take_in_turn(steps: list[Step]) -> None:
    """Tell problems and measures that follow one another in turn, without numbers or headings.

    What stands before 为此, 现已 or 我局将 in a sentence is a problem, whatever its words; so is a
    sentence that names a fault between two such measures.
    """
    runs: list[list[Step]] = []
    turned = True  # whether the run has come to its measures
    sentence_begins = True
    for step in steps:
        if step.item or step.role == "earlier" or (step.role and step.mode == "measure"):
            return
        begins, sentence_begins = sentence_begins, step.piece.text.rstrip()[-1:] in _SENTENCE_END
        if step.role:
            continue
        lacking = is_fault(step.piece.text)
        following = step.turn or (bool(runs) and not begins and runs[-1][-1].turn)
        if not following and ((begins and not is_measure(step.piece.text)) or lacking) and turned:
            runs.append([step])
            turned = False
        elif runs:
            runs[-1].append(step)
            turned = turned or step.turn
        else:
            return
    if sum(any(one.turn for one in run) for run in runs) < _IN_TURN or not all(
        is_fault(run[0].piece.text) or (len(run) > 1 and run[1].turn) for run in runs
    ):
        return
    for number, run in enumerate(runs, 1):
        turned = False
        for step in run:
            turned = turned or step.turn
            step.mode, step.group = "measure" if turned else "problem", number


def _turns(text: str) -> bool:
    """Tell whether a piece turns to what is done: 下一步, or a sentence that begins with 将."""
    text = text.lstrip(" （(\u3000")
    return text.startswith("将") or bool(turns().match(text))


def _heads(step: Step) -> bool:
    """Tell whether a step is a lead-in of its own, to what follows at once."""
    return step.role == "lead" and step.piece.mark is None


def _judge(step: Step, year: int | None) -> None:
    text = step.piece.text
    if not text.strip(" \n，,。；;：:、"):
        step.role = "" if step.piece.mark else "lead"
        return
    if says_none(text):
        step.role = "none"
    elif is_earlier(text) or (
        _names_last(text, year) and (is_lead(text) or answers(text) or _tells_last(text, year))
    ):
        step.role = "earlier"
    elif _all_leads(text) and (not step.piece.mark or announces(text)):
        step.role = "lead"


def _names_last(text: str, year: int | None) -> bool:
    """Tell whether a lead-in names the year before: 2022年存在问题的整改情况."""
    return bool(year) and f"{(year or 0) - 1}年" in squeezed(text) and "问题" in text


def _tells_last(text: str, year: int | None) -> bool:
    """Tell whether a sentence begins with a problem of the year before: 2022年提出的…问题."""
    begins = named(text)
    return bool(begins) and text.lstrip().startswith(f"{(year or 0) - 1}年")


def _announced(text: str, year: int | None) -> Mode | None:
    """Return what a lead-in announces; what names the year after the report's, measures."""
    following = bool(year) and f"{(year or 0) + 1}年" in squeezed(text)
    return mode_of(text) or ("measure" if following else None)


def _all_leads(text: str) -> bool:
    """Tell whether a piece says nothing of its own: each clause a lead-in, or praise before one."""
    clauses = [clause for clause in text.replace(",", "，").split("，") if clause.strip()]
    return (
        bool(clauses)
        and is_lead(clauses[-1])
        and all(
            is_lead(clause) or is_praise(clause) or announces(clause) for clause in clauses[:-1]
        )
    )
