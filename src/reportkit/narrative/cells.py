"""Which cell of the statutory tables a stated figure speaks of; none rather than a wrong one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from .amounts import Amount, measure_kind
from .phrases import Phrase, phrases
from .vocabulary import Cell, pattern, words

#: Words that open the subject of requests; it lasts until a paragraph that is numbered anew.
_REQUESTS = re.compile(r"依?申请公开|信息公开申请|公开申请")
_OPEN = re.compile(r"信息公开|依申请|公开申请|申请公开")
_ANEW = re.compile(r"^\s*(?:[(（][一二三四五六七八九十\d]{1,3}[)）]|[一二三四五六七八九十]{1,3}[、.是]|\d{1,2}[、.])")
_COUNTS = frozenset("件起宗例份条次个项部") | {"件次", ""}
_CHANGE = re.compile(
    r"(?:同比|环比|比上年|较上年|上年同期|与上年|比本年|相比)[^，,。；]{0,12}$"
)
_UP_OR_DOWN = re.compile(
    r"(?:(增长|增加|上升|提高|提升|增幅|上涨|增)|(下降|减少|降低|减|降幅|回落|下滑))(?:了|约|近|为|达|幅度为)*$"
)
_SHARE = re.compile(r"占(?:比|到|全部|全年|同期|所有)?(?P<of>[^，,。；占]*?)(?:的)?(?:比例|比重|比)?(?:为|达|约|到)*$")
_WHOLE = (
    (re.compile(r"收到|受理|新收|接收"), "received"),
    (re.compile(r"办结|答复|办理结果|处理结果"), "outcomes_total"),
)
#: What opens a clause on another year, or on more than one; 上年结转 is this year's.
_OTHER_YEAR = re.compile(
    r"(?:上年(?!结转|转|度?未)|20\d\d年|(?:成立|施行|实施|运行|开通|建立)以来|历年|近[一二三四五两\d]{1,2}年|[三五十]年来)[^，,。；;]{0,24}(?:[，,(（]\s?)?[^，,。；;]{0,12}$"
)
_DOCUMENTS = re.compile(r"复议决定书|判决书|裁定书|文书|典型案例")
_HANDLES = re.compile(r"审理|审结|代理|承办|办理|受理|收到|新收|公开|发布|公示|化解|接收|办结|答复")
_PUBLISHES = re.compile(r"公开|公示|发布|归集|上传|推送|录入|报送")
_NEW = re.compile(r"新收|新增|[新本当]年.?收")
_INCLUDES = re.compile(r"含|包括|包含|其中")
_PLACE = re.compile(r"[一-鿿]{1,9}(?:自治县|新区|[区县市镇乡]|街道)(?:收到|受理|新收|共)?(?:申请)?$")


#: Items that a subject may stand ahead of; ahead of an outcome it would be a reason or a department.
_OPENLY = ("received", "carried_in", "carried_out", "outcomes_total")
_ACCORDING = re.compile(r"(?:其中)?(?:经|依据|根据|按照|依照|对)")
_SUM = re.compile(r"(?:收费|收取)?(?:合计|共计|总计|共|金额|总金额|总额|费用|人民币|为|约|计)*")


@dataclass(frozen=True, slots=True)
class Claim:
    """What is known of an amount: the cell, a share's whole, a change's direction, its total."""

    cell: Cell | None = None
    base: str = ""
    change: str = ""
    part_of: int = -1


@dataclass
class Reader:
    """Reads a section sentence by sentence; remembers what it is about.

    `year` is the report's, where it is known: 2022年 is then last year.
    """

    year: int | None
    requests: bool = False
    received: str = ""
    #: The sentence before spoke of disclosure or requests: what follows may go on with it.
    open: bool = False
    #: The sentence lists departments or places.
    _listing: bool = False

    def paragraph(self, text: str, heading: str) -> None:
        """Begin a paragraph under a subheading."""
        if heading or _ANEW.match(text):
            self.requests = bool(_REQUESTS.search(heading))
            self.received, self.open = "", False

    def sentence(self, text: str, amounts: Sequence[Amount]) -> list[Claim]:
        """Return what each amount of a sentence speaks of."""
        mentions = bool(_REQUESTS.search(text)) and "申请公开条例" not in text
        self.requests = self.requests or mentions
        self.open = self.open and not _ANEW.match(text) or bool(_OPEN.search(text))
        claims: list[Claim] = []
        spoken = [self._named(phrase) for phrase in phrases(text, amounts)]
        self._listing = sum(map(_of_a_body, spoken)) > 1
        for amount, phrase in zip(amounts, spoken, strict=True):
            if phrase.owner >= 0 and measure_kind(amounts[phrase.owner].unit) == "share":
                phrase = _shared(phrase, spoken[phrase.owner])
            self._listing = self._listing or "其中" in phrase.lead + phrase.before
            claims.append(self._claim(amount, phrase, claims, text))
        claims = _whole_of(claims, spoken, amounts)
        for claim in claims:
            if claim.cell is not None and not claim.base and not claim.change:
                self._remember(claim.cell)
        return claims

    def _named(self, phrase: Phrase) -> Phrase:
        """Name years by their place: 上年, 本年, 下年."""
        return replace(
            phrase, before=self._years(phrase.before), after=self._years(phrase.after),
            lead=self._years(phrase.lead), label=self._years(phrase.label),
        )  # fmt: skip

    def _years(self, text: str) -> str:
        if self.year is not None and "20" in text:
            for gap, name in ((-1, "上年"), (0, "本年"), (1, "下年")):
                text = text.replace(f"{self.year + gap}年度", name).replace(
                    f"{self.year + gap}年", name
                )
        text = re.sub(r"上一?年度?|前一?年度?|去年度?", "上年", text)
        text = re.sub(r"[下次明翌来](?:一)?(?:年度|年)", "下年", text)
        text = re.sub(r"(?:今|本|当)年度?", "本年", text)
        text = re.sub(r"公民、?法人(?:或者|和|及|、|或|以及)其[他它]组织", "申请人", text)
        return text.replace('"', "").replace("'", "").replace(" ", "")

    def _claim(
        self, amount: Amount, phrase: Phrase, claims: Sequence[Claim], text: str
    ) -> Claim:
        kind = measure_kind(amount.unit)
        if kind in ("share", "times"):
            return self._proportion(amount, phrase, claims)
        change = self._changed(phrase)
        if change:
            return self._grown(claims, change) if amount.unit in _COUNTS else Claim(change=change)
        if _CHANGE.search(phrase.before) or re.search(r"(?:比|较|与)上年(?:的)?$", phrase.before):
            return Claim()
        if kind == "money":
            return self._money(amount, phrase, text)
        if amount.unit not in _COUNTS:
            return Claim()
        cell = self._cell(phrase, claims, text, zero=amount.value == 0)
        if cell is not None:
            self._remember(cell)
        return Claim(cell)

    def _remember(self, cell: Cell) -> None:
        if cell.table == "requests" and "received" in cell.item and cell.column == "total":
            self.received = cell.item

    # --- cells ---

    def _cell(
        self, phrase: Phrase, claims: Sequence[Claim], text: str, *, zero: bool
    ) -> Cell | None:
        owner = claims[phrase.owner].cell if phrase.owner >= 0 else None
        if phrase.inside and phrase.owner >= 0 and owner is None:
            return None
        own = self._column(phrase, claims, owner)
        if own is not None:
            return own
        told = words("cell").before(phrase.before)
        if told is not None:
            head, cell = told
            if zero and cell.table == "review" and _thin(head):
                return cell  # no proceedings are none about disclosure either
            return cell if self._admits(cell, head, phrase, text) else None
        documents = words("antecedent").before(phrase.before)
        before = [claim.cell for claim in claims if claim.cell]
        if documents and before and before[-1].table == "disclosure":
            return documents[1] if pattern("lead").fullmatch(documents[0]) else None
        if not pattern("lead").fullmatch(phrase.before):
            return self._bare(phrase, claims)
        behind = words("cell").after(phrase.after)
        if behind is not None:
            return behind if self._admits(behind, phrase.before, phrase, text) else None
        return self._bare(phrase, claims)

    def _bare(self, phrase: Phrase, claims: Sequence[Claim]) -> Cell | None:
        """Return the cell of words that mean it in this place alone: 公开, 其他, 申请, 共计."""
        before = [claim.cell for claim in claims if claim.cell]
        last = before[-1] if before else None
        bare = phrase.before.removeprefix("其中").lstrip("、").rstrip("的有共为")
        if not self.requests and (last is None or last.table != "review"):
            return None
        if bare in ("公开", "已公开", "同意") and (last is not None or self.received):
            return Cell("requests", "granted", "total", "公开 = 予以公开")
        if bare in ("其他", "其它") and last is not None:
            return _other(last)
        if bare in ("总计", "合计", "共计", "两项合计", "合计受理") and len(before) > 1:
            items = {cell.item for cell in before if cell.column == "total"}
            if items == {"received", "carried_in"}:
                return Cell("requests", "received+carried_in", "total", "新收 + 上年结转")
        asked = re.match(r"(?:政府)?(?:信息公开)?申请(?!人)(?:公开)?(?:中|全部|均|已|都|办理)", phrase.after)
        if asked and pattern("lead").fullmatch(bare) and self.received:
            return Cell("requests", self.received, "total", "申请")
        count = re.fullmatch(r"(?:全年|本年|全县|全市|全区|我[局县市区办镇])*(?:共有?)?(?:政府信息公开|信息公开)申请(?:共|共计|为|总计|合计|:|：)*", bare)
        return Cell("requests", "received", "total", "申请数量") if count and not self.received else None

    def _column(
        self, phrase: Phrase, claims: Sequence[Claim], owner: Cell | None
    ) -> Cell | None:
        """Return the cell of a kind of applicant, or of a result of a proceeding."""
        told = words("column").before(phrase.before)
        after = None
        if told is None and pattern("lead").fullmatch(phrase.before):
            after = words("column").after(phrase.after)
        if told is None and after is None:
            return None
        head, cell = told if told else ("", after)
        assert cell is not None
        before = [claim.cell for claim in claims if claim.cell]
        if cell.table == "review":
            own = words("cell").before(head)
            if own and own[1].table == "review" and self.open:
                return replace(cell, item=own[1].item)
            source = owner or next((c for c in reversed(before) if c.table == "review"), None)
            if source is None or source.table != "review" or not _thin(head):
                return None
            return replace(cell, item=source.item)
        if not self.requests or pattern("block").search(head) or not _thin(head):
            return None
        last = before[-1] if before else None
        if owner is not None:
            source = owner
        elif last is not None and last.table == "requests" and (
            last.column != "total" or "其中" in phrase.lead + phrase.before or "received" in last.item
        ):
            source = last
        else:
            source = None
        item = source.item if source is not None and source.table == "requests" else self.received
        return replace(cell, item=item or "received")

    def _admits(self, cell: Cell, head: str, phrase: Phrase, text: str) -> bool:
        """Tell whether words mean a cell here: who received it, from whom, and of what."""
        if cell.table == "":
            return False
        if cell.item != "carried_in" and _OTHER_YEAR.search(phrase.lead + phrase.label + head):
            return False
        if cell.table == "disclosure":
            return not _PUBLISHES.search(head) and not pattern("block").search(head)
        if cell.table == "review":
            about = self.open or bool(_OPEN.search(text))
            handled = _HANDLES.search(head) and not _OPEN.search(head)
            return about and not handled and not _DOCUMENTS.search(phrase.before) and _own(head)
        openly = cell.item in _OPENLY
        if pattern("block").search(head) or (
            openly and pattern("foreign").search(phrase.before + phrase.after)
        ):
            return False
        if not self.requests:
            self.requests = cell.item == "received" and "申请" in phrase.before + phrase.after
        if not self.requests or not _own(head):
            return False
        if not openly and not (_thin(head) or _ACCORDING.match(head)):
            return False
        if cell.item == "outcomes_total" and "延期" in text and head.endswith(("按期", "按时")):
            return False
        if (self.received or self._listing) and _of_a_body(phrase):
            return False
        if cell.item == "received":
            if ("其中" in phrase.lead or "其中" in head) and not _thin(head):
                return False
            repeated = self.received and not head.endswith("本年") and "新收" not in phrase.before
            return not repeated
        return True

    # --- shares, changes, money ---

    def _proportion(self, amount: Amount, phrase: Phrase, claims: Sequence[Claim]) -> Claim:
        change = self._changed(phrase)
        if change:
            return self._grown(claims, change)
        last = claims[-1].cell if claims else None
        share = _SHARE.search(phrase.before)
        if share and last is not None and last.table == "requests" and not claims[-1].base:
            of = share["of"]
            base = next((code for found, code in _WHOLE if found.search(of)), "")
            if base or pattern("filler").fullmatch(of):
                return Claim(last, base or "whole")
            return Claim()
        told = words("rate").before(phrase.before)
        # Of 100 % it is not told whether requests that were not due yet are left out.
        if told and self.requests and amount.value < 100 and pattern("filler").fullmatch(told[0]):
            return Claim(told[1], "whole")
        return Claim()

    def _changed(self, phrase: Phrase) -> str:
        match = _UP_OR_DOWN.search(phrase.before)
        if match is None:
            return ""
        return "up" if match[1] else "down"

    def _grown(self, claims: Sequence[Claim], change: str) -> Claim:
        """Return the growth of the figure that stands before it; of last year's it is none."""
        for claim in reversed(claims):
            if claim.cell is not None and not claim.base:
                return Claim(claim.cell, "", change)
            if claim.cell is None and not claim.change:
                continue
        return Claim(change=change)

    def _money(self, amount: Amount, phrase: Phrase, text: str) -> Claim:
        told = words("cell").before(phrase.before)
        if told is None:
            fee = "处理费" in text and _SUM.fullmatch(phrase.before)
            return Claim(Cell("", "processing_fee", "", "信息处理费") if fee else None)
        head, cell = told
        if cell.table == "disclosure":
            return Claim(cell if cell.column == "amount" else None)
        named = "处理费" in phrase.before or "处理费" in text or self.requests
        return Claim(cell if cell.item == "processing_fee" and named else None)


