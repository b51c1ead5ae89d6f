"""How many comments each list entry of a site touched, from what the checks found."""

from collections import Counter
from collections.abc import Iterable

from service.checks.lists import NAME
from service.checks.starter import STARTER_PREFIX
from service.domain.verdicts import Verdict


def hits_of(verdicts: Iterable[Verdict]) -> Counter[str]:
    """Comments by entry id; an entry counts once a comment, in shadow too.

    Starter entries are no rows of the site and have no counter.
    """
    return Counter(
        entry
        for verdict in verdicts
        for signal in verdict.signals
        if signal.check == NAME and not (entry := str(signal.evidence["entry"])).startswith(STARTER_PREFIX)
    )
