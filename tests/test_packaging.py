"""What is installed: a wheel carries the data and the notebook that the commands need."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from support import ROOT


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel, unpacked as pip would install it."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation",
             "--wheel-dir", str(folder), str(ROOT)]  # fmt: skip
    done = subprocess.run(build, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (wheel,) = folder.glob("*.whl")
    zipfile.ZipFile(wheel).extractall(folder / "site")
    return folder / "site"


def test_a_wheel_carries_the_bundled_report_byte_for_byte(unpacked: Path) -> None:
    code = "import reportkit; print(reportkit.__file__); print(reportkit.example('xiuwu-2023'))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=unpacked, env={"PYTHONPATH": str(unpacked)},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    module, path = done.stdout.splitlines()
    assert module.startswith(str(unpacked))
    assert path.startswith(str(unpacked))
    assert Path(path).read_bytes() == (ROOT / "data" / "reports" / "xiuwu-2023.txt").read_bytes()


def test_a_wheel_carries_what_the_commands_need(unpacked: Path) -> None:
    package = unpacked / "reportkit"
    own = {path.relative_to(ROOT / "src").as_posix() for path in (ROOT / "src").rglob("*")
           if path.is_file() and "__pycache__" not in path.parts}  # fmt: skip
    packed = {path.relative_to(unpacked).as_posix() for path in package.rglob("*")}
    assert own <= packed
    notebooks = {
        f"reportkit/notebooks/{path.name}" for path in (ROOT / "notebooks").glob("*.ipynb")
    }
    assert len(notebooks) > 1
    assert notebooks <= packed
