"""A backlog of comments that wait for their checks, written without the HTTP door."""

import json
import os
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path

from config.development import ensure_development_secrets
from config.settings import Settings
from service.moderation.submit import ClientFacts, Submission, submit_comment
from service.secrets import Keyring, Secret
from service.store.engine import Store
from service.store.migrate import upgrade
from service.store.sites import all_sites

_DATA = Path(__file__).parent.parent / "data" / "comments.jsonl"
_PER_COMMIT = 500
_ARTICLES = 20


def sample_texts() -> list[str]:
    """The sample of tests/data, in its order."""
    return [json.loads(line)["text"] for line in _DATA.read_text(encoding="utf-8").splitlines()]


def write_pending(data_dir: Path, count: int) -> None:
    """Accept `count` comments of the sample, each by a reader of its own, in the database of a data folder."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("TALIQ_")}
    settings = ensure_development_secrets(Settings.from_env(environ | {"TALIQ_DATA_DIR": str(data_dir)}))
    keyring = Keyring.derive(settings.secret_key, settings.email_keys)
    texts = sample_texts()
    store = Store(settings.database_url)
    upgrade(store)
    with store.read() as db:
        [site] = all_sites(db)
    waiting = islice(enumerate(cycle(texts)), count)
    while group := list(islice(waiting, _PER_COMMIT)):
        with store.transaction() as db:
            for number, text in group:
                body = f"{text} #{number}"
                submit_comment(
                    db,
                    keyring=keyring,
                    site=site,
                    article_external_id=f"backlog-{number % _ARTICLES}",
                    submission=Submission(
                        author_name="سلمى",
                        author_email=Secret(f"waiting{number}@load.example"),
                        author_url=None,
                        body=body,
                        raw_body=body,
                    ),
                    client=ClientFacts(ip_key=None, ip_prefix=None),
                    idempotency=None,
                    now=datetime.now(UTC),
                )
    store.close()
