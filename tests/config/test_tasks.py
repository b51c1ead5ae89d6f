"""Producers and workers agree on names, queues and Celery's values."""

import pytest
from celery import Celery
from celery.app.defaults import NAMESPACES, flatten
from celery.beat import Scheduler

from config import tasks
from config.settings import Settings

SETTINGS = Settings.from_env({"TALIQ_REDIS_URL": "redis://127.0.0.1:1/0"})
VALUES = tasks.celery_settings(SETTINGS)


class TestCelerySettings:
    def test_celery_knows_every_one_of_them(self):
        known = {name for name, _ in flatten(NAMESPACES)}
        assert set(VALUES) - known == set()

    def test_a_task_outlives_neither_its_message_nor_its_worker(self):
        assert VALUES["task_acks_late"]
        assert VALUES["task_reject_on_worker_lost"]
        assert VALUES["broker_transport_options"]["visibility_timeout"] > 2 * VALUES["task_time_limit"]

    def test_only_json_is_read_from_the_broker(self):
        assert VALUES["accept_content"] == ["json"]


class TestSchedule:
    def test_every_task_is_swept(self):
        assert set(VALUES["beat_schedule"]) == set(tasks.ROUTES)

    @pytest.mark.parametrize("name", sorted(tasks.ROUTES))
    def test_a_sweep_expires_so_that_a_backlog_cannot_pile_up(self, name: str):
        entry = VALUES["beat_schedule"][name]
        assert entry["schedule"] <= entry["options"]["expires"] <= max(5, 2 * entry["schedule"])

    def test_every_sweep_is_due_as_soon_as_beat_starts(self):
        celery = Celery(set_as_current=False)
        celery.conf.update(VALUES)
        entries = [
            entry
            for entry in Scheduler(app=celery).schedule.values()
            if entry.name in VALUES["beat_schedule"]
        ]
        assert len(entries) == len(VALUES["beat_schedule"])
        assert all(entry.is_due().is_due for entry in entries)

    def test_the_interval_follows_the_setting(self):
        faster = Settings.from_env({"TALIQ_SWEEP_INTERVAL_S": "0.5"})
        assert tasks.sweeps(faster)[tasks.EVALUATE_PENDING] == 0.5
