"""What is recorded of panels: in the register's database, only appended to, chained."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from clusterlib.errors import InputError
from clusterlib.panel.case import PanelCase, cases_of, key_of, latest
from clusterlib.panel.records import TABLES, Line, Record, Round
from clusterlib.register.chain import timestamp
from clusterlib.register.database import PANELS
from clusterlib.register.store import Store


@dataclass(frozen=True, slots=True)
class PanelStore:
    """The panels of one register.

    Parameters
    ----------
    store : Store
        Of the register.
    """

    store: Store

    def records(self, case: str | None = None) -> tuple[Record, ...]:
        """Return what was recorded last of each thing, of one case or of all."""
        with self.store.asking() as connection:
            return latest(_records(connection, case))

    def cases(self) -> dict[str, PanelCase]:
        """Return every case by its id."""
        return cases_of(self.records())

    def case(self, case: str) -> PanelCase:
        """Return one case; an unknown one is empty."""
        return cases_of(self.records(case)).get(case, PanelCase(case))

    def seen_by(self, case: str, member: str) -> PanelCase:
        """Return one case as one of its experts may see it."""
        return self.case(case).seen_by(member)

    def append(self, records: Sequence[Record], now: datetime) -> int:
        """Record what is new, all of it or nothing; return how many that are.

        What is held already as it is adds nothing. `recorded` of a sheet is given here where
        it is blank.

        Raises
        ------
        InputError
            If a locked sheet or a closed round would change, or nothing can be written.
        """
        with self.store.taking_turns() as connection:
            held = {
                key_of(one): one
                for case in dict.fromkeys(record.case for record in records)
                for one in _records(connection, case)
            }
            last = connection.execute(
                sa.select(PANELS.c.place, PANELS.c.recorded, PANELS.c.hash)
                .order_by(PANELS.c.place.desc())
                .limit(1)
            ).first()
            place, recorded, previous = tuple(last) if last else (0, "", "")
            moment = timestamp(now, recorded)
            rows = []
            locked = {one.sheet for one in held.values() if isinstance(one, Line) and one.locked}
            for record in records:
                stamped = _stamped(record, moment)
                before = held.get(key_of(record))
                if before is not None and record in (before, _unstamped(before, record)):
                    continue
                _check(stamped, before, locked)
                place += 1
                content = _content(stamped)
                kind = key_of(record)[0]
                previous = _hash(kind, content, moment, previous)
                held[key_of(record)] = stamped
                rows.append(
                    {
                        "place": place,
                        "kind": kind,
                        "case": record.case,
                        "content": content,
                        "recorded": moment,
                        "hash": previous,
                    }
                )
            if rows:
                connection.execute(PANELS.insert(), rows)
            return len(rows)

    def first_misfit(self) -> str:
        """Return what the first record is about that does not fit the chain; blank if all do."""
        previous = ""
        with self.store.asking() as connection:
            asked = sa.select(PANELS).order_by(PANELS.c.place)
            for row in connection.execute(asked):
                if _hash(row.kind, row.content, row.recorded, previous) != row.hash:
                    return f"{TABLES[row.kind].term} {row.case}（第{row.place}条）"
                previous = row.hash
        return ""


def _records(connection: sa.Connection, case: str | None) -> Iterator[Record]:
    asked = sa.select(PANELS.c.kind, PANELS.c.content).order_by(PANELS.c.place)
    if case is not None:
        asked = asked.where(PANELS.c.case == case)
    for kind, content in connection.execute(asked):
        yield TABLES[kind].row(**json.loads(content))


def _content(record: Record) -> str:
    return json.dumps(record._asdict(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _hash(kind: str, content: str, recorded: str, previous: str) -> str:
    row = {"kind": kind, "content": content, "recorded": recorded, "previous": previous}
    text = json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _stamped(record: Record, moment: str) -> Record:
    if isinstance(record, Line) and not record.recorded:
        return record._replace(recorded=moment)
    return record


def _unstamped(before: Record, record: Record) -> Record:
    """Return what is held without its time, where the new record has none."""
    if isinstance(before, Line) and isinstance(record, Line) and not record.recorded:
        return before._replace(recorded="")
    return before


def _check(record: Record, before: Record | None, locked: Iterable[str]) -> None:
    """Refuse to change what is locked or closed."""
    if isinstance(record, Line) and record.sheet in locked:
        raise InputError(
            f"打分表 {record.sheet}",
            "已锁定，不能改动",
            "另交一份更正的打分表",
            "请写明更正哪一份",
        )
    if isinstance(record, Round) and isinstance(before, Round) and before.closed:
        raise InputError(
            f"{record.case} 第{record.round}轮", "已收轮，不能改动", "另开一轮", "请另开一轮"
        )
