"""Stores by keys of 16 bytes, hours and sums of days, so that the tables give nothing away."""

from alembic import op

from bot.db.schema import metadata

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    connection = op.get_bind()
    op.drop_table("attributions")
    for name in ("pledges", "ledger", "counters", "counter_days", "server_settings", "erasures", "meta", "letter_decks"):
        op.drop_table(name)
    metadata.create_all(connection)
