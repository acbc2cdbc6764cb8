"""Which cell of the statutory tables a stated figure speaks of; none rather than a wrong one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from .amounts import Amount, measure_kind
from .claims import Claim, change_of, growth, share
from .documents import NOT_PAID, Documents
from .outcomes import another, is_own, joint, thin, without_reasons
from .phrases import Phrase
from .totals import BOTH, NEW, one_a_cell, parts, with_carried
from .vocabulary import Cell, pattern, words

_A_YEAR = re.compile(r"(20\d\d)年")
#: Words that open the subject of requests; it lasts until a paragraph that is numbered anew.
_REQUESTS = re.compile(
    r"依?申请公开|信息公开申请|公开申请|依申请(?!人)"
    r"|^\W{0,2}[^，,。；;]{0,6}申请(?:数据|数量|受理|办理|答复|处理)(?:情况|方面|工作)?[:：。]"
)
_OPEN = re.compile(r"信息公开|依申请|公开申请|申请公开|公开工作")
#: What numbers a paragraph, the higher first: 一、 （一） 1. (1) 一是.
_LEVELS = re.compile(
    r"\s*(?:([一二三四五六七八九十]{1,3}[、.])|([(（][一二三四五六七八九十]{1,3}[)）])"
    r"|(\d{1,2}[、.])|([(（]\d{1,2}[)）])|([一二三四五六七八九十]{1,3}是))"
)
#: Units in which requests, proceedings and documents are counted.
_COUNTS = frozenset("件起宗例份条次个项部") | {"件次", ""}
#: A comparison that the figure belongs to: it is last year's.
_COMPARED = re.compile(
    r"(?:同比|环比|比上年|较上年|上年同期|与上年|比本年|相比)[^，,。；]{0,12}$|[比较与]上年的?$"
    r"|[由从](?:上年)?的?$"
)
#: What opens a clause on another year, or on more than one; 上年结转 is this year's.
_OTHER_YEAR = re.compile(
    r"(?:(?<![和与同跟比较])上年(?![^，,。；]{0,4}结转|转|度?未)|20\d\d年|(?:成立|施行|实施|运行|开通|建立)以来|历年|[三五十]年来"
    r"|近[一二三四五两\d]{1,2}年)[^，,。；;]{0,24}(?:[，,(（]\s?)?[^，,。；;]{0,12}$"
)
_DOCUMENTS = re.compile(r"复议决定书|判决书|裁定书|文书|典型案例")
#: What a body does with proceedings of others; those about its own disclosure happen to it.
_UNRELATED = re.compile(
    r"与[^，,。；]{0,8}公开(?:工作)?[^，,。；]{0,4}无关|(?:非|不是|并非)因[^，,。；]{0,6}公开"
)
#: Who hears a case is no party to it.
_JUDGES = re.compile(r"审理|审结|代理|裁决|化解")
_HANDLES = re.compile(r"审理|审结|代理|承办|办理|受理|收到|新收|公开|发布|公示|化解|接收|办结|答复")
#: 收到3607件（含上年结转）.
_CARRIED = re.compile(r"⟨[^⟩]*含[^⟩]*结转[^⟩]*⟩")
#: One level of government alone: 市本级, 县区.
_LEVEL = re.compile(r"[省市州县区盟旗]本级|县区|区县|市直")
#: Items that a subject may stand ahead of; ahead of an outcome it is a reason, or a department.
_OPENLY = ("received", "carried_in", "carried_out", "outcomes_total")
#: 因信息公开引发的9件行政复议.
_BECAUSE = re.compile(r"^(?:全年)?因[^，,]{0,20}(?:引发|引起|导致|产生|提起)的?$")
#: What opens the sum of a list, with nothing that tells of what.
_TOTALS = frozenset(
    pair + name
    for pair in ("", "两项", "两者", "二者")
    for name in ("总计", "合计", "共计", "共", "累计", "合计受理")
)
#: 答复30件，结转1件.
_CARRIED_OUT = re.compile(r"(?:其余|剩余|尚余|尚|另|余)*有?结转")
_ACCORDING = re.compile(r"(?:其中)?(?:经|依据|根据|按照|依照|对)")
_OTHER_APPLICANTS = re.compile(r"企业|法人|组织|机构|单位")
#: 责令重新答复1件 is an answer of another kind.
_AGAIN = re.compile(r"(?:重新|再次|补充|限期|责令|拒绝|逾期|超期)$")
_GOES_ON = re.compile(r"\W*其中")
_IN_TIME = re.compile(r"[均已都]*(?:按期|按时|如期)")
_LATE = re.compile(r"延期(?![至到])")
_RECEIVES = re.compile(r"新?(?:收到|受理|接收|收)$")
_FEE = re.compile(
    r"(?:实际)?(?:收费|收取|收到|实收)?"
    r"(?:合计|共计|总计|共|金额|总金额|总额|费用|人民币|为|约|计)*"
)
#: 7件申请全部答复; 全年共有政府信息公开申请7件.
_ASKED = re.compile(r"(?:政府)?(?:信息公开)?申请(?!人)(?:公开)?(?:中|全部|均|已|都)")
_ASKED_BEHIND = re.compile(r"(?:政府)?(?:信息公开)?申请(?!人)")
_NUMBER_ASKED = re.compile(
    r"(?:全年|本年|全县|全市|全区|我[局县市区办镇])*(?:共有?)?(?:政府信息公开|信息公开)申请"
    r"(?:共|共计|为|总计|合计|:|：)*"
)
#: Kinds of applicants beside which 其他 is the last.
_ORGANISATIONS = {"commercial", "research", "legal_service"}
#: Sections whose subject is given.
_OF_REQUESTS, _OF_REVIEWS = 3, 4


@dataclass
class Reader:
    """Reads a section sentence by sentence, and remembers what it is about.

    `year` is the report's, where it is known: 2022年 is then last year.
    """

    year: int | None
    section: int = 1
    requests: bool = False
    #: How the paragraph's requests received were read: alone, or with those carried over.
    received: str = ""
    #: The paragraph spoke of disclosure or requests: what follows may go on with it.
    open: bool = False
    _heading: str = ""
    #: The sentence speaks of letters, proposals, hotlines: what is answered in it is theirs.
    _foreign: bool = False
    #: The level at which the subject was opened: what is numbered below it goes on with it.
    _level: int = 9
    #: The proceedings that the sentence lists are those of others, which the issuer hears.
    _theirs: bool = False
    #: The sentence lists departments or places.
    _listing: bool = False
    #: All its figures but the last are those of kinds of requests: 当面申请1件、网络申请5件.
    _kinds: bool = False
    #: The sentence tells how the office's own documents are classed: 不予公开 is of them.
    _classes: bool = False
    #: The paragraph speaks of processing fees.
    _fees: bool = False
    #: The proceedings that the sentence before told: 其中，维持3件 goes on with them.
    _before: Cell | None = None
    _documents: Documents = field(default_factory=lambda: Documents(None))

    def __post_init__(self) -> None:
        self.requests = self.section == _OF_REQUESTS
        self.open = self.section in (_OF_REQUESTS, _OF_REVIEWS)

    def paragraph(self, text: str, heading: str) -> None:
        """Begin a paragraph under a subheading."""
        self._fees, self._before = "处理费" in text, None
        numbered = _LEVELS.match(text)
        level = numbered.lastindex or 0 if numbered else 0
        if heading != self._heading or (level and level <= self._level):
            self.requests = bool(_REQUESTS.search(heading)) or self.section == _OF_REQUESTS
            self.open = self.requests or self.section == _OF_REVIEWS
            self.received, self._level, self._heading = "", level, heading
        elif not (self.requests or self.open):
            self._level = level or self._level

    def sentence(
        self, text: str, amounts: Sequence[Amount], phrases: Sequence[Phrase]
    ) -> list[Claim]:
        """Return what each amount of a sentence speaks of."""
        named = _A_YEAR.search(text) if self.year is None else None
        if named:  # the first year that a section names is the report's
            self.year = int(named[1])
        if not _GOES_ON.match(text):
            self._before = None
        self._classes = bool(pattern("class").search(text))
        self.requests = self.requests or (not self._classes and bool(_REQUESTS.search(text)))
        self.open = self.open or self.requests or bool(_OPEN.search(text))
        spoken = [self._named(phrase) for phrase in phrases]
        self._listing = _lists_bodies(spoken)
        kinds = len(spoken) > 1 and all("申请" in phrase.before for phrase in spoken[:-1])
        self._kinds = kinds and not pattern("foreign").search(text)
        self._foreign = self._theirs = False
        self._documents.begin(self.year)
        claims: list[Claim] = []
        for amount, phrase in zip(amounts, spoken, strict=True):
            if phrase.owner >= 0 and measure_kind(amounts[phrase.owner].unit) == "share":
                phrase = _under_share(phrase, spoken[phrase.owner])
            self._listing = self._listing or "其中" in phrase.lead + phrase.before
            own = phrase.before + phrase.after
            asked = _OPEN.search(own)
            self._foreign = not asked and (self._foreign or bool(pattern("foreign").search(own)))
            self._documents.hear(phrase)
            owner = claims[phrase.owner].cell if phrase.owner >= 0 else None
            near = _near(claims, spoken, phrase)
            claims.append(self._claim(amount, phrase, near, owner, text))
        claims = parts(with_carried(one_a_cell(claims, spoken, amounts), spoken), spoken, amounts)
        for claim in claims:
            self._remember(claim)
        cells = [c.cell for c, p in zip(claims, spoken, strict=True) if c.cell and p.owner < 0]
        told = [cell for cell in cells if cell.table == "review" and cell.column == "total"]
        self._before = told[-1] if told else self._before
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
                text = re.sub(f"{self.year + gap}年度?", name, text)
        text = re.sub(r"上一?年度?|前一?年度?|去年度?", "上年", text)
        text = re.sub(r"[下次明翌来]一?年度?", "下年", text)
        text = re.sub(r"[今本当]年度?", "本年", text)
        text = re.sub(r"公民、?法人(?:或者|和|及|、|或|以及)其[他它]组织", "申请人", text)
        return _APART.sub("、", text).translate(_QUOTES)

    def _claim(
        self,
        amount: Amount,
        phrase: Phrase,
        claims: Sequence[Claim],
        owner: Cell | None,
        text: str,
    ) -> Claim:
        kind = measure_kind(amount.unit)
        change = change_of(phrase)
        if change:
            counted = kind in ("share", "times") or amount.unit in _COUNTS
            return growth(phrase, claims, change) if counted else Claim(change=change)
        if kind == "share":
            return share(amount, phrase, claims, requests=self.requests and not self._foreign)
        if _COMPARED.search(phrase.before) or _COMPARED.search(phrase.label):
            return Claim(compared=True)
        if kind == "money":
            return Claim(self._money(phrase, text))
        if amount.unit not in _COUNTS:
            return Claim()
        cell = self._cell(phrase, claims, owner, text, zero=amount.value == 0)
        if cell and owner and owner.table == cell.table == "requests" and cell.column == "total":
            cell = replace(cell, column=owner.column)  # 受理企业申请3件（予以公开2件）
        claim = Claim(cell)
        self._remember(claim)
        return claim

    def _remember(self, claim: Claim) -> None:
        cell = claim.cell
        if cell is None or claim.base or claim.change or cell.column != "total":
            return
        if cell.item in ("received", "received+carried_in"):
            self.received = cell.item

    def _cell(
        self,
        phrase: Phrase,
        claims: Sequence[Claim],
        owner: Cell | None,
        text: str,
        *,
        zero: bool,
    ) -> Cell | None:
        if phrase.owner >= 0 and owner is None:
            return None
        own = self._column(phrase, claims, owner, text)
        if own is not None or (self.requests and self._of_applicants(phrase, text)):
            return own
        told = words("cell").before(phrase.before)
        if told is not None:
            head, cell = told
            both = joint(phrase.before)
            if both is not None:
                return both if self.requests else None
            if zero and cell.table == "review" and not _HANDLES.search(head):
                return cell  # no proceedings are none about disclosure either
            if not self._admits(cell, head, phrase, text):
                return None
            carried = cell.item == "received" and _CARRIED.search(phrase.before + phrase.after)
            return BOTH if carried else cell
        last = _last(claims)
        documents = self._documents.goes_on(phrase, last)
        if documents is not None:
            return documents
        ahead = _BECAUSE.sub("", phrase.before)
        if pattern("lead").fullmatch(ahead):
            behind = words("cell").after(phrase.after)
            if behind is not None:
                return behind if self._admits(behind, phrase.before, phrase, text) else None
        return self._bare(phrase, claims)

    def _bare(self, phrase: Phrase, claims: Sequence[Claim]) -> Cell | None:
        """Return the cell of words that mean it in this place alone: 公开, 其他, 申请, 共计."""
        last = _last(claims)
        if not self.requests and (last is None or last.table != "review"):
            return None
        bare = phrase.before.removeprefix("其中").lstrip("、").rstrip("的有共为")
        if bare in ("公开", "已公开", "同意") and (last is not None or self.received):
            return Cell("requests", "granted", "total", "公开 = 予以公开")
        if bare in ("其他", "其它") and last is not None:
            return _other(last, {claim.cell.column for claim in claims if claim.cell})
        totals = {c.cell.item for c in claims if c.cell and c.cell.column == "total"}
        if _CARRIED_OUT.fullmatch(bare) and "outcomes_total" in totals:
            return Cell("requests", "carried_out", "total", "答复之外结转 = 结转下年")
        if phrase.before in _TOTALS:
            if totals == {"received", "carried_in"}:
                return Cell("requests", "received+carried_in", "total", "新收 + 上年结转")
            if self._kinds and not totals and not self.received:
                return Cell("requests", "received", "total", "各类申请合计")
        if self.received:
            asked = _ASKED.match(phrase.after) and pattern("lead").fullmatch(bare)
            return Cell("requests", self.received, "total", "申请") if asked else None
        asked = _NUMBER_ASKED.fullmatch(bare)
        return Cell("requests", "received", "total", "申请数量") if asked else None

    def _column(
        self, phrase: Phrase, claims: Sequence[Claim], owner: Cell | None, text: str
    ) -> Cell | None:
        """Return the cell of a kind of applicant, or of a result of a proceeding."""
        told = words("column").before(phrase.before)
        if told is None and pattern("lead").fullmatch(phrase.before):
            behind = words("column").after(phrase.after)
            told = ("", behind) if behind else None
        if told is None:
            return None
        head, cell = told
        if cell.table == "requests" and not self._of_applicants(phrase, text):
            return None
        if cell.table == "review":
            own = words("cell").before(head)
            if own and own[1].table == "review" and self.open:
                return replace(cell, item=own[1].item)
            source = owner or next(
                (c.cell for c in reversed(claims) if c.cell and c.cell.table == "review"),
                self._before,
            )
            ahead = words("cell").before(phrase.lead.rstrip("，,：:"))
            if source is None and ahead and self.open:
                source = ahead[1]  # 因信息公开引起的行政复议，维持12件
            if source is None or source.table != "review" or not thin(head):
                return None
            return replace(cell, item=source.item)
        if not self.requests or pattern("block").search(head) or not thin(_RECEIVES.sub("", head)):
            return None
        return replace(cell, item=self._asked_item(phrase, claims, owner))

    def _of_applicants(self, phrase: Phrase, text: str) -> bool:
        """Tell whether a kind of applicant is named; 收到公民申请3件 are all, and of no kind."""
        told = words("column").before(phrase.before)
        if told is None:
            told = ("", words("column").after(phrase.after) or _NO_CELL)
        head, cell = told
        citizens = cell.column == "natural_person" and "自然人" not in phrase.before + phrase.after
        everybody = citizens and _RECEIVES.search(head) and not _OTHER_APPLICANTS.search(text)
        return cell.table == "requests" and not everybody

    def _asked_item(self, phrase: Phrase, claims: Sequence[Claim], owner: Cell | None) -> str:
        """Return the item that applicants are counted of: the owner's, or what was received."""
        last = owner or _last(claims)
        anew = re.search(r"收到|受理|接收|新收", phrase.before)
        if last is not None and last.table == "requests" and not anew:
            within = "其中" in phrase.lead + phrase.before
            if owner or within or last.column != "total" or "received" in last.item:
                return last.item
        return self.received or "received"

    def _admits(self, cell: Cell, head: str, phrase: Phrase, text: str) -> bool:
        """Tell whether words mean a cell here: who received it, in which year, and of what."""
        if cell.table == "":
            return False
        if cell.item != "carried_in" and _OTHER_YEAR.search(phrase.lead + phrase.label + head):
            return False
        if cell.table == "disclosure":
            return self._documents.admits(cell, head)
        if cell.table == "review":
            about = self.open or bool(_OPEN.search(text))
            handled = _HANDLES.search(head) and not (_OPEN.search(head) or head.startswith("因"))
            if handled or _JUDGES.search(head):
                self._theirs = True
            elif phrase.lead.strip(
                "、和及与"
            ):  # 、 goes on with the verb of a list, another clause does not
                self._theirs = False
            if self._theirs or _UNRELATED.search(text):
                return False
            return about and not _DOCUMENTS.search(phrase.before) and is_own(head)
        return self._admits_request(cell, head, phrase, text)

    def _admits_request(self, cell: Cell, head: str, phrase: Phrase, text: str) -> bool:
        openly = cell.item in _OPENLY
        head = without_reasons(head, cell.item)
        if self._foreign or self._classes or pattern("block").search(head):
            return False
        if cell.item == "received+carried_in":  # 应办66件, where what was received has been told
            return bool(self.received) and thin(head)
        if not self.requests:
            if cell.item == "other_fee_unpaid" and self._fees:
                return thin(head)
            self.requests = cell.item == "received" and "申请" in phrase.before + phrase.after
        if not self.requests or not is_own(head):
            return False
        if not openly and not (thin(head) or _ACCORDING.match(head)):
            return False
        if another(head, cell.item):
            return False
        if (self.received or self._listing) and _of_a_body(phrase):
            return False
        if cell.item == "outcomes_total" and _AGAIN.search(head):
            return False
        if cell.item == "outcomes_total":  # 按期答复14件、延期答复1件: neither is all of them
            in_time = head.endswith(("按期", "按时")) or _IN_TIME.match(phrase.after)
            return not (in_time and _LATE.search(text))
        if cell.item == "received":
            asked = _ASKED_BEHIND.match(phrase.after) and phrase.before.endswith("的")
            again = self.received and not (head.endswith("本年") or NEW.search(phrase.before))
            again = again and not asked
            return not again and (not self._listing or thin(head))
        return True

    def _money(self, phrase: Phrase, text: str) -> Cell | None:
        charged = self._documents.charged(phrase.before) if "处理费" not in text else None
        if charged is not None:
            return charged
        told = words("cell").before(phrase.before)
        if told is None:
            fee = "处理费" in text and _FEE.fullmatch(phrase.before)
            return Cell("", "processing_fee", "", "信息处理费") if fee else None
        head, cell = told
        if NOT_PAID.search(head):
            return None
        if cell.table == "disclosure":
            return self._documents.money(cell, text)
        named = "处理费" in text or self.requests
        return cell if cell.item == "processing_fee" and named else None


