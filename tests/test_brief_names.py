"""File names made of reports' ids: whatever an id holds, the file lies in its folder."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportkit.brief.names import file_names


@pytest.mark.parametrize(
    "one",
    [
        "../../etc/passwd", "/etc/passwd", "..", ".", "", "...", ".hidden", "a/b", "a\\b", "C:\\x",
        "a:b", 'a"b', "a<b>c", "a|b?c*d", "con", "NUL", "COM1", "lpt9.txt", "aux.", "a\x00b",
        "a\nb", "a ", "a.", "甲" * 300, "x" * 300, "a\u202etxt.exe", "\ud800", "<script>",
        "a#b", "a%2fb", "$x$", "a&b", "`id`", "-rf",
    ],
)  # fmt: skip
def test_a_name_is_safe_on_every_system(one: str) -> None:
    name = file_names([one])[one]
    assert name
    assert not set(name) & set('/\\:*?"<>|#%&$`\x00\n')
    assert not name.startswith((".", "-"))
    assert not name.endswith((".", " "))
    assert len(f"{name}.html".encode()) <= 255
    assert name.split(".")[0].lower() not in {"con", "prn", "aux", "nul", "com1", "lpt9"}


def test_a_good_name_stays() -> None:
    ids = ["修武县人民政府-2023", "修武县人民政府-2024"]
    assert file_names(ids) == dict(zip(ids, ids, strict=True))


@given(st.lists(st.text(max_size=12), unique=True, max_size=20))
def test_no_two_are_the_same_on_any_system(ids: list[str]) -> None:
    names = list(file_names(ids).values())
    folded = {unicodedata.normalize("NFC", name).casefold() for name in names}
    assert len(folded) == len(ids)
    assert "index" not in folded or "index" not in ids
    assert all(names)


def test_names_that_differ_in_case_alone_are_told_apart() -> None:
    names = file_names(["a/B", "a-b", "A-B"])
    assert len({name.lower() for name in names.values()}) == 3


def test_no_page_takes_the_name_of_the_index() -> None:
    names = file_names(["index", "Index", "findings"])
    assert not {name.lower() for name in names.values()} & {"index"}
