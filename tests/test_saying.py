"""Notes: made of a key, kept in English, and found again in what is kept, to be told in Chinese."""

import ast
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from layouts import FORMATS, forms, styles, write
from reportkit import LayoutError, check, example_panel, open_panel, read_report, stated_figures
from reportkit.codebook import columns, items
from reportkit.notes import parts_of, templates, told
from reportkit.places import say_place
from reportkit.saying import say_note
from reportkit.specs import read_spec
from support import ROOT

PACKAGE = ROOT / "src" / "reportkit"
NOTES = {row["key"]: row for row in read_spec("notes")}
#: Names of programs and of an argument: they are no English.
NAMES = {"Excel", "WPS", "Word", "Python", "issuer", "issuers"}
SUFFIX = {"txt-tabs": "txt", "txt-pipes": "txt", "txt-cells": "txt", "txt-aligned": "txt"}
CELL, ROW = "requests.granted.total", "requests.granted 「（一）予以公开」"
#: What the fields of a note hold that are not merely printed text.
FIELDS = {
    "place": "line 43, field 3", "table": "requests", "column": "natural_person",
    "columns": "natural_person, commercial, research, total", "row": ROW, "cell": CELL,
    "rows": ", ".join(f"{table}.{item} 「乙」" for table, item in list(items())[:5]),
    "quoted": "「目　录」 and 3 more", "titled": "2022", "shown": "blank", "kept": "7",
    "rows_printed": "「甲」 1 2; 「乙」 3 4", "names": "甲, 乙 and 3 more", "ref": "B3",
    "cells_again": f"{CELL} is printed again: 7 (kept: blank, line 3, field 2) …",
    "dates": "2024-01-20 (line 3), 2024-02-01 (page 1, line 4) and 2 more",
    "titles": "2022 「甲局」 (line 3), no year 「乙局」 (page 1, line 4)",
    "count": "12", "year": "2023", "value": "2.5", "section": "6",
}  # fmt: skip


def filled(key: str) -> str:
    fields = templates("en")[key].fields
    return told(key, **{name: FIELDS.get(name, f"文{at}") for at, name in enumerate(fields)})


def english(text: str) -> list[str]:
    return [word for word in re.findall(r"[A-Za-z]{2,}", text) if word not in NAMES]


@pytest.mark.parametrize("key", NOTES)
def test_every_note_is_told_in_both_languages_with_all_that_it_holds(key: str) -> None:
    zh, en = (templates(lang)[key] for lang in ("zh", "en"))
    assert set(zh.fields) <= set(en.fields)
    # Of a label and its code, one is told: they say the same.
    assert set(en.fields) - set(zh.fields) <= ({"label"} if "column" in en.fields else set())
    assert english("".join(zh.texts)) == []
    if key.startswith("part_"):
        return
    message = filled(key)
    assert key in [found for found, _ in parts_of(message)]
    said = say_note(message, "zh", whole=True)
    assert said != message
    assert english(said) == []


@pytest.mark.parametrize("key", [key for key in NOTES if not key.startswith("part_")])
def test_the_likeliest_note_is_the_one_that_was_made(key: str) -> None:
    found, fields = next(parts_of(filled(key)))
    assert found == key
    assert told(key, **fields) == filled(key)


@given(st.text())
@example("12 rows are absent (nothing): total")
@example("nobody.nothing 「甲」 is absent: total")
@example("甲 is printed again: 乙 (kept: 丙, 丁)")
def test_what_is_no_note_is_shown_as_it_is(text: str) -> None:
    known = any(True for _ in parts_of(text))
    for lang in ("zh", "en"):
        assert say_note(text, lang) == text or known
    assert say_note("a word of somebody else", "zh") == "a word of somebody else"
    assert say_note("12 rows are absent (nothing): total", "zh").startswith("12 rows")


@given(st.text(), st.sampled_from(["not_a_number", "strange_row", "again", "left_foot"]))
def test_printed_text_comes_through_whatever_it_is(text: str, key: str) -> None:
    fields = {"item": "甲", "printed": text, "label": text, "cell": CELL, "shown": f"{text}.",
              "kept": "7", "place": "line 1", "quoted": f"「{text}」"}  # fmt: skip
    message = told(key, **{name: fields[name] for name in templates("en")[key].fields})
    assert text in say_note(message, "zh")
    assert text in say_note(message, "en")


