"""Tables as pandas writes them, made fit to be read aloud, scrolled and printed."""

import re
from typing import Any

#: A cell that is a figure: a number, a share, an interval, with at most a short unit.
_FIGURE = re.compile(
    r"[\[(（]?[+\-−]?\d[\d.,，%％‰()（）\[\]\s+\-−–~～]{0,40}(?:[\u4e00-\u9fff]{1,2})?"
)
#: A cell without a value says nothing on what its column holds.
_MISSING = frozenset(("", "NaN", "<NA>", "NaT", "None", "-", "–", "—", "/", "…"))


def mend_table(table: Any) -> None:
    """Give every header cell its scope and every column of figures its class, in place."""
    table.set("class", " ".join(c for c in table.get("class", "").split() if c != "dataframe"))
    if not table.get("class"):
        del table.attrib["class"]
    if "statutory" in table.get("class", "").split():
        return  # set as the form is, with heads of its own
    _fold_index_names(table)
    for row in table.iter("tr"):
        heads = _in_head(row)
        for cell in row.iterchildren("th"):
            if not _text(cell):
                cell.tag = "td"
                cell.attrib.pop("scope", None)
            elif heads:
                cell.set("scope", "colgroup" if _span(cell, "colspan") > 1 else "col")
            else:
                cell.set("scope", "rowgroup" if _span(cell, "rowspan") > 1 else "row")
    _mark_figures(table)


def _in_head(row: Any) -> bool:
    parent = row.getparent().tag
    cells = list(row)
    return parent == "thead" or (parent != "tbody" and all(cell.tag == "th" for cell in cells))


def _text(cell: Any) -> str:
    return str(cell.text_content()).strip()


def _span(cell: Any, side: str) -> int:
    digits = cell.get(side, "1").strip()
    # HTML's own limit: a span of a billion would not end.
    return max(1, min(1000, int(digits))) if digits.isascii() and digits.isdigit() else 1


def _fold_index_names(table: Any) -> None:
    """Move the names of index levels, for which pandas adds a row, to the heads of their columns.

    What stood there is the name of the columns' axis: over a column, it would name the wrong thing.
    """
    rows, body = table.findall("thead/tr"), table.find("tbody/tr")
    if len(rows) < 2 or body is None:
        return
    above, names = rows[-2], rows[-1]
    levels = len(body.findall("th"))
    named = [_text(cell) for cell in names]
    if levels and len(above) == len(names) and all(named[:levels]) and not any(named[levels:]):
        for cell, name in zip(above, named[:levels], strict=False):
            cell.text = name
        names.drop_tree()


def _mark_figures(table: Any) -> None:
    """Class columns of figures, to be set right; and the row labels, to stay while a table scrolls.

    A cell's column is counted with the cells above that reach down into its row.
    """
    told = table.get("class", "").split()
    columns: dict[int, list[Any]] = {}
    heads: dict[int, list[Any]] = {}
    taken: set[tuple[int, int]] = set()
    rows = list(table.iter("tr"))
    for r, row in enumerate(rows):
        c = 0
        in_head = _in_head(row)
        for cell in row.iterchildren("th", "td"):
            while (r, c) in taken:
                c += 1
            wide = _span(cell, "colspan")
            high = min(_span(cell, "rowspan"), len(rows) - r)
            if high > 1:
                taken |= {(r + down, c + right) for down in range(1, high) for right in range(wide)}
            if wide == 1:
                (heads if in_head else columns).setdefault(c, []).append(cell)
            c += wide
    for c, cells in columns.items():
        said = [text for cell in cells if (text := _text(cell)) not in _MISSING]
        if c == 0 and all(cell.tag == "th" for cell in cells):
            _add_class([*cells, *heads.get(c, ())], "stub")
        elif all(cell.tag == "td" for cell in cells) and (
            # A table that says what it holds is believed: its gaps may be words.
            "figures" in told
            or ("prose" not in told and said and all(map(_FIGURE.fullmatch, said)))
        ):
            _add_class([*cells, *heads.get(c, ())], "number")


def _add_class(cells: list[Any], name: str) -> None:
    for cell in cells:
        cell.set("class", f"{cell.get('class', '')} {name}".strip())
