"""What a kernel that makes a page does more than another, for a notebook of the reader's own.

It gives the pictures of reportkit's charts their alternative texts, whatever the way they are
shown, and the width that a phone can show; and it draws the reader's own charts with Chinese where
their font has none.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

#: What a new kernel runs before the first cell; it leaves no name behind.
_STARTUP = """\
from reportkit.brief import kernel

kernel.prepare(get_ipython())
del kernel
"""


def write_startup(ipython: Path) -> None:
    """Have kernels that take a folder for IPython's prepare themselves."""
    place = ipython / "profile_default" / "startup"
    place.mkdir(parents=True)
    (place / "00-page.py").write_text(_STARTUP, encoding="utf-8")


def prepare(shell: Any) -> None:
    """Make a shell describe charts, and let matplotlib fall back on the Chinese font."""
    from ..fonts import use_chinese_font
    from ..plots.base import WIDTH
    from .picture import WIDE

    use_chinese_font()
    WIDTH.set(WIDE)
    # Twice as fine: a page is printed, and read on screens that show two dots a pixel.
    shell.config.InlineBackend.figure_formats = {"retina"}
    formatter = shell.display_formatter
    plain = formatter.format

    # Not a formatter for figures: those of the inline backend would take its place, and may have
    # facts of their own, such as the width of a fine picture.
    def described(*args: Any, **options: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        shown, facts = plain(*args, **options)
        alt = alt_of(args[0] if args else options["obj"])
        if alt:
            for mime in [mime for mime in shown if mime.startswith("image/")]:
                facts[mime] = {"alt": alt, "kind": "chart", **facts.get(mime, {})}
        return shown, facts

    formatter.format = described


def alt_of(shown: object) -> str:
    """Return the alternative texts of all charts of reportkit in a figure; "" where none is."""
    from ..plots import describe

    # What is not loaded yet has made no figure.
    figures = getattr(sys.modules.get("matplotlib.figure"), "FigureBase", ())
    if not isinstance(shown, figures):
        return ""
    told = []
    for ax in shown.axes:
        try:
            told.append(describe(ax))
        except ValueError:  # axes of the reader's own
            continue
    return "\n".join(told)
