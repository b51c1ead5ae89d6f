"""Every reason code that the product can give, and how much harm each stands for.

Codes are API: they are never renamed. A list entry may carry a reason of the
newsroom's own; such a code is not in here and weighs `OWN_REASON`.
"""

from collections.abc import Mapping
from types import MappingProxyType

HARM: Mapping[str, float] = MappingProxyType(
    {
        # lists and the abuse model
        "abuse.threat": 1.0,
        "abuse.hate": 0.9,
        "abuse.obscene": 0.7,
        "abuse.insult": 0.7,
        "abuse.model": 0.7,
        "list.match": 0.5,
        # lists, links and the spam model
        "spam.phrase": 0.4,
        "spam.model": 0.4,
        "spam.links": 0.4,
        "spam.offer": 0.5,
        "spam.chain": 0.3,
        "spam.author_link": 0.3,
        # names
        "name.impersonation": 0.8,
        "name.direction": 0.4,
        "name.advertising": 0.4,
        # form
        "form.honeypot": 0.3,
        "form.too_fast": 0.2,
        "form.stale": 0.1,
        # repetition and velocity
        "repetition.campaign": 0.6,
        "repetition.same_author": 0.3,
        "velocity.author": 0.3,
        # privacy
        "privacy.phone": 0.8,
        "privacy.account": 0.8,
        "privacy.card": 0.8,
        "privacy.national_id": 0.8,
        "privacy.email": 0.6,
        "privacy.chat_link": 0.5,
        # sanctions
        "sanction.ban": 0.5,
        "sanction.hold_all": 0.4,
        # quoting: only ever a note
        "quote.article": 0.0,
        "quote.parent": 0.0,
        "quote.marked": 0.0,
        "quote.told": 0.0,
        # trust: only ever a note
        "author.trust": 0.0,
        # what `judge` adds by itself
        "author.new": 0.2,
        "article.pre": 0.2,
        "article.closed": 0.1,
        "check.unavailable": 0.3,
        "check.failed": 0.3,
    }
)
"""Weight of a code in [0, 1], by which urgency is reckoned."""

OWN_REASON = 0.5


def harm_of(code: str) -> float:
    """Weight in [0, 1] of any code, of the newsroom's own ones too."""
    return HARM.get(code, OWN_REASON)
