"""Asking a newsroom's own checkers: what they are told, what counts, and what silence means."""

import itertools
import time
from typing import Any

import orjson
import pytest
from standardwebhooks import Webhook

from service.domain.states import State
from service.moderation.targets import TargetGuard
from service.store.tables import check_result, comment, commenter
from tests.support.evaluation import (
    count,
    reasons_of,
    row_of,
    rows_of,
    signals_of,
    state_of,
)
from tests.support.rows import PLAIN
from tests.workers.checkers.desk import TIMEOUT_S, Desk, saying
from tests.workers.webhooks.receiver import answering, writing
from workers.checkers.breaker import FAILURES

HARSH = {
    "code": "tone.harsh",
    "score": 0.9,
    "spans": [[0, 4]],
    "message": {"ar": "نبرة حادة.", "en": "Harsh tone."},
}


def result_of(desk: Desk, comment_id: str, name: str = "tone") -> dict[str, Any] | None:
    rows = rows_of(desk.store, check_result, check_result.c.comment_id == comment_id)
    return next((row for row in rows if row["check"] == f"checker:{name}"), None)


def error_of(desk: Desk, comment_id: str, name: str = "tone") -> str | None:
    result = result_of(desk, comment_id, name)
    return result["error"] if result else None


class TestAQuestion:
    def test_it_tells_the_text_and_what_was_found_so_far(self, desk: Desk, receive):
        checker = receive()
        desk.add(checker.url)
        made = desk.checked("اتصل بي على 0501234567")
        (asked,) = checker.received
        told = orjson.loads(asked.body)
        assert set(told) == {
            *("comment_id", "revision", "article_id", "body", "language", "author_name", "results")
        }
        assert (told["comment_id"], told["revision"], told["language"]) == (made, 1, "ar")
        assert told["body"] == "اتصل بي على 0501234567"
        assert "privacy.phone" in {each["code"] for each in told["results"]}

    def test_it_is_signed_as_standard_webhooks_says(self, sqlite_desk: Desk, receive):
        checker = receive()
        _, secret = sqlite_desk.add(checker.url)
        sqlite_desk.checked()
        (asked,) = checker.received
        assert Webhook(secret.reveal()).verify(asked.body, asked.headers)

    def test_it_holds_no_address_of_the_reader(self, sqlite_desk: Desk, receive):
        checker = receive()
        sqlite_desk.add(checker.url)
        made = sqlite_desk.checked(ip_key="k" * 32, ip_prefix="203.0.113.0/24")
        row = row_of(sqlite_desk.store, made)
        author = rows_of(sqlite_desk.store, commenter, commenter.c.id == row["commenter_id"])[0]
        sent = checker.received[0].body.decode()
        for private in (author["email_domain"], author["email_index"], row["ip_key"], row["ip_prefix"]):
            assert private not in sent

    def test_the_secret_is_stored_encrypted(self, sqlite_desk: Desk, receive):
        checker_id, secret = sqlite_desk.add(receive().url)
        from service.store.tables import checker

        (row,) = rows_of(sqlite_desk.store, checker, checker.c.id == checker_id)
        assert secret.reveal().encode() not in row["ciphertext"]

    def test_no_transaction_is_open_meanwhile(self, desk: Desk, receive):
        wrote: list[int] = []

        def writes(request: Any) -> None:
            with desk.store.transaction() as db:  # would wait for a lock that asking held
                wrote.append(db.execute(comment.update().values(form_seconds=1.0)).rowcount)
            saying()(request)

        desk.add(receive(writes).url, timeout_s=5.0)
        made = desk.checked()
        assert (wrote, state_of(desk.store, made)) == ([1], State.PUBLISHED)


class TestAnAnswer:
    def test_a_score_from_the_threshold_holds_with_its_words_and_spans(self, desk: Desk, receive):
        desk.add(receive(saying(HARSH)).url, hold_at=0.9)
        made = desk.checked()
        assert state_of(desk.store, made) is State.HELD
        assert reasons_of(desk.store, made) == ["tone.harsh"]
        shown = signals_of(desk.store, made)["tone.harsh"]
        assert shown["spans"] == [[0, 4]]
        assert shown["message"] == HARSH["message"]

    def test_a_score_below_it_is_shown_and_does_not_hold(self, desk: Desk, receive):
        desk.add(receive(saying(HARSH)).url, hold_at=0.91)
        made = desk.checked()
        assert state_of(desk.store, made) is State.PUBLISHED
        assert "tone.harsh" in signals_of(desk.store, made)

    def test_a_shadow_checker_holds_nothing(self, sqlite_desk: Desk, receive):
        sqlite_desk.add(receive(saying(HARSH)).url, mode="shadow", required=True)
        made = sqlite_desk.checked()
        assert state_of(sqlite_desk.store, made) is State.PUBLISHED
        assert signals_of(sqlite_desk.store, made)["tone.harsh"]["effect"] == "note"

    def test_one_that_is_switched_off_is_not_asked(self, sqlite_desk: Desk, receive):
        checker = receive()
        checker_id, _ = sqlite_desk.add(checker.url, required=True)
        sqlite_desk.change(checker_id, enabled=False)
        assert state_of(sqlite_desk.store, sqlite_desk.checked()) is State.PUBLISHED
        assert checker.received == []

    def test_several_are_asked_and_every_answer_is_kept_apart(self, sqlite_desk: Desk, receive):
        sqlite_desk.add(receive(saying(HARSH)).url, "tone")
        sqlite_desk.add(receive(answering(500)).url, "links")
        made = sqlite_desk.checked()
        assert error_of(sqlite_desk, made, "tone") is None
        assert error_of(sqlite_desk, made, "links") == "response.status"


