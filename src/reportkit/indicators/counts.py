"""Where requests come from and what becomes of them: the counts that charts draw."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..codebook import children, columns
from ..given import Given
from ..matrix import ABOUT, Matrix, to_matrix

#: The six groups of outcomes, in the form's order.
OUTCOMES = tuple(code for code in children("requests", "outcomes") if code != "outcomes_total")


def flow(cells: Given) -> pd.DataFrame:
    """Return where a year's requests came from and what became of them.

    Parameters
    ----------
    cells : DataFrame, Report, Panel or list of Report
        Of one report or of many.

    Returns
    -------
    DataFrame
        Key (report, side, item): ``report, issuer, year, edition``, ``side`` ("in": received and
        carried in; "all": accepted, their sum; "out": the six groups of outcomes and carried out;
        "closed": the printed total of the outcomes, which may be known where they are not),
        ``item``, ``count`` (Float64, 件; missing where a cell that is needed holds no number),
        ``blanks`` ("none" or "unknown").

    Examples
    --------
    >>> from reportkit import example, read_report
    >>> flow(read_report(example("xiuwu-2023")).cells).query("count > 0")[["side", "item", "count"]]
          side            item  count
    0       in        received   10.0
    2      all        accepted   10.0
    3      out         granted    8.0
    9      out     carried_out    2.0
    10  closed  outcomes_total    8.0
    """
    matrix = to_matrix(cells)
    sides = [("in", "received"), ("in", "carried_in"), *(("out", code) for code in OUTCOMES),
             ("out", "carried_out")]  # fmt: skip
    counts = [matrix.amount(("requests", item, "total"))[0] for _, item in sides]
    counts.insert(2, counts[0] + counts[1])
    sides.insert(2, ("all", "accepted"))
    sides.append(("closed", "outcomes_total"))
    counts.append(matrix.amount(("requests", "outcomes_total", "total"))[0])
    return _long(matrix, pd.DataFrame(sides, columns=["side", "item"]), counts)


def applicants(cells: Given) -> pd.DataFrame:
    """Return the outcomes of each kind of applicant's requests.

    Parameters
    ----------
    cells : DataFrame, Report, Panel or list of Report
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
    rows = [(item, kind) for item in (*OUTCOMES, "outcomes_total") for kind in kinds]
    counts = [matrix.amount(("requests", *row))[0] for row in rows]
    return _long(matrix, pd.DataFrame(rows, columns=["item", "column"]), counts)


def _long(
    matrix: Matrix, rows: pd.DataFrame, counts: list[npt.NDArray[np.float64]]
) -> pd.DataFrame:
    """Return `rows` for each report, with its count of each of them."""
    reports = np.repeat(np.arange(len(matrix.reports)), len(rows))
    named = rows.iloc[np.tile(np.arange(len(rows)), len(matrix.reports))].astype("str")
    values = pd.Series(np.column_stack(counts).reshape(-1))
    return pd.concat(
        [
            matrix.reports[ABOUT].iloc[reports].reset_index(drop=True),
            named.reset_index(drop=True),
            pd.DataFrame({
                "count": values.astype("Float64"),
                "blanks": values.isna().map({True: "unknown", False: "none"}).astype("str"),
            }),
        ],
        axis=1,
    )  # fmt: skip
