"""A report under a style as titles, paragraphs and tables of cells, before any file format."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from reportkit.codebook import children, columns, items

from .form import PARTS, RESULTS, Address, Form
from .style import Style
from .wording import NOTE, figure, heading, item_label, label, numbered, title, traditional

ARTICLES = {
    "2021": (
        ("（一）", ("rules", "normative_documents")), ("（五）", ("licensing",)),
        ("（六）", ("penalties", "compulsion")), ("（八）", ("fees",)),
    ),
    "2019": (
        ("（一）", ("rules", "normative_documents")), ("（五）", ("licensing", "other_services")),
        ("（六）", ("penalties", "compulsion")), ("（八）", ("fees",)),
        ("（九）", ("procurement",)),
    ),
}  # fmt: skip
PROCEEDINGS = ("reconsideration", "litigation_direct", "litigation_after_reconsideration")
#: 2021: the one heading of the form that names its unit.
FEES = "本年收费金额（单位：万元）"
#: Names a row that is not on the form, and figures that stand nowhere on it.
ADDED = ("其他主动公开文件", "7", "7", "7")


@dataclass(frozen=True)
class Cell:
    """A cell that its row holds itself; what spans into the row from above is not in it."""

    text: str
    rowspan: int = 1
    colspan: int = 1
    kind: str = "label"  # banner, head, note, label, value or pad


@dataclass(frozen=True)
class Row:
    """A row of a table; `item` is the code of what it counts, or the article it is headed by."""

    cells: tuple[Cell, ...]
    item: str = ""


@dataclass(frozen=True)
class Table:
    """A table; `widths` are relative, `header` counts the rows that a page may repeat."""

    name: str
    rows: tuple[Row, ...]
    widths: tuple[float, ...]
    header: int


@dataclass(frozen=True)
class Heading:
    text: str


Block = Heading | str | Table


@dataclass(frozen=True)
class Draft:
    """The report and what stands around it: lines before and after it, facts about it."""

    title: str
    blocks: tuple[Block, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    metadata: tuple[tuple[str, str], ...]


def draft(form: Form, style: Style) -> Draft:
    """Lay a form out under a style."""
    blocks: list[Block] = []
    if style.preamble:
        who = "本机关" if style.issuer_in == "furniture" else form.issuer
        blocks.append(
            f"本报告由{who}根据《中华人民共和国政府信息公开条例》要求编制。所列数据的统计期限自"
            f"{form.year}年1月1日起至{form.year}年12月31日止。"
        )
    blocks += _contents(style)
    tables = {2: disclosure(form, style), 3: requests(form, style), 4: review(form, style)}
    for section in range(1, 7):
        if style.joined_headings and section not in tables:
            first, *rest = form.narrative[section]
            blocks += [f"{heading(style, section)}。{first}", *rest]
            continue
        blocks.append(Heading(heading(style, section)))
        if section in tables:
            table = crooked(tables[section]) if style.crooked else tables[section]
            blocks.append(respan(table, style.spans))
        else:
            blocks += form.narrative[section]
    before, after, facts = _furniture(form, style)
    if style.sidebar:
        years = (form.year - 2, form.year - 1)
        before += tuple(f"{form.issuer}{year}年政府信息公开工作年度报告" for year in years)
    whole = Draft(title(form, style), tuple(blocks), before, after, facts)
    return _in_script(whole) if style.script == "traditional" else whole


def _contents(style: Style) -> list[str]:
    if not style.contents:
        return []
    pages = [f"{'…' * 12}{page}" if style.contents == "dots" else "" for page in range(1, 7)]
    return ["目　录", *(heading(style, n) + page for n, page in enumerate(pages, 1))]


def _furniture(
    form: Form, style: Style
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[tuple[str, str], ...]]:
    issuer = style.second_name or form.issuer
    facts = (
        ("索引号", f"11410821005779581K/{form.year + 1}-00017"),
        ("发布机构", issuer),
        ("公开日期", f"{form.year + 1}-01-26"),
    )
    around = style.furniture or style.issuer_in == "furniture" or bool(style.second_name)
    if not around:
        return (), (), facts if style.metadata_table else ()
    before = ["当前位置：首页 > 政府信息公开 > 政府信息公开年报"]
    if not style.metadata_table:
        before += [f"{name}：{value}" for name, value in facts]
    before.append(f"来源：{issuer}　发布日期：{form.year + 1}-01-26 09:30　字号：[大 中 小]　打印")
    # The link to last year's report names another year, and another title much like this one.
    after = (
        "分享到：微信 微博", "打印本页 关闭窗口",
        f"上一篇：{form.year - 1}年政府信息公开工作年度报告", "下一篇：没有了",
        f"主办：{issuer}　网站标识码：4108210001",
    )  # fmt: skip
    return tuple(before), after, facts if style.metadata_table else ()


# --- the three tables -----------------------------------------------------------------------------


def _head(text: str, table: str, style: Style, rows: int = 1, cols: int = 1) -> Cell:
    return Cell(label(text, style, table), rows, cols, "head")


def disclosure(form: Form, style: Style) -> Table:
    rows: list[Row] = []
    for article, codes in ARTICLES[form.edition]:
        banner = label(f"第二十条第{article}项", style, "disclosure")
        rows.append(Row((Cell(banner, 1, 4, "banner"),), f"article{article}"))
        of_article = [c for c in columns() if codes[0] in c.items and form.edition in c.editions]
        # The last column takes what the table is wider than the article's own columns.
        spare = 4 - len(of_article)
        spans = [1] * (len(of_article) - 1) + [spare]
        heads = [
            FEES if (c.code, form.edition) == ("amount", "2021") else c.label_zh for c in of_article
        ]
        rows.append(Row((
            _head("信息内容", "disclosure", style),
            *(_head(h, "disclosure", style, 1, n) for h, n in zip(heads, spans, strict=True)),
        )))  # fmt: skip
        for code in codes:
            values = [
                _value(("disclosure", code, c.code), form, style, n)
                for c, n in zip(of_article, spans, strict=True)
            ]
            text = label(item_label(code, form.edition, style), style, "disclosure")
            rows.append(Row((Cell(text), *values), code))
        if style.added_row and codes[0] == "rules":
            name, *texts = ADDED
            rows.append(Row((Cell(name), *(Cell(text, kind="value") for text in texts)), "added"))
    kept = tuple(row for row in rows if row.item != style.missing_row or not row.item)
    return Table("disclosure", kept, (3.4, 2, 2, 2), 0)


def _value(address: Address, form: Form, style: Style, cols: int = 1) -> Cell:
    return Cell(figure(form.printed[address], address, form, style), 1, cols, "value")


def requests(form: Form, style: Style) -> Table:
    def head(text: str, rows: int = 1, cols: int = 1) -> Cell:
        return _head(text, "requests", style, rows, cols)

    names = {c.code: c.label_zh for c in columns() if c.table == "requests"}
    note = Cell(label(NOTE, style, "requests"), 3, 3, "note")
    every = (head("申请人情况", 1, 7),) if style.applicants_over_total else (
        head("申请人情况", 1, 6), head(names["total"], 3)
    )  # fmt: skip
    below = (head(names["total"], 2),) if style.applicants_over_total else ()
    rows = [
        Row((note, *every)),
        Row((head(names["natural_person"], 2), head(names["organisations"], 1, 5), *below)),
        Row(tuple(head(names[part]) for part in PARTS[1:])),
    ]
    printed = {item for table, item, _ in form.printed if table == "requests"}
    printed.discard(style.missing_row)

    def figures(code: str) -> list[Cell]:
        return [_value(("requests", code, part), form, style) for part in (*PARTS, "total")]

    def wording(code: str) -> str:
        return label(numbered(code, form.edition, style), style, "requests")

    outcomes: list[Row] = []
    for code in children("requests", "outcomes"):
        if code in printed:
            outcomes.append(Row((Cell(wording(code), 1, 2), *figures(code)), code))
            continue
        leaves = [leaf for leaf in children("requests", code) if leaf in printed]
        for place, leaf in enumerate(leaves):
            group = [] if place else [Cell(wording(code), len(leaves))]
            outcomes.append(Row((*group, Cell(wording(leaf)), *figures(leaf)), leaf))
    name = wording("outcomes")
    # Whoever sets it vertically lets the mark after the numeral share the numeral's line.
    name = "\n".join([name[:2], *name[2:].replace(" ", "")]) if style.vertical else name
    outcomes[0] = replace(outcomes[0], cells=(Cell(name, len(outcomes)), *outcomes[0].cells))
    for code in ("received", "carried_in", "outcomes", "carried_out"):
        if code == "outcomes":
            rows += outcomes
        else:
            rows.append(Row((Cell(wording(code), 1, 3), *figures(code)), code))
    return Table("requests", tuple(rows), (1.2, 2.6, 4.5, *[1.1] * 7), 3)


def review(form: Form, style: Style) -> Table:
    def head(text: str, rows: int = 1, cols: int = 1) -> Cell:
        return _head(text, "review", style, rows, cols)

    names = {c.code: c.label_zh for c in columns() if c.table == "review"}
    results = [names[code] for code in (*RESULTS, "total")]
    litigation = [items()["review", code].label_zh.split("：")[1] for code in PROCEEDINGS[1:]]
    return Table(
        "review",
        (
            Row((head("行政复议", 1, 5), head("行政诉讼", 1, 10))),
            Row((*(head(text, 2) for text in results), *(head(t, 1, 5) for t in litigation))),
            Row(tuple(head(text) for text in results * 2)),
            Row(tuple(
                _value(("review", code, result), form, style)
                for code in PROCEEDINGS for result in (*RESULTS, "total")
            ), "review"),
        ),
        (1.0,) * 15,
        3,
    )  # fmt: skip


# --- spans ----------------------------------------------------------------------------------------


def crooked(table: Table) -> Table:
    """Return a table whose header claims fewer columns than its data rows have.

    As in the seed report: labels over two or three columns claim one less, so the seven figures
    start one column earlier than beside the labels of the third level.
    """

    def claim(cell: Cell, last: bool) -> Cell:
        if table.name == "requests":
            shorter = cell.kind in ("note", "label")
        else:
            shorter = last and cell.kind in ("head", "banner")
        return replace(cell, colspan=max(1, cell.colspan - 1)) if shorter else cell

    rows = tuple(
        replace(row, cells=tuple(claim(c, c is row.cells[-1]) for c in row.cells))
        for row in table.rows
    )
    return replace(table, rows=rows)


def respan(table: Table, spans: str) -> Table:
    """Return a table with empty cells where cells spanned others: of the header, or everywhere."""
    if spans == "true":
        return table
    if spans == "padded":
        rows = []
        for row in table.rows:
            cells: list[Cell] = []
            for cell in row.cells:
                wide = cell.colspan if cell.kind in ("head", "banner", "note") else 1
                cells.append(replace(cell, colspan=1 if wide > 1 else cell.colspan))
                cells += [Cell("", cell.rowspan, 1, "pad")] * (wide - 1)
            rows.append(replace(row, cells=tuple(cells)))
        return replace(table, rows=tuple(rows))
    placed = {(row, column): cell for row, column, cell in place(table)}
    return replace(table, rows=tuple(
        replace(row, cells=tuple(
            replace(placed[r, c], rowspan=1, colspan=1) if (r, c) in placed
            else Cell("", kind="pad")
            for c in range(len(table.widths))
        ))
        for r, row in enumerate(table.rows)
    ))  # fmt: skip


def place(table: Table) -> Iterator[tuple[int, int, Cell]]:
    """Yield (row, column, cell), each cell at the first column that nothing spans into."""
    taken: set[tuple[int, int]] = set()
    for r, row in enumerate(table.rows):
        c = 0
        for cell in row.cells:
            while (r, c) in taken:
                c += 1
            yield r, c, cell
            taken |= {(r + i, c + j) for i in range(cell.rowspan) for j in range(cell.colspan)}
            c += cell.colspan


def grid(table: Table) -> list[list[str]]:
    """Return the texts of a table as a rectangle, empty where a cell spans others."""
    texts = [[""] * len(table.widths) for _ in table.rows]
    for r, c, cell in place(table):
        texts[r][c] = cell.text
    return texts


def _in_script(whole: Draft) -> Draft:
    def turn(block: Block) -> Block:
        if isinstance(block, Heading):
            return Heading(traditional(block.text))
        if isinstance(block, str):
            return traditional(block)
        return replace(block, rows=tuple(
            replace(row, cells=tuple(replace(c, text=traditional(c.text)) for c in row.cells))
            for row in block.rows
        ))  # fmt: skip

    return Draft(
        traditional(whole.title),
        tuple(turn(block) for block in whole.blocks),
        tuple(traditional(line) for line in whole.before),
        tuple(traditional(line) for line in whole.after),
        tuple((traditional(name), traditional(value)) for name, value in whole.metadata),
    )


def break_row(table: Table, style: Style) -> int | None:
    """Return the row of a table before which the style ends the page."""
    codes = [row.item for row in table.rows]
    if style.page_break == "article" and table.name == "disclosure":
        return codes.index("article（六）") + 1
    if style.page_break == "group" and table.name == "requests":
        return codes.index("unable_requires_creation")
    return None
