"""The single examinations of `taliq doctor`: each looks at one thing and says the remedy."""

import stat
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import redis

from config.development import secrets_dir
from config.settings import Settings
from service.checks.models import DEFAULT_FOLDER, ModelFileInvalid, load_models
from service.checks.onnx_model import OwnModelInvalid
from service.moderation.evaluate_rules import own_model
from service.moderation.model_versions import damaged_versions
from service.moderation.people import people
from service.secrets import CannotDecrypt, Keyring
from service.store import migrate
from service.store.decisions import broken_links
from service.store.engine import Store
from service.store.evaluation import backlog
from service.store.heartbeats import newest_beat
from service.store.models import stored_models
from service.store.rechecks import waiting
from service.store.server import server_facts

WORKER_SILENT_AFTER = timedelta(seconds=60)
PENDING_AT_MOST = timedelta(seconds=120)
CLOCK_OFF_BY = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Finding:
    """What was seen. remedy: what to do about it; empty where nothing is wrong."""

    name: str
    ok: bool
    finding: str
    remedy: str = ""


def examine_secrets(settings: Settings) -> Finding:
    """Secret files must be readable by their owner only."""
    folder = secrets_dir(settings)
    open_files = [
        path.name
        for path in (folder.iterdir() if folder.is_dir() else ())
        if stat.S_IMODE(path.stat().st_mode) & 0o077
    ]
    if open_files:
        names = ", ".join(open_files)
        return Finding("secrets", False, f"others can read {names}", f"chmod 600 the files in {folder}")
    return Finding("secrets", True, f"{len(settings.email_keys)} e-mail key(s), files private")


def examine_models(_settings: Settings) -> Finding:
    """The checks cannot run without their models."""
    try:
        models = load_models(DEFAULT_FOLDER)
    except ModelFileInvalid as error:
        return Finding("models", False, "cannot be used", str(error))
    return Finding("models", True, f"version {models.version}")


def examine_own_model(settings: Settings) -> Finding:
    """A model of the newsroom's own has to work, or comments are not checked by it."""
    try:
        found = own_model(settings)
    except OwnModelInvalid as error:
        return Finding("own model", False, "cannot be used", str(error))
    return Finding("own model", True, "none" if found is None else f"works: {settings.onnx_model}")


def examine_redis(settings: Settings) -> Finding:
    """Redis carries messages; its memory policy must not throw them away."""
    client = redis.Redis.from_url(settings.redis_py_url, socket_timeout=2, socket_connect_timeout=2)
    try:
        version = client.info("server")["redis_version"]
        policy = client.config_get("maxmemory-policy")["maxmemory-policy"]
        appends = client.config_get("appendonly")["appendonly"]
    except redis.RedisError:
        where = "`taliq up` starts one" if settings.redis_embedded else "start it or correct TALIQ_REDIS_URL"
        return Finding("redis", False, "does not answer", f"Sweeps go on without it; {where}.")
    finally:
        client.close()
    if policy != "noeviction":
        return Finding(
            "redis", False, f"maxmemory-policy is {policy}", "CONFIG SET maxmemory-policy noeviction"
        )
    if appends != "yes":
        return Finding("redis", False, "appendonly is off", "CONFIG SET appendonly yes")
    return Finding("redis", True, f"{version}, keeps its messages")


def examine_schema(store: Store) -> Finding:
    """The database must be at the migration that this code needs."""
    present, needed = migrate.present_revision(store), migrate.newest_revision()
    if present != needed:
        return Finding("schema", False, f"at {present or 'nothing'}, needs {needed}", "taliq db upgrade")
    return Finding("schema", True, f"at {present}")


def examine_database(_settings: Settings, store: Store) -> Finding:
    """Which database, and whether commits survive power loss."""
    with store.read() as db:
        facts = server_facts(db)
    remedy = "" if facts.durable else "Set fsync = on: a power cut would lose accepted comments."
    return Finding("database", facts.durable, facts.version, remedy)


