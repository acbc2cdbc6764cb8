"""Annual reports on open government information in China, as tidy and checked pandas tables."""

from .codebook import codebook, match_labels
from .document import Document, Grid, Heading, Paragraph
from .errors import LayoutError, ReadError, ReportkitError
from .examples import example
from .readers import read_document
from .report import Report, parse_report, read_report
from .text import normalize, parse_number
