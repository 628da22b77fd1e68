"""What is recorded of panels: one log of rows of several kinds, added to only."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from clusterlib.register.migrations.versions.v0001_events import append_only

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the table and what refuses to change it."""
    op.create_table(
        "panels",
        sa.Column("place", sa.Integer, primary_key=True, autoincrement=False),
        *(
            sa.Column(name, sa.Text, nullable=False)
            for name in ("kind", "case", "content", "recorded", "hash")
        ),
    )
    op.create_index("panels_by_case", "panels", ["case", "place"])
    append_only("panels")
