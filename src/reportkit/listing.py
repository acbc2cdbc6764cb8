"""Findings for people and programs: a table in the terminal, CSV, JSON, a web page."""

import json
import unicodedata
from collections.abc import Hashable, Iterable, Mapping
from html import escape

import numpy as np
import numpy.typing as npt
import pandas as pd

from .checks import STATUSES
from .checks.blame import blame
from .checks.wording import Said, column_name, item_name, say
from .codebook import Lang, read_spec
from .output import csv_for_sheets
from .places import say_place
from .rounding import whole
from .sheet import page, scrolling

#: Of undecided findings and hints of one rule and report so many are shown in the terminal.
SHOWN = 3
#: A message is not squeezed into less, however narrow the terminal is.
LEAST_WIDTH = 24
#: A line neither begins with the first nor ends with the second.
_CLOSING, _OPENING = "，。；：、！？）」』》〉”’…])", "（「『《〈“‘[("
_COLUMNS = ("rule", "status", "message", "stated", "computed")
_FIGURES = ("stated", "computed")
_LANGUAGES: tuple[Lang, ...] = ("zh", "en")
#: Of the labels of cells that are named.
_EDITION = "2021"
_GRAVEST_FIRST = ("fail", "undecided", "hint", "not_comparable", "pass")
#: What this page has beside the sheet of all pages.
_RULES = """
.findings td, .findings th { min-width: 3em; }
.findings th, .findings .rule, .findings .status { white-space: nowrap; }
.findings .rule, .findings .status { width: 1%; }
.findings .message { min-width: 15em; }
.findings small { display: block; }
.findings .fails > * { background: var(--band); }
.findings .fails .status { color: var(--accent); }
"""


def as_table(
    findings: pd.DataFrame, located: pd.DataFrame, *,
    lang: Lang, width: int, every: bool = False, unread: int = 0,
) -> str:  # fmt: skip
    """Lay findings out for a terminal: what does not pass, then what was and was not checked.

    Parameters
    ----------
    findings : DataFrame
        See `check`.
    located : DataFrame
        See `locate`: the cells that are likely wrong stand below what fails.
    lang : {"zh", "en"}
        Of the messages.
    width : int
        Columns of the terminal; a Chinese character takes two.
    every : bool
        Show every finding, also what passes.
    unread : int
        Files beside these reports that could not be read.
    """
    lines: list[str] = []
    labels = [*(f"status_{status}" for status in STATUSES), "list_blame"]
    head = max(_width(_in(say(key), lang)) for key in labels)
    for report, own in findings.groupby("report", sort=False):
        shown, left_out = _shown(own, every)
        if len(shown):
            lines.append(str(report))
        for row in shown.to_dict("records"):
            place = f" [{say_place(row['place'], lang)}]" if row["place"] else ""
            said = row[f"message_{lang}"] or _in(_named(row), lang)
            label = _in(say(f"status_{row['status']}"), lang)
            lines += _hang(f"  {_pad(label, head)}  {row['rule']}  ", f"{said}{place}", width)
            more = left_out.get((row["status"], row["rule"], row["key"]), 0)
            if more:
                text = _in(say("list_more", count=more), lang)
                lines += _hang(f"  {_pad('', head)}  {row['rule']}  ", text, width)
        for answer in blame(located[located["report"] == report]):
            label = _pad(_in(say("list_blame"), lang), head)
            lines += _hang(f"  {label}  ", _in(answer, lang), width)
        lines += [line for said in _absent(own) for line in _hang("  ", _in(said, lang), width)]
        counts = own["status"].value_counts()
        told = [
            _in(say("list_count", count=int(counts[s]), status=say(f"status_{s}")), lang)
            for s in STATUSES
            if s in counts
        ]
        joined = ("，" if lang == "zh" else ", ").join(told)
        lines += _hang("", _in(say("list_counts", report=str(report), counts=joined), lang), width)
    lines += _hang("", _in(verdict(findings, unread), lang), width)
    return "\n".join(lines) + "\n"


