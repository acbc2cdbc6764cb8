"""Web pages: prose and tables out of whatever containers a site nests them in.

Decoded first, then parsed as text: given bytes that declare gb2312, lxml stops without a word at
the first character outside it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from ..document import Block, Remark
from ..errors import ReadError
from ..notes import told
from ..text import iso_date
from .cells import MAX_CELLS, MAX_SPAN, Head, Item, Slot, Table, clamp, lay_out
from .decode import decode
from .escaped import escaped
from .looks import LOOKS, PLAIN, Look, Sheet, read_look

#: The smallest of the three statutory tables has more, 索引号, 发布机构 … above a report fewer.
_FEW_CELLS = 40
#: A page of no more characters, outside its headings, waits for its scripts to fill it.
_FEW_WORDS = 300
#: A long report page has some 5,000 elements.
MAX_ELEMENTS = 1_000_000

#: What is not shown as text of the page.
_DROPPED = frozenset(
    ("script", "style", "noscript", "template", "textarea", "xml", "rt", "rp", "iframe", "object",
     "datalist", "svg", "canvas", "video", "audio")
)  # fmt: skip
#: What draws something that is no text, and the widths and heights of what only keeps a distance.
_PICTURES = frozenset(("img", "svg", "canvas", "object", "embed", "iframe", "frame", "video"))
_FRAMES = frozenset(("iframe", "frame", "object", "embed"))
_SPACER = frozenset(("0", "1", "0px", "1px"))
#: Tags that are looked at more closely.
_TELLING = _PICTURES | _DROPPED | LOOKS.keys()
#: What ends a paragraph where it begins and where it ends; all else runs on within a line.
_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "br", "button", "caption", "center"),
        *("dd", "details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure"),
        *("footer", "form", "header", "hr", "html", "legend", "li", "main", "menu", "nav", "ol"),
        *("p", "pre", "section", "summary", "table", "tbody", "td", "tfoot"),
        *("th", "thead", "title", "tr", "ul"),
    )
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_GROUPS = frozenset(("thead", "tbody", "tfoot"))
#: What a style makes a table of, or its rows and cells.
_BOXES = frozenset(
    ("div", "span", "p", "ul", "ol", "li", "dl", "dt", "dd", "section", "article", "main", "a")
)
#: The inputs that show their value.
_TYPED = frozenset(("", "text", "number", "tel", "search", "date", "email", "url"))
#: Written before text that runs from the right to the left: its digits are no number as they stand.
_REVERSED = "\u202e"
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
#: The name of a file that a link leads to, and of a page that a frame shows.
_FILE = re.compile(r"\.(?:pdf|docx?|wps|xlsx?|et|ofd|zip|rar|7z)(?=[?&#]|$)", re.IGNORECASE)
_PAGE = re.compile(r"(?!about:|javascript:|data:|cid:)[^?#]+")
_SEPARATOR = re.compile(r"[/\\?=&#]")
_DATE = re.compile(r"((?:19|20)\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})")


def read(data: bytes, name: str) -> tuple[Iterable[Block | Remark], Mapping[str, str]]:
    """Read a page into headings, paragraphs and grids.

    Only the innermost tables that hold data become grids; tables that lay out the page are walked
    through, and boxes that ``display:table`` rules are tables too. Scripts and what is hidden (by
    an element itself or by the page's own ``<style>``) are left out, unless the page shows hardly a
    table: then the report is looked for in what is hidden, and in script strings. What is struck
    out is left out in any case.
    """
    text = decode(data, name)
    page = _parse(text, name)
    sheet = Sheet("\n".join(page.css))
    if sheet:
        page = _parse(text, name, sheet)
    metadata = {}
    if page.cells - page.unseen < _FEW_CELLS:
        metadata = page.elsewhere()
        page = _with_hidden(page, text, sheet)
    return _told(page), {**page.metadata(), **metadata}


def _told(page: "_Page") -> Iterator[Block | Remark]:
    yield from lay_out(page.items)
    if page.left_out:
        yield Remark("info", "", told("hidden_tables", count=page.left_out))


class _Page:
    """What the parser calls, event by event.

    No tree is built: on a page of 115 KB the events alone take 1.4 ms, as long as a tree takes to
    build that has yet to be walked, and unlike a tree they know no limit of depth.
    """

    def __init__(self, name: str, sheet: Sheet | None, hidden: bool) -> None:
        self.name = name
        self.hidden = hidden
        self.css: list[str] = []
        self.items: list[Item] = []
        self.cells = 0
        self.unseen = 0  # of these
        self.named: dict[str, list[str]] = {}
        self.has_hidden = False
        self.left_out = 0  # tables that are hidden
        self.scripts = 0
        self.links: list[str] = []
        self.frames: list[str] = []
        self._elements = 0
        self._sink = self.items
        self._sinks: list[list[Item]] = []
        self._slots: list[Slot | None] = []  # beside each sink, the cell that it belongs to
        self._tables: list[Table] = []
        self._groups: list[_Groups] = []  # beside each table
        self._sheet = sheet
        self._styles: dict[str, Look] = {}
        #: Styles that tell nothing where all around is plain, and whether that is not so.
        self._plain: set[str | None] = {None}
        self._watchful = bool(sheet)
        self._look = PLAIN
        self._depth = 0
        #: Of the elements around that look like something: depth, the look around, what they draw.
        self._looks: list[tuple[int, Look, str]] = []
        self._choice: _Choice | None = None
        self._pieces: list[str] = []
        self._skip = 0
        self._in_css = False
        self._level = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._elements += 1
        if self._elements > MAX_ELEMENTS:
            raise _too_large(self.name, f"{MAX_ELEMENTS:,} elements")
        if self._skip:
            self._skip += 1
            self.left_out += tag == "table"
            return
        look = None
        if tag in _TELLING:
            if tag in _PICTURES:
                self._picture(tag, attributes)
            if tag in _DROPPED and not self._is_shown(tag):
                self.has_hidden |= tag in ("noscript", "template")
                self._in_css = tag == "style"
                self.scripts += tag == "script"
                self._skip = 1
                return
            look = LOOKS.get(tag)
        self._depth += 1
        if attributes and (
            attributes.get("style") not in self._plain or "hidden" in attributes or self._watchful
        ):
            look = self._styled(tag, attributes, look)
        if look is not None:
            if look.gone:
                self._depth -= 1
                self.has_hidden = True
                self.left_out += tag == "table"
                self._in_css = False
                self._skip = 1
                return
            tag = self._open(tag, look)
        if tag in _BLOCKS:
            if self._pieces:
                self._flush()
            if tag == "td" or tag == "th":
                self._cell(attributes)
            elif tag == "tr":
                if self._tables:
                    self._tables[-1].rows.append([])
            elif tag in _GROUPS:
                if self._tables:
                    self._groups[-1].begin(tag, self._tables[-1].rows)
            elif tag == "table":
                self._tables.append(Table())
                self._groups.append(_Groups(drawn=bool(self._looks) and self._looks[-1][2] == tag))
        elif tag in _HEADINGS:
            self._flush()
            self._level = _HEADINGS[tag]
        elif tag == "a":
            self.links.append(attributes.get("href") or "")
        elif tag == "meta":
            key = attributes.get("name") or attributes.get("property") or ""
            self._name(key.lower(), attributes.get("content") or "")
        elif tag == "input":
            if self._sinks and attributes.get("type", "").lower() in _TYPED:
                self.data(attributes.get("value", ""))
        elif tag == "select":
            self._choice = _Choice(len(self._pieces), "multiple" in attributes)
        elif tag == "option" and self._choice:
            self._choice.begin(len(self._pieces), "selected" in attributes)
        elif tag == "bdo" and attributes.get("dir", "").lower() == "rtl":
            self.data(_REVERSED)

    def end(self, tag: str) -> None:
        if self._skip:
            self._skip -= 1
            return
        if self._looks and self._looks[-1][0] == self._depth:
            _, self._look, drawn = self._looks.pop()
            self._watchful = bool(self._looks or self._sheet)
            tag = drawn or tag
        self._depth -= 1
        if tag in _BLOCKS:
            if tag == "title":
                self._name("title", self._line())
                return
            if self._pieces:
                self._flush()
            if tag == "td" or tag == "th":
                self._sink = self._sinks.pop()
                self._slots.pop()
            elif tag in _GROUPS:
                if self._tables:
                    self._groups[-1].end(self._tables[-1].rows)
            elif tag == "table":
                # At its end, not its start: a caption and stray text show above the table.
                table = self._tables.pop()
                self._groups.pop().order(table.rows)
                self._sink.append(table)
        elif tag in _HEADINGS:
            if self._level == 1:
                self._name("h1", "".join(self._pieces))
            self._flush()
            self._level = 0
        elif tag == "option" and self._choice:
            self._choice.end(self._pieces)
        elif tag == "select" and self._choice:
            self._choice.close(self._pieces)
            self._choice = None

    def data(self, text: str) -> None:
        if not self._skip:
            self._pieces.append(text if self._look is PLAIN else self._look.shown(text))
        elif self._in_css and self._skip == 1:
            self.css.append(text)

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

    def elsewhere(self) -> dict[str, str]:
        """Return where else a report may be that the page does not hold: in files, in frames."""
        files = [name for link in self.links if (name := _file(link, _FILE))]
        frames = [name for link in self.frames if (name := _file(link, _PAGE))]
        found = {
            "files": "\n".join(dict.fromkeys(files)),
            "frames": "\n".join(dict.fromkeys(frames)),
            "scripts": str(self.scripts) if self.scripts and not self._says_much() else "",
        }
        return {key: text for key, text in found.items() if text}

    def _says_much(self) -> bool:
        return self.cells > 0 or sum(len(i) for i in self.items if isinstance(i, str)) > _FEW_WORDS

    def _is_shown(self, tag: str) -> bool:
        """Whether a tag that is dropped elsewhere shows its text here."""
        if tag == "textarea":
            return bool(self._sinks)  # what is filled in in a cell; others hold whole pages
        return self.hidden and tag in ("noscript", "template")

    def _styled(self, tag: str, attributes: Mapping[str, str], look: Look | None) -> Look | None:
        """Return what an element's tag and styles say, if they say anything."""
        style = attributes.get("style") or ""
        if self._sheet and ("class" in attributes or "id" in attributes):
            sheet = self._sheet.style(tag, attributes.get("class", ""), attributes.get("id", ""))
            style = sheet + style
        hidden = "hidden" in attributes
        if style:
            own = self._styles.get(style)
            if own is None:
                own = self._styles[style] = read_look(style)
                if not own.telling:
                    self._plain.add(style)
            if own is not PLAIN:
                look = (look or PLAIN).with_style(own, inline=tag not in _BLOCKS)
        if hidden and (look is None or look.gone is None):
            look = (look or PLAIN)._replace(gone=True)
        if look and self.hidden and (not self._sinks or tag in _BLOCKS or tag in _HEADINGS):
            # In search of a hidden report boxes are shown, but not what a cell hides in a line.
            look = look._replace(gone=None, visible=None, sized=None, clear=None)
        return look

    def _open(self, tag: str, look: Look) -> str:
        """Take over an element's look, and return what tag it stands for."""
        drawn = ""
        if look.drawn and tag in _BOXES:
            # Within a cell of a true table such boxes are how one value is set, no table.
            inside = bool(self._groups) and self._groups[-1].drawn
            if inside or (look.drawn == "table" and not self._tables):
                drawn = look.drawn
        self._looks.append((self._depth, self._look, drawn))
        self._look = look.within(self._look)
        self._watchful = True
        self.has_hidden |= self._look.unseen
        return drawn or tag

    def _picture(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Mark the cell, if any, that shows a picture of more than a point."""
        if tag in _FRAMES:
            self.frames.append(attributes.get("src") or attributes.get("data") or "")
        slot = self._slots[-1] if self._slots else None
        if slot is None or not _SPACER.isdisjoint(map(attributes.get, ("width", "height"))):
            return
        look = self._styled("img", attributes, None) or PLAIN
        slot.picture |= not (look.gone or look.within(self._look).unseen)

    def _cell(self, attributes: Mapping[str, str]) -> None:
        self._sinks.append(self._sink)
        if not self._tables:
            self._slots.append(None)
            return
        self.cells += 1
        if self.cells > MAX_CELLS:
            raise _too_large(self.name, f"{MAX_CELLS:,} table cells")
        if self._look is not PLAIN:
            self.unseen += self._look.unseen
        slot = Slot()
        if "rowspan" in attributes:
            slot.rowspan = clamp(attributes["rowspan"], MAX_SPAN)
        if "colspan" in attributes:
            slot.colspan = clamp(attributes["colspan"])
        rows = self._tables[-1].rows
        if not rows:
            rows.append([])
        rows[-1].append(slot)
        self._slots.append(slot)
        self._sink = slot.items

    def _line(self) -> str:
        """Take the text since the last boundary as one line."""
        pieces = self._pieces
        if not pieces:
            return ""
        text = pieces[0] if len(pieces) == 1 else "".join(pieces)
        pieces.clear()
        words = text.split()
        if not words:  # blanks between two tags: every fifth line
            return ""
        if len(words) > 1 and ("\n" in text or "\r" in text):
            words = _SOFT_BREAK.sub("", text).split()
        return " ".join(words).strip(_UNSEEN)

    def _flush(self) -> None:
        line = self._line()
        if line:
            self._sink.append(Head(line, self._level) if self._level else line)

    def _name(self, key: str, text: str) -> None:
        text = " ".join(text.split())
        if text:
            self.named.setdefault(key, []).append(text)


class _Groups:
    """The row groups of a table: no cell reaches out of its own, and head and foot stand apart."""

    def __init__(self, *, drawn: bool) -> None:
        #: Whether styles alone make it a table.
        self.drawn = drawn
        self._open = ""
        self._start = 0
        self._apart: dict[str, range] = {}

    def begin(self, tag: str, rows: list[list[Slot]]) -> None:
        self.end(rows)
        self._open, self._start = tag, len(rows)

    def end(self, rows: list[list[Slot]]) -> None:
        if self._open:
            for number in range(self._start, len(rows)):
                for slot in rows[number]:
                    if slot.rowspan > 1:
                        slot.rowspan = min(slot.rowspan, len(rows) - number)
            self._apart.setdefault(self._open, range(self._start, len(rows)))
            self._open = ""

    def order(self, rows: list[list[Slot]]) -> None:
        """Put the first head above all rows and the first foot below them, as they are shown."""
        self.end(rows)
        head, foot = (self._apart.get(tag, range(0)) for tag in ("thead", "tfoot"))
        if head or foot:
            body = [i for i in range(len(rows)) if i not in head and i not in foot]
            rows[:] = [rows[i] for i in (*head, *body, *foot)]


class _Choice:
    """A list to choose from: of its options the chosen one is shown, or else the first."""

    def __init__(self, start: int, several: bool) -> None:
        self._start = start
        self._several = several
        self._options: list[tuple[bool, str]] = []
        self._open = (start, False)

    def begin(self, start: int, chosen: bool) -> None:
        self._open = start, chosen

    def end(self, pieces: list[str]) -> None:
        start, chosen = self._open
        self._options.append((chosen, "".join(pieces[start:])))
        del pieces[start:]

    def close(self, pieces: list[str]) -> None:
        del pieces[self._start :]
        every = [text for _, text in self._options]
        chosen = [text for chosen, text in self._options if chosen]
        pieces += [" ".join(every)] if self._several else chosen[-1:] or every[:1]


def _parse(text: str, name: str, sheet: Sheet | None = None, *, hidden: bool = False) -> _Page:
    from lxml import etree

    parser = etree.HTMLParser(target=_Page(name, sheet, hidden))
    try:
        parser.feed(text)
        page: _Page = parser.close()
    except etree.LxmlError as error:
        raise ReadError(f"{name} cannot be read as a web page: {error}. Save it again.") from error
    return page


def _file(link: str, pattern: re.Pattern[str]) -> str:
    """Return the name of the file that a link leads to; empty where it is of another kind."""
    from urllib.parse import unquote

    link = unquote(link.strip())
    match = _PAGE.match(link) if pattern is _PAGE else pattern.search(link)
    return _SEPARATOR.split(link[: match.end()])[-1] if match else ""


def _too_large(name: str, what: str) -> ReadError:
    return ReadError(f"{name} has more than {what}: no annual report has. Save the report alone.")


def _iso(text: str) -> str:
    match = _DATE.search(text)
    if not match:
        return ""
    return iso_date(*map(int, match.groups())) or ""


# --- a report that the page itself does not show --------------------------------------------------


def _with_hidden(page: _Page, text: str, sheet: Sheet) -> _Page:
    """Add the tables that are hidden, or stand in script strings, text areas or escaped text."""
    if page.has_hidden:
        shown = _parse(text, page.name, sheet, hidden=True)
        if shown.cells - shown.unseen > page.cells - page.unseen:
            return shown
    for candidate, whole in escaped(text):
        inner = _parse(candidate, page.name, hidden=True)
        if inner.cells > page.cells:
            inner.named = page.named | inner.named
            # A page around a script's string may hold what the report lacks: who published it.
            inner.items = inner.items if whole else page.items + inner.items
            return inner
    return page
