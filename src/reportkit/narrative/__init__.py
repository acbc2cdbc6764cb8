"""What the prose says: problems and the measures set against them, and what they are about."""

from .counts import theme_counts
from .pairing import wording
from .problems import passages, problems
from .themes import theme_codebook, theme_codes, theme_label, themes

__all__ = [
    "passages", "problems", "theme_codebook", "theme_codes", "theme_counts", "theme_label",
    "themes", "wording",
]  # fmt: skip
