"""What the commands on the register share: options, the store, the rules of a day, tables."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from clusterlib.errors import RuleError

if TYPE_CHECKING:
    from clusterlib.register.events import Event
    from clusterlib.register.status import Status, Title
    from clusterlib.register.store import Store
    from clusterlib.rules.titles import TitleRules

register_app = typer.Typer(help="The register of titles over time.", no_args_is_help=True)

StoreOption = Annotated[
    str, typer.Option("--store", help="Folder of the register, or a URL of PostgreSQL.")
]
KnownOption = Annotated[
    str | None, typer.Option("--known", help="Only what was recorded by the end of this day.")
]
HeadingsOption = Annotated[
    str, typer.Option("--headings", help="ids, or zh for Chinese headings.")
]
OutOption = Annotated[Path, typer.Option("--out", help="Result: .csv, .xlsx or .parquet.")]
FieldsArgument = Annotated[
    list[str], typer.Argument(help="COLUMN=VALUE, such as kind=awarded date=2023-09-05.")
]
FOLDER = "台账"


def opened(place: str) -> Store:
    """Open the register of a folder or URL; see `place_of`."""
    from clusterlib.register.store import open_store

    return open_store(place_of(place))


def place_of(place: str) -> str:
    """Return where the register is: CLUSTERLIB_STORE names another default."""
    return os.environ.get("CLUSTERLIB_STORE", place) if place == FOLDER else place


def asked(
    on: str | None, reading: Sequence[str] | None, store: str, parameters: Path | None
) -> tuple[date, TitleRules, dict[str, str]]:
    """Return the day asked about, the rules of titles on it and the readings."""
    from clusterlib.rule_files.title_rules import title_rules_of
    from clusterlib.workflow import day_of, readings_of

    day = day_of(on)
    rules = title_rules_of(parameters_at(store, parameters), day)
    return day, rules, rules.readings(readings_of("; ".join(reading or ())))


def parameters_at(store: str, named: Path | None, standard: Path | None = None) -> Path | None:
    """Return the folder of parameters that hold where a register, and a standard, are."""
    from clusterlib.resources import parameters_in_force

    return parameters_in_force(named, place_of(store), standard)


def titles_known(
    held: Store, known: str | None, rules: TitleRules, readings: Mapping[str, str]
) -> list[Title]:
    """Return the titles of a register as known by the end of a day."""
    from clusterlib.register.status import titles_of

    day = known_day(known)
    return list(titles_of(held.titles(day), held.replacements(day), rules, readings))


def titles_on(
    held: Store, known: str | None, day: date, rules: TitleRules, readings: Mapping[str, str]
) -> list[tuple[Title, Status]]:
    """Return the titles of a register with their status on a day."""
    from clusterlib.register.status import with_status

    return with_status(titles_known(held, known, rules, readings), day, rules)


def calendars(store: str, parameters: Path | None) -> dict[int, dict[date, bool]]:
    """Return the working days of the years that a user wrote down."""
    from clusterlib.rule_files.title_rules import calendars_of

    return calendars_of(parameters_at(store, parameters))


def known_day(text: str | None) -> date | None:
    """Return the day by whose end something was recorded, None for now."""
    from clusterlib.workflow import day_of

    return None if text is None else day_of(text)


def event_of(fields: Iterable[str]) -> Event:
    """Return one event from ``column=value`` words."""
    from clusterlib.register.tables import event_of_fields

    return event_of_fields(fields_of(fields))


def fields_of(fields: Iterable[str]) -> dict[str, str]:
    """Return ``column=value`` words as a mapping."""
    values = {}
    for field in fields:
        name, equals, value = field.partition("=")
        if not equals:
            raise RuleError(field, "没有等号", "列=值，如 kind=awarded")
        values[name.strip()] = value.strip()
    return values


def headings_of(text: str) -> Literal["ids", "zh"]:
    """Return the headings that an option names.

    Raises
    ------
    RuleError
        If it names none.
    """
    if text not in ("ids", "zh"):
        raise RuleError("--headings", f"没有“{text}”", "ids 或 zh")
    return "zh" if text == "zh" else "ids"


def written(
    rows: Iterable[Mapping[str, str]], columns: Mapping[str, str], out: Path, headings: str
) -> Path:
    """Write rows as a table, headings as ids or in Chinese; return the path really written."""
    held = list(rows)
    return columns_written(
        {name: [row[name] for row in held] for name in columns}, columns, out, headings
    )


def columns_written(
    texts: Mapping[str, Sequence[str]], labels: Mapping[str, str], out: Path, headings: str
) -> Path:
    """Write columns as a table, headings as ids or in Chinese; return the path really written."""
    from clusterlib.reports.table_files import write_table

    if headings_of(headings) == "ids":
        return write_table(texts, out)
    from clusterlib.register.words import in_words

    free = {"reason"} if "corrects" in labels else set()  # of a correction: free text
    return write_table(
        {
            label: texts[name] if name in free else [in_words(name, text) for text in texts[name]]
            for name, label in labels.items()
        },
        out,
    )
