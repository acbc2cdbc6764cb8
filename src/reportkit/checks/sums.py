"""R1 to R4: the sums of the form, within one report."""

import numpy as np
import numpy.typing as npt

from ..matrix import NO_CELL, Matrix
from .findings import Batch, Codes, Facts, Standing, addresses, build
from .identities import Identity, evaluate, identities
from .telling import Telling


def sums(facts: Facts) -> Batch:
    """Hold every identity of the form against the cells, a finding an identity and report."""
    answers = evaluate(facts.matrix)
    rows, which = np.nonzero(answers.applies)
    form, examples = forms(facts.matrix)
    editions = facts.matrix.reports["edition"].tolist()

    def telling(row: int, identity: Identity) -> Telling:
        return Telling(facts.matrix, row, identity, editions[row])

    standings = [
        Standing(identity.rule, *identity.stated, addresses(telling(row, identity).cells()))
        for row in examples.tolist()
        for identity in identities()
    ]
    return build(
        facts,
        rows,
        form[rows] * len(identities()) + which,
        standings,
        status=answers.status[answers.applies],
        lenient=answers.status_blank_as_zero[answers.applies],
        stated=answers.stated[answers.applies],
        computed=answers.computed[answers.applies],
        tell=lambda i: telling(int(rows[i]), identities()[which[i]]).said(),
    )


def forms(matrix: Matrix) -> tuple[Codes, npt.NDArray[np.intp]]:
    """Group the reports by the cells that they have: the group of each, and one report of each.

    The findings of reports on the same form involve the same cells: they are named once a form.
    """
    bits = np.packbits(matrix.states != NO_CELL, axis=1)
    _, first, form = np.unique(bits, axis=0, return_index=True, return_inverse=True)
    return form.reshape(-1), first
