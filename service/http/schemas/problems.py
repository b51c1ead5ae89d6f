"""Refusals, for the documentation: `service.http.problems` makes them."""

from marshmallow import fields

from service.http.schemas.base import Schema


class FaultOut(Schema):
    """One fault of one field."""

    field = fields.String(
        required=True, metadata={"description": "JSON path with dots; empty for the whole."}
    )
    code = fields.String(required=True, metadata={"description": "Stable; see /docs/errors."})
    message = fields.String(required=True)


class ProblemOut(Schema):
    """RFC 9457, with our members."""

    type = fields.String(required=True, metadata={"description": "Where the code is explained."})
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True)
    code = fields.String(required=True, metadata={"description": "Stable; see /docs/errors."})
    errors = fields.List(fields.Nested(FaultOut), required=True)
    request_id = fields.String(required=True)
    present = fields.Dict(metadata={"description": "The thing as it is now, where the request was late."})
