"""What every reply of the API has in common, whoever asks."""

from typing import Any

from tests.support.product import Product, Reply

_MEMBERS = {"type", "title", "status", "detail", "code", "errors", "request_id"}


def problem(reply: Reply) -> tuple[int, str]:
    """Status and code of a refusal that has every member of a problem document."""
    assert reply.headers["Content-Type"] == "application/problem+json"
    assert set(reply.json) >= _MEMBERS
    assert reply.json["status"] == reply.status
    return reply.status, reply.json["code"]


def decide(product: Product, desk: dict[str, Any], **decision: Any) -> dict[str, Any]:
    """The result of one decision on a first revision."""
    reply = product.post("/v1/moderation/decisions", {"decisions": [{"revision": 1} | decision]}, **desk)
    assert (reply.status, set(reply.json)) == (200, {"batch_id", "results"})
    [result] = reply.json["results"]
    return dict(result)
