"""Who reported: the same body under two names, and reports of the same id.

Reading leaves each report under its file's name, which is unique. What a report is called at last
depends on all others of the panel, and is decided here from `reports` alone.
"""

import warnings
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from ..figures import Note
from ..metadata import region_of
from ..notes import told
from ..report import NOTES, report_id
from ..text import normalize
from .frames import Frames

#: What names of divisions end with.
_DIVISIONS = "省市区县旗州盟"
#: Of the files that share an id, a note names so many.
_NAMED = 5


@dataclass(frozen=True, eq=False)
class Names:
    """What reports are called in a panel, by source file."""

    reports: pd.DataFrame
    notes: Mapping[str, Sequence[Note]]

    def apply(self, frames: Frames) -> dict[str, pd.DataFrame]:
        """Return the frames of some of the reports under their names in the panel."""
        own = self.reports.loc[frames["reports"]["source_file"]]
        files = frames["reports"]["source_file"]
        reports = frames["reports"].assign(
            **{name: own[name].array for name in ("report", "issuer", "region")}
        )
        notes = _with(frames["notes"], {file: self.notes.get(file, ()) for file in files})
        renamed = {
            name: frame.assign(report=_looked_up(frame["report"], own["report"]))
            for name, frame in (
                ("cells", frames["cells"]), ("narrative", frames["narrative"]), ("notes", notes)
            )
        }  # fmt: skip
        issuers = _looked_up(frames["cells"]["report"], own["issuer"])
        return {
            "reports": reports,
            **renamed,
            "cells": renamed["cells"].assign(issuer=issuers),
        }


def _looked_up(keys: pd.Series, names: pd.Series) -> pd.Series:
    places = pd.factorize(keys)
    return pd.Series(names.loc[places[1]].array.take(places[0]), index=keys.index, dtype="str")


def _with(notes: pd.DataFrame, more: Mapping[str, Sequence[Note]]) -> pd.DataFrame:
    """Put notes below those that a report has, and count on."""
    rows = [
        (file, 0, note.severity, note.place, note.message)
        for file, added in more.items()
        for note in added
    ]
    if not rows:
        return notes
    added = pd.DataFrame(rows, columns=list(NOTES)).astype(NOTES)
    every = pd.concat([notes, added], ignore_index=True)
    order = {file: place for place, file in enumerate(more)}
    every = every.sort_values("report", key=lambda files: files.map(order), kind="stable")
    every = every.reset_index(drop=True)
    return every.assign(order=(every.groupby("report").cumcount() + 1).astype("Int64"))


def name_reports(reports: pd.DataFrame, issuers: Mapping[str, str] | None = None) -> Names:
    """Tell which printed names are one body, and give every report an id of its own."""
    notes: dict[str, list[Note]] = {file: [] for file in reports["source_file"]}
    printed = dict(zip(reports["source_file"], reports["issuer"], strict=True))
    given = _given(printed, issuers or {})
    for file, name in given.items():
        if name != printed[file]:
            key = "issuer_set" if pd.isna(printed[file]) else "issuer_given"
            message = told(key, issuer=name, printed=printed[file])
            notes[file].append(Note("info", "", message))
    names = {**printed, **given}
    bodies, doubtful = _join({name for name in names.values() if pd.notna(name)})
    issuer: dict[str, str | None] = {}
    for file, name in names.items():
        issuer[file] = None if pd.isna(name) else name
        if file in given or pd.isna(name):
            continue
        if name in doubtful:
            message = told("issuer_doubtful", issuer=name, names=", ".join(doubtful[name]))
            notes[file].append(Note("warning", "", message))
        elif bodies[name] != name:
            issuer[file] = bodies[name]
            message = told("issuer_joined", issuer=name, other=bodies[name])
            notes[file].append(Note("info", "", message))
    changed = {file for file in issuer if issuer[file] != printed[file] and issuer[file]}
    regions = [
        region_of(issuer[file]) if file in changed else region
        for file, region in zip(reports["source_file"], reports["region"], strict=True)
    ]
    ids = _ids(reports, issuer, notes)
    table = pd.DataFrame(
        {"report": ids, "issuer": list(issuer.values()), "region": regions},
        index=pd.Index(list(issuer), dtype="str"), dtype="str",
    )  # fmt: skip
    return Names(table, notes)


