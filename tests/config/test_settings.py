"""Settings are read once, all problems are told together, and secrets stay out of sight."""

import base64
from pathlib import Path

import pytest

from config.settings import Settings, SettingsInvalid
from config.variables import VARIABLES

SECRET = "k" * 32
KEY = base64.urlsafe_b64encode(b"1" * 32).decode()
OLDER_KEY = base64.urlsafe_b64encode(b"2" * 32).decode().rstrip("=")
PRODUCTION = {"TALIQ_ENV": "production", "TALIQ_SECRET_KEY": SECRET, "TALIQ_EMAIL_KEYS": KEY}


def problems(environ: dict[str, str]) -> dict[str, str]:
    with pytest.raises(SettingsInvalid) as refusal:
        Settings.from_env(environ)
    return {problem.variable: problem.sentence for problem in refusal.value.problems}


class TestDefaults:
    def test_nothing_needs_to_be_set(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.chdir(tmp_path)
        settings = Settings.from_env({})
        assert settings.data_dir == tmp_path / "var"
        assert settings.database_url == f"sqlite:///{tmp_path}/var/taliq.db"
        assert settings.redis_embedded
        assert (settings.host, settings.port) == ("127.0.0.1", 8000)
        assert settings.public_url == "http://127.0.0.1:8000"
        assert not settings.production
        assert settings.rate_limits
        assert not settings.allow_private_webhooks
        assert settings.trusted_proxies == 0

    def test_an_empty_variable_counts_as_not_set(self):
        assert Settings.from_env({"TALIQ_PORT": " ", "TALIQ_REDIS_URL": ""}) == Settings.from_env({})

    def test_the_public_url_follows_host_and_port(self):
        assert Settings.from_env({"TALIQ_PORT": "18000"}).public_url == "http://127.0.0.1:18000"
        assert Settings.from_env({"TALIQ_HOST": "::1"}).public_url == "http://[::1]:8000"

    def test_a_wildcard_address_is_no_link(self):
        settings = Settings.from_env({"TALIQ_HOST": "0.0.0.0"})  # noqa: S104 - nothing listens here
        assert settings.public_url == "http://127.0.0.1:8000"
        assert settings.local_address == ("127.0.0.1", 8000)


class TestProblems:
    def test_all_of_them_are_told_together(self):
        found = problems(
            {"TALIQ_ENV": "production", "TALIQ_PORT": "http", "TALIQ_RATE_LIMITS": "maybe", "TALIQ_PROT": "1"}
        )
        assert list(found) == [
            "TALIQ_PORT",
            "TALIQ_RATE_LIMITS",
            "TALIQ_SECRET_KEY",
            "TALIQ_EMAIL_KEYS",
            "TALIQ_PROT",
        ]

    def test_a_misspelled_name_is_told_with_the_likely_one(self):
        assert problems({"TALIQ_PROT": "1"})["TALIQ_PROT"] == "is no setting; did you mean TALIQ_PORT?"

    def test_names_of_others_are_left_alone(self):
        assert Settings.from_env({"PORT": "1", "XTALIQ_PORT": "1"}).port == 8000

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("TALIQ_ENV", "staging"),
            ("TALIQ_DATABASE_URL", "mysql://host/db"),
            ("TALIQ_DATABASE_URL", "sqlite://"),
            ("TALIQ_DATABASE_URL", "postgresql://[host/db"),
            ("TALIQ_REDIS_URL", "memcached://host"),
            ("TALIQ_REDIS_URL", "redis://"),
            ("TALIQ_DATA_DIR", "what?"),
            ("TALIQ_HOST", "http://127.0.0.1"),
            ("TALIQ_PORT", "0"),
            ("TALIQ_PORT", "65536"),
            ("TALIQ_PORT", "٨٠٠٠"),
            ("TALIQ_PUBLIC_URL", "comments.example.org"),
            ("TALIQ_PUBLIC_URL", "https://user:pw@example.org"),
            ("TALIQ_PUBLIC_URL", "https://example.org:port"),
            ("TALIQ_SECRET_KEY", "k" * 31),
            ("TALIQ_EMAIL_KEYS", "c2hvcnQ="),
            ("TALIQ_EMAIL_KEYS", f"{KEY},{KEY}"),
            ("TALIQ_EMAIL_KEYS", ","),
            ("TALIQ_TRUSTED_PROXIES", "-1"),
            ("TALIQ_WEB_PROCESSES", "0"),
            ("TALIQ_WORKER_PROCESSES", "many"),
            ("TALIQ_ALLOW_PRIVATE_WEBHOOKS", "2"),
            ("TALIQ_RATE_LIMITS", "of"),
            ("TALIQ_LOG_LEVEL", "loud"),
            ("TALIQ_SWEEP_INTERVAL_S", "0.1"),
            ("TALIQ_SWEEP_INTERVAL_S", "nan"),
            ("TALIQ_OIDC_NAME", "<b>"),
        ],
    )
    def test_a_wrong_value_is_refused(self, name: str, value: str):
        assert list(problems({name: value})) == [name]

    def test_a_value_is_never_repeated(self):
        found = problems({variable.name: "hidden?://hidden:hidden@[" for variable in VARIABLES})
        assert "hidden" not in str(found)

    def test_each_says_what_to_do(self):
        wrong = {variable.name: "\N{SNOWMAN}?" for variable in VARIABLES}
        found = problems(wrong)
        assert set(found) == set(wrong)
        assert all(";" in sentence for sentence in found.values())


