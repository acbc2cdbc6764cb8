"""Title, body, region, year and date of publication, out of small pages and texts."""

import re
from datetime import date

import pytest

from reportkit import read_document, read_report
from reportkit.document import Cell, Document, Grid, Heading, Paragraph
from reportkit.metadata import Metadata, read_metadata, region_of

SECTIONS = "一、总体情况\n2023年，各项工作有序推进。\n二、主动公开政府信息情况\n六、其他需要报告的事项\n无其他事项。\n"


def text(head: str, tail: str = "") -> Metadata:
    """Read a plain text: what stands above the sections, and below."""
    lines = f"{head}\n{SECTIONS}{tail}".rstrip().split("\n")
    blocks = tuple(Paragraph(line, f"line {place}") for place, line in enumerate(lines, 1))
    return read_metadata(Document("a.txt", "txt", blocks, ""))


def page(body: str, head: str = "", tail: str = "") -> Metadata:
    """Read a web page."""
    sections = "".join(f"<p>{line}</p>" for line in SECTIONS.split("\n"))
    html = f"<html><head>{head}</head><body>{body}{sections}{tail}</body></html>"
    return read_metadata(read_document(html.encode(), name="a.html"))


def warnings(found: Metadata) -> str:
    return "\n".join(note.message for note in found.notes if note.severity == "warning")


def infos(found: Metadata) -> str:
    return "\n".join(note.message for note in found.notes if note.severity == "info")


