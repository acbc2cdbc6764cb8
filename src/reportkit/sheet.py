"""The look of every page: one style sheet, the frame around what it shows, and its own font."""

import re
import string
from functools import cache
from html import escape
from importlib.resources import files
from importlib.util import find_spec

from .codebook import Lang
from .output import MADE
from .webfont import FAMILY, font_face

#: What HTML calls the languages.
LANGUAGE: dict[Lang, str] = {"zh": "zh-CN", "en": "en"}
#: What a page may load: pictures and fonts that it holds itself.
_POLICY = (
    "default-src 'none'; img-src data:; font-src data:; style-src 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'"
)
CLOSING = "</main>\n</body>\n</html>\n"


@cache
def style() -> str:
    """Return the style sheet."""
    return (files(__package__) / "sheet.css").read_text(encoding="utf-8")


@cache
def palette(selector: str) -> str:
    """Return the sheet's colours, light and dark, for a part of a page that is not ours.

    Examples
    --------
    >>> palette(".beside").split("{")[0]
    '.beside '
    """
    light, dark = re.findall(r"^ *:root \{(.*?)\}", style(), flags=re.M | re.S)[:2]
    return (
        f"{selector} {{{light}}}\n@media (prefers-color-scheme: dark) {{ {selector} {{{dark}}} }}\n"
    )


def opening(lang: Lang, title: str = "", rules: str = "") -> str:
    """Return a page up to what it shows; `rules` are a page's own, behind those of all."""
    return (
        f'<!DOCTYPE html>\n<html lang="{LANGUAGE[lang]}">\n<head>\n<meta charset="utf-8">\n'
        f"{MADE}\n"
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{escape(title)}</title>\n<style>\n{style()}{rules}</style>\n</head>\n"
        "<body>\n<main>\n"
    )


def page(title: str, body: str, lang: Lang, *, rules: str = "") -> str:
    """Return a page that stands by itself; `body` is HTML.

    It holds its own Chinese font where the extra `brief`, which cuts it, is installed; else it is
    shown in the reader's.
    """
    rules += running_title(title)
    if find_spec("uharfbuzz") and find_spec("fontTools"):
        rules += font_face(body + title + string.printable)
    return f"{opening(lang, title, rules)}{body}{CLOSING}"


def scrolling(table: str, label: str) -> str:
    """Return a table in a box that scrolls by itself, by keyboard too."""
    named = escape(label)
    return f'<div class="scroll" tabindex="0" role="region" aria-label="{named}">{table}</div>'


def running_title(title: str) -> str:
    """Return the print style of the pages' margins, with a title that cannot leave its string."""
    safe = "".join(c if c.isalnum() or c in " -" else f"\\{ord(c):x} " for c in title)
    font = f"font: 8pt {FAMILY}, sans-serif; color: #444;"
    return (
        "@page { size: A4; margin: 22mm 20mm 20mm; "
        f'@top-left {{ content: "{safe}"; {font} }} '
        f'@bottom-right {{ content: counter(page) " / " counter(pages); {font} }} }}\n'
        "@page :first { @top-left { content: none; } }\n"
    )
