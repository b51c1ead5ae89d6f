"""Model versions: on trial, live within seconds on every host, and back with one command."""

import tempfile
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from config.settings import Settings
from service.checks.models import ModelFileInvalid, Models
from service.cli.examinations import examine_model_versions
from service.domain.errors import Conflict, NotFound
from service.domain.states import State
from service.moderation import model_versions
from service.moderation.evaluate import evaluate_pending
from service.store.engine import Db, Store
from service.store.models import ModelStamp, model_stamp, stored_models
from service.store.tables import model_file
from tests.support.desk import models_against
from tests.support.evaluation import models, reasons_of, rules, state_of, verdict_of
from tests.support.rows import SITE, a_pending_comment

MELON, GRAPE = "عندي بطيخ كثير", "عندي عنب كثير"


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Folders of three trainings by version; each takes another fruit for abuse."""
    words, found = ("بطيخ", "عنب", "تمر"), {}
    for word in words:
        folder = tmp_path_factory.mktemp("models") / "new"
        others = [each for each in words if each != word]
        found[models_against(word, *others, folder=folder).version] = folder
    return found


@pytest.fixture
def versions(store: Store, folders: dict[str, Path], noon: datetime) -> list[str]:
    """The three versions, stored and kept."""
    for number, (version, folder) in enumerate(folders.items()):
        with store.transaction() as db:
            trained_at = noon + timedelta(minutes=number)
            model_versions.put_on_trial(db, folder, version=version, figures={}, now=trained_at)
    with store.transaction() as db:
        model_versions.use(db, "shipped", now=noon)
    return list(folders)


def use(store: Store, version: str, now: datetime) -> None:
    with store.transaction() as db:
        model_versions.use(db, version, now=now)


def damage(db: Db, version: str) -> None:
    db.execute(
        update(model_file)
        .where(model_file.c.version == version, model_file.c.name == "abuse.npz")
        .values(content=b"damaged")
    )


def live(store: Store) -> str | None:
    with store.read() as db:
        return model_stamp(db).live


class TestOnTrial:
    def test_a_new_version_is_on_trial_and_the_shipped_models_stay_live(self, store, folders, noon):
        version, folder = next(iter(folders.items()))
        with store.transaction() as db:
            model_versions.put_on_trial(db, folder, version=version, figures={"decisions": 7}, now=noon)
            assert model_stamp(db) == ModelStamp(live=None, shadow=version)
            assert stored_models(db)[0].figures == {"decisions": 7}

    def test_the_next_one_takes_its_place(self, store, versions):
        with store.transaction() as db:
            model_versions.shadow(db, versions[0])
            assert [(each.version, each.state) for each in stored_models(db)] == [
                (versions[2], "kept"),
                (versions[1], "kept"),
                (versions[0], "shadow"),
            ]

    def test_the_live_one_is_not_put_on_trial_against_itself(self, store, folders, versions, noon):
        use(store, versions[0], noon)
        with store.transaction() as db, pytest.raises(Conflict, match=r"model\.live"):
            model_versions.shadow(db, versions[0])
        with store.transaction() as db, pytest.raises(Conflict, match=r"model\.live"):
            model_versions.put_on_trial(db, folders[versions[0]], version=versions[0], figures={}, now=noon)

    def test_what_was_stored_is_read_back_byte_for_byte(self, store, folders, versions):
        with store.read() as db:
            read = model_versions.read_stored(db, versions[0])
        assert isinstance(read, Models)
        assert read.version == versions[0]


class TestUse:
    def test_a_worker_takes_it_up_after_two_seconds(self, store, versions, noon):
        clock = [0.0]
        used = rules(monotonic=lambda: clock[0])
        used.of_sites(store)
        use(store, versions[0], noon)
        for elapsed, state, judge in (
            (1.9, State.PUBLISHED, models().version),
            (2.0, State.HELD, versions[0]),
        ):
            clock[0] = elapsed
            with store.transaction() as db:
                made = a_pending_comment(db, MELON)
            evaluate_pending(store, used, now=noon)
            assert state_of(store, made) is state
            assert verdict_of(store, made)["model_version"] == judge

    @pytest.mark.parametrize(
        "ask", [model_versions.shadow, lambda db, name: model_versions.use(db, name, now=None)]
    )
    def test_a_version_that_is_not_stored_is_refused(self, store, ask):
        with store.transaction() as db, pytest.raises(NotFound, match=r"model\.unknown"):
            ask(db, "linear-unknown")

    def test_a_damaged_version_is_refused_and_the_present_one_stays(self, store, versions, noon):
        use(store, versions[0], noon)
        with store.transaction() as db:
            damage(db, versions[1])
        with pytest.raises(ModelFileInvalid), store.transaction() as db:
            model_versions.use(db, versions[1], now=noon)
        assert live(store) == versions[0]

    def test_a_live_version_that_got_damaged_holds_and_never_judges_by_another(self, store, versions, noon):
        use(store, versions[0], noon)
        with store.transaction() as db:
            damage(db, versions[0])
            made = a_pending_comment(db, GRAPE)
        evaluate_pending(store, rules(), now=noon)
        assert (state_of(store, made), reasons_of(store, made)) == (State.HELD, ["check.unavailable"])
        assert verdict_of(store, made)["model_version"] is None

    def test_a_disk_that_is_full_holds_until_there_is_room_again(
        self, store, versions, noon, monkeypatch, tmp_path
    ):
        clock = [0.0]
        used = rules(monotonic=lambda: clock[0])
        use(store, versions[0], noon)
        with monkeypatch.context() as full:
            full.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
            assert used.of_sites(store)[SITE].models is None
        clock[0] = 2.0
        assert used.of_sites(store)[SITE].model_version == versions[0]


class TestRollback:
    def test_it_goes_back_step_by_step_to_the_shipped_models(self, store, versions, noon):
        for number, version in enumerate(versions):
            use(store, version, noon + timedelta(hours=number))
        way = []
        for _ in versions:
            with store.transaction() as db:
                way.append(model_versions.rollback(db))
        assert way == [versions[1], versions[0], "shipped"]
        assert live(store) is None

    def test_what_was_rolled_back_from_is_not_gone_back_to(self, store, versions, noon):
        first, bad, better = versions
        use(store, first, noon)
        use(store, bad, noon + timedelta(hours=1))
        with store.transaction() as db:
            model_versions.rollback(db)
        use(store, better, noon + timedelta(hours=2))
        with store.transaction() as db:
            assert model_versions.rollback(db) == first

    def test_it_needs_a_live_version_to_leave(self, store, versions):
        with store.transaction() as db, pytest.raises(Conflict, match=r"model\.no_previous"):
            model_versions.rollback(db)

    def test_a_worker_judges_by_the_shipped_models_again(self, store, versions, noon):
        clock = [0.0]
        used = rules(monotonic=lambda: clock[0])
        use(store, versions[0], noon)
        assert used.of_sites(store)[SITE].model_version == versions[0]
        with store.transaction() as db:
            model_versions.rollback(db)
            made = a_pending_comment(db, MELON)
        clock[0] = 2.0
        evaluate_pending(store, used, now=noon)
        assert state_of(store, made) is State.PUBLISHED
        assert verdict_of(store, made)["model_version"] == models().version


class TestDamage:
    def test_whole_versions_are_not_named(self, store, versions):
        with store.read() as db:
            assert model_versions.damaged_versions(db) == []

    def test_each_damaged_one_is_named_with_its_state(self, store, versions, noon):
        first, second, _ = versions
        use(store, second, noon)
        with store.transaction() as db:
            damage(db, first)
            db.execute(model_file.delete().where(model_file.c.version == second))
        with store.read() as db:
            found = {each.version: each for each in model_versions.damaged_versions(db)}
        assert {version: each.state for version, each in found.items()} == {first: "kept", second: "live"}
        assert "SHA-256" in found[first].problem

    def test_doctor_tells_it_with_the_way_out(self, store, versions, noon):
        settings = Settings.from_env({})
        assert examine_model_versions(settings, store).ok
        use(store, versions[0], noon)
        with store.transaction() as db:
            damage(db, versions[0])
        finding = examine_model_versions(settings, store)
        assert not finding.ok
        assert versions[0] in finding.finding
        assert "taliq model rollback" in finding.remedy
