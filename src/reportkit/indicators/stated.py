"""Figures that stand in no table: what the prose states of itself."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..codebook import unit_scale
from ..given import frame_of
from ..matrix import Matrix
from .intervals import Floats


def said(
    item: str, unit: str, matrix: Matrix, stated: pd.DataFrame
) -> tuple[Floats, npt.NDArray[np.object_]]:
    """Return what each report states of an item, in `unit`; NaN, and why, where it is not told."""
    needed = ["report", "value", "item"]
    stated = frame_of(stated, "stated", needed, by="stated_figures(report)")
    own = stated[(stated["item"] == item) & stated["value"].notna()]
    if "table" in own:
        own = own[own["table"].isna() | (own["table"] == "")]
    row = pd.Index(matrix.reports["report"]).get_indexer(own["report"])
    claims: dict[int, list[tuple[float, bool]]] = {}
    for place, claim in zip(row.tolist(), own.to_dict("records"), strict=True):
        if place >= 0:
            rounded = claim.get("approximate", False)
            claims.setdefault(place, []).append(
                (_in_unit(claim, unit), bool(rounded) if pd.notna(rounded) else False)
            )
    value = np.full(len(matrix.reports), np.nan)
    note = np.full(len(matrix.reports), "not stated", dtype=object)
    for place, figures in claims.items():
        every = sorted({figure for figure, _ in figures})
        if np.isnan(every).any():
            note[place] = f"stated in another unit than {unit}"
        elif len(every) > 1:
            note[place] = f"stated as {', '.join(f'{figure:.15g}' for figure in every)}"
        else:
            value[place] = every[0]
            note[place] = "approximate" if any(rounded for _, rounded in figures) else ""
    return value, note


def _in_unit(claim: dict[str, object], unit: str) -> float:
    """Return a figure in the unit of its indicator: 1.2万条 is 12,000; money is no count."""
    named = claim.get("unit")
    kind, scale = ("", 1.0) if not named or pd.isna(named) else unit_scale(str(named)) or ("?", 1.0)
    if kind and (kind == "?" or (kind == "元") != (unit == "元")):
        return np.nan
    return round(float(str(claim["value"])) * scale, 6)
