"""Print the scores: ``PYTHONPATH=src:tests python -m corpus [FILE …]``, of all files if none is named."""

import sys
from importlib import import_module
from importlib.util import find_spec

for name in ("figures", "points"):
    if find_spec(f"corpus.{name}"):
        print("\n".join(import_module(f"corpus.{name}").report(*sys.argv[1:])))
