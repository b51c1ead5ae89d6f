"""Model versions as an operator uses them: on trial, live, and back again with one command.

A version's files live in the database, so that every host has them. What a worker does with the
versions in use is in `service.moderation.models_in_use`.
"""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from service.checks.models import ModelFileInvalid, Models, load_models
from service.domain.errors import Conflict, NotFound
from service.store import models as store
from service.store.engine import Db

SHIPPED = "shipped"
"""Names the models that come with the product, which are not stored."""


def read_stored(db: Db, version: str) -> Models:
    """The models of a stored version, every byte checked.

    Raises ModelFileInvalid where files are missing or damaged, OSError where no temporary
    folder can be written.
    """
    with tempfile.TemporaryDirectory(prefix="taliq-model-") as folder:
        for name, content in store.model_files(db, version).items():
            Path(folder, name).write_bytes(content)
        return load_models(Path(folder))


def live_models(db: Db) -> Models:
    """The models that judge comments now. Raises as `read_stored`."""
    version = store.model_stamp(db).live
    return load_models() if version is None else read_stored(db, version)


@dataclass(frozen=True, slots=True)
class Damaged:
    """A stored version that cannot be used. state: as of `ModelRow`."""

    version: str
    state: str
    problem: str


def damaged_versions(db: Db) -> list[Damaged]:
    """Every stored version of which a file is missing or damaged, newest first. Raises OSError as `read_stored`."""
    found = []
    for each in store.stored_models(db):
        try:
            read_stored(db, each.version)
        except ModelFileInvalid as error:
            found.append(Damaged(each.version, each.state, str(error.params["problem"])))
    return found


def put_on_trial(db: Db, folder: Path, *, version: str, figures: Mapping[str, Any], now: datetime) -> None:
    """Store the files of a trained folder under its version and let it run beside the live one.

    A version that is stored already is only put on trial. Raises Conflict (`model.live`) for the
    one that is live.
    """
    known = {each.version: each for each in store.stored_models(db, lock=True)}
    if version not in known:
        files = {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}
        store.add_model(db, version, figures=figures, files=files, now=now)
    elif known[version].state == "live":
        raise Conflict("model.live", version=version)
    store.put_shadow(db, version)


def shadow(db: Db, version: str) -> None:
    """Put a stored version on trial. Raises NotFound (`model.unknown`), Conflict (`model.live`), ModelFileInvalid."""
    if _find(db, version).state == "live":
        raise Conflict("model.live", version=version)
    read_stored(db, version)
    store.put_shadow(db, version)


def use(db: Db, version: str, *, now: datetime) -> None:
    """Make a version live; every worker takes it up within seconds. version: `shipped` for the product's own.

    Raises NotFound (`model.unknown`), and ModelFileInvalid for a version that could not be read.
    """
    if version == SHIPPED:
        store.put_live(db, None, now=now)
        return
    if _find(db, version).state != "live":
        read_stored(db, version)
        store.put_live(db, version, now=now)


def rollback(db: Db) -> str:
    """Go back to the version that was live before; returns it, or `shipped` at the end of the way.

    The version that is left drops out of that history, so that going on leads ever further back.
    Raises Conflict (`model.no_previous`) where the product's own models are live already.
    """
    known = store.stored_models(db, lock=True)
    if not any(each.state == "live" for each in known):
        raise Conflict("model.no_previous")
    earlier = [each for each in known if each.state != "live" and each.activated_at is not None]
    before = max(earlier, key=lambda each: (each.activated_at, each.version), default=None)
    store.put_live_again(db, before.version if before else None)
    return before.version if before else SHIPPED


def _find(db: Db, version: str) -> store.ModelRow:
    for each in store.stored_models(db, lock=True):
        if each.version == version:
            return each
    raise NotFound("model.unknown", version=version)