TITLES = [
    # the plain shapes
    ("修武县人民政府2023年政府信息公开工作年度报告", "修武县人民政府", 2023),
    ("修武县人民政府 2023 年政府信息公开工作年度报告", "修武县人民政府", 2023),
    ("2023年焦作市财政局政府信息公开工作年度报告", "焦作市财政局", 2023),
    ("焦作市财政局2023年度政府信息公开年度报告", "焦作市财政局", 2023),
    ("焦作市2023年政府信息公开工作年度报告", "焦作市人民政府", 2023),
    ("焦作市财政局政府信息公开工作2023年度报告", "焦作市财政局", 2023),
    ("焦作市财政局政府信息公开工作年度报告（2023年）", "焦作市财政局", 2023),
    ("焦作市财政局政府信息公开工作年度报告(2023年度)", "焦作市财政局", 2023),
    ("焦作市财政局政府信息公开年报（2023）", "焦作市财政局", 2023),
    ("焦作市财政局2023年政府信息公开工作报告", "焦作市财政局", 2023),
    ("焦作市财政局2023年政务公开工作总结", "焦作市财政局", 2023),
    ("焦作市财政局2023年信息公开年报", "焦作市财政局", 2023),
    ("焦作市财政局2023年度政府信息公开工作情况的报告", "焦作市财政局", 2023),
    ("焦作市财政局关于2023年度政府信息公开工作情况的报告", "焦作市财政局", 2023),
    ("青州市2023年教育局政府信息公开工作年度报告", "青州市教育局", 2023),
    # prefixes
    ("关于焦作市财政局2023年政府信息公开工作年度报告", "焦作市财政局", 2023),
    ("关于报送焦作市财政局2023年政府信息公开工作年度报告的函", "焦作市财政局", 2023),
    ("关于公布焦作市财政局2023年政府信息公开工作年度报告的公告", "焦作市财政局", 2023),
    ("【年报】焦作市财政局2023年政府信息公开工作年度报告", "焦作市财政局", 2023),
    ("[年报] 焦作市财政局2023年政府信息公开工作年度报告", "焦作市财政局", 2023),
    ("标题：焦作市财政局2023年政府信息公开工作年度报告", "焦作市财政局", 2023),
    ("《焦作市财政局2023年政府信息公开工作年度报告》", "焦作市财政局", 2023),
    ("焦作市财政局“2023年政府信息公开工作年度报告”", "焦作市财政局", 2023),
    ("修武县人民政府办公室关于印发修武县人民政府2023年政府信息公开工作年度报告的通知", "修武县人民政府", 2023),
    ("焦作市财政局关于公布2023年政府信息公开工作年度报告的通知", "焦作市财政局", 2023),
    ("焦作市财政局（国资委）2023年政府信息公开工作年度报告", "焦作市财政局(国资委)", 2023),
    ("焦作市财政局（本级）2023年政府信息公开工作年度报告", "焦作市财政局", 2023),
    # digits and spaces
    ("焦作市财政局二〇二三年政府信息公开工作年度报告", "焦作市财政局", 2023),
    ("焦作市财政局二○二三年度政府信息公开工作年度报告", "焦作市财政局", 2023),
    ("焦作市财政局二O二三年政府信息公开工作年度报告", "焦作市财政局", 2023),
    ("焦作市财政局２０２３年政府信息公开工作年度报告", "焦作市财政局", 2023),
    ("焦 作 市 财 政 局 2 0 2 3 年 政 府 信 息 公 开 工 作 年 度 报 告", "焦作市财政局", 2023),
    ("焦作市財政局2023年政府信息公開工作年度報告", "焦作市财政局", 2023),
    ("焦作市财政局2023年政府信息公开工作年度报告（全文）", "焦作市财政局", 2023),
    # bodies of many kinds
    ("国家税务总局安阳市税务局2023年政府信息公开工作年度报告", "国家税务总局安阳市税务局", 2023),
    ("审计署2023年政府信息公开工作年度报告", "审计署", 2023),
    ("青州市王坟镇2023年政府信息公开工作年度报告", "青州市王坟镇人民政府", 2023),
    ("济南市市中区2023年政府信息公开工作年度报告", "济南市市中区人民政府", 2023),
    ("河南理工大学2022-2023学年信息公开工作年度报告", "河南理工大学", 2023),
    ("河南理工大学2022—2023学年度信息公开年度报告", "河南理工大学", 2023),
    ("郑州市第七中学2023年信息公开年度报告", "郑州市第七中学", 2023),
    ("焦作市财政局：2023年政府信息公开工作年度报告", "焦作市财政局", 2023),
    ("2023年政府信息公开工作年度报告（焦作市财政局）", "焦作市财政局", 2023),
    ("2023年政府信息公开工作年度报告——焦作市财政局", "焦作市财政局", 2023),
    ("焦作市财政局贯彻落实《政府信息公开条例》2023年度工作报告", "焦作市财政局", 2023),
    ("焦作市财政局2023年政府信息公开工作年度报告发布时间：2024-01-20 浏览：5", "焦作市财政局", 2023),
    ("浏览次数：12 焦作市财政局2023年政府信息公开工作年度报告", "焦作市财政局", 2023),
    ("焦作市委机构编制委员会办公室2023年政府信息公开工作年度报告", "焦作市委机构编制委员会办公室", 2023),
    ("焦作市版权局2023年政府信息公开工作年度报告", "焦作市版权局", 2023),
    ("焦作市政府信息公开办公室2023年政府信息公开工作年度报告", "焦作市政府信息公开办公室", 2023),
    # over several lines
    ("修武县人民政府\n2023年政府信息公开工作年度报告", "修武县人民政府", 2023),
    ("修武县人民政府\n2023年政府信息公开工作\n年度报告", "修武县人民政府", 2023),
    ("修武县人民政府2023年政府信\n息公开工作年度报告", "修武县人民政府", 2023),
    ("焦作市财政局\n政府信息公开工作年度报告\n（2023年度）", "焦作市财政局", 2023),
    ("焦作市财政局政府信息公开工作年度报告\n（2023年）", "焦作市财政局", 2023),
    ("2023年\n焦作市财政局政府信息公开工作年度报告", "焦作市财政局", 2023),
    ("焦作市财政局二〇二三年度\n政府信息公开工作年度报告", "焦作市财政局", 2023),
    ("首页\n打印本页\n焦作市财政局2023年政府信息公开工作年度报告", "焦作市财政局", 2023),
    # nobody, or nobody yet
    ("打印本页\n2023年政府信息公开工作年度报告", None, 2023),
    ("分享到微信\n2023年政府信息公开工作年度报告", None, 2023),
    ("政府信息公开\n2023年政府信息公开工作年度报告", None, 2023),
    ("网上办事大厅\n2023年政府信息公开工作年度报告", None, 2023),
    ("修武县人民政府门户网站\n2023年政府信息公开工作年度报告", None, 2023),
    ("焦作市教育局\n焦作市财政局\n2023年政府信息公开工作年度报告", None, 2023),
    ("我局2023年政府信息公开工作年度报告", None, 2023),
    ("关于2023年政府信息公开工作年度报告", None, 2023),
    ("【年报】2023年政府信息公开工作年度报告", None, 2023),
]  # fmt: skip


