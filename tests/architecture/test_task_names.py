"""A task that nobody consumes, or a message that nobody sends, fails the build."""

import ast
from pathlib import Path

from celery import Celery

from config import tasks
from workers.tasks import register

ROOT = Path(__file__).parent.parent.parent
NAMES = {
    value for name, value in vars(tasks).items() if isinstance(value, str) and value.startswith("taliq.")
}


def no_duties():  # type: ignore[no-untyped-def]
    raise AssertionError("no task runs here")


class TestTaskNames:
    def test_the_workers_register_exactly_these(self):
        celery = Celery("names", set_as_current=False)
        register(celery, no_duties)
        celery.finalize()
        registered = {name for name in celery.tasks if not name.startswith("celery.")}
        assert registered == NAMES == set(tasks.ROUTES)

    def test_every_queue_is_consumed_and_nothing_is_routed_elsewhere(self):
        assert set(tasks.ROUTES.values()) == set(tasks.QUEUES)

    def test_nobody_spells_a_name_again(self):
        for path in [*(ROOT / "service").rglob("*.py"), *(ROOT / "workers").rglob("*.py")]:
            tree = ast.parse(path.read_text(encoding="utf-8"))
            spelled = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
            assert not {value for value in spelled if isinstance(value, str)} & NAMES, path
