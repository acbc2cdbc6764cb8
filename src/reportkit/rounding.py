"""Counts, shares and rates for print: one rule for pages and charts."""

from collections.abc import Iterable

import pandas as pd


def whole(value: float) -> str:
    """Return a count for print.

    Examples
    --------
    >>> whole(3440.0), whole(-25.1)
    ('3,440', '−25.1')
    """
    return real_minus(f"{value:,.15g}")


def real_minus(figure: str) -> str:
    """Return a figure with the sign for minus in place of Python's hyphen."""
    return figure.replace("-", "\N{MINUS SIGN}")


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
    >>> percent(0.0314), percent(0.997), percent(0.0031), percent(0.00002), percent(1)
    ('3%', '99.7%', '0.3%', '<0.1%', '100%')
    """
    if _is_blurred(share, digits):
        digits = 1
        if _is_blurred(share, digits):
            return "<0.1%" if share < 0.5 else ">99.9%"
    return f"{share:.{digits}%}"


def percent_found(share: float, *, digits: int = 0) -> str:
    """Return a share of text for print, rounded down: nothing but a whole copy is 100%.

    Examples
    --------
    >>> percent_found(0.999), percent_found(1), percent_found(0.004), percent_found(0)
    ('99%', '100%', '<1%', '0%')
    >>> percent_found(0.4567, digits=1)
    '45.6%'
    """
    steps = 10**digits
    found = int(share * 100 * steps + 1e-9) / steps
    return f"<{1 / steps:g}%" if share > 0 == found else f"{found:.{digits}f}%"


def rate(value: float) -> str:
    """Return a rate for print: two digits that count, and no power of ten.

    Examples
    --------
    >>> rate(0.0123), rate(12.34), rate(333.3)
    ('0.012', '12', '333')
    """
    return f"{value:.2g}" if value < 99.5 else whole(round(value))


def decimals(shares: Iterable[float]) -> int:
    """Return the decimals that all shares of a column have, for one of them needs any.

    Examples
    --------
    >>> column = [0.78, 0.003]
    >>> [percent(share, digits=decimals(column)) for share in column]
    ['78.0%', '0.3%']
    """
    return int(any(_is_blurred(share, 0) for share in shares if pd.notna(share)))


def _is_blurred(share: float, digits: int) -> bool:
    """Tell whether a share would be rounded to none or all, and is neither."""
    return 0 < share < 1 and float(f"{share:.{digits}%}"[:-1]) in (0, 100)
