"""Running the bundled notebooks without a kernel: for many pages, in a worker of their own.

A kernel takes seconds to start, as long as several pages take. The bundled notebooks are ours, so
a worker runs their cells one after another in an IPython shell of its own, with names that are
fresh for every page. The outputs are those of a kernel, byte for byte; a test holds the two
together. A reader's own notebook may change what it likes in its process: it always has a kernel.
"""

from __future__ import annotations

import logging
from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from ..errors import ReportkitError
from .execute import open_notebook

_LOG = logging.getLogger(__name__)


def run_here(path: Path, values: Mapping[str, object]) -> Any:
    """Return a notebook run in this process's own shell; see `execute.run_notebook`."""
    from IPython.utils.capture import capture_output
    from nbformat.v4 import new_output

    notebook, given = open_notebook(path, values)
    shell, own = _shell()
    for name in set(shell.user_ns) - own:  # what the page before left
        del shell.user_ns[name]
    for cell in [cell for cell in notebook.cells if cell.cell_type == "code"]:
        with capture_output() as captured:
            result = shell.run_cell(cell.source, store_history=False)
        if not result.success:
            error = result.error_before_exec or result.error_in_exec
            said = f"{type(error).__name__}: {error}".strip()
            raise ReportkitError(f"{path.name} stopped with {said}") from error
        if captured.stderr.strip():
            _LOG.warning("%s, %s: %s", path.name, cell.metadata["place"], captured.stderr.strip())
        cell.outputs = [
            new_output("display_data", data=_encoded(shown.data), metadata=shown.metadata or {})  # type: ignore[no-untyped-call]
            for shown in captured.outputs
        ]
    notebook.cells.remove(given)
    return notebook


@cache
def _shell() -> tuple[Any, frozenset[str]]:
    """Return this process's shell, and the names that are its own."""
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    # Nothing of the user's own settings changes the page, and nothing is left behind.
    quiet = Config({"HistoryManager": {"enabled": False}})
    shell = InteractiveShell.instance(config=quiet)
    shell.run_cell("pass", store_history=False)  # type: ignore[no-untyped-call]
    return shell, frozenset(shell.user_ns)


def _encoded(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return outputs as a kernel sends them: bytes in base64."""
    return {
        mime: b64encode(content).decode("ascii") if isinstance(content, bytes) else content
        for mime, content in data.items()
    }