@pytest.mark.parametrize(("head", "issuer", "year"), TITLES, ids=lambda value: str(value)[:40])
def test_titles(head: str, issuer: str | None, year: int) -> None:
    found = text(head)
    assert (found.issuer, found.year) == (issuer, year)
    assert found.title
    assert warnings(found) == ""


@pytest.mark.parametrize(
    "line",
    [
        "根据《中华人民共和国政府信息公开条例》要求，现公布焦作市财政局2023年政府信息公开工作年度报告。",
        "本报告由焦作市财政局根据2023年政府信息公开工作情况报告汇编",
        "焦作市财政局高度重视、认真落实、扎实推进，圆满完成了2023年政府信息公开工作的各项任务和有关情况的报告以及其他工作",
        "上一篇：焦作市财政局2022年政府信息公开工作年度报告",
        "相关链接：焦作市财政局2022年政府信息公开工作年度报告",
        "当前位置：首页 > 政府信息公开 > 2022年政府信息公开年报",
        "政府信息公开年报",
        "政府信息公开指南",
    ],
)
def test_what_is_no_title(line: str) -> None:
    found = text(line)
    assert (found.title, found.year) == (None, None)


def test_a_school_year_has_the_year_it_ends_in_and_says_so() -> None:
    found = text("河南理工大学2022-2023学年信息公开工作年度报告\n2023年11月20日")
    assert (found.year, found.published) == (2023, "2023-11-20")
    assert "school year: year 2023, it ends in" in infos(found)
    assert "names 2021 to 2023" in warnings(text("焦作市财政局2021-2023年政府信息公开工作报告"))


def test_a_title_without_year_takes_that_of_the_period() -> None:
    period = "本报告所列数据的统计期限从2023年1月1日起至2023年12月31日止。"
    found = text(f"焦作市财政局政府信息公开工作年度报告\n{period}")
    assert (found.issuer, found.year) == ("焦作市财政局", 2023)
    assert "told by the period of statistics" in infos(found)


def test_a_body_of_no_known_kind_is_taken_and_told() -> None:
    found = text("焦作市某某专班2023年政府信息公开工作年度报告")
    assert found.issuer == "焦作市某某专班"
    assert "does not end as a body's name does" in found.rule
    zone = text("郑州经济技术开发区2023年政府信息公开工作年度报告")
    assert (zone.issuer, zone.region) == ("郑州经济技术开发区", "郑州经济技术开发区")


# --- several titles ------------------------------------------------------------------------------

OWN = "焦作市财政局2023年政府信息公开工作年度报告"
OLD = "焦作市财政局2021年政府信息公开工作年度报告"
OLDER = "焦作市财政局2020年政府信息公开工作年度报告"
PERIOD = "<p>报告所列数据的统计期限从2023年1月1日起至2023年12月31日。</p>"


