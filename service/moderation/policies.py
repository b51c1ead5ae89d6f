"""A site's policy: what scores mean, in versions."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from service.checks.pipeline import CHECKS
from service.checks.policy import DEFAULT_POLICY
from service.domain.errors import Fault, Invalid
from service.domain.ids import new_id
from service.domain.verdicts import Policy
from service.store import policies as store
from service.store.engine import Db


def get_policy(db: Db, *, site_id: str) -> dict[str, Any]:
    """The policy in force: its fields, `version`, `created_by` and `created_at` (None: the built-in one)."""
    row = store.present_policy(db, site_id)
    fields: dict[str, Any] = asdict(DEFAULT_POLICY)
    fields |= {"required": list(fields["required"]), "created_by": None, "created_at": None}
    if row is not None:
        fields |= row["body"]
        fields |= {name: row[name] for name in ("version", "created_by", "created_at")}
    return fields


def put_policy(db: Db, *, site_id: str, changes: Mapping[str, Any], by: str, now: datetime) -> dict[str, Any]:
    """Put a new version in force, within seconds; what is left out stays as it was.

    A body that changes nothing makes no version. Raises Invalid for thresholds that contradict
    each other or name checks that there are not.
    """
    present = get_policy(db, site_id=site_id)
    wanted = changed_policy(present, changes)
    if any(present[name] != value for name, value in wanted.items()):
        store.put_policy(db, site_id, version=new_id("pol"), body=wanted, by=by, now=now)
    return get_policy(db, site_id=site_id)


def changed_policy(present: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """The body of the policy that these changes would make. Raises Invalid as `put_policy`."""
    body = {name: present[name] for name in asdict(DEFAULT_POLICY) if name != "version"}
    wanted = {**body, **changes}
    faults = list(_faults(wanted))
    if faults:
        raise Invalid(faults)
    return wanted


def as_policy(fields: Mapping[str, Any]) -> Policy:
    """The policy that `judge` takes, of the fields that `get_policy` gives."""
    known = {name: fields[name] for name in asdict(DEFAULT_POLICY)}
    return Policy(**{**known, "required": tuple(known["required"])})


def _faults(body: Mapping[str, Any]) -> Iterator[Fault]:
    for name in ("hold_at", "reject_at"):
        for check, score in body[name].items():
            if check not in CHECKS:
                yield Fault(f"{name}.{check}", "policy.check_unknown")
            elif not 0 < score <= 1:
                yield Fault(f"{name}.{check}", "field.range")
    for check, score in body["reject_at"].items():
        if score < body["hold_at"].get(check, 0):
            yield Fault(f"reject_at.{check}", "policy.reject_below_hold")
    for place, check in enumerate(body["required"]):
        if check not in CHECKS:
            yield Fault(f"required.{place}", "policy.check_unknown")
    if body["min_form_seconds"] >= body["max_form_seconds"]:
        yield Fault("max_form_seconds", "field.range")
