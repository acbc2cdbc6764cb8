"""A body among its peers: how far chance alone would go, and where the body may stand."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..errors import FrameError
from ..given import Given, frame_of
from ..matrix import to_matrix
from .book import book
from .families import COMPARABLE, Family, family_of, fit
from .intervals import CONFIDENCE, Floats
from .values import INDICATORS, measure, to_frame

COMPARED = {
    "report": "str", "issuer": "str", "year": "Int64", "edition": "str", "group": "str",
    "indicator": "str", "value": "Float64", "numerator": "Float64", "denominator": "Float64",
    "unit": "str", "peers": "Int64", "centre": "Float64", "low_95": "Float64",
    "high_95": "Float64", "low_998": "Float64", "high_998": "Float64", "outside": "str",
    "shrunken": "Float64", "shrunken_low": "Float64", "shrunken_high": "Float64",
    "spread": "Float64", "percentile": "Float64", "rank": "Float64", "rank_low": "Float64",
    "rank_high": "Float64", "blanks": "str", "note": "str",
}  # fmt: skip

#: Below so many bodies how far they differ cannot be told, and none is ranked.
MIN_PEERS = 5
#: The limits of a funnel, two- and three-sigma in other words (Spiegelhalter 2005).
LIMITS = {"95": 0.95, "998": 0.998}
#: Draws of all true values, from which ranks are read; the seed makes them the same every time.
DRAWS, SEED = 2000, 0
#: Numbers that are drawn at once.
_BATCH = 2_000_000


def compare(
    cells: Given,
    *,
    codes: Sequence[str] | None = None,
    peers: pd.DataFrame | None = None,
    blank_as_zero: bool = False,
) -> pd.DataFrame:
    """Hold the shares and rates of each body against those of its peers of the same year.

    There is no bare ranking: 8 of 8 tops a list by chance, and so does 1 case beside 3 requests. A
    value within the funnel is what a body with the peers' overall share or rate and so many
    requests would show by chance. Shrunken values weigh a body's own count against what peers show
    (empirical Bayes), and a rank comes with the interval in which it lies; often that is most of
    the list. What bodies are asked differs: to be out of line is a question, and no verdict. Cases
    come in bundles, and many contest last year's answers: of rates, more lie outside by that alone.
    See `indicators` for what chance means on a full count.

    Parameters
    ----------
    cells : DataFrame, Report, Panel or list of Report
        Of many bodies.
    codes : sequence of str, optional
        Shares and rates per 100 of `indicator_codebook` to compare; all if left out.
    peers : DataFrame, optional
        ``issuer, group``: bodies are held against those of their group alone (counties with
        counties). Issuers that it does not name are left out of all groups, and said to be.
    blank_as_zero : bool
        As for `indicators`.

    Returns
    -------
    DataFrame
        Key (report, indicator), in the order of `cells`: ``report, issuer, year, edition, group,
        indicator, value, numerator, denominator, unit`` (see `indicators`; all values here are in
        that unit, from 0 to 1 or per 100); ``peers`` (how many of the year, edition and group have
        the value, this one with them), ``centre`` (that of all their counts together),
        ``low_95, high_95, low_998, high_998`` (quantiles at that centre and this denominator: of
        the binomial for shares, of the Poisson for rates), ``outside`` ("", "below 95", "above 95",
        "below 99.8", "above 99.8"); ``shrunken, shrunken_low, shrunken_high`` (mean and 95%
        interval of the true value, given count and peers, by the beta-binomial or the
        gamma-Poisson; their spread is taken as known, so with few peers it is too narrow),
        ``spread`` (standard deviation of the peers' true values: where it is large, bodies differ
        by more than chance, and many large ones lie outside of the funnel), ``percentile`` (0 to
        100, of the mean rank; higher is a higher value), ``rank, rank_low, rank_high`` (1 is the
        highest value, be that good or bad; median and 95% interval), ``blanks, note``. With fewer
        than `MIN_PEERS` peers nothing is shrunken or ranked. A body with several reports of the
        year, or none known, is held against nobody.

    Raises
    ------
    FrameError
        A frame lacks columns, a cell stands twice, a body has two groups, or a code is neither
        share nor rate.

    References
    ----------
    D. J. Spiegelhalter (2005), Funnel plots for comparing institutional performance, Statistics in
    Medicine 24, 1185-1202. H. Goldstein and D. J. Spiegelhalter (1996), League tables and their
    limitations, Journal of the Royal Statistical Society A 159, 385-443. D. Clayton and J. Kaldor
    (1987), Empirical Bayes estimates of age-standardized relative risks for use in disease mapping,
    Biometrics 43, 671-681.

    Examples
    --------
    >>> from reportkit import example_panel
    >>> table = compare(example_panel().cells, codes=["share_disclosed"])
    >>> table.query("year == 2023")[["issuer", "value", "centre", "low_998", "high_998", "outside"]
    ...     ].round(2)
           issuer  value  centre  low_998  high_998   outside
    0     宿迁市人民政府   0.44    0.44     0.41      0.46
    3  淮安市洪泽区人民政府   0.19    0.44     0.14      0.76  below 95
    6     修武县人民政府    1.0    0.44      0.0       1.0  above 95
    """
    divided = [about.code for about in book() if about.unit in COMPARABLE]
    chosen = set(divided if codes is None else codes)
    if not chosen or chosen - set(divided):
        raise FrameError(
            f"{', '.join(sorted(chosen - set(divided))) or 'codes'}: no shares or rates; choose "
            f"from indicator_codebook().query('unit in {list(COMPARABLE)}')"
        )
    matrix = to_matrix(cells)
    kept = [one for one in measure(matrix, blank_as_zero=blank_as_zero) if one.about.code in chosen]
    table = to_frame(matrix, kept)[[n for n in INDICATORS if n in COMPARED]]
    table = _grouped(table, peers)
    standing = _standing(table)
    table["note"] = _joined(table["note"], standing)
    known = table["value"].notna() & (standing == "")
    # In an order of their own: what is drawn for a body does not depend on where it stands.
    ordered = table[known].sort_values("report", kind="stable")
    blocks = [
        _against(block) for _, block in ordered.groupby(["year", "edition", "group", "indicator"])
    ]
    found = pd.concat([block for block in blocks if len(block)]) if blocks else None
    added = [name for name in COMPARED if name not in table]
    table = table.join(found[added] if found is not None else pd.DataFrame(columns=added))
    few = (table["peers"] < MIN_PEERS).fillna(False)
    table["note"] = _joined(table["note"], np.where(few, f"fewer than {MIN_PEERS} peers", ""))
    return table.assign(outside=table["outside"].fillna(""))[list(COMPARED)].astype(COMPARED)


def _grouped(table: pd.DataFrame, peers: pd.DataFrame | None) -> pd.DataFrame:
    if peers is None:
        return table.assign(group="all")
    peers = frame_of(peers, "peers", ["issuer", "group"])
    groups = peers[["issuer", "group"]].drop_duplicates()
    twice = groups.loc[groups["issuer"].duplicated(), "issuer"]
    if len(twice):
        raise FrameError(f"peers puts {', '.join(map(str, twice.head()))} into several groups")
    return table.assign(group=table["issuer"].map(groups.set_index("issuer")["group"]))


def _standing(table: pd.DataFrame) -> npt.NDArray[np.object_]:
    """Say why a body has no peers, "" where it may have some."""
    twice = table.duplicated(["issuer", "year", "indicator"], keep=False)
    unknown = table["issuer"].isna() | table["year"].isna()
    return np.select(
        [unknown, twice, table["group"].isna()],
        ["issuer or year not known", "several reports of the year", "in no group of peers"],
        default="",
    ).astype(object)


def _joined(note: pd.Series, more: npt.NDArray[np.object_]) -> list[str]:
    return ["; ".join(filter(None, both)) for both in zip(note, more, strict=True)]


def _against(block: pd.DataFrame) -> pd.DataFrame:
    """Compare the bodies of one year with one another in one share or rate."""
    family = family_of(block["unit"].iloc[0])
    part, whole = (block[name].to_numpy(dtype=np.float64) for name in ("numerator", "denominator"))
    centre = part.sum() / whole.sum()
    found = block.assign(peers=len(block), centre=family.per * centre, outside="")
    for name, (low, high) in _by_chance(family, whole, centre).items():
        found[f"low_{name}"], found[f"high_{name}"] = (
            family.per * count / whole for count in (low, high)
        )
        words = {"998": "99.8"}.get(name, name)
        found.loc[part < low, "outside"] = f"below {words}"
        found.loc[part > high, "outside"] = f"above {words}"
    names = ["shrunken", "shrunken_low", "shrunken_high", "spread", "percentile", "rank",
             "rank_low", "rank_high"]  # fmt: skip
    if len(block) < MIN_PEERS:
        return found.assign(**dict.fromkeys(names, np.nan))
    return found.assign(**dict(zip(names, _shrink(family, part, whole), strict=True)))


def funnel_limits(unit: str, centre: float, denominators: Floats) -> pd.DataFrame:
    """Return the limits of a funnel at any denominators, as `compare` has them at the bodies' own.

    Parameters
    ----------
    unit : {"share", "per 100"}
        Of the values.
    centre : float
        The peers' value, in that unit.
    denominators : array of float
        Counts above 0.

    Returns
    -------
    DataFrame
        A row a denominator: ``denominator``, and ``low_95, high_95, low_998, high_998`` in the
        unit; all float64.

    Examples
    --------
    >>> funnel_limits("share", 0.5, np.array([4.0, 100.0]))
       denominator  low_95  high_95  low_998  high_998
    0          4.0     0.0      1.0     0.00      1.00
    1        100.0     0.4      0.6     0.35      0.65
    """
    family = family_of(unit)
    limits = {"denominator": denominators}
    for name, both in _by_chance(family, denominators, centre / family.per).items():
        for side, count in zip(("low", "high"), both, strict=True):
            limits[f"{side}_{name}"] = family.per * count / denominators
    return pd.DataFrame(limits)


def _by_chance(family: Family, whole: Floats, centre: float) -> dict[str, tuple[Floats, Floats]]:
    """Return by level the fewest and the most that chance alone would count."""
    chance = family.chance(whole, centre)
    return {
        name: (chance.ppf(_tails(level)[0]), chance.ppf(_tails(level)[1]))
        for name, level in LIMITS.items()
    }


def _tails(level: float) -> tuple[float, float]:
    return (1 - level) / 2, (1 + level) / 2


def _shrink(family: Family, part: Floats, whole: Floats) -> tuple[Floats | float, ...]:
    """Return the true values and ranks that counts and peers speak for."""
    a, b = fit(family, part, whole)
    truth = family.truth(a, b, part, whole)
    low, high = (truth.ppf(tail) for tail in _tails(CONFIDENCE))
    values = (truth.mean(), low, high, family.truth(a, b, 0, 0).std())
    return *(family.per * value for value in values), *_ranks(truth, len(part))


def _ranks(truth: Any, count: int) -> tuple[Floats, Floats, Floats, Floats]:
    """Return percentile, rank and its interval, from draws of all true values at once."""
    rng = np.random.default_rng(SEED)
    ranks = np.empty((DRAWS, count), dtype=np.int32)
    step = max(1, _BATCH // count)
    for start in range(0, DRAWS, step):
        size = min(step, DRAWS - start), count
        drawn = truth.rvs(size, random_state=rng)
        # Where most bodies have no case many draws are 0: lots decide which of them comes first.
        for end, away in zip(truth.support(), (-1, 1), strict=True):
            tied = drawn == end
            drawn[tied] += away * rng.random(tied.sum())
        ranks[start : start + step] = count - drawn.argsort(axis=1).argsort(axis=1)
    low, middle, high = np.quantile(
        ranks, [_tails(CONFIDENCE)[0], 0.5, _tails(CONFIDENCE)[1]], axis=0, method="inverted_cdf"
    )
    percentile = 100 * (count - ranks.mean(axis=0) + 0.5) / count
    return percentile, middle, low, high
