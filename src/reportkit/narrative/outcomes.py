"""The words ahead of an outcome: whether they let it stand for its figure, or add to it."""

import re

from .vocabulary import GROUPS, Cell, pattern, words

_WITH_REASONS = ("denied", "unable", "not_processed", "other")
#: 因国家秘密、过程性信息等不予公开.
_AND_OTHERS = re.compile(r"[^，,；;]*等(?:情形|情况|原因|理由|事由|因素)?(?:的|而)?(?:依法)?$")


def without_reasons(head: str, item: str) -> str:
    """Leave out the reasons that a group is said to have: 信访投诉、重复申请等不予处理38件."""
    told = _AND_OTHERS.search(head)
    if told is None or item not in _WITH_REASONS:
        return head
    found = words("cell").every.finditer(told[0])
    below = any(words("cell").cell(match).item.startswith(f"{item}_") for match in found)
    return head[: told.start()] if below else head


def another(head: str, item: str) -> bool:
    """Tell whether another outcome stands right ahead: the figure is of both, or of neither."""
    told = words("cell").before(head.split("，")[-1]) if item in GROUPS else None
    return told is not None and told[1].item in GROUPS


def joint(before: str) -> Cell | None:
    """Return the sum that labels side by side tell: 不予公开、无法提供和不予处理共12件."""
    pieces = re.split(r"、|和|及|与|以及", before.removeprefix("其中"))
    if len(pieces) < 2 or not all(pieces):
        return None
    cells = []
    for piece in pieces:
        told = words("cell").before(piece)
        if told is None or told[1].item not in GROUPS or not thin(told[0]):
            return None
        cells.append(told[1])
    item = "+".join(cell.item for cell in cells)
    return Cell("requests", item, "total", " + ".join(cell.reading for cell in cells))


def thin(head: str) -> bool:
    """Tell whether nothing of weight stands ahead of words."""
    return bool(pattern("lead").fullmatch(head.split("，")[-1]))


def is_own(head: str) -> bool:
    """Tell whether words are neither denied nor the second half of a label: 不存在或不掌握."""
    return not re.search(r"(?:[不未无或和与、]|没有|(?<!涉)及)$", head)
