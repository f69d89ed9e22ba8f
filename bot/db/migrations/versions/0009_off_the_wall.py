"""Whom moderators took off their server's wall, by the key of the listing alone, and why."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_EITHER = "(user_id IS NULL) = (reason IS NOT NULL)"


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _anew()
        return
    op.alter_column("listings", "user_id", existing_type=sa.BigInteger(), nullable=True)
    op.add_column("listings", sa.Column("reason", sa.SmallInteger(), nullable=True))
    op.create_check_constraint(op.f("ck_listings_reason"), "listings", _EITHER)


def _anew() -> None:
    # SQLite takes no NOT NULL back. Alembic's batch mode, which builds a table anew as well, has
    # the constraints in an order of chance.
    op.drop_index(op.f("ix_listings_wall"), "listings")
    op.rename_table("listings", "listings_before")
    op.create_table(
        "listings",
        sa.Column("key", sa.LargeBinary(16), nullable=False),
        sa.Column("wall", sa.LargeBinary(16), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.SmallInteger(), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_listings")),
        sa.CheckConstraint("length(key) = 16", name=op.f("ck_listings_key")),
        sa.CheckConstraint("length(wall) = 16", name=op.f("ck_listings_wall")),
        sa.CheckConstraint(_EITHER, name=op.f("ck_listings_reason")),
        sqlite_with_rowid=False,
    )
    op.execute(
        "INSERT INTO listings (key, wall, user_id) "
        "SELECT key, wall, user_id FROM listings_before ORDER BY key"
    )
    op.drop_table("listings_before")
    op.create_index(op.f("ix_listings_wall"), "listings", ["wall", "user_id"])
