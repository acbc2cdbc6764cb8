"""Reuse of text: copies are found whatever they change, honest reports are not taken for them."""

import random
from itertools import pairwise
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from many_narratives import many
from reportkit import FrameError, Report, reuse, shared_passages
from reportkit.narrative.candidates import candidates, verify
from reportkit.narrative.masked import PHRASE, mask, names_of
from reportkit.narrative.shingles import LENGTH, align, covered, runs, shingles, winnow

#: Overviews that three invented bodies wrote by themselves, with the genre's stock phrases.
HONEST = {
    "青石县人民政府": """2023年，青石县认真贯彻落实《中华人民共和国政府信息公开条例》，坚持以公开为常态、不公开为例外，不断提升政府信息公开工作水平。
（一）主动公开情况。全年通过县政府门户网站主动公开政府信息3120条，其中政策文件56件、解读材料48篇。县农业农村局把春耕用水安排、种子补贴标准和农机购置名单逐村张贴，农户扫码即可核对自家面积。围绕水库移民后期扶持，专门绘制了资金流向图，在七个移民安置点召开院坝会讲解。
（二）依申请公开情况。本年度新收政府信息公开申请23件，予以公开15件，部分公开4件，其余均在法定期限内答复。申请内容集中在征地补偿和林权登记，办公室为此与自然资源部门建立会商机制，疑难件当天碰头、三天出意见。
（三）监督保障情况。邀请十二名退休教师担任评议员，每季度对栏目更新情况打分，得分最低的两个单位由分管副县长约谈。""",
    "柳湾区教育局": """2024年，柳湾区教育局认真贯彻落实《中华人民共和国政府信息公开条例》，深入推进政务公开标准化规范化建设，现将有关情况报告如下。
（一）主动公开情况。聚焦义务教育招生这一家长最关心的事项，提前四十天公布学区示意图、学位余量和随迁子女入学材料清单，开通热线解答咨询6800余人次。全年在区政府网站教育专栏公开信息412条，公布校外培训机构白名单三批、民办学校年检结论29家、校园食堂大宗食材采购价格12期。
（二）依申请公开情况。全年新收政府信息公开申请7件，予以公开5件，不予公开1件，本机关不掌握相关政府信息1件。教师编制和职称评审是询问较多的内容，答复时一并附上政策依据和咨询电话。
（三）监督保障情况。把信息公开列入校长培训必修课，开学第一周由督学逐校查看公示栏，发现逾期未更换的内容九处，均已改正。""",
    "云台市人民政府": """2023年以来，云台市持续增强政府工作透明度，保障人民群众知情权、参与权、表达权、监督权，各项工作取得了一定成效。
（一）主动公开情况。建成全市统一的惠企政策库，收录有效政策1875条，企业输入行业和规模后即可看到能领什么、找谁领、何时到账。重大行政决策实行目录管理，轨道交通票价、燃气阶梯价格等十项决策事前公布草案，吸收市民意见236条，未采纳的逐条说明理由。
（二）依申请公开情况。全市新收政府信息公开申请1432件，上年结转61件，办结1418件。针对同一事项多头申请的情形，编印答复要点和二十个典型案例，供区县和部门参照。
（三）监督保障情况。委托高校开展第三方评估，评估报告全文上网；对搜索不到、打不开、看不懂的页面设置纠错按钮，收到纠错1109次，平均处理时间为五小时。""",
}  # fmt: skip


