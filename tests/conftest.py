"""The fixtures that several tests share."""

import pandas as pd
import pytest

from reportkit import Report, example, read_report
from support import DATA


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
