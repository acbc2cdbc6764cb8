"""Reuse of text: what a section shares with other years, other issuers, and the form itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from ..given import PROSE, Given, need_kind, prose_of
from .candidates import candidates, verify
from .masked import PHRASE, Masked, fixed_wording, mask, names_of
from .shingles import Places, align

REUSE = {
    "report": "str", "issuer": "str", "year": "Int64", "section": "Int64", "other": "str",
    "other_section": "Int64", "kind": "str", "share": "Float64", "other_share": "Float64",
    "similarity": "Float64", "reused": "Int64", "characters": "Int64", "note": "str",
}  # fmt: skip
PASSAGES = {
    "report": "str", "section": "Int64", "order": "Int64", "start": "Int64", "end": "Int64",
    "text": "str", "source": "str", "other": "str", "other_section": "Int64",
    "other_order": "Int64", "other_start": "Int64", "other_end": "Int64", "other_text": "str",
    "other_source": "str", "characters": "Int64",
}  # fmt: skip
REUSE_KINDS = ("own_year", "other_issuer", "unknown", "form")
#: Pairs of which neither section is found in the other to this share are left out.
LEAST = 0.2
#: Sections with fewer masked characters are not compared: 未收取信息处理费 is no copy.
SHORTEST = 40
TOO_SHORT = f"fewer than {SHORTEST} characters: not compared"
_ABOUT = ("report", "issuer", "year")
#: What names the reports that `shared_passages` compares.
_IDS = "the id of a report that panel holds: shared_passages([first, second], first.id, second.id)"


@dataclass(frozen=True, slots=True)
class _Section:
    """A section of a report, masked; paragraphs as (order, source, start, end) in `printed`."""

    report: str
    number: int
    printed: str
    paragraphs: list[tuple[int, Any, int, int]]
    masked: Masked

    @property
    def text(self) -> str:
        """What is compared; nothing of a section that is too short."""
        return self.masked.text if len(self.masked.text) >= SHORTEST else ""

    def without_places(self) -> _Section:
        """Return what is compared alone: places take eight times the memory of the text."""
        nowhere = np.empty(0, dtype=np.int64)
        masked = Masked(self.masked.text, nowhere, nowhere, self.masked.fixed)
        return _Section(self.report, self.number, "", [], masked)


def reuse(
    panel: Given, *, reports: Given | None = None, least: float = LEAST,
    exact: bool | None = None,
) -> pd.DataFrame:  # fmt: skip
    """Tell which sections repeat text of another year, of another issuer, or of the form.

    Text counts as reused if it stands in a passage, a run of 16 characters or more that the other
    section has too, wherever it stands there. White space and punctuation do not count. Figures,
    names of the issuer and its place, and the words for divisions (县, 区, 市, 局 …) are masked:
    each counts as one character and hides no copy. So does wording that the law and the format
    notice prescribe (``spec/phrases.csv``, the labels of the form): it is reused in the rows of
    kind "form" alone. A passage may go on over the end of a paragraph: the few characters that then
    stand alone in one count, for they are part of the run. Sections of fewer than 40 characters are
    not compared, and ``note`` says so. Who copied whom, or both a third, is not told.

    Parameters
    ----------
    panel : DataFrame, Report, Panel or list of Report
        The reports, or their narrative (see `Panel.narrative`).
    reports : DataFrame or Panel, optional
        With a narrative: whose reports they are (``report, issuer, year``, and ``region`` if
        known).
    least : float
        Leave out pairs of which neither section is found in the other to this share, above 0.
    exact : bool, optional
        Compare every pair by all of its text. Left out, that is done up to 3,000 sections and 3
        million characters. Beyond, pairs are looked for by fingerprints of the text: those above
        0.5 are found nearly all, lower ones in part. What is found is compared exactly either way.

    Returns
    -------
    DataFrame
        A row a section and another in which at least a part of it is found, either way round; key
        (report, section, other, other_section), sorted by it. ``report, issuer`` (str), ``year,
        section`` (Int64), ``other`` (str, a report), ``other_section`` (Int64), ``kind`` (str:
        "own_year", of the same issuer; "other_issuer"; "unknown", an issuer is not known; "form",
        of every section, without `other`), ``share`` (Float64, of `section` that is found in
        `other_section`, 0 to 1), ``other_share`` (the other way round), ``similarity`` (of both
        together), ``reused, characters`` (Int64, what `share` was made from), ``note`` (str, of
        kind "form": that the section is too short to be compared; else missing).

    Raises
    ------
    FrameError
        The frames lack columns, a narrative came without `reports`, or more pairs are alike than
        a frame can hold.
    ValueError
        `least` is not above 0 and at most 1.

    Warns
    -----
    UserWarning
        So many sections have so much in common that some pairs may be missed.

    References
    ----------
    国办公开办函〔2021〕30号, which sets the fixed wording. Schleimer, Wilkerson and Aiken (2003),
    Winnowing: Local Algorithms for Document Fingerprinting, SIGMOD.

    Examples
    --------
    >>> import pandas as pd
    >>> from reportkit import example, read_report
    >>> mine = read_report(example("xiuwu-2023"))
    >>> text = mine.narrative["text"].str.replace("修武", "清河").str.replace("2023", "2024")
    >>> copy = mine.narrative.assign(report="清河县人民政府-2024", text=text)
    >>> about = mine.reports.assign(report="清河县人民政府-2024", issuer="清河县人民政府")
    >>> narrative, reports = pd.concat([mine.narrative, copy]), pd.concat([mine.reports, about])
    >>> table = reuse(narrative, reports=reports.drop(columns="region"))
    >>> table.loc[table["section"] == 1, ["report", "kind", "share", "characters"]]
               report          kind     share  characters
    0  修武县人民政府-2023  other_issuer       1.0         849
    1  修武县人民政府-2023          form  0.024221         867
    5  清河县人民政府-2024  other_issuer       1.0         849
    6  清河县人民政府-2024          form  0.024221         867
    """
    if not 0 < least <= 1:
        raise ValueError(f"least is {least}; it is a share above 0 and at most 1")
    narrative, about = _frames(panel, reports)
    own = [section.without_places() for section in _sections(narrative, about)]
    texts = [section.text for section in own]
    pairs = candidates(texts, least, exact=exact)
    of = np.array([section.report for section in own], dtype=object)
    pairs = pairs[of[pairs[:, 0]] != of[pairs[:, 1]]]
    rows = pd.concat([_pairs(own, pairs, verify(texts, pairs), about, least), _form(own)])
    known = about.set_index("report")
    rows["issuer"] = known["issuer"].reindex(rows["report"]).to_numpy()
    rows["year"] = known["year"].reindex(rows["report"]).to_numpy()
    rows = rows[list(REUSE)].astype(REUSE)
    key = ["report", "section", "other", "other_section"]
    return rows.sort_values(key, kind="stable", ignore_index=True)


def shared_passages(
    panel: Given, report: str, other: str | None = None, *,
    reports: Given | None = None,
) -> pd.DataFrame:  # fmt: skip
    """Return the passages that a report shares with another, and where each stands in both.

    Parameters
    ----------
    panel, reports
        As of `reuse`.
    report : str
        The report whose text is looked for.
    other : str, optional
        The report in which it is looked for; the wording that law and format prescribe if left
        out.

    Returns
    -------
    DataFrame
        In printed order, a row a passage within a paragraph of each; key (report, section, order,
        start, other_section). ``report, section, order`` (the paragraph, see `Report.narrative`),
        ``start, end`` (Int64, of the paragraph's text as printed), ``text, source`` (str, as
        printed); the same of ``other_…``; ``characters`` (Int64, masked, that count for `reuse`:
        those of one section and another add up to its ``reused``). A passage that goes on over
        the end of a paragraph is a row in each, of a word or a figure alone where no more of it
        stands there. Without `other`, ``other_text`` is the fixed
        wording and ``other_source`` what prescribes it.

    Raises
    ------
    FrameError
        As of `reuse`; or `report` or `other` is no report's id.
    KeyError
        The narrative holds no such report.

    Examples
    --------
    >>> from reportkit import example, read_report
    >>> mine = read_report(example("xiuwu-2023"))
    >>> shared_passages(mine, mine.id)[["section", "order", "start", "end", "text", "other_source"]]
       section  order  start  end       text     other_source
    0        1      2      3    9     主动公开情况  国办公开办函〔2021〕30号
    1        1      3     49   58  结转下年度继续办理  国办公开办函〔2021〕30号
    2        1      6     31   37     平台建设情况  国办公开办函〔2021〕30号
    3        5      1      0    7    存在的主要问题  国办公开办函〔2021〕30号
    4        5      2      0    4       改进情况  国办公开办函〔2021〕30号
    """
    for given, name in ((report, "report"), (other, "other")):
        if given is not None or name == "report":
            need_kind(given, str, name, _IDS)
    narrative, about = _frames(panel, reports)
    both: dict[str, list[_Section]] = {name: [] for name in (report, other) if name is not None}
    for name, found in both.items():
        found.extend(_sections(narrative[narrative["report"] == name], about))
        if not found:
            raise KeyError(f"the narrative holds no text of the report {name!r}")
    rows: list[tuple[Any, ...]] = []
    for own in both[report]:
        if other is None:
            rows += _fixed(own)
        for theirs in both[other] if other is not None else ():
            rows += _shared(own, theirs)
    table = pd.DataFrame(rows, columns=list(PASSAGES)).astype(PASSAGES)
    return table.sort_values(
        ["section", "order", "start", "other_section"], kind="stable", ignore_index=True
    )


def _frames(panel: Given, reports: Given | None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return narrative and reports, or say what is lacking."""
    narrative, about = prose_of(panel, reports, _ABOUT)
    return narrative, about.drop_duplicates("report")


