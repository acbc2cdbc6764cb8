"""Counts, shares and rates with their denominators and intervals; frames in, frames out."""

from .book import CODEBOOK, cells_of, indicator_codebook, stated_item
from .changes import CHANGES, POINTS, change
from .counts import OUTCOMES, applicants, flow
from .intervals import CONFIDENCE
from .mix import DECOMPOSED, decompose
from .peers import COMPARED, MIN_PEERS, compare, funnel_limits
from .values import DOUBTFUL, INDICATORS, indicators

__all__ = [
    "CHANGES", "CODEBOOK", "COMPARED", "CONFIDENCE", "DECOMPOSED", "DOUBTFUL", "INDICATORS",
    "MIN_PEERS", "OUTCOMES", "POINTS", "applicants", "cells_of", "change", "compare", "decompose",
    "flow", "funnel_limits", "indicator_codebook", "indicators", "stated_item",
]  # fmt: skip