def _named(finding: Mapping[Hashable, str]) -> Said:
    """Name what a finding is about, where it has no message: a cell, a sum of cells, or its rule.

    Findings do not tell the edition; its labels say the same in other words at most.
    """
    table, column = finding["table"], finding["column"]
    codes = [code for code in finding["item"].split("+") if code]
    if not codes:
        row = next(row for row in read_spec("rules") if row["code"] == finding["rule"])
        return Said(row["label_zh"], row["label_en"])
    rows = [item_name((table, code, ""), _EDITION) for code in codes]
    heads = [column_name((table, "", column), _EDITION)] if column else []
    both = [Said("+".join(r.zh for r in rows), " + ".join(r.en for r in rows)), *heads]
    return Said("×".join(part.zh for part in both), " × ".join(part.en for part in both))


def verdict(findings: pd.DataFrame, unread: int = 0) -> Said:
    """Say in one sentence what came of it; what could not be checked is not all clear."""
    said = _verdict(findings)
    return say("list_unread", said=said, count=unread) if unread else said


def _verdict(findings: pd.DataFrame) -> Said:
    # Hints say something of a report; they are no checks that were passed or not.
    made = findings[findings["status"].isin(["pass", "fail", "undecided"])]
    failed, open_ = (int((made["status"] == status).sum()) for status in ("fail", "undecided"))
    if not len(made):
        return say("list_nothing")
    key = {(0, 0): "clear", (0, 1): "open", (1, 0): "failed", (1, 1): "failed_open"}
    # Prose may count otherwise than the table: a hint, and yet no agreement.
    differ = int(((findings["rule"] == "S1") & (findings["status"] == "hint")).sum())
    prose = "_prose" if differ else ""
    return say(f"list_{key[failed > 0, open_ > 0]}{prose}", count=len(made), failed=failed,
               open=open_, differ=differ, causes=_causes(findings))  # fmt: skip


def _causes(findings: pd.DataFrame) -> Said:
    """Say why checks could not be made: what is absent is another matter than what is blank."""
    open_ = (findings["status"] == "undecided").to_numpy()
    prose = open_ & findings["rule"].str.startswith("F").to_numpy()
    absent = _for_absent(findings)
    told = [
        say(f"list_for_{cause}", count=int(flags.sum()))
        for cause, flags in (("absent", absent), ("cells", open_ & ~absent & ~prose),
                             ("prose", prose))
        if flags.any()
    ]  # fmt: skip
    return Said("，".join(said.zh for said in told), ", ".join(said.en for said in told))


def _for_absent(findings: pd.DataFrame, *, wholly: bool = False) -> npt.NDArray[np.bool_]:
    """Tell the undecided findings that need a cell which their report lacks, as F4 says.

    `wholly`: those alone of which the report has no cell.
    """
    lost: dict[str, set[str]] = {}
    gone = findings[findings["rule"] == "F4"]
    for report, cells in zip(gone["report"], gone["cells"], strict=True):
        lost.setdefault(report, set()).update(cells.split())
    flags = np.zeros(len(findings), dtype=np.bool_)
    open_ = np.flatnonzero((findings["status"] == "undecided") & findings["report"].isin(lost))
    some = findings.iloc[open_]
    flags[open_] = [
        lost[report].issuperset(cells.split())
        if wholly
        else not lost[report].isdisjoint(cells.split())
        for report, cells in zip(some["report"], some["cells"], strict=True)
    ]
    return flags


