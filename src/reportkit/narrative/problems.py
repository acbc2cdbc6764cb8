"""What section 五 says: problems, and the measures set against them."""

import re
from collections.abc import Iterator

import pandas as pd

from ..given import PROSE, Given, frame_of
from .pairing import Pair, pair
from .points import Reading, read_points
from .roles import Point
from .themes import Theme, chosen

PROBLEMS = {
    "report": "str", "order": "Int64", "problem": "str", "improvement": "str", "theme": "str",
    "improvement_theme": "str", "link": "str", "score": "Float64", "answers": "Int64",
    "terms": "str", "improvement_terms": "str", "problem_source": "str",
    "improvement_source": "str", "earlier": "boolean",
}  # fmt: skip
PASSAGES = {
    "report": "str", "order": "Int64", "role": "str", "text": "str", "problem": "Int64",
    "source": "str", "earlier": "boolean",
}  # fmt: skip
_SECTION = 5
_ROLES = {
    "problem": "problem", "measure": "improvement", "detail": "detail", "lead": "lead-in",
    "none": "no problem", "earlier": "last year", "other": "other",
}  # fmt: skip


def problems(narrative: Given) -> pd.DataFrame:
    """Return each problem that section 五 names beside the measure that answers it.

    A point is what a number marks (一是, （一）, 1., 首先), with what explains it in its paragraph;
    where nothing is numbered, each clause that names a fault or a measure of its own. Headings and
    lead-ins (仍存在一些不足；下一步从以下方面改进) are no points. What was lacking last year and
    was dealt with since (针对上年度报告提出的…问题，…) has rows too, which say so; drop them with
    ``table[~table["earlier"]]``. `passages` tells of all the text what it was taken for.

    Parameters
    ----------
    narrative : DataFrame, Report, Panel or list of Report
        Prose of one report or of many (see `Report.narrative`), or what holds it.

    Returns
    -------
    DataFrame
        Key (report, order), the problems in printed order, then the measures that answer none:
        ``report, order, problem, improvement`` (str, the report's words, missing where there is
        none), ``theme, improvement_theme`` (str, codes of `theme_codebook`, the best first, parted
        by ;, missing where no term was found), ``link`` (what pairs them: "numbered" for lists that
        are numbered alike, "together" in one point or sentence, or with the
        only problem; "by likeness"; "by place" in lists whose other points answer one another in
        order; "none"), ``score``
        (Float64, their likeness from 0 to 1, by themes and wording, whatever links them),
        ``answers`` (Int64, the order of the problem that the measure answers: of its own row, or,
        for a further measure against the same problem, which has a row of its own without a
        problem, of an earlier one; missing where it answers none), ``terms, improvement_terms``
        (str, what the themes were told by, parted by blanks; a point without a term of its own has
        the themes of what it is paired with, and their terms with ← before them),
        ``problem_source, improvement_source`` (str, where the paragraph was printed), ``earlier``
        (boolean, whether the report tells it of the year before).

    Raises
    ------
    FrameError
        `narrative` lacks the columns of a narrative.

    References
    ----------
    国办公开办函〔2021〕30号, section 五, 存在的主要问题及改进情况.

    Examples
    --------
    >>> from reportkit import example, read_report
    >>> table = problems(read_report(example("xiuwu-2023")))
    >>> table[["order", "problem", "theme", "link"]]
       order              problem                 theme      link
    0      1  重大行政决策信息公开需进一步加强。  decision_disclosure  numbered
    1      2         主动公开力度仍需加大。  proactive_disclosure  numbered
    2      3   政府网站栏目设置需进一步优化。      platform_website  numbered
    """
    rows = []
    for report, reading, paragraphs, sources in _readings(narrative):
        texts = [paragraphs[p.paragraph][p.start : p.end] for p in reading.points]
        pairs = pair(reading.points, texts)
        orders = {one.problem: order for order, one in enumerate(pairs, 1)}
        for order, one in enumerate(pairs, 1):
            answers = None if one.answers is None else orders[one.answers]
            rows.append((report, order, *_row(one, reading.points, texts, sources, answers)))
    return pd.DataFrame(rows, columns=list(PROBLEMS)).astype(PROBLEMS)


