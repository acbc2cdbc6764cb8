"""The command line: one clear line and an exit code, never a traceback."""

import io
import json
import os
import re
from pathlib import Path

import lxml.html
import pandas as pd
import pytest

from reportkit import ReadError, Report, ReportkitError, check, example, locate, read_reports
from reportkit.checks import FINDINGS
from reportkit.checks.blame import blame
from reportkit.cli import CLEAR, FAILED, UNREADABLE, main
from reportkit.listing import as_csv, as_html, as_table, verdict
from reportkit.output import write_whole
from support import change, read_text


@pytest.fixture
def wrong(tmp_path: Path, xiuwu_text: str) -> Path:
    """The bundled report with one figure changed."""
    path = tmp_path / "wrong.txt"
    path.write_text(xiuwu_text.replace("(一) 予以公开\t7", "(一) 予以公开\t9"), encoding="utf-8")
    return path


def test_check_says_that_all_is_clear(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(example())]) == CLEAR
    assert capsys.readouterr().out == "修武县人民政府-2023：50 项相符\n核对 50 项，全部相符\n"


def test_check_names_what_fails(wrong: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(wrong), "--lang", "en"]) == FAILED
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[:2] for line in lines if " R" in line] == [["fail", "R2"], ["fail", "R3"]]
    blamed = (
        "likely wrong the only answer with so few changes: Granted in full × Natural persons 9 → 7"
    )
    assert blamed in " ".join(" ".join(lines).split())
    assert lines[-2:] == ["修武县人民政府-2023: 48 pass, 2 fail", "2 of 50 checks fail"]


