"""What the API counts. Processes share a folder (PROMETHEUS_MULTIPROC_DIR, set by whoever starts them)."""

import os
import time

from flask import Flask, Response, g, request
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector

ACCEPTED = Counter("taliq_comments_accepted", "Comments answered with a receipt.", ["kind"])
_requests = Counter("taliq_http_requests", "Requests answered, by route.", ["method", "route", "status"])
_seconds = Histogram(
    "taliq_http_request_seconds",
    "Time from reading the request to its reply.",
    ["route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
)

MEDIA_TYPE = CONTENT_TYPE_LATEST
_SHARED_FOLDER = "PROMETHEUS_MULTIPROC_DIR"


def register_metrics(app: Flask) -> None:
    """Count every request of the application."""
    app.before_request(_begin)
    app.after_request(_count)


def exposition(*, oldest_unchecked_s: float) -> bytes:
    """All figures of all processes in Prometheus' text format."""
    registry = CollectorRegistry()
    if os.environ.get(_SHARED_FOLDER):
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        shared = generate_latest(registry)
    else:
        shared = generate_latest(REGISTRY)
    present = CollectorRegistry()
    Gauge(
        "taliq_oldest_unchecked_seconds",
        "Age of the oldest comment that waits for its checks.",
        registry=present,
    ).set(oldest_unchecked_s)
    return bytes(shared + generate_latest(present))


def _begin() -> None:
    g.began = time.perf_counter()


def _count(reply: Response) -> Response:
    # The route's pattern, never the path: ids would make a series each.
    route = request.url_rule.rule if request.url_rule else "unknown"
    method = request.method if request.url_rule else "other"
    _requests.labels(method, route, str(reply.status_code)).inc()
    _seconds.labels(route).observe(time.perf_counter() - g.get("began", time.perf_counter()))
    return reply
