"""All pages are by one sheet, stand by themselves, and look alike."""

import re

import pytest
from lxml import html

from reportkit import Report, check, locate, side_by_side
from reportkit import sheet as own
from reportkit.brief.blocks import Block
from reportkit.brief.page import page_of
from reportkit.listing import as_html


def test_every_page_has_the_sheet_and_the_frame(xiuwu: Report) -> None:
    found, located = check(xiuwu.cells), locate(xiuwu.cells)
    for lang, code in (("zh", "zh-CN"), ("en", "en")):
        pages = [
            page_of([Block("<h1>简报</h1>")], lang),
            as_html(found, located, lang=lang),
            side_by_side(xiuwu, xiuwu, lang=lang).html,
        ]
        for page in pages:
            root = html.document_fromstring(page)
            assert root.get("lang") == code
            assert page.count(own.style()) == 1
            assert len(root.xpath("body/main/h1 | body/main/div[@class='beside']/h1")) == 1
            assert "@font-face" in page
            assert "counter(page)" in page
            (policy,) = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
            assert "default-src 'none'" in policy
            assert not root.xpath("//script")


def test_a_page_without_the_font_s_cutter_is_shown_in_the_reader_s(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(own, "find_spec", lambda name: None)
    page = own.page("题", "<p>文</p>", "zh")
    assert "@font-face" not in page
    assert "<p>文</p>" in page


def test_a_title_leaves_neither_its_element_nor_its_string() -> None:
    page = own.page('x"}</style><script>alert(1)</script>', "", "en")
    assert "<script" not in page
    assert html.document_fromstring(page).findtext(".//title").startswith('x"}</style>')


def test_colours_for_another_s_page_are_those_of_the_sheet() -> None:
    given = own.palette(".beside")
    assert ":root" not in given
    for name in ("--ink", "--paper", "--soft", "--rule", "--accent"):
        light, dark = re.findall(rf"{name}: (#\w+)", given)
        shown = re.findall(rf"{name}: (#\w+)", own.style())
        assert [light, dark] == shown[:2]
        assert light != dark
