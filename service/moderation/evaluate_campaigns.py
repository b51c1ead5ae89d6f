"""Grouping the texts of a batch with those of the last days: which campaign each belongs to."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from service.checks.campaign import Cluster, Grouping, Placed, Text, keys_of
from service.domain.ids import new_id
from service.domain.verdicts import Signal
from service.moderation.evaluate_facts import Prepared
from service.store import campaigns as store
from service.store.engine import Db


def group_batch(db: Db, batch: Sequence[Prepared]) -> dict[str, Signal]:
    """Put each text into its campaign, in the evaluation's transaction; the signals by comment id.

    A text has a signal where its campaign was one by then, in the order of sending, itself included.
    Two workers cannot make two campaigns of one text, because they group one after the other.
    """
    texts: dict[str, list[Text]] = defaultdict(list)
    for each in sorted(batch, key=lambda prepared: (prepared.row.submitted_at, prepared.row.id)):
        if each.sketch is not None:
            row = each.row
            texts[row.site_id].append(
                Text(row.id, row.commenter_id, row.article_id, each.sketch, row.submitted_at)
            )
    store.lock_grouping(db)
    store.count_campaigns(db, store.leave_campaigns(db, [each.row.id for each in batch]))
    signals: dict[str, Signal] = {}
    for site_id, of_site in sorted(texts.items()):
        signals |= _group_site(db, site_id, of_site)
    return signals


def _group_site(db: Db, site_id: str, texts: Sequence[Text]) -> dict[str, Signal]:
    placed, clusters = _place(db, site_id, texts)
    grown = {each.campaign_ids[0]: each for each in clusters if each.campaign_ids and each.is_counted}
    opened = {new_id("cmp"): each for each in clusters if not each.campaign_ids}
    exact = grown.keys() | {campaign_id for campaign_id, each in opened.items() if each.is_counted}
    for campaign_id, cluster in opened.items():
        cluster.campaign_ids.append(campaign_id)
    store.open_campaigns(db, site_id, opened)
    ids: dict[str, str] = {}
    loners: dict[str, list[Text]] = defaultdict(list)
    joining: dict[str, list[Text]] = defaultdict(list)
    for cluster in clusters:
        kept, *others = sorted(cluster.campaign_ids)
        store.merge_campaigns(db, kept, others)
        loners[kept] += cluster.loners
        joining[kept] += [*cluster.loners, *cluster.members]
        ids |= {each.comment_id: kept for each in cluster.members}
    store.join_campaigns(db, joining)
    store.give_anchors(db, loners)
    store.write_counts(db, grown)
    store.count_campaigns(db, set(ids.values()) - exact)
    _add_anchors(db, site_id, [each.text for each in placed if each.is_anchor], ids)
    return {
        each.text.comment_id: _linked(each.signal, ids[each.text.comment_id])
        for each in placed
        if each.signal is not None
    }


def _place(db: Db, site_id: str, texts: Sequence[Text]) -> tuple[list[Placed], list[Cluster]]:
    keys = {key for each in texts for key in keys_of(each.sketch)}
    found = store.anchors(db, site_id, keys, since=texts[0].created_at - store.REMEMBERED)
    standing = store.standing_campaigns(
        db,
        {each.campaign_id for each in found if each.campaign_id is not None},
        people={each.commenter_id for each in texts},
        places={each.article_id for each in texts},
    )
    grouping = Grouping(found, standing, room=len(texts))
    placed = [grouping.place(each) for each in texts]
    return placed, grouping.clusters()


def _add_anchors(db: Db, site_id: str, texts: Sequence[Text], ids: Mapping[str, str]) -> None:
    rows: list[dict[str, Any]] = []
    keys: list[dict[str, Any]] = []
    for each in texts:
        anchor_id = new_id("anc")
        rows.append(
            {
                "id": anchor_id,
                "site_id": site_id,
                "campaign_id": ids.get(each.comment_id),
                "comment_id": each.comment_id,
                "commenter_id": each.commenter_id,
                "article_id": each.article_id,
                "minima": each.sketch.minima,
                "letters": each.sketch.letters,
                "created_at": each.created_at,
            }
        )
        keys += [{"key": key, "anchor_id": anchor_id} for key in keys_of(each.sketch)]
    store.add_anchors(db, rows, keys)


def _linked(signal: Signal, campaign_id: str) -> Signal:
    return replace(signal, evidence={**signal.evidence, "campaign": campaign_id})
