"""Settings of an application under test."""

import base64
from pathlib import Path

from config.settings import Settings

SECRET_KEY = "a secret of the tests, long enough to be one"
EMAIL_KEY = base64.urlsafe_b64encode(b"k" * 32).decode()


def settings_for_tests(folder: Path, **variables: str) -> Settings:
    """Development with limits off and no Redis; variables: TALIQ_… by their names without the prefix."""
    environ = {
        "TALIQ_DATA_DIR": str(folder),
        "TALIQ_SECRET_KEY": SECRET_KEY,
        "TALIQ_EMAIL_KEYS": EMAIL_KEY,
        "TALIQ_RATE_LIMITS": "off",
    }
    environ |= {f"TALIQ_{name}": value for name, value in variables.items()}
    return Settings.from_env(environ)
