"""A moderator's program looks at the queue, claims cards, and opens one."""

import pytest
from flask.testing import FlaskClient

from service.domain.ids import new_id
from service.store.engine import Store
from tests.support.held import INSULT, a_held_comment, a_published_comment
from tests.support.moderators import Moderator
from tests.support.rows import a_commenter, a_pending_comment, an_article

ROUTES = [
    ("GET", "/queue"),
    ("POST", "/claims"),
    ("DELETE", "/claims"),
    ("GET", "/comments/cmt_01jd8000000000000000000000"),
    ("POST", "/decisions"),
    ("POST", "/batches/bat_01jd8000000000000000000000/undo"),
    ("GET", "/articles/a-1"),
    ("PUT", "/articles/a-1"),
    ("GET", "/lists"),
    ("POST", "/lists"),
    ("PATCH", "/lists/lst_01jd8000000000000000000000"),
    ("DELETE", "/lists/lst_01jd8000000000000000000000"),
    ("GET", "/sanctions"),
    ("POST", "/sanctions"),
    ("DELETE", "/sanctions/san_01jd8000000000000000000000"),
    ("GET", "/policy"),
    ("PUT", "/policy"),
    ("GET", "/audit"),
    ("GET", "/audit/check"),
    ("GET", "/figures"),
]


@pytest.fixture
def amal(client: FlaskClient, store: Store) -> Moderator:
    return Moderator(client, store)


@pytest.fixture
def basim(client: FlaskClient, store: Store) -> Moderator:
    return Moderator(client, store)


class TestAccess:
    @pytest.mark.parametrize(("method", "path"), ROUTES)
    def test_nobody_without_a_key(self, sqlite_client: FlaskClient, method: str, path: str):
        assert sqlite_client.open(f"/v1/moderation{path}", method=method, json={}).status_code == 401

    @pytest.mark.parametrize(("method", "path"), ROUTES)
    def test_no_key_of_another_scope(
        self, sqlite_client: FlaskClient, sqlite_store: Store, method: str, path: str
    ):
        reply = Moderator(sqlite_client, sqlite_store, "webhooks").call(method, path, {})
        assert (reply.status_code, reply.get_json()["code"]) == (403, "auth.scope_missing")

    @pytest.mark.parametrize("scope", ["moderate", "admin"])
    def test_moderators_and_administrators_read_the_log(
        self, sqlite_client: FlaskClient, sqlite_store: Store, scope: str
    ):
        assert Moderator(sqlite_client, sqlite_store, scope).get("/audit").status_code == 200


class TestCard:
    def test_it_holds_all_that_a_decision_needs(self, amal: Moderator, store: Store):
        with store.transaction() as db:
            article = an_article(db, key="a-1", title="عنوان", mode="pre")
            parent = a_published_comment(db, "تعليق سابق", article_id=article)
            author = a_commenter(db, name="سلمى", published=3, rejected=1)
            held = a_held_comment(
                db,
                article_id=article,
                commenter_id=author,
                parent_id=parent,
                priority=62.5,
                ip_prefix="192.0.2.0/24",
            )
        (card,) = amal.get("/queue").get_json()["items"]
        comment = card["comment"]
        assert (comment["id"], comment["revision"], comment["state"]) == (held, 1, "held")
        assert comment["body"] == INSULT
        assert card["article"] == {
            "id": "a-1",
            "title": "عنوان",
            "url": "https://news.example/a",
            "mode": "pre",
            "lead": None,
            "section": None,
        }
        assert card["parent"] == {
            "id": parent,
            "state": "published",
            "author_name": "سلمى",
            "body": "تعليق سابق",
        }
        author = card["author"]
        assert (author["published"], author["rejected"], author["trust"]) == (3, 1, None)
        assert card["author"]["ip_prefix"] == "192.0.2.0/24"
        assert card["priority"] == {"total": 62.5, "parts": {"harm": 62.5}}
        assert (card["case"]["kind"], card["case"]["escalated"], card["lease"]) == ("new", False, None)

    def test_signals_mark_their_words_in_the_body(self, amal: Moderator, store: Store):
        with store.transaction() as db:
            a_held_comment(db)
        (signal,) = amal.get("/queue").get_json()["items"][0]["signals"]
        ((start, end),) = signal["spans"]
        assert (INSULT[start:end], signal["code"], signal["score"]) == ("أحمق", "abuse.insult", 0.91)

    def test_it_speaks_the_language_of_the_request(self, amal: Moderator, store: Store):
        with store.transaction() as db:
            a_held_comment(db)
        english = amal.get("/queue").get_json()["items"][0]
        arabic = amal.get("/queue", Accept_Language="ar").get_json()["items"][0]
        assert english["signals"][0]["message"] == "The comment has words like an insult."
        assert arabic["signals"][0]["message"] == "في التعليق ألفاظ تشبه الإهانة."
        assert (english["reasons"][0]["message"], arabic["reasons"][0]["message"]) == ("Insult", "إهانة")

    def test_it_holds_no_address(self, amal: Moderator, store: Store):
        with store.transaction() as db:
            person = a_commenter(db, email_domain="canary.example")
            held = a_held_comment(db, commenter_id=person)
        assert "canary" not in amal.get("/queue").text
        assert "canary" not in amal.get(f"/comments/{held}").text


