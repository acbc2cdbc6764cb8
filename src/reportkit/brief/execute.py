"""Running a notebook with parameters: in the running interpreter's kernel, leaving no trace."""

import logging
import os
import re
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ..errors import ReportkitError
from .kernel import write_startup

_LOG = logging.getLogger(__name__)

_SETS_REPORT = re.compile(r"(?:^|[,;]) *report\b[^=\n]*=(?!=)", re.MULTILINE)


def run_notebook(path: Path, values: Mapping[str, object]) -> Any:
    """Return a notebook run with `values` in place of those of its cell tagged ``parameters``.

    One without such a cell runs as it is. Every cell's place ('cell 3 ("# 办理结果")') is in its
    metadata, for messages.
    """
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError

    notebook, given = open_notebook(path, values)
    with TemporaryDirectory(prefix="reportkit-") as place:
        client = NotebookClient(
            notebook,
            km=own_kernel(Path(place)),
            timeout=None,
            record_timing=False,
            store_widget_state=False,
            # What is printed comes in pieces, cut by chance.
            coalesce_streams=True,
        )
        work = Path(place, "work")
        work.mkdir()
        own = own_environment(Path(place))
        write_startup(Path(own["IPYTHONDIR"]))
        try:
            client.execute(cleanup_kc=True, cwd=str(work), env=own)
        except CellExecutionError as error:
            said = f"{error.ename}: {error.evalue}".strip()
            raise ReportkitError(f"{path.name} stopped with {said}") from error
        except RuntimeError as error:
            raise ReportkitError(f"{path.name}: its kernel did not run: {error}") from error
    if given is not None:
        notebook.cells.remove(given)
    _set_errors_aside(notebook, path.name)
    return notebook


def open_notebook(path: Path, values: Mapping[str, object]) -> tuple[Any, Any]:
    """Read a notebook; return it with the cell that sets `values` behind its parameters.

    Where no cell is tagged there is nothing to set: the notebook reads what it names itself.
    """
    from nbformat.v4 import new_code_cell

    notebook = _read(path)
    for number, cell in enumerate(notebook.cells, 1):
        first = next((line for line in cell.source.splitlines() if line.strip()), "").strip()
        cell.metadata["place"] = f'cell {number} ("{first[:40]}")'
    tagged = [n for n, cell in enumerate(notebook.cells) if "parameters" in _tags(cell)]
    if not tagged:
        return notebook, None
    if len(tagged) > 1:
        raise ReportkitError(
            f"{path.name} has {len(tagged)} cells tagged parameters; tag one, which sets "
            "report and lang."
        )
    # repr: whatever a file's name holds, it stays a string.
    lines = (f"{name} = {value!r}" for name, value in values.items())
    given = new_code_cell("\n".join(lines), metadata={"place": "parameters"})  # type: ignore[no-untyped-call]
    notebook.cells.insert(tagged[0] + 1, given)
    return notebook, given


def look_at_notebook(path: Path) -> None:
    """Refuse, before long work, what no page can be made of, and tell where nothing is handed over.

    Such a page would be on another report than the one that was asked for.
    """
    notebook, given = open_notebook(path, {})
    if given is None:
        _LOG.warning(
            "%s has no cell tagged parameters: it runs as it is, and the page shows what it reads, "
            "not what was named. Tag the cell that sets report and lang to have them handed over.",
            path.name,
        )
        return
    asked = notebook.cells[notebook.cells.index(given) - 1].source
    if not _SETS_REPORT.search(asked):
        _LOG.warning(
            "%s: the cell tagged parameters sets no report, so the notebook may read another than "
            "the one that was named. Let it set report = None, and read report where that is set.",
            path.name,
        )


def _read(path: Path) -> Any:
    import nbformat

    try:
        return nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    except FileNotFoundError as error:
        raise ReportkitError(f"the notebook {path} does not exist.") from error
    except OSError as error:
        raise ReportkitError(f"the notebook {path} cannot be read: {error.strerror}.") from error
    except Exception as error:  # what nbformat raises on damaged files is not one family
        raise ReportkitError(f"{path} is not a Jupyter notebook.") from error


def _tags(cell: Any) -> list[str]:
    return list(cell.metadata.get("tags", ()))


def own_kernel(place: Path) -> Any:
    """Make the kernel of the running interpreter, whatever kernels the machine has."""
    from jupyter_client.kernelspec import KernelSpecManager
    from jupyter_client.manager import AsyncKernelManager

    # With no folder to look in, python3 is what ipykernel says: sys.executable.
    manager = AsyncKernelManager(
        kernel_name="python3",
        kernel_spec_manager=KernelSpecManager(kernel_dirs=[]),
        connection_file=str(place / "kernel.json"),
    )
    # Sockets that are files in our own folder, where there are such: no port is opened. The
    # name of one may have some 100 characters.
    if os.name == "posix" and len(str(place)) < 80:
        manager.transport = "ipc"
    return manager


def own_environment(place: Path) -> dict[str, str]:
    """Return the kernel's environment: nothing of the user's own settings changes the page."""
    # The kernel runs elsewhere, so the paths are whole; in a checkout, its reportkit is this one.
    inherited = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    paths = [os.path.abspath(entry) for entry in inherited if entry]
    own = Path(__file__).absolute().parents[2]
    if own.name != "site-packages":
        paths.insert(0, str(own))
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(paths),
        "PYTHONHASHSEED": "0",
        "IPYTHONDIR": str(place / "ipython"),
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    }


def _set_errors_aside(notebook: Any, name: str) -> None:
    """Take warnings, which name temporary files, off the page; whoever renders it sees them."""
    for cell in notebook.cells:
        for output in [o for o in cell.get("outputs", ()) if o.get("name") == "stderr"]:
            cell.outputs.remove(output)
            _LOG.warning("%s, %s: %s", name, cell.metadata["place"], output["text"].strip())
