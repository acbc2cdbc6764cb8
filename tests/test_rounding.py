"""What is printed is rounded as a reader rounds by hand, and amounts are not rounded at all."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportkit.rounding import half_up, percent, places, plus, signed, whole

COUNTS = st.integers(1, 99_999)


def by_hand(value: Fraction, digits: int) -> Decimal:
    """Round an exact quotient half up, away from 0."""
    scaled = abs(value) * 10**digits
    rounded = Decimal(int(scaled + Fraction(1, 2))).scaleb(-digits)
    return rounded if value >= 0 else -rounded


def printed(text: str) -> Decimal:
    return Decimal(text.replace("−", "-").replace(",", "").strip("+%"))


@given(COUNTS, COUNTS)
def test_shares_are_rounded_half_up(part: int, rest: int) -> None:
    exact = Fraction(part, part + rest)
    hand = by_hand(100 * exact, 0)
    if hand not in (0, 100):
        assert percent(part / (part + rest)) == f"{hand}%"


@given(COUNTS, COUNTS, st.integers(0, 3))
def test_ratios_are_rounded_half_up(part: int, base: int, digits: int) -> None:
    assert printed(half_up(part / base, digits)) == by_hand(Fraction(part, base), digits)


@given(*[st.integers(1, 400)] * 4)
def test_points_are_rounded_half_up_whatever_noise_a_difference_has(
    part: int, rest: int, part_0: int, rest_0: int
) -> None:
    exact = 100 * (Fraction(part, part + rest) - Fraction(part_0, part_0 + rest_0))
    computed = 100 * (part / (part + rest) - part_0 / (part_0 + rest_0))
    assert printed(signed(computed, 1)) == by_hand(exact, 1)


@pytest.mark.parametrize(
    ("printed_", "shown"),
    [(4 / 32, "13%"), (1 / 8, "13%"), (29 / 200, "15%"), (26 / 126, "21%"), (0.995, "99.5%")],
)
def test_shares_on_the_edge(printed_: float, shown: str) -> None:
    assert percent(printed_) == shown


AMOUNTS = st.decimals(0, 10**8, places=4)


@given(AMOUNTS, AMOUNTS)
def test_amounts_and_their_differences_are_exact(before: Decimal, after: Decimal) -> None:
    assert printed(whole(float(after))) == after
    assert printed(plus(float(after) - float(before))) == after - before


@given(st.floats(0.001, 300), st.floats(0.02, 1), st.floats(1, 9))
def test_figures_of_a_statement_have_as_many_decimals(value: float, down: float, up: float) -> None:
    bounds = value * down, value * up
    digits = places(value, *bounds)
    told = [half_up(one, digits) for one in (value, *bounds)]
    assert len({len(text.partition(".")[2]) for text in told}) == 1
    # Nothing that is more than 0 is printed as 0, and at least two digits of the rate are told.
    for one, text in zip((value, *bounds), told, strict=True):
        assert (printed(text) > 0) == (one > 0)
    quantum = Decimal(1).scaleb(-digits)
    assert quantum * 10 <= printed(told[0]) * Decimal("1.0001") or digits == 1
    assert abs(printed(told[0]) - Decimal(value)) <= quantum / 2 + Decimal("1e-9")


def test_half_up_is_not_half_even() -> None:
    assert (
        half_up(5 / 8, 2)
        == "0.63"
        == str(Decimal("0.625").quantize(Decimal("0.01"), ROUND_HALF_UP))
    )
    assert half_up(-0.05, 1) == "−0.1"
    assert half_up(-0.04, 1) == "0.0" == signed(0.04, 1)
