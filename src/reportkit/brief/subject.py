"""What a page speaks of: a report with its panel, and the figures of it, each with its link."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property, partial

import pandas as pd
from markupsafe import Markup

from ..codebook import TABLES, Address, Lang, children, label_of, leaves
from ..errors import ReportkitError
from ..indicators import CHANGES, DOUBTFUL, change, indicators
from ..indicators.book import book
from ..narrative import stated_figures
from ..panel import Panel
from ..report import Report
from ..rounding import decimals, percent, whole
from .again import Again
from .blocks import Block, chinese, named
from .called import called, which
from .loading import Source, bodies, changes_held, families, findings_of, load, newest
from .wording import say, state_name

#: The sections that are quoted whole: overview, problems, other matters.
QUOTED = (1, 5, 6)


@dataclass(frozen=True)
class Subject:
    """A report as a page speaks of it, in one language.

    Attributes
    ----------
    report : Report
        Of which the page speaks.
    panel : Panel
        All that is known beside it: its issuer's other years, its peers.
    lang : {"zh", "en"}
        Of the page.
    file : str
        The file that the report was read from; "" where there is none.
    prefix : str
        Before the anchors of its cells and sentences, where a page has several reports.
    level : int
        Of the headings of its parts.
    """

    report: Report
    panel: Panel
    lang: Lang = "zh"
    file: str = ""
    prefix: str = ""
    level: int = 2

    def __post_init__(self) -> None:
        if self.lang not in ("zh", "en"):
            raise ValueError(f"lang {self.lang!r} is not one of zh, en")

    @cached_property
    def _cells(self) -> dict[Address, tuple[float, str]]:
        own = self.report.cells
        addresses = zip(own["table"], own["item"], own["column"], strict=True)
        return dict(zip(addresses, zip(own["value"], own["state"], strict=True), strict=True))

    @property
    def edition(self) -> str:
        """Of the form."""
        return str(self.report.reports["edition"].iloc[0])

    @property
    def year(self) -> int | None:
        """The year reported on, where it is known."""
        year = self.report.reports["year"].iloc[0]
        return None if pd.isna(year) else int(year)

    @property
    def name(self) -> Markup:
        """The issuer, marked as Chinese; the report's id where it is not known."""
        row = self.report.reports.iloc[0]
        if pd.isna(row["issuer"]):
            return chinese(self.report.id)
        return named(str(row["issuer"]), row["region"])

    @property
    def called(self) -> Markup:
        """What a sentence calls the report beside others of the same body: by its year."""
        if self.year is None:
            return chinese(self.report.id)
        return say("report_of_year", self.lang, year=self.year, which=which(self.report.id))

    @property
    def called_in_full(self) -> Markup:
        """What a sentence calls the report beside those of other bodies."""
        return called(self.report.reports.iloc[0], self.lang)

    @property
    def title(self) -> Markup:
        """The page's title: that of the report in Chinese, told in English."""
        if self.lang == "zh":
            before, name, behind = self.report.title.partition(self.name.striptags())
            title = chinese(Markup("{}{}{}").format(before, self.name if name else "", behind))
            return say("title_of", "zh", title=title)
        return say("title" if self.year else "title_no_year", "en", issuer=self.name,
                   year=self.year)  # fmt: skip

    def heading(self, key: str, *, below: int = 0) -> Block:
        """Return the heading of a part, with its anchor."""
        level = self.level + below
        text = say(key, self.lang)
        return Block(f'<h{level} id="{self.prefix}{key}">{text}</h{level}>')

    # --- figures, each with the link to where it was printed ----------------------------------

    @cached_property
    def shares(self) -> pd.DataFrame:
        """The report's indicators, by their code, those that only its prose tells among them."""
        return indicators(self.report.cells, stated=self.stated).set_index("indicator")

    @cached_property
    def stated(self) -> pd.DataFrame:
        """The figures that the report's prose states."""
        return stated_figures(self.report.narrative)

    @cached_property
    def family(self) -> Panel:
        """The issuer's reports: this one and those of other years."""
        own = self.panel.reports["report"] == self.report.id
        body = bodies(self.panel.reports)
        return next(families(self.panel, only=body[own].iloc[0]))

    @cached_property
    def changes(self) -> pd.DataFrame:
        """What `change` says of this report, by indicator; no rows without one before it."""
        family, rows = self.family, changes_held(self.panel)
        if len(family.reports) < 2:
            return pd.DataFrame(columns=list(CHANGES)).set_index("indicator")
        if rows is None:
            rows = change(family.cells)
        return rows[rows["report"] == self.report.id].set_index("indicator")

    @cached_property
    def before(self) -> Subject | None:
        """The issuer's report before, where there is one."""
        ids = self.changes["before"].dropna().unique()
        if not len(ids):
            return None
        report = self.panel.report(ids[0])
        return replace(self, report=report, file="", prefix=f"{self.prefix}before-")

    @cached_property
    def earlier(self) -> list[Subject]:
        """The issuer's reports of the years before, the latest first."""
        reports = self.family.reports
        known = reports[(reports["year"] < self.year).fillna(False)] if self.year else reports[:0]
        ids = known.sort_values("year", ascending=False, kind="stable")["report"]
        before = self.before
        return [
            before if before is not None and before.report.id == one
            else replace(self, report=self.panel.report(one), file="",
                         prefix=f"{self.prefix}before-{place}-")
            for place, one in enumerate(ids, 1)
        ]  # fmt: skip

    @cached_property
    def again(self) -> Again:
        """What its prose says again of the years before."""
        return Again(self)

    @cached_property
    def findings(self) -> pd.DataFrame:
        """What `check` finds in this report, its issuer's other years beside it."""
        found = findings_of(self.family, stated=self.stated)
        return found[found["report"] == self.report.id].reset_index(drop=True)

    def anchor(self, table: str, item: str, column: str = "") -> str:
        """Return the anchor of a cell in the annex; of its row where no column is given."""
        return f"{self.prefix}{'.'.join(part for part in (table, item, column) if part)}"

    def place(self, section: int, order: int) -> str:
        """Return the anchor of a quoted paragraph."""
        return f"{self.prefix}section-{section}-{order}"

    @cached_property
    def quoted(self) -> pd.DataFrame:
        """The paragraphs that the annex quotes: of the sections of prose, and where figures are."""
        own = self.report.narrative
        holding = set(zip(self.stated["section"], self.stated["paragraph"], strict=True))
        places = zip(own["section"], own["order"], strict=True)
        held = pd.Series([place in holding for place in places], own.index, dtype=bool)
        # Sections 2 to 4 are tables: of their prose what states a figure, below its heading.
        heads = (own["order"] == 0) & own["section"].isin(own.loc[held, "section"])
        return own[own["section"].isin(QUOTED) | held | heads]

    @cached_property
    def _places(self) -> set[tuple[int, int]]:
        return set(zip(self.quoted["section"], self.quoted["order"], strict=True))

    def sentence(self, text: object, section: int, paragraph: int) -> Markup:
        """Return a link to the paragraph that holds a sentence, where the annex quotes it."""
        if (section, paragraph) not in self._places:
            return Markup.escape(text)
        return Markup('<a href="#{}">{}</a>').format(self.place(section, paragraph), text)

    def link(self, text: object, table: str, item: str, column: str = "") -> Markup:
        """Return a link to a cell, or to the row of a group that has no cell of its own."""
        if (table, item, column) in self._cells:
            target = self.anchor(table, item, column)
        elif table != "review" and {item, *children(table, item)} & self._rows[table]:
            target = self.anchor(table, item)
        else:
            return Markup.escape(text)
        return Markup('<a href="#{}">{}</a>').format(target, text)

    @cached_property
    def _rows(self) -> dict[str, set[str]]:
        """The items that each table of the annex has, as their own rows."""
        return {name: {item for table, item, _ in self._cells if table == name} for name in TABLES}

    def figure(self, table: str, item: str, column: str = "total") -> Markup:
        """Return a figure with the link to it, or what is known of it instead.

        A group of rows has no cell of its own: its figure is what its rows add up to.
        """
        known = self.value(table, item, column)
        if known is not None:
            return self.link(whole(known), table, item, column)
        state = self._cells.get((table, item, column), (None, ""))[1]
        why = state_name(state, self.lang) if state else say("not_told", self.lang)
        return self.link(say("unknown", self.lang, state=why), table, item, column)

    def counted(self, table: str, item: str, column: str = "total") -> Markup:
        """Return a figure with its link and, where it is known, what is counted."""
        figure = self.figure(table, item, column)
        known = self.value(table, item, column) is not None
        return say("count", self.lang, count=figure) if known else figure

    def value(self, table: str, item: str, column: str = "total") -> float | None:
        """Return a figure, of a group the sum of its rows; None where one is not known."""
        if (table, item, column) in self._cells:
            value, state = self._cells[table, item, column]
            return float(value) if state == "number" else None
        rows = [self.value(table, row, column) for row in leaves(table, item)]
        known = [row for row in rows if row is not None]
        return sum(known) if rows and len(known) == len(rows) else None

    def terms(self, code: str, *, below: bool = False) -> Markup:
        """Return what the numerator of an indicator is made of, each term linked to its cell.

        Set `below`, it is the denominator: "" of what has none.
        """
        cells = _sums()[code][below]
        if not cells:
            return Markup("")
        said = [cell for cell in cells if self.value(*cell) != 0] or list(cells[:1])
        terms = Markup(" + ").join(self.figure(*cell) for cell in said)
        values = [self.value(*cell) for cell in said]
        known = [value for value in values if value is not None]
        if len(said) == 1 or len(known) < len(said):
            return terms
        return Markup("{} ({})").format(whole(sum(known)), terms)

    def doubt(self, *codes: str) -> Markup:
        """Return a warning, with its link, where one of these indicators rests on a wrong sum."""
        notes = self.shares["note"].reindex(list(codes)).fillna("")
        if not notes.str.contains(DOUBTFUL, regex=False).any():
            return Markup("")
        return Markup('{}<a class="doubt" href="#{}adds_up">{}</a>').format(
            " " if self.lang == "en" else "", self.prefix, say("doubt_aside", self.lang)
        )

    def share(self, code: str, *, apart: bool = False, digits: int = 0) -> Markup:
        """Return a share of the requests closed with its counts and interval, or why there is none.

        Set `apart`, counts and interval stand small below it. `digits` are those of `percent`.
        """
        if code not in self.shares.index:
            return say("unknown", self.lang, state=state_name("absent", self.lang))
        row = self.shares.loc[code]
        told = partial(percent, digits=max(digits, decimals(row[["value", "low", "high"]])))
        if pd.notna(row["value"]):
            doubt = self.doubt(code)
            details = say(
                "share_details", self.lang, low=told(row["low"]), high=told(row["high"]),
                part=self.terms(code), whole=self.figure("requests", "outcomes_total"),
            )  # fmt: skip
            if apart:
                return Markup("{} <small>{}{}</small>").format(told(row["value"]), details, doubt)
            return say("share", self.lang, value=told(row["value"]), details=details) + doubt
        if pd.notna(row["value_blank_as_zero"]):
            return say("share_if_blank", self.lang, value=told(row["value_blank_as_zero"]))
        if pd.notna(row["denominator"]) and row["denominator"] == 0:
            return say("share_of_none", self.lang)
        return say("unknown", self.lang, state=say("not_told", self.lang))

    def label(self, table: str, item: str, column: str = "") -> str:
        """Return the form's label of a row, or of a column."""
        if column:
            return label_of("column", table, column, self.lang, self.edition)
        return label_of("item", table, item, self.lang, self.edition)

    def named(self, table: str, item: str, column: str = "") -> str:
        """Return a label as it stands within a sentence."""
        label = self.label(table, item, column)
        return label[:1].lower() + label[1:] if self.lang == "en" else label


