"""What a reader's form sends."""

from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from service.store.engine import Db
from service.store.tables import comment

GOOD: dict[str, Any] = {
    "author_name": "سلمى",
    "author_email": "salma@example.org",
    "author_url": None,
    "body": "شكراً على المقال",
    "parent_id": None,
    "article": {"title": "مقال", "url": "https://news.example/a"},
}


def a_submission(**changes: Any) -> dict[str, Any]:
    """A good one with some fields changed."""
    return {**GOOD, **changes}


def send(
    client: FlaskClient,
    submission: dict[str, Any] | None = None,
    *,
    article: str = "a-1",
    key: str | None = None,
    language: str | None = None,
) -> TestResponse:
    """POST a submission (a good one where None)."""
    headers = {}
    if key is not None:
        headers["Idempotency-Key"] = key
    if language is not None:
        headers["Accept-Language"] = language
    return client.post(f"/v1/articles/{article}/comments", json=submission or GOOD, headers=headers)


def send_raw(client: FlaskClient, raw: bytes, **headers: str) -> TestResponse:
    """POST bytes as they are, as JSON unless a Content-Type is given."""
    all_headers = {"Content-Type": "application/json"} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    return client.post("/v1/articles/a-1/comments", data=raw, headers=all_headers)


def number_of_comments(db: Db) -> int:
    """How many comments are stored."""
    return db.execute(select(func.count()).select_from(comment)).scalar_one()


def fault_codes(reply: TestResponse) -> dict[str, str]:
    """Code by field of a 422."""
    return {fault["field"]: fault["code"] for fault in reply.get_json()["errors"]}
