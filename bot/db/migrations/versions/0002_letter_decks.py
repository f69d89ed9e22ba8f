"""Which passages of the letter were shown, under keys that name nobody."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "letter_decks",
        sa.Column("key", sa.LargeBinary(16), nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(key) = 16", name=op.f("ck_letter_decks_key")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_letter_decks")),
    )
