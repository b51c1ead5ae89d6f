"""The models that one process checks with, kept in step with what the database says is in use."""

import structlog

from service.checks.models import ModelFileInvalid, Models
from service.moderation.model_versions import SHIPPED, read_stored
from service.store.engine import Db
from service.store.models import model_stamp

_LIVE, _SHADOW = "live", "shadow"
_REMEDIES = {_LIVE: "taliq model rollback", _SHADOW: "taliq train --from-decisions"}
_AGAIN = ""
"""Stands for a version that has to be read again."""

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
        self._versions: dict[str, str | None] = {_LIVE: None, _SHADOW: None}
        self._models: dict[str, Models | None] = {_LIVE: shipped, _SHADOW: None}

    @property
    def live(self) -> Models | None:
        """See the class."""
        return self._models[_LIVE]

    @property
    def shadow(self) -> Models | None:
        """See the class."""
        return self._models[_SHADOW]

    def refresh(self, db: Db) -> bool:
        """Take up what changed in the database; whether anything did. Raises Unavailable."""
        stamp = model_stamp(db)
        wanted = {_LIVE: stamp.live, _SHADOW: stamp.shadow}
        changed = [state for state, version in wanted.items() if version != self._versions[state]]
        for state in changed:
            self._take_up(db, state, wanted[state])
        if changed:
            log.info("models.in_use", live=stamp.live or SHIPPED, shadow=stamp.shadow)
        return bool(changed)

    def _take_up(self, db: Db, state: str, version: str | None) -> None:
        if version is None:
            self._models[state] = self._shipped if state == _LIVE else None
            self._versions[state] = None
            return
        try:
            found, known = read_stored(db, version), version
        except ModelFileInvalid as error:
            found, known = None, version
            remedy = _REMEDIES[state]
            log.exception(
                "models.not_loaded", version=version, state=state, problem=str(error), remedy=remedy
            )
        except OSError as error:
            # A full disk is no fault of the files: they are read again when it is over.
            found, known = None, _AGAIN
            log.exception("models.not_loaded", version=version, state=state, problem=str(error))
        self._models[state], self._versions[state] = found, known
