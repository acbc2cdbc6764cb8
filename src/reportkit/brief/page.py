"""The page: an executed notebook as one HTML document, mended so that everyone can read it."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lxml import html as lxml_html

from ..codebook import Lang
from ..errors import ReportkitError
from ..sheet import CLOSING, opening, running_title
from ..webfont import font_face
from .disarm import disarm
from .tables import mend_table

if TYPE_CHECKING:
    from .blocks import Block

_LOG = logging.getLogger(__name__)

_NAMES = {"zh": {"table": "表", "figure": "图"}, "en": {"table": "Table", "figure": "Figure"}}
_UNTOLD = {"zh": "图 {number}（{heading}）", "en": "Figure {number} ({heading})"}
_AGAIN = {"zh": "{alt}（图 {number}）", "en": "{alt} (Figure {number})"}
_COLON = {"zh": "：", "en": ": "}
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_PROSE = ("p", "li", "td", "th", "dt", "dd", "caption", "blockquote", *_HEADINGS)
#: What a page can show of an output, the best first.
_SHOWN = (
    "text/html", "text/markdown", "image/svg+xml", "image/png", "image/jpeg", "text/plain",
)  # fmt: skip
_CHINESE = "\u3400-\u9fff\uf900-\ufaff"
_HAN = re.compile(f"[{_CHINESE}]")
#: Chinese words with the marks and figures between them: 国办公开办函〔2021〕30号.
_RUN = re.compile(
    f"[「《（“]?[{_CHINESE}](?:[{_CHINESE}「」《》（）〔〕“”、，。；：·0-9]*[{_CHINESE}」》）〕”。])?"
)
#: What no line parts: a date, a place in a report, an interval, words of the prescribed title.
_KEPT = re.compile(
    "(?:第 )?[0-9]+(?:–[0-9]+)? ?[年月日页段行列栏]|政府信息公开工作|年度报告"
    "|[<−+-]?[0-9][0-9,.]*[%％]?(?:[–—~～]| 至 | to )[−+-]?[0-9][0-9,.]*[%％]?"
)
#: What holds no words of the page.
_NO_TEXT = ("style", "script")


def page_of(blocks: Sequence[Block], lang: Lang) -> str:
    """Return a page that is made of blocks alone, by the same template."""
    from nbformat.v4 import new_code_cell, new_notebook, new_output

    outputs = [
        new_output("display_data", data={"text/html": block.html})  # type: ignore[no-untyped-call]
        for block in blocks
    ]
    cell = new_code_cell(outputs=outputs, metadata={"place": "page"})  # type: ignore[no-untyped-call]
    return build_page(new_notebook(cells=[cell]), lang, "page")  # type: ignore[no-untyped-call]


def build_page(notebook: Any, lang: Lang, name: str) -> str:
    """Return the page of an executed notebook; `name` is what messages call the notebook."""
    document = lxml_html.document_fromstring(
        _draft(notebook, lang).encode(),
        parser=lxml_html.HTMLParser(encoding="utf-8", huge_tree=True),
    )
    main = document.find(".//main")
    title = _order_headings(main, name)
    _describe_images(main, lang, name)
    document.find(".//title").text = title
    _keep_first_ids(main)
    for table in main.iter("table"):
        mend_table(table)
    _box(main, lang)
    if lang == "en":
        _mark_chinese(main)
    _keep_together(main)
    # What stood around a cell and its outputs has done its work.
    for wrapper in main.xpath("div[@data-cell] | div[@data-cell]/div[not(@*)]"):
        wrapper.drop_tag()
    style = document.find(".//style")
    style.text += running_title(title)
    shown = "".join(main.itertext()) + _descriptions(main) + title + "0123456789/"
    style.text += font_face(shown)
    whole: str = lxml_html.tostring(document, encoding="unicode", doctype="<!DOCTYPE html>")
    return whole + "\n"


def _draft(notebook: Any, lang: Lang) -> str:
    """Return the page as the template has it: markdown and outputs, without code."""
    for cell in notebook.cells:
        # What has no form that a page can show (a widget, a script) would make nbconvert warn.
        for output in [o for o in cell.get("outputs", ()) if "data" in o]:
            if not set(_SHOWN) & set(output["data"]):
                cell.outputs.remove(output)
    draft: str = _exporter().from_notebook_node(
        notebook,
        resources={
            "opening": opening(lang), "closing": CLOSING, "metadata": {"name": "", "path": ""}
        },
    )[0]  # fmt: skip
    return draft


@cache
def _exporter() -> Any:
    """Return nbconvert with the page's template, which is compiled once."""
    from nbconvert.exporters import HTMLExporter
    from traitlets.config import Config

    class Exporter(HTMLExporter):
        def from_notebook_node(self, nb: Any, resources: Any = None, **kw: Any) -> Any:
            # HTMLExporter would parse the page once more, for the sake of its own templates.
            return super(HTMLExporter, self).from_notebook_node(nb, resources, **kw)

    return Exporter(  # type: ignore[no-untyped-call]
        config=Config({"NbConvertBase": {"display_data_priority": list(_SHOWN)}}),
        extra_template_basedirs=[str(Path(__file__).parent / "templates")],
        template_name="briefing",
        exclude_input=True,
        exclude_anchor_links=True,
        optimistic_validation=True,
        filters={"disarm": disarm},
    )


