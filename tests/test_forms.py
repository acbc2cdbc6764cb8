"""The statutory tables as they are set for a page, read back from their HTML."""

import re
from io import StringIO

import pandas as pd
import pytest
from lxml import html
from pandas.io.formats.style import Styler

from reportkit import (
    FrameError,
    Report,
    check,
    example_panel,
    table_disclosure,
    table_requests,
    table_review,
)
from support import change

TABLES = (table_disclosure, table_requests, table_review)


def framed(table: Styler, look: str) -> list[str]:
    """Return the ids of the cells that a style names, without the table's own."""
    style = html.fromstring(table.to_html()).xpath("//style")[0].text
    found = [rule.split("{")[0] for rule in style.split("}") if look in rule and "row" in rule]
    return re.findall(r"row\d+_col\d+", " ".join(found))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_printed_figure_stands_in_its_table(lang, xiuwu: Report) -> None:
    for make, name in zip(TABLES, ("disclosure", "requests", "review"), strict=True):
        own = xiuwu.cells[xiuwu.cells["table"] == name]
        shown = [text for row in make(xiuwu.cells, lang=lang).data.to_numpy() for text in row]
        assert [text for text in shown if text] == own["printed"].tolist()


def test_rows_stand_under_their_headings_as_on_the_form(xiuwu: Report) -> None:
    [read] = pd.read_html(StringIO(table_requests(xiuwu.cells).to_html()), flavor="lxml")
    assert read.shape == (25, 10)
    assert read.iloc[4, :3].tolist() == [
        "三、本年度办理结果", "（三）不予公开", "1.属于国家秘密",
    ]  # fmt: skip
    page = html.fromstring(table_requests(xiuwu.cells).to_html())
    assert page.xpath("//th[text()='三、本年度办理结果']/@rowspan") == ["22"]
    english = table_requests(xiuwu.cells, lang="en").data.index
    assert english[4] == ("Outcomes this year", "Denied", "1. State secret")
    assert page.xpath("//th[text()='法人或其他组织']/@colspan") == ["5"]
    review = html.fromstring(table_review(xiuwu.cells).to_html())
    assert review.xpath("//th[text()='行政诉讼']/@colspan") == ["10"]
    assert review.xpath("//th[text()='复议后起诉']/@colspan") == ["5"]


def test_what_fails_is_framed_and_told() -> None:
    panel = example_panel()
    cells = panel.cells[panel.cells["report"] == "淮安市洪泽区人民政府-2023"]
    table = table_review(cells, findings=check(panel.cells), lang="en")
    assert framed(table, "solid") == ["row0_col4", "row0_col14"]
    assert "Solid frame: a sum at this cell fails" in table.to_html()
    assert "frame" not in table_review(cells, lang="en").to_html()


def test_what_is_undecided_is_framed_otherwise(xiuwu: Report) -> None:
    cells = change(xiuwu.cells, "granted", "commercial", None, "blank")
    table = table_requests(cells, findings=check(cells), lang="en")
    # Its column's sum of outcomes (row 23) and its row's total (row 2).
    assert sorted(framed(table, "dashed")) == ["row23_col1", "row2_col6"]
    assert table.data.iloc[2, 1] == "blank"
    assert framed(table, "solid") == []


def test_the_same_table_is_the_same_page_and_another_has_its_own_name(xiuwu: Report) -> None:
    page = table_review(xiuwu.cells).to_html()
    assert table_review(xiuwu.cells).to_html() == page
    names = {html.fromstring(make(xiuwu.cells, lang=lang).to_html()).xpath("//table/@id")[0]
             for make in TABLES for lang in ("zh", "en")}  # fmt: skip
    assert len(names) == 6


@pytest.mark.parametrize("make", TABLES)
def test_what_cannot_be_set_is_refused(make, xiuwu: Report) -> None:
    with pytest.raises(FrameError, match="cells lacks printed"):
        make(xiuwu.cells.drop(columns="printed"))
    with pytest.raises(FrameError, match="holds no"):
        make(xiuwu.cells.head(0))
    with pytest.raises(FrameError, match="holds 2 reports; choose one"):
        make(pd.concat([xiuwu.cells, xiuwu.cells.assign(report="某-2024")]))
    with pytest.raises(FrameError, match="twice"):
        make(pd.concat([xiuwu.cells, xiuwu.cells]))
    with pytest.raises(FrameError, match="findings lacks status"):
        make(xiuwu.cells, findings=check(xiuwu.cells).drop(columns="status"))
    with pytest.raises(ValueError, match="lang 'fr'"):
        make(xiuwu.cells, lang="fr")


def test_the_edition_of_2019_is_set_too() -> None:
    cells = example_panel().cells.query("edition == '2019'")
    table = table_disclosure(cells, lang="en").data
    assert table.index[3] == ("20(5)", "Other public-facing administrative services")
    assert table_requests(cells).data.shape == (23, 7)


@pytest.mark.parametrize(
    ("state", "printed", "shown"),
    [("text", "若干", "若干"), ("text", "", "no number"), ("text", None, "no number"),
     ("dash", "/", "/"), ("dash", "", "dash"), ("blank", "", "blank"), ("absent", None, "absent")],
)  # fmt: skip
def test_what_holds_no_figure_says_what_it_holds(state, printed, shown, xiuwu: Report) -> None:
    cells = change(xiuwu.cells, "granted", "commercial", None, state)
    here = (cells["item"] == "granted") & (cells["column"] == "commercial")
    cells["printed"] = cells["printed"].mask(here, printed)
    table = table_requests(cells, lang="en", findings=check(cells))
    assert table.data.iloc[2, 1] == shown
    assert f">{shown}</td>" in table.to_html()
