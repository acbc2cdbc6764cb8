"""The charts of section 五, read back from what they draw."""

import re
from collections.abc import Iterator

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from reportkit import (
    FrameError,
    Report,
    describe,
    example_panel,
    example_problems,
    plot_problems,
    plot_themes,
    problems,
    theme_counts,
)


@pytest.fixture(autouse=True)
def close() -> Iterator[None]:
    yield
    plt.close("all")


@pytest.fixture
def counts() -> pd.DataFrame:
    table = theme_counts(example_problems(), example_panel().reports)
    return table[table["kind"] == "problem"]


def words(ax: Axes) -> list[str]:
    return [re.sub(r"\s+", "", text.get_text()) for text in ax.texts]


def section(*paragraphs: str) -> pd.DataFrame:
    rows = [("甲县-2023", 5, n, text, f"line {n}") for n, text in enumerate(paragraphs, 1)]
    return pd.DataFrame(rows, columns=["report", "section", "order", "text", "source"])


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [3.3, 7])
def test_both_charts_draw_in_both_languages_and_widths(
    lang: str, width: float, xiuwu: Report, counts: pd.DataFrame, tmp_path
) -> None:
    """A missing glyph is a warning, and warnings are errors."""
    before = dict(mpl.rcParams)
    for plot, frame in ((plot_problems, problems(xiuwu)), (plot_themes, counts)):
        _, ax = plt.subplots(figsize=(width, 3.2), layout="constrained")
        assert plot(frame, ax=ax, lang=lang) is ax
        ax.figure.savefig(tmp_path / "chart.png")
        assert (tmp_path / "chart.png").stat().st_size > 5000
        assert dict(mpl.rcParams) == before
        assert describe(ax).startswith(ax.get_title(loc="left").replace("\n", " ")[:3])


@pytest.mark.parametrize("width", [3.3, None])
def test_every_point_is_drawn_in_its_column_and_none_overlap(width, xiuwu: Report) -> None:
    table = problems(xiuwu)
    ax = None
    if width:
        _, ax = plt.subplots(figsize=(width, 3.5), layout="constrained")
    ax = plot_problems(table, ax=ax)
    drawn = words(ax)
    for column in ("problem", "improvement"):
        assert all(text in drawn for text in table[column])
    ax.figure.canvas.draw()
    boxes = [text.get_window_extent() for text in ax.texts if text.get_text()]
    for at, one in enumerate(boxes):
        for other in boxes[at + 1 :]:
            assert not one.padded(-1.5).overlaps(other.padded(-1.5))
        assert one.x1 <= ax.figure.bbox.x1
    assert drawn[:2] == ["存在的问题", "改进措施"]


def test_links_are_drawn_as_they_were_told() -> None:
    table = problems(
        section(
            "问题：一是政策解读形式单一。二是依申请公开答复不规范。三是网站栏目更新慢。",
            "改进：一是统一依申请公开答复格式。专人把关。二是丰富政策解读形式。",
        )
    )
    ax = plot_problems(table, lang="en")
    joined = [line for line in ax.lines if len(set(line.get_ydata())) == 1]
    assert len(joined) == 2
    assert all(line.get_linestyle() == "--" for line in joined)
    assert "(nomeasuresetagainstit)" in words(ax)
    assert "统一依申请公开答复格式。……" in words(ax)
    assert "Dashed: paired by likeness" in describe(ax)
    assert "its first sentence alone" in describe(ax)
    assert "Handling of requests" in [text.get_text() for text in ax.texts]


def test_frames_that_contradict_themselves_are_refused(xiuwu: Report) -> None:
    table = problems(xiuwu)
    two = pd.concat([table, table.assign(report="b-2023")])
    for frame, told in (
        (table.iloc[:0], "no rows"), (table.drop(columns="link"), "lacks the column link"), (two, "holds 2 reports"),
        (pd.concat([table, table.head(1)]), "stand twice"),
        (table.assign(link="by chance"), "unknown link"), (table.assign(theme="x"), "unknown theme"),
        (table.assign(improvement=None), "link what is not there"),
        (table.assign(improvement=None, problem=None, link="none"), "hold no words"),
    ):  # fmt: skip
        with pytest.raises(FrameError, match=told):
            plot_problems(frame)
    with pytest.raises(ValueError, match="lang 'fr'"):
        plot_problems(table, lang="fr")


def test_every_cell_prints_its_count_and_is_as_dark_as_its_share(counts: pd.DataFrame) -> None:
    ax = plot_themes(counts, lang="en")
    labels = [label.get_text().replace("\n", " ") for label in ax.get_yticklabels()]
    cells = {
        (round(patch.get_x() + 0.48), round(patch.get_y() + 0.46)): patch.get_alpha()
        for patch in ax.patches
        if isinstance(patch, Rectangle)
    }
    printed = {
        (round(x), round(y)): int(text.get_text())
        for text in ax.texts
        for x, y in [text.get_position()]
    }
    assert cells.keys() == printed.keys()
    row = labels.index("Policy interpretation")
    assert [printed[0, row], printed[1, row]] == [0, 2]
    assert cells[0, row] == 0
    assert cells[1, row] == pytest.approx(0.85)
    assert [label.get_text() for label in ax.get_xticklabels()] == ["2023\nn=2", "2024\nn=2"]
    assert "Awareness" not in labels
    assert "In no report: " in describe(ax)
    assert "2024 (reports: 2): Policy interpretation 2" in describe(ax)


def test_counts_that_cannot_be_are_refused(counts: pd.DataFrame) -> None:
    both = theme_counts(example_problems(), example_panel().reports)
    many = pd.concat([counts[counts["group"] == "2023"].assign(group=str(n)) for n in range(13)])
    for frame, told in (
        (both, "several of kind"), (counts.head(3), "lacks"), (counts.iloc[:0], "no rows"),
        (many, "13 groups"), (counts.assign(reports=3), "more reports than there are"),
        (counts.assign(reports=-1), "below 0"), (counts.assign(theme="x"), "stand twice"),
        (counts.assign(kind="wish"), "unknown kind"),
        (counts.assign(of=range(2, 2 + len(counts))), "different numbers"),
    ):  # fmt: skip
        with pytest.raises(FrameError, match=told):
            plot_themes(frame)


def test_what_is_told_of_last_year_is_said_to_be_so() -> None:
    table = problems(
        section("针对上年度解读形式单一的问题，发布图解20篇。", "本年度问题：答复不规范。")
    )
    assert table["earlier"].tolist() == [True, False]
    ax = plot_problems(table, lang="en")
    drawn = words(ax)
    assert "Lastyear:解读形式单一" in drawn
    assert "Lastyear:发布图解20篇。" in drawn
    assert "答复不规范。" in drawn
    assert "1 Last year: 解读形式单一" in describe(ax)
