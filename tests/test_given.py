"""What public functions are handed by mistake: it works where it is plain, or is said in a line."""

import inspect
from io import StringIO
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
import pytest

import reportkit
from reportkit import FrameError, Report, ReportkitError
from reportkit.given import frame_of

PANEL = reportkit.example_panel()
#: What a mistaken reader may hand over; a report and a panel are handed over besides.
WRONG: dict[str, Any] = {
    "None": None, "path": "text.html", "bytes": b"text", "number": 7, "nothing": [], "dict": {},
    "empty frame": pd.DataFrame(), "another frame": pd.DataFrame({"text": ["a"]}),
    "row": pd.Series({"report": "a-2023"}), "paths": ["a.txt", "b.txt"],
}  # fmt: skip
FUNCTIONS = [
    name for name in reportkit.__all__
    if inspect.isroutine(one := getattr(reportkit, name)) and inspect.signature(one).parameters
]  # fmt: skip
#: The frame of a report that a function asks for is its first parameter.
TAKES_A_REPORT = [
    name for name in FUNCTIONS
    if next(iter(inspect.signature(getattr(reportkit, name)).parameters))
    in ("cells", "narrative", "panel")
]  # fmt: skip


def call(name: str, first: Any, report: Report) -> Any:
    """Call a public function with its first argument, and what else it cannot do without."""
    function = getattr(reportkit, name)
    rest = {"explain": [report], "theme_counts": [PANEL], "shared_passages": [report.id],
            "side_by_side": [report]}  # fmt: skip
    try:
        return function(first, *rest.get(name, []))
    finally:
        plt.close("all")


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("wrong", [*WRONG, "report", "panel"])
def test_no_mistake_ends_in_an_error_of_python_inside(name: str, wrong: str, xiuwu: Report) -> None:
    given = {**WRONG, "report": xiuwu, "panel": PANEL}[wrong]
    error = refused(name, given, xiuwu)
    if error is not None and not isinstance(error, ReportkitError):
        # Texts, paths and names are no frames: Python's own words do.
        assert name not in TAKES_A_REPORT
        assert not name.startswith(("plot_", "table_"))
        assert str(error)


def refused(name: str, given: Any, report: Report) -> Exception | None:
    """Return how a function refuses what it is handed: by an error that speaks of the argument."""
    try:
        call(name, given, report)
    except (ReportkitError, TypeError, ValueError) as error:
        return error
    return None


def test_most_functions_ask_for_a_frame_of_a_report() -> None:
    assert {"check", "locate", "indicators", "change", "flow", "problems", "reuse", "follow_up",
            "plot_disclosure", "table_review"} <= set(TAKES_A_REPORT)  # fmt: skip


@pytest.mark.parametrize("name", TAKES_A_REPORT)
@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_frame_is_named_with_what_to_hand_over(
    name: str, wrong: str, xiuwu: Report
) -> None:
    with pytest.raises(FrameError, match=r"hand over (report\.|panel\.)\w+"):
        call(name, WRONG[wrong], xiuwu)


@pytest.mark.parametrize("name", TAKES_A_REPORT)
def test_a_report_stands_for_the_frame_that_it_holds(name: str, xiuwu: Report) -> None:
    parameter = next(iter(inspect.signature(getattr(reportkit, name)).parameters))
    own = call(name, xiuwu, xiuwu)
    told = call(name, [xiuwu], xiuwu)
    if parameter != "panel":  # a narrative alone does not tell whose it is
        frame = call(name, getattr(xiuwu, parameter), xiuwu)
        assert type(own) is type(frame)
        if isinstance(own, pd.DataFrame):
            pd.testing.assert_frame_equal(own, frame)
    if isinstance(own, pd.DataFrame):
        pd.testing.assert_frame_equal(own, told)


def test_several_reports_are_one_frame(xiuwu: Report) -> None:
    ids = PANEL.reports["report"].head(2)
    both = [PANEL.report(one) for one in ids]
    cells = PANEL.cells[PANEL.cells["report"].isin(ids)].reset_index(drop=True)
    pd.testing.assert_frame_equal(reportkit.change(both), reportkit.change(cells))
    with pytest.raises(FrameError, match="修武县人民政府-2023 is handed over twice"):
        reportkit.follow_up([xiuwu, xiuwu])


@pytest.mark.parametrize("name", [name for name in FUNCTIONS if name.startswith("plot_")])
def test_a_chart_says_what_makes_its_frame(name: str, xiuwu: Report) -> None:
    if name == "plot_disclosure":
        pytest.skip("it draws the cells themselves")
    for given in (xiuwu, PANEL, pd.DataFrame({"text": ["a"]})):
        with pytest.raises(FrameError, match=r"hand over what reportkit\.\w+(\.\w+)?\("):
            call(name, given, xiuwu)


def test_a_chart_says_that_it_takes_one_axes(xiuwu: Report) -> None:
    axs = plt.subplots(1, 2)[1]
    draw = {
        "plot_disclosure": xiuwu,
        "plot_flow": reportkit.flow(xiuwu),
        "plot_problems": reportkit.problems(xiuwu),
    }
    for name, frame in draw.items():
        with pytest.raises(FrameError, match=r"ax is a ndarray; .*ax=axs\.flat\[0\]"):
            getattr(reportkit, name)(frame, ax=axs)
    plt.close("all")


def test_what_was_read_already_is_not_read_again(xiuwu: Report) -> None:
    for source in (xiuwu, None, ["a.txt"]):
        with pytest.raises(TypeError, match="name one file, or hand over its content"):
            reportkit.read_report(source)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"source holds a Report; name a file, .*need no reading"):
        reportkit.read_reports([xiuwu, xiuwu])  # type: ignore[list-item]
    with pytest.raises(TypeError, match="source is None; name a file"):
        reportkit.read_reports(None)  # type: ignore[arg-type]


