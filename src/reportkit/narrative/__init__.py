"""What the prose says: figures, problems and measures set against them, and what is reused."""

from .problems import problems
from .reuse import REUSE_KINDS, SHORTEST, reuse, shared_passages
from .stated import stated_figures

__all__ = ["REUSE_KINDS", "SHORTEST", "problems", "reuse", "shared_passages", "stated_figures"]