def _sections(narrative: pd.DataFrame, about: pd.DataFrame) -> Iterator[_Section]:
    """Yield every section that has text, without its heading, in the order of their keys."""
    regions = about["region"] if "region" in about else [None] * len(about)
    names = {
        report: names_of(issuer, region)
        for report, issuer, region in zip(about["report"], about["issuer"], regions, strict=True)
    }
    headings = (narrative["order"] == 0) & (narrative["section"] > 0)
    text = narrative.loc[~headings.fillna(False).astype(bool), list(PROSE)].dropna(
        subset=["report", "section", "text"]
    )
    text = text.sort_values(["report", "section", "order"], kind="stable")
    for (report, number), own in text.groupby(["report", "section"], sort=False):
        paragraphs, start = [], 0
        for order, said, source in zip(own["order"], own["text"], own["source"], strict=True):
            paragraphs.append((order, source, start, start + len(said)))
            start += len(said) + 1
        printed = "\n".join(own["text"])
        masked = mask(printed, names.get(report, ()))
        yield _Section(report, int(number), printed, paragraphs, masked)


def _pairs(
    own: list[_Section], pairs: Places, shared: Places, about: pd.DataFrame, least: float
) -> pd.DataFrame:
    """Return the rows of the pairs that share enough, either way round."""
    sizes = np.array([len(section.masked.text) for section in own], dtype=np.int64)
    of = pd.DataFrame([(s.report, s.number) for s in own], columns=["report", "section"])
    issuers = about.set_index("report")["issuer"].reindex(of["report"]).to_numpy(dtype=object)
    shares = shared / sizes[pairs]
    kept = (shares >= least).any(axis=1)
    pairs, shared, shares = pairs[kept], shared[kept], shares[kept]
    rows = []
    for here, there in ((0, 1), (1, 0)):
        a, b = pairs[:, here], pairs[:, there]
        known = pd.notna(issuers[a]) & pd.notna(issuers[b])
        kind = np.where(issuers[a] == issuers[b], "own_year", "other_issuer")
        rows.append(pd.DataFrame({
            "report": of["report"].to_numpy()[a], "section": of["section"].to_numpy()[a],
            "other": of["report"].to_numpy()[b], "other_section": of["section"].to_numpy()[b],
            "kind": np.where(known, kind, "unknown"), "share": shares[:, here],
            "other_share": shares[:, there],
            "similarity": shared.sum(axis=1) / sizes[pairs].sum(axis=1),
            "reused": shared[:, here], "characters": sizes[a], "note": None,
        }))  # fmt: skip
    return pd.concat(rows)


