"""F1 to F5: is the report in the prescribed shape, and in time. All of them hints."""

import re
from collections import Counter
from functools import cache

import numpy as np
import pandas as pd

from ..bodies import deadline_of, kind_label, kind_of
from ..codebook import Address, form, read_spec
from ..given import Given, frame_of
from ..matrix import ABSENT, NO_CELL, position
from ..text import normalize
from .findings import Batch, Codes, Facts, Flags, Standing, addresses, build
from .identities import HINT, PASS, UNDECIDED
from .wording import NOTHING, Said, column_name, item_name, say, several

_PROBLEMS, _OTHER_MATTERS = 5, 6
#: What a section says that has nothing to say.
_EMPTY = frozenset({"", "无", "无。", "略", "略。", "暂无", "暂无。"})
#: 信息处理费; seen too: 依申请公开收费, 收取费用, 未产生相关费用, 免费提供.
_FEE = re.compile("处理费|收费|费用|免费|收取[^。；]{0,12}费")
#: The fee is reported since this edition (国办函〔2020〕109号).
_FEE_EDITION = "2021"


def sections(facts: Facts, narrative: Given) -> list[Batch]:
    """Audit the prose: six sections in order (F1), section 五 (F2), the fee in section 六 (F3).

    A finding a report and rule; undecided where `narrative` holds nothing of the report.
    """
    narrative = frame_of(narrative, "narrative", ["report", "section", "order", "text"])
    reports = facts.matrix.reports
    every, count = len(read_spec("sections")), len(reports)
    code = pd.Index(reports["report"]).get_indexer(narrative["report"])
    known_section = narrative["section"].isin(range(1, every + 1)).to_numpy()
    held = narrative.assign(code=code)[(code >= 0) & known_section]
    numbers = held["section"].to_numpy(dtype=np.int64)
    known = np.bincount(held["code"], minlength=count) > 0
    seen = np.zeros((count, every + 1), dtype=np.bool_)
    seen[held["code"], numbers] = True
    # Sections stand in order where no paragraph follows one of a later section.
    back = (np.diff(numbers) < 0) & (np.diff(held["code"]) == 0)
    ordered = np.ones(count, dtype=np.bool_)
    ordered[held["code"].to_numpy()[1:][back]] = False
    text = held["text"].astype("str").fillna("")
    body = held[(held["order"] > 0) & ~text.str.strip().isin(_EMPTY)]
    written = np.zeros(count, dtype=np.bool_)
    written[body.loc[body["section"] == _PROBLEMS, "code"]] = True
    last = held[held["section"] == _OTHER_MATTERS]
    fee = np.zeros(count, dtype=np.bool_)
    fee[last.loc[[bool(_FEE.search(normalize(t))) for t in last["text"].fillna("")], "code"]] = True
    due = (reports["edition"] == _FEE_EDITION).to_numpy(dtype=np.bool_)

    def shape(row: int) -> Said:
        lost = [
            row_["numeral"] for row_ in read_spec("sections") if not seen[row, int(row_["section"])]
        ]
        return say("F1_lost", lost="、".join(lost)) if lost else say("F1_order")

    whole = seen[:, 1:].all(axis=1) & ordered
    every_report = np.arange(count)
    return [
        _audit(facts, "F1", "", every_report, known, whole, shape),
        _audit(facts, "F2", "section 5", every_report, known, written, lambda _: say("F2_empty")),
        _audit(facts, "F3", "section 6", np.flatnonzero(due), known[due], fee[due],
               lambda _: say("F3_no_fee")),
    ]  # fmt: skip


def deadline(facts: Facts, reports: Given) -> Batch:
    """Hold the date of publication against the deadline (F5).

    A finding a report whose date, year and kind of issuer are known. Townships are due by local
    rule, which is not known here.
    """
    reports = frame_of(reports, "reports", ["report", "issuer", "year", "published"])
    code = pd.Index(facts.matrix.reports["report"]).get_indexer(reports["report"])
    told: list[tuple[int, bool, Said]] = []
    dates = pd.to_datetime(reports["published"])
    for row, issuer, year, published in zip(
        code.tolist(), reports["issuer"], reports["year"], dates, strict=True
    ):
        if row < 0 or pd.isna(issuer) or pd.isna(year) or pd.isna(published):
            continue
        kind = kind_of(str(issuer))
        due = deadline_of(kind, int(year))
        if due is not None:
            said = say("F5_late", published=published.date().isoformat(),
                       due=due.date().isoformat(), kind=Said(*kind_label(kind)))  # fmt: skip
            told.append((row, published.normalize() <= due, said))
    rows = np.array([row for row, _, _ in told], dtype=np.intp)
    in_time = np.array([well for _, well, _ in told], dtype=np.bool_)
    return _audit(facts, "F5", "", rows, np.ones(len(rows), dtype=np.bool_), in_time,
                  lambda i: told[i][2])  # fmt: skip


