"""What probes are told."""

from marshmallow import fields

from service.http.schemas.base import Schema


class HealthOut(Schema):
    """The process answers."""

    status = fields.String(required=True, metadata={"enum": ["ok"]})


class ReadyOut(Schema):
    """Whether comments are accepted and checked."""

    status = fields.String(required=True, metadata={"enum": ["ready", "not_ready"]})
    not_ready = fields.List(
        fields.String(), required=True, metadata={"description": "Parts that are to blame."}
    )
    parts = fields.Dict(
        keys=fields.String(),
        values=fields.Dict(),
        required=True,
        metadata={
            "description": "database, redis, workers, backlog: each with `ok`, `state` and its figures."
        },
    )
