"""A frame as a file, in Parquet or CSV: written piece by piece, read back as it was."""

from __future__ import annotations

import csv
import re
from contextlib import closing
from pathlib import Path
from typing import Any, Protocol

import pandas as pd

from ..errors import ReportkitError
from .frames import FRAMES

#: What begins so is a formula to a spreadsheet, full width too; ' is the mark put before it.
_RISKY = re.compile(r"['=+\-@＝＋－＠\t\r\n]|NA\Z")
#: How a missing text is written; an empty text is an empty field.
_MISSING = "NA"


class Writer(Protocol):
    """Appends frames to a file."""

    def append(self, frame: pd.DataFrame) -> None:
        """Write rows below those that are there."""

    def close(self) -> None:
        """Finish the file."""


def need_pyarrow() -> None:
    """Say how to install what Parquet needs, before long work."""
    try:
        import pyarrow.parquet  # noqa: F401
    except ImportError as error:
        raise ReportkitError(
            'Parquet needs pyarrow: pip install "reportkit[parquet]" (or write with to_csv).'
        ) from error


class ParquetWriter:
    """Parquet, zstd; `partition` is the column that the file's folder tells."""

    def __init__(self, path: Path, name: str, partition: str | None) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        kinds = {
            "str": pa.string(), "Int64": pa.int64(), "Float64": pa.float64(),
            "datetime64[s]": pa.timestamp("ms"),  # Parquet has no seconds
        }  # fmt: skip
        self.schema = pa.schema(
            [(key, kinds[dtype]) for key, dtype in FRAMES[name].items() if key != partition]
        )
        self.writer = pq.ParquetWriter(path, self.schema, compression="zstd")

    def append(self, frame: pd.DataFrame) -> None:
        """Write rows as a group of their own."""
        import pyarrow as pa

        own = frame[self.schema.names]
        self.writer.write_table(
            pa.Table.from_pandas(own, self.schema, preserve_index=False).replace_schema_metadata()
        )

    def close(self) -> None:
        """Finish the file."""
        self.writer.close()


class CsvWriter:
    """UTF-8 with the mark that Excel asks for; formulas are made text (see `_guard`)."""

    def __init__(self, path: Path, name: str, partition: str | None) -> None:
        self.dtypes = FRAMES[name]
        self.file = path.open("w", encoding="utf-8-sig", newline="")
        self.writer = csv.writer(self.file)  # its \r\n has fields with either of them quoted
        self.writer.writerow(self.dtypes)

    def append(self, frame: pd.DataFrame) -> None:
        """Write rows, a line each."""
        columns = [
            [_guard(text) for text in frame[key]]
            if dtype == "str"
            else ["" if pd.isna(value) else _plain(value) for value in frame[key].tolist()]
            for key, dtype in self.dtypes.items()
        ]
        self.writer.writerows(zip(*columns, strict=True))

    def close(self) -> None:
        """Finish the file."""
        self.file.close()


def _guard(text: Any) -> str:
    if pd.isna(text):
        return _MISSING
    return f"'{text}" if _RISKY.match(text) else str(text)


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, pd.Timestamp) else repr(value)


def read_parquet(path: Path, name: str, year: int | None) -> pd.DataFrame:
    """Read a file that `ParquetWriter` wrote; `year` is what its folder tells."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    nullable = {pa.int64(): pd.Int64Dtype(), pa.float64(): pd.Float64Dtype()}
    with pq.ParquetFile(path) as file:
        frame = file.read().to_pandas(types_mapper=nullable.get)
    if "year" in FRAMES[name] and "year" not in frame:
        frame["year"] = pd.array([year] * len(frame), dtype="Int64")
    return frame[list(FRAMES[name])].astype(FRAMES[name])


def check_parquet(path: Path) -> None:
    """Raise if a file was not written to its end."""
    import pyarrow.parquet as pq

    pq.ParquetFile(path).close()


def read_csv(path: Path, name: str, year: int | None) -> pd.DataFrame:
    """Read a file that `CsvWriter` wrote; it holds the year itself."""
    texts = pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8-sig")
    frame = {}
    for key, dtype in FRAMES[name].items():
        values = texts[key].tolist()
        if dtype == "str":
            values = [None if t == _MISSING else t.removeprefix("'") for t in values]
        elif dtype == "datetime64[s]":
            values = [pd.Timestamp(t) if t else pd.NaT for t in values]
        else:
            number = int if dtype == "Int64" else float
            values = [number(t) if t else None for t in values]
        frame[key] = pd.array(values, dtype=dtype)
    return pd.DataFrame(frame)


def write_file(path: Path, name: str, frame: pd.DataFrame, kind: str) -> None:
    """Write a frame to a file of its own."""
    with closing(WRITERS[kind](path, name, None)) as writer:
        writer.append(frame)


WRITERS: dict[str, Any] = {"parquet": ParquetWriter, "csv": CsvWriter}
READERS = {"parquet": read_parquet, "csv": read_csv}
