"""What was accepted outlives a restart, orderly or not."""

import os
import signal
from pathlib import Path

import pytest

from tests.journeys.conftest import CLEAN
from tests.support.product import Product, descendants, until

pytestmark = pytest.mark.journey

COMMENTS = 25


def post_many(product: Product) -> list[dict]:
    return [
        product.comment("restart", f"{CLEAN} الملاحظة {number}", author_email=f"s{number}@reader.example")
        for number in range(COMMENTS)
    ]


def is_gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


class TestARestartInTheMiddle:
    def test_everything_accepted_is_there_and_decided_afterwards(self, tmp_path: Path):
        environ = {"TALIQ_RATE_LIMITS": "off"}
        with Product(tmp_path, environ=environ) as before:
            accepted = post_many(before)
            assert before.stop() == 0
        with Product(tmp_path, environ=environ) as after:
            states = {after.decided(one, within_s=60) for one in accepted}
            assert states <= {"published", "held"}
            thread = after.get("/v1/articles/restart/comments?limit=100").json
            assert thread["article"]["count"] == len(thread["comments"])

    def test_a_kill_of_everything_at_once_loses_nothing(self, tmp_path: Path):
        environ = {"TALIQ_RATE_LIMITS": "off"}
        before = Product(tmp_path, environ=environ).start()
        accepted = post_many(before)
        family = [before.pid, *descendants(before.pid)]
        for pid in family:
            os.kill(pid, signal.SIGKILL)
        before.stop()
        until(lambda: all(is_gone(pid) for pid in family), within_s=30)
        with Product(tmp_path, environ=environ) as after:
            # Leases of the workers that died run for a minute.
            assert {after.decided(one, within_s=110) for one in accepted} <= {"published", "held"}