@pytest.mark.parametrize(
    ("body", "head", "tail"),
    [
        (f"<ul><li>{OLD}</li></ul><h1>{OWN}</h1>", "", ""),
        (f"<h1>{OWN}</h1><ul><li>{OLD}</li><li>{OLDER}</li></ul>", "", ""),
        (f"<ul><li>{OLD}</li><li>{OLDER}</li></ul><p>{OWN}</p>", "", ""),
        (f"<p>{OWN}</p><ul><li>{OLD}</li></ul>", f"<title>{OWN}-焦作市财政局</title>", ""),
        (f"<p>{OWN}</p><ul><li>{OLD}</li></ul>", f'<meta name="ArticleTitle" content="{OWN}">', ""),
        (f"<p>{OWN}</p><p>{OLD}</p>{PERIOD}", "", ""),
        (
            f"<p>{OWN}</p><p>根据《条例》要求，现公布焦作市财政局2023年度信息公开报告。</p><p>{OLD}</p>",
            "",
            "",
        ),
        (f"<h3>{OLD}</h3><h1>{OWN}</h1>", "<title>焦作市财政局</title>", ""),
        (f"<p>{OWN}</p>", "", f"<p>{OLD}</p><p>{OLDER}</p>"),
        (f"<p>· {OLD} 2022-01-20</p><p>{OWN}</p>", "", ""),
        (f"<table><tr><td>{OLD}</td><td>查看</td></tr></table><p>{OWN}</p>", "", ""),
    ],
)
def test_a_link_of_another_year_is_not_the_title_and_is_named(
    body: str, head: str, tail: str
) -> None:
    found = page(body, head, tail)
    assert (found.title, found.issuer, found.year) == (OWN, "焦作市财政局", 2023)
    assert "titles of other years stand beside this one's: 2021 「" in warnings(found)
    assert re.search(rf"{OLD}.*」 \((?:paragraph|table) \d", warnings(found))


def test_a_link_to_another_bodys_report_is_told() -> None:
    other = "焦作市教育局2023年政府信息公开工作年度报告"
    found = page(f"<ul><li>{other}</li></ul><h1>{OWN}</h1>")
    assert found.issuer == "焦作市财政局"
    assert f"titles of other bodies stand beside this one's: 2023 「{other}」" in warnings(found)


def test_a_link_that_says_so_needs_no_note() -> None:
    found = page(f"<h1>{OWN}</h1>", tail=f"<p>上一篇：{OLD}</p><p>下一篇：没有了</p>")
    assert (found.year, found.notes) == (2023, ())


def test_a_period_of_another_year_is_told() -> None:
    found = page(f"<h1>{OWN}</h1>{PERIOD.replace('2023', '2022')}")
    assert found.year == 2023
    assert "the period of statistics is of 2022" in warnings(found)


def test_the_same_title_again_is_no_contradiction() -> None:
    found = page(f"<p>{OWN}</p><h1>{OWN}</h1>", f"<title>{OWN}_焦作市财政局</title>")
    assert (found.title, found.notes) == (OWN, ())


def test_what_explains_a_report_is_not_the_report() -> None:
    found = page(f"<p>{OWN}</p><p>焦作市财政局2023年政府信息公开工作年度报告图解</p>")
    assert found.title == OWN


def test_a_stale_title_of_a_word_file_does_not_win() -> None:
    blocks = (Paragraph(OWN, "paragraph 1"), Heading("一、总体情况", "paragraph 2"))
    found = read_metadata(Document("a.docx", "docx", blocks, "", {"title": OLD}))
    assert (found.title, found.year) == (OWN, 2023)
    assert "2021" in warnings(found)


def test_the_files_own_title_serves_where_the_text_has_none() -> None:
    found = page("<p>焦作市财政局</p>", f"<title>{OWN}-焦作市财政局</title>")
    assert (found.issuer, found.year, found.source) == (
        "焦作市财政局",
        2023,
        "the file's own title",
    )


def test_a_sites_name_in_the_files_own_title_tells_the_body() -> None:
    found = page("<p>甲</p>", f"<title>{NOBODY}-政府信息公开年报-焦作市财政局</title>")
    assert (found.title, found.issuer, found.year) == (NOBODY, "焦作市财政局", 2023)
    assert "in the file's own title" in found.rule


def test_a_title_in_a_table_of_facts_is_found() -> None:
    rows = ((Cell("名称：", "row 1", 0, 0), Cell(OWN, "row 1", 0, 1)),)
    blocks = (Grid(rows, "table 1"), Heading("一、总体情况", "line 2"))
    assert read_metadata(Document("a.html", "html", blocks, "")).year == 2023


# --- who, beside the report ----------------------------------------------------------------------

NOBODY = "2023年政府信息公开工作年度报告"


