"""Where a server has a tally that keeps itself current, and what it shows."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "boards",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("channel_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("parent_id", sa.BigInteger(), nullable=True),
        sa.Column("locale", sa.String(16), nullable=True),
        sa.Column("nonce", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("shows", sa.String(64), nullable=True),
        sa.Column("parked", sa.SmallInteger(), nullable=True),
        sa.PrimaryKeyConstraint("guild_id", "channel_id", name=op.f("pk_boards")),
        sqlite_with_rowid=False,
    )
