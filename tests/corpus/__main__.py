"""Print the scores of the labelled sections: ``python -m corpus [-v] [file …]``."""

import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

#: The modules that score, each with ``main(names, *, verbose)``.
SCORING = ("figures", "points")

given = [name for name in sys.argv[1:] if not name.startswith("-")]
names = given or sorted(path.stem for path in Path(__file__).parent.glob("*.toml"))
for module in SCORING:
    if find_spec(f"corpus.{module}"):
        print(f"{module}:")
        import_module(f"corpus.{module}").main(names, verbose="-v" in sys.argv)
