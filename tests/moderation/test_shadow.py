"""A version on trial: it is asked about every comment, changes nothing, and is compared with what counted."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import true

from service.checks.models import Models
from service.domain.errors import NotFound
from service.domain.states import State
from service.moderation import model_versions
from service.moderation.evaluate import LEASE, evaluate_pending
from service.moderation.evaluate_facts import prepare
from service.moderation.model_compare import compare
from service.moderation.policies import put_policy
from service.moderation.shadow import shadow_scores
from service.store.engine import Db, Store
from service.store.evaluation import claim_unchecked
from service.store.models import forget_shadow_scores, put_live
from service.store.tables import model_file, shadow_score
from tests.support.deciding import decide_one
from tests.support.desk import models_against
from tests.support.evaluation import reasons_of, rows_of, rules, state_of, verdict_of
from tests.support.rows import SITE, a_pending_comment, an_article

MELON, GRAPE, BREAD = "عندي بطيخ كثير", "عندي عنب كثير", "عندي خبز"


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[tuple[Models, Path], tuple[Models, Path]]:
    """Models that take melons for abuse, and models that take grapes for it."""
    live, shadow = tmp_path_factory.mktemp("live"), tmp_path_factory.mktemp("shadow")
    return (
        (models_against("بطيخ", "عنب", folder=live), live),
        (models_against("عنب", "بطيخ", folder=shadow), shadow),
    )


@pytest.fixture
def on_trial(store: Store, trained, noon: datetime) -> str:
    """Melons are held by the live models; those on trial would hold grapes. Returns the latter's version."""
    (live, live_folder), (shadow, shadow_folder) = trained
    with store.transaction() as db:
        model_versions.put_on_trial(db, live_folder, version=live.version, figures={}, now=noon)
        model_versions.use(db, live.version, now=noon)
        model_versions.put_on_trial(db, shadow_folder, version=shadow.version, figures={}, now=noon)
    return shadow.version


def evaluated(store: Store, now: datetime, *bodies: str) -> list[str]:
    with store.transaction() as db:
        made = [a_pending_comment(db, body) for body in bodies]
    evaluate_pending(store, rules(), now=now)
    return made


class TestShadow:
    def test_its_scores_are_kept_beside_the_outcome_that_it_does_not_change(self, store, on_trial, noon):
        melon, grape = evaluated(store, noon, MELON, GRAPE)
        assert (state_of(store, melon), state_of(store, grape)) == (State.HELD, State.PUBLISHED)
        (kept,) = rows_of(store, shadow_score, shadow_score.c.comment_id == grape)
        assert (kept["version"], kept["revision"]) == (on_trial, 1)
        assert kept["abuse"] >= 0.6 > kept["spam"]

    def test_without_one_nothing_is_kept(self, store, noon):
        evaluated(store, noon, GRAPE)
        assert rows_of(store, shadow_score, shadow_score.c.version != "") == []

    def test_one_that_cannot_be_read_leaves_the_live_check_alone(self, store, on_trial, noon):
        with store.transaction() as db:
            db.execute(model_file.update().where(model_file.c.version == on_trial).values(content=b"damaged"))
        (grape,) = evaluated(store, noon, GRAPE)
        assert state_of(store, grape) is State.PUBLISHED
        assert rows_of(store, shadow_score, shadow_score.c.comment_id == grape) == []

    @pytest.mark.parametrize("broken", ["failing", "no number"])
    def test_one_that_fails_says_nothing(self, store, trained, noon, broken):
        (_, _), (shadow, _) = trained
        odd = {name: replace(each, bias=float("nan")) for name, each in shadow.linear.items()}
        used = replace(shadow, linear={} if broken == "failing" else odd)
        site = replace(rules().of_sites(store)[SITE], shadow=used)
        with store.transaction() as db:
            a_pending_comment(db, GRAPE)
            claims = claim_unchecked(db, now=noon, lease=LEASE, limit=1)
            assert shadow_scores(site, prepare(db, claims, now=noon)) == [None]

    def test_the_articles_own_words_count_less_for_it_too(self, store, on_trial, noon):
        with store.transaction() as db:
            made = a_pending_comment(db, f"«{GRAPE}»", article_id=an_article(db, title=GRAPE))
            plain = a_pending_comment(db, GRAPE)
        evaluate_pending(store, rules(), now=noon)
        scores = {
            row["comment_id"]: row["abuse"]
            for row in rows_of(store, shadow_score, shadow_score.c.revision == 1)
        }
        assert scores[made] < 0.6 <= scores[plain]


