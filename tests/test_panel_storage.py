"""A panel in a folder: what is opened is what was written, whatever breaks off."""

import json
import os
import sys
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from reportkit import Panel, ReadError, ReportkitError, example_panel, open_panel
from reportkit.panel import formats, storage
from reportkit.panel.frames import FRAMES, empty

KINDS = ("parquet", "csv")


def write(panel: Panel, folder: Path, kind: str) -> Path:
    return panel.to_parquet(folder) if kind == "parquet" else panel.to_csv(folder)


def assert_equal(panel: Panel, other: Panel) -> None:
    for name, dtypes in FRAMES.items():
        assert_frame_equal(getattr(panel, name), getattr(other, name))
        assert getattr(panel, name).dtypes.astype(str).to_dict() == dtypes


def of_years(panel: Panel, *years: int) -> Panel:
    reports = panel.reports[panel.reports["year"].isin(years)]
    frames = {
        name: getattr(panel, name)[getattr(panel, name)["report"].isin(reports["report"])]
        for name in ("cells", "narrative", "notes")
    }
    frames = {name: frame.reset_index(drop=True) for name, frame in frames.items()}
    return Panel(reports=reports.reset_index(drop=True), **frames, unread=empty("unread"))


def files(folder: Path, pattern: str = "**/*") -> dict[str, tuple[bytes, int]]:
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in folder.glob(pattern)
        if path.is_file()
    }


@pytest.fixture(scope="module")
def panel() -> Panel:
    whole = example_panel()
    unread = pd.DataFrame([("a.pdf", "ReadError", "a.pdf is empty")],
                          columns=list(FRAMES["unread"]), dtype="str")  # fmt: skip
    frames = {name: getattr(whole, name) for name in FRAMES}
    return Panel(**{**frames, "unread": unread})


# --- round trips ----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_an_opened_panel_equals_the_one_written(panel: Panel, tmp_path: Path, kind: str) -> None:
    folder = write(panel, tmp_path / "p", kind)
    assert_equal(open_panel(folder), panel)


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_panel_keeps_its_dtypes(tmp_path: Path, kind: str) -> None:
    nothing = Panel(**{name: empty(name) for name in FRAMES})
    assert_equal(open_panel(write(nothing, tmp_path / "p", kind)), nothing)


TEXTS = st.none() | st.sampled_from(
    ["", "NA", "'", "'NA", "=1+1", "+", "＝1", "-5", "@a", "\t", "\r", "\n", "\r\n", '"', "a,b", " ", "é", "浉"]
) | st.text(st.characters(exclude_categories=["Cs"]), max_size=6)  # fmt: skip
VALUES = {
    "str": TEXTS,
    "Int64": st.none() | st.integers(-(2**63), 2**63 - 1),
    "Float64": st.none() | st.floats(allow_nan=False),
    "datetime64[s]": st.none()
    | st.datetimes(pd.Timestamp(1900, 1, 1), pd.Timestamp(2100, 1, 1)).map(
        lambda day: pd.Timestamp(day).floor("s")
    ),
}
YEARS = st.none() | st.integers(2019, 2022)


@st.composite
def panels(draw: st.DrawFn) -> Panel:
    """Frames of any values, their rows in any order; ids alone are unique and never missing."""
    frames = {}
    ids = draw(st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=4),
                        unique=True, max_size=4))  # fmt: skip
    for name, dtypes in FRAMES.items():
        size = len(ids) if name == "reports" else draw(st.integers(0, 6))
        frame = {}
        for column, dtype in dtypes.items():
            values = VALUES[dtype] if column != "year" else YEARS
            if column == "report" and name == "reports":
                own = ids
            elif column == "report":
                own = draw(
                    st.lists(st.sampled_from([*ids, "no such"]), min_size=size, max_size=size)
                )
            else:
                own = draw(st.lists(values, min_size=size, max_size=size))
            frame[column] = pd.array(own, dtype=dtype)
        frames[name] = pd.DataFrame(frame)
    return Panel(**frames)


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=60, deadline=None, derandomize=True,
          suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])  # fmt: skip
