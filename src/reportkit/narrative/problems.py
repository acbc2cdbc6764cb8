"""What the prose says: problems, and the measures set against them."""

import re
from collections.abc import Iterator

import pandas as pd

from ..errors import FrameError

PROBLEMS = {
    "report": "str", "order": "Int64", "problem": "str", "improvement": "str", "link": "str",
    "problem_source": "str", "improvement_source": "str",
}  # fmt: skip
_SECTION = 5

#: 一是…, 第一，…, （一）…, 1.…: what numbers a list within a paragraph.
_ENUMERATOR = re.compile(
    r"(?:^|(?<=[。；;：:，,\s]))"
    r"(?:[一二三四五六七八九十]+是|第[一二三四五六七八九十]+[，,、]|[（(][一二三四五六七八九十\d]+[）)]|\d{1,2}[.、．](?!\d))"
)
#: A paragraph or sentence that opens so speaks of measures.
_MEASURES = re.compile(
    r"^(?:（?[一二三]?）?)?(?:\d{4}\s*年[，,]?)?(?:改进(?:情况|措施|方向)|整改(?:情况|措施)|下一?步|今后|为此|"
    r"针对(?:以上|上述|这些|存在)|(?:我们|我县|我区|我市|我局|本机关)?将)"
)


def problems(narrative: pd.DataFrame) -> pd.DataFrame:
    """Return each problem that section 五 names beside the measure that answers it.

    Problems and measures that are numbered are paired by their number. What is not numbered is kept
    as one.

    Parameters
    ----------
    narrative : DataFrame
        Of one report or of many (see `Report.narrative`).

    Returns
    -------
    DataFrame
        Key (report, order), in printed order: ``report, order, problem, improvement`` (str, the
        report's words, missing where there is none), ``link`` ("numbered" or "none"),
        ``problem_source, improvement_source`` (str, where the paragraph was printed).

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
    >>> problems(read_report(example("xiuwu-2023")).narrative)[["order", "problem"]]
       order              problem
    0      1  重大行政决策信息公开需进一步加强。
    1      2         主动公开力度仍需加大。
    2      3   政府网站栏目设置需进一步优化。
    """
    lacking = {"report", "section", "order", "text", "source"} - set(narrative.columns)
    if lacking:
        raise FrameError(
            f"narrative lacks the columns {', '.join(sorted(lacking))}; hand over report.narrative"
        )
    section = narrative[(narrative["section"] == _SECTION) & (narrative["order"] > 0)]
    rows = [
        (report, *row)
        for report, paragraphs in section.groupby("report", sort=False)
        for row in _pairs(list(zip(paragraphs["text"], paragraphs["source"], strict=True)))
    ]
    return pd.DataFrame(rows, columns=list(PROBLEMS)).astype(PROBLEMS)


def _pairs(
    paragraphs: list[tuple[str, str]],
) -> Iterator[tuple[int, str | None, str | None, str, str | None, str | None]]:
    lists: dict[bool, list[tuple[str, str]]] = {False: [], True: []}
    measures = False
    for text, source in paragraphs:
        for sentence in _split_at_measures(text):
            measures = measures or bool(_MEASURES.match(sentence.strip()))
            lists[measures] += [(item, source) for item in _enumerated(sentence)]
    named, answers = lists[False], lists[True]
    numbered = len(named) == len(answers) > 1
    for place in range(max(len(named), len(answers))):
        problem, where = named[place] if place < len(named) else (None, None)
        answer, there = answers[place] if place < len(answers) else (None, None)
        yield place + 1, problem, answer, "numbered" if numbered else "none", where, there


def _split_at_measures(text: str) -> Iterator[str]:
    """Part a paragraph where a sentence turns from problems to measures."""
    start = 0
    for end in (match.end() for match in re.finditer(r"[。；;]\s*", text)):
        if _MEASURES.match(text[end:]):
            yield text[start:end]
            start = end
    yield text[start:]


def _enumerated(text: str) -> Iterator[str]:
    """Yield the numbered points of a passage, or all of it if none is numbered."""
    marks = list(_ENUMERATOR.finditer(text))
    if len(marks) < 2:
        if text.strip():
            yield text.strip()
        return
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        point = text[mark.end() : following.start() if following else len(text)].strip()
        if point:
            yield point
