"""What a page sets below a report: where it begins, so that it is not taken for section 六."""

import re
from collections.abc import Sequence
from functools import cache

from ..codebook import read_spec
from ..text import fold, squeeze

#: What is longer, or ends as a sentence does, belongs to the report.
_LINE = 60
_SENTENCE = re.compile(r"[。！？；]\s*$")


def below(texts: Sequence[str]) -> int:
    """Return the place from which on nothing but the page's furniture stands; their number if none.

    A line of ``spec/furniture.csv`` begins it, and no sentence follows. A signature, a date and the
    names of annexes (附件) are the report's own.

    Examples
    --------
    >>> below(["收取信息处理费0元。", "某县财政局", "2024年1月20日", "主办单位：某县", "网站地图"])
    3
    >>> below(["没有其他需要报告的事项。"])
    1
    """
    for place, text in enumerate(texts):
        if _is_furniture(text) and not any(_is_prose(other) for other in texts[place:]):
            return place
    return len(texts)


def _is_furniture(text: str) -> bool:
    line = squeeze(fold(text))
    return len(line) <= _LINE and any(pattern.search(line) for pattern in _patterns())


def _is_prose(text: str) -> bool:
    line = squeeze(text)
    return bool(_SENTENCE.search(line)) or (len(line) > _LINE and not _is_furniture(line))


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(row["pattern"]) for row in read_spec("furniture"))
