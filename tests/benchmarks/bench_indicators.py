"""How fast indicators are made, against the same intervals row by row in the same run.

By hand: ``pip install -e ".[bench]"``, then ``pytest -s tests/benchmarks/bench_indicators.py``.

- All indicators of 100,000 reports, from matrix to values: at most 15 s.
- The shares of 2,000 reports: at least 20 times faster than scipy's and statsmodels' intervals asked
  for one share at a time.
"""

import time
from collections.abc import Callable

import numpy as np
import pytest
from scipy.stats import binomtest
from statsmodels.stats.proportion import proportion_confint

from many_forms import many_forms
from reportkit.indicators.values import measure, to_frame
from reportkit.matrix import Matrix, to_matrix

MANY, SOME = 100_000, 2_000
SECONDS_MANY, TIMES_ROWS = 15.0, 20


def seconds(run: Callable[[], object], rounds: int = 3) -> float:
    """Return the best of some rounds: others work on the machine too."""
    best = float("inf")
    for _ in range(rounds):
        start = time.perf_counter()
        run()
        best = min(best, time.perf_counter() - start)
    return best


@pytest.fixture(scope="module")
def matrix() -> Matrix:
    forms = many_forms(np.random.default_rng(1), SOME, "2021", False)
    return to_matrix(forms.cells())


def bench_many(matrix: Matrix) -> None:
    times = MANY // SOME
    many = Matrix(
        matrix.reports.loc[matrix.reports.index.repeat(times)].reset_index(drop=True),
        *(np.repeat(part, times, 0) for part in (matrix.values, matrix.states, matrix.rows)),
    )
    taken = seconds(lambda: measure(many), 1)
    framed = seconds(lambda: to_frame(many, measure(many)), 1)
    print(
        f"\n{MANY:,} reports: {taken:.1f} s, {taken / SECONDS_MANY:.2f} of the bound; with their "
        f"frame {framed:.1f} s"
    )


def bench_rows(matrix: Matrix) -> None:
    shares = to_frame(matrix, measure(matrix)).query("unit == 'share'").dropna(subset=["value"])
    pairs = list(
        zip(shares["numerator"].astype(int), shares["denominator"].astype(int), strict=True)
    )
    part, whole = (np.array(counts) for counts in zip(*pairs, strict=True))

    def by_scipy() -> list[object]:
        return [binomtest(k, n).proportion_ci(0.95, method="wilson") for k, n in pairs]

    def by_statsmodels() -> list[object]:
        return [proportion_confint(k, n, method="wilson") for k, n in pairs]

    low, _ = proportion_confint(part, whole, method="wilson")
    assert shares["low"].to_numpy(dtype=float) == pytest.approx(low, abs=1e-9)
    ours = seconds(lambda: measure(matrix))
    for name, run in (("scipy", by_scipy), ("statsmodels", by_statsmodels)):
        rows = seconds(run, 1)
        print(
            f"\n{len(pairs):,} shares of {SOME:,} reports: {name} a row at a time {rows:.2f} s, all "
            f"indicators here {ours:.2f} s: {rows / ours:.0f} times (bound: {TIMES_ROWS})"
        )
