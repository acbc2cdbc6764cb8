"""When a report was published: the dates that a page, a document or its end print."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from ..codebook import read_spec
from ..figures import Note
from ..notes import told
from ..text import fold, iso_date, normalize, parse_chinese, squeeze
from .lines import Line
from .names import is_organ

#: Whose word counts more; ``signature`` is the day of signing, ``updated`` only a last day.
_RANKS = ("page", "document", "title", "meta", "signature", "updated")
_TOLD = ("title", "signature", "updated")
_ZERO = "〇零○Oo0"
_DIGIT = f"[{_ZERO}一二三四五六七八九]"
_DATE = re.compile(
    rf"""(?<!\d)(?:(?P<y>20\d\d)\s*[-/.年]\s*(?P<m>\d{{1,2}})\s*[-/.月]\s*(?P<d>\d{{1,2}})(?!\d)\s*日?
    |(?P<y8>20\d\d)(?P<m8>[01]\d)(?P<d8>[0-3]\d)(?!\d)
    |(?P<yz>二{_DIGIT}{{3}})\s*年\s*(?P<mz>十?[{_ZERO}一二三四五六七八九十]{{1,2}})\s*月
    \s*(?P<dz>[{_ZERO}一二三四五六七八九十]{{1,3}})\s*日)""",
    re.VERBOSE,
)
#: What begins as a date does; behind a label it must be one.
_LIKE_DATE = re.compile(r"\d+\s*[-/.年]\s*\d|20\d\d|19\d\d|[一二三四五六七八九十〇零○]+\s*[年月]")
_CLOCK = re.compile(r"[\s)\]]*(?:[T\s]*\d{1,2}[:时]\d{1,2}(?:[:分]\d{1,2})?[秒分]?)?[\s)\]]*")
#: A date behind these is one of something else: 有效期至:2024年12月31日.
_OTHER_LABELS = (":", "时间", "日期", "期限", "至", "到")
#: How far behind its label a date may stand.
_REACH = 30
#: A line of facts around a report is short; longer ones are prose.
_FACTS = 200
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Dated:
    """A date, where it was printed, and what kind of word it is."""

    iso: str
    kind: str
    place: str
    #: The number of its line; -1 for what is no line.
    at: int = -1


def read_published(
    lines: Sequence[Line], metadata: Mapping[str, str], after: date | None, title: int = -1
) -> tuple[str | None, list[Note]]:
    """Return the day of publication, and what is to be told of it.

    `title` is the line of the title. A date on or before `after`, the last day reported on, cannot
    be that of publication. Of the
    others the page's date (发布日期) is taken before the document's (成文日期), then an unlabelled
    one beside the title, the file's own word, the date of signature, and the last update.
    """
    found, notes = _labelled(lines)
    found += _bare(lines)
    found += [
        Dated(iso, "meta", "the file's own date")
        for iso in [_iso(_DATE.search(fold(metadata.get("published", ""))))]
        if iso
    ]
    early = [item for item in found if after and date.fromisoformat(item.iso) <= after]
    if early:
        notes.append(_early(early, after))
    for kind in _RANKS:
        dates = [item for item in found if item.kind == kind and item not in early]
        if not dates:
            continue
        if kind == "title" and title >= 0:
            dates.sort(key=lambda item: abs(item.at - title))
            dates = dates[:1]  # dates further off are those of a list of links
        elif kind == "signature":
            dates = dates[:1]
        others = [item for item in dates if item.iso != dates[0].iso]
        if others:
            message = told("other_dates", dates=_listed(others), date=dates[0].iso)
            notes.append(Note("warning", dates[0].place, message))
        if kind in _TOLD:
            message = told(f"published_{kind}", date=dates[0].iso)
            notes.append(Note("info", dates[0].place, message))
        return dates[0].iso, notes
    return None, notes


def _labelled(lines: Sequence[Line]) -> tuple[list[Dated], list[Note]]:
    found: list[Dated] = []
    notes: list[Note] = []
    for line, text in around(lines):
        for match in _labels().finditer(text):
            behind = text[match.end() :][:_REACH]
            printed = _DATE.match(behind.lstrip("([ "))
            iso = _iso(printed)
            if iso:
                found.append(Dated(iso, _kinds()[normalize(match[1])], line.source))
            elif _LIKE_DATE.match(behind.lstrip("([ ")):
                label = normalize(match[1])
                message = told("no_date", label=label, printed=squeeze(behind))
                notes.append(Note("warning", line.source, message))
    return found, notes


def around(lines: Sequence[Line]) -> Iterable[tuple[Line, str]]:
    """Yield the lines around the report; one that ends in a label's colon goes on in the next."""
    for place, line in enumerate(lines):
        if line.zone == "body" or len(line.text) > _FACTS:
            continue
        text = fold(line.text)
        if place + 1 < len(lines) and (text.endswith(":") or normalize(text) in _kinds()):
            text += fold(lines[place + 1].text)[:_FACTS]
        yield line, text


