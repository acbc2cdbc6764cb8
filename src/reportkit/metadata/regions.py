"""The place that a body governs or belongs to, told from its name."""

import re
from functools import cache

from ..codebook import read_spec

BODY = "人民政府"

#: Bodies of the state whose own name comes before the place: 国家税务总局安阳市税务局.
_STATE = re.compile(
    r"^(?:(?:国家|中国|中华人民共和国)[^省市区县旗]{2,12}?(?:总局|局|署|部|银行)"
    r"|新疆生产建设兵团(?:第.{1,3}师)?)(?=.)"
)
_PARTY = re.compile(r"^(?:中共|中国共产党)")
#: A stem holds no mark of a division but 州 (杭州市, 象州县), and does not reach past a body's end.
_STEM = "[^省市区县旗盟局厅委办院队司校()]"
#: 市场 is no city's market, 区域 and 县域 are no names; 城乡 and 城镇 end no township's name.
_CITY, _COUNTY, _DISTRICT = "市(?!场)", "县(?![域级])", "区(?![域划块级])"
_AUTONOMOUS = rf"{_STEM}{{1,14}}?自治"
_TOWNSHIP = re.compile(rf"{_STEM}{{1,8}}?(?<!城)(?:镇|乡|苏木)(?=$|{BODY}|政府)")


def region_of(issuer: str | None) -> str | None:
    """Return the place that a body governs or belongs to: all before 人民政府, else its divisions.

    Read from the left: a province, a prefecture or city, a county or district, a township. Names
    that hold the mark of a division in an odd place are in ``spec/divisions.csv``.

    Examples
    --------
    >>> [region_of(body) for body in ("淮安市洪泽区人民政府", "杭州市教育局", "恩施州市场监管局")]
    ['淮安市洪泽区', '杭州市', '恩施州']
    >>> [region_of(body) for body in ("国家税务总局安阳市税务局", "济南市市中区教育局", "审计署")]
    ['安阳市', '济南市市中区', None]
    """
    if not issuer:
        return None
    name = _PARTY.sub("", issuer)
    name = _STATE.sub("", name) if BODY not in name else name
    if BODY in name:
        return name.split(BODY)[0] or None
    return "".join(_parts(name)) or None


def is_place(name: str) -> bool:
    """Tell whether a name is that of a division alone, of which 人民政府 governs.

    Examples
    --------
    >>> [is_place(name) for name in ("青州市", "修武县教育局", "郑州开发区", "大兴安岭地区")]
    [True, False, False, False]
    """
    return region_of(name) == name and not is_zone(name)


def is_zone(name: str) -> bool:
    """Tell whether a place is a zone or another that 人民政府 does not govern."""
    whole = _named("county")
    return name.endswith(_named("zone")) and not name.endswith(whole)


def _parts(name: str) -> list[str]:
    """Return the divisions that a name begins with, from the largest."""
    parts: list[str] = []
    for level in (_province(), _prefecture(), _county(), _TOWNSHIP):
        match = level.match(name)
        if match and match[0] not in _named("none") and not match[0].endswith("保护区"):
            parts.append(match[0])
            name = name[match.end() :]
    return parts


@cache
def _named(kind: str) -> tuple[str, ...]:
    return tuple(row["name"] for row in read_spec("divisions") if row["kind"] == kind)


def _any(kind: str) -> str:
    return "|".join(map(re.escape, sorted(_named(kind), key=len, reverse=True)))


@cache
def _province() -> re.Pattern[str]:
    return re.compile(_any("province"))


@cache
def _prefecture() -> re.Pattern[str]:
    # A name of the county level may hold 市 in an odd place: it is left to that level.
    return re.compile(
        rf"(?!{_any('county')})(?:{_any('prefecture')}|{_AUTONOMOUS}州|{_STEM}{{1,5}}?{_CITY}"
        rf"|{_STEM}{{2,5}}?州(?!{_CITY}|区|县)|{_STEM}{{1,5}}?地区|{_STEM}{{1,5}}?盟)"
    )


@cache
def _county() -> re.Pattern[str]:
    zones = "|".join(zone for zone in _named("zone") if zone.endswith("区"))
    return re.compile(
        rf"{_any('county')}|{_AUTONOMOUS}[县旗]|{_STEM}{{1,8}}?族区|{_STEM}{{1,12}}?(?:{zones})"
        rf"|{_STEM}{{1,5}}?(?:{_COUNTY}|{_DISTRICT}|{_CITY})|{_STEM}{{1,9}}?旗"
    )