@pytest.mark.parametrize(
    ("head", "tail", "issuer"),
    [
        (f"发布机构：焦作市财政局\n{NOBODY}", "", "焦作市财政局"),
        (f"发布机构：\n焦作市财政局\n索引号：1\n{NOBODY}", "", "焦作市财政局"),
        (f"信息来源：焦作市财政局  字号：大 中 小\n{NOBODY}", "", "焦作市财政局"),
        (f"{NOBODY}\n焦作市财政局", "", "焦作市财政局"),
        (f"焦作市财政局\n2024年1月20日\n{NOBODY}", "", "焦作市财政局"),
        (f"来源：河南日报\n{NOBODY}", "", None),
        (f"来源：本站\n{NOBODY}", "", None),
        (f"来源：焦作市人民政府\n发布单位：焦作市财政局\n{NOBODY}", "", "焦作市财政局"),
        (NOBODY, "焦作市财政局\n2024年1月20日", "焦作市财政局"),
        (f"{NOBODY}\n本报告由焦作市财政局根据《条例》编制。", "", "焦作市财政局"),
        (f"{NOBODY}\n本报告由本机关根据《条例》编制。", "", None),
    ],
)
def test_a_body_that_the_title_does_not_name(head: str, tail: str, issuer: str | None) -> None:
    found = text(head, tail)
    assert found.issuer == issuer
    assert bool(found.rule) == bool(issuer)


def test_a_label_that_names_another_body_than_the_line_above_the_title_is_told() -> None:
    found = text(f"发布机构：焦作市教育局\n首页\n焦作市财政局\n{NOBODY}")
    assert found.issuer == "焦作市财政局"
    assert "names 焦作市财政局, a label beside it 焦作市教育局" in warnings(found)
    assert warnings(text(f"发布机构：修武县财政局\n首页\n财政局\n{NOBODY}")) == ""


def test_a_given_body_has_its_own_region(xiuwu_text: str) -> None:
    report = read_report(xiuwu_text.encode(), name="a.txt", issuer="焦作市修武县人民政府")
    assert report.reports["region"].tolist() == ["焦作市修武县"]


# --- regions -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "region"),
    [
        ("国家税务总局安阳市税务局", "安阳市"),
        ("国家税务总局", None),
        ("中国人民银行安阳市分行", "安阳市"),
        ("青州市教育局", "青州市"),
        ("山东省潍坊市青州市王坟镇人民政府", "山东省潍坊市青州市王坟镇"),
        ("潍坊市青州市教育局", "潍坊市青州市"),
        ("东营市东营区财政局", "东营市东营区"),
        ("济南市市中区教育局", "济南市市中区"),
        ("市中区教育局", "市中区"),
        ("荆州市沙市区教育局", "荆州市沙市区"),
        ("常德市津市市教育局", "常德市津市市"),
        ("津市市教育局", "津市市"),
        ("青岛市市北区财政局", "青岛市市北区"),
        ("晋城市城区教育局", "晋城市城区"),
        ("阳泉市郊区教育局", "阳泉市郊区"),
        ("郑州市市区河道管理处", "郑州市"),
        ("郑州市管城回族区教育局", "郑州市管城回族区"),
        ("聊城市城市管理局", "聊城市"),
        ("焦作市住房和城乡建设局", "焦作市"),
        ("修武县市场监督管理局", "修武县"),
        ("焦作市市场监督管理局", "焦作市"),
        ("恩施州恩施市教育局", "恩施州恩施市"),
        ("湘西土家族苗族自治州教育局", "湘西土家族苗族自治州"),
        ("积石山保安族东乡族撒拉族自治县教育局", "积石山保安族东乡族撒拉族自治县"),
        ("呼伦贝尔市鄂温克族自治旗教育局", "呼伦贝尔市鄂温克族自治旗"),
        ("包头市达尔罕茂明安联合旗教育局", "包头市达尔罕茂明安联合旗"),
        ("内蒙古自治区兴安盟教育局", "内蒙古自治区兴安盟"),
        ("大兴安岭地区行政公署", "大兴安岭地区"),
        ("神农架林区教育局", "神农架林区"),
        ("六盘水市六枝特区教育局", "六盘水市六枝特区"),
        ("北京市通州区教育局", "北京市通州区"),
        ("来宾市象州县教育局", "来宾市象州县"),
        ("湖州市吴兴区教育局", "湖州市吴兴区"),
        ("湖北省水利厅", "湖北省"),
        ("宁夏回族自治区教育厅", "宁夏回族自治区"),
        ("海南州教育局", "海南州"),
        ("芒市教育局", "芒市"),
        ("安徽省马鞍山市和县教育局", "安徽省马鞍山市和县"),
        ("中共修武县委办公室", "修武县"),
        ("焦作市农业区划办公室", "焦作市"),
        ("郑州高新技术产业开发区管理委员会", "郑州高新技术产业开发区"),
        ("焦作市山阳区新城街道办事处", "焦作市山阳区"),
        ("审计署", None),
        ("新疆生产建设兵团第八师石河子市教育局", "石河子市"),
        ("上海市浦东新区教育局", "上海市浦东新区"),
        ("锡林郭勒盟东乌珠穆沁旗教育局", "锡林郭勒盟东乌珠穆沁旗"),
        ("伊犁哈萨克自治州伊宁市教育局", "伊犁哈萨克自治州伊宁市"),
        ("苏州工业园区管理委员会", "苏州工业园区"),
    ],
)
def test_regions(body: str, region: str | None) -> None:
    assert region_of(body) == region