def test_reports_that_are_compared_are_named_by_their_ids(xiuwu: Report) -> None:
    for ids in ((xiuwu,), (xiuwu.id, xiuwu), (None,), (3,)):
        with pytest.raises(FrameError, match=r"the id of a report .*first\.id, second\.id\)"):
            reportkit.shared_passages(xiuwu, *ids)  # type: ignore[arg-type]


def test_the_words_of_the_refusal() -> None:
    with pytest.raises(FrameError) as told:
        reportkit.problems("text.html")  # type: ignore[arg-type]
    assert str(told.value) == (
        "narrative is 'text.html' (str), no frame; hand over report.narrative or panel.narrative, "
        "or the Report or Panel that reportkit.read_report or read_reports returns"
    )
    with pytest.raises(FrameError, match=r"report_a is 'a.txt' .*hand over a Report"):
        reportkit.side_by_side("a.txt", "b.txt")  # type: ignore[arg-type]
    with pytest.raises(FrameError, match=r"findings is a Report.*reportkit\.check\(cells\)"):
        reportkit.failures(PANEL.report("修武县人民政府-2023"))  # type: ignore[arg-type]
    with pytest.raises(FrameError, match="stated lacks the columns report, value"):
        reportkit.check(PANEL, stated=pd.DataFrame({"text": ["a"]}))


def test_the_frame_itself_is_handed_on_as_it_is(xiuwu: Report) -> None:
    assert frame_of(xiuwu.cells, "cells") is xiuwu.cells
    assert frame_of(xiuwu, "cells") is xiuwu.cells


def read_back(frame: pd.DataFrame, **options: Any) -> pd.DataFrame:
    return pd.read_csv(StringIO(frame.to_csv(index=False)), **options)


def shown(made: Any) -> Any:
    """Return what can be compared of a result: a frame, a chart's texts, a table's page."""
    if isinstance(made, pd.DataFrame):
        return made
    return [text.get_text() for text in made.texts] if hasattr(made, "texts") else (
        made._repr_html_()
    )  # fmt: skip


@pytest.mark.parametrize("options", [{}, {"dtype": str}], ids=["plain", "as text"])
@pytest.mark.parametrize("name", TAKES_A_REPORT)
def test_a_frame_that_was_kept_as_csv_says_the_same(
    name: str, options: dict[str, Any], xiuwu: Report
) -> None:
    parameter = next(iter(inspect.signature(getattr(reportkit, name)).parameters))
    one = name.startswith(("table_", "plot_"))  # these draw a single report
    held = "narrative" if parameter == "panel" else parameter
    frame = getattr(xiuwu if one or held == "narrative" else PANEL, held)
    back = read_back(frame, **options)
    if parameter == "panel":
        function = getattr(reportkit, name)
        rest = [xiuwu.id] if name == "shared_passages" else []
        about = read_back(xiuwu.reports, **options)
        then, now = function(xiuwu, *rest), function(back, *rest, reports=about)
    else:
        then, now = call(name, frame, xiuwu), call(name, back, xiuwu)
    if isinstance(then, pd.DataFrame):
        assert len(then) or parameter == "panel" or name == "passages"
        pd.testing.assert_frame_equal(then, now)
    else:
        assert shown(then) == shown(now)


def test_all_frames_of_a_panel_may_come_from_csv() -> None:
    checked = [
        reportkit.check(cells, reports=reports, narrative=narrative)
        for cells, reports, narrative in (
            (PANEL.cells, PANEL.reports, PANEL.narrative),
            tuple(read_back(getattr(PANEL, n)) for n in ("cells", "reports", "narrative")),
        )
    ]
    assert len(checked[0].query("rule == 'X2' and status == 'pass'"))
    pd.testing.assert_frame_equal(*checked)


@pytest.mark.parametrize("edition", [2021, 2021.0, "2021", "2021.0", " 2021"])
def test_an_edition_may_be_a_number(edition: Any, xiuwu: Report) -> None:
    told = reportkit.indicators(xiuwu.cells.assign(edition=edition))
    pd.testing.assert_frame_equal(told, reportkit.indicators(xiuwu))


@pytest.mark.parametrize(
    ("frame", "column", "value", "told"),
    [
        ("cells", "edition", "2022", r"is '2022', as in 199 more rows: no edition of the form \("),
        ("cells", "edition", 2020, "is 2020, as .*those are 2019 and 2021"),
        ("cells", "edition", None, "is missing, as in 199 more rows"),
        ("cells", "year", "2023年", "is '2023年', as .*no whole number; hand over report.cells"),
        ("cells", "value", "1,204", "is '1,204', as .*: no number"),
        ("narrative", "section", "五", "is '五', as .*no whole number"),
        ("reports", "year", 2023.5, "is 2023.5: no whole number"),
    ],
)
def test_what_is_no_edition_or_number_is_named(
    frame: str, column: str, value: Any, told: str, xiuwu: Report
) -> None:
    wrong = getattr(xiuwu, frame).assign(**{column: value})
    with pytest.raises(FrameError, match=f"{frame}: {column} of {xiuwu.id} {told}"):
        frame_of(wrong, frame)


def test_one_text_is_no_list_of_characters() -> None:
    text = "依申请公开办理不够规范"
    assert reportkit.themes(text).equals(reportkit.themes([text]))
    assert reportkit.match_labels("其他").equals(reportkit.match_labels(["其他"]))
