"""Up to which milestone a server was told, of the campaign and of itself."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "milestones",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("campaign", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("own", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("highest", sa.Integer(), nullable=False),
        sa.CheckConstraint("own IN (0, 1)", name=op.f("ck_milestones_own")),
        sa.ForeignKeyConstraint(
            ["campaign"], ["campaigns.number"], name=op.f("fk_milestones_campaign_campaigns")
        ),
        sa.PrimaryKeyConstraint("guild_id", "campaign", "own", name=op.f("pk_milestones")),
        sqlite_with_rowid=False,
    )
