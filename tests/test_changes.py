"""Changes between years, their decomposition and a body among its peers."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize
from scipy.stats import beta, betabinom, binom, gamma, nbinom, poisson
from statsmodels.stats.proportion import confint_proportions_2indep

import reportkit
from reportkit import FrameError, Report, example_panel, indicators
from reportkit.indicators import CHANGES, COMPARED, DECOMPOSED, MIN_PEERS
from reportkit.indicators.families import family_of, fit
from support import change as put
from support import forms


@pytest.fixture(scope="module")
def cells() -> pd.DataFrame:
    return example_panel().cells


@pytest.fixture(scope="module")
def changes(cells: pd.DataFrame) -> pd.DataFrame:
    return reportkit.change(cells).set_index(["report", "indicator"])


def year(cells: pd.DataFrame, year: int, edition: str = "2021", issuer: str = "a") -> pd.DataFrame:
    return cells.assign(report=f"{issuer}-{year}", issuer=issuer, year=year, edition=edition)


def test_changes_of_the_panel(changes: pd.DataFrame) -> None:
    years = changes.reset_index()[["report", "before"]].drop_duplicates()
    assert years.to_numpy().tolist() == [
        ["宿迁市人民政府-2024", "宿迁市人民政府-2023"],
        ["宿迁市人民政府-2025", "宿迁市人民政府-2024"],
        ["淮安市洪泽区人民政府-2024", "淮安市洪泽区人民政府-2023"],
    ]
    assert changes["comparable"].all()
    fees = changes.loc[("宿迁市人民政府-2024", "fees")]
    assert fees["ratio"] == pytest.approx(72701.2578 / 59237.2449)
    assert fees[["ratio_low", "difference_low"]].isna().all()
    absent = changes.loc[("宿迁市人民政府-2025", "share_disclosed")]
    assert absent[["value", "difference", "ratio"]].isna().all()
    assert changes.loc[("宿迁市人民政府-2025", "received"), "difference"] == 3830 - 3525


def test_points_by_hand_and_by_reference(changes: pd.DataFrame) -> None:
    """洪泽 2023 4 of 21, 2024 59 of 95: the square-and-add of Newcombe (1998), method 10."""
    row = changes.loc[("淮安市洪泽区人民政府-2024", "share_disclosed")]
    assert row["difference"] == pytest.approx(100 * (59 / 95 - 4 / 21))
    assert row["difference_unit"] == "percentage points"
    z = 1.959963985

    def wilson(k: int, n: int) -> tuple[float, float]:
        centre, half = k + z * z / 2, z * np.sqrt(k * (n - k) / n + z * z / 4)
        return (centre - half) / (n + z * z), (centre + half) / (n + z * z)

    (low, high), (low_0, high_0) = wilson(59, 95), wilson(4, 21)
    p, p_0 = 59 / 95, 4 / 21
    ends = (
        p - p_0 - np.hypot(p - low, high_0 - p_0),
        p - p_0 + np.hypot(p_0 - low_0, high - p),
    )
    assert (row["difference_low"], row["difference_high"]) == pytest.approx(
        (100 * ends[0], 100 * ends[1])
    )
    assert ends == pytest.approx(confint_proportions_2indep(59, 95, 4, 21, method="newcomb"))
    assert pd.isna(row["ratio"])


def test_ratios_by_reference(changes: pd.DataFrame) -> None:
    """At its ends the exact interval leaves the count a tail of 2.5 % under the binomial."""
    row = changes.loc[("宿迁市人民政府-2024", "reconsideration")]
    assert row["ratio"] == pytest.approx(170 / 440)
    for end, tail in ((row["ratio_low"], binom.sf(169, 610, row["ratio_low"] / (1 + row["ratio_low"]))),
                      (row["ratio_high"], binom.cdf(170, 610, row["ratio_high"] / (1 + row["ratio_high"])))):  # fmt: skip
        assert tail == pytest.approx(0.025), end
    rate = changes.loc[("宿迁市人民政府-2024", "reconsideration_per_100")]
    scale = 3486 / 3521
    assert rate[["ratio", "ratio_low", "ratio_high"]].tolist() == pytest.approx(
        [scale * row[name] for name in ("ratio", "ratio_low", "ratio_high")]
    )


def test_nothing_before_gives_no_ratio(changes: pd.DataFrame) -> None:
    row = changes.loc[("淮安市洪泽区人民政府-2024", "litigation_direct")]
    assert row["difference"] == 1
    assert row[["ratio", "ratio_low", "ratio_high"]].isna().all()
    gone = changes.loc[("淮安市洪泽区人民政府-2024", "normative_repealed")]
    assert gone[["ratio", "ratio_low"]].tolist() == [0, 0]
    assert gone["ratio_high"] == pytest.approx((1 / 0.025) ** (1 / 5) - 1)


def test_doubtful_figures_are_told(changes: pd.DataFrame) -> None:
    row = changes.loc[("淮安市洪泽区人民政府-2024", "reconsideration")]
    assert row["note"] == "2023: does not add up"


def test_a_series_breaks_where_the_definition_does(cells: pd.DataFrame) -> None:
    """上海 2019 beside a later year of the 2021 edition: requests go on, documents do not."""
    old = cells[cells["edition"] == "2019"].assign(year=2020)
    new = year(cells[cells["report"] == "修武县人民政府-2023"], 2021, issuer=old["issuer"].iloc[0])
    table = reportkit.change(pd.concat([new, old])).set_index("indicator")
    assert table.loc["received", "comparable"]
    assert table.loc["received", "difference"] == 10 - 859
    broken = table[~table["comparable"]]
    assert set(broken.index) == {
        "normative_issued", "normative_repealed", "normative_in_force", "normative_turnover", "fees",
    }  # fmt: skip
    assert set(broken["why"]) == {"the 2019 edition has no such figure"}
    assert broken[["value_before", "difference", "ratio"]].isna().all(axis=None)
    assert (broken[["edition_before", "edition"]] == ["2019", "2021"]).all(axis=None)


def test_a_missing_year_breaks_the_series(xiuwu: Report) -> None:
    table = reportkit.change(pd.concat([year(xiuwu.cells, 2021), year(xiuwu.cells, 2024)]))
    assert set(table["why"]) == {"no single report of 2022, 2023"}
    assert not table["comparable"].any()
    assert table[["difference", "ratio"]].isna().all(axis=None)
    assert table["value_before"].notna().any()


def test_two_reports_of_one_year_are_told(xiuwu: Report) -> None:
    twin = year(xiuwu.cells, 2023).assign(report="a-2023-b")
    every = [year(xiuwu.cells, 2022), year(xiuwu.cells, 2023), twin, year(xiuwu.cells, 2024)]
    table = reportkit.change(pd.concat(every))
    why = table.groupby("report", sort=False)["why"].unique().map(list).to_dict()
    assert why == {
        "a-2023": ["several reports of 2023"],
        "a-2023-b": ["several reports of 2023"],
        "a-2024": ["no single report of 2023"],
    }
    nameless = year(xiuwu.cells, 2022).assign(issuer=None)
    assert set(reportkit.change(nameless)["why"]) == {"issuer or year not known"}


def test_nothing_to_compare_gives_no_rows(xiuwu: Report) -> None:
    for table, names in ((reportkit.change(xiuwu.cells), CHANGES),
                         (reportkit.decompose(xiuwu.cells), DECOMPOSED)):  # fmt: skip
        assert table.empty
        assert {name: str(dtype) for name, dtype in table.dtypes.items()} == names


@settings(max_examples=15, deadline=None)
@given(forms(), forms())
def test_changes_hold_their_intervals_and_no_order(one: pd.DataFrame, two: pd.DataFrame) -> None:
    both = pd.concat(
        [year(one, 2023, one["edition"].iloc[0]), year(two, 2024, two["edition"].iloc[0])]
    )
    table = reportkit.change(both)
    assert {name: str(dtype) for name, dtype in table.dtypes.items()} == CHANGES
    for name in ("difference", "ratio"):
        known = table.dropna(subset=[name, f"{name}_low"])
        assert (known[f"{name}_low"] <= known[name]).all()
        assert (known[name] <= known[f"{name}_high"]).all()
        assert table.loc[~table["comparable"], name].isna().all()
    shuffled = reportkit.change(both.sample(frac=1, random_state=1))
    pd.testing.assert_frame_equal(shuffled, table)
    parts = reportkit.decompose(both)
    assert {name: str(dtype) for name, dtype in parts.dtypes.items()} == DECOMPOSED
    total, kinds = parts[parts["column"] == "total"], parts[parts["column"] != "total"]
    share = table.set_index("indicator").loc["share_disclosed", "difference"]
    if pd.isna(share):
        assert parts["difference"].isna().all()
        return
    assert total["difference"].iloc[0] == pytest.approx(share, abs=1e-9)
    for name in ("mix", "within", "difference"):
        assert kinds[name].sum() == pytest.approx(total[name].iloc[0], abs=1e-9)
    assert (parts["mix"] + parts["within"]).tolist() == pytest.approx(
        parts["difference"].tolist(), abs=1e-9
    )


def two_kinds(cells: pd.DataFrame, closed: tuple[int, int], shown: tuple[int, int]) -> pd.DataFrame:
    """Return cells with so many requests of persons and of enterprises, and no others."""
    none = cells.assign(value=cells["value"] * 0)
    for kind, whole, part in zip(("natural_person", "commercial"), closed, shown, strict=True):
        none = put(none, "granted", kind, part)
        none = put(none, "outcomes_total", kind, whole)
    return put(put(none, "granted", "total", sum(shown)), "outcomes_total", "total", sum(closed))


def test_a_decomposition_by_hand(xiuwu: Report) -> None:
    """Persons 80 of 100 at 50 %, then 50 of 100 at 60 %; enterprises 20 at 0 %, then 50 at 10 %."""
    first = year(two_kinds(xiuwu.cells, (80, 20), (40, 0)), 2022)
    second = year(two_kinds(xiuwu.cells, (50, 50), (30, 5)), 2023)
    table = reportkit.decompose(pd.concat([first, second])).set_index("column")
    # Mix: (0.5 - 0.8)(0.5 + 0.6)/2 = -0.165 and (0.5 - 0.2)(0 + 0.1)/2 = 0.015.
    assert table["mix"][["natural_person", "commercial", "total"]].tolist() == pytest.approx(
        [-16.5, 1.5, -15.0]
    )
    # Within: 0.1 (0.8 + 0.5)/2 = 0.065 and 0.1 (0.2 + 0.5)/2 = 0.035.
    assert table["within"][["natural_person", "commercial", "total"]].tolist() == pytest.approx(
        [6.5, 3.5, 10.0]
    )
    assert table.loc["total", "difference"] == pytest.approx(35 - 40)
    assert table.loc["total", ["rate_before", "rate"]].tolist() == pytest.approx([0.4, 0.35])


def test_a_kind_new_this_year_counts_as_mix(xiuwu: Report) -> None:
    first = year(two_kinds(xiuwu.cells, (10, 0), (5, 0)), 2022)
    second = year(two_kinds(xiuwu.cells, (10, 10), (5, 10)), 2023)
    table = reportkit.decompose(pd.concat([first, second])).set_index("column")
    assert pd.isna(table.loc["commercial", "rate_before"])
    assert table.loc["total", ["mix", "within"]].tolist() == pytest.approx([25, 0])
    assert table.loc["commercial", ["mix", "within"]].tolist() == pytest.approx([50, 0])


def test_what_cannot_be_decomposed_says_why(xiuwu: Report) -> None:
    cells = xiuwu.cells
    nothing = year(cells.assign(value=cells["value"] * 0), 2022)
    table = reportkit.decompose(pd.concat([nothing, year(cells, 2023)]))
    assert set(table["note"]) == {"nothing was counted"}
    blank = put(year(cells, 2022), "outcomes_total", "research", None, "blank")
    both = pd.concat([blank, year(cells, 2023)])
    assert set(reportkit.decompose(both)["blanks"]) == {"unknown"}
    assert reportkit.decompose(both)["difference"].isna().all()
    read = reportkit.decompose(both, blank_as_zero=True)
    assert set(read["blanks"]) == {"read as 0"}
    assert (read["difference"] == 0).all()
    gap = reportkit.decompose(pd.concat([year(cells, 2020), year(cells, 2023)]))
    assert set(gap["note"]) == {"no single report of 2021, 2022"}
    assert gap[["mix", "difference"]].isna().all(axis=None)
    wrong = put(year(cells, 2022), "granted", "total", 5)
    assert set(reportkit.decompose(pd.concat([wrong, year(cells, 2023)]))["note"]) == {
        "does not add up"
    }


def bodies(cells: pd.DataFrame, counts: list[tuple[int, int]]) -> pd.DataFrame:
    return pd.concat(
        year(put(put(cells, "granted", "total", part), "outcomes_total", "total", whole), 2023,
             issuer=f"b{place:03d}")
        for place, (part, whole) in enumerate(counts)
    )  # fmt: skip


def test_a_small_body_does_not_top_the_list(xiuwu: Report) -> None:
    """2 of 2 beside bodies of hundreds: drawn to the peers, with a rank that may be any."""
    counts = [(2, 2), (300, 600), (350, 600), (400, 600), (250, 600), (320, 600), (380, 600)]
    table = reportkit.compare(bodies(xiuwu.cells, counts), codes=["share_granted"])
    assert {name: str(dtype) for name, dtype in table.dtypes.items()} == COMPARED
    small, best = table.iloc[0], table.iloc[3]
    assert small["value"] == 1
    assert small["outside"] == ""
    assert small["shrunken"] < best["value"]
    assert best["rank"] < small["rank"]
    assert small["rank_high"] - small["rank_low"] >= 4
    assert best["rank_high"] - best["rank_low"] <= 2
    assert (table["rank_low"] <= table["rank"]).all()
    assert (table["rank"] <= table["rank_high"]).all()
    assert table["shrunken"].between(table["shrunken_low"], table["shrunken_high"]).all()
    assert table["percentile"].between(0, 100).all()


def test_funnel_limits_are_binomial_quantiles(xiuwu: Report) -> None:
    counts = [(5, 10), (50, 100), (495, 1000), (90, 100), (500, 1000)]
    table = reportkit.compare(bodies(xiuwu.cells, counts), codes=["share_granted"])
    centre = (5 + 50 + 495 + 90 + 500) / 2210
    assert table["centre"].unique().tolist() == [centre]
    for place, (part, whole) in enumerate(counts):
        row = table.iloc[place]
        # Outside of the limits lie less than 2.5 % on either side.
        assert binom.cdf(round(row["low_95"] * whole) - 1, whole, centre) < 0.025
        assert binom.cdf(round(row["low_95"] * whole), whole, centre) >= 0.025
        assert binom.sf(round(row["high_998"] * whole), whole, centre) <= 0.001
        assert binom.sf(round(row["high_998"] * whole) - 1, whole, centre) > 0.001
        tail = binom.sf(part - 1, whole, centre)
        assert (row["outside"] == "above 99.8") == (tail < 0.001)
    assert table["outside"].tolist()[3] == "above 99.8"


def test_bodies_are_drawn_to_the_peers_as_far_as_those_agree() -> None:
    """The fit finds the shares again from which counts were drawn."""
    rng = np.random.default_rng(1)
    whole = rng.integers(20, 400, 600).astype(float)
    part = rng.binomial(whole.astype(int), rng.beta(6, 4, 600)).astype(float)
    a, b = fit(family_of("share"), part, whole)
    assert a / (a + b) == pytest.approx(0.6, abs=0.02)
    assert a + b == pytest.approx(10, rel=0.2)
    alike = rng.binomial(whole.astype(int), 0.3).astype(float)
    a, b = fit(family_of("share"), alike, whole)
    assert a + b > 200
    assert all(np.isfinite(fit(family_of("share"), whole * 0, whole)))


def test_shrunken_shares_are_those_of_the_likeliest_beta_binomial(xiuwu: Report) -> None:
    """Against scipy's own likelihood, searched in another way, and the posterior by hand."""
    rng = np.random.default_rng(3)
    whole = rng.integers(5, 300, 40)
    part = rng.binomial(whole, rng.beta(4, 6, 40))
    a, b = fit(family_of("share"), part.astype(float), whole.astype(float))

    def unlikely(at: np.ndarray) -> float:
        return -betabinom.logpmf(part, whole, *np.exp(at)).sum()

    best = minimize(unlikely, [0.0, 0.0], method="Nelder-Mead", options={"maxiter": 2000})
    assert (a, b) == pytest.approx(np.exp(best.x), rel=1e-3)
    counts = list(zip(part.tolist(), whole.tolist(), strict=True))
    table = reportkit.compare(bodies(xiuwu.cells, counts), codes=["share_granted"])
    assert table["shrunken"].tolist() == pytest.approx(list((a + part) / (a + b + whole)))
    assert table["shrunken_low"].tolist() == pytest.approx(
        list(beta.ppf(0.025, a + part, b + whole - part))
    )
    assert table["spread"].iloc[0] == pytest.approx(beta(a, b).std())
    # Ranks, from other draws of the same distributions.
    drawn = np.random.default_rng(9).beta(a + part, b + whole - part, (20_000, 40))
    ranks = 40 - drawn.argsort(axis=1).argsort(axis=1)
    for level, name in ((0.025, "rank_low"), (0.5, "rank"), (0.975, "rank_high")):
        assert np.abs(np.quantile(ranks, level, axis=0) - table[name].astype(float)).max() <= 2
    percentile = 100 * (40 - ranks.mean(axis=0) + 0.5) / 40
    assert table["percentile"].tolist() == pytest.approx(list(percentile), abs=1.5)


