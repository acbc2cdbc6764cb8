"""The writer of layouts, held against readers that know nothing of this project."""

from __future__ import annotations

import csv
import email
import io
import os
import subprocess
import sys
import zipfile
from dataclasses import fields
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from random import Random

import docx
import openpyxl
import pandas as pd
import pdfplumber
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from layouts import FORMATS, ODDITIES, Form, Style, expected, forms, number, random_form, write
from layouts import styles as styles_for
from layouts.form import PARTS, RESULTS
from layouts.model import draft, grid
from layouts.style import SPANNING, switches
from layouts.wording import CHARACTERS, simplified, traditional
from reportkit.codebook import columns, form, items, leaves

SEED = Path(__file__).parents[1] / "data" / "reports" / "xiuwu-2023.txt"
EDITIONS = [("2019", True), ("2021", True), ("2021", False)]


def a_form(edition: str = "2021", single_other: bool = False, **more: object) -> Form:
    """A form in which no two neighbours are alike, blanks and dashes among its figures."""
    more = {"oddities": ("big", "decimals"), **more}
    return random_form(Random(7), edition=edition, single_other=single_other, **more)


def rows_of(form_: Form, table: str, style: Style = Style()) -> list[list[str]]:  # noqa: B008
    """The figures of a table, row by row in the form's order."""
    by_item: dict[str, list[str]] = {}
    for (name, item, _), text in expected(form_, style).items():
        if name == table:
            by_item.setdefault(item, []).append(text)
    return list(by_item.values())


def flat(rows: list[list[str]]) -> list[str]:
    return [text for row in rows for text in row]


def in_cells(rows: list[list[str]], form_: Form, style: Style = Style()) -> None:  # noqa: B008
    """Hold rectangles of text, the three tables one after another, against the form's figures.

    What is tested is the place: the figures of the requests table fill the last seven columns of
    the rows below its header, and those of the review table its last row.
    """
    rules = next(row for row in rows if row[0] == "规章")
    assert rules[1:4] == rows_of(form_, "disclosure", style)[0]
    end = next(i for i, row in enumerate(rows) if row[0].startswith("四、结转"))
    wanted = rows_of(form_, "requests", style)
    assert [row[3:10] for row in rows[end + 1 - len(wanted) : end + 1]] == wanted
    assert rows[end + 4][:15] == flat(rows_of(form_, "review", style))


# --- forms ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("edition", "single", "size"), [("2019", True, 198), ("2021", True, 186), ("2021", False, 200)]
)
def test_a_form_holds_all_its_cells(edition: str, single: bool, size: int) -> None:
    assert len(a_form(edition, single).printed) == size
    assert len(expected(a_form(edition, single))) == size


def broken_rules(form_: Form) -> list[str]:
    """The identities that the figures break; blanks and dashes count as 0."""
    value = {address: number(text) or Decimal(0) for address, text in form_.printed.items()}
    at = {code: [value["requests", code, part] for part in (*PARTS, "total")]
          for table, code, _ in value if table == "requests"}  # fmt: skip
    outcomes = [c for c in leaves("requests", "outcomes") if c in at]
    found = []
    for i in range(7):
        if at["received"][i] + at["carried_in"][i] != (
            at["outcomes_total"][i] + at["carried_out"][i]
        ):
            found.append("R1")
        if sum(at[code][i] for code in outcomes) != at["outcomes_total"][i]:
            found.append("R2")
    found += ["R3" for row in at.values() if sum(row[:6]) != row[6]]
    for table, code, column in value:
        if (table, column) == ("review", "total") and value["review", code, "total"] != sum(
            value["review", code, result] for result in RESULTS
        ):
            found.append("R4")
    return found


CONSISTENT = [oddity for oddity in ODDITIES if oddity not in ("blank_totals", "zero_totals")]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_random_forms_obey_the_identities(data: st.DataObject) -> None:
    odd = data.draw(st.sets(st.sampled_from(CONSISTENT), max_size=4).map(sorted))
    one = data.draw(forms(oddities=odd))
    assert broken_rules(one) == []
    for (_, _, column), text in one.printed.items():
        value = number(text)
        assert value is None or column == "change" or value >= 0
        assert value is None or column == "amount" or value == int(value)


