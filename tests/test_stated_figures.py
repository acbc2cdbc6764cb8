"""Figures that the prose states: the bundled report, generated clauses, odd text."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import figures as corpus_figures
from corpus import load
from reportkit import (
    FrameError,
    Panel,
    Report,
    check,
    example_panel,
    example_stated,
    stated_figures,
)
from reportkit.codebook import read_spec

#: What a reader is owed: so much of what is found is right, so much of what is there is found.
FLOOR = 0.97

SUM = "litigation_direct+litigation_after_reconsideration"


def read(*paragraphs: str, section: int = 1, report: str = "临湖县人民政府-2024") -> pd.DataFrame:
    orders = range(1, len(paragraphs) + 1)
    frame = pd.DataFrame({"order": orders, "text": paragraphs}, dtype="object").assign(
        report=report, section=section, source=[f"line {n}" for n in orders]
    )
    return stated_figures(frame)


def told(*paragraphs: str, section: int = 1) -> list[tuple[float, str, str]]:
    """Return (value, item, column) of the figures that have a cell."""
    rows = read(*paragraphs, section=section)
    rows = rows[rows["item"].notna()].fillna({"column": ""})
    return list(zip(rows["value"], rows["item"], rows["column"], strict=True))


# --- the bundled report ---


def test_the_bundled_report(xiuwu: Report) -> None:
    rows = stated_figures(xiuwu)
    found = list(zip(rows["value"], rows["unit"], strict=True))
    assert found == [
        (13200, "条"), (3400, "条"), (2900, "条"), (1280, "条"), (44, "件"), (69, "条"),
        (1150, "条"), (7, "个"), (452, "件"), (100, "%"), (10, "件"), (8, "件"), (2, "件"),
        (0, "件"), (0, "件"), (2, "次"), (0, "元"),
    ]  # fmt: skip
    assert rows.loc[rows["approximate"], "value"].tolist() == [13200]
    linked = rows[rows["item"].notna()].fillna({"table": "", "column": ""})
    assert linked[["value", "table", "item", "column"]].to_numpy().tolist() == [
        [3400, "", "website_items", ""],
        [2900, "", "social_media_items", ""],
        [10, "requests", "received", "total"],
        [8, "requests", "granted", "total"],
        [2, "requests", "carried_out", "total"],
        [0, "review", "reconsideration", "total"],
        [0, "review", SUM, "total"],
        [0, "", "processing_fee", ""],
    ]


def test_the_bundled_reports_prose_agrees_with_its_tables(xiuwu: Report) -> None:
    findings = check(xiuwu.cells, stated=stated_figures(xiuwu))
    assert findings.loc[findings["rule"] == "S1", "status"].tolist() == ["pass"] * 5


def test_a_figure_is_where_it_says(xiuwu: Report) -> None:
    rows = stated_figures(xiuwu)
    texts = {(row["section"], row["order"]): row for row in xiuwu.narrative.to_dict("records")}
    for row in rows.to_dict("records"):
        paragraph = texts[row["section"], row["paragraph"]]
        assert row["sentence"] in paragraph["text"]
        assert row["source"] == paragraph["source"]
    first = rows.iloc[0]
    assert first["sentence"][first["start"] : first["end"]] == "13200 余条"
    assert not rows.duplicated(["report", "section", "order"]).any()


def test_a_report_a_panel_and_a_frame_are_read_alike(xiuwu: Report) -> None:
    panel: Panel = example_panel()
    own = stated_figures(panel).query("report == '修武县人民政府-2023'").reset_index(drop=True)
    pd.testing.assert_frame_equal(own, stated_figures(xiuwu.narrative))
    none = stated_figures(xiuwu.narrative.head(0))
    assert none.dtypes.to_dict() == own.dtypes.to_dict()
    with pytest.raises(FrameError, match="lacks the column text"):
        stated_figures(xiuwu.narrative.drop(columns="text"))


# --- the corpus ---


@pytest.mark.parametrize("name", corpus_figures.FILES)
def test_the_labelled_sections_are_read(name: str) -> None:
    score = corpus_figures.score(load(name))
    assert score.labelled > 400
    assert min(score.precision, score.recall) >= FLOOR, score.amiss
    assert score.approximate >= FLOOR, score.amiss
    assert min(score.cell_precision, score.cell_recall) >= FLOOR, score.amiss


def test_all_labelled_sections_together_are_read() -> None:
    score = corpus_figures.score([one for name in corpus_figures.FILES for one in load(name)])
    assert score.labelled > 1500
    assert min(score.precision, score.recall) >= FLOOR, score.amiss
    assert min(score.cell_precision, score.cell_recall) >= FLOOR, score.amiss


def test_sections_that_nothing_was_mended_for_are_read() -> None:
    score = corpus_figures.score(load(corpus_figures.UNSEEN))
    assert score.labelled > 500
    assert min(score.precision, score.recall, score.cell_precision) >= FLOOR, score.amiss
    assert score.cell_recall >= 0.9, score.amiss


# --- what speaks of a cell, and what does not ---


@pytest.mark.parametrize(
    "text",
    [
        "收到群众来信452件，办结率100%。",
        "收到人大建议12件、政协提案20件，全部办结。",
        "（二）依申请公开。收到网络申请12件、信函申请3件。",
        "（二）依申请公开。2023年收到申请35件。",
        "（二）依申请公开。去年同期收到申请35件。",
        "自2008年条例施行以来，全市累计受理政府信息公开申请12560件。",
        "（二）依申请公开。其中，区住建局收到申请47件，区教育局收到申请5件。",
        "受理行政复议案件156件，审结140件，其中维持98件。",
        "公开行政处罚信息1431条、行政许可信息17081条。",
        "公开行政规范性文件12件。",
        "（二）依申请公开。因涉及个人隐私不予公开2件。",
        "（二）依申请公开。不存在或不掌握41件。",
        "（二）依申请公开。不予受理3件。",
        "（二）依申请公开。市本级收到申请120件，县区收到申请300件。",
        "（二）依申请公开。收到群众来信12件，答复12件；提案答复件予以公开3件。",
        "全年拟制公文530件，其中主动公开212件、依申请公开18件、不予公开300件。",
        "应收信息处理费1.35万元，减免信息处理费620元。",
        "审理信息公开类行政复议案件45件，纠正12件。",
        "收到行政复议2件、行政诉讼1件，均与信息公开无关。",
        "（二）依申请公开。办理行政复议2件、行政诉讼1件。",
        "（二）依申请公开。当场答复2件，按期答复28件。",
        "（二）依申请公开。责令重新答复1件。",
        "修改、废止规范性文件5件；公开规范性文件12件；制定规章制度4项。",
        "规范性文件起草3件、征求意见5件。",
    ],
)
def test_what_speaks_of_no_cell_has_none(text: str) -> None:
    assert told(text) == []


#: Labels that mean something on the form alone: 其他, 总计, and a group's name.
ON_THE_FORM = {"其他", "总计", "合计", "本年度办理结果", "本年度办理情况"}
LABELS = [
    (row["item"], row["label_zh"].split("（")[0].split("：")[-1])
    for row in read_spec("items")
    if row["table"] in ("requests", "review")
] + [
    (row["code"], row["alias"].split("（")[0])
    for row in read_spec("aliases")
    if row["kind"] == "item" and row["table"] in ("requests", "review")
]


@pytest.mark.parametrize(("item", "label"), [row for row in LABELS if row[1] not in ON_THE_FORM])
def test_every_label_of_the_form_is_understood_in_prose(item: str, label: str) -> None:
    [(value, found, column)] = told(f"（二）依申请公开。其中，{label}3件。")
    assert (value, column) == (3, "total")
    assert found == (SUM if item == "litigation" else item)


def test_a_total_that_includes_what_was_carried_over_is_the_sum() -> None:
    assert told("受理政府信息公开申请3050件（含上年度结转34件，另有103件顺延至下年度办理）。") == [
        (3050, "received+carried_in", "total"), (34, "carried_in", "total"),
        (103, "carried_out", "total"),
    ]  # fmt: skip
    assert told("新收政府信息公开申请3件，上年结转1件。")[0] == (3, "received", "total")


def test_outcomes_in_a_bracket_are_those_of_the_applicants_before_it() -> None:
    assert told("共受理公民政府信息公开申请5件（其中公开3件），受理企业申请1件（公开1件）。") == [
        (5, "received", "natural_person"), (3, "granted", "natural_person"),
        (1, "received", "commercial"), (1, "granted", "commercial"),
    ]  # fmt: skip
    assert told("（二）依申请公开。收到公民申请3件，均已答复。") == [(3, "received", "total")]


def test_labels_and_figures_of_two_lists_are_matched() -> None:
    assert told("收到信息公开申请9件，予以公开、部分公开和不予公开分别为4、3、2件。")[1:] == [
        (4, "granted", "total"), (3, "partly_granted", "total"), (2, "denied", "total"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“予以公开”“部分公开”共38件。", [("granted+partly_granted", "total")]),
        ("予以公开部分公开38件。", []),
        ("信访投诉、重复申请等不予处理38件。", [("not_processed", "total")]),
        ("涉及行政执法案卷不予公开7件。", [("denied_enforcement_file", "total")]),
        ("申请内容涉及行政执法案卷3件。", []),
        ("答复30件，结转1件。", [("outcomes_total", "total"), ("carried_out", "total")]),
        ("结转1件。", []),
        (
            "9件行政复议中有3件被纠正。",
            [("reconsideration", "total"), ("reconsideration", "corrected")],
        ),
        (
            "行政诉讼9件（直接起诉2件，复议后起诉7件），被纠正3件。",
            [(SUM, "total"), ("litigation_direct", "total"),
             ("litigation_after_reconsideration", "total"), (SUM, "corrected")],
        ),
        (
            "行政复议5件，维持2件、终止1件。",
            [("reconsideration", column) for column in ("total", "upheld", "other")],
        ),
        (
            "行政复议5件，维持1件、撤回2件、终止2件。",
            [("reconsideration", "total"), ("reconsideration", "upheld")],
        ),
        ("行政复议纠错案件由23件降至9件。", [("reconsideration", "corrected")]),
    ],
)  # fmt: skip
def test_a_cell_needs_evidence(text: str, expected: list[tuple[str, str]]) -> None:
    assert [row[1:] for row in told(f"（二）依申请公开。{text}")] == expected


@pytest.mark.parametrize(
    ("text", "zeros"),
    [
        ("全年未发生一起失泄密事件，零投诉。", [("起", ""), ("件", "")]),
        ("未发生逾期答复，投诉举报为零。", [("件", ""), ("件", "")]),
        ("反馈意见为零；不及格单位无。", [("条", ""), ("个", "")]),
        (
            "未发出政府信息公开收费通知，没有产生信息处理费。",
            [("份", ""), ("元", "processing_fee")],
        ),
        ("无行政复议、诉讼及举报投诉。", [("件", "reconsideration"), ("件", SUM), ("件", "")]),
        ("行政许可、行政处罚数量均为0。", [("件", "licensing"), ("件", "penalties")]),
        ("无规章、规范性文件制发。", [("件", "rules"), ("件", "normative_documents")]),
        ("依申请公开答复3件，无结转。", [("件", "carried_out")]),
        ("行政复议纠错率由8.3%降为0。", [("%", "")]),
        ("无泄密事件发生，从未发生过舆情。", [("起", ""), ("起", "")]),
        ("确保零差错、零投诉。", []),
        ("未发生变化；如未发生投诉，不再通报。", []),
        ("全年未发现泄密问题，零距离服务，零跑腿办事。", []),
        ("对未发生舆情的单位予以表扬。", []),
        ("没有其他需要报告的事项。", []),
    ],
)
def test_what_did_not_happen_is_a_zero(text: str, zeros: list[tuple[str, str]]) -> None:
    rows = read(text).fillna({"item": ""}).query("value == 0")
    assert list(zip(rows["unit"], rows["item"], strict=True)) == zeros


def test_what_is_due_is_not_what_was_paid() -> None:
    assert told("应收信息处理费1.35万元，实收信息处理费9,840元。", section=6) == [
        (9840, "processing_fee", "")
    ]


def test_documents_are_told_by_their_verbs() -> None:
    text = "制定省政府规章4件、修改7件、废止2件，截至2024年12月31日现行有效138件。"
    assert [(item, column) for _, item, column in told(text)] == [
        ("rules", "issued"), ("rules", "repealed"), ("rules", "in_force")
    ]  # fmt: skip
    old = read("新制作规章1件、规范性文件7件，对外公开总数量63件。", report="临湖县人民政府-2020")
    assert old["column"].tolist() == ["newly_made", "newly_made", "total_disclosed"]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("发布信息 1 216 条，参训1 800余人次。", [1216, 1800]),
        ("（二）公开。\n1 200条信息已公开。", []),
        ("当面、网络申请分别 10 200 件。", []),
        ("县十六届人大五次会议建议14件、政协十届四次会议提案2件。", [14, 2]),
        ("编制目录6大类53小项，召开3次会议。", [6, 53, 3]),
    ],
)
def test_numbers_are_told_from_what_looks_like_them(text: str, values: list[float]) -> None:
    assert read(text)["value"].tolist() == values


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("没有因政府信息公开引起的行政复议和行政诉讼。", ["reconsideration", SUM]),
        ("未发生因政府信息公开申请行政复议、提起行政诉讼的情况。", ["reconsideration", SUM]),
        ("行政复议、行政诉讼均未发生。", ["reconsideration", SUM]),
        ("没有直接提起诉讼的案件。", ["litigation_direct"]),
        ("全年未收到政府信息公开申请。", ["received"]),
        ("没有公民、法人或者其他组织提出政府信息公开申请。", ["received"]),
        ("本年度依申请公开件为零。", ["received"]),
        ("未收取信息处理费。", ["processing_fee"]),
        ("信息处理费收取情况：无。", ["processing_fee"]),
        ("（二）依申请公开。对申请人不收取任何费用。", ["processing_fee"]),
        ("未经复议直接起诉的，应予应诉。", []),
        ("申请人无正当理由大量反复申请的，不予处理。", []),
        ("对无法提供、不予公开的申请，逐件说明理由。", []),
        ("未按时答复申请的，予以通报。", []),
        ("无障碍改造全面完成。", []),
    ],
)
def test_a_denial_states_zero_of_what_it_denies(text: str, items: list[str]) -> None:
    found = told(text)
    assert [item for _, item, _ in found] == items
    assert all(value == 0 for value, _, _ in found)


def test_shares_and_changes_name_what_they_are_of() -> None:
    rows = read("收到政府信息公开申请8件，同比下降20%；答复8件，其中予以公开2件，占25%。")
    share, change = rows[rows["base"].notna()].iloc[0], rows[rows["change"].notna()].iloc[0]
    assert share[["item", "base"]].tolist() == ["granted", "whole"]
    assert change[["item", "change"]].tolist() == ["received", "down"]


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("收到政府信息公开申请8件，较上年的10件减少2件，下降20%。", ["received"] * 3),
        ("收到政府信息公开申请8件，公开信息300条，同比增长5%。", ["received"]),
        ("收到政府信息公开申请8件，环比增长5%。", ["received"]),
        ("收到政府信息公开申请8件，较2021年增长5%。", ["received"]),
        ("收到政府信息公开申请8件、答复6件，同比分别增长5%、3%。", ["received", "outcomes_total"]),
        ("当年新增政府信息公开申请8件。", ["received"]),
    ],
)
def test_a_change_is_that_of_the_figure_before_it(text: str, items: list[str]) -> None:
    assert [item for _, item, _ in told(text)] == items


def test_places_are_parts_of_their_total() -> None:
    rows = read("全市收到政府信息公开申请12件，其中东城区7件、西城区5件。")
    assert rows["part_of"].tolist()[1:] == [1, 1]
    assert rows["item"].isna().tolist() == [False, True, True]


def test_documents_are_told_where_the_years_form_counts_them_so() -> None:
    text = "制发行政规范性文件6件，废止2件，现行有效45件。"
    assert [item for _, item, _ in told(text)] == ["normative_documents"] * 3
    assert read(text, report="临湖县人民政府-2020")["item"].isna().all()


def test_years_are_told_apart_where_the_report_has_none() -> None:
    rows = read("2024年，收到政府信息公开申请12件；2023年收到政府信息公开申请9件。", report="甲")
    assert rows["item"].isna().tolist() == [False, True]


# --- generated clauses are read back ---

_NUMERALS = {2: "两", 3: "三", 12: "十二", 20: "二十", 35: "三十五", 126: "一百二十六"}


@st.composite
def printed(draw: st.DrawFn) -> tuple[str, float, bool]:
    """Return a number as some clerk prints it, its value, and whether it is rounded."""
    kind = draw(st.sampled_from(["plain", "thousands", "myriad", "numeral", "wide"]))
    about = draw(st.sampled_from(["", "余", "多"])) if kind != "numeral" else ""
    if kind == "numeral":
        value = draw(st.sampled_from(sorted(_NUMERALS)))
        return _NUMERALS[value], value, False
    if kind == "myriad":
        tenths = draw(st.integers(1, 9999))
        return f"{tenths / 10:g}万{about}", tenths * 1000, bool(about)
    value = draw(st.integers(0, 999_999))
    text = f"{value:,}" if kind == "thousands" else str(value)
    if kind == "wide":
        text = text.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    return text + about, value, bool(about)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(printed(), st.sampled_from("件条篇次份")), min_size=1, max_size=6),
    st.sampled_from(["，", "、", "；", " ， "]),
    st.sampled_from(["", "2024年，", "（一）", "根据国办发〔2023〕5号文件，"]),
)
def test_figures_are_read_back_however_they_are_printed(
    figures: list[tuple[tuple[str, float, bool], str]], joint: str, head: str
) -> None:
    text = head + joint.join(f"公开甲类信息{number[0]}{unit}" for number, unit in figures) + "。"
    rows = read(text)
    assert rows["value"].tolist() == [number[1] for number, _ in figures]
    assert rows["unit"].tolist() == [unit for _, unit in figures]
    assert rows["approximate"].tolist() == [number[2] for number, _ in figures]
    for row, (number, unit) in zip(rows.to_dict("records"), figures, strict=True):
        assert row["sentence"][row["start"] : row["end"]] == number[0] + unit


_ALPHABET = "0123456789０.,，、。；：:（）()《》“”%％万亿千百十一二三两零年月日第件条元余多近约占同比上年结转收到受理申请公开答复办结予以部分不未没有无行政复议诉讼处理费其中分别为和及 \n\tA+-"


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from(_ALPHABET), max_size=120) | st.text(max_size=40))
def test_any_text_is_read_without_raising(text: str) -> None:
    for row in read(text).to_dict("records"):
        assert row["sentence"] in text
        words = row["sentence"][row["start"] : row["end"]]
        assert words.strip()
        assert abs(row["value"]) < 1e30
        assert row["value"] == 0 or any(
            char.isnumeric() or char in "十百千万亿两" for char in words
        )  # fmt: skip


def test_traditional_text_is_read_like_simplified() -> None:
    simple = "收到政府信息公开申请12件，予以公开8件。没有行政复议、行政诉讼。"
    traditional = "收到政府信息公開申請１２件，予以公開８件。沒有行政復議、行政訴訟。"
    assert told(traditional) == told(simple)


@pytest.mark.parametrize(
    "unit",
    [
        "1",
        "一",
        "(",
        "12件、",
        "收到申请1件，",
        "没有",
        "行政复议、",
        "未收到",
        "公开(",
        "均为0、",
        "零投诉",
        "未发生",
        "10件(",
        "《",
        '"',
    ],
)
def test_long_paragraphs_are_read_in_one_pass(unit: str) -> None:
    """A pattern that goes back over its text would take minutes for 100 KB."""
    rows = read("依申请公开" + unit * (100_000 // len(unit)))
    assert len(rows) <= 100_000


# --- against the tables ---


def test_what_is_transcribed_is_held_as_before() -> None:
    panel = example_panel()
    prose = check(panel.cells, stated=example_stated()).query("rule == 'S1'")
    assert prose["status"].value_counts().to_dict() == {"pass": 27, "hint": 5}
    assert "S1" not in set(check(panel.cells)["rule"])


#: Our own sentences for figures that five of the panel's reports state.
PROSE = {
    "宿迁市人民政府-2023": "全市各级行政机关共收到政府信息公开申请3607件（含上年结转），其中自然人申请3493件，"
    "法人或其他组织申请114件。予以公开1191件、部分公开328件、不予公开142件、无法提供1078件、"
    "不予处理406件、其他处理341件，结转下年度继续办理121件。",
    "宿迁市人民政府-2024": "全市共受理政府信息公开申请3646件，其中上年结转121件。予以公开1431件、部分公开471件、"
    "不予公开92件、无法提供941件、不予处理117件、其他处理469件，结转下年度125件。"
    "因政府信息公开引发行政复议134件、行政诉讼57件。",
    "淮安市洪泽区人民政府-2023": "区政府办公室收到政府信息公开申请21件。",
    "淮安市洪泽区人民政府-2024": "区政府办公室收到政府信息公开申请17件。",
    "上海市人民政府办公厅-2019": "2019年新收政府信息公开申请859件，上年结转18件，答复805件，结转下年度72件。"
    "其中，予以公开和部分公开258件，不予公开35件，无法提供265件，不予处理158件。"
    "因政府信息公开被申请行政复议7件，行政诉讼9件。",
}


def test_prose_of_real_figures_is_linked_as_a_person_linked_it() -> None:
    stated = pd.concat([read(text, report=report) for report, text in PROSE.items()])
    key = ["report", "item", "column", "value"]
    ours = stated[stated["table"].notna()]
    theirs = example_stated().query("table.notna()")
    # Two figures are told beside those transcribed: what was carried over in 2024.
    found = set(map(tuple, ours[key].to_numpy().tolist()))
    wanted = set(map(tuple, theirs[key].to_numpy().tolist()))
    assert found - wanted == {("宿迁市人民政府-2024", "carried_in", "total", 121.0)}
    assert not wanted - found
    prose = check(example_panel().cells, stated=stated).query("rule == 'S1'")
    hints = prose[prose["status"] == "hint"]
    assert sorted(hints["stated"]) == [17, 57, 134, 258, 265]
    assert set(prose["status"]) == {"pass", "hint"}


def held(text: str, report: str = "宿迁市人民政府-2024") -> pd.DataFrame:
    findings = check(example_panel().cells, stated=read(text, report=report))
    return findings[findings["rule"] == "S1"].reset_index(drop=True)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("收到政府信息公开申请3525件，同比增长0.4%。", ["pass", "pass"]),
        ("收到政府信息公开申请3525件，同比增长4%。", ["pass", "hint"]),
        ("收到政府信息公开申请3525件，比上年增加14件。", ["pass", "pass"]),
        ("收到政府信息公开申请3525件，比上年减少14件。", ["pass", "hint"]),
        ("收到政府信息公开申请3525件，予以公开1431件，占40.6%。", ["pass", "pass", "pass"]),
        ("收到政府信息公开申请3525件，予以公开1431件，占四成。", ["pass", "pass", "pass"]),
        ("收到政府信息公开申请3525件，予以公开1431件，约占三成。", ["pass", "pass", "pass"]),
        ("收到政府信息公开申请3525件，予以公开1431件，占两成。", ["pass", "pass", "hint"]),
        ("收到政府信息公开申请3500余件。", ["pass"]),
        ("收到政府信息公开申请0.35万件。", ["pass"]),
        ("制发行政规范性文件1500件。", ["hint"]),
    ],
)
def test_every_reading_of_what_prose_states_is_tried(text: str, status: list[str]) -> None:
    assert held(text)["status"].tolist() == status


def test_a_change_needs_the_year_before() -> None:
    assert len(held("收到政府信息公开申请3511件，同比增长9%。", "宿迁市人民政府-2023")) == 1


def test_a_finding_quotes_its_sentence_and_names_its_place() -> None:
    row = held("全年收到政府信息公开申请12件，同比增长4%。").iloc[0]
    assert "原文：「全年收到政府信息公开申请12件，同比增长4%。」" in row["message_zh"]
    assert "It reads: 「全年收到" in row["message_en"]
    assert row["place"] == "section 1, paragraph 1, figure 1, line 1"


def test_a_sentence_without_the_figures_place_is_quoted_all_the_same() -> None:
    stated = read("收到政府信息公开申请12件。", report="宿迁市人民政府-2024")
    for claims in (stated.drop(columns=["start", "end"]), stated.assign(start=pd.NA)):
        findings = check(example_panel().cells, stated=claims).query("rule == 'S1'")
        assert "原文：「收到政府信息公开申请12件。」" in findings["message_zh"].iloc[0]


def test_places_that_add_up_to_more_than_their_total_are_told() -> None:
    rows = held("收到政府信息公开申请3525件，其中宿城区3000件、沭阳县600件。")
    assert rows[["stated", "computed"]].to_numpy().tolist()[1:] == [[3525, 3600]]
    fewer = held("收到政府信息公开申请3525件，其中宿城区3000件、沭阳县500件。")
    assert fewer["status"].tolist() == ["pass"]
