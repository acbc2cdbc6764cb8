"""Web pages: prose and tables out of whatever containers a site nests them in.

Decoded first, then parsed as text: given bytes that declare gb2312, lxml stops without a word at
the first character outside it.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from html import unescape

from ..document import Block
from ..errors import ReadError
from ..text import iso_date, raised
from .cells import MAX_CELLS, MAX_SPAN, Head, Item, Slot, Table, clamp, lay_out
from .decode import decode

#: The smallest of the three statutory tables has more, 索引号, 发布机构 … above a report fewer.
_FEW_CELLS = 40
#: A long report page has some 5,000 elements.
MAX_ELEMENTS = 1_000_000

#: What is not shown, or was struck out.
_DROPPED = frozenset(
    ("script", "style", "noscript", "template", "textarea", "xml", "rt", "rp", "iframe", "object",
     "del", "s", "strike")
)  # fmt: skip
#: What ends a paragraph where it begins and where it ends; all else runs on within a line.
_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "br", "button", "caption", "center"),
        *("dd", "details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure"),
        *("footer", "form", "header", "hr", "html", "legend", "li", "main", "menu", "nav", "ol"),
        *("option", "p", "pre", "section", "select", "summary", "table", "tbody", "td", "tfoot"),
        *("th", "thead", "title", "tr", "ul"),
    )
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)
#: A line end of the source between two Chinese characters is no blank.
_SOFT_BREAK = re.compile(
    r"(?<=[\u2e80-\ufaff\uff00-\uffef])[ \t]*[\r\n]\s*(?=[\u2e80-\ufaff\uff00-\uffef])"
)
#: Marks that show nothing; a cell that holds them alone is blank.
_UNSEEN = "\u200b\u200c\u200d\u2060\ufeff\u00ad"

#: What sites call their metadata, lower case, the most telling first.
_TITLES = ("articletitle", "og:title", "title", "h1")
_DATES = (
    "pubdate", "publishdate", "publish_date", "publishtime", "article:published_time",
    "firstpublishedtime", "og:release_date", "dc.date", "createdate", "date",
)  # fmt: skip
_SITES = ("sitename", "og:site_name")
_DATE = re.compile(r"((?:19|20)\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})")


def read(data: bytes, name: str) -> tuple[Iterable[Block], Mapping[str, str]]:
    """Read a page into headings, paragraphs and grids.

    Only the innermost tables that hold data become grids; tables that lay out the page are walked
    through. Scripts, styles and what ``display:none`` hides are left out, unless the page shows
    hardly a table: then the report is looked for in what is hidden, and in script strings.
    """
    text = decode(data, name)
    page = _parse(text, name)
    if page.cells < _FEW_CELLS:
        page = _with_hidden(page, text)
    return lay_out(page.items), page.metadata()


class _Page:
    """What the parser calls, event by event.

    No tree is built: on a page of 115 KB the events alone take 1.4 ms, as long as a tree takes to
    build that has yet to be walked, and unlike a tree they know no limit of depth.
    """

    def __init__(self, name: str, hidden: bool) -> None:
        self.name = name
        self.hidden = hidden
        self.items: list[Item] = []
        self.cells = 0
        self.named: dict[str, list[str]] = {}
        self.has_hidden = False
        self._elements = 0
        self._sink = self.items
        self._sinks: list[list[Item]] = []
        self._tables: list[Table] = []
        self._pieces: list[str] = []
        self._skip = 0
        self._level = 0
        self._raised = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._elements += 1
        if self._elements > MAX_ELEMENTS:
            raise _too_large(self.name, f"{MAX_ELEMENTS:,} elements")
        if self._skip:
            self._skip += 1
            return
        if tag in _DROPPED and not (self.hidden and tag in ("noscript", "template")):
            self.has_hidden |= tag in ("noscript", "template")
            self._skip = 1
            return
        if attributes and not self.hidden:
            style = attributes.get("style")
            if (style and "none" in style and _HIDDEN.search(style)) or "hidden" in attributes:
                self.has_hidden = True
                self._skip = 1
                return
        if tag in _BLOCKS:
            self._flush()
            if tag == "td" or tag == "th":
                self._cell(attributes)
            elif tag == "tr":
                if self._tables:
                    self._tables[-1].rows.append([])
            elif tag == "table":
                self._tables.append(Table())
        elif tag == "sup":
            self._raised += 1
        elif tag in _HEADINGS:
            self._flush()
            self._level = _HEADINGS[tag]
        elif tag == "meta":
            key = attributes.get("name") or attributes.get("property") or ""
            self._name(key.lower(), attributes.get("content") or "")

    def end(self, tag: str) -> None:
        if self._skip:
            self._skip -= 1
            return
        if tag in _BLOCKS:
            if tag == "title":
                self._name("title", self._line())
                return
            self._flush()
            if tag == "td" or tag == "th":
                self._sink = self._sinks.pop()
            elif tag == "table":
                # At its end, not its start: a caption and stray text show above the table.
                self._sink.append(self._tables.pop())
        elif tag == "sup":
            self._raised -= 1
        elif tag in _HEADINGS:
            if self._level == 1:
                self._name("h1", "".join(self._pieces))
            self._flush()
            self._level = 0

    def data(self, text: str) -> None:
        if not self._skip:
            self._pieces.append(raised(text) if self._raised > 0 else text)

    def close(self) -> "_Page":
        self._flush()
        return self

    def metadata(self) -> dict[str, str]:
        """Return the title, all candidates for it (a line each), the date and the site."""
        titles = [text for key in _TITLES for text in self.named.get(key, ())]
        dates = [text for key in _DATES for text in self.named.get(key, ())]
        sites = [text for key in _SITES for text in self.named.get(key, ())]
        found = {
            "title": titles[0] if titles else "",
            "titles": "\n".join(dict.fromkeys(titles)),
            "published": next((iso for text in dates if (iso := _iso(text))), "".join(dates[:1])),
            "site": sites[0] if sites else "",
        }
        return {key: text for key, text in found.items() if text}

    def _cell(self, attributes: Mapping[str, str]) -> None:
        self._sinks.append(self._sink)
        if not self._tables:
            return
        self.cells += 1
        if self.cells > MAX_CELLS:
            raise _too_large(self.name, f"{MAX_CELLS:,} table cells")
        slot = Slot(
            [], clamp(attributes.get("rowspan"), MAX_SPAN), clamp(attributes.get("colspan"))
        )
        rows = self._tables[-1].rows
        if not rows:
            rows.append([])
        rows[-1].append(slot)
        self._sink = slot.items

    def _line(self) -> str:
        """Take the text since the last boundary as one line."""
        pieces = self._pieces
        if not pieces:
            return ""
        text = pieces[0] if len(pieces) == 1 else "".join(pieces)
        pieces.clear()
        if "\n" in text or "\r" in text:
            text = _SOFT_BREAK.sub("", text)
        return " ".join(text.split()).strip(_UNSEEN)

    def _flush(self) -> None:
        if self._pieces:
            line = self._line()
            if line:
                self._sink.append(Head(line, self._level) if self._level else line)

    def _name(self, key: str, text: str) -> None:
        text = " ".join(text.split())
        if text:
            self.named.setdefault(key, []).append(text)


def _parse(text: str, name: str, *, hidden: bool = False) -> _Page:
    from lxml import etree

    parser = etree.HTMLParser(target=_Page(name, hidden))
    try:
        parser.feed(text)
        page: _Page = parser.close()
    except etree.LxmlError as error:
        raise ReadError(f"{name} cannot be read as a web page: {error}. Save it again.") from error
    return page


def _too_large(name: str, what: str) -> ReadError:
    return ReadError(f"{name} has more than {what}: no annual report has. Save the report alone.")


def _iso(text: str) -> str:
    match = _DATE.search(text)
    if not match:
        return ""
    return iso_date(*map(int, match.groups())) or ""


# --- a report that the page itself does not show --------------------------------------------------

_TAG = re.compile(r"<table\b", re.IGNORECASE)
#: A string of a script or of JSON. An end that is lacking is borne, so that no quotation mark is
#: tried twice and the time stays linear.
_STRING = re.compile(
    r'"((?:[^"\\\n]|\\.)*+)"?|' r"'((?:[^'\\\n]|\\.)*+)'?|" r"`((?:[^`\\]|\\.)*+)`?", re.DOTALL
)
_TEXT_AREA = re.compile(r"</?textarea\b[^<>]*>", re.IGNORECASE)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.DOTALL)
_CONTROL = {"n": "\n", "r": "\r", "t": "\t", "b": "", "f": "", "v": "", "0": "", "\n": ""}


def _with_hidden(page: _Page, text: str) -> _Page:
    """Add the tables that are hidden, or stand in script strings, text areas or escaped text."""
    if page.has_hidden:
        shown = _parse(text, page.name, hidden=True)
        if shown.cells > page.cells:
            return shown
    for candidate, whole in _escaped(text):
        inner = _parse(candidate, page.name, hidden=True)
        if inner.cells > page.cells:
            inner.named = page.named | inner.named
            # A page around a script's string may hold what the report lacks: who published it.
            inner.items = inner.items if whole else page.items + inner.items
            return inner
    return page


def _escaped(text: str) -> Iterator[tuple[str, bool]]:
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
