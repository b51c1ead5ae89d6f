"""`standardwebhooks`, the library of the specification's authors, judges our signatures."""

import base64
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks import Webhook, WebhookVerificationError

from service.secrets import Secret
from workers.webhooks.sign import signature, signed_headers

OLD = Secret("whsec_" + "b2xkIG9sZCBvbGQgb2xkIG9sZCBvbGQgb2xkIG9sZCE=")
NEW = Secret("whsec_" + "bmV3IG5ldyBuZXcgbmV3IG5ldyBuZXcgbmV3IG5ldyE=")
BODY = '{"type":"comment.held","data":{"body":"نص"}}'.encode()


def now() -> datetime:
    return datetime.now(UTC)


class TestSignature:
    def test_the_specification_library_accepts_it(self):
        headers = signed_headers("evt_1", BODY, [NEW], sent_at=now())
        Webhook(NEW.reveal()).verify(BODY, headers)

    @pytest.mark.parametrize("secret", [OLD, NEW])
    def test_while_rotating_either_secret_verifies(self, secret):
        headers = signed_headers("evt_1", BODY, [NEW, OLD], sent_at=now())
        Webhook(secret.reveal()).verify(BODY, headers)

    def test_another_secret_does_not_verify(self):
        headers = signed_headers("evt_1", BODY, [NEW], sent_at=now())
        with pytest.raises(WebhookVerificationError):
            Webhook(OLD.reveal()).verify(BODY, headers)

    def test_one_changed_byte_fails(self):
        headers = signed_headers("evt_1", BODY, [NEW], sent_at=now())
        with pytest.raises(WebhookVerificationError):
            Webhook(NEW.reveal()).verify(BODY.replace(b"held", b"hele"), headers)

    @pytest.mark.parametrize("off", [timedelta(minutes=6), timedelta(minutes=-6)])
    def test_a_stamp_more_than_five_minutes_off_fails(self, off):
        headers = signed_headers("evt_1", BODY, [NEW], sent_at=now() + off)
        with pytest.raises(WebhookVerificationError):
            Webhook(NEW.reveal()).verify(BODY, headers)

    @given(st.binary(min_size=1, max_size=64), st.text(max_size=300), st.integers(0, 4_000_000_000))
    def test_it_equals_the_library_for_any_key_text_and_time(self, key, body, stamp):
        sent_at = datetime.fromtimestamp(stamp, UTC)
        secret = Secret("whsec_" + base64.b64encode(key).decode())
        ours = signature("evt_1", str(stamp), body.encode("utf-8", "surrogatepass"), secret)
        try:
            theirs = Webhook(secret.reveal()).sign("evt_1", sent_at, body)
        except UnicodeEncodeError:
            return
        assert ours == theirs


class TestHeaders:
    def test_they_say_what_is_sent_and_who_sends(self):
        headers = signed_headers("evt_1", BODY, [NEW], sent_at=now())
        assert headers["content-type"] == "application/json"
        assert headers["webhook-id"] == "evt_1"
        assert headers["user-agent"].startswith("Taliq/")
