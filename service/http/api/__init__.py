"""The HTTP API: one module of routes per subject, all of them listed here."""

from service.http.api.comments import comments
from service.http.api.health import health
from service.http.api.reading import reading
from service.http.api.webhooks import webhooks
from service.http.openapi import Blueprint

BLUEPRINTS: tuple[Blueprint, ...] = (health, comments, reading, webhooks)
"""Every group of routes; `create_app` registers them in this order."""
