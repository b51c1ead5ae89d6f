"""Who wrote a comment before: lines of one author's comments, and names by their looks.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("comment", sa.Column("author_line", sa.String(length=40), nullable=True))
    op.add_column("comment", sa.Column("name_key", sa.String(length=32), nullable=True))
    op.create_index(
        "ix_comment_author_line", "comment", ["author_line", "state", "submitted_at"], unique=False
    )
    op.create_index(
        "ix_comment_public_name",
        "comment",
        ["name_key", "submitted_at"],
        unique=False,
        sqlite_where=sa.text("state = 'published'"),
        postgresql_where=sa.text("state = 'published'"),
    )
