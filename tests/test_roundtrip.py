"""Whatever is written, in whatever layout, is read back, or a note names what was not.

The writer of layouts knows nothing of the parser; it was made from published reports.
"""

from dataclasses import fields
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from layouts import ODDITIES, Address, Form, Style, expected, forms, styles, write
from reportkit import LayoutError, Report, normalize, read_report
from reportkit.codebook import label_of

SUFFIX = {"txt-tabs": "txt", "txt-pipes": "txt", "txt-cells": "txt", "txt-aligned": "txt"}

#: Formats whose cells are parted by the file itself: nothing in them may be lost.
PARTED = ("html", "mhtml", "docx", "xlsx", "csv")
#: Of these, formats in which a merged cell leaves blank ones behind.
SPREAD = ("xlsx", "csv")
#: In text, blanks merge with what parts the cells: a row may be refused, with a note.
MERGED = ("txt-tabs", "txt-pipes", "txt-cells", "txt-aligned")

ODD = st.sets(st.sampled_from(ODDITIES), max_size=3)
ANY_FORM = ODD.flatmap(lambda odd: forms(oddities=tuple(sorted(odd))))

thorough = settings(
    # Without shrinking, which takes minutes where a form is drawn: seeds find a failure again.
    max_examples=80, deadline=None, derandomize=True, phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip


def meant(address: Address, text: str) -> tuple[str, Decimal | None]:
    """Return state and value that a printed cell stands for, in the form's unit."""
    bare = normalize(text).replace(",", "")
    if bare in ("", "-", "/", "--", "无"):
        return ("dash" if bare else "blank"), None
    unit = next((unit for unit in ("万元", "元", "件", "项", "条") if bare.endswith(unit)), "")
    value = Decimal(bare.removesuffix(unit))
    return "number", value / 10000 if unit == "元" else value


def differences(form: Form, style: Style, report: Report) -> dict[Address, str]:
    """Return where what was read differs from what was written, and assert that no value does."""
    columns = ("table", "item", "column", "value", "state")
    read = {row[:3]: row[3:] for row in zip(*(report.cells[name] for name in columns), strict=True)}
    written = expected(form, style)
    amiss = {}
    for address, text in written.items():
        state, value = meant(address, text)
        found, got = read.get(address, (None, "gone"))[::-1]
        if found == "number":
            assert state == "number", (address, text, got)
            assert float(got) == pytest.approx(float(value), abs=1e-9), (address, text, got)
        elif found != state:
            amiss[address] = f"{text!r} read as {found}"
    invented = {
        a: got for a, (got, state) in read.items() if a not in written and state != "absent"
    }
    assert not invented
    return amiss


def named(report: Report) -> str:
    """Return what the notes that are more than information say."""
    return "\n".join(report.notes.loc[report.notes["severity"] != "info", "message"])


def is_named(address: Address, notes: str) -> bool:
    table, item, column = address
    labels = (
        label_of("item", table, item), f"{table}.{item}", f"table {table} is missing",
        f"{table}: column {column} ",
    )  # fmt: skip
    review = table == "review" and "行政复议、行政诉讼" in notes
    return review or any(label in notes for label in labels)


def read_back(form: Form, fmt: str, style: Style) -> Report:
    report = read_report(write(form, fmt, style), name=f"report.{SUFFIX.get(fmt, fmt)}")
    row = report.reports.iloc[0]
    # Where the title names nobody, what stands around the report is all that is known.
    beside = style.second_name if style.issuer_in == "furniture" else ""
    assert (row["issuer"], row["year"], row["edition"]) == (
        beside or form.issuer, form.year, form.edition,
    )  # fmt: skip
    return report


@pytest.mark.parametrize("fmt", PARTED)
@thorough
@given(data=st.data())
def test_formats_that_part_cells_lose_nothing(fmt: str, data: st.DataObject) -> None:
    form, style = data.draw(ANY_FORM), data.draw(styles(fmt))
    report = read_back(form, fmt, style)
    amiss = differences(form, style, report)
    assert [a for a in amiss if not is_named(a, named(report))] == []
    if fmt in SPREAD:
        # Rows askew of their header, and rows of blanks alone, may be lost, but never unsaid.
        blank = {address for address, text in expected(form, style).items() if not text.strip()}
        assert style.crooked or amiss.keys() <= blank
    elif not (style.crooked and style.spans == "unmerged"):
        # Where spans that do not line up are empty cells besides, rows may be refused, as above.
        assert amiss == {}
    # A label with other characters than the form's is read with a warning.
    # So are titles of other years beside the report's own, and headings that nothing tells.
    odd = style.added_row or style.missing_row or style.typos or style.sidebar
    if not (odd or amiss or is_doubtful(style)):
        assert named(report) == ""


@thorough
@given(data=st.data())
def test_pdf_loses_nothing_but_where_its_rules_are_missing(data: st.DataObject) -> None:
    form, style = data.draw(ANY_FORM), data.draw(styles("pdf"))
    report = read_back(form, "pdf", style)
    amiss = differences(form, style, report)
    if not style.missing_rules:
        assert amiss == {}
    assert [a for a in amiss if not is_named(a, named(report))] == []


@pytest.mark.parametrize("fmt", MERGED)
@thorough
@given(data=st.data())
def test_text_is_read_back_or_a_note_names_the_row(fmt: str, data: st.DataObject) -> None:
    form, style = data.draw(ANY_FORM), data.draw(styles(fmt))
    try:
        report = read_back(form, fmt, style)
    except LayoutError:
        # Labels with hardly a figure are no table of text. That is said aloud, and loses little.
        printed = [bool(text.strip()) for text in expected(form, style).values()]
        assert sum(printed) < len(printed) / 2
        return
    amiss = differences(form, style, report)
    assert [a for a in amiss if not is_named(a, named(report))] == []


@pytest.mark.parametrize("fmt", [*PARTED, *MERGED, "pdf"])
@thorough
@given(data=st.data())
def test_a_full_form_reads_in_every_format_without_a_warning(fmt: str, data: st.DataObject) -> None:
    """Clean input: every cell printed, no oddity of content, any layout of the official form."""
    form = data.draw(forms(oddities=()))
    report = read_back(form, fmt, Style())
    assert differences(form, Style(), report) == {}
    assert named(report) == ""


def prose_styles() -> st.SearchStrategy[Style]:
    """Return a strategy of styles that differ in their headings and in what stands around them."""
    odd = {
        f.name: st.sampled_from([f.default, *f.metadata["others"]])
        for f in fields(Style)
        if f.name in PROSE
    }
    return st.builds(Style, **odd).filter(lambda style: not is_doubtful(style))


#: Switches that act on the prose, and on what stands before and behind it.
PROSE = ("headings", "heading_numbers", "joined_headings", "contents", "preamble", "furniture")


def is_doubtful(style: Style) -> bool:
    """Whether nothing but its label tells a heading, and the label is none of the form's."""
    bare = style.heading_numbers == "none"
    return bare and (style.joined_headings or style.headings == "varied")


@pytest.mark.parametrize("fmt", [*PARTED, *MERGED, "pdf"])
@thorough
@given(data=st.data())
def test_prose_survives_in_full(fmt: str, data: st.DataObject) -> None:
    form, style = data.draw(forms(oddities=())), data.draw(prose_styles())
    report = read_back(form, fmt, style)
    for section, paragraphs in form.narrative.items():
        rows = report.narrative[
            report.narrative["section"].eq(section) & (report.narrative["order"] > 0)
        ]
        assert normalize("".join(rows["text"])) == normalize("".join(paragraphs))
    assert report.narrative.query("order == 0")["section"].tolist() == [1, 2, 3, 4, 5, 6]
    preamble = report.narrative.query("section == 0")["text"].tolist()
    assert [text[:4] for text in preamble] == ["本报告由"] * style.preamble
    assert named(report) == ""