def _row(
    one: Pair, points: tuple[Point, ...], texts: list[str], sources: list[str], answers: int | None
) -> tuple[object, ...]:
    told = []
    for at, beside in ((one.problem, one.measure), (one.measure, one.answers)):
        found = [] if at is None else chosen(texts[at], None if beside is None else texts[beside])
        told.append((
            None if at is None else texts[at], _joined(found), _terms(found),
            None if at is None else sources[points[at].paragraph],
        ))  # fmt: skip
    (problem, theme, terms, source), (measure, measure_theme, measure_terms, there) = told
    return (problem, measure, theme, measure_theme, one.link, one.score, answers, terms,
            measure_terms, source, there, points[_at(one)].earlier)  # fmt: skip


def _at(one: Pair) -> int:
    at = one.measure if one.problem is None else one.problem
    assert at is not None
    return at


def _joined(found: list[Theme]) -> str | None:
    return ";".join(theme.code for theme in found) or None


def _terms(found: list[Theme]) -> str | None:
    return " ".join(dict.fromkeys(term for theme in found for term in theme.terms)) or None


def passages(narrative: Given) -> pd.DataFrame:
    """Return all the text of section 五 with the role that `problems` gave each passage.

    Parameters
    ----------
    narrative : DataFrame, Report, Panel or list of Report
        As for `problems`.

    Returns
    -------
    DataFrame
        Key (report, order), in printed order: ``report, order``, ``role`` ("problem",
        "improvement", "detail" of what stands before it, "lead-in", "no problem" where the report
        says that there is none, "last year" for what is told of it beside its points, "other" for
        what was taken for none of these), ``text`` (the report's words), ``problem`` (Int64, its
        order in `problems`, missing for other roles), ``source``, ``earlier`` (boolean, whether it
        is of the year before). Numbers and stops between passages are left out, all else is there.

    Raises
    ------
    FrameError
        `narrative` lacks the columns of a narrative.

    Examples
    --------
    >>> from reportkit import example, read_report
    >>> passages(read_report(example("xiuwu-2023")))["role"].value_counts().to_dict()
    {'problem': 3, 'improvement': 3, 'lead-in': 2}
    """
    rows = []
    for report, reading, paragraphs, sources in _readings(narrative):
        texts = [paragraphs[p.paragraph][p.start : p.end] for p in reading.points]
        places = {
            at: order
            for order, one in enumerate(pair(reading.points, texts), 1)
            for at in (one.problem, one.measure)
        }
        for order, part in enumerate(reading.passages, 1):
            text = paragraphs[part.paragraph][part.start : part.end]
            place = None if part.point is None else places[part.point]
            point = None if part.point is None else reading.points[part.point]
            past = part.role == "earlier" if point is None else point.earlier
            source = sources[part.paragraph]
            rows.append((report, order, _ROLES[part.role], text, place, source, past))
    return pd.DataFrame(rows, columns=list(PASSAGES)).astype(PASSAGES)


def _readings(
    narrative: Given,
) -> Iterator[tuple[str, Reading, list[str], list[str]]]:
    """Yield each report's section 五 as it was read, with its paragraphs and their places."""
    frame = frame_of(narrative, "narrative", PROSE)
    section = frame[(frame["section"] == _SECTION) & (frame["order"] > 0)]
    for report, rows in section.groupby("report", sort=False):
        paragraphs = rows["text"].fillna("").tolist()
        year = re.search(r"-(\d{4})$", str(report))
        yield (
            str(report), read_points(paragraphs, int(year[1]) if year else None), paragraphs,
            rows["source"].tolist(),
        )  # fmt: skip
