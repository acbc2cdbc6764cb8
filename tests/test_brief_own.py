"""Notebooks of the reader's own, as they are usually written, make pages."""

import logging
from pathlib import Path
from typing import Any

import nbformat
import pytest
from lxml import html
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from reportkit import example
from reportkit.brief import render_brief
from reportkit.brief.execute import look_at_notebook
from support import ROOT

SETUP = """
import matplotlib.pyplot as plt
import reportkit as rk
told = rk.flow(rk.read_report(rk.example("xiuwu-2023")))
"""
BOTH = """
%config InlineBackend.figure_formats = ["png"]
fig, (left, right) = plt.subplots(1, 2, figsize=(14, 4), layout="constrained")
right.set_title("乙县")
rk.plot_flow(told, ax=left);
"""
OWN = 'fig, ax = plt.subplots()\nax.bar(["甲县", "乙县"], [1, 2])\nax.set_title("年度");'
GIVEN = """
from IPython.display import display
ax = rk.plot_flow(told)
display(ax.figure, metadata={"image/png": {"alt": "my words"}})
plt.close(ax.figure)
"""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The page of a notebook without tags, and what the log says meanwhile."""
    own = tmp_path_factory.mktemp("own") / "plain.ipynb"
    charts = ["ax = rk.plot_flow(told)", 'rk.plot_flow(told, lang="en");', BOTH, GIVEN]
    cells = [new_markdown_cell("# 笔记"), *map(new_code_cell, [SETUP, *charts]),
             new_markdown_cell("## 自绘"), new_code_cell(OWN)]  # fmt: skip
    nbformat.write(new_notebook(cells=cells), own)
    told: list[str] = []
    log = logging.getLogger("reportkit")
    handler = logging.Handler()
    handler.emit = lambda record: told.append(record.getMessage())  # type: ignore[method-assign]
    log.addHandler(handler)
    try:
        return html.document_fromstring(render_brief(example(), notebook=own)), told
    finally:
        log.removeHandler(handler)


def test_charts_describe_themselves_however_they_are_shown(page: Any) -> None:
    alts = page[0].xpath("//img/@alt")
    assert [alt.split("。")[0].split(". ")[0] for alt in alts] == [
        "修武县人民政府 2023 年：申请从收到到办结（件）",
        "修武县人民政府 2023: Requests from receipt to outcome",
        "修武县人民政府 2023 年：申请从收到到办结（件）",
        "my words",
        "图 5（自绘）",
    ]
    assert alts[2].endswith("（图 3）")


def test_charts_are_fine_and_fit_a_phone_and_the_dark(page: Any) -> None:
    figures = page[0].xpath("//figure")
    assert [figure.get("class") for figure in figures] == ["chart"] * 4 + [None]
    assert figures[0].xpath("number(.//img/@width)") == pytest.approx(520, abs=20)


def test_what_is_not_handed_over_and_not_described_is_told(page: Any) -> None:
    first, second = page[1]  # and nothing of glyphs that are missing
    assert first.startswith("plain.ipynb has no cell tagged parameters: it runs as it is")
    assert second.startswith(
        'plain.ipynb, cell 8 ("fig, ax = plt.subplots()"): an image has no description; the page '
        "calls it 图 5（自绘）."
    )


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ('report = None\nlang = "zh"', False),
        ("lang = 'zh'; report: str | None = None", False),
        ("folder = None", True),
        ("reports = None", True),
        ("report == 1", True),
    ],
)
def test_a_tagged_cell_that_takes_no_report_is_told(
    source: str, told: bool, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    own = tmp_path / "own.ipynb"
    tagged = new_code_cell(source, metadata={"tags": ["parameters"]})
    nbformat.write(new_notebook(cells=[new_code_cell("report = 1"), tagged]), own)
    look_at_notebook(own)
    assert ["sets no report" in message for message in caplog.messages] == [True] * told


@pytest.mark.parametrize("name", ["00_quickstart", "08_your_own_reports"])
def test_our_notebooks_make_pages(name: str, caplog: pytest.LogCaptureFixture) -> None:
    own = ROOT / "notebooks" / f"{name}.ipynb"
    document = html.document_fromstring(render_brief(example(), notebook=own, lang="en"))
    alts = document.xpath("//img/@alt")
    assert alts
    assert len(set(alts)) == len(alts)
    assert all(len(alt) > 60 for alt in alts), "in words"
    assert len(caplog.messages) == 1, "that the report is not handed over"