def _describe_images(main: Any, lang: Lang, name: str) -> None:
    """Give each image a description of its own.

    One that has none is called by its number and heading, and whoever renders the page is told;
    one that is shown again has its number behind its description.
    """
    heading, seen = "", set()
    for number, element in _numbered(main):
        if number == 0:
            heading = _line(element)
            continue
        alt = (element.get("alt") or "").strip()
        if not alt:
            alt = _UNTOLD[lang].format(number=number, heading=heading)
            place = element.xpath("string(ancestor::*[@data-cell][1]/@data-cell)")
            _LOG.warning(
                "%s, %s: an image has no description; the page calls it %s. Give it one: "
                'display(fig, metadata={"image/png": {"alt": "…"}}); plt.close(fig)',
                name, place, alt,
            )  # fmt: skip
        elif alt in seen:
            alt = _AGAIN[lang].format(number=number, alt=alt)
        element.set("alt", alt)
        seen.add(alt)


def _numbered(main: Any) -> Iterator[tuple[int, Any]]:
    """Yield headings, with 0, and images, with their number."""
    number = 0
    for element in main.iter(*_HEADINGS, "img"):
        number += element.tag == "img"
        yield (number if element.tag == "img" else 0), element


def _order_headings(main: Any, name: str) -> str:
    """Number the levels by nesting, so that none is skipped and one is first; return the title."""
    headings = list(main.iter(*_HEADINGS))
    title = _line(headings[0]) if headings else ""
    if not title or headings[0].tag != "h1":
        raise ReportkitError(f"{name} has no title: let its first heading be one, # ….")
    above: list[int] = []
    for heading in headings[1:]:
        level = max(2, int(heading.tag[1]))
        while above and above[-1] >= level:
            above.pop()
        above.append(level)
        heading.tag = f"h{len(above) + 1}"
    return title


def _line(element: Any) -> str:
    return " ".join(element.text_content().split())


def _keep_first_ids(main: Any) -> None:
    seen: set[str] = set()
    for element in main.xpath(".//*[@id]"):
        if element.get("id") in seen:
            del element.attrib["id"]
        else:
            seen.add(element.get("id"))


def _box(main: Any, lang: Lang) -> None:
    """Put tables and charts into boxes that scroll by themselves, by keyboard too."""
    heading = ""
    counts = {"table": 0, "figure": 0}
    images = {image: number for number, image in _numbered(main) if number}
    for element in list(main.iter(*_HEADINGS, "table", "figure")):
        if element.tag in _HEADINGS:
            heading = _line(element)
            continue
        kind = element.tag
        inner = element if kind == "table" else element.find(".//img")
        if inner is None:
            continue
        counts[kind] = images[inner] if kind == "figure" else counts[kind] + 1
        caption = element.findtext("caption") or element.findtext("figcaption") or heading
        label = f"{_NAMES[lang][kind]} {counts[kind]}{_COLON[lang]}{caption}"
        role = "region" if kind == "table" else "group"
        box = lxml_html.Element(
            "div", {"class": "scroll", "tabindex": "0", "role": role, "aria-label": label}
        )
        inner.addprevious(box)
        box.tail, inner.tail = inner.tail, None
        box.append(inner)


def _mark_chinese(main: Any) -> None:
    """Tell a screen reader which parts of an English page to read as Chinese, to single words."""
    for element in main.iter(*_PROSE):
        letters = [letter for letter in element.text_content() if letter.isalpha()]
        if letters and "lang" not in element.attrib and all(map(_HAN.match, letters)):
            element.set("lang", "zh-CN")
    for element in list(main.iter()):
        if _HAN.search(element.tail or "") and _language(element.getparent()) == "en":
            _wrap_tail(element, _RUN, {"lang": "zh-CN"})
        if _holds_text(element) and _HAN.search(element.text or "") and _language(element) == "en":
            _wrap_text(element, _RUN, {"lang": "zh-CN"})


def _keep_together(main: Any) -> None:
    """Let no line end within a date or an interval."""
    for element in list(main.iter()):
        if element is not main and _KEPT.search(element.tail or ""):
            _wrap_tail(element, _KEPT, {"class": "kept"})
        if _holds_text(element) and _KEPT.search(element.text or ""):
            _wrap_text(element, _KEPT, {"class": "kept"})


def _holds_text(element: Any) -> bool:
    return isinstance(element.tag, str) and element.tag not in _NO_TEXT


def _language(element: Any) -> str:
    """Return the language that an element of an English page is marked as."""
    marked = (one.get("lang") for one in (element, *element.iterancestors()))
    return next(filter(None, marked), "en")


def _wrap_tail(element: Any, what: re.Pattern[str], attributes: dict[str, str]) -> None:
    """Put what stands behind an element and is of a kind into spans."""
    element.tail, spans = _parted(element.tail, what, attributes)
    for span in reversed(spans):
        element.addnext(span)


def _wrap_text(element: Any, what: re.Pattern[str], attributes: dict[str, str]) -> None:
    """Put what stands in an element, before its first child, and is of a kind into spans."""
    element.text, spans = _parted(element.text, what, attributes)
    element[:0] = spans


def _parted(text: str, what: re.Pattern[str], attributes: dict[str, str]) -> tuple[str, list[Any]]:
    """Part a text before the first of a kind: what stands there, and spans with all else."""
    spans = []
    ends = [found.span() for found in what.finditer(text)]
    for (start, end), (following, _) in zip(ends, [*ends[1:], (len(text), 0)], strict=True):
        span = lxml_html.Element("span", attributes)
        span.text, span.tail = text[start:end], text[end:following]
        spans.append(span)
    return text[: ends[0][0]], spans


def _descriptions(main: Any) -> str:
    return "".join(image.get("alt") for image in main.iter("img"))
