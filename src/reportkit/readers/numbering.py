"""Numbers that Word counts by itself: 一、 stands in print before a heading, not in the file."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .opc import Package, attribute, local, number

_DIGITS = "〇一二三四五六七八九"
#: Formats that write 1, 10 and 21 as 一, 十 and 二十一.
_CHINESE = frozenset(
    ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting",
     "taiwaneseCountingThousand", "koreanCounting")
)  # fmt: skip
_CIRCLED = frozenset(("decimalEnclosedCircle", "decimalEnclosedCircleChinese"))
_PLACE = re.compile(r"%([1-9])")
#: A list of so many points, and no number has a place for more.
_MOST = 99
_LEVELS = 9


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level of a list is numbered."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    style: str = ""


@dataclass
class Numbering:
    """The lists of a Word file, and how far each has counted."""

    #: By list: which it counts with, and its levels.
    lists: dict[str, tuple[str, dict[int, _Level]]] = field(default_factory=dict)
    #: By paragraph style: its list and level.
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    #: By list: the levels from which it begins anew, though others count along with it.
    restarts: dict[str, dict[int, int]] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)

    def next(self, paragraph: Mapping[str, Any]) -> str:
        """Return the number of a paragraph with these properties, counting it; "" for none."""
        name, level = self._place(paragraph)
        counter, levels = self.lists.get(name, ("", {}))
        if level not in levels:
            return ""
        counts = self.counts.setdefault(counter, {})
        for at, start in self.restarts.pop(name, {}).items():
            counts[at] = start - 1
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for deeper in [at for at in counts if at > level]:
            del counts[deeper]

        written = {
            at: _written(counts.get(at, own.start), own.format) for at, own in levels.items()
        }
        places = {int(place) - 1 for place in _PLACE.findall(levels[level].text)}
        if not places or not all(written.get(at) for at in places):
            return ""  # a bullet, or a number that cannot be written
        text = _PLACE.sub(lambda match: written[int(match[1]) - 1], levels[level].text)
        return f"{text} " if text[-1:].isalnum() or text.endswith(".") else text

    def _place(self, paragraph: Mapping[str, Any]) -> tuple[str, int]:
        style = paragraph.get("pStyle")
        name, level = self.styles.get(_value(style), ("", 0))
        own = paragraph.get("numPr")
        for child in own if own is not None else ():
            if local(child.tag) == "numId":
                name = _value(child)
            elif local(child.tag) == "ilvl":
                level = number(child, 0)
        return name, level


def read_numbering(
    package: Package, related: Mapping[str, tuple[str, str]], styles: Any
) -> Numbering:
    """Read the lists of a Word file, and which of its paragraph styles count along with them."""
    path = next((path for kind, path in related.values() if kind == "numbering"), "")
    root = package.xml(path)
    numbering = Numbering()
    abstract: dict[str, dict[int, _Level]] = {}
    for entry in root if root is not None else ():
        if local(entry.tag) == "abstractNum":
            levels = (child for child in entry if local(child.tag) == "lvl")
            found = {_ordinal(level): _level(level) for level in levels}
            abstract[attribute(entry, "abstractNumId") or ""] = found
        elif local(entry.tag) == "num":
            _add_list(numbering, entry, abstract)
    for style in styles if styles is not None else ():
        code = attribute(style, "styleId") or ""
        for element in (e for e in style.iter() if local(e.tag) == "numId"):
            _, known = numbering.lists.get(_value(element), ("", {}))
            own = [at for at, level in known.items() if level.style == code]
            named = next((number(e, 0) for e in style.iter() if local(e.tag) == "ilvl"), 0)
            numbering.styles[code] = (_value(element), own[0] if own else named)
    return numbering


def _add_list(numbering: Numbering, entry: Any, abstract: dict[str, dict[int, _Level]]) -> None:
    name, counter = attribute(entry, "numId") or "", ""
    levels: dict[int, _Level] = {}
    for child in entry:
        if local(child.tag) == "abstractNumId":
            counter = _value(child)
            levels = dict(abstract.get(counter, {}))
        for part in child if local(child.tag) == "lvlOverride" else ():
            if local(part.tag) == "startOverride":
                numbering.restarts.setdefault(name, {})[_ordinal(child)] = number(part, 1)
            elif local(part.tag) == "lvl":
                levels[_ordinal(child)] = _level(part)
    numbering.lists[name] = (counter, levels)


def _level(element: Any) -> _Level:
    parts = {local(child.tag): child for child in element}
    return _Level(
        number(parts.get("start"), 0 if "start" not in parts else 1),
        _value(parts.get("numFmt")) or "decimal",
        _value(parts.get("lvlText")),
        _value(parts.get("pStyle")),
    )


def _ordinal(element: Any) -> int:
    text = attribute(element, "ilvl") or "0"
    return min(int(text), _LEVELS) if text.isdecimal() and len(text) < 3 else 0


def _value(element: Any) -> str:
    return "" if element is None else attribute(element, "val") or ""


def _written(count: int, format_: str) -> str:
    """Return a count as a format writes it; nothing in formats that reports do not use.

    Examples
    --------
    >>> [_written(21, name) for name in ("chineseCountingThousand", "ideographDigital", "decimal")]
    ['二十一', '二一', '21']
    """
    if format_ == "decimal":
        return str(count)
    if not 0 < count <= _MOST:
        return ""
    tens, ones = divmod(count, 10)
    chinese = (
        (_DIGITS[tens] if tens > 1 else "") + "十" * (tens > 0) + (_DIGITS[ones] if ones else "")
    )
    if format_ in _CHINESE:
        return chinese
    if format_ == "ideographDigital":
        return "".join(_DIGITS[int(digit)] for digit in str(count))
    if format_ in _CIRCLED and count <= 20:
        return chr(0x2460 + count - 1)
    return ""
