"""Sections of reports written for this project and labelled by hand: what `narrative` is scored on.

Each TOML file beside this one holds sections by one hand, ``[[section]]`` tables with

- ``id``, ``issuer`` (invented), ``year``, ``section`` (1, 5 or 6), ``text`` (paragraphs parted by
  line breaks);
- ``figures`` (of all sections that are labelled for them): a line a figure that the text states, in
  printed order, ``value | unit | about | words | cell``. ``value`` is in ``unit`` (13200 for
  1.32万余条); ``about`` is ``~`` where the text says 余, 多, 近, 约, 超过, 以上 and the like;
  ``words`` are printed, and hold the number; ``cell`` is ``table item column`` where one of the
  statutory tables states the same, ``item`` a sum (``received+carried_in``) where it does. A line
  that begins with ``?`` is a way of speaking that may be told as a figure or not. What is denied
  is a 0: a line for each thing denied, of the tables and beside them (未发生泄密事件, 零投诉);
- ``problems`` and ``improvements`` (of sections 五): a line each, in printed order, ``words |
  themes``: the first words of the point without what numbers it, its themes by code with ``;``;
- ``this_year = true``: the labels leave out last year's problems that the text tells of; without
  it they hold them too;
- ``pairs``: ``[problem, improvement]`` by place, from 1, where the text sets one against the other.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path

import pandas as pd


@dataclass(frozen=True)
class Labelled:
    """A section with what a person reads in it."""

    id: str
    issuer: str
    year: int
    section: int
    text: str
    figures: tuple[tuple[str, ...], ...] | None
    problems: tuple[tuple[str, str], ...] | None
    improvements: tuple[tuple[str, str], ...] | None
    pairs: tuple[tuple[int, int], ...]
    this_year: bool = False

    @property
    def narrative(self) -> pd.DataFrame:
        """The section as the frame that a report would hold."""
        lines = [line.strip() for line in self.text.splitlines() if line.strip()]
        return pd.DataFrame(
            {
                "report": f"{self.issuer}-{self.year}",
                "section": self.section,
                "subsection": "",
                "order": range(1, len(lines) + 1),
                "text": lines,
                "source": [f"line {n}" for n in range(1, len(lines) + 1)],
            }
        ).astype({"section": "Int64", "order": "Int64"})


def _fields(text: str, width: int) -> tuple[tuple[str, ...], ...]:
    """Return the lines of a label, each cut into its fields; those left out are empty."""
    rows = [
        [field.strip() for field in line.split("|")] for line in text.splitlines() if line.strip()
    ]
    return tuple(tuple(row + [""] * (width - len(row))) for row in rows)


def load(name: str) -> list[Labelled]:
    """Return the labelled sections of a file beside this one, or of a path."""
    path = Path(name) if "/" in name else Path(__file__).with_name(f"{name}.toml")
    read = tomllib.loads(path.read_text(encoding="utf-8"))["section"]
    return [
        Labelled(
            row["id"], row["issuer"], row["year"], row["section"], row["text"],
            _fields(row["figures"], 5) if "figures" in row else None,
            _fields(row["problems"], 2) if "problems" in row else None,  # type: ignore[arg-type]
            _fields(row["improvements"], 2) if "improvements" in row else None,  # type: ignore[arg-type]
            tuple(map(tuple, row.get("pairs", []))),  # type: ignore[arg-type]
            row.get("this_year", False),
        )
        for row in read
    ]  # fmt: skip
