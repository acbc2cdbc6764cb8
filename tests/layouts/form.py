"""What a report says, before any layout: the figures as printed, and the prose."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from hypothesis import strategies as st

from reportkit.codebook import form as addresses_of

Address = tuple[str, str, str]

#: What may be odd about the figures themselves; how they are laid out is for Style.
ODDITIES = (
    "zeros",  # nothing happened all year
    "big",  # counts in the millions
    "decimals",  # amounts such as 59237.2449
    "thousands",  # 1,234
    "full_width",  # some figures as ３
    "blanks",  # some zeros left blank
    "dashes",  # some zeros printed /, —, - or 无
    "blank_column",  # nothing printed in the whole column of one kind of applicant
    "blank_totals",  # totals left blank beside parts
    "zero_totals",  # totals printed 0 beside parts
)
FULL_WIDTH = str.maketrans("0123456789.,-", "０１２３４５６７８９．，－")
HALF_WIDTH = str.maketrans("０１２３４５６７８９．，－", "0123456789.,-")
DASHES = ("/", "—", "-", "无")
PARTS = (
    "natural_person", "commercial", "research", "public_interest", "legal_service",
    "other_organisation",
)  # fmt: skip
RESULTS = ("upheld", "corrected", "other", "pending")

#: Among them names that start with a numeral, as section headings do, and 浉, which GB2312 lacks.
ISSUERS = (
    "修武县人民政府", "三门县人民政府", "六安市人民政府", "五河县人民政府", "洪泽区人民政府",
    "信阳市浉河区人民政府", "淮安市洪泽区人民政府", "上海市人民政府办公厅", "焦作市教育局",
    "宿迁市人力资源和社会保障局", "一面坡镇人民政府", "国家知识产权局",
)  # fmt: skip


@dataclass(frozen=True)
class Form:
    """What a report says.

    `printed` holds every cell of the edition's form, in the form's order, as the clerk typed it;
    `narrative` the paragraphs of sections 1, 5 and 6.
    """

    edition: str
    single_other: bool
    printed: dict[Address, str]
    issuer: str
    year: int
    narrative: dict[int, list[str]]

    def __post_init__(self) -> None:
        if tuple(self.printed) != addresses_of(self.edition, self.single_other):
            raise ValueError(f"not the cells of a {self.edition} form, in its order")


def number(text: str) -> Decimal | None:
    """Return what a clerk meant by a printed figure; None for a blank or a dash."""
    bare = text.translate(HALF_WIDTH).strip().replace(",", "")
    return None if bare in ("", *DASHES) else Decimal(bare)


def random_form(
    rng: Random,
    *,
    edition: str | None = None,
    single_other: bool | None = None,
    oddities: Collection[str] = (),
) -> Form:
    """Return a form whose leaves are random and whose totals follow from them (R1 to R4).

    Only the oddities blank_totals and zero_totals break that; blanks and dashes stand where a zero
    would.
    """
    unknown = set(oddities) - set(ODDITIES)
    if unknown:
        raise ValueError(f"unknown oddities: {', '.join(sorted(unknown))}")
    edition = edition or rng.choice(["2019", "2021"])
    if single_other is None:
        single_other = rng.random() < 0.5
    single_other = single_other or edition == "2019"
    every = addresses_of(edition, single_other)
    figures: dict[Address, Decimal] = {}

    def count() -> Decimal:
        if "zeros" in oddities:
            return Decimal(0)
        if "big" in oddities:
            return Decimal(rng.randint(0, 5_000_000))
        return Decimal(rng.randint(1, 40) if rng.random() < 0.4 else 0)

    for address in every:
        if address[0] == "disclosure":
            figures[address] = _disclosed(address, rng, count, oddities)
    silent = rng.choice(PARTS[1:]) if "blank_column" in oddities else ""
    _requests(figures, every, rng, lambda part: Decimal(0) if part == silent else count())
    for _, item, column in every:
        if ("review", item, column) in every and column == "upheld":
            parts = {result: count() for result in RESULTS}
            figures |= {("review", item, result): value for result, value in parts.items()}
            figures["review", item, "total"] = sum(parts.values(), Decimal(0))

    printed = {address: _print(figures[address], rng, oddities) for address in every}
    if silent:
        printed |= {a: "" for a in every if a[0] == "requests" and a[2] == silent}
    totals = [a for a in every if "total" in a or "outcomes_total" in a]
    totals = [a for a in totals if figures[a] and printed[a]]
    for oddity, text in (("blank_totals", ""), ("zero_totals", "0")):
        if oddity in oddities and totals:
            printed |= dict.fromkeys(rng.sample(totals, rng.randint(1, len(totals))), text)
    year = rng.randint(2019, 2020) if edition == "2019" else rng.randint(2021, 2025)
    narrative = _narrative(figures, year, rng)
    return Form(edition, single_other, printed, rng.choice(ISSUERS), year, narrative)


def _disclosed(
    address: Address, rng: Random, count: Callable[[], Decimal], oddities: Collection[str]
) -> Decimal:
    value = count()
    if address[2] == "change":
        return -value if rng.random() < 0.5 else value
    if address[2] == "amount" and "decimals" in oddities:
        # The last digit is not 0: a spreadsheet keeps the number, not the zeros printed after it.
        return value + Decimal(rng.randint(0, 999) * 10 + rng.randint(1, 9)).scaleb(-4)
    return value


def _requests(
    figures: dict[Address, Decimal],
    every: tuple[Address, ...],
    rng: Random,
    count: Callable[[str], Decimal],
) -> None:
    codes = list(dict.fromkeys(item for table, item, _ in every if table == "requests"))
    ends = ("received", "carried_in", "outcomes_total", "carried_out")
    for part in PARTS:
        outcomes = {code: count(part) for code in codes if code not in ends}
        done, left = sum(outcomes.values(), Decimal(0)), count(part)
        # R1 fixes the sum of what came in: part it at random between the two rows.
        earlier = Decimal(rng.randint(0, int(done + left)))
        column = outcomes | dict(
            zip(ends, (done + left - earlier, earlier, done, left), strict=True)
        )
        figures |= {("requests", code, part): value for code, value in column.items()}
    for code in codes:
        whole = sum((figures["requests", code, part] for part in PARTS), Decimal(0))
        figures["requests", code, "total"] = whole


def _print(value: Decimal, rng: Random, oddities: Collection[str]) -> str:
    if value == 0:
        if "blanks" in oddities and rng.random() < 0.3:
            return ""
        if "dashes" in oddities and rng.random() < 0.3:
            return rng.choice(DASHES)
    text = f"{value:,}" if "thousands" in oddities else f"{value}"
    if "full_width" in oddities and rng.random() < 0.3:
        return text.translate(FULL_WIDTH)
    return text


# --- prose ----------------------------------------------------------------------------------------

PROBLEMS = (
    "政策解读的形式还不够丰富", "部分单位对公开工作重视不够", "网站栏目设置有待优化",
    "工作人员业务能力需要提高", "主动公开的深度和时效性有待加强",
)  # fmt: skip
MEASURES = (
    "用图解、视频等方式解读政策", "把公开工作纳入年度考核", "合并更新缓慢的栏目",
    "每季度组织一次业务培训", "按目录逐项核对应公开的信息",
)  # fmt: skip


def _narrative(figures: dict[Address, Decimal], year: int, rng: Random) -> dict[int, list[str]]:
    def total(item: str, table: str = "requests") -> Decimal:
        return figures[table, item, "total"]

    came, done = total("received") + total("carried_in"), total("outcomes_total")
    litigations = total("litigation_direct", "review") + total(
        "litigation_after_reconsideration", "review"
    )
    stated = rng.choice([
        f"{year}年共收到政府信息公开申请{total('received')}件，上年结转{total('carried_in')}件，"
        f"答复{done}件，结转下年度{total('carried_out')}件。",
        f"全年受理政府信息公开申请{came}件（含上年度结转{total('carried_in')}件），办结{done}件，"
        f"其中予以公开{total('granted')}件。",
    ])  # fmt: skip
    about = rng.choice(["1280余条", "近2万条", "约3.5万条", "1.2万多条", "2428条，同比增长12.5%"])
    overview = [
        f"{year}年，我们认真贯彻《中华人民共和国政府信息公开条例》，各项工作平稳推进。",
        f"（一）主动公开情况。全年公开各类政府信息{about}，政策解读占比百分之三十。",
        f"（二）依申请公开情况。{stated}发生行政复议{total('reconsideration', 'review')}件、"
        f"行政诉讼{litigations}件。",
        "（三）政府信息管理情况。公开前逐件审查，三审三校，不漏一件。",
        "（四）平台建设情况。政务新媒体由7个整合为3个，网站完成适老化改造。",
        "（五）监督保障情况。开展检查四次，培训二百余人次。",
    ]
    fee = rng.choice([
        "本年度未收取信息处理费。", f"{year}年收取信息处理费0元。", f"{year}年，按照《政府信息公开"
        f"信息处理费管理办法》，共收取信息处理费{rng.randint(1, 90) * 50}元。",
    ])  # fmt: skip
    return {1: overview, 5: _problems(rng), 6: [fee]}


def _problems(rng: Random) -> list[str]:
    """Problems, then measures, in one of the ways in which reports list them."""
    size = rng.randint(2, 4)
    chosen = rng.sample(range(len(PROBLEMS)), size)
    problems, measures = [PROBLEMS[i] for i in chosen], [MEASURES[i] for i in chosen]
    shape = rng.choice(["counted", "one paragraph", "clauses", "paragraphs"])
    if shape == "clauses":
        return [f"不足主要是：{'、'.join(problems)}等。下一步，{'；'.join(measures)}。"]
    if shape == "paragraphs":
        return [
            "仍存在以下问题：", *(f"（{'一二三四'[i]}）{p}。" for i, p in enumerate(problems)),
            "针对上述问题，将采取以下措施：",
            *(f"（{'一二三四'[i]}）{m}。" for i, m in enumerate(measures)),
        ]  # fmt: skip
    first = "存在的主要问题：" + "".join(f"{'一二三四'[i]}是{p}。" for i, p in enumerate(problems))
    then = "改进情况：" + "".join(f"{'一二三四'[i]}是{m}。" for i, m in enumerate(measures))
    return [first + then] if shape == "one paragraph" else [first, then]


def forms(**fixed: object) -> st.SearchStrategy[Form]:
    """Return a strategy of forms with any of the oddities; `fixed` goes to `random_form`."""
    oddities = (
        st.just(fixed.pop("oddities"))
        if "oddities" in fixed
        else st.sets(st.sampled_from(ODDITIES), max_size=3).map(sorted)
    )
    return st.builds(
        lambda rng, odd: random_form(rng, oddities=odd, **fixed),
        st.randoms(use_true_random=False),
        oddities,
    )
