"""A finding in words."""

from dataclasses import dataclass

import numpy as np

from ..codebook import Address, Lang, children, label_of
from ..matrix import NO_CELL, Matrix, position
from .identities import Identity, adds_outcomes

_STATE_NAMES = {
    "zh": ("", "（空白）", "（横线）", "（不是数字）", "（缺）"),
    "en": ("", "(blank)", "(dash)", "(no number)", "(absent)"),
}


@dataclass(frozen=True, slots=True)
class Telling:
    """A finding in words: the sum as printed, with what is missing named."""

    matrix: Matrix
    row: int
    identity: Identity

    def _terms(self) -> list[tuple[float, Address]]:
        states = self.matrix.states[self.row]
        printed = [t for t in self.identity.terms if states[position()[t[1]]] != NO_CELL]
        codes = {address[1] for _, address in printed}
        if adds_outcomes(self.identity) and codes & set(children("requests", "other")):
            return [term for term in printed if term[1][1] != "other"]
        return printed

    def cells(self) -> str:
        """Return the addresses involved, parted by blanks."""
        return " ".join(".".join(a) for a in (self.identity.stated, *(t[1] for t in self._terms())))

    def message(self, lang: Lang) -> str:
        """Return the sum as printed, and what it adds up to."""
        terms = self._terms()
        # A sum of twenty zeros tells nothing: name the parts that are not zero, and the missing.
        shown = [(k, a) for k, a in terms if self._value(a) != 0] or terms[:1]
        total = "".join(
            f" {'+' if k > 0 else '−'} {self._name(a, lang)} {self._print(a, lang)}"
            for k, a in shown
        ).removeprefix(" + ")
        left = f"{self._name(self.identity.stated, lang)} {self._print(self.identity.stated, lang)}"
        known = all(self._value(a) is not None for _, a in terms)
        if not known:
            tail = "：无法判断" if lang == "zh" else ": undecided"
        else:
            value = sum(k * (self._value(a) or 0) for k, a in terms)
            tail = f"（合计 {value:.15g}）" if lang == "zh" else f" (adds up to {value:.15g})"
        sign = "=" if self._value(self.identity.stated) is None or not known else "≠"
        return f"{left} {sign} {total}{tail}"

    def _value(self, address: Address) -> float | None:
        value = float(self.matrix.values[self.row, position()[address]])
        return None if np.isnan(value) else value

    def _print(self, address: Address, lang: Lang) -> str:
        value = self._value(address)
        if value is not None:
            return f"{value:.15g}"
        return _STATE_NAMES[lang][int(self.matrix.states[self.row, position()[address]])]

    def _name(self, address: Address, lang: Lang) -> str:
        table, item, column = address
        edition = str(self.matrix.reports["edition"].iloc[self.row])
        across = self.identity.rule in ("R3", "R4")
        name = label_of("column", table, column, lang, edition)
        row = label_of("item", table, item, lang, edition)
        if across and address != self.identity.stated:
            return f"「{name}」" if lang == "zh" else name
        if not across and address != self.identity.stated:
            return f"「{row}」" if lang == "zh" else row
        return f"「{row}」×「{name}」" if lang == "zh" else f"{row} × {name}"
