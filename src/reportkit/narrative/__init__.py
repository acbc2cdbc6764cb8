"""What the prose says: figures, problems and the measures set against them."""

from .problems import problems
from .stated import stated_figures

__all__ = ["problems", "stated_figures"]
