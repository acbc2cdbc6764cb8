"""Many files at once: all that can be read is read, in order, and the rest is told."""

import os
import random
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from io import BytesIO
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from layouts import random_form, write
from reportkit import (
    Panel,
    ReadError,
    ReportkitError,
    example,
    open_panel,
    read_report,
    read_reports,
)
from reportkit.panel import reading
from reportkit.panel.files import find_files
from reportkit.panel.frames import FRAMES, OF_REPORTS

TITLE = "修武县人民政府"


def page(issuer: str, year: int = 2023, seed: int = 1, fmt: str = "txt-tabs") -> bytes:
    """A small good report; the forms are few, so that a thousand cost little."""
    if (seed, fmt) not in PAGES:
        form = random_form(random.Random(seed), edition="2021")
        text = write(form, fmt).decode()
        # The title is of this form's own issuer and year: put a mark in their place.
        PAGES[seed, fmt] = text.replace(form.issuer, "§§").replace(str(form.year), "¶¶")
    return PAGES[seed, fmt].replace("§§", issuer).replace("¶¶", str(year)).encode()


PAGES: dict[tuple[int, str], str] = {}


def assert_equal(panel: Panel, other: Panel) -> None:
    for name, dtypes in FRAMES.items():
        frame = getattr(panel, name)
        assert_frame_equal(frame, getattr(other, name))
        assert frame.dtypes.astype(str).to_dict() == dtypes


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Twenty good files and two bad ones."""
    place = tmp_path / "in"
    (place / "deeper").mkdir(parents=True)
    for i in range(20):
        where = place / "deeper" if i % 5 == 0 else place
        (where / f"{i:02}.txt").write_bytes(
            page(f"{chr(0x4E10 + i)}城县人民政府", 2021 + i % 4, i % 3)
        )
    (place / "empty.html").write_bytes(b"")
    (place / "prose.txt").write_text("没有表格。", encoding="utf-8")
    return place


@pytest.fixture(scope="module")
def pool() -> Iterator[Executor]:
    with ProcessPoolExecutor(2) as executor:
        yield executor


# --- all of them ----------------------------------------------------------------------------------


def _zip(name: str) -> bytes:
    data = BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        file.writestr(name, "<broken")
    return data.getvalue()


BAD: list[tuple[str, Callable[[], bytes]]] = [
    ("html", lambda: b""),
    ("txt", lambda: b" \n\t "),
    ("pdf", lambda: b"%PDF-1.7\n" + bytes(range(256))),
    ("docx", lambda: b"PK\x03\x04" + bytes(100)),
    ("docx", lambda: _zip("word/document.xml")),
    ("xlsx", lambda: _zip("xl/workbook.xml")),
    ("html", lambda: b"\x89PNG\r\n\x1a\n" + bytes(50)),
    ("doc", lambda: b"{\\rtf1 hello}"),
    ("txt", lambda: "只有文字，没有统计表。".encode()),
    ("html", lambda: "<html><table><tr><td>姓名</td></tr></table></html>".encode("gb18030")),
]


def test_a_hundred_bad_files_among_a_thousand_good_ones(tmp_path: Path, pool: Executor) -> None:
    good, bad = [], []
    for i in range(1100):
        if i % 11 == 5:
            suffix, make = BAD[len(bad) % len(BAD)]
            data = make()
            bad.append(f"{i:04}.{suffix}")
        else:
            suffix, data = "txt", page(f"{chr(0x4E10 + i)}阳县人民政府", 2023, i % 3)
            good.append(f"{i:04}.txt")
        (tmp_path / f"{i:04}.{suffix}").write_bytes(data)
    panel = read_reports(tmp_path, executor=pool)
    assert panel.reports["source_file"].tolist() == good
    assert panel.unread["source_file"].tolist() == bad
    assert (len(good), len(bad)) == (1000, 100)
    assert panel.unread["message"].str.len().min() > 10
    assert set(panel.unread["error"]) == {"ReadError", "LayoutError"}
    for name, message in zip(panel.unread["source_file"], panel.unread["message"], strict=True):
        assert name in message
    assert panel.reports["report"].is_unique
    assert panel.cells.groupby("report").size().isin([186, 200]).all()


def test_a_panel_holds_each_report_as_it_reads_alone(folder: Path) -> None:
    panel = read_reports(folder)
    assert len(panel.reports) == 20
    for path in sorted(folder.rglob("*[0-9].txt")):
        alone = read_report(path)
        among = panel.report(alone.id)
        for name in OF_REPORTS:
            expected = getattr(alone, name)
            if name == "reports":
                expected = expected.assign(source_file=path.relative_to(folder).as_posix())
                expected = expected.astype({"source_file": "str"})
            assert_frame_equal(getattr(among, name), expected)


def test_results_keep_the_order_of_a_list(folder: Path) -> None:
    paths = sorted(folder.glob("*[0-9].txt"), reverse=True)
    panel = read_reports([*paths, paths[0]])
    assert panel.reports["source_file"].tolist() == [path.name for path in paths]


def test_a_fault_of_the_parser_is_a_row_too(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = reading.parse_report

    def faulty(document):
        if document.name == "07.txt":
            raise RuntimeError
        return whole(document)

    monkeypatch.setattr(reading, "parse_report", faulty)
    panel = read_reports(folder)
    row = panel.unread.set_index("source_file").loc["07.txt"]
    assert (row["error"], row["message"]) == ("RuntimeError", "RuntimeError()")
    assert len(panel.reports) + len(panel.unread) == 22


def test_nothing_but_bad_files_is_an_empty_panel_of_the_same_dtypes(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("没有表格。", encoding="utf-8")
    panel = read_reports(tmp_path)
    assert_equal(read_reports(tmp_path, out=tmp_path / "out"), panel)
    assert repr(panel) == "<Panel: 0 reports of 0 issuers; 1 file unread>"
    for name, dtypes in FRAMES.items():
        assert getattr(panel, name).dtypes.astype(str).to_dict() == dtypes
    assert panel.coverage()["source_file"].tolist() == ["a.txt"]
    assert panel.missing().empty


# --- which files ----------------------------------------------------------------------------------


def test_hidden_files_lock_files_and_other_kinds_are_left_out(folder: Path) -> None:
    before = read_reports(folder)
    (folder / ".hidden.txt").write_bytes(page("甲县人民政府"))
    (folder / "~$00.docx").write_bytes(b"lock")
    (folder / "readme.json").write_text("{}", encoding="utf-8")
    (folder / "seal.png").write_bytes(b"\x89PNG")
    before.to_csv(folder / "panel")
    (folder / ".git").mkdir()
    (folder / ".git" / "a.txt").write_bytes(page("乙县人民政府"))
    assert_equal(read_reports(folder), before)


def test_no_document_of_a_folder_is_passed_over_in_silence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_bytes(page("甲县人民政府"))
    web = write(random_form(random.Random(1)), "html")
    for name in ("b.xls", "c.jsp"):  # pages, whatever they are called
        (tmp_path / name).write_bytes(web)
    (tmp_path / "d.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    (tmp_path / "e.ofd").write_bytes(b"PK\x03\x04")
    (tmp_path / "f.html").symlink_to(tmp_path / "gone.html")
    (tmp_path / "g").mkdir()
    scandir = os.scandir

    def closed(path: str) -> Any:
        if Path(path).name == "g":
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", closed)
    panel = read_reports(tmp_path)
    assert panel.reports["source_file"].tolist() == ["a.txt", "b.xls", "c.jsp"]
    assert panel.unread["source_file"].tolist() == ["d.xls", "e.ofd", "f.html", "g"]
    said = panel.unread.set_index("source_file")["message"]
    assert "save it as .xlsx" in said["d.xls"]
    assert said["f.html"].startswith("f.html does not exist")  # and not where in this machine


def test_a_folder_without_reports_and_a_lost_path_are_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"holds no file that could be a report .*\.docx"):
        read_reports(tmp_path)
    with pytest.raises(ReadError, match="the list of paths holds no file"):
        read_reports([])
    with pytest.raises(ReadError, match="nowhere does not exist"):
        read_reports([example("xiuwu-2023"), tmp_path / "nowhere"])


def test_files_of_one_name_in_two_folders_are_told_apart(tmp_path: Path) -> None:
    for name in ("甲县", "乙县"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "2023.txt").write_bytes(page(f"{name}人民政府"))
    panel = read_reports([tmp_path / "甲县" / "2023.txt", tmp_path / "乙县" / "2023.txt"])
    assert panel.reports["source_file"].tolist() == ["甲县/2023.txt", "乙县/2023.txt"]


# --- executors ------------------------------------------------------------------------------------


def test_a_process_pool_reads_what_one_process_reads(folder: Path, pool: Executor) -> None:
    assert_equal(read_reports(folder, executor=pool), read_reports(folder))


@pytest.mark.filterwarnings("default")  # its own, on shutting down
def test_a_dask_cluster_reads_what_one_process_reads(folder: Path) -> None:
    from distributed import Client, LocalCluster

    with (
        LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
        ) as cluster,
        Client(cluster) as client,
    ):
        panel = read_reports(folder, executor=client.get_executor())
    assert_equal(panel, read_reports(folder))


class Counting(Executor):
    """Reads at once, and counts what was handed out and not yet taken back."""

    def __init__(self) -> None:
        self.sizes: list[int] = []
        self.waiting = self.most = 0

    def submit(self, fn, /, *args, **kwargs):
        self.sizes.append(len(args[0]))
        self.waiting += 1
        self.most = max(self.most, self.waiting)
        future = Future()
        future.set_result(fn(*args))
        taken = future.result

        def result(timeout=None):
            self.waiting -= 1
            return taken(timeout)

        future.result = result
        return future


def test_chunks_are_handed_out_a_few_at_a_time(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "CHUNK", 2)
    monkeypatch.setattr(reading, "PENDING", 3)
    executor = Counting()
    panel = read_reports(folder, executor=executor)
    assert executor.sizes == [2] * 11
    assert executor.most == 3
    assert_equal(panel, read_reports(folder))


class Dying(Counting):
    def submit(self, fn, /, *args, **kwargs):
        if len(self.sizes) == 2:
            future = Future()
            future.set_exception(OSError("a worker died"))
            return future
        return super().submit(fn, *args, **kwargs)


def test_an_executor_that_fails_says_at_which_files(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "CHUNK", 4)
    with pytest.raises(ReportkitError, match=r"while 11\.txt to 14\.txt .*a worker died"):
        read_reports(folder, executor=Dying(), out=tmp_path / "out")


class Closing(Counting):
    """Takes one chunk, and is shut down then."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        if self.sizes:
            raise RuntimeError("cannot schedule new futures after shutdown")
        return super().submit(fn, *args, **kwargs)


