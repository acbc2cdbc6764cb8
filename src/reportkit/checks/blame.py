"""What `locate` found, in words: the cells that are likely wrong, answer by answer."""

import pandas as pd

from .wording import Said, say

#: Of a component so many answers are told; the others are counted.
TOLD = 3


def blame(located: pd.DataFrame) -> list[Said]:
    """Say what `locate` found of one report, a sentence an answer."""
    said: list[Said] = []
    for _, component in located.groupby("component", sort=False):
        answers = [answer for _, answer in component.groupby("solution")]
        for answer in answers[:TOLD]:
            changed = [Said(*pair) for pair in zip(answer["message_zh"], answer["message_en"],
                                                   strict=True)]  # fmt: skip
            text = Said("；".join(each.zh for each in changed),
                        "; ".join(each.en for each in changed))  # fmt: skip
            rank = int(answer["solution"].iloc[0])
            if answer["unique"].all():
                said.append(say("blame_unique", cells=text))
            else:
                said.append(say("blame_rank", rank=rank, cells=text) if rank else text)
        if len(answers) > TOLD:
            said.append(say("blame_more", count=len(answers) - TOLD))
        if (component["status"] == "cut").any():
            said.append(say("blame_cut"))
    return said
