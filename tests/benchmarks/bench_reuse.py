"""How many copies are found among 20,000 narratives, how fast, and in how much memory.

By hand: ``pip install -e ".[bench]" datasketch``, then ``pytest -s tests/benchmarks/bench_reuse.py``.

- 20,000 narratives of about 1,000 characters, 2,000 of them copies of others: at least 99 % of the
  pairs above 0.8 are found, in at most 120 s and 2 GB. True are the planted pairs, each compared
  exactly; of the first 2,500, all pairs are, by the exact search, which tests/test_reuse.py holds
  against the definition.
- 2,000 narratives: MinHash and LSH by datasketch (128 permutations, the same shingles) in the same
  run, with the candidates of both verified alike.
- Two sections of 10,000 characters: `differences`, which `side_by_side` shows, beside difflib.
"""

import difflib
import random
import resource
import time

import numpy as np
import pandas as pd
import pytest

from many_narratives import copied, many
from many_narratives import narrative as written
from reportkit import reuse
from reportkit.narrative.candidates import candidates, verify
from reportkit.narrative.differences import differences
from reportkit.narrative.masked import mask, names_of
from reportkit.narrative.shingles import runs

MANY, SOME, COMPARED = 20_000, 2_500, 2_000
SECONDS, GIGABYTES, RECALL, ABOVE = 120, 2.0, 0.99, 0.8
KEY = ["report", "other"]


def masked(narrative: pd.DataFrame, reports: pd.DataFrame) -> dict[str, str]:
    issuers = dict(zip(reports["report"], reports["issuer"], strict=True))
    return {
        report: mask("\n".join(own), names_of(issuers[report])).text
        for report, own in narrative.groupby("report", sort=False)["text"]
    }


def greater(table: pd.DataFrame) -> pd.Series:
    return table[["share", "other_share"]].max(axis=1)


def bench_recall() -> None:
    narrative, reports, planted = many(MANY, seed=7)
    start = time.perf_counter()
    found = reuse(narrative, reports=reports)
    taken = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(
        f"\n{MANY:,} narratives: {taken:.1f} s, {taken / SECONDS:.2f} of the bound; "
        f"peak {peak:.2f} GB, {peak / GIGABYTES:.2f} of the bound"
    )
    hits = set(found.loc[found["kind"] != "form", KEY].itertuples(index=False, name=None))
    texts = masked(narrative, reports)
    place = {report: at for at, report in enumerate(texts)}
    pairs = np.array([(place[copy.report], place[copy.other]) for copy in planted])
    sizes = np.array([len(text) for text in texts.values()])
    shares = (verify(list(texts.values()), pairs) / sizes[pairs]).max(axis=1)
    for above in (ABOVE, 0.5, 0.3):
        true = [copy for copy, share in zip(planted, shares, strict=True) if share >= above]
        got = sum((copy.report, copy.other) in hits for copy in true)
        print(f"planted pairs above {above}: {got:,} of {len(true):,} found, {got / len(true):.4f}")
        assert above < ABOVE or got >= RECALL * len(true)
    few = reports.head(SOME)
    own = narrative[narrative["report"].isin(few["report"])]
    start = time.perf_counter()
    exact = reuse(own, reports=few, exact=True)
    taken = time.perf_counter() - start
    exact = exact[exact["kind"] != "form"]
    print(f"exact, {SOME:,} narratives, {SOME * (SOME - 1) // 2:,} pairs: {taken:.1f} s")
    for above in (ABOVE, 0.5, 0.3):
        true = set(exact.loc[greater(exact) >= above, KEY].itertuples(index=False, name=None))
        got = len(true & hits)
        print(f"all pairs above {above}: {got:,} of {len(true):,} found, {got / len(true):.4f}")
        assert above < ABOVE or got >= RECALL * len(true)


def bench_datasketch() -> None:
    datasketch = pytest.importorskip("datasketch")
    narrative, reports, _ = many(COMPARED, seed=8)
    texts = list(masked(narrative, reports).values())
    sizes = np.array([len(text) for text in texts])

    def alike(pairs: np.ndarray) -> set[tuple[int, int]]:
        shares = (verify(texts, pairs) / sizes[pairs]).max(axis=1)
        return set(map(tuple, pairs[shares >= ABOVE].tolist()))

    true = alike(candidates(texts, ABOVE, exact=True))
    times = {}
    start = time.perf_counter()
    ours = alike(candidates(texts, 0.2, exact=False))
    times["fingerprints"] = time.perf_counter() - start
    print(
        f"\n{COMPARED:,} narratives, {len(true)} pairs above {ABOVE}: fingerprints find {len(ours)}"
    )
    for threshold in (0.5, 0.25):
        start = time.perf_counter()
        index = datasketch.MinHashLSH(threshold=threshold, num_perm=128)
        pairs = []
        for at, text in enumerate(texts):
            sketch = datasketch.MinHash(num_perm=128)
            sketch.update_batch([run.encode() for run in runs(text)])
            pairs += [(int(hit), at) for hit in index.query(sketch)]
            index.insert(str(at), sketch)
        theirs = alike(np.array(sorted(pairs)))
        taken = time.perf_counter() - start
        print(
            f"datasketch, Jaccard {threshold}: {len(theirs)} found, {len(pairs)} candidates, {taken:.1f} s; "
            f"fingerprints {times['fingerprints']:.2f} s: {taken / times['fingerprints']:.1f} times as fast"
        )
    assert len(ours) >= RECALL * len(true)


def bench_differences() -> None:
    rng = random.Random(1)
    said = written(rng, "青石县", 2023, 10_000)
    pairs = {
        "a copy": copied(rng, said, 0.7, "柳湾区", 2024),
        "another": written(rng, "云台市", 2023, 10_000),
    }
    for name, other in pairs.items():
        old, new = "".join(said), "".join(other)
        start = time.perf_counter()
        pieces = differences(old, new)
        ours = time.perf_counter() - start
        start = time.perf_counter()
        difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
        theirs = time.perf_counter() - start
        assert "".join(piece.new for piece in pieces) == new
        print(
            f"\ndifferences, {name}: {ours:.3f} s, difflib {theirs:.3f} s: {theirs / ours:.1f} times as fast"
        )
