"""What the prose says: figures, problems and the measures set against them."""

from .problems import passages, problems
from .themes import theme_codebook, themes

__all__ = ["passages", "problems", "theme_codebook", "themes"]
