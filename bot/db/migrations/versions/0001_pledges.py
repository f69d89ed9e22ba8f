"""Pledges, where they were signed, and the numbers they make."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_Instant = sa.DateTime(timezone=True)


def upgrade() -> None:
    _pledges()
    _numbers()
    _the_rest()
    if op.get_bind().dialect.name == "sqlite":
        _append_only_on_sqlite()
    else:
        _append_only_on_postgresql()


def _pledges() -> None:
    op.create_table(
        "pledges",
        sa.Column("id", _Id, nullable=False),
        sa.Column("campaign_id", sa.String(40), nullable=False),
        sa.Column("signer_key", sa.LargeBinary(32), nullable=False),
        sa.Column("status", sa.String(12), nullable=False),
        sa.Column("text_version", sa.String(64), nullable=False),
        sa.Column("text_digest", sa.String(64), nullable=False),
        sa.Column("locale", sa.String(16), nullable=False),
        sa.Column("signed_at", _Instant, nullable=False),
        sa.Column("changed_at", _Instant, nullable=False),
        sa.Column("created_at", _Instant, nullable=False),
        sa.CheckConstraint(
            "status IN ('counted', 'held', 'withdrawn', 'invalidated')",
            name=op.f("ck_pledges_status"),
        ),
        sa.CheckConstraint("length(signer_key) = 32", name=op.f("ck_pledges_signer_key")),
        sa.CheckConstraint("length(text_digest) = 64", name=op.f("ck_pledges_text_digest")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pledges")),
        sa.UniqueConstraint(
            "campaign_id", "signer_key", name=op.f("uq_pledges_campaign_id_signer_key")
        ),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "attributions",
        sa.Column("pledge_id", _Id, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("campaign_id", sa.String(40), nullable=False),
        sa.Column("visibility", sa.String(12), nullable=False),
        sa.Column("listed_user_id", sa.BigInteger(), nullable=True),
        sa.Column("attributed_at", _Instant, nullable=False),
        sa.Column("listed_at", _Instant, nullable=True),
        sa.CheckConstraint(
            "visibility IN ('counted_only', 'listed')", name=op.f("ck_attributions_visibility")
        ),
        sa.CheckConstraint(
            "(visibility = 'listed') = (listed_user_id IS NOT NULL)",
            name=op.f("ck_attributions_user_id_only_if_listed"),
        ),
        sa.CheckConstraint(
            "(visibility = 'listed') = (listed_at IS NOT NULL)",
            name=op.f("ck_attributions_listed_at_only_if_listed"),
        ),
        sa.ForeignKeyConstraint(
            ["pledge_id"],
            ["pledges.id"],
            name=op.f("fk_attributions_pledge_id_pledges"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("pledge_id", "guild_id", name=op.f("pk_attributions")),
    )
    listed = sa.text("visibility = 'listed'")
    op.create_index(
        "ix_attributions_wall",
        "attributions",
        ["campaign_id", "guild_id", "listed_at", "pledge_id"],
        sqlite_where=listed,
        postgresql_where=listed,
    )


def _numbers() -> None:
    op.create_table(
        "ledger",
        sa.Column("id", _Id, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("campaign_id", sa.String(40), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("counted_delta", sa.Integer(), nullable=False),
        sa.Column("held_delta", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "counters",
        sa.Column("campaign_id", sa.String(40), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("counted", sa.Integer(), nullable=False),
        sa.Column("held", sa.Integer(), nullable=False),
        sa.CheckConstraint("counted >= 0 AND held >= 0", name=op.f("ck_counters_not_negative")),
        sa.PrimaryKeyConstraint("campaign_id", "guild_id", name=op.f("pk_counters")),
    )
    op.create_table(
        "counter_days",
        sa.Column("campaign_id", sa.String(40), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("signed", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Integer(), nullable=False),
        sa.Column("net", sa.Integer(), nullable=False),
        sa.Column("held", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "signed >= 0 AND withdrawn >= 0", name=op.f("ck_counter_days_not_negative")
        ),
        sa.PrimaryKeyConstraint("campaign_id", "guild_id", "day", name=op.f("pk_counter_days")),
    )


def _the_rest() -> None:
    op.create_table(
        "server_settings",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("updated_at", _Instant, nullable=False),
        sa.PrimaryKeyConstraint("guild_id", "key", name=op.f("pk_server_settings")),
    )
    op.create_table(
        "erasures",
        sa.Column("mark", sa.LargeBinary(32), nullable=False),
        sa.Column("erased_at", _Instant, nullable=False),
        sa.CheckConstraint("length(mark) = 32", name=op.f("ck_erasures_mark")),
        sa.PrimaryKeyConstraint("mark", name=op.f("pk_erasures")),
    )
    op.create_table(
        "meta",
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_meta")),
    )


def _append_only_on_sqlite() -> None:
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER ledger_refuses_{change.lower()} BEFORE {change} ON ledger "
            "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
        )


def _append_only_on_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION ledger_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the ledger is append-only' "
        "USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    op.execute(
        "CREATE TRIGGER ledger_refuses_changes BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger "
        "FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only()"
    )
