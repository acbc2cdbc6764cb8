"""How counts come about by chance, and how far bodies truly differ: shares, and rates per 100.

A share is a binomial count of requests, and true shares of bodies are spread as a beta. Cases come
beside requests, and may be more: a rate is a Poisson count, and true rates are spread as a gamma.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from .intervals import PER, Floats

#: How far apart true values may be held to be: 1 / (precision + 1) of their distribution.
_APART = (1e-6, 1 - 1e-6)


@dataclass(frozen=True)
class Family:
    """The distribution of counts at one true value, and that of true values among bodies."""

    #: What a value of 1 is shown as.
    per: int
    #: To the whole line, where means are searched, and back.
    out: Callable[[float], Any]
    back: Callable[[float], Any]
    #: Of counts: whole, true value.
    chance: Callable[[Floats, float], Any]
    #: The two numbers of the distribution of true values, from its mean and precision.
    prior: Callable[[float, float], tuple[float, float]]
    #: Of true values, once counts are seen: the two numbers, part, whole.
    truth: Callable[[float, float, Floats | int, Floats | int], Any]
    #: Of counts, but for what does not hang on the two numbers: these, part, whole.
    log_likelihood: Callable[[float, float, Floats, Floats], Any]


#: The units of indicators that have a family.
COMPARABLE = ("share", "per 100")


@cache
def family_of(unit: str) -> Family:
    """Return the family of a unit that is `COMPARABLE`."""
    from scipy.special import betaln, expit, gammaln, logit
    from scipy.stats import beta, binom, gamma, poisson

    return {
        "share": Family(
            per=1, out=logit, back=expit,
            chance=binom,
            prior=lambda mean, precision: (mean * precision, (1 - mean) * precision),
            truth=lambda a, b, part, whole: beta(a + part, b + whole - part),
            log_likelihood=lambda a, b, part, whole: (
                betaln(a + part, b + whole - part) - betaln(a, b)
            ),
        ),
        "per 100": Family(
            per=PER, out=np.log, back=np.exp,
            chance=lambda whole, centre: poisson(whole * centre),
            prior=lambda mean, precision: (precision, precision / mean),
            truth=lambda a, b, part, whole: gamma(a + part, scale=1 / (b + whole)),
            log_likelihood=lambda a, b, part, whole: (
                gammaln(a + part) - gammaln(a) - part * np.log(b + whole) - a * np.log1p(whole / b)
            ),
        ),
    }[unit]  # fmt: skip


def fit(family: Family, part: Floats, whole: Floats) -> tuple[float, float]:
    """Return the distribution of true values under which the counts are most likely."""
    from scipy.optimize import minimize
    from scipy.special import expit, logit

    # Half a count more on each side: where all is granted, or none, the mean stays within.
    mean = family.out((part.sum() + 0.5) / (whole.sum() + 1))
    # Bodies with the same counts are one term, so many times.
    pairs, times = np.unique(np.column_stack([part, whole]), axis=0, return_counts=True)
    part, whole = pairs.T

    def at(place: Floats) -> tuple[float, float]:
        return family.prior(family.back(place[0]), 1 / expit(place[1]) - 1)

    def unlikely(place: Floats) -> float:
        return float(-(times * family.log_likelihood(*at(place), part, whole)).sum())

    starts = [np.array([mean, logit(apart)]) for apart in (0.3, 0.03, 0.003)]
    bounds = [(mean - 5, mean + 5), tuple(logit(_APART))]
    best = min(
        (minimize(unlikely, start, bounds=bounds, method="L-BFGS-B") for start in starts),
        key=lambda result: float(result.fun),
    )
    a, b = at(best.x)
    return float(a), float(b)
