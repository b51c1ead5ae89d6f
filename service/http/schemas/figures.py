"""Figures of a newsroom's days, as asked for and given."""

from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from marshmallow import fields

from service.http.schemas.base import Length, OneOf, Schema, flawed
from service.http.schemas.reading import SiteQuery
from service.moderation.desk_figures import MOST_DAYS

_ZONES = frozenset(available_timezones())


class Zone(fields.String):
    """A time zone of the IANA database, such as `Asia/Riyadh`."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        name = super()._deserialize(value, attr, data, **kwargs)
        if name not in _ZONES:
            raise flawed("zone.unknown")
        return ZoneInfo(name)


class FiguresQuery(SiteQuery):
    """Days, both included, and by whose clock."""

    first = fields.Date(
        data_key="from",
        load_default=None,
        metadata={"description": "The first day; seven days back where nothing is said."},
    )
    last = fields.Date(
        data_key="to",
        load_default=None,
        metadata={"description": f"The last day, today where nothing is said; {MOST_DAYS} days at most."},
    )
    zone = Zone(load_default=None, metadata={"description": "IANA name; else TALIQ_TIME_ZONE."})
    article = fields.String(
        load_default=None,
        validate=Length(min=1, max=200),
        metadata={"description": "The site's own id of the only article that counts."},
    )


class _Counts(fields.Dict):
    """Numbers by name."""

    def __init__(self, **options: Any) -> None:
        super().__init__(keys=fields.String(), values=fields.Integer(), required=True, **options)


class StepOut(Schema):
    """An hour or a day: what was sent in it, by the state that it is in now."""

    at = fields.DateTime(required=True, format="iso")
    total = fields.Integer(required=True)
    states = _Counts()


class PublishingOut(Schema):
    """How long published comments had waited."""

    published = fields.Integer(required=True)
    median_s = fields.Float(required=True, allow_none=True)
    p95_s = fields.Float(required=True, allow_none=True)


class BacklogOut(Schema):
    """What waits now: for a person, and for its checks."""

    held = fields.Integer(required=True)
    oldest_held_at = fields.DateTime(required=True, format="iso", allow_none=True)
    pending = fields.Integer(required=True)
    oldest_pending_at = fields.DateTime(required=True, format="iso", allow_none=True)


class ReasonFiguresOut(Schema):
    """What a reason held. upheld: turned down by a person; overturned: published by one."""

    code = fields.String(required=True)
    message = fields.String(required=True)
    held = fields.Integer(required=True)
    upheld = fields.Integer(required=True)
    overturned = fields.Integer(required=True)
    open = fields.Integer(required=True)


class ModelFiguresOut(Schema):
    """How people agree with a model. missed: turned down for its subject without its having held."""

    held = fields.Integer(required=True)
    upheld = fields.Integer(required=True)
    overturned = fields.Integer(required=True)
    missed = fields.Integer(required=True)


class LoadOut(Schema):
    """One moderator's decisions."""

    id = fields.String(required=True)
    decisions = fields.Integer(required=True)
    actions = _Counts()


class WebhookHealthOut(Schema):
    """Deliveries to one endpoint, by their state."""

    id = fields.String(required=True)
    description = fields.String(required=True, allow_none=True)
    enabled = fields.Boolean(required=True)
    deliveries = _Counts()
    mean_ms = fields.Float(required=True, allow_none=True)


class FiguresOut(Schema):
    """All figures. `held`: cases opened in these days; `backlog` is of now."""

    first = fields.Date(required=True, data_key="from")
    last = fields.Date(required=True, data_key="to")
    zone = fields.String(required=True)
    step = fields.String(required=True, validate=OneOf(["hour", "day"]))
    volume = fields.List(fields.Nested(StepOut), required=True)
    publishing = fields.Nested(PublishingOut, required=True)
    backlog = fields.Nested(BacklogOut, required=True)
    held = fields.Integer(required=True)
    reasons = fields.List(fields.Nested(ReasonFiguresOut), required=True)
    models = fields.Dict(keys=fields.String(), values=fields.Nested(ModelFiguresOut), required=True)
    moderators = fields.List(fields.Nested(LoadOut), required=True)
    webhooks = fields.List(fields.Nested(WebhookHealthOut), required=True)
