"""Bytes to text, for files that say nothing, or something wrong, about their encoding."""

import codecs
import re

from ..errors import ReadError

#: Byte order marks, the longest first: that of UTF-32 begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: Pages cut a title in the middle of a character: as many as one damaged character in so many is
#: borne, and shows as U+FFFD where it stood.
_BEARABLE = 200
#: A few control characters come along when text is copied out of Word (cell marks are U+0007); a
#: file with more than one in so many characters is no text.
_CONTROLS = 50
_STRAY = (*range(9), *range(14, 32), 127)
_CONTROL = re.compile(f"[{re.escape(''.join(map(chr, _STRAY)))}]")
#: The commonest characters of any Chinese prose, simplified and traditional. GB18030 gives nearly
#: every pair of bytes some character, so that it "reads" Big5: only the words tell that it is not.
_COMMON = re.compile(
    "[的一是在不有人中大年月日和以上为為国國公政行信息本主开開市地部及于於請请机機]"
)
#: What Chinese text is made of, but for the odd rare character.
_USUAL = re.compile(r"[\t\n\r\f -~\xa0\u2010-\u203b\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef]")
_MOSTLY = 0.9


def decode(data: bytes, name: str) -> str:
    """Return the text of a file, whichever encoding it is in.

    A byte order mark decides; else strict UTF-8, UTF-16 told by what it gives, GB18030 (or Big5,
    where that gives more of the commonest characters), and last what charset-normalizer finds. What
    a file declares is not asked: pages that declare gb2312 hold characters that gb2312 lacks.

    Parameters
    ----------
    data : bytes
        A file's content.
    name : str
        Its name, for messages.

    Returns
    -------
    str
        The whole text; a damaged character is U+FFFD in its place, stray control characters are
        blanks.

    Raises
    ------
    ReadError
        The file is no text, or is in an encoding that nothing recognises.

    Examples
    --------
    >>> decode("信息公开".encode("gb18030"), "notice.txt")
    '信息公开'
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _clean(data[len(mark) :].decode(encoding, "replace"), data, name)
    if b"\0" in data:
        return _clean(_utf16(data, name), data, name)
    try:
        return _clean(data.decode("utf-8"), data, name)
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
        # Mended before GB18030 is tried, which would take the whole file for other characters.
        if _bearable(text) and not text.isascii():
            return _clean(text, data, name)
    return _clean(_eastern(data, name), data, name)


def _utf16(data: bytes, name: str) -> str:
    """UTF-16 without a mark: of its two orders of bytes only the right one gives words."""
    found = []
    for encoding in ("utf-16-le", "utf-16-be"):
        text = data.decode(encoding, "replace")
        found.append((len(_USUAL.findall(text)), text))
    usual, text = max(found)
    if usual < len(text) * _MOSTLY:
        raise _not_text(name)
    return text


def _eastern(data: bytes, name: str) -> str:
    found = []
    for encoding in ("gb18030", "big5hkscs"):
        text = data.decode(encoding, "replace")
        if _bearable(text):
            found.append((len(_COMMON.findall(text)), encoding == "gb18030", text))
    if found:
        return max(found)[-1]
    try:
        from charset_normalizer import from_bytes
    except ImportError:
        best = None
    else:
        best = from_bytes(data).best()
    if best is None or not _bearable(str(best)):
        raise ReadError(
            f"{name}: its encoding is not recognised (tried UTF-8, UTF-16, GB18030, Big5). "
            "Open it in an editor and save it as UTF-8."
        )
    return str(best)


def _bearable(text: str) -> bool:
    damaged = text.count("\ufffd")
    return damaged == 0 or damaged * _BEARABLE <= len(text) or damaged == 1


def _clean(text: str, data: bytes, name: str) -> str:
    """Blank stray control characters, refuse text that is full of them."""
    # Nearly all files hold none, and none of their bytes, in whatever encoding: asked one by one
    # that takes a tenth of the pattern's time.
    stray = any(map(data.__contains__, _STRAY))
    controls = len(_CONTROL.findall(text)) if stray else 0
    if controls * _CONTROLS > len(text) + _CONTROLS or not _bearable(text):
        raise _not_text(name)
    return _CONTROL.sub(" ", text) if controls else text


def _not_text(name: str) -> ReadError:
    return ReadError(
        f"{name} is not a text file: it holds binary data. If it is a PDF, Word or Excel file, "
        "give its name that ending (.pdf, .docx, .xlsx); else download it again."
    )