RATE = "reconsideration_per_100"


def courts(cells: pd.DataFrame, counts: list[tuple[int, int]]) -> pd.DataFrame:
    """Return bodies with so many reconsiderations beside so many requests closed."""
    closed = bodies(cells, [(0, whole) for _, whole in counts])
    at = closed["item"].eq("reconsideration") & closed["column"].eq("total")
    return closed.assign(value=closed["value"].mask(at, closed["issuer"].map(
        {f"b{place:03d}": float(part) for place, (part, _) in enumerate(counts)})))  # fmt: skip


def test_funnel_limits_of_rates_are_poisson_quantiles(xiuwu: Report) -> None:
    """Tails by summed probabilities; cases may be more than requests."""
    counts = [(12, 8), (0, 3), (30, 400), (9, 1000), (55, 1000), (0, 200)]
    table = reportkit.compare(courts(xiuwu.cells, counts), codes=[RATE])
    assert {name: str(dtype) for name, dtype in table.dtypes.items()} == COMPARED
    assert set(table["unit"]) == {"per 100"}
    centre = 106 / 2611
    assert table["centre"].tolist() == pytest.approx([100 * centre] * 6)
    assert table["value"].tolist() == pytest.approx([100 * k / n for k, n in counts])
    for row, (part, whole) in zip(table.itertuples(), counts, strict=True):
        chances = poisson.pmf(np.arange(2000), whole * centre)
        for low, high, tail in ((row.low_95, row.high_95, 0.025), (row.low_998, row.high_998, 0.001)):  # fmt: skip
            least, most = round(low * whole / 100), round(high * whole / 100)
            assert chances[:least].sum() < tail <= chances[: least + 1].sum()
            assert chances[most + 1 :].sum() <= tail < chances[most:].sum()
        above, below = chances[part:].sum(), chances[: part + 1].sum()
        words = [f"{side} {level}" for side, chance in (("above", above), ("below", below))
                 for level, tail in (("99.8", 0.001), ("95", 0.025)) if chance < tail]  # fmt: skip
        assert row.outside == (words or [""])[0]
    assert table["outside"].tolist() == [
        "above 99.8", "", "above 95", "below 99.8", "above 95", "below 99.8"
    ]  # fmt: skip