def _given(printed: Mapping[str, str], issuers: Mapping[str, str]) -> dict[str, str]:
    """Return the names that the caller gives, by source file; a file's own goes first."""
    by_name = {normalize(key): name for key, name in issuers.items()}
    used: set[str] = set()
    given = {}
    for file, name in printed.items():
        base = file.rpartition("/")[2]
        keys = [key for key in (file, base) if key in issuers]
        if pd.notna(name) and normalize(name) in by_name:
            keys.append(next(key for key in issuers if normalize(key) == normalize(name)))
        used |= set(keys)
        if keys:
            given[file] = issuers[keys[0]]
    unused = [key for key in issuers if key not in used]
    if unused:
        warnings.warn(
            f"issuers= names no file and no printed issuer of the panel: {', '.join(unused)}",
            stacklevel=4,
        )
    return given


def _join(names: set[str]) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Return the body that each name stands for, and the names that may stand for several.

    Longest first, so that 洪泽区, 淮安市洪泽区 and 江苏省淮安市洪泽区 are one body, and not three
    names of which two end with the first.
    """
    longer: dict[str, list[str]] = {name: [] for name in names}
    for name in names:
        for cut in range(1, len(name)):
            if name[cut:] in names and _is_place(name[:cut]):
                longer[name[cut:]].append(name)
    bodies: dict[str, str] = {}
    doubtful: dict[str, list[str]] = {}
    for name in sorted(names, key=len, reverse=True):
        ends = sorted({bodies[other] for other in longer[name]})
        bodies[name] = ends[0] if len(ends) == 1 else name
        if len(ends) > 1:
            doubtful[name] = ends
    return bodies, doubtful


def _is_place(prefix: str) -> bool:
    """苍南县 is not a 南县: what stands before must be a division, or several."""
    return len(prefix) > 1 and prefix[-1] in _DIVISIONS


def _ids(
    reports: pd.DataFrame, issuer: Mapping[str, str | None], notes: Mapping[str, list[Note]]
) -> list[str]:
    """Return an id for each report; those of the same id are numbered in order, and told."""
    wanted = [
        report_id(issuer[file], None if pd.isna(year) else int(year), file)
        for file, year in zip(reports["source_file"], reports["year"], strict=True)
    ]
    sharing: dict[str, list[str]] = {}
    same_bytes: dict[str, list[str]] = {}
    rows = list(zip(reports["source_file"], wanted, reports["sha256"], strict=True))
    for file, wish, sha256 in rows:
        sharing.setdefault(wish, []).append(file)
        same_bytes.setdefault(sha256, []).append(file)
    taken = set(wanted)
    numbers: Counter[str] = Counter()
    ids = []
    for file, wish, sha256 in rows:
        own = wish
        numbers[wish] += 1
        if numbers[wish] > 1:
            while (own := f"{wish} ({numbers[wish]})") in taken:
                numbers[wish] += 1
            taken.add(own)
        ids.append(own)
        said, copies = [], same_bytes[sha256]
        others = [name for name in sharing[wish] if name == file or name not in copies]
        if len(copies) > 1:
            key = "same_bytes" if len(others) > 1 else "same_bytes_here"
            fields = {"own": own} if key == "same_bytes_here" else {}
            said.append(told(key, file=file, names=_listed(copies, file), **fields))
        if len(others) > 1:
            names = _listed(others, file)
            said.append(told("same_id", file=file, id=wish, names=names, own=own))
        notes[file] += [Note("warning", "", message) for message in said]
    return ids


def _listed(files: Sequence[str], but: str) -> str:
    """Name some of a file's likes: where a thousand are alike, a thousand lists help nobody."""
    first = [file for file in files[: _NAMED + 1] if file != but][:_NAMED]
    more = len(files) - 1 - len(first)
    return ", ".join(first) + (f" and {more} more" if more else "")
