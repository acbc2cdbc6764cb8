"""The parts of a page, one function each: a report and a language in, pieces of the page out.

`PARTS` is their order. A part says nothing that it does not link to a printed cell or sentence,
and claims no cause.
"""

from collections.abc import Iterator

from ..blocks import Part
from ..subject import Subject
from .adds_up import adds_up
from .annex import annex, notes, words
from .change import changes
from .compare import body_heading, comparison
from .compare_prose import common_prose
from .disclosure import disclosure
from .headline import headline, title
from .problems import problems_and_measures
from .refusals import refusals
from .requests import requests
from .reviews import reviews
from .sources import definitions, sources

__all__ = [
    "PARTS", "adds_up", "annex", "body_heading", "changes", "common_prose", "comparison",
    "definitions", "disclosure", "headline", "notes", "parts", "problems_and_measures",
    "refusals", "requests", "reviews", "sources", "title", "words",
]  # fmt: skip

PARTS = (
    headline, disclosure, requests, refusals, reviews, changes, problems_and_measures, adds_up,
    sources, annex, words, notes,
)  # fmt: skip


def parts(subject: Subject) -> Iterator[Part]:
    """Yield all parts of a report's page, in order."""
    for part in PARTS:
        yield part(subject)
