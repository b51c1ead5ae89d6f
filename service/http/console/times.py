"""How long ago, in words."""

from datetime import datetime, timedelta

from service.http.console.texts import DAYS, HOURS, MINUTES


def since(moment: datetime, now: datetime, language: str) -> str:
    """Such as `5 minutes` or «5 دقائق», for a sentence of its own; empty for less than a minute."""
    age = max(now - moment, timedelta(0))
    if age < timedelta(minutes=1):
        return ""
    if age < timedelta(hours=1):
        return MINUTES.counted(int(age.total_seconds() // 60), language)
    if age < timedelta(days=1):
        return HOURS.counted(int(age.total_seconds() // 3600), language)
    return DAYS.counted(age.days, language)
