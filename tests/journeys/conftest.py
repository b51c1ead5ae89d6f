"""Journeys go through the doors that people use: the command line, HTTP, a webhook receiver."""

from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest

from tests.support.product import Product
from tests.workers.webhooks.receiver import Receiver, answering, receiving

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


@pytest.fixture
def desk(product: Product) -> dict[str, Any]:
    """Headers of a moderator's tool."""
    return {"headers": {"Authorization": f"Bearer {product.key('moderate')}"}}