def as_csv(findings: pd.DataFrame) -> str:
    """Return findings as CSV for a spreadsheet: figures without .0, no text that is a formula.

    Behind the columns of `check`, which are codes, stand in words, in both languages: the rule's
    name and the place.
    """
    rules = {row["code"]: row for row in read_spec("rules")}
    words = {
        f"rule_{lang}": [rules[rule][f"label_{lang}"] for rule in findings["rule"]]
        for lang in _LANGUAGES
    } | {
        f"place_{lang}": [say_place(place, lang) for place in findings["place"]]
        for lang in _LANGUAGES
    }
    return csv_for_sheets(findings.assign(**words), figures="%.15g")


def as_json(findings: pd.DataFrame) -> str:
    """Return findings as a list of records; null where there is no number."""
    records = findings.astype(object).where(findings.notna(), None).to_dict("records")
    return json.dumps(records, ensure_ascii=False, indent=1) + "\n"


def as_html(findings: pd.DataFrame, located: pd.DataFrame, *, lang: Lang, unread: int = 0) -> str:
    """Return what does not pass, report by report, and which cells are likely wrong, as a page.

    Reports that fail come first, and of each report what fails.
    """
    rank = findings["status"].map({status: at for at, status in enumerate(_GRAVEST_FIRST)})
    amiss = findings.assign(rank=rank)[findings["status"] != "pass"]
    amiss = amiss.assign(gravest=amiss.groupby("report")["rank"].transform("min") > 0)
    order = (
        pd.Series(range(len(amiss)), index=amiss.index).groupby(amiss["report"]).transform("min")
    )
    milder = amiss["status_blank_as_zero"] != "fail"
    amiss = amiss.assign(order=order, milder=milder)
    amiss = amiss.sort_values(["gravest", "order", "rank", "milder"], kind="stable")
    title = _in(say("list_title"), lang)
    clear = dict.fromkeys(map(str, findings["report"][~findings["report"].isin(amiss["report"])]))
    passed = ""
    if clear:  # one that is named nowhere could as well not have been looked at
        said = say("list_passed", count=len(clear), reports=_listed(clear))
        passed = f"<p>{escape(_in(said, lang))}</p>\n"
    names = list(dict.fromkeys(map(str, amiss["report"])))
    parts = [
        _section(at, str(report), own, located[located["report"] == report], lang)
        for at, (report, own) in enumerate(amiss.groupby("report", sort=False), 1)
    ]
    links = "".join(
        f'<li><a href="#report-{at}">{escape(name)}</a></li>' for at, name in enumerate(names, 1)
    )
    contents = f'<ul class="contents">{links}</ul>\n' if len(names) > 1 else ""
    told = escape(_in(verdict(findings, unread), lang))
    body = f"<h1>{escape(title)}</h1>\n<p>{told}</p>\n{contents}{''.join(parts)}{passed}"
    return page(title, body, lang, rules=_RULES)


def _listed(names: Iterable[str]) -> Said:
    return Said("、".join(names), ", ".join(names))


def _section(at: int, report: str, own: pd.DataFrame, located: pd.DataFrame, lang: Lang) -> str:
    heads = "".join(
        f'<th scope="col" class="{_kind(name)}">{escape(_in(say(f"list_{name}"), lang))}</th>'
        for name in _COLUMNS
    )
    rows = []
    for row in own.to_dict("records"):
        status = _in(say(f"status_{row['status']}"), lang)
        place = say_place(row["place"], lang)
        where = f' <small class="place">{escape(place)}</small>' if place else ""
        figures = "".join(f'<td class="number">{_number(row[name])}</td>' for name in _FIGURES)
        fails = ' class="fails"' if row["status"] == "fail" else ""
        rows.append(
            f'<tr{fails}><td class="rule">{escape(row["rule"])}</td>'
            f'<td class="status">{escape(status)}</td>'
            f'<td class="message">{escape(row[f"message_{lang}"])}{where}</td>{figures}</tr>\n'
        )
    wrong = "".join(f"<li>{escape(_in(answer, lang))}</li>" for answer in blame(located))
    name = escape(_in(say("list_blame"), lang))
    table = (
        f'<table class="findings"><thead><tr>{heads}</tr></thead><tbody>\n'
        f"{''.join(rows)}</tbody></table>"
    )
    return f'<h2 id="report-{at}">{escape(report)}</h2>\n{scrolling(table, report)}\n' + (
        f"<p>{name}</p><ul>{wrong}</ul>\n" if wrong else ""
    )


