"""flask-smorest as this product uses it: strict reading, problem documents, OpenAPI 3.1."""

import http
from typing import Any

import flask_smorest
from flask import Flask
from flask_smorest.spec.plugins import FlaskPlugin
from flask_smorest.utils import prepare_response

from service.http.parsing import StrictParser
from service.http.problems import MEDIA_TYPE
from service.http.routing import ArticleConverter, IdConverter, article_schema, id_schema
from service.http.schemas.problems import ProblemOut

OPENAPI_VERSION = "3.1.0"
_INTRODUCTION = """Comment moderation for news sites, Arabic first.

Errors are RFC 9457 problem documents. `Accept-Language` chooses Arabic (the default) or English.
`site=KEY` in the query names the site where the host does not."""


class Blueprint(flask_smorest.Blueprint):  # type: ignore[misc]
    """A group of routes; `@blueprint.arguments(SchemaIn)` reads strictly."""

    ARGUMENTS_PARSER = StrictParser()


class Api(flask_smorest.Api):  # type: ignore[misc]
    """The OpenAPI document and the registration of routes; errors are answered by `problems`."""

    ERROR_SCHEMA = ProblemOut

    def _register_error_handlers(self) -> None:
        """Nothing: `problems.register_problems` answers them all."""

    def _register_responses(self) -> None:
        """As the library's, with the media type that refusals really have."""
        for status in http.HTTPStatus:
            response: dict[str, Any] = {"description": status.phrase}
            if status >= 400:
                response["schema"] = self.ERROR_SCHEMA
            prepare_response(response, self.spec, MEDIA_TYPE)
            self.spec.components.response(status.name, response, lazy=True)
        refusal: dict[str, Any] = {"description": "A refusal", "schema": self.ERROR_SCHEMA}
        prepare_response(refusal, self.spec, MEDIA_TYPE)
        self.spec.components.response("DEFAULT_ERROR", refusal, lazy=True)


def create_api(app: Flask, *, version: str) -> Api:
    """The API of an application; register blueprints on it."""
    app.config.update(API_TITLE="Taliq", API_VERSION=version, OPENAPI_VERSION=OPENAPI_VERSION)
    flask_plugin = FlaskPlugin()
    flask_plugin.register_converter(IdConverter, id_schema)
    flask_plugin.register_converter(ArticleConverter, article_schema)
    api = Api(
        app,
        spec_kwargs={
            "flask_plugin": flask_plugin,
            "info": {
                "description": _INTRODUCTION,
                "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
            },
            # Relative, so that the page at /docs may try requests under whatever name it was opened.
            "servers": [{"url": "/"}],
        },
    )
    api.spec.components.security_scheme(
        "key",
        {
            "type": "http",
            "scheme": "bearer",
            "description": "An API key (`taliq key create`) with the scope named.",
        },
    )
    return api
