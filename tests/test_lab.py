"""The notebooks on a copy: nothing of the reader's is overwritten."""

import subprocess
import sys
from pathlib import Path

import pytest

from reportkit import ReportkitError
from reportkit import lab as module
from reportkit.cli import UNREADABLE, main
from reportkit.lab import copy_notebooks
from support import ROOT


def test_what_the_reader_changed_stays(tmp_path: Path) -> None:
    names = sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb"))
    place = tmp_path / "new" / "folder"
    copied, kept = copy_notebooks(place)
    assert [path.name for path in copied] == names
    assert kept == []
    mine = place / names[0]
    mine.write_text("mine", encoding="utf-8")
    (place / names[1]).unlink()
    copied, kept = copy_notebooks(place)
    assert ([path.name for path in copied], kept) == ([names[1]], [mine])
    assert mine.read_text(encoding="utf-8") == "mine"


def test_the_command_opens_the_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ran: list[list[str]] = []

    def run(command: list[str], check: bool) -> subprocess.CompletedProcess[bytes]:
        ran.append(command)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(module.subprocess, "run", run)
    monkeypatch.setattr(module, "find_spec", lambda name: object())
    assert main(["lab", str(tmp_path)]) == 0
    assert ran == [[sys.executable, "-m", "jupyterlab", str(tmp_path)]]
    assert "notebooks copied" in capsys.readouterr().out


def test_without_jupyterlab_nothing_is_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(module, "find_spec", lambda name: None)
    assert main(["lab", str(tmp_path / "place")]) == UNREADABLE
    assert 'pip install "reportkit[notebooks]"' in capsys.readouterr().err
    assert not (tmp_path / "place").exists()


def test_a_place_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(ReportkitError, match="file is a file; name a folder"):
        copy_notebooks(tmp_path / "file")
    with pytest.raises(ReportkitError, match=r"deeper.* cannot be made"):
        copy_notebooks(tmp_path / "file" / "deeper")