def test_an_executor_that_takes_no_files_is_one_clear_error(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "CHUNK", 4)
    with pytest.raises(ReportkitError, match=r"takes no files, from 06\.txt on .*after shutdown"):
        read_reports(folder, executor=Closing(), out=tmp_path / "out")
    counting = Counting()
    assert_equal(
        read_reports(folder, executor=counting, out=tmp_path / "out"), read_reports(folder)
    )
    assert sum(counting.sizes) == 18  # the chunk that was taken is kept


# --- progress -------------------------------------------------------------------------------------


def test_progress_is_silent_unless_someone_watches(folder: Path, capsys) -> None:
    read_reports(folder)
    assert capsys.readouterr() == ("", "")
    read_reports(folder, progress=True)
    assert "22/22" in capsys.readouterr().err


def test_progress_shows_on_a_terminal(folder: Path, capsys, monkeypatch) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    read_reports(folder)
    assert "22/22" in capsys.readouterr().err
    read_reports(folder, progress=False)
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(("asks", "shown"), [(True, True), (False, False)])
def test_progress_shows_in_notebooks_that_are_worked_in(
    asks: bool, shown: bool, monkeypatch
) -> None:
    """A client that executes a notebook to render it takes no questions (allow_stdin)."""

    class Shell:
        class kernel:
            @staticmethod
            def get_parent():
                return {"content": {"allow_stdin": asks}}

    class IPython:
        get_ipython = Shell

    monkeypatch.setitem(sys.modules, "IPython", IPython)
    assert reading._is_watched() is shown


