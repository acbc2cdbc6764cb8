"""Only harmless HTML passes: what a report's text smuggles into an output does not run."""

import logging
import re
from typing import Any

from lxml import html as lxml_html

_LOG = logging.getLogger(__name__)

_TAGS = frozenset(
    "a abbr b blockquote br caption cite code col colgroup dd del details dfn div dl dt em "
    "figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp "
    "section small span strong sub summary sup table tbody td tfoot th thead time tr u ul var wbr"
    "".split()
)
_ATTRIBUTES = frozenset(
    "abbr alt aria-hidden aria-label class colspan datetime dir headers height href id lang open "
    "reversed role rowspan scope src start title value width".split()
)
#: Elements whose text is no prose: they go with all that they hold. Any other that is not known
#: leaves its text behind.
_WHOLE = frozenset(
    "applet audio base button canvas datalist embed form frame frameset head iframe input link "
    "math meta meter noembed noframes noscript object option optgroup param picture plaintext "
    "progress script select source style svg template textarea title track video xmp".split()
)
#: Web pages, places of this page, and files beside it: their names, percent-encoded, have no colon.
_LINK = re.compile(
    r"https?://|mailto:|#|[\w.~%-]+\.(?:html|pdf|csv)(?:#[\w.-]*)?\Z", re.IGNORECASE | re.ASCII
)
_IMAGE = re.compile(r"data:image/(?:png|jpeg|gif|webp|svg\+xml);base64,[A-Za-z0-9+/=\s]*\Z")
#: Characters that HTML may not hold; a NUL would end the page for lxml.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")


def disarm(html: str, place: str = "") -> str:
    """Return a piece of HTML, in a div, with harmless elements and attributes alone.

    Scripts, styles, frames and forms go, as do addresses that are neither links to web pages nor
    images held in the page. Each piece is parsed by itself: a tag left open ends with its output.
    What a reader may miss is told in the log, with `place`.

    Examples
    --------
    >>> disarm('<p onclick="x()">甲<style>*{}</style><a href="javascript:x()">乙</p>')
    '<div><p>甲<a>乙</a></p></div>'
    """
    parser = lxml_html.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True
    )
    piece = f"<div>{_CONTROL.sub('', html)}</div>".encode()
    body = lxml_html.document_fromstring(piece, parser=parser).find("body")
    for element in list(body.iterdescendants()):
        _disarm(element, place)
    return "".join(lxml_html.tostring(child, encoding="unicode") for child in body)


def _disarm(element: Any, place: str) -> None:
    if element.tag in _WHOLE or (
        element.tag == "img" and not _IMAGE.match(element.get("src", "").strip())
    ):
        if element.tag != "style":  # pandas puts one into every table
            _LOG.warning("%s: <%s> is left out of the page", place, element.tag)
        element.drop_tree()
        return
    if element.tag not in _TAGS:
        element.drop_tag()
        return
    for name in element.attrib:
        if name not in _ATTRIBUTES:
            del element.attrib[name]
    if element.tag != "a" or not _LINK.match(element.get("href", "").strip()):
        element.attrib.pop("href", None)
    if element.tag == "img":
        element.set("alt", element.get("alt", ""))
    else:
        element.attrib.pop("src", None)
