"""The briefing: one page that is whole, safe, the same every time, and fit to be read by all."""

import base64
import logging
import re
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import pytest
from fontTools.ttLib import TTFont
from lxml import html
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from PIL import Image

from reportkit import (
    ReadError,
    Report,
    ReportkitError,
    example,
    read_report,
    table_disclosure,
)
from reportkit import brief as package
from reportkit.brief import parts, render_brief
from reportkit.brief.blocks import chart
from reportkit.brief.disarm import disarm
from reportkit.brief.page import build_page
from reportkit.brief.picture import picture_of
from reportkit.brief.subject import open_subject
from reportkit.brief.wording import say
from reportkit.fonts import font_path
from reportkit.plots import plot_disclosure
from reportkit.webfont import subset
from support import ROOT

PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII="
)
#: A file's name is data, even one that would end a string and a line of the parameter cell.
NAME = 'it\'s "2023"\nraise SystemExit  # {lang} \\ 焦作.txt'

SETUP = """
import sys
from pathlib import Path
import pandas as pd
import matplotlib.pyplot as plt
from IPython.display import HTML, Markdown, display
from reportkit import read_report
path, report = report, read_report(report)
display(Markdown(f"# {report.title}"))
"""
FIGURE = """
fig, ax = plt.subplots(figsize=(2, 1))
ax.bar([1, 2], [3, 4])
display(fig, metadata={"image/png": {"alt": 'Bars: "3" & 4'}})
plt.close(fig)
"""


def write(path: Path, *cells: Any) -> Path:
    """Write a notebook with its parameter cell first."""
    tagged = new_code_cell('report = None\nlang = "zh"', metadata={"tags": ["parameters"]})
    nbformat.write(new_notebook(cells=[tagged, *cells]), path)
    return path


def rendered(*cells: Any, lang: Any = "zh") -> Any:
    """Return the page of cells that were executed, so to speak."""
    notebook = new_notebook(cells=list(cells))
    for number, cell in enumerate(notebook.cells, 1):
        cell.metadata["place"] = f"cell {number}"
    return html.document_fromstring(build_page(notebook, lang, "test.ipynb"))


def output(**data: str) -> Any:
    """Return a code cell with one output, as `text_html="…"`."""
    bundle = {kind.replace("_", "/"): content for kind, content in data.items()}
    return new_code_cell("show()", outputs=[new_output("display_data", data=bundle)])


TITLE = new_markdown_cell("# 简报")


@pytest.fixture(scope="module")
def notebook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(
        tmp_path_factory.mktemp("notebook") / "demo.ipynb",
        new_code_cell(SETUP),
        new_markdown_cell("## 申请\n\n[条例](https://www.gov.cn/)"),
        new_code_cell(FIGURE),
        new_code_cell('report.table("requests").astype("Int64")'),
        new_code_cell('print(Path(path).name == path.rpartition("/")[2], repr(Path(path).name))'),
        new_code_cell('print(lang, sys.executable)\nPath("left.txt").write_text("behind")'),
        new_code_cell('print("a warning", file=sys.stderr)'),
    )


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / NAME
    path.write_bytes(example().read_bytes())
    return path


@pytest.fixture(scope="module")
def whole(notebook: Path, source: Path) -> str:
    return render_brief(source, notebook=notebook)


@pytest.fixture(scope="module")
def document(whole: str) -> Any:
    return html.document_fromstring(whole)


# --- the page -------------------------------------------------------------------------------------


def test_language_title_and_landmark(document: Any, xiuwu: Any) -> None:
    assert document.get("lang") == "zh-CN"
    assert document.findtext(".//title") == xiuwu.title
    assert [h1.text_content() for h1 in document.iter("h1")] == [xiuwu.title]
    assert len(document.findall("body/main")) == 1


def test_nothing_comes_from_outside_and_nothing_runs(document: Any, whole: str) -> None:
    assert not document.xpath("//script | //link | //iframe | //object | //embed | //base")
    assert not [name for e in document.iter() for name in e.attrib if name.startswith("on")]
    assert all(src.startswith("data:image/") for src in document.xpath("//@src"))
    assert document.xpath("//@href") == ["https://www.gov.cn/"]
    assert set(re.findall(r"url\((.{10})", whole)) == {"data:font/"}
    assert "@import" not in whole
    policy = document.xpath("string(//meta[@http-equiv='Content-Security-Policy']/@content)")
    assert policy.startswith("default-src 'none'; img-src data:; font-src data:;")


