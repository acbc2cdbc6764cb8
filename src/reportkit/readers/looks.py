"""How the elements of a web page look, as far as it tells what is to be seen."""

import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from ..text import lowered, raised

#: With more rules than this a sheet is a site's and not a report's.
MAX_RULES = 400
_ZERO = re.compile(r"(?:0+\.?0*|\.0+)(?:p[xtc]|r?em|ex|%|cm|mm|in|vw|vh)?")
#: What boxes become that styles make tables of.
_DRAWN = {"table": "table", "inline-table": "table", "table-row": "tr", "table-cell": "td"}


class Look(NamedTuple):
    """What an element's tag and style say; where they say nothing, what is around it holds."""

    #: Whether it takes no room at all, as ``display:none``.
    gone: bool | None = None
    #: Whether it is struck out, or all transparent: what is in it cannot undo that.
    struck: bool | None = None
    clear: bool | None = None
    #: Whether it can be seen, and whether its letters have a size.
    visible: bool | None = None
    sized: bool | None = None
    #: What sets its digits above the line or below: `raised` or `lowered`.
    small: Callable[[str], str] | None = None
    #: The tag of a table that ``display`` makes of it.
    drawn: str = ""

    def with_style(self, style: "Look", *, inline: bool) -> "Look":
        """Return a tag's look with its style's, whose ``vertical-align`` counts within a line."""
        return style._replace(
            gone=self.gone if style.gone is None else style.gone,
            struck=self.struck if style.struck is None else style.struck,
            small=(style.small if inline else None) or self.small,
        )

    def within(self, around: "Look") -> "Look":
        """Return what is so of the text of an element in another one."""
        look = Look(
            None,
            self.struck or around.struck,
            self.clear or around.clear,
            around.visible if self.visible is None else self.visible,
            around.sized if self.sized is None else self.sized,
            self.small or around.small,
        )
        return look if look.unseen or look.small else PLAIN

    @property
    def unseen(self) -> bool:
        """Whether nothing of its text is to be seen."""
        return bool(self.struck or self.clear) or self.visible is False or self.sized is False

    @property
    def telling(self) -> bool:
        """Whether it shows its text otherwise than as it stands, or as a table's."""
        return bool(self.gone or self.small or self.drawn) or self.unseen

    def shown(self, text: str) -> str:
        """Return what is to be seen of a text; small digits as such."""
        if self.unseen:
            return ""
        return self.small(text) if self.small else text


PLAIN = Look()
#: Tags that say how their text looks.
LOOKS = {
    **dict.fromkeys(("del", "s", "strike"), Look(struck=True)),
    "sup": Look(small=raised),
    "sub": Look(small=lowered),
}


def read_look(style: str) -> Look:
    """Read a ``style`` attribute; one that says nothing of this is `PLAIN` itself.

    Examples
    --------
    >>> read_look("color:red; text-decoration: LINE-THROUGH").struck
    True
    >>> read_look("visibility:hidden !important; visibility:visible").visible
    False
    >>> read_look("width:10%") is PLAIN
    True
    """
    look = PLAIN
    declarations = [part.partition(":") for part in style.lower().split(";")]
    for name, _, value in sorted(declarations, key=lambda part: "!important" in part[2]):
        rule = _RULES.get(name.strip())
        if rule:
            look = look._replace(**rule(value.replace("!important", "").strip()))
    return PLAIN if look == PLAIN else look


def _sized(value: str) -> bool | None:
    """Whether letters of this size can be seen; None where that of the letters around tells."""
    if _ZERO.fullmatch(value):
        return False
    relative = value.endswith(("em", "ex", "%", "er", "inherit")) and not value.endswith("rem")
    return None if relative else True


_RULES: dict[str, Callable[[str], dict[str, Any]]] = {
    "display": lambda value: {"gone": value == "none", "drawn": _DRAWN.get(value, "")},
    "mso-hide": lambda value: {"gone": value == "all"},
    "visibility": lambda value: {"visible": value not in ("hidden", "collapse")},
    "opacity": lambda value: {"clear": bool(_ZERO.fullmatch(value))},
    "font-size": lambda value: {"sized": _sized(value)},
    "text-decoration": lambda value: {"struck": "line-through" in value},
    "text-decoration-line": lambda value: {"struck": "line-through" in value},
    "vertical-align": lambda value: {"small": {"super": raised, "sub": lowered}.get(value)},
}


# --- style sheets within the page -----------------------------------------------------------------

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)|<!--|-->", re.DOTALL)
#: What a sheet holds if any of its rules tells something.
_TELLING = re.compile(
    r"none|hidden|line-through|super|sub\b|table-|mso-hide|opacity|size\s*:\s*0", re.IGNORECASE
)
_AROUND = re.compile(r"[\s>+~]+")
_LAST = re.compile(r"([a-z][a-z0-9]*)?((?:[.#][\w-]+)+)")
_NAME = re.compile(r"[.#][\w-]+")


class Sheet:
    """The rules of a page's ``<style>`` elements that tell what is to be seen.

    Rules for classes and ids are followed. One that asks what is around an element is followed only
    where it shows something, for it may undo a rule that hides. Rules for some screens or for print
    (``@media``) are not followed.
    """

    def __init__(self, css: str) -> None:
        self._known: dict[tuple[str, str, str], str] = {}
        self._rules: list[tuple[int, str, frozenset[str], str]] = []
        telling = False
        for selectors, style in _rules(css) if _TELLING.search(css) else ():
            look = read_look(style)
            for selector in selectors.split(",") if look is not PLAIN else ():
                *around, last = _AROUND.split(selector.strip())
                match = _LAST.fullmatch(last)
                if match and not (around and look.telling):
                    names = frozenset(_NAME.findall(match[2]))
                    weight = len(names) + 9 * match[2].count("#")
                    self._rules.append((weight, match[1] or "", names, style))
                    telling |= look.telling
        self._rules.sort(key=lambda rule: rule[0])
        if not telling or len(self._rules) > MAX_RULES:
            self._rules = []

    def __bool__(self) -> bool:
        return bool(self._rules)

    def style(self, tag: str, classes: str, name: str) -> str:
        """Return what the rules say of an element, the weightier last, as a ``style`` would."""
        key = tag, classes, name
        if key not in self._known:
            own = {"." + each for each in classes.lower().split()} | {"#" + name.lower()}
            self._known[key] = "".join(
                style + ";"
                for _, wanted, names, style in self._rules
                if wanted in ("", tag) and names <= own
            )
        return self._known[key]


def _rules(css: str) -> Iterator[tuple[str, str]]:
    """Yield selectors and declarations of a sheet; what stands in @ rules is left out."""
    css = _COMMENT.sub(" ", css).lower()
    depth = start = begin = 0
    for brace in re.finditer("[{}]", css):
        if brace[0] == "{":
            begin = begin if depth else brace.end()
            depth += 1
        elif depth:
            depth -= 1
        if not depth:
            selectors = css[start : max(begin - 1, start)].rpartition(";")[2].strip()
            if selectors and not selectors.startswith("@"):
                yield selectors, css[begin : brace.start()].partition("{")[0]
            start = begin = brace.end()
