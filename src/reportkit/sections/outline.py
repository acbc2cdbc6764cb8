"""Which of the lines that may head a section do: the six that fit together best."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from .candidates import BARE, STYLES, Candidate, is_item, read_candidate
from .parts import Part

#: What speaks for a heading: that its label is known, its numeral the section's, that text or a
#: table follows it (in a table of contents the next heading does), that the file sets it as one.
_KNOWN, _AGREES, _FILLED, _SET = 3.0, 0.5, 1.0, 0.5
#: What speaks against it: text in the same paragraph, a page number behind it.
_RUNS_IN, _LISTED = -0.5, -2.0
#: Without a numeral, or counted otherwise than the rest.
_OTHERWISE = 0.5
#: Of what follows, so many characters are more than a stray line.
_TEXT = 12
#: A label that is not known is taken by its numeral only if it is no sentence.
_LABEL_LENGTH = 30
SECTIONS = 6


@dataclass(frozen=True, slots=True)
class Outline:
    """The headings of the six sections, and what was decided on the way.

    Attributes
    ----------
    headings : tuple of Candidate
        In printed order; no section stands twice.
    by_numeral : frozenset of int
        The sections whose label is not known: their numeral alone says what they are.
    """

    headings: tuple[Candidate, ...]
    by_numeral: frozenset[int] = frozenset()

    @property
    def style(self) -> str:
        """How most of them are counted."""
        styles = [heading.style for heading in self.headings]
        return max(styles, key=styles.count, default=BARE)


def find_outline(parts: Sequence[Part]) -> Outline:
    """Choose the headings: sections in rising order, counted alike, each with something below it.

    A table of contents, a link to a section and a sentence that names one are passed over where
    lines stand elsewhere that fit better. （二）主动公开情况 within section 一 heads nothing where
    the sections are counted 一、二、.
    """
    found = [
        replace(candidate, part=place)
        for place, part in enumerate(parts)
        if not part.is_table and (candidate := read_candidate(part.text))
    ]
    known = [candidate for candidate in found if candidate.section]
    filled = _filled(parts, known)
    best: tuple[float, tuple[Candidate, ...]] = (0.0, ())
    for style in (*STYLES, BARE):
        weights = [
            _weight(each, style, full, parts) for each, full in zip(known, filled, strict=True)
        ]
        chain = _heaviest(known, weights)
        if chain[0] > best[0]:
            best = chain
    outline = Outline(best[1])
    return _completed(outline, found, parts)


def _filled(parts: Sequence[Part], known: Sequence[Candidate]) -> list[bool]:
    """Tell of each candidate whether anything stands between it and the next one."""
    ends = [*(each.part for each in known), len(parts)][1:]
    return [
        len(each.rest) >= _TEXT
        or any(part.is_table or len(part.text) >= _TEXT for part in parts[each.part + 1 : end])
        for each, end in zip(known, ends, strict=True)
    ]


def _weight(candidate: Candidate, style: str, filled: bool, parts: Sequence[Part]) -> float:
    """Return what speaks for a candidate where the sections are counted in a style; 0 for none."""
    # No subsection is called what section one is: （一）总体情况 before 二、 is meant so.
    if candidate.style not in (style, BARE) and candidate.section > 1:
        return 0.0
    weight = (
        _KNOWN
        + _AGREES * (candidate.numeral == candidate.section)
        + _FILLED * filled
        + _SET * (parts[candidate.part].level > 0)
        + _RUNS_IN * bool(candidate.rest)
        + _LISTED * candidate.listed
    )
    return weight * (1.0 if candidate.style and candidate.style == style else _OTHERWISE)


def _heaviest(
    known: Sequence[Candidate], weights: Sequence[float]
) -> tuple[float, tuple[Candidate, ...]]:
    """Return the heaviest run of rising sections; of two alike the later."""
    best: list[tuple[float, tuple[Candidate, ...]]] = [(0.0, ())] * (SECTIONS + 1)
    for candidate, weight in zip(known, weights, strict=True):
        if weight <= 0:
            continue
        before = max(best[: candidate.section], key=lambda chain: chain[0])
        total = before[0] + weight
        if total >= best[candidate.section][0]:
            best[candidate.section] = (total, (*before[1], candidate))
    return max(best, key=lambda chain: chain[0])


def _completed(outline: Outline, found: Sequence[Candidate], parts: Sequence[Part]) -> Outline:
    """Take a heading of an unknown label by its numeral, where that section is lacking there."""
    headings = list(outline.headings)
    taken = set()
    for number in range(1, SECTIONS + 1):
        if not headings or any(heading.section == number for heading in headings):
            continue
        after = max((h.part for h in headings if h.section < number), default=-1)
        before = min((h.part for h in headings if h.section > number), default=len(parts))
        fitting = [
            each
            for each in found
            if not each.section and each.numeral == number and each.style == outline.style
            and after < each.part < before and len(each.heading) <= _LABEL_LENGTH
            and each.heading[-1] not in "。；;，," and not is_item(each.heading)
        ]  # fmt: skip
        if len(fitting) == 1:
            headings.append(replace(fitting[0], section=number))
            taken.add(number)
    headings.sort(key=lambda heading: heading.part)
    return Outline(tuple(headings), frozenset(taken))
