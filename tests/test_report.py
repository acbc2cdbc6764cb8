"""A whole real report, and what becomes of one that is damaged."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from reportkit import (
    Grid,
    LayoutError,
    ReadError,
    Report,
    codebook,
    example,
    parse_report,
    read_document,
    read_report,
)
from reportkit.document import Cell
from reportkit.report import CELLS, NARRATIVE, NOTES, REPORTS
from support import read_text


def test_the_bundled_report_reads_as_transcribed(xiuwu: Report, xiuwu_cells: pd.DataFrame) -> None:
    key = ["table", "item", "column"]
    both = xiuwu_cells.merge(xiuwu.cells, on=key, how="outer", suffixes=("_true", ""))
    assert len(both) == len(xiuwu.cells) == 200
    assert (both["value"] == both["value_true"]).all()
    assert (both["printed"] == both["printed_true"]).all()
    assert set(xiuwu.cells["state"]) == {"number"}


def test_its_printed_totals_add_up_again(xiuwu: Report) -> None:
    requests = xiuwu.table("requests", lang=None)
    outcomes = requests.drop(index=["received", "carried_in", "outcomes_total", "carried_out"])
    assert (outcomes.sum() == requests.loc["outcomes_total"]).all()
    assert (requests.drop(columns="total").sum(axis=1) == requests["total"]).all()
    assert requests.loc["received", "total"] == 10
    assert requests.loc["carried_out", "total"] == 2


def test_it_needs_no_note(xiuwu: Report) -> None:
    assert xiuwu.notes.empty


def test_it_knows_who_reports_on_what(xiuwu: Report) -> None:
    row = xiuwu.reports.iloc[0]
    assert (row["report"], row["issuer"], row["region"]) == (
        "修武县人民政府-2023", "修武县人民政府", "修武县",
    )  # fmt: skip
    assert (row["year"], row["edition"]) == (2023, "2021")
    assert row["title"] == "修武县人民政府 2023 年政府信息公开工作年度报告"
    assert pd.isna(row["published"])


@pytest.mark.parametrize(
    ("frame", "dtypes", "key"),
    [
        ("reports", REPORTS, ["report"]),
        ("cells", CELLS, ["report", "table", "item", "column"]),
        ("narrative", NARRATIVE, ["report", "section", "order"]),
        ("notes", NOTES, ["report", "order"]),
    ],
)
def test_frames_have_their_columns_and_key(
    xiuwu: Report, frame: str, dtypes: dict[str, str], key: list[str]
) -> None:
    table = getattr(xiuwu, frame)
    assert {name: str(dtype) for name, dtype in table.dtypes.items()} == dtypes
    assert not table.duplicated(key).any()
    assert table[key].notna().all(axis=None)


def test_every_cell_tells_where_it_was_printed(xiuwu: Report, xiuwu_text: str) -> None:
    lines = xiuwu_text.split("\n")
    for cell in xiuwu.cells.to_dict("records"):
        line, field = (int(part.split()[1]) for part in cell["source"].split(", "))
        assert lines[line - 1].split("\t")[field - 1] == cell["printed"]


def test_the_six_sections_and_five_subsections_are_rows(xiuwu: Report) -> None:
    headings = xiuwu.narrative.query("order == 0")
    assert headings["section"].tolist() == [1, 2, 3, 4, 5, 6]
    assert headings["text"].iloc[4] == "五、存在的主要问题及改进情况"
    subsections = xiuwu.narrative["subsection"].dropna().unique().tolist()
    assert subsections == [
        "（一）主动公开情况", "（二）做好依申请公开工作", "（三）提高政府信息管理水平",
        "（四）抓好平台建设", "（五）加强监督保障",
    ]  # fmt: skip


def test_prose_survives_in_full(xiuwu: Report, xiuwu_text: str) -> None:
    prose = [
        line.strip() for line in xiuwu_text.split("\n")[4:] if line.strip() and "\t" not in line
    ]
    assert xiuwu.narrative["text"].tolist() == prose


def test_wide_views_are_the_printed_tables(xiuwu: Report) -> None:
    assert xiuwu.requests.loc["予以公开"].tolist() == [7, 1, 0, 0, 0, 0, 8]
    assert xiuwu.disclosure.loc["行政规范性文件"].dropna().tolist() == [17, 8, 99]
    assert xiuwu.disclosure.loc["行政事业性收费", "本年收费金额"] == 811
    assert xiuwu.review.shape == (3, 5)
    assert xiuwu.table("review", lang="en").columns.tolist()[0] == "Upheld"
    with pytest.raises(ValueError, match="disclosure, requests, review"):
        xiuwu.table("fees")


def test_its_page_shows_title_figures_and_notes(xiuwu: Report, xiuwu_text: str) -> None:
    page = xiuwu._repr_html_()
    assert "修武县人民政府 2023 年政府信息公开工作年度报告" in page
    assert ">10<" in page
    assert "No notes" in page
    damaged = read_text(xiuwu_text.replace("\t1431\t", "\t<b>多</b>\t"))
    assert "&lt;b&gt;多&lt;/b&gt;" in damaged._repr_html_()
    assert "<b>多" not in damaged._repr_html_()


# --- what is not understood becomes a note with its place ---------------------------------------


def the_note(report: Report) -> tuple[str, str, str]:
    """Return the one note there is."""
    assert len(report.notes) == 1, report.notes.to_string()
    row = report.notes.iloc[0]
    return row["severity"], row["place"], row["message"]


def cell(report: Report, item: str, column: str) -> pd.Series:
    return report.cells.set_index(["item", "column"]).loc[(item, column)]


def test_a_cell_that_is_no_number_is_noted_and_kept(xiuwu_text: str) -> None:
    report = read_text(xiuwu_text.replace("\t1431\t", "\t详见附件\t"))
    assert the_note(report) == (
        "warning",
        "line 30, field 2",
        "「行政处罚」: not a number: 详见附件",
    )
    assert cell(report, "penalties", "decisions")[["state", "printed"]].tolist() == [
        "text",
        "详见附件",
    ]
    assert pd.isna(cell(report, "penalties", "decisions")["value"])


@pytest.mark.parametrize(("printed", "state"), [("", "blank"), ("—", "dash"), ("/", "dash")])
def test_blank_and_dash_are_states_and_not_zero(xiuwu_text: str, printed: str, state: str) -> None:
    report = read_text(xiuwu_text.replace("\t1431\t", f"\t{printed}\t"))
    assert cell(report, "penalties", "decisions")["state"] == state
    assert pd.isna(cell(report, "penalties", "decisions")["value"])


def test_a_row_that_is_missing_is_absent_and_moves_nothing(xiuwu_text: str, xiuwu: Report) -> None:
    lines = xiuwu_text.split("\n")
    report = read_text("\n".join(line for line in lines if "2. 重复申请" not in line))
    gone = report.cells.query("item == 'not_processed_duplicate'")
    assert set(gone["state"]) == {"absent"}
    assert gone["value"].isna().all()
    rest = report.cells.query("item != 'not_processed_duplicate'").set_index(["item", "column"])
    whole = xiuwu.cells.set_index(["item", "column"])
    assert (rest["value"] == whole.loc[rest.index, "value"]).all()
    severity, _, message = the_note(report)
    assert severity == "warning"
    assert "not_processed_duplicate 「重复申请」 is absent" in message


def test_an_added_row_is_noted_and_moves_nothing(xiuwu_text: str, xiuwu: Report) -> None:
    added = "\t\t9. 属于其他情形\t5\t0\t0\t0\t0\t0\t5\n\t(四) 无法提供"
    report = read_text(xiuwu_text.replace("\t(四) 无法提供", added))
    severity, place, message = the_note(report)
    assert (severity, place) == ("warning", "line 53, field 4")
    assert "9. 属于其他情形" in message
    assert "5, 0, 0, 0, 0, 0, 5" in message
    assert report.cells["value"].equals(xiuwu.cells["value"])


def test_a_missing_table_is_an_error_note_and_absent_cells(xiuwu_text: str) -> None:
    lines = xiuwu_text.split("\n")
    report = read_text("\n".join(lines[:68] + lines[72:]))
    assert set(report.cells.query("table == 'review'")["state"]) == {"absent"}
    severity, _, message = the_note(report)
    assert severity == "error"
    assert "review is missing" in message
    assert len(report.cells) == 200


def test_a_missing_section_is_noted(xiuwu_text: str) -> None:
    report = read_text(xiuwu_text.split("六、其他需要报告的事项")[0])
    assert the_note(report) == ("warning", "", "no section headed 六、其他需要报告的事项")


def test_a_value_that_stands_twice_is_noted(xiuwu_text: str) -> None:
    report = read_text(
        xiuwu_text.replace("行政强制\t713\t\t", "行政强制\t713\t\t\n行政强制\t714\t\t")
    )
    assert cell(report, "compulsion", "decisions")["value"] == 713
    severity, place, message = the_note(report)
    assert (severity, place) == ("warning", "line 32, field 2")
    assert "printed again: 714 (kept: 713, line 31, field 2)" in message


def test_yuan_in_a_column_of_ten_thousand_yuan_are_converted_and_noted(xiuwu_text: str) -> None:
    report = read_text(xiuwu_text.replace("\t811\t", "\t251000元\t"))
    fees = cell(report, "fees", "amount")
    assert (fees["value"], fees["unit"], fees["printed"]) == (25.1, "万元", "251000元")
    severity, _, message = the_note(report)
    assert severity == "info"
    assert "251000元" in message
    assert "25.1 万元" in message


def test_an_amount_without_any_unit_is_assumed_in_the_forms_unit_and_noted(xiuwu_text: str) -> None:
    report = read_text(xiuwu_text.replace("（单位：万元）", ""))
    assert cell(report, "fees", "amount")["value"] == 811
    assert the_note(report)[0] == "info"


def test_blanks_at_the_ends_of_a_row_take_their_place_from_rows_of_its_shape(
    xiuwu_text: str,
) -> None:
    row = "二、上年结转政府信息公开申请数量\t\t0\t0\t0\t0\t0\t0\t0\t"
    assert row in xiuwu_text
    blank = "二、上年结转政府信息公开申请数量\t\t\t4\t0\t0\t0\t0\t\t"
    report = read_text(xiuwu_text.replace(row, blank))
    assert cell(report, "carried_in", "commercial")["value"] == 4
    assert cell(report, "carried_in", "natural_person")["state"] == "blank"
    assert cell(report, "carried_in", "total")["state"] == "blank"
    assert the_note(report)[0] == "info"


def test_a_row_whose_places_cannot_be_told_is_refused_not_guessed(xiuwu_text: str) -> None:
    row = "二、上年结转政府信息公开申请数量\t\t0\t0\t0\t0\t0\t0\t0\t"
    cut = "二、上年结转政府信息公开申请数量\t\t\t4\t0\t0\t0\t0"  # the trailing tabs are lost
    report = read_text(xiuwu_text.replace(row, cut))
    carried = report.cells.query("item == 'carried_in'")
    assert set(carried["state"]) == {"text"}
    assert carried["value"].isna().all()
    severity, place, message = the_note(report)
    assert severity == "warning"
    assert place.startswith("line 42")
    assert "cannot be told apart" in message


def test_a_given_issuer_overrides_the_title(xiuwu_text: str) -> None:
    report = read_report(xiuwu_text.encode(), name="x.txt", issuer="焦作市修武县人民政府")
    assert report.id == "焦作市修武县人民政府-2023"


def test_a_title_that_names_a_place_is_completed_and_noted(xiuwu_text: str) -> None:
    report = read_text(xiuwu_text.replace("修武县人民政府 2023", "修武县2023", 1))
    assert report.id == "修武县人民政府-2023"
    assert the_note(report)[0] == "info"


def test_prose_in_a_frame_of_its_own_is_prose(xiuwu: Report) -> None:
    """A sheet's rows of one short cell: no table, whatever reader met them."""
    document = read_document(example("xiuwu-2023"))
    heading = next(i for i, b in enumerate(document) if getattr(b, "text", "")[:2] == "五、")
    frame = Grid(((Cell("仍有不足", "row 1", 0, 0),), (Cell("如下", "row 2", 1, 0),)), "table 9")
    blocks = (*document.blocks[: heading + 1], frame, *document.blocks[heading + 1 :])
    report = parse_report(replace(document, blocks=blocks))
    assert report.narrative.query("section == 5")["text"].tolist()[1:3] == ["仍有不足", "如下"]
    assert report.cells.equals(xiuwu.cells)


