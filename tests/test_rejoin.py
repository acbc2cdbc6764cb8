"""Rows of a PDF's table that a page break cuts, label, figures or header."""

import pytest

from reportkit import Document
from reportkit.document import Cell, Grid
from reportkit.ledger import Tables
from reportkit.tables import read_tables

HEADER = ["", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
ZEROS = ["0"] * 7


def grid(*rows: list[str | None], continues: bool = False) -> Grid:
    """A table of single cells; None where one from above reaches into the row."""
    return Grid(
        tuple(
            tuple(
                Cell(text, f"row {row}, column {column}", row, column)
                for column, text in enumerate(texts)
                if text is not None
            )
            for row, texts in enumerate(rows)
        ),
        "page",
        continues=continues,
    )


def read(*grids: Grid) -> tuple[dict[str, list[str]], list[str]]:
    """Return what each item's cells hold, and what is warned of."""
    tables: Tables = read_tables(Document("a.pdf", "pdf", grids, ""))
    found: dict[str, list[str]] = {}
    for (_, item, _), figure in tables.figures.items():
        found.setdefault(item, []).append(figure.printed if figure.state != "text" else "?")
    return found, [note.message for note in tables.notes if note.severity != "info"]


ABOVE = "1.申请人无正当理由逾期"
BELOW = "不补正、行政机关不再处理其政府信息公开申请"
VALUES = ["1", "2", "3", "4", "5", "6", "21"]


@pytest.mark.parametrize("page", [0, 1])
def test_a_row_is_one_whichever_page_its_numbers_stand_on(page: int) -> None:
    numbers = [[""] * 7, [""] * 7]
    numbers[page] = VALUES
    found, warned = read(
        grid(HEADER, ["5.要求行政机关确认或重新出具已获取信息", *ZEROS], [ABOVE, *numbers[0]]),
        grid([BELOW, *numbers[1]], ["3.其他", *ZEROS], continues=True),
    )
    assert found["other_no_correction"] == VALUES
    assert found["other_other"] == ZEROS
    assert not warned


def test_the_header_may_be_printed_again_above_the_rest() -> None:
    found, warned = read(
        grid(HEADER, [ABOVE, *VALUES]),
        grid(HEADER, [BELOW, *[""] * 7], ["3.其他", *ZEROS], continues=True),
    )
    assert found == {"other_no_correction": VALUES, "other_other": ZEROS}
    assert not warned


def test_a_number_that_is_cut_is_no_number() -> None:
    found, warned = read(
        grid(HEADER, ["3.补正后申请内容仍不明确", "12345", *ZEROS[1:]]),
        grid(["", "67", *[""] * 6], ["（七）总计", *ZEROS], continues=True),
    )
    assert found["unable_unclear"] == ["?", *ZEROS[1:]]
    assert ["12345 67" in message for message in warned] == [True]


def test_a_header_that_is_cut_names_its_columns() -> None:
    found, warned = read(
        grid(["", "自然人", "商业", "科研", "社会", "法律", "其他", "总"]),
        grid(
            ["", "", "企业", "机构", "公益组织", "服务机构", "", "计"],
            ["（七）总计", *VALUES],
            continues=True,
        ),
    )
    assert found == {"outcomes_total": VALUES}
    assert not warned


def test_rows_that_are_whole_stay_apart() -> None:
    above = [["（六）其他处理", *ZEROS], ["8.属于行政查询事项", *[""] * 7]]
    for row in above:
        found, warned = read(
            grid(HEADER, row), grid(["（七）总计", *VALUES], HEADER, continues=True)
        )
        assert found["outcomes_total"] == VALUES
        assert len(found) == 2
        assert not warned


def test_a_row_that_is_not_on_the_form_is_not_taken_for_a_rest() -> None:
    found, warned = read(
        grid(HEADER, ["8.属于行政查询事项", *ZEROS]),
        grid(["其他情形", *VALUES], ["（七）总计", *ZEROS], continues=True),
    )
    assert found["denied_administrative_query"] == ZEROS
    assert {"其他情形" in message for message in warned} == {True}


def test_tables_that_do_not_go_on_are_left_alone() -> None:
    _, warned = read(grid(HEADER, [ABOVE, *VALUES]), grid([BELOW, *[""] * 7], ["3.其他", *ZEROS]))
    assert warned


def test_a_row_below_a_header_is_not_its_rest() -> None:
    found, warned = read(
        grid(["信息内容", "本年收费金额（单位：万元）"]),
        grid(["行政事业性收费", "33"], continues=True),
    )
    assert found == {"fees": ["33"]}
    assert not warned
