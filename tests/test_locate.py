"""Who is to blame: simulations of errors, held against the truth and against enumeration."""

from itertools import combinations, product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from many_forms import FORMS, Forms, many_forms
from reportkit import FrameError, Report, check, failures, locate
from reportkit.checks.hints import Printed, hints
from reportkit.checks.locate import LOCATED
from reportkit.checks.solve import MAX_CELLS, failing, search, solve
from reportkit.codebook import Address
from reportkit.matrix import position, to_matrix
from support import KEY, a_form, change, forms

Named = frozenset[tuple[Address, int]]


def spoil(
    rng: np.random.Generator, source: Forms, table: str, wrong: int, most: int | None = None
) -> tuple[pd.DataFrame, list[Named], np.ndarray]:
    """Change some cells of each report to other whole numbers ≥ 0; return also the truth.

    With `most` the figures slip by at most as much; without, any figure below 1,000 is as likely.
    """
    printed, truths = source.values.copy(), []
    places = source.of_table(table)
    for row, values in enumerate(printed):
        cells = rng.choice(places, wrong, replace=False)
        for cell in cells:
            old, new = values[cell], values[cell]
            while new == old:
                new = rng.integers(1000) if most is None else old + rng.integers(-most, most + 1)
                new = max(new, 0)
            values[cell] = new
        truths.append(
            frozenset((source.addresses[cell], int(source.values[row, cell])) for cell in cells)
        )
    return source.cells(printed), truths, printed


def solutions(located: pd.DataFrame) -> dict[str, list[Named]]:
    """Return the solutions of each report, best first; of reports with one component."""
    found: dict[str, list[Named]] = {}
    for (report, _), cells in located.groupby(["report", "solution"], sort=True):
        named = zip(cells["table"], cells["item"], cells["column"], cells["should_be"], strict=True)
        found.setdefault(report, []).append(frozenset((each[:3], each[3]) for each in named))
    return found


def ids(count: int) -> list[str]:
    return [f"r{row:05d}" for row in range(count)]


def unique(located: pd.DataFrame) -> pd.Series:
    return located.groupby("report")["unique"].all()


# --- simulations ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("edition", "single"), FORMS)
def test_a_thousand_valid_forms_pass_and_one_wrong_request_cell_is_named(
    edition: str, single: bool
) -> None:
    """No two cells stand in the same identities, so this is no matter of luck: all are named."""
    rng = np.random.default_rng(1976)
    source = many_forms(rng, 334, edition, single)
    assert set(check(source.cells())["status"]) == {"pass"}
    assert len(locate(source.cells())) == 0
    cells, truths, _ = spoil(rng, source, "requests", 1)
    located = locate(cells)
    assert solutions(located) == {f"r{i:05d}": [truth] for i, truth in enumerate(truths)}
    assert located["unique"].all()
    assert set(located["status"]) == {"complete"}


@pytest.mark.parametrize(("edition", "single"), FORMS)
def test_every_request_cell_is_named_when_it_is_wrong_by_one(edition: str, single: bool) -> None:
    source = many_forms(np.random.default_rng(1), 1, edition, single)
    places = source.of_table("requests")
    source = Forms(edition, source.addresses, np.repeat(source.values, len(places), axis=0))
    printed = source.values.copy()
    printed[range(len(places)), places] += 1
    located = locate(source.cells(printed))
    assert _addresses(located) == [source.addresses[place] for place in places]
    assert located["unique"].all()


@pytest.mark.parametrize("most", [None, 3], ids=["any figure", "small slips"])
@pytest.mark.parametrize(("edition", "single"), FORMS)
def test_two_wrong_request_cells_come_back_unless_their_errors_are_equal(
    edition: str, single: bool, most: int | None
) -> None:
    """Two cells are never explained by one; another pair explains them when both err alike."""
    rng = np.random.default_rng(1976)
    count = 70
    source = many_forms(rng, count, edition, single)
    cells, truths, printed = spoil(rng, source, "requests", 2, most)
    located = locate(cells)
    found, alone = solutions(located), unique(located)
    errors = np.abs(printed - source.values)
    equal = np.array([len(set(row[row > 0])) == 1 for row in errors])
    for report, truth, alike in zip(ids(count), truths, equal, strict=True):
        assert truth in found[report]
        assert alone[report] == (len(found[report]) == 1)
        assert alone[report] or alike
    if most is None:
        first = [
            found[report][0] == truth for report, truth in zip(ids(count), truths, strict=True)
        ]
        assert np.mean(first) >= 0.95
        assert alone.mean() >= 0.95


