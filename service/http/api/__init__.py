"""The HTTP API: one module of routes per subject, all of them listed here."""

from service.http.api.comments import comments
from service.http.api.reading import reading
from service.http.openapi import Blueprint

BLUEPRINTS: tuple[Blueprint, ...] = (comments, reading)
"""Every group of routes; `create_app` registers them in this order."""