def frames(*told: tuple[str, str, int, str], section: int = 1) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the narrative and reports of (report, issuer, year, paragraphs)."""
    rows = [
        (report, section, "", order, text, f"line {order}")
        for report, _, _, paragraphs in told
        for order, text in enumerate(["一、总体情况", *paragraphs.split("\n")])
    ]
    names = ["report", "section", "subsection", "order", "text", "source"]
    reports = pd.DataFrame([row[:3] for row in told], columns=["report", "issuer", "year"])
    return pd.DataFrame(rows, columns=names), reports


def pairs(table: pd.DataFrame) -> pd.DataFrame:
    return table[table["kind"] != "form"]


def changed(text: str, old: str, new: str) -> str:
    """Return the text as another body would print it a year later, every figure changed."""
    rng = random.Random(0)
    for was, now in zip(old, new, strict=True):
        text = text.replace(was, now)
    digits = {digit: rng.choice("123456789") for digit in "0123456789"}
    text = "".join(digits.get(char, char) for char in text)
    return text.replace("七个", "十三个").replace("十二名", "二十名").replace("四十天", "六十天")


def test_a_copy_with_other_years_figures_and_names_is_wholly_reused() -> None:
    issuer = "青石县人民政府"
    text = HONEST[issuer]
    copy = changed(text, "青石县", "赤水区").replace("县农业", "区农业").replace("副县长", "副区长")
    narrative, reports = frames(
        (f"{issuer}-2023", issuer, 2023, text),
        (f"{issuer}-2024", issuer, 2024, changed(text, "", "")),
        ("赤水区人民政府-2024", "赤水区人民政府", 2024, copy),
    )
    table = pairs(reuse(narrative, reports=reports))
    panel = SimpleNamespace(narrative=narrative, reports=reports)
    pd.testing.assert_frame_equal(pairs(reuse(panel)), table)
    assert len(table) == 6
    assert table["share"].min() >= 0.98
    assert table["similarity"].min() >= 0.98
    own = table.query("report == @issuer + '-2023'").set_index("other")["kind"]
    assert own.to_dict() == {f"{issuer}-2024": "own_year", "赤水区人民政府-2024": "other_issuer"}


def test_honest_reports_share_less_than_a_fifth() -> None:
    told = frames(*((f"{issuer}-2023", issuer, 2023, text) for issuer, text in HONEST.items()))
    table = pairs(reuse(told[0], reports=told[1], least=0.001))
    assert table["share"].max() < 0.2
    assert len(pairs(reuse(told[0], reports=told[1]))) == 0
    texts = [mask(text, names_of(issuer)).text for issuer, text in HONEST.items()]
    every = np.array([(0, 1), (0, 2), (1, 2)])
    assert (verify(texts, every) < 0.2 * min(map(len, texts))).all()


def test_a_section_that_moved_and_one_that_was_cut_are_found() -> None:
    text = HONEST["云台市人民政府"]
    *_, third, last = text.split("\n")
    narrative, reports = frames(
        ("a-2022", "a", 2022, text), ("a-2024", "a", 2024, "\n".join([third, last]))
    )
    narrative["section"] = narrative["section"].mask(narrative["report"] == "a-2024", 5)
    table = pairs(reuse(narrative, reports=reports)).set_index("report")
    assert table.loc["a-2024", ["section", "other_section", "share"]].tolist() == [5, 1, 1.0]
    assert table.loc["a-2022", "share"] == pytest.approx(
        table.loc["a-2024", "reused"] / table.loc["a-2022", "characters"]
    )
    assert table.loc["a-2022", "other_share"] == 1.0


def test_each_passage_stands_where_it_says_in_both() -> None:
    text = HONEST["青石县人民政府"]
    copy = changed(text, "青石县", "赤水区").replace(
        "农户扫码即可核对自家面积。", "村民代表逐户核实。\n"
    )
    told = frames(("a", "青石县人民政府", 2023, text), ("b", "赤水区人民政府", 2024, copy))
    table = shared_passages(told[0], "a", "b", reports=told[1])
    row = pairs(reuse(told[0], reports=told[1])).query("report == 'a'").iloc[0]
    assert table["characters"].sum() == row["reused"]
    printed = told[0].set_index(["report", "order"])["text"]
    for side, name in (("", "report"), ("other_", "other")):
        for passage in table.to_dict("records"):
            whole = printed[passage[name], passage[f"{side}order"]]
            assert whole[passage[f"{side}start"] : passage[f"{side}end"]] == passage[f"{side}text"]
            assert passage[f"{side}source"] == f"line {passage[f'{side}order']}"
    assert table["other_order"].nunique() == copy.count("\n") + 1
    assert not table["text"].str.contains("农户扫码").any()
    for passage in table.to_dict("records"):
        own, other = (
            mask(passage["text"], ["青石县", "青石"]),
            mask(passage["other_text"], ["赤水区", "赤水"]),
        )
        assert own.text == other.text


def test_what_law_and_form_prescribe_is_no_copy(xiuwu: Report) -> None:
    fixed = "（一）主动公开情况。根据《中华人民共和国政府信息公开条例》（国务院令第711号），本机关不掌握相关政府信息。"
    own = [
        "集中清理了农田灌溉用水安排的旧文件",
        "公布了养老机构星级名单和收费标准",
        "请律师逐字把关各项办事指南的说明文字",
    ]
    told = frames(
        *((name, name, 2023, fixed + text * 3) for name, text in zip("甲乙丙", own, strict=True))
    )
    table = reuse(told[0], reports=told[1], least=0.01)
    assert set(table["kind"]) == {"form"}
    assert table["reused"].tolist() == [6 + 15 + 12] * 3
    found = shared_passages(told[0], "甲", reports=told[1])
    assert found["text"].tolist() == [
        "主动公开情况",
        "中华人民共和国政府信息公开条例",
        "本机关不掌握相关政府信息",
    ]
    assert found["characters"].sum() == 33
    assert (found["other_source"] != "").all()
    assert found["other"].isna().all()
    real = reuse(xiuwu)
    for section, own in shared_passages(xiuwu, xiuwu.id).groupby("section"):
        assert own["characters"].sum() == real.set_index("section").loc[section, "reused"]


def test_masking_keeps_every_place() -> None:
    printed = (
        "２０２３ 年，淮安市洪泽区（以下简称“我区”）公开 1,320 余条 、\n各县（市、区）三十件。"
    )
    masked = mask(printed, names_of("淮安市洪泽区人民政府"))
    assert masked.text == "0年*以下简称我*公开0余条各*0件"
    assert [printed[a:b] for a, b in zip(masked.starts, masked.ends, strict=True)][:3] == [
        "２０２３",
        "年",
        "淮安市洪泽区",
    ]
    assert mask("根据《政府信息公开条例》").text == f"根据{PHRASE}"


@given(st.text(max_size=200), st.lists(st.text(max_size=6), max_size=4))
def test_any_text_can_be_masked(printed: str, names: list[str]) -> None:
    masked = mask(printed, names)
    assert len(masked.text) == len(masked.starts) == len(masked.ends)
    assert (masked.starts < masked.ends).all()
    assert (masked.ends[:-1] <= masked.starts[1:]).all()
    assert masked.whole >= len(masked.text)


few = st.text("甲乙丙", max_size=120)


@given(few, few)
def test_alignment_holds_what_is_covered(a: str, b: str) -> None:
    found = align(a, b, 4)
    assert all(a[i : i + n] == b[j : j + n] for i, j, n in found)
    spans = [(i, i + n) for i, _, n in found]
    assert all(last <= first for (_, last), (first, _) in pairwise(spans))
    other = set(runs(b, 4))
    places = np.flatnonzero([run in other for run in runs(a, 4)])
    assert sum(n for _, _, n in found) == covered(places, 4)
    by_hand = {at for place in places for at in range(place, place + 4)}
    assert covered(places, 4) == len(by_hand)


@given(st.text("甲乙丙丁戊", min_size=31, max_size=80), few, few)
def test_a_long_run_leaves_a_mark_in_both_sketches(shared: str, before: str, after: str) -> None:
    sketches = [
        set(winnow(shingles(text), 16).tolist()) for text in (before + shared, shared + after)
    ]
    assert sketches[0] & sketches[1]


def brute(texts: list[str], least: float) -> dict[tuple[int, int], tuple[int, int]]:
    """Return the pairs that share enough, every pair compared, by the definition alone."""
    found = {}
    for b in range(len(texts)):
        for a in range(b):
            shared = []
            for own, other in ((texts[a], texts[b]), (texts[b], texts[a])):
                hits = [at for at in range(len(own) - LENGTH + 1) if own[at : at + LENGTH] in other]
                shared.append(len({place for at in hits for place in range(at, at + LENGTH)}))
            if shared[0] >= least * len(texts[a]) or shared[1] >= least * len(texts[b]):
                found[a, b] = tuple(shared)
    return found


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6))
def test_the_exact_search_loses_no_pair(seed: int) -> None:
    rng = random.Random(seed)
    pool = ["".join(rng.choices("子丑寅卯辰巳", k=rng.randrange(8, 60))) for _ in range(8)]
    texts = ["".join(rng.choices(pool, k=4)) for _ in range(9)]
    for least in (0.05, 0.3, 0.8):
        truth = brute(texts, least)
        found = candidates(texts, least, exact=True)
        assert truth.keys() <= set(map(tuple, found.tolist()))
        shared = dict(
            zip(map(tuple, found.tolist()), map(tuple, verify(texts, found).tolist()), strict=True)
        )
        assert {pair: shared[pair] for pair in truth} == truth


def test_pairs_are_verified_alike_in_any_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    narrative, _, _ = many(12, seed=6, copies=0.7, length=200)
    texts = [mask(text).text for text in narrative["text"]]
    pairs = np.array([(a, b) for b in range(len(texts)) for a in range(b)])
    whole = verify(texts, pairs)
    monkeypatch.setattr("reportkit.narrative.candidates._KEPT", 150)
    assert (verify(texts, pairs) == whole).all()
    truth = brute(texts, 1e-9)
    assert {
        tuple(pair): tuple(row)
        for pair, row in zip(pairs.tolist(), whole.tolist(), strict=True)
        if any(row)
    } == truth


def test_what_is_left_out_of_a_sketch_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    narrative, reports, _ = many(30, seed=6, copies=0.7, length=200)
    monkeypatch.setattr("reportkit.narrative.candidates.MEETINGS", 300)
    with pytest.warns(UserWarning, match="wordings of more than . sections were not followed"):
        reuse(narrative, reports=reports, exact=False)
    monkeypatch.setattr("reportkit.narrative.candidates.MOST", 3)
    with pytest.raises(FrameError, match="more than 3 pairs of sections share text"):
        reuse(narrative, reports=reports)


def test_a_whole_copy_is_found_among_reports_of_the_same_sentences(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rng = random.Random(9)
    pool = [
        "".join(rng.choices("天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏", k=40))
        for _ in range(60)
    ]
    told = [(f"r{at:02}", f"i{at}", 2023, "".join(rng.sample(pool, 20))) for at in range(40)]
    told.append(("copy", "copy", 2023, told[7][3]))
    monkeypatch.setattr("reportkit.narrative.candidates.MOST", 300)
    narrative, reports = frames(*told)
    with pytest.warns(UserWarning, match="changed in every sentence may be missed"):
        table = pairs(reuse(narrative, reports=reports, least=0.9, exact=False))
    assert table[["report", "other"]].to_numpy().tolist() == [["copy", "r07"], ["r07", "copy"]]
    with pytest.raises(FrameError, match="raise least"):
        reuse(narrative, reports=reports, exact=False)


def test_a_sketch_finds_nearly_all_that_is_alike() -> None:
    """A small version of tests/benchmarks/bench_reuse.py."""
    narrative, reports, planted = many(600, seed=5, copies=0.4)
    exact = pairs(reuse(narrative, reports=reports, exact=True))
    sketched = pairs(reuse(narrative, reports=reports, exact=False))
    key = ["report", "section", "other", "other_section"]
    both = exact.merge(sketched, on=key, suffixes=("", "_found"), how="outer", indicator=True)
    assert not (both["_merge"] == "right_only").any()
    assert (both["share"] == both["share_found"])[both["_merge"] == "both"].all()
    for above, recall in ((0.8, 0.99), (0.5, 0.97)):
        true = both[both[["share", "other_share"]].max(axis=1) >= above]
        assert len(true) > 100
        assert (true["_merge"] == "both").mean() >= recall
    alike = pairs(reuse(narrative, reports=reports, least=0.8, exact=False))
    true = exact[exact[["share", "other_share"]].max(axis=1) >= 0.8]
    assert len(alike.merge(true, on=key)) == len(alike) >= 0.99 * len(true)
    kept = {(copy.report, copy.other) for copy in planted if copy.kept >= 0.85}
    assert kept <= set(zip(exact["report"], exact["other"], strict=True))


def test_neither_order_nor_a_stranger_changes_a_row() -> None:
    narrative, reports, _ = many(40, seed=3, copies=0.5)
    table = reuse(narrative, reports=reports)
    shuffled = reuse(
        narrative.sample(frac=1, random_state=1), reports=reports.sample(frac=1, random_state=2)
    )
    pd.testing.assert_frame_equal(table, shuffled)
    told = frames(("丁", "柳湾区教育局", 2024, HONEST["柳湾区教育局"]))
    more = reuse(pd.concat([narrative, told[0]]), reports=pd.concat([reports, told[1]]))
    pd.testing.assert_frame_equal(table, more[more["report"] != "丁"].reset_index(drop=True))


def test_rows_come_either_way_round_and_agree() -> None:
    narrative, reports, _ = many(60, seed=4, copies=0.5)
    table = pairs(reuse(narrative, reports=reports))
    assert len(table) > 30
    back = table.rename(columns={"report": "other", "other": "report", "section": "other_section", "other_section": "section",
                                 "share": "other_share", "other_share": "share"})  # fmt: skip
    key = ["report", "section", "other", "other_section"]
    both = table.merge(back, on=key)
    assert len(both) == len(table)
    for name in ("share", "other_share", "similarity"):
        assert (both[f"{name}_x"] == both[f"{name}_y"]).all()
    assert (table["share"] == table["reused"] / table["characters"]).all()
    assert not table.duplicated(key).any()


@pytest.mark.parametrize(
    "paragraphs",
    ["", "无", "。。。", "\n\n", "2023", "一" * 500, "没有" * 300, "\u200b\U00020000ß№" * 40],
)
def test_odd_narratives_are_read(paragraphs: str) -> None:
    told = frames(("a-1", "a", 1, paragraphs), ("a-2", "a", 2, paragraphs))
    table = reuse(told[0], reports=told[1])
    shares = pairs(table)["share"]
    assert (shares == 1).all()
    assert len(shares) == (2 if len(mask(paragraphs).text) >= 40 else 0)
    assert (
        shared_passages(told[0], "a-1", "a-2", reports=told[1])["characters"].sum()
        == pairs(table)["reused"].sum() / 2
    )


def test_a_section_that_is_too_short_says_so() -> None:
    """It has no pair, and that is no proof that it is of nobody else's words."""
    long = "".join(chr(0x4E00 + 7 * place) for place in range(60))
    narrative, reports = frames(("a", "甲", 2023, long[:39]), ("b", "乙", 2023, long[:39]),
                                ("c", "丙", 2023, long[:45]), ("d", "丁", 2023, long))  # fmt: skip
    table = reuse(narrative, reports=reports)
    noted = table[table["note"].notna()]
    assert noted[["report", "kind"]].to_numpy().tolist() == [["a", "form"], ["b", "form"]]
    assert set(noted["note"]) == {"fewer than 40 characters: not compared"}
    assert set(table.loc[table["kind"] != "form", "report"]) == {"c", "d"}


