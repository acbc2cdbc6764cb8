"""The part of a PDF's page that holds a cell, as a picture."""

import io
from random import Random

import numpy as np
import pytest
from PIL import Image

from layouts import Style, random_form, write
from reportkit import ReadError, read_report
from reportkit.brief import page_region

MARK = (0xD5, 0x5E, 0x00)


def test_the_cell_is_marked_where_it_was_printed() -> None:
    data = write(random_form(Random(1), edition="2021"), "pdf", Style())
    cells = read_report(data, name="a.pdf").cells.query("item == 'granted'")
    first, last = (
        page_region(data, source, cells["source"], lang="en")
        for source in cells["source"].iloc[[0, -1]]
    )
    assert first is not None
    assert last is not None
    assert first.alt.startswith("Part of page")
    shown, facts = first._repr_mimebundle_()  # what a notebook asks for
    assert shown["image/png"] == first.png
    assert facts["image/png"] == {"alt": first.alt}
    pictures = [np.asarray(Image.open(io.BytesIO(each.png))) for each in (first, last)]
    marks = [np.nonzero((picture == MARK).all(axis=2))[1].mean() for picture in pictures]
    assert pictures[0].shape == pictures[1].shape
    assert marks[0] < marks[1]
    # What is inside the mark is the page's own print: some of it dark.
    assert (pictures[0] < 100).all(axis=2).any()


def test_what_is_no_pdf_has_no_picture() -> None:
    assert page_region("report.txt", "line 43, field 3") is None
    with pytest.raises(ReadError, match="page 3: cannot be shown"):
        page_region(b"no pdf", "page 3, table 1, row 1, column 1 [1 2 3 4]")
