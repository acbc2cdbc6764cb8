"""One report: its metadata, its three tables, its prose, and notes on what was not understood."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from html import escape
from os import PathLike
from typing import Any

import numpy as np
import pandas as pd
from pandas.api.internals import create_dataframe_from_blocks

from .codebook import (
    TABLES,
    Address,
    Lang,
    children,
    columns,
    form,
    items,
    label_of,
    read_spec,
    union_form,
)
from .document import Document, Remark
from .errors import LayoutError
from .figures import Figure, Note, form_units
from .given import need_kind
from .lacking import absence_notes, loose_tables, nothing_found
from .ledger import Tables
from .metadata import Metadata, first_report, read_metadata, region_of
from .notes import told
from .places import say_place
from .readers import read_document
from .saying import say_note
from .sections import Passage, part_tables, read_outline, read_sections
from .tables import read_tables
from .text import counted, normalize

#: Columns and dtypes of the four frames.
REPORTS = {
    "report": "str", "issuer": "str", "region": "str", "year": "Int64", "edition": "str",
    "title": "str", "published": "datetime64[s]", "source_file": "str", "sha256": "str",
}  # fmt: skip
CELLS = {
    "report": "str", "issuer": "str", "year": "Int64", "edition": "str", "table": "str",
    "item": "str", "column": "str", "value": "Float64", "unit": "str", "printed": "str",
    "state": "str", "source": "str",
}  # fmt: skip
NARRATIVE = {
    "report": "str", "section": "Int64", "subsection": "str", "order": "Int64", "text": "str",
    "source": "str",
}  # fmt: skip
NOTES = {"report": "str", "order": "Int64", "severity": "str", "place": "str", "message": "str"}


@dataclass(frozen=True, eq=False)
class Report:
    """A report as four tidy frames.

    Attributes
    ----------
    reports : DataFrame
        One row, key report: ``report`` (an id such as 修武县人民政府-2023), ``issuer, region``,
        ``year`` (Int64, the year reported on), ``edition`` (of the form, "2019" or "2021"),
        ``title`` (str), ``published`` (datetime64[s]), ``source_file, sha256`` (str).
    cells : DataFrame
        A row a cell of the form, key (report, table, item, column): ``report, issuer, year,
        edition, table, item, column``, ``value`` (Float64, in `unit`), ``unit`` (件, 项, 万元),
        ``printed`` (the text as printed), ``state``, ``source`` (where it was printed). `state` is
        "number"; "blank"; "dash" (``/ - — 无``); "text" (printed, but not to be read as a number);
        "absent" (on the form, but not in the report). `value` is missing in all but the first.
    narrative : DataFrame
        A row a paragraph, key (report, section, order): ``report, section`` (1 to 6; 0 is what
        stands between the title and the first section), ``subsection`` (str), ``order`` (0 is the
        section's heading), ``text, source``. Tables, a table of contents, and what the page prints
        around the report are not in it; notes say where they stood.
    notes : DataFrame
        A row for everything that was not understood or that needed a rule, key (report, order):
        ``report, order, severity`` (info, warning, error), ``place, message``.
    """

    reports: pd.DataFrame
    cells: pd.DataFrame
    narrative: pd.DataFrame
    notes: pd.DataFrame

    @property
    def id(self) -> str:
        """The report's id, such as 修武县人民政府-2023."""
        return str(self.reports["report"].iloc[0])

    @property
    def title(self) -> str:
        """The printed title; the id where none was found."""
        title = self.reports["title"].iloc[0]
        return self.id if pd.isna(title) else str(title)

    @cached_property
    def disclosure(self) -> pd.DataFrame:
        """Section 二, 主动公开: a row an item, Chinese labels, values as Float64."""
        return self.table("disclosure")

    @cached_property
    def requests(self) -> pd.DataFrame:
        """Section 三, requests: a row an item (received … carried out), a column an applicant."""
        return self.table("requests")

    @cached_property
    def review(self) -> pd.DataFrame:
        """Section 四: a row a proceeding, a column a result."""
        return self.table("review")

    def table(self, table: str, *, lang: Lang | None = "zh", show: str = "value") -> pd.DataFrame:
        """Return a statutory table as it is printed: rows and columns of the form.

        Parameters
        ----------
        table : {"disclosure", "requests", "review"}
            Which.
        lang : {"zh", "en", None}
            Labels in Chinese, in English, or the codebook's codes.
        show : {"value", "printed", "state", "source"}
            What of each cell.

        Returns
        -------
        DataFrame
            Index `item`, columns `column`, in printed order. Cells that the form does not have are
            missing, as are those without a number. Values are Int64 in columns that hold whole
            numbers alone, Float64 in others and in amounts of money.

        Examples
        --------
        >>> from reportkit import example, read_report
        >>> report = read_report(example("xiuwu-2023"))
        >>> report.table("requests", lang="en").loc["Granted in full"].to_dict()["Total"]
        8
        >>> report.table("disclosure", lang=None)[["issued", "in_force", "decisions"]]
        column               issued  in_force  decisions
        item
        rules                     0         0       <NA>
        normative_documents      17        99       <NA>
        licensing              <NA>      <NA>      17081
        penalties              <NA>      <NA>       1431
        compulsion             <NA>      <NA>        713
        fees                   <NA>      <NA>       <NA>
        """
        if table not in TABLES:
            raise ValueError(f"table {table!r} is not one of {', '.join(TABLES)}")
        own = self.cells[self.cells["table"] == table]
        rows = [code for name, code in items() if name == table and code in set(own["item"])]
        codes = dict.fromkeys(c.code for c in columns() if c.table == table)
        heads = [code for code in codes if code in set(own["column"])]
        wide = own.pivot(index="item", columns="column", values=show).reindex(
            index=pd.Index(rows, name="item"), columns=pd.Index(heads, name="column")
        )
        if show == "value":
            # A count reads as 8, not 8.0; a count printed with a fraction is for `check` to tell.
            counts = [code for code in heads if code != "amount" and not (wide[code] % 1).any()]
            wide = wide.astype(dict.fromkeys(counts, "Int64"))
        if lang is None:
            return wide
        edition = str(self.reports["edition"].iloc[0])
        return wide.rename(
            index={code: label_of("item", table, code, lang, edition) for code in rows},
            columns={code: label_of("column", table, code, lang, edition) for code in heads},
        )

    def __repr__(self) -> str:
        states = self.cells["state"].value_counts()
        found = ", ".join(f"{count} {state}" for state, count in states.items())
        cells, notes = counted(len(self.cells), "cell"), counted(len(self.notes), "note")
        return f"<Report {self.id}: {cells} ({found}), {notes}>"

    def _repr_html_(self) -> str:
        facts = "".join(
            f"<tr><th scope='row' style='text-align:left'>{escape(label)}</th>"
            f"<td style='text-align:right'>{escape(printed)}</td></tr>"
            for label, printed in self._key_figures()
        )
        row = self.reports.iloc[0]
        about = escape(
            f"{row['issuer']}; {row['year']}; form of {row['edition']}; {row['source_file']}"
        )
        notes = "".join(
            f"<li><b>{escape(severity)}</b> {escape(say_place(place, 'en'))}: "
            f"{escape(say_note(message, 'en'))}</li>"
            for severity, place, message in zip(
                *(self.notes[name] for name in ("severity", "place", "message")), strict=True
            )
        )
        return (
            f"<div><p style='font-size:1.15em'><b>{escape(self.title)}</b><br>"
            f"<small>{about}</small></p><table><tbody>{facts}</tbody></table>"
            + (f"<p>Notes</p><ul>{notes}</ul>" if notes else "<p><small>No notes.</small></p>")
            + "</div>"
        )

    def _key_figures(self) -> Iterable[tuple[str, str]]:
        printed = self.cells.set_index(["table", "item", "column"])[["printed", "state"]]
        for address in (
            ("requests", "received", "total"), ("requests", "carried_in", "total"),
            ("requests", "granted", "total"), ("requests", "partly_granted", "total"),
            ("requests", "outcomes_total", "total"), ("requests", "carried_out", "total"),
            ("review", "reconsideration", "total"),
        ):  # fmt: skip
            table, item, _ = address
            label = f"{label_of('item', table, item)} {label_of('item', table, item, 'en')}"
            cell = printed.loc[[address]].iloc[0] if address in printed.index else None
            # What is shown is what was printed; where nothing was, its state, never a zero.
            yield label, cell["printed"] or cell["state"] if cell is not None else "absent"


def read_report(
    source: str | PathLike[str] | bytes, *, name: str | None = None, issuer: str | None = None
) -> Report:
    """Read a file into a `Report`.

    Parameters
    ----------
    source : path or bytes
        A report's file, or its content.
    name : str, optional
        What to call the content in messages and to tell its format by; needed with bytes.
    issuer : str, optional
        The publishing body, where the text does not name it, or names it otherwise than you do.

    Returns
    -------
    Report
        With the frames `reports`, `cells`, `narrative` and `notes`.

    Raises
    ------
    ReadError
        The file cannot be read at all.
    LayoutError
        None of the three statutory tables is found. Everything else is a row in `notes`.

    Examples
    --------
    >>> from reportkit import example, read_report
    >>> report = read_report(example("xiuwu-2023"))
    >>> report
    <Report 修武县人民政府-2023: 200 cells (200 number), 0 notes>
    >>> report.cells.query("item == 'granted' and value > 0")[["column", "value", "source"]]
                column  value            source
    24  natural_person    7.0  line 43, field 3
    25      commercial    1.0  line 43, field 4
    30           total    8.0  line 43, field 9
    """
    return parse_report(read_document(source, name=name), issuer=issuer)


def parse_report(document: Document, *, issuer: str | None = None) -> Report:
    """Find a document's metadata, six sections and three tables.

    Parameters
    ----------
    document : Document
        What `read_document` returns.
    issuer : str, optional
        The publishing body; overrides what the text says.

    Returns
    -------
    Report
        See `read_report`.

    Raises
    ------
    LayoutError
        None of the three statutory tables is found.
    FrameError
        `document` is no Document.

    Examples
    --------
    >>> from reportkit import example, parse_report, read_document
    >>> document = read_document(example("xiuwu-2023"))
    >>> parse_report(document, issuer="修武县政府办公室")
    <Report 修武县政府办公室-2023: 200 cells (200 number), 1 note>
    """
    need_kind(document, Document, "document", "what reportkit.read_document returns")
    document, others = first_report(part_tables(document))
    tables = read_tables(document)
    if not tables.figures:
        raise LayoutError(nothing_found(document))
    outline = read_outline(document)
    metadata = read_metadata(document, outline)
    prose = read_sections(outline, metadata.source, tables.others)
    notes = [
        *_document_notes(document),
        *others,
        *_metadata_notes(metadata, issuer),
        *_noted(prose.remarks),
        *tables.notes,
    ]
    if missing := set(TABLES) - {table for table, _, _ in tables.figures}:
        notes += loose_tables(document, missing)
    edition, edition_notes = _edition(tables, metadata.year)
    return assemble(
        metadata,
        edition,
        tables.figures,
        prose.passages,
        [*notes, *edition_notes],
        issuer=issuer,
        source_file=document.name,
        sha256=document.sha256,
    )


def assemble(
    metadata: Metadata,
    edition: str,
    placed: dict[Address, Figure],
    passages: Iterable[Passage],
    notes: Sequence[Note],
    *,
    issuer: str | None = None,
    source_file: str,
    sha256: str | None,
) -> Report:
    """Make the frames of a report from its parts; what it lacks of the edition's form is absent."""
    figures, figure_notes = _fill(placed, edition)
    body = issuer or metadata.issuer
    region = region_of(issuer) if issuer else metadata.region
    year = metadata.year
    report = report_id(body, year, source_file)
    every = [*notes, *figure_notes]
    return Report(
        reports=_frame(
            [(report, body, region, year, edition, metadata.title, metadata.published,
              source_file, sha256)],
            REPORTS,
        ),
        cells=_frame(
            [(report, body, year, edition, *address, value, unit, printed, state, source)
             for address, value, unit, printed, state, source in figures],
            CELLS,
        ),
        narrative=_frame(
            [(report, p.section, p.subsection, p.order, p.text, p.source) for p in passages],
            NARRATIVE,
        ),
        notes=_frame(
            [(report, order, n.severity, n.place, n.message) for order, n in enumerate(every, 1)],
            NOTES,
        ),
    )  # fmt: skip


def report_id(issuer: str | None, year: int | None, source_file: str) -> str:
    """Return a report's id: the issuer, or else the file, and the year."""
    body = issuer or source_file.rpartition(".")[0] or source_file
    return f"{body}-{year if year else '?'}"


@cache
def _dtype(name: str) -> Any:
    return pd.api.types.pandas_dtype(name)


def _frame(rows: Sequence[tuple[Any, ...]], dtypes: dict[str, str]) -> pd.DataFrame:
    # Column by column into typed arrays, all of text at once: six times faster than a frame of
    # objects and astype. The arrays are put together as they are: `pd.DataFrame` would ask each
    # what it is, and the names too, for longer than all cells of a report take to fill in.
    columns: Sequence[tuple[Any, ...]] = (
        list(zip(*rows, strict=True)) if rows else [()] * len(dtypes)
    )
    size = len(rows)
    places = [place for place, dtype in enumerate(dtypes.values()) if dtype == "str"]
    texts = [text for place in places for text in columns[place]]
    whole = pd.array(texts, dtype=_dtype("str"))
    parts = {place: whole[at * size : (at + 1) * size] for at, place in enumerate(places)}
    arrays = [
        parts[place] if place in parts else pd.array(list(columns[place]), dtype=_dtype(dtype))
        for place, dtype in enumerate(dtypes.values())
    ]
    return create_dataframe_from_blocks(
        [(array, np.array([place])) for place, array in enumerate(arrays)],
        index=pd.RangeIndex(size),
        columns=_names(tuple(dtypes)).view(),  # whoever names the columns names their own
    )


@cache
def _names(names: tuple[str, ...]) -> pd.Index:
    return pd.Index(names)


def _document_notes(document: Document) -> Iterable[Note]:
    pages = document.metadata.get("pages_without_text")
    if pages:
        yield Note("warning", f"page {pages}", told("picture_page"))
    yield from _noted(document.remarks)


def _noted(remarks: Iterable[Remark]) -> Iterable[Note]:
    return (Note(remark.severity, remark.place, remark.message) for remark in remarks)


def _metadata_notes(metadata: Metadata, issuer: str | None) -> Iterable[Note]:
    if metadata.title is None:
        yield Note("warning", "", told("no_title"))
    yield from metadata.notes
    if metadata.year is None:
        yield Note("warning", metadata.source, told("no_year"))
    if issuer:
        if metadata.issuer and normalize(issuer) != metadata.issuer:
            message = told("issuer_given", issuer=issuer, printed=metadata.issuer)
            yield Note("info", metadata.source, message)
    elif metadata.issuer is None:
        yield Note("warning", metadata.source, told("no_issuer"))
    elif metadata.rule:
        yield Note("info", metadata.source, metadata.rule)


def _edition(tables: Tables, year: int | None) -> tuple[str, list[Note]]:
    """Tell the edition by the columns that only one has; the year is a second witness."""
    seen = {edition: len(tables.columns & codes) for edition, codes in _only().items()}
    by_year = None
    if year is not None:
        for row in read_spec("editions"):
            if int(row["first_year"]) <= year <= int(row["last_year"] or 9999):
                by_year = row["edition"]
    if seen["2019"] == seen["2021"]:
        edition = by_year or "2021"
        key = "edition_by_year" if by_year else "edition_assumed"
        return edition, [Note("warning", "", told(key, edition=edition, year=year))]
    edition = max(seen, key=seen.__getitem__)
    notes = []
    if min(seen.values()):
        notes.append(Note("warning", "", told("both_editions")))
    if by_year != edition and year is not None:
        notes.append(Note("warning", "", told("edition_of_other", edition=edition, year=year)))
    return edition, notes


@cache
def _only() -> dict[str, set[str]]:
    """Return the column codes that only one edition has."""
    return {
        edition: {column.code for column in columns() if column.editions == (edition,)}
        - {column.code for column in columns() if column.editions == (other,)}
        for edition, other in (("2019", "2021"), ("2021", "2019"))
    }


def _fill(placed: dict[Address, Figure], edition: str) -> tuple[list[Figure], list[Note]]:
    """Put the figures in the form's order; what the report lacks of the form is absent."""
    parts = {("requests", code) for code in children("requests", "other")}
    whole = [address for address in placed if address[:2] == ("requests", "other")]
    split = any(address[:2] in parts for address in placed)
    if split and all(placed[address].state == "blank" for address in whole):
        # 其他处理 stood as a heading over its three rows.
        placed = {address: figure for address, figure in placed.items() if address not in whole}
        whole = []
    expected = set(form(edition, single_other=bool(whole)))
    if split:
        expected |= {a for a in union_form() if a[:2] in parts}
        expected -= {a for a in union_form() if a[:2] == ("requests", "other")} - set(whole)
    units = form_units()
    figures: list[Figure] = []
    absent: list[Address] = []
    notes: list[Note] = []
    for address in union_form():
        if found := placed.get(address):
            if address not in expected:
                notes.append(
                    Note("warning", found.source,
                         told("not_on_edition", cell=".".join(address), edition=edition))
                )  # fmt: skip
            figures.append(found if found.unit else found._replace(unit=units[address]))
        elif address in expected:
            absent.append(address)
            figures.append(Figure(address, None, units[address], "", "absent", ""))
    if absent:
        notes += absence_notes(absent, [a for a in union_form() if a in expected])
    return figures, notes
