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
from markupsafe import Markup

from reportkit import example, example_panel, read_report
from reportkit.brief import parts as page
from reportkit.brief.blocks import Block, Part
from reportkit.brief.loading import newest
from reportkit.brief.subject import Subject, open_subject, open_subjects
from reportkit.brief.wording import say
from reportkit.errors import ReadError, ReportkitError
from reportkit.panel import Panel
from reportkit.places import say_place
from support import change, read_text

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
            compared += 1
            if target.get("class") == "sum":  # which no report prints: it is told as such
                assert target.text_content() == said
                row = target.getparent().xpath("string(th[last()])")
                assert row in ("以上各项之和（报告未印）", "These rows added up (not printed)")
                continue
            printed = own.report.cells.set_index(["table", "item", "column"]).loc[tuple(address)]
            assert float(said.replace(",", "")) == printed["value"]
            assert target.text_content().strip().startswith(printed["printed"])
    assert compared > 15


def test_a_group_has_no_cell_its_figure_leads_to_a_sum_told_as_ours() -> None:
    one = subject("宿迁市人民政府-2024")
    assert one.figure("requests", "denied") == '<a href="#requests.denied">92</a>'
    cells = PANEL.cells.query(
        "report == '宿迁市人民政府-2024' and column == 'total' and item.str.startswith('denied')"
    )
    assert cells["value"].sum() == 92
    root = document(one)
    sums = {cell.get("id"): cell.text_content() for cell in root.xpath("//td[@class='sum']")}
    this_year = {name: sums[f"requests.{name}"] for name in ("denied", "unable", "not_processed")}
    assert this_year == {"denied": "92", "unable": "941", "not_processed": "117"}
    assert set(sums) == {
        f"{before}requests.{name}" for before in ("", "before-")
        for name in ("denied", "unable", "not_processed", "other")
    }  # fmt: skip
    assert one.terms("share_disclosed") == (
        '1,902 (<a href="#requests.granted.total">1,431</a> + '
        '<a href="#requests.partly_granted.total">471</a>)'
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("report", PANEL.reports["report"])
def test_the_annex_has_each_cell_once_with_its_place_in_the_official_layout(
    report: str, lang: Any
) -> None:
    one = subject(report, lang)
    root = html.document_fromstring(markup([page.annex(one)]))
    own = one.report.cells
    tables = root.xpath("//table[not(preceding::h3)]")
    kinds = [table.get("class") for table in tables]
    assert kinds == [f"statutory {name}" for name in dict.fromkeys(own["table"])]
    bands = root.xpath("//table[@class='statutory disclosure'][1]//th[@scope='rowgroup']")
    assert len(bands) == (5 if one.edition == "2019" else 4)
    for table, item, column, source in own[
        ["table", "item", "column", "source"]
    ].itertuples(index=False, name=None):  # fmt: skip
        (cell,) = root.xpath(f"//td[@id='{table}.{item}.{column}']")
        if pd.notna(source):
            assert cell.get("title", "") == say_place(str(source), lang)


def test_a_sum_that_lacks_a_row_is_told_to_be_unknown(xiuwu_text: str) -> None:
    line = next(row for row in xiuwu_text.splitlines() if "属于国家秘密" in row)
    blank = line.rstrip("\t").rpartition("\t")[0] + "\t\t"
    report = read_text(xiuwu_text.replace(line, blank))
    panel = Panel(report.reports, report.cells, report.narrative, report.notes, PANEL.unread)
    root = html.document_fromstring(markup([page.annex(Subject(report, panel, "en"))]))
    assert root.xpath("string(//td[@id='requests.denied'])") == "cells blank, dashed or absent"
    assert root.xpath("string(//td[@id='requests.unable'])") == "0"


def test_shares_of_a_column_have_the_same_decimals() -> None:
    """One reason in a thousand needs a decimal: the whole column has it."""
    (table,) = document(subject("宿迁市人民政府-2024", "en")).xpath("//table[@class='figures']")
    values = [cell.text_content() for cell in table.xpath("tbody/tr/td[2]")]
    assert {"78.0%", "0.1%"} <= set(values)
    ends = " ".join(cell.text_content() for cell in table.xpath("tbody/tr/td[3]"))
    for column in (" ".join(values), ends):
        assert set(re.findall(r"\d(\.\d+)?%", re.sub(r"\.\d", ".0", column))) == {".0"}


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
        parts = string.Formatter().parse(text)
        return {name for _, name, spec, _ in parts if name and "|" not in (spec or "")}

    assert len({row["key"] for row in WORDING}) == len(WORDING)
    for row in WORDING:
        assert row["zh"].strip(), row["key"]
        assert row["en"].strip() or row["key"] == "unit_件", row["key"]
        assert gaps(row["en"]) - gaps(row["zh"]) <= {"year"}, row["key"]
        assert gaps(row["zh"]) <= gaps(row["en"]), row["key"]
        assert not re.search("[\u4e00-\u9fff]{3}", re.sub("国办公开办函", "", row["en"])), row[
            "key"
        ]


def test_english_counts_have_their_singular() -> None:
    assert say("prose_hint", "en", count=1, figures="1") == "1 differs from the tables (1)"
    assert say("prose_hint", "en", count=2, figures="1, 2") == "2 differ from the tables (1, 2)"
    linked = Markup('<a href="#c">1</a>')
    assert say("few", "en", count=linked).startswith(f"Only {linked} request was closed")
    assert "requests were closed" in say("few", "en", count=0)
    assert "requests were closed" in say("few", "en", count=Markup("11 (<a>1</a> + 10)"))
    for row in WORDING:
        spare = string.Formatter().parse(row["zh"])
        assert not [spec for _, _, spec, _ in spare if spec], row["key"]
        chosen = {n for _, n, spec, _ in string.Formatter().parse(row["en"]) if "|" in (spec or "")}
        if row["key"].startswith("status_"):
            continue  # the word alone, beside a count that stands before it
        assert all(f"{{{name}}}" in row["en"] for name in chosen), row["key"]


def test_no_percent_sign_can_be_parted_from_its_figure() -> None:
    assert not [row["key"] for row in WORDING if re.search(r"\d\s%", row["zh"] + row["en"])]


def test_no_cause_is_claimed() -> None:
    causal = re.compile(
        r"因为|由于|导致|造成|得益于|归因|使得|because|due to|thanks to|led to|as a result|caused",
        re.IGNORECASE,
    )
    assert not [row["key"] for row in WORDING if causal.search(row["zh"] + row["en"])]


def test_notes_are_told_in_the_language_of_the_page_and_long_ones_are_folded() -> None:
    zh = html.fromstring(markup([page.notes(subject("宿迁市人民政府-2025"))]))
    assert "只知道这里列出的各行" in zh.text_content()
    folded = zh.xpath("//details")
    assert len(folded) == 1
    short = folded[0].xpath("summary")[0].text_content()
    assert short.startswith(
        "有 24 行（「上年结转政府信息公开申请数量」、「予以公开」、「部分公开」等）缺"
    )
    whole = folded[0].text_content().removeprefix(short)
    assert whole.count("」、「") == 24 + 7 - 2
    assert not re.search("[a-z_]{3,}", zh.text_content())
    en = repr(page.notes(subject("宿迁市人民政府-2025", "en")))
    assert "only the rows given here are known" in en
    assert "24 rows are absent (“Requests carried over from last year”, " in en
    assert "requests." not in en


def test_a_note_that_is_not_known_is_shown_as_it_is() -> None:
    notes = PANEL.notes.assign(message="something <new>", place="line 3")
    panel = Panel(PANEL.reports, PANEL.cells, PANEL.narrative, notes, PANEL.unread)
    told = markup([page.notes(subject("宿迁市人民政府-2025", panel=panel))])
    assert '第 3 行：<span lang="en">something &lt;new&gt;</span>' in told


def test_where_a_cell_was_printed_is_told_in_the_language_of_the_page() -> None:
    told = {lang: markup([page.annex(open_subject(lang=lang))]) for lang in ("zh", "en")}
    assert 'title="第 43 行第 3 栏"' in told["zh"]
    assert 'title="line 43, field 3"' in told["en"]
    assert "line 43" not in told["zh"]


def test_the_english_page_has_english_names_and_marks_chinese() -> None:
    root = document(subject("宿迁市人民政府-2024", "en"))
    (title,) = root.iter("h1")
    assert title.text_content() == (
        "宿迁市人民政府, 2024: briefing on the annual report on open government information"
    )
    assert title.xpath("span[@lang='zh-CN']/text()") == ["宿迁市人民政府"]
    named = re.compile("[\u4e00-\u9fff]{2}")
    for table in root.iter("table"):
        heads = [th.text_content() for th in table.iter("th")]
        assert not [head for head in heads if named.search(head)]


def test_change_is_told_with_its_interval_and_where_it_cannot_be() -> None:
    text = repr(page.changes(subject("宿迁市人民政府-2024", "en")))
    assert "of the 15 lines below: the 95% interval of 7 excludes 0 (disclosure rate" in text
    assert (
        "; the 95% interval of 3 includes 0, so no change can be established; 5 have no inter"
        in text
    )
    assert "\t59,237.2449\t72,701.2578\t+13,464.0129\t—" in text
    assert "Requests received\t3,511\t3,525\t+14\t−151 to +179\tinterval includes 0" in text
    assert "Normative documents in force\t597\t420\t−177\t—\tno interval" in text
    assert "+10.4 percentage points: +0.1 from the mix of applicants, +10.3 from the rates" in text
    alone = repr(page.changes(subject("修武县人民政府-2023", "en")))
    assert "The same body's report for the year before is not in hand" in alone


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
    assert "not comparable (a year between the two reports is missing" in text
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


# --- where a chart would say nothing --------------------------------------------------------------


def refusing(count: int, closed: float | None, state: str = "number") -> Panel:
    """Return a panel of a report that refused so many of so many requests closed."""
    own = PANEL.cells["report"] == "修武县人民政府-2023"
    cells = change(PANEL.cells[own], "denied_state_secret", "total", count)
    cells = change(cells, "outcomes_total", "total", closed, state)
    return Panel(PANEL.reports, cells, PANEL.narrative, PANEL.notes, PANEL.unread)


@pytest.mark.parametrize(("count", "drawn"), [(1, 0), (9, 0), (10, 1), (30, 1)])
def test_of_few_refusals_there_is_a_sentence_and_no_chart(
    count: int, drawn: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = importlib.import_module("reportkit.brief.parts.refusals")
    calls: list[Any] = []
    monkeypatch.setattr(module, "chart", lambda *given: calls.append(given))
    text = repr(page.refusals(subject("修武县人民政府-2023", "en", refusing(count, 100))))
    assert len(calls) == drawn
    noun = "refusal" if count == 1 else "refusals"
    assert (f"With {count} {noun} (fewer than 10) the intervals" in text) == (not drawn)
    assert f"\t{count}\t100%" in text


@pytest.mark.parametrize(
    ("report", "drawn"), [("宿迁市人民政府-2024", 1), ("淮安市洪泽区人民政府-2024", 0)]
)
def test_of_few_cases_there_is_a_sentence_and_no_chart(
    report: str, drawn: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = importlib.import_module("reportkit.brief.parts.reviews")
    calls: list[Any] = []
    monkeypatch.setattr(module, "chart", lambda *given: calls.append(given))
    text = repr(page.reviews(subject(report)))
    assert len(calls) == drawn
    assert ("各自已审结的均不足 10 件" in text) == (not drawn)


@pytest.mark.parametrize(
    ("closed", "state", "said"),
    [(None, "blank", "not known (blank)"), (0, "number", "0"), (5, "number", "5")],
)
def test_refusals_without_a_share_of_the_closed_are_still_told(
    closed: float | None, state: str, said: str
) -> None:
    text = repr(page.refusals(subject("修武县人民政府-2023", "en", refusing(9, closed, state))))
    assert "9 refused: denied 9" in text
    assert f"Requests closed: {said}; no share can be computed." in text


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
        "淮安市洪泽区人民政府", "上海市人民政府办公厅", "宿迁市人民政府", "修武县人民政府",
    ]  # fmt: skip


def test_the_newest_report_of_each_body_is_taken() -> None:
    assert newest(PANEL) == [
        "淮安市洪泽区人民政府-2024", "上海市人民政府办公厅-2019", "宿迁市人民政府-2025",
        "修武县人民政府-2023",
    ]  # fmt: skip
    nameless = PANEL.reports.assign(issuer=None)
    unknown = Panel(
        nameless.astype(PANEL.reports.dtypes), PANEL.cells, PANEL.narrative, PANEL.notes,
        PANEL.unread,
    )  # fmt: skip
    assert sorted(newest(unknown)) == sorted(PANEL.reports["report"])


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