@pytest.mark.parametrize(("edition", "single"), EDITIONS)
@pytest.mark.parametrize("oddity", ODDITIES)
def test_each_oddity_shows(oddity: str, edition: str, single: bool) -> None:
    plain = random_form(Random(5), edition=edition, single_other=single)
    odd = random_form(Random(5), edition=edition, single_other=single, oddities=(oddity,))
    assert odd.printed != random_form(Random(5), edition=edition, single_other=single).printed or (
        oddity == "thousands" and max(len(t) for t in plain.printed.values()) < 4
    )
    assert bool(broken_rules(odd)) == (oddity in ("blank_totals", "zero_totals"))


def test_forms_are_what_the_seed_makes_them() -> None:
    assert random_form(Random(3)) == random_form(Random(3))
    assert random_form(Random(3)) != random_form(Random(4))
    with pytest.raises(ValueError, match="unknown oddities: odd"):
        random_form(Random(3), oddities=["odd"])


# --- switches -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "value", "fmt", "needs"), switches(), ids=str)
def test_no_switch_is_dead(name: str, value: object, fmt: str, needs: dict[str, object]) -> None:
    plain = a_form(oddities=("blanks", "decimals"))
    one = write(plain, fmt, Style(**needs))
    assert one != write(plain, fmt, Style(**{**needs, name: value}))


def test_every_field_is_a_switch() -> None:
    assert {name for name, *_ in switches()} == {field.name for field in fields(Style)}


@pytest.mark.parametrize("fmt", FORMATS)
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_form_is_written_in_any_style(data: st.DataObject, fmt: str) -> None:
    style = data.draw(styles_for(fmt))
    one = data.draw(forms())
    assert write(one, fmt, style) == write(one, fmt, style)


