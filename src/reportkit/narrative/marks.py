"""What numbers the points of a text: 一是, （一）, 1., ①, 首先, 一方面, 问题一：."""

import re
from dataclasses import dataclass, replace

from ..text import parse_chinese

_HAN = "[一二三四五六七八九十]"
_BODY = "[局县区市州旗镇乡街道办委厅院所中心部门单位]"
_STOPS = "。！？；;：:】"

#: Where a mark may stand: at the start, behind a stop, or, those that no sentence has by chance,
#: behind a comma or a blank as well.
_MARK = re.compile(
    rf"""
    (?:^\s*|(?<=[{_STOPS}])\s*|(?<=[\s{_STOPS}]))
    (?: (?P<top>{_HAN}{{1,3}})\s?、
      | (?P<dot>\d{{1,2}})(?:[.．](?!\d)|、)
      | (?P<half>\d{{1,2}})[)）]
      | (?P<label>(?:存在|主要)?(?:问题|不足|短板)
        |(?:整改|改进|对应|解决)?(?:措施|举措|情况)|对策|整改|改进)
        (?P<labelled>{_HAN}{{1,2}}|\d{{1,2}})[：:、.．，,]
    )
  | (?:^\s*|(?<=[{_STOPS}，,、\s）)”"])\s*|(?<=[我们将要])|(?<=我{_BODY})|(?<=我{_BODY}{_BODY}))
    (?: [（(]\s?(?P<paren>{_HAN}{{1,3}})\s?[）)][、，.．]?
      | [（(]\s?(?P<figure>\d{{1,2}})\s?[）)][、，.．]?
      | (?P<is>{_HAN}{{1,3}})\s?(?:是(?!否)|则|要(?!求|件|点|素)|来(?=[，,]))[，,]?
      | 第(?P<ord>{_HAN}{{1,2}}|\d{{1,2}})(?:[，,、：:]|是|点是|方面[，,：:是])
      | 其(?P<its>{_HAN})(?:[，,、：:]|是)
      | (?P<one>一个|另一个|再一个|还有一个|第三个)是
      | (?P<side>一方面|另一方面|再一方面|第三方面)(?:是)?[，,]?
      | (?P<first>首先|其次|再次|再者)(?:是)?[，,]?
    )
  | (?P<circle>[①-⑳⑴-⒇])[、.．]?
  | (?:^\s*|(?<=[{_STOPS}])\s*)(?P<further>此外|另外|同时|还有)[，,]
  | (?<=[；;])\s*(?P<also>同时)(?![，,])
  | (?:^\s*|(?<=[{_STOPS}，,])\s*)(?P<last>最后)(?:是|[，,])?
  | ^\s*(?P<bullet>[●•·▪◆■★➢➤✓√◎○◇▶►※\uf06c\uf0d8\uf0b2]|[-—*]{{1,2}}(?=\s?[^\d\s—-]))\s*
    """,
    re.VERBOSE | re.MULTILINE,
)
#: A first number glued to the heading before it (主要问题1.…), or a further one behind a comma: by
#: chance they stand in sentences too, so the numbers beside them must go on from them.
_GLUED = re.compile(
    r"""
    (?<=[\u4e00-\u9fff])(?<![第之统唯万单同专逐附件表图])
    (?: (?P<dot>1)(?:[.．](?!\d)|、) | (?P<is>一)\s?是(?!否) | (?P<top>一)、
      | [（(]\s?(?P<paren>一)\s?[）)] | [（(]\s?(?P<figure>1)\s?[）)] )
  | (?<=[\u4e00-\u9fff，,])\s*(?P<next>\d{1,2})[.．、](?=\s*[\u4e00-\u9fff“《])
    """,
    re.VERBOSE,
)
_WORDS = {"一个": 1, "另一个": 2, "再一个": 3, "还有一个": 3,
          "一方面": 1, "另一方面": 2, "再一方面": 3, "第三方面": 3,
          "首先": 1, "其次": 2, "再次": 3, "再者": 4}  # fmt: skip
_FURTHER = 9


@dataclass(frozen=True, slots=True)
class Mark:
    """What numbers a point: where it stands, its style, its number (0: a bullet has none)."""

    start: int
    end: int
    style: str
    number: int
    says: str = ""


def marks(text: str) -> list[Mark]:
    """Return the marks of a paragraph, in printed order.

    此外, 同时 and the like number a point only where 首先 or 一方面 stands before them.

    Examples
    --------
    >>> [(mark.style, mark.number) for mark in marks("问题：一是甲不足；二是乙不足。（三）丙")]
    [('is', 1), ('is', 2), ('paren', 3)]
    """
    found: list[Mark] = []
    for match in _MARK.finditer(text):
        style = match.lastgroup or ""
        printed = match[style]
        says = ""
        if style == "labelled":
            says = match["label"]
            number = _number(printed)
        elif style in ("further", "last"):
            if not found or found[-1].style not in ("first", "side"):
                continue
            style, number = found[-1].style, _FURTHER
        elif style == "also":
            if not found or found[-1].style != "side":
                continue
            style, number = "side", _FURTHER
        elif style in ("one", "side", "first"):
            number = _WORDS[printed]
        elif style == "bullet":
            number = 0
        elif style == "circle":
            number = ord(printed) - (ord("①") if printed <= "⑳" else ord("⑴")) + 1
        else:
            number = _number(printed)
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        found.append(Mark(start, match.end(), style, number, says))
    return _with_glued(text, found)


def _with_glued(text: str, found: list[Mark]) -> list[Mark]:
    """Add the marks that only the numbers beside them tell."""
    glued = list(_GLUED.finditer(text))
    if not glued:
        return found
    merged: list[Mark] = []
    taken = {mark.start for mark in found}
    candidates = [
        Mark(
            match.start() + len(match[0]) - len(match[0].lstrip()), match.end(),
            "dot" if match.lastgroup == "next" else match.lastgroup or "",
            _number(match[match.lastgroup or 0]), "next" if match.lastgroup == "next" else "first",
        )
        for match in glued
    ]  # fmt: skip
    following: dict[str, int] = {}  # by style, the number that comes next
    every = sorted(
        [*found, *(one for one in candidates if one.start not in taken)],
        key=lambda mark: mark.start,
    )
    kept: list[Mark] = []
    for mark in reversed(every):  # a first one needs its second behind it
        if mark.says != "first" or following.get(mark.style) == mark.number + 1:
            following[mark.style] = mark.number
            kept.append(mark)
    last: dict[str, int] = {}
    for mark in reversed(kept):  # a further one needs the one before it
        if mark.says == "next" and last.get(mark.style) != mark.number - 1:
            continue
        last[mark.style] = mark.number
        own = mark.says in ("first", "next")
        merged.append(replace(mark, says="") if own else mark)
    return merged


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else parse_chinese(text) or 0
