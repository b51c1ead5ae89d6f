"""Reading Idempotency-Key: which repeats are the same request (IETF draft "The Idempotency-Key HTTP Header Field")."""

import re
from typing import Any

import orjson
from flask import request

from service.domain.errors import TaliqError
from service.http.context import current_site, keyring
from service.http.parsing import present_body
from service.moderation.repeats import IdempotencyKey

# A structured-field string or the bare token; a header sent twice arrives joined by a comma, which is neither.
_KEY = re.compile(r'"([A-Za-z0-9._:+/=-]{16,255})"|([A-Za-z0-9._:+/=-]{16,255})')
READERS = "reader"


def idempotency_key(caller: str = READERS) -> IdempotencyKey | None:
    """The key of this request, whose body a schema has read; None where it has none.

    caller: id of the API key or moderator. Readers share one name: an address changes on
    the way home, and a guessed key gets no reply, because the body has to be the same.
    Raises TaliqError (400) for a malformed key or two of them.
    """
    if "Idempotency-Key" not in request.headers:
        return None
    return _key(caller, present_body())


def form_key(caller: str, *left_out: str) -> IdempotencyKey | None:
    """As `idempotency_key`, of a form; fields left out, such as a session's token, may differ between repeats."""
    if "Idempotency-Key" not in request.headers:
        return None
    return _key(caller, [list(pair) for pair in request.form.items(multi=True) if pair[0] not in left_out])


def _key(caller: str, body: Any) -> IdempotencyKey:
    match = _KEY.fullmatch(request.headers["Idempotency-Key"].strip())
    if match is None:
        raise TaliqError("idempotency.key_malformed")
    key = match[1] or match[2]
    return IdempotencyKey(
        scope=keyring().guard("scope", current_site().id, caller, request.method, request.path, key),
        fingerprint=keyring().guard("request", orjson.dumps(body, option=orjson.OPT_SORT_KEYS).decode()),
    )
