"""Many reports side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import escape
from os import PathLike
from pathlib import Path

import pandas as pd

from ..errors import FrameError
from ..report import Report
from ..text import counted
from . import storage
from .coverage import coverage
from .frames import FRAMES, OF_REPORTS

#: How many reports a notebook shows of a panel.
_SHOWN = 10


@dataclass(frozen=True, eq=False, repr=False)
class Panel:
    """Many reports as five tidy frames.

    Attributes
    ----------
    reports : DataFrame
        A row a report, key report; as in `Report`, and so are `cells`, `narrative` and `notes`.
        ``source_file`` is the file's place in the folder that was read.
    cells : DataFrame
        A row a cell of a form, key (report, table, item, column).
    narrative : DataFrame
        A row a paragraph, key (report, section, order).
    notes : DataFrame
        A row for everything not understood, joined or read by a rule, key (report, order).
    unread : DataFrame
        A row a file that could not be read, key source_file: ``source_file``, ``error`` (the name
        of its class), ``message``; all str.

    Raises
    ------
    FrameError
        A frame lacks columns, or a report stands twice.

    Examples
    --------
    >>> from reportkit import example_panel
    >>> panel = example_panel()
    >>> panel
    <Panel: 7 reports of 4 issuers, 2019 to 2025; 0 files unread>
    >>> panel.cells.groupby("report", sort=False)["value"].count().head(3)
    report
    宿迁市人民政府-2023    200
    宿迁市人民政府-2024    200
    宿迁市人民政府-2025     28
    Name: value, dtype: Int64
    """

    reports: pd.DataFrame
    cells: pd.DataFrame
    narrative: pd.DataFrame
    notes: pd.DataFrame
    unread: pd.DataFrame

    def __post_init__(self) -> None:
        for name, dtypes in FRAMES.items():
            frame = getattr(self, name)
            lacking = [column for column in dtypes if column not in frame]
            if lacking:
                raise FrameError(f"the frame {name} lacks the columns {', '.join(lacking)}")
        twice = self.reports.loc[self.reports["report"].duplicated(), "report"]
        if len(twice):
            raise FrameError(f"reports stand twice: {', '.join(twice.head())}")

    @classmethod
    def _lazy(cls, load: Callable[[str], pd.DataFrame]) -> Panel:
        """Return a panel whose frames are read when they are first asked for."""
        panel = object.__new__(cls)
        panel.__dict__["_load"] = load
        return panel

    def __getattr__(self, name: str) -> pd.DataFrame:
        load = self.__dict__.get("_load")  # reached for what is not there yet
        if load is None or name not in FRAMES:
            raise AttributeError(f"a Panel has no {name!r}")
        frame = self.__dict__[name] = load(name)
        return frame

    def report(self, report: str) -> Report:
        """Return one report.

        Raises
        ------
        KeyError
            The panel has no report of that id.

        Examples
        --------
        >>> from reportkit import example_panel
        >>> example_panel().report("修武县人民政府-2023")
        <Report 修武县人民政府-2023: 200 cells (200 number), 0 notes>
        """
        known = self.reports["report"]
        if not (known == report).any():
            some = ", ".join(known.head()) + (" …" if len(known) > 5 else "")
            raise KeyError(f"the panel has no report {report!r}; it has: {some or 'none'}")
        own = {name: getattr(self, name) for name in OF_REPORTS}
        return Report(
            **{
                name: frame[frame["report"] == report].reset_index(drop=True)
                for name, frame in own.items()
            }
        )

    def coverage(self, *, years: int | Iterable[int] | None = None) -> pd.DataFrame:
        """Tell which issuers published for which years, and by the deadline.

        Article 49 has departments at county level and above publish by 31 January, and local
        governments at county level and above by 31 March, for the year before. It sets no date for
        townships. What kind of body an issuer is, is told by how its name ends
        (``spec/bodies.csv``, ``spec/deadlines.csv``).

        Parameters
        ----------
        years : int or iterable of int, optional
            Report years to ask about; all from the panel's first to its last if left out, those of
            which it has no report among them.

        Returns
        -------
        DataFrame
            A row an issuer and year: ``issuer, region, year`` (Int64), ``status``, ``published``
            and ``deadline`` (datetime64[s]), ``report, source_file``, ``kind`` (of the body:
            government, department, township, agency, unknown). `status` is "on_time" (on the day
            of the deadline too); "late"; "date_unknown": the report does not say when it was
            published; "deadline_unknown": no rule that we hold sets a date for this kind of body
            or year; "unreadable": a file is there, by its name, but could not be read; "missing":
            the panel has none, which does not say that none was published. Of two reports of an
            issuer and year the one published first stands. Rows without issuer or year come last:
            reports that do not tell it, and files that could not be read and are not needed to
            fill a gap, or whose name does not hold one issuer and one year of the panel.

        Raises
        ------
        FrameError
            `years` are no whole numbers.

        References
        ----------
        《政府信息公开条例》 (State Council Order 711), article 49.

        Examples
        --------
        >>> from reportkit import example_panel
        >>> table = example_panel().coverage(years=[2023, 2024])
        >>> table.query("region == '淮安市洪泽区'")[["year", "status", "deadline"]]
           year        status   deadline
        2  2023  date_unknown 2024-03-31
        3  2024  date_unknown 2025-03-31
        """
        return coverage(self.reports, self.unread, years)

    def missing(self, *, years: int | Iterable[int] | None = None) -> pd.DataFrame:
        """Return the reports that are missing: rows of `coverage` with nothing in hand.

        Examples
        --------
        >>> from reportkit import example_panel
        >>> example_panel().missing(years=[2023, 2024])[["issuer", "year"]]
                     issuer  year
        0  上海市人民政府办公厅  2023
        1  上海市人民政府办公厅  2024
        2        修武县人民政府  2024
        """
        table = self.coverage(years=years)
        return table[table["status"] == "missing"].reset_index(drop=True)

    def to_parquet(self, folder: str | PathLike[str]) -> Path:
        """Write the panel to a folder of Parquet files, parted by year.

        A folder that holds a panel already gets this panel's years: each replaces the reports that
        the folder has of that year, all others stay as they are, byte for byte. Files that could
        not be read stay listed beside them until they are read. A write that breaks off leaves the
        folder as it was. One program may write at a time. Columns beyond those of a `Panel` are not
        kept.

        Parameters
        ----------
        folder : path
            A new or empty folder, or one with a panel in Parquet.

        Returns
        -------
        Path
            The folder; `open_panel` reads it, and ``pandas.read_parquet(folder / "cells")``.

        Raises
        ------
        ReportkitError
            The folder holds something else, or cannot be written to; pyarrow is not installed
            (``pip install "reportkit[parquet]"``).

        Examples
        --------
        >>> import tempfile
        >>> import pandas as pd
        >>> from reportkit import example_panel, open_panel
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     kept = example_panel().to_parquet(folder)
        ...     print(open_panel(kept, years=2019))
        ...     len(pd.read_parquet(kept / "cells"))
        <Panel: 1 report of 1 issuer, 2019; 0 files unread>
        1370
        """
        own = {name: getattr(self, name) for name in OF_REPORTS}
        return storage.write(folder, [own], self.unread, "parquet")

    def to_csv(self, folder: str | PathLike[str]) -> Path:
        """Write the panel to a folder of CSV files for spreadsheets, parted by year.

        As `to_parquet`, in UTF-8 with the mark that Excel asks for. Nothing is lost: a missing text
        is ``NA``, an empty text an empty field; texts that a spreadsheet would take for a formula
        (they begin with ``= + - @``, of either width, or with a tab or line break), and texts that
        begin with ``'`` or are ``NA``, have a ``'`` in front, which `open_panel` takes off. Numbers
        and dates are as they are, and empty where they are missing.

        Parameters
        ----------
        folder : path
            A new or empty folder, or one with a panel in CSV.

        Returns
        -------
        Path
            The folder; `open_panel` reads it.

        Raises
        ------
        ReportkitError
            The folder holds something else, or cannot be written to.

        Examples
        --------
        >>> import tempfile
        >>> from reportkit import example_panel, open_panel
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     kept = example_panel().to_csv(folder)
        ...     print(sorted(path.name for path in kept.glob("cells/*")))
        ...     open_panel(kept).cells.equals(example_panel().cells)
        ['year=2019', 'year=2023', 'year=2024', 'year=2025']
        True
        """
        own = {name: getattr(self, name) for name in OF_REPORTS}
        return storage.write(folder, [own], self.unread, "csv")

    def __repr__(self) -> str:
        return f"<Panel: {self._told()}>"

    def _told(self) -> str:
        years = self.reports["year"].dropna()
        ends = dict.fromkeys([years.min(), years.max()]) if len(years) else ()
        span = f", {' to '.join(map(str, ends))}" if ends else ""
        reports = counted(len(self.reports), "report")
        issuers = counted(self.reports["issuer"].nunique(), "issuer")
        return f"{reports} of {issuers}{span}; {counted(len(self.unread), 'file')} unread"

    def _repr_html_(self) -> str:
        shown = ["report", "issuer", "year", "edition", "published", "source_file"]
        tables = [self.reports[shown]] + ([self.unread] if len(self.unread) else [])
        return f"<div><p><b>Panel</b>: {escape(self._told())}</p>" + "".join(
            table.to_html(max_rows=_SHOWN, index=False, border=0) for table in tables
        ) + "</div>"  # fmt: skip


def open_panel(folder: str | PathLike[str], *, years: int | Iterable[int] | None = None) -> Panel:
    """Open a panel that `Panel.to_parquet`, `Panel.to_csv` or `read_reports` wrote.

    Frames are read when they are first asked for, so that reports and coverage of a large panel
    cost little.

    Parameters
    ----------
    folder : path
        Of a panel.
    years : int or iterable of int, optional
        Open the reports of this year, or of these, alone.

    Returns
    -------
    Panel
        Equal to the one written, dtypes and order included.

    Raises
    ------
    ReadError
        The folder holds no panel, an unfinished or a damaged one, or lacks one of `years`.
    FrameError
        `years` are no whole numbers.

    Examples
    --------
    >>> import tempfile
    >>> from reportkit import example_panel
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     written = example_panel().to_csv(folder)
    ...     open_panel(folder, years=2023)
    <Panel: 3 reports of 3 issuers, 2023; 0 files unread>
    """
    return Panel._lazy(storage.Stored.open(folder, years).load)
