"""The notebooks as they are kept: small, of no machine and no hour, one question a heading."""

import io
import json
import re
import sys
import tempfile
from base64 import b64decode, b64encode
from pathlib import Path
from random import Random
from typing import Any

import nbformat
import pytest
from PIL import Image

import reportkit
from layouts import random_form, write
from reportkit import ReportkitError
from reportkit.brief.execute import run_notebook
from rerun import EDGES, SURFACES, WIDTH, text_of, tidied
from support import ROOT

PATHS = sorted((ROOT / "notebooks").glob("*.ipynb"))
#: Those that pages are made from; the others are there to be read.
TEMPLATES = {"briefing.ipynb", "comparison.ipynb"}
#: KiB. The comparison prints the statutory tables of seven reports, the gallery every chart.
LIMITS = {"comparison.ipynb": 600, "gallery.ipynb": 400, "briefing.ipynb": 200}
LIMIT = 150
MEND = "run: PYTHONPATH=src:tests python -m rerun --tidy"

each = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
each_to_read = pytest.mark.parametrize(
    "path", [path for path in PATHS if path.name not in TEMPLATES], ids=lambda path: path.stem
)


def read(path: Path) -> Any:
    return nbformat.read(path, as_version=4)


def outputs(path: Path) -> list[Any]:
    return [output for cell in read(path).cells for output in cell.get("outputs", ())]


def headings(path: Path) -> list[str]:
    told = [cell.source for cell in read(path).cells if cell.cell_type == "markdown"]
    return re.findall(r"^#+ .*", "\n".join(told), re.MULTILINE)


def test_none_is_forgotten() -> None:
    assert {path.name for path in PATHS} >= TEMPLATES | set(LIMITS)
    assert len(PATHS) >= 12


@each
def test_it_is_in_the_form_that_is_kept(path: Path) -> None:
    notebook = read(path)
    nbformat.validate(notebook)
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    assert path.read_text(encoding="utf-8") == text_of(tidied(notebook)), MEND
    assert len({cell.id for cell in notebook.cells}) == len(notebook.cells)


@each
def test_it_is_small(path: Path) -> None:
    assert path.stat().st_size <= LIMITS.get(path.name, LIMIT) * 1024, MEND


