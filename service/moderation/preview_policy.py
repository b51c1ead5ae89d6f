"""What changed thresholds would have done: the stored findings judged by both policies."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from service.checks.replay import Past, gaps, rerun, rules_that_differ
from service.domain.verdicts import Policy
from service.moderation.policies import as_policy, changed_policy, get_policy
from service.moderation.preview import Changes, Range, Step, about, find_scope, look_back
from service.store.engine import Store


def preview_policy(
    opened: Store, *, site_id: str, changes: Mapping[str, Any], wanted: Range, now: datetime
) -> Iterator[Step]:
    """Judge what came in by the policy with these changes, and by the present one.

    changes: as `put_policy` takes them. The models do not read the texts again: what they found is
    stored. Raises Invalid as `put_policy`, before the first step; Unavailable at any.
    """
    with opened.read() as db:
        fields = get_policy(db, site_id=site_id)
    before, after = as_policy(fields), as_policy(fields | changed_policy(fields, changes))
    scope = find_scope(opened, site_id, wanted, now=now)
    differing = rules_that_differ(before, after)
    counted = max(before.new_author_holds, after.new_author_holds)
    found, done = Changes(), 0
    yield Step(0, scope.total)
    for page in look_back(opened, site_id, scope, count_published_to=counted):
        for past in page:
            _compare(found, past, before, after, differing)
        done += len(page)
        yield Step(done, scope.total)
    answer = about(wanted, scope, gaps(before, after)) | found.as_dict() | {"examples": found.examples()}
    yield Step(done, done, answer)


def _compare(found: Changes, past: Past, before: Policy, after: Policy, differing: frozenset[str]) -> None:
    if past.results is None:
        found.skip()
        return
    found.add(
        past, rerun(past, before, differing).judged(before), rerun(past, after, differing).judged(after)
    )
