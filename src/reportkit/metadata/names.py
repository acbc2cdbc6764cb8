"""The names of bodies: taken out of titles, and told from what a page prints around them."""

import re
from functools import cache

from ..codebook import read_spec
from ..notes import told
from ..text import normalize
from .regions import is_place, is_zone, region_of

#: What stands in brackets before a name tells the kind of a document: 【年报】, [公开].
_BRACKETED = re.compile(r"^(?:【[^】]*】|\[[^\]]*\]|\([^)]*\)|〔[^〕]*〕)+")
_EDGES = "\"'《》〈〉<>()[]【】〔〕:-_.*# "
_DIGITS = "0123456789"
_ABOUT = "关于"
_OWN = re.compile(r"\(?本级\)?$|的$")
_NAME = re.compile(r"[^。;!?,:|<>]{2,40}")


@cache
def words(kind: str) -> tuple[str, ...]:
    """Return the words of a kind in ``spec/title_words.csv``."""
    return tuple(row["word"] for row in read_spec("title_words") if row["kind"] == kind)


def holds(text: str, kind: str) -> bool:
    """Tell whether a text holds a word of a kind."""
    return _any_of(kind).search(text) is not None


@cache
def _any_of(kind: str) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, words(kind))))


def is_organ(name: str) -> bool:
    """Tell whether a name ends as a body's name does, and no page prints it about itself.

    Examples
    --------
    >>> [is_organ(name) for name in ("修武县教育局", "打印本页", "网上办事大厅", "本机关")]
    [True, False, False, False]
    """
    folded = normalize(name).rstrip(")")
    return bool(
        _NAME.fullmatch(folded) and folded.endswith(_endings()) and not holds(folded, "furniture")
    )


def names_body(name: str) -> bool:
    """Tell whether a name is a body's, or a place's that stands for its government."""
    return is_organ(name) or (region_of(name) == name and not holds(name, "furniture"))


def body_in(text: str) -> str:
    """Return the name of a body out of what a title says before or behind its year.

    Examples
    --------
    >>> [body_in(text) for text in ("关于报送甲县财政局", "【年报】乙县教育局", "甲县关于公布")]
    ['甲县财政局', '乙县教育局', '甲县']
    >>> body_in("甲县人民政府办公室关于印发乙县人民政府")
    '乙县人民政府'
    """
    sender, _, subject = text.rpartition(":")[2].rpartition(_ABOUT)
    return _plain(subject) or _plain(sender)


def _plain(text: str) -> str:
    """Take off what surrounds a name: marks, verbs of publishing, 本级."""
    while True:
        bare = _BRACKETED.sub("", text).strip(_EDGES).lstrip(_DIGITS)
        bare = _OWN.sub("", bare.removeprefix(_ABOUT).removesuffix(_ABOUT))
        for verb in words("verb"):
            bare = bare.removeprefix(verb).removesuffix(verb)
        if bare.count("(") > bare.count(")"):  # 甲县财政局(国资委)
            bare += ")"
        if bare == text:
            return bare
        text = bare


def full_name(printed: str) -> tuple[str, str]:
    """Return a body's name for what a title prints, and what has been assumed by it."""
    if is_place(printed):
        name = f"{printed}人民政府"
        return name, told("place_assumed", issuer=name)
    if region_of(printed) == printed and is_zone(printed):
        return printed, told("zone_named", issuer=printed)
    if not is_organ(printed):
        return printed, told("no_body_named", issuer=printed)
    return printed, ""


@cache
def _endings() -> tuple[str, ...]:
    return tuple(row["suffix"] for name in ("organs", "bodies") for row in read_spec(name))