@pytest.mark.parametrize("across", [True, False], ids=["within a row", "within a column"])
def test_errors_that_compensate_cannot_be_told_apart(across: bool) -> None:
    """Any row (column) whose figures are large enough might hold the two; an exchange comes first."""
    source = many_forms(np.random.default_rng(3), 20, "2021", False)
    pair = ([("granted", "natural_person"), ("granted", "commercial")] if across else
            [("granted", "natural_person"), ("partly_granted", "natural_person")])  # fmt: skip
    a, b = (source.place("requests", *each) for each in pair)
    differ = source.values[:, a] != source.values[:, b]
    source = Forms(source.edition, source.addresses, source.values[differ])
    printed = source.values.copy()
    printed[:, [a, b]] = printed[:, [b, a]]
    located = locate(source.cells(printed))
    assert unique(located).mean() < 0.2
    for row, found in enumerate(solutions(located).values()):
        truth = frozenset((source.addresses[at], int(source.values[row, at])) for at in (a, b))
        assert found[0] == truth
    assert set(located.loc[located["solution"] == 1, "hint"]) == {"exchanged"}


def test_a_wrong_review_cell_is_among_the_candidates_of_its_row() -> None:
    rng = np.random.default_rng(1976)
    source = many_forms(rng, 500, "2021", False)
    cells, truths, _ = spoil(rng, source, "review", 1)
    located = locate(cells)
    found, alone = solutions(located), unique(located)
    for report, truth in zip(ids(500), truths, strict=True):
        assert truth in found[report]
        assert alone[report] == (len(found[report]) == 1)
    assert located.groupby("report")["item"].nunique().max() == 1
    assert 0 < alone.mean() < 1


def test_with_cells_unknown_the_truth_is_still_among_the_answers() -> None:
    """What is blank demands nothing and is never named; what is left may be less certain."""
    rng = np.random.default_rng(1976)
    count = 300
    source = many_forms(rng, count, "2021", False)
    cells, truths, _ = spoil(rng, source, "requests", 1)
    hidden = rng.random(len(cells)) < rng.choice([0.01, 0.05, 0.2], count).repeat(200)
    state = np.where(hidden, rng.choice(["blank", "dash", "text", "absent"], len(cells)), "number")
    cells = cells.assign(value=cells["value"].mask(hidden), state=state)
    located = locate(cells)
    assert set(located["report"]) == set(failures(check(cells))["report"])
    found, alone = solutions(located), unique(located)
    assert 50 < len(found) < count
    assert 0 < alone.mean() < 1
    for report, truth in zip(ids(count), truths, strict=True):
        assert report not in found or truth in found[report]
    states = located.merge(cells, on=["report", *KEY])["state"]
    assert set(states) == {"number"}


# --- against enumeration ----------------------------------------------------------------------------

SMALL = ("received", "carried_in", "granted", "outcomes_total", "carried_out")
HEADS = ("natural_person", "commercial", "total")
CEILING = 18


def small_forms(rng: np.random.Generator, wrong: int) -> tuple[pd.DataFrame, np.ndarray]:
    """Return a form of five rows and three columns with errors, and its values."""
    parts = rng.integers(0, 3, (5, 2))
    parts[3] = parts[2]
    parts[0] = np.maximum(parts[3] + parts[4] - parts[1], 0)
    parts[1] = parts[3] + parts[4] - parts[0]
    values = np.column_stack([parts, parts.sum(axis=1)]).ravel()
    for cell in rng.choice(15, wrong, replace=False):
        values[cell] = (values[cell] + rng.integers(1, 4)) if rng.random() < 0.7 else 0
    rows = dict(zip(product(["requests"], SMALL, HEADS), map(float, values), strict=True))
    cells = a_form(rows, "2021", False)
    own = [tuple(key) in rows for key in cells[KEY].itertuples(index=False)]
    return cells[own].reset_index(drop=True), values


