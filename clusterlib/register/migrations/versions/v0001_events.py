"""The log of events: rows are added and never changed, which the database itself enforces."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_TEXTS = (
    "title_id",
    "kind",
    "date",
    "case",
    "name",
    "region",
    "industry",
    "tier",
    "association",
    "term",
    "replaces",
    "purpose",
    "applicant_id",
    "channel",
    "year",
    "result",
    "by",
    "document",
    "source",
    "note",
    "corrects",
    "reason",
    "person",
    "recorded",
    "hash",
)


def upgrade() -> None:
    """Make the table of events and what refuses to change it."""
    op.create_table(
        "events",
        sa.Column("place", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("event_id", sa.Text, nullable=False, unique=True),
        *(sa.Column(name, sa.Text, nullable=False) for name in _TEXTS),
    )
    op.create_index("events_by_title", "events", ["title_id", "place"])
    op.create_index("events_corrected", "events", ["corrects"])
    append_only("events")


def append_only(table: str, *verbs: str) -> None:
    """Have the database refuse to change or delete rows of a table, or only the verbs given."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in verbs or ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is only appended to'); END"
            )
        return
    op.execute(
        f"CREATE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{table} is only appended to'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_append_only "
        f"BEFORE {' OR '.join(verbs or ('UPDATE', 'DELETE', 'TRUNCATE'))} ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_append_only()"
    )
