"""What the prose says: figures; problems, measures and their themes; what is said again."""

from .alike import alike
from .counts import theme_counts
from .problems import passages, problems
from .reuse import REUSE_KINDS, SHORTEST, reuse, shared_passages
from .stated import stated_figures
from .themes import theme_codebook, theme_codes, theme_label, themes

__all__ = [
    "REUSE_KINDS", "SHORTEST", "alike", "passages", "problems", "reuse", "shared_passages",
    "stated_figures", "theme_codebook", "theme_codes", "theme_counts", "theme_label", "themes",
]  # fmt: skip