def enumerated(values: np.ndarray, size: int, ceiling: int) -> set[Named]:
    """Try every set of cells with every value: nothing here comes from the package."""
    addresses = list(product(["requests"], SMALL, HEADS))
    found = set()
    tries = np.array(list(product(range(ceiling + 1), repeat=size)))
    for cells in combinations(range(15), size):
        form = np.repeat(values[None], len(tries), axis=0)
        form[:, cells] = tries
        form = form.reshape(-1, 5, 3)
        holds = (form[..., 0] + form[..., 1] == form[..., 2]).all(axis=1)
        holds &= (form[:, 0] + form[:, 1] == form[:, 3] + form[:, 4]).all(axis=1)
        holds &= (form[:, 2] == form[:, 3]).all(axis=1)
        # A cell that keeps its figure is not changed.
        holds &= (tries != values[list(cells)]).all(axis=1)
        for each in tries[holds]:
            pairs = zip(cells, each, strict=True)
            found.add(frozenset((addresses[cell], int(value)) for cell, value in pairs))
    return found


@pytest.mark.parametrize("wrong", [1, 2, 3, 4])
def test_all_answers_are_those_that_enumeration_finds(wrong: int) -> None:
    rng = np.random.default_rng(wrong)
    sizes = set()
    for _ in range(12):
        cells, values = small_forms(rng, wrong)
        located = locate(cells)
        if located.empty:
            assert enumerated(values, 0, 0)
            continue
        found = {answer for answers in solutions(located).values() for answer in answers}
        size = len(next(iter(found)))
        sizes.add(size)
        for fewer in range(1, min(size, 3)):
            assert not enumerated(values, fewer, CEILING)
        if size <= 2:
            assert found == enumerated(values, size, CEILING)
        elif size == 3 and set(located["status"]) == {"complete"}:
            low = 5
            assert {a for a in found if max(v for _, v in a) <= low} == enumerated(values, 3, low)
    assert len(sizes) >= min(wrong, 2)


@pytest.mark.parametrize("wrong", [1, 2])
def test_highs_and_the_closed_form_find_the_same(wrong: int) -> None:
    rng = np.random.default_rng(5)
    source = many_forms(rng, 6, "2021", True)
    cells, _, _ = spoil(rng, source, "requests", wrong, 4)
    for group in failing(to_matrix(cells)):
        for row, answer in enumerate(solve(group)):
            slow = search(group.component, group.values[row], group.no_count[row])
            assert answer.status == slow.status == "complete"
            assert sorted(answer.solutions) == sorted(slow.solutions)


# --- what is found, in words ------------------------------------------------------------------------


def test_the_review_totals_of_hongze_2023() -> None:
    """Printed 10, 1, 0, 0 = 0 and 5, 0, 0, 0 = 0; no part can make up for the first."""
    cells = a_form(
        {("review", "reconsideration", "upheld"): 10,
         ("review", "reconsideration", "corrected"): 1,
         ("review", "litigation_after_reconsideration", "upheld"): 5},
        "2021", True,
    )  # fmt: skip
    located = locate(cells)
    shown = located[
        ["component", "solution", "item", "column", "value", "should_be", "unique", "hint"]
    ]
    assert shown.to_numpy().tolist() == [
        [1, 1, "reconsideration", "total", 0.0, 11, True, "total_not_filled"],
        [2, 1, "litigation_after_reconsideration", "total", 0.0, 5, False, "total_not_filled"],
        [2, 2, "litigation_after_reconsideration", "upheld", 5.0, 0, False, ""],
    ]
    assert located["message_zh"].iloc[0] == "「行政复议」×「总计」 0 → 11：或是合计没有填写"
    assert located["message_en"].iloc[1] == (
        "Litigation after reconsideration × Total 0 → 5: perhaps the total was not filled in"
    )


def test_wrong_tables_are_answered_each_for_itself(xiuwu: Report) -> None:
    cells = change(xiuwu.cells, "granted", "total", 9)
    cells = change(cells, "reconsideration", "pending", 1)
    cells = change(cells, "rules", "issued", 99)
    located = locate(cells)
    assert located.loc[
        located["table"] == "requests", ["component", "item", "should_be", "unique"]
    ].to_numpy().tolist() == [[1, "granted", 8, True]]
    assert set(located.loc[located["component"] == 2, "item"]) == {"reconsideration"}
    assert set(located["table"]) == {"requests", "review"}
    assert located["printed"].iloc[0] == "8"  # as printed in `cells`, whatever its value became


