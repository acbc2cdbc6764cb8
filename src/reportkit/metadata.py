"""Who reports, for which year, under which title, published when: read from the text."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from .document import Document, Grid
from .text import normalize, parse_chinese, squeeze

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
_DIVISION = re.compile(
    r"^(?:[^省市区县旗州盟]{1,10}(?:省|自治区))?(?:[^省市区县旗州盟]{1,10}(?:市|自治州|州|地区|盟))?"
    r"(?:[^省市区县旗州盟]{1,10}(?:自治县|自治旗|区|县|旗|市))?"
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
    #: True where the title names a place (宿迁市) and its government was completed.
    issuer_completed: bool = False


def read_metadata(document: Document) -> Metadata:
    """Find the title (in one line, or a line for the issuer and one for the rest) and the date."""
    lines = [(squeeze(b.text), b.source) for b in document if not isinstance(b, Grid)]
    published = _published(text for text, _ in lines)
    titles = [(document.metadata.get("title", ""), "the page's title"), *lines]
    previous = ""
    for text, source in titles:
        folded = normalize(text)
        match = _TITLE.match(folded) if len(folded) <= _TITLE_LENGTH else None
        if match:
            issuer = match["before"] or match["after"]
            if not issuer and previous and _looks_like_issuer(previous):
                issuer, text = normalize(previous), f"{previous} {text}"
            year = match["year"]
            number = int(year) if year.isdigit() else parse_chinese(year)
            name, completed = _complete(issuer)
            return Metadata(
                text, name, region_of(name), number, published, source, issuer_completed=completed
            )
        previous = text
    return Metadata(published=published)


def region_of(issuer: str | None) -> str | None:
    """Return the place that a body governs or belongs to: all before 人民政府, else its divisions.

    Examples
    --------
    >>> [region_of(body) for body in ("淮安市洪泽区人民政府", "宿迁市教育局")]
    ['淮安市洪泽区', '宿迁市']
    """
    if not issuer:
        return None
    if _BODY in issuer:
        return issuer.split(_BODY)[0] or None
    match = _DIVISION.match(issuer)
    return (match[0] or None) if match else None


def _complete(issuer: str) -> tuple[str | None, bool]:
    if issuer and region_of(issuer) == issuer:
        return issuer + _BODY, True
    return issuer or None, False


def _looks_like_issuer(line: str) -> bool:
    return bool(re.fullmatch(r"[^\d,。;:!?、]{3,40}", normalize(line)))


def _published(texts: Iterable[str]) -> str | None:
    for text in texts:
        match = _PUBLISHED.search(normalize(text))
        if match:
            year, month, day = (int(part) for part in match.groups())
            if 1 <= month <= 12 and 1 <= day <= 31:
                return f"{year:04}-{month:02}-{day:02}"
    return None
