"""Comments that are held because a checker gave no answer: looked at again once it answers."""

from collections.abc import Sequence
from datetime import datetime

import structlog

from service.domain.comments import ArticleMode, CommentFacts
from service.moderation.outside import Ask, Question
from service.store.checkers import Checker, checkers_of_site
from service.store.engine import Store
from service.store.rechecks import HeldText, Waiting, check_again, forget_settled, held_text, waiting

AT_ONCE = 500
"""Comments of one checker that one look puts on the work list."""

log = structlog.get_logger(__name__)


def recheck_held(store: Store, ask: Ask, *, now: datetime) -> int:
    """Put held comments back on the checks' work list where their checker answers; returns how many.

    Each checker is asked about the oldest comment that waits for it, with no transaction open; only
    its answer brings the others along. Where the checker is gone, switched off or not required any
    more, nothing has to be asked. The comments stay held until the checks are through.
    """
    with store.read() as db:
        waits = waiting(db, now=now)
        if not waits:
            return 0
        binding = {
            (site_id, each.name): each
            for site_id in {each.site_id for each in waits}
            for each in checkers_of_site(db, site_id)
            if each.is_binding
        }
        texts = {each.comment_id: held_text(db, each.comment_id) for each in waits}
    answering = _answering(waits, binding, texts, ask)
    with store.transaction(background=True) as db:
        forget_settled(db)
        again = sum(check_again(db, each.site_id, each.checker, now=now, limit=AT_ONCE) for each in answering)
    log.info("recheck.done", waiting=sum(each.count for each in waits), again=again)
    return again


def _answering(
    waits: Sequence[Waiting],
    binding: dict[tuple[str, str], Checker],
    texts: dict[str, HeldText | None],
    ask: Ask,
) -> list[Waiting]:
    """What need not wait any longer."""
    free = [each for each in waits if (each.site_id, each.checker) not in binding]
    asked, questions = [], []
    for each in waits:
        checker, text = binding.get((each.site_id, each.checker)), texts[each.comment_id]
        if checker is not None and text is not None:
            asked.append(each)
            questions.append(Question(checker, _facts(text), text.language, ()))
    answers = ask(questions)
    return free + [each for each, answer in zip(asked, answers, strict=True) if answer.error is None]


def _facts(text: HeldText) -> CommentFacts:
    """As much as a checker is told."""
    return CommentFacts(
        comment_id=text.comment_id,
        revision=text.revision,
        body=text.body,
        author_name=text.author_name,
        author_url=text.author_url,
        email_domain="",
        article_key=text.article_key,
        article_title=text.article_title,
        article_mode=ArticleMode.AUTO,
        submitted_at=text.submitted_at,
    )
