"""POST …/comments: what a reader is answered, and what is stored by then."""

from datetime import datetime
from pathlib import Path

from flask.testing import FlaskClient
from sqlalchemy import select, update

from config.settings import Settings
from service.domain.ids import is_id
from service.http.app import create_app
from service.secrets import Keyring
from service.store.engine import Store
from service.store.tables import comment, revision, site
from tests.support.rows import an_article
from tests.support.settings import settings_for_tests
from tests.support.submissions import a_submission, number_of_comments, send


class TestReceipt:
    def test_it_names_the_comment_and_its_next_steps(self, client: FlaskClient):
        reply = send(client)
        receipt = reply.get_json()
        assert reply.status_code == 202
        assert is_id(receipt["id"], "cmt")
        assert receipt["state"] == "pending"
        assert receipt["status_url"] == f"/v1/comments/{receipt['id']}/status"
        assert datetime.fromisoformat(receipt["edit_until"]).tzinfo is not None

    def test_the_comment_is_committed_by_then(self, client: FlaskClient, store: Store):
        made = send(client).get_json()["id"]
        with store.read() as db:
            assert db.execute(select(comment.c.state).where(comment.c.id == made)).scalar_one() == "pending"

    def test_its_token_is_the_derived_one(self, client: FlaskClient, settings: Settings):
        receipt = send(client).get_json()
        keyring = Keyring.derive(settings.secret_key, settings.email_keys)
        assert receipt["token"] == keyring.author_token(receipt["id"])

    def test_it_speaks_arabic_unless_asked_for_english(self, sqlite_client: FlaskClient):
        assert send(sqlite_client).get_json()["message"] == "تعليقك بانتظار المراجعة."
        assert send(sqlite_client, language="fr").get_json()["message"] == "تعليقك بانتظار المراجعة."
        assert "awaiting" in send(sqlite_client, language="en-GB,ar;q=0.5").get_json()["message"]

    def test_it_must_not_be_kept_by_caches(self, sqlite_client: FlaskClient):
        assert send(sqlite_client).headers["Cache-Control"] == "no-store"


class TestFields:
    def test_optional_ones_may_be_left_out(self, client: FlaskClient):
        least = {"author_name": "سلمى", "author_email": "salma@example.org", "body": "شكراً"}
        assert send(client, least).status_code == 202

    def test_an_address_reserved_for_tests_may_be_used(self, sqlite_client: FlaskClient):
        assert send(sqlite_client, a_submission(author_email="salma@site.test")).status_code == 202

    def test_the_stored_text_is_the_cleaned_one(self, client: FlaskClient, store: Store):
        made = send(client, a_submission(body=" e\u0301\r\nسطر\u202eثانٍ ")).get_json()["id"]
        with store.read() as db:
            text = db.execute(select(revision.c.body).where(revision.c.comment_id == made)).scalar_one()
        assert text == "é\nسطرثانٍ"

    def test_a_filled_honeypot_is_accepted_like_any_other(self, client: FlaskClient):
        assert send(client, a_submission(honeypot="x", rendered_at="2020-01-01T00:00:00Z")).status_code == 202

    def test_an_article_id_may_be_arabic_or_a_path(self, client: FlaskClient):
        assert send(client, article="أخبار/2026//مقال?".replace("?", "%3F")).status_code == 202

    def test_a_closed_article_refuses(self, client: FlaskClient, store: Store):
        with store.transaction() as db:
            an_article(db, key="a-1", mode="closed")
        reply = send(client)
        assert (reply.status_code, reply.get_json()["code"]) == (403, "article.comments_closed")


class TestSite:
    def test_an_unknown_one_is_named_as_such(self, sqlite_client: FlaskClient):
        reply = sqlite_client.post("/v1/articles/a/comments?site=nope", json=a_submission())
        assert (reply.status_code, reply.get_json()["code"]) == (404, "site.unknown")

    def test_a_site_of_known_articles_refuses_others(self, client: FlaskClient, store: Store):
        with store.transaction() as db:
            db.execute(update(site).values(known_articles_only=True))
        reply = send(client)
        assert (reply.status_code, reply.get_json()["code"]) == (404, "article.unknown")


class TestSameTextAgain:
    def test_the_first_receipt_comes_again_as_200(self, client: FlaskClient, store: Store):
        first, again = send(client), send(client)
        assert (again.status_code, again.headers["Idempotent-Replayed"]) == (200, "true")
        told, told_again = first.get_json(), again.get_json()
        # Whoever sends a text that somebody else wrote proves nothing by it.
        assert told.pop("author_token") != told_again.pop("author_token")
        assert told_again == told
        with store.read() as db:
            assert number_of_comments(db) == 1


class TestAddressOfTheClient:
    def test_only_trusted_proxies_are_believed(self, sqlite_store: Store, tmp_path: Path):
        forwarded = {"X-Forwarded-For": "198.51.100.7, 203.0.113.9"}
        for hops, network in (("0", "127.0.0.0/24"), ("1", "203.0.113.0/24"), ("2", "198.51.100.0/24")):
            app = create_app(settings_for_tests(tmp_path, TRUSTED_PROXIES=hops), store=sqlite_store)
            made = app.test_client().post(
                "/v1/articles/a/comments", json=a_submission(body=f"عبر {hops}"), headers=forwarded
            )
            assert stored_prefix(sqlite_store, made.get_json()["id"]) == network

    def test_an_ipv6_address_is_kept_as_its_48_bits(self, sqlite_client: FlaskClient, sqlite_store: Store):
        made = sqlite_client.post(
            "/v1/articles/a/comments",
            json=a_submission(),
            environ_base={"REMOTE_ADDR": "2001:db8:1:2::3"},
        )
        assert stored_prefix(sqlite_store, made.get_json()["id"]) == "2001:db8:1::/48"


def stored_prefix(store: Store, comment_id: str) -> str:
    with store.read() as db:
        return db.execute(select(comment.c.ip_prefix).where(comment.c.id == comment_id)).scalar_one()
