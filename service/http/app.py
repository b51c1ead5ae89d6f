"""The application: `create_app` builds everything, nothing happens at import."""

import atexit
from importlib.metadata import version
from typing import Any

import orjson
from flask import Flask, Response
from flask.json.provider import JSONProvider
from werkzeug.middleware.proxy_fix import ProxyFix

from config.settings import Settings
from service.http.access import check_access
from service.http.api import BLUEPRINTS
from service.http.console import BLUEPRINTS as CONSOLE_BLUEPRINTS
from service.http.context import EXTENSION, Services
from service.http.demo.views import demo
from service.http.docs.views import docs
from service.http.headers import register_headers
from service.http.look import look
from service.http.metrics import register_metrics
from service.http.openapi import create_api
from service.http.problems import register_problems
from service.http.rate import add_limit_headers
from service.http.routing import register_converters
from service.http.sites import SiteDirectory
from service.limits import Limiter
from service.nudge import Nudge
from service.secrets import Keyring
from service.store.engine import Store


class FastJson(JSONProvider):
    """orjson: UTF-8 with Arabic as it is, RFC 3339 times in UTC."""

    def dumps(self, obj: Any, **_options: Any) -> str:
        """JSON text of plain values and aware times."""
        return orjson.dumps(obj, option=orjson.OPT_UTC_Z).decode()

    def loads(self, s: str | bytes, **_options: Any) -> Any:
        """The value of a JSON text of our own; requests are read by `parsing`."""
        return orjson.loads(s)

    def response(self, *args: Any, **kwargs: Any) -> Response:
        """A JSON reply."""
        value = self._prepare_response_obj(args, kwargs)
        return Response(orjson.dumps(value, option=orjson.OPT_UTC_Z), mimetype="application/json")


def create_app(settings: Settings, *, store: Store | None = None) -> Flask:
    """The API, the console and the widget of one process.

    settings: with their secrets (`ensure_development_secrets`).
    store: one that the caller closes; else one is opened for the life of the process.
    """
    app = Flask("service.http", static_folder=None)
    app.json = FastJson(app)
    app.extensions[EXTENSION] = _open_services(settings, store)
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    register_converters(app)
    register_metrics(app)
    register_headers(app)
    register_problems(app)
    app.before_request(check_access)
    app.after_request(add_limit_headers)
    api = create_api(app, version=version("taliq"))
    for blueprint in BLUEPRINTS:
        api.register_blueprint(blueprint)
    app.register_blueprint(docs)
    app.register_blueprint(look)
    for pages in CONSOLE_BLUEPRINTS:
        app.register_blueprint(pages)
    if not settings.production:
        app.register_blueprint(demo)
    return app


def _open_services(settings: Settings, store: Store | None) -> Services:
    opened = store or Store(settings.database_url)
    nudge = Nudge(settings)
    if store is None:
        atexit.register(opened.close)
    return Services(
        settings=settings,
        store=opened,
        keyring=Keyring.derive(settings.secret_key, settings.email_keys),
        nudge=nudge,
        limiter=Limiter(settings),
        sites=SiteDirectory(opened),
    )
