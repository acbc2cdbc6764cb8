"""What was read already: kept in memory, or beside a panel so that a second run goes on from there.

Reports are kept under their files' names, not yet named as a panel names them: that depends on all.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import groupby, islice
from pathlib import Path
from typing import Protocol

import pandas as pd

from ..errors import ReportkitError
from .files import File
from .formats import check_parquet, read_parquet, write_file
from .frames import OF_REPORTS, Frames, stack

#: Hidden, so that readers of Parquet folders pass over it.
FOLDER = ".read"
#: So many chunks are written to the panel at a time: what is held in memory, and rows together.
_TOGETHER = 32


class Keeper(Protocol):
    """Keeps what was read, chunk by chunk."""

    def done(self, every: Sequence[File]) -> set[str]:
        """Return the names of the files that were read already, with the same content."""

    def add(self, frames: Frames) -> None:
        """Keep a chunk."""

    def reports(self, names: Sequence[str]) -> pd.DataFrame:
        """Return the frame `reports` of these files, in their order."""

    def pieces(self, names: Sequence[str]) -> Iterator[Frames]:
        """Yield the frames of these files, in their order, some at a time."""


class Memory(Keeper):
    """Keeps chunks in memory."""

    def __init__(self) -> None:
        self.chunks: list[Frames] = []

    def done(self, every: Sequence[File]) -> set[str]:
        """Return none."""
        return set()

    def add(self, frames: Frames) -> None:
        """Keep a chunk."""
        self.chunks.append(frames)

    def reports(self, names: Sequence[str]) -> pd.DataFrame:
        """Return the frame `reports`: chunks come in the order of files."""
        return stack(self.chunks, ["reports"])["reports"]

    def pieces(self, names: Sequence[str]) -> Iterator[Frames]:
        """Yield all at once."""
        yield stack(self.chunks)


class Journal(Keeper):
    """Keeps chunks in a folder, each whole or not at all, and `reports` in memory besides."""

    def __init__(self, folder: Path) -> None:
        # What another version of the parser read is not what this one would read.
        self.folder = folder / FOLDER / _version()
        self.folder.mkdir(parents=True, exist_ok=True)
        self.part_of: dict[str, Path] = {}
        self.tables: list[pd.DataFrame] = []

    def done(self, every: Sequence[File]) -> set[str]:
        """Return the names of the files that were read already, with the same content."""
        asked = {file.name: file for file in every}
        for part in sorted(self.folder.glob("[0-9a-f]*")):
            try:
                reports = read_parquet(part / "reports", "reports", None)
                for name in OF_REPORTS:
                    check_parquet(part / name)
            except (OSError, ValueError):
                continue  # a machine that lost power may leave half a file: it is read again
            same = [
                file in asked and file not in self.part_of and _sha256(asked[file].path) == sha256
                for file, sha256 in zip(reports["source_file"], reports["sha256"], strict=True)
            ]
            self._keep(reports[same], part)
        return set(self.part_of)

    def _keep(self, reports: pd.DataFrame, part: Path) -> None:
        self.part_of |= dict.fromkeys(reports["source_file"], part)
        self.tables.append(reports)

    def add(self, frames: Frames) -> None:
        """Put a chunk into the folder."""
        reports = frames["reports"]
        if reports.empty:
            return
        about = "".join(reports["source_file"] + reports["sha256"])
        part = self.folder / hashlib.sha256(about.encode()).hexdigest()[:16]
        draft = self.folder / f".{os.getpid()}"
        try:
            draft.mkdir(exist_ok=True)
            for name in OF_REPORTS:
                write_file(draft / name, name, frames[name], "parquet")
            shutil.rmtree(part, ignore_errors=True)
            os.replace(draft, part)
        except OSError as error:
            raise ReportkitError(f"{part} cannot be written: {error.strerror or error}.") from error
        finally:
            shutil.rmtree(draft, ignore_errors=True)
        self._keep(reports, part)

    def reports(self, names: Sequence[str]) -> pd.DataFrame:
        """Return the frame `reports` of these files, in their order."""
        every = stack([{"reports": table} for table in self.tables], ["reports"])["reports"]
        places = pd.Index(every["source_file"]).get_indexer(pd.Index(names, dtype="str"))
        return every.take(places).reset_index(drop=True)

    def pieces(self, names: Sequence[str]) -> Iterator[Frames]:
        """Yield the frames of these files, in their order, from some chunks at a time."""
        runs = (
            (part, list(own)) for part, own in groupby(names, key=lambda name: self.part_of[name])
        )
        while some := list(islice(runs, _TOGETHER)):
            yield stack([self._load(part, own) for part, own in some])

    @staticmethod
    def _load(part: Path, names: list[str]) -> Frames:
        frames = {name: read_parquet(part / name, name, None) for name in OF_REPORTS}
        if frames["reports"]["source_file"].tolist() == names:
            return frames
        one = [
            {name: frame[frame["report"] == file] for name, frame in frames.items()}
            for file in names
        ]
        return stack(one)


def _sha256(path: str) -> str | None:
    try:
        with open(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None  # reading it will say what is wrong


@cache
def _version() -> str:
    """Return a digest of this package: what was read by any other code is read again."""
    package = Path(str(files("reportkit")))
    digest = hashlib.sha256()
    for path in sorted([*package.rglob("*.py"), *package.glob("spec/*.csv")]):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