BAD_SPAN = {"code": "tone.harsh", "score": 0.9, "spans": [[0, len(PLAIN) + 1]]}


class TestNoAnswer:
    @pytest.mark.parametrize(
        ("behaviour", "why"),
        [
            pytest.param(answering(500), "response.status", id="500"),
            pytest.param(answering(302, location="/elsewhere"), "response.redirect", id="redirect"),
            pytest.param(answering(200, b"{"), "answer.not_json", id="not JSON"),
            pytest.param(answering(204), "answer.not_json", id="nothing"),
            pytest.param(saying(BAD_SPAN), "answer.spans", id="spans outside"),
            pytest.param(answering(200, b" " * 65537), "response.too_large", id="too large"),
            pytest.param(writing(iter([])), "response.reset", id="hangs up"),
        ],
    )
    def test_of_a_required_checker_holds_and_says_why(self, sqlite_desk: Desk, receive, behaviour, why):
        sqlite_desk.add(receive(behaviour).url, required=True)
        made = sqlite_desk.checked()
        assert state_of(sqlite_desk.store, made) is State.HELD
        assert reasons_of(sqlite_desk.store, made) == ["check.unavailable"]
        assert error_of(sqlite_desk, made) == why

    def test_of_a_required_checker_holds_on_both_databases(self, desk: Desk, receive):
        desk.add(receive(answering(500)).url, required=True)
        assert state_of(desk.store, desk.checked()) is State.HELD

    def test_of_an_advisory_one_is_noted_and_holds_nothing(self, desk: Desk, receive):
        desk.add(receive(answering(500)).url)
        made = desk.checked()
        assert state_of(desk.store, made) is State.PUBLISHED
        assert error_of(desk, made) == "response.status"

    def test_silence_ends_with_the_timeout(self, sqlite_desk: Desk, receive):
        checker = receive()
        checker.behaviour = lambda _request: checker.closing.wait()
        sqlite_desk.add(checker.url, required=True)
        assert error_of(sqlite_desk, sqlite_desk.checked()) == "response.timeout"

    def test_so_does_an_answer_that_drips(self, sqlite_desk: Desk, receive):
        checker = receive()
        drops = itertools.chain([b"HTTP/1.1 200 OK\r\n\r\n{"], itertools.repeat(b" "))
        checker.behaviour = writing(drops, pause=lambda: checker.closing.wait(0.05))
        sqlite_desk.add(checker.url, required=True)
        started = time.monotonic()
        assert error_of(sqlite_desk, sqlite_desk.checked()) == "response.timeout"
        assert time.monotonic() - started < TIMEOUT_S + 3

    def test_an_address_in_a_private_network_is_not_called(self, sqlite_store, keyring):
        desk = Desk(sqlite_store, keyring, guard=TargetGuard())
        desk.add("https://localhost/check", required=True, timeout_s=5.0)
        assert error_of(desk, desk.checked()) == "target.private_address"

    def test_where_no_checker_can_be_asked_at_all_a_required_one_holds(self, sqlite_desk: Desk, receive):
        from service.moderation.evaluate import evaluate_pending
        from tests.support.evaluation import rules

        sqlite_desk.add(receive().url, required=True)
        made = sqlite_desk.comment()
        evaluate_pending(sqlite_desk.store, rules(), now=sqlite_desk.now)
        assert state_of(sqlite_desk.store, made) is State.HELD


class TestABatch:
    def test_a_silent_checker_costs_it_one_timeout(self, sqlite_desk: Desk, receive):
        checker = receive()
        checker.behaviour = lambda _request: checker.closing.wait()
        sqlite_desk.add(checker.url, required=True)
        for number in range(48):
            sqlite_desk.comment(f"{PLAIN} {number}")
        started = time.monotonic()
        sqlite_desk.evaluate()
        assert time.monotonic() - started < 48 * TIMEOUT_S / 2
        assert len(checker.received) <= 32  # those in flight when the breaker opened, not all
        assert count(sqlite_desk.store, comment, comment.c.state == "held") == 48

    def test_after_too_many_failures_the_checker_is_not_asked(self, sqlite_desk: Desk, receive):
        checker = receive(answering(500))
        sqlite_desk.add(checker.url, required=True)
        for _ in range(FAILURES + 2):
            made = sqlite_desk.checked()
        assert len(checker.received) == FAILURES
        assert error_of(sqlite_desk, made) == "checker.breaker_open"

    def test_what_cannot_be_asked_in_the_time_of_a_batch_has_no_answer(self, sqlite_store, keyring, receive):
        desk = Desk(sqlite_store, keyring, batch_s=0.0)
        desk.add(receive().url, required=True)
        assert error_of(desk, desk.checked()) == "checker.no_time"
