"""Section 五 cut into pieces: sentences, the parts of a list, what stands before a colon."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from .cues import announces, is_fault, is_lead, turns
from .marks import Mark, marks

#: What a cut must not fall into: titles, quotations, remarks in brackets.
_WHOLE = re.compile(
    r"《[^》\n]{0,80}》|“[^”\n]{0,60}”|「[^」\n]{0,60}」|\"[^\"\n]{1,40}\""
    r"|[（(](?!(?:改进|整改|解决|应对)?(?:措施|举措|办法|情况)[：:])[^（）()\n]{3,80}[）)]"
)
_END = re.compile(r"(?:[。！？；;\n]|(?<=[\u4e00-\u9fff])\.(?=\s|[\u4e00-\u9fff]|$))+[”」’\"]*\s*")
#: What sets off a heading or a measure within a line.
_OPEN = re.compile(r"[【→⇒]|[（(](?=(?:改进|整改|解决|应对)?(?:措施|举措|办法|情况)[：:])")
_CLOSE = re.compile("】")
#: Behind a clause that names a fault: 形式单一，将运用图表.
_WILL = re.compile(r"[，,]\s*(?=将(?![会近来于使]|影响|导致|造成|难|无法|面临|产生))")
_CLAUSE = re.compile(r"[^，,。；;：:\n]*$")
_LONGEST_CLAUSE = 60
_COLON = re.compile(r"[：:]\s*")
_LEAD_END = re.compile(
    r"[^，,。；;：:]{0,60}?(?:问题|不足|不足之处|差距|短板|重点|措施|举措|方向|思路|做法|打算|情况)(?:主要|具体)?(?:表现)?(?:是|在于|有|为|包括|在|即)(?=[^，,])[：:]?"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a paragraph: where it stands, and what numbers it."""

    paragraph: int
    start: int
    end: int
    text: str
    mark: Mark | None = None
    opens: bool = False  # the first of its paragraph

    @property
    def body(self) -> int:
        """Where its words begin, behind what numbers it."""
        return self.mark.end if self.mark else self.start


@lru_cache(maxsize=64)
def masked(text: str) -> str:
    """Return a text of the same length whose titles, quotations and brackets hide their marks."""
    return _WHOLE.sub(lambda match: "□" * len(match[0]), text)


@cache
def _turn() -> re.Pattern[str]:
    return re.compile(rf"(?<=[，,])\s*(?={turns().pattern})")


def pieces(paragraphs: list[str]) -> Iterator[Piece]:
    """Yield the pieces of a section's paragraphs, in printed order; together they are all of it."""
    for number, text in enumerate(paragraphs):
        hidden = masked(text)
        numbering = {mark.start: mark for mark in marks(text) if hidden[mark.start] != "□"}
        cuts = {0, len(text), *numbering}
        cuts |= {match.end() for match in _END.finditer(hidden)}
        cuts |= {match.end() for match in _turn().finditer(hidden)}
        cuts |= {m.end() for m in _WILL.finditer(hidden) if is_fault(_before(hidden, m.start()))}
        cuts |= {match.start() for match in _OPEN.finditer(hidden)}
        cuts |= {match.end() for match in _CLOSE.finditer(hidden)}
        for start, end in _between(cuts):
            mark = numbering.get(start)
            begin = mark.end if mark else start
            # A heading before a colon, or a lead-in that ends in 是, is a piece of its own.
            head = _head(hidden, begin, end)
            spans = [(start, head), (head, end)] if head else [(start, end)]
            for place, (first, last) in enumerate(spans):
                own = mark if place == 0 else None
                words = text[own.end if own else first : last]
                if words.strip() or own:
                    yield Piece(number, first, last, words, own, first == 0)


def _before(text: str, end: int) -> str:
    """Return the clause that ends at a place."""
    match = _CLAUSE.search(text[max(0, end - _LONGEST_CLAUSE) : end])
    return match[0] if match else ""


def _between(cuts: set[int]) -> Iterator[tuple[int, int]]:
    yield from pairwise(sorted(cuts))


def _head(text: str, start: int, end: int) -> int | None:
    """Return where a piece's lead-in ends, if what stands before its colon is one."""
    colon = _COLON.search(text, start, end)
    if colon and colon.end() < end and _leads(text[start : colon.start()]):
        return colon.end()
    match = _LEAD_END.match(text, start, end)
    if match and match.end() < end and is_lead(match[0]):
        return match.end()
    return None


def _leads(text: str) -> bool:
    clauses = [clause for clause in re.split(r"[，,]", text) if clause.strip()]
    return bool(clauses) and is_lead(clauses[-1]) and any(announces(clause) for clause in clauses)
