"""What the prose says: figures, problems and the measures set against them."""

from .problems import problems

__all__ = ["problems"]