# --- dates ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "published"),
    [
        ("发布日期：2024-01-20", "2024-01-20"),
        ("发布时间：2024-01-20 10:23", "2024-01-20"),
        ("发布时间 : 2024-1-5 10:23:11", "2024-01-05"),
        ("发 布 时 间：2024.1.20", "2024-01-20"),
        ("时间：2024年1月20日", "2024-01-20"),
        ("日期：2024/01/20 浏览次数：12", "2024-01-20"),
        ("发布于2024年01月20日", "2024-01-20"),
        ("[发布日期] 2024-01-20", "2024-01-20"),
        ("上线日期：20240120", "2024-01-20"),
        ("公开日期：二〇二四年一月二十日", "2024-01-20"),
        ("公开日期：二○二四年十二月三十一日", "2024-12-31"),
        ("成文日期：2024年1月20日", "2024-01-20"),
        ("来源：焦作市财政局　发布时间：2024-01-20T10:23　字号：大 中 小", "2024-01-20"),
        ("发布日期：\n2024-01-20", "2024-01-20"),
        ("2024-01-20 10:23", "2024-01-20"),
        ("2024-01-20 10:23 来源：焦作市财政局", "2024-01-20"),
        ("（2024年1月20日）", "2024-01-20"),
        ("发布：2024-1-20", "2024-01-20"),
        ("信息来源：焦作市财政局 2024-01-20 10:23", "2024-01-20"),
        ("2024-01-20 信息来源：焦作市财政局", "2024-01-20"),
        ("有效期至：2024-12-31", None),
        ("有效期至：\n2024-12-31", None),
        ("截止时间 2024-05-01 10:00", None),
        ("２０２４年１月２０日", "2024-01-20"),
        ("更新时间：2024-01-20", "2024-01-20"),
        ("今天是2026年11月24日 星期二", None),
        ("2026年11月24日 星期二", None),
        ("办公时间：2024年1月20日", None),
        ("有效日期：2024-01-20", None),
        ("统计期限从2023年1月1日起至2023年12月31日止", None),
    ],
)
def test_dates(line: str, published: str | None) -> None:
    found = text(f"{OWN}\n{line}")
    assert found.published == published
    assert warnings(found) == ""


@pytest.mark.parametrize(
    "tail",
    [
        "2024年1月20日",
        "焦作市财政局\n二〇二四年一月二十日",
        "焦作市财政局 2024年1月20日",
        "（此件公开发布）\n2024年1月20日",
    ],
)
def test_a_date_of_signature_serves_where_there_is_no_other(tail: str) -> None:
    found = text(OWN, tail)
    assert found.published == "2024-01-20"
    assert "the date of signature" in infos(found)


