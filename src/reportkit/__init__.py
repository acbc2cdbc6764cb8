"""Annual reports on open government information in China, as tidy and checked pandas tables."""

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
from .narrative import passages, problems, theme_codebook, theme_counts, themes
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
    plot_checks,
    plot_coverage,
    plot_disclosure,
    plot_flow,
    plot_outcomes,
    plot_problems,
    plot_themes,
)
from .readers import read_document
from .report import Report, parse_report, read_report
from .text import normalize, parse_number

__all__ = [
    "Document", "FrameError", "Grid", "Heading", "LayoutError", "Panel", "Paragraph",
    "ReadError", "Report", "ReportkitError", "applicants", "change", "check", "codebook",
    "compare", "decompose", "describe", "example", "example_panel", "example_problems",
    "example_stated", "explain", "failures", "flow", "follow_up", "indicator_codebook",
    "indicators", "locate", "match_labels", "normalize", "open_panel", "parse_number",
    "parse_report", "passages", "plot_applicants", "plot_checks", "plot_coverage",
    "plot_disclosure", "plot_flow", "plot_outcomes", "plot_problems", "plot_themes", "problems",
    "read_document", "read_report", "read_reports", "rules", "table_disclosure",
    "table_requests", "table_review", "theme_codebook", "theme_counts", "themes",
]  # fmt: skip
