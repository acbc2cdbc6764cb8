"""Amounts printed in prose: 13200余条, 2.1亿次, 百分之九十五, 三件; what only looks like one."""

import re
from dataclasses import dataclass
from functools import cache

from ..codebook import read_spec
from ..text import parse_chinese

_CHINESE = "零〇一二两三四五六七八九十百千"
_SCALES = {"千": 10**3, "百": 10**2, "万": 10**4, "亿": 10**8, "百万": 10**6, "千万": 10**7,
           "万亿": 10**12, "百亿": 10**10, "千亿": 10**11, "": 1}  # fmt: skip
_ABOUT = r"近|约|大约|将近|逾|超过|超|突破|不到|不足|接近|至少|达到?近|上"

#: What looks like an amount and is none; the longest reading at a place wins.
_NO_AMOUNT = re.compile(
    rf"""
    (?:19|20)\d\d(?:年?[-~至到—]{{1,2}}(?:19|20)\d\d)?年(?:度|底|末|初|来|以来|间)?   # years
    (?:(?:[1-9]|1[0-2])月)?(?:\d{{1,2}}日)?
  | [二一][〇○零九0][{_CHINESE}○]{{2}}年(?:[一二三四五六七八九十]{{1,2}}月)?(?:[一二三四五六七八九十]{{1,3}}日)?
  | (?:(?:19|20)\d\d[./-])?(?:0?[1-9]|1[0-2])[月./-](?:\d{{1,2}}[日号]?)(?=[^\d.%]|$)(?<!\d\.\d)  # days
  | (?:[1-9]|1[0-2])(?:[-~至到、](?:[1-9]|1[0-2]))?月(?:份|底|末|初|中旬|上旬|下旬)?
  | \d{{1,2}}[:：]\d\d(?:[:：]\d\d)?                                                    # hours
  | [〔\[(【](?:19|20)\d\d[〕\])】](?:第)?\d+(?:、\d+)*号                                # numbers of documents
  | 第\s?[\d{_CHINESE}]+(?:[-~至到、]第?[\d{_CHINESE}]+)*[^\s,，。、；]?                  # ordinals
  | \d+(?:号(?!召)|号令|号文|热线|平台|系统|频道|路|弄|栋|楼|室|年代|级|版|英寸|岁|寸)
  | 《[^》]*》 | "[^"\n]{{0,24}}"                                                       # titles, names
  | (?:https?://|www\.)[\w./?=&%#:-]+ | [\w.-]+@[\w.-]+
  | [A-Za-z][A-Za-z-]*\d+(?:\.\d+)*[A-Za-z]* | \d+(?:\.\d+)*[A-Za-z+＋]+(?:\d|[A-Za-z])*[+＋]?\w?
  | \d+(?:[+/]\d+)+ | \d(?:\+[A-Z\d])+ | \d{{3,4}}-\d{{7,8}} | 1\d{{10}}(?!\d)
  | (?:^|(?<=[。；;:：,\s\n]))(?:\d{{1,2}}[、.](?!\d)|[(（](?:\d{{1,2}}|[一二三四五六七八九十]+)[)）]|[一二三四五六七八九十]+、)
  | 一[是方批些般步级样旦直定律揽切同体并] | [二三四五六七八九十]+是 | [{_CHINESE}]+(?:要|则)(?=[^\d])
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount in a folded text: where, how much, of what unit, and whether it is rounded."""

    start: int
    end: int
    value: float
    unit: str
    approximate: bool


@cache
def _measures() -> dict[str, dict[str, str]]:
    return {row["unit"]: row for row in read_spec("measures")}


@cache
def _pattern() -> re.Pattern[str]:
    units = "|".join(re.escape(unit) for unit in sorted(_measures(), key=len, reverse=True))
    return re.compile(
        rf"""(?P<before>{_ABOUT})?
        (?:(?P<percent>百分之)(?P<part>[{_CHINESE}点]+|\d+(?:\.\d+)?)
        |(?P<arabic>\d{{1,3}}(?:,\d{{3}})+(?!\d)|\d+)(?P<decimals>\.\d+)?
         (?P<scale>万亿|百亿|千亿|百万|千万|[百千万亿])?(?P<more>[余多来几])?(?P<scale2>[万亿])?
         (?P<unit>{units})?
        |(?P<chinese>[{_CHINESE}万亿]+)(?P<more2>[余多来])?(?P<unit2>{units}))
        (?P<after>以上|左右|上下|以内|之内|内|以下)?
        """,
        re.VERBOSE,
    )


def amounts(text: str) -> list[Amount]:
    """Return the amounts in a folded text, in order.

    Years, days, numbers of documents, ordinals, numbers in titles and names, and the numbers of a
    list are none. A number without a unit is an amount only in a list whose last number has one
    (分别为12、11件), and behind 为, 共, 计, 是, 数 or a colon.

    Examples
    --------
    >>> [(found.value, found.unit, found.approximate) for found in amounts("2023年公开1.2万余条,占98%。")]
    [(12000.0, '条', True), (98.0, '%', False)]
    """
    found: list[Amount] = []
    hidden = [match.span() for match in _NO_AMOUNT.finditer(text)]
    for match in _pattern().finditer(text):
        start, end = match.span()
        first = match.end("before") if match["before"] else start
        if any(first < last and begin < end for begin, last in hidden):
            continue
        amount = _amount(match, text, first)
        if amount is not None:
            found.append(amount)
    return _listed(found, text)


def _amount(match: re.Match[str], text: str, first: int) -> Amount | None:
    unit = match["unit"] or match["unit2"] or ""
    after = match["after"] or ""
    if match["percent"]:
        value, unit = _part(match["part"]), "%"
    elif match["arabic"]:
        if text[first - 1 : first] in ("第", ".", "-", "~") and first:
            return None
        value = float(match["arabic"].replace(",", "") + (match["decimals"] or ""))
        value = round(value * _SCALES[match["scale"] or ""] * _SCALES[match["scale2"] or ""], 6)
    else:
        value = _chinese(match["chinese"], unit, text, first)
    if value is None:
        return None
    kind = _measures()[unit]["kind"] if unit else ""
    if kind == "time" and after in ("内", "以内", "之内"):
        return None  # a time limit
    end = match.end("after") if after in ("以上", "左右", "上下", "以下") else match.end()
    if after and end == match.end() and after not in ("以上", "左右", "上下", "以下"):
        end -= len(after)
    about = bool(match["before"] or match["more"] or match["more2"]) or (
        after in ("以上", "左右", "上下", "以下")
    )
    if unit == "百分点":
        unit = "个百分点"
    return Amount(first, end, value, unit, about)


def _part(text: str) -> float | None:
    if text[0].isdigit():
        return float(text)
    whole, _, decimals = text.partition("点")
    value = parse_chinese(whole)
    if value is None:
        return None
    digits = "".join(str(parse_chinese(char)) for char in decimals)
    return float(f"{value}.{digits or 0}")


def _chinese(text: str, unit: str, before: str, first: int) -> float | None:
    """Read a Chinese number; 一次 and 三项 are ways of speaking, 三件 and 十二项 are figures."""
    value = parse_chinese(text)
    rule = _measures()[unit]["numeral"]
    if value is None or rule == "never" or (rule == "ten" and value < 10):
        return None
    if value == 1 and before[first - 1 : first] not in (
        "",
        ",",
        "请",
        "议",
        "讼",
        "共",
        "了",
        "案",
    ):
        return None
    return float(value)


def _listed(found: list[Amount], text: str) -> list[Amount]:
    """Give the numbers of a list the unit of its last; leave out other numbers without a unit."""
    kept: list[Amount] = []
    unit, following = "", len(text)
    for amount in reversed(found):
        between = text[amount.end : following]
        own = amount.unit
        if not own and unit and between in ("、", "和", "及", "/", ","):
            own = unit
        elif not own and not _stands_alone(text, amount):
            unit, following = "", amount.start
            continue
        kept.append(Amount(amount.start, amount.end, amount.value, own, amount.approximate))
        unit, following = own, amount.start
    return kept[::-1]


def _stands_alone(text: str, amount: Amount) -> bool:
    return bool(
        re.search(r"(?:为|共计?|合计|总计|是|数|达到?|：|:)$", text[: amount.start])
        and re.match(r"[,，。;；、)]|$", text[amount.end :])
    )


def measure_kind(unit: str) -> str:
    """Return what a unit measures: count, money, share, points, score, time or size."""
    return _measures()[unit]["kind"] if unit in _measures() else ""
