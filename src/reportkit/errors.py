"""What went wrong, said once: the file, the place and the next step."""


class ReportkitError(Exception):
    """Base of every error that reportkit raises on purpose."""


class ReadError(ReportkitError):
    """The file cannot be read at all: missing, empty, not of a known kind, damaged."""


class LayoutError(ReportkitError):
    """The file was read, but holds none of the three statutory tables."""


class FrameError(ReportkitError, ValueError):
    """What a function was handed is not what it asks for, or lacks columns or rows of it.

    Attributes
    ----------
    reason : str
        Why a chart cannot be drawn, in a word that a page can say in its language: "empty",
        "negative", "beyond" (a share that is not from 0 to 1), "many", "lacking"; "" for others.
    """

    def __init__(self, message: str, *, reason: str = "") -> None:
        super().__init__(message)
        self.reason = reason
