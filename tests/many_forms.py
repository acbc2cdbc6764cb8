"""Many random valid forms at once, as arrays: what the simulations of errors start from.

Every total is computed here, from the form as it is printed, and not by the package's identities.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from reportkit.codebook import Address, form, items, unit_of

FORMS = [("2021", False), ("2021", True), ("2019", True)]
KINDS = ["natural_person", "commercial", "research", "public_interest", "legal_service",
         "other_organisation"]  # fmt: skip
RESULTS = ["upheld", "corrected", "other", "pending"]
#: Rows of the requests table that are no outcome.
FLOW = ["received", "carried_in", "outcomes_total", "carried_out"]


@dataclass(frozen=True)
class Forms:
    """Reports × cells of one form, and the sums that they obey."""

    edition: str
    addresses: tuple[Address, ...]
    values: np.ndarray

    def place(self, *address: str) -> int:
        return self.addresses.index(address)

    def of_table(self, table: str) -> list[int]:
        return [at for at, address in enumerate(self.addresses) if address[0] == table]

    def cells(self, values: np.ndarray | None = None) -> pd.DataFrame:
        """Return the reports as a frame of cells; numbers alone."""
        values = self.values if values is None else values
        count, size = values.shape
        names = np.array(self.addresses)
        reports = np.repeat([f"r{row:05d}" for row in range(count)], size)
        frame = pd.DataFrame(
            {
                "report": reports, "issuer": reports, "year": 2023, "edition": self.edition,
                "table": np.tile(names[:, 0], count), "item": np.tile(names[:, 1], count),
                "column": np.tile(names[:, 2], count), "value": values.ravel().astype(float),
                "unit": np.tile([unit_of(a, self.edition) for a in self.addresses], count),
                "printed": [f"{value:.15g}" for value in values.ravel()], "state": "number",
                "source": "",
            }
        )  # fmt: skip
        return frame.astype({"value": "Float64"})

    def sums(self) -> list[tuple[int, list[tuple[int, int]]]]:
        """Return every sum of the form: the place of a cell, and signed places that add up to it."""
        found = []
        rows = [code for table, code in items() if table == "requests"
                and ("requests", code, "total") in self.addresses]  # fmt: skip
        for column in [*KINDS, "total"]:
            at = {row: self.place("requests", row, column) for row in rows}
            outcomes = [(at[row], 1) for row in rows if row not in FLOW]
            found.append((at["outcomes_total"], outcomes))
            balance = [(at["outcomes_total"], 1), (at["carried_out"], 1), (at["carried_in"], -1)]
            found.append((at["received"], balance))
        for row in rows:
            parts = [(self.place("requests", row, kind), 1) for kind in KINDS]
            found.append((self.place("requests", row, "total"), parts))
        for table, row in items():
            if table == "review":
                parts = [(self.place("review", row, result), 1) for result in RESULTS]
                found.append((self.place("review", row, "total"), parts))
        return found


def many_forms(rng: np.random.Generator, count: int, edition: str, single: bool) -> Forms:
    """Return valid forms: most cells 0 or small, as in a county, some as large as a province's."""
    addresses = form(edition, single)
    size = 10.0 ** rng.uniform(0, 5, (count, 1))
    shape = (count, len(addresses))
    values = np.floor(rng.exponential(size, shape) * (rng.random(shape) < 0.5)).astype(np.int64)
    forms = Forms(edition, addresses, values)
    for total, parts in forms.sums():
        column, item = addresses[total][2], addresses[total][1]
        if item == "received":
            # What is left open goes into next year; no more can have come over than there was.
            closed, carried = (forms.place("requests", row, column)
                               for row in ("outcomes_total", "carried_in"))  # fmt: skip
            values[:, carried] = np.minimum(values[:, carried], values[:, closed])
        values[:, total] = sum(sign * values[:, place] for place, sign in parts)
    return forms
