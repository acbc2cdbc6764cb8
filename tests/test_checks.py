"""The identities: what passes, what fails, what cannot be decided."""

from random import Random

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layouts import random_form
from reportkit import FrameError, Report, check, failures, rules
from reportkit.checks import FINDINGS, edit_matrix, identities
from reportkit.matrix import position
from support import KEY, a_form, change, forms, read_text


def test_there_are_43_identities_over_226_cells() -> None:
    """And seven for 其他处理 printed as one row and as three at once."""
    count = pd.Series([identity.rule for identity in identities()]).value_counts()
    assert count.to_dict() == {"R3": 26, "R2": 7 + 7, "R1": 7, "R4": 3}
    assert edit_matrix().shape == (43 + 7, 226)


@pytest.mark.parametrize(
    ("edition", "single", "count"), [("2021", False, 42), ("2021", True, 40), ("2019", True, 40)]
)
def test_a_form_is_held_to_its_own_identities(edition: str, single: bool, count: int) -> None:
    findings = check(a_form({}, edition, single))
    assert len(findings) == count
    assert set(findings["status"]) == {"pass"}


def test_the_bundled_report_passes_all(xiuwu: Report) -> None:
    findings = check(xiuwu.cells)
    assert findings["status"].value_counts().to_dict() == {"pass": 42}
    assert set(findings["status_blank_as_zero"]) == {"pass"}


def test_all_clear_is_no_rows_with_the_same_columns(xiuwu: Report) -> None:
    clear = failures(check(xiuwu.cells))
    assert len(clear) == 0
    assert {name: str(dtype) for name, dtype in clear.dtypes.items()} == FINDINGS
    none = check(xiuwu.cells.iloc[:0])
    assert len(none) == 0
    assert list(none.columns) == list(FINDINGS)


@settings(max_examples=25, deadline=None)
@given(forms(), st.data())
def test_a_valid_form_passes_and_one_wrong_cell_fails_exactly_its_rules(
    cells: pd.DataFrame, data: st.DataObject
) -> None:
    assert set(check(cells)["status"]) == {"pass"}
    at = data.draw(st.integers(0, len(cells) - 1))
    wrong = cells.assign(
        value=cells["value"].where(np.arange(len(cells)) != at, cells["value"] + 1)
    )
    address = tuple(cells[KEY].iloc[at])
    printed = {tuple(key) for key in cells[KEY].itertuples(index=False)}
    holding = {
        (identity.rule, *identity.stated)
        for identity, row in zip(identities(), edit_matrix(), strict=True)
        if row[position()[address]] and identity.stated in printed
        and any(term in printed for _, term in identity.terms)
    }  # fmt: skip
    failed = failures(check(wrong))
    assert set(failed[["rule", *KEY]].itertuples(index=False, name=None)) == holding
    assert bool(holding) == (address[0] != "disclosure")


def test_changing_any_figure_of_the_report_fails_exactly_the_checks_that_hold_it(
    xiuwu: Report, xiuwu_text: str
) -> None:
    lines = xiuwu_text.split("\n")
    for cell in xiuwu.cells.to_dict("records"):
        line, field = (int(part.split()[1]) - 1 for part in cell["source"].split(", "))
        fields = lines[line].split("\t")
        fields[field] = str(int(fields[field]) + 5)
        copy = read_text("\n".join([*lines[:line], "\t".join(fields), *lines[line + 1 :]]))
        address = f"{cell['table']}.{cell['item']}.{cell['column']}"
        findings = check(copy.cells)
        holding = findings["cells"].str.split().map({address}.intersection).astype(bool)
        assert (holding == (findings["status"] == "fail")).all(), address
        assert holding.any() == (cell["table"] != "disclosure")


def test_the_finding_stands_at_the_total_and_says_what_is_printed(xiuwu: Report) -> None:
    failed = failures(check(change(xiuwu.cells, "granted", "natural_person", 9)))
    shown = failed[["rule", "item", "column", "stated", "computed", "difference"]]
    assert shown.to_numpy().tolist() == [
        ["R2", "outcomes_total", "natural_person", 7, 9, -2],
        ["R3", "granted", "total", 8, 10, -2],
    ]
    assert failed["message_en"].iloc[0] == (
        "Total outcomes × Natural persons 7 ≠ Granted in full 9 (adds up to 9)"
    )
    assert failed["message_zh"].iloc[1] == (
        "「予以公开」×「总计」 8 ≠ 「自然人」 9 + 「商业企业」 1（合计 10）"
    )
    assert failed["cells"].iloc[1].split()[:2] == [
        "requests.granted.total", "requests.granted.natural_person",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "valid", "invalid"),
    [
        ("R1", {("requests", "received", "total"): 3, ("requests", "carried_out", "total"): 3},
         {("requests", "received", "total"): 3, ("requests", "carried_out", "total"): 2}),
        ("R2", {("requests", "denied_deliberative", "research"): 2, ("requests", "outcomes_total", "research"): 2},
         {("requests", "denied_deliberative", "research"): 2}),
        ("R3", {("requests", "granted", "research"): 2, ("requests", "granted", "total"): 2},
         {("requests", "granted", "research"): 2, ("requests", "granted", "total"): 20}),
        ("R4", {("review", "reconsideration", "upheld"): 2, ("review", "reconsideration", "total"): 2},
         {("review", "reconsideration", "upheld"): 2, ("review", "reconsideration", "total"): 0}),
    ],
)  # fmt: skip
def test_each_rule_has_a_valid_an_invalid_and_an_undecided_case(
    rule: str, valid: dict, invalid: dict
) -> None:
    def of_rule(cells: pd.DataFrame) -> list[str]:
        findings = check(cells)
        named = findings["rule"] == rule
        here = pd.Series(False, index=findings.index)
        for address in valid:
            here |= findings["cells"].str.contains(".".join(address), regex=False)
        return sorted(findings.loc[named & here, "status"].unique())

    assert of_rule(a_form(valid, "2021", False)) == ["pass"]
    assert "fail" in of_rule(a_form(invalid, "2021", False))
    _, item, column = next(iter(valid))
    assert "undecided" in of_rule(change(a_form(valid, "2021", False), item, column, None, "blank"))


