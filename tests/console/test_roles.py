"""Route × role: `routes.txt` beside this file names who may use what, and every route is tried as everybody."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from service.http.app import create_app
from service.moderation import people
from service.moderation.sessions import Client, Session, begin_session
from service.secrets import Keyring
from service.store.engine import Store
from service.store.moderators import moderator_by_id
from tests.console.desk import OWN_PAGE
from tests.support.settings import settings_for_tests

ROLES = ("viewer", "moderator", "editor", "admin")
"""Each may do what those before it may."""

OPEN_WITHOUT_FACTOR = {
    "GET /console/second-factor",
    "POST /console/second-factor",
    "POST /console/second-factor/later",
    "GET /console/settings",
    "GET /console/settings/confirm",
    "POST /console/settings/confirm",
    'POST /console/settings/sessions/<id("ses"):session_id>/end',
    "POST /console/settings/sessions/end-others",
    "POST /console/sign-out",
}

PROVED_OTHERWISE = {
    # by the comment's own token
    'GET /v1/comments/<id("cmt"):comment_id>/status',
    # by the step before; without it they lead to the door
    "GET /console/sign-in/second-factor",
    "POST /console/sign-in/second-factor",
}


def table() -> dict[str, str]:
    """`GET /console/queue` → `viewer`."""
    lines = Path(__file__).with_name("routes.txt").read_text(encoding="utf-8").splitlines()
    rows = [line.split(maxsplit=1) for line in lines if line and not line.startswith("#")]
    return {" ".join(route.split(maxsplit=1)): who for who, route in rows}


TABLE = table()


class Newsroom:
    """An application with somebody of every role."""

    def __init__(self, app: Flask, store: Store, keyring: Keyring) -> None:
        self.app, self._store, self._keyring = app, store, keyring
        self.rules: dict[str, Rule] = {
            f"{method} {rule.rule}": rule
            for rule in app.url_map.iter_rules()
            for method in (rule.methods or set()) - {"OPTIONS", "HEAD"}
        }

    def session(self, role: str) -> Session:
        """A fresh one, since some routes end theirs."""
        now = datetime.now(UTC)
        with self._store.transaction() as db:
            made = people.invite(
                db, keyring=self._keyring, email=f"{role}@newsroom.example", role=role, now=now
            )
            person = moderator_by_id(db, made.moderator_id)
            assert person is not None
            return begin_session(db, person, client=Client("", None, ""), now=now)

    def ask(self, route: str, role: str | None) -> TestResponse:
        """Use a route as somebody of this role, with the token that their pages carry; None: nobody."""
        client, fields = self.app.test_client(), {}
        if role is not None:
            session = self.session(role)
            client.set_cookie("taliq", session.token)
            fields = {"csrf_token": session.csrf_token}
        method = route.partition(" ")[0]
        return client.open(
            self._path(self.rules[route]), method=method, headers=OWN_PAGE, data=fields or None
        )

    def _path(self, rule: Rule) -> str:
        """A path that leads to the rule, with ids of the right kind that nothing has."""
        values: dict[str, Any] = {
            name: f"{converter.prefix}_{'0' * 26}" if hasattr(converter, "prefix") else "1"
            for name, converter in rule._converters.items()
        }
        with self.app.test_request_context():
            built = rule.build(values)
            assert built is not None
            return built[1]


@pytest.fixture
def newsroom(app: Flask, sqlite_store: Store, keyring: Keyring) -> Newsroom:
    return Newsroom(app, sqlite_store, keyring)


def wants_sign_in(reply: TestResponse) -> bool:
    return reply.status_code == 303 and reply.location.startswith("/console/sign-in")


def is_refused_for_role(reply: TestResponse) -> bool:
    return reply.status_code == 403 and "لا يسمح دورك بهذا" in reply.text


class TestTable:
    def test_names_every_route(self, newsroom: Newsroom):
        assert set(newsroom.rules) == set(TABLE), "routes.txt says who may use a route"

    def test_opens_what_is_public_to_everybody(self, newsroom: Newsroom):
        public = [route for route, who in TABLE.items() if who == "public"]
        closed = [
            route
            for route in public
            if wants_sign_in(reply := newsroom.ask(route, None)) or reply.status_code == 401
        ]
        assert set(closed) == PROVED_OTHERWISE

    def test_asks_nobody_in_particular_to_sign_in(self, newsroom: Newsroom):
        opened = [
            route
            for route, who in TABLE.items()
            if who in ROLES and not wants_sign_in(newsroom.ask(route, None))
        ]
        assert opened == []

    def test_opens_a_programs_routes_to_nobody_with_a_cookie(self, newsroom: Newsroom):
        keyed = [route for route, who in TABLE.items() if who == "key"]
        opened = [
            route
            for route in keyed
            for role in (None, "admin")
            if newsroom.ask(route, role).status_code != 401
        ]
        assert opened == []


class TestRole:
    @pytest.mark.parametrize("role", ROLES)
    def test_opens_its_own_routes_and_refuses_all_above(self, newsroom: Newsroom, role: str):
        routes = {route: who for route, who in TABLE.items() if who in ROLES}
        refused = {route for route in routes if is_refused_for_role(newsroom.ask(route, role))}
        above = {route for route, who in routes.items() if ROLES.index(who) > ROLES.index(role)}
        assert refused == above

    @pytest.mark.parametrize("role", ROLES)
    def test_of_somebody_signed_in_never_leads_back_to_the_door(self, newsroom: Newsroom, role: str):
        routes = [route for route, who in TABLE.items() if who in ROLES and route != "POST /console/sign-out"]
        assert [route for route in routes if wants_sign_in(newsroom.ask(route, role))] == []


class TestProduction:
    def test_opens_to_somebody_without_a_second_factor_only_what_sets_one_up(
        self, tmp_path: Path, sqlite_store: Store, keyring: Keyring
    ):
        settings = settings_for_tests(tmp_path, ENV="production", PUBLIC_URL="http://talk.example")
        newsroom = Newsroom(create_app(settings, store=sqlite_store), sqlite_store, keyring)
        opened = {
            route
            for route, who in TABLE.items()
            if who in ROLES
            and route in newsroom.rules
            and newsroom.ask(route, "admin").location != "/console/second-factor"
        }
        assert opened | {"POST /console/second-factor/later"} == OPEN_WITHOUT_FACTOR
