"""The indicators of each report."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..given import Given
from ..matrix import ABOUT, Matrix, to_matrix
from .amounts import Amounts, gather
from .book import Indicator, book
from .intervals import PER, Flags, Floats, count_bounds, share_bounds
from .stated import said

INDICATORS = {
    "report": "str", "issuer": "str", "year": "Int64", "edition": "str", "indicator": "str",
    "value": "Float64", "low": "Float64", "high": "Float64", "numerator": "Float64",
    "denominator": "Float64", "unit": "str", "blanks": "str", "value_blank_as_zero": "Float64",
    "note": "str",
}  # fmt: skip

BLANKS = np.array(["none", "read as 0", "unknown"])
NONE, READ_AS_0, UNKNOWN = range(3)
#: What `note` says of a figure whose total differs from its own printed parts.
DOUBTFUL = "does not add up"


@dataclass(frozen=True, eq=False)
class Values:
    """One indicator of many reports, one element a report."""

    about: Indicator
    here: Flags
    value: Floats
    low: Floats
    high: Floats
    numerator: Floats
    denominator: Floats
    lenient: Floats
    blanks: npt.NDArray[np.intp]
    note: npt.NDArray[np.object_]


def indicators(
    cells: Given, *, stated: pd.DataFrame | None = None, blank_as_zero: bool = False
) -> pd.DataFrame:
    """Return the indicators of each report with numerator, denominator and interval.

    A count of all requests of a year is no sample. The interval treats the year's requests as a
    draw from those that could as well have come, and shows how far a figure could move by chance
    alone: with 10 requests, far (process variation, not sampling; see
    ``reportkit/indicators/intervals.py``).

    Parameters
    ----------
    cells : DataFrame, Report, Panel or list of Report
        Of one report or of many (see `Report.cells`).
    stated : DataFrame, optional
        Figures that the prose states (see `check`): ``report, value, item`` and, where known,
        ``table`` (missing for what stands in no table), ``unit, approximate``. Without it what is
        only stated in prose (``website_items``, ``social_media_items``, ``processing_fee``) is left
        out.
    blank_as_zero : bool
        Read a blank or dash as 0, and a blank total as what its parts add up to; ``blanks`` tells
        where that was done. What is absent or could not be read is never taken for 0.

    Returns
    -------
    DataFrame
        A row a report and each indicator that the edition's form has, key (report, indicator):
        ``report, issuer, year, edition, indicator`` (see `indicator_codebook`), ``value, low,
        high`` (Float64, with the 95% interval: Wilson's for shares from 0 to 1, the exact Poisson
        one for counts and rates per 100; missing for stocks and amounts), ``numerator,
        denominator`` (Float64; a plain count has no denominator), ``unit``, ``blanks`` ("none",
        "read as 0", or "unknown" where a cell that is needed holds no number),
        ``value_blank_as_zero`` (Float64, the value if blanks meant 0: where it is known and `value`
        is not, blanks matter), ``note`` (why there is no value, or why to doubt it: "does not add
        up" where a total that is used, or one that a cell in use is part of, differs from its own
        printed parts, or where requests accepted are held against what became of them and the two
        do not balance). What is undefined is missing, never 0.

    Raises
    ------
    FrameError
        A frame lacks columns, or a cell stands twice.

    References
    ----------
    E. B. Wilson (1927), Probable inference, the law of succession, and statistical inference,
    Journal of the American Statistical Association 22, 209-212. F. Garwood (1936), Fiducial limits
    for the Poisson distribution, Biometrika 28, 437-442.

    Examples
    --------
    >>> from reportkit import example, example_panel, read_report
    >>> indicators(read_report(example("xiuwu-2023")).cells)[
    ...     ["indicator", "value", "low", "high", "numerator", "denominator"]].head(2).round(3)
                  indicator  value    low   high  numerator  denominator
    0         share_granted    1.0  0.676    1.0        8.0          8.0
    1  share_partly_granted    0.0    0.0  0.324        0.0          8.0
    >>> table = indicators(example_panel().cells).query("indicator == 'share_disclosed'")
    >>> table[["report", "value", "blanks", "value_blank_as_zero"]].tail(2).round(2)
                    report  value   blanks  value_blank_as_zero
    451  上海市人民政府办公厅-2019   <NA>  unknown                 0.34
    539     修武县人民政府-2023    1.0     none                  1.0
    """
    matrix = to_matrix(cells)
    return to_frame(matrix, measure(matrix, stated=stated, blank_as_zero=blank_as_zero))


def measure(
    matrix: Matrix, *, stated: pd.DataFrame | None = None, blank_as_zero: bool = False
) -> list[Values]:
    """Return all indicators of a matrix of reports, in the order of the codebook."""
    amounts = gather(matrix)
    editions = matrix.reports["edition"].to_numpy(dtype=object)
    found = []
    for about in book():
        here = np.isin(editions, about.editions)
        if not about.stated:
            found.append(_counted(about, here, amounts, blank_as_zero))
        elif stated is not None:
            found.append(_stated(about, here, matrix, stated))
    return found


def _counted(about: Indicator, here: Flags, amounts: Amounts, blank_as_zero: bool) -> Values:
    top, base = (
        amounts.of(about.numerator, lenient=blank_as_zero),
        amounts.of(about.denominator, lenient=blank_as_zero),
    )
    strict = amounts.of(about.numerator) + amounts.of(about.denominator)
    if not about.denominator:
        base = np.full(len(here), np.nan)
    value, low, high, note = _evaluate(about, top, base)
    lenient, *_ = _evaluate(
        about, amounts.of(about.numerator, lenient=True),
        amounts.of(about.denominator, lenient=True), bounds=False,
    )  # fmt: skip
    known = ~np.isnan(top) & (~np.isnan(base) if about.denominator else True)
    blanks = np.where(~known, UNKNOWN, np.where(np.isnan(strict), READ_AS_0, NONE))
    doubt = amounts.doubtful((*about.numerator, *about.denominator))
    note = np.where((note == "") & doubt, DOUBTFUL, note)
    return Values(about, here, value, low, high, top, base, lenient, blanks, note)


def _evaluate(
    about: Indicator, top: Floats, base: Floats, *, bounds: bool = True
) -> tuple[Floats, Floats, Floats, npt.NDArray[np.object_]]:
    """Divide, and say what cannot be divided."""
    value, low, high = (np.full(len(top), np.nan) for _ in range(3))
    note = np.full(len(top), "", dtype=object)
    if about.interval == "none":
        return top.copy(), low, high, note
    per = PER if about.unit == "per 100" else 1
    divided = bool(about.denominator)
    whole = np.where(np.isnan(base), 1.0, base) if divided else np.ones(len(top))
    known = ~np.isnan(top) & ~(np.isnan(base) & divided)
    for words, wrong in (
        ("no whole numbers", (top % 1 != 0) | (whole % 1 != 0)),
        ("negative", (top < 0) | (whole < 0)),
        ("nothing was counted", whole == 0),
        ("numerator above denominator", (top > whole) & (about.interval == "wilson")),
    ):
        note[known & wrong & (note == "")] = words
    fine = known & (note == "")
    value[fine] = per * top[fine] / whole[fine]
    if bounds and fine.any():
        estimate = share_bounds if about.interval == "wilson" else count_bounds
        low[fine], high[fine] = estimate(top[fine], whole[fine] / per)
    return value, low, high, note


def _stated(about: Indicator, here: Flags, matrix: Matrix, stated: pd.DataFrame) -> Values:
    value, note = said(about.stated, about.unit, matrix, stated)
    nothing = np.full(len(value), np.nan)
    blanks = np.where(np.isnan(value), UNKNOWN, NONE)
    return Values(about, here, value, nothing, nothing, value, nothing, value, blanks, note)


def to_frame(matrix: Matrix, values: list[Values]) -> pd.DataFrame:
    """Lay the values out, report by report."""
    here = np.array([one.here for one in values]).T
    row, which = np.nonzero(here)

    def column(name: str) -> npt.NDArray[np.float64]:
        return np.array([getattr(one, name) for one in values]).T[row, which]

    def number(name: str) -> pd.api.extensions.ExtensionArray:
        figures = column(name)
        return pd.arrays.FloatingArray(np.nan_to_num(figures), np.isnan(figures))

    frame = matrix.reports[ABOUT].take(row).reset_index(drop=True)
    told, codes = pd.factorize(column("note"))
    return frame.assign(
        indicator=_text([one.about.code for one in values], which),
        **{name: number(name) for name in ("value", "low", "high", "numerator", "denominator")},
        unit=_text([one.about.unit for one in values], which),
        blanks=_text(BLANKS.tolist(), column("blanks").astype(np.intp)),
        value_blank_as_zero=number("lenient"),
        note=_text(list(codes), told),
    ).astype(INDICATORS)  # fmt: skip


def _text(words: list[str], which: npt.NDArray[np.intp]) -> pd.api.extensions.ExtensionArray:
    return pd.array(words, dtype="str").take(which)
