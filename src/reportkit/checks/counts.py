"""C1 and B1: figure by figure, is it a count; and is it there."""

from functools import cache

import numpy as np

from ..codebook import unit_of
from ..matrix import BLANK, NUMBER, position
from .findings import Batch, Facts, Flags, Standing, addresses, build
from .identities import FAIL, HINT, TOLERANCE, identities
from .wording import Said, cell_name, column_name, item_name, say, several


def counts(facts: Facts) -> Batch:
    """Find figures that are no counts: negative, or not whole; a finding each.

    Amounts of money have decimals; the change from one year to the next may be negative.
    """
    values = facts.matrix.values

    negative = (values < 0) & _never_negative()
    fraction = (np.abs(values - np.round(values)) > TOLERANCE) & _whole()
    row, which = np.nonzero(negative | fraction)
    names, editions = list(position()), facts.matrix.reports["edition"].tolist()

    def tell(i: int) -> Said:
        at = row[i], which[i]
        return say("C1_negative" if negative[at] else "C1_fraction", stated=float(values[at]),
                   left=cell_name(names[which[i]], editions[row[i]]))  # fmt: skip

    return build(facts, row, which, [Standing("C1", *a, ".".join(a)) for a in names],
                 status=np.full(len(row), FAIL), stated=values[row, which], tell=tell)  # fmt: skip


def blanks(facts: Facts) -> Batch:
    """Find rows of the form with blank cells, a finding a row and report.

    A total that is blank beside figures is left out: the rule that adds it up tells what it would
    be.
    """
    states = facts.matrix.states
    blank = states == BLANK
    for identity in identities():
        if identity.rule != "R1":
            total = position()[identity.stated]
            parts = [position()[address] for _, address in identity.terms]
            rows = np.flatnonzero(blank[:, total])
            beside = (states[np.ix_(rows, np.array(parts))] == NUMBER).any(axis=1)
            blank[rows[beside], total] = False
    starts, items = _items()
    many = np.add.reduceat(blank.astype(np.int16), starts, axis=1)
    row, item = np.nonzero(many)
    names, editions = list(position()), facts.matrix.reports["edition"].tolist()
    spans = dict(enumerate(zip(starts, [*starts[1:], len(names)], strict=True)))

    def empty(i: int) -> list[tuple[str, str, str]]:
        start, end = spans[int(item[i])]
        return [names[at] for at in range(start, end) if blank[row[i], at]]

    def tell(i: int) -> Said:
        cells, edition = empty(i), editions[row[i]]
        return say("B1_blank", row=item_name(cells[0], edition), count=len(cells),
                   names=several([column_name(cell, edition) for cell in cells]))  # fmt: skip

    # Which cells of a row are blank differs from report to report, but few ways are met.
    ways: dict[Standing, int] = {}
    which = [
        ways.setdefault(
            Standing("B1", items[item[i]][0], items[item[i]][1], cells=addresses(empty(i))),
            len(ways),
        )
        for i in range(len(row))
    ]
    first = np.array([position()[empty(i)[0]] for i in range(len(row))], dtype=np.intp)
    place = facts.matrix.rows[row, first].astype(np.intp)
    return build(facts, row, np.array(which, dtype=np.intp), list(ways),
                 status=np.full(len(row), HINT), place=place, tell=tell)  # fmt: skip


@cache
def _items() -> tuple[list[int], list[tuple[str, str]]]:
    """Return where each item's cells begin in the matrix, and the items."""
    starts: dict[tuple[str, str], int] = {}
    for address, place in position().items():
        starts.setdefault(address[:2], place)
    return list(starts.values()), list(starts)


@cache
def _whole() -> Flags:
    return np.array([_unit(address) != "万元" for address in position()])


def _unit(address: tuple[str, str, str]) -> str:
    for edition in ("2021", "2019"):
        try:
            return unit_of(address, edition)
        except KeyError:
            continue
    raise AssertionError(f"no edition has {address}")


@cache
def _never_negative() -> Flags:
    return np.array([column != "change" for _, _, column in position()])
