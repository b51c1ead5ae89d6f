"""What authors wrote in the last day, and numbers as a table for looks by many keys at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

import orjson
from sqlalchemy import ARRAY, BigInteger, Select, String, bindparam, cast, column, func, select
from sqlalchemy.sql.selectable import TableValuedAlias

from service.store.engine import Db
from service.store.tables import article, commenter, fingerprint
from service.store.upsert import insert_missing

REMEMBERED = timedelta(hours=24)
# Newest texts of one author that are looked at; a flood must not make each look cost more.
_PER_AUTHOR = 30


@dataclass(frozen=True, slots=True)
class RememberedText:
    """A revision that was checked before, by its fingerprint."""

    comment_id: str
    commenter_id: str
    article_key: str
    exact: int
    simhash: int
    created_at: datetime


def texts_of_authors(db: Db, commenter_ids: Sequence[str], *, since: datetime) -> list[RememberedText]:
    """What these authors sent since then, the newest thirty of each."""
    rows = db.execute(_texts(), {"authors": commenter_ids, "since": since}).mappings()
    return [RememberedText(**row) for row in rows]


def remember(db: Db, rows: Sequence[Mapping[str, Any]]) -> None:
    """Keep fingerprints of revisions; one that is kept already stays. rows: of `fingerprint`."""
    insert_missing(db, fingerprint, rows)


@lru_cache(maxsize=1)
def _texts() -> Select[Any]:
    """Made once, because making it costs more than asking it."""
    other = fingerprint.alias()
    after = bindparam("since", type_=fingerprint.c.created_at.type)
    last = (
        select(other.c.created_at)
        .where(other.c.commenter_id == commenter.c.id, other.c.created_at >= after)
        .order_by(other.c.created_at.desc())
        .limit(1)
        .offset(_PER_AUTHOR - 1)
        .correlate(commenter)
        .scalar_subquery()
    )
    return (
        select(
            *(
                fingerprint.c[name]
                for name in ("comment_id", "commenter_id", "exact", "simhash", "created_at")
            ),
            article.c.external_id.label("article_key"),
        )
        .select_from(commenter)
        .join(fingerprint, fingerprint.c.commenter_id == commenter.c.id)
        .join(article, article.c.id == fingerprint.c.article_id)
        .where(
            commenter.c.id.in_(bindparam("authors", expanding=True)),
            fingerprint.c.created_at >= func.coalesce(last, after),
        )
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
