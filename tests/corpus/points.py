"""How well `problems` and its themes do on the labelled sections.

At first reading, before anything was changed for them: `stranger.toml` (by a hand that had not seen
the code) counts right 66.7 %, themes F1 0.647, pairs precision 0.943 and recall 0.623;
`team_points_third.toml` 56.7 %, 0.506, 0.827 and 0.544; after the code was widened for these two,
`team_points_fourth.toml` 85.7 %, 0.746, 1.000 and 0.921; after that, `team_points_fifth.toml` 100 %,
0.849, 1.000 and 1.000; after that, `second_stranger.toml` (by another hand that had not seen the
code) 65.0 %, 0.741, 1.000 and 0.769. Last, `third_stranger.toml`, for which nothing was changed:
90.0 %, 0.797, 0.946 and 0.926. The three of the team are by those who wrote the code: a stranger's
score is lower.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from reportkit import problems
from reportkit.text import squeeze

from . import Labelled, load

#: A label's words are looked for by their first characters.
_WORDS = 6


@dataclass
class Scores:
    """Counts over sections, and the shares that follow from them."""

    sections: int = 0
    right: int = 0
    themes: list[int] = field(default_factory=lambda: [0, 0, 0])  # found and right, found, labelled
    pairs: list[int] = field(default_factory=lambda: [0, 0, 0])
    wrong: list[str] = field(default_factory=list)

    @property
    def counts(self) -> float:
        """The share of sections with both counts right."""
        return self.right / self.sections if self.sections else float("nan")

    @property
    def theme_f1(self) -> float:
        """F1 of themes over all points, each theme of a point counted (micro)."""
        return _f1(*self.themes)

    @property
    def pair_precision(self) -> float:
        """Of the pairs found, the share that is labelled."""
        return self.pairs[0] / self.pairs[1] if self.pairs[1] else float("nan")

    @property
    def pair_recall(self) -> float:
        """Of the pairs labelled, the share that is found."""
        return self.pairs[0] / self.pairs[2] if self.pairs[2] else float("nan")


def _f1(right: int, found: int, labelled: int) -> float:
    return 2 * right / (found + labelled) if found + labelled else float("nan")


def score(sections: Sequence[Labelled]) -> Scores:
    """Score all sections that are labelled for problems and measures."""
    scores = Scores()
    for one in sections:
        if one.problems is not None or one.improvements is not None:
            _score(one, scores)
    return scores


def _score(one: Labelled, scores: Scores) -> None:
    table = problems(one.narrative)
    if one.this_year:
        table = table[~table["earlier"]]
    found, places = {}, {}
    for kind, theme in (("problem", "theme"), ("improvement", "improvement_theme")):
        labelled = (one.problems if kind == "problem" else one.improvements) or ()
        rows = table[table[kind].notna()]
        texts = rows[kind].tolist()
        found[kind] = len(texts)
        matched = _match([words for words, _ in labelled], texts)
        told = [set(codes.split(";")) if isinstance(codes, str) else set() for codes in rows[theme]]
        for at, (words, codes) in enumerate(labelled):
            wanted = {code.strip() for code in codes.split(";") if code.strip()}
            mate = matched.get(at)
            have = told[mate] if mate is not None else set()
            scores.themes[0] += len(wanted & have)
            scores.themes[2] += len(wanted)
            if wanted != have:
                scores.wrong.append(f"{one.id} theme: {words} | {sorted(wanted)} | {sorted(have)}")
        scores.themes[1] += sum(map(len, told))
        back = {row: at for at, row in matched.items()}
        places[kind] = {row: back.get(n) for n, row in enumerate(rows.index)}
    both = table[table["answers"].notna()]
    rows = dict(zip(table["order"], table.index, strict=True))
    pairs = [(places["problem"][rows[row.answers]], places["improvement"][row.Index])
             for row in both.itertuples()]  # fmt: skip
    wanted_pairs = {(a - 1, b - 1) for a, b in one.pairs}
    scores.pairs[0] += sum(pair in wanted_pairs for pair in pairs)
    scores.pairs[1] += len(pairs)
    scores.pairs[2] += len(wanted_pairs)
    if set(pairs) != wanted_pairs:
        scores.wrong.append(f"{one.id} pairs: {sorted(wanted_pairs)} | {pairs}")
    scores.sections += 1
    expected = (len(one.problems or ()), len(one.improvements or ()))
    if expected == (found["problem"], found["improvement"]):
        scores.right += 1
    else:
        scores.wrong.append(
            f"{one.id} counts: {expected} | {found} {table[['problem', 'improvement']].values.tolist()}"
        )


def _match(words: list[str], texts: list[str]) -> dict[int, int]:
    """Match labels to points, in order: by their first words, else by what is left between."""
    matched: dict[int, int] = {}
    free = list(range(len(texts)))
    for at, label in enumerate(words):
        start = "".join(squeeze(label).split())[:_WORDS]
        hit = next((row for row in free if start in "".join(texts[row].split())), None)
        if hit is not None:
            matched[at] = hit
            free.remove(hit)
    return matched


def report(name: str, scores: Scores) -> str:
    """Return the scores in a few lines."""
    return (
        f"{name}: {scores.sections} sections, counts right {scores.counts:.1%}, "
        f"themes F1 {scores.theme_f1:.3f}, pairs precision {scores.pair_precision:.1%} "
        f"recall {scores.pair_recall:.1%}"
    )


def main(names: Sequence[str], *, verbose: bool = False) -> None:
    """Print the scores of labelled files."""
    for name in names:
        sections = load(name)
        scores = score(sections)
        if scores.sections:
            print(report(name, scores))
            if verbose:
                print("\n".join(scores.wrong))
