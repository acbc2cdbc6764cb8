"""The words that tell which cell a figure speaks of: spec/spoken.csv, as patterns."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from ..codebook import read_spec

#: The outcomes of a request, and the two that the prose puts together.
GROUPS = ("granted", "partly_granted", "granted+partly_granted", "denied", "unable",
          "not_processed")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the form, or some whose sum is meant, and how the words are read."""

    table: str
    item: str
    column: str
    reading: str


@dataclass(frozen=True)
class Words:
    """Words of one role: patterns whose groups are places in `cells`."""

    cells: Sequence[Cell]
    every: re.Pattern[str]
    #: The words, with nothing but filling words between them and the amount behind.
    ahead: re.Pattern[str]

    def before(self, text: str) -> tuple[str, Cell] | None:
        """Return what stands ahead of the words that tell the amount behind them, and the cell."""
        match = self.ahead.search(text)
        return (text[: match.start()], self.cell(match)) if match else None

    def after(self, text: str) -> Cell | None:
        """Return the cell that the words behind an amount tell: 8件予以公开, 3件正在办理中."""
        match = self.every.search(text)
        if match is None or not (
            pattern("lead").fullmatch(text, 0, match.start())
            and pattern("tail").fullmatch(text, match.end())
        ):
            return None
        return self.cell(match)

    def cell(self, match: re.Match[str]) -> Cell:
        """Return the cell of words that `every` or `ahead` matched."""
        name = next(name for name, found in match.groupdict().items() if found is not None)
        return self.cells[int(name[1:])]


@cache
def words(role: str) -> Words:
    """Return the words of a role: cell, column, antecedent or rate."""
    rows = _rows(role)
    cells = [Cell(row["table"], row["item"], row["column"], row["reading"]) for row in rows]
    every = "|".join(f"(?P<w{place}>{row['words']})" for place, row in enumerate(rows))
    return Words(cells, re.compile(every), re.compile(f"(?:{every})(?:{_filling('filler')})*+$"))


@cache
def pattern(role: str) -> re.Pattern[str]:
    """Return what finds words of a role; of filler, lead and tail what they make up entirely."""
    if role in ("filler", "lead", "tail"):
        return re.compile(f"(?:{_filling(role)})*+")
    return re.compile("|".join(f"(?:{row['words']})" for row in _rows(role)))


def _filling(role: str) -> str:
    """Return words as alternatives, the longest first: what is told is told in one way."""
    kinds = ("filler",) if role == "filler" else ("filler", role)
    every = [word for kind in kinds for row in _rows(kind) for word in row["words"].split("|")]
    return "|".join(sorted(every, key=len, reverse=True))


def _rows(role: str) -> list[dict[str, str]]:
    return [row for row in read_spec("spoken") if row["role"] == role]
