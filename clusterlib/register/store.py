"""The store of the register（台账）: a log in SQLite or PostgreSQL that is only appended to.

A write is confirmed when the database has it on disk. Writers take turns: each sees what
the one before has recorded, so an event is checked against the life that it joins.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from itertools import chain, count, groupby
from operator import attrgetter
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from clusterlib.errors import InputError
from clusterlib.register.chain import Recorded, chained, timestamp
from clusterlib.register.database import (
    EVENTS,
    TABLES,
    folder_of_register,
    sqlite_engine,
    told,
    url_engine,
)
from clusterlib.register.events import Event, replacements_of
from clusterlib.register.queries import (
    BRIEF_COLUMNS,
    OF_EVENT,
    TELLING,
    counting,
    events_in,
    whole,
)

VERSION = "0004"
_ROWS = 10_000
"""Rows that are fetched at a time."""
_LOCK = 20220101
"""Key of PostgreSQL's advisory lock of the one who writes."""


@dataclass(frozen=True, slots=True)
class Writing:
    """One writer's turn: what it appends is recorded at its end, all or nothing."""

    connection: sa.Connection
    now: datetime

    def events(self, title_id: str | None = None) -> list[Event]:
        """Return the events recorded so far, of one title or of all, in that order."""
        return list(events_in(self.connection, title_id=title_id))

    def append(self, events: Iterable[Event]) -> list[Recorded]:
        """Record events behind the last one; a blank id is given here."""
        connection = self.connection
        last = connection.execute(
            sa.select(EVENTS.c.place, EVENTS.c.recorded, EVENTS.c.hash)
            .order_by(EVENTS.c.place.desc())
            .limit(1)
        ).first()
        last_place, recorded, previous = tuple(last) if last else (0, "", "")
        moment = timestamp(self.now, recorded)
        rows = []
        named = self._named(list(events), last_place)
        for place, event in enumerate(named, last_place + 1):
            row = chained(event, moment, previous)
            previous = row.hash
            rows.append((place, row))
        if rows:
            connection.execute(
                EVENTS.insert(),
                [
                    {
                        "place": place,
                        **row.event._asdict(),
                        "recorded": row.recorded,
                        "hash": row.hash,
                    }
                    for place, row in rows
                ],
            )
        return [row for _, row in rows]

    def _named(self, events: list[Event], place: int) -> Iterator[Event]:
        """Give ids to events that have none: the next numbers that nobody has taken."""
        given = {event.event_id for event in events if event.event_id}
        numbers = count(place + 1)
        for event in events:
            while not event.event_id:
                name = f"E{next(numbers):06d}"
                if name not in given and not self._holds(name):
                    event = event._replace(event_id=name)
            yield event

    def _holds(self, event_id: str) -> bool:
        asked = sa.select(EVENTS.c.place).where(EVENTS.c.event_id == event_id)
        return self.connection.execute(asked).first() is not None