def _form(own: list[_Section]) -> pd.DataFrame:
    """Return a row a section: how much of it is fixed wording."""
    rows = [
        (
            one.report,
            one.number,
            one.masked.fixed,
            one.masked.whole,
            None if one.text else TOO_SHORT,
        )
        for one in own
        if one.masked.whole
    ]
    table = pd.DataFrame(rows, columns=["report", "section", "reused", "characters", "note"])
    none = {"other": None, "other_section": None, "other_share": None, "similarity": None}
    return table.assign(kind="form", share=table["reused"] / table["characters"], **none)


def _fixed(own: _Section) -> Iterator[tuple[Any, ...]]:
    """Yield the passages of a section that are fixed wording."""
    paragraph = _paragraphs(own)
    for at, char in enumerate(own.masked.text):
        if char == PHRASE:
            place = _place(own, paragraph[at], at, at + 1)
            wording, source, characters = fixed_wording(place[3])
            there = (None, None, None, None, None, wording, source)
            yield (own.report, own.number, *place, *there, characters)


def _shared(own: _Section, other: _Section) -> Iterator[tuple[Any, ...]]:
    """Yield the passages of a section that another has too, parted where a paragraph ends."""
    here, there = _paragraphs(own), _paragraphs(other)
    for i, j, count in align(own.text, other.text):
        ends = np.diff(here[i : i + count]) | np.diff(there[j : j + count])
        for a, b in pairwise([0, *(np.flatnonzero(ends) + 1).tolist(), count]):
            yield (
                own.report, own.number, *_place(own, here[i + a], i + a, i + b),
                other.report, other.number, *_place(other, there[j + a], j + a, j + b), b - a,
            )  # fmt: skip


def _paragraphs(own: _Section) -> Places:
    """Return the paragraph of each masked character."""
    begins = [start for _, _, start, _ in own.paragraphs]
    return np.searchsorted(begins, own.masked.starts, side="right") - 1


def _place(own: _Section, paragraph: int, first: int, last: int) -> tuple[Any, ...]:
    """Return where masked characters were printed: order, start, end, text and source."""
    order, source, begin, stop = own.paragraphs[paragraph]
    start, end = int(own.masked.starts[first]), min(int(own.masked.ends[last - 1]), stop)
    return order, start - begin, end - begin, own.printed[start:end], source
