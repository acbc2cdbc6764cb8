"""X0 to X3: the reports of one issuer, year after year."""

from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from ..codebook import Address, columns
from ..matrix import NO_CELL, Matrix, position
from .findings import Batch, Codes, Facts, Flags, Standing, addresses, build, decide
from .identities import FAIL, HINT, NOT_COMPARABLE, UNDECIDED
from .wording import Said, cell_name, say, several


@dataclass(frozen=True, slots=True)
class Link:
    """What a figure of this year follows from: figures of the year before, and of this year."""

    rule: str
    stated: Address
    before: tuple[Address, ...]
    #: Of this year, with signs; X3 adds the change of the year before.
    terms: tuple[tuple[float, Address], ...] = ()
    #: The one edition that counts it so; "" where both do.
    edition: str = ""
    broken: int = FAIL


@cache
def links() -> tuple[Link, ...]:
    """Return what must agree from one year to the next, for every cell that it holds for."""
    found = [
        Link("X1", ("requests", "carried_in", c.code), (("requests", "carried_out", c.code),))
        for c in columns()
        if c.table == "requests" and c.kind in ("part", "total")
    ]
    own = {c.code: c for c in columns() if c.table == "disclosure"}
    for item in own["in_force"].items:
        stock, issued, repealed = (
            ("disclosure", item, code) for code in ("in_force", "issued", "repealed")
        )
        found.append(
            Link("X2", stock, (stock,), ((1.0, issued), (-1.0, repealed)), "2021", HINT)
        )  # fmt: skip
    for item in own["items_last_year"].items:
        stock, change = (("disclosure", item, code) for code in ("items_last_year", "change"))
        found.append(Link("X3", stock, (stock, change), (), "2019"))
    return tuple(found)


@dataclass(frozen=True, eq=False)
class Series:
    """The reports that are the only one of their issuer and year."""

    issuer: Codes
    year: Codes
    alone: Flags
    known: Flags

    def pairs(self) -> tuple[Codes, Codes]:
        """Return (report of the year before, report) for all that have both."""
        rows = np.flatnonzero(self.alone)
        rows = rows[np.lexsort((self.year[rows], self.issuer[rows]))]
        before, after = rows[:-1], rows[1:]
        follow = (self.issuer[before] == self.issuer[after]) & (
            self.year[before] + 1 == self.year[after]
        )
        return before[follow], after[follow]


def series(matrix: Matrix) -> Series:
    """Group the reports by issuer and year."""
    reports = matrix.reports
    issuer = pd.factorize(reports["issuer"])[0]
    year = reports["year"].astype("Int64").fillna(-1).to_numpy(dtype=np.intp)
    known = (issuer >= 0) & (year >= 0)
    twice = pd.DataFrame({"issuer": issuer, "year": year}).duplicated(keep=False).to_numpy()
    return Series(issuer, year, known & ~twice, known)


def years(facts: Facts) -> list[Batch]:
    """Compare each report with that of the year before."""
    own = series(facts.matrix)
    before, after = own.pairs()
    found = [_not_compared(facts, own)]
    return found + [_follow(facts, link, before, after) for link in links()]


def _not_compared(facts: Facts, own: Series) -> Batch:
    rows = np.flatnonzero(~own.alone)
    names = facts.matrix.reports["report"].tolist()
    groups: dict[tuple[int, int], list[int]] = {}
    for row in rows[own.known[rows]].tolist():
        groups.setdefault((int(own.issuer[row]), int(own.year[row])), []).append(row)

    def tell(i: int) -> Said:
        row = int(rows[i])
        if not own.known[row]:
            return say("no_year")
        group = groups[int(own.issuer[row]), int(own.year[row])]
        others = [Said(names[other], names[other]) for other in group if other != row]
        return say("same_year", count=len(group), others=several(others))

    return build(facts, rows, np.zeros(len(rows)), [Standing("X0")],
                 status=np.full(len(rows), HINT), tell=tell)  # fmt: skip


def _follow(facts: Facts, link: Link, before: Codes, after: Codes) -> Batch:
    matrix, at = facts.matrix, position()
    here = matrix.states[after, at[link.stated]] != NO_CELL
    before, after = before[here], after[here]
    editions = matrix.reports["edition"].to_numpy(dtype=object)
    comparable = np.ones(len(after), dtype=np.bool_)
    if link.edition:
        comparable = (editions[before] == link.edition) & (editions[after] == link.edition)
    year = matrix.reports["year"].tolist()
    value, sure, soft = facts.read(after, at[link.stated])
    parts = [
        *((1.0, address, before) for address in link.before),
        *((sign, address, after) for sign, address in link.terms),
    ]
    computed, known, lenient = np.zeros(len(after)), comparable.copy(), soft.copy()
    for sign, address, rows in parts:
        figures, is_number, may_be_zero = facts.read(rows, at[address])
        computed += sign * figures
        known &= is_number
        lenient &= may_be_zero

    def status(decided: Flags) -> np.ndarray:
        answer = decide(value, computed, decided, link.broken)
        return np.where(comparable, answer, NOT_COMPARABLE)

    strict = status(sure & known)

    def tell(i: int) -> Said:
        last = str(year[before[i]])
        left = cell_name(link.stated, editions[after[i]])
        if strict[i] == NOT_COMPARABLE:
            return say("years_edition", left=left, year=last,
                       first=editions[before[i]], second=editions[after[i]])  # fmt: skip
        cells = [(link.stated, after), *((address, rows) for _, address, rows in parts)]
        if strict[i] == UNDECIDED:
            missing = [
                say("this_year") if (address, rows is after) == (link.stated, True)
                else say("in_year", name=cell_name(address, editions[rows[i]]),
                         year=str(year[rows[i]]))
                for address, rows in cells
                if np.isnan(matrix.values[rows[i], at[address]])
            ]  # fmt: skip
            return say("years_undecided", left=left, year=last, missing=several(missing))
        figures = [float(matrix.values[rows[i], at[address]]) for address, rows in cells]
        gaps = dict(zip(("stated", "before", "plus", "minus"), figures, strict=False))
        right = cell_name(link.before[0], editions[before[i]])
        return say(f"{link.rule}_differ", left=left, right=right, year=last,
                   computed=float(computed[i]), **gaps)  # fmt: skip

    involved = dict.fromkeys([link.stated, *link.before, *(a for _, a in link.terms)])
    return build(
        facts, after, np.zeros(len(after)),
        [Standing(link.rule, *link.stated, addresses(involved))],
        status=strict, lenient=status(soft & lenient & comparable),
        stated=np.where(sure, value, np.nan), computed=np.where(known, computed, np.nan), tell=tell,
    )  # fmt: skip
