"""The page's own Chinese font: the glyphs that it needs, and no more."""

from base64 import b64encode
from io import BytesIO

from ..fonts import font_path

#: What the page's style sheet calls the font.
FAMILY = "Briefing"


def font_face(text: str) -> str:
    """Return a CSS rule that holds the glyphs of `text`; the same text gives the same bytes."""
    woff2 = b64encode(subset(text)).decode("ascii")
    return (
        f"@font-face {{ font-family: {FAMILY}; font-display: block; "
        f'src: url(data:font/woff2;base64,{woff2}) format("woff2"); }}'
    )


def subset(text: str) -> bytes:
    """Return the font as WOFF2 with the glyphs of `text` alone."""
    from fontTools import subset as subsetting
    from fontTools.ttLib import TTFont

    options = subsetting.Options()
    options.flavor = "woff2"
    options.hinting = False
    options.layout_features = ["kern", "mark", "mkmk", "ccmp"]
    # The licence asks that its notice travel with the font.
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    with TTFont(font_path(), recalcTimestamp=False, lazy=True) as font:
        subsetter = subsetting.Subsetter(options)
        subsetter.populate(unicodes=sorted(set(map(ord, text))))
        subsetter.subset(font)
        font.flavor = "woff2"
        packed = BytesIO()
        font.save(packed, reorderTables=True)
    return packed.getvalue()
