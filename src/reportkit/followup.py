"""What became of the problems and measures of one year in the reports of the next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import floor
from typing import Any

import pandas as pd

from .codebook import Address, read_spec
from .given import Given, frame_of, prose_of
from .indicators import CHANGES, cells_of, change, stated_item
from .narrative import alike, problems

FOLLOWED = {
    "report": "str", "kind": "str", "order": "Int64", "issuer": "str", "year": "Int64",
    "before": "str", "year_before": "Int64", "text_before": "str", "text": "str", "basis": "str",
    "theme": "str", "score": "Float64", "indicator": "str", "value_before": "Float64",
    "value": "Float64", "difference": "Float64", "difference_low": "Float64",
    "difference_high": "Float64", "difference_unit": "str", "comparable": "boolean", "note": "str",
    "source_before": "str", "source": "str", "measure_before": "str",
    "measure_source_before": "str", "cells_before": "str", "cells": "str",
    "cells_source_before": "str", "cells_source": "str",
}  # fmt: skip

_CELLS = ["report", "table", "item", "column"]


@dataclass(frozen=True, slots=True)
class _Said:
    """A problem or measure of a report."""

    text: str
    themes: tuple[str, ...]
    source: str


def follow_up(
    panel: Given,
    *,
    reports: Given | None = None,
    cells: Given | None = None,
    stated: pd.DataFrame | None = None,
    changes: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Follow an issuer's problems and measures from one year's report to the next.

    Each report's own year counts: what it tells of last year's problems is left out.

    Nothing here says why: that a problem is named again does not say that nothing was done, and a
    figure that moved after a promise did not move because of it.

    Parameters
    ----------
    panel : DataFrame, Report, Panel or list of Report
        Several years of an issuer, or of many; or their narrative.
    reports, cells : DataFrame or Panel, optional
        With a narrative: the reports (``report, issuer, year``; needed), and their cells. Without
        cells or `changes` no figure is held beside a problem.
    stated : DataFrame, optional
        Figures that the prose states, as for `indicators`.
    changes : DataFrame, optional
        What `change` tells of the cells, where that is known already: it takes most of the time.

    Returns
    -------
    DataFrame
        Key (report, kind, order), of the later report: ``report, kind, order, issuer, year``; the
        earlier one, ``before, year_before``; ``kind``:

        - "problem again": ``text_before`` and ``text`` (the reports' words) are problems of both.
          ``basis`` is "same words" (figures, years and punctuation apart), "nearly the same words"
          (a likeness of 0.8 or more), "like words", or "theme", where they only speak of the same
          theme; ``theme`` (codes that both have, parted by ;); ``score`` (Float64, 0 to 1, the
          likeness of their wording, rounded down). Where one side alone ends or denies something
          (取消, 不再, 未), no likeness makes them the same; where they speak of different bodies
          (乡镇, 部门), "like words" at most. Each problem is held against the latest year that has
          it in such words, else against the latest that has its theme.
        - "measure again": measures of both, promised again in words as above.
        - "figure": ``text_before`` is a problem of the report before, and ``indicator,
          value_before, value, difference, difference_low, difference_high, difference_unit,
          comparable, note`` what `change` tells of a figure that its theme is held beside
          (``spec/theme_indicators.csv``; ``basis`` says what that figure is). An interval that
          holds 0 is no evidence of change. ``measure_before`` is the measure that the report before
          set against the problem.

        All of ``…_before`` stands in the report `before`, all else in `report`: ``source_before,
        source, measure_source_before`` (str) say where the sentences were printed there. A figure
        is made of ``cells_before`` and of ``cells`` (str, ``table.item.column`` parted by blanks;
        with `cells`), printed at ``cells_source_before`` and ``cells_source`` (str, in the same
        order, parted by "; "; of what the prose tells, with `stated`, its sentences). Columns that
        a kind does not have are missing.

    Raises
    ------
    FrameError
        A narrative without `reports`, or a frame lacks columns.

    Examples
    --------
    >>> import pandas as pd
    >>> narrative = pd.DataFrame({
    ...     "report": ["甲县-2022", "甲县-2023"], "section": 5, "order": 1,
    ...     "text": ["问题：解读形式单一。", "问题：解读形式较为单一。"], "source": "line 1",
    ... })
    >>> reports = pd.DataFrame({
    ...     "report": ["甲县-2022", "甲县-2023"], "issuer": "甲县", "year": [2022, 2023],
    ... })
    >>> follow_up(narrative, reports=reports)[["kind", "year_before", "basis", "theme"]]
                kind  year_before                  basis                  theme
    0  problem again         2022  nearly the same words  policy_interpretation
    """
    narrative, about = prose_of(panel, reports, ["report", "issuer", "year"])
    if cells is None and not isinstance(panel, pd.DataFrame):
        cells = panel
    held = None if cells is None else frame_of(cells, "cells", _CELLS)
    if changes is not None:
        changes = frame_of(changes, "changes", list(CHANGES), by="change(cells)")
    found = problems(narrative)
    found = found[~found["earlier"]]
    rows = [*_again(found, about, "problem"), *_again(found, about, "improvement")]
    if changes is None and held is not None and len(held) and len(found):
        changes = change(held, stated=stated)
    if changes is not None and len(found):
        rows += _figures(found, changes, _Places(held, stated))
    frame = pd.DataFrame(rows, columns=[name for name in FOLLOWED if name != "order"])
    frame = frame.sort_values(["report", "kind"], kind="stable").reset_index(drop=True)
    frame.insert(2, "order", frame.groupby(["report", "kind"]).cumcount() + 1)
    return frame.astype(FOLLOWED)


