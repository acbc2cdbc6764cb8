"""The form as data, and labels that never pass for one another."""

from itertools import combinations

import pytest
from rapidfuzz import fuzz

from reportkit import codebook, match_labels
from reportkit.codebook import (
    FUZZY_MARGIN,
    FUZZY_MIN_LENGTH,
    FUZZY_THRESHOLD,
    form,
    items,
    match_label,
    union_form,
)
from reportkit.codebook.labels import _dictionary


@pytest.mark.parametrize(
    ("edition", "single", "cells"), [("2021", False, 200), ("2021", True, 186), ("2019", True, 198)]
)
def test_a_full_form_has_its_cells(edition: str, single: bool, cells: int) -> None:
    assert (
        len(codebook().form(edition, single_other=single))
        == cells
        == len(set(form(edition, single)))
    )


def test_the_union_of_all_forms_has_226_cells() -> None:
    assert len(union_form()) == 226 == len(set(union_form()))


def test_amounts_are_counted_in_ten_thousand_yuan() -> None:
    units = codebook().form("2021").set_index(["item", "column"])["unit"]
    assert units["fees", "amount"] == "万元"
    assert set(units.drop(("fees", "amount"))) == {"件"}


def test_an_unknown_edition_is_refused() -> None:
    with pytest.raises(ValueError, match="2019, 2021"):
        codebook().form("2014")


def test_two_labels_of_the_form_never_pass_for_one_another() -> None:
    """A fuzzy match must be out of reach of every label that the form or an alias has."""
    long = {key: matches for key, matches in _dictionary().items() if len(key) >= FUZZY_MIN_LENGTH}
    worst = max(
        fuzz.ratio(a, b)
        for (a, first), (b, second) in combinations(long.items(), 2)
        if not {(m.kind, m.code) for m in first} & {(m.kind, m.code) for m in second}
        and {m.kind == "section" for m in first} == {m.kind == "section" for m in second}
    )
    assert worst < FUZZY_THRESHOLD - 2
    assert FUZZY_MARGIN > 0


@pytest.mark.parametrize("key", sorted(items()))
def test_every_label_matches_its_own_item(key: tuple[str, str]) -> None:
    label = items()[key].label_zh.split("：")[-1]
    assert key in {(m.table, m.code) for m in match_label(label) if m.kind == "item"}


@pytest.mark.parametrize(
    ("label", "code"),
    [
        ("2.其他法律行政止公开", "denied_prohibited_by_law"),
        ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "partly_granted"),
        ("4、保护第三方合法权益", "denied_third_party"),
        ("3. 危及 “三安全一稳定”", "denied_security_stability"),
        ("规范性文件", "normative_documents"),
        ("5.要求行政机关确认或重 新出具\n已获取信息", "not_processed_reissue"),
    ],
)
def test_a_label_as_printed_is_matched(label: str, code: str) -> None:
    assert match_labels([label])["code"].tolist() == [code]


@pytest.mark.parametrize(
    "label",
    ["其他主动公开文件", "不公开", "信访", "本年收到政府公文数量", "行政奖励", "行政确认", ""],
)
def test_a_label_that_is_not_on_the_form_matches_nothing(label: str) -> None:
    assert match_labels([label])["code"].isna().all()


def test_other_stands_for_several() -> None:
    kinds = match_labels(["其他"])
    assert set(zip(kinds["kind"], kinds["table"], kinds["code"], strict=True)) == {
        ("item", "requests", "other_other"), ("item", "requests", "other"),
        ("column", "requests", "other_organisation"), ("column", "review", "other"),
    }  # fmt: skip
