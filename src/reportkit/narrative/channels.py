"""Items that a report says it disclosed through its website, or through social media."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from ..codebook import read_spec
from .amounts import Amount
from .claims import Claim
from .phrases import Phrase
from .vocabulary import Cell

#: What items are counted in.
_UNITS = frozenset({"条", "篇", "件", "则", "条次", "篇次"})
#: Words that open a clause and change nothing.
_LEAD = r"(?:其中|另外|此外|全年|年内|本年度?|今年以来|共计?|累计|[、,])*"
_THROUGH = r"(?:通过|依托|利用|运用|借助|经由?|在)?"
#: What was done, of what: information of all kinds, and not interpretations or notices alone. No
#: word is made of two others, so that there is one way to read a clause.
_DONE = (
    r"(?:上|平台|主动|及时|集中|全年|累计|共计?|总计|合计|公开|发布|更新|公布|推送|刊发|上传|发文|发稿"
    r"|了|各类|各项|各种|政府|政务|动态|信息|稿件|文章|[总数量]|达到?|约|近|超过?|逾|为|有)"
)
_ACT = re.compile(r"公开|发布|更新|公布|推送|刊发|上传|发文|发稿")
#: Another's website, several channels together, a part of the site, another act or year.
_OTHER = re.compile(
    r"中国|国家|上级|部门|(?<!本)单位|各(?![类项种])|乡|街道|专[栏题]|栏目|去年|上年|同期|以来|历年"
    r"|整改|检查|抽查|监测|清理|删除|纠正|撤销|下架|转载|转发"
    r"|(?:网站?|平台)(?:[、和及与]|以及|等)|[、和及与](?:.*)网"
)
_AFTER = re.compile(r"(?:各类|各项)?(?:主动公开)?(?:政府|政务|公开|动态)?(?:信息|稿件|文章)?")


def with_channels(
    claims: Sequence[Claim], amounts: Sequence[Amount], phrases: Sequence[Phrase]
) -> list[Claim]:
    """Return the claims of a sentence; those that have no cell may speak of a channel."""
    return [
        claim
        if claim.cell or claim.change or claim.base or claim.compared
        else replace(claim, cell=channel_of(amount, phrase))
        for claim, amount, phrase in zip(claims, amounts, phrases, strict=True)
    ]


def channel_of(amount: Amount, phrase: Phrase) -> Cell | None:
    """Return what an amount counts where its words name a channel and nothing else.

    One platform of several (微信公众号) is no total of social media, and one kind of items
    (政策解读) none of a channel: they have no cell.

    Examples
    --------
    >>> from .amounts import amounts
    >>> from .phrases import phrases
    >>> text = "通过县政府门户网站公开信息3400条,微信公众号发布信息80条。"
    >>> own = amounts(text)
    >>> [channel_of(*pair) for pair in zip(own, phrases(text, own), strict=True)]
    [Cell(table='', item='website_items', column='', reading='政府网站公开信息'), None]
    """
    before = phrase.before
    if amount.unit not in _UNITS or _OTHER.search(before) or not _AFTER.fullmatch(phrase.after):
        return None
    for pattern, cell in _channels():
        found = pattern.fullmatch(before)
        if found and _ACT.search(found["done"]):
            return cell
    return None


@cache
def _channels() -> list[tuple[re.Pattern[str], Cell]]:
    return [
        (
            re.compile(f"{_LEAD}{_THROUGH}(?:{row['words']})(?P<done>{_DONE}+)"),
            Cell("", row["item"], "", row["reading"]),
        )
        for row in read_spec("channels")
    ]
