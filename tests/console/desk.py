"""A browser at the console, without its window: keeps the cookie, fills in forms, says where it comes from."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from html.parser import HTMLParser

import pyotp
from flask.testing import FlaskClient
from sqlalchemy import update
from werkzeug.test import TestResponse

from service.moderation import people
from service.secrets import Keyring
from service.store.engine import Store
from service.store.tables import totp

PASSWORD = "a lighthouse keeper counts gulls"
EMAIL = "nada@newsroom.example"
OWN_PAGE = {"Sec-Fetch-Site": "same-origin"}
_OFFER = re.compile(r'name="offer" value="([^"]+)"')
_SECRET = re.compile(r'class="secret">([A-Z2-7 ]+)<')
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@dataclass
class Desk:
    """One person at the console."""

    client: FlaskClient
    store: Store
    keyring: Keyring
    shown: str = ""

    def invite(self, role: str = "moderator", *, email: str = EMAIL, at: datetime | None = None) -> str:
        """The path of a one-time link made at that time, now unless told."""
        with self.store.transaction() as db:
            made = people.invite(
                db, keyring=self.keyring, email=email, role=role, now=at or datetime.now(UTC)
            )
        return f"/console/sign-in/{made.token}"

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.client.get(
            path, headers={name.replace("_", "-"): value for name, value in headers.items()}
        )

    def send(self, path: str, headers: dict[str, str] | None = None, /, **fields: str | int) -> TestResponse:
        """A form from a page of the console, unless the headers say otherwise."""
        return self.client.post(path, data=fields, headers=OWN_PAGE if headers is None else headers)

    def come_in(self, role: str = "moderator", *, email: str = EMAIL) -> "Desk":
        """Signed in for the first time."""
        reply = self.send(self.invite(role, email=email), password=PASSWORD)
        assert reply.status_code == 303, reply.text
        return self

    def sign_in(self, *, email: str = EMAIL, password: str = PASSWORD) -> TestResponse:
        return self.send("/console/sign-in", email=email, password=password)

    def set_up_factor(self) -> str:
        """Put an authenticator in force; returns its secret. The page with the recovery codes is `shown`."""
        offered = self.get("/console/second-factor").text
        found = _OFFER.search(offered)
        secret = _SECRET.search(offered)
        assert found is not None
        assert secret is not None
        key = secret[1].replace(" ", "")
        reply = self.with_code(
            key,
            lambda code: self.send(
                "/console/second-factor", code=code, offer=found[1], csrf_token=self.token()
            ),
        )
        assert reply.status_code == 200, reply.text
        self.shown = reply.text
        return key

    def with_code(self, secret: str, send: Callable[[str], TestResponse]) -> TestResponse:
        """Send the authenticator's present code; once more where its half minute ended on the way."""
        while True:
            step, reply = self._step(), send(pyotp.TOTP(secret).now())
            if reply.status_code < 400 or step == self._step():
                return reply

    def half_a_minute_later(self) -> None:
        """The authenticator shows a code that was not used yet."""
        with self.store.transaction() as db:
            db.execute(update(totp).values(last_step=0))

    @staticmethod
    def _step() -> int:
        return int(time.time()) // 30

    def queue(self, query: str = "") -> str:
        """The page of the queue."""
        reply = self.get(f"/console/queue{query}")
        assert reply.status_code == 200, reply.headers
        return reply.text

    def token(self) -> str:
        """The token that the forms of this session carry."""
        found = _TOKEN.search(self.get("/console/settings").text)
        assert found is not None
        return found[1]

    def decide(self, comment_id: str, action: str, *, revision: int = 1, reason: str = "") -> str:
        """Send a card's form; returns the page that it leads to."""
        fields = {"action": action, "revision": revision, "reason": reason, "csrf_token": self.token()}
        reply = self.send(f"/console/comments/{comment_id}/decisions", **fields)
        assert reply.status_code == 303, reply.text
        return self.get(reply.location).text


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def text_of(html: str) -> str:
    """What a person reads on a page, with single blanks."""
    reader = _Text()
    reader.feed(html)
    return " ".join("".join(reader.parts).split())
