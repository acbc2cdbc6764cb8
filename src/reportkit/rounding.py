"""Counts and shares for print: one rule for pages and charts.

A figure is rounded half up (四舍五入), as whoever checks it does by hand: 4 of 32 are 13%.
"""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from functools import partial

import pandas as pd

#: Digits of a quotient that are no noise of the computer's own.
_SURE = 12


def whole(value: float) -> str:
    """Return a count or an amount for print, as it is; the noise of a difference is left out.

    Examples
    --------
    >>> whole(3440.0), whole(902.35 - 811), whole(811 - 902.35)
    ('3,440', '91.35', '−91.35')
    """
    return real_minus(f"{round(float(value), 6) + 0.0:,.15g}")  # + 0.0: no minus before a 0


def real_minus(figure: str) -> str:
    """Return a figure with the sign for minus in place of Python's hyphen."""
    return figure.replace("-", "\N{MINUS SIGN}")


def half_up(value: float, digits: int) -> str:
    """Return a quotient with so many decimals, rounded half up; what rounds to 0 has no sign.

    Examples
    --------
    >>> half_up(5 / 8, 2), half_up(1234.5, 0), half_up(-0.25, 1), half_up(-0.04, 1)
    ('0.63', '1,235', '−0.3', '0.0')
    """
    rounded = _rounded(Decimal(f"{value:.{_SURE}g}"), digits)
    return real_minus(f"{rounded if rounded else abs(rounded):,f}")


def plus(difference: float) -> str:
    """Return an exact difference of counts or amounts, with its sign.

    Examples
    --------
    >>> plus(902.35 - 811), plus(-3.0), plus(0.3 - 0.3)
    ('+91.35', '−3', '0')
    """
    return ("+" if round(difference, 6) > 0 else "") + whole(difference)


def signed(value: float, digits: int) -> str:
    """Return a difference as `half_up` does, with its sign; one that rounds to 0 has none.

    Examples
    --------
    >>> signed(10.42, 1), signed(-12.25, 1), signed(0.04, 1)
    ('+10.4', '−12.3', '0.0')
    """
    text = half_up(value, digits)
    return f"+{text}" if value > 0 and text.strip("0.") else text


def places(value: float, *bounds: float) -> int:
    """Return the decimals of a rate and its interval: two digits of the rate, one of each bound.

    They are one at least.

    All figures of a statement have as many, so that they can be held against each other.

    Examples
    --------
    >>> rate, low, high = 2.0249, 1.3267, 2.9529
    >>> [half_up(one, places(rate, low, high)) for one in (rate, low, high)]
    ['2.0', '1.3', '3.0']
    """
    own = _digits(value, 2)
    # The lower end of no interval of a count is less than a fortieth of it.
    return max(1, own, *(min(_digits(bound, 1), own + 2) for bound in bounds))


def _digits(value: float, least: int) -> int:
    """Return how many decimals it takes to show so many digits of a figure."""
    if pd.isna(value) or value == 0:
        return 0
    return least - 1 - Decimal(f"{value:.{_SURE}g}").adjusted()


def percent(share: float, *, digits: int = 0) -> str:
    """Return a share in whole percents; 0% and 100% are only what is just that.

    What would be rounded to them has a decimal, or is told as beyond the last of those.

    Parameters
    ----------
    share : float
        From 0 to 1.
    digits : {0, 1}
        The least decimals: what `decimals` returns for a column.

    Examples
    --------
    >>> percent(0.0314), percent(4 / 32), percent(0.997), percent(0.0031), percent(1)
    ('3%', '13%', '99.7%', '0.3%', '100%')
    >>> percent(0.00002), percent(0.99999)
    ('<0.1%', '>99.9%')
    """
    if _is_blurred(share, digits):
        digits = 1
        if _is_blurred(share, digits):
            return "<0.1%" if share < 0.5 else ">99.9%"
    return f"{_percents(share, digits):f}%"


def decimals(shares: Iterable[float]) -> int:
    """Return the decimals that all shares of a column have, for one of them needs any.

    Examples
    --------
    >>> column = [0.78, 0.003]
    >>> [percent(share, digits=decimals(column)) for share in column]
    ['78.0%', '0.3%']
    """
    return int(any(_is_blurred(share, 0) for share in shares if pd.notna(share)))


def alike(values: Iterable[float], unit: str) -> list[str]:
    """Return figures that are held against each other: shares and rates with as many decimals each.

    All others are told as they are, and "" is what is not known.

    Examples
    --------
    >>> alike([0.78, 0.003], "share"), alike([2.0249, 1.3267], "per 100"), alike([811.0], "万元")
    (['78.0%', '0.3%'], ['2.0', '1.3'], ['811'])
    """
    values = list(values)
    if unit == "share":
        told = partial(percent, digits=decimals(values))
    elif unit == "per 100":
        told = partial(half_up, digits=places(*values))
    else:
        told = partial(whole)
    return ["" if pd.isna(value) else told(value) for value in values]


def _is_blurred(share: float, digits: int) -> bool:
    """Tell whether a share would be rounded to none or all, and is neither."""
    return 0 < share < 1 and _percents(share, digits) in (0, 100)


def _percents(share: float, digits: int) -> Decimal:
    return _rounded(100 * Decimal(f"{share:.{_SURE}g}"), digits)


def _rounded(value: Decimal, digits: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