@each
def test_every_cell_was_run_and_none_complained(path: Path) -> None:
    code = [cell for cell in read(path).cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    told = outputs(path)
    assert told
    assert {output.output_type for output in told} <= {"display_data", "execute_result", "stream"}
    assert all(output.get("name", "stdout") == "stdout" for output in told)
    shown = {kind for output in told for kind in output.get("data", ())}
    assert shown <= {"text/plain", "text/html", "image/png"}  # no widget, no script


@each
def test_it_names_no_machine_and_no_hour(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    own = {str(ROOT), str(Path.home()), tempfile.gettempdir(), sys.prefix, str(Path.cwd())}
    assert [place for place in own if f"{place}/" in text or f'"{place}"' in text] == []
    told = json.dumps([output.get("data", output) for output in outputs(path)], ensure_ascii=False)
    told = re.sub(r'"image/png": "[^"]*"', "", told)
    assert (
        re.findall(r"(?<![\w<])/(?:home|Users|root|tmp|var|private)/\S*|[A-Z]:\\\\\S*", told) == []
    )
    assert re.findall(r"site-packages|\d\d:\d\d:\d\d|0x[0-9a-f]{6,}", told) == []


@each_to_read
def test_every_heading_is_a_question_and_the_last_tells_what_was_not_shown(path: Path) -> None:
    first, *questions, last = headings(path)
    assert first.startswith("# ")
    assert last == "## What was not shown"
    assert [q for q in questions if not re.fullmatch(r"## .*\?(?: `\w+`)?", q)] == []
    told = [cell.source for cell in read(path).cells if cell.cell_type == "markdown"]
    assert re.search("[\u4e00-\u9fff]", "".join(told))  # the Chinese terms beside the English


@each_to_read
def test_nothing_that_it_prints_is_cut_short(path: Path) -> None:
    told = [str(output.get("data", {}).get(kind, "")) for output in outputs(path)
            for kind in ("text/plain", "text/html")]  # fmt: skip
    assert [text for text in told if "..." in text] == []


def test_every_sanitising_rule_is_needed() -> None:
    rules = re.findall(r"^regex: (.*)", (ROOT / "notebooks" / "nbval.cfg").read_text("utf-8"), re.M)
    told = "\n".join(
        str(output.get("data", output).get("text/plain", output.get("text", "")))
        for path in PATHS for output in outputs(path)
    )  # fmt: skip
    assert [rule for rule in rules if not re.search(rule, told)] == []


def test_the_gallery_shows_every_chart() -> None:
    cells = read(ROOT / "notebooks" / "gallery.ipynb").cells
    drawn = {
        name for cell in cells if cell.cell_type == "code"
        for name in re.findall(r"rk\.(plot_\w+)\(", cell.source)
    }  # fmt: skip
    assert drawn == {name for name in reportkit.__all__ if name.startswith("plot_")}


def test_what_is_kept_of_a_run() -> None:
    picture = Image.new("RGB", (2 * WIDTH, 300), "white")
    picture.paste((247, 251, 255), (0, 0, 600, 300))  # a heat map's palest cell
    for shade in range(200):
        picture.paste((shade, 2 * shade // 3, 255 - shade), (700 + shade, 0, 701 + shade, 300))
    packed = io.BytesIO()
    picture.save(packed, "PNG")
    cell = nbformat.v4.new_code_cell("1", id="own", execution_count=7)
    cell.metadata = nbformat.from_dict({
        "tags": ["parameters"], "execution": {"iopub.execute_input": "2020-01-01T12:00:00Z"},
    })  # fmt: skip
    cell.outputs = [nbformat.v4.new_output(
        "execute_result", {
            "image/png": b64encode(packed.getvalue()).decode(), "text/plain": "1",
            "text/html": '<td id="a" title="line 1">1</td>',
        }, execution_count=7, metadata={"image/png": {"alt": "a chart"}},
    )]  # fmt: skip
    notebook = nbformat.v4.new_notebook(cells=[cell], metadata={"language_info": {"name": "R"}})
    once = tidied(notebook)
    assert cell.execution_count == 7  # what was given is left alone
    kept = once.cells[0]
    assert (kept.metadata, kept.execution_count, kept.id) == ({"tags": ["parameters"]}, 1, "own")
    assert once.metadata.language_info.name == "python"
    assert kept.outputs[0].metadata == {"image/png": {"alt": "a chart"}}
    assert kept.outputs[0].data["text/html"] == '<td id="a">1</td>'
    small = Image.open(io.BytesIO(b64decode(kept.outputs[0].data["image/png"])))
    assert small.size == (WIDTH, 150)
    assert len(small.getcolors()) <= SURFACES + EDGES
    assert small.convert("RGB").getpixel((10, 10)) == (247, 251, 255)
    assert small.convert("RGB").getpixel((WIDTH - 10, 10)) == (255, 255, 255)
    assert text_of(tidied(once)) == text_of(once) == text_of(tidied(notebook))


OWN = ROOT / "notebooks" / "08_your_own_reports.ipynb"


def test_your_own_reports_runs_on_a_folder_of_the_readers(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(write(random_form(Random(1)), "docx"))
    (tmp_path / "b.html").write_text(
        "<table><tr><th>信息内容</th><th>本年制发件数</th><th>本年废止件数</th><th>现行有效件数</th></tr>"
        "<tr><td>规章</td><td>0</td><td></td><td>—</td></tr></table>", encoding="utf-8",
    )  # fmt: skip
    (tmp_path / "c.xlsx").write_bytes(b"")
    notebook = run_notebook(OWN, {"folder": str(tmp_path)})
    told = [str(output.get("data", {}).get("text/plain", "")) for cell in notebook.cells
            for output in cell.get("outputs", ())]  # fmt: skip
    assert told[0].startswith("<Panel: 2 reports")
    assert "c.xlsx is empty" in told[1]
    assert sum(text.startswith("<Figure") for text in told) == 2


@pytest.mark.parametrize(("name", "said"), [
    ("empty", r"08_your_own_reports\.ipynb stopped with ReadError: .*empty holds no file"),
    ("none", r"stopped with ReadError: .*none does not exist"),
    ("unread", r"stopped with AssertionError: nothing in the folder could be read"),
])  # fmt: skip
def test_your_own_reports_says_what_is_wrong_with_a_folder(
    tmp_path: Path, name: str, said: str
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "unread").mkdir()
    (tmp_path / "unread" / "a.pdf").write_bytes(b"%PDF")
    with pytest.raises(ReportkitError, match=said):
        run_notebook(OWN, {"folder": str(tmp_path / name)})
