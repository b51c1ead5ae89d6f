"""The HTTP API: one module of routes per subject, all of them listed here."""

from service.http.api.articles_admin import articles_admin
from service.http.api.audit import audit
from service.http.api.campaigns import campaigns
from service.http.api.checkers import checkers
from service.http.api.comments import comments
from service.http.api.decisions import decisions
from service.http.api.figures import figures
from service.http.api.health import health
from service.http.api.lists import lists
from service.http.api.moderation import moderation
from service.http.api.policies import policies
from service.http.api.previews import previews
from service.http.api.reading import reading
from service.http.api.sanctions import sanctions
from service.http.api.webhooks import webhooks
from service.http.openapi import Blueprint

BLUEPRINTS: tuple[Blueprint, ...] = (
    health,
    comments,
    reading,
    webhooks,
    moderation,
    decisions,
    campaigns,
    articles_admin,
    lists,
    sanctions,
    policies,
    previews,
    checkers,
    audit,
    figures,
)
"""Every group of routes; `create_app` registers them in this order."""
