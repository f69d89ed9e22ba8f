"""What moderators decide about signatures, and what they were told of those being checked."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("attributions", sa.Column("reason_before", sa.SmallInteger(), nullable=True))
    op.create_table(
        "cases",
        sa.Column("campaign", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("server", sa.LargeBinary(16), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("state", sa.SmallInteger(), nullable=False),
        sa.Column("reason", sa.SmallInteger(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("cells", sa.Text(), nullable=False),
        sa.CheckConstraint("length(server) = 16", name=op.f("ck_cases_server")),
        sa.ForeignKeyConstraint(
            ["campaign"], ["campaigns.number"], name=op.f("fk_cases_campaign_campaigns")
        ),
        sa.PrimaryKeyConstraint("campaign", "server", "number", name=op.f("pk_cases")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "notices",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("since_hour", sa.Integer(), nullable=False),
        sa.Column("latest_hour", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("guild_id", name=op.f("pk_notices")),
        sqlite_with_rowid=False,
    )
