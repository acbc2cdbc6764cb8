"""Many briefings: a page a report, an index, and what goes wrong on the way."""

import csv
import gc
import os
import re
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import nbformat
import pandas as pd
import pytest
from lxml import html
from nbformat.v4 import new_code_cell, new_notebook

from reportkit import ReadError, ReportkitError, example, example_panel
from reportkit.brief import bulk, render_brief, render_briefs
from reportkit.brief.command import PARTLY, WRITTEN
from reportkit.brief.index import write_index
from reportkit.brief.inprocess import run_here
from reportkit.brief.loading import example_panel_folder, families, findings_of
from reportkit.brief.page import build_page
from reportkit.cli import UNREADABLE, main
from reportkit.examples import folder
from reportkit.listing import verdict


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two years of a body, another body whose name is hostile, and what is none."""
    folder = tmp_path_factory.mktemp("reports")
    text = example().read_text(encoding="utf-8")
    (folder / "a-2023.txt").write_text(text, encoding="utf-8")
    (folder / "a-2022.txt").write_text(text.replace("2023", "2022"), encoding="utf-8")
    wrong = text.replace("修武县", "博爱县").replace("予以公开\t7\t", "予以公开\t6\t")
    (folder / "b.txt").write_text(wrong, encoding="utf-8")
    (folder / "c.txt").write_text("通知\n明天开会。", encoding="utf-8")
    (folder / "notes.xyz").write_text("no report by its ending", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def workers() -> Iterator[Executor]:
    """Processes that stay warm."""
    with ProcessPoolExecutor(2) as workers:
        yield workers


@pytest.fixture(scope="module")
def written(reports: Path, workers: Executor, tmp_path_factory: pytest.TempPathFactory) -> Any:
    out = tmp_path_factory.mktemp("out") / "new"
    return render_briefs(reports, out, lang="en", executor=workers, progress=False)


def test_a_page_a_report_and_what_could_not_be_read(written: Any) -> None:
    assert written.pages["page"].tolist() == [
        "修武县人民政府-2022.html", "修武县人民政府-2023.html", "博爱县人民政府-2023.html",
    ]  # fmt: skip
    assert written.failed.empty
    assert written.unread["source_file"].tolist() == ["c.txt"]
    assert sorted(path.name for path in written.folder.iterdir()) == sorted(
        [*written.pages["page"], "index.html", "findings.csv"]
    )


def test_a_page_of_many_is_the_page_of_one_byte_for_byte(written: Any, reports: Path) -> None:
    """Pages of many are made without a kernel; the one page here is made with one."""
    page = (written.folder / "修武县人民政府-2023.html").read_text(encoding="utf-8")
    assert page == render_brief(reports, lang="en", only="修武县人民政府-2023")
    assert "Change on the year before" in page
    assert "Compared with the report for 2022" in page


@pytest.mark.parametrize("enabled", [True, False])
def test_a_page_leaves_the_collector_as_it_was(enabled: bool) -> None:
    frozen, was = gc.get_freeze_count(), gc.isenabled()
    (gc.enable if enabled else gc.disable)()
    try:
        with bulk._garbage_apart():
            assert not gc.isenabled()
        assert gc.isenabled() == enabled
        assert gc.get_freeze_count() <= frozen
    finally:
        (gc.enable if was else gc.disable)()


def test_the_index_leads_to_every_page_by_region_and_year(written: Any) -> None:
    root = html.parse(str(written.folder / "index.html")).getroot()
    assert not root.xpath("//script | //link | //iframe")
    assert root.get("lang") == "en"
    ids = set(root.xpath("//@id"))
    pages = set()
    for link in root.xpath("//a/@href"):
        file, _, anchor = link.partition("#")
        if not file:
            assert anchor in ids
            continue
        target = written.folder / unquote(file)
        assert target.is_file(), link
        pages.add(unquote(file))
        if anchor:
            assert f'id="{anchor}"' in target.read_text(encoding="utf-8"), link
    assert pages == {*written.pages["page"], "findings.csv"}
    assert {"region-1", "region-2", "coverage", "index_findings", "unread"} <= ids
    table = root.xpath("//table")[0]
    assert [th.text_content() for th in table.xpath("thead//th")] == ["Body", "2022", "2023"]
    text = root.text_content()
    assert "c.txt" in text
    assert "博爱县人民政府, 2023" in text
    assert "博爱县人民政府-2023" not in text
    assert "R3 Applicants add up" in text
    assert re.search(r"\d+ of \d+ checks fail", text)
    assert [link.get("href") for link in root.xpath("//ul[@class='contents'][1]//a")] == [
        "#index_briefings", "#coverage", "#index_findings", "#unread"
    ]  # fmt: skip


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_index_tells_what_could_not_be_checked(lang: Any, tmp_path: Path) -> None:
    """Of a report whose figures are blank nothing fails: that is not all clear."""
    panel = example_panel()
    ids = ["上海市人民政府办公厅-2019", "修武县人民政府-2023"]
    chosen = next(
        one for one in families(panel) if one.reports["report"].tolist() == [ids[0]]
    )  # fmt: skip
    pages = pd.DataFrame({"report": [ids[0]], "page": ["a.html"], "error": [""]}, dtype="str")
    write_index(chosen, pages, tmp_path, lang)
    root = html.parse(str(tmp_path / "index.html")).getroot()
    told = verdict(findings_of(chosen))
    said = told.zh if lang == "zh" else told.en[1:]
    assert "38" in said
    assert root.text_content().count(said) == 2  # of all, and beside the report
    (link,) = root.xpath("//table[last()]//a[contains(@href, '#adds_up')]")
    said = {"zh": "上海市人民政府办公厅 2019 年", "en": "上海市人民政府办公厅, 2019"}
    assert link.text_content() == said[lang]


def test_what_the_index_does_not_list_it_counts(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    panel = example_panel()
    failing = (findings_of(panel)["status"] == "fail").sum()
    assert failing
    monkeypatch.setattr("reportkit.brief.index._LISTED", failing - 1)
    pages = pd.DataFrame({"report": [], "page": [], "error": []}, dtype="str")
    write_index(panel, pages, tmp_path, "zh")
    root = html.parse(str(tmp_path / "index.html")).getroot()
    assert "另有 1 项，见 findings.csv。" in root.text_content()


def test_the_findings_are_a_table_that_excel_shows(written: Any) -> None:
    data = (written.folder / "findings.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(data.decode("utf-8-sig").splitlines()))
    failing = {row["report"] for row in rows if row["status"] == "fail"}
    assert "博爱县人民政府-2023" in failing


def test_the_command_tells_goes_on_and_says_so_in_its_exit_code(
    reports: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    (out / "博爱县人民政府-2023.html").mkdir(parents=True)  # where no page can be written
    assert main(["brief", str(reports), "-o", str(out)]) == PARTLY
    said = capsys.readouterr()
    assert "c.txt" in said.err
    assert re.search(r"博爱县人民政府-2023: .*is a folder", said.err)
    assert said.out.strip().endswith("index.html (2 pages)")
    text = html.parse(str(out / "index.html")).getroot().text_content()
    assert "1 份简报未能生成" in text
    assert len(list(out.glob("*.html"))) == 4


def test_the_bundled_panel_is_named_by_a_flag(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["brief", "--example", "-o", str(tmp_path / "all")]) == WRITTEN
    assert len(list((tmp_path / "all").glob("*-20*.html"))) == 7
    assert main(["brief", "--example", str(example()), "-o", "x.html"]) == UNREADABLE
    assert "--example is the bundled panel" in capsys.readouterr().err


def test_several_bodies_on_one_page(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    assert main(["brief", "--example", "--lang", "en", "-o", str(page)]) == WRITTEN
    root = html.parse(str(page)).getroot()
    assert [h1.text_content() for h1 in root.iter("h1")] == [
        "Annual reports on open government information: 4 bodies"
    ]
    tops = root.xpath("//h2[contains(@id, '-top')]/@id")
    assert len(tops) == 4
    ids = set(root.xpath("//@id"))
    parts, regions = root.xpath("//ul[contains(@class, 'contents')][1] | //ul[@class][2]")
    assert parts.xpath(".//a/@href") == ["#comparison", "#common_prose", "#definitions"]
    assert {link[1:] for link in regions.xpath(".//a/@href")} == set(tops)
    assert {link[1:] for link in parts.xpath(".//a/@href")} <= ids
    order = ["淮安市洪泽区人民政府", "上海市人民政府办公厅", "宿迁市人民政府", "修武县人民政府"]
    assert [li.text_content() for li in regions.xpath("li")] == order
    assert root.xpath("//table[@class='bodies'][1]/tbody//th//a//text()") != []
    bodies = root.xpath("//table[contains(@class, 'bodies')]/tbody/tr/th")
    assert [th.text_content() for th in bodies] == order
    headings = [h2.text_content() for h2 in root.xpath("//h2[contains(@id, '-top')]")]
    assert [name in said for name, said in zip(order, headings, strict=True)] == [True] * 4


def test_a_stored_panel_is_a_source(workers: Executor, tmp_path: Path) -> None:
    """The notebook is run in a worker, which gives what a kernel does, as is held above."""
    own = folder("notebooks") / "briefing.ipynb"
    pages = []
    for source in (str(example_panel().to_csv(tmp_path / "panel")), example_panel_folder()):
        values = {"report": source, "only": "宿迁市人民政府-2024", "lang": "en"}
        notebook = workers.submit(run_here, own, values).result()
        pages.append(build_page(notebook, "en", own.name))
    assert pages[0] == pages[1]
    assert "Change on the year before" in pages[0]


def test_a_notebook_of_the_readers_own_has_each_report(reports: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.ipynb"
    cells = [
        new_code_cell('report = None\nlang = "zh"', metadata={"tags": ["parameters"]}),
        new_code_cell(
            "from IPython.display import Markdown\nfrom pathlib import Path\n"
            'Markdown(f"# {Path(report).name} {lang}")'
        ),
    ]
    nbformat.write(new_notebook(cells=cells), own)
    few = [reports / "a-2023.txt", reports / "b.txt"]
    done = render_briefs(few, tmp_path / "out", notebook=own, lang="en", progress=False)
    titles = [
        html.parse(str(done.folder / page)).getroot().findtext(".//h1")
        for page in done.pages["page"]
    ]
    assert titles == ["a-2023.txt en", "b.txt en"]


def test_where_pages_must_not_go(reports: Path, tmp_path: Path) -> None:
    with pytest.raises(ReportkitError, match=r"lies within .* read from"):
        render_briefs(reports, reports / "pages")
    file = tmp_path / "file"
    file.write_text("x")
    with pytest.raises(ReportkitError, match="is a file; name a folder"):
        render_briefs(reports, file)
    with pytest.raises(ReportkitError, match="cannot be made"):
        render_briefs(reports / "b.txt", file / "pages")
    with pytest.raises(ReadError, match="does not exist"):
        render_briefs(tmp_path / "none", tmp_path / "out")


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere"
)
def test_a_folder_that_cannot_be_written_to(reports: Path, tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(ReportkitError, match="cannot be"):
        render_briefs(reports, tmp_path / "out")
    tmp_path.chmod(0o700)


class AtOnce(Executor):
    """Does what it is handed at once, in this process."""

    def submit(self, call: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(call(*args, **kwargs))
        return future


def test_what_one_run_held_is_read_anew_by_the_next(reports: Path, tmp_path: Path) -> None:
    runs = [
        render_briefs(reports, tmp_path / name, executor=AtOnce(), progress=False)
        for name in ("first", "second")
    ]
    first, second = (run.pages["page"].tolist() for run in runs)
    assert len(first) > 1
    assert first == second
