"""A picture with its description, as a notebook and a page show it."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.figure import Figure

#: Of a chart: sharp on paper, and on screens that show two dots a pixel.
_DPI = 200
#: Inches around what is drawn.
_PAD = 0.1
#: A page's pixels to an inch.
_CSS = 96


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with its alternative text; a notebook shows it.

    Attributes
    ----------
    png : bytes
        The picture.
    alt : str
        What it shows, in words.
    width : int
        The pixels of a page that it takes up; 0 for as many as it has.
    """

    png: bytes
    alt: str
    width: int = 0

    def __repr__(self) -> str:
        return self.alt

    def _repr_mimebundle_(
        self, include: object = None, exclude: object = None
    ) -> tuple[dict[str, object], dict[str, object]]:
        facts: dict[str, object] = {"alt": self.alt}
        if self.width:
            facts["width"] = self.width
        return {"image/png": self.png, "text/plain": self.alt}, {"image/png": facts}


def picture_of(figure: Figure, alt: str) -> Picture:
    """Draw a figure, in few colours: a chart has no more, and takes a third of the room."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.layout_engine import ConstrainedLayoutEngine
    from PIL import Image

    figure.set_dpi(_DPI)
    # Titles are set over the row labels, where those would stand at the screen's resolution.
    engine = figure.get_layout_engine()
    if isinstance(engine, ConstrainedLayoutEngine):
        engine.set(w_pad=_PAD, h_pad=_PAD)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()  # type: ignore[no-untyped-call]
    size = canvas.get_width_height()
    pixels = canvas.buffer_rgba()  # type: ignore[no-untyped-call]
    image = Image.frombuffer("RGBA", size, pixels, "raw", "RGBA", 0, 1)
    few = image.convert("RGB").quantize(128, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    packed = io.BytesIO()
    few.save(packed, "PNG")
    return Picture(packed.getvalue(), alt, round(figure.get_figwidth() * _CSS))