@given(panel=panels())
def test_any_panel_is_opened_as_it_was_written(
    panel: Panel, kind: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = write(panel, tmp_path_factory.mktemp("any") / "p", kind)
    assert_equal(open_panel(folder), panel)


def test_no_field_of_a_csv_is_a_formula(tmp_path: Path, panel: Panel) -> None:
    cells = panel.cells.assign(printed=pd.array(["=cmd|' /C calc'!A0"] * len(panel.cells), "str"))
    frames = {name: getattr(panel, name) for name in FRAMES}
    folder = Panel(**{**frames, "cells": cells}).to_csv(tmp_path / "p")
    (file, *_) = sorted(folder.glob("cells/*/*.csv"))
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    raw = pd.read_csv(file, dtype="str", keep_default_na=False, encoding="utf-8-sig")
    assert set(raw["printed"]) == {"'=cmd|' /C calc'!A0"}


def test_pandas_reads_a_frame_of_all_years(panel: Panel, tmp_path: Path) -> None:
    panel.to_parquet(tmp_path / "p")
    cells = pd.read_parquet(tmp_path / "p" / "cells")
    assert len(cells) == len(panel.cells)
    assert cells["value"].sum() == pytest.approx(panel.cells["value"].sum(), rel=1e-12)
    assert set(cells["year"].astype(int)) == {2019, 2023, 2024, 2025}


def test_years_are_opened_alone_and_frames_when_they_are_asked_for(
    panel: Panel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel.to_parquet(tmp_path / "p")
    seen = []
    whole = storage.READERS["parquet"]

    def counting(path, name, year):
        seen.append((name, year))
        return whole(path, name, year)

    monkeypatch.setitem(storage.READERS, "parquet", counting)
    opened = open_panel(tmp_path / "p", years=[2024])
    assert seen == []
    assert len(opened.reports) == 2
    assert opened.coverage()["year"].dropna().unique().tolist() == [2024]
    assert {name for name, _ in seen} == {"reports", "unread"}
    assert_frame_equal(opened.cells, of_years(panel, 2024).cells)
    with pytest.raises(ReadError, match=r"holds no year 1999 \(it holds: 2019, 2023, 2024, 2025\)"):
        open_panel(tmp_path / "p", years=[1999])


# --- years ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_adding_a_year_leaves_the_others_untouched(panel: Panel, tmp_path: Path, kind: str) -> None:
    folder = write(of_years(panel, 2023), tmp_path / "p", kind)
    before = files(folder, "**/year=2023/*")
    assert len(before) == 4
    write(of_years(panel, 2024), folder, kind)
    assert files(folder, "**/year=2023/*") == before
    assert_equal(
        open_panel(folder, years=[2024]),
        Panel(**{**{n: getattr(of_years(panel, 2024), n) for n in FRAMES}}),
    )
    assert set(open_panel(folder).reports["year"]) == {2023, 2024}


def test_a_year_that_is_there_is_replaced(panel: Panel, tmp_path: Path) -> None:
    folder = of_years(panel, 2023, 2024).to_parquet(tmp_path / "p")
    one = of_years(panel, 2024)
    one = Panel(**{
        name: frame[frame["report"] == "宿迁市人民政府-2024"].reset_index(drop=True)
        if "report" in frame else frame
        for name, frame in ((name, getattr(one, name)) for name in FRAMES)
    })  # fmt: skip
    one.to_parquet(folder)
    opened = open_panel(folder)
    assert opened.reports.query("year == 2024")["issuer"].tolist() == ["宿迁市人民政府"]
    assert len(opened.reports.query("year == 2023")) == 3
    assert set(opened.cells.query("year == 2024")["report"]) == {"宿迁市人民政府-2024"}
    held = set(json.loads((folder / "panel.json").read_text())["years"]["2024"].values())
    assert {name for name in files(folder) if "year=2024" in name} == held


def test_unread_files_stay_listed_until_they_are_read(panel: Panel, tmp_path: Path) -> None:
    folder = panel.to_parquet(tmp_path / "p")
    later = of_years(panel, 2024)
    later.to_parquet(folder)
    assert open_panel(folder).unread["source_file"].tolist() == ["a.pdf"]
    reports = later.reports.assign(source_file=pd.array(["a.pdf", "b.pdf"], dtype="str"))
    frames = {name: getattr(later, name) for name in FRAMES}
    Panel(**{**frames, "reports": reports}).to_parquet(folder)
    assert open_panel(folder).unread.empty


def test_the_same_panel_is_the_same_bytes(panel: Panel, tmp_path: Path) -> None:
    for kind in KINDS:
        one, two = (write(panel, tmp_path / f"{kind}{i}", kind) for i in range(2))
        again = files(one)
        write(open_panel(one), one, kind)
        contents = [
            {k: data for k, (data, _) in f.items()} for f in (again, files(one), files(two))
        ]
        assert contents[0] == contents[1] == contents[2]


# --- what goes wrong ------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_a_write_that_breaks_off_leaves_what_was_there(
    panel: Panel, tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every move of a file may be the one that fails; the last puts the manifest in its place."""
    old, new = of_years(panel, 2023, 2024), of_years(panel, 2024, 2025)
    cells = new.cells.assign(value=pd.array([1.0] * len(new.cells), dtype="Float64"))
    new = Panel(**{**{name: getattr(new, name) for name in FRAMES}, "cells": cells})
    move, moved = os.replace, []

    def failing_at(step: int):
        def move_or_fail(source, target):
            moved.append(target)
            if len(moved) == step:
                raise OSError(28, "No space left on device")
            move(source, target)

        moved.clear()
        return move_or_fail

    write(old, tmp_path / "q", kind)
    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", failing_at(0))
        write(new, tmp_path / "q", kind)
    steps = len(moved)
    assert steps > 10
    folder = write(old, tmp_path / "p", kind)
    for step in range(1, steps + 1):
        with monkeypatch.context() as patch:
            patch.setattr(os, "replace", failing_at(step))
            with pytest.raises(ReportkitError, match="No space left"):
                write(new, folder, kind)
        assert_equal(open_panel(folder), old)
    write(new, folder, kind)
    opened = open_panel(folder)
    assert set(opened.reports["year"]) == {2023, 2024, 2025}
    assert (opened.cells.query("year > 2023")["value"] == 1).all()


def test_a_first_write_that_breaks_off_is_no_panel(
    panel: Panel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(self, frame):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(formats.ParquetWriter, "append", failing)
        with pytest.raises(KeyboardInterrupt):
            panel.to_parquet(tmp_path / "p")
    with pytest.raises(ReadError, match="unfinished panel"):
        open_panel(tmp_path / "p")
    panel.to_parquet(tmp_path / "p")
    assert_equal(open_panel(tmp_path / "p"), panel)


def test_nothing_else_is_written_over(panel: Panel, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(ReportkitError, match="holds other files"):
        panel.to_parquet(tmp_path)
    with pytest.raises(ReportkitError, match="is a file"):
        panel.to_parquet(tmp_path / "notes.txt")
    with pytest.raises(ReportkitError, match="cannot be made"):
        panel.to_parquet(tmp_path / "no" / "such")
    panel.to_csv(tmp_path / "csv")
    with pytest.raises(ReportkitError, match="holds a panel in csv"):
        panel.to_parquet(tmp_path / "csv")
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_what_is_no_panel_is_said(panel: Panel, tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="holds no panel"):
        open_panel(tmp_path)
    for text, told in (("{", "damaged"), ("[]", "damaged"), ("{}", "damaged"),
                       ('{"format": "reportkit panel", "version": 9}', "not of this version")):  # fmt: skip
        (tmp_path / "panel.json").write_text(text)
        with pytest.raises(ReadError, match=told):
            open_panel(tmp_path)


def test_a_folder_written_to_since_it_was_opened_is_told(panel: Panel, tmp_path: Path) -> None:
    folder = panel.to_parquet(tmp_path / "p")
    opened = open_panel(folder)
    cells = panel.cells.assign(value=panel.cells["value"] + 1)
    Panel(**{**{name: getattr(panel, name) for name in FRAMES}, "cells": cells}).to_parquet(folder)
    with pytest.raises(ReadError, match="open it again"):
        opened.cells  # noqa: B018


def test_without_pyarrow_the_extra_is_named(
    panel: Panel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(ReportkitError, match=r'pip install "reportkit\[parquet\]"'):
        panel.to_parquet(tmp_path / "p")
    assert not (tmp_path / "p").exists()
