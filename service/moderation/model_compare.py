"""How a version on trial would have judged, beside what was judged, and what people said of the differences."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from service.checks.models import MODEL_NAMES
from service.checks.policy import DEFAULT_POLICY
from service.domain.errors import NotFound
from service.domain.verdicts import Outcome
from service.moderation.policies import get_policy
from service.store.desk import desk_decisions_of
from service.store.engine import Db
from service.store.models import ShadowOutcome, model_stamp, shadow_outcomes, stored_models

_PAGE = 500
_EXAMPLES = 5


@dataclass(slots=True)
class Differences:
    """Revisions that the version on trial would have treated otherwise, and how people judged them.

    examples: ids of the newest comments among them.
    """

    count: int = 0
    turned_down: int = 0
    approved: int = 0
    undecided: int = 0
    examples: list[str] = field(default_factory=list)

    def add(self, comment_id: str, turned_down: bool | None) -> None:
        """Count one. turned_down: what a person decided, None where nobody has."""
        self.count += 1
        self.turned_down += turned_down is True
        self.approved += turned_down is False
        self.undecided += turned_down is None
        if len(self.examples) < _EXAMPLES:
            self.examples.append(comment_id)


@dataclass(slots=True)
class Comparison:
    """compared: revisions that both judged; agreed: where both models would hold, or neither.

    newly_held: published, and the version on trial would have held them. newly_published: held
    only for what the live models said, and the version on trial would not have.
    """

    version: str
    compared: int = 0
    agreed: int = 0
    newly_held: Differences = field(default_factory=Differences)
    newly_published: Differences = field(default_factory=Differences)

    @property
    def agreement(self) -> float | None:
        """Share of the compared, None where there is nothing to compare."""
        return self.agreed / self.compared if self.compared else None

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        share = self.agreement
        return asdict(self) | {"agreement": None if share is None else round(share, 4)}


def compare(db: Db, version: str | None = None) -> Comparison:
    """Compare a version with what was live when it was on trial, at the present policy's thresholds.

    version: None for the one on trial now. Raises NotFound: `model.none_on_trial`, `model.unknown`.
    """
    wanted = version or model_stamp(db).shadow
    if wanted is None:
        raise NotFound("model.none_on_trial")
    if all(each.version != wanted for each in stored_models(db)):
        raise NotFound("model.unknown", version=wanted)
    found = Comparison(wanted)
    thresholds: dict[str, Mapping[str, float]] = {}
    page = shadow_outcomes(db, wanted, limit=_PAGE)
    while page:
        for site_id in {each.site_id for each in page} - thresholds.keys():
            thresholds[site_id] = hold_at(db, site_id)
        _add_page(db, found, page, thresholds)
        page = shadow_outcomes(db, wanted, before=(page[-1].comment_id, page[-1].revision), limit=_PAGE)
    return found


def hold_at(db: Db, site_id: str) -> dict[str, float]:
    """The scores from which a site holds, by model name; the built-in ones where its policy is silent."""
    present = get_policy(db, site_id=site_id)["hold_at"]
    return {name: present.get(name, DEFAULT_POLICY.hold_at[name]) for name in MODEL_NAMES}


def _add_page(
    db: Db, found: Comparison, page: list[ShadowOutcome], thresholds: Mapping[str, Mapping[str, float]]
) -> None:
    changed: list[tuple[ShadowOutcome, Differences]] = []
    for each in page:
        judges = {reason["check"]: reason["code"] for reason in each.reasons}
        if any(judges.get(name) == "check.unavailable" for name in MODEL_NAMES):
            continue
        limits = thresholds[each.site_id]
        holds = each.abuse >= limits["abuse"] or each.spam >= limits["spam"]
        held = any(name in judges for name in MODEL_NAMES)
        found.compared += 1
        found.agreed += holds is held
        if holds and each.outcome == Outcome.PUBLISH:
            changed.append((each, found.newly_held))
        elif held and not holds and each.outcome == Outcome.HOLD and judges.keys() <= set(MODEL_NAMES):
            changed.append((each, found.newly_published))
    ids = sorted({each.comment_id for each, _ in changed})
    people = {(made.comment_id, made.revision): made.turned_down for made in desk_decisions_of(db, ids)}
    for each, differences in changed:
        differences.add(each.comment_id, people.get((each.comment_id, each.revision)))
