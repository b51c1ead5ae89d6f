"""From claimed comments to the facts that checks are given: eight queries for a whole batch."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from service.checks.campaign import Sketch, sketch
from service.checks.language import guess_language
from service.checks.repetition import Fingerprint, fingerprint
from service.checks.text import FoldedText, fold
from service.domain.comments import ArticleMode, CommentFacts, DecisionFact, RecentText, SanctionFact
from service.moderation.evaluate_trust import standing_of_lines
from service.store import facts as store
from service.store import namesakes as store_names
from service.store.engine import Db
from service.store.evaluation import Claim
from service.store.facts import LiveSanction, WaitingComment
from service.store.fingerprints import REMEMBERED, RememberedText, texts_of_authors


@dataclass(frozen=True, slots=True)
class Prepared:
    """One claimed revision, ready to be checked.

    own: how its text is found again. sketch: what it has in common with others, None for a text that
    many rightly write. language: the likeliest one, None where nothing says.
    """

    claim: Claim
    row: WaitingComment
    facts: CommentFacts
    folded: FoldedText
    own: Fingerprint
    sketch: Sketch | None
    language: str | None


def mode_at(mode: str, closes_at: datetime | None, now: datetime) -> ArticleMode:
    """The mode in force at `now`: an article whose time has come is closed."""
    return ArticleMode.CLOSED if closes_at is not None and closes_at <= now else ArticleMode(mode)


def prepare(db: Db, claims: Sequence[Claim], *, now: datetime) -> list[Prepared]:
    """Facts of claimed revisions, oldest first; those that are not waiting any more are left out."""
    rows = store.waiting_comments(db, claims)
    if not rows:
        return []
    by_id = {claim.comment_id: claim for claim in claims}
    folded = [fold(row.body) for row in rows]
    own = [fingerprint(each) for each in folded]
    staff = store.staff_names(db, sorted({row.site_id for row in rows}))
    sanctions = _Sanctions(db, rows, now)
    # A line that begins here has no past, and that is most of them.
    lines = sorted({row.author_line for row in rows if row.author_line not in {None, row.id}})
    standing = standing_of_lines(db, lines, now=now)
    namesakes = store_names.known_namesakes(db, [row.id for row in rows])
    recent = _RecentTexts(db, rows, own)
    return [
        Prepared(
            by_id[row.id],
            row,
            _facts(
                row,
                now,
                staff=staff[row.site_id],
                sanctions=sanctions.on(row),
                recent=recent.before(row),
                namesake=namesakes.get(row.id),
                decisions=standing.get(row.author_line or "", ()),
            ),
            text,
            print_,
            sketch(text),
            guess_language(text.folded),
        )
        for row, text, print_ in zip(rows, folded, own, strict=True)
    ]


def _facts(
    row: WaitingComment,
    now: datetime,
    *,
    staff: tuple[str, ...],
    sanctions: tuple[SanctionFact, ...],
    recent: tuple[RecentText, ...],
    namesake: str | None,
    decisions: tuple[DecisionFact, ...],
) -> CommentFacts:
    return CommentFacts(
        comment_id=row.id,
        revision=row.revision,
        body=row.body,
        author_name=row.author_name,
        author_url=row.author_url,
        email_domain=row.email_domain,
        article_key=row.article_key,
        article_title=row.article_title,
        article_mode=mode_at(row.article_mode, row.closes_at, now),
        submitted_at=row.submitted_at,
        parent_body=row.parent_body,
        form_seconds=row.form_seconds,
        honeypot_filled=row.honeypot_filled,
        author_recent=max(row.author_recent, row.address_recent),
        author_published=row.author_published,
        author_rejected=row.author_rejected,
        proven_published=row.proven_published,
        author_decisions=decisions,
        recent=recent,
        sanctions=sanctions,
        staff_names=staff,
        article_section=row.article_section,
        known_author=namesake,
    )


class _Sanctions:
    """Sanctions in force on the authors of a batch."""

    def __init__(self, db: Db, rows: Sequence[WaitingComment], now: datetime) -> None:
        authors = sorted({row.commenter_id for row in rows})
        domains = sorted({name for row in rows for name in _with_parents(row.email_domain)})
        self._by_subject: dict[tuple[str, str, str], list[LiveSanction]] = defaultdict(list)
        for each in store.live_sanctions(db, commenter_ids=authors, domains=domains, now=now):
            self._by_subject[each.site_id, each.scope, each.subject].append(each)

    def on(self, row: WaitingComment) -> tuple[SanctionFact, ...]:
        if not self._by_subject:
            return ()
        subjects = [("author", row.commenter_id)]
        subjects += [("domain", name) for name in _with_parents(row.email_domain)]
        return tuple(
            SanctionFact(each.kind, each.scope, each.reason)
            for scope, subject in subjects
            for each in self._by_subject.get((row.site_id, scope, subject), ())
        )


def _with_parents(domain: str) -> list[str]:
    """The domain and every domain above it: a sanction on one covers its subdomains."""
    labels = domain.split(".")
    return [".".join(labels[place:]) for place in range(len(labels))]


class _RecentTexts:
    """Texts that the authors of a batch sent in the last day, in this very batch too."""

    def __init__(self, db: Db, rows: Sequence[WaitingComment], own: Sequence[Fingerprint]) -> None:
        authors = sorted({row.commenter_id for row in rows})
        found = texts_of_authors(db, authors, since=rows[0].submitted_at - REMEMBERED)
        stored = {each.comment_id for each in found}
        found += [
            RememberedText(
                row.id, row.commenter_id, row.article_key, print_.exact, print_.simhash, row.submitted_at
            )
            for row, print_ in zip(rows, own, strict=True)
            if row.id not in stored
        ]
        self._by_author: dict[str, list[RememberedText]] = defaultdict(list)
        for each in found:
            self._by_author[each.commenter_id].append(each)

    def before(self, row: WaitingComment) -> tuple[RecentText, ...]:
        """What its author sent before it, within a day."""
        return tuple(
            RecentText(
                comment_id=each.comment_id,
                article_key=each.article_key,
                exact=each.exact,
                simhash=each.simhash,
                seconds_ago=(row.submitted_at - each.created_at).total_seconds(),
            )
            for each in self._by_author[row.commenter_id]
            if (each.created_at, each.comment_id) < (row.submitted_at, row.id)
            and row.submitted_at - each.created_at <= REMEMBERED
        )
