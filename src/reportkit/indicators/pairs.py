"""The years of an issuer: which report follows which, and what stands between them."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

Rows = npt.NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Pairs:
    """Reports (rows of a matrix) and the report of the same issuer before them.

    `before` is -1 where it cannot be told; `why` says why the two may not be compared, "" if
    nothing stands between them.
    """

    after: Rows
    before: Rows
    why: npt.NDArray[np.object_]


def pairs(reports: pd.DataFrame) -> Pairs:
    """Pair each report with the last one before it; the first of an issuer stands in no pair."""
    about = pd.DataFrame(
        {"issuer": reports["issuer"].to_numpy(dtype=object), "year": reports["year"].to_numpy()}
    )
    named = about["issuer"].notna() & about["year"].notna()
    twice = named & about.duplicated(keep=False)
    found: dict[int, tuple[int, str]] = dict.fromkeys(
        np.flatnonzero(~named).tolist(), (-1, "issuer or year not known")
    )
    for row in np.flatnonzero(twice).tolist():
        found[row] = (-1, f"several reports of {about['year'].iloc[row]}")
    alone = about[named & ~twice].sort_values(["issuer", "year"])
    rows, issuer = alone.index.to_numpy(dtype=np.intp), alone["issuer"].to_numpy()
    year = alone["year"].to_numpy(dtype=np.intp)
    for place in np.flatnonzero(issuer[1:] == issuer[:-1]).tolist():
        gap = range(int(year[place]) + 1, int(year[place + 1]))
        told = ", ".join(str(missing) for missing in gap)
        found[int(rows[place + 1])] = (int(rows[place]), f"no single report of {told}" * bool(gap))
    after = np.array(sorted(found), dtype=np.intp)
    return Pairs(
        after,
        np.array([found[row][0] for row in after.tolist()], dtype=np.intp),
        np.array([found[row][1] for row in after.tolist()], dtype=object),
    )
