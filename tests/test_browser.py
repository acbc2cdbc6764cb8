"""Briefings and the index in a real browser, as their readers see them.

Needs Chromium (Debian: ``apt install chromium``) and the extra ``reportkit[browser]``; skipped where
one of them is missing.
"""

import io
import re
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.request import url2pathname

import nbformat
import numpy as np
import pypdfium2
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from PIL import Image, ImageDraw, ImageFont

from reportkit import ReportkitError, check, example, example_panel, locate, side_by_side
from reportkit.brief import pdf as printing
from reportkit.brief import print_pdf, render_brief, render_briefs
from reportkit.brief.loading import example_panel_folder
from reportkit.cli import main
from reportkit.fonts import font_path
from reportkit.listing import as_html
from support import EXAMPLES, NO_EXAMPLES

try:
    CHROMIUM = printing.find_chromium()
except ReportkitError as lacking:
    pytest.skip(str(lacking), allow_module_level=True)
if find_spec("playwright") is None or find_spec("axe_playwright_python") is None:
    pytest.skip(
        'playwright or axe is not installed: pip install "reportkit[browser]"',
        allow_module_level=True,
    )

LANGS = ("zh", "en")
PHONE = 360
ONE, NEWER, INDEX, SEVERAL = (
    "修武县人民政府-2023.html",
    "宿迁市人民政府-2024.html",
    "index.html",
    "all.html",
)
KINDS = (ONE, NEWER, INDEX, SEVERAL)
#: Pages by the same sheet that are made without a notebook.
FINDINGS, BESIDE = "findings.html", "beside.html"


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder a language: each bundled report's page, the index, and all bodies on one page."""
    folder, source = tmp_path_factory.mktemp("pages"), example_panel_folder()
    with ProcessPoolExecutor(2) as workers:  # which stay warm for the second language
        for lang in LANGS:
            (folder / lang).mkdir()
        several = [
            workers.submit(render_brief, source, folder / lang / SEVERAL, lang=lang)
            for lang in LANGS
        ]
        for lang in LANGS:
            render_briefs(source, folder / lang, lang=lang, executor=workers, progress=False)
        for made in several:
            made.result()
    panel = example_panel()
    findings, located = check(panel.cells, reports=panel.reports), locate(panel.cells)
    years = [panel.report(f"宿迁市人民政府-{year}") for year in (2023, 2024)]
    for lang in LANGS:
        text = as_html(findings, located, lang=lang)  # type: ignore[arg-type]
        (folder / lang / FINDINGS).write_text(text, encoding="utf-8")
        text = side_by_side(*years, lang=lang).html  # type: ignore[arg-type]
        (folder / lang / BESIDE).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    flags = [*printing.FLAGS, *printing.surroundings()]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def asked() -> list[str]:
    """What pages asked for beyond themselves."""
    return []


@pytest.fixture(scope="module")
def tabs(browser: Any, pages: Path, asked: list[str]) -> Iterator[Any]:
    """Open a page in a tab of its own; whatever it asks for beyond itself is refused."""
    contexts: list[Any] = []

    def open_page(lang: str, name: str) -> Any:
        context = browser.new_context()
        contexts.append(context)
        address = (pages / lang / name).as_uri()

        def look(route: Any) -> None:
            if route.request.url.partition("#")[0] == address:
                route.continue_()
            else:
                asked.append(route.request.url)
                route.abort()

        page = context.new_page()
        page.route("**/*", look)
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def kept() -> dict[tuple[str, str], Any]:
    """The tabs that several tests look at."""
    return {}


@pytest.fixture
def opened(tabs: Any, kept: dict[tuple[str, str], Any], asked: list[str]) -> Iterator[Any]:
    """Show a page, which the test leaves as it is; a request beyond it is a failure."""

    def show(lang: str, name: str, *, width: int = 1000) -> Any:
        if (lang, name) not in kept:
            kept[lang, name] = tabs(lang, name)
        page = kept[lang, name]
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme="light")
        return page

    yield show
    assert [url for url in asked if not url.startswith("data:")] == []


everywhere = pytest.mark.parametrize("lang", LANGS)
every_kind = pytest.mark.parametrize("name", KINDS, ids=["one", "newer", "index", "several"])
every_page = pytest.mark.parametrize("name", [*KINDS, FINDINGS, BESIDE])


@every_page
@everywhere
def test_axe_finds_nothing(lang: str, name: str, opened: Any) -> None:
    page = opened(lang, name)
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    # The dark page differs in its colours alone.
    assert violations(page, runOnly=["color-contrast", "link-in-text-block"]) == []


