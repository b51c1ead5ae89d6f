"""A verdict on any text, by the same rules as a reader's comment, with nothing stored."""

from dataclasses import dataclass
from datetime import datetime

from service.checks.language import guess_language
from service.checks.policy import judge
from service.checks.text import fold
from service.domain.comments import ArticleMode, CommentFacts
from service.domain.verdicts import Verdict
from service.moderation.evaluate_rules import SiteRules


@dataclass(frozen=True, slots=True)
class TextVerdict:
    """scores: of the models, by name, in [0, 1]; empty without models. language: as guessed."""

    verdict: Verdict
    scores: dict[str, float]
    model_version: str | None
    language: str | None


def check_text(
    rules: SiteRules, body: str, *, now: datetime, author_name: str = "", email_domain: str = ""
) -> TextVerdict:
    """What the checks say of a text that nobody sent: no history, no article, no form."""
    facts = CommentFacts(
        comment_id="",
        revision=1,
        body=body,
        author_name=author_name,
        author_url=None,
        email_domain=email_domain,
        article_key="",
        article_title="",
        article_mode=ArticleMode.AUTO,
        submitted_at=now,
    )
    [results] = rules.check([facts])
    folded, scores = fold(body).folded, {}
    if rules.models is not None:
        scored = rules.models.score([folded])
        scores = {name: round(float(values[0]), 4) for name, values in scored.items()}
    verdict = judge(facts, results, rules.policy)
    return TextVerdict(verdict, scores, rules.model_version, guess_language(folded))
