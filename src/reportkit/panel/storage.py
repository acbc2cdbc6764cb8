"""A panel in a folder, a file a frame and year, and a manifest that says which files are in force.

A write makes all its files beside those that are there, and then puts the manifest in its place:
until that last step the folder reads as before, whatever breaks off. Files are named by what they
hold, so a year that did not change keeps its files.

    FOLDER/panel.json
    FOLDER/cells/year=2023/6f1c0d….parquet      reports, narrative, notes alike
    FOLDER/unread/90ab12….parquet
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..errors import ReadError, ReportkitError
from ..output import write_whole
from .formats import READERS, WRITERS, Writer, need_pyarrow, write_file
from .frames import FRAMES, OF_REPORTS, Frames, empty, list_years

Kind = Literal["parquet", "csv"]

MANIFEST = "panel.json"
_FORMAT, _VERSION = "reportkit panel", 1
#: The folder of reports whose year is not known.
UNKNOWN = "unknown"
#: Hidden, so that readers of Parquet folders pass over it.
_UNFINISHED = ".unfinished-"
_OURS = re.compile(r"[0-9a-f]{16}\.(parquet|csv)")


def claim(folder: str | os.PathLike[str], kind: Kind) -> Path:
    """Make a folder for a panel, or take the one that holds a panel already.

    Raises
    ------
    ReportkitError
        The folder holds something else, or a panel of the other kind; or it cannot be made.
    """
    if kind == "parquet":
        need_pyarrow()
    path = Path(folder)
    try:
        if path.exists() and not path.is_dir():
            raise ReportkitError(f"{path} is a file; name a folder.")
        if not (path / MANIFEST).exists():
            if path.is_dir() and any(path.iterdir()):
                raise ReportkitError(f"{path} holds other files; name a new or empty folder.")
            path.mkdir(exist_ok=True)
            _put_manifest(path, {"kind": kind})
    except OSError as error:
        raise ReportkitError(f"{path} cannot be made a panel: {error.strerror}.") from error
    held = _manifest(path)["kind"]
    if held != kind:
        raise ReportkitError(f"{path} holds a panel in {held}; name another folder for {kind}.")
    return path


def write(
    folder: str | os.PathLike[str], pieces: Iterable[Frames], unread: pd.DataFrame, kind: Kind
) -> Path:
    """Write a panel that comes in pieces; its years replace those that the folder holds."""
    path = claim(folder, kind)
    before = _manifest(path)
    draft = path / f"{_UNFINISHED}{os.getpid()}"
    try:
        draft.mkdir(exist_ok=True)
        with closing(_Draft(draft, kind)) as new:
            for piece in pieces:
                new.append(piece)
        years = new.files()
        kept = {year: own for year, own in before.get("years", {}).items() if year not in years}
        if kept:
            unread = _unread(path, before, unread, new.read)
        held = _write_frame(draft, "unread", unread, kind)
        for file in [*(file for own in years.values() for file in own.values()), held]:
            target = path / file
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(draft / file, target)  # the name tells the content: the same is replaced
    except OSError as error:
        raise ReportkitError(f"{path} cannot be written: {error.strerror or error}.") from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    _put_manifest(path, {
        "kind": kind,
        "years": {year: (kept | years)[year] for year in sorted(kept | years)},
        "unread": held,
        "order": {
            name: [run for run in before.get("order", {}).get(name, []) if run[0] in kept] + runs
            for name, runs in new.order.items()
        },
    })  # fmt: skip
    _sweep(path)
    return path


class _Draft:
    """The files of a panel before they are in force: one a frame and year, open until all is in."""

    def __init__(self, folder: Path, kind: Kind) -> None:
        self.folder, self.kind = folder, kind
        self.writers: dict[tuple[str, str], tuple[Writer, Path]] = {}
        #: For each frame: year and count of rows, run after run, for files part what was mixed.
        self.order: dict[str, list[list[Any]]] = {name: [] for name in OF_REPORTS}
        #: The source files of the reports.
        self.read: set[str] = set()

    def append(self, piece: Frames) -> None:
        reports = piece["reports"]
        self.read |= set(reports["source_file"])
        year_of = reports.set_index("report")["year"]
        for name in OF_REPORTS:
            frame = piece[name]
            years = frame["year"] if "year" in frame else frame["report"].map(year_of)
            codes, found = pd.factorize(pd.array(years, dtype="Int64"), use_na_sentinel=False)
            labels = [UNKNOWN if pd.isna(year) else str(year) for year in found]
            self._note_order(name, codes, labels)
            for code, label in enumerate(labels):
                self._writer(name, label).append(frame[codes == code])

    def _note_order(self, name: str, codes: npt.NDArray[np.intp], labels: list[str]) -> None:
        ends = np.append(np.flatnonzero(np.diff(codes)) + 1, len(codes))
        starts = np.append(0, ends[:-1])
        runs = self.order[name]
        for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
            if start == end:
                continue
            label = labels[codes[start]]
            if runs and runs[-1][0] == label:
                runs[-1][1] += end - start
            else:
                runs.append([label, end - start])

    def _writer(self, name: str, year: str) -> Writer:
        if (name, year) not in self.writers:
            part = self.folder / f"{name}-{year}"
            # A reader of Parquet folders takes the year from the folder, and refuses it twice.
            partition = "year" if self.kind == "parquet" else None
            self.writers[name, year] = WRITERS[self.kind](part, name, partition), part
        return self.writers[name, year][0]

    def close(self) -> None:
        """Finish all files."""
        for writer, _ in self.writers.values():
            writer.close()

    def files(self) -> dict[str, dict[str, str]]:
        """Return the finished files by year and frame, named by what they hold."""
        years: dict[str, dict[str, str]] = {}
        for (name, year), (_, part) in self.writers.items():
            place = f"{name}/year={year}"
            years.setdefault(year, {})[name] = _named(self.folder, part, place, self.kind)
        return years


def _write_frame(folder: Path, name: str, frame: pd.DataFrame, kind: Kind) -> str:
    part = folder / f"{name}-"
    write_file(part, name, frame, kind)
    return _named(folder, part, name, kind)


def _named(folder: Path, part: Path, place: str, kind: Kind) -> str:
    """Name a finished file by what it holds, and return its place in the folder."""
    with part.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    name = f"{place}/{digest[:16]}.{kind}"
    (folder / place).mkdir(parents=True, exist_ok=True)
    os.replace(part, folder / name)
    return name


def _unread(path: Path, before: dict[str, Any], new: pd.DataFrame, read: set[str]) -> pd.DataFrame:
    """Keep what was told of files beside the years that stay, unless they were tried again."""
    old = READERS[before["kind"]](path / before["unread"], "unread", None)
    tried = read | set(new["source_file"])
    return pd.concat([old[~old["source_file"].isin(tried)], new], ignore_index=True)


def _sweep(path: Path) -> None:
    """Remove the files that are no longer in force, and what broke off."""
    held = _manifest(path)
    used = {file for own in held["years"].values() for file in own.values()} | {held["unread"]}
    for name in FRAMES:
        for file in [*path.glob(f"{name}/year=*/*"), *path.glob(f"{name}/*.*")]:
            if _OURS.fullmatch(file.name) and file.relative_to(path).as_posix() not in used:
                file.unlink()
        for folder in path.glob(f"{name}/year=*"):
            if not any(folder.iterdir()):
                folder.rmdir()
    for left in path.glob(f"{_UNFINISHED}*"):
        shutil.rmtree(left, ignore_errors=True)


# --- the manifest ---------------------------------------------------------------------------------


def _put_manifest(path: Path, manifest: dict[str, Any]) -> None:
    about = {"format": _FORMAT, "version": _VERSION, **manifest}
    text = json.dumps(about, ensure_ascii=False, separators=(",", ":")) + "\n"
    write_whole(path / MANIFEST, text.encode("utf-8"))


def _manifest(path: Path) -> dict[str, Any]:
    try:
        manifest = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
        known = (manifest["format"], manifest["version"]) == (_FORMAT, _VERSION)
    except FileNotFoundError as error:
        raise ReadError(
            f"{path} holds no panel (it has no {MANIFEST}); write one with panel.to_parquet."
        ) from error
    except OSError as error:
        raise ReadError(f"{path / MANIFEST} cannot be opened: {error.strerror}.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise ReadError(f"{path / MANIFEST} is damaged or of another program.") from error
    if not known or manifest.get("kind") not in WRITERS:
        raise ReadError(f"{path / MANIFEST} is not of this version of reportkit.")
    return dict(manifest)


# --- reading --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Stored:
    """The frames of a panel in a folder, as they stood when it was opened; each read on demand."""

    path: Path
    manifest: dict[str, Any]

    @classmethod
    def open(
        cls, folder: str | os.PathLike[str], years: int | Iterable[int] | None = None
    ) -> Stored:
        """Read the manifest of a folder, and take some of its years or all."""
        path = Path(folder)
        manifest = _manifest(path)
        if "years" not in manifest:
            raise ReadError(f"{path} holds an unfinished panel; do again what was to write it.")
        if years is not None:
            wanted = [str(year) for year in list_years(years)]
            lacking = [year for year in wanted if year not in manifest["years"]]
            if lacking:
                held = ", ".join(manifest["years"]) or "none"
                raise ReadError(f"{path} holds no year {', '.join(lacking)} (it holds: {held}).")
            manifest["years"] = {year: manifest["years"][year] for year in wanted}
        return cls(path, manifest)

    def load(self, name: str) -> pd.DataFrame:
        """Read a frame, in the order in which it was written."""
        read = READERS[self.manifest["kind"]]
        try:
            if name == "unread":
                return read(self.path / self.manifest["unread"], name, None)
            parts = {
                year: read(self.path / own[name], name, None if year == UNKNOWN else int(year))
                for year, own in self.manifest["years"].items()
                if name in own
            }
        except FileNotFoundError as error:
            raise ReadError(
                f"{self.path} was written to since it was opened; open it again."
            ) from error
        if not parts:
            return empty(name)
        places = dict(zip(parts, np.cumsum([0, *map(len, parts.values())]).tolist(), strict=False))
        order = []
        for year, count in self.manifest["order"][name]:
            if year in parts:
                order.append(np.arange(places[year], places[year] + count))
                places[year] += count
        every = pd.concat(list(parts.values()), ignore_index=True)
        return every.take(np.concatenate(order)).reset_index(drop=True)