def altered(facts: Facts) -> Batch:
    """Find statutory tables that were altered (F4): a finding a table that was.

    Cells of the form that are absent, and cells of another edition's form.
    """
    states, editions = facts.matrix.states, facts.matrix.reports["edition"].tolist()
    absent = states == ABSENT
    added = (states != NO_CELL) & _foreign(editions)
    starts, names = _tables()
    amiss = np.add.reduceat((absent | added).astype(np.int16), starts, axis=1)
    row, table = np.nonzero(amiss)
    every = list(position())

    def cells(i: int, flags: Flags) -> list[Address]:
        return [
            every[at] for at in np.flatnonzero(flags[row[i]]) if every[at][0] == names[table[i]]
        ]

    def tell(i: int) -> Said:
        lost, more, own = cells(i, absent), cells(i, added), editions[row[i]]
        whole = Counter(
            every[at][:2] for at in np.flatnonzero(states[row[i]] != NO_CELL)
            if every[at][0] == names[table[i]]
        )  # fmt: skip
        if len(lost) == whole.total():
            return say("F4_table", table=_table_name(names[table[i]]))
        gone = Counter(address[:2] for address in lost)
        named = [item_name((*key, ""), own) for key, n in gone.items() if n == whole[key]]
        named += [
            item_name(a, own) + Said("×", " × ") + column_name(a, own)
            for a in lost if gone[a[:2]] < whole[a[:2]]
        ]  # fmt: skip
        said = say("F4_lost", names=several(named)) if named else NOTHING
        if more:
            other = [item_name(a, own) + Said("×", " × ") + column_name(a, own) for a in more]
            said += say("F4_added", names=several(other), edition=own)
        return say("F4_altered", table=_table_name(names[table[i]]), told=said)

    ways: dict[Standing, int] = {}
    which = [
        ways.setdefault(Standing("F4", names[table[i]], "", "",
                                 addresses(cells(i, absent | added))), len(ways))
        for i in range(len(row))
    ]  # fmt: skip
    return build(facts, row, np.array(which, dtype=np.intp), list(ways),
                 status=np.full(len(row), HINT), tell=tell)  # fmt: skip


def _audit(
    facts: Facts, rule: str, place: str, rows: Codes, known: Flags, well: Flags, tell: object
) -> Batch:
    status = np.where(known, np.where(well, PASS, HINT), UNDECIDED)
    return build(
        facts, rows, np.zeros(len(rows)), [Standing(rule)], status=status,
        place=[place] * len(rows),
        tell=lambda i: tell(i) if known[i] else say("no_prose"),  # type: ignore[operator]
    )  # fmt: skip


def _foreign(editions: list[str]) -> Flags:
    """Return which cells the form of each report has not, in either way of printing it."""
    own = {row["edition"]: _lacking(row["edition"]) for row in read_spec("editions")}
    none = np.zeros(len(position()), dtype=np.bool_)
    every = [own.get(edition, none) for edition in editions]
    return np.array(every, dtype=np.bool_).reshape(len(editions), len(none))


@cache
def _lacking(edition: str) -> Flags:
    own = [position()[address] for single in (False, True) for address in form(edition, single)]
    return ~np.isin(np.arange(len(position())), own)


@cache
def _tables() -> tuple[list[int], list[str]]:
    """Return where each table's cells begin in the matrix, and the tables."""
    starts: dict[str, int] = {}
    for address, place in position().items():
        starts.setdefault(address[0], place)
    return list(starts.values()), list(starts)


def _table_name(table: str) -> Said:
    row = next(row for row in read_spec("sections") if row["table"] == table)
    return Said(f"表{row['numeral']}", f"Table {row['numeral']} ({row['label_en'].lower()})")
