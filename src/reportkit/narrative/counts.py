"""How many reports speak of which theme."""

import pandas as pd

from ..given import Given, frame_of
from .themes import theme_codes

THEME_COUNTS = {
    "kind": "str", "by": "str", "group": "str", "theme": "str", "points": "Int64",
    "reports": "Int64", "of": "Int64",
}  # fmt: skip
UNKNOWN = "?"


def theme_counts(problems: pd.DataFrame, reports: Given, *, by: str = "year") -> pd.DataFrame:
    """Count the points, and the reports, that speak of each theme, by year, region or issuer.

    A point of two themes counts for both; last year's points (``earlier``) do not count. The
    reports are those that are held: no sample, so there are no intervals; a report that names no
    problem is left out of `of`.

    Parameters
    ----------
    problems : DataFrame
        What `reportkit.problems` returns, or `reportkit.example_problems`.
    reports : DataFrame, Report, Panel or list of Report
        With ``report`` and the column `by`.
    by : str
        "year", "region", "issuer", or another column of `reports`.

    Returns
    -------
    DataFrame
        Key (kind, group, theme), a row for each theme of each group of each kind, zeros as well:
        ``kind`` ("problem" or "improvement"), ``by, group`` (str; "?" where a report's is not
        known), ``theme``, ``points`` (Int64, those of the theme), ``reports`` (Int64, reports with
        any), ``of`` (Int64, reports of the group that name any point of the kind).

    Raises
    ------
    FrameError
        A frame lacks columns.

    Examples
    --------
    >>> from reportkit import example_panel, example_problems
    >>> counts = theme_counts(example_problems(), example_panel().reports)
    >>> table = counts[counts["theme"] == "request_handling"]
    >>> table.query("kind == 'problem'")[["group", "reports", "of"]]
       group  reports  of
    1   2023        2   2
    16  2024        2   2
    """
    reports = frame_of(reports, "reports", ["report", by])
    points = _points(problems)
    groups = reports.drop_duplicates("report").set_index("report")[by]
    group = points["report"].map(groups).astype("str").fillna(UNKNOWN)
    points = points.assign(group=group)
    held = points.groupby(["kind", "group"])["report"].nunique()
    coded = points.assign(theme=points["theme"].str.split(";")).explode("theme")
    counted = coded.groupby(["kind", "group", "theme"])["report"].agg(["size", "nunique"])
    rows = [
        (kind, by, group, theme, *_count(counted, (kind, group, theme)), held[kind, group])
        for kind in ("problem", "improvement")
        for group in sorted(points.loc[points["kind"] == kind, "group"].unique())
        for theme in theme_codes()
    ]
    return pd.DataFrame(rows, columns=list(THEME_COUNTS)).astype(THEME_COUNTS)


def _count(counted: pd.DataFrame, key: tuple[str, str, str]) -> tuple[int, int]:
    if key not in counted.index:
        return 0, 0
    row = counted.loc[key]
    return int(row["size"]), int(row["nunique"])


def _points(problems: pd.DataFrame) -> pd.DataFrame:
    """Return a row a point: ``report, kind, theme``."""
    problems = frame_of(problems, "problems", ["report", "theme"], by="problems(report)")
    if "kind" in problems:
        return problems[["report", "kind", "theme"]]
    needed = ["problem", "improvement", "improvement_theme"]
    problems = frame_of(problems, "problems", needed, by="problems(report)")
    if "earlier" in problems:
        problems = problems[~problems["earlier"]]
    parts = [
        problems.loc[problems[kind].notna(), ["report", theme]]
        .rename(columns={theme: "theme"})
        .assign(kind=kind)
        for kind, theme in (("problem", "theme"), ("improvement", "improvement_theme"))
    ]
    return pd.concat(parts, ignore_index=True)
