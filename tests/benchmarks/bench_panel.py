"""How much faster two processes read a folder of pages than one.

By hand, on a machine with two cores to spare: ``python tests/benchmarks/bench_panel.py``, or
``pytest tests/benchmarks/bench_panel.py``. Reading 400 pages with two processes is to be at least
1.7 times as fast as with one; starting the processes is not counted, for a pool serves many calls.
The best of three turns counts on either side: others may work on the machine.
"""

import random
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

PAGES = 400
TURNS = 3


def write_pages(folder: Path) -> None:
    from layouts import Style, random_form, write

    forms = [random_form(random.Random(seed), edition="2021") for seed in range(20)]
    pages = [write(form, "html", Style(furniture=True)) for form in forms]
    for place in range(PAGES):
        (folder / f"{place:03}.html").write_bytes(pages[place % len(pages)])


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


def _told(serial: float, parallel: float) -> str:
    return (
        f"{PAGES} pages: {serial:.2f} s by one process, {parallel:.2f} s by two: "
        f"{serial / parallel:.2f} times as fast"
    )


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))
    print(_told(*measure()))
