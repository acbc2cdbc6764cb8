"""How fast reports are checked, against bounds and against pandera in the same run.

By hand: ``pip install -e ".[bench]" pandera``, then ``pytest -s tests/benchmarks/bench_checks.py``.

- ``evaluate``, 100,000 reports from matrix to statuses: at most 0.5 s and 1.2 GB.
- ``check``, a long frame of 10,000 reports (2 million rows) to findings: at most 1 s.
- The identities of 10,000 reports, under both readings of a blank: at least 10 times faster than the
  same rules in pandera.
"""

import resource
import time
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from reportkit import check, example, read_report
from reportkit.checks import edit_matrix, evaluate, identities
from reportkit.matrix import Matrix, position, to_matrix

EVALUATED, CHECKED, YEARS = 100_000, 10_000, 5
SECONDS_EVALUATE, SECONDS_CHECK, GIGABYTES, TIMES_PANDERA = 0.5, 1.0, 1.2, 10


def seconds(run: Callable[[], object], rounds: int = 5) -> float:
    """Return the best of some rounds: others work on the machine too."""
    run()
    best = float("inf")
    for _ in range(rounds):
        start = time.perf_counter()
        run()
        best = min(best, time.perf_counter() - start)
    return best


@pytest.fixture(scope="module")
def cells() -> pd.DataFrame:
    return read_report(example()).cells


def many(cells: pd.DataFrame, count: int) -> Matrix:
    one = to_matrix(cells)
    reports = pd.DataFrame(index=range(count))
    return Matrix(reports, *(np.repeat(a, count, 0) for a in (one.values, one.states, one.rows)))


def bench_evaluate(cells: pd.DataFrame) -> None:
    matrix = many(cells, EVALUATED)
    taken = seconds(lambda: evaluate(matrix))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    assert (evaluate(matrix).status[:, : len(identities())] == 0).any()
    print(
        f"\nevaluate, {EVALUATED:,} reports: {taken:.2f} s, {taken / SECONDS_EVALUATE:.2f} of the bound; "
        f"peak {peak:.2f} GB, {peak / GIGABYTES:.2f} of the bound"
    )


def bench_check(cells: pd.DataFrame) -> None:
    """Five years of two thousand issuers: the years are compared too, and one report in 100 is wrong."""
    count = CHECKED // YEARS
    issuers = np.repeat([f"某{i}县人民政府" for i in range(count)], YEARS * len(cells))
    year = np.tile(np.repeat(np.arange(2021, 2021 + YEARS), len(cells)), count)
    carried = cells["item"].isin(["carried_in", "carried_out"])
    carried |= cells["column"].isin(["issued", "repealed"])
    quiet = cells.assign(value=cells["value"].mask(carried, 0.0))
    received = (cells["item"] == "received").to_numpy()
    closed = cells.loc[cells["item"] == "outcomes_total", "value"].to_numpy()
    quiet.loc[received, "value"] = closed
    frame = pd.concat([quiet] * CHECKED, ignore_index=True)
    frame["issuer"], frame["year"] = pd.array(issuers, dtype="str"), pd.array(year, dtype="Int64")
    frame["report"] = frame["issuer"] + "-" + frame["year"].astype("str")
    wrong = np.arange(received.argmax(), len(frame), 100 * len(cells))
    frame.loc[wrong, "value"] += 1
    findings = check(frame)
    counts = findings["status"].value_counts().to_dict()
    assert counts["fail"] == 2 * len(wrong)
    taken = seconds(lambda: check(frame))
    print(
        f"\ncheck, {CHECKED:,} reports, {len(frame):,} rows to {len(findings):,} findings {counts}: "
        f"{taken:.2f} s, {taken / SECONDS_CHECK:.2f} of the bound"
    )


def bench_pandera(cells: pd.DataFrame) -> None:
    """The same rules on a wide frame of nullable numbers, which pandera is handed ready."""
    pandera = pytest.importorskip("pandera.pandas")
    matrix = many(cells, CHECKED)
    printed = (matrix.states[0] != 5).nonzero()[0]
    names = [".".join(address) for address in position()]
    wide = pd.DataFrame(matrix.values, columns=names)[[names[at] for at in printed]]
    wide = wide.astype("Float64")  # as `cells` holds them: a blank is no number
    own = [position()[identity.stated] for identity in identities()]
    rules = [
        np.where(np.isin(np.arange(len(row)), printed), row, 0.0)
        for row, stated in zip(edit_matrix(), own, strict=True)
        if stated in printed
    ]

    def schema(skip: bool) -> object:
        def rule(row: np.ndarray) -> object:
            plus, minus = ([names[at] for at in np.flatnonzero(s * row > 0)] for s in (1, -1))
            return pandera.Check(
                lambda frame: (
                    frame[plus].sum(axis=1, skipna=skip) == frame[minus].sum(axis=1, skipna=skip)
                )
            )

        return pandera.DataFrameSchema(checks=[rule(row) for row in rules])

    strict, lenient = schema(False), schema(True)  # what is missing stays so; a blank is 0
    once = seconds(lambda: strict.validate(wide, lazy=True))
    both = once + seconds(lambda: lenient.validate(wide, lazy=True))
    ours = seconds(lambda: evaluate(matrix))
    print(
        f"\n{len(rules)} identities, {CHECKED:,} reports, both readings of a blank: pandera "
        f"{both:.3f} s, evaluate {ours:.3f} s: {both / ours:.0f} times faster (bound: "
        f"{TIMES_PANDERA}); one reading in pandera: {once:.3f} s, {once / ours:.0f} times"
    )
