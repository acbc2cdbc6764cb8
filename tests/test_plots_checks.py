"""The chart of findings, read back from what it draws."""

from collections.abc import Iterator
from pathlib import Path

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib import pyplot as plt
from matplotlib.axes import Axes

from reportkit import FrameError, check, describe, example_panel, plot_checks


@pytest.fixture(autouse=True)
def close() -> Iterator[None]:
    yield
    plt.close("all")


@pytest.fixture(scope="module")
def findings() -> pd.DataFrame:
    return check(example_panel().cells)


def squares(ax: Axes, status: str) -> set[tuple[str, str]]:
    """Return the report and rule of each square with that status."""
    rules = [tick.get_text() for tick in ax.get_xticklabels()]
    reports = [tick.get_text() for tick in ax.get_yticklabels()]
    [line] = [line for line in ax.lines if line.get_label() == status]
    return {
        (reports[int(y)], rules[int(x)])
        for x, y in zip(line.get_xdata(), line.get_ydata(), strict=True)
    }


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [3.3, 7])
def test_it_draws_in_both_languages_and_widths(
    lang: str, width: float, findings: pd.DataFrame, tmp_path: Path
) -> None:
    """A missing glyph is a warning, and warnings are errors; a dollar sign is no formula."""
    before = dict(mpl.rcParams)
    _, ax = plt.subplots(figsize=(width, 3), layout="constrained")
    named = findings.assign(report=findings["report"].replace("修武县人民政府-2023", "$\\x$"))
    assert plot_checks(named, ax=ax, lang=lang) is ax
    ax.figure.savefig(tmp_path / "chart.png")
    assert dict(mpl.rcParams) == before
    assert "$\\x$" in describe(ax)


def test_the_worst_status_is_drawn_and_counted(findings: pd.DataFrame) -> None:
    ax = plot_checks(findings, lang="en")
    assert squares(ax, "fails") == {("淮安市洪泽区人民政府-2023", "R4")}
    assert ("淮安市洪泽区人民政府-2024", "R4") in squares(ax, "holds")
    assert ("宿迁市人民政府-2025", "R1") in squares(ax, "undecided")
    fails = [text.get_text() for text in ax.texts if text.get_color() == "#D55E00"]
    assert fails == ["2"]
    told = describe(ax)
    assert "淮安市洪泽区人民政府-2023: R4 fails (2)" in told
    assert "宿迁市人民政府-2024: holds" in told
    assert "R4 Administrative reconsideration × Total" in told


def test_many_fails_are_counted_not_listed(findings: pd.DataFrame) -> None:
    wrong = findings.assign(status=findings["status"].mask(findings["rule"] == "R3", "fail"))
    count = (wrong["status"] == "fail").sum()
    assert f"{count} in all" in describe(plot_checks(wrong, lang="en"))


def test_what_cannot_be_drawn_is_refused(findings: pd.DataFrame) -> None:
    with pytest.raises(FrameError, match="have an unknown rule"):
        plot_checks(findings.assign(rule="Z9"))
    with pytest.raises(FrameError, match="have an unknown status"):
        plot_checks(findings.assign(status="good"))
    with pytest.raises(FrameError, match="no rows"):
        plot_checks(findings.head(0))
    many = pd.concat([findings.head(1).assign(report=f"某-{n}") for n in range(151)])
    with pytest.raises(FrameError, match="151 reports, more than 150"):
        plot_checks(many)
