"""What a briefing shows where a report does not add up."""

import re
from pathlib import Path
from random import Random

from layouts import Style, random_form, write
from reportkit.brief.blocks import Block, Part
from reportkit.brief.parts import adds_up, annex
from reportkit.brief.picture import Picture
from reportkit.brief.subject import open_subject


def wrong_report(path: Path, kind: str) -> Path:
    """Write a report with one wrong cell: its row's sum and its column's fail."""
    form = random_form(Random(3), edition="2021")
    form.printed["requests", "granted", "natural_person"] = "10000"
    path.write_bytes(write(form, kind, Style()))
    return path


def headings(part: Part) -> list[str]:
    return [repr(each) for each in part if isinstance(each, Block) and "<h3>" in each.html]


def test_the_wrong_cell_is_told_and_marked_once(tmp_path: Path) -> None:
    subject = open_subject(wrong_report(tmp_path / "a.pdf", "pdf"), lang="en")
    part = adds_up(subject)
    pictures = [each for each in part if isinstance(each, Picture)]
    assert len(pictures) == 1
    assert "the marked cell is at page" in pictures[0].alt
    assert headings(part) == [
        "R2 · Total outcomes × Natural persons", "R3 · Granted in full × Total",
    ]  # fmt: skip
    text = repr(part)
    assert (
        text.count(
            "the only answer with so few changes: Granted in full × Natural persons 10000 → "
        )
        == 2
    )
    assert "[" not in text
    linked = set(
        re.findall(r'href="#([^"]+)"', "".join(b.html for b in part if isinstance(b, Block)))
    )
    # A sentence of section 一 states a figure of the table: it agrees, and is linked.
    assert linked == {
        "requests.outcomes_total.natural_person", "requests.granted.total", "section-1-3",
    }  # fmt: skip
    framed = "".join(b.html for b in annex(subject) if isinstance(b, Block))
    assert re.findall(r'id="([^"]+)" class="fails"', framed) == [
        "requests.granted.total", "requests.outcomes_total.natural_person",
    ]  # fmt: skip


def test_other_formats_have_no_picture(tmp_path: Path) -> None:
    part = adds_up(open_subject(wrong_report(tmp_path / "a.html", "html")))
    assert len(headings(part)) == 2
    assert not [each for each in part if isinstance(each, Picture)]


def test_many_failing_sums_are_listed_and_not_all_explained(tmp_path: Path) -> None:
    form = random_form(Random(3), edition="2021")
    for address in [a for a in form.printed if a[0] == "requests" and a[2] == "total"]:
        form.printed[address] = "12345"
    path = tmp_path / "a.html"
    path.write_bytes(write(form, "html", Style()))
    part = adds_up(open_subject(path, lang="en"))
    assert len(headings(part)) == 12
    assert "more sums fail" in repr(part[-1])
    assert repr(part).count("\tfails\t") == 12 + int(repr(part[-1]).split()[0])
