"""How a wrong figure may have come about: by the digits, and by the cells around it."""

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from ..codebook import Address, columns, items, read_spec, union_form
from ..matrix import NO_CELL

#: What a slip of the decimal point or of the unit (万, 亿) multiplies by.
SCALES = (10.0, 100.0, 1e3, 1e4, 1e8)


@cache
def hints() -> dict[str, dict[str, str]]:
    """Return the hints by code, the more plausible first."""
    return {row["code"]: row for row in read_spec("hints")}


def plausibility(codes: list[str]) -> int:
    """Return how far-fetched an account of several cells is; lower is better."""
    ranks = {code: rank for rank, code in enumerate(hints())}
    return sum(ranks.get(code, len(ranks)) for code in codes)


@dataclass(frozen=True, eq=False)
class Printed:
    """A report as printed: a row of the matrix."""

    values: npt.NDArray[np.float64]
    states: npt.NDArray[np.int8]

    def hint(self, cell: int, value: int) -> str:
        """Return the hint at how a cell that should hold `value` came to be printed as it is."""
        address, printed = union_form()[cell], float(self.values[cell])
        if printed == 0 and value > 0 and _is_total(address):
            return "total_not_filled"
        if value > 0 and printed == -value:
            return "sign"
        whole = printed >= 0 and printed % 1 == 0
        if whole and _swapped(f"{printed:.0f}", str(value)):
            return "digits_swapped"
        if _scaled(printed, value):
            return "scale"
        if not whole:
            return "no_count"
        if code := _digits(f"{printed:.0f}", str(value)):
            return code
        beside = printed > 0 and any(self.values[other] == printed for other in self._beside(cell))
        return "neighbour" if beside else ""

    def hint_together(self, solution: tuple[tuple[int, int], ...]) -> str:
        """Return the hint at what befell all cells of a solution at once."""
        held = [float(self.values[cell]) for cell, _ in solution]
        should = [float(value) for _, value in solution]
        if len(solution) < 2 or sorted(held) != sorted(should):
            return ""
        if len(solution) == 2:
            return "exchanged"
        rows = {union_form()[cell][:2] for cell, _ in solution}
        heads = {union_form()[cell][::2] for cell, _ in solution}
        return "shifted" if len(rows) == 1 or len(heads) == 1 else ""

    def _beside(self, cell: int) -> list[int]:
        """Return the cells left and right, above and below, among those that the form has."""
        table, item, column = union_form()[cell]
        there = [place for place in np.flatnonzero(self.states != NO_CELL).tolist()
                 if union_form()[place][0] == table]  # fmt: skip
        across = [place for place in there if union_form()[place][1] == item]
        down = [place for place in there if union_form()[place][2] == column]
        return [
            line[at] for line in (across, down)
            for at in (line.index(cell) - 1, line.index(cell) + 1) if 0 <= at < len(line)
        ]  # fmt: skip


@cache
def _is_total(address: Address) -> bool:
    table, item, column = address
    kinds = {c.kind for c in columns() if (c.table, c.code) == (table, column)}
    return "total" in kinds or items()[table, item].kind == "total"


def _swapped(printed: str, value: str) -> bool:
    return len(printed) == len(value) and any(
        printed[:i] + printed[i + 1] + printed[i] + printed[i + 2 :] == value != printed
        for i in range(len(printed) - 1)
    )


def _scaled(printed: float, value: int) -> bool:
    return printed > 0 < value and any(
        np.isclose(printed * scale, value, rtol=1e-12)
        or np.isclose(printed, value * scale, rtol=1e-12)
        for scale in SCALES
    )


def _digits(printed: str, value: str) -> str:
    if len(value) == len(printed) + 1 and _without_one(value, printed):
        return "digit_lost"
    if len(printed) == len(value) + 1 and _without_one(printed, value):
        return "digit_added"
    differ = sum(a != b for a, b in zip(printed, value, strict=False))
    return "digit_misread" if len(printed) == len(value) > 1 == differ else ""


def _without_one(longer: str, shorter: str) -> bool:
    return any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer)))
