"""Who reports, for which year, under which title, published when: read from the text."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .document import Document, Grid
from .text import fold, iso_date, normalize, parse_chinese, squeeze

_YEAR = r"(?P<year>20\d\d|二[〇零○0][一二三][〇零○一二三四五六七八九])"
_TITLE = re.compile(
    rf"^(?:关于)?(?P<before>[^\d,。;:!?]{{0,40}}?){_YEAR}(?:年度|年)?(?P<after>[^\d,。;:!?]{{0,40}}?)"
    r"(?:政府信息公开|政务公开|信息公开)(?:工作)?(?:情况)?(?:的)?(?:年度)?(?:工作)?(?:年度)?(?:报告|年报)"
)
#: A title is one line; what is longer is a sentence that speaks of the report.
_TITLE_LENGTH = 60
_PUBLISHED = re.compile(
    r"(?:发布|公开|发文|生成|成文|印发)(?:日期|时间)[:：]?(20\d\d)[-年/.](\d{1,2})[-月/.](\d{1,2})"
)
#: What names the body around a report; 来源 comes last, for a page may be taken over from another.
_PUBLISHER = (
    re.compile(
        r"(?:发布机构|发文机关|发布单位|公开机构|公开主体|责任部门)\s*[:：\s]\s*([^\s:：]{3,40})"
    ),
    re.compile(r"(?:信息来源|来源)\s*[:：]\s*([^\s:：]{3,40})"),
)
#: A body ends so; a newspaper or 本站 does not.
_ORGAN = re.compile(r"(?:政府|厅|局|委|办|室|处|会|院|署|部|站|中心|街道|公司|学校|大学)\)?$")
#: 州 ends a name (恩施州) or stands in one (杭州市, 通州区); 市场 is no city's market.
_DIVISION = re.compile(
    r"^(?:[^省市区县旗州盟]{1,10}(?:省|自治区))?"
    r"(?:[^省市区县旗盟]{1,10}(?:市(?!场)|自治州|地区|盟)|[^省市区县旗州盟]{1,10}州(?!市(?!场)|区|县))?"
    r"(?:[^省市区县旗盟]{1,10}(?:自治县|自治旗|区|县|旗|市(?!场)))?"
    r"(?:[^省市区县旗盟]{1,10}(?:镇|乡))?"
)
_BODY = "人民政府"


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a report says of itself; None where it does not say."""

    title: str | None = None
    issuer: str | None = None
    region: str | None = None
    year: int | None = None
    published: str | None = None
    source: str = ""
    #: By what rule the issuer was found, where the title does not name it in full.
    rule: str = ""
    #: The years that other titles name, such as a link's beside the report.
    others: tuple[int, ...] = ()


def read_metadata(document: Document) -> Metadata:
    """Find the title (in one line, or a line for the issuer and one for the rest) and the date."""
    lines = [(squeeze(b.text), b.source) for b in document if not isinstance(b, Grid)]
    around = [*(text for text, _ in lines), *_rows(document)]
    stated = f"发布日期:{document.metadata.get('published', '')}"
    published = _published([*around, stated])
    own = document.metadata.get("titles") or document.metadata.get("title", "")
    titles = [*lines, *((line, "the file's own title") for line in own.split("\n"))]
    around += [f"来源:{document.metadata.get(name, '')}" for name in ("header", "site")]
    previous = ""
    for text, source in titles:
        folded = normalize(text)
        match = _TITLE.match(folded) if len(folded) <= _TITLE_LENGTH else None
        if match:
            issuer = match["before"] or match["after"]
            if not issuer and previous and _looks_like_issuer(previous):
                issuer, text = normalize(previous), f"{previous} {text}"
            name, rule = _named(issuer, around)
            year = match["year"]
            number = int(year) if year.isdigit() else parse_chinese(year)
            others = tuple(sorted(_years(line for line, _ in titles) - {number or 0}))
            return Metadata(text, name, region_of(name), number, published, source, rule, others)
        previous = text
    name, rule = _named("", around)
    return Metadata(None, name, region_of(name), None, published, "", rule)


def _years(lines: Iterable[str]) -> set[int]:
    """Return the years that titles of annual reports name."""
    folded = (normalize(line) for line in lines if len(line) <= _TITLE_LENGTH)
    years = (match["year"] for line in folded if (match := _TITLE.match(line)))
    numbers = (int(year) if year.isdigit() else parse_chinese(year) for year in years)
    return {number for number in numbers if number is not None}


def _rows(document: Document) -> Iterable[str]:
    """Yield the rows of tables as lines: pages print 索引号 and 发布机构 in one."""
    for grid in document.grids:
        for row in grid.rows:
            yield " ".join(squeeze(cell.text) for cell in row)


def _named(issuer: str, around: Sequence[str]) -> tuple[str | None, str]:
    """Return the issuer's full name, and the rule by which it was found."""
    if issuer:
        place = region_of(issuer) == issuer
        name = issuer + _BODY if place else issuer
        return name, f"the title names a place; issuer {name} assumed" if place else ""
    for pattern in _PUBLISHER:
        for text in around:
            match = pattern.search(fold(text))
            if match and _ORGAN.search(normalize(match[1])):
                name = normalize(match[1])
                return name, f"the title names no issuer; {name} is named beside the report"
    return None, ""


def region_of(issuer: str | None) -> str | None:
    """Return the place that a body governs or belongs to: all before 人民政府, else its divisions.

    Examples
    --------
    >>> [region_of(body) for body in ("淮安市洪泽区人民政府", "杭州市教育局", "恩施州市场监管局")]
    ['淮安市洪泽区', '杭州市', '恩施州']
    """
    if not issuer:
        return None
    if _BODY in issuer:
        return issuer.split(_BODY)[0] or None
    match = _DIVISION.match(issuer)
    return (match[0] or None) if match else None


def _looks_like_issuer(line: str) -> bool:
    return bool(re.fullmatch(r"[^\d,。;:!?、]{3,40}", normalize(line)))


def _published(texts: Iterable[str]) -> str | None:
    for text in texts:
        match = _PUBLISHED.search(normalize(text))
        if match:
            date = iso_date(*map(int, match.groups()))
            if date:
                return date
    return None
