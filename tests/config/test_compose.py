"""The production files: what they set is known, and nothing runs with more rights than it needs."""

import base64
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from config.settings import Settings

ROOT = Path(__file__).parent.parent.parent
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
DOCKERFILE = (ROOT / "config" / "docker" / "Dockerfile").read_text(encoding="utf-8")
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OUR_PARTS = {name for name, service in SERVICES.items() if "build" in service}
SECRETS = {
    "database_url": "postgresql://taliq:password@postgres/taliq",
    "redis_url": "redis://:password@redis:6379/0",
    "secret_key": "k" * 48,
    "email_keys": base64.urlsafe_b64encode(b"k" * 32).decode(),
}


def environ(name: str, secrets: Path) -> dict[str, str]:
    """What a container of the service sees, with the folder of secrets elsewhere."""
    given = {"PUBLIC_URL": "https://comments.example.org"}

    def substitute(match: re.Match[str]) -> str:
        variable, _, rest = match[1].partition(":")
        return given.get(variable, rest.removeprefix("-"))

    return {
        key: re.sub(r"\$\{([^}]+)\}", substitute, str(value)).replace("/run/secrets", str(secrets))
        for key, value in SERVICES[name]["environment"].items()
    }


class TestServices:
    def test_all_parts_are_there(self):
        assert set(SERVICES) == {"migrate", "api", "worker", "beat", "postgres", "redis"}
        assert {"migrate", "api", "worker", "beat"} == OUR_PARTS

    def test_beat_and_workers_run_more_than_once(self):
        assert SERVICES["beat"]["deploy"]["replicas"] == 2
        assert SERVICES["worker"]["deploy"]["replicas"] == 2

    @pytest.mark.parametrize("name", sorted(OUR_PARTS))
    def test_their_settings_are_accepted_in_production(self, name: str, tmp_path: Path):
        for secret, text in SECRETS.items():
            (tmp_path / secret).write_text(text)
        settings = Settings.from_env(environ(name, tmp_path))
        assert settings.production
        assert settings.public_url == "https://comments.example.org"

    @pytest.mark.parametrize("name", sorted(OUR_PARTS))
    def test_secrets_come_as_files_only(self, name: str):
        settings = SERVICES[name]["environment"]
        assert {key.removeprefix("TALIQ_").removesuffix("_FILE").lower() for key in settings} >= set(SECRETS)
        assert not {f"TALIQ_{secret.upper()}" for secret in SECRETS} & set(settings)
        assert set(SERVICES[name]["secrets"]) == set(SECRETS)

    @pytest.mark.parametrize("name", sorted(SERVICES))
    def test_nothing_writes_outside_its_volume_or_gains_rights(self, name: str):
        service = SERVICES[name]
        assert service["read_only"]
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert name in OUR_PARTS or service["user"] not in {"root", "0"}

    @pytest.mark.parametrize("name", sorted(set(SERVICES) - {"migrate"}))
    def test_each_says_whether_it_is_well(self, name: str):
        assert SERVICES[name]["healthcheck"]["test"]

    def test_only_the_api_is_reachable_and_only_from_this_machine(self):
        assert [name for name, service in SERVICES.items() if "ports" in service] == ["api"]
        assert all(port.startswith("127.0.0.1:") for port in SERVICES["api"]["ports"])
        assert COMPOSE["networks"]["inside"]["internal"]
        assert SERVICES["postgres"]["networks"] == SERVICES["redis"]["networks"] == ["inside"]

    def test_redis_keeps_its_messages(self):
        command = SERVICES["redis"]["command"]
        assert command[command.index("--appendonly") + 1] == "yes"
        assert command[command.index("--maxmemory-policy") + 1] == "noeviction"


class TestImage:
    def test_it_does_not_run_as_root(self):
        users = re.findall(r"^USER (\S+)", DOCKERFILE, re.MULTILINE)
        assert users == ["taliq"]

    def test_it_copies_only_what_is_in_the_context(self):
        context = (ROOT / ".dockerignore").read_text(encoding="utf-8")
        copied = re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE)
        for name in " ".join(copied).split():
            assert f"!{name}\n" in context
            assert (ROOT / name).exists()
