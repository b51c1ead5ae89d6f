"""The HTTP API: one module of routes per subject, all of them listed here."""

from service.http.api.comments import comments
from service.http.openapi import Blueprint

BLUEPRINTS: tuple[Blueprint, ...] = (comments,)
"""Every group of routes; `create_app` registers them in this order."""
