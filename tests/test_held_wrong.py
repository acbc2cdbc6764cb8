"""The command line held wrong: one line that names the place and the next step, nothing written."""

import io
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from reportkit import ReadError, example, read_document, read_reports
from reportkit.cli import CLEAR, STOPPED, UNREADABLE, main
from reportkit.output import MADE

PAGE = f"<!DOCTYPE html><html><head>{MADE}</head><body>简报</body></html>"


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder such as a new user may stand in."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("REPORTKIT_CHROMIUM", sys.executable)  # nothing here comes to print
    text = example().read_bytes()
    for name in ("r.txt", "r.pdf", "folder/r.txt", "folder/s.html", "own/r.txt"):
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_bytes(text)
    Path("own/index.html").write_text("<p>mine</p>")
    Path("empty").mkdir()
    Path("junk").mkdir()
    Path("junk/letter.txt").write_text("通知", encoding="utf-8")
    Path("page.ipynb").write_text("{}")
    twice = [new_code_cell("1", metadata={"tags": ["parameters"]}) for _ in range(2)]
    nbformat.write(new_notebook(cells=twice), "twice.ipynb")
    return tmp_path


def files() -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(Path().rglob("*")) if path.is_file()}


WRONG = [
    # brief: where to
    (["brief", "r.txt", "-o", "x.pdf"], r"x\.pdf: .* -o x\.html --pdf writes both"),
    (["brief", "r.txt", "-o", "x.docx"], r"x\.docx: .*no \.docx file.* -o x\.html"),
    (["brief", "r.txt", "-o", "X.PDF"], r"-o X\.html --pdf"),
    (["brief", "r.txt", "-o", "junk/letter.txt"], r"letter\.txt: .*no \.txt file"),
    (["brief", "r.txt", "-o", "none/x.html"], "the folder none does not exist; make it first"),
    (["brief", "r.txt", "-o", "r.txt/x.html"], r"r\.txt is a file, and x\.html"),
    (["brief", "r.txt", "-o", "r.txt/pages"], "cannot be made"),
    (["brief", "r.txt", "-o", "own"], r"own/index\.html would be replaced, .*name another folder"),
    (["brief", "r.txt", "-o", "con.html"], r"con\.html is the name of a device on Windows"),
    (["brief", "r.txt", "-o", "NUL"], "the name of a device on Windows"),
    (["brief", "r.txt", "-o", ""], "an empty name"),
    (["brief", "folder", "-o", "folder/s.html"], r"s\.html lies within .*folder, .*place outside"),
    (["brief", "folder", "-o", "folder/pages"], "pages lies within .*folder, .*place outside it"),
    (["brief", "folder/s.html", "-o", "folder/s.html"], "would replace what it is made from"),
    (["brief", "r.pdf", "-o", "r.html", "--pdf"], r"r\.pdf would replace what it is made from"),
    # brief: what from
    (["brief", "nix.txt"], r"^reportkit: nix\.txt does not exist; check the path"),
    (["brief", "r.txt", "nix.txt"], r"^reportkit: nix\.txt does not exist"),
    (["brief", "https://www.gov.cn/a.html"], "is an address.*save the page as a file"),
    (["brief", ""], "an empty name"),
    (["brief", "empty"], "empty holds no file that could be a report"),
    (["brief", "junk", "-o", "pages"], "none of the three statutory tables"),
    (["brief", "junk/letter.txt"], "none of the three statutory tables"),
    (["brief", "empty", "-o", "pages"], "empty holds no file that could be a report"),
    (["brief", "nix.txt", "-o", "pages"], r"^reportkit: nix\.txt does not exist"),
    (["brief", "--example", "r.txt"], "--example is the bundled panel"),
    (["brief", "r.txt", "--lang", "fr"], "invalid choice: 'fr'"),
    # brief: a notebook
    (["brief", "r.txt", "--notebook", "r.txt"], r"r\.txt is not a Jupyter notebook"),
    (["brief", "r.txt", "--notebook", "page.ipynb", "-o", "pages"], "is not a Jupyter notebook"),
    (["brief", "r.txt", "--notebook", "twice.ipynb"], "has 2 cells tagged parameters; tag one"),
    (["brief", "r.txt", "--notebook", "twice.ipynb", "-o", "pages"], "2 cells tagged parameters"),
    (["brief", "r.txt", "--notebook", "nix.ipynb", "-o", "pages"], "nix.ipynb does not exist"),
    (["brief", "r.txt", "--notebook", "empty"], "the notebook empty cannot be read"),
    # check
    (["check"], "the following arguments are required: PATH"),
    (["check", "nix.txt", "r.txt"], r"nix\.txt does not exist"),
    (["check", "empty"], "holds no file that could be a report"),
    (["check", "junk"], "none of the three statutory tables"),
    (["check", "r.txt", "-o", "empty"], "empty is a folder; name a file in it"),
    (["check", "r.txt", "-o", "none/x.csv"], "the folder none does not exist"),
    (["check", "r.txt", "-o", "r.txt"], "would replace what it is made from"),
    (["check", "folder", "-o", "folder/x.csv"], "lies within folder, which is read from"),
    (["check", "r.txt", "-o", "x.xlsx"], r"written as \.csv \(for Excel\)"),
    (["check", "r.txt", "--format", "html", "-o", "x.csv"], r"x\.csv would hold --format html"),
    (["check", "r.txt", "--format", "xml"], "invalid choice: 'xml'"),
    # tidy
    (["tidy", "folder"], "folder is a folder; name one file in it"),
    (["tidy", "r.txt", "folder/r.txt"], "cells of one report, and 2 were named"),
    (["tidy", "r.txt", "-o", "r.txt"], "would replace what it is made from"),
    (["tidy", "r.txt", "-o", "c.xlsx"], r"tidy writes CSV, .*name c\.csv"),
    (["tidy", "r.txt", "-o", "c.json"], r"name c\.csv"),
    (["tidy", "r.txt", "-o", "none/c.csv"], "the folder none does not exist"),
    (["tidy", "junk/letter.txt"], "none of the three statutory tables"),
    # lab, and no command
    (["lab", "r.txt"], r"r\.txt is a file; name a folder"),
    (["brife", "r.txt"], "invalid choice: 'brife'"),
    ([], "the following arguments are required: COMMAND"),
]


