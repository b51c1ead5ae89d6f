"""Every setting of Taliq, read once at start from TALIQ_* variables.

`config.variables` holds the table: variable, parser, default, meaning. Nothing
here reads the environment on its own; a process edge passes it in.
"""

import dataclasses
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from config.redis import RedisAddress, embedded_socket
from config.variables import PREFIX, Problem, read, unknown_names


class SettingsInvalid(Exception):
    """Some settings cannot be used. problems: all of them, in the order of the table."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = tuple(problems)
        lines = "\n".join(f"  {problem.variable} {problem.sentence}" for problem in problems)
        super().__init__(f"The settings cannot be used:\n{lines}")


@dataclasses.dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one process. Secrets and addresses with passwords stay out of its repr.

    secret_key and email_keys are empty in development until
    `config.development.ensure_development_secrets` has filled them; in
    production they are never empty.
    """

    environment: str  # "development" or "production"
    database_url: str = dataclasses.field(repr=False)
    redis_url: str | None = dataclasses.field(repr=False)  # None: the embedded one
    data_dir: Path
    host: str
    port: int
    public_url: str  # without the closing slash
    secret_key: str = dataclasses.field(repr=False)
    email_keys: tuple[bytes, ...] = dataclasses.field(repr=False)  # 32 bytes each, newest first
    trusted_proxies: int
    web_processes: int
    worker_processes: int
    allow_private_webhooks: bool
    rate_limits: bool
    log_level: str  # "debug", "info", "warning" or "error"
    sweep_interval_s: float
    time_zone: ZoneInfo
    alarm_held: int
    alarm_overdue: int
    alarm_surge: int
    onnx_model: Path | None
    oidc_issuer: str | None  # None: nobody signs in through a provider
    oidc_client_id: str | None
    oidc_client_secret: str | None = dataclasses.field(repr=False)
    oidc_name: str | None

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> "Settings":
        """Read all settings; raises SettingsInvalid with every problem at once."""
        values, problems = read(environ)
        problems += _problems_together(values) + unknown_names(environ)
        if problems:
            raise SettingsInvalid(problems)
        _fill_in(values)
        return cls(**values)

    @property
    def production(self) -> bool:
        """Whether this serves real readers, so that nothing is made up or left open."""
        return self.environment == "production"

    @property
    def local_address(self) -> tuple[str, int]:
        """Host and port at which this machine reaches the API; the wildcard addresses lead nowhere."""
        return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host), self.port  # noqa: S104

    @property
    def redis_embedded(self) -> bool:
        """Whether `taliq up` starts its own Redis."""
        return self.redis_url is None

    @property
    def redis(self) -> RedisAddress:
        """Where Redis answers, in each library's spelling."""
        if self.redis_url is None:
            return RedisAddress.at_socket(embedded_socket(self.data_dir))
        return RedisAddress.parse(self.redis_url)

    @property
    def redis_py_url(self) -> str:
        """For `redis.Redis.from_url`."""
        return self.redis.for_redis_py

    @property
    def limits_url(self) -> str:
        """For `limits.storage.storage_from_string`."""
        return self.redis.for_limits

    @property
    def celery_broker_url(self) -> str:
        """For Celery's `broker_url`."""
        return self.redis.for_celery


def _fill_in(values: dict[str, Any]) -> None:
    """Put in the defaults that depend on other settings or on the machine."""
    if values["database_url"] is None:
        values["database_url"] = f"sqlite:///{values['data_dir'] / 'taliq.db'}"
    if values["public_url"] is None:
        values["public_url"] = f"http://{_reachable(values['host'])}:{values['port']}"
    for name in ("web_processes", "worker_processes"):
        values[name] = values[name] or max(1, min(4, os.cpu_count() or 1))


def _reachable(host: str) -> str:
    """What to write into a link for a listening address: the wildcard addresses lead nowhere."""
    if host in {"0.0.0.0", "::"}:  # noqa: S104 - compared with, not listened on
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


def _problems_together(values: Mapping[str, Any]) -> list[Problem]:
    """What is wrong with several settings at once, or only in production, where nothing is made up or left open.

    values: those that could be read; a field whose own problem is reported already is absent.
    """
    problems = _oidc_problems(values)
    if values.get("environment") != "production":
        return problems
    problems += [
        Problem(f"{PREFIX}{name.upper()}", f"is not set, and production makes up no secret; {remedy}")
        for name, remedy in (
            ("secret_key", "set it or its _FILE to at least 32 random characters"),
            ("email_keys", "set it or its _FILE to a key of 32 random bytes in base64url"),
        )
        if name in values and not values[name]
    ]
    if values.get("allow_private_webhooks"):
        problems.append(
            Problem(
                "TALIQ_ALLOW_PRIVATE_WEBHOOKS",
                "is on, which lets an endpoint reach the private network; switch it off in production",
            )
        )
    return problems


def _oidc_problems(values: Mapping[str, Any]) -> list[Problem]:
    """A provider needs its address, our name there and our secret; none of them works alone."""
    names = ("oidc_issuer", "oidc_client_id", "oidc_client_secret")
    given = [name for name in names if values.get(name)]
    missing = [name for name in names if name in values and not values[name]]
    if not given and values.get("oidc_name"):
        given = ["oidc_name"]
    if not given:
        return []
    because = f"{PREFIX}{given[0].upper()}"
    problems = [
        Problem(f"{PREFIX}{name.upper()}", f"is not set, but {because} is; set all three or none")
        for name in missing
    ]
    issuer = values.get("oidc_issuer") or ""
    if values.get("environment") == "production" and issuer.startswith("http:"):
        problems.append(
            Problem("TALIQ_OIDC_ISSUER", "is a plain http address; production needs one with https")
        )
    return problems
