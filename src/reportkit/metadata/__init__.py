"""Who reports, for which year, under which title, published when: read from the text.

`titles` weighs the candidates for the title, `names` tells bodies from page furniture, `regions`
the place in a body's name, `dates` the day of publication, `second` where another report begins in
the same file. Words and labels are data:
``spec/title_words.csv``, ``page_labels.csv``, ``organs.csv``, ``divisions.csv``.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise

from ..codebook import read_spec
from ..document import Document
from ..figures import Note
from ..notes import told
from ..sections import Outline
from ..text import normalize
from .dates import around, is_date, read_published
from .lines import Line, read_lines
from .names import body_in, full_name, holds, is_organ
from .regions import region_of
from .second import first_report
from .titles import Title, contradicting, find_titles, parts_of, same_body, stated_period

__all__ = ["Metadata", "first_report", "read_metadata", "region_of"]

#: 本报告由甲局编制; ……，甲局编制了……报告; 现将甲局2023年……报告公布如下.
_BY = re.compile(
    r"由(?P<by>[^。;!?,]{3,40}?)(?:根据|按照|依照|依据|编制)"
    r"|(?:^|[,。;:])(?P<who>[^。;!?,:]{3,40}?)(?:现|现将|组织|特)?(?:编制|公布|发布)[^。;]{0,24}报告"
    r"|现(?:将|公布|发布|向社会公布)(?P<whose>[^。;!?,:]{3,40}?)(?=20\d\d|二[〇零○])"
)
#: The opening may be the first words of section 一: so many lines of it are asked.
_OPENING = 2
#: Of the titles that contradict the one taken a note names so many.
_NAMED = 4


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
    #: What contradicts, what was told by less than the title, dates that were not taken.
    notes: tuple[Note, ...] = ()


def read_metadata(document: Document, outline: Outline | None = None) -> Metadata:
    """Find the title, who reports on which year, and when that was published.

    Of all titles of annual reports that a page prints (menus and links do, too) the best supported
    one is taken: `titles.find_titles` says what counts. Where others contradict it, or the period
    of statistics does, a note names them and where they stand. A title without a year takes it
    from the period. Reports on a school year (2022-2023学年) have the year in which it ends.

    A body that the title does not name is looked for in labels (发布机构), below the title, in the
    signature, the opening (本报告由……编制), and the source (来源) last; what ends unlike a body's
    name is none.
    `dates.read_published` says which date is taken. `outline` spares finding the headings again.
    """
    lines = read_lines(document, outline)
    page = document.format in ("html", "mhtml")
    period = stated_period(lines)
    titles = find_titles(lines, _own(document), page, period[0] if period else None)
    title = titles[0] if titles else None
    year, end, notes = _year(title, titles, period)
    name, rule = _issuer(title, document, lines)
    notes += _other_bodies(title, name, lines)
    published, dated = read_published(lines, document.metadata, end, title.place if title else -1)
    return Metadata(
        title.text if title else None, name, region_of(name), year, published,
        title.source if title else "", rule, (*notes, *dated),
    )  # fmt: skip


def _year(
    title: Title | None, titles: Sequence[Title], period: tuple[int, str, date] | None
) -> tuple[int | None, date | None, list[Note]]:
    """Return the year, its last day, and what contradicts."""
    notes: list[Note] = []
    if title and (others := contradicting(title, titles)):
        notes.append(Note("warning", title.source, _other_titles(title, others)))
    year = title.year if title else None
    if year is None:
        if period:
            message = told("year_by_period", year=period[0])
            notes.append(Note("info", period[1], message))
            return period[0], period[2], notes
        return None, None, notes
    if period and period[0] != year:
        message = told("period_of_other", period=period[0], year=year)
        notes.append(Note("warning", period[1], message))
    if title and title.schoolyear:
        key = "schoolyear_ends" if title.first_year else "schoolyear_printed"
        notes.append(Note("info", title.source, told(key, year=year)))
    elif title and title.first_year not in (None, year):
        message = told("title_of_years", first=title.first_year, last=year, year=year)
        notes.append(Note("warning", title.source, message))
    school = title is not None and title.schoolyear
    end = period[2] if period and period[0] == year else date(year, 8 if school else 12, 31)
    return year, end, notes


def _other_titles(title: Title, others: Sequence[Title]) -> str:
    named = ", ".join(
        told("part_title", titled=other.year or "no year", label=other.text, place=other.source)
        for other in others[:_NAMED]
    )
    more = f" and {len(others) - _NAMED} more" if len(others) > _NAMED else ""
    years = any(other.year not in (None, title.year) for other in others)
    return told("titles_of_years" if years else "titles_of_bodies", titles=named + more)


def _other_bodies(title: Title | None, name: str | None, lines: Sequence[Line]) -> Iterator[Note]:
    """Tell of a label that names another body than the line above the title."""
    if not title or not name or not title.issuer or title.lines == 1:
        return
    for found in _labelled((text for _, text in around(lines)), "publisher"):
        other = normalize(found)
        if is_organ(other) and not same_body(other, name):
            message = told("label_names_other", issuer=name, other=other)
            yield Note("warning", title.source, message)
            return


def _issuer(
    title: Title | None, document: Document, lines: Sequence[Line]
) -> tuple[str | None, str]:
    """Return the issuer's full name, and the rule by which it was found."""
    if title and title.issuer:
        return full_name(title.issuer)
    for name, key in _beside(title, document, lines):
        found = body_in(normalize(name))
        if is_organ(found):
            return found, told(key, issuer=found)
    return None, ""


def _beside(
    title: Title | None, document: Document, lines: Sequence[Line]
) -> Iterator[tuple[str, str]]:
    """Yield what may name the body, the most telling first, and the note of where it stands."""
    texts = [text for _, text in around(lines)]
    yield from ((name, "named_label") for name in _labelled(texts, "publisher"))
    if title and title.place >= 0:
        below = lines[title.place + title.lines :][:1]
        yield from ((line.text, "named_below") for line in below if line.zone == "head")
    for line, below_it in pairwise(line for line in lines if line.zone != "body"):
        if is_date(below_it.text):
            yield line.text, "named_signature"
    opening = [line for line in lines if line.zone == "head"]
    opening += [line for line in lines if line.zone == "body"][: _OPENING + 1]  # and its heading
    for line in opening:
        for match in _BY.finditer(normalize(line.text)):
            name = match["by"] or match["who"] or match["whose"]
            if match["by"] or not (holds(name, "sentence") or "关于" in name):
                yield name, "named_opening"
    kept = (document.metadata.get(key, "") for key in ("header", "site"))
    yield from ((name, "named_label") for name in _labelled(texts, "origin"))
    yield from ((name, "named_label") for name in kept if name)
    yield from ((part, "named_file") for text in _own(document) for part in parts_of(text))


def _own(document: Document) -> list[str]:
    """Return what the file gives as its title."""
    own = document.metadata.get("titles") or document.metadata.get("title", "")
    return [text for text in own.split("\n") if text]


def _labelled(texts: Iterable[str], kind: str) -> Iterator[str]:
    for text in texts:
        for match in _labels(kind).finditer(text):
            yield match[1]


@cache
def _labels(kind: str) -> re.Pattern[str]:
    """Match what stands behind a label; blanks may stand between its characters."""
    labels = [row["label"] for row in read_spec("page_labels") if row["kind"] == kind]
    every = "|".join(r"\s*".join(label) for label in labels)
    return re.compile(rf"(?:{every})\s*[\])]?\s*[:\s]\s*([^\s:]{{3,40}})")
