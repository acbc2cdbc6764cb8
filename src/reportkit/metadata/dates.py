"""When a report was published: the dates that a page, a document or its end print."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from ..codebook import read_spec
from ..figures import Note
from ..text import fold, iso_date, normalize, parse_chinese, squeeze
from .lines import Line
from .names import is_organ

#: Whose word counts more; ``signature`` is the day of signing, ``updated`` only a last day.
_RANKS = ("page", "document", "title", "meta", "signature", "updated")
_TOLD = {
    "title": "printed beside the title without a label",
    "signature": "the date of signature",
    "updated": "the page's last update: it may have been published before",
}
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
_TIME = r"(?:[T\s]*\d{1,2}[:时]\d{1,2}(?:[:分]\d{1,2})?秒?)?"
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


def read_published(
    lines: Sequence[Line], metadata: Mapping[str, str], after: date | None
) -> tuple[str | None, list[Note]]:
    """Return the day of publication, and what is to be told of it.

    A date on or before `after`, the last day reported on, cannot be that of publication. Of the
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
        if kind == "signature":
            dates = dates[:1]
        others = [item for item in dates if item.iso != dates[0].iso]
        if others:
            said = _listed(others)
            message = f"other dates are printed in its way: {said}; {dates[0].iso} is taken"
            notes.append(Note("warning", dates[0].place, message))
        if kind in _TOLD:
            message = f"published {dates[0].iso}: {_TOLD[kind]}"
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
                message = f"no date can be read behind 「{normalize(match[1])}」: {squeeze(behind)}"
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
    """Yield dates that stand alone on a line: beside the title, or below the last section."""
    for line in lines:
        if line.zone == "body" or line.cells or len(line.text) > _FACTS:
            continue
        text = fold(line.text).strip("()[] ")
        match = _DATE.match(text)
        alone = match and re.fullmatch(_TIME, text[match.end() :].strip("()[] "))
        timed = match and re.match(r"[T\s]*\d{1,2}:\d\d", text[match.end() :])
        iso = _iso(match)
        if iso and line.zone == "head" and (alone or timed):
            yield Dated(iso, "title", line.source)
        elif iso and line.zone == "tail" and alone:
            yield Dated(iso, "signature", line.source)
        elif line.zone == "tail" and (end := list(_DATE.finditer(text))):
            # 甲县财政局 2024年1月20日
            who, iso = normalize(text[: end[-1].start()]), _iso(end[-1])
            if iso and end[-1].end() == len(text) and is_organ(who):
                yield Dated(iso, "signature", line.source)


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
    message = f"not taken for the date of publication: {_listed(early)}; the report goes to {after}"
    return Note("warning" if labelled else "info", early[0].place, message)


def _listed(items: Sequence[Dated]) -> str:
    said = ", ".join(f"{item.iso} ({item.place})" for item in items[:_NAMED])
    return said + (f" and {len(items) - _NAMED} more" if len(items) > _NAMED else "")


@cache
def _kinds() -> dict[str, str]:
    rows = read_spec("page_labels")
    return {row["label"]: row["kind"] for row in rows if row["kind"] in _RANKS}


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
