"""What section 五 says again of the issuer's earlier reports, and what of those a page quotes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from ..followup import follow_up
from ..narrative import SHORTEST, reuse, shared_passages

if TYPE_CHECKING:
    from .subject import Subject

SECTION = 5
#: So many of the passages that two years share are quoted, the longest first.
QUOTED_PASSAGES = 3


@dataclass(frozen=True)
class Again:
    """A report's section 五 beside those of the years before.

    Attributes
    ----------
    subject : Subject
        Of which the page speaks.
    told : list of Subject
        The earlier reports whose section 五 is in hand, the latest first.
    """

    subject: Subject
    told: list[Subject] = field(init=False)

    def __post_init__(self) -> None:
        earlier = [] if _section(self.subject).empty else self.subject.earlier
        told = [one for one in earlier if not _section(one).empty]
        object.__setattr__(self, "told", told)

    @cached_property
    def followed(self) -> pd.DataFrame:
        """What `follow_up` tells of this report."""
        own = self.subject.report.narrative
        narrative = pd.concat(
            [own, *(one.report.narrative for one in self.told)], ignore_index=True
        )
        changes = self.subject.changes.reset_index()
        rows = follow_up(narrative, reports=self.subject.family.reports, changes=changes)
        return rows[rows["report"] == self.subject.report.id]

    @cached_property
    def figures(self) -> pd.DataFrame:
        """The figures held beside problems of the year before, where both years' are known."""
        before, rows = self.subject.before, self.followed
        rows = rows[rows["kind"] == "figure"]
        rows = rows[rows["before"] == (None if before is None else before.report.id)]
        return rows[rows["value"].notna() & rows["value_before"].notna() & rows["comparable"]]

    @cached_property
    def _both(self) -> pd.DataFrame:
        """The text of section 五, of this year and of the latest before."""
        years = [self.subject, self.told[0]]
        return pd.concat([_section(one) for one in years], ignore_index=True)

    @cached_property
    def _compared(self) -> pd.DataFrame:
        return reuse(self._both, reports=self.subject.family.reports, least=1e-9)

    @property
    def reused(self) -> pd.DataFrame:
        """What `reuse` tells of this year's text."""
        return self._compared[self._compared["report"] == self.subject.report.id]

    @property
    def short(self) -> bool:
        """Whether one of the two texts is too short to be compared."""
        return bool(self._compared["note"].notna().any())

    @cached_property
    def passages(self) -> pd.DataFrame:
        """The passages that both years have; without those that say nothing.

        Cut where a paragraph ends, a passage may leave a word or a figure there.
        """
        runs = shared_passages(
            self._both, self.subject.report.id, self.told[0].report.id,
            reports=self.subject.family.reports,
        )  # fmt: skip
        return runs[runs["text"].str.len() >= SHORTEST]

    @cached_property
    def longest(self) -> pd.DataFrame:
        """Those of the passages that are quoted, in printed order."""
        ordered = self.passages.sort_values("characters", ascending=False, kind="stable")
        return ordered.head(QUOTED_PASSAGES).sort_index()

    def origin(self, report: object, text: object, source: object) -> tuple[Subject, int] | None:
        """Return the earlier report and the paragraph of it in which a sentence was printed."""
        one = next((one for one in self.told if one.report.id == report), None)
        order = None if one is None else paragraph_of(one, text, source)
        return None if one is None or order is None else (one, order)

    @cached_property
    def quoted(self) -> list[tuple[Subject, pd.DataFrame]]:
        """The paragraphs of earlier reports that the page quotes from, report by report."""
        places = {
            (found[0].report.id, found[1])
            for report, text, source in self._quotations()
            if pd.notna(text) and (found := self.origin(report, text, source))
        }
        if self.told:
            places |= {(self.told[0].report.id, order) for order in self.longest["other_order"]}
        told = []
        for one in self.told:
            own = _section(one)
            held = own[[(one.report.id, order) in places for order in own["order"]]]
            if len(held):
                told.append((one, held))
        return told

    def _quotations(self) -> Iterator[tuple[object, object, object]]:
        """Yield what is quoted: the report, the sentence, where that was printed."""
        if self.told:
            again = self.followed[self.followed["kind"] != "figure"]
            for rows, text, source in (
                (again, "text_before", "source_before"),
                (self.figures, "text_before", "source_before"),
                (self.figures, "measure_before", "measure_source_before"),
            ):
                yield from zip(rows["before"], rows[text], rows[source], strict=True)


def paragraph_of(subject: Subject, text: object, source: object) -> int | None:
    """Return the paragraph of section 五 that holds a sentence; the one printed at `source`.

    A short sentence may stand in several, and several may have one place: a line of a web page.
    """
    own = _section(subject)
    inside = own[own["text"].str.contains(str(text), regex=False)]
    there = inside[inside["source"] == source]
    orders = (inside if there.empty else there)["order"]
    return None if orders.empty else int(orders.iloc[0])


def _section(subject: Subject) -> pd.DataFrame:
    """Return the paragraphs of section 五."""
    own = subject.report.narrative
    return own[own["section"] == SECTION]
