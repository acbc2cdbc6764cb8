"""The Chinese font of charts and pages, found in one place."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

from .errors import ReportkitError

#: Chinese first, then what draws the marks that Noto Sans SC lacks.
FAMILY = ["Noto Sans SC", "DejaVu Sans"]
_FILE = "NotoSansSC-Regular.ttf"


@cache
def font_path() -> Path:
    """Return the file of Noto Sans SC (OFL), which the package zhplot carries.

    Raises
    ------
    ReportkitError
        The font is not installed.

    Examples
    --------
    >>> font_path().name
    'NotoSansSC-Regular.ttf'
    """
    # zhplot itself is never imported: that would change matplotlib's settings for all.
    spec = find_spec("zhplot")
    found = sorted(Path(spec.origin).parent.rglob(_FILE)) if spec and spec.origin else []
    if not found:
        raise ReportkitError(f"the font {_FILE} is not installed: pip install zhplot")
    return found[0]


@cache
def _register() -> None:
    from matplotlib.font_manager import fontManager

    fontManager.addfont(font_path())


@contextmanager
def setting(name: Literal["font.family", "text.hinting"], value: Any) -> Iterator[None]:
    """Have one of matplotlib's settings in force inside the block.

    That one alone: rc_context would also undo that a notebook's backend, which is loaded with the
    first figure, turns interactive, and no later figure would show.
    """
    import matplotlib as mpl

    before = mpl.rcParams[name]
    mpl.rcParams[name] = value
    try:
        yield
    finally:
        mpl.rcParams[name] = before


@contextmanager
def chinese_font() -> Iterator[None]:
    """Draw with the Chinese font inside the block, and leave matplotlib's settings as they were.

    A text keeps the font that was in force when it was made, so a figure may be saved later.
    """
    _register()
    with setting("font.family", FAMILY):
        yield


def use_chinese_font() -> None:
    """Let matplotlib take from the Chinese font what the font in force has not, from now on.

    For charts of your own: reportkit's have the Chinese font whatever is in force. Call it after
    ``plt.style.use`` or seaborn's ``set_theme``, which choose fonts of their own.

    Raises
    ------
    ReportkitError
        The font is not installed.

    Examples
    --------
    >>> import matplotlib as mpl
    >>> with mpl.rc_context():
    ...     use_chinese_font()
    ...     mpl.rcParams["font.family"]
    ['sans-serif', 'Noto Sans SC']
    """
    import matplotlib as mpl

    _register()
    family = list(mpl.rcParams["font.family"])
    if FAMILY[0] not in family:
        mpl.rcParams["font.family"] = [*family, FAMILY[0]]
