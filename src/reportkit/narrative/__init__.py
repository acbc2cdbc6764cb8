"""What the prose says: figures, problems and measures set against them, and what is reused."""

from .problems import problems
from .reuse import REUSE_KINDS, SHORTEST, passages, reuse

__all__ = ["REUSE_KINDS", "SHORTEST", "passages", "problems", "reuse"]
