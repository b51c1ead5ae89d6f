"""Asking checkers over HTTP: signed, guarded, all at once, and never longer than was agreed."""

import ssl
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

import orjson
import structlog
from prometheus_client import Counter, Gauge

from service.domain.ids import new_id
from service.domain.verdicts import CheckResult, Effect
from service.moderation.checkers import present_secret
from service.moderation.outside import Question
from service.moderation.targets import TargetGuard, resolve
from service.secrets import CannotDecrypt, Keyring
from workers.checkers.answer import AnswerInvalid, read_answer
from workers.checkers.breaker import Breaker
from workers.webhooks.sender import LARGEST_ANSWER, Sender
from workers.webhooks.sign import signed_headers

THREADS = 16
BATCH_S = 8.0
"""Longest wait for the checkers of one batch; with the turn before it, below the task's soft limit."""

_asked = Counter("taliq_checker_questions", "Questions to own checkers, by outcome.", ["checker", "outcome"])
_open = Gauge("taliq_checker_breaker_open", "1 while this process does not ask the checker.", ["checker"])

log = structlog.get_logger(__name__)


class Unanswered(Exception):
    """code: why there is no answer, for the comment's record."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class HttpCheckers:
    """Asks the checkers of all sites; an `Ask` of `service.moderation.outside`.

    batch_s: after so long, what has not been asked yet counts as unanswered.
    """

    def __init__(
        self,
        keyring: Keyring,
        guard: TargetGuard,
        *,
        tls: ssl.SSLContext | None = None,
        batch_s: float = BATCH_S,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._keyring = keyring
        self._guard = guard
        self._tls = tls or ssl.create_default_context()
        self._batch_s = batch_s
        self._breakers: defaultdict[str, Breaker] = defaultdict(partial(Breaker, monotonic))
        self._making = threading.Lock()

    def __call__(self, questions: Sequence[Question]) -> list[CheckResult]:
        """An answer to each question, in order; takes at most `batch_s`."""
        if not questions:
            return []
        ends = time.monotonic() + self._batch_s
        with ThreadPoolExecutor(min(THREADS, len(questions)), thread_name_prefix="checker") as pool:
            return list(pool.map(partial(self._result, ends=ends), questions))

    def breaker(self, checker_id: str) -> Breaker:
        """That of one checker in this process."""
        with self._making:
            return self._breakers[checker_id]

    def _result(self, question: Question, *, ends: float) -> CheckResult:
        started = time.monotonic()
        checker, error = question.checker, None
        try:
            result = self._ask(question, ends)
        except Unanswered as failure:
            error = failure.code
            result = CheckResult(checker.check, error=error)
            log.warning(
                "checker.unanswered", checker=checker.name, comment_id=question.facts.comment_id, why=error
            )
        _asked.labels(checker.name, "answered" if error is None else "unanswered").inc()
        _open.labels(checker.name).set(self.breaker(checker.id).is_open)
        return replace(result, ms=(time.monotonic() - started) * 1000)

    def _ask(self, question: Question, ends: float) -> CheckResult:
        checker = question.checker
        within_s = min(checker.timeout_s, ends - time.monotonic())
        if within_s <= 0:
            raise Unanswered("checker.no_time")
        breaker = self.breaker(checker.id)
        if not breaker.admits():
            raise Unanswered("checker.breaker_open")
        try:
            result = self._exchange(question, within_s)
        except (AnswerInvalid, CannotDecrypt, Unanswered) as failure:
            breaker.failed()
            raise Unanswered(failure.code) from None
        # A thread's edge: a fault of ours must neither stop the batch nor leave the breaker half open.
        except Exception:
            breaker.failed()
            log.exception("checker.broke", checker=checker.name)
            raise Unanswered("checker.broke") from None
        breaker.answered()
        return result

    def _exchange(self, question: Question, within_s: float) -> CheckResult:
        checker, body = question.checker, payload(question)
        guard = self._guard
        if guard.resolve is resolve:  # the name, too, has to be found in time
            guard = replace(guard, resolve=partial(resolve, within_s=within_s))
        send = Sender(guard, tls=self._tls, wall_clock_s=within_s, kept=LARGEST_ANSWER)
        secret = present_secret(self._keyring, checker)
        headers = signed_headers(new_id("ask"), body, [secret], sent_at=datetime.now(UTC))
        answer = send(checker.url, body, headers)
        if answer.error is not None:
            raise Unanswered(answer.error)
        effect = Effect.NOTE if checker.mode == "shadow" else None
        return CheckResult(
            checker.check,
            read_answer(answer.content, check=checker.check, body=question.facts.body, effect=effect),
        )


def payload(question: Question) -> bytes:
    """What a checker is told: the text and what is public about it, never an e-mail or IP address."""
    facts = question.facts
    return orjson.dumps(
        {
            "comment_id": facts.comment_id,
            "revision": facts.revision,
            "article_id": facts.article_key,
            "body": facts.body,
            "language": question.language,
            "author_name": facts.author_name,
            "results": [
                {"check": signal.check, "code": signal.code, "score": signal.score}
                for result in question.so_far
                for signal in result.signals
            ],
        }
    )
