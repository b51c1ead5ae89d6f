"""The moderators' console: pages without script where none is needed, one module of views per subject."""

from flask import Blueprint

from service.http.console.campaigns import campaigns
from service.http.console.care import care
from service.http.console.claims import claims
from service.http.console.comment import comment
from service.http.console.decisions import decisions
from service.http.console.figures import figures
from service.http.console.openid import openid
from service.http.console.passkeys import passkeys
from service.http.console.people import people
from service.http.console.queue import queue
from service.http.console.saved_queues import saved
from service.http.console.second_factor import factor
from service.http.console.settings import own_settings
from service.http.console.sign_in import sign_in

BLUEPRINTS: tuple[Blueprint, ...] = (
    sign_in,
    factor,
    queue,
    decisions,
    claims,
    comment,
    campaigns,
    saved,
    care,
    figures,
    own_settings,
    passkeys,
    openid,
    people,
)
"""Every group of pages; `create_app` registers them."""