def test_shrunken_rates_are_those_of_the_likeliest_gamma_poisson(xiuwu: Report) -> None:
    """Against scipy's negative binomial, searched in another way, and the posterior by hand."""
    rng = np.random.default_rng(5)
    whole = rng.integers(5, 400, 40)
    part = rng.poisson(whole * rng.gamma(2, 0.04, 40))
    a, b = fit(family_of("per 100"), part.astype(float), whole.astype(float))

    def unlikely(at: np.ndarray) -> float:
        shape, rate = np.exp(at)
        return -nbinom.logpmf(part, shape, rate / (rate + whole)).sum()

    best = minimize(unlikely, [0.0, 3.0], method="Nelder-Mead",
                    options={"maxiter": 4000, "xatol": 1e-9, "fatol": 1e-9})  # fmt: skip
    assert (a, b) == pytest.approx(np.exp(best.x), rel=1e-3)
    counts = list(zip(part.tolist(), whole.tolist(), strict=True))
    table = reportkit.compare(courts(xiuwu.cells, counts), codes=[RATE])
    assert table["shrunken"].tolist() == pytest.approx(list(100 * (a + part) / (b + whole)))
    for name, level in (("shrunken_low", 0.025), ("shrunken_high", 0.975)):
        ends = table[name].to_numpy(dtype=float) / 100
        assert gamma.cdf(ends * (b + whole), a + part) == pytest.approx([level] * 40)
    assert table["spread"].iloc[0] == pytest.approx(100 * np.sqrt(a) / b)
    drawn = np.random.default_rng(9).gamma(a + part, 1 / (b + whole), (20_000, 40))
    ranks = 40 - drawn.argsort(axis=1).argsort(axis=1)
    for level, name in ((0.025, "rank_low"), (0.5, "rank"), (0.975, "rank_high")):
        assert np.abs(np.quantile(ranks, level, axis=0) - table[name].astype(float)).max() <= 2
    percentile = 100 * (40 - ranks.mean(axis=0) + 0.5) / 40
    assert table["percentile"].tolist() == pytest.approx(list(percentile), abs=1.5)


