"""What passes from checking to writing."""

from dataclasses import dataclass

from service.domain.verdicts import Verdict
from service.moderation.evaluate_facts import Prepared
from service.moderation.evaluate_rules import SiteRules


@dataclass(frozen=True, slots=True)
class Judged:
    """One checked revision and what came of it."""

    prepared: Prepared
    rules: SiteRules
    verdict: Verdict

    @property
    def comment_id(self) -> str:
        return self.prepared.row.id
