"""Print the scores: ``PYTHONPATH=src:tests python -m corpus [-v] [FILE …]``; all files, if none."""

import sys
from pathlib import Path

from corpus import figures, points

given = [name for name in sys.argv[1:] if not name.startswith("-")]
names = given or sorted(path.stem for path in Path(__file__).parent.glob("*.toml"))
for module in (figures, points):
    module.main(names, verbose="-v" in sys.argv)