def test_one_case_beside_few_requests_does_not_top_the_list(xiuwu: Report) -> None:
    counts = [(1, 3), (60, 600), (72, 600), (90, 600), (48, 600), (66, 600), (81, 600)]
    table = reportkit.compare(courts(xiuwu.cells, counts), codes=[RATE])
    small, most = table.iloc[0], table.iloc[3]
    assert small["value"] == table["value"].max()
    assert small["outside"] == ""
    assert small["shrunken"] < most["shrunken"]
    assert most["rank"] < small["rank"]
    assert small["rank_high"] - small["rank_low"] >= 4
    assert table["shrunken"].between(table["shrunken_low"], table["shrunken_high"]).all()


def test_the_spread_of_rates_is_found_again() -> None:
    rng = np.random.default_rng(1)
    rates = family_of("per 100")
    whole = rng.integers(20, 400, 600).astype(float)
    part = rng.poisson(whole * rng.gamma(3, 0.05, 600)).astype(float)
    a, b = fit(rates, part, whole)
    assert a / b == pytest.approx(0.15, rel=0.05)
    assert a == pytest.approx(3, rel=0.2)
    a, _ = fit(rates, rng.poisson(whole * 0.2).astype(float), whole)
    assert a > 100
    assert all(np.isfinite(fit(rates, whole * 0, whole)))


