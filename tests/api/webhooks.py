"""Programs that call the webhook routes."""

import base64
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient

from config.settings import Settings
from service.http.app import create_app
from service.moderation.keys import create_key
from service.store.engine import Store
from tests.support.rows import NOON

Call = Callable[..., Any]
URL = "http://127.0.0.1:9/hooks"


def client_for(store: Store, tmp_path: Path, **environ: str) -> FlaskClient:
    settings = Settings.from_env(
        {
            "TALIQ_DATA_DIR": str(tmp_path),
            "TALIQ_SECRET_KEY": "a secret of the tests, long enough to be one",
            "TALIQ_EMAIL_KEYS": base64.urlsafe_b64encode(b"k" * 32).decode(),
            **environ,
        }
    )
    return create_app(settings, store=store).test_client()


def caller(client: FlaskClient, store: Store, scope: str = "webhooks") -> Call:
    """`call(method, path, body, **headers)` with a key of this scope; English unless told."""
    with store.transaction() as db:
        key = create_key(db, name="editors", scopes=[scope], now=NOON).key

    def call(method: str, path: str, body: Any = None, **headers: str) -> Any:
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        said = {"Authorization": f"Bearer {key}", "Accept-Language": "en", **names}
        return client.open(path, method=method, json=body, headers=said)

    return call


def create(call: Call, **body: Any) -> dict[str, Any]:
    reply = call("POST", "/v1/webhooks", {"url": URL, **body})
    assert reply.status_code == 201, reply.json
    return reply.json
