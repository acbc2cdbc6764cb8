"""Who published, and when: of any panel, by the rules of article 49."""

from collections.abc import Iterator

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib import pyplot as plt
from matplotlib.colors import to_rgba

from reportkit import FrameError, Panel, describe, example_panel, plot_coverage
from reportkit.bodies import deadline_of, kind_of
from reportkit.panel import COVERAGE, STATUSES
from reportkit.panel.frames import FRAMES, empty, unread_frame


@pytest.fixture(autouse=True)
def close() -> Iterator[None]:
    yield
    plt.close("all")


def a_panel(*reports: tuple[str | None, int | None, str | None], unread: tuple[str, ...] = ()):
    rows = [
        (f"{issuer}-{year} ({place})", issuer, None, year, "2021", None, published, f"{place}.txt", None)
        for place, (issuer, year, published) in enumerate(reports)
    ]  # fmt: skip
    frame = pd.DataFrame(rows, columns=list(FRAMES["reports"])).astype(FRAMES["reports"])
    frames = {name: empty(name) for name in ("cells", "narrative", "notes")}
    told = unread_frame([(name, "ReadError", "damaged") for name in unread])
    return Panel(reports=frame, **frames, unread=told)


def status(panel: Panel, **kwargs: object) -> list[tuple[object, object, str]]:
    table = panel.coverage(**kwargs)
    assert table.dtypes.astype(str).to_dict() == COVERAGE
    assert set(table["status"]) <= set(STATUSES)
    missing = table[["issuer", "year"]].astype(object).where(lambda x: x.notna(), None)
    return [
        (*key, status)
        for key, status in zip(
            missing.itertuples(index=False, name=None), table["status"], strict=True
        )
    ]


@pytest.mark.parametrize(
    ("issuer", "published", "expected"),
    [
        ("甲县人民政府", "2024-03-31", "on_time"),
        ("甲县人民政府", "2024-04-01", "late"),
        ("甲县教育局", "2024-01-31", "on_time"),
        ("甲县教育局", "2024-02-01", "late"),
        ("甲县人民政府", None, "date_unknown"),
        ("甲镇人民政府", "2024-01-01", "deadline_unknown"),
        ("甲街道办事处", None, "deadline_unknown"),
        ("某大学", "2024-01-01", "deadline_unknown"),
    ],
)
def test_status_by_deadline(issuer: str, published: str | None, expected: str) -> None:
    assert status(a_panel((issuer, 2023, published))) == [(issuer, 2023, expected)]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("江苏省人民政府", "government"), ("神农架林区人民政府", "government"),
        ("大兴安岭地区行政公署", "government"), ("内蒙古自治区人民政府", "government"),
        ("上海市人民政府办公厅", "department"), ("国家知识产权局", "department"),
        ("海南省卫生健康委员会", "department"), ("一面坡镇人民政府", "township"),
        ("一面坡镇人民政府办公室", "township"), ("某民族乡人民政府", "township"),
        ("苏州工业园区管理委员会", "agency"), ("某村村民委员会", "unknown"), ("某公司", "unknown"),
        ("", "unknown"), (None, "unknown"),
    ],
)  # fmt: skip
def test_the_kind_of_a_body_is_told_by_its_name(name: str | None, kind: str) -> None:
    assert kind_of(name) == kind


def test_years_before_the_rule_have_no_deadline() -> None:
    assert deadline_of("government", 2018) is None
    assert deadline_of("government", 2019) == pd.Timestamp("2020-03-31")
    assert deadline_of("department", None) is None


def test_every_issuer_has_a_row_for_every_year() -> None:
    panel = a_panel(("甲县人民政府", 2021, "2022-03-01"), ("乙县人民政府", 2023, None))
    assert status(panel) == [
        ("甲县人民政府", 2021, "on_time"), ("甲县人民政府", 2022, "missing"),
        ("甲县人民政府", 2023, "missing"), ("乙县人民政府", 2021, "missing"),
        ("乙县人民政府", 2022, "missing"), ("乙县人民政府", 2023, "date_unknown"),
    ]  # fmt: skip
    assert panel.missing()[["issuer", "year"]].to_numpy().tolist() == [
        ["甲县人民政府", 2022], ["甲县人民政府", 2023],
        ["乙县人民政府", 2021], ["乙县人民政府", 2022],
    ]  # fmt: skip
    assert len(panel.coverage(years=range(2021, 2024))) == 6
    assert panel.coverage().loc[2, "deadline"] == pd.Timestamp("2024-03-31")


def test_one_year_may_be_asked_for_and_a_text_is_none() -> None:
    panel = example_panel()
    assert panel.coverage(years=2023).equals(panel.coverage(years=[2023]))
    assert panel.missing(years=2024)["year"].unique().tolist() == [2024]
    for wrong in ("2023", ["2023"], 2023.5, [2023, None]):
        with pytest.raises(FrameError, match=r"years: .* is no year; hand over numbers"):
            panel.coverage(years=wrong)  # type: ignore[arg-type]


