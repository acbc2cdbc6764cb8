"""Who is to blame: the fewest cells whose change would make a report add up."""

from typing import Any

import pandas as pd

from ..codebook import Lang, label_of, union_form
from ..given import Given, frame_of
from ..matrix import NEEDED, Matrix, to_matrix
from .hints import Printed, hints, plausibility
from .solve import MAX_CELLS, Answer, Component, Solution, failing, solve

LOCATED = {
    "report": "str", "component": "Int64", "solution": "Int64", "table": "str", "item": "str",
    "column": "str", "printed": "str", "value": "Float64", "should_be": "Int64",
    "unique": "boolean", "status": "str", "hint": "str", "message_zh": "str", "message_en": "str",
}  # fmt: skip

#: Solutions of the same size beyond this many are not listed.
MAX_SOLUTIONS = 30

NOT_LOCATED = {
    "zh": f"未能定位：要改动的超过 {MAX_CELLS} 格，或搜索已到上限",
    "en": f"not located: more than {MAX_CELLS} cells would change, or the search was cut off",
}


def locate(cells: Given) -> pd.DataFrame:
    """Find, for each report that fails, the fewest cells whose change satisfies every identity.

    The cells named are the smallest sets that, changed to whole numbers ≥ 0, make every identity
    hold that `check` could decide. In a form whose identities are all decided

    - one wrong cell of the requests table is always named, alone: no other stands in the same
      identities;
    - two wrong cells are never explained by one. Another pair explains them only where both err by
      the same amount: side by side in a row or a column with opposite signs, so that their sum
      hides it, or at two corners of a rectangle whose other corners would do as well;
    - a review row is one sum, and any of its five cells whose change leaves no figure below 0 may
      be the wrong one.

    All answers are listed, the one that a slip of the pen explains best first.

    What this cannot know: more cells may be wrong than need be. `unique` says that no other set
    of as few cells would do, not that the report holds no further error. An identity with a cell
    that is blank, a dash, absent or no number is undecided and demands nothing, as in `check`; such
    cells are never named. A negative figure or a fraction in a component that fails is always
    among the cells to change, for counts are whole numbers ≥ 0. A wrong figure of table
    `disclosure` breaks no identity within one report, and is never found here.

    Parameters
    ----------
    cells : DataFrame, Report, Panel or list of Report
        Of one report or of many (see `Report.cells`).

    Returns
    -------
    DataFrame
        A row a cell of a solution, key (report, component, solution, table, item, column); no rows
        when nothing fails. ``component`` (Int64, from 1) counts what is wrong independently: the
        requests table, each row of review. ``solution`` (Int64) is the rank, 1 the best. The cells
        of a solution change together. ``printed`` (str), ``value`` (Float64) and ``should_be``
        (Int64, in the cell's unit). ``unique`` (boolean): there is one solution alone of this
        size, with these values alone. ``status`` (str): "complete" (all of this size are listed),
        "cut" (there may be more), "not located" (more than 6 cells, or too long a search: one row,
        solution 0, with the table alone). ``hint`` (str): a code of how it may have come about, in
        order of plausibility total_not_filled, exchanged, shifted, sign, digits_swapped, scale,
        digit_lost, digit_added, digit_misread, neighbour, no_count, or empty; ``message_zh,
        message_en`` (str).

    Raises
    ------
    FrameError
        `cells` is not a frame of cells: columns are missing, or cells stand twice.

    References
    ----------
    Fellegi, I. P. and Holt, D. (1976). A systematic approach to automatic edit and imputation.
    Journal of the American Statistical Association 71 (353), 17-35.

    Examples
    --------
    >>> from reportkit import example, read_report
    >>> cells = read_report(example("xiuwu-2023")).cells
    >>> wrong = (cells["item"] == "granted") & (cells["column"] == "natural_person")
    >>> found = locate(cells.assign(value=cells["value"].mask(wrong, 70.0)))
    >>> found[["item", "column", "value", "should_be", "unique", "hint"]]
          item          column  value  should_be  unique   hint
    0  granted  natural_person   70.0          7    True  scale
    """
    cells = frame_of(cells, "cells", NEEDED, any_edition=True)
    matrix = to_matrix(cells, any_edition=True)
    found: list[tuple[int, Component, Answer]] = []
    for group in failing(matrix):
        answers = solve(group)
        found += [
            (report, group.component, answer)
            for report, answer in zip(group.reports.tolist(), answers, strict=True)
        ]
    found.sort(key=lambda each: (each[0], each[1].cells[0]))
    rows: list[tuple[Any, ...]] = []
    last, count = -1, 0
    for report, component, answer in found:
        count = count + 1 if report == last else 1
        last = report
        rows += _rows(matrix, report, count, component, answer)
    columns = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in LOCATED]
    named = dict(zip(LOCATED, columns, strict=True))
    named["printed"] = _printed(cells, named["printed"])
    return pd.DataFrame(
        {name: pd.array(named[name], dtype=dtype) for name, dtype in LOCATED.items()}
    )