def _bare(lines: Sequence[Line]) -> Iterable[Dated]:
    """Yield dates without a label: beside the title, or below the last section."""
    before = ""
    for place, line in enumerate(lines):
        above, before = before, line.text
        if line.zone == "body":
            continue
        text = fold(line.text).strip("()[] ")
        labelled = fold(above).strip("()[] ").endswith(":") or normalize(above) in _kinds()
        if labelled or line.cells or len(text) > _FACTS:
            continue
        if line.zone == "head":
            if iso := _iso(_stamp(text)):
                yield Dated(iso, "title", line.source, place)
            continue
        for match in list(_DATE.finditer(text))[-1:]:
            # Alone, or behind the body: 甲县财政局 2024年1月20日
            who, iso = normalize(text[: match.start()]), _iso(match)
            if iso and _CLOCK.fullmatch(text, match.end()) and (not who or is_organ(who)):
                yield Dated(iso, "signature", line.source, place)


def _stamp(text: str) -> re.Match[str] | None:
    """Find a date that stands alone, with a time, or beside facts of the page (来源:)."""
    if _labels().search(text):
        return None
    folded = normalize(text)
    facts = any(f"{label}:" in folded for label in _all_labels())
    for match in _DATE.finditer(text):
        clock = _CLOCK.match(text, match.end())
        alone = not match.start() and clock and clock.end() == len(text)
        if text[: match.start()].rstrip().endswith(_OTHER_LABELS):
            continue
        if alone or facts or (clock and ":" in clock[0]):
            return match
    return None


def is_date(text: str) -> bool:
    """Tell whether a line is a date and nothing else."""
    match = _DATE.match(fold(text).strip("()[] "))
    return bool(match and match.end() == len(fold(text).strip("()[] ")))


def _iso(match: re.Match[str] | None) -> str | None:
    if not match:
        return None
    for year, month, day in (("y", "m", "d"), ("y8", "m8", "d8")):
        if match[year]:
            return iso_date(int(match[year]), int(match[month]), int(match[day]))
    numbers = [parse_chinese(re.sub("[Oo0]", "〇", match[name])) for name in ("yz", "mz", "dz")]
    year_, month_, day_ = (number or 0 for number in numbers)
    return iso_date(year_, month_, day_)


def _early(early: Sequence[Dated], after: date | None) -> Note:
    labelled = any(item.kind in ("page", "document", "meta") for item in early)
    message = told("dates_early", dates=_listed(early), date=after)
    return Note("warning" if labelled else "info", early[0].place, message)


def _listed(items: Sequence[Dated]) -> str:
    said = ", ".join(told("part_date", date=item.iso, place=item.place) for item in items[:_NAMED])
    return said + (f" and {len(items) - _NAMED} more" if len(items) > _NAMED else "")


@cache
def _kinds() -> dict[str, str]:
    rows = read_spec("page_labels")
    return {row["label"]: row["kind"] for row in rows if row["kind"] in _RANKS}


@cache
def _all_labels() -> tuple[str, ...]:
    return tuple(row["label"] for row in read_spec("page_labels"))


@cache
def _labels() -> re.Pattern[str]:
    """Match any label of a date; blanks may stand between its characters."""
    labels = sorted(_kinds(), key=len, reverse=True)
    patterns = (
        # 办公时间 and 有效日期 end with a label of two characters and are none.
        (r"(?<![一-龥])" if len(label) == 2 else "") + r"\s*".join(label)
        for label in labels
    )
    return re.compile(rf"({'|'.join(patterns)})\s*[\])]?\s*[:为]?\s*")
