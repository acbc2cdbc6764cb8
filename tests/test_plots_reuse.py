"""The matrix of reused text, read back from what it draws."""

from collections.abc import Iterator
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from many_narratives import many
from reportkit import FrameError, describe, plot_reuse, reuse


@pytest.fixture(autouse=True)
def close() -> Iterator[None]:
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    """Eight reports, of which the first two are of one issuer and two are copies."""
    narrative, reports, _ = many(8, seed=11, copies=0.6)
    reports["issuer"] = reports["issuer"].mask(reports.index == 1, reports["issuer"][0])
    return reuse(narrative, reports=reports)


def drawn(ax: Axes) -> dict[tuple[str, str], float]:
    """Return the share of each cell by what stands at its row and above its column."""
    image = ax.images[0].get_array().filled(np.nan)
    rows = [text.get_text().rsplit("  ", 1) for text in ax.get_yticklabels()]
    names = {number: name for name, number in rows}
    heads = [text.get_text() for text in ax.get_xticklabels()]
    return {
        (rows[row][0], names.get(heads[column], heads[column])): share
        for (row, column), share in np.ndenumerate(image)
        if not np.isnan(share)
    }


def frames_of(ax: Axes) -> list[Rectangle]:
    return [patch for patch in ax.patches if isinstance(patch, Rectangle)]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [3.3, 7])
def test_it_draws_in_both_languages_and_widths(
    lang: str, width: float, table: pd.DataFrame, tmp_path: Path
) -> None:
    """A missing glyph is a warning, and warnings are errors; a dollar sign is no formula."""
    before = dict(mpl.rcParams)
    _, ax = plt.subplots(figsize=(width, 3), layout="constrained")
    named = table.replace(table["report"].iloc[0], "$\\x$").assign(year=None)
    assert plot_reuse(named, ax=ax, lang=lang) is ax
    ax.figure.savefig(tmp_path / "chart.png")
    assert dict(mpl.rcParams) == before
    assert "$\\x$" in describe(ax)


def test_every_share_stands_in_its_row_and_column(table: pd.DataFrame) -> None:
    named = table.assign(issuer=None)  # so that the labels are the ids
    ax = plot_reuse(named, lang="en")
    true = {
        (row["report"], "form" if row["kind"] == "form" else row["other"]): row["share"]
        for row in table.to_dict("records")
    }
    assert len(true) > 8
    assert drawn(ax) == pytest.approx(true)


def test_figures_are_printed_and_never_rounded_up_to_a_whole_copy(table: pd.DataFrame) -> None:
    shares = table["share"].mask(table["kind"] != "form", 0.999)
    texts = [text.get_text() for text in plot_reuse(table.assign(share=shares)).texts]
    assert ">99" in texts
    assert "100" not in texts
    assert texts.count("·") == 8 * 7 - (table["kind"] != "form").sum()


def test_years_of_one_issuer_are_framed(table: pd.DataFrame) -> None:
    own = table.assign(kind=table["kind"].replace("other_issuer", "own_year"))
    assert len(frames_of(plot_reuse(own))) == (table["kind"] != "form").sum()
    others = table.assign(kind=table["kind"].replace("own_year", "other_issuer"))
    ax = plot_reuse(others, lang="en")
    assert not frames_of(ax)
    assert "framed" not in ax.get_xlabel()


def test_the_description_names_what_is_shared_most_first(table: pd.DataFrame) -> None:
    told = describe(plot_reuse(table.assign(issuer=None), lang="en"))
    assert told.startswith("Section 一: Text that other reports have too. ")
    pairs = table[table["kind"] != "form"]
    for report, own in pairs.groupby("report"):
        [line] = [part for part in told.split(". ") if part.startswith(f"{report}: ")]
        places = [
            line.index(f" in {other}")
            for other in own.sort_values("share", ascending=False)["other"]
        ]
        assert places == sorted(places)
        assert line.endswith("fixed wording")


def test_pairs_of_different_sections_are_counted(table: pd.DataFrame) -> None:
    moved = table[table["kind"] != "form"].head(2).assign(other_section=5)
    ax = plot_reuse(pd.concat([table, moved]), lang="en")
    assert "pairs with other sections, not drawn: 2" in ax.get_xlabel().replace("\n", " ")
    assert drawn(ax) == drawn(plot_reuse(table, lang="en"))


def test_what_cannot_be_drawn_is_refused(table: pd.DataFrame) -> None:
    with pytest.raises(FrameError, match="no rows"):
        plot_reuse(table.head(0))
    with pytest.raises(FrameError, match="lacks the column share"):
        plot_reuse(table.drop(columns="share"))
    with pytest.raises(
        FrameError, match=r'2 sections; choose one: frame\[frame\["section"\] == 1\]'
    ):
        plot_reuse(pd.concat([table, table.assign(section=5)]))
    with pytest.raises(FrameError, match="hold a pair twice"):
        plot_reuse(pd.concat([table, table.head(1)]))
    with pytest.raises(FrameError, match="outside 0 to 1"):
        plot_reuse(table.assign(share=1.2))
    with pytest.raises(FrameError, match="have an unknown kind"):
        plot_reuse(table.assign(kind="copy"))
    first = table["report"].iloc[0]
    with pytest.raises(FrameError, match='lacks the row of kind "form" of'):
        plot_reuse(table[table["report"] != table.loc[table["kind"] != "form", "report"].iloc[0]])
    form = table[table["report"] == first].query("kind == 'form'")
    many_rows = pd.concat([form.assign(report=f"某-{n}") for n in range(21)])
    with pytest.raises(FrameError, match="21 reports, more than 20"):
        plot_reuse(many_rows)
    _, narrow = plt.subplots(figsize=(3.3, 3))
    with pytest.raises(FrameError, match=r"9 reports, more than 8.*wider Axes"):
        plot_reuse(many_rows.head(9), ax=narrow)
