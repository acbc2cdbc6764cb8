"""What the prose says: figures, problems and measures set against them, and what is reused."""

from .problems import problems
from .reuse import passages, reuse

__all__ = ["passages", "problems", "reuse"]
