"""One writer per run folder."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from clusterlib.errors import BatchError
from clusterlib.runs.folder import LOCK
from clusterlib.runs.lock import one_writer

HOLDER = """
import sys
from pathlib import Path
from clusterlib.runs.lock import one_writer
with one_writer(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def holder(run: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(run)],
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_a_second_writer_is_told_who_writes_and_since_when(tmp_path: Path) -> None:
    process = holder(tmp_path / "第四季度")
    with pytest.raises(BatchError) as told, one_writer(tmp_path / "第四季度"):
        pytest.fail("two writers")
    process.communicate()
    assert told.match(rf"第四季度：.+（.+，进程 {process.pid}）自 \d{{4}}-\d\d-\d\d \d\d:\d\d 起")
    with one_writer(tmp_path / "第四季度"):
        pass


def test_what_a_killed_writer_has_left_locks_nothing(tmp_path: Path) -> None:
    process = holder(tmp_path)
    process.kill()
    process.communicate()
    assert (tmp_path / LOCK).read_bytes()
    (tmp_path / "summary.csv.5.part").touch()
    with one_writer(tmp_path):
        assert not (tmp_path / "summary.csv.5.part").exists()


@pytest.mark.parametrize("left", [b"", b"{", b"[1]", b'{"who": "x"}', b"\xff\xfe"])
def test_any_content_of_the_file_is_told_as_somebody(left: bytes, tmp_path: Path) -> None:
    process = holder(tmp_path)
    (tmp_path / LOCK).write_bytes(left)
    with pytest.raises(BatchError, match="另一个批量评价正在写"), one_writer(tmp_path):
        pytest.fail("two writers")
    process.communicate()


def test_the_folder_holds_no_trace_of_the_lock_afterwards(tmp_path: Path) -> None:
    with one_writer(tmp_path / "run"):
        (tmp_path / "run" / "summary.csv").touch()
    assert [path.name for path in (tmp_path / "run").iterdir()] == ["summary.csv"]


def test_a_folder_that_stays_empty_is_removed_with_what_was_made_above_it(tmp_path: Path) -> None:
    with pytest.raises(KeyError), one_writer(tmp_path / "a" / "b"):
        raise KeyError
    assert list(tmp_path.iterdir()) == []
