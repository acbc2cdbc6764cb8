"""Words by key: every key that code names has its words, and no words are left that none names."""

import ast
from functools import cache
from pathlib import Path

import pytest

from reportkit import example_panel
from reportkit.brief.wording import _wording
from reportkit.checks import STATUSES
from reportkit.codebook import TABLES, columns
from reportkit.indicators import indicator_codebook
from reportkit.matrix import STATES
from reportkit.panel import STATUSES as COVERAGES
from reportkit.specs import read_spec
from support import ROOT

PACKAGE = ROOT / "src" / "reportkit"
#: How a cell stands that holds no number.
_LACKING = [state for state in STATES if state not in ("number", "no cell")]
_STATED = indicator_codebook().query("numerator.str.startswith('stated.')")["unit"]
_YEARS = ("X1", "X2", "X3")
_TOLD = ("rule", "status", "message", "stated", "computed")


@cache
def modules() -> dict[Path, ast.Module]:
    return {
        path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(PACKAGE.rglob("*.py"))
    }


def reasons() -> set[str]:
    """Return the words for why a chart cannot be drawn, as errors hold them."""
    return {
        str(ast.literal_eval(keyword.value))
        for tree in modules().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg == "reason" and isinstance(keyword.value, ast.Constant)
    }


def family(template: str, *parts: str) -> set[str]:
    return {template.format(part) for part in parts}


#: The words of each file: keys, the functions that say them, the module these are imported from,
#: and the keys that are put together of what the package's data hold.
BOOKS = {
    "wording": (
        set(_wording()), ("say", "heading", "_heading"), "brief",
        family("state_{}", *_LACKING)
        | family("unit_{}", *(one.unit for one in columns() if one.table == "disclosure"), *_STATED)
        | family("status_{}", *STATUSES) | family("cover_{}", *COVERAGES)
        | family("{}_table", *TABLES) | family("why_{}", *reasons(), "other")
        | family("prose_{}", "pass", "hint", "undecided")
        | family("share_{}", "up", "down") | family("count_{}", "up", "down"),
    ),
    "messages": (
        {row["key"] for row in read_spec("messages")}, ("say",), "checks",
        family("mark_{}", *_LACKING) | family("state_{}", *_LACKING)
        | family("gaps_{}", "blank", "dash") | family("status_{}", *STATUSES)
        | family("parts_{}", "all", "none") | family("balance_{}", "all", "none")
        | family("{}_differ", *_YEARS) | family("S1_{}", "share", "change")
        | family("S1_{}_undecided", "share", "change") | family("list_{}", *_TOLD)
        | family("list_{}", "clear", "open", "failed", "failed_open")
        | family("list_{}_prose", "clear", "open", "failed", "failed_open")
        | family("list_for_{}", "absent", "cells", "prose"),
    ),
    "notes": (
        {row["key"] for row in read_spec("notes")}, ("told", "note", "tell"), "",
        {row["key"] for row in read_spec("notes") if row["key"].startswith("transcribed_")}
        | family("published_{}", "title", "signature", "updated") | {"error", "warning", "info"},
    ),
}  # fmt: skip


def of(book: str) -> dict[Path, ast.Module]:
    """Return the modules that may say the words of a book."""
    inside = BOOKS[book][2]
    beside = {PACKAGE / "listing.py"} if book == "messages" else set()
    return {
        path: tree for path, tree in modules().items()
        if PACKAGE / inside in path.parents or path in beside
    }  # fmt: skip


def strings(tree: ast.AST) -> set[str]:
    """Return the strings of a module, but for the names of columns in brackets."""
    found: set[str] = set()
    for node in ast.walk(tree):
        for name, child in ast.iter_fields(node):
            own = child if isinstance(child, list) else [child]
            if not (isinstance(node, ast.Subscript) and name == "slice"):
                found |= {one.value for one in own if is_text(one)}
    return found


def is_text(node: object) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def said(book: str) -> set[str]:
    """Return the keys that calls name outright: say("a"), told("a" if x else "b", …)."""
    found: set[str] = set()
    for tree in of(book).values():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in BOOKS[book][1]:
                at = 2 if name == "note" else 0
                for arg in node.args[at : at + 1]:
                    either = [arg.body, arg.orelse] if isinstance(arg, ast.IfExp) else [arg]
                    found |= {one.value for one in either if is_text(one)}
    return found


@pytest.mark.parametrize("book", BOOKS)
def test_every_key_that_is_said_has_its_words(book: str) -> None:
    keys, _, _, made = BOOKS[book]
    assert len(said(book)) > 20
    assert said(book) - keys == set()
    assert made - keys == set(), "what the data hold can be said, too"


@pytest.mark.parametrize("book", BOOKS)
def test_no_words_are_left_that_nothing_says(book: str) -> None:
    keys, _, _, made = BOOKS[book]
    named = set().union(*(strings(tree) for tree in of(book).values()))
    assert keys - named - made == set()


def test_the_notes_of_transcribed_figures_are_of_the_bundled_panel() -> None:
    told = set(example_panel().notes["message"])
    words = {row["key"]: row["en"] for row in read_spec("notes")}
    assert [
        key for key, en in words.items() if key.startswith("transcribed_") and en not in told
    ] == []
