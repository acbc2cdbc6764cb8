"""Amounts printed in prose: 13200余条, 2.1亿次, 百分之九十五, 三件; what only looks like one."""

import re
from dataclasses import dataclass
from functools import cache

from ..codebook import read_spec
from ..text import parse_chinese

_CHINESE = "零〇一二两三四五六七八九十百千壹贰叁肆伍陆柒捌玖拾佰仟"
_SCALES = {"": 1, "十": 10, "百": 10**2, "千": 10**3, "万": 10**4, "亿": 10**8, "十万": 10**5,
           "百万": 10**6, "千万": 10**7, "十亿": 10**9, "百亿": 10**10, "千亿": 10**11,
           "万亿": 10**12}  # fmt: skip
#: Past this many digits a double no longer holds every whole number.
_EXACT = 15
_SCALE = "|".join(sorted(filter(None, _SCALES), key=len, reverse=True))
#: Words in front of a figure that is rounded or a bound.
_ABOUT = (
    r"大约|大概|大致|将近|接近|超过了?|超出|突破了?|不到|不足|不少于|不低于|至少|达到?近|约为|约计"
    r"|近|约|逾|超|[上过](?=[百千万])"
)
#: The same ahead of a verb: 约占四成.
_ABOUT_AHEAD = re.compile(r"(?:约|近|逾|超|超过|接近|突破|大约)(?:占比?|有|计|共计?)$")
#: Thousands parted by blanks. A blank parts two numbers as well: it is read so only where a measure
#: word follows and the first digits can number no point of a list.
_PARTED = r"(?<=[一-鿿(、])(?<![第分别])(?<!依次)[1-9]\d{0,2}(?:\s\d{3})+(?=[余多]?[一-鿿])"
#: Words behind one.
_ROUND = r"以上|左右|上下|以下"
#: A time is a figure where something takes it, and a limit or a date where it does not.
_TAKES = re.compile(
    r"(?:缩短|压缩|压减|减少|提速|延长|增加|用时|时长|时间|耗时|平均|学习|培训|累计|共计?|达|播出|直播)"
    r"[至到为了约]{0,2}$"
)

