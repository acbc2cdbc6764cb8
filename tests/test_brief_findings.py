"""What a briefing shows where a report does not add up."""

from pathlib import Path
from random import Random
from typing import Any

import pytest

from layouts import Style, random_form, write
from reportkit import read_report
from reportkit.brief import findings
from reportkit.brief.content import Block
from reportkit.brief.picture import Picture


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What is displayed, in order."""
    outputs: list[Any] = []
    monkeypatch.setattr("IPython.display.display", outputs.append)
    return outputs


def wrong_report(path: Path, kind: str) -> Path:
    """Write a report with one wrong cell: its row's sum and its column's fail."""
    form = random_form(Random(3), edition="2021")
    form.printed["requests", "granted", "natural_person"] = "10000"
    path.write_bytes(write(form, kind, Style()))
    return path


def test_the_wrong_cell_is_told_and_marked_once(tmp_path: Path, shown: list[Any]) -> None:
    path = wrong_report(tmp_path / "a.pdf", "pdf")
    findings.show_findings(read_report(path), path, "en")
    pictures = [each for each in shown if isinstance(each, Picture)]
    texts = [repr(each) for each in shown if isinstance(each, Block)]
    assert len(pictures) == 1
    assert "the marked cell is at page" in pictures[0].alt
    assert [text.split("\n")[0] for text in texts[1:]] == [
        "R2 · Total outcomes × Natural persons", "R3 · Granted in full × Total",
    ]  # fmt: skip
    assert all(
        "the only answer with so few changes: Granted in full × Natural persons 10000 → " in t
        for t in texts[1:]
    )
    assert "[" not in "".join(texts)


def test_other_formats_have_no_picture(tmp_path: Path, shown: list[Any]) -> None:
    path = wrong_report(tmp_path / "a.html", "html")
    findings.show_findings(read_report(path), path, "zh")
    assert [type(each) for each in shown] == [Block] * 3


def test_many_failing_sums_are_listed_and_not_all_explained(
    tmp_path: Path, shown: list[Any]
) -> None:
    form = random_form(Random(3), edition="2021")
    for address in [a for a in form.printed if a[0] == "requests" and a[2] == "total"]:
        form.printed[address] = "12345"
    path = tmp_path / "a.html"
    path.write_bytes(write(form, "html", Style()))
    findings.show_findings(read_report(path), path, "en")
    assert len(shown) == 1 + 12 + 1
    assert "more sums fail" in repr(shown[-1])
    assert repr(shown[0]).count("fails") == 12 + int(repr(shown[-1]).split()[0])
