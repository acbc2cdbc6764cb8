"""What printed labels stand for on the form: numbers in front, units behind, slips of the pen."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

import pandas as pd
from rapidfuzz import fuzz, process

from ..specs import read_spec
from ..text import normalize

Kind = Literal["item", "column", "section", "ignore"]

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
class Match:
    """What a printed label may stand for."""

    kind: Kind
    table: str
    code: str
    score: float
    #: Whether a label that is merely alike differs by missing or by added characters alone.
    cut: bool = True


def split_numbering(label: str) -> tuple[str, str]:
    """Part a normalised label from the number in front of it.

    Examples
    --------
    >>> split_numbering("(六)其他处理"), split_numbering("3.其他"), split_numbering("三安全一稳定")
    (('(六)', '其他处理'), ('3.', '其他'), ('', '三安全一稳定'))
    """
    match = _NUMBERING.match(label)
    return (match[0], label[match.end() :]) if match else ("", label)


@lru_cache(maxsize=4096)
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
    labels : iterable of str, or str
        Labels as printed, with or without their numbers; or one.

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

    labels = [labels] if isinstance(labels, str) else labels
    frame = pd.DataFrame(list(rows()), columns=["label", "kind", "table", "code", "score"])
    text = dict.fromkeys(["label", "kind", "table", "code"], "str")
    return frame.astype({**text, "score": "Float64"})
