"""A newsroom's own checker beside the running product: asked, heard, missed, and found again."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler
from typing import Any

import orjson
import pytest
from standardwebhooks import Webhook

from tests.support.product import Product, shows_canary, until
from tests.workers.webhooks.receiver import Receiver, answering, receiving

pytestmark = pytest.mark.journey

HARSH = {
    "code": "tone.harsh",
    "score": 0.9,
    "spans": [[0, 4]],
    "message": {"ar": "نبرة حادة.", "en": "A harsh tone."},
}
FAIR = (
    "قرأت التحقيق كاملاً، وأشكر الكاتب على شرح خطة النقل الجديدة بهذا الوضوح.",
    "سؤال للمحرر: هل ستنشرون جدول المواعيد النهائي قبل بداية العام الدراسي؟",
    "أظن أن الأرقام في الفقرة الثالثة تعود إلى العام الماضي، فهل يمكن مراجعتها؟",
    "الصورة المرفقة جميلة، وتبيّن كم تغيّر الميناء القديم منذ كنت طفلاً هناك.",
)
FIFTH_FAILURE_LEAVES_IT_ALONE_S = 10.0
RECHECKED_EVERY_S = 10.0


class Newsroom:
    """The product, a checker that finds everything harsh that says so, and the desk that registered it."""

    def __init__(self, product: Product) -> None:
        self.product = product
        self.admin = {"headers": {"Authorization": f"Bearer {product.key('admin')}"}}
        self.desk = {
            "headers": {"Authorization": f"Bearer {product.key('moderate')}", "Accept-Language": "en"}
        }
        self.questions: list[dict[str, Any]] = []
        self.port = 0
        self.secret = ""
        self._number = 0

    def judge(self, request: BaseHTTPRequestHandler, receiver: Receiver) -> None:
        """Verify the signature of the question and answer it."""
        asked = receiver.received[-1]
        if self.secret:
            Webhook(self.secret).verify(asked.body, asked.headers)
        assert not shows_canary(asked.body)
        question = json.loads(asked.body)
        self.questions.append(question)
        signals = [HARSH] if "قاسية" in question["body"] else []
        answering(200, orjson.dumps({"signals": signals}))(request)

    def open_checker(self) -> ExitStack:
        """Start the checker, where it was before if it ran; closing what comes back stops it."""
        stack = ExitStack()
        listening = stack.enter_context(receiving(answering(500), port=self.port))
        listening.behaviour = lambda request: self.judge(request, listening)
        self.port = listening.port
        return stack

    def register(self) -> None:
        """Make it a required checker, and wait until comments are shown to it."""
        wanted = {
            "name": "tone",
            "url": f"http://127.0.0.1:{self.port}/check",
            "timeout_s": 2,
            "required": True,
            "hold_at": 0.6,
        }
        made = self.product.post("/v1/moderation/checkers", wanted, **self.admin)
        assert made.status == 201, made.body.decode()
        self.secret = made.json["secret"]
        until(lambda: self.is_asked_about(self.comment(f"مقال قديم رقم {self._number}.")), within_s=30)

    def comment(self, body: str) -> dict[str, Any]:
        self._number += 1
        return self.product.comment(
            f"checker-{self._number}", body, author_email=f"c{self._number}@reader.example"
        )

    def is_asked_about(self, made: dict[str, Any]) -> bool:
        self.product.decided(made)
        return any(each["comment_id"] == made["id"] for each in self.questions)

    def card(self, made: dict[str, Any]) -> dict[str, Any]:
        """What a moderator sees of a held comment."""
        items = self.product.get("/v1/moderation/queue?limit=100", **self.desk).json["items"]
        return next(each for each in items if each["comment"]["id"] == made["id"])


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    environ = {"TALIQ_RATE_LIMITS": "off", "TALIQ_ALLOW_PRIVATE_WEBHOOKS": "on"}
    with Product(tmp_path_factory.mktemp("checker"), environ=environ) as running:
        yield Newsroom(running)


class TestACheckerOfOnesOwn:
    def test_it_decides_with_the_rest_is_missed_and_found_again(self, newsroom: Newsroom):
        with newsroom.open_checker():
            newsroom.register()
            fair, harsh = (
                newsroom.comment(FAIR[0]),
                newsroom.comment("قاسية هذه الأيام على أهل القرى البعيدة."),
            )
            assert newsroom.product.decided(fair) == "published"
            assert newsroom.product.decided(harsh) == "held"
            (signal,) = [each for each in newsroom.card(harsh)["signals"] if each["code"] == "tone.harsh"]
            assert (signal["spans"], signal["message"]) == ([[0, 4]], "A harsh tone.")
            (question,) = [each for each in newsroom.questions if each["comment_id"] == fair["id"]]
            assert (question["body"], question["language"], question["revision"]) == (FAIR[0], "ar", 1)

        missed = [newsroom.comment(body) for body in FAIR[1:]]
        assert [newsroom.product.decided(each) for each in missed] == ["held"] * len(missed)
        reasons = newsroom.card(missed[0])["reasons"]
        assert [each["code"] for each in reasons] == ["check.unavailable"]
        assert "tone" in reasons[0]["message"]

        with newsroom.open_checker():
            within_s = 3 * (RECHECKED_EVERY_S + FIFTH_FAILURE_LEAVES_IT_ALONE_S)
            for each in missed:
                until(lambda made=each: newsroom.product.state(made) == "published", within_s=within_s)
            assert newsroom.product.state(harsh) == "held"
        pages = [newsroom.product.get(f"/v1/comments/{each['id']}").status for each in (fair, *missed)]
        assert pages == [200] * len(pages)
