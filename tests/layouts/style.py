"""How a report is laid out: one switch for each oddity met in published reports."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import Any

from hypothesis import strategies as st

TXT = ("txt-tabs", "txt-pipes", "txt-cells", "txt-aligned")
WEB = ("html", "mhtml")
FORMATS = (*TXT, *WEB, "docx", "xlsx", "csv", "pdf")

#: Formats in which a cell can span others.
SPANNING = (*WEB, "docx", "xlsx", "pdf")


def switch(default: Any, *others: Any, formats: tuple[str, ...] = FORMATS, **needs: Any) -> Any:
    """Declare a switch: its plain value, its odd ones, where it acts, and beside what it shows."""
    return field(default=default, metadata={"others": others, "formats": formats, "needs": needs})


@dataclass(frozen=True)
class Style:
    """How a report is laid out; by default as the official form prints it."""

    # --- wording, in every format
    #: ``half`` everywhere, or ``mixed``: half-width and spaced in the requests table alone.
    brackets: str = switch("full", "half", "mixed")
    #: Behind the number of a row; ``mixed`` takes turns.
    numbering: str = switch(".", ". ", "、", "mixed")
    #: ``words``: 结果 维持; ``letters``: 总 计, 商 业 企 业, 第二十条 第（一）项.
    label_spaces: str = switch("", "words", "letters")
    digits: str = switch("half", "full")
    typos: bool = switch(False, True)
    short_forms: bool = switch(False, True)
    script: str = switch("simplified", "traditional")
    headings: str = switch("official", "long", "short", "varied")
    #: What stands before the label of a section: 一、 unless it says （一）, 1., 第一部分 or nothing.
    heading_numbers: str = switch("plain", "brackets", "digits", "parts", "none")
    #: A heading and the prose below it share a paragraph: 一、总体情况。2023年，….
    joined_headings: bool = switch(False, True)
    #: A table of contents before the first section, bare or with the numbers of pages.
    contents: str = switch("", "bare", "dots")
    #: ``yuan`` gives amounts in 元 under a heading in 万元; ``named`` appends each column's unit.
    units: str = switch("", "yuan", "named")
    #: 申请人情况 stands above 总计 too.
    applicants_over_total: bool = switch(False, True)
    added_row: bool = switch(False, True)
    #: The code of a row of the disclosure or requests table that is not printed.
    missing_row: str = switch("", "denied_administrative_query", "unable_unclear", "penalties")

    # --- who reports, and what stands around the report
    #: ``furniture``: neither title nor text name the issuer, only what stands around them.
    issuer_in: str = switch("title", "furniture")
    year_first: bool = switch(False, True)
    #: 修武县人民政府 2023 年政府信息公开工作年度报告
    spaced_year: bool = switch(False, True)
    #: ``bracketed``: the year behind the title; ``about``: 关于……的报告; ``chinese``: 二〇二三年;
    #: ``marked``: 【年报】 before it.
    title_form: str = switch("", "bracketed", "about", "chinese", "marked")
    #: Links to the reports of other years, without a word that says so, above the title.
    sidebar: bool = switch(False, True)
    #: The same body under another name, in the furniture.
    second_name: str = switch("", "焦作市修武县人民政府")
    preamble: bool = switch(False, True)
    furniture: bool = switch(False, True)
    metadata_table: bool = switch(False, True, formats=(*WEB, "docx"))
    indent: str = switch("", "　　", "  ", formats=(*TXT, "pdf", "docx", *WEB))

    # --- bytes of text
    #: The two UTF-16 start with their byte order mark.
    encoding: str = switch(
        "utf-8", "utf-8-sig", "gb18030", "utf-16-le", "utf-16-be", formats=(*TXT, "csv", *WEB)
    )
    crlf: bool = switch(False, True, formats=(*TXT, "csv"))
    final_newline: bool = switch(True, False, formats=(*TXT, "csv"))

    # --- cells
    #: ``padded``: header cells followed by empty ones instead of spanning; ``unmerged``: all cells;
    #: ``crooked``: the header's spans and the data rows' do not line up.
    spans: str = switch("true", "padded", "unmerged", formats=SPANNING)
    crooked: bool = switch(False, True, formats=(*WEB, "docx", "xlsx", "csv", *TXT[:2]))
    #: 三、本年度办理结果 one character a line.
    vertical: bool = switch(False, True, formats=SPANNING)

    # --- plain text
    #: ``browser``: a row holds its own cells only, nothing for those that span into it.
    tabs: str = switch("grid", "browser", formats=("txt-tabs",))
    trim_tabs: bool = switch(False, True, formats=("txt-tabs",))
    #: The last row of the last group and （七）总计 start at the margin.
    lost_lead: bool = switch(False, True, formats=("txt-tabs",))
    pipe_rule: bool = switch(True, False, formats=("txt-pipes",))
    pipe_edges: bool = switch(True, False, formats=("txt-pipes",))
    #: Empty lines between cells.
    cell_gap: int = switch(1, 0, 2, formats=("txt-cells",))
    #: A blank cell leaves no line at all: which cell it was cannot be told.
    drop_blank: bool = switch(False, True, formats=("txt-cells",))

    # --- web pages
    charset: str = switch("right", "wrong", "gb2312", "missing", formats=WEB, encoding="gb18030")
    container: str = switch(
        "", "#zoom", ".TRS_Editor", ".article-content", "ucapcontent", "table", formats=WEB
    )
    two_titles: bool = switch(False, True, formats=WEB)
    header_tag: str = switch("td", "th", formats=WEB)
    #: The element over which a label is broken (docx: runs, paragraphs, breaks).
    broken_labels: str = switch("", "span", "font", "p", "br", formats=WEB)
    blanks: str = switch("", "nbsp", "o:p", formats=WEB)
    #: The report is a string in a script: ``json`` escapes < as \u003c, ``entities`` as &lt;.
    in_script: str = switch("", "json", "entities", formats=WEB)
    transfer: str = switch("quoted-printable", "base64", formats=("mhtml",))

    # --- Word
    grid_before: bool = switch(False, True, formats=("docx",))
    content_controls: str = switch("", "rows", "cells", formats=("docx",))
    #: ``insertions`` and ``deletions`` mark figures, ``deleted_row`` a whole row.
    tracked: str = switch("", "insertions", "deletions", "deleted_row", formats=("docx",))
    broken_runs: str = switch("", "r", "p", "br", formats=("docx",))
    heading_styles: bool = switch(False, True, formats=("docx",))

    # --- spreadsheets
    sheets: str = switch("one", "per_table", formats=("xlsx",))
    numbers_as: str = switch("number", "text", formats=("xlsx",))

    # --- pages
    #: ``article``: an article row ends a page, its header starts the next; ``group``: a page ends
    #: within （四）无法提供. Elsewhere a page ends where it is full.
    page_break: str = switch("", "article", "group", formats=("pdf", "txt-aligned"))
    #: A group label cut by the page break: （四）无 on one page, 法提供 on the next.
    cut_label: bool = switch(False, True, formats=("pdf", "txt-aligned"), page_break="group")
    repeat_header: bool = switch(False, True, formats=("pdf", "txt-aligned"), page_break="group")
    #: ``inside``: so near that it stands in the box of the table's last row.
    page_number: str = switch("", "foot", "inside", formats=("pdf", "txt-aligned"))
    wrapped: bool = switch(False, True, formats=("pdf", "txt-aligned"))
    #: Rules drawn twice, side by side, which make empty columns.
    double_rules: bool = switch(False, True, formats=("pdf",))
    #: A rule between two rows, or two columns, of figures is not drawn.
    missing_rules: str = switch("", "row", "column", formats=("pdf",))
    #: Rules are thin filled rectangles, not lines.
    filled_rules: bool = switch(False, True, formats=("pdf",))

    def only(self, fmt: str) -> Style:
        """Return the style with every switch that does not act in a format set back."""
        idle = {f.name: f.default for f in fields(self) if fmt not in f.metadata["formats"]}
        return replace(self, **idle)


def switches() -> list[tuple[str, Any, str, dict[str, Any]]]:
    """Return every (switch, odd value, format, what else must be set for it to show)."""
    return [
        (f.name, value, fmt, dict(f.metadata["needs"]))
        for f in fields(Style)
        for value in f.metadata["others"]
        for fmt in f.metadata["formats"]
    ]


def styles(fmt: str, *, without: tuple[str, ...] = ()) -> st.SearchStrategy[Style]:
    """Return a strategy of styles for a format, some switches of it odd; `without` stay plain."""
    odd = {
        f.name: st.sampled_from([f.default, *f.metadata["others"]])
        for f in fields(Style)
        if fmt in f.metadata["formats"] and f.name not in without
    }
    some = st.sets(st.sampled_from(sorted(odd)), max_size=6)
    return some.flatmap(
        lambda names: st.fixed_dictionaries({name: odd[name] for name in sorted(names)})
    ).map(lambda chosen: Style(**chosen))
