"""Problems beside the measures that answer them."""

import pandas as pd
import pytest

from reportkit import FrameError, Report, problems


def narrative(*paragraphs: str) -> pd.DataFrame:
    rows = [("a-2023", 5, order, text, f"line {order}") for order, text in enumerate(paragraphs)]
    return pd.DataFrame(rows, columns=["report", "section", "order", "text", "source"])


def test_the_bundled_report_names_three_of_each_in_order(xiuwu: Report) -> None:
    table = problems(xiuwu.narrative)
    assert table["order"].tolist() == [1, 2, 3]
    assert table["problem"].tolist() == [
        "重大行政决策信息公开需进一步加强。", "主动公开力度仍需加大。", "政府网站栏目设置需进一步优化。",
    ]  # fmt: skip
    assert [text[:8] for text in table["improvement"]] == [
        "组织重大行政决策", "根据基层政务公开", "合并精简政府网站",
    ]  # fmt: skip
    assert set(table["link"]) == {"numbered"}
    assert set(table["problem_source"]) == {"line 76"}
    assert set(table["improvement_source"]) == {"line 78"}


def test_the_points_are_the_reports_own_words(xiuwu: Report) -> None:
    text = "".join(xiuwu.narrative.query("section == 5")["text"])
    for column in ("problem", "improvement"):
        assert all(point in text for point in problems(xiuwu.narrative)[column])


def test_one_paragraph_may_hold_both() -> None:
    table = problems(
        narrative(
            "五、…", "存在的问题：一是更新慢。二是解读少。下一步，一是加快更新。二是丰富解读。"
        )
    )
    assert table["problem"].tolist() == ["更新慢。", "解读少。"]
    assert table["improvement"].tolist() == ["加快更新。", "丰富解读。"]


def test_what_has_no_counterpart_stands_alone() -> None:
    table = problems(narrative("五、…", "问题：一是甲不足。二是乙不足。", "改进措施：加强培训。"))
    assert table["problem"].tolist()[:2] == ["甲不足。", "乙不足。"]
    assert table["problem"].isna().tolist() == [False, False, True]
    assert table["improvement"].tolist()[2] == "加强培训。"
    assert set(table["link"]) == {"none"}


def test_no_section_five_is_no_rows(xiuwu: Report) -> None:
    none = problems(xiuwu.narrative.query("section != 5"))
    assert len(none) == 0
    assert list(none.columns) == list(problems(xiuwu.narrative).columns)
    with pytest.raises(FrameError, match="lacks the column section"):
        problems(xiuwu.narrative.drop(columns="section"))
