"""A 0 that words state, and what they deny most often: proceedings, and the fee."""

import re
from dataclasses import dataclass

from .vocabulary import Cell

FEE = Cell("", "processing_fee", "", "没有收取信息处理费 = 0")
#: Proceedings by the group of `PROCEEDING` that names them.
CELLS = {
    group: Cell("review", item, "total", f"没有{name} = 0")
    for group, item, name in (
        ("review", "reconsideration", "行政复议"),
        ("litigation", "litigation_direct+litigation_after_reconsideration", "行政诉讼"),
        ("direct", "litigation_direct", "直接起诉"),
        ("after", "litigation_after_reconsideration", "复议后起诉"),
    )
}

#: A proceeding, unless it is one that was lost: 无行政诉讼败诉案件 denies another thing.
PROCEEDING = re.compile(
    r"""(?:
      (?P<after>(?:行政)?复议后再?(?:提起|起)(?:行政)?诉讼?)
    | (?P<direct>(?:未经(?:行政)?复议)?直接(?:提起|起)(?:行政)?诉讼?)
    | (?P<review>(?:行政)?复议)
    | (?P<litigation>(?:行政)?诉讼|(?:行政)?应诉|行政官司)
    )(?!维持|被?纠[正错]|败诉|撤销|责任)""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Denial:
    """A 0 that words state: where they stand, of what cell, in what unit."""

    start: int
    end: int
    cell: Cell | None
    unit: str
