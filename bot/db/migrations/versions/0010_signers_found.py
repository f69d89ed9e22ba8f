"""An index of a server's signatures that begins with the server: only who asks for one can use it."""

from __future__ import annotations

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_INDEX = "ix_attributions_server"


def upgrade() -> None:
    # It began with the campaign, as the table's key does. Without statistics PostgreSQL took it to
    # look for signers, and read every signature of the campaign.
    op.drop_index(op.f(_INDEX), "attributions")
    op.create_index(op.f(_INDEX), "attributions", ["server", "campaign", "state", "hour"])
