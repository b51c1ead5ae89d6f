"""The models that one process checks with, kept in step with what the database says is in use."""

import structlog

from service.checks.models import ModelFileInvalid, Models
from service.moderation.model_versions import read_stored
from service.store.engine import Db
from service.store.models import ModelStamp, model_stamp

log = structlog.get_logger(__name__)


class ModelsInUse:
    """live: what comments are judged with; shadow: what is on trial beside it, None where nothing is.

    shipped: the models that come with the product, live until another version is.
    A live version that cannot be read leaves `live` None, and comments are held as they are
    without any model: never judged by another version than the newsroom chose. The log says so and
    names the way out. A shadow that cannot be read is left out.
    """

    def __init__(self, shipped: Models | None) -> None:
        self._shipped = shipped
        self._stamp = ModelStamp()
        self.live: Models | None = shipped
        self.shadow: Models | None = None

    def refresh(self, db: Db) -> bool:
        """Take up what changed in the database; whether anything did."""
        stamp = model_stamp(db)
        if stamp == self._stamp:
            return False
        live, shadow = self.live, self.shadow
        if stamp.live != self._stamp.live:
            live = self._shipped if stamp.live is None else _read(db, stamp.live, "live")
        if stamp.shadow != self._stamp.shadow:
            shadow = None if stamp.shadow is None else _read(db, stamp.shadow, "shadow")
        self._stamp, self.live, self.shadow = stamp, live, shadow
        log.info("models.in_use", live=stamp.live or "shipped", shadow=stamp.shadow)
        return True


def _read(db: Db, version: str, state: str) -> Models | None:
    try:
        return read_stored(db, version)
    except (ModelFileInvalid, OSError) as error:
        remedy = "taliq model rollback" if state == "live" else "taliq train --from-decisions"
        log.exception("models.not_loaded", version=version, state=state, problem=str(error), remedy=remedy)
        return None
