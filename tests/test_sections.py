"""The six sections: which lines head them, and where all other prose goes."""

import pytest

from reportkit.document import Cell, Document, Grid, Heading, Paragraph, Remark
from reportkit.sections import Sections, read_sections

TITLE = "某县财政局2023年政府信息公开工作年度报告"
LABELS = (
    "总体情况", "主动公开政府信息情况", "收到和处理政府信息公开申请情况",
    "政府信息公开行政复议、行政诉讼情况", "存在的主要问题及改进情况", "其他需要报告的事项",
)  # fmt: skip
FORM = tuple(f"{numeral}、{label}" for numeral, label in zip("一二三四五六", LABELS, strict=True))
#: What stands below each heading; three of them have a table.
BODY = (
    "2023年，我局做好政府信息公开工作。", None, None, None,
    "存在的问题是解读不够深入。下一步将丰富解读形式。", "没有需要报告的其他事项。",
)  # fmt: skip


def table(*rows: str) -> Grid:
    cells = tuple(
        tuple(Cell(text, f"cell {r}.{c}", r, c) for c, text in enumerate(row.split()))
        for r, row in enumerate(rows or ("甲 乙", "1 2"))
    )
    return Grid(cells, "a table")


def document(*lines: str | Grid | Heading) -> Document:
    blocks = [
        Paragraph(line, f"line {n}") if isinstance(line, str) else line
        for n, line in enumerate(lines, 1)
    ]
    return Document("a.txt", "txt", tuple(blocks), "0", {})


def report(headings: tuple[str | Heading, ...] = FORM) -> list[str | Grid | Heading]:
    """Return a whole report under headings."""
    lines: list[str | Grid | Heading] = []
    for heading, body in zip(headings, BODY, strict=True):
        lines += [heading, body or table()]
    return lines


def told(found: Sections, severity: str = "warning") -> list[str]:
    return [remark.message for remark in found.remarks if remark.severity == severity]


def by_section(found: Sections) -> dict[int, list[str]]:
    texts: dict[int, list[str]] = {}
    for passage in found.passages:
        if passage.order:
            texts.setdefault(passage.section, []).append(passage.text)
    return texts


WHOLE = {1: [BODY[0]], 5: [BODY[4]], 6: [BODY[5]]}


def counted(pattern: str) -> tuple[str, ...]:
    return tuple(
        pattern.format(han=han, number=number, label=label)
        for number, (han, label) in enumerate(zip("一二三四五六", LABELS, strict=True), 1)
    )


@pytest.mark.parametrize(
    "headings",
    [
        FORM, counted("{han}.{label}"), counted("{han} {label}"), counted("（{han}）{label}"),
        counted("{number}.{label}"), counted("{number}、{label}"), counted("第{han}部分 {label}"),
        counted("第{han}、{label}"), counted("{label}"), counted("【{han}、{label}】"),
        counted("■{han}、{label}"), counted("{han}、{label}："),
        tuple("　".join(heading) for heading in FORM), ("（一）总体情况", *FORM[1:]),
    ],
)  # fmt: skip
def test_headings_are_known_however_they_are_set(headings: tuple[str, ...]) -> None:
    found = read_sections(document(TITLE, *report(headings)))
    assert by_section(found) == WHOLE
    assert [p.section for p in found.passages if not p.order] == [1, 2, 3, 4, 5, 6]
    assert told(found) == []


@pytest.mark.parametrize(
    ("number", "label"),
    [
        (1, "一、概述"), (1, "一、基本情况"), (1, "一、政府信息公开工作总体情况"), (2, "二、主动公开情况"),
        (3, "三、依申请公开情况"), (3, "三、收到和处理信息公开申请情况"), (4, "四、行政复议、行政诉讼情况"),
        (4, "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况"), (5, "五、存在问题和下一步打算"),
        (5, "五、存在的问题及整改情况"), (5, "五、工作存在的主要问题和改进措施"),
        (5, "五、主要问题及改进情况"), (6, "六、其他"), (6, "六、需要说明的其他事项"),
    ],
)  # fmt: skip
def test_labels_that_organs_use(number: int, label: str) -> None:
    found = read_sections(document(*report((*FORM[: number - 1], label, *FORM[number:]))))
    assert by_section(found) == WHOLE
    assert found.remarks == ()


def test_a_label_that_nobody_knows_is_taken_by_its_numeral_with_a_warning() -> None:
    found = read_sections(document(*report((*FORM[:4], "五、短板弱项与努力方向", FORM[5]))))
    assert by_section(found) == WHOLE
    assert told(found) == [
        "「五、短板弱项与努力方向」 is taken for section 5 by its numeral: its label is not known"
    ]
    lines = report((*FORM[:4], "五、总的来看，工作仍有不足，需要努力。", FORM[5]))
    assert told(read_sections(document(*lines))) == [
        "no section headed 五、存在的主要问题及改进情况"
    ]