def _of_a_body(phrase: Phrase) -> bool:
    """Tell whether a named department or place received or answered, and not the issuer."""
    told = words("cell").before(phrase.before)
    return bool(told and pattern("body").search(told[0]) and not pattern("own").search(told[0]))


def _shared(phrase: Phrase, owner: Phrase) -> Phrase:
    """Return a count in brackets behind its share under the share's label: 公开的占28.5%（142件）."""
    label = owner.before.split("占")[0]
    return replace(phrase, owner=-1, before=phrase.before or label)


def _thin(head: str) -> bool:
    """Tell whether nothing of weight stands ahead of words."""
    return bool(pattern("lead").fullmatch(head.split("，")[-1]))


def _own(head: str) -> bool:
    """Tell whether words are neither denied nor the second half of a label: 不存在或不掌握."""
    return not head.endswith(("不", "未", "没有", "无", "或", "和", "及", "与", "、"))


def _other(last: Cell) -> Cell | None:
    """Return what 其他 is beside the cell before it in its list."""
    if last.table == "review" and last.column != "total":
        return replace(last, column="other", reading="其他 = 其他结果")
    if last.table != "requests":
        return None
    if last.column != "total":
        return replace(last, column="other_organisation", reading="其他 = 其他组织")
    groups = ("granted", "partly_granted", "denied", "unable", "not_processed")
    if last.item in groups or last.item == "granted+partly_granted":
        return Cell("requests", "other", "total", "其他 = 其他处理")
    return Cell("requests", "other_other", "total", "其他处理：其他") if last.item.startswith("other_") else None


