"""The page's own Chinese font: the glyphs that it needs, and no more."""

from base64 import b64encode
from functools import cache
from io import BytesIO
from os import PathLike

from ..fonts import font_path

#: What the page's style sheet calls the font.
FAMILY = "Briefing"
#: Tables that lay out other scripts than Chinese, and vertical lines: a page needs none.
_DROPPED = ["BASE", "GDEF", "GPOS", "GSUB", "STAT", "VORG", "vhea", "vmtx"]


def font_face(text: str, *, many: bool = False) -> str:
    """Return a CSS rule that holds the glyphs of `text`; the same text gives the same bytes."""
    packed = b64encode(subset(text, many=many)).decode("ascii")
    return (
        f"@font-face {{ font-family: {FAMILY}; font-display: block; "
        f'src: url(data:font/woff;base64,{packed}) format("woff"); }}'
    )


def subset(text: str, *, many: bool = False) -> bytes:
    """Return the font as WOFF with the glyphs of `text` alone.

    With `many` pages to make, they are cut from a smaller font that is made once; the bytes are the
    same. (WOFF2 is a fifth smaller, and takes three times as long to pack.)
    """
    needed = frozenset(map(ord, text))
    if many:
        common, small = _common()
        if needed <= common:
            return _cut(BytesIO(small), needed, "woff")
    return _cut(font_path(), needed, "woff")


@cache
def _common() -> tuple[frozenset[int], bytes]:
    """Return the characters of GB2312 and Latin 1, and the font cut down to them."""
    rows = (bytes((high, low)) for high in range(0xA1, 0xF8) for low in range(0xA1, 0xFF))
    chars = b"".join(rows).decode("gb2312", errors="ignore")
    common = frozenset(map(ord, chars)) | frozenset(range(0x20, 0x100))
    return common, _cut(font_path(), common, None)


def _cut(source: BytesIO | PathLike[str], chars: frozenset[int], flavor: str | None) -> bytes:
    from fontTools import subset as subsetting
    from fontTools.ttLib import TTFont

    options = subsetting.Options()
    options.flavor = flavor
    options.hinting = False
    options.drop_tables = [*options.drop_tables, *_DROPPED]
    # The licence asks that its notice travel with the font.
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    with TTFont(source, recalcTimestamp=False, lazy=True) as font:
        subsetter = subsetting.Subsetter(options)
        subsetter.populate(unicodes=sorted(chars))
        subsetter.subset(font)
        font.flavor = flavor
        packed = BytesIO()
        font.save(packed, reorderTables=True)
    return packed.getvalue()
