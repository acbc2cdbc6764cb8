"""What problems and measures are about, and how many reports say so."""

import pandas as pd
import pytest

from reportkit import (
    FrameError,
    Report,
    example_panel,
    example_problems,
    problems,
    theme_codebook,
    theme_counts,
    themes,
)
from reportkit.codebook import read_spec
from support import ROOT


def chosen(text: str) -> list[str]:
    table = themes([text])
    return table.loc[table["chosen"], "theme"].tolist()


def test_every_theme_has_labels_a_definition_and_terms() -> None:
    book = theme_codebook()
    assert len(book) == 15
    assert book["theme"].is_unique
    assert not book.isna().any(axis=None)
    assert (book != "").all(axis=None)
    terms = read_spec("theme_terms")
    assert {row["theme"] for row in terms} == set(book["theme"])
    assert {row["weight"] for row in terms} <= {"1", "2", "3"}
    stated = [(row["theme"], term) for row in terms for term in row["terms"].split()]
    assert len(stated) == len(set(stated))


def test_the_hand_coded_problems_have_the_themes_of_their_coders() -> None:
    """F1 over all themes of all paraphrases; the terms were not gathered from them."""
    coded = example_problems()
    assert f1(coded["paraphrase_zh"], coded["theme"]) >= 0.85


def test_single_sentences_of_every_theme_are_told() -> None:
    coded = pd.read_csv(ROOT / "tests" / "data" / "theme_sentences.csv")
    assert set(";".join(coded["themes"]).split(";")) == set(theme_codebook()["theme"])
    assert f1(coded["text"], coded["themes"]) >= 0.85


def f1(texts: pd.Series, coded: pd.Series) -> float:
    told = themes(texts)
    found = {(row.text, row.theme) for row in told[told["chosen"]].itertuples()}
    wanted = {(place, code) for place, codes in enumerate(coded) for code in codes.split(";")}
    return 2 * len(found & wanted) / (len(found) + len(wanted))


def test_the_longest_term_at_a_place_counts() -> None:
    assert chosen("主动公开意识有待增强") == ["awareness"]
    assert chosen("主动公开力度仍需加大") == ["proactive_disclosure"]
    told = themes(["政策解读解读解读"]).iloc[0]
    assert (told["terms"], told["score"]) == ("政策解读 解读", 6.0)


def test_the_first_clause_weighs_most_unless_it_leans_on_the_next() -> None:
    assert chosen("加强业务培训，提升网站质量")[0] == "team_training"
    assert chosen("根据第三方评估要求，优化网站栏目")[0] == "platform_website"


def test_what_is_missing_or_speaks_of_nothing_has_no_theme() -> None:
    told = themes(["一切照旧", None, float("nan"), ""])
    assert told.empty
    assert list(told.columns) == ["text", "theme", "score", "chosen", "terms"]
    assert problems(section("问题：一切照旧不好。"))["theme"].isna().all()


def section(*texts: str) -> pd.DataFrame:
    rows = [("甲县-2023", 5, n, text, f"line {n}") for n, text in enumerate(texts, 1)]
    return pd.DataFrame(rows, columns=["report", "section", "order", "text", "source"])


def test_the_terms_shown_are_in_the_text(xiuwu: Report) -> None:
    table = problems(xiuwu)
    for text, terms in zip(table["improvement"], table["improvement_terms"], strict=True):
        assert all(term in text for term in terms.split())


def test_counts_are_of_reports_out_of_those_that_name_any() -> None:
    panel = example_panel()
    counts = theme_counts(example_problems(), panel.reports)
    assert not counts.duplicated(["kind", "group", "theme"]).any()
    row = counts.query("kind == 'problem' and group == '2024' and theme == 'request_handling'")
    # 宿迁 2024 once, 洪泽 2024 three times
    assert row[["points", "reports", "of"]].to_numpy().tolist() == [[4, 2, 2]]
    own = theme_counts(problems(panel), panel.reports, by="region")
    assert set(own["group"]) == set(
        panel.reports.query("report == '修武县人民政府-2023'")["region"]
    )
    assert own.query("kind == 'problem'")["points"].sum() == 3


def test_a_group_that_is_not_known_is_told_and_what_is_lacking_refused(xiuwu: Report) -> None:
    reports = xiuwu.reports.assign(region=None)
    assert set(theme_counts(problems(xiuwu), reports, by="region")["group"]) == {"?"}
    with pytest.raises(FrameError, match="reports lacks the column level"):
        theme_counts(problems(xiuwu), reports, by="level")
    with pytest.raises(FrameError, match=r"hand over what reportkit\.problems"):
        theme_counts(xiuwu.narrative, reports)
    assert theme_counts(problems(xiuwu).iloc[:0], reports).empty


def test_points_of_last_year_do_not_count() -> None:
    table = problems(
        section("针对上年度解读形式单一的问题，发布图解20篇。", "本年度问题：答复不规范。")
    )
    reports = table[["report"]].drop_duplicates().assign(year="2023")
    counts = theme_counts(table, reports)
    assert counts["points"].sum() == 1
    assert counts.loc[counts["points"] > 0, "theme"].tolist() == ["request_handling"]
