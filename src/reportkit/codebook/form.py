"""The rows, columns, sections and cells of the form, out of its data files.

The form is set by the General Office of the State Council: 国办公开办函〔2019〕60号 for the
reports of 2019 and 2020 (edition ``2019``), 国办公开办函〔2021〕30号 since (edition ``2021``). Its
rows, columns, sections and the ways they are printed are the CSV files in ``reportkit/spec``.
"""

from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal

import pandas as pd

from ..specs import read_spec

Lang = Literal["zh", "en"]

TABLES = ("disclosure", "requests", "review")


@dataclass(frozen=True, slots=True)
class Item:
    """A row of the form (review: one of the three proceedings)."""

    table: str
    code: str
    parent: str
    kind: str
    balance: int
    editions: tuple[str, ...]
    number: str
    label_zh: str
    label_zh_2019: str
    label_en: str
    article: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the form, for the items and editions that have it."""

    table: str
    code: str
    kind: str
    parent: str
    items: tuple[str, ...]
    editions: tuple[str, ...]
    unit: str
    label_zh: str
    label_en: str


Address = tuple[str, str, str]
"""(table, item, column): the address of a figure."""


@dataclass(frozen=True)
class Codebook:
    """The statutory form, both editions, as data.

    Attributes
    ----------
    items : DataFrame
        Key (table, item): ``parent, kind, balance, editions, number, label_zh, label_zh_2019,
        label_en, article``. `kind` is leaf, group, group_or_leaf or total; `balance` is the sign of
        the row in the balance printed on the form (received + carried_in = outcomes_total +
        carried_out); `article` of the Regulations (2019).
    columns : DataFrame
        Key (table, column, editions): ``kind, parent, items, unit, label_zh, label_en``.
    sections : DataFrame
        Key section: ``numeral, label_zh, label_en, table``.
    editions : DataFrame
        Key edition: ``first_year, last_year, notice, label_zh, label_en``.
    aliases : DataFrame
        Other ways in which labels are printed: ``kind, table, code, alias``.

    Examples
    --------
    >>> codebook().items.query("item == 'granted'")[["number", "label_zh", "label_en"]]
       number label_zh         label_en
    11  三(一)     予以公开  Granted in full
    """

    items: pd.DataFrame
    columns: pd.DataFrame
    sections: pd.DataFrame
    editions: pd.DataFrame
    aliases: pd.DataFrame

    def __repr__(self) -> str:
        return (
            f"<Codebook: {len(self.items)} items, {len(self.columns)} columns, "
            f"{len(self.editions)} editions>"
        )

    def form(self, edition: str = "2021", *, single_other: bool = False) -> pd.DataFrame:
        """Return the cells of a full form, in printed order.

        Parameters
        ----------
        edition : {"2019", "2021"}
            Of the form.
        single_other : bool
            The 2021 edition with 其他处理 as one row, as many organs print it. The 2019 edition
            always has one row.

        Returns
        -------
        DataFrame
            ``table, item, column, unit``: 200 rows for the 2021 edition (186 with `single_other`),
            198 for the 2019 edition.

        Examples
        --------
        >>> len(codebook().form("2021")), len(codebook().form("2019"))
        (200, 198)
        """
        _known_edition(edition)
        rows = [(*address, unit_of(address, edition)) for address in form(edition, single_other)]
        return pd.DataFrame(rows, columns=["table", "item", "column", "unit"], dtype="str")


@cache
def codebook() -> Codebook:
    """Return the statutory form as frames.

    Returns
    -------
    Codebook
        With `items`, `columns`, `sections`, `editions`, `aliases`.

    References
    ----------
    《政府信息公开条例》 (State Council Order 711), articles 49 and 50; 国办公开办函〔2019〕60号;
    国办公开办函〔2021〕30号.

    Examples
    --------
    >>> codebook()
    <Codebook: 41 items, 26 columns, 2 editions>
    """

    def frame(name: str, **whole: str) -> pd.DataFrame:
        with (files("reportkit") / "spec" / f"{name}.csv").open("rb") as file:
            return pd.read_csv(file, dtype="str", keep_default_na=False).astype(whole)

    return Codebook(
        items=frame("items"),
        columns=frame("columns"),
        sections=frame("sections", section="int64"),
        editions=frame("editions"),
        aliases=frame("aliases"),
    )


# The parser walks the form some 200 times a report: it uses these plain objects, not the frames.


@cache
def items() -> dict[tuple[str, str], Item]:
    """Return the rows of the form by (table, item), in printed order."""
    return {
        (row["table"], row["item"]): Item(
            row["table"], row["item"], row["parent"], row["kind"], int(row["balance"] or 0),
            tuple(row["editions"].split(";")), row["number"], row["label_zh"],
            row["label_zh_2019"], row["label_en"], row["article"],
        )
        for row in read_spec("items")
    }  # fmt: skip


@cache
def columns() -> tuple[Column, ...]:
    """Return the columns of the form, in printed order; a code may stand once an edition."""
    return tuple(
        Column(
            row["table"], row["column"], row["kind"], row["parent"],
            tuple(row["items"].split(";")) if row["items"] else (),
            tuple(row["editions"].split(";")), row["unit"], row["label_zh"], row["label_en"],
        )
        for row in read_spec("columns")
    )  # fmt: skip


@cache
def children(table: str, parent: str) -> tuple[str, ...]:
    """Return the items directly below `parent`, in printed order."""
    return tuple(
        item.code for item in items().values() if item.table == table and item.parent == parent
    )


@cache
def leaves(table: str, parent: str) -> tuple[str, ...]:
    """Return the items below `parent` that add up to it; a total is no part of itself."""
    found: list[str] = []
    for code in children(table, parent):
        if items()[table, code].kind in ("leaf", "group_or_leaf"):
            found.append(code)
        found += leaves(table, code)
    return tuple(found)


@cache
def form(edition: str, single_other: bool = False) -> tuple[Address, ...]:
    """Return the addresses of a full form, in printed order (see `Codebook.form`)."""
    return tuple(
        (item.table, item.code, column.code)
        for item in items().values()
        if edition in item.editions and _printed(item, edition, single_other)
        for column in columns()
        if column.table == item.table
        and edition in column.editions
        and column.kind != "heading"
        and (item.code in column.items or column.items == ("*",))
    )


def _printed(item: Item, edition: str, single_other: bool) -> bool:
    if item.kind == "group_or_leaf":
        return single_other or not any(
            edition in items()[item.table, code].editions
            for code in children(item.table, item.code)
        )
    parent = items().get((item.table, item.parent))
    if parent is not None and parent.kind == "group_or_leaf" and single_other:
        return False
    return item.kind != "group"


@cache
def union_form() -> tuple[Address, ...]:
    """Return every address that any form has, in printed order: 226."""
    every = {
        address: None
        for edition, single in (("2021", False), ("2021", True), ("2019", True))
        for address in form(edition, single)
    }
    order = {key: place for place, key in enumerate(items())}
    # Sorting is stable: the columns of an item stay in printed order, edition after edition.
    return tuple(sorted(every, key=lambda address: order[address[:2]]))


@lru_cache(maxsize=1024)
def unit_of(address: Address, edition: str) -> str:
    """Return the unit in which the form counts a cell: 件, 项 or 万元."""
    table, item, code = address
    for column in columns():
        if (column.table, column.code) == (table, code) and edition in column.editions and (
            item in column.items or column.items == ("*",)
        ):  # fmt: skip
            return column.unit
    raise KeyError(f"the {edition} edition has no cell {table}.{item}.{code}")


@cache
def label_of(
    kind: Literal["item", "column"], table: str, code: str, lang: Lang = "zh", edition: str = "2021"
) -> str:
    """Return the form's own label of an item or a column, as the edition words it."""
    if kind == "item":
        item = items()[table, code]
        if lang == "en":
            return item.label_en
        # 部分公开（区分处理的，…）: what stands in brackets is advice to the clerk.
        return (edition == "2019" and item.label_zh_2019) or item.label_zh.split("（")[0]
    every = [c for c in columns() if (c.table, c.code) == (table, code)]
    if not every:
        raise KeyError(f"the form has no column {table}.{code}")
    column = next((c for c in every if edition in c.editions), every[0])
    return column.label_zh if lang == "zh" else column.label_en


def _known_edition(edition: str) -> None:
    known = [row["edition"] for row in read_spec("editions")]
    if edition not in known:
        raise ValueError(f"edition {edition!r} is not one of {', '.join(known)}")
