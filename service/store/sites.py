"""Sites: whose articles and comments these are."""

from dataclasses import dataclass

from sqlalchemy import select

from service.store.engine import Db
from service.store.tables import site


@dataclass(frozen=True, slots=True)
class Site:
    """One site. hosts: names under which its API is reached; origins: where its pages call from."""

    id: str
    key: str
    name: str
    hosts: tuple[str, ...]
    origins: tuple[str, ...]
    default_mode: str
    known_articles_only: bool


def all_sites(db: Db) -> list[Site]:
    """Every site, oldest first."""
    names = ("id", "key", "name", "hosts", "origins", "default_mode", "known_articles_only")
    rows = db.execute(select(*(site.c[name] for name in names)).order_by(site.c.id)).mappings()
    return [Site(**{**row, "hosts": tuple(row["hosts"]), "origins": tuple(row["origins"])}) for row in rows]