def test_unreadable_files_fill_a_gap_by_their_name_alone() -> None:
    panel = a_panel(
        ("淮安市洪泽区人民政府", 2022, None), ("甲县人民政府", 2023, None),
        unread=(
            "2024-01-20 淮安市洪泽区人民政府2023年年报.pdf",  # the year that is called one
            "甲县人民政府/2022.pdf",
            "甲县人民政府2023.pdf",  # was read from another file
            "甲县人民政府2019.pdf",  # no year of the panel
            "丙县人民政府2023.pdf",  # no issuer of the panel
            "甲县人民政府 淮安市洪泽区人民政府2023.pdf",
            "scan.pdf",
        ),
    )  # fmt: skip
    table = panel.coverage()
    filled = table[table["issuer"].notna() & (table["status"] == "unreadable")]
    assert filled[["issuer", "year", "source_file"]].to_numpy().tolist() == [
        ["淮安市洪泽区人民政府", 2023, panel.unread["source_file"][0]],
        ["甲县人民政府", 2022, panel.unread["source_file"][1]],
    ]
    rest = table[table["issuer"].isna()]
    assert rest["source_file"].tolist() == panel.unread["source_file"].tolist()[2:]
    assert rest["year"].isna().all()
    assert panel.missing().empty


def test_a_report_that_does_not_tell_its_issuer_or_year_is_listed_last() -> None:
    panel = a_panel((None, 2023, None), ("甲县人民政府", None, None), ("甲县人民政府", 2023, None))
    assert status(panel) == [
        ("甲县人民政府", 2023, "date_unknown"), (None, 2023, "deadline_unknown"),
        ("甲县人民政府", None, "deadline_unknown"),
    ]  # fmt: skip


def test_of_two_reports_of_a_year_the_first_published_stands() -> None:
    dates = (None, "2024-05-01", "2024-02-01")
    table = a_panel(*(("甲县人民政府", 2023, date) for date in dates)).coverage()
    assert table[["status", "source_file"]].to_numpy().tolist() == [["on_time", "2.txt"]]


# --- the chart ------------------------------------------------------------------------------------


@pytest.fixture
def every_status() -> pd.DataFrame:
    """All statuses, a year each, of two issuers; and a file whose issuer is not known."""
    rows = [
        (issuer, None, 2020 + place, status)
        for issuer in ("甲$县$人民政府", "乙县人民政府")
        for place, status in enumerate(STATUSES)
    ]
    frame = pd.DataFrame(rows, columns=["issuer", "region", "year", "status"])
    return pd.concat([frame, frame.head(1).assign(issuer=None, year=None)], ignore_index=True)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [3.3, 7])
def test_every_mark_stands_at_its_issuer_and_year(
    every_status: pd.DataFrame, lang: str, width: float, tmp_path
) -> None:
    before = dict(mpl.rcParams)
    _, ax = plt.subplots(figsize=(width, 3), layout="constrained")
    assert plot_coverage(every_status, ax=ax, lang=lang) is ax
    ax.figure.savefig(tmp_path / "chart.png")
    assert dict(mpl.rcParams) == before
    issuers = [label.get_text() for label in ax.get_yticklabels()]
    years = [int(label.get_text()) for label in ax.get_xticklabels()]
    assert issuers == ["甲$县$人民政府", "乙县人民政府"]
    drawn = {
        (issuers[round(y)], years[round(x)]): line.get_label()
        for line in ax.lines
        for x, y in zip(line.get_xdata(), line.get_ydata(), strict=True)
    }
    assert len(drawn) == 12
    assert [drawn["乙县人民政府", year] for year in years] == [
        line.get_label() for line in ax.lines
    ]
    title = ax._left_title.get_window_extent()
    names = [text.get_window_extent() for text in ax.get_legend().get_texts()]
    assert len(names) == len(STATUSES)
    assert not any(title.overlaps(name) for name in names)
    assert title.x1 <= ax.figure.bbox.x1


def test_statuses_differ_by_shape_and_not_by_colour_alone(every_status: pd.DataFrame) -> None:
    ax = plot_coverage(every_status)
    shapes = {
        (line.get_marker(), to_rgba(line.get_markerfacecolor()) == to_rgba("white"))
        for line in ax.lines
    }
    assert len(shapes) == len(STATUSES)


def test_the_chart_in_words_tells_each_issuer(every_status: pd.DataFrame) -> None:
    told = describe(plot_coverage(every_status, lang="en"))
    assert "乙县人民政府 2020 on time; 2021 late; 2022 published, date not known" in told
    assert "2025 not in hand" in told
    assert "Files or reports not shown, their issuer or year not known: 1" in told


def test_the_chart_refuses_what_it_cannot_draw(every_status: pd.DataFrame) -> None:
    for frame, message in (
        (every_status.head(0), "no rows"),
        (every_status.tail(1), "no rows"),
        (every_status.drop(columns="status"), "lacks the column status"),
        (every_status.assign(status="gone"), "an unknown status"),
        (pd.concat([every_status] * 2), "an issuer and year twice"),
        (pd.DataFrame({"issuer": map(str, range(151)), "year": 2023, "status": "late"}), "151"),
    ):
        with pytest.raises(FrameError, match=message):
            plot_coverage(frame)


def test_the_bundled_panel_is_drawn() -> None:
    ax = plot_coverage(example_panel().coverage())
    assert len(ax.get_yticklabels()) == 4
    assert sum(len(line.get_xdata()) for line in ax.lines) == 4 * 7
