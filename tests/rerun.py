"""Running the notebooks anew, and keeping of them what a reader sees and nothing else.

``PYTHONPATH=src:tests python -m rerun`` runs them all, ``… -m rerun 03 gallery`` those whose names
begin so. Whoever worked on one in JupyterLab brings it into the form that is kept, without running
it, by ``… -m rerun --tidy``. tests/test_notebooks.py holds that they have this form.
"""

import argparse
import copy
import io
import re
from base64 import b64decode, b64encode
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import nbformat
import numpy as np
from nbclient import NotebookClient
from PIL import Image

from reportkit.brief.execute import own_environment, own_kernel
from support import ROOT

#: Pixels: as wide as a notebook shows a chart of 7 inches. Pages are made by a run of their own,
#: with pictures twice as fine.
WIDTH = 720
#: Colours of a picture that are kept as they are, for a surface's shade may be a figure, and those
#: that all its other shades, the edges of letters and lines, are drawn with.
SURFACES, EDGES = 16, 16
#: What shows only under the mouse, a third of the comparison's weight: where each cell was printed.
_HOVERING = re.compile(r'(?<=")\s+title="[^"]*"')
#: What editors, GitHub and nbconvert ask for; not which Python it was.
METADATA = {
    "kernelspec": {
        "display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3",
    },
    "language_info": {
        "codemirror_mode": {"name": "ipython", "version": 3}, "file_extension": ".py",
        "mimetype": "text/x-python", "name": "python", "nbconvert_exporter": "python",
        "pygments_lexer": "ipython3",
    },
}  # fmt: skip


def run(path: Path) -> Any:
    """Return a notebook run on this checkout, in this interpreter, with nobody's own settings."""
    notebook = nbformat.read(path, as_version=4)
    with TemporaryDirectory() as place:
        client = NotebookClient(
            notebook, km=own_kernel(Path(place)), timeout=120, record_timing=False,
            coalesce_streams=True,
        )  # fmt: skip
        own = own_environment(Path(place))
        client.execute(cleanup_kc=True, cwd=str(path.parent), env=own)
    return notebook


def tidied(notebook: Any) -> Any:
    """Return a notebook in the form that is kept; in that form already, it is left as it is."""
    notebook = copy.deepcopy(notebook)
    notebook.metadata = nbformat.from_dict(METADATA)
    code = 0
    for cell in notebook.cells:
        cell.metadata = nbformat.from_dict({k: v for k, v in cell.metadata.items() if k == "tags"})
        if cell.cell_type != "code":
            continue
        code += 1
        cell.execution_count = code
        for output in cell.outputs:
            if output.output_type == "execute_result":
                output.execution_count = code
            data = output.get("data", {})
            if "image/png" in data:
                data["image/png"] = _small(data["image/png"])
            if "text/html" in data:
                data["text/html"] = _HOVERING.sub("", data["text/html"])
    return notebook


def _small(picture: str) -> str:
    """Return a picture no wider than a notebook shows it, in few colours."""
    image = Image.open(io.BytesIO(b64decode(picture)))
    if image.mode == "P" and image.width <= WIDTH and image.getcolors(SURFACES + EDGES):
        return picture
    image = image.convert("RGB")
    if image.width > WIDTH:
        height = round(image.height * WIDTH / image.width)
        image = image.resize((WIDTH, height), Image.Resampling.LANCZOS)
    counted = sorted(image.getcolors(image.width * image.height), reverse=True)
    surfaces = [value for _, colour in counted[:SURFACES] for value in colour]
    edges = image.quantize(EDGES, Image.Quantize.MAXCOVERAGE).getpalette()[: 3 * EDGES]
    palette = np.array(surfaces + edges).reshape(-1, 3)
    # Each colour to the nearest: Pillow's own mapping is only nearly that, and greys the white.
    colours, places = np.unique(np.asarray(image).reshape(-1, 3), axis=0, return_inverse=True)
    nearest = ((colours[:, np.newaxis].astype(int) - palette) ** 2).sum(axis=2).argmin(axis=1)
    few = Image.fromarray(nearest[places].astype(np.uint8).reshape(image.height, image.width))
    few.putpalette(surfaces + edges)
    packed = io.BytesIO()
    few.save(packed, "PNG", optimize=True)
    return b64encode(packed.getvalue()).decode("ascii")


def text_of(notebook: Any) -> str:
    """Return what a notebook's file holds."""
    return nbformat.writes(notebook) + "\n"


def main() -> None:
    """Run, or only bring into form, the notebooks whose names begin as one of those given."""
    parser = argparse.ArgumentParser(prog="python -m rerun", description=__doc__)
    parser.add_argument("names", nargs="*", default=[""], help="beginnings of names; all, if none")
    parser.add_argument("--tidy", action="store_true", help="run nothing")
    given = parser.parse_args()
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        if path.name.startswith(tuple(given.names)):
            done = nbformat.read(path, as_version=4) if given.tidy else run(path)
            path.write_text(text_of(tidied(done)), encoding="utf-8", newline="\n")
            print(f"{path.name}: {path.stat().st_size / 1024:.0f} KiB")


if __name__ == "__main__":
    main()
