"""How fast a report is read, against named competitors in the same run.

By hand: ``pip install -e ".[bench]"``, then ``pytest tests/benchmarks/bench_reading.py``. The
numbers in brackets are the ratios; absolute times mean nothing on a shared machine.

- PDF (a real report): ``read_report`` at most 4 times PDFium's bare text of the same file, and at least 8 times
  faster than pdfplumber's ``extract_tables``.
- HTML, a page of 110 KB: ``read_report`` at most 1.3 times ``pandas.read_html(flavor="lxml")``.
- ``import reportkit``: at most 0.3 s more than ``import pandas, matplotlib.pyplot``.
"""

import io
import os
import random
import re
import subprocess
import sys

import pytest

from layouts import Style, random_form, write
from reportkit import read_report
from support import EXAMPLES, NO_EXAMPLES

#: An inline style, as the editors of WPS and TRS write it into every tag.
_STYLE = ' style="font-family:仿宋_GB2312;font-size:21px;line-height:30px;text-align:center"'


@pytest.fixture(scope="module")
def pdf() -> bytes:
    """A real export of five pages: one made by tests/layouts has a third of its prose."""
    if not EXAMPLES.is_dir():
        pytest.skip(NO_EXAMPLES)
    return (EXAMPLES / "hongze-2024.pdf").read_bytes()


@pytest.fixture(scope="module")
def page() -> bytes:
    """A page of 110 KB: the report, and the markup that surrounds it on real sites."""
    form = random_form(random.Random(1), edition="2021", single_other=False)
    text = write(form, "html", Style(broken_labels="span", furniture=True)).decode()
    while len(text.encode()) < 110_000:
        text = re.sub(r"<(td|p|span|tr)(?=[ >])", rf"<\1{_STYLE}", text)
    return text.encode()


def bare_text(data: bytes) -> None:
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    for page in document:
        page.get_textpage().get_text_range()


def pdfplumber_tables(data: bytes) -> None:
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as document:
        for page in document.pages:
            page.extract_tables(
                {"vertical_strategy": "lines_strict", "horizontal_strategy": "lines"}
            )


@pytest.mark.parametrize(
    "read",
    [bare_text, lambda data: read_report(data, name="a.pdf"), pdfplumber_tables],
    ids=["bare text", "read_report", "pdfplumber"],
)
@pytest.mark.benchmark(group="pdf")
def bench_pdf(benchmark, pdf: bytes, read) -> None:
    benchmark(read, pdf)


def pandas_tables(data: bytes) -> None:
    import pandas as pd

    pd.read_html(io.BytesIO(data), flavor="lxml")


@pytest.mark.parametrize(
    "read",
    [pandas_tables, lambda data: read_report(data, name="a.html")],
    ids=["pandas.read_html", "read_report"],
)
@pytest.mark.benchmark(group="html, 110 KB")
def bench_html(benchmark, page: bytes, read) -> None:
    # Of few rounds on a shared machine none may be undisturbed: the least of many tells.
    benchmark.pedantic(read, (page,), rounds=150, warmup_rounds=5)


@pytest.mark.parametrize(
    "modules", ["pandas, matplotlib.pyplot", "pandas, matplotlib.pyplot, reportkit"]
)
@pytest.mark.benchmark(group="import")
def bench_import(benchmark, modules: str, tmp_path_factory) -> None:
    # With its bytecode at hand, as pip leaves an installed package; a checkout may be kept from it.
    env = {**os.environ, "PYTHONPYCACHEPREFIX": str(tmp_path_factory.getbasetemp() / "bytecode")}
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, "-c", f"import {modules}"]
    benchmark.pedantic(
        subprocess.run, (command,), {"check": True, "env": env}, rounds=9, warmup_rounds=1
    )