@pytest.mark.parametrize(
    ("state", "as_zero"),
    [("blank", "pass"), ("dash", "pass"), ("text", "undecided"), ("absent", "undecided")],
)
def test_only_blank_and_dash_may_be_read_as_zero(xiuwu: Report, state: str, as_zero: str) -> None:
    findings = check(change(xiuwu.cells, "denied_state_secret", "research", None, state))
    unsure = findings[findings["status"] == "undecided"]
    assert sorted(unsure["rule"]) == ["R2", "R3"]
    assert set(unsure["status_blank_as_zero"]) == {as_zero}
    assert len(failures(findings)) == 0


def test_a_blank_total_is_told_with_the_value_it_implies(xiuwu: Report) -> None:
    findings = check(change(xiuwu.cells, "granted", "total", None, "blank"))
    told = findings[(findings["rule"] == "R3") & (findings["item"] == "granted")].iloc[0]
    assert told["status"] == "undecided"
    assert told["status_blank_as_zero"] == "fail"
    assert pd.isna(told["stated"])
    assert told["computed"] == 8
    assert "（空白）" in told["message_zh"]


def test_other_handling_printed_both_ways_is_counted_once() -> None:
    kinds = {("requests", item, column): 4.0
             for item in ("other", "other_other", "outcomes_total", "carried_out", "received")
             for column in ("natural_person", "total")}  # fmt: skip
    kinds |= {("requests", "received", column): 8.0 for column in ("natural_person", "total")}
    both = pd.concat([a_form(kinds, "2021", False), a_form(kinds, "2021", True)])
    both = both.drop_duplicates(KEY).reset_index(drop=True)
    findings = check(both)
    assert set(findings["status"]) == {"pass"}
    assert len(findings) == 42 + 7 + 1
    failed = failures(check(change(both, "other", "natural_person", 5)))
    assert failed[["rule", "item"]].to_numpy().tolist() == [["R2", "other"], ["R3", "other"]]


def test_reports_are_checked_each_for_itself(xiuwu: Report) -> None:
    wrong = change(xiuwu.cells, "received", "total", 11).assign(report="b-2023", issuer="b")
    findings = check(pd.concat([xiuwu.cells, wrong]))
    assert findings.groupby("report", sort=False).size().to_dict() == {xiuwu.id: 42, "b-2023": 42}
    assert set(failures(findings)["report"]) == {"b-2023"}


def test_a_frame_that_is_none_of_cells_is_refused(xiuwu: Report) -> None:
    with pytest.raises(FrameError, match="lacks the column value"):
        check(xiuwu.cells.drop(columns="value"))
    with pytest.raises(FrameError, match="2 rows hold cells that stand twice"):
        check(pd.concat([xiuwu.cells, xiuwu.cells.iloc[[0]]]))
    with pytest.raises(FrameError, match="addresses that no form has"):
        check(xiuwu.cells.assign(item="x"))


def test_rules_are_described() -> None:
    codes = "R1 R2 R3 R4 X0 X1 X2 X3 P1 C1 B1 O1 F1 F2 F3 F4 F5 S1".split()
    assert rules()["code"].tolist() == codes
    assert (rules() != "").all(axis=None)
    fails = rules().loc[rules()["severity"] == "fail", "code"].tolist()
    assert fails == ["R1", "R2", "R3", "R4", "X1", "X3", "P1", "C1"]


def test_a_thousand_random_valid_forms_pass_everything() -> None:
    rng = Random(20)
    frames = []
    for at in range(1000):
        made = random_form(rng, oddities=("big",) if at % 3 == 0 else ())
        values = {address: float(text) for address, text in made.printed.items()}
        one = a_form(values, made.edition, made.single_other)
        frames.append(one.assign(report=f"{at}", issuer=f"{at}"))
    findings = check(pd.concat(frames, ignore_index=True))
    assert set(findings["status"]) == {"pass"}
    assert set(findings.groupby("report").size()) == {40, 42}
    key = ["report", "rule", "table", "item", "column", "place"]
    assert not findings.duplicated(key).any()
