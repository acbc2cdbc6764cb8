"""Data flows one way: imports point to a strictly lower rank."""

import ast
from pathlib import Path

import pytest

from support import ROOT

PACKAGE = ROOT / "src" / "reportkit"

#: The rank of each module (of a package: of everything in it).
RANKS = {
    "errors": 0, "rounding": 0, "specs": 0, "text": 0,
    "given": 1, "fonts": 1, "output": 1, "codebook": 1, "document": 1, "examples": 1, "notes": 1,
    "bodies": 2, "webfont": 2, "readers": 2, "places": 2, "sections": 2, "headers": 2, "figures": 2,
    "metadata": 3, "lacking": 3, "unstack": 3, "rejoin": 3, "ledger": 3, "placing": 3, "saying": 3, "sheet": 3,
    "tables": 4, "report": 5, "matrix": 5,
    "setting": 6, "panel": 6, "checks": 6, "indicators": 6, "narrative": 6,
    "plots": 7, "followup": 7, "listing": 7, "forms": 7, "sidebyside": 7, "brief": 8, "lab": 8,
    "cli": 9, "__main__": 10,
}  # fmt: skip
#: What readers must not know: layout is their business, meaning is not.
MEANING = {"codebook", "metadata", "sections", "headers", "figures", "tables", "report"}


def modules() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


def top(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    """Return the modules of the package that a file imports, by their first name."""
    names = set()
    depth = len(path.relative_to(PACKAGE).parts)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level == depth:
            whole = [node.module] if node.module else [alias.name for alias in node.names]
            names |= {name.split(".")[0] for name in whole}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("reportkit"):
            names.add((node.module or "").partition(".")[2].split(".")[0])
    return names


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_downwards(path: Path) -> None:
    own = RANKS[top(path)]
    above = {name for name in imported(path) - {top(path)} if RANKS[name] >= own}
    assert not above


def test_readers_do_not_know_the_codebook() -> None:
    known = {name for path in (PACKAGE / "readers").glob("*.py") for name in imported(path)}
    assert known
    assert not known & MEANING


def test_importing_the_package_leaves_the_heavy_libraries_alone() -> None:
    """scipy, pyplot, nbconvert and openpyxl are imported where they are used."""
    heavy = {
        "scipy",
        "statsmodels",
        "matplotlib.pyplot",
        "nbconvert",
        "nbclient",
        "zhplot",
        "openpyxl",
    }
    at_top = set()
    for path in modules():
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.Import):
                at_top |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                at_top.add(node.module or "")
    assert not {name for name in at_top for h in heavy if name == h or name.startswith(h + ".")}


def test_the_front_door_is_short() -> None:
    lines = (PACKAGE / "__init__.py").read_text(encoding="utf-8").splitlines()
    assert len([line for line in lines if line.startswith(("from", "import"))]) < 40
