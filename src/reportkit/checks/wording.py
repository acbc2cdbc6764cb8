"""The messages of findings: one template a case and language, in spec/messages.csv."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, NamedTuple

from ..codebook import Address, label_of, read_spec

#: So many things are named in a message; the others are counted.
NAMED = 4


class Said(NamedTuple):
    """The same thing in Chinese and in English."""

    zh: str
    en: str

    def __add__(self, other: object) -> "Said":
        """Set one behind the other, language by language."""
        if not isinstance(other, Said):
            return NotImplemented
        return Said(self.zh + other.zh, self.en + other.en)


NOTHING = Said("", "")


@cache
def _messages() -> dict[str, Said]:
    return {row["key"]: Said(row["zh"], row["en"]) for row in read_spec("messages")}


def say(key: str, **values: Said | str | float) -> Said:
    """Return the message `key` of spec/messages.csv with its gaps filled."""
    template = _messages()[key]
    if not values:
        return template
    return Said(
        template.zh.format(**{name: _in(value, 0) for name, value in values.items()}),
        template.en.format(**{name: _in(value, 1) for name, value in values.items()}),
    )


@dataclass(frozen=True)
class _Counted:
    """A figure in a gap, {n}, or what goes with it, {n:check|checks}: the first where it is 1."""

    value: float

    def __format__(self, words: str) -> str:
        one, _, many = words.partition("|")
        return (one if self.value == 1 else many) if many else number(self.value)


def _in(value: Said | str | float, lang: int) -> str | _Counted:
    if isinstance(value, Said):
        return value[lang]
    return value if isinstance(value, str) else _Counted(value)


def number(value: float) -> str:
    """Print a figure as it is: 8, not 8.0; 59237.2449 with all its digits."""
    return f"{value:.15g}"


@cache
def cell_name(address: Address, edition: str) -> Said:
    """Name a cell by the labels of its row and its column."""
    row, column = item_name(address, edition), column_name(address, edition)
    return Said(f"{row.zh}×{column.zh}", f"{row.en} × {column.en}")


@cache
def item_name(address: Address, edition: str) -> Said:
    """Name a row of the form."""
    return _label("item", address[0], address[1], edition)


@cache
def column_name(address: Address, edition: str) -> Said:
    """Name a column of the form."""
    return _label("column", address[0], address[2], edition)


def _label(kind: Literal["item", "column"], table: str, code: str, edition: str) -> Said:
    zh, en = (label_of(kind, table, code, lang, edition) for lang in ("zh", "en"))
    return Said(f"「{zh}」", en)


def several(names: Sequence[Said], *, counted: bool = True) -> Said:
    """Name some things: the first few, and how many there are unless that is said beside them."""
    zh = "、".join(name.zh for name in names[:NAMED])
    en = ", ".join(name.en for name in names[:NAMED])
    if len(names) <= NAMED:
        return Said(zh, en)
    if counted:
        return Said(f"{zh}等 {len(names)} 项", f"{en} and {len(names) - NAMED} more")
    return Said(f"{zh}等", f"{en}, …")
