"""Webhook endpoints and their delivery log, as programs send and get them."""

from typing import Any

from marshmallow import fields

from service.domain.events import EventType
from service.http.schemas.base import Length, OneOf, Range, Schema, flawed
from service.http.schemas.reading import SiteQuery
from service.http.schemas.submission import TITLE_LENGTH, TitleText
from service.moderation.deliveries import STATES
from service.moderation.targets import LONGEST_URL

TYPES = [kind.value for kind in EventType]


class _Types(fields.List[Any]):
    """Event types to hear of, each once."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            fields.String(validate=OneOf(TYPES)),
            validate=Length(min=1, max=len(TYPES)),
            allow_none=True,
            **options,
        )

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> list[Any]:
        types: list[Any] = super()._deserialize(value, attr, data, **kwargs)
        if len(set(types)) != len(types):
            raise flawed("field.duplicate")
        return types


_URL = {
    "format": "webhook-url",
    "description": "https on port 443, with a public address; checked before every attempt.",
}
_TYPES = {"uniqueItems": True, "description": "null: every type."}
_DESCRIPTION = {"maxLength": TITLE_LENGTH, "format": "title"}


class WebhookIn(Schema):
    """A new endpoint."""

    url = fields.String(required=True, validate=Length(min=1, max=LONGEST_URL), metadata=_URL)
    types = _Types(load_default=None, metadata=_TYPES)
    description = TitleText(load_default=None, allow_none=True, metadata=_DESCRIPTION)


class WebhookChangeIn(Schema):
    """What shall be different; what is left out stays."""

    url = fields.String(validate=Length(min=1, max=LONGEST_URL), metadata=_URL)
    types = _Types(metadata=_TYPES)
    description = TitleText(allow_none=True, metadata=_DESCRIPTION)
    enabled = fields.Boolean(
        truthy={True},
        falsy={False},
        metadata={"description": "false ends what still waits; true forgets old failures."},
    )


class PageQuery(SiteQuery):
    """A page of a list."""

    limit = fields.Integer(load_default=50, validate=Range(min=1, max=100))
    cursor = fields.String(load_default=None, validate=Length(min=1, max=300))


class DeliveriesQuery(PageQuery):
    """A page of the delivery log."""

    state = fields.String(load_default=None, validate=OneOf(list(STATES)))


class WebhookOut(Schema):
    """An endpoint. `failing_since`: first failure since the last success."""

    id = fields.String(required=True)
    url = fields.String(required=True)
    types = fields.List(fields.String(), required=True, allow_none=True)
    description = fields.String(required=True, allow_none=True)
    enabled = fields.Boolean(required=True)
    disabled_reason = fields.String(
        required=True,
        allow_none=True,
        metadata={"enum": ["endpoint.gone", "endpoint.failing", "endpoint.switched_off", None]},
    )
    consecutive_failures = fields.Integer(required=True)
    failing_since = fields.DateTime(required=True, allow_none=True)
    last_success_at = fields.DateTime(required=True, allow_none=True)
    blocked_until = fields.DateTime(
        required=True, allow_none=True, metadata={"description": "The receiver asked for a pause until then."}
    )
    created_at = fields.DateTime(required=True)


class WebhookSecretOut(WebhookOut):
    """An endpoint with its secret, which no other reply shows."""

    secret = fields.String(required=True, metadata={"description": "`whsec_…` of Standard Webhooks."})


class WebhooksOut(Schema):
    """A page of endpoints, oldest first."""

    items = fields.List(fields.Nested(WebhookOut), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class TestSentOut(Schema):
    """The event of a test, on its way."""

    event_id = fields.String(required=True, metadata={"description": "Arrives as `webhook-id`."})


class AttemptOut(Schema):
    """One HTTP try."""

    number = fields.Integer(required=True)
    started_at = fields.DateTime(required=True)
    duration_ms = fields.Float(required=True)
    status = fields.Integer(
        required=True, allow_none=True, metadata={"description": "null: no answer began."}
    )
    error = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Short code; null where the receiver took it."},
    )
    response = fields.String(
        required=True, allow_none=True, metadata={"description": "First KiB of the answer."}
    )


class DeliveryOut(Schema):
    """One event for one endpoint, with every attempt, oldest first."""

    id = fields.String(required=True)
    webhook_id = fields.String(required=True)
    event_id = fields.String(required=True, metadata={"description": "The `webhook-id` of every attempt."})
    type = fields.String(required=True)
    comment_id = fields.String(required=True, allow_none=True)
    state = fields.String(required=True, metadata={"enum": list(STATES)})
    next_attempt_at = fields.DateTime(required=True, allow_none=True)
    created_at = fields.DateTime(required=True)
    ended_at = fields.DateTime(required=True, allow_none=True)
    attempts = fields.List(fields.Nested(AttemptOut), required=True)


class DeliveriesOut(Schema):
    """A page of the delivery log, newest first."""

    items = fields.List(fields.Nested(DeliveryOut), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
