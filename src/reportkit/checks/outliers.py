"""O1: figures that stand apart from the issuer's other years by a power of ten."""

import numpy as np

from ..matrix import Matrix, position
from .findings import Batch, Codes, Facts, Floats, Standing, build
from .identities import HINT, TOLERANCE
from .wording import Said, cell_name, say
from .years import series

#: So many other years say what is usual; two could not outvote a third.
OTHER_YEARS = 3
#: The other years lie within half an order of magnitude: what moves by more than that by itself is
#: never told from a slip.
SPREAD = 10**0.5
#: So far beyond the other years a figure may come to lie: a body that grows has its newest figure
#: beyond all older ones. Together with `SPREAD` that leaves less than one order of magnitude, so
#: that one power of ten at most will do.
REACH = 1.25
#: Below 30, chance alone (a Poisson count's spread is a fifth of it or more) makes a factor of
#: several from year to year; figures of a few requests say nothing of a decimal point.
LARGE = 30


def outliers(facts: Facts) -> Batch:
    """Find figures that one power of ten, no other than 1, brings among those of the other years.

    At least `OTHER_YEARS` other years of the same issuer hold a number in the same cell; they lie
    within a factor of `SPREAD` of one another; all figures are `LARGE` at least. Among them is what
    is within a factor of `REACH` of the smallest and the largest. A finding a figure: a hint, for a
    body may have grown tenfold.

    Notes
    -----
    The rule and its thresholds are our own. The idea is the one of unit-of-measurement errors in
    statistical data editing: a figure is compared with the same respondent's earlier one by their
    ratio as a power of ten.
    """
    matrix, (rows, block) = facts.matrix, _by_issuer(facts.matrix)
    order = block.argsort(axis=1)  # what is missing comes last
    count = (~np.isnan(block)).sum(axis=1)
    enough = count > OTHER_YEARS
    found = []
    # Only the largest and the smallest can stand apart from all others.
    for suspect, low, high in (
        (count - 1, 0 * count, count - 2),
        (0 * count, 0 * count + 1, count - 1),
    ):
        place, value = _pick(order, block, suspect)
        (_, least), (_, most) = _pick(order, block, low), _pick(order, block, high)
        usual = enough & (least >= LARGE) & (value >= LARGE) & (most <= SPREAD * least)
        with np.errstate(divide="ignore", invalid="ignore"):
            power = np.ceil(np.log10(value / (most * REACH)) - TOLERANCE)
            near = value / 10.0**power >= least / REACH * (1 - TOLERANCE)
            moved = usual & near & (power != 0)
        group, cell = np.nonzero(moved)
        at = (group, cell)
        found.append((rows[group, place[at]], cell, value[at], least[at], most[at],
                      count[at] - 1, power[at]))  # fmt: skip
    row, which, stated, least, most, years, power = (
        np.concatenate(part) for part in zip(*found, strict=True)
    )
    names, editions = list(position()), matrix.reports["edition"].tolist()

    def tell(i: int) -> Said:
        return say("O1_power", left=cell_name(names[which[i]], editions[row[i]]),
                   stated=float(stated[i]), low=float(least[i]), high=float(most[i]),
                   years=int(years[i]), factor=10.0 ** abs(power[i]),
                   moved=say("divided" if power[i] > 0 else "times"))  # fmt: skip

    return build(facts, row, which, [Standing("O1", *a, ".".join(a)) for a in names],
                 status=np.full(len(row), HINT), stated=stated, tell=tell)  # fmt: skip


def _by_issuer(matrix: Matrix) -> tuple[Codes, Floats]:
    """Return the reports and figures of every issuer that has enough years.

    A block an issuer, as deep as the longest series: reports (issuers, years), filled up with -1,
    and figures (issuers, years, cells), filled up with NaN.
    """
    own = series(matrix)
    alone = np.flatnonzero(own.alone)
    _, place, size = np.unique(own.issuer[alone], return_inverse=True, return_counts=True)
    alone = alone[size[place] > OTHER_YEARS]
    alone = alone[np.argsort(own.issuer[alone], kind="stable")]
    _, first, group, size = np.unique(
        own.issuer[alone], return_index=True, return_inverse=True, return_counts=True
    )
    shape = (len(size), int(size.max(initial=OTHER_YEARS + 1)))
    rows, block = np.full(shape, -1), np.full((*shape, len(position())), np.nan)
    depth = np.arange(len(alone)) - first[group]
    rows[group, depth] = alone
    block[group, depth] = matrix.values[alone]
    return rows, block


def _pick(order: Codes, block: Floats, rank: Codes) -> tuple[Codes, Floats]:
    """Return place and value of the figure of a rank (issuers, cells) in each series."""
    place = np.take_along_axis(order, np.maximum(rank, 0)[:, None, :], axis=1)
    return place[:, 0], np.take_along_axis(block, place, axis=1)[:, 0]
