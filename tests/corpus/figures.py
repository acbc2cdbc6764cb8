"""How well figures are read: precision and recall, by place, value and unit; and of their cells."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pandas as pd

from reportkit import stated_figures

from . import Labelled, load

#: A 0 that is printed, and not said by denying something.
_ZERO = re.compile(r"[0０]")

FILES = ("team_figures", "stranger")
#: By a hand that has not seen the code, and nothing was mended for it.
UNSEEN = "second_stranger"


@dataclass
class Score:
    """Counts over labelled sections, and what was missed or wrong, in words."""

    right: int = 0
    found: int = 0
    labelled: int = 0
    rounded: int = 0
    cells_right: int = 0
    cells_found: int = 0
    cells_labelled: int = 0
    amiss: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.labelled if self.labelled else 1.0

    @property
    def approximate(self) -> float:
        return self.rounded / self.right if self.right else 1.0

    @property
    def cell_precision(self) -> float:
        return self.cells_right / self.cells_found if self.cells_found else 1.0

    @property
    def cell_recall(self) -> float:
        return self.cells_right / self.cells_labelled if self.cells_labelled else 1.0

    def __str__(self) -> str:
        return (
            f"figures: precision {self.precision:.3f}, recall {self.recall:.3f} "
            f"({self.right} of {self.labelled}; {self.found} found); "
            f"approximate {self.approximate:.3f}; cells: precision {self.cell_precision:.3f}, "
            f"recall {self.cell_recall:.3f} ({self.cells_right} of {self.cells_labelled})"
        )


@dataclass(frozen=True)
class Gold:
    """A labelled figure, and where its words stand in the text of the section."""

    value: float
    unit: str
    approximate: bool
    cell: str
    start: int
    end: int
    optional: bool
    words: str


def _gold(section: Labelled, text: str) -> Iterator[Gold]:
    start = at = 0
    for value, unit, about, words, cell in section.figures or ():
        # Words may state two figures (各1件, 均为0): the second then begins where the first does.
        following, again = text.find(words, start), at
        at = following if following >= 0 else text.find(words, again)
        if at < 0:
            raise ValueError(f"{section.id}: {words!r} does not stand behind the words before it")
        yield Gold(
            float(value.lstrip("? ")), unit, about == "~", cell, at, at + len(words),
            value.startswith("?"), words,
        )  # fmt: skip
        # Words that deny two things are labelled twice: both may begin at one place.
        start = (
            at if float(value.lstrip("? ")) == 0 and not _ZERO.search(words) else at + len(words)
        )


#: What labels do not tell: they name cells of the tables, and the fee.
_CHANNELS = ("website_items", "social_media_items")


def _cell(row: dict[str, object]) -> str:
    if row["item"] in _CHANNELS or pd.isna(row["item"]):  # type: ignore[call-overload]
        return ""
    if not pd.isna(row["base"]) or not pd.isna(row["change"]):  # type: ignore[call-overload]
        return ""
    names = (row[name] for name in ("table", "item", "column"))
    return " ".join("-" if pd.isna(name) else str(name) for name in names)  # type: ignore[call-overload]


def score(sections: list[Labelled]) -> Score:
    """Match what is read with what is labelled, each figure once, in printed order."""
    total = Score()
    for section in sections:
        if section.figures is None:
            continue
        lines = section.narrative["text"].tolist()
        starts = dict(zip(range(1, len(lines) + 1), _starts(lines), strict=True))
        gold = list(_gold(section, "\n".join(lines)))
        rows = stated_figures(section.narrative).to_dict("records")
        free = list(range(len(gold)))
        for row in rows:
            line = lines[row["paragraph"] - 1]
            at = starts[row["paragraph"]] + line.index(row["sentence"]) + row["start"]
            end = at + row["end"] - row["start"]
            match = next(
                (i for i in free
                 if at < gold[i].end and gold[i].start < end
                 and abs(gold[i].value - row["value"]) < 1e-6 and gold[i].unit == row["unit"]
                 and (not gold[i].cell or gold[i].value or _cell(row) in ("", gold[i].cell))),
                None,
            )  # fmt: skip
            cell = _cell(row)
            if match is None:
                total.found += 1
                total.cells_found += bool(cell)
                total.amiss.append(
                    f"{section.id} not labelled: {row['value']:g} {row['unit']} {cell} "
                    f"[{row['quantity']}]"
                )
                continue
            free.remove(match)
            own = gold[match]
            if not own.optional:
                total.found += 1
                total.labelled += 1
                total.right += 1
                total.rounded += own.approximate == row["approximate"]
                if own.approximate != row["approximate"]:
                    total.amiss.append(f"{section.id} rounded: {own.words}")
            total.cells_found += bool(cell)
            total.cells_labelled += bool(own.cell)
            total.cells_right += bool(cell) and cell == own.cell
            if cell != own.cell:
                total.amiss.append(f"{section.id} cell of {own.words}: {cell!r} for {own.cell!r}")
        for i in free:
            if not gold[i].optional:
                total.labelled += 1
                total.cells_labelled += bool(gold[i].cell)
                total.amiss.append(
                    f"{section.id} missed: {gold[i].words} ({gold[i].value:g} {gold[i].unit})"
                )
    return total


def _starts(lines: list[str]) -> Iterator[int]:
    at = 0
    for line in lines:
        yield at
        at += len(line) + 1


def main(names: Sequence[str], *, verbose: bool = False) -> None:
    """Print the scores of labelled files."""
    for name in names:
        scores = score(load(name))
        if scores.labelled:
            print(f"{name}: {scores}")
            if verbose:
                print("\n".join(scores.amiss))
