"""What `taliq evaluate` and `taliq train` take from the database with --from-decisions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from service.checks.models import Models
from service.moderation.model_compare import hold_at
from service.moderation.model_versions import live_models
from service.store.desk import DeskDecision, all_desk_decisions
from service.store.engine import Store
from service.store.models import model_stamp, stored_models

DEFAULT_SITE = "sit_default"


@dataclass(frozen=True, slots=True)
class Desk:
    """decisions: in no order. models: the live ones. hold_at: the policy's thresholds by model name.

    learned_until: the `seq` of the last decision that the live models may have learned from,
    None for the models that come with the product.
    """

    decisions: Sequence[DeskDecision]
    models: Models
    hold_at: Mapping[str, float]
    learned_until: int | None


def read_desk(store: Store) -> Desk:
    """Everything at once. Raises ModelFileInvalid where the live models cannot be read."""
    with store.read() as db:
        live = model_stamp(db).live
        learned = {each.version: each.figures.get("learned_until") for each in stored_models(db)}
        return Desk(
            decisions=list(all_desk_decisions(db)),
            models=live_models(db),
            hold_at=hold_at(db, DEFAULT_SITE),
            learned_until=learned.get(live) if live else None,
        )
