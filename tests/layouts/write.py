"""From a form and a style to the bytes of a file."""

from __future__ import annotations

from .form import Address, Form
from .model import draft
from .office import document, workbook
from .pdf import pages
from .plain import comma_separated, plain
from .style import FORMATS, TXT, Style
from .web import archive, page
from .wording import figure, traditional

PLAIN = Style()


def write(form: Form, fmt: str, style: Style = PLAIN) -> bytes:
    """Return a report in one of FORMATS; switches that do not act in it are left out of account."""
    if fmt not in FORMATS:
        raise ValueError(f"format {fmt!r} is not one of {', '.join(FORMATS)}")
    style = style.only(fmt)
    whole = draft(form, style)
    if fmt in TXT:
        return plain(whole, fmt, style)
    writers = {
        "html": page, "mhtml": archive, "docx": document, "xlsx": workbook,
        "csv": comma_separated, "pdf": pages,
    }  # fmt: skip
    return writers[fmt](whole, style)


def expected(form: Form, style: Style = PLAIN) -> dict[Address, str]:
    """Return what stands in the file for each cell of the form; a row not printed has none."""
    return {
        address: traditional(text) if style.script == "traditional" else text
        for address, text in (
            (a, figure(text, a, form, style))
            for a, text in form.printed.items() if a[1] != style.missing_row
        )
    }  # fmt: skip
