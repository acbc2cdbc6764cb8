"""What a briefing says: every figure leads to its cell, nothing is claimed that was not printed."""

import csv
import importlib
import re
import string
from importlib.resources import files
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from lxml import html

from reportkit import example, example_panel, read_report
from reportkit.brief import parts as page
from reportkit.brief.blocks import Block, Part
from reportkit.brief.subject import Subject, newest, open_subject, open_subjects
from reportkit.errors import ReadError, ReportkitError
from reportkit.panel import Panel
from support import read_text

PANEL = example_panel()
pytestmark = pytest.mark.usefixtures("_no_charts")
WORDING = list(
    csv.DictReader(
        (files("reportkit.brief") / "wording.csv").read_text(encoding="utf-8").splitlines()
    )
)


def subject(report: str, lang: Any = "zh", panel: Panel = PANEL) -> Subject:
    return Subject(panel.report(report), panel, lang)


def markup(parts: Any) -> str:
    return "".join(
        block.html for part in parts for block in part if isinstance(block, Block)
    )  # fmt: skip


@pytest.fixture
def _no_charts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave charts out where nothing is asked of them: they take longer than all the rest."""
    for module in ("disclosure", "requests", "refusals", "reviews", "change"):
        # The part of this name hides its module: that is looked up by its own.
        own = importlib.import_module(f"reportkit.brief.parts.{module}")
        monkeypatch.setattr(own, "chart", lambda *_: None)


def document(one: Subject) -> Any:
    return html.document_fromstring(markup([page.title(one), *page.parts(one)]))


# --- every figure leads to where it was printed ---------------------------------------------------


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("report", PANEL.reports["report"])
def test_every_link_leads_to_its_cell_and_says_what_is_printed_there(
    report: str, lang: str
) -> None:
    one = subject(report, lang)
    root = document(one)
    ids = {element.get("id"): element for element in root.xpath("//*[@id]")}
    links = root.xpath("//a[@href]")
    assert len(links) > 20
    assert {link.get("href")[1:] for link in links} <= set(ids)
    compared = 0
    for link in links:
        target, said = ids[link.get("href")[1:]], link.text_content()
        if target.tag == "td" and re.fullmatch(r"[\d,.]+", said):
            place = target.get("id")
            own = one.before if place.startswith("before-") else one
            address = place.removeprefix("before-").split(".")
            printed = own.report.cells.set_index(["table", "item", "column"]).loc[tuple(address)]
            assert float(said.replace(",", "")) == printed["value"]
            assert target.text_content().strip().startswith(printed["printed"])
            compared += 1
    assert compared > 15


def test_a_group_has_no_cell_its_figure_leads_to_its_rows() -> None:
    one = subject("宿迁市人民政府-2024")
    assert one.figure("requests", "denied") == '<a href="#requests.denied">92</a>'
    cells = PANEL.cells.query(
        "report == '宿迁市人民政府-2024' and column == 'total' and item.str.startswith('denied')"
    )
    assert cells["value"].sum() == 92
    assert one.terms("share_disclosed") == (
        '1,902 (<a href="#requests.granted.total">1,431</a> + '
        '<a href="#requests.partly_granted.total">471</a>)'
    )


@pytest.mark.parametrize(
    ("printed", "zh", "en"),
    [("", "空白", "blank"), ("-", "横线", "dash"), ("多", "不是数字", "no number")],
)
def test_what_is_no_number_is_never_shown_as_one(
    printed: str, zh: str, en: str, xiuwu_text: str
) -> None:
    line = next(row for row in xiuwu_text.splitlines() if row.startswith("一、本年新收"))
    changed = line.rstrip("\t").rpartition("\t")[0] + f"\t{printed}\t"
    report = read_text(xiuwu_text.replace(line, changed))
    panel = Panel(report.reports, report.cells, report.narrative, report.notes, PANEL.unread)
    for lang, word in (("zh", zh), ("en", en)):
        one = Subject(report, panel, lang)  # type: ignore[arg-type]
        assert word in one.figure("requests", "received")
        assert one.value("requests", "received") is None
        assert word in repr(page.requests(one)[1])


def test_a_blank_share_says_what_it_would_be() -> None:
    assert "若空白即 0，则为 34%" in subject("上海市人民政府办公厅-2019").share("share_disclosed")
    text = repr(page.requests(subject("宿迁市人民政府-2025", "en")))
    assert "there is no chart of them" in text


# --- what is said ---------------------------------------------------------------------------------


def test_the_parts_stand_in_order() -> None:
    ids = document(subject("修武县人民政府-2023")).xpath("//h2/@id")
    assert ids == [
        "headline", "disclosure", "requests", "refusals", "review", "change", "problems", "adds_up",
        "sources", "annex", "words", "notes",
    ]  # fmt: skip


def test_the_wording_is_whole_in_both_languages() -> None:
    def gaps(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    assert len({row["key"] for row in WORDING}) == len(WORDING)
    for row in WORDING:
        assert row["zh"].strip(), row["key"]
        assert row["en"].strip() or row["key"] == "unit_件", row["key"]
        assert gaps(row["en"]) - gaps(row["zh"]) <= {"year"}, row["key"]
        assert gaps(row["zh"]) <= gaps(row["en"]), row["key"]
        assert not re.search("[\u4e00-\u9fff]{3}", re.sub("国办公开办函", "", row["en"])), row[
            "key"
        ]


def test_no_cause_is_claimed() -> None:
    causal = re.compile(
        r"因为|由于|导致|造成|得益于|归因|使得|because|due to|thanks to|led to|as a result|caused",
        re.IGNORECASE,
    )
    assert not [row["key"] for row in WORDING if causal.search(row["zh"] + row["en"])]


def test_every_sentence_of_the_wording_is_said_somewhere() -> None:
    source = "".join(
        path.read_text(encoding="utf-8")
        for path in Path(str(files("reportkit.brief"))).rglob("*.py")
    )
    made = ("state_", "unit_", "status_", "cover_", "place_", "prose_")
    lost = [
        row["key"] for row in WORDING
        if not row["key"].startswith(made)
        and not re.search(f"[\"']{row['key']}[\"']", source)
        and row["key"] not in {f"{table}_table" for table in ("disclosure", "requests", "review")}
        and not re.fullmatch("(count|share)_(up|down)", row["key"])
    ]  # fmt: skip
    assert lost == []


def test_the_english_page_has_english_names_and_marks_chinese() -> None:
    root = document(subject("宿迁市人民政府-2024", "en"))
    (title,) = root.iter("h1")
    assert title.text_content() == (
        "宿迁市人民政府: annual report on open government information, 2024"
    )
    assert title.xpath("span[@lang='zh-CN']/text()") == ["宿迁市人民政府"]
    named = re.compile("[\u4e00-\u9fff]{2}")
    for table in root.iter("table"):
        heads = [th.text_content() for th in table.iter("th")]
        assert not [head for head in heads if named.search(head)]


def test_change_is_told_with_its_interval_and_where_it_cannot_be() -> None:
    text = repr(page.changes(subject("宿迁市人民政府-2024", "en")))
    assert "of the 10 lines below, the 95 % interval of 7 leaves out 0 (disclosure rate" in text
    assert "Requests received\t3,511\t3,525\t+14\t−151 … +179\tinterval holds 0" in text
    assert "Normative documents in force\t597\t420\t−177\t—\tno interval" in text
    assert "+10.4 percentage points: +0.1 by the mix of applicants, +10.3 by the rates" in text
    alone = repr(page.changes(subject("修武县人民政府-2023", "en")))
    assert "No report of the same body for the year before is in hand" in alone


def test_editions_and_gaps_bar_a_comparison() -> None:
    about = {"issuer": "宿迁市人民政府", "report": "宿迁市人民政府-2019"}
    old = PANEL.report("上海市人民政府办公厅-2019")
    both = Panel(
        pd.concat([PANEL.reports.iloc[[1]], old.reports.assign(**about)], ignore_index=True),
        pd.concat(
            [PANEL.cells[PANEL.cells["report"] == "宿迁市人民政府-2024"], old.cells.assign(**about)],
            ignore_index=True,
        ),
        old.narrative, old.notes, PANEL.unread,
    )  # fmt: skip
    text = repr(page.changes(subject("宿迁市人民政府-2024", "en", both)))
    assert "not comparable (a year or more is missing between them" in text
    assert "the editions of the form count differently" in text
    assert "+14" not in text


def test_a_figure_that_rests_on_a_wrong_sum_says_so() -> None:
    one = subject("淮安市洪泽区人民政府-2023", "en")
    warning = "(a total used here differs from its parts)"
    for part in (page.headline(one), page.reviews(one)):
        assert warning in repr(part)
    assert warning not in repr(page.requests(one))
    assert one.doubt("reconsideration").startswith(' <a class="doubt" href="#adds_up">')
    assert warning.strip("()") in repr(page.changes(subject("淮安市洪泽区人民政府-2024", "en")))


def test_figures_without_prose_do_not_lack_their_sections() -> None:
    found = subject("宿迁市人民政府-2024").findings
    assert not set(found["rule"]) & {"F1", "F2", "F3"}
    assert {"F1", "F2", "F3"} <= set(subject("修武县人民政府-2023").findings["rule"])
    assert "No prose of this report is in hand" in repr(
        page.problems_and_measures(subject("宿迁市人民政府-2024", "en"))
    )


def test_problems_lead_to_the_paragraph_that_names_them() -> None:
    root = document(subject("修武县人民政府-2023"))
    links = root.xpath("//a[@class='to']")
    assert len(links) == 6
    for link in links:
        (target,) = root.xpath(f"//*[@id='{link.get('href')[1:]}']")
        assert link.getparent().xpath("string(span)") in target.text_content()


# --- several bodies -------------------------------------------------------------------------------


def test_bodies_stand_side_by_side_and_lead_to_their_parts() -> None:
    panel = Path(str(files("reportkit"))).parents[1] / "data" / "panel"
    subjects = open_subjects(panel, lang="en")
    blocks: list[Part] = [page.comparison(subjects), page.common_prose(subjects)]
    for one in subjects:
        blocks += [Part([page.body_heading(one)]), *page.parts(one)]
    root = html.document_fromstring(markup([*blocks, page.definitions(subjects[0])]))
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in root.xpath("//a/@href")} <= set(ids)
    rows = root.xpath("//table[1]/tbody/tr/th")
    assert [row.text_content() for row in rows] == [
        "宿迁市人民政府", "淮安市洪泽区人民政府", "上海市人民政府办公厅", "修武县人民政府",
    ]  # fmt: skip


def test_the_newest_report_of_each_body_is_taken() -> None:
    assert newest(PANEL) == [
        "宿迁市人民政府-2025", "淮安市洪泽区人民政府-2024", "上海市人民政府办公厅-2019",
        "修武县人民政府-2023",
    ]  # fmt: skip
    nameless = PANEL.reports.assign(issuer=None)
    unknown = Panel(
        nameless.astype(PANEL.reports.dtypes), PANEL.cells, PANEL.narrative, PANEL.notes,
        PANEL.unread,
    )  # fmt: skip
    assert newest(unknown) == PANEL.reports["report"].tolist()


def test_two_years_of_files_are_one_page_on_the_newer(tmp_path: Path, xiuwu_text: str) -> None:
    new, old = tmp_path / "new.txt", tmp_path / "old.txt"
    new.write_text(xiuwu_text, encoding="utf-8")
    old.write_text(xiuwu_text.replace("2023", "2022").replace("\t713\t", "\t710\t"),
                   encoding="utf-8")  # fmt: skip
    one = open_subject([old, new])
    assert one.report.id == "修武县人民政府-2023"
    assert one.before is not None
    assert one.before.report.id == "修武县人民政府-2022"
    assert "行政强制处理决定\t710\t713\t+3" in repr(page.changes(one))


def test_a_source_with_nothing_in_it_is_told(tmp_path: Path) -> None:
    (tmp_path / "no.txt").write_text("通知", encoding="utf-8")
    with pytest.raises(ReadError, match=r"no\.txt"):
        open_subject(tmp_path / "no.txt")
    with pytest.raises(ReportkitError, match="4 issuers were read; name one"):
        open_subject(Path(str(files("reportkit"))).parents[1] / "data" / "panel")
    with pytest.raises(ReportkitError, match="no report '甲-2023'"):
        open_subject(example(), only="甲-2023")
    assert read_report(example()).id == open_subject(None).report.id
