"""How labels, headings and figures are worded under a style."""

from __future__ import annotations

import re
from decimal import Decimal

from reportkit.codebook import items, unit_of

from .form import FULL_WIDTH, Address, Form, number
from .style import Style

NOTE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
TYPOS = {"denied_prohibited_by_law": "其他法律行政止公开"}
SHORT_FORMS = {
    "normative_documents": "规范性文件",
    "partly_granted": "部分公开",
    "other_no_correction": "逾期不补正",
    "other_fee_unpaid": "逾期不缴费",
}
HEADINGS = {
    "official": (
        "总体情况", "主动公开政府信息情况", "收到和处理政府信息公开申请情况",
        "政府信息公开行政复议、行政诉讼情况", "存在的主要问题及改进情况", "其他需要报告的事项",
    ),
    "long": (
        "总体情况", "主动公开政府信息情况", "收到和处理政府信息公开申请情况",
        "因政府信息公开工作被申请行政复议、提起行政诉讼情况",
        "政府信息公开工作存在的主要问题及改进情况", "其他需要报告的事项",
    ),
    "short": (
        "总体情况", "主动公开政府信息情况", "收到和处理政府信息公开申请情况",
        "政府信息公开行政复议、行政诉讼情况", "存在问题及改进情况", "其他需要报告的事项",
    ),
    "varied": (
        "政府信息公开工作概述", "主动公开情况", "政府信息公开申请的收到和办理情况",
        "因政府信息公开被申请行政复议和提起诉讼情况", "存在的不足及下一步工作打算", "需要说明的其他事项",
    ),
}  # fmt: skip

#: Simplified to traditional, for the words and characters of labels, headings and furniture; what
#: is not here stays, as mirrored pages leave it too.
WORDS = {
    "制作": "製作", "制发": "製發", "关系": "關係", "重复": "重複", "反复": "反覆", "联系": "聯繫",
}  # fmt: skip
PAIRS = (
    "万萬业業为為举舉于於们們会會体體关關内內决決况況减減办辦务務动動区區单單发發号號后後团團国國"
    "图圖处處备備复復审審对對属屬废廢开開强強当當总總执執护護报報据據数數无無机機权權条條来來构構"
    "标標没沒现現请請确確稳穩类類纠糾纳納组組织織经經结結继繼续續维維缴繳网網罚罰联聯获獲补補规規"
    "计計认認议議许許讼訟访訪诉訴询詢费費过過这這进進采採闭閉问問项項页頁题題额額购購县縣乡鄉镇鎮"
    "厅廳产產识識资資险險阳陽转轉两兩间間应應级級层層责責读讀视視频頻栏欄优優时時门門"
)
CHARACTERS = dict(zip(PAIRS[::2], PAIRS[1::2], strict=True))


def traditional(text: str) -> str:
    """Return a text as a mirrored page prints it."""
    for word, other in WORDS.items():
        text = text.replace(word, other)
    return "".join(CHARACTERS.get(character, character) for character in text)


def simplified(text: str) -> str:
    """Return what `traditional` was given, if it was given simplified text."""
    for word, other in WORDS.items():
        text = text.replace(other, word)
    back = {other: character for character, other in CHARACTERS.items()}
    return "".join(back.get(character, character) for character in text)


def heading(style: Style, section: int) -> str:
    """Return the heading of a section, 1 to 6."""
    han = "一二三四五六"[section - 1]
    number = {
        "plain": f"{han}、", "brackets": f"（{han}）", "digits": f"{section}.",
        "parts": f"第{han}部分 ", "none": "",
    }[style.heading_numbers]  # fmt: skip
    return number + HEADINGS[style.headings][section - 1]


def title(form: Form, style: Style) -> str:
    """Return the title of the report, with or without its issuer."""
    issuer = "" if style.issuer_in == "furniture" else form.issuer
    number = str(form.year)
    if style.title_form == "chinese":
        number = number.translate(str.maketrans("0123456789", "〇一二三四五六七八九"))
    year = f" {number} 年" if style.spaced_year else f"{number}年"
    parts = (year, issuer) if style.year_first else (issuer, year)
    if style.title_form == "bracketed":
        return f"{issuer}政府信息公开工作年度报告（{year.strip()}）"
    if style.title_form == "about":
        return f"关于{''.join(parts)}政府信息公开工作情况的报告"
    mark = "【年报】" if style.title_form == "marked" else ""
    return (mark + "".join(parts) + "政府信息公开工作年度报告").strip()


def item_label(code: str, edition: str, style: Style) -> str:
    """Return the label of a row, without its number."""
    item = next(item for (_, other), item in items().items() if other == code)
    if style.typos and code in TYPOS:
        return TYPOS[code]
    if style.short_forms and code in SHORT_FORMS:
        return SHORT_FORMS[code]
    return (edition == "2019" and item.label_zh_2019) or item.label_zh


def numbered(code: str, edition: str, style: Style) -> str:
    """Return the label of a row of the requests table, with its number as the form has it."""
    top, inner, leaf = re.fullmatch(
        r"(.)(?:\((.)\))?(\d?)", items()["requests", code].number
    ).groups()
    label = item_label(code, edition, style)
    if leaf:
        marks = (". ", ".", "、")
        mark = marks[int(leaf) % 3] if style.numbering == "mixed" else style.numbering
        return f"{leaf}{mark}{label}"
    return f"（{inner}）{label}" if inner else f"{top}、{label}"


def label(text: str, style: Style, table: str) -> str:
    """Return a label of a table, worded under the style."""
    if style.brackets == "half" or (style.brackets == "mixed" and table == "requests"):
        text = text.replace("（", "(").replace("）", ")")
    if style.brackets == "mixed" and table == "requests":
        # As the seed report has it: (一) 予以公开, (区分处理的, 只计这一情形, 不计其他情形).
        text = re.sub(r"^(\(.\))", r"\1 ", text)
        text = re.sub(r"(?<=公开)(\(.+)", lambda m: " " + m[1].replace("，", ", "), text)
    if style.label_spaces == "words" and table == "review":
        text = re.sub(r"^(结果|其他|尚未)(?=..$)", r"\1 ", text)
    elif style.label_spaces == "letters":
        text = re.sub(r"^(第二十条)", r"\1 ", text)
        if re.fullmatch(r"[一-龥]{2,4}", text):
            text = " ".join(text)
        elif len(text) > 12 and text[0] not in "（(":
            # As where a line of the original broke: 4.无正当理由大量反复 申请.
            text = f"{text[:11]} {text[11:]}"
    return text


def figure(text: str, address: Address, form: Form, style: Style) -> str:
    """Return a printed figure under the style's units and digits."""
    value = number(text)
    if value is None:
        return text
    if style.units:
        unit = unit_of(address, form.edition)
        if style.units == "named":
            text += unit
        elif unit == "万元":
            text = f"{(value * 10000).quantize(Decimal(1))}元"
    return text.translate(FULL_WIDTH) if style.digits == "full" else text