@dataclass(frozen=True, slots=True)
class Store:
    """The log of one register.

    Parameters
    ----------
    engine : sqlalchemy.Engine
        Of SQLite or PostgreSQL.
    name : str
        File or database as messages name it.
    """

    engine: sa.Engine
    name: str

    def events(self, known: date | None = None) -> list[Event]:
        """Return events in the order of recording, as known by the end of a day in Shanghai."""
        with self.asking() as connection:
            return list(events_in(connection, known=known))

    def titles(
        self,
        known: date | None = None,
        *,
        brief: bool = False,
        between: tuple[str, str] = ("", ""),
        among: Collection[str] | None = None,
        last: int | None = None,
    ) -> Iterator[tuple[str, list[Event]]]:
        """Yield each title with its events that count, titles by id as text.

        Only one title's events are held at a time.

        Parameters
        ----------
        known : date, optional
            Only what was recorded by the end of this day.
        brief : bool
            Whether only the columns are filled that a title's status depends on, which
            halves the time that reading takes; and, without `among`, only events that it
            depends on, so that a title of which none is left does not come.
        between : tuple of str
            Only titles from the first id to the second; blank: no limit.
        among : collection of str, optional
            Only these titles.
        last : int, optional
            Only events up to this place of the log.
        """
        asked = counting(known, last).order_by(self._title_id, EVENTS.c.place)
        if between[0]:
            asked = asked.where(self._title_id >= between[0])
        if between[1]:
            asked = asked.where(self._title_id <= between[1])
        if among is not None:
            asked = asked.where(EVENTS.c.title_id.in_(among))
        elif brief:
            asked = asked.where(TELLING)
        if brief:
            asked = asked.with_only_columns(*BRIEF_COLUMNS, sa.literal_column("''"))
        with self.asking() as connection:
            rows: Iterable[Any]
            if self.engine.dialect.name == "sqlite":
                # The driver's own tuples: to wrap each row takes longer than to read it.
                found = connection.execute(asked).cursor
                rows = chain.from_iterable(iter(lambda: found.fetchmany(_ROWS), []))
            else:
                rows = connection.execution_options(yield_per=_ROWS).execute(asked)
            events = map(partial(tuple.__new__, Event), map(whole, rows) if brief else rows)
            for title_id, own in groupby(events, attrgetter("title_id")):
                yield title_id, list(own)

    @property
    def _title_id(self) -> sa.ColumnElement[Any]:
        """Ids of titles, compared as text whatever the server's language."""
        if self.engine.dialect.name == "sqlite":
            return EVENTS.c.title_id
        return sa.collate(EVENTS.c.title_id, "C")

    def last_place(self) -> int:
        """Return the last place of the log."""
        with self.asking() as connection:
            return connection.scalar(sa.select(sa.func.max(EVENTS.c.place))) or 0

    def title_ids(self) -> list[str]:
        """Return the ids of all titles as text in order, those without a counted event too."""
        with self.asking() as connection:
            asked = sa.select(self._title_id).distinct().order_by(self._title_id)
            return [title_id for (title_id,) in connection.execute(asked)]

    def replacements(self, known: date | None = None) -> dict[str, list[Event]]:
        """Return the awards that end a title（替代）, by the title that they end."""
        asked = counting(known).where(EVENTS.c.replaces > "").order_by(EVENTS.c.place)
        with self.asking() as connection:
            return replacements_of(map(Event._make, connection.execute(asked)))

    def log(self) -> Iterator[Recorded]:
        """Yield every event with its time and hash, in the order of recording."""
        columns = [*OF_EVENT, EVENTS.c.recorded, EVENTS.c.hash]
        with self.asking() as connection:
            for row in connection.execute(sa.select(*columns).order_by(EVENTS.c.place)):
                yield Recorded(Event._make(row[:-2]), row[-2], row[-1])

    @contextmanager
    def writing(self, now: datetime) -> Iterator[Writing]:
        """Take one's turn to write; what is appended is on disk when the block has ended.

        Raises
        ------
        InputError
            If the store is locked for too long, the disk is full, or it cannot be written.
        """
        with self.taking_turns() as connection:
            yield Writing(connection, now)

    @contextmanager
    def taking_turns(self) -> Iterator[sa.Connection]:
        """Take one's turn to write through a connection; all of it is recorded, or nothing."""
        try:
            held = self.engine.connect().execution_options(writes=True)
            with held as connection, connection.begin():
                if self.engine.dialect.name != "sqlite":
                    connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
                yield connection
        except sa.exc.DBAPIError as error:
            raise told(self.name, error) from error

    def compact(self) -> None:
        """Have SQLite write its log into the file, so that what was erased is in neither."""
        if self.engine.dialect.name == "sqlite":
            with self.asking() as connection:
                connection.exec_driver_sql("COMMIT")
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
                connection.exec_driver_sql("BEGIN")

    @contextmanager
    def asking(self) -> Iterator[sa.Connection]:
        """Open a connection that only reads.

        Raises
        ------
        InputError
            If the database cannot be read.
        """
        try:
            with self.engine.connect() as connection:
                yield connection
        except sa.exc.DBAPIError as error:
            raise told(self.name, error) from error


def open_store(place: str | Path) -> Store:
    """Open a register, making or bringing it up to date where need be.

    Parameters
    ----------
    place : str or Path
        A folder of SQLite's file, or a URL such as ``postgresql+psycopg://…``.

    Raises
    ------
    InputError
        If it lies on a network drive, cannot be opened, or was made by a later version.
    """
    if "://" in str(place):
        engine = url_engine(str(place))
        return _up_to_date(Store(engine, engine.url.render_as_string(hide_password=True)))
    return _up_to_date(_file_store(folder_of_register(Path(place))))


def backup(store: Store, target: Path) -> int:
    """Copy a register into a new file of SQLite while others write; return its events.

    Raises
    ------
    InputError
        If the file exists or cannot be written.
    """
    if target.exists():
        raise InputError(target.name, "已有这个文件，没有改动", "一个新的文件名", "请换一个名称")
    return _copied(store, _up_to_date(_file_store(target)))


def restore(source: Path, store: Store) -> int:
    """Fill an empty register from a backup; return its events.

    Raises
    ------
    InputError
        If the register is not empty, or the file is no backup.
    """
    if not source.is_file():
        raise InputError(source.name, "没有这个文件", "备份文件", "请核对文件名")
    if next(store.log(), None) is not None:
        raise InputError(store.name, "台账不是空的", "空的台账", "请另建台账后恢复")
    return _copied(_file_store(source), store)


def _up_to_date(store: Store) -> Store:
    with store.asking() as connection:
        version = _version(connection)
    if version != VERSION:
        _migrate(store)
    return store


def _copied(source: Store, target: Store) -> int:
    with source.asking() as reading, target.taking_turns() as connection:
        held = sa.inspect(reading)
        for table in TABLES:  # an older backup lacks the later ones
            if held.has_table(table.name):
                rows = [row._asdict() for row in reading.execute(sa.select(table))]
                if rows:
                    connection.execute(table.insert(), rows)
        return int(connection.scalar(sa.select(sa.func.count()).select_from(EVENTS)) or 0)


def _file_store(path: Path) -> Store:
    return Store(sqlite_engine(path), path.name)


def _version(connection: sa.Connection) -> str:
    if not sa.inspect(connection).has_table("alembic_version"):
        return ""
    return str(connection.scalar(sa.text("SELECT version_num FROM alembic_version")) or "")


def _migrate(store: Store) -> None:
    """Bring the tables up to date; several that open a new register at once take turns."""
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", "clusterlib.register:migrations")
    try:
        with store.taking_turns() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except CommandError as error:
        raise InputError(
            store.name, f"台账由更新的版本建立（{error}）", f"版本 {VERSION}", "请更新 clusterlib"
        ) from error
