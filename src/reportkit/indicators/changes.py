"""What became more and less from one year to the next, and whether that can be said."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..given import Given
from ..matrix import ABOUT, to_matrix
from .book import Indicator
from .intervals import PER, Flags, Floats, rate_difference, rate_ratio, share_difference
from .pairs import Pairs, pairs
from .values import Values, measure

CHANGES = {
    "report": "str", "issuer": "str", "year": "Int64", "edition": "str", "indicator": "str",
    "before": "str", "year_before": "Int64", "edition_before": "str", "value_before": "Float64",
    "value": "Float64", "difference": "Float64", "difference_low": "Float64",
    "difference_high": "Float64", "difference_unit": "str", "ratio": "Float64",
    "ratio_low": "Float64", "ratio_high": "Float64", "comparable": "boolean", "why": "str",
    "note": "str",
}  # fmt: skip

#: A share changes by percentage points.
POINTS = "percentage points"
_NUMBERS = [
    "value_before", "value", "difference", "difference_low", "difference_high", "ratio",
    "ratio_low", "ratio_high",
]  # fmt: skip


def change(
    cells: Given, *, stated: pd.DataFrame | None = None, blank_as_zero: bool = False
) -> pd.DataFrame:
    """Compare the indicators of each report with those of its issuer's report before.

    A difference is the process's as much as the body's: see `indicators` for what the intervals
    mean. One that holds 0 (a ratio's: 1) is no evidence of change. Many are tested at once here:
    of a hundred that did not change, five will seem to have.

    Parameters
    ----------
    cells : DataFrame, Report, Panel or list of Report
        Of several years of an issuer, or of many issuers.
    stated, blank_as_zero
        As for `indicators`.

    Returns
    -------
    DataFrame
        Key (report, indicator), a row for each indicator of each report that has one of the same
        issuer before it, and of those whose report before cannot be told: ``report, issuer, year,
        edition, indicator, before`` (report), ``year_before, edition_before, value_before, value``;
        ``difference, difference_low, difference_high`` in ``difference_unit`` (shares: percentage
        points, with Newcombe's 95% interval; else the indicator's unit, with the interval that
        follows from both exact ones), ``ratio, ratio_low, ratio_high`` (value / value_before, with
        the exact conditional interval; none for shares, and none where there was nothing before);
        ``comparable`` (bool) and ``why`` not: the editions count differently, or a year is missing
        between them: there a line is to be broken, and there is neither difference nor ratio.
        ``note`` (str) says what `indicators` notes of either year. Stocks, amounts and figures told
        in prose have no intervals. What is undefined is missing.

    Raises
    ------
    FrameError
        A frame lacks columns, or a cell stands twice.

    References
    ----------
    R. G. Newcombe (1998), Interval estimation for the difference between independent proportions,
    Statistics in Medicine 17, 873-890. J. Przyborowski and H. Wilenski (1940), Homogeneity of
    results in testing samples from Poisson series, Biometrika 31, 313-323. G. Zou and A. Donner
    (2008), Construction of confidence limits about effect measures, Statistics in Medicine 27,
    1693-1702.

    Examples
    --------
    >>> from reportkit import example_panel
    >>> table = change(example_panel().cells).query("indicator == 'share_disclosed'")
    >>> table[["report", "difference", "difference_low", "difference_high", "comparable"]].round(1)
                  report  difference  difference_low  difference_high  comparable
    6       宿迁市人民政府-2024        10.4             8.1             12.8        True
    95      宿迁市人民政府-2025        <NA>            <NA>             <NA>        True
    184  淮安市洪泽区人民政府-2024        43.1            19.8             57.6        True
    """
    matrix = to_matrix(cells)
    found = pairs(matrix.reports)
    values = measure(matrix, stated=stated, blank_as_zero=blank_as_zero)
    blocks = [_compared(one, found, matrix.reports) for one in values]
    if not blocks:
        return pd.DataFrame(columns=list(CHANGES)).astype(CHANGES)
    return pd.concat(blocks).sort_index(kind="stable").reset_index(drop=True).astype(CHANGES)


def _compared(one: Values, found: Pairs, reports: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of one indicator, their index the place of their report in all pairs."""
    here = one.here[found.after]
    after, before, why = found.after[here], found.before[here], found.why[here].copy()
    paired = before >= 0
    editions = reports["edition"].to_numpy(dtype=object)
    for first, second in {(a, b) for a, b in zip(editions[before], editions[after], strict=True)}:
        broken = _break(one.about, first, second)
        if broken:
            rows = paired & (editions[before] == first) & (editions[after] == second)
            why[rows] = [f"{broken}; {reason}" if reason else broken for reason in why[rows]]
    comparable = why == ""
    frame = reports[ABOUT].take(after).set_axis(np.flatnonzero(here))
    earlier = reports[ABOUT].take(np.where(paired, before, 0)).set_axis(frame.index)
    earlier = earlier.where(pd.Series(paired, frame.index))
    numbers = _measure(one, after, before, paired, comparable)
    notes = np.full(len(after), "", dtype=object)
    years = reports["year"].to_numpy(dtype=object)
    noted = (one.note[after] != "") | (paired & (one.note[before] != ""))
    for row in np.flatnonzero(noted).tolist():
        both = [before[row], after[row]] if paired[row] else [after[row]]
        notes[row] = "; ".join(f"{years[at]}: {one.note[at]}" for at in both if one.note[at])
    return frame.assign(
        indicator=one.about.code, before=earlier["report"], year_before=earlier["year"],
        edition_before=earlier["edition"], **numbers,
        difference_unit=POINTS if one.about.unit == "share" else one.about.unit,
        comparable=comparable, why=why, note=notes,
    )[list(CHANGES)]  # fmt: skip


def _break(about: Indicator, before: str, after: str) -> str:
    """Say why figures of two editions are no series, "" where they are."""
    if before not in about.editions:
        return f"the {before} edition has no such figure"
    if not about.follows(before, after):
        return f"the editions {before} and {after} count differently"
    return ""


def _measure(
    one: Values, after: npt.NDArray[np.intp], before: npt.NDArray[np.intp], paired: Flags,
    comparable: Flags,
) -> dict[str, Floats]:  # fmt: skip
    found = {name: np.full(len(after), np.nan) for name in _NUMBERS}
    found["value"] = one.value[after]
    found["value_before"] = np.where(paired & one.here[before], one.value[before], np.nan)
    value, earlier = found["value"], found["value_before"]
    fine = comparable & ~np.isnan(value) & ~np.isnan(earlier)
    scale = PER if one.about.unit == "share" else 1
    found["difference"][fine] = scale * (value - earlier)[fine]
    shared = one.about.unit == "share"
    divides = fine & (earlier > 0) & (not shared)
    found["ratio"][divides] = (value[divides]) / earlier[divides]
    if one.about.interval == "none" or not fine.any():
        return found

    def put(name: str, where: Flags, bounds: tuple[Floats, Floats]) -> None:
        found[f"{name}_low"][where], found[f"{name}_high"][where] = bounds

    per = PER if one.about.unit == "per 100" else 1
    base = np.ones(len(one.value)) if not one.about.denominator else one.denominator / per

    def sums(where: Flags) -> tuple[Floats, Floats, Floats, Floats]:
        a, b = after[where], before[where]
        return one.numerator[a], base[a], one.numerator[b], base[b]

    if shared:
        low, high = share_difference(*sums(fine))
        put("difference", fine, (scale * low, scale * high))
    else:
        put("difference", fine, rate_difference(*sums(fine)))
        put("ratio", divides, rate_ratio(*sums(divides)))
    return found