def _rows(
    matrix: Matrix, report: int, count: int, component: Component, answer: Answer
) -> list[tuple[Any, ...]]:
    """Return the rows of `locate`; for `printed`, where in the frame of cells the cell stands."""
    name = matrix.reports["report"].iloc[report]
    if not answer.solutions:
        table = union_form()[int(component.cells[0])][0]
        told = (NOT_LOCATED["zh"], NOT_LOCATED["en"])
        return [(name, count, 0, table, "", "", -1, None, None, False, answer.status, "", *told)]
    printed = Printed(matrix.values[report], matrix.states[report])
    edition = str(matrix.reports["edition"].iloc[report])
    status = "cut" if len(answer.solutions) > MAX_SOLUTIONS else answer.status
    unique = status == "complete" and len(answer.solutions) == 1
    ranked = sorted(
        ((solution, _account(printed, solution)) for solution in answer.solutions),
        key=lambda pair: (pair[1][1], pair[0]),
    )
    return [
        (name, count, rank, *union_form()[cell], int(matrix.rows[report, cell]),
         float(printed.values[cell]), value, unique, status, code,
         *(_message(cell, float(printed.values[cell]), value, code, lang, edition)
           for lang in ("zh", "en")))
        for rank, (solution, (codes, _)) in enumerate(ranked[:MAX_SOLUTIONS], 1)
        for (cell, value), code in zip(solution, codes, strict=True)
    ]  # fmt: skip


def _account(printed: Printed, solution: Solution) -> tuple[list[str], int]:
    """Return a hint for each cell, and how far-fetched they are together."""
    together = printed.hint_together(solution)
    if together:
        return [together] * len(solution), plausibility([together])
    codes = [printed.hint(cell, value) for cell, value in solution]
    return codes, plausibility(codes)


def _message(cell: int, printed: float, value: int, code: str, lang: Lang, edition: str) -> str:
    table, item, column = union_form()[cell]
    row, head = (label_of("item", table, item, lang, edition),
                 label_of("column", table, column, lang, edition))  # fmt: skip
    hint = hints()[code][f"label_{lang}"] if code else ""
    if lang == "zh":
        return f"「{row}」×「{head}」 {printed:.15g} → {value}" + (f"：{hint}" if hint else "")
    return f"{row} × {head} {printed:.15g} → {value}" + (f": {hint}" if hint else "")


def _printed(cells: pd.DataFrame, places: list[int]) -> list[str]:
    """Return what was printed in the cells of these places, where `cells` has kept it."""
    if "printed" not in cells:
        return [""] * len(places)
    texts = cells["printed"].array[places] if places else []
    return [
        "" if place < 0 or pd.isna(text) else text
        for place, text in zip(places, texts, strict=True)
    ]
