"""Markup that stands in a web page as text: in strings of its scripts, or escaped."""

import json
import re
from collections.abc import Iterator
from html import unescape

_TAG = re.compile(r"<table\b", re.IGNORECASE)
#: A string of a script or of JSON. An end that is lacking is borne, so that no quotation mark is
#: tried twice and the time stays linear.
_STRING = re.compile(
    r'"((?:[^"\\\n]|\\.)*+)"?|' r"'((?:[^'\\\n]|\\.)*+)'?|" r"`((?:[^`\\]|\\.)*+)`?", re.DOTALL
)
_TEXT_AREA = re.compile(r"</?textarea\b[^<>]*>", re.IGNORECASE)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.DOTALL)
_CONTROL = {"n": "\n", "r": "\r", "t": "\t", "b": "", "f": "", "v": "", "0": "", "\n": ""}


def escaped(text: str) -> Iterator[tuple[str, bool]]:
    """Yield markup that stands in the page as text, unescaped, and whether it is the whole page."""
    for script in _scripts(text):
        strings = (_unescape_string(match) for match in _STRING.finditer(script))
        # Of a page written piece by piece, all pieces that hold markup.
        found = "".join(string for string in map(_unescape_html, strings) if "<" in string)
        if _TAG.search(found):
            yield found, False
    whole = _TEXT_AREA.sub("", unescape(text))
    if len(whole) < len(text) and _TAG.search(whole):
        yield whole, True


def _scripts(text: str) -> Iterator[str]:
    lower = text.lower() if text.isascii() else re.sub("[A-Z]", lambda m: m[0].lower(), text)
    end = 0
    while (start := lower.find("<script", end)) >= 0:
        end = lower.find("</script", start)
        if end < 0:
            yield text[start:]
            return
        yield text[start:end]


def _unescape_string(match: re.Match[str]) -> str:
    body = match[1] or match[2] or match[3] or ""
    if "\\" not in body:
        return body
    if match[1]:
        try:
            return str(json.loads(match[0]))
        except ValueError:
            pass

    def character(escape: re.Match[str]) -> str:
        code = escape[1] or escape[2]
        return chr(int(code, 16)) if code else _CONTROL.get(escape[3], escape[3])

    # Characters beyond U+FFFF are written as two halves: put together by way of UTF-16.
    halves = _ESCAPE.sub(character, body)
    return halves.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _unescape_html(text: str) -> str:
    return unescape(text) if "&lt;" in text else text
