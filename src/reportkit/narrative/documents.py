"""Figures of table disclosure: documents made, repealed, in force; what was procured."""

import re
from dataclasses import dataclass, replace
from functools import cache

from ..codebook import columns, read_spec
from .phrases import Phrase
from .vocabulary import Cell, pattern, words

#: The two kinds of documents that the form counts; 规章制度 are the office's own rules.
_KIND = re.compile(r"(?P<normative_documents>规范性文件)|(?P<rules>规章(?!制度))")
#: What was in force is told of a day: 截至2022年12月31日现行有效138件.
_UNTIL = re.compile(
    r"(?:截[至止]|到)?(?:[^，,。；;]{0,14}(?:年底|年末|目前|[日月末底前]))?|目前|现有?|仍"
)
#: 制作规章1件、规范性文件7件: the verb is that of the figure before.
_NAMED = re.compile(r"(?:行政)?规范性文件|(?:地方)?(?:政府)?规章")
_CHARGED = re.compile(r"(?:全年|本年)?(?:收费|收取)?总?金额(?:为|共|合计|约)*")
_PUBLISHES = re.compile(r"公开|公示|发布|归集|上传|推送|录入|报送")
#: 修改、废止 and 修订和废止 tell one number of both.
_SECOND = re.compile(r"[、和及与或并](?:宣布)?$")
#: What was meant to be spent or charged, or was not: no amount that the form holds.
NOT_PAID = re.compile(
    r"(?:应收取?|应缴纳?|拟收|待收|未收|预收|减免|免收|免除|退还|核减|节约|节省|预算|计划)$"
)

_FEES = Cell("disclosure", "fees", "amount", "行政事业性收费金额")


@dataclass
class Documents:
    """Reads the figures of table disclosure, and remembers of a sentence what it counts.

    `year` is the report's: the form of 2021 counts documents otherwise than that of 2019.
    """

    year: int | None
    #: The kind of documents that the sentence last named; "" where it named none, or both at once.
    kind: str = ""
    #: The sentence spoke of 行政事业性收费: 收费金额 is theirs.
    fees: bool = False

    def begin(self, year: int | None) -> None:
        """Begin a sentence of a report of a year."""
        self.year, self.kind, self.fees = year, "", False

    def hear(self, phrase: Phrase) -> None:
        """Note the kind of documents that the words around an amount name."""
        self.fees = self.fees or "行政事业性收费" in phrase.lead + phrase.before
        for part in (phrase.lead, phrase.label + phrase.before):
            kinds = {match.lastgroup or "" for match in _KIND.finditer(part)}
            if kinds:
                self.kind = kinds.pop() if len(kinds) == 1 else ""

    def admits(self, cell: Cell, head: str) -> bool:
        """Tell whether words of table disclosure mean a cell, behind what stands ahead of them."""
        if not self.on_form(cell) or _SECOND.search(head) or _KIND.search(head):
            return False
        if cell.column == "in_force":
            return not pattern("block").search(head.replace("公开", ""))
        return not (_PUBLISHES.search(head) or pattern("block").search(head))

    def goes_on(self, phrase: Phrase, last: Cell | None) -> Cell | None:
        """Return the cell of a verb alone, behind the documents named or counted: 废止2件."""
        named = _NAMED.fullmatch(phrase.before)
        if named and last is not None and last.item in ("rules", "normative_documents"):
            return replace(last, item=self.kind) if self.kind not in ("", last.item) else None
        told = words("antecedent").before(phrase.before)
        if told is None:
            return None
        head, cell = told
        if cell.item == "normative_documents":
            if not self.kind:
                return None
            cell = replace(cell, item=self.kind)
            until = cell.column == "in_force" and _UNTIL.fullmatch(head)
        else:
            if last is None or last.table != "disclosure":
                return None
            until = None
        lead = until or pattern("lead").fullmatch(head)
        return cell if lead and self.on_form(cell) else None

    def on_form(self, cell: Cell) -> bool:
        """Tell whether the form of the year has a column for an item: 制发 is new since 2021."""
        return self.year is None or any(
            (column.table, column.code) == (cell.table, cell.column)
            and cell.item in column.items
            and bool(_editions(self.year) & set(column.editions))
            for column in columns()
        )

    def charged(self, before: str) -> Cell | None:
        """Return the amount of the fees that the sentence spoke of: 收费金额3120万元."""
        return _FEES if self.fees and _CHARGED.fullmatch(before) and self.on_form(_FEES) else None

    def money(self, cell: Cell, text: str) -> Cell | None:
        """Return the cell of money charged or spent, where the form has it."""
        named = cell.item != "procurement" or "集中采购" in text
        return cell if cell.column == "amount" and named and self.on_form(cell) else None


@cache
def _editions(year: int) -> frozenset[str]:
    return frozenset(
        row["edition"]
        for row in read_spec("editions")
        if int(row["first_year"]) <= year <= int(row["last_year"] or year)
    )
