"""What the grids of a report gave: figures with their addresses, and what is to be told of them."""

from collections.abc import Collection, Sequence
from functools import cache

from .codebook import Address, items, label_of
from .document import Cell, Grid
from .figures import Figure, Note, form_units, read_figure
from .headers import Header, Leaf
from .text import normalize, parse_number, squeeze

#: So many rows or cells are told one by one, more in one note.
_ONE_BY_ONE = 3


class Tables:
    """What the grids of one report hold; each figure is kept once.

    Attributes
    ----------
    figures : dict of Address to Figure
        Everything that was placed; what is printed again is told, and the first is kept.
    notes : list of Note
        Everything that was not placed, and every reading that needed a rule.
    columns : set of str
        The column codes of table `disclosure` that headers name: they tell the edition.
    others : list of Grid
        Grids that hold nothing of the form.
    """

    def __init__(self) -> None:
        self.figures: dict[Address, Figure] = {}
        self.notes: list[Note] = []
        self.columns: set[str] = set()
        self.others: list[Grid] = []
        self._refused: list[tuple[str, str, str]] = []
        self._again: list[tuple[Figure, Figure]] = []

    def note(self, severity: str, place: str, message: str) -> None:
        """Tell something."""
        self.notes.append(Note(severity, place, message))

    def place(
        self, item: str, header: Header, placed: Sequence[Cell | None], blank: Cell | None,
        merged: Collection[tuple[int, int]] = (), unit: str = "",
    ) -> None:  # fmt: skip
        """Take over the figures of a row, each under its column.

        Parameters
        ----------
        item, header : str, Header
            The row's item, and the header above it.
        placed : sequence of Cell or None
            For each leaf of the header the cell that stands under it.
        blank : Cell or None
            What stands in for those that are None; None where nothing does.
        merged : collection of (int, int)
            Rows and columns of cells that stand for several rows at once.
        unit : str
            The unit of money that a line above the table names.
        """
        for leaf, found in zip(header.leaves, placed, strict=True):
            cell = found or blank
            address = address_of(item, leaf)
            if cell is None or not leaf.column:
                continue
            if address is None:
                if parse_number(cell.text).state != "blank":
                    self.note(
                        "warning", cell.source,
                        f"no cell on the form: 「{name_of(item)}」 × {leaf.column}: {cell.text}",
                    )  # fmt: skip
            elif (cell.row, cell.column) in merged and cell.text:
                message = f"one cell stands for several rows: {squeeze(cell.text)}"
                self.note("warning", cell.source, f"「{name_of(item)}」: {message}")
                self._keep(Figure(address, None, "", cell.text, "text", cell.source))
            else:
                figure, notes = read_figure(address, cell.text, cell.source, leaf.unit, unit)
                self.notes += notes
                self._keep(figure)

    def refuse(self, item: str, header: Header, values: Sequence[Cell]) -> None:
        """Remember a row whose cells cannot be told apart; their printed text is kept."""
        printed = " ".join(squeeze(cell.text) or "□" for cell in values)
        source = values[0].source
        self._refused.append((name_of(item), printed, source))
        for leaf in header.leaves:
            address = address_of(item, leaf)
            if address:
                self._keep(Figure(address, None, "", printed, "text", source))

    def _keep(self, figure: Figure) -> None:
        first = self.figures.setdefault(figure.address, figure)
        if first is not figure:
            self._again.append((first, figure))

    def tell(self, place: str) -> None:
        """Tell what a grid at this place left refused, and what it printed again."""
        self._tell_refused()
        self._tell_again(place)

    def _tell_refused(self) -> None:
        refused, self._refused = self._refused, []
        if len(refused) <= _ONE_BY_ONE:
            for name, printed, source in refused:
                message = f"the values of 「{name}」 cannot be told apart: {printed}"
                self.note("warning", source, message)
            return
        rows = "; ".join(f"「{name}」 {printed}" for name, printed, _ in refused)
        message = f"the values of {len(refused)} rows cannot be told apart: {rows}"
        self.note("warning", refused[0][2], message)

    def _tell_again(self, place: str) -> None:
        """Say what a grid printed again: a cell by itself, many in one note."""
        again, self._again = self._again, []
        told = [
            (normalize(first.printed) == normalize(figure.printed),
             f"{'.'.join(figure.address)} is printed again: {squeeze(figure.printed) or 'blank'}"
             f" (kept: {squeeze(first.printed) or 'blank'}, {first.source})", figure.source)
            for first, figure in again
        ]  # fmt: skip
        if len(told) <= _ONE_BY_ONE:
            for same, message, source in told:
                self.note("info" if same else "warning", source, message)
            return
        other = [message for same, message, _ in told if not same]
        differing = f"{len(other)} of them differ: {'; '.join(other[:_ONE_BY_ONE])}"
        more = " …" if len(other) > _ONE_BY_ONE else ""
        self.note(
            "warning" if other else "info", place,
            f"{len(told)} cells are printed again; "
            + (f"{differing}{more}" if other else "all are the same"),
        )  # fmt: skip


def address_of(item: str, leaf: Leaf) -> Address | None:
    """Return the address of a row's cell under a column; None where the form has no such cell."""
    address = (
        ("review", leaf.item, leaf.column) if leaf.item else (table_of(item), item, leaf.column)
    )
    return address if address in form_units() else None


def name_of(item: str) -> str:
    """Return the form's label of a row."""
    return label_of("item", table_of(item), item) if item != "*" else "行政复议、行政诉讼"


def table_of(item: str) -> str:
    """Return the table of an item; ``*`` is review's only row, whose header says all."""
    return _table_by_item()[item]


@cache
def _table_by_item() -> dict[str, str]:
    return {"*": "review", **{item: table for table, item in items()}}