def _number(value: float) -> str:
    return "" if pd.isna(value) else whole(value)


def _kind(column: str) -> str:
    return "number" if column in _FIGURES else column


def _shown(own: pd.DataFrame, every: bool) -> tuple[pd.DataFrame, dict[tuple[str, str, int], int]]:
    """Choose what is shown of a report, and count what is left out behind the last of its kind."""
    own = own.assign(key=range(len(own)))
    if every:
        return own, {}
    # Of a sum that is absent altogether there is nothing to say but that.
    own = own[~_for_absent(own, wholly=True)]
    # What would fail with blanks read as 0 says most, a total that its parts would make for one.
    rank = own["status"].map({status: at for at, status in enumerate(_GRAVEST_FIRST)})
    milder = own["status_blank_as_zero"] != "fail"
    order = own["rule"].map({row["code"]: at for at, row in enumerate(read_spec("rules"))})
    amiss = own.assign(rank=rank, order=order, milder=milder)[own["status"] != "pass"]
    amiss = amiss.sort_values(["rank", "order", "milder", "key"])
    place = amiss.groupby(["status", "rule"]).cumcount()
    shown = amiss[(amiss["status"] == "fail") | (place < SHOWN)]
    size = amiss.groupby(["status", "rule"]).size()
    last = shown.drop_duplicates(["status", "rule"], keep="last")
    left_out = {
        (row["status"], row["rule"], row["key"]): int(size[row["status"], row["rule"]]) - SHOWN
        for row in last.to_dict("records")
        if row["status"] != "fail" and size[row["status"], row["rule"]] > SHOWN
    }
    return shown, left_out


def _absent(own: pd.DataFrame) -> list[Said]:
    """Tell table by table how many checks of a report wait for cells that it lacks."""
    counts = own.loc[_for_absent(own), "table"].value_counts()
    return [
        say("list_lost", count=int(counts[section["table"]]),
            table=Said(f"表{section['numeral']}", f"Table {section['numeral']}"))
        for section in read_spec("sections") if section["table"] in counts
    ]  # fmt: skip


def _in(said: Said, lang: Lang) -> str:
    return said.zh if lang == "zh" else said.en


def _width(text: str) -> int:
    return sum(0 if unicodedata.combining(char) else 2 if _wide(char) else 1 for char in text)


def _pad(text: str, width: int) -> str:
    return text + " " * (width - _width(text))


def _hang(head: str, text: str, width: int) -> list[str]:
    """Break a text into lines that hang under its head; Chinese may break at any character."""
    room = max(width - _width(head), LEAST_WIDTH)
    lines, line, taken = [], "", 0
    for word in _words(text):
        size = _width(word)
        if taken + size > room and line:
            lines.append(line.rstrip())
            line, taken, word = "", 0, word.lstrip()
            size = _width(word)
        line, taken = line + word, taken + size
    lines.append(line.rstrip())
    return [head.rstrip() if not lines[0] else head + lines[0]] + [
        " " * _width(head) + rest for rest in lines[1:]
    ]


def _words(text: str) -> list[str]:
    """Part a text where a line may end: behind a blank, and around a wide character.

    No line begins with a mark that closes, and none ends with one that opens.
    """
    words: list[str] = []
    for char in text:
        if words and (char in _CLOSING or _holds(words[-1], char)):
            words[-1] += char
        else:
            words.append(char)
    return words


def _holds(word: str, char: str) -> bool:
    last = word[-1]
    narrow = last != " " and not _wide(last) and not _wide(char)
    return narrow or last in _OPENING


def _wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF"
