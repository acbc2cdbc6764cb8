"""Write annual reports as real ones are laid out, to test a reader of them.

>>> import random
>>> form = random_form(random.Random(1))
>>> page = write(form, "html", Style(brackets="half", furniture=True))
>>> expected(form, Style(units="named"))["requests", "received", "total"].endswith("件")
True

Everything follows from the form and the style: the same two give the same bytes.
"""

from .form import ODDITIES, Address, Form, forms, number, random_form
from .style import FORMATS, Style, styles
from .write import expected, write

__all__ = [
    "FORMATS", "ODDITIES", "Address", "Form", "Style", "expected", "forms", "number",
    "random_form", "styles", "write",
]  # fmt: skip
