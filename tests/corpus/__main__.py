"""Print the scores of whatever is scored: ``PYTHONPATH=src:tests python -m corpus``."""

from importlib import import_module
from importlib.util import find_spec

for name in ("figures", "points"):
    if find_spec(f"corpus.{name}"):
        print("\n".join(import_module(f"corpus.{name}").report()))
