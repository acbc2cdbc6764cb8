"""Where requests come from and what becomes of them: the counts that charts draw."""

import pandas as pd

from ..codebook import Address, children, columns
from ..matrix import ABOUT, Matrix, to_matrix

#: The six groups of outcomes, in the form's order.
OUTCOMES = tuple(code for code in children("requests", "outcomes") if code != "outcomes_total")


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
