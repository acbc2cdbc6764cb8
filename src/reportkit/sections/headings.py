"""Lines that may head one of the six sections: the numeral in front, and the label behind it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ..codebook import match_label, read_spec
from ..text import normalize

#: A heading has so many characters at most, its label alone so many where it is not of the form.
LONGEST = 48
_STRANGE_LABEL = 24
#: 总体情况 alone on a line may be said of anything; a label of so many characters is a heading.
_TELLING_LABEL = 6

_HAN = "一二三四五六七八九十"
#: What decorates a heading: 【一、总体情况】, ■ 总体情况, ※ (1) 总体情况.
_DECORATION = r"[^\w(]*"
#: How headings are numbered, the highest level first; a mark behind the numeral is `sep`.
STYLES = {
    "part": re.compile(rf"第(?:(?P<n>[{_HAN}])|(?P<d>\d))(?P<sep>部分|章|节|[、.,:])"),
    "plain": re.compile(rf"(?P<n>[{_HAN}])(?P<sep>[、.,:】\]〕]?)"),
    "bracket": re.compile(rf"\((?:(?P<n>[{_HAN}]))(?P<sep>\))"),
    "digit": re.compile(r"(?P<d>\d)(?P<sep>[、.)](?!\d))"),
    "bracketed digit": re.compile(r"\((?P<d>\d)(?P<sep>\))"),
}
#: The style of a label that stands without a numeral.
BARE = "bare"

#: Where a heading may end and its text begin, in one paragraph.
_MARKED_END = re.compile(r"[。：:\n】］\]]+\s*")
#: Blanks part a heading from text, but stand within headings as well; a year, the first of a list
#: and （无） need no mark.
_LOOSE_END = re.compile(r"\s+|(?=20\d\d\s*年|一是|[（(]?无[）)]?[。.]?$)")
_PROSE = re.compile(r"[。，；,;]|^[（(]?无[）)]?\.?$")
_INNER_MARK = re.compile(r"[。，；：！？,;:!?\"]")
#: 总体情况……3, 总体情况 3: an entry in a table of contents.
_LEADER = re.compile(
    r"(?:[.．…·・․。_—\-\s]{2,}|\s)[(（]?\s*\d{0,3}\s*[)）]?\s*$|[.…·]\s*\d{1,3}\s*$"
)
_PAGE = re.compile(r"[\d.．…·・]")
_DOTS = re.compile(r"…|[.．·・]{2}")
_CONTENTS = frozenset({"目录", "目次", "contents"})
_YEAR = re.compile(r"^20\d\d年度?")


@dataclass(frozen=True, slots=True)
class HeadLine:
    """A line that has the look of a heading.

    Attributes
    ----------
    style : str
        How it is numbered, a key of STYLES or BARE.
    numeral : int
        Its number, 0 for none.
    section : int
        Which of the six sections its label names, 0 for none.
    end : int
        Where the text begins that follows in the same paragraph; the text's length for none.
    exact : bool
        Whether the label is the form's, or a known way of printing it; without a numeral, whether
        it says enough to be a heading by itself.
    strange : bool
        Whether it is numbered and short, and its label is not known.
    """

    style: str
    numeral: int
    section: int
    end: int
    exact: bool = False
    strange: bool = False

    @property
    def joined(self) -> bool:
        """Whether text follows in the same paragraph."""
        return self.end > 0


def read_heading(text: str, marked: bool = False) -> HeadLine | None:
    """Tell what a paragraph may head, and where its own text begins.

    Parameters
    ----------
    text : str
        As printed.
    marked : bool
        Whether the file marks it as a heading.

    Examples
    --------
    >>> line = read_heading("五、存在问题。一是解读少。")
    >>> line.section, line.end, line.exact
    (5, 7, True)
    >>> read_heading("三、本年度办理结果"), read_heading("五河县人民政府")
    (None, None)
    """
    head = text[: 2 * LONGEST]
    style, numeral, sep, label = _numbered(normalize(head))
    if not style:
        return _bare(head, text, marked)
    found = _ended(text, marked)
    if found is not None:
        section, end, exact = found
        return HeadLine(style, numeral, section, end, exact)
    short = len(label) <= _STRANGE_LABEL and len(text) <= 2 * LONGEST
    strange = bool(
        sep and label and short and not _INNER_MARK.search(label.rstrip(":。"))
        and not label.endswith("。") and not match_label(label, ("item", "column", "ignore"))
    )  # fmt: skip
    return HeadLine(style, numeral, 0, 0, strange=True) if strange else None


def is_numbered(text: str) -> tuple[str, int]:
    """Return style and numeral of a paragraph that begins with a number and its mark."""
    style, numeral, sep, _ = _numbered(normalize(text[:LONGEST]))
    return (style, numeral) if sep else ("", 0)


def is_contents(text: str) -> bool:
    """Tell 目录, and an entry of a table of contents with its dots and the number of its page.

    Examples
    --------
    >>> is_contents("目　录"), is_contents("一、总体情况…………1"), is_contents("一、总体情况")
    (True, True, False)
    """
    if len(text) > 4 * LONGEST:
        return False
    if normalize(text).lower().strip("【】[]:") in _CONTENTS:
        return True
    leader = _LEADER.search(text)
    if leader is None or not _PAGE.search(leader[0]):
        return False
    line = read_heading(text[: leader.start()])
    drawn = bool(_DOTS.search(leader[0]))
    return line is not None and not line.joined and (line.section > 0 or (line.strange and drawn))


def _numbered(folded: str) -> tuple[str, int, str, str]:
    """Part a folded line into style, numeral, the mark behind it, and the rest."""
    bare = re.sub(rf"^{_DECORATION}", "", folded)
    for style, pattern in STYLES.items():
        match = pattern.match(bare)
        if match:
            groups = match.groupdict()
            digit = groups.get("d")
            numeral = int(digit) if digit else _HAN.index(groups["n"]) + 1
            label = re.sub(rf"^{_DECORATION}", "", bare[match.end() :])
            return style, numeral, match["sep"], label
    return "", 0, "", bare


def _bare(head: str, text: str, marked: bool) -> HeadLine | None:
    if len(text) > LONGEST:
        return None
    section, exact = _section(normalize(head))
    telling = marked or len(re.sub(r"\W", "", normalize(head))) >= _TELLING_LABEL
    return HeadLine(BARE, 0, section, 0, telling) if section and exact else None


def _ended(text: str, marked: bool) -> tuple[int, int, bool] | None:
    """Return the section, where the text behind the heading begins (0: nowhere), and exactness.

    What the form says word for word goes before what is merely like it, for 其他需要报告的事项。无
    is like a heading as a whole.
    """
    merely_alike: tuple[int, int, bool] | None = None
    for end, loose in _ends(text):
        label = _numbered(normalize(text[: end or None]))[3]
        rest = text[end:].strip() if end else ""
        if len(label) > LONGEST or (end and not rest):
            continue
        if loose and not _PROSE.search(rest):
            continue
        section, exact = _section(label)
        if section and exact:
            return section, end, True
        if section and not loose and merely_alike is None and not _INNER_MARK.search(label[:-1]):
            merely_alike = section, end, False
    return merely_alike


def _ends(text: str) -> Iterator[tuple[int, bool]]:
    """Yield where a heading may end, 0 for the end of the paragraph, and whether it is loose."""
    head = text[: 2 * LONGEST]
    if len(text) <= 2 * LONGEST:
        yield 0, False
    for pattern, loose in ((_MARKED_END, False), (_LOOSE_END, True)):
        for match in pattern.finditer(head):
            if match.end() or match.start():
                yield match.end(), loose


def _section(label: str) -> tuple[int, bool]:
    """Return which section a folded label names, 0 for none, and whether word for word."""
    bare = _YEAR.sub("", label)
    matches = match_label(bare, ("section",))
    if matches:
        return int(matches[0].code), matches[0].score == 100.0
    letters = re.sub(r"[\W_]+", "", bare)
    for section, pattern in _patterns():
        if len(letters) <= LONGEST and pattern.fullmatch(letters):
            return section, False
    return 0, False


@cache
def _patterns() -> tuple[tuple[int, re.Pattern[str]], ...]:
    return tuple((int(row["section"]), re.compile(row["pattern"])) for row in read_spec("headings"))
