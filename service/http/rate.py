"""Limits at the HTTP edge: refusing with 429, and the RateLimit fields.

Source: IETF draft-ietf-httpapi-ratelimit-headers-10.
"""

from collections.abc import Sequence

from flask import Response, g

from service.domain.errors import TaliqError
from service.http.context import services
from service.limits import Rule, Standing


def use_limits(uses: Sequence[tuple[Rule, str]]) -> None:
    """Count this request. Raises TaliqError (`limit.exceeded`, 429) when a rule refuses it."""
    g.standings = standings = services().limiter.use(uses)
    refused = next((standing for standing in standings if not standing.allowed), None)
    if refused is not None:
        raise TaliqError("limit.exceeded", retry_after=refused.reset_s)


def add_limit_headers(reply: Response) -> Response:
    """After every request: how the counted rules stand."""
    standings: list[Standing] = g.get("standings", [])
    if standings:
        reply.headers["RateLimit-Policy"] = ", ".join(
            f'"{standing.rule.name}";q={standing.rule.amount};w={standing.rule.seconds}'
            for standing in standings
        )
        reply.headers["RateLimit"] = ", ".join(
            f'"{standing.rule.name}";r={standing.remaining};t={standing.reset_s}' for standing in standings
        )
    return reply
