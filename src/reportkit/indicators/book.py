"""The codebook of indicators, ``reportkit/spec/indicators.csv``: what is divided by what."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

import pandas as pd

from ..codebook import Address, items, leaves, read_spec

#: A term of a sum that is told by the prose and stands in no table.
STATED = "stated"

CODEBOOK = [
    "code", "label_zh", "label_en", "numerator", "denominator", "unit", "interval", "editions",
    "comparable_with", "meaning_zh", "meaning_en", "not_to_be_read_as_zh", "not_to_be_read_as_en",
    "source",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Indicator:
    """A row of the codebook; its sums as cells of the form."""

    code: str
    numerator: tuple[Address, ...]
    denominator: tuple[Address, ...]
    #: The item of the prose that it is; "" where it is made of cells.
    stated: str
    unit: str
    interval: str
    editions: tuple[str, ...]
    comparable_with: tuple[str, ...]

    def follows(self, before: str, after: str) -> bool:
        """Tell whether figures of two editions of the form stand in one series."""
        return before == after or {before, after} <= set(self.comparable_with)


@cache
def book() -> tuple[Indicator, ...]:
    """Return all indicators, in the order of the codebook."""
    return tuple(
        Indicator(
            row["code"], _cells(row["numerator"]), _cells(row["denominator"]),
            row["numerator"].removeprefix(f"{STATED}.") if _is_stated(row["numerator"]) else "",
            row["unit"], row["interval"], tuple(row["editions"].split(";")),
            tuple(row["comparable_with"].split(";")),
        )
        for row in read_spec("indicators")
    )  # fmt: skip


def stated_item(code: str) -> str:
    """Return the item of the prose that an indicator is; "" where it is made of cells."""
    return next(one.stated for one in book() if one.code == code)


def cells_of(code: str, printed: Collection[Address]) -> tuple[Address, ...]:
    """Return the cells, of those printed, that an indicator is made of, each once.

    A group without a cell of its own is its leaves, and 其他处理 its three rows where they stand,
    as in `Matrix.amount`. What the prose tells is made of no cell.
    """
    about = next(one for one in book() if one.code == code)
    found: list[Address] = []
    for table, item, column in (*about.numerator, *about.denominator):
        own = (table, item, column)
        parts = [(table, leaf, column) for leaf in leaves(table, item)]
        parts = [part for part in parts if part in printed]
        whole = own in printed and (not parts or items()[table, item].kind != "group_or_leaf")
        found += [own] if whole else parts
    return tuple(dict.fromkeys(found))


def _is_stated(formula: str) -> bool:
    return formula.startswith(f"{STATED}.")


@cache
def _cells(formula: str) -> tuple[Address, ...]:
    """Return the cells that a sum adds up; the code of an indicator stands for its numerator."""
    if not formula or _is_stated(formula):
        return ()
    found: list[Address] = []
    for term in formula.split("+"):
        if "." in term:
            table, item, column = term.split(".")
            found.append((table, item, column))
        else:
            found += _cells(_formulas()[term])
    return tuple(found)


@cache
def _formulas() -> dict[str, str]:
    return {row["code"]: row["numerator"] for row in read_spec("indicators")}


def indicator_codebook() -> pd.DataFrame:
    """Return what each indicator is, and what it must not be read as.

    Returns
    -------
    DataFrame
        A row an indicator, key code; all str: ``code, label_zh, label_en``; ``numerator,
        denominator`` (sums of cells of the form, ``table.item.column``, and of the numerators of
        other indicators; ``stated.`` is told by the prose; no denominator is a plain count);
        ``unit`` (share, from 0 to 1; per 100; 件, 项, 条, 万元, 元); ``interval`` (wilson, poisson,
        or none for stocks, amounts and decisions taken in bulk); ``editions`` of the form that have
        it; ``comparable_with`` (the editions whose figures stand in one series); ``meaning_zh,
        meaning_en, not_to_be_read_as_zh, not_to_be_read_as_en, source``.

    Examples
    --------
    >>> indicator_codebook().query("unit == 'per 100'")[["code", "editions"]].head(2)
                             code   editions
    63    reconsideration_per_100  2019;2021
    64  litigation_direct_per_100  2019;2021
    """
    return pd.DataFrame(read_spec("indicators"), columns=CODEBOOK, dtype="str")
