"""Text from a report is data: in briefings, notebooks, tables, charts, CSV and parameters."""

import csv
import io
import re
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
import pytest
from lxml import html
from matplotlib.axes import Axes
from matplotlib.text import Text

from reportkit import (
    Panel,
    Report,
    applicants,
    change,
    check,
    compare,
    example,
    example_panel,
    explain,
    failures,
    flow,
    indicators,
    plot_applicants,
    plot_change,
    plot_checks,
    plot_coverage,
    plot_disclosure,
    plot_flow,
    plot_outcomes,
    plot_problems,
    plot_reasons,
    plot_reuse,
    plot_review,
    plot_themes,
    plot_trend,
    problems,
    read_report,
    reuse,
    table_disclosure,
    table_requests,
    table_review,
    theme_counts,
)
from reportkit.brief import parts as page
from reportkit.brief import render_briefs
from reportkit.brief.execute import open_notebook
from reportkit.brief.page import build_page
from reportkit.brief.subject import Subject
from reportkit.cli import main
from reportkit.listing import as_csv
from reportkit.output import csv_for_sheets

SCRIPT = "<script>alert(1)</script>"
LINK = '<a href="javascript:alert(1)" onclick="x()">优化</a>'
FORMULA = "=cmd|' /C calc'!A0"
CELL = '<img src=x onerror="alert(1)">'


@pytest.fixture(scope="module")
def hostile() -> Panel:
    """A report whose issuer, title, places, prose, notes and a printed cell hold HTML."""
    text = example().read_text(encoding="utf-8")
    text = text.replace("优化网站页面风格", f"{LINK}网站页面风格").replace(
        "\t1431\t", f"\t{CELL}\t"
    )
    text = text.replace("予以公开\t7\t", "予以公开\t6\t")  # a finding, to be explained
    report = read_report(text.encode(), name="x.txt")
    named: dict[str, Any] = {"report": f"{SCRIPT}-2023", "issuer": f"{SCRIPT}县人民政府"}
    frames = {
        name: getattr(report, name).assign(
            **{key: value for key, value in named.items() if key in getattr(report, name)}
        )
        for name in ("reports", "cells", "narrative", "notes")
    }
    about = {
        "title": f"{SCRIPT}“}} body{{",
        "region": f"{SCRIPT}县",
        "source_file": f"{SCRIPT}.txt",
    }
    frames["reports"] = frames["reports"].assign(**about)
    frames["cells"] = frames["cells"].assign(source=frames["cells"]["source"] + SCRIPT)
    unread = pd.DataFrame(
        {"source_file": [f"{SCRIPT}.pdf"], "error": ["ReadError"], "message": [SCRIPT]}, dtype="str"
    )
    return Panel(**frames, unread=unread)


def assert_no_formula(drawn: list[Axes]) -> None:
    """Find what shows a dollar sign in charts, and that none of it is read as mathematics."""
    for ax in drawn:
        ax.figure.canvas.draw()
        texts = [text for text in ax.figure.findobj(Text) if text.get_visible()]
        named = [text for text in texts if "$" in text.get_text()]
        assert named
        assert not [text.get_text() for text in named if text.get_parse_math()]


def harmless(markup: str) -> Any:
    """Return the document of a piece of HTML after looking for all that could run in it."""
    root = html.document_fromstring(f"<div>{markup}</div>")
    assert not root.xpath("//script | //iframe | //object | //embed")
    assert not [e for e in root.iter("img") if not e.get("src", "").startswith("data:image/")]
    assert not [name for e in root.iter() for name in e.attrib if name.startswith("on")]
    assert not [
        href
        for href in root.xpath("//@href")
        if not href.startswith(("#", "http"))
        and not href.partition("#")[0].endswith((".html", ".csv"))
    ]
    return root


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_briefing_shows_it_and_runs_nothing(hostile: Panel, lang: Any) -> None:
    one = Subject(hostile.report(f"{SCRIPT}-2023"), hostile, lang)
    cell = nbformat.v4.new_code_cell(metadata={"place": "cell 1"})
    cell.outputs = [
        nbformat.v4.new_output("display_data", data={"text/html": block.html})
        for part in (page.title(one), *page.parts(one), page.comparison([one]))
        for block in part
        if hasattr(block, "html")
    ]
    text = build_page(nbformat.v4.new_notebook(cells=[cell]), lang, "test")
    root = harmless(text)
    shown = root.text_content()
    for printed in (SCRIPT, LINK, CELL):
        assert printed in shown
    assert "javascript:" not in "".join(root.xpath("//@href"))
    assert SCRIPT in "".join(root.xpath("//td/@title")), "where a cell was printed is told as text"