class TestQueue:
    def test_pages_follow_each_other(self, amal: Moderator, store: Store):
        with store.transaction() as db:
            held = [a_held_comment(db) for _ in range(3)]
        first = amal.get("/queue?limit=2").get_json()
        second = amal.get(f"/queue?limit=2&cursor={first['next_cursor']}").get_json()
        assert [card["comment"]["id"] for card in first["items"] + second["items"]] == held
        assert second["next_cursor"] is None

    def test_filters_are_taken_from_the_query(self, amal: Moderator, store: Store):
        with store.transaction() as db:
            wanted = a_held_comment(db, "كلام عن الإقتصاد", reasons=("spam.links",), language="ar")
            a_held_comment(db)
        query = {"q": "الاقتصاد", "reason": "spam.links", "lang": "ar", "min_age": "60", "order": "oldest"}
        found = amal.get("/queue?" + "&".join(f"{name}={value}" for name, value in query.items()))
        assert [card["comment"]["id"] for card in found.get_json()["items"]] == [wanted]

    @pytest.mark.parametrize(
        ("query", "field", "code"),
        [
            ("limit=0", "limit", "field.range"),
            ("limit=101", "limit", "field.range"),
            ("limit=many", "limit", "field.type"),
            ("order=random", "order", "field.choice"),
            ("state=lost", "state", "field.choice"),
            ("cursor=nonsense", "cursor", "cursor.invalid"),
            ("min_age=-1", "min_age", "field.range"),
            ("min_age=99999999999999999999", "min_age", "field.range"),
            ("q=%00", "q", "text.forbidden"),
        ],
    )
    def test_what_is_malformed_is_named(
        self, sqlite_client: FlaskClient, sqlite_store: Store, query: str, field: str, code: str
    ):
        reply = Moderator(sqlite_client, sqlite_store).get(f"/queue?{query}")
        assert reply.status_code == 422
        assert [(fault["field"], fault["code"]) for fault in reply.get_json()["errors"]] == [(field, code)]


