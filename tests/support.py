"""What tests import from one another."""

from pathlib import Path

import pandas as pd
from hypothesis import strategies as st

from reportkit import Report, read_report
from reportkit.codebook import form, items, leaves, unit_of

ROOT = Path(__file__).parents[1]
DATA = Path(__file__).parent / "data"
#: Real reports that stay out of the project; they may lie beside a checkout, or further up.
EXAMPLES = next(
    (folder / "shared" / "examples" for folder in ROOT.parents if (folder / "shared").is_dir()),
    ROOT.parent / "shared" / "examples",
)
NO_EXAMPLES = "the example reports are not beside the checkout (../shared/examples)"


def read_text(text: str, name: str = "report.txt") -> Report:
    """Read a report from a string."""
    return read_report(text.encode("utf-8"), name=name)


KEY = ["table", "item", "column"]


def change(cells: pd.DataFrame, item: str, column: str, value: float | None, state: str = "number"):
    """Return the cells with one of them changed."""
    here = (cells["item"] == item) & (cells["column"] == column)
    assert here.sum() == 1
    return cells.assign(
        value=cells["value"].mask(here, value), state=cells["state"].mask(here, state)
    )


def a_form(values: dict[tuple[str, str, str], float], edition: str, single: bool) -> pd.DataFrame:
    """Return the cells of a report that holds `values`, and 0 elsewhere."""
    rows = [
        ("a-2023", "a", 2023, edition, *address, values.get(address, 0.0), unit_of(address, edition),
         "", "number", "")
        for address in form(edition, single)
    ]  # fmt: skip
    names = [
        "report",
        "issuer",
        "year",
        "edition",
        *KEY,
        "value",
        "unit",
        "printed",
        "state",
        "source",
    ]
    return pd.DataFrame(rows, columns=names).astype({"value": "Float64"})


@st.composite
def forms(draw: st.DrawFn) -> pd.DataFrame:
    """A form built from random leaves, with every total computed here and not by the package."""
    edition, single = draw(st.sampled_from([("2021", False), ("2021", True), ("2019", True)]))
    counts = st.integers(0, 10**6)
    kinds = ["natural_person", "commercial", "research", "public_interest", "legal_service",
             "other_organisation"]  # fmt: skip
    printed = {item for table, item, _ in form(edition, single) if table == "requests"}
    parts = [item for item in leaves("requests", "outcomes") if item in printed]
    values: dict[tuple[str, str, str], float] = {}
    for kind in kinds:
        closed = 0
        for item in parts:
            values["requests", item, kind] = draw(counts)
            closed += values["requests", item, kind]
        open_, carried = draw(counts), draw(st.integers(0, closed))
        values["requests", "outcomes_total", kind] = closed
        values["requests", "carried_out", kind] = open_
        values["requests", "carried_in", kind] = carried
        values["requests", "received", kind] = closed + open_ - carried
    for item in printed:
        values["requests", item, "total"] = sum(values["requests", item, kind] for kind in kinds)
    for _, item in [key for key in items() if key[0] == "review"]:
        results = {result: draw(counts) for result in ("upheld", "corrected", "other", "pending")}
        values |= {("review", item, result): count for result, count in results.items()}
        values["review", item, "total"] = sum(results.values())
    return a_form(values, edition, single)
