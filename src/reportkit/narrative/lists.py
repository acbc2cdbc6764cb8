"""The lists of a section 五: whether their points are problems or measures, headings or details."""

import re

from .clauses import answers
from .cues import Mode, is_fault, is_measure
from .outline import Item, Step

#: 主动公开方面: what the points below it are about.
_SUBJECT = re.compile("[^，,。；;]{2,20}(?:方面|上|领域)的?(?:问题|措施)?[。：:]?")


class Lists:
    """The numbered points of an outline by their list, each told for what it is."""

    def __init__(self, steps: list[Step]) -> None:
        self.of: dict[int, list[Item]] = {}
        for step in steps:
            if step.item and step.item.steps[0] is step:
                self.of.setdefault(step.item.series, []).append(step.item)
        for items in self.of.values():
            _settle(items)
        for items in self.of.values():
            _hoist(items)
        self._headings: dict[Item, bool] = {}

    def is_heading(self, item: Item) -> bool:
        """Tell whether a numbered point only names what the points below it are about."""
        if item not in self._headings:
            self._headings[item] = _is_heading(item)
        return self._headings[item]

    def is_detail(self, item: Item) -> bool:
        """Tell whether a numbered point only explains the one above it."""
        parent, first = item.parent, _first(item)
        while parent and first:
            above = _first(parent)
            if above and not self.is_heading(parent) and above.mode == first.mode:
                return True
            parent = parent.parent
        return False


def _settle(items: list[Item]) -> None:
    """Settle whether a list is one of problems or of measures by what its points say."""
    both = [item for item in items if _holds_both(item)]
    if len(both) > 1:  # 1.问题：… 措施：…, and again
        for item in both:
            item.heading = False
    firsts = [first for item in items if (first := _first(item)) and not item.heading]
    if not firsts:
        return
    lacking = sum(map(_names_fault, items))
    doing = sum(is_measure(step.piece.text) for step in firsts)
    likely: Mode | None = "problem" if lacking >= max(doing, 1) else "measure" if doing else None
    # What was announced as problems, names none and tells what is done, are measures.
    wrong = firsts[0].mode == "problem" and not lacking and doing * 3 >= len(firsts) * 2
    for item in items:
        for step in item.steps:
            if step.mode is None and not step.role and not answers(step.piece.text):
                step.mode = likely
            elif wrong and step.mode == "problem":
                step.mode = "measure"


def _names_fault(item: Item) -> bool:
    """Tell whether a point says what is lacking, at once or behind 平台方面。."""
    said = [step for step in item.steps if not step.role][:2]
    topic = (
        len(said) > 1 and said[1].mode is None and _SUBJECT.fullmatch(said[0].piece.text.strip())
    )
    return not item.heading and any(map(says_fault, said if topic else said[:1]))


def _hoist(items: list[Item]) -> None:
    """Take measures that stand behind the last point of a list alone for all of it."""
    kept = [item for item in items if not item.heading]
    if len(kept) < 2 or [item for item in kept if _turns(item)] != [kept[-1]]:
        return
    item = kept[-1]
    turns = (n for n, step in enumerate(item.steps) if n and step.mode == "measure")
    first = next(turns, len(item.steps))
    for step in item.steps[first:]:
        step.item = item.parent if item.parent and item.parent.heading else None
    del item.steps[first:]
    for child in item.children:
        if (said := _first(child)) and said.mode == "measure":
            child.parent = None
    item.children = [child for child in item.children if child.parent]


def _turns(item: Item) -> bool:
    """Tell whether a point of a list of problems turns to measures within it."""
    first = _first(item)
    if not first or first.mode == "measure":
        return False
    under = [step for child in item.children for step in child.steps]
    return any(step.mode == "measure" for step in [*item.steps, *under])


def _is_heading(item: Item) -> bool:
    first = _first(item)
    if item.heading or first is None:
        return item.heading or bool(item.children)
    below = next((said for child in item.children if (said := _first(child))), None)
    if not below or below.mode != first.mode:
        return False
    if _SUBJECT.fullmatch(first.piece.text.strip()):
        return True
    says = is_fault if first.mode == "problem" else is_measure
    return len(item.steps) == 1 and not says(first.piece.text)


def _holds_both(item: Item) -> bool:
    """Tell whether a numbered point names a problem and then a measure, each announced."""
    return {"problem", "measure"} <= {step.mode for step in item.steps if not step.role}


def _first(item: Item) -> Step | None:
    """Return what a numbered point says first."""
    return next((step for step in item.steps if not step.role), None)


def says_fault(step: Step) -> bool:
    """Tell whether a step names what is lacking, and is not announced as a measure."""
    text = step.piece.text
    return (
        step.mode in (None, "problem")
        and not step.role
        and not answers(text)
        and is_fault(re.split("[。；;]", text)[0])
    )
