"""How fast the cells to blame are found, and how often they are the right ones.

By hand: ``pytest -s tests/benchmarks/bench_locate.py``. Printed are ratios; absolute times mean
nothing on a shared machine.

- One wrong cell of the requests table: at most 2 ms a failing report, checks included; two wrong
  cells: at most 60 ms, with the proof that there is no other answer.
- The same reports with every closed form left out: HiGHS alone, in the same run.
- Of 1,000 reports with two wrong cells the true pair comes first in at least 95 of 100, and no
  answer called unique is wrong.
"""

from statistics import median
from time import perf_counter

import numpy as np
import pytest

from many_forms import many_forms
from reportkit import locate
from reportkit.checks.solve import failing, search
from reportkit.matrix import to_matrix
from test_locate import ids, solutions, spoil, unique

BOUNDS = {1: 0.002, 2: 0.060}
ALONE = 60


@pytest.mark.parametrize("wrong", BOUNDS)
def bench_locate(wrong: int) -> None:
    rng = np.random.default_rng(1976)
    source = many_forms(rng, 1000, "2021", False)
    cells, _, _ = spoil(rng, source, "requests", wrong)
    together = median(timed(lambda: locate(cells)) for _ in range(5)) / 1000
    few = [own for _, own in cells[cells["report"].isin(ids(ALONE))].groupby("report")]
    alone = median(timed(lambda own=own: locate(own)) for own in few)
    highs = median(timed(lambda own=own: by_highs(own)) for own in few)
    for name, taken in (("1,000 reports at once", together), ("one report at a time", alone)):
        print(
            f"\n{wrong} wrong, {name}: {taken / BOUNDS[wrong]:.2f} of the bound of "
            f"{BOUNDS[wrong] * 1000:.0f} ms, {highs / taken:.0f} times faster than HiGHS alone"
        )
        assert taken <= BOUNDS[wrong] or name != "1,000 reports at once"


def timed(run) -> float:
    start = perf_counter()
    run()
    return perf_counter() - start


def by_highs(cells) -> None:
    for group in failing(to_matrix(cells)):
        for row, values in enumerate(group.values):
            search(group.component, values, group.no_count[row])


@pytest.mark.parametrize("most", [None, 3], ids=["any figure below 1,000", "slips of up to 3"])
def bench_two_wrong_cells(most: int | None) -> None:
    rng = np.random.default_rng(2024)
    source = many_forms(rng, 1000, "2021", False)
    cells, truths, _ = spoil(rng, source, "requests", 2, most)
    located = locate(cells)
    found, alone = solutions(located), unique(located)
    pairs = list(zip(ids(1000), truths, strict=True))
    first = np.mean([found[report][0] == truth for report, truth in pairs])
    listed = np.mean([truth in found[report] for report, truth in pairs])
    wrong = sum(alone[report] and found[report] != [truth] for report, truth in pairs)
    print(
        f"\ntwo wrong of 1,000, {most or 'any'}: first {first:.1%}, listed {listed:.1%}, "
        f"unique {alone.mean():.1%}, unique and wrong {wrong}"
    )
    assert wrong == 0
