"""Finding texts like a new one among those of the last day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

import orjson
from sqlalchemy import (
    ARRAY,
    BigInteger,
    CompoundSelect,
    Select,
    String,
    bindparam,
    cast,
    column,
    func,
    select,
    union,
)
from sqlalchemy.sql.selectable import TableValuedAlias

from service.store.engine import Db
from service.store.tables import article, fingerprint
from service.store.upsert import insert_missing

BANDS = 4
REMEMBERED = timedelta(hours=24)
# Newest rows looked at for one key; a flood of one text must not make each look cost more.
_PER_KEY = 30
_KEYS = ("exact", *(f"band{number}" for number in range(BANDS)))


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
    keys: dict[str, Any] = {
        f"{name}_keys": listed(db, sorted(set(values)))
        for name, values in zip(_KEYS, [exact, *bands], strict=True)
    }
    return [
        Candidate(
            row.comment_id,
            row.commenter_id,
            row.external_id,
            row.exact,
            row.simhash,
            (row.band0, row.band1, row.band2, row.band3),
            row.created_at,
        )
        for row in db.execute(_looks(db.dialect.name), {**keys, "since": since})
    ]


def remember(db: Db, rows: Sequence[Mapping[str, Any]]) -> None:
    """Keep fingerprints of revisions; one that is kept already stays. rows: of `fingerprint`."""
    insert_missing(db, fingerprint, rows)


@lru_cache(maxsize=2)
def _looks(dialect: str) -> CompoundSelect[Any]:
    """One look for each kind of key, together; made once, because making it costs more than asking it."""
    return union(*(_look(dialect, name) for name in _KEYS))


def _look(dialect: str, name: str) -> Select[Any]:
    """Newest rows by one key: all from the time of the last one that still counts."""
    keys = as_table(dialect, name)
    other = fingerprint.alias()
    after = bindparam("since", type_=fingerprint.c.created_at.type)
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


def as_table(dialect: str, name: str) -> TableValuedAlias:
    """A table of one column `value` that holds the numbers of the parameter `NAME_keys`."""
    if dialect == "postgresql":
        array = bindparam(f"{name}_keys", type_=ARRAY(BigInteger))
        given = func.unnest(cast(array, ARRAY(BigInteger)))
        return given.table_valued(column("value", BigInteger)).render_derived(name=f"{name}_key")
    array_text = bindparam(f"{name}_keys", type_=String)
    return func.json_each(array_text).table_valued(column("value", BigInteger), name=f"{name}_key")


def listed(db: Db, values: list[int]) -> Any:
    """Numbers as the parameter of `as_table` takes them."""
    return values if db.dialect.name == "postgresql" else orjson.dumps(values).decode()
