"""What passes from checking to writing."""

from collections.abc import Sequence
from dataclasses import dataclass

from service.checks.policy import judge
from service.domain.verdicts import CheckResult, Verdict
from service.moderation.evaluate_evidence import Evidence, evidence_of
from service.moderation.evaluate_facts import Prepared
from service.moderation.evaluate_rules import SiteRules
from service.moderation.shadow import ShadowScore


@dataclass(frozen=True, slots=True)
class Judged:
    """One checked revision and what came of it. shadow: what the models on trial say, kept to compare."""

    prepared: Prepared
    rules: SiteRules
    verdict: Verdict
    evidence: Evidence
    shadow: ShadowScore | None = None

    @classmethod
    def of(
        cls,
        prepared: Prepared,
        rules: SiteRules,
        results: Sequence[CheckResult],
        shadow: ShadowScore | None = None,
    ) -> "Judged":
        """Judge the results by the policy in force."""
        verdict = judge(prepared.facts, results, rules.policy)
        return cls(prepared, rules, verdict, evidence_of(prepared.row, verdict, rules.model_version), shadow)

    @property
    def comment_id(self) -> str:
        return self.prepared.row.id
