"""Counts, shares and rates with their denominators and intervals; frames in, frames out."""

from .book import CODEBOOK, indicator_codebook
from .changes import CHANGES, POINTS, change
from .counts import OUTCOMES, applicants, flow
from .intervals import CONFIDENCE
from .mix import DECOMPOSED, decompose
from .peers import COMPARED, MIN_PEERS, compare
from .values import INDICATORS, indicators

__all__ = [
    "CHANGES", "CODEBOOK", "COMPARED", "CONFIDENCE", "DECOMPOSED", "INDICATORS", "MIN_PEERS",
    "OUTCOMES", "POINTS", "applicants", "change", "compare", "decompose", "flow",
    "indicator_codebook", "indicators",
]  # fmt: skip
