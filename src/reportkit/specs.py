"""The data files of the package: ``reportkit/spec/*.csv``."""

import csv
from functools import cache
from importlib.resources import files


@cache
def read_spec(name: str) -> list[dict[str, str]]:
    """Return the rows of ``reportkit/spec/<name>.csv``, the same to all: they are only read."""
    text = (files("reportkit") / "spec" / f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
