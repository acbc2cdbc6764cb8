"""Titles of annual reports: what a line must be to be one, and which of several is the report's."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from ..codebook import read_spec
from ..text import normalize, parse_chinese
from .lines import Line
from .names import body_in, holds, is_organ, names_body, words

#: A title is one line; what is longer is a sentence that speaks of the report.
TITLE_LENGTH = 60
#: What is so long is no title even where its characters are spaced.
_PARAGRAPH = 3 * TITLE_LENGTH
#: A title is printed in up to so many lines, each of them short.
_LINES, _LINE_LENGTH = 3, 40

_ZERO = "〇零○Oo0"
_Y = rf"(?<!\d)20\d\d(?!\d)|二[{_ZERO}][{_ZERO}一二三][{_ZERO}一二三四五六七八九]"
_YEAR = re.compile(rf"(?:(?P<from>{_Y})年?[-至到~/])?(?P<year>{_Y})(?P<kind>学年度?|年度|年)?")
_TITLE = re.compile(
    rf"""^(?P<before>[^。;!?,>|]{{0,45}}?)
    (?P<topic>(?:政府|政务)?信息公开|政务公开)
    (?P<between>(?:工作|情况|条例|实施|贯彻|落实|执行|[》"的]|年度|{
        _YEAR.pattern.replace("?P<from>", "").replace("?P<year>", "").replace("?P<kind>", "")
    }|[()]){{0,7}}?)
    (?P<report>报告|年报|总结)(?P<behind>.*)$""",
    re.VERBOSE,
)
#: Behind a title: its year, a bracket, the document that brings it, the site's name.
_BEHIND = re.compile(
    rf"^[\"'》〉)\]】]*(?:\(?(?:{_Y})(?:学年度?|年度|年)?\)?)?(?:\([^()]*\))?(?:正文|全文)?"
    r"[\"'》〉)\]】]*(?:的)?(?:通知|公告|函|通告|报告)?(?:[-_—].*)?$"
)
_LIST_MARK = re.compile(r"^(?:[.*◆●■□▪>»-]|\(?\d{1,2}[).、](?!\d))")
_DATE_BEHIND = re.compile(
    r"[(\[]?20\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?[)\]]?$|[(\[]\d\d-\d\d[)\]]$"
)
_PERIOD = re.compile(
    rf"(?P<from>{_Y})[年.](?P<m1>\d{{1,2}})[月.](?P<d1>\d{{1,2}})日?(?:起|开始)?(?:至|到|-|~)"
    rf"(?:(?P<year>{_Y})[年.]|同年|当年)?(?P<m2>\d{{1,2}})[月.](?P<d2>\d{{1,2}})"
)
_MENTION = re.compile(rf"({_Y})年")
_ANNOUNCED = re.compile(rf"({_Y})年度?[^,。;\d]{{0,15}}?(?:信息公开|政务公开|年度报告)")

#: What speaks for a candidate, and against it. What the report itself says weighs more than where
#: a line stands; what it says of its period, most.
_HEADING, _TOP_HEADING = 1, 2
_IN_HEAD, _LAST_IN_HEAD = 2, 1
_OWN_WORD, _OWN_WORD_OF_A_PAGE = 1, 2
_PERIOD_AGREES, _PROSE_AGREES = 3, 2
_HAS_ISSUER = 1
_NO_YEAR, _IN_LIST, _ASIDE, _CELL = -3, -2, -3, -1
#: So many lines from where section 一 begins are asked which year they speak of.
_PROSE_LINES = 6


@dataclass(frozen=True, slots=True)
class Title:
    """What a title says, and how it stands."""

    text: str
    issuer: str
    year: int | None
    source: str
    #: The first year of a range, such as 2022-2023学年.
    first_year: int | None = None
    schoolyear: bool = False
    #: Behind the title stands more than belongs to one, such as 解读.
    aside: bool = False
    in_list: bool = False
    #: Where its first line stands, and how many it has; -1 outside the lines.
    place: int = -1
    lines: int = 1
    score: int = 0

    @property
    def parts(self) -> int:
        """How much of issuer and year it names."""
        return bool(self.issuer) + (self.year is not None)


def parse_title(text: str, source: str = "") -> Title | None:
    """Read a line as the title of an annual report; None where it is none.

    Examples
    --------
    >>> title = parse_title("关于报送甲县教育局政府信息公开工作年度报告（二〇二三年）")
    >>> title.issuer, title.year
    ('甲县教育局', 2023)
    """
    if len(text) > _PARAGRAPH:
        return None
    folded = normalize(text)
    if "公开" not in folded or len(folded) > TITLE_LENGTH:
        return None
    if holds(folded, "sentence") or holds(folded, "link"):
        return None
    marked = _LIST_MARK.match(folded)
    bare = folded[marked.end() :] if marked else folded
    dated = _DATE_BEHIND.search(bare)
    bare = bare[: dated.start()] if dated else bare
    bare = _facts().split(bare, maxsplit=1)[0] or bare
    announced, _, bare = bare.rpartition(":")
    match = _TITLE.match(bare)
    if not match:
        return None
    behind = _BEHIND.match(match["behind"])
    spans = _years(match["before"]) or _years(match["between"]) or _years(match["behind"][:12])
    annual = "年" in match["between"] + match["report"]
    if not (spans or annual):
        return None
    span = spans[-1] if spans else None
    first, year, kind = _read(span) if span else (None, None, "")
    issuer = _issuer(match["before"]) or _apart(announced, match["behind"])
    return Title(
        _label_before().sub("", text, count=1), issuer, year, source, first,
        kind.startswith("学年"), not behind, bool(marked or dated),
    )  # fmt: skip


@cache
def _label_before() -> re.Pattern[str]:
    return re.compile(rf"^\s*(?:{'|'.join(words('label'))})\s*\d*\s*[:：]\s*")


@cache
def _facts() -> re.Pattern[str]:
    """Match where the facts of a page (发布时间:) begin behind a title in the same line."""
    labels = sorted((row["label"] for row in read_spec("page_labels")), key=len, reverse=True)
    return re.compile(rf"(?<=[告报结])[\[(]?(?:{'|'.join(labels)})[\])]?:")


def find_titles(
    lines: Sequence[Line], own: Iterable[str], page: bool, period: int | None = None
) -> list[Title]:
    """Return all candidates, the best supported first; `period` is the year of `stated_period`.

    A title counts more as a heading, above section 一, as the last one there, when it has the words
    that the file itself gives as its title (a page's above all), names the year of the statistics'
    period (统计期限) or that of the opening (现公布2023年度……, else of section 一), and names a
    body. It counts less in a table, in a list of titles, without a year, and with more behind it
    than a title has. Lines with 上一篇, 相关 and other words of ``spec/title_words.csv`` are links,
    and no candidates. Of two that are supported alike the later stands first.
    """
    found = _dominant(list(_windows(lines)))
    heads = [title for title in found if lines[title.place].zone == "head"]
    last = heads[-1].place if heads else -1
    given = [title for text in own if (title := _own_title(text))]
    spoken = _spoken_year(lines)
    words_of_file = {_words(title.text) for title in given}
    scored = []
    for title in [*found, *given]:
        score = _HAS_ISSUER * bool(title.issuer)
        score += _PERIOD_AGREES * (period is not None and title.year == period)
        score += _PROSE_AGREES * (spoken is not None and title.year == spoken)
        score += _NO_YEAR * (title.year is None) + _ASIDE * title.aside
        title = replace(title, in_list=title.in_list or _listed(title, found))
        score += _IN_LIST * title.in_list
        weight = _OWN_WORD_OF_A_PAGE if page else _OWN_WORD
        if title.place < 0:
            score += weight - 1
        else:
            line = lines[title.place]
            level = max(part.level for part in lines[title.place : title.place + title.lines])
            score += _TOP_HEADING if level == 1 else _HEADING if level else 0
            score += _IN_HEAD * (line.zone == "head") + _LAST_IN_HEAD * (title.place == last)
            score += weight * any(_words(title.text) in text for text in words_of_file)
            score += _CELL * bool(line.cells)
        scored.append(replace(title, score=score))
    return sorted(scored, key=lambda title: (-title.score, -title.place))


def stated_period(lines: Sequence[Line]) -> tuple[int, str, date] | None:
    """Return the year of the period of statistics, where it is stated, and its last day."""
    for line in lines:
        if line.zone == "tail":
            continue
        match = _PERIOD.search(normalize(line.text))
        if match:
            first = _number(match["from"])
            year = _number(match["year"]) if match["year"] else first
            whole_year = (match["m1"].lstrip("0"), match["m2"]) == ("1", "12")
            if whole_year == (year == first):
                try:
                    return year, line.source, date(year, int(match["m2"]), int(match["d2"]))
                except ValueError:
                    continue
    return None


def contradicting(title: Title, titles: Sequence[Title]) -> list[Title]:
    """Return the titles, one a year and body, that name another year or another body."""
    others: dict[tuple[int | None, str], Title] = {}
    for other in sorted(titles, key=lambda other: other.place):
        year = other.year is not None and other.year != title.year
        body = bool(other.issuer and title.issuer) and not same_body(other.issuer, title.issuer)
        if year or body:
            others.setdefault((other.year, other.issuer), other)
    return list(others.values())


def same_body(one: str, other: str) -> bool:
    """Tell whether two names can be one body's, the one with more of its place than the other."""
    short, long = sorted((one, other), key=len)
    return long.endswith(short) or long.startswith(short)


def _windows(lines: Sequence[Line]) -> Iterator[Title]:
    """Yield every run of lines that reads as one title."""
    alone = [parse_title(line.text, line.source) if not line.cells else None for line in lines]
    for place, line in enumerate(lines):
        for cell in line.cells:
            if title := parse_title(cell, line.source):
                yield replace(title, place=place)
        title = alone[place]
        if title and (title.issuer or title.year or line.level):
            yield replace(title, place=place)
        for count in range(2, _LINES + 1):
            run = lines[place : place + count]
            if len(run) < count or line.zone != "head" or not _may_join(run):
                break
            whole = [own for own in alone[place : place + count] if own]
            if len(whole) > 1:
                break
            at = next((i for i, own in enumerate(alone[place : place + count]) if own), 0)
            joined = parse_title(" ".join(part.text for part in run), run[at].source)
            if not joined or joined.aside or joined.in_list:
                continue
            # One of a list of bodies above the title, as in a menu, is not the title's.
            above = lines[max(place - 1, 0) : place]
            menu = is_organ(line.text) and sum(is_organ(one.text) for one in (*above, *run)) > 1
            if not joined.issuer or (names_body(joined.issuer) and not menu):
                yield replace(joined, place=place, lines=count)


def _may_join(run: Sequence[Line]) -> bool:
    return all(
        len(line.text) <= _LINE_LENGTH
        and line.zone == "head"
        and not line.cells
        and not re.search(r"[:。;,>|]", normalize(line.text))
        and len(_years(normalize(line.text))) <= 1
        and not holds(line.text, "link")
        for line in run
    )


def _dominant(titles: list[Title]) -> list[Title]:
    """Of runs that share a line keep the one that names most, and of those the shortest."""
    kept: list[Title] = []
    for title in sorted(titles, key=lambda t: (-t.parts, t.lines, t.place)):
        span = set(range(title.place, title.place + title.lines))
        if not any(
            span & set(range(other.place, other.place + other.lines))
            and other.lines + title.lines > 2
            for other in kept
        ):
            kept.append(title)
    return sorted(kept, key=lambda title: title.place)


def parts_of(text: str) -> list[str]:
    """Part what a file gives as its title: sites print their columns and their name in it."""
    # Not within 2022-2023.
    return [part.strip() for part in re.split(r"[_|—–>»]|(?<!\d)-|-(?!\d)", text)]


def _own_title(text: str) -> Title | None:
    """Read what the file gives as its title; sites print their name beside it."""
    where = "the file's own title"
    pieces = [*parts_of(text), text]
    return next((title for piece in pieces if (title := parse_title(piece, where))), None)


def _listed(title: Title, titles: Sequence[Title]) -> bool:
    """Tell whether a title of another year or body stands right beside it, as in a menu."""
    return title.place >= 0 and any(
        other.place in (title.place - 1, title.place + title.lines)
        and contradicting(title, [other])
        for other in titles
        if other.place >= 0
    )


def _words(text: str) -> str:
    return re.sub(r"\W", "", normalize(text))


def _spoken_year(lines: Sequence[Line]) -> int | None:
    """Return the year that the opening announces (现公布2023年度……), or section 一 begins with."""
    opening = [
        text for line in lines if line.zone == "head" and holds(text := line.text, "sentence")
    ]
    body = [line.text for line in lines if line.zone == "body"][:_PROSE_LINES]
    found = (
        match
        for texts, pattern in ((opening, _ANNOUNCED), (body, _MENTION))
        for text in texts
        if (match := pattern.search(normalize(text)))
    )
    return next((_number(match[1]) for match in found), None)


def _issuer(before: str) -> str:
    """Return the body that a title names before or behind its year."""
    span = next(iter(_years(before)[-1:]), None)
    if not span:
        return _body(before)
    first, second = _body(before[: span.start()]), _body(before[span.end() :])
    if first and second and names_body(first) and not is_organ(first) and is_organ(second):
        # 修武县2023年教育局……: a place and its department.
        return second if second.startswith(first) else first + second
    if second and (is_organ(second) or not first):
        # 甲县人民政府办公室关于印发2023年乙局……: the body beside the topic is the one reported on.
        return second
    return first


def _apart(announced: str, behind: str) -> str:
    """Return a body before a colon, or in brackets or behind a dash below the title's last word."""
    found = re.search(r"(?:\((?P<a>[^()]+)\)|-+(?P<b>[^-]+))$", behind)
    names = [announced, (found["a"] or found["b"]) if found else ""]
    return next((body for name in names if is_organ(body := _body(name))), "")


def _body(text: str) -> str:
    found = body_in(text)
    return "" if len(found) < 2 or holds(found, "furniture") else found


def _years(text: str) -> list[re.Match[str]]:
    return list(_YEAR.finditer(text))


def _read(span: re.Match[str]) -> tuple[int | None, int, str]:
    first = _number(span["from"]) if span["from"] else None
    return first, _number(span["year"]), span["kind"] or ""


def _number(year: str) -> int:
    number = parse_chinese(re.sub("[Oo0]", "〇", year)) if year[0] == "二" else int(year)
    return number or 0
