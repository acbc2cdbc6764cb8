"""Narratives of invented bodies in any number, with copies planted among them."""

import random
from dataclasses import dataclass

import pandas as pd

#: What a sentence is made of; its four parts are drawn apart, so that few agree by chance.
_WHEN = ("{year}年以来", "年初", "上半年", "全年", "围绕中心工作", "结合本地实际", "针对群众关切", "按照上级部署",
         "立足职能", "聚焦重点领域", "坚持问题导向", "为方便企业群众", "在{place}范围内", "依托现有力量",
         "经{place}研究", "会同有关单位", "对照年度任务", "借助外部力量")  # fmt: skip
_WHO = ("办公室", "各科室", "法制部门", "窗口单位", "信息中心", "分管负责同志", "工作专班", "各镇街", "政务服务大厅",
        "档案馆", "图书馆", "新媒体编辑部", "联络员队伍", "评议代表", "保密审查小组", "热线坐席", "督查组",
        "技术服务团队")  # fmt: skip
_DOES = ("梳理了", "修订了", "集中清理了", "重新编排了", "逐条核对了", "对外发布了", "录制了", "汇编了", "更新了",
         "开通了", "合并了", "下线了", "抽查了", "培训了", "走访了", "答复了", "转办了", "归档了", "公示了",
         "解读了")  # fmt: skip
_WHAT = ("涉企补贴申领指南{n}份", "农田灌溉用水安排{n}期", "学区划分调整说明{n}件", "老旧小区加装电梯流程图{n}张",
         "城乡居民医保报销问答{n}组", "集贸市场抽检结果{n}批", "道路占用许可办理时限表{n}份", "养老机构星级名单{n}家",
         "防汛物资储备点位{n}处", "公租房轮候名册{n}户", "森林防火巡护线路{n}条", "中小学食堂供货商名录{n}家",
         "危险化学品运输备案{n}单", "村级财务收支明细{n}册", "招聘岗位信息{n}个", "水质监测月报{n}期",
         "公交线网优化方案{n}套", "非遗传承人申报材料{n}份", "停车泊位收费标准{n}项", "疫苗接种门诊时间表{n}张")  # fmt: skip
_HOW = ("并在三个工作日内回访", "同步推送到手机端", "配上了方言短视频", "请律师逐字把关", "张贴在便民公告栏",
        "由专人每周复核", "附上联系电话和地图", "请残疾人朋友试用", "留出十天听取意见", "与上年口径作了对照",
        "按季度通报进度", "把差错记入台账", "在广播里连播一周", "印成折页送到户", "设了纸质查阅点",
        "请审计人员旁听", "标明依据和有效期", "分行业建了目录")  # fmt: skip
#: What honest reports say in the same words.
_STOCK = ("坚持以公开为常态、不公开为例外，", "不断提升政府信息公开工作水平。", "认真贯彻落实《中华人民共和国政府信息公开条例》，",
          "进一步增强政府工作透明度，", "保障人民群众知情权、参与权、表达权、监督权。", "取得了一定成效。",
          "深入推进政务公开标准化规范化建设，")  # fmt: skip
_PLACES = "青石白水红枫金溪银杏松涛柳湾云台玉泉龙潭凤岭鹿鸣鹤川梅坞竹海荷塘桂林渡"
_KINDS = ("县人民政府", "区人民政府", "市人民政府")


@dataclass(frozen=True)
class Planted:
    """A copy: which report was copied by which, and what part of its sentences."""

    report: str
    other: str
    kept: float


def narrative(rng: random.Random, place: str, year: int, length: int = 1000) -> list[str]:
    """Return sentences of about so many characters in all."""
    said: list[str] = []
    while sum(map(len, said)) < length:
        said.append(_sentence(rng, place, year))
    return said


def _sentence(rng: random.Random, place: str, year: int) -> str:
    if rng.random() < 0.12:
        return rng.choice(_STOCK)
    parts = [rng.choice(choices) for choices in (_WHEN, _WHO, _DOES, _WHAT)]
    text = f"{parts[0]}，{parts[1]}{parts[2]}{parts[3]}，{rng.choice(_HOW)}。"
    return text.format(year=year, place=place, n=rng.randrange(2, 9000))


def copied(rng: random.Random, said: list[str], kept: float, place: str, year: int) -> list[str]:
    """Return the sentences with some replaced, all figures and names changed, perhaps reordered."""
    stay = set(rng.sample(range(len(said)), round(kept * len(said))))
    edited = rng.choice((0.0, 0.0, 0.3, 0.8))
    copy = [
        (_edited(rng, text) if rng.random() < edited else text)
        if at in stay
        else _sentence(rng, place, year)
        for at, text in enumerate(said)
    ]
    if rng.random() < 0.2:
        half = len(copy) // 2
        copy = copy[half:] + copy[:half]
    return [_figures(rng, text) for text in copy]


def _edited(rng: random.Random, text: str) -> str:
    """Return a sentence with a word put in, taken out or changed."""
    at = rng.randrange(len(text))
    return text[:at] + rng.choice(("", "切实", "进一步", "及时")) + text[at + rng.choice((0, 2)) :]


def _figures(rng: random.Random, text: str) -> str:
    return "".join(str(rng.randrange(1, 10)) if char.isdigit() else char for char in text)


def many(
    count: int, *, seed: int = 1, copies: float = 0.1, length: int = 1000
) -> tuple[pd.DataFrame, pd.DataFrame, list[Planted]]:
    """Return the narrative and reports of `count` bodies, and the copies planted among them."""
    rng = random.Random(seed)
    rows, about, planted, texts = [], [], [], []
    for number in range(count):
        place = "".join(rng.choices(_PLACES, k=2))
        kind = _KINDS[number % 3]
        issuer, year = f"{place}{kind}", 2021 + number % 4
        report = f"{issuer}-{year}-{number}"
        if texts and rng.random() < copies:
            source = rng.randrange(len(texts))
            kept = rng.choice((0.3, 0.5, 0.7, 0.85, 0.9, 0.95, 1.0))
            said = copied(rng, texts[source], kept, place + kind[0], year)
            planted.append(Planted(report, about[source][0], kept))
        else:
            said = narrative(rng, place + kind[0], year, length)
        texts.append(said)
        about.append((report, issuer, year))
        half = len(said) // 2
        for order, part in enumerate((said[:half], said[half:]), start=1):
            rows.append((report, 1, "", order, "".join(part), f"line {order}"))
    names = ["report", "section", "subsection", "order", "text", "source"]
    reports = pd.DataFrame(about, columns=["report", "issuer", "year"])
    return pd.DataFrame(rows, columns=names), reports, planted
