"""How much of a change in the disclosure rate is who asked, and how much what they were told."""

import numpy as np
import pandas as pd

from ..codebook import columns
from ..given import Given
from ..matrix import ABOUT, to_matrix
from .amounts import Amounts, Floats, gather
from .intervals import PER
from .pairs import pairs
from .values import BLANKS, DOUBTFUL, NONE, READ_AS_0, UNKNOWN

DECOMPOSED = {
    "report": "str", "issuer": "str", "year": "Int64", "edition": "str", "before": "str",
    "column": "str", "weight_before": "Float64", "weight": "Float64", "rate_before": "Float64",
    "rate": "Float64", "mix": "Float64", "within": "Float64", "difference": "Float64",
    "blanks": "str", "note": "str",
}  # fmt: skip

_DISCLOSED = ("granted", "partly_granted")
_NUMBERS = list(DECOMPOSED)[6:13]


def decompose(cells: Given, *, blank_as_zero: bool = False) -> pd.DataFrame:
    """Part the change of the disclosure rate into the mix of applicants and the rate within each.

    The disclosure rate (granted and partly granted in requests closed) is the mean of the rates of
    the six kinds of applicant, weighted by each kind's share of the requests closed. Kitagawa's
    decomposition weights a change of mix by the mean of both years' rates, and a change of rate by
    the mean of both years' weights: the parts add up to the change exactly. A kind that closed
    nothing in one of the years has no rate there: all that it adds counts as mix. It is arithmetic
    and names no cause; with few requests the parts are as uncertain as the rates.

    Parameters
    ----------
    cells : DataFrame, Report, Panel or list of Report
        Of several years of an issuer, or of many issuers.
    blank_as_zero : bool
        As for `indicators`.

    Returns
    -------
    DataFrame
        Key (report, column), for each report whose issuer has one of the year before: ``report,
        issuer, year, edition, before`` (report), ``column`` (the six kinds of applicant, then
        "total"), ``weight_before, weight, rate_before, rate`` (fractions; a kind none of
        whose requests was closed has no rate), ``mix, within, difference`` (percentage points;
        difference = mix + within), ``blanks`` ("none", "read as 0", "unknown": nothing can be
        told), ``note``: a year is missing between the two, nothing was closed, or the kinds do not
        add up to the printed total.

    Raises
    ------
    FrameError
        `cells` lacks columns, or a cell stands twice.

    References
    ----------
    E. M. Kitagawa (1955), Components of a difference between two rates, Journal of the American
    Statistical Association 50, 1168-1194.

    Examples
    --------
    >>> from reportkit import example_panel
    >>> table = decompose(example_panel().cells).query("column == 'total' and blanks == 'none'")
    >>> table[["report", "rate_before", "rate", "mix", "within", "difference"]].round(2)
                    report  rate_before  rate   mix  within  difference
    6       宿迁市人民政府-2024         0.44  0.54  0.15    10.3       10.44
    20  淮安市洪泽区人民政府-2024         0.19  0.62   0.0   43.06       43.06
    """
    matrix = to_matrix(cells)
    found = pairs(matrix.reports)
    kept = found.before >= 0
    after, before, why = found.after[kept], found.before[kept], found.why[kept]
    kinds = [c.code for c in columns() if c.table == "requests" and c.kind == "part"]
    amounts = gather(matrix)
    closed, shown = _counts(amounts, kinds, lenient=blank_as_zero)
    strict = np.concatenate(_counts(amounts, kinds, lenient=False), axis=1)
    unknown = np.asarray(np.isnan(closed + shown).any(axis=1))
    filled = np.asarray(np.isnan(strict).any(axis=1))
    nothing = closed.sum(axis=1) == 0
    weights = np.full(closed.shape, np.nan)
    rates = np.full(closed.shape, np.nan)
    np.divide(closed, closed.sum(axis=1, keepdims=True), out=weights, where=~nothing[:, None])
    np.divide(shown, closed, out=rates, where=closed > 0)
    barred = unknown | nothing
    out = barred[after] | barred[before] | (why != "")
    parts = _kitagawa(weights[before], weights[after], rates[before], rates[after])
    parts[out] = np.nan
    doubt = _doubtful(amounts, closed, shown)
    blanks = np.where(
        unknown[after] | unknown[before], UNKNOWN,
        np.where(filled[after] | filled[before], READ_AS_0, NONE),
    )  # fmt: skip
    note = np.select(
        [why != "", nothing[after] | nothing[before], doubt[after] | doubt[before]],
        [why, "nothing was counted", DOUBTFUL], default="",
    )  # fmt: skip
    width = len(kinds) + 1
    frame = matrix.reports[ABOUT].take(np.repeat(after, width)).reset_index(drop=True)
    earlier = matrix.reports["report"].take(np.repeat(before, width)).to_numpy()
    return frame.assign(
        before=earlier, column=np.tile([*kinds, "total"], len(after)),
        **{name: parts[:, :, place].ravel() for place, name in enumerate(_NUMBERS)},
        blanks=BLANKS[np.repeat(blanks, width)], note=np.repeat(note, width),
    )[list(DECOMPOSED)].astype(DECOMPOSED)  # fmt: skip


def _counts(amounts: Amounts, kinds: list[str], *, lenient: bool) -> tuple[Floats, Floats]:
    """Return requests closed, and disclosed, reports × kinds."""
    closed, shown = (
        np.array(
            [amounts.of([("requests", i, kind) for i in of], lenient=lenient) for kind in kinds]
        ).T
        for of in (("outcomes_total",), _DISCLOSED)
    )
    return closed, shown


def _doubtful(amounts: Amounts, closed: Floats, shown: Floats) -> np.ndarray:
    """Tell where the kinds do not add up to the totals that reports print, or rates exceed 1."""
    wrong = (shown > closed).any(axis=1)
    return wrong | amounts.doubtful(
        [("requests", item, "total") for item in ("outcomes_total", *_DISCLOSED)]
    )


def _kitagawa(w: Floats, weight: Floats, r: Floats, rate: Floats) -> Floats:
    """Return weights, rates, mix, within and difference of each kind and of all, in points."""
    known = np.where(np.isnan(r), rate, r), np.where(np.isnan(rate), r, rate)
    first, second = (np.nan_to_num(figures) for figures in known)
    mix = PER * (weight - w) * (first + second) / 2
    within = PER * (second - first) * (weight + w) / 2
    kinds = np.stack([w, weight, r, rate, mix, within, mix + within], axis=2)
    total = np.stack(
        [w.sum(1), weight.sum(1), (w * np.nan_to_num(r)).sum(1),
         (weight * np.nan_to_num(rate)).sum(1), mix.sum(1), within.sum(1),
         mix.sum(1) + within.sum(1)], axis=1,
    )  # fmt: skip
    return np.concatenate([kinds, total[:, None, :]], axis=1)