# --- bad input -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "empty"),
        (b" \n\n", "empty"),
        (b"\x00\x01\x02\x03" * 50, "not a text file"),
    ],
)
def test_bytes_that_are_no_text_raise_one_clear_error(content: bytes, message: str) -> None:
    with pytest.raises(ReadError, match=rf"^odd\.txt .*{message}"):
        read_report(content, name="odd.txt")


def test_a_file_that_does_not_exist_is_named(tmp_path: object) -> None:
    with pytest.raises(ReadError, match=r"nowhere\.txt does not exist"):
        read_report("nowhere.txt")
    with pytest.raises(ReadError, match="is a folder"):
        read_document(str(tmp_path))


def test_a_file_of_an_unknown_kind_says_which_are_read() -> None:
    with pytest.raises(ReadError, match=r"report\.psd.*read are.*\.txt"):
        read_document(b"x", name="report.psd")


def test_a_notice_is_no_report() -> None:
    notice = "序号\t事项\n1\t放假\n关于放假的通知\n姓名\t电话\n"
    with pytest.raises(LayoutError, match=r'2 tables seen: "序号 …", "姓名 …"') as caught:
        read_text(notice, "notice.txt")
    assert 'read_document("notice.txt").grids' in str(caught.value)


def test_a_document_can_be_looked_at_before_it_is_parsed(xiuwu: Report) -> None:
    document = read_document(example("xiuwu-2023"))
    assert [len(grid.rows) for grid in document.grids] == [14, 28, 4]
    again = parse_report(document)
    assert again.cells.equals(xiuwu.cells)
    assert again.cells["value"].sum() == np.sum(xiuwu.cells["value"].to_numpy(dtype=float))


def test_the_codebook_and_the_report_agree_on_the_form(xiuwu: Report) -> None:
    key = ["table", "item", "column"]
    assert xiuwu.cells[[*key, "unit"]].astype("str").equals(codebook().form("2021")[[*key, "unit"]])