def test_the_index_shows_it_and_runs_nothing(
    hostile: Panel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = hostile.to_csv(tmp_path / "panel")
    done = render_briefs(stored, tmp_path / "out", progress=False)
    assert done.failed.empty
    (name,) = done.pages["page"]
    assert (done.folder / name).parent == done.folder
    assert not set(name) & set("<>/\\")
    root = harmless((done.folder / "index.html").read_text(encoding="utf-8"))
    assert SCRIPT in root.text_content()
    harmless((done.folder / name).read_text(encoding="utf-8"))


def test_what_notebooks_show_is_escaped(hostile: Panel) -> None:
    report: Report = hostile.report(f"{SCRIPT}-2023")
    shown = [report._repr_html_(), hostile._repr_html_()]
    cells = report.cells
    shown += [
        table(cells, findings=check(cells)).to_html()
        for table in (table_disclosure, table_requests, table_review)
    ]
    shown.append(explain(failures(check(cells)).iloc[0], cells)._repr_html_())
    for markup in shown:
        harmless(markup)
    assert sum(SCRIPT in html.document_fromstring(m).text_content() for m in shown) >= 3
    assert CELL in html.document_fromstring(shown[2]).text_content()


def test_a_dollar_sign_is_no_formula() -> None:
    report = read_report(example())
    cells = pd.concat([
        report.cells.assign(report="$x_1$-2023", issuer="$x_1$县\\frac人民政府$"),
        report.cells.assign(report="b-2023", issuer="乙县$y^2$人民政府"),
    ])  # fmt: skip
    one = cells[cells["report"] == "$x_1$-2023"]
    reports = pd.concat([
        report.reports.assign(report=own, issuer=issuer)
        for own, issuer in cells[["report", "issuer"]].drop_duplicates().itertuples(index=False)
    ], ignore_index=True)  # fmt: skip
    panel = Panel(reports, cells.reset_index(drop=True), report.narrative, report.notes,
                  pd.DataFrame({"source_file": [], "error": [], "message": []}, dtype="str"))  # fmt: skip
    drawn = [
        plot_flow(flow(one)), plot_outcomes(indicators(cells)), plot_applicants(applicants(one)),
        plot_disclosure(cells), plot_checks(check(cells)), plot_coverage(panel.coverage()),
    ]  # fmt: skip
    assert_no_formula(drawn)
    assert len(compare(cells, codes=["share_granted"])) == 2


@pytest.mark.parametrize(
    "value", ["'\"\\\n", "'''", "{lang}", "\\N{DOLLAR SIGN}", "a\x00b", "\ud800"]
)
def test_parameters_are_written_with_repr(value: str, tmp_path: Path) -> None:
    own = nbformat.v4.new_code_cell("report = None", metadata={"tags": ["parameters"]})
    path = tmp_path / "own.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[own]), path)
    _, given = open_notebook(path, {"report": value, "lang": "zh"})
    names: dict[str, Any] = {}
    exec(given.source, names)
    assert names["report"] == value


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@x", "＝1", "＋1", "－1", "＠x", "\t=1", "\r=1"]
)
def test_no_text_of_a_csv_is_a_formula(text: str) -> None:
    frame = pd.DataFrame({"printed": [text, "甲", None], "value": [-1.0, 2.0, None]})
    frame["printed"] = frame["printed"].astype("str")
    rows = list(csv.DictReader(io.StringIO(csv_for_sheets(frame), newline="")))
    assert [row["printed"] for row in rows] == ["'" + text.replace("\r", "\n"), "甲", ""]
    assert [row["value"] for row in rows] == ["-1.0", "2.0", ""], "numbers stay numbers"


def test_no_column_of_a_csv_goes_unguarded() -> None:
    """A column of mixed kinds is guarded too; its numbers stay numbers."""
    frame = pd.DataFrame({"mixed": pd.Series(["=1+1", -1, None], dtype=object)})
    rows = list(csv.DictReader(io.StringIO(csv_for_sheets(frame), newline="")))
    assert [row["mixed"] for row in rows] == ["'=1+1", "-1", ""]


