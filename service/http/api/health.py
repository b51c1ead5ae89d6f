"""Probes: alive, ready, and figures for Prometheus."""

from typing import Any

from flask import Response

from service.http.access import access
from service.http.context import now, settings, store
from service.http.metrics import MEDIA_TYPE, exposition
from service.http.openapi import Blueprint
from service.http.readiness import all_parts, oldest_unchecked_s
from service.http.schemas.health import HealthOut, ReadyOut

health = Blueprint("operations", __name__, description="Probes and figures.")


@health.get("/healthz")
@health.response(200, HealthOut)
@access("public")
def healthz() -> dict[str, str]:
    """Say that the process lives; nothing else is asked."""
    return {"status": "ok"}


@health.get("/readyz")
@health.response(200, ReadyOut)
@health.alt_response(503, schema=ReadyOut, description="Some part is not ready.")
@access("public")
def readyz() -> Any:
    """Say whether comments are accepted and checked, and which part is to blame if not."""
    parts = all_parts(store(), settings(), now=now())
    failing = [part.name for part in parts if not part.is_ok]
    body = {
        "status": "not_ready" if failing else "ready",
        "not_ready": failing,
        "parts": {part.name: {"ok": part.is_ok, "state": part.state, **part.facts} for part in parts},
    }
    return body, 503 if failing else 200, {"Retry-After": "5"} if failing else {}


@health.get("/metrics")
@health.response(200, content_type="text/plain", description="Prometheus' text format")
@access("public")
def metrics() -> Response:
    """Figures of all processes: requests, accepted comments, limits, the oldest unchecked comment."""
    age = oldest_unchecked_s(store(), now=now())
    return Response(exposition(oldest_unchecked_s=age), content_type=MEDIA_TYPE)