def test_check_holds_the_prose_against_the_tables(
    tmp_path: Path, xiuwu_text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "prose.txt"
    path.write_text(xiuwu_text.replace("申请 10 件", "申请 12 件"), encoding="utf-8")
    assert main(["check", str(path)]) == CLEAR
    told = "".join(capsys.readouterr().out.split())
    assert "正文12≠表「本年新收政府信息公开申请数量」×「总计」10" in told
    assert "原文：「2023年全县共收到政府信息公开申请12件，其中予以公开8件" in told
    assert "[第一部分第3段第11个数字（第11行）]" in told
    assert told.endswith("表内勾稽等49项核对全部成立；但正文与表格有1处不一致")


@pytest.mark.parametrize(
    ("statuses", "zh", "en"),
    [
        (["pass", "pass"], "核对 2 项，全部相符", "all clear: 2 checks made"),
        (["pass", "hint"], "表内勾稽等 1 项核对全部成立；但正文与表格有 1 处不一致",
         "1 check holds, among them the sums of the tables; "
         "places where prose and tables differ: 1"),
        (["fail", "hint"], "1 项核对中有 1 项不符；正文与表格另有 1 处不一致",
         "1 of 1 check fails; places where prose and tables differ besides: 1"),
        (["undecided", "hint"],
         "1 项核对中没有不符的，1 项无法进行：1 项因有关格没有数字（空白、横线等）；"
         "正文与表格有 1 处不一致",
         "of 1 check none fails, 1 could not be made: 1 for cells without a number "
         "(blank, dashed …); places where prose and tables differ: 1"),
        (["fail", "undecided", "hint"],
         "2 项核对中有 1 项不符，1 项无法进行：1 项因有关格没有数字（空白、横线等）；"
         "正文与表格另有 1 处不一致",
         "1 of 2 checks fails, 1 could not be made: 1 for cells without a number "
         "(blank, dashed …); places where prose and tables differ besides: 1"),
    ],
)  # fmt: skip
def test_what_came_of_the_checks_is_one_sentence(statuses: list[str], zh: str, en: str) -> None:
    findings = pd.DataFrame({
        "report": "甲-2023", "status": statuses, "cells": "",
        "rule": ["S1" if status == "hint" else "R2" for status in statuses],
    })  # fmt: skip
    assert verdict(findings) == (zh, en)


def test_check_tells_an_absent_table_from_all_clear(
    tmp_path: Path, xiuwu_text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "cut.txt"
    lines = [line for line in xiuwu_text.split("\n") if not re.search("复议|诉讼", line)]
    path.write_text("\n".join(lines), encoding="utf-8")
    assert main(["check", str(path), "--lang", "en"]) == CLEAR
    told = capsys.readouterr().out.splitlines()
    assert "  Table 四: cells are absent, so 3 of its checks could not be made" in told
    assert not any(line.startswith("  undecided") for line in told)  # F4 has said it
    assert main(["check", str(path), "--lang", "en", "--all"]) == CLEAR
    assert capsys.readouterr().out.count("  undecided") == 3
    assert " ".join(told[-2:]).endswith(
        "nothing fails, but 3 of 44 checks could not be made: 3 for tables, rows or cells that are "
        "absent"
    )


def test_check_says_why_checks_could_not_be_made(xiuwu: Report) -> None:
    """What is absent is told from what is blank, and both from prose that is not at hand."""
    cells = change(xiuwu.cells, "granted", "research", None, "blank")
    cells = change(cells, "denied_state_secret", "research", None, "absent")
    findings = check(cells, narrative=xiuwu.narrative.head(0))
    assert verdict(findings).en == (
        "nothing fails, but 6 of 45 checks could not be made: 2 for tables, rows or cells that are "
        "absent, 1 for cells without a number (blank, dashed …), 3 for want of prose"
    )
    assert verdict(findings).zh == (
        "未发现不符，但 45 项核对中有 6 项无法进行：2 项因整表、整行或格子缺失，"
        "1 项因有关格没有数字（空白、横线等），3 项因没有文字部分"
    )


def test_check_reads_folders_and_goes_on_past_what_cannot_be_read(
    wrong: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / ".hidden.txt").write_bytes(b"")
    assert main(["check", str(tmp_path)]) == FAILED
    (tmp_path / "empty.txt").write_bytes(b"")
    assert main(["check", str(tmp_path)]) == UNREADABLE
    read = capsys.readouterr()
    assert len(read.err.splitlines()) == 1
    assert "empty.txt" in read.err
    assert read.out.endswith("2 项不符；另有 1 份文件未能读取，没有核对\n")
    page = tmp_path.parent / "found.html"
    assert main(["check", str(tmp_path), "-o", str(page), "--lang", "en"]) == UNREADABLE
    assert "could not be read, and were not checked: 1" in page.read_text(encoding="utf-8")
    assert read.out.count("50 项核对中有 2 项不符") == 2
    bare = tmp_path / "bare"
    bare.mkdir()
    assert main(["check", str(bare)]) == UNREADABLE
    assert "holds no file that could be a report" in capsys.readouterr().err


def test_all_that_was_checked_is_named_by_its_labels(capsys: pytest.CaptureFixture[str]) -> None:
    rows = {}
    for lang in ("zh", "en"):
        assert main(["check", str(example()), "--all", "--lang", lang]) == CLEAR
        rows[lang] = " ".join(capsys.readouterr().out.split())
    assert "R1 「本年新收政府信息公开申请数量」×「自然人」 [第 41 行第 3 栏]" in rows["zh"]
    assert "F1 六部分齐全" in rows["zh"]
    assert "「行政诉讼：未经复议直接起诉」+「行政诉讼：复议后起诉」×「总计」" in rows["zh"]
    assert "R1 Requests received this year × Natural persons [line 41, field 3]" in rows["en"]
    assert not any("natural_person" in text or " .." in text for text in rows.values())


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_check_takes_the_folder_of_a_panel(
    kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = read_reports(example())
    folder = getattr(report, f"to_{kind}")(tmp_path / "panel")
    assert main(["check", str(folder)]) == CLEAR
    assert capsys.readouterr().out.endswith("核对 50 项，全部相符\n")
    assert main(["check", str(folder), str(example())]) == UNREADABLE
    assert "is a panel that was kept" in capsys.readouterr().err
    with pytest.raises(ReadError, match=r"open it with reportkit\.open_panel\("):
        read_reports(folder)


def test_check_writes_csv_json_and_html(
    wrong: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def written(kind: str, *more: str) -> bytes:
        out = tmp_path / "out"
        assert main(["check", str(wrong), "--format", kind, "-o", str(out), *more]) == FAILED
        assert capsys.readouterr().out == f"{out}\n"
        data = out.read_bytes()
        out.unlink()
        return data

    csv = written("csv")
    assert csv.startswith(b"\xef\xbb\xbf")
    table = pd.read_csv(io.BytesIO(csv))
    words = ["rule_zh", "rule_en", "place_zh", "place_en"]
    assert list(table.columns) == [*FINDINGS, *words]
    assert b".0," not in csv
    assert table["status"].value_counts().to_dict() == {"pass": 48, "fail": 2}
    records = json.loads(written("json"))
    assert "修武县".encode() in written("json")
    assert [r["stated"] for r in records if r["status"] == "fail"] == [7.0, 8.0]
    assert [r["stated"] for r in records if r["rule"] == "F1"] == [None]
    for lang, code in (("zh", "zh-CN"), ("en", "en")):
        page = lxml.html.fromstring(written("html", "--lang", lang).decode("utf-8"))
        assert page.get("lang") == code
        assert len(page.xpath("//tbody/tr")) == 2
        assert not page.xpath("//script | //link | //img | //*[@src]")


def test_the_page_begins_with_the_reports_that_fail(xiuwu: Report) -> None:
    def named(report: str, cells: pd.DataFrame, issuer: str) -> pd.DataFrame:
        return cells.assign(report=report, issuer=issuer)

    blank = change(xiuwu.cells, "granted", "research", None, "blank")
    wrong = change(blank, "reconsideration", "total", 3)
    wrong = wrong.assign(source="page 4, table 2, row 1, column 5 [10 20 30 40]")
    cells = pd.concat(
        [named("一-2023", blank, "一"), named("二-2023", xiuwu.cells, "二"),
         named("三-2023", wrong, "三")], ignore_index=True
    )  # fmt: skip
    page = lxml.html.fromstring(as_html(check(cells), locate(cells), lang="zh"))
    assert [head.text for head in page.xpath("//h2")] == ["三-2023", "一-2023"]
    links = [link.get("href")[1:] for link in page.xpath("//ul[@class='contents']//a")]
    assert links == page.xpath("//h2/@id")
    first = "//h2[1]/following-sibling::div[1]/table"
    rules = page.xpath(f"{first}//td[@class='rule']/text()")
    assert rules == ["R4", "R2", "R3", "B1"]
    assert set(page.xpath(f"{first}//small[@class='place']/text()")) == {
        "第 4 页第 2 张表第 1 行第 5 列"
    }
    answers = [said.zh for said in blame(locate(wrong))]
    assert answers
    assert page.xpath("//ul[not(@class)]/li/text()") == answers
    clear = "以下 1 份报告也已核对，未发现不符：二-2023。"
    assert page.xpath("//p[last()]/text()") == [clear], "what passes is named too"


def test_texts_are_harmless_in_sheets_and_pages(xiuwu: Report) -> None:
    findings = check(xiuwu.cells).head(1)
    hostile = findings.assign(
        report="=1+1", place="@x", status="fail", message_zh="<script>&", message_en="-1"
    )
    back = pd.read_csv(io.StringIO(as_csv(hostile))).iloc[0]
    assert back[["report", "place", "message_en"]].tolist() == ["'=1+1", "'@x", "'-1"]
    assert back["stated"] == findings["stated"].iloc[0]
    page = as_html(hostile, locate(xiuwu.cells), lang="zh")
    assert "&lt;script&gt;&amp;" in page
    assert "<script" not in page


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [50, 70, 100])
def test_the_table_keeps_to_the_terminal(xiuwu: Report, lang: str, width: int) -> None:
    from wcwidth import wcswidth

    cells = xiuwu.cells
    blank = cells["column"].isin(["research", "legal_service"])
    cells = cells.assign(
        value=cells["value"].mask(blank), state=cells["state"].mask(blank, "blank")
    )
    wrong = change(cells, "granted", "total", 3)
    findings, located = check(wrong), locate(wrong)
    table = as_table(findings, located, lang=lang, width=width).splitlines()
    assert max(wcswidth(line) for line in table) <= width + 1  # a closing mark may hang over
    assert not [line for line in table if line.lstrip()[:1] in set("，；：。）」")]
    short, whole = "".join(table), as_table(findings, located, lang=lang, width=300, every=True)
    assert "--all" in short
    answers = len(blame(located))
    assert answers > 0
    assert whole.count("\n") == len(findings) + answers + 1 + 2
    said = findings.loc[findings["status"] == "fail", f"message_{lang}"]
    assert all(message in whole for message in said)


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["--version"])
    assert stop.value.code == 0
    assert capsys.readouterr().out.startswith("reportkit ")


def test_tidy_writes_a_table_that_reads_back(
    tmp_path: Path, xiuwu: Report, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "cells.csv"
    assert main(["tidy", str(example()), "-o", str(path)]) == CLEAR
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    back = pd.read_csv(path, dtype={"printed": "str", "edition": "str"})
    assert back["value"].tolist() == xiuwu.cells["value"].tolist()
    assert back["source"].tolist() == xiuwu.cells["source"].tolist()
    capsys.readouterr()
    assert main(["tidy", str(example())]) == CLEAR
    assert capsys.readouterr().out.splitlines()[0].startswith("report,issuer,year")


@pytest.mark.parametrize("command", ["check", "tidy", "brief"])
@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "does not exist"),
        (b"", "is empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "is a picture"),
        ("关于放假的通知\n".encode(), "none of the three statutory tables"),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(
    command: str, content: bytes | None, message: str, tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    path = tmp_path / "input.txt"
    if content is not None:
        path.write_bytes(content)
    output = tmp_path / ("out.csv" if command == "tidy" else "out.html")
    output.write_text("what was there before")
    more = [] if command == "check" else ["-o", str(output)]
    assert main([command, str(path), *more]) == UNREADABLE
    errors = capsys.readouterr().err.splitlines()
    assert len(errors) == 1
    assert message in errors[0]
    assert "input.txt" in errors[0]
    assert output.read_text() == "what was there before"


def test_notes_above_info_are_told(
    tmp_path: Path, xiuwu_text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "report.txt"
    path.write_text(xiuwu_text.replace("\t1431\t", "\t多\t"), encoding="utf-8")
    main(["check", str(path)])
    note = "第 30 行第 2 栏：「行政处罚」：不是数字：多\n"
    assert capsys.readouterr().err == f"注意：{note}"
    main(["check", str(path), "--lang", "en"])
    told = "warning: line 30, field 2: 「行政处罚」: not a number: 多\n"
    assert capsys.readouterr().err == told
    (tmp_path / "other.txt").write_text(xiuwu_text.replace("2023", "2022"), encoding="utf-8")
    main(["check", str(tmp_path)])  # of several reports a note says which it is of
    assert capsys.readouterr().err == f"注意：修武县人民政府-2023：{note}"


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    assert write_whole(target, b"one").read_bytes() == b"one"
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]
    with pytest.raises(ReportkitError, match=r"the folder .*nowhere does not exist"):
        write_whole(tmp_path / "nowhere" / "a.txt", b"two")
    with pytest.raises(ReportkitError, match="is a folder"):
        write_whole(tmp_path, b"two")


def test_a_write_that_breaks_off_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = write_whole(tmp_path / "a.txt", b"one")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full)
    with pytest.raises(ReportkitError, match=r"a\.txt cannot be written: No space left"):
        write_whole(target, b"two")
    assert target.read_bytes() == b"one"
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_what_a_file_is_made_from_is_never_replaced(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = tmp_path / "report.txt"
    report.write_bytes(example().read_bytes())
    assert main(["tidy", str(report), "-o", str(report)]) == UNREADABLE
    assert "would replace what it is made from" in capsys.readouterr().err
    assert report.read_bytes() == example().read_bytes()


def test_a_link_stays_a_link_and_what_is_no_file_is_refused(tmp_path: Path) -> None:
    link, target = tmp_path / "link.csv", tmp_path / "target.csv"
    target.write_text("old")
    link.symlink_to(target)
    write_whole(link, b"new")
    assert link.is_symlink()
    assert target.read_text() == "new"
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(ReportkitError, match="no file that could be replaced"):
        write_whole(pipe, b"new")


@pytest.mark.parametrize("command", ["check", "tidy", "brief"])
def test_a_name_that_is_too_long_is_one_line(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([command, "x" * 300 + ".txt"]) == UNREADABLE
    assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.mark.parametrize("printed", ["-1431", "713.5"])
def test_a_figure_that_is_no_count_is_noted(printed: str, xiuwu_text: str) -> None:
    notes = read_text(xiuwu_text.replace("\t1431\t", f"\t{printed}\t")).notes
    assert notes["message"].tolist() == [f"「行政处罚」: {printed} is no count"]
