"""The rules of every site as the checks need them, loaded once a process and again when they change."""

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import structlog

from config.settings import Settings
from service.checks.lists import CompiledLists, compile_lists
from service.checks.models import DEFAULT_FOLDER, ModelFileInvalid, Models, load_models
from service.checks.onnx_model import CHECK as OWN_MODEL
from service.checks.onnx_model import OwnModel, load_own_model
from service.checks.pipeline import run_checks
from service.checks.policy import DEFAULT_POLICY
from service.checks.starter import load_starter_lists
from service.domain.comments import CommentFacts, ListEntry
from service.domain.errors import Invalid
from service.domain.verdicts import CheckResult, Policy
from service.moderation.models_in_use import ModelsInUse
from service.store import rules as store
from service.store.checkers import Checker, checkers_of_site
from service.store.engine import Db, Store
from service.store.rules import RulesStamp

# A changed entry or policy is in force after this long, within the five seconds that are promised.
LOOK_AGAIN_S = 2.0
_NEVER = 1_000_000

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class SiteRules:
    """What one site's comments are checked with.

    complete: False where an entry of the site could not be compiled; then the lists check counts
    as one that did not run, so that what the entry stands for is not published unseen.
    expires_at: when the first of its entries ends, None where none does.
    checkers: the site's own that are switched on; whoever decides asks them (`outside`).
    own_model: an ONNX model of the newsroom's, None without one.
    shadow: models on trial, which are asked too and change nothing; None where there are none.
    """

    stamp: RulesStamp
    lists: CompiledLists
    policy: Policy
    models: Models | None
    complete: bool = True
    expires_at: datetime | None = None
    checkers: tuple[Checker, ...] = ()
    own_model: OwnModel | None = None
    shadow: Models | None = None

    @property
    def model_version(self) -> str | None:
        """The version of both models, None without them."""
        return self.models.version if self.models is not None else None

    def check(self, batch: Sequence[CommentFacts]) -> list[tuple[CheckResult, ...]]:
        """Results of every check for each comment, in order. Pure."""
        results = run_checks(batch, lists=self.lists, policy=self.policy, models=self.models)
        if self.own_model is not None:
            own = self.own_model.check(batch)
            results = [(*found, one) for found, one in zip(results, own, strict=True)]
        return results if self.complete else [tuple(map(_without_lists, each)) for each in results]


class Rules:
    """The present rules of all sites.

    rate_limits: False switches the velocity check off. models: those that come with the product,
    used until a stored version is live; None where they could not be loaded, and comments are then
    held, not passed. own_model: as of `load_own_model`.
    """

    def __init__(
        self,
        models: Models | None,
        *,
        own_model: OwnModel | None = None,
        rate_limits: bool = True,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._models = ModelsInUse(models)
        self._own_model = own_model
        self._rate_limits = rate_limits
        self._monotonic = monotonic
        self._looked_at: float | None = None
        self._sites: dict[str, SiteRules] = {}
        self._starter = load_starter_lists()

    def of_sites(
        self, opened: Store, site_ids: Collection[str] = (), *, now: datetime | None = None
    ) -> Mapping[str, SiteRules]:
        """Rules by site id, at most two seconds old. Raises Unavailable.

        site_ids: those that are asked for, however new the sites are. A site whose rules cannot
        be read is not among the answers: its comments are not checked by guesswork.
        """
        moment = self._monotonic()
        fresh = self._looked_at is not None and moment - self._looked_at < LOOK_AGAIN_S
        if not fresh or not self._sites.keys() >= set(site_ids):
            with opened.read() as db:
                self._refresh(db, now or datetime.now(UTC))
            self._looked_at = moment
        return self._sites

    def _refresh(self, db: Db, now: datetime) -> None:
        """Load what changed. A site whose rules cannot be read is left out, so that others go on."""
        loaded: dict[str, SiteRules] = {}
        if self._models.refresh(db):
            live, shadow = self._models.live, self._models.shadow
            known = self._sites.items()
            self._sites = {key: replace(each, models=live, shadow=shadow) for key, each in known}
        for site_id, stamp in store.rules_stamps(db).items():
            if self._is_current(site_id, stamp, now):
                loaded[site_id] = self._sites[site_id]
                continue
            try:
                loaded[site_id] = self._load(db, site_id, stamp, now)
            except (LookupError, TypeError, ValueError):
                log.exception("rules.not_loaded", site_id=site_id)
        self._sites = loaded

    def _is_current(self, site_id: str, stamp: RulesStamp, now: datetime) -> bool:
        known = self._sites.get(site_id)
        if known is None or known.stamp != stamp:
            return False
        return known.expires_at is None or known.expires_at > now

    def _load(self, db: Db, site_id: str, stamp: RulesStamp, now: datetime) -> SiteRules:
        entries, expires_at = store.live_entries(db, site_id, now=now)
        lists, complete = self._compile(site_id, entries)
        policy = _policy(stamp.policy_version, store.policy_body(db, site_id, stamp.policy_version))
        if not self._rate_limits:
            policy = replace(policy, velocity_per_10_minutes=_NEVER)
        if self._own_model is not None and self._own_model.is_binding:
            policy = replace(policy, required=(*policy.required, OWN_MODEL))
        checkers = tuple(each for each in checkers_of_site(db, site_id) if each.enabled)
        return SiteRules(
            stamp,
            lists,
            policy,
            self._models.live,
            complete,
            expires_at,
            checkers,
            self._own_model,
            self._models.shadow,
        )

    def _compile(self, site_id: str, entries: Sequence[ListEntry]) -> tuple[CompiledLists, bool]:
        try:
            return compile_lists((*self._starter, *entries)), True
        except Invalid as error:
            log.exception("lists.not_compiled", site_id=site_id, code=error.code)
            return compile_lists(self._starter), False


def default_models(folder: Path = DEFAULT_FOLDER) -> Models | None:
    """The models that come with the product; None, and a line in the log, where their files cannot be used."""
    try:
        return load_models(folder)
    except ModelFileInvalid as error:
        log.exception("models.not_loaded", code=error.code, **error.params)
        return None


def own_model(settings: Settings) -> OwnModel | None:
    """The newsroom's ONNX model; None where the settings name none. Raises OwnModelInvalid: it never runs without."""
    return None if settings.onnx_model is None else load_own_model(settings.onnx_model)


def _policy(version: str, body: Mapping[str, Any] | None) -> Policy:
    """The policy of a stored body; the built-in one for the empty version.

    Raises LookupError for a version that is not stored, TypeError for a body with fields that
    no policy has.
    """
    if not version:
        return DEFAULT_POLICY
    if body is None:
        raise LookupError("the site's policy is not stored")
    return Policy(**{**body, "version": version, "required": tuple(body.get("required", ()))})


def _without_lists(result: CheckResult) -> CheckResult:
    return replace(result, signals=(), error="unavailable") if result.check == "lists" else result
