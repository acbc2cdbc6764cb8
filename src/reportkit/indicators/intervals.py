"""Intervals, by statsmodels, for many figures at once.

What an interval on a full count means: all requests of a year were counted, so nothing was sampled,
and no interval tells how wrong the count is. It treats what was counted as a draw from what could
as well have come under the same conduct of the body: how far a share, a count or a rate could have
moved by chance alone (process variation). Cases that come in bundles (one applicant with many
requests) vary more than that: intervals are, if anything, too narrow.
"""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Bounds = tuple[Floats, Floats]

#: The level of every interval.
CONFIDENCE = 0.95
_ALPHA = 1 - CONFIDENCE
#: Where rates are events for so many.
PER = 100


def share_bounds(part: Floats, whole: Floats) -> Bounds:
    """Return Wilson's interval for part / whole."""
    from statsmodels.stats.proportion import proportion_confint

    low, high = proportion_confint(part, whole, _ALPHA, method="wilson")
    # 8 of 8 reaches 1 exactly; the last digit of a root may fall short of it.
    return _around(part / whole, low, high)


def count_bounds(count: Floats, exposure: Floats) -> Bounds:
    """Return the exact Poisson interval (Garwood) for count / exposure."""
    from statsmodels.stats.rates import confint_poisson

    low, high = confint_poisson(count, exposure, method="exact-c", alpha=_ALPHA)
    return np.where(count == 0, 0.0, low), np.asarray(high)


def share_difference(part: Floats, whole: Floats, part_0: Floats, whole_0: Floats) -> Bounds:
    """Return Newcombe's interval for part / whole - part_0 / whole_0."""
    from statsmodels.stats.proportion import confint_proportions_2indep

    low, high = confint_proportions_2indep(
        part, whole, part_0, whole_0, method="newcomb", compare="diff", alpha=_ALPHA
    )
    return _around(part / whole - part_0 / whole_0, low, high)


def rate_difference(count: Floats, per: Floats, count_0: Floats, per_0: Floats) -> Bounds:
    """Return the interval for count / per - count_0 / per_0 from the exact ones of both."""
    from statsmodels.stats.rates import confint_poisson_2indep

    low, high = confint_poisson_2indep(
        count, per, count_0, per_0, method="mover", compare="diff", alpha=_ALPHA,
        method_mover="exact-c",
    )  # fmt: skip
    return np.asarray(low), np.asarray(high)


def rate_ratio(count: Floats, per: Floats, count_0: Floats, per_0: Floats) -> Bounds:
    """Return the exact conditional interval for (count / per) / (count_0 / per_0).

    Given how many events there were in both years, those of one year are binomial: Clopper and
    Pearson's interval for their share is one for the ratio.
    """
    from statsmodels.stats.proportion import proportion_confint

    low, high = proportion_confint(count, count + count_0, _ALPHA, method="beta")
    low, high = np.where(count == 0, 0.0, low), np.where(count_0 == 0, 1.0, high)
    with np.errstate(divide="ignore"):
        return low / (1 - low) * per_0 / per, high / (1 - high) * per_0 / per


def _around(value: Floats, low: Floats, high: Floats) -> Bounds:
    return np.minimum(low, value), np.maximum(high, value)