def violations(page: Any, **options: object) -> list[tuple[str, list[str]]]:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={"resultTypes": ["violations"], **options}).response
    return [
        (one["id"], [node["html"][:120] for node in one["nodes"][:3]])
        for one in found["violations"]
    ]


@every_page
@everywhere
def test_a_phone_scrolls_in_one_direction(lang: str, name: str, opened: Any) -> None:
    page = opened(lang, name, width=PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE
    # Not hidden by clipping: no element that does not scroll by itself is wider than the screen.
    wide = page.evaluate(
        """() => [...document.querySelectorAll('main *')]
            .filter(e => !e.closest('.scroll') && e.getBoundingClientRect().right > innerWidth + 1)
            .map(e => e.tagName + ' ' + e.textContent.slice(0, 40))"""
    )
    assert wide == []
    cut = page.evaluate(
        """() => [...document.querySelectorAll('figure.chart .scroll')]
            .filter(box => box.scrollWidth > box.clientWidth).map(box => box.ariaLabel)"""
    )
    assert cut == []
    # A chart has all of the screen: its labels are small as it is.
    charts = page.evaluate(
        """() => [...document.querySelectorAll('figure.chart img')]
            .map(e => e.getBoundingClientRect()).map(box => [box.left, box.right])"""
    )
    assert all(chart == [0, PHONE] for chart in charts)


@every_kind
@everywhere
def test_links_lead_somewhere(lang: str, name: str, opened: Any, pages: Path) -> None:
    page = opened(lang, name)
    links = page.evaluate("[...document.querySelectorAll('a')].map(a => a.getAttribute('href'))")
    assert links
    inner = [link[1:] for link in links if link.startswith("#")]
    assert page.evaluate("ids => ids.filter(id => !document.getElementById(id))", inner) == []
    for file in {link.partition("#")[0] for link in links if not link.startswith("#")}:
        target = page.evaluate("link => new URL(link, location).pathname", file)
        assert Path(url2pathname(target)).is_file()
    if inner:
        first = page.locator(f"a[href='#{inner[-1]}']").first
        first.click()
        page.wait_for_function("document.querySelector(':target') !== null")
        box = page.locator(":target").bounding_box()
        assert box["y"] < 900, "the target is in sight"


@pytest.mark.parametrize("name", [ONE, NEWER, SEVERAL], ids=["one", "newer", "several"])
@everywhere
def test_every_image_has_a_description_of_its_own(lang: str, name: str, opened: Any) -> None:
    page = opened(lang, name)
    texts = page.evaluate("[...document.images].map(i => i.alt)")
    assert len(texts) >= 3
    assert all(len(text) > 20 for text in texts)
    assert len(set(texts)) == len(texts)
    assert page.evaluate("[...document.images].every(i => i.complete && i.naturalWidth > 0)")


@pytest.mark.parametrize(
    ("lang", "name", "few", "most"),
    [
        ("zh", ONE, 6, 10),
        ("en", ONE, 6, 10),
        ("zh", NEWER, 8, 12),
        ("en", NEWER, 8, 12),
        ("zh", INDEX, 1, 3),
        ("zh", SEVERAL, 20, 32),
    ],
)
def test_the_pdf_is_tagged_titled_and_of_the_right_length(
    lang: str, name: str, few: int, most: int, pages: Path, tmp_path: Path, opened: Any
) -> None:
    title = opened(lang, name).title()
    path = print_pdf(pages / lang / name, tmp_path / "page.pdf")
    data = path.read_bytes()
    assert b"/StructTreeRoot" in data
    assert re.search(rb"/Lang\s*\(" + (b"zh-CN" if lang == "zh" else b"en"), data)
    with pypdfium2.PdfDocument(data) as pdf:
        assert pdf.get_metadata_dict()["Title"] == title
        count = len(pdf)
        assert few <= count <= most
        texts = [page.get_textpage().get_text_bounded() for page in pdf]
        filled = [_filled(np.asarray(page.render(scale=0.5).to_pil().convert("L"))) for page in pdf]
    assert min(filled) > 0.1, "no page is empty but for a line or two"
    heads = opened(lang, name).locator("h2, h3, h4, caption").all_text_contents()
    for number, text in enumerate(texts, 1):
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        assert f"{number} / {count}" in lines, "each page says which it is"
        told = [line for line in lines if line not in (title, f"{number} / {count}")]
        assert told[-1] not in heads, "no heading is parted from what it heads"
    lead = re.sub(r"\s", "", title)[:8]
    assert all(lead in re.sub(r"\s", "", text) for text in texts[1:]), "a running title"


@everywhere
def test_a_printed_table_fits_the_paper(lang: str, tabs: Any) -> None:
    page = tabs(lang, NEWER)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": round(170 / 25.4 * 96), "height": 900})  # A4 in its margins
    wide = page.evaluate(
        """() => [...document.querySelectorAll('table, img')]
            .filter(e => e.getBoundingClientRect().right > innerWidth + 1)
            .map(e => e.className + ' ' + e.getBoundingClientRect().right)"""
    )
    assert wide == []
    charts = page.evaluate(
        """() => [...document.querySelectorAll('figure.chart img')].map(e => {
            const [own, all] = [e, e.closest('figure')].map(e => e.getBoundingClientRect())
            return [own.left - all.left, all.right - own.right]})"""
    )
    assert charts
    assert all(left == pytest.approx(right, abs=1) for left, right in charts), "in the middle"
    cut = page.evaluate(
        """() => [...document.querySelectorAll('.statutory :is(td, th)')]
            .filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.textContent)"""
    )
    assert cut == []


def test_chinese_is_drawn_with_the_page_s_own_font(tabs: Any) -> None:
    """A line of the page looks as the font draws it: no empty boxes, no other font."""
    text, size = "拒绝及其理由", 60
    page = tabs("zh", ONE)
    assert page.evaluate("document.fonts.ready.then(() => document.fonts.check('20px Briefing'))")
    page.evaluate(
        """([text, size]) => { document.body.innerHTML =
            `<p id=line style="position:absolute;top:0;left:0;margin:0;padding:8px;color:#000;`
            + `background:#fff;font:${size}px/1.5 Briefing;white-space:nowrap"></p>`;
            document.getElementById('line').textContent = text; }""",
        [text, size],
    )
    shot = Image.open(io.BytesIO(page.locator("#line").screenshot())).convert("L")
    font = ImageFont.truetype(str(font_path()), size)
    drawn = Image.new("L", shot.size, 255)
    ImageDraw.Draw(drawn).text((8, 8), text, font=font, fill=0)
    seen, meant = _cut(shot), _cut(drawn)
    assert abs(seen.width - meant.width) <= 3
    assert abs(seen.height - meant.height) <= 3
    alike = _alike(seen, meant)
    boxes = Image.new("L", shot.size, 255)
    ImageDraw.Draw(boxes).text((8, 8), "□" * len(text), font=font, fill=0)
    assert alike > 0.9
    assert alike > 2 * _alike(seen, _cut(boxes).resize(meant.size))


def _filled(page: Any) -> float:
    """Return how far down a printed page reaches, between its head and its foot."""
    height = page.shape[0]
    own = page[round(height * 0.06) : round(height * 0.94)]
    return float(np.flatnonzero((own < 200).any(axis=1))[-1] + 1) / len(own)


def _cut(image: Image.Image) -> Image.Image:
    dark = np.argwhere(np.asarray(image) < 128)
    (top, left), (bottom, right) = dark.min(axis=0), dark.max(axis=0)
    return image.crop((int(left), int(top), int(right) + 1, int(bottom) + 1))


def _alike(one: Image.Image, other: Image.Image) -> float:
    """Return the correlation of two pictures, at their best place to a pixel or two."""
    size = (min(one.width, other.width), min(one.height, other.height))
    first = np.asarray(one.crop((0, 0, *size)), dtype=float)
    best = -1.0
    for down in (-2, -1, 0, 1, 2):
        for right in (-2, -1, 0, 1, 2):
            moved = np.roll(
                np.asarray(other.crop((0, 0, *size)), dtype=float), (down, right), (0, 1)
            )
            best = max(best, float(np.corrcoef(first.ravel(), moved.ravel())[0, 1]))
    return best


def test_the_command_prints(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page, own = tmp_path / "page.html", tmp_path / "own.ipynb"
    cells = [
        new_code_cell('report = None\nlang = "zh"', metadata={"tags": ["parameters"]}),
        new_markdown_cell("# 简报"),
    ]
    nbformat.write(new_notebook(cells=cells), own)
    given = ["brief", str(example()), "--notebook", str(own), "-o", str(page), "--pdf"]
    assert main(given) == 0
    assert page.with_suffix(".pdf").read_bytes().startswith(b"%PDF")
    assert "page.pdf (" in capsys.readouterr().out


@pytest.mark.skipif(not EXAMPLES.exists(), reason=NO_EXAMPLES)
def test_a_real_pdf_makes_a_good_page(tmp_path: Path, browser: Any) -> None:
    path = tmp_path / "page.html"
    assert main(["brief", str(EXAMPLES / "hongze-2024.pdf"), "-o", str(path)]) == 0
    page = browser.new_page()
    page.goto(path.as_uri())
    assert page.title() == "淮安市洪泽区人民政府2024年政府信息公开工作年度报告：简报"
    text = page.inner_text("main")
    assert "新收 95 件" in text
    assert "62%" in text
    page.close()
