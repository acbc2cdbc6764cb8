"""One printed figure of the form: its address, its value in the form's unit, and what to tell."""

from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from .codebook import UNIT, Address, form, label_of, unit_of, unit_scale
from .notes import told
from .text import Number, State, parse_number, squeeze

_COUNTS = frozenset("件条项个份次人户宗起")
_YUAN = "元"


@dataclass(frozen=True, slots=True)
class Note:
    """Something that was not understood, or was understood by a rule worth telling."""

    severity: str
    place: str
    message: str


class Figure(NamedTuple):
    """A printed cell with its address on the form."""

    address: Address
    value: float | None
    unit: str
    printed: str
    state: State
    source: str


@cache
def form_units() -> dict[Address, str]:
    """Return the unit of every cell that any form has."""
    return {
        address: unit_of(address, edition)
        for edition, single in (("2019", True), ("2021", True), ("2021", False))
        for address in form(edition, single)
    }


def money_named(text: str) -> str:
    """Return the unit of money in a line such as 单位：件、万元; empty where there is none."""
    found = [match[0] for match in UNIT.finditer(text) if match["unit"] == _YUAN]
    return found[0] if len(set(found)) == 1 else ""


def read_figure(
    address: Address, printed: str, source: str, header_unit: str = "", line_unit: str = ""
) -> tuple[Figure, list[Note]]:
    """Read a printed cell into the form's unit; what cannot be converted is text, and is noted.

    Parameters
    ----------
    address : tuple of str
        On the form.
    printed, source : str
        The cell as printed, and where.
    header_unit : str
        The unit that the column's header names.
    line_unit : str
        The unit of money that a line above the table names; it speaks where the header does not.
    """
    number = parse_number(printed)
    unit = form_units()[address]
    value = number.value
    figure = Figure(address, value, unit, printed, number.state, source)
    bare = not (header_unit or number.unit) and number.scale == 1 and unit in _COUNTS
    if bare and value is not None and value >= 0 and value % 1 == 0:
        return figure, []  # nine cells in ten: a plain count
    return _converted(figure, number, header_unit, line_unit)


def _converted(
    figure: Figure, number: Number, header_unit: str, line_unit: str
) -> tuple[Figure, list[Note]]:
    """Return a figure in the form's unit: what is printed in another one, or is no count."""
    address, value, unit, printed, _, source = figure
    notes: list[Note] = []

    def done(value: float | None, state: State) -> tuple[Figure, list[Note]]:
        return figure._replace(value=value, state=state), notes

    def note(severity: str, key: str, **fields: object) -> None:
        item = label_of("item", address[0], address[1])
        notes.append(Note(severity, source, told(key, item=item, **fields)))

    if number.state == "text":
        note("warning", "not_a_number", printed=squeeze(printed))
    if number.value is None:
        return done(None, number.state)
    kind, per = unit_scale(unit) or (unit, 1.0)
    own = number.unit or ""
    named = unit_scale(header_unit or (line_unit if kind == _YUAN else "")) or None
    wrong_head = bool(header_unit) and (
        named is None or (named[0] == _YUAN) != (kind == _YUAN)
    )  # fmt: skip
    wrong_cell = bool(own) and (own == _YUAN) != (kind == _YUAN)
    if wrong_cell or (kind != _YUAN and own and own not in _COUNTS):
        note("warning", "other_unit", printed=printed, unit=unit)
        return done(None, "text")
    if wrong_head and not own:
        note("warning", "other_header", printed=printed, header=header_unit, unit=unit)
        return done(None, "text")
    if kind != _YUAN:
        scale = named[1] if named and not own and number.scale == 1 else 1.0
        value = round(number.value * scale, 6)
        if value % 1 or (value < 0 and address[2] != "change"):
            note("warning", "no_count", printed=squeeze(printed))
        if number.scale != 1 or scale != 1:
            shown = f"{printed} {header_unit if scale != 1 else ''}".rstrip()
            note("info", "read_as", printed=shown, value=f"{value:.15g}")
        return done(value, "number")
    if not own and number.scale != 1:
        note("warning", "other_unit", printed=printed, unit=unit)
        return done(None, "text")
    if own:
        in_yuan, shown = 1.0, printed
    elif named:
        in_yuan, shown = named[1], f"{printed} {header_unit or line_unit}"
    else:
        note("info", "unit_assumed", unit=unit)
        in_yuan, shown = per, printed
    value = round(number.value * in_yuan / per, 10)
    if in_yuan * number.scale != per:
        note("info", "converted", printed=shown, value=f"{value:.15g}", unit=unit)
    return done(value, "number")
