"""A moderator's program: calls with a key of its own."""

from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from service.moderation.keys import create_key
from service.store.engine import Store
from tests.support.rows import NOON


class Moderator:
    """Says `get("/queue")` for `GET /v1/moderation/queue` with its key; English unless told."""

    def __init__(self, client: FlaskClient, store: Store, scope: str = "moderate") -> None:
        with store.transaction() as db:
            key = create_key(db, name="a program", scopes=[scope], now=NOON)
        self.id = key.id
        self._key = key.key
        self._client = client

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> TestResponse:
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        said = {"Authorization": f"Bearer {self._key}", "Accept-Language": "en", **names}
        return self._client.open(f"/v1/moderation{path}", method=method, json=body, headers=said)

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.call("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> TestResponse:
        return self.call("POST", path, body, **headers)

    def decide(self, *decisions: dict[str, Any], **headers: str) -> dict[str, Any]:
        """The reply to decisions; `revision` is 1 where none is named."""
        named = [{"revision": 1} | decision for decision in decisions]
        reply = self.post("/decisions", {"decisions": named}, **headers)
        assert reply.status_code == 200, reply.get_json()
        found: dict[str, Any] = reply.get_json()
        return found