def test_bytes_do_not_hang_on_the_order_of_sets() -> None:
    code = (
        "import hashlib, random, sys; from layouts import *\n"
        "f = random_form(random.Random(2))\n"
        "print(hashlib.sha256(b''.join(write(f, fmt) for fmt in FORMATS)).hexdigest())"
    )
    path = os.pathsep.join([str(Path(__file__).parent), *sys.path])
    printed = {
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True,
            env={**os.environ, "PYTHONPATH": path, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(printed) == 1


@pytest.mark.parametrize("fmt", [*FORMATS, "doc"])
def test_only_known_formats(fmt: str) -> None:
    if fmt in FORMATS:
        assert write(a_form(), fmt)
    else:
        with pytest.raises(ValueError, match="'doc' is not one of"):
            write(a_form(), fmt)


# --- wording --------------------------------------------------------------------------------------


def test_the_seed_report_can_be_written() -> None:
    figures = dict.fromkeys(form("2021"), "0")
    figures |= {
        ("disclosure", "normative_documents", "issued"): "17",
        ("disclosure", "normative_documents", "repealed"): "8",
        ("disclosure", "normative_documents", "in_force"): "99",
        ("disclosure", "licensing", "decisions"): "17081",
        ("disclosure", "penalties", "decisions"): "1431",
        ("disclosure", "compulsion", "decisions"): "713",
        ("disclosure", "fees", "amount"): "811",
    }
    for item, natural, commercial in (("received", 9, 1), ("granted", 7, 1),
                                      ("outcomes_total", 7, 1), ("carried_out", 2, 0)):  # fmt: skip
        figures |= {
            ("requests", item, "natural_person"): str(natural),
            ("requests", item, "commercial"): str(commercial),
            ("requests", item, "total"): str(natural + commercial),
        }
    seed = Form("2021", False, figures, "修武县人民政府", 2023, {1: [], 5: [], 6: []})
    style = Style(
        brackets="mixed", numbering=". ", label_spaces="words", spaced_year=True,
        crooked=True, lost_lead=True, final_newline=False,
    )  # fmt: skip
    ours = write(seed, "txt-tabs", style).decode().splitlines()
    theirs = SEED.read_text(encoding="utf-8").splitlines()
    assert [line for line in ours if "\t" in line] == [line for line in theirs if "\t" in line]
    assert [line for line in ours if line and "\t" not in line] == [
        line for line in theirs if line and "\t" not in line
        and (line in ours or line[1] == "、" or "年度报告" in line)
    ]  # fmt: skip


def test_traditional_turns_back() -> None:
    labels = [item.label_zh for item in items().values()] + [c.label_zh for c in columns()]
    text = " ".join([*labels, *write(a_form(), "txt-tabs").decode().splitlines()])
    assert simplified(traditional(text)) == text
    assert len(set(CHARACTERS.values())) == len(CHARACTERS)
    assert traditional("行政复议、本年制发件数、无法提供") == "行政復議、本年製發件數、無法提供"


def test_units_are_those_of_the_column() -> None:
    one = a_form(oddities=("decimals",))
    fee, rules = ("disclosure", "fees", "amount"), ("disclosure", "rules", "issued")
    yuan, named = expected(one, Style(units="yuan")), expected(one, Style(units="named"))
    assert Decimal(yuan[fee].removesuffix("元")) == Decimal(one.printed[fee]) * 10000
    assert yuan[rules] == one.printed[rules]
    assert (named[fee], named[rules]) == (one.printed[fee] + "万元", one.printed[rules] + "件")
    assert yuan[fee] in write(one, "html", Style(units="yuan")).decode()


@pytest.mark.parametrize("fmt", ["txt-tabs", "html"])
def test_the_issuer_may_stand_in_the_furniture_alone(fmt: str) -> None:
    one = a_form()
    text = write(one, fmt, Style(issuer_in="furniture", preamble=True)).decode()
    head, _, rest = text.partition(f"\n{one.year}年政府信息公开工作年度报告")
    if fmt == "html":
        rest = text.partition("<h1>")[2].partition("</table>\n<p><b>五")[0]
    else:
        rest = rest.partition("分享到")[0]
        assert one.issuer in head
    assert rest
    assert one.issuer not in rest
    assert f"发布机构：{one.issuer}" in text


# --- plain text -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("edition", "single"), EDITIONS)
def test_tabs_pipes_and_csv_hold_the_grid(edition: str, single: bool) -> None:
    one = a_form(edition, single, oddities=("blanks", "decimals"))
    tabs = [line.split("\t") for line in write(one, "txt-tabs").decode().split("\n")]
    in_cells([row for row in tabs if len(row) > 1], one)
    pipes = [line for line in write(one, "txt-pipes").decode().split("\n") if line[:1] == "|"]
    in_cells([[c.strip() for c in line[1:-1].split("|")] for line in pipes if "---" not in line],
             one)  # fmt: skip
    commas = list(csv.reader(io.StringIO(write(one, "csv").decode())))
    in_cells([row for row in commas if len(row) > 1], one)


def test_cells_stand_on_lines_of_their_own() -> None:
    one = a_form()
    lines = write(one, "txt-cells", Style(cell_gap=0)).decode().split("\n")
    start = lines.index("（一）予以公开")
    assert lines[start + 1 : start + 8] == rows_of(one, "requests")[2]
    gaps = write(one, "txt-cells", Style(cell_gap=2)).decode().split("\n")
    start = gaps.index("（一）予以公开")
    assert gaps[start : start + 22 : 3] == lines[lines.index("（一）予以公开") :][:8]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16-le", "utf-16-be"])
def test_encodings(encoding: str) -> None:
    data = write(a_form(), "txt-tabs", Style(encoding=encoding))
    codec = "utf-16" if encoding.startswith("utf-16") else encoding
    assert data.decode(codec) == write(a_form(), "txt-tabs").decode()


@pytest.mark.parametrize("wrapped", [False, True])
def test_aligned_figures_stand_in_columns(wrapped: bool) -> None:
    """No figure reaches into the columns beside its own."""
    one = a_form()
    text = write(one, "txt-aligned", Style(wrapped=wrapped)).decode()
    table = text.partition("\n三、收到")[2].partition("\n四、政府信息")[0].splitlines()
    lines = [line for line in table if len([w for w in line.split() if w.isdigit()]) == 7]
    assert [line.split()[-7:] for line in lines] == rows_of(one, "requests")
    spans: list[list[tuple[int, int]]] = []
    for line in lines:
        at, found = len(line), []
        for word in reversed(line.split()[-7:]):
            at = line.rindex(word, 0, at)
            found.append((at, at + len(word)))
        spans.append(found[::-1])
    columns_ = list(zip(*spans, strict=True))
    for left, right in pairwise(columns_):
        assert max(end for _, end in left) < min(start for start, _ in right)
    # The label of such a row may be wrapped: its lines stand above and below.
    assert any(not line.split()[-1].isdigit() for line in table[6:]) or not wrapped


# --- web pages ------------------------------------------------------------------------------------


@pytest.mark.parametrize("spans", ["true", "padded", "unmerged"])
@pytest.mark.parametrize(("edition", "single"), EDITIONS)
def test_html_read_by_pandas(edition: str, single: bool, spans: str) -> None:
    one = a_form(edition, single)
    text = write(one, "html", Style(spans=spans)).decode()
    first, second, third = pd.read_html(io.StringIO(text), keep_default_na=False)
    assert first.shape[1] == 4
    assert second.shape == (len(rows_of(one, "requests")) + 3, 10)
    assert third.shape == (4, 15)
    same = [[str(v) for v in row] for row in second.iloc[3:, 3:].to_numpy().tolist()]
    assert same == rows_of(one, "requests")
    assert [str(v) for v in third.iloc[3]] == flat(rows_of(one, "review"))
    named = {row[0]: row[1:] for row in first.to_numpy().tolist()}
    for (_, item, _), text in expected(one).items():
        label = items().get(("disclosure", item))
        if label is not None:
            zh = (edition == "2019" and label.label_zh_2019) or label.label_zh
            assert text in [str(value) for value in named[zh]]
    if spans == "true":
        # Each figure of a column stands under the column's own heading, as the spans claim it.
        heads = [dict.fromkeys(second[c].astype(str).iloc[:3]) for c in range(3, 10)]
        assert [list(head)[-1] for head in heads] == [
            "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计",
        ]  # fmt: skip


@pytest.mark.parametrize("element", ["span", "font", "p", "br"])
def test_broken_labels_keep_their_text(element: str) -> None:
    text = write(a_form(), "html", Style(broken_labels=element)).decode()
    second = pd.read_html(io.StringIO(text))[1]
    labels = ["".join(str(label).split()) for label in second.iloc[3:, 2]]
    (table,) = (b for b in draft(a_form(), Style()).blocks if getattr(b, "name", "") == "requests")
    whole = [row[2] or row[1] or row[0] for row in grid(table)]
    assert labels[4:12] == whole[7:15]


def test_mhtml_read_by_email() -> None:
    page = write(a_form(), "html")
    for transfer in ("quoted-printable", "base64"):
        message = email.message_from_bytes(write(a_form(), "mhtml", Style(transfer=transfer)))
        (part,) = message.get_payload()
        assert part.get_content_charset() == "utf-8"
        body = part.get_payload(decode=True)
        assert body.replace(b"\r\n", b"\n").rstrip() == page.rstrip()


# --- Word and spreadsheets ------------------------------------------------------------------------


@pytest.mark.parametrize("style", [Style(), Style(spans="unmerged"), Style(broken_runs="r")])
@pytest.mark.parametrize(("edition", "single"), EDITIONS)
def test_docx_read_by_python_docx(edition: str, single: bool, style: Style) -> None:
    one = a_form(edition, single)
    tables = docx.Document(io.BytesIO(write(one, "docx", style))).tables
    assert len(tables) == 3
    rows = [[cell.text for cell in row.cells] for row in tables[1].rows]
    assert {len(row) for row in rows} == {10}
    assert [row[3:] for row in rows[3:]] == rows_of(one, "requests")
    assert [c.text for c in tables[2].rows[3].cells] == flat(rows_of(one, "review"))
    if style.spans == "true":
        assert rows[0][:4] == [rows[0][0]] * 3 + ["申请人情况"]
        assert {row[0] for row in rows[5:-1]} == {"三、本年度办理结果"}
        assert rows[7][1:3] == ["（三）不予公开", "1.属于国家秘密"]


@pytest.mark.parametrize(
    ("style", "tag", "count"),
    [
        (Style(grid_before=True), "<w:gridBefore", 20),
        (Style(content_controls="rows"), "<w:sdt>", 30),
        (Style(content_controls="cells"), "<w:sdt>", 200),
        (Style(tracked="insertions"), "<w:ins ", 150),
        (Style(tracked="deletions"), "<w:del ", 200),
        (Style(tracked="deleted_row"), "<w:trPr><w:del ", 2),
    ],
)
def test_docx_markup_is_there(style: Style, tag: str, count: int) -> None:
    with zipfile.ZipFile(io.BytesIO(write(a_form(), "docx", style))) as archive:
        assert archive.read("word/document.xml").decode().count(tag) >= count
    docx.Document(io.BytesIO(write(a_form(), "docx", style)))


@pytest.mark.parametrize("style", [Style(), Style(numbers_as="text"), Style(spans="unmerged")])
@pytest.mark.parametrize(("edition", "single"), EDITIONS)
def test_xlsx_read_by_openpyxl(edition: str, single: bool, style: Style) -> None:
    one = a_form(edition, single, oddities=("blanks", "decimals"))
    sheet = openpyxl.load_workbook(io.BytesIO(write(one, "xlsx", style))).active
    kind = str if style.numbers_as == "text" else int
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    first = next(i for i, row in enumerate(rows) if str(row[0]).startswith("一、本年"))
    assert kind in {type(value) for value in rows[first]}
    text = [["" if value is None else str(value) for value in row] for row in rows]
    wanted = rows_of(one, "requests")
    assert [row[3:10] for row in text[first : first + len(wanted)]] == wanted
    assert bool(sheet.merged_cells.ranges) == (style.spans == "true")


def test_xlsx_may_have_a_sheet_for_each_table() -> None:
    book = openpyxl.load_workbook(io.BytesIO(write(a_form(), "xlsx", Style(sheets="per_table"))))
    assert book.sheetnames == ["年度报告", "主动公开", "依申请公开", "复议诉讼"]
    assert book["复议诉讼"].max_column == 15


# --- pages ----------------------------------------------------------------------------------------


def tables_on(data: bytes) -> list[list[list[str]]]:
    """The tables of a PDF in order, by its ruling lines."""
    lines = {"vertical_strategy": "lines_strict", "horizontal_strategy": "lines"}
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        return [
            [["".join((cell or "").split()) for cell in row] for row in table]
            for page in pdf.pages
            for table in page.extract_tables(lines)
        ]


@pytest.mark.parametrize("style", [Style(), Style(vertical=True), Style(wrapped=True),
                                   Style(spans="unmerged"), Style(page_break="group")])  # fmt: skip
@pytest.mark.parametrize(("edition", "single"), EDITIONS)
def test_pdf_read_by_pdfplumber(edition: str, single: bool, style: Style) -> None:
    one = a_form(edition, single)
    tables = tables_on(write(one, "pdf", style))
    wide = [row for table in tables for row in table if len(row) == 10]
    assert [row[3:] for row in wide[3:]] == rows_of(one, "requests")
    review = [row for table in tables for row in table if len(row) == 15]
    assert review[-1] == flat(rows_of(one, "review"))
    # A page that has only the last article of the table knows fewer columns than four.
    disclosed = [row for table in tables for row in table if len(row) in (2, 3, 4)]
    figures = [[text for text in row[1:] if text] for row in disclosed]
    for wanted in rows_of(one, "disclosure"):
        assert wanted in figures
    words = "".join(text for row in wide for text in row)
    for label in ("三、本年度办理结果", "3.补正后申请内容仍不明确"):
        assert label in words


def text_of(data: bytes) -> list[str]:
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        return [page.extract_text() for page in pdf.pages]


def test_pdf_page_breaks() -> None:
    one = a_form()
    article = text_of(write(one, "pdf", Style(page_break="article")))
    assert article[0].rstrip().endswith("第二十条第（六）项")
    assert article[1].lstrip().startswith("信息内容")

    cut = tables_on(write(one, "pdf", Style(page_break="group", cut_label=True)))
    assert any(row[1] == "（四）无" for table in cut for row in table if len(row) == 10)
    assert any(row[1] == "法提供" for table in cut for row in table if len(row) == 10)

    again = text_of(write(one, "pdf", Style(page_break="group", repeat_header=True)))
    assert sum("申请人情况" in page for page in again) == 2
    plain = text_of(write(one, "pdf", Style(page_break="group")))
    assert sum("申请人情况" in page for page in plain) == 1


def test_pdf_page_numbers() -> None:
    for place in ("foot", "inside"):
        text = text_of(write(a_form(), "pdf", Style(page_number=place)))
        assert all(f"- {i} -" in page for i, page in enumerate(text, 1))
    # Inside, the number stands in a cell that the rules close.
    inside = tables_on(write(a_form(), "pdf", Style(page_break="group", page_number="inside")))
    assert any("-2-" in cell for table in inside for row in table for cell in row)


def test_pdf_rules() -> None:
    one = a_form()
    double = [r for t in tables_on(write(one, "pdf", Style(double_rules=True))) for r in t]
    assert max(map(len, double)) > 15
    for rules in ("row", "column"):
        rows = [r for t in tables_on(write(one, "pdf", Style(missing_rules=rules))) for r in t]
        wide = [row[3:] for row in rows if len(row) == 10]
        assert wide[3:] != rows_of(one, "requests")


@pytest.mark.parametrize("fmt", SPANNING)
def test_outcomes_may_be_set_vertically(fmt: str) -> None:
    assert write(a_form(), fmt, Style(vertical=True)) != write(a_form(), fmt)