class TestDatabase:
    @pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
    def test_postgresql_is_reached_through_psycopg_3(self, scheme: str):
        settings = Settings.from_env({"TALIQ_DATABASE_URL": f"{scheme}://u:p@host:5432/name?sslmode=require"})
        assert settings.database_url == "postgresql+psycopg://u:p@host:5432/name?sslmode=require"


class TestSecrets:
    def test_keys_keep_their_order(self):
        settings = Settings.from_env({"TALIQ_EMAIL_KEYS": f"{KEY}, {OLDER_KEY}"})
        assert settings.email_keys == (b"1" * 32, b"2" * 32)

    def test_they_may_come_from_a_file(self, tmp_path: Path):
        (tmp_path / "key").write_text(f"{SECRET}\n")
        assert Settings.from_env({"TALIQ_SECRET_KEY_FILE": str(tmp_path / "key")}).secret_key == SECRET

    def test_a_file_that_is_missing_or_empty_is_told(self, tmp_path: Path):
        (tmp_path / "empty").touch()
        for name in ("empty", "missing"):
            assert "TALIQ_SECRET_KEY" in problems({"TALIQ_SECRET_KEY_FILE": str(tmp_path / name)})

    def test_both_at_once_are_refused(self, tmp_path: Path):
        assert problems({"TALIQ_SECRET_KEY": SECRET, "TALIQ_SECRET_KEY_FILE": str(tmp_path)})

    def test_only_secrets_come_from_files(self):
        assert problems({"TALIQ_PORT_FILE": "/etc/hostname"})

    def test_they_are_not_shown(self):
        urls = {"TALIQ_DATABASE_URL": "postgresql://u:hidden@h/n", "TALIQ_REDIS_URL": "redis://:hidden@h"}
        shown = repr(Settings.from_env(PRODUCTION | urls))
        assert not any(secret in shown for secret in (SECRET, "1111", "hidden"))


class TestProduction:
    def test_it_starts_with_its_secrets(self):
        assert Settings.from_env(PRODUCTION).production

    @pytest.mark.parametrize("name", ["TALIQ_SECRET_KEY", "TALIQ_EMAIL_KEYS"])
    def test_it_refuses_to_start_without_one(self, name: str):
        assert list(problems(PRODUCTION | {name: ""})) == [name]

    def test_it_refuses_webhooks_into_the_private_network(self):
        assert problems(PRODUCTION | {"TALIQ_ALLOW_PRIVATE_WEBHOOKS": "on"})
        assert Settings.from_env({"TALIQ_ALLOW_PRIVATE_WEBHOOKS": "on"}).allow_private_webhooks


class TestProvider:
    OIDC = {  # noqa: RUF012 - a constant of the tests
        "TALIQ_OIDC_ISSUER": "https://id.example.org",
        "TALIQ_OIDC_CLIENT_ID": "taliq",
        "TALIQ_OIDC_CLIENT_SECRET": "hidden",
    }

    def test_is_an_option(self):
        assert Settings.from_env(PRODUCTION).oidc_issuer is None
        assert Settings.from_env(PRODUCTION | self.OIDC).oidc_issuer == "https://id.example.org"

    @pytest.mark.parametrize("kept", [*OIDC, "TALIQ_OIDC_NAME"])
    def test_needs_all_that_belongs_together(self, kept: str):
        value = self.OIDC.get(kept, "Newsroom account")
        assert list(problems({kept: value})) == [name for name in self.OIDC if name != kept]

    def test_problems_are_told_together_with_all_others(self):
        found = problems({"TALIQ_ENV": "production", "TALIQ_OIDC_ISSUER": "http://localhost:9000"})
        assert set(found) == {
            "TALIQ_OIDC_CLIENT_ID",
            "TALIQ_OIDC_CLIENT_SECRET",
            "TALIQ_OIDC_ISSUER",
            "TALIQ_SECRET_KEY",
            "TALIQ_EMAIL_KEYS",
        }

    @pytest.mark.parametrize(
        "issuer",
        ["id.example.org", "http://id.example.org", "https://u:p@id.example.org", "https://id.example/?a"],
    )
    def test_is_named_by_an_issuer_that_can_be_trusted(self, issuer: str):
        assert list(problems(self.OIDC | {"TALIQ_OIDC_ISSUER": issuer})) == ["TALIQ_OIDC_ISSUER"]

    def test_secret_is_not_shown(self):
        assert "hidden" not in repr(Settings.from_env(self.OIDC))
