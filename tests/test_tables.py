"""Rows are placed by where they are printed; what cannot be told is refused, never shifted."""

import pytest

from reportkit import Report, read_report

APPLICANTS = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
COLUMNS = ["natural_person", "commercial", "research", "public_interest", "legal_service",
           "other_organisation", "total"]  # fmt: skip
HEADER = (
    "<tr><td colspan=3 rowspan=3></td><td colspan=7>申请人情况</td></tr>"
    "<tr><td rowspan=2>自然人</td><td colspan=5>法人或其他组织</td><td rowspan=2>总计</td></tr>"
    "<tr><td>商业企业</td><td>科研机构</td><td>社会公益组织</td><td>法律服务机构</td><td>其他</td></tr>"
)
RECEIVED = "<tr><td colspan=3>一、本年新收政府信息公开申请数量</td>{}</tr>"
CARRIED = "<tr><td colspan=3>二、上年结转政府信息公开申请数量</td>{}</tr>"


def tds(*texts: str) -> str:
    return "".join(f"<td>{text}</td>" for text in texts)


def read(*rows: str, before: str = "") -> Report:
    page = (
        f"<h1>甲县财政局2023年政府信息公开工作年度报告</h1>{before}<table>{''.join(rows)}</table>"
    )
    return read_report(page.encode(), name="a.html")


def row(report: Report, item: str) -> dict[str, object]:
    own = report.cells[report.cells["item"] == item].set_index("column")
    return {
        column: value if state == "number" else state
        for column, value, state in zip(own.index, own["value"], own["state"], strict=True)
    }


def said(report: Report) -> str:
    notes = report.notes[report.notes["severity"] == "warning"]
    return "\n".join(notes["message"])


def meant(*values: object) -> dict[str, object]:
    return dict(zip(COLUMNS, values, strict=True))


def test_a_header_that_lost_its_spans_is_read_in_the_forms_order() -> None:
    header = HEADER.replace(" colspan=7", "").replace(" colspan=5", "").replace(" colspan=3", "")
    report = read(header, RECEIVED.format(tds(*"1234567")))
    assert row(report, "received") == meant(1, 2, 3, 4, 5, 6, 7)


@pytest.mark.parametrize("place", [0, 3, 7])
def test_a_column_that_the_form_does_not_have_is_left_out_and_told(place: int) -> None:
    """With a blank in the row, counting its figures would move every one of them."""
    names, values = list(APPLICANTS), ["1", "2", "", "4", "5", "6", ""]
    names.insert(place, "上年数")
    values.insert(place, "99")
    report = read(f"<tr><td colspan=3></td>{tds(*names)}</tr>", RECEIVED.format(tds(*values)))
    assert row(report, "received") == meant(1, 2, "blank", 4, 5, 6, "blank")
    assert "上年数; what stands below it is left out" in said(report)


def test_one_strange_header_in_the_place_of_the_missing_one_is_taken_for_it() -> None:
    header = HEADER.replace("科研机构", "科研单位")
    report = read(header, RECEIVED.format(tds("1", "2", "3", "4", "5", "6", "")))
    assert row(report, "received") == meant(1, 2, 3, 4, 5, 6, "blank")
    assert "科研单位 read as 科研机构" in said(report)


def test_a_figure_outside_all_columns_refuses_the_row() -> None:
    report = read(HEADER, RECEIVED.format(tds("", "2", "3", "4", "5", "6", "7", "8")))
    assert set(row(report, "received").values()) == {"text"}
    assert "cannot be told apart: □ 2 3 4 5 6 7 8" in said(report)


def test_a_row_short_of_a_span_is_read_cell_by_cell() -> None:
    short = "<tr><td colspan=2>一、本年新收政府信息公开申请数量</td>{}</tr>"
    report = read(HEADER, CARRIED.format(tds(*"1234567")), short.format(tds("", *"234567")))
    assert row(report, "received") == meant("blank", 2, 3, 4, 5, 6, 7)


