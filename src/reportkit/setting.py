"""Tables with merged heads, set as HTML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

import pandas as pd

#: The heads of a row or a column, from the outermost in; "" where the one before reaches further.
Path = tuple[str, ...]

# Frames and not colour alone, which is lost in print. The page's own colours stay, be it dark.
_STYLE = """
#{id} {{ border-collapse: collapse; font-size: .9rem; line-height: 1.4; min-width: {width}; }}
#{id} caption {{ caption-side: top; text-align: left; padding: .3em 0; color: inherit; }}
#{id} caption span {{ position: sticky; left: 0; display: inline-block;
  max-width: min(100%, 90vw); }}
#{id} tr {{ background: none; }}
#{id} th, #{id} td {{ border: 1px solid #888; padding: .2em .5em; font-weight: normal;
  text-align: center; vertical-align: middle; white-space: normal; max-width: none; }}
#{id} thead th {{ text-wrap: balance; }}
#{id}:lang(en) thead th {{ font-size: .8em; padding: .2em .3em; hyphens: auto; }}
#{id}:lang(en) td {{ padding: .2em .3em; }}
#{id}:lang(zh) th, #{id}:lang(zh) td {{ min-width: 2em; }}
#{id}:lang(zh) th[scope=row][rowspan] {{ min-width: 7em; }}
#{id} td {{ font-variant-numeric: tabular-nums; }}
#{id} th[scope=row] {{ text-align: left; }}
#{id} th[scope=col], #{id} thead td {{ background: rgba(128, 128, 128, .1); }}
#{id} th[scope=rowgroup] {{ background: rgba(128, 128, 128, .22); }}
#{id} td.told {{ color: #767676; }}
#{id} td.fail {{ outline: 2px solid #D55E00; outline-offset: -2px; font-weight: bold; }}
#{id} td.undecided {{ outline: 2px dashed #8A6200; outline-offset: -2px; }}
@media (max-width: 40rem) {{ #{id} {{ font-size: .8rem; min-width: calc({width} * .75); }}
  #{id} th, #{id} td {{ padding: .2em .3em; }}
  #{id}:lang(zh) th[scope=row][rowspan] {{ min-width: 4em; }} }}
@media print {{ #{id}-frame {{ overflow: visible !important; }} }}
"""


@dataclass(frozen=True, eq=False, repr=False)
class StatutoryTable:
    """A statutory table as the form sets it; a notebook shows it.

    Attributes
    ----------
    data : DataFrame
        The same without merged heads: what was printed, as text. Rows and columns are labelled as
        the form labels them; "" is where the form has no cell.
    caption : str
        The table's title, and what frames mean where there are any.
    """

    data: pd.DataFrame
    caption: str
    _html: str

    def to_html(self) -> str:
        """Return the table as a piece of HTML with its own style, to stand in any page."""
        return self._html

    def _repr_html_(self) -> str:
        return self._html

    def __repr__(self) -> str:
        # A line a figure where all stand in one row, which no terminal is wide enough for.
        shown = self.data.T if len(self.data) == 1 else self.data
        return f"{self.caption}\n{shown!r}"


def merged(paths: Sequence[Path]) -> Iterator[tuple[int, int, str, int, int]]:
    """Yield each head that stands above a run of paths.

    Returns
    -------
    iterator of tuple
        Of where the run starts, the level, the text, the run's length, and how many levels the
        head reaches over: it takes the empty ones that follow.
    """
    for level in range(len(paths[0])):
        start = 0
        for (upto, reach), run in groupby(
            [(path[: level + 1], _reach(path, level)) for path in paths]
        ):
            length = len(list(run))
            if upto[level]:
                yield start, level, upto[level], length, reach
            start += length


def _reach(path: Path, level: int) -> int:
    after = level + 1
    while after < len(path) and not path[after]:
        after += 1
    return after - level


def column_heads(paths: Sequence[Path]) -> list[list[str]]:
    """Return the rows of a table's head."""
    rows: list[list[str]] = [[] for _ in paths[0]]
    for _, level, text, across, down in merged(paths):
        rows[level].append(head(text, "col", across=across, down=down))
    return rows


def row_heads(paths: Sequence[Path], names: Sequence[str]) -> list[list[str]]:
    """Return the heads that each row starts with; the innermost has the row's name."""
    rows: list[list[str]] = [[] for _ in paths]
    for row, level, text, down, across in merged(paths):
        name = names[row] if level + across == len(paths[row]) else ""
        rows[row].append(head(text, "row", across=across, down=down, name=name))
    return rows


def head(text: str, scope: str, *, across: int = 1, down: int = 1, name: str = "") -> str:
    """Return a head cell."""
    return f"<th{attributes(id=name, scope=scope, **_spans(across, down))}>{escape(text)}</th>"


def cell(text: str, *, across: int = 1, down: int = 1, **others: str) -> str:
    """Return a cell of figures or notes; what it holds is data, and is no HTML of the page's."""
    return f"<td{attributes(**others, **_spans(across, down))}>{escape(text)}</td>"


def attributes(**given: str) -> str:
    """Return the attributes that say something; `kind` is the class."""
    named = {"class" if name == "kind" else name: value for name, value in given.items()}
    return "".join(f' {name}="{escape(value)}"' for name, value in named.items() if value)


def _spans(across: int, down: int) -> dict[str, str]:
    return {"colspan": str(across) if across > 1 else "", "rowspan": str(down) if down > 1 else ""}


def group(tag: str, rows: Iterable[Iterable[str]]) -> str:
    """Return rows as the head or a body of a table."""
    lines = "\n".join(f"<tr>{''.join(row)}</tr>" for row in rows)
    return f"<{tag}>\n{lines}\n</{tag}>"


def framed(
    name: str, kind: str, lang: str, title: str, legend: str, groups: Sequence[str], width: str
) -> str:
    """Return the whole table: it keeps its layout and scrolls where the page is narrow.

    `kind` is the class by which the style of a briefing knows it.
    """
    told = escape(title) + (f"<br><small>{escape(legend)}</small>" if legend else "")
    body = "\n".join(groups)
    return (
        f"<style>{_STYLE.format(id=name, width=width)}</style>\n"
        f'<div id="{name}-frame" role="region" aria-labelledby="{name}-title" tabindex="0" '
        f'style="overflow-x: auto">\n<table id="{name}" class="{kind}" lang="{lang}">\n'
        f'<caption><span id="{name}-title">{told}</span></caption>\n{body}\n</table>\n</div>\n'
    )
