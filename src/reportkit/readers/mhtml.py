"""Web pages saved as one file (.mhtml, .mht): the page is one part of a mail message."""

from collections.abc import Iterable, Mapping

from ..document import Block, Remark
from ..errors import ReadError
from . import html


def read(data: bytes, name: str) -> tuple[Iterable[Block | Remark], Mapping[str, str]]:
    """Read the saved page; of several frames, the one that holds the most tables."""
    from email import message_from_bytes, policy

    message = message_from_bytes(data, policy=policy.default)
    pages: list[bytes] = []
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes) and payload.strip():
                pages.append(payload)
    if not pages:
        raise ReadError(
            f"{name} holds no web page; save the page again, as a complete page or as HTML."
        )
    return html.read(max(pages, key=lambda page: (page.lower().count(b"<table"), len(page))), name)
