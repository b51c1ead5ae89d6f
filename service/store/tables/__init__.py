"""All tables; importing this package fills `metadata`."""

from service.store.tables.alarms import alarm
from service.store.tables.base import metadata
from service.store.tables.campaigns import campaign, campaign_anchor, campaign_key, campaign_member
from service.store.tables.checkers import checker, recheck
from service.store.tables.checks import (
    case,
    case_reason,
    check_result,
    clearance,
    list_entry,
    policy,
    verdict,
)
from service.store.tables.comments import comment, fingerprint, revision
from service.store.tables.decisions import audit_head, decision, decision_note, event, sanction
from service.store.tables.desk import desk_setting, note, saved_queue
from service.store.tables.models import model, model_file, shadow_score
from service.store.tables.people import api_key, heartbeat, idempotency, moderator, session
from service.store.tables.sign_in import (
    known_browser,
    outside_identity,
    passkey,
    recovery_code,
    sign_in_budget,
    spent_proof,
    totp,
)
from service.store.tables.sites import article, commenter, site
from service.store.tables.webhooks import attempt, delivery, endpoint, endpoint_secret

__all__ = [
    "alarm",
    "api_key",
    "article",
    "attempt",
    "audit_head",
    "campaign",
    "campaign_anchor",
    "campaign_key",
    "campaign_member",
    "case",
    "case_reason",
    "check_result",
    "checker",
    "clearance",
    "comment",
    "commenter",
    "decision",
    "decision_note",
    "delivery",
    "desk_setting",
    "endpoint",
    "endpoint_secret",
    "event",
    "fingerprint",
    "heartbeat",
    "idempotency",
    "known_browser",
    "list_entry",
    "metadata",
    "model",
    "model_file",
    "moderator",
    "note",
    "outside_identity",
    "passkey",
    "policy",
    "recheck",
    "recovery_code",
    "revision",
    "sanction",
    "saved_queue",
    "session",
    "shadow_score",
    "sign_in_budget",
    "site",
    "spent_proof",
    "totp",
    "verdict",
]