def test_an_executed_notebook_holds_no_progress(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import nbformat
    from nbclient import NotebookClient

    code = f"import reportkit\npanel = reportkit.read_reports({str(folder)!r})\nlen(panel.reports)"
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code, id="a")])
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(part for part in sys.path if part))
    NotebookClient(notebook, kernel_name="python3", timeout=60).execute()
    (output,) = notebook.cells[0].outputs
    assert output["data"] == {"text/plain": "20"}


# --- a folder to keep them in ---------------------------------------------------------------------


def names_read(monkeypatch: pytest.MonkeyPatch, stop_at: str = "") -> list[str]:
    """Return the list in which every file that is read will stand."""
    seen: list[str] = []
    whole = reading.read_document

    def counting(path, *, name):
        if name == stop_at:
            raise KeyboardInterrupt
        seen.append(name)
        return whole(path, name=name)

    monkeypatch.setattr(reading, "read_document", counting)
    return seen


def test_what_is_kept_in_a_folder_is_what_is_read(folder: Path, tmp_path: Path) -> None:
    panel = read_reports(folder, out=tmp_path / "out")
    assert_equal(panel, read_reports(folder))
    assert_equal(open_panel(tmp_path / "out"), panel)


def test_an_interrupted_run_goes_on_where_it_was(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "CHUNK", 4)
    out = tmp_path / "out"
    with monkeypatch.context() as patch:
        first = names_read(patch, stop_at="12.txt")
        with pytest.raises(KeyboardInterrupt):
            read_reports(folder, out=out)
    with pytest.raises(ReadError, match="unfinished"):
        open_panel(out)
    with monkeypatch.context() as patch:
        second = names_read(patch)
        panel = read_reports(folder, out=out)
    kept = len(first) // 4 * 4
    assert kept >= 8
    assert second == [*first[kept:], *(name for name in second if name not in first)]
    assert len(second) == 22 - kept
    assert_equal(panel, read_reports(folder))


