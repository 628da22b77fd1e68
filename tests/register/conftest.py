"""A register on each database that is at hand."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

_BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"))


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """Address of a server of PostgreSQL, started for the tests in a folder of its own."""
    if not _BINARIES or shutil.which("runuser") is None or os.getuid() != 0:
        pytest.skip("PostgreSQL's programs are not installed, or the tests do not run as root")
    folder = Path(tempfile.mkdtemp(prefix="pg", dir="/tmp"))
    shutil.chown(folder, "postgres", "postgres")
    as_owner = [
        "runuser",
        "-u",
        "postgres",
        "--",
    ]
    binaries = _BINARIES[-1]
    options = f"-c listen_addresses= -k {folder}"
    subprocess.run(
        [*as_owner, binaries / "initdb", "-D", folder / "data", "-A", "trust", "-E", "UTF8"],
        check=True,
        capture_output=True,
    )
    server = [*as_owner, str(binaries / "pg_ctl"), "-D", str(folder / "data"), "-w"]
    subprocess.run(
        [*server, "-l", str(folder / "log"), "-o", options, "start"],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    yield f"postgresql+psycopg://postgres@/postgres?host={folder}"
    subprocess.run([*server, "-m", "immediate", "stop"], check=True, capture_output=True)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where a new register is: a folder, or a database of its own on the server."""
    if request.param == "sqlite":
        yield str(tmp_path / "台账")
        return
    url = sa.make_url(request.getfixturevalue("postgresql"))
    name = f"register_{abs(hash(request.node.nodeid))}"
    owner = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with owner.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    owner.dispose()
    yield url.set(database=name).render_as_string(hide_password=False)