def test_one_cell_over_several_rows_is_credited_to_none() -> None:
    first = RECEIVED.format(tds(*"123456") + "<td rowspan=2>7</td>")
    report = read(HEADER, first, CARRIED.format(tds(*"123456")))
    assert row(report, "received")["total"] == row(report, "carried_in")["total"] == "text"
    assert said(report).count("one cell stands for several rows: 7") == 2


def fees(header: str, value: str, before: str = "") -> tuple[object, str]:
    report = read(
        f"<tr><td>信息内容</td><td>{header}</td></tr>",
        f"<tr><td>行政事业性收费</td><td>{value}</td></tr>", before=before,
    )  # fmt: skip
    return row(report, "fees")["amount"], said(report)


@pytest.mark.parametrize(
    ("header", "value", "amount"),
    [
        ("本年收费金额（单位：人民币元）", "8110000", 811.0),
        ("本年收费金额（千元）", "8110", 811.0),
        ("本年收费金额（单位∶元）", "8110000", 811.0),
        ("本年收费金额/元", "8110000", 811.0),
        ("本年收费金额（百万元）", "8.11", 811.0),
        ("本年收费金额（单位：万元）", "811", 811.0),
    ],
)
def test_money_is_read_in_the_unit_that_its_header_names(
    header: str, value: str, amount: float
) -> None:
    read_as, message = fees(header, value)
    assert read_as == amount
    assert "「行政事业性收费」:" not in message


def test_a_line_above_the_table_names_the_unit_where_its_header_does_not() -> None:
    assert fees("本年收费金额", "8110000", before="<p>计量单位：件、元</p>")[0] == 811.0


def test_a_unit_that_does_not_fit_is_never_taken_for_the_forms() -> None:
    value, message = fees("本年收费金额（单位：项）", "12")
    assert value == "text"
    assert "under a header in 项, where 万元 are counted" in message


@pytest.mark.parametrize("label", ["行政许可（上年）", "上年行政许可"])
def test_what_speaks_of_another_year_is_not_this_years(label: str) -> None:
    report = read(
        "<tr><td>信息内容</td><td>本年处理决定数量</td></tr>",
        f"<tr><td>{label}</td><td>5</td></tr>", "<tr><td>行政处罚</td><td>6</td></tr>",
    )  # fmt: skip
    assert row(report, "licensing") == {"decisions": "absent"}
    assert row(report, "penalties") == {"decisions": 6.0}
    assert "row not on the form" in said(report)


def test_a_sum_below_a_group_is_not_the_sum_of_all_outcomes() -> None:
    report = read(
        HEADER,
        "<tr><td></td><td>（三）不予公开</td><td>1.属于国家秘密</td>" + tds(*"1234567") + "</tr>",
        "<tr><td></td><td></td><td>合计</td>" + tds(*"9999999") + "</tr>",
    )
    assert set(row(report, "outcomes_total").values()) == {"absent"}
    assert "row not on the form: 「合计」" in said(report)


def test_a_proceeding_without_figures_is_a_blank_row() -> None:
    heads = tds("类型", "结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
    report = read(
        f"<tr>{heads}</tr>", f"<tr>{tds('行政复议', '', '', '', '', '')}</tr>",
        f"<tr>{tds('未经复议直接起诉', '1', '2', '3', '4', '10')}</tr>",
    )  # fmt: skip
    assert set(row(report, "reconsideration").values()) == {"blank"}
    assert row(report, "litigation_direct")["total"] == 10.0


def test_a_table_printed_twice_is_told_once() -> None:
    rows = (HEADER, RECEIVED.format(tds(*"1234567")), CARRIED.format(tds(*"1234567")))
    page = f"{''.join(rows)}</table><table>{''.join(rows)}"
    again = read(page).notes.query("message.str.contains('printed again')")
    assert again["message"].tolist() == ["14 cells are printed again; all are the same"]


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("<del>17081</del><ins>17082</ins>", 17082.0), ("<s>5</s>6", 6.0),
        ("17081<sup>1</sup>", "text"), ("17081①", "text"),
    ],
)  # fmt: skip
def test_what_is_struck_out_or_raised_is_no_part_of_a_figure(printed: str, value: object) -> None:
    assert fees("本年收费金额（万元）", printed)[0] == value