def _again(found: pd.DataFrame, reports: pd.DataFrame, what: str) -> Iterator[dict[str, Any]]:
    """Yield what an issuer says again: for each point its counterpart of an earlier year."""
    kind = "problem again" if what == "problem" else "measure again"
    said = {report: _points(rows, what) for report, rows in found.groupby("report", sort=False)}
    known = reports[reports["issuer"].notna() & reports["year"].notna()]
    for issuer, of in known.sort_values("year").groupby("issuer", sort=False):
        years = [(str(r), int(y)) for r, y in zip(of["report"], of["year"], strict=True)]
        for place, (report, year) in enumerate(years):
            earlier = [(r, y) for r, y in reversed(years[:place]) if y < year]
            for point in said.get(report, ()):
                match = _counterpart(point, [(r, y, said.get(r, ())) for r, y in earlier], what)
                if match:
                    before, year_before, other, basis, score = match
                    common = [code for code in point.themes if code in other.themes]
                    yield {
                        "report": report, "kind": kind, "issuer": issuer, "year": year,
                        "before": before, "year_before": year_before, "text_before": other.text,
                        "text": point.text, "basis": basis, "theme": ";".join(common) or None,
                        "score": score, "source_before": other.source, "source": point.source,
                    }  # fmt: skip


def _points(rows: pd.DataFrame, what: str) -> list[_Said]:
    theme = "theme" if what == "problem" else "improvement_theme"
    rows = rows[rows[what].notna()]
    return [
        _Said(text, tuple(codes.split(";")) if isinstance(codes, str) else (), source)
        for text, codes, source in zip(rows[what], rows[theme], rows[f"{what}_source"], strict=True)
    ]


def _counterpart(
    point: _Said, earlier: Sequence[tuple[str, int, Sequence[_Said]]], what: str
) -> tuple[str, int, _Said, str, float] | None:
    """Return the point of an earlier year that says the same: by wording, else by theme."""
    by_theme = None
    for report, year, points in earlier:
        scored = [(*alike(point.text, other.text), other) for other in points]
        best = max((one for one in scored if one[1]), key=lambda one: one[0], default=None)
        if best:
            return report, year, best[2], best[1], _score(best[0])
        if by_theme is None and what == "problem":
            shared = [one for one in scored if set(one[2].themes) & set(point.themes)]
            if shared:
                score, _, other = max(shared, key=lambda one: one[0])
                by_theme = report, year, other, "theme", _score(score)
    return by_theme


def _score(share: float) -> float:
    """Round a share down: 1 is said of what is the same to the last character alone."""
    return floor(share * 1000) / 1000


class _Places:
    """Where the figures of reports were printed: in which cells, or in which sentences."""

    def __init__(self, cells: pd.DataFrame | None, stated: pd.DataFrame | None) -> None:
        self._cells, self._stated = cells, stated
        self._known: dict[str, dict[Address, str]] = {}

    def of(self, report: str, code: str) -> tuple[str | None, str | None]:
        """Return the addresses of an indicator's cells, and their places in the same order."""
        item = stated_item(code)
        if item:
            return None, self._sentences(report, item)
        places = self._of(report)
        made_of = cells_of(code, places)
        told = [places[address] for address in made_of]
        return (
            " ".join(".".join(address) for address in made_of) or None,
            "; ".join(told) if any(told) else None,
        )

    def _of(self, report: str) -> dict[Address, str]:
        if self._cells is None:
            return {}
        if report not in self._known:
            own = self._cells[self._cells["report"] == report]
            sources = own["source"].fillna("") if "source" in own else [""] * len(own)
            keys = own[["table", "item", "column"]].itertuples(index=False, name=None)
            self._known[report] = dict(zip(keys, sources, strict=True))
        return self._known[report]

    def _sentences(self, report: str, item: str) -> str | None:
        if self._stated is None or "source" not in self._stated:
            return None
        own = self._stated[(self._stated["report"] == report) & (self._stated["item"] == item)]
        return "; ".join(own["source"].dropna().unique()) or None


def _figures(found: pd.DataFrame, moved: pd.DataFrame, places: _Places) -> Iterator[dict[str, Any]]:
    """Yield for each problem the figures of the year after that its themes are held beside."""
    held = read_spec("theme_indicators")
    after = dict(list(moved[moved["before"].notna()].groupby("before", sort=False)))
    for problem in found[found["problem"].notna() & found["theme"].notna()].to_dict("records"):
        rows = after.get(problem["report"])
        if rows is None:
            continue
        by_code = {row["indicator"]: row for row in rows.to_dict("records")}
        told: set[str] = set()
        for link in held:
            code, terms = link["indicator"], link["terms"].split()
            if (
                link["theme"] not in problem["theme"].split(";")
                or (terms and not any(term in problem["problem"] for term in terms))
                or code not in by_code or code in told
            ):  # fmt: skip
                continue
            told.add(code)
            row = by_code[code]
            cells_before, printed_before = places.of(row["before"], code)
            cells, printed = places.of(row["report"], code)
            notes = [part for part in (row["why"], row["note"]) if isinstance(part, str) and part]
            yield {
                **{name: row[name] for name in (
                    "report", "issuer", "year", "before", "year_before", "indicator",
                    "value_before", "value", "difference", "difference_low", "difference_high",
                    "difference_unit", "comparable")},
                "kind": "figure", "text_before": problem["problem"],
                "source_before": problem["problem_source"], "basis": link["meaning_en"],
                "theme": link["theme"], "note": "; ".join(notes) or None,
                "measure_before": problem["improvement"],
                "measure_source_before": problem["improvement_source"],
                "cells_before": cells_before, "cells_source_before": printed_before,
                "cells": cells, "cells_source": printed,
            }  # fmt: skip
