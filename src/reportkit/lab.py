"""The notebooks in JupyterLab, on a copy that is the reader's own."""

import subprocess
import sys
from importlib.util import find_spec
from os import PathLike
from pathlib import Path

from .errors import ReportkitError
from .examples import folder
from .output import write_whole


def copy_notebooks(into: str | PathLike[str]) -> tuple[list[Path], list[Path]]:
    """Copy the notebooks into a folder; what stands there already is the reader's, and stays.

    Parameters
    ----------
    into : path
        A folder; it is made if it does not exist.

    Returns
    -------
    copied, kept : list of Path
        The notebooks that were written, and those that differ from the package's and were left.

    Raises
    ------
    ReportkitError
        The folder cannot be made or written to.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as place:
    ...     copied, kept = copy_notebooks(place)
    >>> copied[0].name, kept
    ('00_quickstart.ipynb', [])
    """
    target = Path(into)
    need_folder(target)
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ReportkitError(f"the folder {target} cannot be made: {error.strerror}.") from error
    copied, kept = [], []
    for notebook in sorted(folder("notebooks").glob("*.ipynb")):
        path = target / notebook.name
        if not path.exists():
            copied.append(write_whole(path, notebook.read_bytes()))
        elif path.read_bytes() != notebook.read_bytes():
            kept.append(path)
    return copied, kept


def open_lab(place: Path) -> int:
    """Run JupyterLab on a folder until it is closed, and return its exit code."""
    need_lab()
    return subprocess.run([sys.executable, "-m", "jupyterlab", str(place)], check=False).returncode


def need_folder(path: Path) -> None:
    """Refuse a file where a folder is asked for."""
    if path.is_file():
        raise ReportkitError(f"{path} is a file; name a folder.")


def need_lab() -> None:
    """Refuse to go on without JupyterLab."""
    if find_spec("jupyterlab") is None:
        raise ReportkitError(
            'JupyterLab is not installed; install it with pip install "reportkit[notebooks]"'
        )