@pytest.mark.parametrize("command", ["check", "brief"])
def test_no_text_of_the_findings_is_a_formula(command: str, tmp_path: Path) -> None:
    """A report's name comes from its title: it may be a command that Excel would run."""
    report = read_report(example())
    named: dict[str, Any] = {"report": FORMULA, "issuer": FORMULA}
    frames = {
        name: getattr(report, name).assign(
            **{key: value for key, value in named.items() if key in getattr(report, name)}
        )
        for name in ("reports", "cells", "narrative", "notes")
    }
    panel = Panel(**frames, unread=pd.DataFrame({"source_file": [], "error": [], "message": []},
                                                dtype="str"))  # fmt: skip
    if command == "brief":
        written = render_briefs(panel.to_csv(tmp_path / "panel"), tmp_path / "out", progress=False)
        assert written.failed.empty
        data = (written.folder / "findings.csv").read_bytes()
        assert (written.folder / written.pages["page"][0]).is_file()
    else:
        data = as_csv(check(panel.cells)).encode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert len(rows) > 40
    assert {row[0] for row in rows[1:]} == {f"'{FORMULA}"}
    assert not [field for row in rows for field in row
                if field.startswith(("=", "+", "@", "\t")) or re.match(r"-[^0-9]", field)]  # fmt: skip


def test_links_of_a_web_page_do_not_reach_the_briefing(tmp_path: Path) -> None:
    """A report that is a web page has scripts and links of its own."""
    lines = example().read_text(encoding="utf-8").splitlines()
    told = "".join(
        f'<p onclick="x()"><a href="javascript:alert(1)">{line}</a></p>'
        for line in lines if "\t" not in line
    )  # fmt: skip
    cells = "".join(
        "<tr>" + "".join(f"<td>{cell}{SCRIPT}</td>" for cell in line.split("\t")) + "</tr>"
        for line in lines if "\t" in line
    )  # fmt: skip
    report = read_report(
        f"<html><body>{told}<table>{cells}</table></body></html>".encode(), name="x.html"
    )
    assert "javascript" not in "".join(report.narrative["text"].dropna())
    assert "alert" not in "".join(report.cells["printed"].dropna())
    assert report.cells["value"].notna().sum() > 100


def test_a_dollar_sign_in_the_prose_is_no_formula() -> None:
    """The charts of prose, of change and of peers have names and sentences of reports too."""
    said = "存在的问题：一是政策解读$x_1$形式单一。二是答复不够$\\frac$规范。下一步，一是丰富解读形式$y$。"
    reports = pd.DataFrame({
        "report": ["$a$-2022", "$b$-2023"], "issuer": ["$甲$县", "$乙$县"], "year": [2022, 2023],
    })  # fmt: skip
    prose = pd.DataFrame({
        "report": reports["report"], "section": 5, "order": 1, "text": said, "source": "line 1",
    })  # fmt: skip
    found = problems(prose)
    counts = theme_counts(found, reports, by="issuer")
    cells = example_panel().cells
    cells = cells.assign(issuer=cells["issuer"].replace("宿迁市人民政府", "$x_1$县\\frac$"))
    rates, own = indicators(cells), "$x_1$县\\frac$"
    changes = change(cells)
    drawn = [
        plot_problems(found[found["report"] == "$a$-2022"]),
        plot_themes(counts[counts["kind"] == "problem"]),
        plot_reuse(reuse(prose, reports=reports)),
        plot_trend(rates[rates["indicator"] == "received"]),
        plot_change(changes[changes["indicator"] == "share_disclosed"]),
        *(plot(rates[(rates["issuer"] == own) & (rates["year"] == 2024)])
          for plot in (plot_reasons, plot_review)),
    ]  # fmt: skip
    assert_no_formula(drawn)


def test_tidy_is_for_excel(tmp_path: Path, xiuwu_text: str) -> None:
    report, table = tmp_path / "report.txt", tmp_path / "cells.csv"
    report.write_text(xiuwu_text.replace("\t1431\t", '\t=HYPERLINK("x")\t'), encoding="utf-8")
    assert main(["tidy", str(report), "-o", str(table)]) == 0
    data = table.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    printed = [row["printed"] for row in csv.DictReader(data.decode("utf-8-sig").splitlines())]
    assert '\'=HYPERLINK("x")' in printed
