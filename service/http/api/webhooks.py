"""Webhook endpoints and their delivery log, for programs with the scope `webhooks`."""

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any

from flask import Response, current_app

from config.tasks import DELIVER_DUE, FAN_OUT
from service.domain.events import EventType
from service.http.access import access, current_caller
from service.http.context import current_site, keyring, now, nudge, store
from service.http.idempotency import idempotency_key
from service.http.openapi import Blueprint
from service.http.schemas.reading import SiteQuery
from service.http.schemas.webhooks import (
    DeliveriesOut,
    DeliveriesQuery,
    DeliveryOut,
    PageQuery,
    TestSentOut,
    WebhookChangeIn,
    WebhookIn,
    WebhookOut,
    WebhookSecretOut,
    WebhooksOut,
)
from service.http.targets import admitted
from service.moderation import deliveries as delivery_cases
from service.moderation import endpoints as cases
from service.moderation.repeats import Reply, idempotent
from service.store.delivery_log import LoggedDelivery
from service.store.endpoints import Endpoint
from service.store.engine import Db

webhooks = Blueprint(
    "webhooks", __name__, description="Endpoints that hear of events, and their delivery log."
)

_ONE = '/v1/webhooks/<id("whk"):webhook_id>'


@webhooks.get("/v1/webhooks")
@webhooks.arguments(PageQuery, location="query")
@webhooks.response(200, WebhooksOut)
@access(scope="webhooks")
def list_webhooks(query: dict[str, Any]) -> Response:
    """The site's endpoints."""
    with store().read() as db:
        found, cursor = cases.list_endpoints(
            db, site_id=current_site().id, limit=query["limit"], cursor=query["cursor"]
        )
    return _json({"items": [_webhook(one) for one in found], "next_cursor": cursor})


@webhooks.post("/v1/webhooks")
@webhooks.arguments(WebhookIn)
@webhooks.response(201, WebhookSecretOut, description="The only reply that shows the secret.")
@access(scope="webhooks")
def create_webhook(wanted: dict[str, Any]) -> Response:
    """Register an endpoint. Its name is looked up now and again before every attempt."""
    target = admitted(wanted["url"])  # before the transaction: a lookup may take seconds
    types = None if wanted["types"] is None else tuple(EventType(kind) for kind in wanted["types"])
    new = cases.NewEndpoint(target, types, wanted["description"])
    site_id, keys, caller, moment = current_site().id, keyring(), current_caller().id, now()

    def create(db: Db) -> Endpoint:
        made, _ = cases.create_endpoint(db, keys, site_id=site_id, new=new, created_by=caller, now=moment)
        return made

    return _with_secret(create, status=201)


@webhooks.get(_ONE)
@webhooks.arguments(SiteQuery, location="query")
@webhooks.response(200, WebhookOut)
@access(scope="webhooks")
def one_webhook(_query: dict[str, Any], webhook_id: str) -> Response:
    """One endpoint."""
    with store().read() as db:
        found = cases.get_endpoint(db, site_id=current_site().id, endpoint_id=webhook_id)
    return _json(_webhook(found))


@webhooks.patch(_ONE)
@webhooks.arguments(WebhookChangeIn)
@webhooks.response(200, WebhookOut)
@access(scope="webhooks")
def change_webhook(wanted: dict[str, Any], webhook_id: str) -> Response:
    """Change an endpoint; its secret stays."""
    changes = {name: value for name, value in wanted.items() if name != "url"}
    if "url" in wanted:
        changes["target"] = admitted(wanted["url"])
    site_id, moment = current_site().id, now()
    changed = store().write(
        lambda db: cases.change_endpoint(
            db, site_id=site_id, endpoint_id=webhook_id, changes=changes, now=moment
        )
    )
    return _json(_webhook(changed))


@webhooks.delete(_ONE)
@webhooks.response(204)
@access(scope="webhooks")
def delete_webhook(webhook_id: str) -> None:
    """Delete an endpoint with its secrets and its delivery log."""
    site_id = current_site().id
    store().write(lambda db: cases.delete_endpoint(db, site_id=site_id, endpoint_id=webhook_id))


