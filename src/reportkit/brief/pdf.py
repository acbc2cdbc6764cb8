"""A page as PDF, printed by a Chromium that is found on the machine."""

import os
import shutil
import signal
import subprocess
from contextlib import suppress
from os import PathLike
from pathlib import Path
from tempfile import TemporaryDirectory

from ..errors import ReportkitError
from ..output import look_at, write_whole

#: Where it lies may be told here; else these names are looked for, then these places.
VARIABLE = "REPORTKIT_CHROMIUM"
_NAMES = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome",
    "microsoft-edge", "msedge",
)  # fmt: skip
_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "{PROGRAMFILES}/Google/Chrome/Application/chrome.exe",
    "{PROGRAMFILES(X86)}/Google/Chrome/Application/chrome.exe",
    "{PROGRAMFILES(X86)}/Microsoft/Edge/Application/msedge.exe",
)
#: No window, nothing asked of the network, nothing of the user's own settings.
FLAGS = (
    "--headless", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-extensions",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--no-default-browser-check",
)  # fmt: skip
#: Seconds after which a browser that does not come back is given up.
_PATIENCE = 120


def find_chromium() -> str:
    """Return the path of a Chromium, Chrome or Edge.

    Raises
    ------
    ReportkitError
        There is none; the message says what to install.
    """
    told = os.environ.get(VARIABLE)
    if told:
        if not Path(told).is_file():
            raise ReportkitError(
                f"{VARIABLE} names {told}, which is no file: name one, or unset it."
            )
        return told
    found = [path for name in _NAMES if (path := shutil.which(name))]
    for place in _PLACES:
        try:
            path = place.format_map(os.environ)
        except KeyError:  # a folder that only Windows has
            continue
        if Path(path).is_file():
            found.append(path)
    if not found:
        raise ReportkitError(
            "a PDF is printed by Chromium, and none was found. Install it (Debian and Ubuntu: apt "
            "install chromium; macOS and Windows: Chromium, Google Chrome or Edge), or name it in "
            f"the environment variable {VARIABLE}."
        )
    return found[0]


def print_pdf(page: str | PathLike[str], output: str | PathLike[str] | None = None) -> Path:
    """Print a page to PDF: tagged, with its title, on A4.

    Parameters
    ----------
    page : path
        An HTML page that `render_brief` wrote.
    output : path, optional
        Where to write; beside the page, ending in ``.pdf``, if left out.

    Returns
    -------
    Path
        Of the PDF.

    Raises
    ------
    ReportkitError
        There is no Chromium, or it failed; `output` cannot be written.
    """
    source = Path(page).absolute()
    target = Path(output) if output is not None else Path(page).with_suffix(".pdf")
    look_at(target, [source])
    # A browser's processes may still write into their profile while they end.
    with TemporaryDirectory(prefix="reportkit-", ignore_cleanup_errors=True) as place:
        printed = Path(place, "page.pdf")
        command = [
            find_chromium(), *FLAGS, *surroundings(), f"--user-data-dir={Path(place, 'profile')}",
            "--no-pdf-header-footer", "--export-tagged-pdf", "--generate-pdf-document-outline",
            f"--print-to-pdf={printed}", source.as_uri(),
        ]  # fmt: skip
        why = _run(command, Path(place, "said.txt"))
        if not printed.is_file():
            raise ReportkitError(f"{command[0]} did not print {source.name}: {why}")
        return write_whole(target, printed.read_bytes())


def _run(command: list[str], log: Path) -> str:
    """Run a browser to its end, or to the end of patience; return the last that it said.

    It has a session of its own, which is ended as a whole: of a browser that is killed alone, the
    processes that it started would stay. For their sake it writes to a file: a pipe that they hold
    open would be waited for.
    """
    with log.open("wb") as said:
        try:
            browser = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=said, stderr=said, start_new_session=True
            )
        except OSError as error:
            return f"it cannot be started: {error.strerror}"
        try:
            code = browser.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            _end(browser)
            return f"it was not done after {_PATIENCE} seconds, and was ended"
        except BaseException:  # the reader's Ctrl-C does not reach it
            _end(browser)
            raise
    lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    return lines[-1] if lines else f"exit code {code}"


def _end(browser: subprocess.Popen[bytes]) -> None:
    """End a browser that runs, and on POSIX all that it started."""
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(browser.pid, signal.SIGKILL)
    else:
        browser.kill()
    browser.wait()


def surroundings() -> list[str]:
    """Return the flags without which Chromium refuses to run where it is.

    As root it wants no sandbox. In a container /dev/shm is small or lacks, and pages crash.
    """
    flags = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    if os.name == "posix":
        flags.append("--disable-dev-shm-usage")
    return flags
