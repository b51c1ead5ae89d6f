"""Earlier texts are looked for among the author's own; those of others are found by campaigns.

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_BANDS = tuple(f"band{number}" for number in range(4))


def upgrade() -> None:
    for name in ("exact", *_BANDS):
        op.drop_index(f"ix_fingerprint_{name}", table_name="fingerprint")
    for name in _BANDS:
        op.drop_column("fingerprint", name)
    op.create_index(
        "ix_fingerprint_commenter_id", "fingerprint", ["commenter_id", "created_at"], unique=False
    )


def downgrade() -> None:
    op.drop_index("ix_fingerprint_commenter_id", table_name="fingerprint")
    for name in _BANDS:
        op.add_column("fingerprint", sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    for name in ("exact", *_BANDS):
        op.create_index(f"ix_fingerprint_{name}", "fingerprint", [name, "created_at"], unique=False)
