"""Lines that may head a section: what they say, and how they are set."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from ..codebook import match_label, read_spec, split_numbering
from ..text import fold, normalize

#: A heading is a line; what is longer is a sentence.
LENGTH = 40
#: Without a numeral a shorter label (其他, 概况) may be a word of any table.
_TELLING = 4
_HAN = "一二三四五六七八九"
#: What is set before a heading, and means nothing.
_ORNAMENT = re.compile(r"^[\s【\[■●◆◎▪★*#>]+")
#: What a table of contents sets behind it: leaders, and a page.
_LEADERS = re.compile(r"[.…·_\s-]*(?:[.…·_]{2,}|\t|\s)[.…·_\s-]*\d{1,3}\s*$")
#: How the six are counted, the usual way first; the same way all through a report.
STYLES = {
    "一、": re.compile(rf"([{_HAN}])[、.:,]?"),
    "第一": re.compile(rf"第([{_HAN}])(?:部分|章|节|项)?[、.:,]?"),
    "(一)": re.compile(rf"\(([{_HAN}])\)[、.:,]?"),
    "1.": re.compile(r"\(?([1-9])[).、:,](?!\d)"),
}
#: What any of them begins with: most lines do not, and need no closer look.
_NUMBERED = re.compile(rf"\s*[【\[]?\s*[第(（{_HAN}\d]")
#: Without a numeral.
BARE = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line that may head a section.

    Attributes
    ----------
    section : int
        By its label; 0 where no label is known.
    numeral : int
        As printed, 0 without one.
    style : str
        How it is counted, a key of `STYLES`; "" without a numeral.
    heading, rest : str
        As printed; what follows the heading in the same paragraph.
    listed : bool
        A page number stands behind it, as in a table of contents.
    part : int
        Which part of the document it stands in.
    """

    section: int
    numeral: int
    style: str
    heading: str
    rest: str = ""
    listed: bool = False
    part: int = -1


@lru_cache(maxsize=4096)
def read_candidate(text: str) -> Candidate | None:
    """Read a paragraph as a heading, alone or with the text that it runs into.

    Examples
    --------
    >>> read_candidate("五、存在的主要问题及改进情况").section
    5
    >>> found = read_candidate("一、总体情况。2023年，我局主动公开信息1234条。")
    >>> found.heading, found.rest
    ('一、总体情况。', '2023年，我局主动公开信息1234条。')
    >>> read_candidate("三、本年度办理结果").section
    0
    """
    alone = _ORNAMENT.sub("", text).strip()
    leaders = _LEADERS.search(alone)
    bare = normalize(alone[: leaders.start()] if leaders else alone).rstrip("】]")
    if len(bare) > LENGTH:
        return _run_in(text)
    style, numeral, label = _numbered(bare)
    whole = Candidate(_section(label, style), numeral, style, text.strip(), "", bool(leaders))
    if whole.section:
        return whole
    # What is counted so may head a section by a name that nobody knows.
    return _run_in(text) or (whole if style else None)


def _numbered(bare: str) -> tuple[str, int, str]:
    for style, pattern in STYLES.items():
        match = pattern.match(bare)
        if match:
            number = match[1]
            return style, _HAN.find(number) + 1 or int(number), bare[match.end() :]
    return BARE, 0, bare


def _section(label: str, style: str) -> int:
    """Return the section of a label; without a numeral it must be the label, and no likeness."""
    label = label.rstrip(":。.")
    if style == BARE and len(label) < _TELLING:
        return 0
    for match in match_label(label, ("section",)):
        if style != BARE or match.score == 100:
            return int(match.code)
    return 0


def _run_in(text: str) -> Candidate | None:
    """Read 一、总体情况。2023年，…: a heading that its own text follows in one paragraph."""
    if not _NUMBERED.match(text):
        return None
    # Character by character: a place in the folded text is one in the printed.
    folded = "".join(fold(char) if len(fold(char)) == 1 else char for char in text[: 2 * LENGTH])
    match = _pattern().match(folded)
    if not match:
        return None
    style, numeral, label = _numbered(normalize(match["heading"]))
    section = _section(label, style)
    rest = text[match.end() :].strip()
    if not section or style == BARE or not rest:
        return None
    return Candidate(section, numeral, style, text[: match.end()].strip(), rest)


@cache
def _pattern() -> re.Pattern[str]:
    """Match a numeral, a known label, however spaced, and what parts it from its text."""
    labels = [row["label_zh"] for row in read_spec("sections")]
    labels += [row["alias"] for row in read_spec("aliases") if row["kind"] == "section"]
    longest = sorted({normalize(label) for label in labels}, key=len, reverse=True)
    known = "|".join(r"\s*".join(map(re.escape, label)) for label in longest)
    return re.compile(
        rf"\s*[【\[]?(?P<heading>(?:第[{_HAN}](?:部分)?|\([{_HAN}]\)|[{_HAN}]|\d)\s*[、.:,]?\s*"
        rf"(?:{known}))[】\]]?\s*(?:[。:：.]\s*|\n\s*|\s+|(?=20\d\d))"
    )


def is_item(text: str) -> bool:
    """Tell a row of the requests table, such as 三、本年度办理结果, that was printed as prose."""
    return bool(match_label(split_numbering(normalize(text))[1], ("item", "column")))
