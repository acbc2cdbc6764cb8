"""Does it add up? The rules as findings that name the cell."""

import numpy as np
import pandas as pd

from ..codebook import read_spec
from ..matrix import to_matrix
from .explain import Explanation, explain
from .identities import STATUSES, edit_matrix, evaluate, identities
from .locate import LOCATED, locate
from .telling import Telling

__all__ = [
    "FINDINGS",
    "LOCATED",
    "Explanation",
    "check",
    "edit_matrix",
    "evaluate",
    "explain",
    "failures",
    "identities",
    "locate",
    "rules",
]

FINDINGS = {
    "report": "str", "rule": "str", "table": "str", "item": "str", "column": "str", "place": "str",
    "stated": "Float64", "computed": "Float64", "difference": "Float64", "status": "str",
    "status_blank_as_zero": "str", "cells": "str", "message_zh": "str", "message_en": "str",
}  # fmt: skip


def rules() -> pd.DataFrame:
    """Return the rules that `check` knows.

    Returns
    -------
    DataFrame
        A row a rule, key code: ``code, label_zh, label_en, definition, severity`` (fail or hint),
        ``source``; all str.

    Examples
    --------
    >>> rules()[["code", "label_en", "severity"]]
      code          label_en severity
    0   R1  Requests balance     fail
    1   R2   Outcomes add up     fail
    2   R3 Applicants add up     fail
    3   R4    Results add up     fail
    """
    return pd.DataFrame(read_spec("rules"), dtype="str")


def check(cells: pd.DataFrame) -> pd.DataFrame:
    """Hold every identity of the form against the printed cells.

    A blank is not a zero: where a cell that an identity needs holds no number, the identity is
    undecided, and `status_blank_as_zero` says what it would be if blanks and dashes meant 0. What
    is absent or could not be read is never taken for 0. A figure of table `disclosure` stands in no
    identity within one report: a wrong one there is not found by these rules.

    Parameters
    ----------
    cells : DataFrame
        Of one report or of many (see `Report.cells`).

    Returns
    -------
    DataFrame
        A row an identity and report, key (report, rule, table, item, column, place): the finding
        stands at the total. ``stated, computed, difference`` (Float64, in the cell's unit;
        difference = stated - computed), ``status`` and ``status_blank_as_zero`` (pass, fail,
        undecided), ``cells`` (str, the addresses involved), ``message_zh, message_en`` (str, for
        all that does not pass). Bad data never raises.

    Raises
    ------
    FrameError
        `cells` is not a frame of cells: columns are missing, or cells stand twice.

    References
    ----------
    国办公开办函〔2021〕30号, the form of section 三: 第一项加第二项之和，等于第三项加第四项之和.

    Examples
    --------
    >>> from reportkit import example, read_report
    >>> findings = check(read_report(example("xiuwu-2023")).cells)
    >>> findings["status"].value_counts().to_dict()
    {'pass': 42}
    """
    matrix = to_matrix(cells)
    answers = evaluate(matrix)
    rows, which = np.nonzero(answers.applies)
    names = np.array([identity.stated for identity in identities()])[which]
    findings = pd.DataFrame(
        {
            "report": matrix.reports["report"].to_numpy()[rows],
            "rule": np.array([identity.rule for identity in identities()])[which],
            "table": names[:, 0],
            "item": names[:, 1],
            "column": names[:, 2],
            "place": "",
            "stated": answers.stated[rows, which],
            "computed": answers.computed[rows, which],
            "difference": (answers.stated - answers.computed)[rows, which],
            "status": np.array(STATUSES)[answers.status[rows, which]],
            "status_blank_as_zero": np.array(STATUSES)[answers.status_blank_as_zero[rows, which]],
        }
    )
    told = [
        Telling(matrix, int(row), identities()[at]) for row, at in zip(rows, which, strict=True)
    ]
    findings["cells"] = [telling.cells() for telling in told]
    amiss = (findings["status"] != "pass").tolist()
    for lang in ("zh", "en"):
        findings[f"message_{lang}"] = [
            telling.message(lang) if wrong else ""
            for telling, wrong in zip(told, amiss, strict=True)
        ]
    return findings.astype(FINDINGS)


def failures(findings: pd.DataFrame) -> pd.DataFrame:
    """Return the findings that fail; no rows when all is clear.

    Examples
    --------
    >>> from reportkit import example, read_report
    >>> cells = read_report(example("xiuwu-2023")).cells
    >>> wrong = (cells["item"] == "granted") & (cells["column"] == "natural_person")
    >>> failures(check(cells.assign(value=cells["value"].mask(wrong, 70.0))))[
    ...     ["rule", "item", "column", "stated", "computed"]]
      rule            item          column  stated  computed
    0   R2  outcomes_total  natural_person     7.0      70.0
    1   R3         granted           total     8.0      71.0
    """
    return findings[findings["status"] == "fail"].reset_index(drop=True)