def test_a_day_that_the_calendar_lacks_is_no_date() -> None:
    report = read(HEADER, RECEIVED.format(tds(*"1234567")), before="<p>发布日期：2023-11-31</p>")
    assert report.reports["published"].isna().all()


def test_titles_of_two_years_are_told() -> None:
    link = "<p>甲县财政局2022年政府信息公开工作年度报告</p>"
    assert "titles of other years" in said(
        read(HEADER, RECEIVED.format(tds(*"1234567")), before=link)
    )


def test_the_total_may_stand_in_front() -> None:
    header = (
        "<tr><td colspan=3 rowspan=3></td><td colspan=7>申请人情况</td></tr>"
        "<tr><td rowspan=2>总计</td><td rowspan=2>自然人</td><td colspan=5>法人或其他组织</td></tr>"
        + "<tr>" + tds(*APPLICANTS[1:6]) + "</tr>"
    )  # fmt: skip
    report = read(header, RECEIVED.format(tds(*"7123456")))
    assert row(report, "received") == meant(1, 2, 3, 4, 5, 6, 7)


@pytest.mark.parametrize(
    ("line", "amount"),
    [
        ("统计单位：件、亿元", 7890000), ("计量单位：元", 0.0789), ("表1 主动公开情况（单位：件/元）", 0.0789),
        ("填报单位：广元市财政局　　金额单位：元", 0.0789), ("填报单位：广元市财政局", 789),
        ("单位：元</p><p>表1 主动公开情况", 0.0789),
    ],
)  # fmt: skip
def test_the_unit_of_money_may_stand_above_the_table(line: str, amount: float) -> None:
    report = read(
        "<tr><td>信息内容</td><td>本年收费金额</td></tr>",
        "<tr><td>行政事业性收费</td><td>789</td></tr>",
        before=f"<p>{line}</p>",
    )
    assert row(report, "fees")["amount"] == pytest.approx(amount)


def test_a_table_without_a_figure_is_blank_not_missing() -> None:
    names = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    review = (
        "<tr><td colspan=5>行政复议</td><td colspan=10>行政诉讼</td></tr>"
        f"<tr>{tds(*names).replace('<td>', '<td rowspan=2>')}<td colspan=5>未经复议直接起诉</td>"
        f"<td colspan=5>复议后起诉</td></tr><tr>{tds(*names, *names)}</tr><tr>{tds(*[''] * 15)}</tr>"
    )
    report = read(HEADER, RECEIVED.format(tds(*"1234567")), f"</table><p></p><table>{review}")
    assert set(report.cells.query("table == 'review'")["state"]) == {"blank"}


def test_a_label_in_the_corner_is_no_column() -> None:
    header = (
        "<tr><td>类别</td>" + tds("结果维持", "结果纠正", "其他结果", "尚未审结", "总计") + "</tr>"
    )
    report = read(header, f"<tr><td>行政复议</td>{tds(*'12306')}</tr>")
    assert row(report, "reconsideration")["total"] == 6
    assert "类别" not in said(report)


def test_a_row_that_numbers_the_columns_is_no_row() -> None:
    numbers = f"<tr><td colspan=3></td>{tds(*'1234567')}</tr>"
    report = read(HEADER, numbers, RECEIVED.format(tds(*"2222220")))
    assert row(report, "received") == meant(2, 2, 2, 2, 2, 2, 0)
    assert "without a label" not in said(report)
