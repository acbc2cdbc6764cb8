"""Items disclosed through the website and social media, where the prose counts them."""

import pandas as pd
import pytest

from reportkit import Report, indicators, stated_figures

WEB, SOCIAL = "website_items", "social_media_items"


def told(text: str) -> list[tuple[float, str]]:
    """Return the figures of a sentence that are items of a channel."""
    narrative = pd.DataFrame(
        [("a-2023", 1, "", 1, text, "line 1")],
        columns=["report", "section", "subsection", "order", "text", "source"],
    )
    rows = stated_figures(narrative)
    own = rows[rows["item"].isin([WEB, SOCIAL])]
    assert own[["table", "column", "base", "change"]].isna().all(axis=None)
    return [(float(value), item) for value, item in zip(own["value"], own["item"], strict=True)]


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("全年通过政府网站发布信息1.2万条。", [(12000, WEB)]),
        ("甲县人民政府门户网站累计更新各类政务信息4567条。", [(4567, WEB)]),
        ("其中，门户网站公开3400条信息，政务新媒体推送信息890条。", [(3400, WEB), (890, SOCIAL)]),
        ("通过局门户网站发布信息345篇。", [(345, WEB)]),
        ("市政府官网公布政府信息２０条。", [(20, WEB)]),
        ("政府门户网站公开政府信息数量达3,456条。", [(3456, WEB)]),
        ("利用“两微一端”发布信息780条。", [(780, SOCIAL)]),
        ("官方微博、微信等新媒体平台推送信息1200余条。", [(1200, SOCIAL)]),
    ],
)
def test_items_of_a_channel_are_told(text: str, items: list[tuple[float, str]]) -> None:
    assert told(text) == items


@pytest.mark.parametrize(
    "text",
    [
        "通过政府网站、政务新媒体公开信息500条。",  # two together
        "通过微信公众号和政府网站发布信息500条。",
        "政务微信公众号发布信息300条。",  # one platform of several
        "各部门网站发布信息500条。",  # of others
        "教育局网站公开信息12条。",
        "乡镇政府网站公开信息99条。",
        "在中国政府网发布信息3条。",
        "政府网站发布政策解读12条。",  # one kind of items
        "县政府网站重点领域专栏发布信息20条。",  # a part of the site
        "去年县政府网站公开信息100条。",
        "县政府网站公开信息同比增加100条。",
        "整改县政府网站发布信息12条。",  # another act
        "政府网站浏览量3400次，独立用户300个。",
        "县政府网站公开信息占80%。",
    ],
)
def test_what_is_no_total_of_a_channel_has_no_item(text: str) -> None:
    assert told(text) == []


def test_they_are_indicators_of_the_report_that_states_them(xiuwu: Report) -> None:
    table = indicators(xiuwu.cells, stated=stated_figures(xiuwu)).set_index("indicator")
    assert table.loc[[WEB, SOCIAL, "processing_fee"], "value"].tolist() == [3400, 2900, 0]
    assert (table.loc[[WEB, SOCIAL], "note"] == "").all()
    assert table.loc[WEB, ["low", "high", "denominator"]].isna().all()


def test_two_counts_of_one_channel_are_none(xiuwu: Report) -> None:
    twice = pd.concat(
        [
            stated_figures(xiuwu),
            stated_figures(xiuwu).query("item == @WEB").assign(value=3500.0),
        ]
    )
    row = indicators(xiuwu.cells, stated=twice).set_index("indicator").loc[WEB]
    assert pd.isna(row["value"])
    assert row["note"] == "stated as 3400, 3500"


def test_long_clauses_are_read_in_one_way() -> None:
    """Words that could be parted in many ways would take for ever."""
    for clause in (
        "数量" * 40,
        "县" * 80,
        "、" * 80,
        "网站" * 40,
        "微信、" * 26 + "新媒体信息" * 9,
    ):
        assert told(clause * 20 + "12条。") == []
