"""Who published a report for which year, and by the deadline?"""

import re
from collections.abc import Hashable, Iterable, Mapping
from typing import Any

import pandas as pd

from ..bodies import deadline_of, kind_of
from ..text import normalize
from .frames import list_years

COVERAGE = {
    "issuer": "str", "region": "str", "year": "Int64", "status": "str",
    "published": "datetime64[s]", "deadline": "datetime64[s]", "report": "str",
    "source_file": "str", "kind": "str",
}  # fmt: skip
#: In the order of a legend.
STATUSES = ("on_time", "late", "date_unknown", "deadline_unknown", "unreadable", "missing")

#: A year that a name says is one, or else digits that are nothing longer.
_YEARS = (re.compile(r"(?<!\d)20\d\d(?=年)"), re.compile(r"(?<!\d)20\d\d(?!\d)"))


def coverage(
    reports: pd.DataFrame, unread: pd.DataFrame, years: int | Iterable[int] | None = None
) -> pd.DataFrame:
    """Return a row an issuer and year (see `Panel.coverage`)."""
    span = sorted(set(list_years(years))) if years is not None else _span(reports["year"])
    placed = reports[reports["issuer"].notna() & reports["year"].isin(span)]
    adrift = reports[reports["issuer"].isna() | reports["year"].isna()]
    # Of two reports of a year the earlier one counts: it is what the deadline asks for.
    first = placed.sort_values("published", kind="stable", na_position="last")
    first = first.drop_duplicates(["issuer", "year"])
    read = {(row["issuer"], int(row["year"])): row for row in first.to_dict("records")}
    bodies = reports.dropna(subset="issuer").drop_duplicates("issuer").set_index("issuer")["region"]
    told, untold = _attributed(unread, list(bodies.index), span, set(read))
    rows = []
    for issuer, region in bodies.items():
        for year in span:
            key = (issuer, year)
            if key in read:
                rows.append(_row(issuer, region, year, read[key]))
            elif key in told:
                rows.append(_row(issuer, region, year, None, "unreadable", told[key]))
            else:
                rows.append(_row(issuer, region, year, None, "missing"))
    for report in adrift.to_dict("records"):
        known = None if pd.isna(report["year"]) else int(report["year"])
        rows.append(_row(report["issuer"], report["region"], known, report))
    rows += [_row(None, None, None, None, "unreadable", file) for file in untold]
    return pd.DataFrame(rows, columns=list(COVERAGE)).astype(COVERAGE)


def _span(years: pd.Series) -> list[int]:
    """Return all years from the first to the last: one that nobody reported on is missing too."""
    known = years.dropna().astype(int)
    return list(range(known.min(), known.max() + 1)) if len(known) else []


def _row(
    issuer: object, region: object, year: int | None, report: Mapping[Hashable, Any] | None,
    status: str = "", file: str | None = None,
) -> tuple[object, ...]:  # fmt: skip
    name = None if pd.isna(issuer) else str(issuer)
    kind = kind_of(name)
    deadline = deadline_of(kind, year) if name else None
    if report is None:
        return name, region, year, status, None, deadline, None, file, kind
    published = report["published"]
    if deadline is None:
        status = "deadline_unknown"
    elif pd.isna(published):
        status = "date_unknown"
    else:
        status = "on_time" if published.normalize() <= deadline else "late"
    return (
        name, region, year, status, published, deadline, report["report"],
        report["source_file"], kind,
    )  # fmt: skip


def _attributed(
    unread: pd.DataFrame, issuers: list[str], years: list[int], taken: set[tuple[str, int]]
) -> tuple[dict[tuple[str, int], str], list[str]]:
    """Tell of which report a file is by its name alone; else, or where one was read, list it."""
    told: dict[tuple[str, int], str] = {}
    untold = []
    for file in unread["source_file"]:
        name = normalize(file)
        found = [issuer for issuer in issuers if normalize(issuer) in name]
        # 洪泽区人民政府 stands in 淮安市洪泽区人民政府 too.
        found = [one for one in found if not any(one != other and one in other for other in found)]
        said = next((set(hits) for form in _YEARS if (hits := form.findall(name))), set())
        known = [int(year) for year in said if int(year) in years]
        key = (found[0], known[0]) if len(found) == 1 and len(said) == len(known) == 1 else None
        if key is None or key in taken or key in told:
            untold.append(file)
        else:
            told[key] = file
    return told, untold
