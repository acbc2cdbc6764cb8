"""A finding of R1 to R4 in words."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ..codebook import Address, children
from ..matrix import ABSENT, BLANK, DASH, NO_CELL, NUMBER, TEXT, Matrix, position
from .identities import TOLERANCE, Identity, adds_outcomes
from .wording import NOTHING, Said, cell_name, column_name, item_name, number, say, several

_STATES = ("", "blank", "dash", "text", "absent", "absent")
#: Rules whose parts stand side by side in one row; those of the others stand below one another.
_ACROSS = ("R3", "R4")


@dataclass(frozen=True, eq=False)
class Telling:
    """A finding in words: the sum as printed, with what is missing named."""

    matrix: Matrix
    row: int
    identity: Identity
    edition: str

    @cached_property
    def terms(self) -> list[tuple[float, Address]]:
        """Return the terms that the report's form has."""
        states = self.matrix.states[self.row]
        printed = [t for t in self.identity.terms if states[position()[t[1]]] != NO_CELL]
        codes = {address[1] for _, address in printed}
        if adds_outcomes(self.identity) and codes & set(children("requests", "other")):
            return [term for term in printed if term[1][1] != "other"]
        return printed

    def cells(self) -> tuple[Address, ...]:
        """Return the addresses involved."""
        return (self.identity.stated, *(address for _, address in self.terms))

    def said(self) -> Said:
        """Return the sum as printed; or what is missing of it, and what follows."""
        if all(self._state(address) == NUMBER for address in self.cells()):
            return self._fails()
        left = cell_name(self.identity.stated, self.edition)
        if self._state(self.identity.stated) == NUMBER:
            left += Said(*[f" {number(self._value(self.identity.stated))}"] * 2)
        else:
            left += say(f"mark_{_STATES[self._state(self.identity.stated)]}")
        return say("undecided", left=left, parts=self._parts(), then=self._then())

    def _fails(self) -> Said:
        """Return the sum: parts that are 0 tell nothing, and are left out."""
        stated, value = self._value(self.identity.stated), self._sum
        shown = [(k, a) for k, a in self.terms if self._value(a)] or self.terms[:1]
        shown.sort(key=lambda term: term[0] < 0)  # no sum begins with a minus
        total = NOTHING
        for place, (k, address) in enumerate(shown):
            sign = " − " if k < 0 else " + " if place else ""
            figure = f" {number(self._value(address))}"
            total += Said(sign, sign) + self._part(address) + Said(figure, figure)
        zero = self.identity.rule != "R1" and stated == 0 and abs(value) > TOLERANCE
        return say(
            "sum_fails",
            left=cell_name(self.identity.stated, self.edition),
            stated=stated,
            sum=Said(total.zh.removeprefix(" "), total.en.removeprefix(" ")),
            value=value,
            zero=say("total_is_zero") if zero else NOTHING,
        )

    def _parts(self) -> Said:
        """Return what the parts add up to, as far as they are known, and which are not."""
        kind = "balance" if self.identity.rule == "R1" else "parts"
        missing: dict[str, list[Said]] = {}
        for _, address in self.terms:
            if (code := self._state(address)) != NUMBER:
                missing.setdefault(_STATES[code], []).append(self._part(address))
        if not missing:
            return say(f"{kind}_all", value=self._sum)
        if len(missing) == 1 and len(next(iter(missing.values()))) == len(self.terms):
            return say(f"{kind}_none", state=say(f"state_{next(iter(missing))}"))
        named = NOTHING
        for state, names in missing.items():
            named += say("missing", count=len(names), names=several(names, counted=False),
                         state=say(f"state_{state}"))  # fmt: skip
        known = any(self._state(address) == NUMBER for _, address in self.terms)
        # A balance with a gap has no sum that would tell anything.
        if kind == "parts" and known:
            return say("parts_some", value=self._sum) + named
        return Said(named.zh.removeprefix("，"), named.en.removeprefix("; "))

    def _then(self) -> Said:
        """Return what would follow if blanks and dashes meant 0."""
        states = set(self._states.values())
        if self._state(self.identity.stated) == NUMBER and self._exceeds():
            return say("then_never")
        if states & {TEXT, ABSENT}:
            return say("then_undecided")
        met = states & {BLANK, DASH}
        gaps = say("gaps_both" if len(met) == 2 else f"gaps_{_STATES[met.pop()]}")
        differ = abs(self._value(self.identity.stated) - self._sum) > TOLERANCE
        if not differ:
            return say("then_pass", gaps=gaps)
        # What is lacking is a count: no value below 0 would do.
        if self._state(self.identity.stated) == NUMBER or self._sum < 0:
            return say("then_fail", gaps=gaps)
        known = all(self._state(address) == NUMBER for _, address in self.terms)
        # Where all parts are known, what they add up to has just been said.
        return NOTHING if known else say("then_value", gaps=gaps, value=self._sum)

    def _exceeds(self) -> bool:
        """Tell whether the known parts are more than their total: no count could mend that."""
        over = self._sum - self._value(self.identity.stated)
        return over > TOLERANCE and all(k > 0 for k, _ in self.terms)

    @cached_property
    def _sum(self) -> float:
        return float(sum(k * self._value(address) for k, address in self.terms))

    @cached_property
    def _states(self) -> dict[Address, int]:
        at, states = position(), self.matrix.states[self.row]
        return {address: int(states[at[address]]) for address in self.cells()}

    def _state(self, address: Address) -> int:
        return self._states[address]

    def _value(self, address: Address) -> float:
        """Return the figure, 0 where there is none: whoever adds up says so."""
        value = float(self.matrix.values[self.row, position()[address]])
        return 0.0 if np.isnan(value) else value

    def _part(self, address: Address) -> Said:
        name = column_name if self.identity.rule in _ACROSS else item_name
        return name(address, self.edition)
