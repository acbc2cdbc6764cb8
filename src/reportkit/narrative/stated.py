"""Figures that the prose states, each with the sentence, and the cell that it speaks of."""

import re
from collections.abc import Iterator

import pandas as pd

from ..given import PROSE, Given, frame_of
from .amounts import Amount, amounts
from .cells import Reader
from .channels import with_channels
from .claims import Claim
from .denials import denials
from .events import events
from .phrases import Phrase, phrases
from .prose import Prose, read
from .zeros import Denial

STATED = {
    "report": "str", "section": "Int64", "order": "Int64", "value": "Float64", "unit": "str",
    "approximate": "bool", "quantity": "str", "table": "str", "item": "str", "column": "str",
    "reading": "str", "base": "str", "change": "str", "part_of": "Int64", "sentence": "str",
    "start": "Int64", "end": "Int64", "paragraph": "Int64", "source": "str",
}  # fmt: skip
_OTHER_MATTERS = 6
#: A sentence longer than this is cut at a comma: it is a list, or no sentence at all.
_LONGEST = 600
#: So many characters tell what is counted.
_WORDS = 40
_YEAR = re.compile(r"-(20\d\d)(?!\d)")
#: What opens and closes the words before an amount without telling what is counted.
_EMPTY = re.compile(
    r"^(?:其中|另外?有?|共计?|累计|总计|合计|[、,，和与并]|及(?!时|其)|20\d\d年度?)+"
    r"|(?:共计?|累计|总计|合计|大?约|将?近|超过?|突破|逾|上|不足|达到?|为|有|[:：、的])+$"
)


def stated_figures(narrative: Given) -> pd.DataFrame:
    """Return every figure that the prose states, and the cell of the tables that it speaks of.

    万, 亿, 百分之 and Chinese numerals are worked out. Years, dates, periods, the numbers of
    documents, articles and lists, and what stands in titles and names are no figures. What is
    denied states 0: 没有因政府信息公开引起的行政复议, 未收取信息处理费; so does the denied
    occurrence of anything that would be counted (未发生失泄密事件, 零投诉), in the measure word
    printed or else the natural one, and each thing of a list that is none (两者均为0). What is
    wished (确保零差错) or was not found (未发现) is no 0. A figure has a cell only where its words
    tell it: one of a district, a department, one platform or another year has none, nor have two
    that a sentence would put into one cell.

    Parameters
    ----------
    narrative : DataFrame, Report, Panel or list of Report
        Of one report or of many (see `Report.narrative`).

    Returns
    -------
    DataFrame
        A row a figure, key (report, section, order), in printed order:

        - ``report`` (str), ``section`` (Int64, 1 to 6), ``order`` (Int64): counts the figures of a
          section from 1;
        - ``value`` (Float64) in ``unit`` (str, 13200 条 for 1.32万余条; money in 元),
          ``approximate`` (bool: 余, 多, 近, 约, 超过, 以上);
        - ``quantity`` (str): what is counted, in the report's words (marks and script folded);
        - ``table, item, column`` (str): the cell; ``item`` a sum (``received+carried_in``) where it
          speaks of one; missing where no cell is told. The fee of section 六 and the items
          disclosed through a channel are items of no table: ``processing_fee``,
          ``website_items``, ``social_media_items``. ``reading`` (str): how the words were read;
        - ``base`` (str): of a share of ``item``, what it is a share of ("whole": the text does not
          say of what); ``change`` (str): "up" or "down" where the figure tells by how much
          ``item`` changed on the year before. ``part_of`` (Int64): the order of the total that a
          figure of one place (其中东城区312件) is part of;
        - ``sentence`` (str, as printed), ``start, end`` (Int64): the figure, or the words that deny
          it, is ``sentence[start:end]``; ``paragraph`` (Int64, the narrative's order) and
          ``source`` (str): where the sentence stands.

    Raises
    ------
    FrameError
        `narrative` lacks the columns of a narrative.

    References
    ----------
    国办公开办函〔2021〕30号: sections 一 and 六 state figures that the tables hold;
    国办函〔2020〕109号: the processing fee.

    Examples
    --------
    >>> from reportkit import example, read_report
    >>> figures = stated_figures(read_report(example("xiuwu-2023")))
    >>> told = figures[figures["table"].notna()]
    >>> told[["section", "order", "value", "unit", "item"]].head(3)
        section  order  value unit         item
    10        1     11   10.0    件     received
    11        1     12    8.0    件      granted
    12        1     13    2.0    件  carried_out
    >>> sentence, start, end = told.loc[13, ["sentence", "start", "end"]]
    >>> sentence[start:end]
    '没有因政府信息公开引起的行政复议'
    """
    frame = frame_of(narrative, "narrative", PROSE)
    prose = frame[(frame["order"] > 0) & frame["section"].between(1, 6) & frame["text"].notna()]
    subsection = prose["subsection"] if "subsection" in prose else pd.Series("", prose.index)
    own = pd.DataFrame({**{name: prose[name] for name in PROSE}, "heading": subsection.fillna("")})
    rows = [
        row
        for (report, section), paragraphs in own.groupby(["report", "section"], sort=False)
        for row in _section(str(report), int(section), paragraphs)
    ]
    return pd.DataFrame(rows, columns=list(STATED)).astype(STATED)


