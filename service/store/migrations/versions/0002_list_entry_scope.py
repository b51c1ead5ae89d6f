"""List entries know their section, where they came from and how often they hit.

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

from service.store.tables.base import UtcTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("list_entry", sa.Column("section", sa.String(length=200), nullable=True))
    op.add_column("list_entry", sa.Column("source", sa.String(length=40), nullable=True))
    op.add_column("list_entry", sa.Column("hits", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("list_entry", sa.Column("last_hit_at", UtcTime(), nullable=True))