_NO_CELL = Cell("", "", "", "")
#: "予以公开""部分公开" are two.
_APART = re.compile(r"(?<=[\"'])(?=[\"'][^\"'])(?<=[^\"'][\"'])")
_QUOTES = str.maketrans("", "", "\"' ")


def _near(claims: Sequence[Claim], spoken: Sequence[Phrase], phrase: Phrase) -> list[Claim]:
    """Return what words may go on with: all before them but what closed brackets hold."""
    within, owner = {-1}, phrase.owner
    while owner >= 0:
        within.add(owner)
        owner = spoken[owner].owner
    return [claim for claim, other in zip(claims, spoken, strict=False) if other.owner in within]


def _last(claims: Sequence[Claim]) -> Cell | None:
    return next((claim.cell for claim in reversed(claims) if claim.cell), None)


def _under_share(phrase: Phrase, owner: Phrase) -> Phrase:
    """Return a count behind its share with the share's label: 公开的占28.5%（142件）."""
    return replace(phrase, owner=-1, before=phrase.before or owner.before.split("占")[0])


def _of_a_body(phrase: Phrase) -> bool:
    """Tell whether a named department or place received or answered, and not the issuer."""
    told = words("cell").before(phrase.before)
    return bool(told and pattern("body").search(told[0]) and not pattern("own").search(told[0]))


def _lists_bodies(spoken: Sequence[Phrase]) -> bool:
    """Tell whether a sentence says of several bodies what each received or answered."""
    named = [phrase for phrase in spoken if _of_a_body(phrase) or _LEVEL.search(phrase.before)]
    return len(named) > 1


def _other(last: Cell, seen: set[str]) -> Cell | None:
    """Return what 其他 is behind a list: the form's own 其他 where its other rows have been told.

    Behind fewer it is all the rest, and no cell: 予以公开3件，其他1件.
    """
    place = (last.table, last.column if last.column != "total" else last.item)
    if place == ("review", "corrected"):
        return replace(last, column="other", reading="其他 = 其他结果")
    if place == ("requests", "natural_person"):
        return replace(last, column="organisations", reading="其他 = 法人或其他组织")
    if seen >= _ORGANISATIONS:
        return replace(last, column="other_organisation", reading="其他 = 其他组织")
    if place in (("requests", "unable"), ("requests", "not_processed")):
        return Cell("requests", "other", "total", "其他 = 其他处理")
    if place in (("requests", "other_no_correction"), ("requests", "other_fee_unpaid")):
        return Cell("requests", "other_other", "total", "其他处理：其他")
    return None
