"""A picture with its description, as a notebook and a page show it."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from PIL import Image

#: Of a chart: sharp on paper, and on screens that show two dots a pixel.
_DPI = 200
#: Inches around what is drawn.
_PAD = 0.1
#: Inches across. A chart of 9 points in as many is still read on a phone, without being moved to
#: and fro, where all of it is 3.3 inches wide; a page at a desk shows it a quarter larger.
WIDE = 5.2
#: A page's pixels to an inch of a chart.
_CSS = 120


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
    kind : {"", "chart"}
        A chart is drawn in ink on white, which a page in the dark may turn round.
    """

    png: bytes
    alt: str
    width: int = 0
    kind: Literal["", "chart"] = ""

    def __repr__(self) -> str:
        return self.alt

    def _repr_mimebundle_(
        self, include: object = None, exclude: object = None
    ) -> tuple[dict[str, object], dict[str, object]]:
        facts: dict[str, object] = {"alt": self.alt}
        if self.width:
            facts["width"] = self.width
        if self.kind:
            facts["kind"] = self.kind
        return {"image/png": self.png, "text/plain": self.alt}, {"image/png": facts}


def picture_of(figure: Figure, alt: str) -> Picture:
    """Draw a figure, in few colours: a chart has no more, and takes a third of the room."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    figure.set_dpi(_DPI)
    # Titles are set over the row labels, where those would stand at the screen's resolution.
    engine = figure.get_layout_engine()
    if isinstance(engine, ConstrainedLayoutEngine):
        engine.set(w_pad=_PAD, h_pad=_PAD)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()  # type: ignore[no-untyped-call]
    pixels = np.asarray(canvas.buffer_rgba())  # type: ignore[no-untyped-call]
    packed = io.BytesIO()
    _in_few_colours(pixels).save(packed, "PNG")
    return Picture(packed.getvalue(), alt, round(figure.get_figwidth() * _CSS), "chart")


def _in_few_colours(pixels: npt.NDArray[np.uint8]) -> Image.Image:
    """Return a picture of 128 colours; they are chosen from one pixel of each run of equal ones.

    Nine pixels in ten are as their neighbours, so this is several times as fast as to look at all,
    and edges, where the many shades are, weigh more.
    """
    from PIL import Image

    height, width, _ = pixels.shape
    flat = np.ascontiguousarray(pixels).view(np.uint32).reshape(-1)
    starts = np.flatnonzero(np.diff(flat, prepend=~flat[:1]))
    ink = Image.fromarray(pixels.reshape(-1, 4)[starts, :3][np.newaxis])
    few = ink.quantize(128, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    lengths = np.diff(starts, append=flat.size)
    image = Image.fromarray(np.repeat(np.asarray(few)[0], lengths).reshape(height, width))
    image.putpalette(few.getpalette() or [])
    return image