#: What looks like an amount and is none.
_NO_AMOUNT = re.compile(
    rf"""
    (?:19|20)\d\d年?[-~至到—](?:19|20)\d\d(?:学?年度?)?                          # spans of years
  | (?:19|20)\d\d(?:学|财)?年(?:度|底|末|初|来|以来|间)?
    (?:(?:1[0-2]|0?[1-9])月)?(?:\d{{1,2}}[日号])?
  | [二一][〇○零九0][{_CHINESE}○]{{2}}年
    (?:[一二三四五六七八九十]{{1,2}}月)?(?:[一二三四五六七八九十]{{1,3}}日)?
  | (?:19|20)\d\d(?:[./-](?:1[0-2]|0?[1-9]))(?:[./-]\d{{1,2}})(?!\d)                # 2023.12.31
  | \d{{1,2}}(?:[-~至到、]\d{{1,2}})?月(?:份|底|末|初|[中上下]旬)?(?:\d{{1,2}}[日号])?
  | (?<![\d.])\d{{1,2}}日
  | (?<![\d.])[{_CHINESE}]{{1,3}}(?:月份?|日|季度|周|年|旬)
  | \d{{1,3}}年(?:来|以来|内|间|期|以上|多)?|\d[个大]?季度|(?<!\d)\d{{1,2}}周
  | (?<!\d)\d{{1,2}}[:：]\d\d(?:[:：]\d\d)?                                       # hours
  | (?<![\d.])\d{{1,4}}[:：]\d{{1,4}}(?:\.\d{{1,3}})?(?!\d|[件条个次人篇份家%])              # 1:1.5
  | (?<!\d)\d{{1,6}}(?:\.\d{{1,4}})?[×xX*]\d{{1,6}}(?:小时|天)?                    # 7×24小时
  | [〔\[(【〈<](?:19|20)\d\d[〕\])】〉>]年?第?\d{{1,5}}(?:[、-]\d{{1,5}}){{0,9}}[号期]?
  | (?<=令)\d{{1,5}} | (?<=No)\.?\d{{1,9}}
  | 第\s?[\d{_CHINESE}]{{1,9}}(?:[-~至到、和][\d{_CHINESE}]{{1,9}}){{0,9}}[^\s，,。、；]?
  | [\d{_CHINESE}]{{1,3}}届                                                        # 十届四次会议
    (?:[^，,。；;、第\d{_CHINESE}]{{0,12}}[\d{_CHINESE}]{{1,3}}次(?=[^，,。；;、]{{0,8}}会))?
  | (?<=[国省市县区列居入进量数率额]前)
    (?:\d{{1,6}}|[{_CHINESE}]{{1,6}})(?:[名位强]|(?![\d件条个次]))
  | (?<!\d)\d{{1,12}}(?:热线|平台|系统|频道|年代|英寸|号(?!召)|[路弄栋楼室级版岁寸])
  | (?<!\d)\d{{1,12}}(?:时(?!间)|点(?!\d))
  | (?:https?://|www\.)[a-zA-Z0-9./?=&%\#:_-]+ | [a-zA-Z0-9_.-]{{1,64}}@[a-zA-Z0-9_.-]{{1,64}}
  | [A-Za-z][A-Za-z-]{{0,20}}\d{{1,9}}(?:\.\d{{1,9}}){{0,3}}[A-Za-z]{{0,9}}         # IPv6, PM2.5
  | (?<!\d)\d{{1,9}}(?:\.\d{{1,9}})?(?!GB|TB|MB)[A-Za-z][A-Za-z\d]{{0,20}}[+＋]?
  | (?<!\d)\d{{1,3}}(?:\+[A-Z\d一二三四五六七八九十NnXx]{{1,3}}){{1,9}}
  | (?<!\d)\d{{3,4}}-\d{{7,8}} | (?<!\d)1\d{{10}}(?!\d) | (?<!\d)\d/\d{{1,4}}
  | (?:^|(?<=[。；;\n！？]))\s?(?:[(（]?\d{{1,2}}[)）]、?|\d{{1,2}}(?:[、.．](?!\d)))  # 1. (2)
  | [(（](?:\d{{1,2}}|[一二三四五六七八九十]{{1,3}})[)）]
  | [每任这某逐各哪同](?:[{_CHINESE}]|1(?!\d))(?=[^{_CHINESE}\d.])
  | (?:[{_CHINESE}]{{1,2}}(?:[人户岗事企村件窗门网端])){{2}}                           # 一人一岗
    """,
    re.VERBOSE,
)
_TITLE = re.compile(r'《[^》\n]{1,80}》|〈[^〉\n]{1,80}〉|"[^"\n]{1,24}"')
#: 一件 counts where the clause ends behind it; 一件事 does not.
_ENDS = re.compile(r"[，,。、；;)\]）：:!！？\n]|和|及|并|$")
_RATE = re.compile(r"率[^，,。；;、]{0,12}$")
_LISTED = re.compile(r"[、/和及与，,]|以及")


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount in a folded text: where, how much, of what unit, and whether it is rounded."""

    start: int
    end: int
    value: float
    unit: str
    approximate: bool


@cache
def measures() -> dict[str, dict[str, str]]:
    """Return the units by name: what each measures, and what makes it a way of speaking."""
    return {row["unit"]: row for row in read_spec("measures")}


@cache
def _pattern() -> re.Pattern[str]:
    units = "|".join(re.escape(unit) for unit in sorted(measures(), key=len, reverse=True))
    return re.compile(
        rf"""(?P<before>{_ABOUT})?
        (?:百分之(?P<part>[{_CHINESE}点]{{1,12}}|\d+(?:\.\d+)?)(?P<over>[余多])?
        |(?P<tenths>[一二两三四五六七八九]|(?<![\d.])[1-9])成(?P<more3>[余多])?
         (?=[，,。、；;）)以左的]|$)
        |(?<![\d.A-Za-z])(?P<arabic>\d{{1,3}}(?:,\d{{3}})+(?![\d,])|{_PARTED}|\d+)(?P<decimals>\.\d+)?
         (?P<scale>{_SCALE})?(?:(?<=[万亿])(?P<low>\d{{1,4}}(?:\.\d+)?)(?P<low_scale>[万千百])?)?
         (?P<more>[余多来几])?(?P<scale2>万|亿)?(?:[大小](?=[类项]))?(?P<unit>{units})?(?P<more4>[多余](?!\d)|\+)?
        |(?P<chinese>[{_CHINESE}万亿]{{1,16}})(?:点(?P<point>[{_CHINESE}]{{1,6}}))?(?P<more2>[余多来几])?(?P<scale3>万|亿)?
         (?P<unit2>{units}))
        (?:[(（](?:次|条|件|篇|个|份|册|项)[)）])?(?P<after>{_ROUND})?
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
    >>> [(a.value, a.unit, a.approximate) for a in amounts("2023年公开1.2万余条,占98%。")]
    [(12000.0, '条', True), (98.0, '%', False)]
    """
    hidden = bytearray(len(text) + 1)
    for pattern in (_NO_AMOUNT, _TITLE):
        for match in pattern.finditer(text):
            hidden[match.start() : match.end()] = b"\1" * (match.end() - match.start())
    found = []
    for match in _pattern().finditer(text):
        first = match.end("before") if match["before"] else match.start()
        if not hidden[first]:
            amount = _amount(match, text, first)
            if amount is not None:
                found.append(amount)
    return _listed(found, text)


def _amount(match: re.Match[str], text: str, first: int) -> Amount | None:
    unit = match["unit"] or match["unit2"] or ""
    about = any(match[name] for name in ("before", "more", "more2", "more3", "more4", "over"))
    about = about or bool(match["after"] or _ABOUT_AHEAD.search(text[max(0, first - 6) : first]))
    value: float | None
    if match["part"]:
        value, unit = _part(match["part"]), "%"
    elif match["tenths"]:
        value = parse_chinese(match["tenths"]) or float(match["tenths"])
        value, unit = value * 10.0, "%"
    elif match["arabic"]:
        value = _arabic(match, text, first)
        if value is not None and text[first - 1 : first] == "-" and first:
            if unit not in ("%", "个百分点", "百分点") or text[first - 2 : first - 1].isascii():
                return None  # 3-5次, and no 增长-5.2%
            first, value = first - 1, -value
    else:
        value = _chinese(match, unit, text, first, about)
    if value is None:
        return None
    if unit and measures()[unit]["kind"] == "time" and not _takes_time(match, text):
        return None
    return Amount(first, match.end(), value, "个百分点" if unit == "百分点" else unit, about)


def _arabic(match: re.Match[str], text: str, first: int) -> float | None:
    digits = re.sub(r"[,\s]", "", match["arabic"])
    if digits[0] == "0" and len(digits) > 1:
        return None
    # 2 130条 may be 2130 or 130, and of more digits than these a double holds no whole number.
    if re.search(r"[~第×]$|\d\s$", text[max(0, first - 2) : first]) or len(digits) > _EXACT:
        return None
    value = float(digits + (match["decimals"] or "")) * _SCALES[match["scale"] or ""]
    if match["low"]:  # 3亿5000万元
        value += float(match["low"]) * _SCALES[match["low_scale"] or ""]
    return round(value * _SCALES[match["scale2"] or ""], 6)


def _takes_time(match: re.Match[str], text: str) -> bool:
    if text[match.start() - 1 : match.start()] in ("由", "从"):
        return bool(
            re.match(r"(?:缩短|压缩|压减|减少|降低|延长|增加)", text[match.end() : match.end() + 2])
        )
    limit = re.match(r"之?以?[内前后]", text[match.end() : match.end() + 2])
    return not limit and bool(_TAKES.search(text[max(0, match.start() - 12) : match.start()]))


def _part(text: str) -> float | None:
    """Read what stands behind 百分之."""
    if text[0].isdigit():
        return float(text)
    whole, _, decimals = text.partition("点")
    value = 100 if whole == "百" else parse_chinese(whole)
    if value is None:
        return None
    digits = "".join(str(parse_chinese(char)) for char in decimals)
    return float(f"{value}.{digits or 0}") if digits.isdigit() or not digits else None


def _chinese(match: re.Match[str], unit: str, text: str, first: int, about: bool) -> float | None:
    """Read a Chinese number; 一次性 and 三个方面 are ways of speaking, 三件 is a figure."""
    digits, end = match["chinese"], match.end()
    value: float | None = parse_chinese(digits)
    if value is None and about and digits in _SCALES:  # 近百场, 千余人次
        value = _SCALES[digits]
    if len(digits) > 1 and not set(digits) & set("十百千万亿零〇拾佰仟"):
        return None  # 三五个
    if match["point"] and value is not None:  # 三点五亿次
        value = _part(f"{digits}点{match['point']}")
    if value is None or (value == 0 and unit != "件") or text[first - 1 : first] in ("数", "几"):
        return None
    before = text[max(0, first - 12) : first]
    figurative = measures()[unit]["figurative"]
    if (figurative and re.match(figurative, text[end : end + 4])) or re.search(
        r"每[^，,。；]*$", before
    ):
        return None
    if unit == "分" or (unit == "元" and value < 10):
        return None
    if value == 1 and (not _ENDS.match(text, end) or before[-1:] in tuple("统同唯专进")):
        return None
    return round(float(value) * _SCALES[match["scale3"] or ""], 6)


def _listed(found: list[Amount], text: str) -> list[Amount]:
    """Give the numbers of a list the unit of its last; leave out other numbers without a unit."""
    kept: list[Amount] = []
    unit, following = "", len(text)
    for amount in reversed(found):
        own = amount.unit
        if not own and unit and _LISTED.fullmatch(text[amount.end : following]):
            own = unit
        elif not own and not _stands_alone(text, amount):
            unit, following = "", amount.start
            continue
        elif not own and _RATE.search(text[max(0, amount.start - 20) : amount.start]):
            own = "%"  # 败诉率为0
        kept.append(Amount(amount.start, amount.end, amount.value, own, amount.approximate))
        unit, following = own, amount.start
    return kept[::-1]


def _stands_alone(text: str, amount: Amount) -> bool:
    before, after = text[max(0, amount.start - 3) : amount.start], text[amount.end : amount.end + 1]
    if text[amount.end - 1] in "万亿+" and re.match(r"[，,。;；、)）\n]|$", after):
        return True
    return bool(
        re.search(r"(?:为|共计?|合计|总计|是|数|量|达到?|[:：])$", before)
        and re.match(r"[，,。;；、)）\n]|$", after)
    )


def measure_kind(unit: str) -> str:
    """Return what a unit measures: count, money, share, points, score, time, times or size."""
    return measures()[unit]["kind"] if unit in measures() else ""
