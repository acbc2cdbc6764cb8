"""Pieces of a page: headings, paragraphs, tables and charts, as a notebook and a page show them."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING

import pandas as pd
from markupsafe import Markup, escape

from ..codebook import Lang
from ..errors import FrameError
from ..plots import describe
from ..plots.base import drawn_wide
from .picture import WIDE, Picture, picture_of
from .wording import say

_LOG = logging.getLogger(__name__)

if TYPE_CHECKING:
    from matplotlib.axes import Axes


#: Shares of fewer than these have intervals that fill most of a chart: it would say nothing.
FEWEST_DRAWN = 10
#: Characters of a name that is not parted: a column of a table on a phone holds as many.
_KEPT = 8


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a page; its plain text is what a terminal and nbval see."""

    html: str

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        lines = re.sub(r"</(?:h\d|p|tr|dt|dd|li|summary|caption|table)>", "\n", self.html)
        cells = re.sub(r"</t[hd]>", "\t", lines)
        text = unescape(re.sub(r"<[^>]*>", "", cells))
        told = (line.strip("\t ") for line in text.split("\n"))
        return re.sub(r"\n{3,}", "\n\n", "\n".join(told)).strip("\n")


class Part(Sequence[Block | Picture]):
    """A part of a page: as the value of a notebook's cell all its pieces are shown."""

    def __init__(self, pieces: Iterable[Block | Picture | None]) -> None:
        self.pieces = [piece for piece in pieces if piece is not None]

    def __getitem__(self, place):  # type: ignore[no-untyped-def]
        return self.pieces[place]

    def __len__(self) -> int:
        return len(self.pieces)

    def __iter__(self) -> Iterator[Block | Picture]:
        return iter(self.pieces)

    def _ipython_display_(self) -> None:
        from IPython.display import display

        for piece in self.pieces:
            display(piece)  # type: ignore[no-untyped-call]

    def __repr__(self) -> str:
        return "\n\n".join(map(repr, self.pieces))


def paragraph(text: str, kind: str = "") -> Block:
    """Return a paragraph; its text is HTML."""
    return Block(f'<p class="{kind}">{text}</p>' if kind else f"<p>{text}</p>")


def bullets(items: Iterable[str], kind: str = "") -> Block:
    """Return a list; its items are HTML. One of `kind` "contents" leads to what follows."""
    named = f' class="{kind}"' if kind else ""
    return Block(f"<ul{named}>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>")


def link_to(anchor: str, text: object) -> Markup:
    """Return a link to what stands on the same page."""
    return Markup('<a href="#{}">{}</a>').format(anchor, text)


def chinese(text: object) -> Markup:
    """Return words of a report, marked as Chinese."""
    return Markup("") if pd.isna(text) else Markup('<span lang="zh-CN">{}</span>').format(text)


def named(name: str, region: object = None) -> Markup:
    """Return a body's name, marked as Chinese; no line ends in the midst of it where it is short.

    A long one is parted behind its region alone, where it begins with that.

    Examples
    --------
    >>> named("白石市人民政府")
    Markup('<span lang="zh-CN" class="kept">白石市人民政府</span>')
    >>> named("淮安市洪泽区人民政府", "淮安市洪泽区").striptags()
    '淮安市洪泽区人民政府'
    """
    if len(name) <= _KEPT:
        return Markup('<span lang="zh-CN" class="kept">{}</span>').format(name)
    parts = [name]
    if isinstance(region, str) and region and name.startswith(region):
        parts = [region, name.removeprefix(region)]
    return chinese(Markup().join([kept(part) for part in parts]))


def kept(text: str) -> Markup:
    """Return words in which no line ends where they are short."""
    whole = Markup("{}") if len(text) > _KEPT else Markup('<span class="kept">{}</span>')
    return whole.format(text)


class Td(Markup):
    """A cell of a table with an anchor or a class of its own."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: a label with its cells, or the heading of the rows that follow.

    Label and cells are HTML where they are Markup, and text where they are not.
    """

    label: str
    cells: Sequence[str] | None = None
    part: bool = False
    anchor: str = ""

    def html(self, width: int) -> str:
        """Return the row, `width` cells wide."""
        label = escape(self.label)
        own = f' id="{self.anchor}"' if self.anchor else ""
        if self.cells is None:
            head = f'<th scope="row"{own}>{label}</th>'
            return f'<tr class="group">{head}{"<td></td>" * width}</tr>'
        kind = ' class="part"' if self.part else ""
        cells = "".join(
            cell if isinstance(cell, Td) else f"<td>{escape(cell)}</td>" for cell in self.cells
        )
        return f'<tr{kind}><th scope="row"{own}>{label}</th>{cells}</tr>'


def table(
    caption: Markup, heads: Sequence[str], rows: Sequence[Row], *, kind: str = "", corner: str = ""
) -> Block:
    """Return a table; `kind` is "prose" for one of words, "figures" for one of figures."""
    columns = "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
    first = f'<th scope="col">{escape(corner)}</th>' if corner else "<td></td>"
    body = "\n".join(row.html(len(heads)) for row in rows)
    named = f' class="{kind}"' if kind else ""
    return Block(
        f"<table{named}><caption>{caption}</caption>\n"
        f"<thead><tr>{first}{columns}</tr></thead>\n<tbody>{body}</tbody></table>"
    )


def what_failed(
    caption: str, names: Iterable[str], messages: Iterable[str], lang: Lang, *, corner: str
) -> Block:
    """Return a table of files or reports with what went wrong; its words are English.

    `caption` and `corner` are keys of the wording.
    """
    rows = [
        Row(name, [Markup('<span lang="en">{}</span>').format(message)])
        for name, message in zip(names, messages, strict=True)
    ]
    return table(say(caption, lang), [say("message", lang)], rows, kind="prose",
                 corner=say(corner, lang))  # fmt: skip


def chart(plot: Callable[..., Axes], frame: pd.DataFrame, lang: Lang) -> Block | Picture:
    """Return a chart with its alternative text; what cannot be drawn is said instead."""
    from matplotlib import pyplot as plt

    try:
        with drawn_wide(WIDE):
            ax = plot(frame, lang=lang)
    except FrameError as error:
        # The error speaks of frames, to whoever calls `plot`; a page says why of its figures.
        _LOG.info("%s: %s", plot.__name__, error)
        why = say(f"why_{error.reason or 'other'}", lang)
        return paragraph(say("no_chart", lang, why=why), "caution")
    figure = ax.get_figure(root=True)
    picture = picture_of(figure, describe(ax))  # type: ignore[arg-type]
    plt.close(figure)
    return picture