class TestClaims:
    def test_a_claim_is_yours_and_nobody_elses(self, amal: Moderator, basim: Moderator, store: Store):
        with store.transaction() as db:
            held = a_held_comment(db)
        claimed = amal.post("/claims", {"limit": 5}).get_json()
        assert [card["comment"]["id"] for card in claimed["items"]] == [held]
        assert claimed["items"][0]["lease"] == {"by": "you", "until": claimed["until"]}
        assert basim.post("/claims", {}).get_json()["items"] == []
        assert basim.get("/queue").get_json()["items"][0]["lease"]["by"] == "someone"

    def test_a_claimed_card_is_refused_to_others_until_given_back(
        self, amal: Moderator, basim: Moderator, store: Store
    ):
        with store.transaction() as db:
            held = a_held_comment(db)
        amal.post("/claims", {})
        (refused,) = basim.decide({"comment_id": held, "action": "approve"})["results"]
        assert (refused["status"], refused["problem"]["code"]) == ("refused", "case.claimed")
        assert amal.call("DELETE", "/claims").get_json() == {"given_back": 1}
        assert basim.decide({"comment_id": held, "action": "approve"})["results"][0]["status"] == "done"

    def test_named_claims_alone_are_given_back(self, amal: Moderator, basim: Moderator, store: Store):
        with store.transaction() as db:
            kept, given = a_held_comment(db), a_held_comment(db)
        amal.post("/claims", {})
        assert amal.call("DELETE", "/claims", {"comment_ids": [given]}).get_json() == {"given_back": 1}
        offered = basim.post("/claims", {}).get_json()["items"]
        assert [card["comment"]["id"] for card in offered] == [given] != [kept]

    def test_a_card_can_be_claimed_by_name(self, amal: Moderator, store: Store):
        with store.transaction() as db:
            a_held_comment(db, priority=90)
            wanted = a_held_comment(db, priority=10)
        claimed = amal.post("/claims", {"comment_ids": [wanted]}).get_json()["items"]
        assert [card["comment"]["id"] for card in claimed] == [wanted]

    @pytest.mark.parametrize(
        "body", [{"limit": 0}, {"limit": 101}, {"limit": "5"}, {"comment_ids": []}, {"who": "me"}]
    )
    def test_what_is_malformed_is_refused(
        self, sqlite_client: FlaskClient, sqlite_store: Store, body: dict[str, object]
    ):
        assert Moderator(sqlite_client, sqlite_store).post("/claims", body).status_code == 422


class TestOneComment:
    def test_it_shows_how_it_came_to_be_what_it_is(self, amal: Moderator, store: Store):
        with store.transaction() as db:
            held = a_held_comment(db)
        amal.decide({"comment_id": held, "action": "reject", "reason": "offtopic", "note": "خارج الموضوع"})
        found = amal.get(f"/comments/{held}").get_json()
        assert [revision["body"] for revision in found["revisions"]] == [INSULT]
        assert [(check["check"], check["error"]) for check in found["checks"]] == [("abuse", None)]
        assert found["checks"][0]["signals"][0]["code"] == "abuse.insult"
        assert found["verdict"]["outcome"] == "hold"
        assert [(made["action"], made["actor"]["kind"]) for made in found["decisions"]] == [
            ("hold", "policy"),
            ("reject", "moderator"),
        ]
        last = found["decisions"][-1]
        assert (last["message"], last["note"]) == ("The comment is not about the article", "خارج الموضوع")
        [note] = found["notes"]
        assert (note["text"], note["decision_id"], note["actor"]) == (
            "خارج الموضوع",
            last["id"],
            last["actor"],
        )
        assert (found["case"], found["priority"], found["deliveries"]) == (None, None, [])

    def test_one_that_waits_for_its_checks_can_be_opened(self, amal: Moderator, store: Store):
        with store.transaction() as db:
            pending = a_pending_comment(db)
        found = amal.get(f"/comments/{pending}").get_json()
        assert (found["comment"]["state"], found["verdict"], found["signals"]) == ("pending", None, [])

    def test_absence_and_no_access_look_the_same(self, amal: Moderator, store: Store):
        from sqlalchemy import insert, select

        from service.store.tables import site

        with store.transaction() as db:
            held = a_held_comment(db)
            first = dict(db.execute(select(site)).mappings().one())
            db.execute(insert(site).values({**first, "id": "sit_other", "key": "other"}))
        missing = amal.get(f"/comments/{new_id('cmt')}")
        elsewhere = amal.get(f"/comments/{held}?site=other")
        assert missing.status_code == elsewhere.status_code == 404
        assert {**missing.get_json(), "request_id": ""} == {**elsewhere.get_json(), "request_id": ""}
        assert missing.get_json()["code"] == "comment.not_found"
