"""What README says is true."""

import doctest
import re

import reportkit
from support import ROOT

README = ROOT / "README.md"


def test_the_examples_print_what_they_show() -> None:
    text = README.read_text(encoding="utf-8").replace("```", "")  # a fence is no output
    example = doctest.DocTestParser().get_doctest(text, {}, "README.md", str(README), 0)
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    results = runner.run(example)
    assert results.attempted >= 6
    assert results.failed == 0


def test_what_it_links_to_is_there() -> None:
    text = README.read_text(encoding="utf-8")
    linked = [part.split(")")[0] for part in text.split("](")[1:]]
    assert linked
    assert [name for name in linked if not (ROOT / name).exists()] == []


def test_it_has_two_commands_of_one_line_each_and_ci_runs_them() -> None:
    commands = [line for line in README.read_text(encoding="utf-8").splitlines()
                if line.startswith("python3 -m venv .venv && ")]  # fmt: skip
    assert len(commands) == 2
    assert "reportkit brief" in commands[0]
    assert "pytest" in commands[1]
    assert "grep '^python3 -m venv' README.md" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_it_tells_where_every_module_is() -> None:
    text = README.read_text(encoding="utf-8")
    (table,) = re.findall(r"## Where things are\n(.*?)\n## ", text, flags=re.DOTALL)
    package = ROOT / "src" / "reportkit"
    there = {path.stem for path in package.glob("*.py") if path.stem != "__init__"}
    there |= {path.parent.name for path in package.glob("*/__init__.py")}
    named = {name.split(".")[0].split("/")[0] for name in re.findall("`([^`]+)`", table)}
    assert there - named == set()
    inside = {path.stem for path in (package / "brief").glob("*.py")} | {"parts"}
    files = {"src", "spec", "sheet", "tests"}
    assert named - there - inside - files == set()


def test_it_names_every_chart() -> None:
    text = README.read_text(encoding="utf-8")
    charts = [name for name in reportkit.__all__ if name.startswith("plot_")]
    assert [name for name in charts if f"| `{name}` |" not in text] == []
