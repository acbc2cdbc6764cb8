"""Many reports: reading them side by side, keeping them in a folder, who published and who did not.

files and reading find and read; naming tells who reported; storage, formats and journal keep;
coverage asks for what is missing.
"""

from .bundled import example_panel, example_problems, example_stated
from .coverage import COVERAGE, STATUSES
from .panel import Panel, open_panel
from .reading import read_reports

__all__ = [
    "COVERAGE", "STATUSES", "Panel", "example_panel", "example_problems", "example_stated",
    "open_panel", "read_reports",
]  # fmt: skip