class TestCompare:
    def test_it_counts_what_would_be_newly_held_and_newly_published(self, store, on_trial, noon):
        melon, grape, _ = evaluated(store, noon, MELON, GRAPE, BREAD)
        with store.read() as db:
            found = compare(db)
        assert (found.version, found.compared, found.agreed) == (on_trial, 3, 1)
        assert (found.newly_held.count, found.newly_held.examples) == (1, [grape])
        assert (found.newly_published.count, found.newly_published.examples) == (1, [melon])

    def test_it_says_how_people_judged_those(self, store, on_trial, noon):
        melons = evaluated(store, noon, *(f"{MELON} {number}" for number in range(3)))
        with store.transaction() as db:
            decide_one(db, melons[0], "approve")
            decide_one(db, melons[1], "reject", reason="abuse.insult")
            found = compare(db, on_trial).newly_published
        assert (found.count, found.approved, found.turned_down, found.undecided) == (3, 1, 1, 1)

    def test_what_is_held_for_another_reason_too_would_not_be_published(self, store, on_trial, noon):
        with store.transaction() as db:
            made = a_pending_comment(db, MELON, article_id=an_article(db, mode="pre"))
        evaluate_pending(store, rules(), now=noon)
        assert set(reasons_of(store, made)) == {"article.pre", "abuse.model"}
        with store.read() as db:
            found = compare(db)
        assert (found.compared, found.newly_published.count) == (1, 0)

    def test_what_the_live_models_could_not_judge_is_not_compared(self, store, on_trial, trained, noon):
        with store.transaction() as db:
            db.execute(
                model_file.update().where(model_file.c.version == trained[0][0].version).values(content=b"x")
            )
        (made,) = evaluated(store, noon, GRAPE)
        assert verdict_of(store, made)["model_version"] is None
        with store.read() as db:
            assert (compare(db).compared, compare(db).agreement) == (0, None)

    def test_the_policy_of_the_site_says_what_would_be_held(self, store, on_trial, noon):
        evaluated(store, noon, GRAPE)
        with store.transaction() as db:
            _hold_from(db, 1.0, noon)
            assert compare(db).newly_held.count == 0

    @pytest.mark.parametrize(("version", "code"), [(None, "none_on_trial"), ("linear-none", "unknown")])
    def test_without_a_version_to_compare_it_says_so(self, store, version, code):
        with store.read() as db, pytest.raises(NotFound, match=code):
            compare(db, version)

    def test_a_version_can_be_compared_after_it_went_live(self, store, on_trial, noon):
        evaluated(store, noon, GRAPE)
        with store.transaction() as db:
            put_live(db, on_trial, now=noon)
            assert compare(db, on_trial).newly_held.count == 1


def _hold_from(db: Db, score: float, now: datetime) -> None:
    changes = {"hold_at": {"abuse": score, "spam": score}}
    put_policy(db, site_id="sit_default", changes=changes, by="mod_amal", now=now)


class TestForgetting:
    def test_scores_go_ninety_days_after_their_comments(self, store, on_trial, noon):
        evaluated(store, noon, MELON, GRAPE)
        sent = datetime.now(UTC)  # ids, by which age is told, carry the time at which they were made
        for days, forgotten, left in ((89, 0, 2), (91, 2, 0), (91, 0, 0)):
            with store.transaction() as db:
                assert forget_shadow_scores(db, now=sent + timedelta(days=days)) == forgotten
            assert len(rows_of(store, shadow_score, true())) == left
