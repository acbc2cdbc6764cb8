"""The bundled panel: the figures of six published reports, and the bundled report."""

import csv

import pandas as pd

from ..codebook import Address, label_of, read_spec, unit_of
from ..examples import example, folder
from ..figures import Note, read_figure
from ..metadata import Metadata
from ..report import Report, assemble, read_report, report_id
from .frames import OF_REPORTS, stack, unread_frame
from .panel import Panel


def example_panel() -> Panel:
    """Return the bundled panel: six published reports by their figures, and 修武县 2023 in full.

    The figures of 宿迁市 2023 to 2025, 淮安市洪泽区 2023 and 2024 and 上海市人民政府办公厅 2019
    were transcribed (``data/panel``, described by its ``datapackage.json``); they have no prose and
    no date of publication here. Of 宿迁市 2025 some rows alone are known: the others are absent.

    Returns
    -------
    Panel
        Seven reports of four issuers.

    Examples
    --------
    >>> panel = example_panel()
    >>> received = panel.cells.query("item == 'received' and column == 'total'")
    >>> received.set_index("report")["printed"].head(3)
    report
    宿迁市人民政府-2023    3511
    宿迁市人民政府-2024    3525
    宿迁市人民政府-2025    3830
    Name: printed, dtype: str
    """
    cells: dict[str, list[dict[str, str]]] = {}
    for cell in _rows("cells"):
        cells.setdefault(cell["report"], []).append(cell)
    reports = [_transcribed(about, cells[about["report"]]) for about in _rows("reports")]
    reports.append(read_report(example("xiuwu-2023")))
    pieces = [{name: getattr(report, name) for name in OF_REPORTS} for report in reports]
    return Panel(**stack(pieces), unread=unread_frame([]))


def example_stated() -> pd.DataFrame:
    """Return figures that five of the bundled panel's reports state in prose.

    Returns
    -------
    DataFrame
        A row a figure, as `check` takes them for `stated`: ``report`` (its id in
        `example_panel`), ``section`` (Int64, 1 to 6), ``table, item, column`` (of the cell, or of
        the cells whose sum is meant, joined by +; missing where no table has the figure), ``value``
        (Float64), ``unit``. 36 rows, transcribed (``data/panel/stated.csv``).

    Examples
    --------
    >>> example_stated().loc[0, ["report", "item", "column"]].tolist()
    ['宿迁市人民政府-2023', 'received+carried_in', 'total']
    """
    return _told("stated").rename(columns={"stated": "value"}).astype(
        {"section": "Int64", "value": "Float64"}
    )  # fmt: skip


def example_problems() -> pd.DataFrame:
    """Return the problems and measures of the bundled panel's reports, coded by hand.

    Returns
    -------
    DataFrame
        Key (report, kind, order): ``report`` (its id in `example_panel`), ``order`` (Int64),
        ``kind`` ("problem" or "improvement"), ``theme`` (a code of the themes), ``paraphrase_en,
        paraphrase_zh`` (our words, not the reports'; ``data/panel/problems.csv``).

    Examples
    --------
    >>> coded = example_problems()
    >>> coded.loc[0, ["report", "kind", "theme"]].tolist()
    ['宿迁市人民政府-2023', 'problem', 'service_to_policy']
    """
    return _told("problems").astype({"order": "Int64"})


def _told(name: str) -> pd.DataFrame:
    """Return a file of the panel with the reports' ids in place of the transcriber's."""
    ids = {
        row["report"]: report_id(row["issuer"], int(row["year"]), "") for row in _rows("reports")
    }
    rows = [{**row, "report": ids.get(row["report"], row["report"])} for row in _rows(name)]
    frame = pd.DataFrame(rows, dtype="str")
    return frame.mask(frame == "")


def _rows(name: str) -> list[dict[str, str]]:
    with (folder("data") / "panel" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _transcribed(about: dict[str, str], cells: list[dict[str, str]]) -> Report:
    """Make a report of figures that a person copied, by the rules that read printed ones."""
    edition, title = about["edition"], about["title"]
    placed = {}
    notes = [Note("info", "", about["note"])]
    for cell in cells:
        address = (cell["table"], cell["item"], cell["column"])
        # What is copied under the form's own heading is in the form's unit, unless it names one.
        placed[address], told = read_figure(
            address, cell["printed"], _source(title, address, edition), unit_of(address, edition)
        )
        notes += told
    metadata = Metadata(title, about["issuer"], about["region"], int(about["year"]))
    return assemble(
        metadata, edition, placed, [], notes,
        source_file=f"panel/cells.csv, {about['report']}", sha256=None,
    )  # fmt: skip


def _source(title: str, address: Address, edition: str) -> str:
    table, item, column = address
    section = next(row for row in read_spec("sections") if row["table"] == table)
    row, head = (
        label_of("item", table, item, "zh", edition),
        label_of("column", table, column, "zh", edition),
    )
    return f"《{title}》{section['numeral']}、{section['label_zh']}: {row}, {head} (transcribed)"
