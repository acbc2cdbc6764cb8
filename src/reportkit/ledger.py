"""What the grids of a report gave: figures with their addresses, and what is to be told of them."""

from collections.abc import Collection, Sequence
from functools import cache

from .codebook import Address, items, label_of
from .document import Cell, Grid
from .figures import Figure, Note, form_units, read_figure
from .headers import Header, Leaf
from .notes import told
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

    def note(self, severity: str, place: str, key: str, **fields: object) -> None:
        """Tell something: a note of spec/notes.csv."""
        self.notes.append(Note(severity, place, told(key, **fields)))

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
                        "warning", cell.source, "no_cell", item=name_of(item), column=leaf.column,
                        printed=cell.text,
                    )  # fmt: skip
            elif merged and (cell.row, cell.column) in merged and cell.text:
                printed = squeeze(cell.text)
                self.note("warning", cell.source, "several_rows", item=name_of(item),
                          printed=printed)  # fmt: skip
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
                self.note("warning", source, "not_apart", item=name, printed=printed)
            return
        rows = "; ".join(
            told("part_row", label=name, printed=printed) for name, printed, _ in refused
        )
        place = refused[0][2]
        self.note("warning", place, "rows_not_apart", count=len(refused), rows_printed=rows)

    def _tell_again(self, place: str) -> None:
        """Say what a grid printed again: a cell by itself, many in one note."""
        again, self._again = self._again, []
        notes = [
            Note(
                "info" if normalize(first.printed) == normalize(figure.printed) else "warning",
                figure.source,
                told("again", cell=".".join(figure.address),
                     shown=squeeze(figure.printed) or "blank",
                     kept=squeeze(first.printed) or "blank", place=first.source),
            )
            for first, figure in again
        ]  # fmt: skip
        if len(notes) <= _ONE_BY_ONE:
            self.notes += notes
            return
        other = [note.message for note in notes if note.severity == "warning"]
        if not other:
            self.note("info", place, "again_same", count=len(notes))
            return
        cells = "; ".join(other[:_ONE_BY_ONE]) + (" …" if len(other) > _ONE_BY_ONE else "")
        self.note("warning", place, "again_differ", count=len(notes), different=len(other),
                  cells_again=cells)  # fmt: skip


def address_of(item: str, leaf: Leaf) -> Address | None:
    """Return the address of a row's cell under a column; None where the form has no such cell."""
    return _address(item, leaf.item, leaf.column)


@cache
def _address(item: str, proceeding: str, column: str) -> Address | None:
    address = ("review", proceeding, column) if proceeding else (table_of(item), item, column)
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