def test_a_row_of_the_requests_table_heads_nothing() -> None:
    lines = [*report((*FORM[:2], "", *FORM[3:]))]
    lines[4:5] = ["三、本年度办理结果", "四、结转下年度继续办理"]
    found = read_sections(document(*lines))
    assert "no section headed 三、收到和处理政府信息公开申请情况" in told(found)
    assert 3 not in {passage.section for passage in found.passages}


def test_the_label_decides_where_organs_renumber() -> None:
    shifted = (
        FORM[0],
        *(h.replace(a, b, 1) for h, a, b in zip(FORM[1:], "二三四五六", "三四五六七", strict=True)),
    )
    found = read_sections(document(*report(shifted)))
    assert by_section(found) == WHOLE
    assert told(found, "info")[0] == "「三、主动公开政府信息情况」 is section 2 by its label"


@pytest.mark.parametrize("look", ["{}", "{}……………{}", "{} {}", "{}\t{}"])
@pytest.mark.parametrize("place", ["above", "below"])
def test_a_table_of_contents_holds_no_section(look: str, place: str) -> None:
    contents = ["目录", *(look.format(heading, page) for page, heading in enumerate(FORM, 1))]
    lines = [*contents, TITLE] if place == "above" else [TITLE, *contents]
    found = read_sections(document(*lines, *report()))
    assert by_section(found) == WHOLE
    assert next(p.source for p in found.passages) == "line 9"


@pytest.mark.parametrize("join", ["。", "：", "\n", "  ", ""])
def test_a_heading_runs_into_its_text(join: str) -> None:
    text = "2023年，我局深入贯彻落实条例，主动公开信息1234条，收到申请9件，全部按时办结，没有引起复议诉讼的情况。"
    lines = report()
    lines[0:2] = [f"一、总体情况{join}{text}"]
    found = read_sections(document(*lines))
    assert by_section(found)[1] == [text]
    assert found.passages[0].text.rstrip("。：") == "一、总体情况"
    assert told(found) == []


@pytest.mark.parametrize(
    "line",
    [
        "五、存在的主要问题及改进情况（见下）", "五、存在的主要问题及改进情况", "存在的主要问题",
        "（二）主动公开情况", "（五）存在的主要问题及改进情况。我局高度重视。", "1.主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况良好，没有一件超期。",
    ],
)  # fmt: skip
def test_a_line_that_names_a_section_within_another_moves_nothing(line: str) -> None:
    lines = report()
    lines[1:2] = [BODY[0], line, "各科室按职责分工落实，工作有序推进。"]
    found = read_sections(document(*lines))
    assert by_section(found)[1][0] == BODY[0]
    assert "".join(by_section(found)[1][-2:]).endswith("工作有序推进。")
    assert by_section(found)[5] == WHOLE[5]
    assert told(found) == []


def test_what_stands_below_the_report_is_left_out_and_told() -> None:
    below = [
        "上一篇：关于某事的通知",
        "打印 关闭",
        "主办单位：某县人民政府",
        "版权所有 京ICP备05000000号",
    ]
    own = ["附件：1.统计表.xlsx", "某县财政局", "2024年1月20日"]
    found = read_sections(document(*report(), *own, *below))
    assert by_section(found)[6] == [*WHOLE[6], *own]
    assert found.remarks == (
        Remark(
            "info", "line 16",
            "what stands below the report is left out, from 「上一篇：关于某事的通知」: 4 lines",
        ),
    )  # fmt: skip


def test_furniture_before_a_sentence_is_part_of_the_report() -> None:
    lines = ["咨询电话：0391-7190000", "来源：某县统计局", "以上数据由各单位报送。"]
    found = read_sections(document(*report(), *lines))
    assert by_section(found)[6] == [*WHOLE[6], *lines]
    assert found.remarks == ()


def test_prose_above_the_first_section_is_told() -> None:
    text = "根据《中华人民共和国政府信息公开条例》第四十九条规定，现公布本报告。"
    found = read_sections(document("当前位置：首页", TITLE, text, *report()))
    assert by_section(found) == WHOLE
    assert found.remarks == (
        Remark("info", "line 3",
               f"1 paragraphs before the first section are in none: 「{text[:20]}…」"),
    )  # fmt: skip


def test_prose_in_a_frame_is_prose() -> None:
    frame = table(*(str(line) for line in report()[:2]))
    found = read_sections(document(TITLE, frame, *report()[2:]))
    assert by_section(found) == WHOLE


def test_subsections_are_named_and_line_breaks_lose_nothing() -> None:
    lines = report()
    lines[1:2] = [
        "（一）主动公开。公开信息9条。",
        "其中政策文件3件。",
        "（二）平台建设\n改版网站。",
    ]
    found = read_sections(document(*lines))
    first = [p for p in found.passages if p.section == 1]
    assert [p.subsection for p in first] == [
        None,
        "（一）主动公开",
        "（一）主动公开",
        "（二）平台建设",
    ]
    assert first[3].text == "（二）平台建设 改版网站。"
    assert [p.order for p in first] == [0, 1, 2, 3]
