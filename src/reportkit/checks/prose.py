"""S1: figures that the prose states, against the tables."""

from dataclasses import dataclass
from math import inf

import numpy as np
import pandas as pd

from ..bodies import kind_of
from ..given import frame_of
from ..matrix import Matrix
from . import claims
from .claims import Claim
from .findings import Batch, Facts, Standing, addresses, build
from .identities import HINT, PASS, UNDECIDED
from .proportions import proportions
from .readings import Reading, read_all
from .wording import NOTHING, Said, column_name, item_name, say


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a stated figure fares under the reading that suits it best."""

    stated: float
    status: int
    lenient: int
    reading: Reading


def prose(facts: Facts, stated: pd.DataFrame) -> list[Batch]:
    """Hold what the prose states against the tables, a finding a stated figure that has a cell.

    Every reading of spec/readings.csv is tried before anything is called a contradiction. A blank
    cell may hold no more than what the prose leaves for it: prose that agrees where blanks are read
    as 0 passes, and the message says so; prose that is less than the figures printed contradicts
    them, whatever the blanks mean; prose that is more is undecided. Shares, changes on the year
    before and lists of places are held by `proportions`.
    """
    needed = ["report", "value", "table", "item"]
    stated = frame_of(stated, "stated", needed, by="stated_figures(report)")
    code = pd.Index(facts.matrix.reports["report"]).get_indexer(stated["report"])
    rows = [
        (row, claim)
        for row, claim in zip(code.tolist(), stated.to_dict("records"), strict=True)
        if row >= 0 and not pd.isna(claim["value"])
    ]
    counts = [
        (row, claim)
        for row, claim in rows
        if claims.text(claim, "table") and "%" not in claims.text(claim, "unit")
        and not claims.text(claim, "base") and not claims.text(claim, "change")
    ]  # fmt: skip
    return [_counts(facts, counts), *proportions(facts, rows)]


def _counts(facts: Facts, rows: list[tuple[int, Claim]]) -> Batch:
    matrix = facts.matrix
    issuers = matrix.reports["issuer"].tolist()
    editions = matrix.reports["edition"].tolist()
    verdicts = [_judge(matrix, row, claim, editions[row]) for row, claim in rows]

    def tell(i: int) -> Said:
        (row, claim), verdict = rows[i], verdicts[i]
        reading, value, table = verdict.reading, verdict.stated, claims.text(claim, "table")
        quoted = claims.quote(claim)
        if not reading.cells:
            name = f"{table}.{claims.text(claim, 'item')}.{claims.column(claim)}"
            return say("S1_unknown", value=value, cell=name) + quoted
        head = column_name((table, "", claims.column(claim)), editions[row])
        named = item_name((table, reading.items[0], ""), editions[row])
        for item in reading.items[1:]:
            named += Said(" + ", " + ") + item_name((table, item, ""), editions[row])
        named += Said("×", " × ") + head
        if verdict.status == PASS:
            return say("S1_agrees", value=value, reading=named) + quoted
        if verdict.status == UNDECIDED and reading.unknown:
            return say("S1_undecided", value=value, reading=named) + quoted
        own_office = kind_of(issuers[row]) == "government" and value < reading.value
        return say(
            "S1_undecided_blank" if verdict.status == UNDECIDED else "S1_contradicts",
            value=value, reading=named, computed=reading.value,
            rest=say("S1_rest") if reading.blank else NOTHING,
            scope=say("S1_scope") if own_office else NOTHING,
        ) + quoted  # fmt: skip

    standings: dict[Standing, int] = {}
    which = [
        standings.setdefault(
            Standing("S1", claims.text(claim, "table"), claims.text(claim, "item"),
                     claims.column(claim), addresses(verdict.reading.cells)), len(standings))
        for (_, claim), verdict in zip(rows, verdicts, strict=True)
    ]  # fmt: skip
    return build(
        facts, [row for row, _ in rows], which, list(standings),
        status=[verdict.status for verdict in verdicts],
        lenient=[verdict.lenient for verdict in verdicts],
        stated=[verdict.stated for verdict in verdicts],
        computed=[np.nan if v.reading.unknown else v.reading.value for v in verdicts],
        place=[claims.place(claim) for _, claim in rows],
        told=[v.status != PASS or v.reading.blank for v in verdicts], tell=tell,
    )  # fmt: skip


def _judge(matrix: Matrix, row: int, claim: Claim, edition: str) -> Verdict:
    value = claims.value(claim, edition)
    slack = claims.slack(claim, value)
    table, item = claims.text(claim, "table"), claims.text(claim, "item")
    readings = read_all(matrix, row, table, item, claims.column(claim))

    def misses(reading: Reading) -> float:
        return inf if reading.unknown else abs(value - reading.value)

    best = min(
        readings, key=lambda reading: (misses(reading) > slack, reading.blank, misses(reading))
    )
    if misses(best) <= slack:
        return Verdict(value, PASS, PASS, best)
    unknown = next((reading for reading in readings if reading.unknown), None)
    if unknown is not None:
        return Verdict(value, UNDECIDED, UNDECIDED, unknown)
    open_ = any(reading.blank and value > reading.value for reading in readings)
    return Verdict(value, UNDECIDED if open_ else HINT, HINT, best)
