"""Versions of the register's store, applied by alembic when it is opened."""