def test_a_long_list_is_cut_and_counted_and_whole_where_it_is_asked_for() -> None:
    rows = [f"requests.{item} 「乙」" for table, item in items() if table == "requests"]
    codes = [column.code for column in columns() if column.table == "requests"]
    message = told("rows_absent", count=len(rows), rows=", ".join(rows), columns=", ".join(codes))
    zh, en = say_note(message, "zh"), say_note(message, "en")
    assert zh.startswith(f"有 {len(rows)} 行（「本年新收政府信息公开申请数量」、")
    assert zh.endswith(f"等 {len(codes)} 列")
    assert f"and {len(rows) - 3} more)" in en
    assert "requests." not in en
    for lang, short in (("en", en), ("zh", zh)):
        whole = say_note(message, lang, whole=True)
        assert len(whole) > 3 * len(short)
    assert whole.count("」、「") == len(rows) + len(codes) - 2


@pytest.mark.parametrize(
    ("message", "zh"),
    [
        ("disclosure.procurement 「甲」 is absent: projects, amount",
         "「政府集中采购」一行缺「采购项目数量」、「采购总金额」"),
        ("disclosure.fees 「甲」 is absent: amount", "「行政事业性收费」一行缺「本年收费金额」"),
        ("no cell on the form: 「政府集中采购」 × amount: 3",
         "规定格式中没有此格：「政府集中采购」×「采购总金额」：3"),
        ("disclosure.licensing 「甲」 is absent: decisions", "「行政许可」一行缺「处理决定数量」"),
        ("requests: column research 「甲」 is absent from all its 24 rows",
         "表三的 24 行都缺「科研机构」一列"),
    ],
)  # fmt: skip
def test_a_column_is_called_by_what_it_holds_in_its_rows(message: str, zh: str) -> None:
    assert say_note(message, "zh") == zh


def test_lists_within_notes() -> None:
    assert say_note(filled("other_dates"), "zh") == (
        "同样印有其他日期：2024-01-20（第 3 行）、2024-02-01（第 1 页第 4 行）等 4 项；取 文1"
    )
    assert "2022 年「甲局」（第 3 行）、无年度「乙局」（第 1 页第 4 行）" in say_note(
        filled("titles_of_years"), "zh"
    )
    again = say_note(filled("again_differ"), "zh")
    assert "「予以公开」×「总计」又印了一次：7（采用：空白，第 3 行第 2 栏） …" in again
    cells = told("sheet_zero", names="B1 0 as nothing by General, C1 0.0 as - by 0;;- and 2 more")
    assert say_note(cells, "zh").endswith(
        "B1（存 0，格式 General，显示为 空白）、C1（存 0.0，格式 0;;-，显示为 -） 等，另有 2 项"
    )
    struck = told("struck_text", names="甲, 乙 as 丙 by 丁")
    assert say_note(struck, "zh") == "划去的文字不读：甲, 乙 as 丙 by 丁", "printed text stays"


# --- what the package makes -----------------------------------------------------------------------


def calls(path: Path, *names: str) -> list[ast.Call]:
    tree = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    return [node for node in tree if isinstance(node, ast.Call)
            and getattr(node.func, "id", getattr(node.func, "attr", "")) in names]  # fmt: skip


def test_no_note_is_made_but_of_a_key() -> None:
    """Its words would have no Chinese."""
    made = [
        (path, call) for path in PACKAGE.rglob("*.py") for call in calls(path, "Note", "Remark")
    ]
    assert len(made) > 30
    for path, call in made:
        words = call.args[2]
        assert not isinstance(words, ast.JoinedStr | ast.Constant | ast.BinOp), (path, words.lineno)


def test_the_notes_of_the_bundled_panel_are_told_in_chinese(tmp_path: Path) -> None:
    panel = example_panel()
    panel.to_parquet(tmp_path / "panel")
    for notes in (panel.notes, open_panel(tmp_path / "panel").notes):
        assert len(notes) > 5
        for message in notes["message"]:
            assert english(say_note(message, "zh")) == [], message


@pytest.mark.parametrize("fmt", FORMATS)
@settings(
    max_examples=12, deadline=None, derandomize=True, phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip
@given(data=st.data())
def test_notes_and_places_of_any_layout_are_told_in_chinese(fmt: str, data: st.DataObject) -> None:
    form, style = data.draw(forms()), data.draw(styles(fmt))
    page = write(form, fmt, style)
    try:
        report = read_report(page, name=f"a.{SUFFIX.get(fmt, fmt)}")
    except LayoutError:
        return
    printed = english("".join(form.narrative.get(1, [])))
    for message in report.notes["message"]:
        said = say_note(message, "zh", whole=True)
        assert said != message
        assert set(english(said)) <= set(printed), said
    findings = check(report.cells, reports=report.reports, narrative=report.narrative,
                     stated=stated_figures(report))  # fmt: skip
    for places in (report.cells["source"], report.narrative["source"], report.notes["place"],
                   findings["place"]):  # fmt: skip
        for place in set(places.dropna()) - {""}:
            assert english(say_place(place, "zh")) == [], place
