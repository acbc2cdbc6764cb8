"""What went wrong, said once: the file, the place and the next step."""


class ReportkitError(Exception):
    """Base of every error that reportkit raises on purpose."""


class ReadError(ReportkitError):
    """The file cannot be read at all: missing, empty, not of a known kind, damaged."""


class LayoutError(ReportkitError):
    """The file was read, but holds none of the three statutory tables."""


class FrameError(ReportkitError, ValueError):
    """What a function was handed is not what it asks for, or lacks columns or rows of it."""
