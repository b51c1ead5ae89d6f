"""From claimed comments to the facts that checks are given: eight queries for a whole batch."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from service.checks.campaign import Sketch, sketch
from service.checks.repetition import Fingerprint, fingerprint
from service.checks.text import FoldedText, fold
from service.domain.comments import ArticleMode, CommentFacts, DecisionFact, RecentText, SanctionFact
from service.moderation.evaluate_trust import standing_of_lines
from service.store import facts as store
from service.store import namesakes as store_names
from service.store.engine import Db
from service.store.evaluation import Claim
from service.store.facts import LiveSanction, WaitingComment
from service.store.fingerprints import BANDS, REMEMBERED, Candidate, candidates


@dataclass(frozen=True, slots=True)
class Prepared:
    """One claimed revision, ready to be checked.

    own: how its text is found again. sketch: what it has in common with others, None for a text that
    many rightly write.
    """

    claim: Claim
    row: WaitingComment
    facts: CommentFacts
    folded: FoldedText
    own: Fingerprint
    sketch: Sketch | None


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
                recent=recent.like(row, print_),
                namesake=namesakes.get(row.id),
                decisions=standing.get(row.author_line or "", ()),
            ),
            text,
            print_,
            sketch(text),
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
    """Texts of the last day, and of this very batch, that may be like those of the batch."""

    def __init__(self, db: Db, rows: Sequence[WaitingComment], own: Sequence[Fingerprint]) -> None:
        found = candidates(
            db,
            exact=[each.exact for each in own],
            bands=[[each.bands[number] for each in own] for number in range(BANDS)],
            since=rows[0].submitted_at - REMEMBERED,
        )
        stored = {each.comment_id for each in found}
        found += [
            _candidate(row, print_) for row, print_ in zip(rows, own, strict=True) if row.id not in stored
        ]
        self._by_key: dict[tuple[int, int], list[Candidate]] = defaultdict(list)
        for each in found:
            for key in _keys(each.exact, each.bands):
                self._by_key[key].append(each)

    def like(self, row: WaitingComment, own: Fingerprint) -> tuple[RecentText, ...]:
        """Candidates for one comment: those sent before it, within a day."""
        alike = {
            each.comment_id: each
            for key in _keys(own.exact, own.bands)
            for each in self._by_key[key]
            if (each.created_at, each.comment_id) < (row.submitted_at, row.id)
            and row.submitted_at - each.created_at <= REMEMBERED
        }
        return tuple(
            RecentText(
                comment_id=each.comment_id,
                article_key=each.article_key,
                same_author=each.commenter_id == row.commenter_id,
                exact=each.exact,
                simhash=each.simhash,
                seconds_ago=(row.submitted_at - each.created_at).total_seconds(),
            )
            for each in alike.values()
        )


def _candidate(row: WaitingComment, own: Fingerprint) -> Candidate:
    return Candidate(
        row.id, row.commenter_id, row.article_key, own.exact, own.simhash, own.bands, row.submitted_at
    )


def _keys(exact: int, bands: Iterable[int]) -> list[tuple[int, int]]:
    """(kind of key, value): the exact hash and each band."""
    return [(-1, exact), *enumerate(bands)]
