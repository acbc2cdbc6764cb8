"""The statutory form as data, and the matching of printed labels to it.

The form is set by the General Office of the State Council: 国办公开办函〔2019〕60号 for the
reports of 2019 and 2020 (edition ``2019``), 国办公开办函〔2021〕30号 since (edition ``2021``). Its
rows, columns, sections and the ways they are printed are the CSV files in ``reportkit/spec``.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal

import pandas as pd
from rapidfuzz import fuzz, process

from .text import normalize

Lang = Literal["zh", "en"]
Kind = Literal["item", "column", "section", "ignore"]

TABLES = ("disclosure", "requests", "review")

#: A printed label may stand for a label of the form when at least this alike (normalised indel
#: similarity, 0 to 100), and better than every other label by the margin. Two labels of the form
#: are at most 79 alike, so one row of the form, printed rightly, never passes for another;
#: tests/test_codebook.py holds the two apart.
FUZZY_THRESHOLD = 82.0
FUZZY_MARGIN = 10.0
#: Short labels differ by one character in four (予以公开, 不予公开): they must match exactly.
FUZZY_MIN_LENGTH = 6

_NUMBERING = re.compile(
    r"^(?:\((?:[一二三四五六七八九十]+|\d{1,2})\)[、.]?|[一二三四五六七八九十]+[、.]|\d{1,2}(?:[、.)]|,(?!\d)))"
)
#: A unit in a column's label: (万元), 单位:件, (单位:人民币元), /元.
_UNIT = re.compile(
    r"\((?:(?:计量)?单位)?[:∶为]?(?P<a>[^():∶]{1,8}?)\)$|[,:(]?(?:计量)?单位[:∶为]?(?P<b>[^():∶]{1,8}?)\)?$"
    r"|/(?P<c>[^()/]{1,4})$"
)
#: What is counted or paid, in how many at once: 万元, 千元, 件, 百件.
UNIT = re.compile(
    r"(?:人民币)?(?P<scale>[十百千]?[万亿]?)(?P<unit>元|件|项|条|个|份|次|人|户|宗|起)"
)
_SCALES = {"": 1.0, "十": 10.0, "百": 100.0, "千": 1000.0, "万": 1e4, "亿": 1e8}
#: Words that turn what a label means: with one more or less of them it is another label.
_TURNS = re.compile(
    r"上年|上一年|去年|往年|下年|下一年|次年|累计|同比|环比|增长|占|率|%|不|未|无|非|除|咨询"
)


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


@dataclass(frozen=True, slots=True)
class Match:
    """What a printed label may stand for."""

    kind: Kind
    table: str
    code: str
    score: float
    #: Whether a label that is merely alike differs by missing or by added characters alone.
    cut: bool = True


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
        with (files(__package__) / "spec" / f"{name}.csv").open("rb") as file:
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
def read_spec(name: str) -> list[dict[str, str]]:
    """Return the rows of ``reportkit/spec/<name>.csv``, the same to all: they are only read."""
    text = (files(__package__) / "spec" / f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


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


# --- labels ---------------------------------------------------------------------------------------


def split_numbering(label: str) -> tuple[str, str]:
    """Part a normalised label from the number in front of it.

    Examples
    --------
    >>> split_numbering("(六)其他处理"), split_numbering("3.其他"), split_numbering("三安全一稳定")
    (('(六)', '其他处理'), ('3.', '其他'), ('', '三安全一稳定'))
    """
    match = _NUMBERING.match(label)
    return (match[0], label[match.end() :]) if match else ("", label)


def split_unit(label: str) -> tuple[str, str]:
    """Part a normalised column label from the unit that it names.

    Examples
    --------
    >>> split_unit("本年收费金额(单位:万元)"), split_unit("制发件数(件)"), split_unit("其他(甲)")
    (('本年收费金额', '万元'), ('制发件数', '件'), ('其他(甲)', ''))
    """
    match = _UNIT.search(label)
    unit = (match["a"] or match["b"] or match["c"]) if match else ""
    if match is None or not (UNIT.fullmatch(unit) or "单位" in match[0]):
        return label, ""
    return label[: match.start()], unit


@lru_cache(maxsize=1024)
def unit_scale(unit: str) -> tuple[str, float] | None:
    """Return what a printed unit counts and in how many at once; None where it is none we know.

    Examples
    --------
    >>> unit_scale("人民币元"), unit_scale("万件"), unit_scale("百万元"), unit_scale("美元")
    (('元', 1.0), ('件', 10000.0), ('元', 1000000.0), None)
    """
    match = UNIT.fullmatch(unit)
    if match is None:
        return None
    scale = 1.0
    for char in match["scale"]:
        scale *= _SCALES[char]
    return match["unit"], scale


def label_key(label: str) -> str:
    """Return what of a label is compared: without number, unit, advice in brackets, punctuation.

    What stands in brackets is compared where it turns the meaning: 行政许可（上年） is a label of
    its own.
    """
    bare = split_unit(split_numbering(normalize(label))[1])[0]
    advice = bare.find("(")
    if advice > 0 and (not _TURNS.search(bare, advice) or _is_advice(bare[advice:])):
        bare = bare[:advice]
    return re.sub(r"[\W_]+", "", bare)


def _is_advice(brackets: str) -> bool:
    """Tell what the form itself advises the clerk in brackets: 区分处理的，只计这一情形，…."""
    text = re.sub(r"[\W_]+", "", brackets)
    return any(fuzz.ratio(text, known) >= FUZZY_THRESHOLD for known in _advice())


@cache
def _advice() -> frozenset[str]:
    labels = [row["label_zh"] for row in read_spec("items")]
    labels += [row["alias"] for row in read_spec("aliases")]
    return frozenset(
        re.sub(r"[\W_]+", "", normalize(label).partition("(")[2]) for label in labels
    ) - {""}


@cache
def _dictionary() -> dict[str, tuple[Match, ...]]:
    """Every label of the form and its aliases, by key."""
    known: dict[str, dict[tuple[str, str, str], Match]] = {}

    def learn(kind: Kind, table: str, code: str, label: str) -> None:
        if label:
            known.setdefault(label_key(label), {})[kind, table, code] = Match(
                kind, table, code, 100.0
            )

    for row in read_spec("items"):
        learn("item", row["table"], row["item"], row["label_zh"].split("：")[-1])
        learn("item", row["table"], row["item"], row["label_zh"])
        learn("item", row["table"], row["item"], row["label_zh_2019"])
    for row in read_spec("columns"):
        learn("column", row["table"], row["column"], row["label_zh"])
    for row in read_spec("sections"):
        learn("section", "", row["section"], row["label_zh"])
    for row in read_spec("aliases"):
        learn(row["kind"], row["table"], row["code"], row["alias"])  # type: ignore[arg-type]
    return {key: tuple(found.values()) for key, found in known.items()}


@lru_cache(maxsize=65536)
def match_label(
    label: str, kinds: tuple[Kind, ...] = ("item", "column", "ignore")
) -> tuple[Match, ...]:
    """Return all that a printed label may stand for; nothing rather than a doubtful likeness.

    其他 stands for an item and for two columns: the caller knows where it was printed, and chooses.
    """
    key = label_key(label)
    exact = tuple(match for match in _dictionary().get(key, ()) if match.kind in kinds)
    if exact or len(key) < FUZZY_MIN_LENGTH:
        return exact
    alike = process.extract(
        key, _fuzzy_keys(kinds), scorer=fuzz.ratio, limit=None,
        score_cutoff=FUZZY_THRESHOLD - FUZZY_MARGIN,
    )  # fmt: skip
    if not alike or alike[0][1] < FUZZY_THRESHOLD:
        return ()
    known, best, _ = alike[0]
    matches = tuple(m for m in _dictionary()[known] if m.kind in kinds and m.kind != "ignore")
    codes = {(match.kind, match.table, match.code) for match in matches}
    # Aliases of the same code do not compete with one another.
    rival = max(
        (score for other, score, _ in alike
         if not codes & {(m.kind, m.table, m.code) for m in _dictionary()[other]}),
        default=0.0,
    )  # fmt: skip
    if best - rival < FUZZY_MARGIN or _TURNS.findall(key) != _TURNS.findall(known):
        return ()
    # A label cut or doubled in print is the same label; one with other characters may not be.
    cut = _within(key, known) or _within(known, key)
    return tuple(Match(m.kind, m.table, m.code, best, cut) for m in matches)


@cache
def _fuzzy_keys(kinds: tuple[Kind, ...]) -> list[str]:
    """Return the labels that likeness may find. What may be ignored is known by heart: what is
    merely like it may hold more.
    """
    return [
        known
        for known, every in _dictionary().items()
        if len(known) >= FUZZY_MIN_LENGTH
        and any(match.kind in kinds and match.kind != "ignore" for match in every)
    ]


def _within(short: str, long: str) -> bool:
    """Whether the characters of one label stand in another, in their order."""
    rest = iter(long)
    return all(char in rest for char in short)


def match_labels(labels: Iterable[str]) -> pd.DataFrame:
    """Tell what printed labels stand for on the statutory form.

    Parameters
    ----------
    labels : iterable of str
        Labels as printed, with or without their numbers.

    Returns
    -------
    DataFrame
        One row for each thing that a label may stand for (其他 stands for several), and one row
        with missing values for a label that stands for nothing: ``label`` (str, as given), ``kind``
        (item, column or ignore), ``table``, ``code`` (str), ``score`` (Float64, 0 to 100; 100 is an
        exact match).

    Examples
    --------
    >>> match_labels(["2.其他法律行政止公开", "其他主动公开文件"])
              label  kind     table                      code      score
    0  2.其他法律行政止公开  item  requests  denied_prohibited_by_law  85.714286
    1      其他主动公开文件   NaN       NaN                       NaN       <NA>
    """

    def rows() -> Iterator[tuple[str, str | None, str | None, str | None, float | None]]:
        for label in labels:
            matches = match_label(label)
            for match in matches:
                yield label, match.kind, match.table, match.code, match.score
            if not matches:
                yield label, None, None, None, None

    frame = pd.DataFrame(list(rows()), columns=["label", "kind", "table", "code", "score"])
    text = dict.fromkeys(["label", "kind", "table", "code"], "str")
    return frame.astype({**text, "score": "Float64"})
