"""How the time of `problems` grows with the text.

By hand: ``pytest -s tests/benchmarks/bench_problems.py``. Printed are ratios: eight times the text
may take at most twelve times as long, whatever it repeats; absolute times mean nothing on a shared
machine.
"""

from time import perf_counter

import pandas as pd
import pytest

from reportkit import problems

SIZES = (8_000, 64_000)
BOUND = 12


@pytest.mark.parametrize(
    "unit",
    [
        "一是解读不够，更新不及时。下一步，加强培训。", "解读不够，", "（一）", "加强培训、",
        "针对解读少的问题，", "重点工作", "存在", "由于人员少，", "“",
        "针对上年度解读少、更新慢的问题，已改。", "解读不够，将加强，",
    ],
)  # fmt: skip
def bench_long_texts(unit: str) -> None:
    took = [min(timed(unit * (size // len(unit))) for _ in range(3)) for size in SIZES]
    print(f"\n{unit}: {SIZES[1] // SIZES[0]} times the text, {took[1] / took[0]:.1f} times as long")
    assert took[1] <= BOUND * took[0]


def timed(text: str) -> float:
    frame = pd.DataFrame(
        {"report": ["甲县-2023"], "section": 5, "order": 1, "text": [text], "source": ["line 1"]}
    )
    start = perf_counter()
    problems(frame)
    return perf_counter() - start
