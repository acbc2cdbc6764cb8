"""File names: those that a reader gives to pages, and those that are made of reports' ids."""

import re
import unicodedata
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from ..errors import ReportkitError
from ..output import PAGE, RESERVED

#: What no file name may hold on some system, and what a link or a shell would read otherwise.
_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f<>:\"/\\|?*#%&$'`\s\u200b-\u200f\u2028-\u202e\ufeff]+")
#: Files that stand beside the pages.
_OURS = ("index", "findings")
#: Bytes of a name: file systems take 255, and an ending and a mark are to fit too.
_LONGEST = 180
#: What looks like the ending of a file, and not like a year or a version in a folder's name.
_ENDING = re.compile(r"\.[a-z][a-z0-9]{1,4}", re.IGNORECASE)


def is_page(output: Path) -> bool:
    """Tell whether a name is that of one page; it is that of a folder otherwise.

    Raises
    ------
    ReportkitError
        It is that of a file of another kind.

    Examples
    --------
    >>> is_page(Path("page.html")), is_page(Path("pages")), is_page(Path("pages-v1.2"))
    (True, False, False)
    """
    ending = output.suffix.lower()
    if ending in PAGE:
        return True
    page = output.with_suffix(".html") if ending else output
    if ending == ".pdf" and not output.is_dir():
        raise ReportkitError(
            f"{output}: a briefing is a web page, and --pdf prints it: -o {page} --pdf writes both "
            f"{page} and {output}."
        )
    if _ENDING.fullmatch(ending) and not output.is_dir():
        raise ReportkitError(
            f"{output}: a briefing is a web page, no {ending} file. For one page say -o "
            f"{page}; for a folder of pages give a name without an ending."
        )
    return False


def file_names(ids: Iterable[str]) -> dict[str, str]:
    """Return a name without ending for each id; no two are the same on any system.

    An id that had to be changed, or that would fall together with another, has a mark of its own
    at the end.

    Examples
    --------
    >>> file_names(["修武县人民政府-2023", "../con", "CON"])
    {'修武县人民政府-2023': '修武县人民政府-2023', '../con': '_con-a24369', 'CON': '_CON-a3dbc4'}
    """
    names: dict[str, str] = {}
    taken = set(_OURS)
    for one in ids:
        name = _clean(one)
        if RESERVED.match(name):
            name = f"_{name}"
        if not name or name != one or name.casefold() in taken:
            mark = sha256(one.encode("utf-8", "surrogatepass")).hexdigest()
            length = 6
            while (marked := f"{name}-{mark[:length]}".lstrip("-")).casefold() in taken:
                length += 1
            name = marked
        names[one] = name
        taken.add(name.casefold())
    return names


def _clean(text: str) -> str:
    # A character that is no text on its own (a lone surrogate) cannot be written at all.
    told = unicodedata.normalize("NFC", text).encode("utf-8", "ignore").decode("utf-8")
    safe = _UNSAFE.sub("-", told).strip(".- ")
    return safe.encode("utf-8")[:_LONGEST].decode("utf-8", "ignore").rstrip(".- ")