@pytest.mark.parametrize(("words", "message"), WRONG, ids=lambda one: str(one)[:60])
def test_each_is_one_line_and_nothing_is_written(
    words: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before, folders = files(), {path for path in Path().rglob("*") if path.is_dir()}
    try:
        code = main(words)
    except SystemExit as error:  # argparse has its own way out, and its usage above the line
        code = int(str(error.code))
        (*_, line) = capsys.readouterr().err.splitlines()
    else:
        (line,) = capsys.readouterr().err.splitlines()
        assert line.startswith("reportkit: ")
    assert code == UNREADABLE
    assert re.search(message, line)
    assert files() == before
    assert {path for path in Path().rglob("*") if path.is_dir()} == folders


def test_the_ending_says_what_check_writes(capsys: pytest.CaptureFixture[str]) -> None:
    for name, start in (("x.csv", "\ufeffreport,"), ("x.json", "["), ("x.html", "<!DOCTYPE html>"),
                        ("x.txt", "修武县")):  # fmt: skip
        assert main(["check", "r.txt", "-o", name]) == CLEAR
        assert Path(name).read_text(encoding="utf-8").startswith(start)
    assert capsys.readouterr().err == ""


def test_a_page_of_ours_is_no_report_and_is_left_out_of_a_folder(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A second run in the same folder would count the report twice."""
    Path("own/briefing.html").write_text(PAGE, encoding="utf-8")
    Path("own/index.html").unlink()
    panel = read_reports("own")
    assert panel.reports["source_file"].tolist() == ["r.txt"]
    assert panel.unread.empty
    with pytest.raises(ReadError, match=r"briefing\.html is a page that reportkit made"):
        read_document("own/briefing.html")
    assert main(["check", "own", "-o", "own/checked.html"]) == CLEAR
    assert read_reports("own").reports["source_file"].tolist() == ["r.txt"]
    assert main(["check", "own", "-o", "own/checked.html"]) == CLEAR  # its own may be replaced
    assert capsys.readouterr().err == ""


def test_the_same_file_twice_is_told_in_one_line_each(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "r.txt", "r.txt"]) == CLEAR
    assert capsys.readouterr().err == ""  # one file, read once
    assert main(["check", "--lang", "en", "r.txt", "folder/r.txt"]) == CLEAR
    first, second = capsys.readouterr().err.splitlines()
    told = "is byte for byte the same as"
    one = "修武县人民政府-2023"
    assert first == f"warning: {one}: r.txt {told} folder/r.txt; here this one is {one}"
    assert second == f"warning: {one} (2): folder/r.txt {told} r.txt; here this one is {one} (2)"


def test_an_output_without_chinese_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding="latin-1"))
    assert main(["tidy", "r.txt"]) == UNREADABLE
    (line,) = capsys.readouterr().err.splitlines()
    assert "latin-1" in line
    assert "write to a file with -o" in line


def test_a_run_that_is_stopped_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("reportkit.cli.read_reports", stop)
    assert main(["check", "r.txt"]) == STOPPED
    assert capsys.readouterr().err == "reportkit: stopped\n"


def test_the_command_runs_as_a_module() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "reportkit", "--version"], capture_output=True, text=True, check=True
    )
    assert run.stdout.startswith("reportkit ")
