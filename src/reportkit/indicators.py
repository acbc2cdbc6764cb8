"""Counts and shares with their denominators and intervals; the frames that charts draw."""

import numpy as np
import pandas as pd

from .codebook import Address, children, columns, read_spec
from .matrix import ABOUT, Matrix, to_matrix

#: The level of every interval.
CONFIDENCE = 0.95

#: The six groups of outcomes, in the form's order.
OUTCOMES = tuple(code for code in children("requests", "outcomes") if code != "outcomes_total")

INDICATORS = {
    "report": "str", "issuer": "str", "year": "Int64", "edition": "str", "indicator": "str",
    "value": "Float64", "low": "Float64", "high": "Float64", "numerator": "Float64",
    "denominator": "Float64", "unit": "str", "blanks": "str", "note": "str",
}  # fmt: skip


def indicators(cells: pd.DataFrame) -> pd.DataFrame:
    """Return the indicators of each report with numerator, denominator and interval.

    A count of all requests of a year is no sample. The interval treats the year's requests as a
    draw from those that could as well have come, and shows how far a share could move by chance
    alone: with 10 requests, far.

    Parameters
    ----------
    cells : DataFrame
        Of one report or of many (see `Report.cells`).

    Returns
    -------
    DataFrame
        A row a report and indicator, key (report, indicator): ``report, issuer, year, edition,
        indicator`` (a code of ``reportkit/spec/indicators.csv``), ``value, low, high`` (Float64, a
        fraction from 0 to 1 with its Wilson 95 % interval), ``numerator, denominator`` (Float64,
        件), ``unit`` ("share"), ``blanks`` ("none", or "unknown" where a cell that is needed holds
        no number), ``note``. What is undefined is missing, never 0.

    References
    ----------
    E. B. Wilson (1927), Probable inference, the law of succession, and statistical inference,
    Journal of the American Statistical Association 22, 209-212.

    Examples
    --------
    >>> from reportkit import example, read_report
    >>> indicators(read_report(example("xiuwu-2023")).cells)[
    ...     ["indicator", "value", "low", "high", "numerator", "denominator"]].head(2).round(3)
                  indicator  value    low   high  numerator  denominator
    0         share_granted    1.0  0.676    1.0        8.0          8.0
    1  share_partly_granted    0.0    0.0  0.324        0.0          8.0
    """
    matrix = to_matrix(cells)
    blocks = []
    for spec in read_spec("indicators"):
        numerator, counted = matrix.amount(_address(spec["numerator"]))
        denominator, based = matrix.amount(_address(spec["denominator"]))
        known = counted & based
        bounds = [
            _wilson(part, whole) if known[row] else (np.nan, np.nan, np.nan)
            for row, (part, whole) in enumerate(zip(numerator, denominator, strict=True))
        ]
        note = np.where(
            known & (denominator == 0), "nothing was counted",
            np.where(known & (numerator > denominator), "numerator above denominator", ""),
        )  # fmt: skip
        value, low, high = np.array(bounds).reshape(-1, 3).T
        blocks.append(
            matrix.reports.assign(
                indicator=spec["code"], value=value, low=low, high=high, numerator=numerator,
                denominator=denominator, unit=spec["unit"],
                blanks=np.where(known, "none", "unknown"), note=note,
            )
        )  # fmt: skip
    return _by_report(pd.concat(blocks)).astype(INDICATORS)


def _wilson(part: float, whole: float) -> tuple[float, float, float]:
    from scipy.stats import binomtest

    if not 0 <= part <= whole or whole == 0 or part % 1 or whole % 1:
        return np.nan, np.nan, np.nan
    interval = binomtest(int(part), int(whole)).proportion_ci(CONFIDENCE, method="wilson")
    return part / whole, float(interval.low), float(interval.high)


def flow(cells: pd.DataFrame) -> pd.DataFrame:
    """Return where a year's requests came from and what became of them.

    Parameters
    ----------
    cells : DataFrame
        Of one report or of many.

    Returns
    -------
    DataFrame
        Key (report, side, item): ``report, issuer, year, edition``, ``side`` ("in": received and
        carried in; "all": accepted, their sum; "out": the six groups of outcomes and carried out),
        ``item``, ``count`` (Float64, 件; missing where a cell that is needed holds no number),
        ``blanks`` ("none" or "unknown").

    Examples
    --------
    >>> from reportkit import example, read_report
    >>> flow(read_report(example("xiuwu-2023")).cells).query("count > 0")[["side", "item", "count"]]
      side         item  count
    0   in     received   10.0
    2  all     accepted   10.0
    3  out      granted    8.0
    9  out  carried_out    2.0
    """
    matrix = to_matrix(cells)
    sides = [("in", "received"), ("in", "carried_in"), *(("out", code) for code in OUTCOMES),
             ("out", "carried_out")]  # fmt: skip
    blocks = [_counts(matrix, ("requests", item, "total"), side=side) for side, item in sides]
    accepted = blocks[0]["count"] + blocks[1]["count"]
    blocks.insert(
        2, blocks[0].assign(side="all", item="accepted", count=accepted, blanks=_blanks(accepted))
    )
    return _by_report(pd.concat(blocks)).drop(columns="column").astype(
        {"side": "str", "item": "str", "count": "Float64", "blanks": "str"}
    )  # fmt: skip


def applicants(cells: pd.DataFrame) -> pd.DataFrame:
    """Return the outcomes of each kind of applicant's requests.

    Parameters
    ----------
    cells : DataFrame
        Of one report or of many.

    Returns
    -------
    DataFrame
        Key (report, item, column): ``report, issuer, year, edition``, ``item`` (the six groups of
        outcomes and their total), ``column`` (the six kinds of applicant), ``count`` (Float64, 件;
        missing where a cell that is needed holds no number), ``blanks`` ("none" or "unknown").

    Examples
    --------
    >>> from reportkit import example, read_report
    >>> applicants(read_report(example("xiuwu-2023")).cells).query("count > 0")[
    ...     ["item", "column", "count"]]
                  item          column  count
    0          granted  natural_person    7.0
    1          granted      commercial    1.0
    36  outcomes_total  natural_person    7.0
    37  outcomes_total      commercial    1.0
    """
    matrix = to_matrix(cells)
    kinds = [c.code for c in columns() if c.table == "requests" and c.kind == "part"]
    blocks = [
        _counts(matrix, ("requests", item, kind))
        for item in (*OUTCOMES, "outcomes_total")
        for kind in kinds
    ]
    return _by_report(pd.concat(blocks)).astype(
        {"item": "str", "column": "str", "count": "Float64", "blanks": "str"}
    )


def _counts(matrix: Matrix, address: Address, **more: str) -> pd.DataFrame:
    values, _ = matrix.amount(address)
    _, item, column = address
    return matrix.reports[ABOUT].assign(
        **more, item=item, column=column, count=values, blanks=_blanks(pd.Series(values))
    )


def _blanks(values: pd.Series) -> pd.Series:
    return values.isna().map({True: "unknown", False: "none"})


def _by_report(frame: pd.DataFrame) -> pd.DataFrame:
    """Bring blocks of one row a report into the order of reports, keeping the blocks' order."""
    return frame.sort_index(kind="stable").reset_index(drop=True)


def _address(text: str) -> Address:
    table, item, column = text.split(".")
    return table, item, column