def test_code_is_hidden_and_outputs_are_shown(document: Any) -> None:
    text = document.find(".//main").text_content()
    assert "read_report" not in text
    assert "plt" not in text
    assert "zh " + sys.executable in text, "the kernel is the running interpreter"


def test_what_a_file_is_called_is_data(document: Any) -> None:
    assert f"True {NAME!r}" in document.find(".//main").text_content()


def test_images_are_described(document: Any, whole: str) -> None:
    assert [image.get("alt") for image in document.iter("img")] == ['Bars: "3" & 4']
    assert "No description has been provided" not in whole


def test_tables_can_be_read_aloud_and_scrolled(document: Any) -> None:
    (table,) = document.iter("table")
    heads = table.xpath(".//th")
    assert heads
    assert {th.get("scope") for th in table.xpath("thead//th")} == {"col"}
    assert {th.get("scope") for th in table.xpath("tbody//th")} == {"row"}
    assert all(th.text_content().strip() for th in heads)
    assert not set(table.attrib) & {"border", "class"}
    assert len(table.findall("thead/tr")) == 1, "the names of the axes are no row of their own"
    assert {td.get("class") for td in table.xpath("tbody//td")} == {"number"}
    box = table.getparent()
    assert (box.get("class"), box.get("role"), box.get("tabindex")) == ("scroll", "region", "0")
    assert box.get("aria-label") == "表 1：申请"


def test_the_font_holds_the_characters_of_the_page(document: Any) -> None:
    (packed,) = re.findall(r"url\(data:font/woff;base64,([^)]+)\)", document.findtext(".//style"))
    with TTFont(BytesIO(base64.b64decode(packed))) as font, TTFont(font_path(), lazy=True) as whole:
        held, known = set(font.getBestCmap()), set(whole.getBestCmap())
    shown = set(map(ord, "".join(document.find(".//main").itertext())))
    assert shown & known <= held
    assert len(held) < len(shown) + 30


