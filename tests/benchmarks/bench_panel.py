"""How much faster two processes read a folder of pages than one, and what reading holds in memory.

By hand, on a machine with two cores to spare: ``python tests/benchmarks/bench_panel.py``, or
``pytest tests/benchmarks/bench_panel.py``.

- Reading 400 pages with two processes: at least 1.7 times as fast as with one. Starting the
  processes is not counted, for a pool serves many calls. The best of three turns counts on either
  side: others may work on the machine.
- Reading 2,400 pages into a folder: at most 1.15 times the memory of 800, both in processes of
  their own. From 500 on what is written at a time is as much as it ever gets.
"""

import random
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

PAGES = 400
TURNS = 3
TIMES_FASTER = 1.7
FEW, MANY, TIMES_MEMORY = 800, 2400, 1.15


def write_pages(folder: Path, count: int = PAGES) -> None:
    from layouts import Style, random_form, write

    forms = [random_form(random.Random(seed), edition="2021") for seed in range(20)]
    pages = [write(form, "html", Style(furniture=True)) for form in forms]
    for place in range(count):
        (folder / f"{place:04}.html").write_bytes(pages[place % len(pages)])


def measure() -> tuple[float, float]:
    """Return the seconds of one process, and of two."""
    from reportkit import read_reports

    serial, parallel = [], []
    with TemporaryDirectory() as name, ProcessPoolExecutor(2) as pool:
        write_pages(Path(name))
        read_reports(name, executor=pool)  # starts the processes and fills their caches
        for _ in range(TURNS):
            for seconds, executor in ((serial, None), (parallel, pool)):
                start = time.perf_counter()
                panel = read_reports(name, executor=executor)
                seconds.append(time.perf_counter() - start)
                assert len(panel.reports) == PAGES
    return min(serial), min(parallel)


def bench_two_processes(capsys) -> None:
    serial, parallel = measure()
    with capsys.disabled():
        print(f"\n{_told(serial, parallel)}")


KEEP = """
import resource, sys
from reportkit import read_reports
panel = read_reports(sys.argv[1], out=sys.argv[2])
print(len(panel.reports), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def peak(count: int) -> float:
    """Return the megabytes that a process takes at most that reads so many pages into a folder."""
    with TemporaryDirectory() as name:
        pages = Path(name, "pages")
        pages.mkdir()
        write_pages(pages, count)
        done = subprocess.run(
            [sys.executable, "-c", KEEP, pages, Path(name, "out")],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        read, kilobytes = map(int, done.stdout.split())
        assert read == count
    return kilobytes / 1024


def bench_memory(capsys) -> None:
    few, many = peak(FEW), peak(MANY)
    with capsys.disabled():
        print(
            f"\n{FEW:,} pages into a folder: {few:.0f} MB; {MANY:,}: {many:.0f} MB, "
            f"{many / few:.2f} times as much (bound: {TIMES_MEMORY})"
        )


def _told(serial: float, parallel: float) -> str:
    return (
        f"{PAGES} pages: {serial:.2f} s by one process, {parallel:.2f} s by two: "
        f"{serial / parallel:.2f} times as fast (bound: {TIMES_FASTER})"
    )


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))
    print(_told(*measure()))
