"""The chart of the disclosure table, read back from what it draws."""

from collections.abc import Iterator

import pandas as pd
import pytest
from matplotlib import pyplot as plt
from matplotlib.axes import Axes

from reportkit import FrameError, Report, describe, example_panel, plot_disclosure
from support import change


@pytest.fixture(autouse=True)
def close() -> Iterator[None]:
    yield
    plt.close("all")


def drawn(ax: Axes) -> list[tuple[float, float]]:
    return [(line.get_xdata()[0], round(line.get_ydata()[0])) for line in ax.lines]


def test_every_count_is_a_dot_and_a_label(xiuwu: Report) -> None:
    ax = plot_disclosure(xiuwu.cells, lang="en")
    counts = [0, 0, 0, 17, 8, 99, 17081, 1431, 713]
    assert drawn(ax) == [(count, row) for row, count in enumerate(counts)]
    assert [text.get_text() for text in ax.texts] == [f"{count:,}" for count in counts]
    assert ax.get_yticklabels()[6].get_text() == "Administrative licensing: Decisions this year"
    assert (
        "Amounts (10,000 yuan) are not drawn: Administrative and institutional fees 811"
        in describe(ax)
    )


def test_what_is_no_number_has_no_dot_and_is_told(xiuwu: Report) -> None:
    cells = change(xiuwu.cells, "rules", "issued", None, "blank")
    ax = plot_disclosure(cells, lang="zh")
    assert len(drawn(ax)) == 8
    assert ax.texts[0].get_text() == "空白"
    assert "规章：本年制发件数 空白" in describe(ax)


def test_years_stand_side_by_side() -> None:
    cells = example_panel().cells
    ax = plot_disclosure(cells[cells["issuer"] == "宿迁市人民政府"], lang="en")
    legend = ax.get_legend()
    assert legend is not None
    assert [text.get_text() for text in legend.get_texts()] == ["2023", "2024", "2025"]
    assert (2822652, 7) in drawn(ax)
    assert [text.get_text() for text in ax.texts].count("absent") == 3


def test_two_editions_are_refused(xiuwu: Report) -> None:
    old = example_panel().cells.query("edition == '2019'")
    assert len(drawn(plot_disclosure(old))) == 21
    with pytest.raises(FrameError, match=r"editions 2019, 2021, whose disclosure tables"):
        plot_disclosure(pd.concat([xiuwu.cells, old]))
    with pytest.raises(FrameError, match="stand twice"):
        plot_disclosure(pd.concat([xiuwu.cells, xiuwu.cells.head(1)]))
    with pytest.raises(FrameError, match="with the disclosure table"):
        plot_disclosure(xiuwu.cells.query("table == 'review'"))
