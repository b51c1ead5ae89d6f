"""What passes from checking to writing."""

from dataclasses import dataclass

from service.domain.verdicts import Verdict
from service.moderation.evaluate_facts import Prepared
from service.moderation.evaluate_rules import SiteRules
from service.moderation.shadow import ShadowScore


@dataclass(frozen=True, slots=True)
class Judged:
    """One checked revision and what came of it. shadow: what the models on trial say, kept to compare."""

    prepared: Prepared
    rules: SiteRules
    verdict: Verdict
    shadow: ShadowScore | None = None

    @property
    def comment_id(self) -> str:
        return self.prepared.row.id
