"""How fast many briefings are made, against a bound and against a kernel a report in the same run.

By hand: ``pip install -e ".[bench]"``, then ``pytest -s tests/benchmarks/bench_brief.py``.

- ``render_briefs``, 200 reports by two workers, from files to pages and index: at least 2 a second.
- The same pages with a fresh kernel each, as one page by itself is made: told beside it, for a few.

The seconds of processor that a page takes are told too: on a machine that others use, they say more
than the rate. (POSIX alone: Windows does not count them.)
"""

import resource
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from reportkit import example
from reportkit.brief import render_brief, render_briefs

REPORTS, WORKERS, A_SECOND, SINGLE = 200, 2, 2.0, 4


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Files of as many reports: four years each of fifty bodies, so that all but one have a year
    before; figures differ a little."""
    folder = tmp_path_factory.mktemp("reports")
    text = example().read_text(encoding="utf-8")
    for number in range(REPORTS):
        body, year = divmod(number, 4)
        # A number in words, for a digit in its name is no part of a body's.
        name = "".join("零一二三四五六七八九"[int(digit)] for digit in f"{body:02d}")
        own = text.replace("修武县", f"甲{name}县").replace("2023", str(2020 + year + 1))
        own = own.replace("\t713\t", f"\t{700 + number}\t")
        (folder / f"{number:03d}.txt").write_text(own, encoding="utf-8")
    return folder


def test_briefings_of_many(folder: Path, tmp_path: Path) -> None:
    start, spent = time.perf_counter(), _processor()
    with ProcessPoolExecutor(WORKERS) as pool:
        done = render_briefs(folder, tmp_path / "out", executor=pool, progress=False)
    taken, worked = time.perf_counter() - start, _processor() - spent
    assert len(done.pages) == REPORTS
    assert done.failed.empty
    start = time.perf_counter()
    for file in sorted(folder.iterdir())[:SINGLE]:
        render_brief(file)
    single = (time.perf_counter() - start) / SINGLE
    alone = (_processor() - spent - worked) / SINGLE
    rate = REPORTS / taken
    print(
        f"\n{REPORTS} reports by {WORKERS} workers: {taken:.1f} s, {rate:.2f} a second "
        f"(bound {A_SECOND}), {worked / REPORTS:.2f} s of processor a page; a kernel each: "
        f"{single:.2f} s a page, {single * rate:.1f} times as long, {alone:.2f} s of processor"
    )
    assert rate >= A_SECOND


def _processor() -> float:
    """Return the seconds of processor, of this process and of those it started that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)
