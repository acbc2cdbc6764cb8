"""The words around each amount of a sentence: before it, behind it, around its bracket."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from .amounts import Amount

#: What parts clauses; 、 and 和 part two amounts, but not the words of one.
_STRONG = re.compile(r"[，,；;：:。！？()\n]")
_WEAK = re.compile(r"[、/]|以及|和|及|与|并")
#: A label is looked for in so many characters before an amount and behind it.
REACH = 80
#: What the amounts behind it are some of: 9件行政复议中有3件被纠正.
_AMONG = re.compile(r"([^，,；;：:。()]{1,30}?(?:当中|之?中|里))(?:共?有|仅有?|只有|含)")
#: From one amount to the next of the same thing: 由23件降至9件.
_FROM = re.compile(r"[由从]$")
_TO = re.compile(
    r"(?:下降|降低|减少|压减|降|增长|增加|上升|提升|提高|升|增)(?:至|到|为)了?(?:[今本当]年的?)?"
)
_RESPECTIVELY = re.compile(r"(?:依次|分别)(?:为|是|有|达|共|达到|收到|办理)?(?:[：:])?$")


@dataclass(frozen=True, slots=True)
class Phrase:
    """The words that speak of an amount.

    Attributes
    ----------
    before, after : str
        Of the amount's own clause, up to its neighbours.
    lead : str
        What stands between the amount before and the clause: 其中，从申请方式看，.
    owner : int
        The place of the amount in whose bracket it stands: 受理349件（含上年结转34件）; -1: none.
    label : str
        What stands before its bracket where no amount does: 房屋征收（186件）.
    """

    before: str
    after: str
    lead: str
    owner: int
    label: str


def view(text: str, amounts: Sequence[Amount]) -> str:
    """Return the text with brackets that hold no amount marked ⟨⟩: they part nothing."""
    if "(" not in text:
        return text
    marked, opened, at = list(text), [], 0
    for place, char in enumerate(text):
        while at < len(amounts) and amounts[at].end <= place:
            at += 1
        if char == "(":
            opened.append((place, at))
        elif char == ")" and opened:
            first, count = opened.pop()
            if at == count:
                marked[first], marked[place] = "⟨", "⟩"
    return "".join(marked)


def phrases(text: str, amounts: Sequence[Amount]) -> list[Phrase]:
    """Return the words around each amount of a sentence.

    Examples
    --------
    >>> from .amounts import amounts
    >>> text = "收到申请10件,其中予以公开8件、部分公开2件。"
    >>> [phrase.before for phrase in phrases(text, amounts(text))]
    ['收到申请', '其中予以公开', '部分公开']
    """
    text = view(text, amounts)
    owners = _owners(text, amounts)
    found: list[Phrase] = []
    for i, amount in enumerate(amounts):
        start = amounts[i - 1].end if i else 0
        between = text[start : amount.start]
        strong = list(_STRONG.finditer(between))
        weak = _WEAK.search(between) if i else None
        owner, label = owners[i]
        cut = strong[-1].end() if strong else weak.end() if weak else 0
        before, lead = between[cut:].lstrip("、")[-REACH:], between[:cut][-REACH:]
        among = _AMONG.fullmatch(between) if i else None
        if among:
            found[-1] = replace(found[-1], after=among[1])
            before, lead = "其中", ""
        elif i and _TO.fullmatch(between) and _FROM.search(found[-1].before):
            before, lead = found[-1].before[:-1], found[-1].lead
        if strong and strong[-1][0] in ":：" and not before.strip("为是共计达约有"):
            # 信息处理费：0元: the label stands before the mark.
            first = strong[-2].end() if len(strong) > 1 else 0
            before = between[first : strong[-1].start()][-REACH:] + before
        found.append(Phrase(before, _behind(text, amounts, i), lead, owner, label))
    return _respectively(found, text, amounts)


def _behind(text: str, amounts: Sequence[Amount], i: int) -> str:
    """Return what stands behind an amount in its clause, unless it speaks of the next."""
    last = i + 1 == len(amounts)
    following = text[amounts[i].end : len(text) if last else amounts[i + 1].start][: REACH + 1]
    strong = _STRONG.search(following)
    if strong:
        return following[: strong.start()]
    if last:
        return following[:REACH]
    weak = _WEAK.search(following)
    return following[: weak.start()] if weak else ""


def _owners(text: str, amounts: Sequence[Amount]) -> list[tuple[int, str]]:
    """Return of each amount the one in whose bracket it stands, or the label before the bracket."""
    found: list[tuple[int, str]] = [(-1, "")] * len(amounts)
    if "(" not in text:
        return found
    at, stack = 0, []
    starts = {amount.start: place for place, amount in enumerate(amounts)}
    for place, char in enumerate(text):
        if char == "(":
            own = at - 1
            gap = text[amounts[own].end : place] if own >= 0 else "-" * REACH
            close = own >= 0 and len(gap) <= 12 and not re.search(r"[，,；;。、：:]", gap)
            words = re.split(r"[，,；;。、：:()]|\d", text[max(0, place - 30) : place])[-1]
            stack.append((own, "") if close else (-1, words or "?"))
        elif char == ")" and stack:
            stack.pop()
        if place in starts:
            at = starts[place] + 1
            if stack:
                found[at - 1] = stack[-1]
    return found


def _respectively(found: list[Phrase], text: str, amounts: Sequence[Amount]) -> list[Phrase]:
    """Hand the labels of 予以公开、部分公开分别为12、3件 to their amounts."""
    i = 0
    while i < len(found):
        last = i
        while last + 1 < len(found) and _WEAK.fullmatch(
            text[amounts[last].end : amounts[last + 1].start]
        ):
            last += 1
        said = _RESPECTIVELY.search(found[i].before)
        if said and last > i:
            labels = _labels(found[i].lead + found[i].before[: said.start()], last - i + 1)
            for place in range(i, last + 1):
                old = found[place]
                found[place] = replace(old, before=labels[place - i], after="", lead="")
        i = last + 1
    return found


def _labels(text: str, count: int) -> list[str]:
    """Return the last so many labels of a list; as many unknown ones where it has fewer."""
    clauses = [clause for clause in re.split(r"[，,；;：:]", text) if clause]
    pieces = re.split(r"、|以及|和|及|与", clauses[-1]) if clauses else []
    if len(pieces) < count:
        return ["?"] * count
    return pieces[-count:]
