"""What pages call a report: by its body and its year, not by its id."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd
from markupsafe import Markup

from ..codebook import Lang
from .blocks import chinese, named
from .wording import say

#: What ends the ids of several reports of one body and year.
_WHICH = re.compile(r"\([^()]*\)$")


def called(row: Mapping[Any, Any] | pd.Series, lang: Lang) -> Markup:
    """Return the issuer and the year of a report; its id where one of them is not known.

    Examples
    --------
    >>> row = {"report": "甲县-2023 (2)", "issuer": "甲县", "region": "甲县", "year": 2023}
    >>> called(row, "en").striptags(), called(row, "zh").striptags()
    ('甲县, 2023 (2)', '甲县 2023 年 (2)')
    """
    if pd.isna(row["issuer"]) or pd.isna(row["year"]):
        return chinese(row["report"])
    issuer = named(str(row["issuer"]), row["region"])
    return say("report_of", lang, issuer=issuer, year=int(row["year"]), which=which(row["report"]))


def which(report: str) -> str:
    """Return which of several reports of a body and year it is, "" of a single one.

    Examples
    --------
    >>> which("甲县-2023"), which("甲县-2023 (2)")
    ('', ' (2)')
    """
    found = _WHICH.search(report)
    return f" {found[0]}" if found else ""
