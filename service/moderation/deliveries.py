"""The delivery log of an endpoint, and sending one delivery again."""

from datetime import datetime

from service.domain.cursors import decode_id_cursor, encode_cursor
from service.domain.errors import Conflict, NotFound
from service.moderation.endpoints import get_endpoint, require_enabled
from service.store import deliveries, delivery_log, endpoints
from service.store.delivery_log import LoggedDelivery
from service.store.engine import Db

PREFIX = "dlv"
STATES = ("pending", "delivered", "exhausted", "disabled")


def list_deliveries(
    db: Db, *, site_id: str, endpoint_id: str, state: str | None, limit: int, cursor: str | None
) -> tuple[list[LoggedDelivery], str | None]:
    """A page of an endpoint's log, newest first, and the cursor of the next page.

    Raises NotFound, or Invalid (`cursor.invalid`).
    """
    get_endpoint(db, site_id=site_id, endpoint_id=endpoint_id)
    before = decode_id_cursor(cursor, PREFIX) if cursor is not None else None
    found = delivery_log.deliveries_of_endpoint(db, endpoint_id, limit=limit + 1, before=before, state=state)
    more = len(found) > limit
    return found[:limit], encode_cursor(found[limit - 1].id) if more else None


def resend_delivery(db: Db, *, site_id: str, delivery_id: str, now: datetime) -> LoggedDelivery:
    """Make a delivery due now, under the same event id.

    One that waits for its next try gets it earlier; one that has ended gets one try more, and
    then goes on with what is left of the schedule. Raises NotFound, or Conflict
    (`webhook.disabled`, or `delivery.in_flight` while an attempt is under way).
    """
    endpoint_id = deliveries.endpoint_of_delivery(db, site_id, delivery_id)
    if endpoint_id is None:
        raise NotFound("delivery.not_found")
    endpoints.lock_health(db, endpoint_id)
    require_enabled(get_endpoint(db, site_id=site_id, endpoint_id=endpoint_id))
    if not deliveries.make_due(db, delivery_id, now=now):
        raise Conflict("delivery.in_flight")
    (logged,) = delivery_log.logged_deliveries(db, [delivery_id])
    return logged
