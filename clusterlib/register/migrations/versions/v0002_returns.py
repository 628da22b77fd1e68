"""Figures of annual returns, added to only; contacts of leading firms, which can be erased."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from clusterlib.register.migrations.versions.v0001_events import append_only

revision = "0002"
down_revision = "0001"

_FIGURE = ("line", "value", "unit", "growth", "sheet", "cell")


def upgrade() -> None:
    """Make both tables and what refuses to change them."""
    op.create_table(
        "return_figures",
        sa.Column("event_id", sa.Text, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in _FIGURE),
        sa.PrimaryKeyConstraint("event_id", "line"),
    )
    append_only("return_figures")
    op.create_table(
        "contacts",
        sa.Column("event_id", sa.Text, primary_key=True),
        sa.Column("salt", sa.Text, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
    )
    append_only("contacts", "UPDATE")