@webhooks.post(_ONE + "/rotate")
@webhooks.response(200, WebhookSecretOut, description="With the new secret; the old one signs for 24 h more.")
@access(scope="webhooks")
def rotate_webhook(webhook_id: str) -> Response:
    """Make a new secret. For 24 hours every attempt carries the signatures of both."""
    site_id, keys, moment = current_site().id, keyring(), now()

    def rotate(db: Db) -> Endpoint:
        found, _ = cases.rotate_secret(db, keys, site_id=site_id, endpoint_id=webhook_id, now=moment)
        return found

    return _with_secret(rotate, status=200)


@webhooks.post(_ONE + "/test")
@webhooks.response(202, TestSentOut)
@access(scope="webhooks")
def test_webhook(webhook_id: str) -> Response:
    """Send an `endpoint.test` event to this endpoint alone."""
    site_id, key, moment = current_site().id, idempotency_key(current_caller().id), now()

    def work(db: Db) -> Reply:
        def run() -> Reply:
            event_id = cases.send_test(db, site_id=site_id, endpoint_id=webhook_id, now=moment)
            return Reply(202, {"event_id": event_id})

        return idempotent(db, key, now=moment, run=run)

    reply = store().write(work)
    nudge().ring(FAN_OUT)
    return _json(reply.body, reply)


@webhooks.get(_ONE + "/deliveries")
@webhooks.arguments(DeliveriesQuery, location="query")
@webhooks.response(200, DeliveriesOut)
@access(scope="webhooks")
def list_deliveries(query: dict[str, Any], webhook_id: str) -> Response:
    """What was sent to an endpoint, attempt by attempt."""
    with store().read() as db:
        found, cursor = delivery_cases.list_deliveries(
            db,
            site_id=current_site().id,
            endpoint_id=webhook_id,
            state=query["state"],
            limit=query["limit"],
            cursor=query["cursor"],
        )
    return _json({"items": [_delivery(one) for one in found], "next_cursor": cursor})


@webhooks.post('/v1/deliveries/<id("dlv"):delivery_id>/resend')
@webhooks.response(202, DeliveryOut)
@access(scope="webhooks")
def resend(delivery_id: str) -> Response:
    """Send one delivery again now, under the same `webhook-id`."""
    site_id, moment = current_site().id, now()
    logged = store().write(
        lambda db: delivery_cases.resend_delivery(db, site_id=site_id, delivery_id=delivery_id, now=moment)
    )
    nudge().ring(DELIVER_DUE)
    return _json(_delivery(logged), Reply(202, {}))


def _with_secret(change: Callable[[Db], Endpoint], *, status: int) -> Response:
    """Run a change that makes a secret, and show it; a repeat under one key shows it again.

    Only the endpoint's id is kept for the repeat: a secret is stored encrypted or not at all.
    """
    site_id, keys, moment = current_site().id, keyring(), now()
    key = idempotency_key(current_caller().id)

    def work(db: Db) -> tuple[Reply, Endpoint, str]:
        reply = idempotent(db, key, now=moment, run=lambda: Reply(status, {"id": change(db).id}))
        shown = cases.get_endpoint(db, site_id=site_id, endpoint_id=reply.body["id"])
        secret = cases.present_secret(db, keys, endpoint_id=shown.id, now=moment)
        return reply, shown, secret.reveal()

    reply, shown, secret = store().write(work)
    return _json(_webhook(shown) | {"secret": secret}, reply)


def _webhook(found: Endpoint) -> dict[str, Any]:
    hidden = {"site_id", "created_by"}
    return {name: value for name, value in dataclasses.asdict(found).items() if name not in hidden}


def _delivery(logged: LoggedDelivery) -> dict[str, Any]:
    shown = dataclasses.asdict(logged)
    return {"webhook_id": shown.pop("endpoint_id"), **shown}


def _json(data: Mapping[str, Any], reply: Reply | None = None) -> Response:
    made = Response(current_app.json.dumps(data), reply.status if reply else 200, mimetype="application/json")
    if reply is not None and reply.replayed:
        made.headers["Idempotent-Replayed"] = "true"
    return made