def examine_model_versions(_settings: Settings, store: Store) -> Finding:
    """Versions that learned from the desk lie in the database; a damaged one must be known before it is needed."""
    try:
        with store.read() as db:
            damaged, stored = damaged_versions(db), len(stored_models(db))
    except OSError as error:
        return Finding("model versions", False, f"cannot be read: {error}", "Make room for temporary files.")
    if not damaged:
        return Finding("model versions", True, f"{stored} stored, all whole")
    told = "; ".join(f"{each.version} ({each.state}): {each.problem}" for each in damaged)
    if any(each.state == "live" for each in damaged):
        remedy = "Comments are held meanwhile: `taliq model rollback`, or `taliq model use` another version."
    else:
        remedy = "Do not use it; `taliq train --from-decisions` makes a new one."
    return Finding("model versions", False, f"damaged: {told}", remedy)


def examine_workers(_settings: Settings, store: Store) -> Finding:
    """A process that lives proves nothing; a task that went the whole way does."""
    with store.read() as db:
        last = newest_beat(db)
    if last is None or datetime.now(UTC) - last > WORKER_SILENT_AFTER:
        seen = f"silent since {last:%Y-%m-%d %H:%M:%S} UTC" if last else "never seen"
        return Finding("workers", False, seen, "Start `taliq worker` and `taliq beat`, or `taliq up`.")
    return Finding("workers", True, f"at work {(datetime.now(UTC) - last).total_seconds():.0f} s ago")


def examine_backlog(_settings: Settings, store: Store) -> Finding:
    """Nothing waits for its checks longer than two minutes."""
    with store.read() as db:
        waiting = backlog(db)
    if waiting.oldest is not None and datetime.now(UTC) - waiting.oldest > PENDING_AT_MOST:
        return Finding(
            "backlog", False, f"{waiting.count} wait, since {waiting.oldest:%H:%M} UTC", "Add workers."
        )
    return Finding("backlog", True, f"{waiting.count} comments wait for their checks")


def examine_checkers(_settings: Settings, store: Store) -> Finding:
    """Comments that are held because a checker gives no answer; they go on by themselves once it does."""
    with store.read() as db:
        waits = waiting(db, now=datetime.now(UTC))
    if waits:
        told = ", ".join(f"{each.count} for {each.checker}" for each in waits)
        return Finding(
            "checkers", False, f"held comments wait: {told}", "Start the checker, or see why it fails."
        )
    return Finding("checkers", True, "nothing waits for an answer")


def examine_clock(_settings: Settings, store: Store) -> Finding:
    """Leases and schedules compare this machine's clock with rows that others wrote."""
    with store.read() as db:
        off = abs(datetime.now(UTC) - server_facts(db).clock)
    remedy = "" if off < CLOCK_OFF_BY else "Set both clocks by NTP."
    return Finding("clock", off < CLOCK_OFF_BY, f"{off.total_seconds():.1f} s from the database's", remedy)


def examine_keys(settings: Settings, store: Store) -> Finding:
    """The keys at hand must open what is stored."""
    keyring = Keyring.derive(settings.secret_key, settings.email_keys)
    try:
        with store.read() as db:
            people(db, keyring=keyring)
    except CannotDecrypt:
        remedy = "Put the old key behind the new one in TALIQ_EMAIL_KEYS."
        return Finding("keys", False, "stored addresses cannot be opened", remedy)
    return Finding("keys", True, "open what is stored")


def examine_audit(_settings: Settings, store: Store) -> Finding:
    """The chain of decisions shows every row that was altered, removed or slipped in."""
    with store.read(snapshot=True) as db:
        broken = next(broken_links(db), None)
    if broken is not None:
        remedy = "Restore the database from a backup, and find out who wrote to it."
        return Finding("audit", False, f"the chain of decisions is broken at number {broken}", remedy)
    return Finding("audit", True, "the chain of decisions is whole")


WITHOUT_STORE: tuple[Callable[[Settings], Finding], ...] = (
    examine_secrets,
    examine_models,
    examine_own_model,
    examine_redis,
)
AFTER_SCHEMA: tuple[Callable[[Settings, Store], Finding], ...] = (
    examine_database,
    examine_model_versions,
    examine_workers,
    examine_backlog,
    examine_checkers,
    examine_clock,
    examine_keys,
    examine_audit,
)
