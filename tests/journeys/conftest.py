"""Journeys go through the doors that people use: the command line, HTTP, a webhook receiver."""

import json
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from tests.support.product import Product
from tests.workers.webhooks.receiver import Receiver, answering, receiving

COMMENTS = Path(__file__).parents[1] / "data" / "comments.jsonl"
Write = Callable[..., dict[str, Any]]

CLEAN = "قرأت التحقيق كاملاً، وأشكر الكاتب على شرح خطة النقل الجديدة بهذا الوضوح."
INSULT = "أنت كاتب غبي يا كلب"


@pytest.fixture(scope="session")
def numbers() -> Iterator[int]:
    """Numbers that never come twice, for addresses and texts of their own."""
    return count(1)


@pytest.fixture(scope="session")
def webhook_product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """A running product that may call receivers on this machine."""
    environ = {"TALIQ_RATE_LIMITS": "off", "TALIQ_ALLOW_PRIVATE_WEBHOOKS": "on"}
    with Product(tmp_path_factory.mktemp("webhooks"), environ=environ) as running:
        yield running


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """An editor's endpoint that answers 204."""
    with receiving(answering(204)) as listening:
        yield listening


@pytest.fixture(scope="session")
def desk(product: Product) -> dict[str, Any]:
    """Headers of a moderator's tool."""
    return {"headers": {"Authorization": f"Bearer {product.key('moderate')}"}}


@pytest.fixture(scope="session")
def fair() -> Iterator[str]:
    """Texts that the checks publish; each comes once, since many alike are a campaign."""
    rows = map(json.loads, COMMENTS.read_text(encoding="utf-8").splitlines())
    return iter([row["text"] for row in rows if (row["dialect"], row["kind"]) == ("msa", "clean")])


@pytest.fixture(scope="session")
def write(product: Product, numbers: Iterator[int], fair: Iterator[str]) -> Write:
    """`write(article, body)`: a new author's comment on which the checks have `decided`; a fair one unless told."""

    def writing(article: str, body: str | None = None, **fields: Any) -> dict[str, Any]:
        address = f"w{next(numbers)}@reader.example"
        made = product.comment(article, body or next(fair), author_email=address, **fields)
        return made | {"decided": product.decided(made)}

    return writing
