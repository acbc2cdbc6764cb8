"""Browsers that do not print: they are ended, and what is said of them."""

import os
import time
from pathlib import Path

import pytest

from reportkit import ReportkitError
from reportkit.brief import pdf as printing
from reportkit.brief import print_pdf
from reportkit.cli import main

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the browsers are shell scripts")


@pytest.fixture
def page(tmp_path: Path) -> Path:
    page = tmp_path / "page.html"
    page.write_text("<!DOCTYPE html><title>简报</title>", encoding="utf-8")
    return page


def browser(tmp_path: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "chromium"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    monkeypatch.setenv(printing.VARIABLE, str(path))


def is_running(process: int) -> bool:
    """Tell whether a process works; one that ended and is not yet taken note of does not."""
    try:
        os.kill(process, 0)
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except (ProcessLookupError, FileNotFoundError):
        return False
    return state != "Z"


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are looked up in /proc")
def test_a_browser_that_hangs_is_ended_with_all_that_it_started(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Its child holds on to what it writes to, as Chromium's do.
    browser(tmp_path, f"sleep 300 &\necho $! > {tmp_path}/child\nwait", monkeypatch)
    monkeypatch.setattr(printing, "_PATIENCE", 1)
    start = time.monotonic()
    with pytest.raises(
        ReportkitError, match=r"did not print page\.html: it was not done after 1 seconds"
    ):
        print_pdf(page)
    assert time.monotonic() - start < 60, "it was waited for to the end"
    child = int((tmp_path / "child").read_text())
    for _ in range(100):
        if not is_running(child):
            break
        time.sleep(0.05)
    assert not is_running(child)
    assert not page.with_suffix(".pdf").exists()


@pytest.mark.parametrize(
    ("script", "why"),
    [
        ("echo first >&2; echo 'no display' >&2; exit 1", "no display"),
        ("exit 3", "exit code 3"),
    ],
)
def test_a_browser_that_fails_is_quoted(
    script: str, why: str, page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser(tmp_path, script, monkeypatch)
    with pytest.raises(ReportkitError, match=rf"chromium did not print page\.html: {why}"):
        print_pdf(page)


def test_what_is_no_program_is_said(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser(tmp_path, "", monkeypatch)
    (tmp_path / "chromium").chmod(0o644)
    with pytest.raises(ReportkitError, match="it cannot be started: Permission denied"):
        print_pdf(page)


def test_nothing_is_left_behind(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The profile goes, and what was printed is where it should be."""
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(place))
    script = (
        'for a; do case "$a" in --print-to-pdf=*) printf %s "%PDF" > "${a#*=}";;\n'
        '--user-data-dir=*) mkdir "${a#*=}"; echo x > "${a#*=}/lock";; esac; done'
    )
    browser(tmp_path, script, monkeypatch)
    assert print_pdf(page).read_bytes() == b"%PDF"
    assert list(place.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="there is no root")
def test_root_has_no_sandbox_and_no_shared_memory_is_needed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert printing.surroundings() == ["--no-sandbox", "--disable-dev-shm-usage"]
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert printing.surroundings() == ["--disable-dev-shm-usage"]


def test_without_chromium_the_command_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(printing, "_PLACES", ())
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv(printing.VARIABLE, raising=False)
    page = tmp_path / "page.html"
    assert main(["brief", "-o", str(page), "--pdf"]) == 2
    assert "apt install chromium" in capsys.readouterr().err
    assert os.listdir(tmp_path) == [], "said before the work, not after it"


def test_a_browser_that_is_named_must_be_there(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(printing.VARIABLE, "/none/chromium")
    with pytest.raises(ReportkitError, match="names /none/chromium, which is no file: name one"):
        print_pdf(page)
