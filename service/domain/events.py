"""What the outside world may be told: event types of the catalogue."""

from enum import StrEnum

from service.domain.states import State


class EventType(StrEnum):
    COMMENT_PUBLISHED = "comment.published"
    COMMENT_HELD = "comment.held"
    COMMENT_REJECTED = "comment.rejected"
    COMMENT_REMOVED = "comment.removed"
    COMMENT_RESTORED = "comment.restored"
    COMMENT_EDITED = "comment.edited"
    COMMENT_WITHDRAWN = "comment.withdrawn"
    COMMENT_ERASED = "comment.erased"
    COMMENT_REPORTED = "comment.reported"
    APPEAL_OPENED = "appeal.opened"
    APPEAL_DECIDED = "appeal.decided"
    QUEUE_BACKLOG = "queue.backlog"
    ARTICLE_SURGE = "article.surge"
    ENDPOINT_DISABLED = "endpoint.disabled"
    ENDPOINT_TEST = "endpoint.test"


_BY_STATE = {
    State.HELD: EventType.COMMENT_HELD,
    State.PUBLISHED: EventType.COMMENT_PUBLISHED,
    State.REJECTED: EventType.COMMENT_REJECTED,
    State.REMOVED: EventType.COMMENT_REMOVED,
    State.WITHDRAWN: EventType.COMMENT_WITHDRAWN,
    State.ERASED: EventType.COMMENT_ERASED,
}


def event_for_move(before: State, after: State) -> EventType:
    """The event of one change of state; coming back from rejected or removed is `restored`."""
    if after is State.PUBLISHED and before in (State.REJECTED, State.REMOVED):
        return EventType.COMMENT_RESTORED
    return _BY_STATE[after]
