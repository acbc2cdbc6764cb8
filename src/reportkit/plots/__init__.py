"""Charts: frames in, Axes out. They draw what other modules computed, and compute nothing."""

from .applicants import plot_applicants
from .base import FEW, describe
from .change import plot_change
from .checks import plot_checks
from .coverage import plot_coverage
from .disclosure import plot_disclosure
from .flow import plot_flow
from .funnel import plot_funnel
from .outcomes import plot_outcomes
from .problems import plot_problems
from .reasons import plot_reasons
from .reuse import plot_reuse
from .review import plot_review
from .themes import plot_themes
from .trend import plot_trend

__all__ = [
    "FEW", "describe", "plot_applicants", "plot_change", "plot_checks", "plot_coverage",
    "plot_disclosure", "plot_flow", "plot_funnel", "plot_outcomes", "plot_problems", "plot_reasons",
    "plot_reuse", "plot_review", "plot_themes", "plot_trend",
]  # fmt: skip
