"""What kind of body an issuer is, told from its name, and when its report is due."""

from functools import cache

import pandas as pd

from .codebook import read_spec
from .text import normalize


def kind_of(issuer: str | None) -> str:
    """Return the kind of a body, by how its name ends; "unknown" where that does not tell.

    Examples
    --------
    >>> [kind_of(name) for name in ("修武县人民政府", "焦作市教育局", "一面坡镇人民政府", "某学会")]
    ['government', 'department', 'township', 'unknown']
    """
    name = normalize(issuer or "")
    return next((kind for suffix, kind in _suffixes() if name.endswith(suffix)), "unknown")


def deadline_of(kind: str, year: int | None) -> pd.Timestamp | None:
    """Return the last day for the report on a year; None where no rule that we hold sets one.

    References
    ----------
    《政府信息公开条例》 (State Council Order 711), article 49.

    Examples
    --------
    >>> deadline_of("government", 2023), deadline_of("township", 2023)
    (Timestamp('2024-03-31 00:00:00'), None)
    """
    row = _deadlines().get(kind)
    if year is None or row is None or not row["deadline"] or year < int(row["first_year"]):
        return None
    return pd.Timestamp(f"{year + 1}-{row['deadline']}")


def kind_label(kind: str) -> tuple[str, str]:
    """Return what a kind of body is called, in Chinese and in English."""
    return _deadlines()[kind]["label_zh"], _deadlines()[kind]["label_en"]


@cache
def _suffixes() -> tuple[tuple[str, str], ...]:
    rows = ((row["suffix"], row["kind"]) for row in read_spec("bodies"))
    return tuple(sorted(rows, key=lambda row: -len(row[0])))


@cache
def _deadlines() -> dict[str, dict[str, str]]:
    return {row["kind"]: row for row in read_spec("deadlines")}