def test_where_nobody_has_a_case_and_one_has_many_nobody_comes_before_his_equals(
    xiuwu: Report,
) -> None:
    counts = [(0, 100)] * 30 + [(90, 100)] + [(0, 100)] * 30
    table = reportkit.compare(courts(xiuwu.cells, counts), codes=[RATE])
    assert table["rank"].iloc[30] == 1
    others = table.drop(index=30)
    assert others["percentile"].to_numpy(dtype=float) == pytest.approx([49] * 60, abs=3)
    assert others["rank_low"].max() < 8
    assert others["rank_high"].min() > 55
    granted = [(100, 100)] * 30 + [(10, 100)] + [(100, 100)] * 30
    shares = reportkit.compare(bodies(xiuwu.cells, granted), codes=["share_granted"])
    assert shares["rank"].iloc[30] == 61
    equals = shares.drop(index=30)["percentile"].to_numpy(dtype=float)
    assert equals == pytest.approx([100 - 49] * 60, abs=3)
    nothing = reportkit.compare(courts(xiuwu.cells, [(0, 100)] * 8), codes=[RATE])
    assert (nothing[["centre", "high_998"]] == 0).all(axis=None)
    assert set(nothing["outside"]) == {""}
    assert nothing["percentile"].to_numpy(dtype=float) == pytest.approx([50] * 8, abs=5)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 5000), st.integers(1, 100_000)), min_size=1, max_size=12),
    st.sampled_from(["share", "per 100"]),
)
def test_what_is_said_of_peers_agrees_with_itself(
    xiuwu: Report, counts: list[tuple[int, int]], unit: str
) -> None:
    """For whatever counts: limits in order, what is outside is, and all intervals hold."""
    if unit == "share":
        counts = [(min(part, whole), whole) for part, whole in counts]
        table = reportkit.compare(bodies(xiuwu.cells, counts), codes=["share_granted"])
    else:
        table = reportkit.compare(courts(xiuwu.cells, counts), codes=[RATE])
    limits = table[["low_998", "low_95", "centre", "high_95", "high_998"]].astype(float)
    steps = limits.drop(columns="centre").diff(axis=1).iloc[:, 1:]
    assert (steps >= 0).all(axis=None)
    assert ((table["value"] > table["high_95"]) == table["outside"].str.startswith("above")).all()
    assert ((table["value"] < table["low_95"]) == table["outside"].str.startswith("below")).all()
    if len(counts) < MIN_PEERS:
        assert table["shrunken"].isna().all()
        return
    between = table["shrunken"].between(table["shrunken_low"], table["shrunken_high"])
    # A mean of very uneven chances may lie above 97.5 % of them; of shares near 1, below.
    uneven = table["shrunken"] > table["shrunken_high"]
    if unit == "share":
        uneven |= (table["shrunken"] < table["shrunken_low"]) & (table["shrunken"] > 0.5)
    assert (between | uneven).all()
    assert (table["rank_low"] <= table["rank"]).all()
    assert (table["rank"] <= table["rank_high"]).all()
    assert table["percentile"].between(0, 100).all()
    # Equal counts are told the same.
    twins = table.groupby(["numerator", "denominator"])["shrunken"].nunique()
    assert (twins == 1).all()


