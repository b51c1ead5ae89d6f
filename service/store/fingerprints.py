"""Finding texts like a new one among those of the last day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import (
    ARRAY,
    BigInteger,
    BindParameter,
    Select,
    bindparam,
    cast,
    column,
    func,
    select,
    union_all,
)
from sqlalchemy.sql.selectable import TableValuedAlias

from service.store.engine import Db
from service.store.tables import article, fingerprint
from service.store.upsert import insert_missing

BANDS = 4
REMEMBERED = timedelta(hours=24)
# Newest rows looked at for one key; a flood of one text must not make each look cost more.
_PER_KEY = 30


@dataclass(frozen=True, slots=True)
class Candidate:
    """A remembered text that shares its exact hash or a band of its simhash with one asked for."""

    comment_id: str
    commenter_id: str
    article_key: str
    exact: int
    simhash: int
    bands: tuple[int, ...]
    created_at: datetime


def candidates(
    db: Db, *, exact: Sequence[int], bands: Sequence[Sequence[int]], since: datetime
) -> list[Candidate]:
    """Texts remembered since then that share one of these keys, the newest of each key.

    exact: hashes of folded texts, signed 64 bits; bands: for each of the four bands its values.
    """
    looks = [_look(db, "exact", exact, since)]
    looks += [_look(db, f"band{number}", values, since) for number, values in enumerate(bands)]
    found = {
        row.comment_id: Candidate(
            row.comment_id,
            row.commenter_id,
            row.external_id,
            row.exact,
            row.simhash,
            (row.band0, row.band1, row.band2, row.band3),
            row.created_at,
        )
        for row in db.execute(union_all(*looks))
    }
    return list(found.values())


def remember(db: Db, rows: Sequence[Mapping[str, Any]]) -> None:
    """Keep fingerprints of revisions; one that is kept already stays. rows: of `fingerprint`."""
    insert_missing(db, fingerprint, rows)


def _look(db: Db, name: str, values: Sequence[int], since: datetime) -> Select[Any]:
    """Newest rows by one key: all from the time of the last one that still counts."""
    keys = _as_table(db, name, sorted(set(values)))
    other = fingerprint.alias()
    after = bindparam("since", since, type_=fingerprint.c.created_at.type)
    last = (
        select(other.c.created_at)
        .where(other.c[name] == keys.c.value, other.c.created_at >= after)
        .order_by(other.c.created_at.desc())
        .limit(1)
        .offset(_PER_KEY - 1)
        .correlate(keys)
        .scalar_subquery()
    )
    return (
        select(
            *(fingerprint.c[each] for each in ("comment_id", "commenter_id", "exact", "simhash")),
            *(fingerprint.c[f"band{number}"] for number in range(BANDS)),
            fingerprint.c.created_at,
            article.c.external_id,
        )
        .select_from(keys)
        .join(fingerprint, fingerprint.c[name] == keys.c.value)
        .join(article, article.c.id == fingerprint.c.article_id)
        .where(fingerprint.c.created_at >= func.coalesce(last, after))
    )


def _as_table(db: Db, name: str, values: Sequence[int]) -> TableValuedAlias:
    """A table of one column `value` that holds these numbers."""
    if db.dialect.name == "postgresql":
        array = cast(bindparam(f"{name}_keys", list(values), ARRAY(BigInteger)), ARRAY(BigInteger))
        return func.unnest(array).table_valued(column("value", BigInteger)).render_derived(name=f"{name}_key")
    listed: BindParameter[str] = bindparam(f"{name}_keys", orjson.dumps(list(values)).decode())
    return func.json_each(listed).table_valued(column("value", BigInteger), name=f"{name}_key")