DATES = [
    ("page", "发布日期：2024-01-26", ""), ("document", "成文日期：2024-01-25", ""),
    ("title", "2024-01-24 10:00", ""), ("meta", "", "2024-01-23"),
    ("signature", "", ""), ("updated", "更新时间：2024-03-02", ""),
]  # fmt: skip
EXPECTED = ["2024-01-26", "2024-01-25", "2024-01-24", "2024-01-23", "2024-01-22", "2024-03-02"]


@pytest.mark.parametrize("first", range(len(DATES)))
def test_the_pages_date_goes_before_the_documents_and_so_on(first: int) -> None:
    kept = DATES[first:]
    lines = "".join(f"<p>{line}</p>" for _, line, _ in reversed(kept) if line)
    meta = "".join(f'<meta name="PubDate" content="{day}">' for _, _, day in kept if day)
    signed = any(kind == "signature" for kind, _, _ in kept)
    found = page(f"<h1>{OWN}</h1>{lines}", meta, "<p>2024年1月22日</p>" if signed else "")
    assert found.published == EXPECTED[first]
    assert warnings(found) == ""


def test_a_date_within_the_year_reported_on_is_not_taken_and_told() -> None:
    found = text(f"{OWN}\n发布日期：2023-01-20")
    assert found.published is None
    assert "2023-01-20 (line 2); the report goes to 2023-12-31" in warnings(found)
    assert text(f"{OWN}\n发布日期：2023-01-20\n成文日期：2024-01-20").published == "2024-01-20"


@pytest.mark.parametrize(
    "printed", ["2024-13-45", "2023-11-31", "24-01-20", "2024年1月", "二〇二四年一月", "2024"]
)
def test_what_looks_like_a_date_and_is_none_is_told(printed: str) -> None:
    found = text(f"{OWN}\n发布日期：{printed}")
    assert found.published is None
    assert f"no date can be read behind 「发布日期」: {printed}" in warnings(found)


def test_of_dates_without_label_the_one_nearest_the_title_is_taken() -> None:
    found = text(f"2024-05-05\n关于放假的通知\n甲\n{OWN}\n2024-01-20 10:23")
    assert (found.published, warnings(found)) == ("2024-01-20", "")


def test_two_dates_of_one_kind_are_told() -> None:
    found = text(f"{OWN}\n发布日期：2024-01-20\n发布时间：2024-02-01")
    assert found.published == "2024-01-20"
    assert "2024-02-01 (line 3)" in warnings(found)


def test_prose_that_speaks_of_dates_is_no_date_of_publication() -> None:
    sections = SECTIONS.replace("各项工作", "有关办法发布时间：2024-05-05，各项工作")
    document = read_document(f"{OWN}\n{sections}".encode(), name="a.txt")
    assert read_metadata(document).published is None


def test_dates_are_days_of_the_calendar() -> None:
    found = text(f"{OWN}\n日期：2024年2月29日")
    assert found.published == date(2024, 2, 29).isoformat()


@pytest.mark.parametrize(
    "opening",
    [
        "根据《条例》要求，焦作市财政局编制了2023年政府信息公开工作年度报告。",
        "现将焦作市财政局2023年政府信息公开工作年度报告公布如下。",
        "焦作市财政局现公布2023年政府信息公开工作年度报告。",
    ],
)
@pytest.mark.parametrize("within", [False, True])
def test_a_body_that_only_the_opening_names(opening: str, within: bool) -> None:
    title = "2023年政府信息公开工作年度报告"
    lines = SECTIONS.split("\n")
    lines.insert(within, opening)
    blocks = tuple(Paragraph(line, f"line {place}") for place, line in enumerate([title, *lines]))
    found = read_metadata(Document("a.txt", "txt", blocks, ""))
    assert found.issuer == "焦作市财政局"
    assert "焦作市财政局 is named in the opening" in found.rule


@pytest.mark.parametrize(
    "opening",
    ["根据国务院办公厅要求编制本年度报告。", "按照国务院办公厅关于编制年度报告的通知，编制本报告。",
     "本局编制了2023年政府信息公开工作年度报告。"],
)  # fmt: skip
def test_who_asked_for_the_report_is_not_its_body(opening: str) -> None:
    assert text(f"2023年政府信息公开工作年度报告\n{opening}").issuer is None
