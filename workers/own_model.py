"""Trying the newsroom's own model before anything is started that needs it."""

from config.settings import Settings
from service.checks.onnx_model import OwnModelInvalid
from service.moderation.evaluate_rules import own_model


def refusal(settings: Settings) -> str | None:
    """The sentence that says what is wrong and the remedy; None where all is well or no model is named."""
    try:
        own_model(settings)
    except OwnModelInvalid as error:
        return str(error)
    return None