def _including(claims: Sequence[Claim], spoken: Sequence[Phrase], i: int) -> int:
    """Return the total that is said to include amount i: 受理56件，其中新收54件、上年结转2件; -1: none."""
    for place in range(i, 0, -1):
        if _INCLUDES.search(spoken[place].lead + spoken[place].before):
            return place - 1
        cell = claims[place - 1].cell
        if cell is None or cell.item != "received":
            return -1
    return -1


def _whole_of(
    claims: list[Claim], spoken: Sequence[Phrase], amounts: Sequence[Amount]
) -> list[Claim]:
    """Read a total that includes what was carried over so; set the places of a list below it."""
    found = list(claims)
    for i, claim in enumerate(claims):
        if claim.cell is None or claim.cell.item != "carried_in" or claim.base or claim.change:
            continue
        owner = spoken[i].owner
        if owner < 0:
            owner = _including(claims, spoken, i)
        whole = claims[owner].cell if owner >= 0 else None
        if whole is None or whole.item != "received" or _NEW.search(spoken[owner].before):
            continue
        for j in range(owner, len(found)):
            other = found[j].cell
            if other is not None and other.item == "received" and not _NEW.search(spoken[j].before):
                found[j] = replace(
                    found[j],
                    cell=replace(other, item="received+carried_in", reading="收到、受理，含上年结转"),
                )
    total = -1
    for i, phrase in enumerate(spoken):
        if found[i].cell is not None and not found[i].base:
            total = i
        elif total >= 0 and found[i].cell is None and amounts[i].unit == amounts[total].unit:
            if _PLACE.search(phrase.before):
                found[i] = replace(found[i], part_of=total)
    return found
