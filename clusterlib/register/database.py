"""Databases of the register: how SQLite and PostgreSQL are opened, and what they refuse."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlalchemy as sa

from clusterlib.errors import InputError
from clusterlib.register.drives import is_on_network
from clusterlib.register.events import Event
from clusterlib.rules.annual import ReturnFigure

EVENTS = sa.table(
    "events", sa.column("place", sa.Integer), *map(sa.column, (*Event._fields, "recorded", "hash"))
)
FIGURES = sa.table("return_figures", *map(sa.column, ("event_id", *ReturnFigure._fields)))
CONTACTS = sa.table("contacts", *map(sa.column, ("event_id", "salt", "content")))
PANELS = sa.table(
    "panels",
    sa.column("place", sa.Integer),
    *map(sa.column, ("kind", "case", "content", "recorded", "hash")),
)
"""What is recorded of panels; `clusterlib.panel.store` writes it."""
TABLES = (EVENTS, FIGURES, CONTACTS, PANELS)

FILE = "台账.sqlite"
_WAIT_SECONDS = 60


def folder_of_register(folder: Path) -> Path:
    """Return SQLite's file in a folder, made where need be.

    Raises
    ------
    InputError
        If it lies on a network drive or cannot be made.
    """
    if is_on_network(folder):
        raise InputError(
            str(folder.name),
            "文件夹在网络盘上，多人同时写入会损坏台账",
            "本机磁盘上的文件夹",
            "请移到本机磁盘；多台电脑共用请用 PostgreSQL（--store postgresql+psycopg://…）",
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(folder.name, "不能建立这个文件夹", "可以写入的文件夹") from error
    return folder / FILE


def sqlite_engine(path: Path) -> sa.Engine:
    """Return an engine on SQLite's file, which is made when it is first used."""
    engine = sa.create_engine(
        _sqlite_url(path), connect_args={"timeout": _WAIT_SECONDS}, poolclass=sa.NullPool
    )
    sa.event.listen(engine, "connect", _prepare)
    sa.event.listen(engine, "begin", _begin)
    return engine


def url_engine(address: str) -> sa.Engine:
    """Return an engine on a database at an address.

    Raises
    ------
    InputError
        If it is none, or names a database whose driver is not installed.
    """
    try:
        url = sa.make_url(address)
        if url.get_backend_name() == "sqlite" and url.database:
            return sqlite_engine(Path(url.database))
        return sa.create_engine(url, poolclass=sa.NullPool)
    except (sa.exc.ArgumentError, sa.exc.NoSuchModuleError, ImportError) as error:
        raise InputError(
            "--store",
            f"不是可用的地址（{error}）",
            "文件夹或 postgresql+psycopg://…",
            "请核对地址；PostgreSQL 另需 pip install clusterlib[postgresql]",
        ) from error


def _sqlite_url(path: Path) -> sa.URL:
    return sa.URL.create("sqlite+pysqlite", database=str(path))


def _prepare(connection: Any, _: object) -> None:
    """Have SQLite keep every confirmed write through a loss of power, and readers read on."""
    connection.isolation_level = None  # transactions begin where we say so, see _begin
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA secure_delete=ON")  # what is erased is gone from the file


def _begin(connection: sa.Connection) -> None:
    """Begin a writer's transaction with the lock, so that two never start from one state."""
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def told(name: str, error: sa.exc.DBAPIError) -> InputError:
    """Return a database's refusal in words."""
    cause = str(error.orig)
    for signs, found, remedy in _REFUSALS:
        if any(sign in cause for sign in signs):
            return InputError(name, found, "", f"{remedy}。已确认的记录都在")
    return InputError(name, f"数据库不能读写（{cause.splitlines()[0]}）", "", "请核对数据库")


_REFUSALS = (
    (("database is locked", "lock timeout"), "台账正被别的程序占用", "请稍后重试"),
    (("disk is full", "No space left"), "磁盘已满", "请腾出空间后重试"),
    (("readonly database", "read-only"), "台账是只读的", "请核对文件夹的写入权限"),
    (("not a database", "malformed"), "文件不是台账，或已损坏", "请用 register restore 恢复备份"),
    (("unable to open",), "台账文件打不开", "请核对文件夹"),
    (("onnection refused", "connection failed"), "连不上数据库", "请核对地址"),
    (("only appended to",), "台账只能追加，不能修改或删除", "请用 register correct 更正"),
)
