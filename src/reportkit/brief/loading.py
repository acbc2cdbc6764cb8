"""Reports that pages are made of: read once, by body, and held while many pages are made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Executor
from contextlib import contextmanager
from os import PathLike
from pathlib import Path

import pandas as pd

from ..checks import check
from ..errors import ReadError
from ..examples import example, folder
from ..narrative import stated_figures
from ..panel import Panel, example_panel, open_panel, read_reports
from ..panel.files import find_files, is_panel
from ..panel.frames import OF_REPORTS
from ..saying import unread_lines

Source = str | PathLike[str] | Iterable[str | PathLike[str]]

#: Panels that this process holds, by the source that they were read from (see `held`).
_HELD: dict[str, tuple[Panel, Mapping[str, str]]] = {}
#: What `change` says of the panel held, where that is known already.
_CHANGES: dict[int, pd.DataFrame] = {}


@contextmanager
def held(
    source: Source, panel: Panel, files: Mapping[str, str], *, changes: pd.DataFrame | None = None
) -> Iterator[None]:
    """Keep a panel while pages are made of it, so that none of them reads it again.

    What `change` says of its cells may be kept with it: of many bodies at once it costs as much as
    of one. Afterwards the source is read anew: what was held may be a part of it alone.
    """
    name = repr(find(source))
    _HELD[name] = (panel, files)
    if changes is not None:
        _CHANGES[id(panel)] = changes
    try:
        yield
    finally:
        _HELD.pop(name, None)
        _CHANGES.pop(id(panel), None)


def changes_held(panel: Panel) -> pd.DataFrame | None:
    """Return what `change` says of a panel, where it is held with it."""
    return _CHANGES.get(id(panel))


def example_panel_folder() -> str:
    """Return the folder of the bundled panel, as a source: `load` knows it."""
    return str(folder("data") / "panel")


def find(source: Source | None) -> str | list[str]:
    """Return the absolute path of a source, or the paths; of nothing, the bundled report's."""
    if source is None or isinstance(source, str | PathLike):
        return str(Path(example() if source is None else source).absolute())
    paths = [str(Path(path).absolute()) for path in source]
    return paths[0] if len(paths) == 1 else paths


def load(
    source: Source | None = None, *, executor: Executor | None = None, progress: bool | None = False
) -> tuple[Panel, Mapping[str, str]]:
    """Read a report, several, a folder of them, or the folder of a panel.

    Parameters
    ----------
    source : path or iterable of paths, optional
        The bundled report if left out.
    executor, progress
        As for `read_reports`.

    Returns
    -------
    panel : Panel
        Of what was read.
    files : mapping of str to str
        Where each source file lies.

    Raises
    ------
    ReadError
        There is nothing to read, or nothing of it could be read.
    """
    source = find(source)
    if repr(source) in _HELD:
        return _HELD[repr(source)]
    single = Path(source) if isinstance(source, str) else None
    files: dict[str, str] = {}
    if single is not None and single.is_dir() and single.samefile(example_panel_folder()):
        panel = example_panel()
    elif single is not None and is_panel(single):
        panel = open_panel(single)
    else:
        panel = read_reports(source, executor=executor, progress=progress)
        files = {file.name: file.path for file in find_files(source)}
    if panel.reports.empty:
        said = unread_lines(panel.unread)
        more = f" ({len(said) - 1} other files could not be read either)" if said[1:] else ""
        raise ReadError(said[0] + more if said else f"{source} holds no report.")
    return panel, files


def bodies(reports: pd.DataFrame) -> pd.Series:
    """Return the body of each report; one whose issuer is not known is a body by itself."""
    return reports["issuer"].fillna(reports["report"])


def families(panel: Panel, *, only: str | None = None) -> Iterator[Panel]:
    """Yield the reports of each body, or of one, as a panel by themselves."""
    body = bodies(panel.reports)
    owner = dict(zip(panel.reports["report"], body, strict=True))
    names = list(dict.fromkeys(body)) if only is None else [only]
    parted = {}
    for name in OF_REPORTS:
        frame = getattr(panel, name)
        whose = frame["report"].map(owner)
        if only is not None:
            frame, whose = frame[whose == only], whose[whose == only]
        parted[name] = dict(iter(frame.groupby(whose, sort=False)))
    for one in names:
        frames = {
            name: parted[name][one].reset_index(drop=True) if one in parted[name]
            else getattr(panel, name).iloc[:0]
            for name in OF_REPORTS
        }  # fmt: skip
        yield Panel(**frames, unread=panel.unread.iloc[:0])


def findings_of(panel: Panel, *, stated: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return what `check` finds in a panel, and in the figures that its prose states.

    Figures without prose, as those of the bundled panel, are no report that lacks its sections.
    """
    stated = stated_figures(panel.narrative) if stated is None else stated
    found = check(panel.cells, reports=panel.reports, narrative=panel.narrative, stated=stated)
    of_prose = found["rule"].isin(["F1", "F2", "F3"])
    told = found["report"].isin(set(panel.narrative["report"]))
    return found[told | ~of_prose].reset_index(drop=True)


def by_region(reports: pd.DataFrame) -> dict[str, list[str]]:
    """Return the bodies of each region, "" where none is known: the order of every page.

    Regions and names stand in the order of GB 18030, which has the common characters by their
    pinyin; the bodies without a region come last.

    Examples
    --------
    >>> reports = pd.DataFrame({"region": ["修武县", None, "淮安市"], "issuer": ["甲", "乙", "丙"]})
    >>> by_region(reports.assign(report=["甲-2023", "乙-2023", "丙-2023"]))
    {'淮安市': ['丙'], '修武县': ['甲'], '': ['乙']}
    """
    regions = reports["region"].fillna("").groupby(bodies(reports)).max()
    pairs = sorted(
        zip(regions, regions.index, strict=True),
        key=lambda pair: (pair[0] == "", _collated(pair[0]), _collated(pair[1])),
    )
    told: dict[str, list[str]] = {}
    for region, body in pairs:
        told.setdefault(region, []).append(body)
    return told


def _collated(name: str) -> tuple[bytes, str]:
    # Half of a character, which no encoding has, must not stop a page.
    return name.encode("gb18030", "replace"), name


def needless(region: str, bodies: Iterable[str]) -> bool:
    """Tell whether the names of its bodies tell a region already: 东陵县, 东陵县人民政府."""
    return bool(region) and all(body.startswith(region) for body in bodies)


def newest(panel: Panel) -> list[str]:
    """Return the id of each issuer's newest report, in the order of `by_region`."""
    reports = panel.reports
    # Of several of the same year the first; those of no known year are the oldest.
    by_year = reports.assign(
        body=bodies(reports), year=reports["year"].fillna(-1), place=range(len(reports))
    )
    last = by_year.sort_values(["year", "place"], ascending=[False, True]).drop_duplicates("body")
    ids = dict(zip(last["body"], last["report"], strict=True))
    return [ids[body] for own in by_region(reports).values() for body in own]
