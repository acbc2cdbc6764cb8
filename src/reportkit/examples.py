"""The bundled data: where it lies in an installed package and in a checkout."""

from functools import cache
from importlib.resources import files
from pathlib import Path


@cache
def folder(name: str) -> Path:
    """Return a top-level folder of the project: in a wheel it travels inside the package."""
    package = Path(str(files(__package__)))
    for place in (package / name, package.parents[1] / name):
        if place.is_dir():
            return place
    raise FileNotFoundError(f"reportkit was installed without its folder {name}: install it again.")


def example(name: str = "xiuwu-2023") -> Path:
    """Return the path of a bundled report.

    Parameters
    ----------
    name : str
        "xiuwu-2023": the report of 修武县人民政府 for 2023, as text copied from its page.

    Returns
    -------
    Path
        Of a file that `read_report` reads.

    Raises
    ------
    ValueError
        No report of that name is bundled; the message lists those that are.

    Examples
    --------
    >>> example("xiuwu-2023").name
    'xiuwu-2023.txt'
    """
    reports = {path.stem: path for path in sorted((folder("data") / "reports").iterdir())}
    if name not in reports:
        raise ValueError(f"no bundled report {name!r}; there are: {', '.join(reports)}")
    return reports[name]
