"""Charts: frames in, Axes out. They draw what other modules computed, and compute nothing."""

from .applicants import plot_applicants
from .base import FEW, describe
from .checks import plot_checks
from .coverage import plot_coverage
from .disclosure import plot_disclosure
from .flow import plot_flow
from .outcomes import plot_outcomes
from .problems import plot_problems
from .themes import plot_themes

__all__ = [
    "FEW", "describe", "plot_applicants", "plot_checks", "plot_coverage", "plot_disclosure",
    "plot_flow", "plot_outcomes", "plot_problems", "plot_themes",
]  # fmt: skip
