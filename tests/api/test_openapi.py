"""The OpenAPI document says what the API does, and the API does what it says."""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime

import pytest
import schemathesis
from flask import Flask
from flask.testing import FlaskClient
from flask_smorest.spec.plugins import RE_URL
from hypothesis import HealthCheck, assume, given
from hypothesis import settings as hypothesis_settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import positive_data_acceptance
from schemathesis.core.parameters import ParameterLocation

from service.http.app import create_app
from service.moderation.keys import create_key
from service.store.engine import Store
from service.store.heartbeats import beat
from tests.support.databases import SqliteDatabases
from tests.support.rows import NOON
from tests.support.settings import settings_for_tests


@pytest.fixture(scope="session")
def documented_app(
    sqlite_databases: SqliteDatabases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """One application for all examples: what one leaves behind, the next one meets."""
    with sqlite_databases.fresh_url() as url:
        store = Store(url)
        with store.transaction() as db:
            beat(db, "host:1", now=datetime.now(UTC))
        yield create_app(settings_for_tests(tmp_path_factory.mktemp("openapi")), store=store)
        store.close()


@pytest.fixture(scope="session")
def admin_key(documented_app: Flask) -> str:
    store: Store = documented_app.extensions["taliq"].store
    with store.transaction() as db:
        return create_key(db, name="contract", scopes=["admin"], now=NOON).key


class TestDocument:
    def test_it_is_openapi_3_1_and_cached_by_its_etag(self, sqlite_client: FlaskClient):
        reply = sqlite_client.get("/openapi.json")
        assert reply.get_json()["openapi"].startswith("3.1")
        again = sqlite_client.get("/openapi.json", headers={"If-None-Match": reply.headers["ETag"]})
        assert again.status_code == 304

    def test_it_lists_every_route_of_the_api(self, sqlite_app: Flask, sqlite_client: FlaskClient):
        paths = sqlite_client.get("/openapi.json").get_json()["paths"]
        documented = {(path, method.upper()) for path, item in paths.items() for method in item}
        routes = {
            (RE_URL.sub(r"{\1}", rule.rule), method)
            for rule in sqlite_app.url_map.iter_rules()
            if rule.rule.startswith("/v1/")
            for method in rule.methods - {"HEAD", "OPTIONS"}
        }
        assert routes <= documented

    def test_every_refusal_is_a_problem_document(self, sqlite_client: FlaskClient):
        document = sqlite_client.get("/openapi.json").get_json()
        for item in document["paths"].values():
            for operation in item.values():
                if isinstance(operation, dict) and "responses" in operation:
                    assert operation["responses"]["default"] == {
                        "$ref": "#/components/responses/DEFAULT_ERROR"
                    }
        assert list(document["components"]["responses"]["DEFAULT_ERROR"]["content"]) == [
            "application/problem+json"
        ]

    def test_the_page_that_shows_it_finds_its_files(self, sqlite_client: FlaskClient):
        page = sqlite_client.get("/docs").get_data(as_text=True)
        files = re.findall(r'(?:src|href|data-document)="(/[^"]+)"', page)
        assert len(files) == 5
        assert {sqlite_client.get(file).status_code for file in files} == {200}


class TestContract:
    @pytest.mark.parametrize("mode", list(GenerationMode))
    def test_every_operation_keeps_it(
        self, documented_app: Flask, admin_key: str, mode: GenerationMode, subtests: pytest.Subtests
    ):
        schema = schemathesis.openapi.from_wsgi("/openapi.json", documented_app)
        for result in schema.get_all_operations():
            operation = result.ok()
            with subtests.test(operation.label):
                try_examples(operation, mode, admin_key)


def try_examples(operation: schemathesis.APIOperation, mode: GenerationMode, key: str) -> None:
    """A few generated requests, each reply held to the checks of schemathesis.

    All but one: what a name, an address or a cursor has to be is more than JSON Schema can say,
    so a 422 for a text that fits the schema is right. test_submission_schema takes that side.
    """

    @given(case=operation.as_strategy(generation_mode=mode))
    @hypothesis_settings(max_examples=8, suppress_health_check=list(HealthCheck))
    def send(case: schemathesis.Case) -> None:
        # Our key takes the place of an Authorization header that was made wrong on purpose.
        assume(not case.meta.is_negative_at(ParameterLocation.HEADER))
        case.call_and_validate(
            headers={"Authorization": f"Bearer {key}"}, excluded_checks=[positive_data_acceptance]
        )

    with suppress(Unsatisfiable):  # an operation that takes nothing cannot be given anything wrong
        send()