def test_other_handling_printed_both_ways_is_counted_once() -> None:
    values = {("requests", item, column): 4.0
              for item in ("other", "other_other", "outcomes_total", "received")
              for column in ("natural_person", "total")}  # fmt: skip
    both = pd.concat([a_form(values, "2021", False), a_form(values, "2021", True)])
    both = both.drop_duplicates(KEY).reset_index(drop=True)
    assert len(locate(both)) == 0
    for item in ("other", "other_other", "outcomes_total"):
        located = locate(change(both, item, "natural_person", 5))
        assert _addresses(located) == [("requests", item, "natural_person")]
        assert located["unique"].all()


@pytest.mark.parametrize(("value", "hint"), [(-7.0, "sign"), (0.7, "scale"), (7.5, "no_count")])
def test_a_figure_that_is_no_count_is_always_changed(
    xiuwu: Report, value: float, hint: str
) -> None:
    located = locate(change(xiuwu.cells, "granted", "natural_person", value))
    assert _addresses(located) == [("requests", "granted", "natural_person")]
    assert located["should_be"].tolist() == [7]
    assert located["hint"].tolist() == [hint]
    assert located["unique"].all()


def test_a_figure_that_is_no_count_is_changed_beside_another_error(xiuwu: Report) -> None:
    cells = change(xiuwu.cells, "granted", "natural_person", -1)
    located = locate(change(cells, "received", "total", 77))
    assert set(_addresses(located)) == {
        ("requests", "granted", "natural_person"), ("requests", "received", "total"),
    }  # fmt: skip
    row = {("review", "reconsideration", column): value
           for column, value in {"upheld": 2.5, "corrected": 1, "total": 4}.items()}  # fmt: skip
    located = locate(a_form(row, "2021", False))
    assert located[["column", "should_be", "unique"]].to_numpy().tolist() == [["upheld", 3, True]]


@pytest.mark.parametrize("size", [10**9, 10**12, 10**14])
def test_large_figures_are_located_exactly(size: int) -> None:
    rng = np.random.default_rng(2)
    source = many_forms(rng, 10, "2021", False)
    large = Forms(source.edition, source.addresses, source.values * (size // 10**5))
    for wrong in (1, 2, 3):
        printed = large.values.copy()
        cells = rng.choice(source.of_table("requests"), wrong, replace=False)
        printed[:, cells] += rng.integers(1, size, wrong)
        found = solutions(locate(large.cells(printed)))
        for row, report in enumerate(ids(10)):
            truth = frozenset((large.addresses[c], int(large.values[row, c])) for c in cells)
            assert found[report] == [truth]


def test_a_small_error_beside_a_large_one_is_not_lost_in_the_tolerance() -> None:
    source = many_forms(np.random.default_rng(4), 5, "2021", False)
    printed = source.values.copy()
    wrong = [source.place("requests", *each) for each in (
        ("granted", "research"), ("unable_unclear", "legal_service"), ("carried_out", "total"))]  # fmt: skip
    printed[:, wrong] += [10**9, 1, 2]
    for row, answers in enumerate(solutions(locate(source.cells(printed))).values()):
        truth = frozenset((source.addresses[c], int(source.values[row, c])) for c in wrong)
        assert answers == [truth]


def test_a_list_of_answers_that_is_cut_says_so() -> None:
    """Two pairs of errors, each compensating within its row: any two rows might hold them."""
    source = many_forms(np.random.default_rng(3), 1, "2021", False)
    values = np.full_like(source.values, 100)
    for total, parts in source.sums():
        values[:, total] = sum(sign * values[:, place] for place, sign in parts)
    for item, columns, error in [
        ("granted", ("natural_person", "commercial"), 5),
        ("unable_not_held", ("research", "legal_service"), 7),
    ]:
        up, down = (source.place("requests", item, column) for column in columns)
        values[:, [up, down]] += [error, -error]
    located = locate(source.cells(values))
    assert set(located["status"]) == {"cut"}
    assert not located["unique"].any()
    assert located.groupby("solution").size().eq(4).all()
    assert located["solution"].max() > 1


def test_cells_that_stand_in_for_one_another_are_never_unique() -> None:
    """Both applicants' columns are undecided: 3 and 4 must both go, since the total is right."""
    cells = a_form(
        {("requests", "granted", "natural_person"): 3, ("requests", "granted", "commercial"): 4},
        "2021", False,
    )  # fmt: skip
    for column in ("natural_person", "commercial"):
        cells = change(cells, "denied_third_party", column, None, "blank")
    located = locate(cells)
    assert located[["column", "should_be", "unique", "status"]].to_numpy().tolist() == [
        ["natural_person", 0, False, "cut"], ["commercial", 0, False, "cut"],
    ]  # fmt: skip


def test_what_is_wrong_all_over_is_not_located() -> None:
    rng = np.random.default_rng(7)
    source = many_forms(rng, 2, "2021", False)
    cells, _, _ = spoil(rng, source, "requests", 60)
    located = locate(cells)
    shown = located[["report", "solution", "table", "item", "status", "unique"]]
    assert shown.to_numpy().tolist() == [
        [report, 0, "requests", "", "not located", False] for report in ids(2)
    ]
    assert located["should_be"].isna().all()
    assert str(MAX_CELLS) in located["message_en"].iloc[0]


@settings(max_examples=20, deadline=None)
@given(forms(), st.data())
def test_every_answer_makes_the_report_add_up(cells: pd.DataFrame, data: st.DataObject) -> None:
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(cells) - 1))
        figure = data.draw(st.integers(0, 10**6))
        cells = cells.assign(value=cells["value"].where(np.arange(len(cells)) != at, figure))
    located = locate(cells)
    failed = failures(check(cells))
    assert located.empty == failed.empty
    assert set(located["table"]) == set(failed["table"])
    # Components are independent: the best answers of all of them mend the report together.
    best = located[located["solution"] == 1]
    mended = cells.set_index(KEY)["value"]
    for address, value in zip(_addresses(best), best["should_be"], strict=True):
        mended[address] = value
    assert set(check(cells.assign(value=mended.to_numpy()))["status"]) == {"pass"}


