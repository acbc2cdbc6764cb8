"""Does it add up? The identities of the form as one matrix, and findings that name the cell."""

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from .codebook import Address, Lang, children, columns, items, label_of, leaves, read_spec
from .matrix import ABSENT, NO_CELL, NUMBER, TEXT, Matrix, position, to_matrix

#: Counts are whole numbers; what differs by less than this is a rounding of decimals.
TOLERANCE = 1e-6

STATUSES = ("pass", "fail", "undecided")
UNDECIDED = 2
_STATE_NAMES = {
    "zh": ("", "（空白）", "（横线）", "（不是数字）", "（缺）"),
    "en": ("", "(blank)", "(dash)", "(no number)", "(absent)"),
}

FINDINGS = {
    "report": "str", "rule": "str", "table": "str", "item": "str", "column": "str", "place": "str",
    "stated": "Float64", "computed": "Float64", "difference": "Float64", "status": "str",
    "status_blank_as_zero": "str", "cells": "str", "message_zh": "str", "message_en": "str",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Identity:
    """A sum that the form demands: the cell `stated` equals the sum of coefficient × cell."""

    rule: str
    stated: Address
    terms: tuple[tuple[float, Address], ...]


@cache
def identities() -> tuple[Identity, ...]:
    """Return the 43 identities of all forms, and the sum of 其他处理 where it is printed both ways.

    They follow from the codebook's parents, kinds and balance signs alone.
    """
    found: list[Identity] = []
    applicants = _parts("requests")
    for column in (*applicants, "total"):
        balance = {i.code: i.balance for i in items().values() if i.balance}
        sign = float(balance.pop("received"))
        balanced = [(-sign * s, ("requests", code, column)) for code, s in balance.items()]
        found.append(Identity("R1", ("requests", "received", column), tuple(balanced)))
    for column in (*applicants, "total"):
        parts = leaves("requests", "outcomes")
        terms = ((1.0, ("requests", code, column)) for code in parts)
        found.append(Identity("R2", ("requests", "outcomes_total", column), tuple(terms)))
    for column in (*applicants, "total"):
        terms = ((1.0, ("requests", code, column)) for code in children("requests", "other"))
        found.append(Identity("R2", ("requests", "other", column), tuple(terms)))
    for rule, table in (("R3", "requests"), ("R4", "review")):
        for item in items().values():
            if item.table == table and item.kind != "group":
                terms = ((1.0, (table, item.code, code)) for code in _parts(table))
                found.append(Identity(rule, (table, item.code, "total"), tuple(terms)))
    return tuple(found)


def _parts(table: str) -> tuple[str, ...]:
    return tuple(c.code for c in columns() if c.table == table and c.kind == "part")


@cache
def edit_matrix() -> npt.NDArray[np.float64]:
    """Return the identities as coefficients over the 226 cells: `edit_matrix() @ x` are residuals.

    The row of an identity holds +1 at its stated cell and minus the coefficients of its terms.
    """
    matrix = np.zeros((len(identities()), len(position())))
    for row, identity in enumerate(identities()):
        matrix[row, position()[identity.stated]] = 1.0
        for coefficient, address in identity.terms:
            matrix[row, position()[address]] = -coefficient
    return matrix


def rules() -> pd.DataFrame:
    """Return the rules that `check` knows.

    Returns
    -------
    DataFrame
        A row a rule, key code: ``code, label_zh, label_en, definition, severity`` (fail or hint),
        ``source``; all str.

    Examples
    --------
    >>> rules()[["code", "label_en", "severity"]]
      code          label_en severity
    0   R1  Requests balance     fail
    1   R2   Outcomes add up     fail
    2   R3 Applicants add up     fail
    3   R4    Results add up     fail
    """
    return pd.DataFrame(read_spec("rules"), dtype="str")


def check(cells: pd.DataFrame) -> pd.DataFrame:
    """Hold every identity of the form against the printed cells.

    A blank is not a zero: where a cell that an identity needs holds no number, the identity is
    undecided, and `status_blank_as_zero` says what it would be if blanks and dashes meant 0. What
    is absent or could not be read is never taken for 0. A figure of table `disclosure` stands in no
    identity within one report: a wrong one there is not found by these rules.

    Parameters
    ----------
    cells : DataFrame
        Of one report or of many (see `Report.cells`).

    Returns
    -------
    DataFrame
        A row an identity and report, key (report, rule, table, item, column, place): the finding
        stands at the total. ``stated, computed, difference`` (Float64, in the cell's unit;
        difference = stated - computed), ``status`` and ``status_blank_as_zero`` (pass, fail,
        undecided), ``cells`` (str, the addresses involved), ``message_zh, message_en`` (str, for
        all that does not pass). Bad data never raises.

    Raises
    ------
    FrameError
        `cells` is not a frame of cells: columns are missing, or cells stand twice.

    References
    ----------
    国办公开办函〔2021〕30号, the form of section 三: 第一项加第二项之和，等于第三项加第四项之和.

    Examples
    --------
    >>> from reportkit import example, read_report
    >>> findings = check(read_report(example("xiuwu-2023")).cells)
    >>> findings["status"].value_counts().to_dict()
    {'pass': 42}
    """
    matrix = to_matrix(cells)
    answers = evaluate(matrix)
    rows, which = np.nonzero(answers.applies)
    names = np.array([identity.stated for identity in identities()])[which]
    findings = pd.DataFrame(
        {
            "report": matrix.reports["report"].to_numpy()[rows],
            "rule": np.array([identity.rule for identity in identities()])[which],
            "table": names[:, 0],
            "item": names[:, 1],
            "column": names[:, 2],
            "place": "",
            "stated": answers.stated[rows, which],
            "computed": answers.computed[rows, which],
            "difference": (answers.stated - answers.computed)[rows, which],
            "status": np.array(STATUSES)[answers.status[rows, which]],
            "status_blank_as_zero": np.array(STATUSES)[answers.status_blank_as_zero[rows, which]],
        }
    )
    told = [
        _Telling(matrix, int(row), identities()[at]) for row, at in zip(rows, which, strict=True)
    ]
    findings["cells"] = [telling.cells() for telling in told]
    amiss = (findings["status"] != "pass").tolist()
    for lang in ("zh", "en"):
        findings[f"message_{lang}"] = [
            telling.message(lang) if wrong else ""
            for telling, wrong in zip(told, amiss, strict=True)
        ]
    return findings.astype(FINDINGS)


@dataclass(frozen=True, eq=False)
class Answers:
    """What each identity says of each report; all arrays are (reports, identities)."""

    applies: npt.NDArray[np.bool_]
    stated: npt.NDArray[np.float64]
    computed: npt.NDArray[np.float64]
    status: npt.NDArray[np.int8]
    status_blank_as_zero: npt.NDArray[np.int8]


def evaluate(matrix: Matrix) -> Answers:
    """Multiply the edit matrix with the reports, and keep apart what is not known."""
    from scipy.sparse import csr_array

    coefficients = edit_matrix()
    stated_at = np.array([position()[identity.stated] for identity in identities()])
    terms = coefficients.copy()
    terms[np.arange(len(terms)), stated_at] = 0.0
    # 其他处理 counts in R2 where it is one row; beside its own three rows it is their sum.
    sums = np.array([i for i, identity in enumerate(identities()) if _adds_outcomes(identity)])
    other = np.array([position()["requests", "other", c] for c in (*_parts("requests"), "total")])
    part = np.array([position()["requests", children("requests", "other")[0], c]
                     for c in (*_parts("requests"), "total")])  # fmt: skip
    printed = matrix.states != NO_CELL
    twice = printed[:, other] & printed[:, part]

    def times(
        weights: npt.NDArray[np.float64], cells: npt.NDArray[np.float64]
    ) -> npt.NDArray[np.float64]:
        product = np.asarray((csr_array(weights) @ cells.T).T)
        product[:, sums] -= cells[:, other] * twice * weights[sums, other]
        return product

    values = np.nan_to_num(matrix.values, nan=0.0)
    presence, others = (coefficients != 0).astype(float), (terms != 0).astype(float)
    missing = (printed & (matrix.states != NUMBER)).astype(float)
    unreadable = np.isin(matrix.states, (TEXT, ABSENT)).astype(float)
    wrong = np.abs(times(coefficients, values)) > TOLERANCE
    computed = np.where(times(others, missing) > 0, np.nan, 0.0 - times(terms, values))
    status = np.where(times(presence, missing) > 0, UNDECIDED, wrong).astype(np.int8)
    lenient = np.where(times(presence, unreadable) > 0, UNDECIDED, wrong).astype(np.int8)
    applies = printed[:, stated_at] & (times(others, printed.astype(float)) > 0)
    return Answers(applies, matrix.values[:, stated_at], computed, status, lenient)


def _adds_outcomes(identity: Identity) -> bool:
    return identity.rule == "R2" and identity.stated[1] == "outcomes_total"


@dataclass(frozen=True, slots=True)
class _Telling:
    """A finding in words: the sum as printed, with what is missing named."""

    matrix: Matrix
    row: int
    identity: Identity

    def _terms(self) -> list[tuple[float, Address]]:
        states = self.matrix.states[self.row]
        printed = [t for t in self.identity.terms if states[position()[t[1]]] != NO_CELL]
        codes = {address[1] for _, address in printed}
        if _adds_outcomes(self.identity) and codes & set(children("requests", "other")):
            return [term for term in printed if term[1][1] != "other"]
        return printed

    def cells(self) -> str:
        return " ".join(".".join(a) for a in (self.identity.stated, *(t[1] for t in self._terms())))

    def message(self, lang: Lang) -> str:
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


def failures(findings: pd.DataFrame) -> pd.DataFrame:
    """Return the findings that fail; no rows when all is clear.

    Examples
    --------
    >>> from reportkit import example, read_report
    >>> cells = read_report(example("xiuwu-2023")).cells
    >>> wrong = (cells["item"] == "granted") & (cells["column"] == "natural_person")
    >>> failures(check(cells.assign(value=cells["value"].mask(wrong, 70.0))))[
    ...     ["rule", "item", "column", "stated", "computed"]]
      rule            item          column  stated  computed
    0   R2  outcomes_total  natural_person     7.0      70.0
    1   R3         granted           total     8.0      71.0
    """
    return findings[findings["status"] == "fail"].reset_index(drop=True)
