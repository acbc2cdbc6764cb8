"""Strict comparison of the notebooks' text outputs; charts are tested by what they draw."""

from nbval.plugin import IPyNbFile


def pytest_collectstart(collector: object) -> None:
    """Leave HTML to its plain text, which stands beside it: libraries restyle their tables."""
    if isinstance(collector, IPyNbFile):
        collector.skip_compare += ("text/html",)
