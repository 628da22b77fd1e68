"""An index by which the awards that replace a title are found among millions of events."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the index."""
    op.create_index("events_replacing", "events", ["replaces"])