def test_a_killed_run_goes_on_where_it_was(folder: Path, tmp_path: Path, monkeypatch) -> None:
    code = """
import sys, time
from reportkit.panel import reading
reading.CHUNK = 4
whole = reading.parse_report
def slow(document):
    time.sleep(0.05)
    return whole(document)
reading.parse_report = slow
reading.read_reports(sys.argv[1], out=sys.argv[2])
"""
    out = tmp_path / "out"
    path = os.pathsep.join(part for part in sys.path if part)
    run = subprocess.Popen([sys.executable, "-c", code, str(folder), str(out)],
                           env={**os.environ, "PYTHONPATH": path})  # fmt: skip
    started = time.monotonic()
    while len(list(out.glob(".read/*/[0-9a-f]*"))) < 2 and time.monotonic() - started < 30:
        time.sleep(0.01)
    run.kill()
    run.wait()
    seen = names_read(monkeypatch)
    panel = read_reports(folder, out=out)
    assert len(seen) <= 14
    monkeypatch.undo()
    assert_equal(panel, read_reports(folder))
    assert not list(out.glob(".unfinished*"))


def test_only_files_that_are_new_or_changed_are_read_again(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_reports(folder, out=tmp_path / "out")
    (folder / "07.txt").write_bytes(page("新县人民政府", 2024))
    (folder / "11a.txt").write_bytes(page("旧县人民政府", 2024))
    (folder / "13.txt").unlink()
    seen = names_read(monkeypatch)
    panel = read_reports(folder, out=tmp_path / "out")
    # What could not be read is tried again: an extra may have been installed since.
    assert sorted(seen) == ["07.txt", "11a.txt", "empty.html", "prose.txt"]
    monkeypatch.undo()
    assert_equal(panel, read_reports(folder))


@pytest.mark.parametrize("frame", ["reports", "cells"])
def test_a_damaged_part_is_read_again(folder: Path, tmp_path: Path, frame: str) -> None:
    out = tmp_path / "out"
    read_reports(folder, out=out)
    for part in out.glob(f".read/*/*/{frame}"):
        part.write_bytes(b"half")
    assert_equal(read_reports(folder, out=out), read_reports(folder))


def test_years_read_into_a_folder_one_after_another_stand_side_by_side(tmp_path: Path) -> None:
    for year in (2023, 2024):
        (tmp_path / str(year)).mkdir()
        (tmp_path / str(year) / f"a{year}.txt").write_bytes(page("甲城县人民政府", year))
    read_reports(tmp_path / "2023", out=tmp_path / "out")
    panel = read_reports(tmp_path / "2024", out=tmp_path / "out")
    assert panel.reports["year"].tolist() == [2023, 2024]


# --- names ----------------------------------------------------------------------------------------


def named(tmp_path: Path, *issuers: str, **kwargs: object) -> Panel:
    for place, issuer in enumerate(issuers):
        (tmp_path / f"{place}.txt").write_bytes(page(issuer, 2021 + place))
    return read_reports(tmp_path, **kwargs)


def messages(panel: Panel, report: str) -> str:
    return "\n".join(panel.notes.loc[panel.notes["report"] == report, "message"])


def test_one_longer_name_is_the_same_body(tmp_path: Path) -> None:
    panel = named(tmp_path, "洪泽区人民政府", "淮安市洪泽区人民政府")
    assert panel.reports["report"].tolist() == [
        "淮安市洪泽区人民政府-2021",
        "淮安市洪泽区人民政府-2022",
    ]
    assert set(panel.reports["region"]) == {"淮安市洪泽区"}
    assert set(panel.cells["issuer"]) == {"淮安市洪泽区人民政府"}
    for frame in (panel.cells, panel.narrative):
        assert list(frame["report"].unique()) == panel.reports["report"].tolist()
    assert "issuer 洪泽区人民政府 taken for 淮安市洪泽区人民政府" in messages(
        panel, "淮安市洪泽区人民政府-2021"
    )
    assert messages(panel, "淮安市洪泽区人民政府-2022") == ""


def test_several_longer_names_join_nothing(tmp_path: Path) -> None:
    panel = named(tmp_path, "鼓楼区人民政府", "南京市鼓楼区人民政府", "徐州市鼓楼区人民政府")
    assert panel.reports["issuer"].nunique() == 3
    told = messages(panel, "鼓楼区人民政府-2021")
    assert "南京市鼓楼区人民政府, 徐州市鼓楼区人民政府: not joined" in told


def test_a_chain_of_longer_names_is_one_body(tmp_path: Path) -> None:
    panel = named(tmp_path, "洪泽区人民政府", "淮安市洪泽区人民政府", "江苏省淮安市洪泽区人民政府")
    assert set(panel.reports["issuer"]) == {"江苏省淮安市洪泽区人民政府"}


def test_a_chain_that_forks_joins_only_what_is_sure(tmp_path: Path) -> None:
    panel = named(tmp_path, "鼓楼区人民政府", "南京市鼓楼区人民政府", "江苏省南京市鼓楼区人民政府",
                  "徐州市鼓楼区人民政府")  # fmt: skip
    assert panel.reports["issuer"].tolist() == [
        "鼓楼区人民政府", *["江苏省南京市鼓楼区人民政府"] * 2, "徐州市鼓楼区人民政府",
    ]  # fmt: skip


def test_a_name_that_only_ends_alike_is_another_body(tmp_path: Path) -> None:
    """南县 is a county of 益阳, 苍南县 one of 温州."""
    panel = named(
        tmp_path, "南县人民政府", "苍南县人民政府", "洪泽区教育局", "淮安市洪泽区人民政府"
    )
    assert panel.reports["issuer"].nunique() == 4
    assert panel.notes.empty


@pytest.mark.parametrize("key", ["0.txt", "鼓楼区人民政府"])
def test_the_caller_names_issuers(tmp_path: Path, key: str) -> None:
    panel = named(tmp_path, "鼓楼区人民政府", "南京市鼓楼区人民政府", "徐州市鼓楼区人民政府",
                  issuers={key: "徐州市鼓楼区人民政府"})  # fmt: skip
    row = panel.reports.iloc[0]
    assert (row["report"], row["region"]) == ("徐州市鼓楼区人民政府-2021", "徐州市鼓楼区")
    assert "given; printed 鼓楼区人民政府" in messages(panel, row["report"])


def test_a_name_that_the_caller_gives_is_joined_with_no_other(tmp_path: Path) -> None:
    panel = named(tmp_path, "洪泽区人民政府", "淮安市洪泽区人民政府",
                  issuers={"0.txt": "洪泽区人民政府"})  # fmt: skip
    assert panel.reports["issuer"].nunique() == 2


def test_an_issuer_that_names_nothing_is_a_warning(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="no printed issuer of the panel: 无此县"):
        named(tmp_path, "甲城县人民政府", issuers={"无此县": "甲城县人民政府"})


def test_two_reports_of_an_issuer_and_year_are_kept_and_told_apart(tmp_path: Path) -> None:
    for name, seed in (("a", 0), ("b", 1), ("c", 0)):
        (tmp_path / f"{name}.txt").write_bytes(page("甲城县人民政府", 2023, seed))
    panel = read_reports(tmp_path)
    ids = ["甲城县人民政府-2023", "甲城县人民政府-2023 (2)", "甲城县人民政府-2023 (3)"]
    assert panel.reports["report"].tolist() == ids
    assert panel.cells.groupby("report", sort=False).size().index.tolist() == ids
    told = f"b.txt and a.txt, c.txt would have one id, {ids[0]}; here this one is {ids[1]}"
    assert told in messages(panel, ids[1])
    assert "c.txt is byte for byte the same as a.txt" in messages(panel, ids[2])
    assert "byte" not in messages(panel, ids[1])
    assert panel.notes.groupby("report")["order"].apply(list).tolist() == [[1, 2], [1], [1, 2]]


# --- the panel ------------------------------------------------------------------------------------


def test_one_report_out_of_many(folder: Path) -> None:
    panel = read_reports(folder)
    report = panel.report(panel.reports["report"].iloc[7])
    assert repr(report).startswith(f"<Report {report.id}: ")
    assert report.requests.notna().all(axis=None)
    assert (
        report.requests.loc[
            "（七）总计" if "（七）总计" in report.requests.index else report.requests.index[0]
        ]
        .notna()
        .any()
    )
    with pytest.raises(KeyError, match="has no report 'x'; it has: "):
        panel.report("x")


def test_what_a_notebook_shows_is_escaped(tmp_path: Path) -> None:
    (tmp_path / "a&<b>.txt").write_bytes(page("甲城县人民政府"))
    (tmp_path / "bad<i>.txt").write_text("没有表格。", encoding="utf-8")
    shown = read_reports(tmp_path)._repr_html_()
    assert "a&amp;&lt;b&gt;.txt" in shown
    assert "bad&lt;i&gt;.txt" in shown
    assert "<i>" not in shown


def test_a_panel_refuses_nonsense(folder: Path) -> None:
    panel = read_reports(folder)
    frames = {name: getattr(panel, name) for name in FRAMES}
    with pytest.raises(ValueError, match="cells lacks the columns value"):
        Panel(**{**frames, "cells": panel.cells.drop(columns="value")})
    with pytest.raises(ValueError, match="stand twice"):
        Panel(**{**frames, "reports": pd.concat([panel.reports] * 2)})


@pytest.mark.parametrize("windows", [False, True])
def test_files_that_share_no_folder_have_names_and_nothing_of_the_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, windows: bool
) -> None:
    names = ["a/x/one.txt", "b/x/one.txt", "b/y/one.txt", "b/two.txt"]
    paths = [tmp_path / name for name in names]
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("通知", encoding="utf-8")
    assert [file.name for file in find_files(paths)] == names

    def commonpath(_: object) -> str:
        if windows:
            raise ValueError("Paths don't have the same drive")
        return Path(tmp_path.anchor).as_posix()

    monkeypatch.setattr(os.path, "commonpath", commonpath)
    found = find_files(paths)
    assert [file.name for file in found] == ["a/x/one.txt", "b/x/one.txt", "y/one.txt", "two.txt"]
    assert [file.path for file in found] == list(map(str, paths))
