"""What stands around a report on its page: links, buttons, the foot of the site."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Literal

from ..codebook import read_spec
from ..document import Grid, Heading, Paragraph
from ..text import normalize, parse_number

Item = Heading | Paragraph | Grid
Role = Literal["page", "report", ""]

#: A sentence ends so; a line without an end is prose from this length on.
_SENTENCE = re.compile("[。！？；]")
_LONG = 60
#: A table with so many numbers is data, not the foot of a site.
_NUMBERS = 3
#: What is longer is no line of furniture, whatever it begins with.
_LONGEST = 400


def role_of(text: str) -> Role:
    """Tell whether a line belongs to the page around the report, or to the report's own end.

    Examples
    --------
    >>> role_of("【打印本页】 【关闭窗口】"), role_of("附件：统计表.xls"), role_of("关闭网站3家。")
    ('page', 'report', '')
    """
    if len(text) > _LONGEST:
        return ""
    line = normalize(text).lower()
    for pattern, role in _rules():
        if pattern.match(line):
            return role
    return ""


def find_foot(items: Sequence[Item]) -> int:
    """Return where the foot of the page begins; the number of items where there is none.

    It begins with a line of furniture behind which neither a sentence nor a table of numbers
    follows, so that prose is never cut off.
    """
    foot = len(items)
    for place in range(len(items) - 1, -1, -1):
        item = items[place]
        role = "" if isinstance(item, Grid) else role_of(item.text)
        if role == "page":
            foot = place
        elif not role and _is_content(item):
            break
    return foot


def _is_content(item: Item) -> bool:
    if isinstance(item, Grid):
        cells = [cell.text for row in item.rows for cell in row]
        return sum(parse_number(text).state == "number" for text in cells) >= _NUMBERS
    return len(item.text) >= _LONG or bool(_SENTENCE.search(item.text))


@cache
def _rules() -> tuple[tuple[re.Pattern[str], Role], ...]:
    """Return what furniture looks like, folded as `normalize` folds."""
    return tuple(
        (re.compile(row["pattern"]), row["role"])  # type: ignore[misc]
        for row in read_spec("furniture")
    )
