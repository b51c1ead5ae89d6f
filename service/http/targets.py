"""Addresses that callers give us to send to: judged before anything is kept."""

from service.domain.errors import Fault, Invalid
from service.http.context import reader_language, settings
from service.http.i18n.catalogue import notice
from service.moderation.targets import Target, TargetGuard, TargetRefused


def admitted(url: str) -> Target:
    """The URL as it may be called now. Raises Invalid on the field `url`; takes up to 5 s."""
    try:
        return TargetGuard.of(settings()).admit(url)
    except TargetRefused as refusal:
        reason = notice(refusal.reason, reader_language())
        raise Invalid([Fault("url", refusal.code, {"reason": reason})]) from None
