"""Annual reports on open government information in China, as tidy and checked pandas tables.

README tells under "Where things are" which module does what.
"""

from .checks import check, explain, failures, locate, rules
from .codebook import codebook, match_labels
from .document import Document, Grid, Heading, Paragraph
from .errors import FrameError, LayoutError, ReadError, ReportkitError
from .examples import example
from .followup import follow_up
from .forms import table_disclosure, table_requests, table_review
from .indicators import (
    applicants,
    change,
    compare,
    decompose,
    flow,
    indicator_codebook,
    indicators,
)
from .narrative import (
    passages,
    problems,
    reuse,
    shared_passages,
    stated_figures,
    theme_codebook,
    theme_counts,
    themes,
)
from .panel import (
    Panel,
    example_panel,
    example_problems,
    example_stated,
    open_panel,
    read_reports,
)
from .plots import (
    describe,
    plot_applicants,
    plot_change,
    plot_checks,
    plot_coverage,
    plot_disclosure,
    plot_flow,
    plot_funnel,
    plot_outcomes,
    plot_problems,
    plot_reasons,
    plot_reuse,
    plot_review,
    plot_themes,
    plot_trend,
)
from .readers import read_document
from .report import Report, parse_report, read_report
from .setting import StatutoryTable
from .sidebyside import side_by_side
from .text import normalize, parse_number

__all__ = [
    "Document", "FrameError", "Grid", "Heading", "LayoutError", "Panel", "Paragraph",
    "ReadError", "Report", "ReportkitError", "StatutoryTable", "applicants", "change", "check",
    "codebook", "compare", "decompose", "describe", "example", "example_panel",
    "example_problems", "example_stated", "explain", "failures", "flow", "follow_up",
    "indicator_codebook", "indicators", "locate", "match_labels", "normalize", "open_panel",
    "parse_number", "parse_report", "passages", "plot_applicants", "plot_change", "plot_checks",
    "plot_coverage", "plot_disclosure", "plot_flow", "plot_funnel", "plot_outcomes",
    "plot_problems", "plot_reasons", "plot_reuse", "plot_review", "plot_themes", "plot_trend",
    "problems", "read_document", "read_report", "read_reports", "reuse", "rules",
    "shared_passages", "side_by_side", "stated_figures", "table_disclosure", "table_requests",
    "table_review", "theme_codebook", "theme_counts", "themes",
]  # fmt: skip
