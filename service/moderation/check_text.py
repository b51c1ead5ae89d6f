"""A verdict on any text, by the same rules as a reader's comment, with nothing stored."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from service.checks.language import guess_language
from service.checks.policy import judge
from service.checks.text import fold
from service.domain.comments import ArticleMode, CommentFacts
from service.domain.verdicts import Signal, Span, Verdict
from service.moderation.evaluate_rules import SiteRules


@dataclass(frozen=True, slots=True)
class TextVerdict:
    """What the checks say of a text.

    scores: of the models, by name, in [0, 1]; empty without models. language: as guessed.
    weights: by model, what each of the words that speak most for it adds, by place in the text.
    """

    verdict: Verdict
    scores: dict[str, float]
    model_version: str | None
    language: str | None
    weights: Mapping[str, Mapping[Span, float]] = field(default_factory=dict)


def check_text(
    rules: SiteRules,
    body: str,
    *,
    now: datetime,
    author_name: str = "",
    email_domain: str = "",
    campaign: Signal | None = None,
) -> TextVerdict:
    """What the checks say of a text that nobody sent: no history, no article, no form.

    campaign: the one that it is a variant of, as `campaign_lookup.campaign_of` finds it.
    """
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
    if campaign is not None:
        results = tuple(
            replace(each, signals=(*each.signals, campaign)) if each.check == campaign.check else each
            for each in results
        )
    folded = fold(body)
    opinions = {} if rules.models is None else rules.models.opinions([folded.folded])
    return TextVerdict(
        judge(facts, results, rules.policy),
        {name: round(found.score, 4) for name, (found,) in opinions.items()},
        rules.model_version,
        guess_language(folded.folded),
        {
            name: {folded.span(word.start, word.end): round(word.weight, 4) for word in found.strongest}
            for name, (found,) in opinions.items()
        },
    )
