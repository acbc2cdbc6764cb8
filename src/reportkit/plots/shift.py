"""A shift that follows the labels beside a chart; kept apart, for it loads matplotlib."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from matplotlib.transforms import Affine2D, Affine2DBase

if TYPE_CHECKING:
    from matplotlib.axes import Axes


class ToRowLabels(Affine2DBase):
    """Shift to the left by as much as the labels of rows stand out.

    It is measured when it is drawn: how wide a label is hangs on the resolution.
    """

    is_separable = True

    def __init__(self, ax: Axes) -> None:
        super().__init__()
        self._ax = ax

    def get_matrix(self) -> Any:
        """Return the shift in pixels, as they are now."""
        ax = self._ax
        labels = ax.get_yticklabels() if ax.axison else []
        lefts = [text.get_window_extent().x0 - ax.bbox.x0 for text in labels if text.get_text()]
        return Affine2D().translate(min([0.0, *lefts]), 0).get_matrix()
