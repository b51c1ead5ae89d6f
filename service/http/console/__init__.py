"""The moderators' console: pages without script where none is needed, one module of views per subject."""

from flask import Blueprint

from service.http.console.campaigns import campaigns
from service.http.console.care import care
from service.http.console.claims import claims
from service.http.console.comment import comment
from service.http.console.decisions import decisions
from service.http.console.queue import queue
from service.http.console.saved_queues import saved
from service.http.console.sign_in import sign_in

BLUEPRINTS: tuple[Blueprint, ...] = (sign_in, queue, decisions, claims, comment, campaigns, saved, care)
"""Every group of pages; `create_app` registers them."""