def test_the_same_inputs_give_the_same_bytes(
    whole: str, notebook: Path, source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    (tmp_path / "base").mkdir()  # a folder called like one of nbconvert's templates
    written = render_brief(source, "briefing.html", notebook=notebook)
    assert written == Path("briefing.html")
    assert written.read_text(encoding="utf-8") == whole
    assert sorted(path.name for path in tmp_path.iterdir()) == ["base", "briefing.html"]
    assert [r.message for r in caplog.records if r.name.startswith("reportkit")] == [
        'demo.ipynb, cell 8 ("print("a warning", file=sys.stderr)"): a warning'
    ]


def test_english() -> None:
    table = "<table><thead><tr><th>甲</th></tr></thead><tr><td>public</td></tr></table>"
    document = rendered(new_markdown_cell("# Briefing"), output(text_html=table), lang="en")
    assert document.get("lang") == "en"
    assert document.xpath("string(//*[@role='region']/@aria-label)") == "Table 1: Briefing"
    assert document.xpath("//*[@lang='zh-CN']/text()") == ["甲"]


def test_chinese_words_of_an_english_page_are_marked_one_by_one() -> None:
    told = (
        "<p>label 「予以公开」 read as <b>公开 or</b> 不予公开, see 国办公开办函〔2021〕30号.</p>"
        "<p>以上都是中文的一段。</p><p>2023</p><p><small lang='zh-CN'>丙</small> and <em lang='en'>丁 x</em></p>"
    )
    document = rendered(new_markdown_cell("# Briefing"), output(text_html=told), lang="en")
    marked = [one.text_content() for one in document.xpath("//main//*[@lang='zh-CN']")]
    assert marked == [
        "「予以公开」", "公开", "不予公开", "国办公开办函〔2021〕30号", "以上都是中文的一段。", "丙", "丁",
    ]  # fmt: skip
    (first, *_) = document.xpath("//main//p")
    assert first.text_content() == (
        "label 「予以公开」 read as 公开 or 不予公开, see 国办公开办函〔2021〕30号."
    )


# --- mending --------------------------------------------------------------------------------------


def test_headings_are_numbered_by_nesting() -> None:
    text = "# 简报\n#### 一\n###### 二\n###### 三\n#### 四\n# 五\n### 六\n"
    headings = rendered(new_markdown_cell(text)).xpath("//main/*")
    assert [(h.tag, h.text) for h in headings] == [
        ("h1", "简报"), ("h2", "一"), ("h3", "二"), ("h3", "三"), ("h2", "四"), ("h2", "五"),
        ("h3", "六"),
    ]  # fmt: skip


def test_ids_are_unique() -> None:
    ids = rendered(TITLE, output(text_html="<p id=a></p><p id=b></p><p id=a></p>")).xpath("//@id")
    assert ids == ["a", "b"]


@pytest.mark.parametrize("text", ["简报", "## 简报", "## 一\n# 简报", "# <b></b>"])
def test_a_page_needs_a_title(text: str) -> None:
    with pytest.raises(ReportkitError, match=r"test\.ipynb has no title: .* # …"):
        rendered(new_markdown_cell(text))


@pytest.mark.parametrize(
    "cell",
    [
        output(image_png=PIXEL),
        output(text_html=f'<img src="data:image/png;base64,{PIXEL}">'),
        new_markdown_cell(f"![](data:image/png;base64,{PIXEL})"),
    ],
    ids=["figure", "html", "markdown"],
)
@pytest.mark.parametrize(("lang", "alt"), [("zh", "图 1（简报）"), ("en", "Figure 1 (简报)")])
def test_an_image_without_description_is_told(
    cell: Any, lang: Any, alt: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert rendered(TITLE, cell, lang=lang).xpath("//img/@alt") == [alt]
    (told,) = caplog.messages
    assert told.startswith(
        f"test.ipynb, cell 2: an image has no description; the page calls it {alt}"
    )


def test_each_image_has_a_description_of_its_own() -> None:
    first, again = (
        output(text_html=f'<img alt="甲" src="data:image/png;base64,{PIXEL}">') for _ in range(2)
    )
    second = output(image_png=PIXEL)
    document = rendered(TITLE, first, new_markdown_cell("## 乙"), second, again)
    assert document.xpath("//img/@alt") == ["甲", "图 2（乙）", "甲（图 3）"]
    assert document.xpath("//*[@role='group']/@aria-label") == ["图 2：乙"]


def test_figures_stand_right_and_words_left() -> None:
    table = """<table border="1" class="dataframe"><thead>
    <tr><th></th><th></th><th colspan="2">件</th><th>说明</th><th>率</th></tr>
    <tr><th></th><th></th><th>甲</th><th>乙</th><th></th><th></th></tr></thead><tbody>
    <tr><th rowspan="2">一</th><th>1</th><td>1,234</td><td>NaN</td><td>无</td><td>12.5%–40%</td></tr>
    <tr><th>2</th><td>-3.5</td><td>7</td><td>3</td><td>—</td></tr></tbody></table>"""
    document = rendered(TITLE, output(text_html=table))
    first, second = document.xpath("//tbody/tr")
    assert [cell.get("class") for cell in first] == [
        "stub",
        None,
        "number",
        "number",
        None,
        "number",
    ]
    assert [cell.get("class") for cell in second] == [None, "number", "number", None, "number"]
    assert [cell.get("scope") for cell in first[:2]] == ["rowgroup", "row"]
    assert document.xpath("//thead//th[@colspan]/@scope") == ["colgroup"]
    assert not document.xpath("//th[not(normalize-space())]")


def test_a_statutory_table_keeps_the_heads_that_it_has() -> None:
    """Its bands have heads of columns within the body: no other table has."""
    given = table_disclosure(read_report(example()).cells).to_html()
    (table,) = rendered(TITLE, output(text_html=given)).iter("table")
    scopes = [head.get("scope") for head in table.xpath("tbody[2]//th")]
    assert scopes == ["rowgroup", "col", "col", "row"]
    assert table.get("class") == "statutory disclosure"
    assert table.xpath("string(tbody[2]//td)") == "17081"


def test_a_table_that_says_what_it_holds_is_believed() -> None:
    row = "<tr><th>一</th><td>3</td><td><em>未填</em></td></tr>"
    tables = "".join(f'<table class="{kind}">{row}</table>' for kind in ("figures", "prose", "x"))
    classes = rendered(TITLE, output(text_html=tables)).xpath("//table//td")
    assert [td.get("class") for td in classes] == ["number", "number", None, None, "number", None]


def test_groups_of_a_list_stay() -> None:
    facts = (
        "<dl class=figures><div><dt>一</dt><dd>1</dd></div><div><dt>二</dt><dd>2</dd></div></dl>"
    )
    document = rendered(TITLE, output(text_html=facts))
    assert len(document.xpath("//main/dl/div[dt and dd]")) == 2


def test_a_hostile_span_ends() -> None:
    rendered(
        TITLE, output(text_html="<table><tr><td colspan=99999999999 rowspan=99999999>1</table>")
    )


# --- what must not survive ------------------------------------------------------------------------

HOSTILE = [
    "<script>alert(1)</script>",
    "<scr\x00ipt>alert(1)</script>",
    "<img src=x onerror=alert(1) alt=x>",
    "<img src='https://example.org/x.png' alt=x>",
    "<img src='data:text/html,<script>alert(1)</script>' alt=x>",
    "<a href='javascript:alert(1)' onclick=alert(1)>a</a>",
    "<a href=' java\nscript:alert(1)'>a</a>",
    "<a href='data:text/html,x'>a</a>",
    "<svg><script>alert(1)</script><a xlink:href='javascript:alert(1)'>x</a></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=x()'>",
    "<iframe src='https://example.org'></iframe><object data=x></object><embed src=x>",
    "<div style='background: url(https://example.org/x)'>a</div>",
    "<style scoped>@import 'https://example.org/x.css';</style>",
    "<link rel=stylesheet href='https://example.org/x.css'><base href='https://example.org'>",
    "<meta http-equiv=refresh content='0; url=https://example.org'>",
    "<form action='https://example.org'><input autofocus onfocus=alert(1)></form>",
    "</div></main></body></html><body onload=alert(1)><script>alert(1)</script>",
    "<noscript><p title='</noscript><script>alert(1)</script>'>",
    "<textarea><script>alert(1)</script>",
    "<!-- <script>alert(1)</script>",
    "<![CDATA[<script>alert(1)</script>]]><?php alert(1) ?>",
    "<template><script>alert(1)</script></template><plaintext>",
    "<video src='https://example.org/x'></video><table background='https://example.org/x'></table>",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_runs_or_calls_out_is_left_out(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reportkit.brief.page.font_face", lambda text: "")
    cells = (output(text_html=text), output(text_markdown=text), new_markdown_cell(text))
    document = rendered(TITLE, *cells, new_markdown_cell("## 下文"))
    main = document.find("body/main")
    assert main.xpath("string(h2)") == "下文", "what follows stands, and stands in its place"
    assert len(document.find("body")) == 1
    assert not document.find("body").attrib
    tags = {element.tag for element in main.iter()}
    assert not tags & {
        "script", "style", "svg", "math", "iframe", "object", "embed", "link", "base", "meta", "form",
        "input", "template", "noscript", "textarea", "video", "img",
    }  # fmt: skip
    names = {name for element in main.iter() for name in element.attrib}
    assert not {name for name in names if name.startswith("on")} | names & {
        "style", "src", "background", "href"
    }  # fmt: skip


def test_harmless_html_stays(caplog: pytest.LogCaptureFixture) -> None:
    kept = '<p class="lead">甲<sup>2</sup></p><details><summary>原文</summary>&lt;b&gt;</details>'
    assert disarm(kept) == f"<div>{kept}</div>"
    assert disarm('<a href="HTTP://example.org/?a=1&amp;b">乙</a>').count("href") == 1
    assert not caplog.records
    disarm("<svg></svg>", "cell 3")
    assert caplog.messages == ["cell 3: <svg> is left out of the page"]


def test_a_title_cannot_leave_the_running_title() -> None:
    title = 'x"} </style><script>alert(1)</script> * {'
    document = rendered(output(text_html=f"<h1>{title.replace('<', '&lt;')}</h1>"))
    assert document.findtext(".//title") == title
    assert not document.xpath("//script")
    assert "alert(1)" not in document.findtext(".//style")


def test_the_font_is_the_same_whatever_the_order() -> None:
    assert subset("政府信息公开") == subset("开公息信府政政")


def test_a_picture_of_few_colours_keeps_each_of_its_pixels() -> None:
    figure = Figure(figsize=(1, 0.5), layout="constrained")
    figure.add_artist(Rectangle((0.2, 0.2), 0.5, 0.5, color="#0072B2", antialiased=False))
    figure.add_artist(Rectangle((0.4, 0.4), 0.2, 0.6, color="#D55E00", antialiased=False))
    picture = picture_of(figure, "two boxes")
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    drawn = np.asarray(canvas.buffer_rgba())[..., :3]
    assert len(np.unique(drawn.reshape(-1, 3), axis=0)) == 3
    image = Image.open(BytesIO(picture.png))
    assert image.mode == "P"
    assert (np.asarray(image.convert("RGB")) == drawn).all()
    assert (picture.alt, picture.width) == ("two boxes", 120)


# --- errors ---------------------------------------------------------------------------------------


def test_a_notebook_that_fails_leaves_what_was_written(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    failing = write(tmp_path / "bad.ipynb", new_code_cell("import reportkit\n1 / 0"))
    target = tmp_path / "briefing.html"
    target.write_text("before", encoding="utf-8")
    with (
        caplog.at_level(logging.CRITICAL),
        pytest.raises(ReportkitError) as raised,
    ):
        render_brief(example(), target, notebook=failing)
    assert str(raised.value) == "bad.ipynb stopped with ZeroDivisionError: division by zero"
    assert target.read_text(encoding="utf-8") == "before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bad.ipynb", "briefing.html"]


def test_inputs_that_cannot_be_used_are_named(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"none\.txt does not exist"):
        render_brief(tmp_path / "none.txt")
    with pytest.raises(ValueError, match="lang 'fr' is not one of zh, en"):
        render_brief(example(), lang="fr")  # type: ignore[arg-type]
    with pytest.raises(ReportkitError, match=r"notebook .*none\.ipynb does not exist"):
        render_brief(example(), notebook=tmp_path / "none.ipynb")
    for content in ("nonsense", "[]", '{"cells": 1}'):
        (tmp_path / "damaged.ipynb").write_text(content, encoding="utf-8")
        with pytest.raises(ReportkitError, match=r"damaged\.ipynb is not a Jupyter notebook"):
            render_brief(example(), notebook=tmp_path / "damaged.ipynb")
    tagged = new_code_cell("report = None", metadata={"tags": ["parameters"]})
    write(tmp_path / "twice.ipynb", tagged)
    with pytest.raises(ReportkitError, match=r"twice\.ipynb has 2 cells tagged parameters"):
        render_brief(example(), notebook=tmp_path / "twice.ipynb")


def test_where_to_write_is_looked_at_before_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run_notebook(*_: object) -> None:
        raise AssertionError("the notebook ran")

    monkeypatch.setattr(package, "run_notebook", run_notebook)
    source = tmp_path / "report.txt"
    source.write_bytes(example().read_bytes())
    for target, message in (
        (tmp_path / "none" / "x.html", r"the folder .*none does not exist"),
        (tmp_path, "is a folder; name a file in it"),
        (source, r"report\.txt would replace what it is made from"),
    ):
        with pytest.raises(ReportkitError, match=message):
            render_brief(source, target, notebook=write(tmp_path / "x.ipynb"))


def test_the_core_install_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nbclient", None)
    with pytest.raises(ReportkitError, match=r'nbclient: .*pip install "reportkit\[brief\]"'):
        render_brief(example())


def test_importing_the_briefing_is_light() -> None:
    code = (
        "import sys, reportkit.brief; "
        "print({'nbconvert', 'nbclient', 'nbformat', 'fontTools', 'uharfbuzz'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )  # fmt: skip
    assert done.stdout.strip() == "set()"


def test_a_chart_that_cannot_be_drawn_is_said_and_stops_nothing(
    tmp_path: Path, xiuwu_text: str
) -> None:
    report = tmp_path / "report.txt"
    report.write_text(xiuwu_text.replace("(一) 予以公开\t7", "(一) 予以公开\t-7"), encoding="utf-8")
    subject = open_subject(report, lang="en")
    told = repr(parts.requests(subject))
    assert "This chart cannot be drawn: a figure that it rests on is below 0." in told
    assert "frame" not in told, "a page's reader has none"
    assert "17081" in repr(parts.annex(subject)), "what follows stands"
    assert "此图无法绘制：所据的数有小于 0 的。" in repr(parts.requests(open_subject(report)))


def test_every_reason_why_a_chart_is_missing_is_told_in_both_languages() -> None:
    source = "".join(
        path.read_text(encoding="utf-8")
        for path in (ROOT / "src" / "reportkit" / "plots").glob("*.py")
    )
    reasons = set(re.findall(r'reason="(\w+)"', source))
    assert {"empty", "negative", "many"} <= reasons
    for lang in ("zh", "en"):
        assert all(say(f"why_{reason}", lang) for reason in (*reasons, "other"))


def test_a_chart_of_nothing_says_so(xiuwu: Report) -> None:
    block = chart(plot_disclosure, xiuwu.cells.iloc[:0], "zh")
    assert "没有可画的数据" in repr(block)
