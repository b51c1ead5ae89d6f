"""A preview as an answer: its notes in words, and its steps as one reply or as lines."""

import threading
from collections.abc import Callable, Iterator
from itertools import chain

from flask import Response, current_app, request, stream_with_context

from service.domain.errors import TaliqError
from service.http.context import reader_language
from service.http.i18n.catalogue import notice
from service.http.problems import problem_document
from service.http.replies import json_reply
from service.moderation.preview import Answer, Step

LINES = "application/x-ndjson"
MOST_COMMENTS = 100_000
"""Most that one request looks at; the command line looks at all."""

_AGAIN_AFTER_S = 10
# A preview keeps a processor busy for seconds: a second one in the same process waits its turn.
_turn = threading.Lock()


def worded(answer: Answer, language: str) -> Answer:
    """The answer with its notes as {code, message}."""
    notes = [
        {"code": note["code"], "message": notice(note["code"], language, note["params"])}
        for note in answer["notes"]
    ]
    return answer | {"notes": notes}


def preview_reply(steps: Iterator[Step]) -> Response:
    """The answer, or lines of progress that end with it where the caller accepts NDJSON.

    Raises TaliqError for what is known before the first comment is read. Afterwards a stream can
    only say it in its last line: {"problem": …}.
    """
    language = reader_language()
    steps = _one_at_a_time(steps)
    first = next(steps)
    if request.accept_mimetypes.best_match(["application/json", LINES]) == LINES:
        lines = _lines(chain([first], steps), language, current_app.json.dumps)
        reply = Response(stream_with_context(lines), mimetype=LINES)
        reply.headers["Cache-Control"] = "no-store"
        return reply
    last = first
    for step in steps:
        last = step
    return json_reply(worded(last.answer or {"notes": []}, language))


def _lines(steps: Iterator[Step], language: str, dumps: Callable[[object], str]) -> Iterator[str]:
    try:
        for step in steps:
            line: Answer = {"done": step.done, "total": step.total}
            if step.answer is not None:
                line["answer"] = worded(step.answer, language)
            yield dumps(line) + "\n"
    except TaliqError as error:
        yield dumps({"problem": problem_document(error)}) + "\n"


def _one_at_a_time(steps: Iterator[Step]) -> Iterator[Step]:
    """The steps, while no other preview of this process runs. Raises TaliqError (`limit.exceeded`)."""
    if not _turn.acquire(blocking=False):
        raise TaliqError("limit.exceeded", retry_after=_AGAIN_AFTER_S)
    try:
        yield from steps
    finally:
        _turn.release()
