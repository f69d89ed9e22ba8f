"""What each server last quoted of the campaign's number, to tell the change since."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "briefs",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("campaign", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("counted", sa.Integer(), nullable=False),
        sa.Column("day_before", sa.Integer(), nullable=True),
        sa.Column("counted_before", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(day_before IS NULL) = (counted_before IS NULL)", name=op.f("ck_briefs_before")
        ),
        sa.ForeignKeyConstraint(
            ["campaign"], ["campaigns.number"], name=op.f("fk_briefs_campaign_campaigns")
        ),
        sa.PrimaryKeyConstraint("guild_id", "campaign", name=op.f("pk_briefs")),
        sqlite_with_rowid=False,
    )