def _section(report: str, section: int, paragraphs: pd.DataFrame) -> Iterator[tuple[object, ...]]:
    named = _YEAR.search(report)
    reader = Reader(int(named[1]) if named else None, section)
    count = 0
    for text, order, source, heading in zip(
        *(paragraphs[name].tolist() for name in ("text", "order", "source", "heading")),
        strict=True,
    ):
        prose = read(str(text))
        folded = _folded(prose)
        reader.paragraph(folded, str(heading))
        for first, last in _sentences(folded):
            begin, finish = prose.place(first, last)
            printed = prose.printed[begin:finish]
            rows = list(_sentence(folded[first:last], reader, section))
            for row, (start, end), part_of in rows:
                start, end = (place - begin for place in prose.place(first + start, first + end))
                count += 1
                total = count - (part_of or 0) if part_of else None
                yield (report, section, count, *row, total, printed, start, end, order, source)


def _sentence(
    text: str, reader: Reader, section: int
) -> Iterator[tuple[tuple[object, ...], tuple[int, int], int]]:
    """Yield the figures of a sentence, its denials among them, in printed order."""
    own = amounts(text)
    spoken = phrases(text, own)
    claims = reader.sentence(text, own, spoken)
    denied = denials(
        text, own, requests=reader.requests, last_section=section == _OTHER_MATTERS,
        year=reader.year,
    )  # fmt: skip
    denied += events(text, own, denied)
    places: dict[int, int] = {}
    rows: list[tuple[int, int, tuple[object, ...], tuple[int, int], int]] = []
    for place, (amount, claim, phrase) in enumerate(
        zip(own, with_channels(claims, own, spoken), spoken, strict=True)
    ):
        if not any(denial.start <= amount.start < denial.end for denial in denied):
            rows.append(
                (amount.start, place, _figure(amount, claim, phrase),
                 (amount.start, amount.end), claim.part_of)
            )  # fmt: skip
    for denial in denied:
        rows.append(
            (denial.start, -1, _zero(denial, text), (denial.start, denial.end), -1)
        )  # fmt: skip
    rows.sort(key=lambda row: (row[0], row[3][1]))
    for at, (_, place, figure, span, part_of) in enumerate(rows):
        if place >= 0:
            places[place] = at
        yield figure, span, at - places[part_of] if part_of in places else 0


def _figure(amount: Amount, claim: Claim, phrase: Phrase) -> tuple[object, ...]:
    cell = claim.cell
    counted = cell is not None and cell.table and cell.column != "amount" and not claim.change
    unit = amount.unit or ("件" if counted else "")
    return (
        amount.value, unit, amount.approximate, _quantity(phrase),
        (cell.table or None) if cell else None, cell.item if cell else None,
        (cell.column or None) if cell else None, cell.reading if cell else None,
        claim.base or None, claim.change or None,
    )  # fmt: skip


def _zero(denial: Denial, text: str) -> tuple[object, ...]:
    cell = denial.cell
    words = text[denial.start : denial.end]
    if cell is None:
        return (0.0, denial.unit, False, words, None, None, None, None, None, None)
    return (0.0, denial.unit, False, words, cell.table or None, cell.item, cell.column or None,
            cell.reading, None, None)  # fmt: skip


def _quantity(phrase: Phrase) -> str:
    """Return what is counted: the words before the amount, and those right behind it."""
    before = _EMPTY.sub("", phrase.before)
    if not before and phrase.label:
        before = phrase.label
    return (before + phrase.after)[:_WORDS] if phrase.after else before[-_WORDS:]


def _folded(prose: Prose) -> str:
    """Return the folded text with the full-width commas as printed: they part no thousands."""
    if "，" not in prose.printed:
        return prose.folded
    return "".join(
        "，" if char == "," and prose.printed[place] == "，" else char
        for char, place in zip(prose.folded, prose.at, strict=True)
    )


def _sentences(folded: str) -> Iterator[tuple[int, int]]:
    """Yield where sentences begin and end; those without an end are cut."""
    for match in re.finditer(r"[^。！？\n]*(?:[。！？]+[\"')]*|\n|$)", folded):
        first, last = match.span()
        while last - first > _LONGEST:
            cuts = [folded.rfind(mark, first + 1, first + _LONGEST) for mark in "；;，,"]
            cut = next((cut for cut in cuts if cut > first), first + _LONGEST - 1) + 1
            yield first, cut
            first = cut
        if folded[first:last].strip():
            yield first, last
