"""Does it add up? The rules as findings that name the cell."""

import pandas as pd

from ..codebook import read_spec
from ..given import Given, frame_of
from .audit import altered, deadline, sections
from .counts import blanks, counts
from .explain import Explanation, explain
from .family import family
from .findings import FINDINGS, gather, join
from .identities import STATUSES, Identity, edit_matrix, evaluate, identities
from .locate import LOCATED, locate
from .outliers import outliers
from .prose import prose
from .sums import sums
from .years import years

__all__ = [
    "FINDINGS", "LOCATED", "STATUSES", "Explanation", "Identity", "check", "edit_matrix",
    "evaluate", "explain", "failures", "identities", "locate", "rules",
]  # fmt: skip


def rules() -> pd.DataFrame:
    """Return the rules that `check` knows.

    Returns
    -------
    DataFrame
        A row a rule, key code: ``code, label_zh, label_en, definition, severity`` (fail or hint:
        the status where the rule is broken), ``needs`` (what must be handed to `check` beside the
        cells), ``source``; all str.

    Examples
    --------
    >>> rules()[["code", "label_en", "severity"]].head(4)
      code          label_en severity
    0   R1  Requests balance     fail
    1   R2   Outcomes add up     fail
    2   R3 Applicants add up     fail
    3   R4    Results add up     fail
    """
    return pd.DataFrame(read_spec("rules"), dtype="str")


def check(
    cells: Given,
    *,
    reports: Given | None = None,
    narrative: Given | None = None,
    stated: pd.DataFrame | None = None,
    parents: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Hold what reports print against all rules of `rules`.

    A blank is not a zero: where a cell that a rule needs holds no number, the finding is undecided,
    and `status_blank_as_zero` says what it would be if blanks and dashes meant 0. What is absent or
    could not be read is never taken for 0. A figure of table `disclosure` stands in no sum within
    one report: a wrong one there is found by the years before and after alone, if at all.

    Parameters
    ----------
    cells : DataFrame, Report, Panel or list of Report
        Of one report or of many (see `Report.cells`). The years of an issuer are compared where
        they are here. A row that a body added to the form is no cell of it, and breaks no rule
        here: the report's `notes` tell it, with its figures and its place.
    reports : DataFrame, Report, Panel or list of Report, optional
        See `Report.reports`; for the deadline (F5).
    narrative : DataFrame, Report, Panel or list of Report, optional
        See `Report.narrative`; for the sections (F1 to F3).
    stated : DataFrame, optional
        Figures that the prose states, a row each (S1), as `stated_figures` returns them: ``report,
        value, table, item`` (may be a sum, ``received+carried_in``); and where known ``column``
        (total if missing), ``unit, approximate`` (bool: 余, 约), ``section, paragraph`` (or
        ``order`` where there is none), ``source``, and ``sentence, start, end`` for the message.
        Rows without a table are left out. Shares are recomputed where ``base`` tells of what,
        changes where ``change`` tells up or down and the year before is among the cells, and
        figures of places are added up where ``part_of`` tells the total.
    parents : DataFrame, optional
        ``parent, child`` (issuers) and, for rows that hold for one year alone, ``year`` (P1): the
        report of the parent is an aggregate of its own level and its children. Rows whose parent
        has no report here give nothing.

    Returns
    -------
    DataFrame
        Key (report, rule, table, item, column, place), report by report, the rules in their order.
        ``place`` (str): where the stated cell or sentence was printed. ``stated, computed,
        difference`` (Float64, in the cell's unit; difference = stated - computed; in P1 it is the
        parent's own level, or what that is at most). ``status`` is pass; fail; undecided (cells
        that are needed hold no number); hint (worth a look, and no proof of a mistake);
        not_comparable (the form's two editions count differently). ``status_blank_as_zero``
        likewise. ``cells`` (str, the addresses involved). ``message_zh, message_en`` (str, for all
        that does not pass, and where a figure of S1 agrees with blanks read as 0 alone).

        The rules that hold one thing against another (R, X1 to X3, P1, F1 to F3, F5, S1) give a row
        for all that was held, what passes too. Those that look over single figures and tables (X0,
        C1, B1, O1, F4) give rows only where they have something to say. Bad data never raises.

    Raises
    ------
    FrameError
        A frame lacks columns, or a cell stands twice.

    References
    ----------
    国办公开办函〔2021〕30号, the form of section 三: 第一项加第二项之和，等于第三项加第四项之和;
    for each rule the column `source` of `rules`.

    Examples
    --------
    >>> from reportkit import example, read_report
    >>> report = read_report(example("xiuwu-2023"))
    >>> check(report.cells)["status"].value_counts().to_dict()
    {'pass': 42}
    >>> prose = check(report.cells, narrative=report.narrative).query("rule.str.startswith('F')")
    >>> prose[["rule", "status"]].to_numpy().tolist()
    [['F1', 'pass'], ['F2', 'pass'], ['F3', 'pass']]
    """
    facts = gather(cells)
    found = [sums(facts), *years(facts)]
    if parents is not None:
        found.append(family(facts, parents))
    found += [counts(facts), blanks(facts), outliers(facts)]
    if narrative is not None:
        found += sections(facts, narrative)
    found.append(altered(facts))
    if reports is not None:
        found.append(deadline(facts, reports))
    if stated is not None:
        found += prose(facts, stated)
    return join(found, facts)


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
    findings = frame_of(findings, "findings", ["status"], by="check(cells)")
    return findings[findings["status"] == "fail"].reset_index(drop=True)