def test_what_stands_alone_at_the_end_of_a_paragraph_is_part_of_its_run() -> None:
    """A figure alone is no copy; behind fifteen characters that are the same it is."""
    long = "".join(chr(0x4E00 + 7 * place) for place in range(60))
    other = "".join(chr(0x6E00 + 7 * place) for place in range(60))
    narrative, reports = frames(("a", "甲", 2023, long + "。12"), ("b", "乙", 2023, other + "。35"))
    assert set(reuse(narrative, reports=reports, least=1e-9)["kind"]) == {"form"}
    rows = [("a", 5, 1, long, "x"), ("a", 5, 2, "12", "x"), ("b", 5, 1, other + long[-15:], "x"),
            ("b", 5, 2, "35", "x")]  # fmt: skip
    narrative = pd.DataFrame(rows, columns=["report", "section", "order", "text", "source"])
    table = reuse(narrative, reports=reports, least=1e-9).set_index(["report", "kind"])
    passages = shared_passages(narrative, "a", "b", reports=reports)
    assert table.loc[("a", "other_issuer"), "reused"] == passages["characters"].sum() == 16
    assert passages[["order", "text", "characters"]].to_numpy().tolist() == [
        [1, long[-15:], 15], [2, "12", 1],
    ]  # fmt: skip


