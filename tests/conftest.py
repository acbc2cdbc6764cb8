"""What several tests share."""

from pathlib import Path

import pandas as pd
import pytest

from reportkit import Report, example, read_report

ROOT = Path(__file__).parents[1]
DATA = Path(__file__).parent / "data"


@pytest.fixture(scope="session")
def xiuwu() -> Report:
    """The bundled report."""
    return read_report(example("xiuwu-2023"))


@pytest.fixture(scope="session")
def xiuwu_text() -> str:
    return example("xiuwu-2023").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def xiuwu_cells() -> pd.DataFrame:
    """Its 200 true cells, transcribed by hand."""
    return pd.read_csv(DATA / "xiuwu-2023.cells.csv", dtype={"printed": "str"})


def read_text(text: str, name: str = "report.txt") -> Report:
    """Read a report from a string."""
    return read_report(text.encode("utf-8"), name=name)