@cache
def _sums() -> dict[str, tuple[tuple[Address, ...], tuple[Address, ...]]]:
    """Return the cells of the form that numerator and denominator of an indicator are made of."""
    return {one.code: (one.numerator, one.denominator) for one in book()}


def open_subject(
    source: Source | None = None, *, only: str | None = None, lang: Lang = "zh"
) -> Subject:
    """Return the report that a page speaks of, with all that was read beside it.

    Parameters
    ----------
    source : path or iterable of paths, optional
        A report; several, or a folder of them; or the folder of a panel. The bundled report if
        left out.
    only : str, optional
        The id of the report; if left out, the newest of those that were read.
    lang : {"zh", "en"}
        Of the page.

    Raises
    ------
    ReadError
        There is nothing to read.
    ReportkitError
        There is no report of that id, or there are several issuers and no id.

    Examples
    --------
    >>> subject = open_subject(lang="en")
    >>> subject.figure("requests", "received")
    Markup('<a href="#requests.received.total">10</a>')
    """
    panel, files = load(source)
    ids = newest(panel)
    if only is None and len(ids) > 1:
        raise ReportkitError(f"{len(ids)} issuers were read; name one report: only={str(ids[0])!r}")
    return _subject(panel, files, ids[0] if only is None else only, lang)


def open_subjects(source: Source | None = None, *, lang: Lang = "zh") -> list[Subject]:
    """Return the newest report of each issuer; see `open_subject`."""
    panel, files = load(source)
    return [
        replace(_subject(panel, files, one, lang), prefix=f"body-{place}-", level=3)
        for place, one in enumerate(newest(panel), 1)
    ]


def _subject(panel: Panel, files: Mapping[str, str], only: str, lang: Lang) -> Subject:
    try:
        report = panel.report(only)
    except KeyError as error:
        raise ReportkitError(str(error.args[0])) from error
    file = files.get(str(report.reports["source_file"].iloc[0]), "")
    return Subject(report, panel, lang, file)