def _addresses(located: pd.DataFrame) -> list[Address]:
    return list(zip(located["table"], located["item"], located["column"], strict=True))


@pytest.mark.parametrize(
    ("printed", "value", "hint"),
    [
        (21, 12, "digits_swapped"), (1320, 1230, "digits_swapped"), (110, 11, "scale"),
        (35000, 350000000, "scale"), (12, 112, "digit_lost"), (1122, 122, "digit_added"),
        (17, 11, "digit_misread"), (5, 0, ""), (5, 3, ""), (-4, 4, "sign"), (3.5, 9, "no_count"),
        (6, 1, "neighbour"),
    ],
)  # fmt: skip
def test_hints_at_single_figures(printed: float, value: int, hint: str) -> None:
    cell = position()["requests", "granted", "research"]
    values = np.zeros(226)
    values[position()["requests", "granted", "commercial"]] = 6
    values[cell] = printed
    assert Printed(values, np.zeros(226, dtype=np.int8)).hint(cell, value) == hint


def test_a_row_shifted_by_a_column_is_told_as_one_slip() -> None:
    values = np.zeros(226)
    row = [position()["requests", "granted", column]
           for column in ("natural_person", "commercial", "research")]  # fmt: skip
    values[row] = [0, 8, 3]
    printed = Printed(values, np.zeros(226, dtype=np.int8))
    assert printed.hint_together(tuple(zip(row, [8, 3, 0], strict=True))) == "shifted"
    assert printed.hint_together(tuple(zip(row, [8, 4, 0], strict=True))) == ""


def test_hints_are_described() -> None:
    assert all(
        row["label_zh"] and row["label_en"] and row["definition"] for row in hints().values()
    )
    assert all(code in (locate.__doc__ or "") for code in hints())


def test_all_clear_is_no_rows_with_the_same_columns(xiuwu: Report) -> None:
    for cells in (xiuwu.cells, xiuwu.cells.iloc[:0]):
        clear = locate(cells)
        assert len(clear) == 0
        assert {name: str(dtype) for name, dtype in clear.dtypes.items()} == LOCATED
    wrong = locate(change(xiuwu.cells, "received", "total", 3))
    assert {name: str(dtype) for name, dtype in wrong.dtypes.items()} == LOCATED
    assert not wrong.duplicated(["report", "component", "solution", *KEY]).any()


def test_a_frame_that_is_none_of_cells_is_refused(xiuwu: Report) -> None:
    with pytest.raises(FrameError, match="lacks the column value"):
        locate(xiuwu.cells.drop(columns="value"))
