"""Secrets that development makes for itself, in files of the data folder."""

import base64
import contextlib
import dataclasses
import os
import secrets
from pathlib import Path

from config import parsing
from config.settings import Settings


def secrets_dir(settings: Settings) -> Path:
    """The folder (mode 0700) with one file (mode 0600) for each generated secret."""
    return settings.data_dir / "secrets"


def ensure_development_secrets(settings: Settings) -> Settings:
    """The settings with every secret present: those of the environment win, missing ones are generated once.

    In production nothing is made and the settings come back as they are.
    Several processes may start at once: all get what the first one wrote.
    Raises OSError when the data folder cannot be written.
    """
    if settings.production or (settings.secret_key and settings.email_keys):
        return settings
    folder = secrets_dir(settings)
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.mkdir(mode=0o700, exist_ok=True)
    folder.chmod(0o700)
    secret_key = settings.secret_key or _once(folder / "secret_key", secrets.token_urlsafe(48))
    email_keys = settings.email_keys or parsing.email_keys(_once(folder / "email_keys", _new_email_key()))
    return dataclasses.replace(settings, secret_key=secret_key, email_keys=email_keys)


def _new_email_key() -> str:
    return base64.urlsafe_b64encode(os.urandom(parsing.EMAIL_KEY_BYTES)).decode()


def _once(path: Path, candidate: str) -> str:
    """What the file holds; if it is not there, the candidate becomes its content.

    The content is complete before the name exists (write aside, sync, link), so
    that a crash or a second process never sees half a secret.
    """
    aside = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    if not path.exists():
        handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(handle, "w", encoding="ascii") as file:
                file.write(candidate + "\n")
                file.flush()
                os.fsync(file.fileno())
            with contextlib.suppress(FileExistsError):  # another process was first; its secret is the one
                path.hardlink_to(aside)
        finally:
            aside.unlink()
    path.chmod(0o600)
    return path.read_text(encoding="ascii").strip()