def test_what_is_missing_is_no_text_and_no_issuer() -> None:
    text = HONEST["云台市人民政府"]
    narrative, reports = frames(
        ("a", "甲", 2023, text), ("b", "乙", 2023, text), ("c", "丙", 2023, text)
    )
    gone = narrative.assign(text=narrative["text"].mask(narrative["report"] == "c"))
    table = pairs(reuse(gone, reports=reports.assign(issuer=[None, "乙", "丙"])))
    assert set(table["report"]) == {"a", "b"}
    assert set(table["kind"]) == {"unknown"}
    none = reuse(narrative.head(0), reports=reports)
    assert len(none) == 0
    pd.testing.assert_series_equal(none.dtypes, table.dtypes)


def test_what_cannot_be_compared_is_refused() -> None:
    narrative, reports = frames(("a", "甲", 2023, "无"))
    with pytest.raises(FrameError, match="add reports="):
        reuse(narrative)
    with pytest.raises(FrameError, match="narrative lacks the column section"):
        reuse(narrative.drop(columns="section"), reports=reports)
    with pytest.raises(FrameError, match="reports lacks the column issuer"):
        reuse(narrative, reports=reports.drop(columns="issuer"))
    with pytest.raises(ValueError, match="least is 0"):
        reuse(narrative, reports=reports, least=0)
    with pytest.raises(KeyError, match="no text of the report 'b'"):
        shared_passages(narrative, "a", "b", reports=reports)