def test_peers_do_not_hang_on_the_order_and_stay_within_year_and_group(xiuwu: Report) -> None:
    counts = [(k, 20) for k in range(3, 3 + 2 * MIN_PEERS)]
    cells = bodies(xiuwu.cells, counts)
    table = reportkit.compare(cells, codes=["share_granted", "share_disclosed"])
    other = reportkit.compare(
        pd.concat([cells[cells["report"] == name] for name in reversed(cells["report"].unique())]),
        codes=["share_granted", "share_disclosed"],
    )
    key = ["report", "indicator"]
    pd.testing.assert_frame_equal(
        other.sort_values(key, ignore_index=True), table.sort_values(key, ignore_index=True)
    )
    groups = pd.DataFrame({"issuer": cells["issuer"].unique()[:-1]})
    groups["group"] = ["one", "two"] * (MIN_PEERS - 1) + ["one"]
    parted = reportkit.compare(cells, codes=["share_granted"], peers=groups)
    assert parted["peers"].tolist()[:2] == [MIN_PEERS, MIN_PEERS - 1]
    assert parted.loc[parted["group"] == "two", "rank"].isna().all()
    assert parted.loc[parted["group"] == "two", "note"].str.contains("fewer than 5 peers").all()
    assert parted["note"].iloc[-1].endswith("in no group of peers")
    assert parted.iloc[-1][["peers", "centre", "rank"]].isna().all()
    later = reportkit.compare(pd.concat([cells, year(xiuwu.cells, 2024)]), codes=["share_granted"])
    assert later["peers"].tolist() == [2 * MIN_PEERS] * (2 * MIN_PEERS) + [1]


def test_what_has_no_peers_is_said(xiuwu: Report, cells: pd.DataFrame) -> None:
    twin = pd.concat([year(xiuwu.cells, 2023), year(xiuwu.cells, 2023).assign(report="b")])
    assert set(reportkit.compare(twin, codes=["share_granted"])["note"]) == {
        "several reports of the year"
    }
    table = reportkit.compare(cells)
    divided = indicators(cells).query("unit in ('share', 'per 100')")
    assert len(table) == len(divided)
    assert (table["value"].isna() == table["peers"].isna()).all()
    for codes in (["received"], ["no such"], []):
        with pytest.raises(FrameError, match="no shares or rates"):
            reportkit.compare(cells, codes=codes)
    with pytest.raises(FrameError, match="several groups"):
        reportkit.compare(cells, peers=pd.DataFrame({"issuer": ["a", "a"], "group": ["x", "y"]}))
    with pytest.raises(FrameError, match="lacks the column group"):
        reportkit.compare(cells, peers=pd.DataFrame({"issuer": ["a"]}))
    assert reportkit.compare(cells.head(0)).empty
