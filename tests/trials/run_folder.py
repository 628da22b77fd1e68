"""Tries what may become of a run's folder: ``python -m tests.trials.run_folder [--kills 20]``.

Each trial leaves a folder in some state or ends a run in some way, runs the batch again and
looks whether it spoke in sentences, and whether a run in order then leaves the same bytes as
one that was never disturbed. It prints what was tried and what was survived. Some trials need
Linux, some its root; they are told as left out. About 4 s each on an idle machine.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from clusterlib.resources import parameters_folder

DAY = "2026-11-25"
TABLE = "applicant_id,行业,出口额,申报级别\nA1,家具,31000,都\nA2,家具,9000,乡\n县3,五金,800,基地\n"
TIMED = {"manifest.json", "summary.csv", "summary.xlsx"}
"""Files that hold how long the notebooks took."""


@dataclass
class Bench:
    """Where trials run, the undisturbed run beside them, and what came of each."""

    place: Path
    results: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.table = self.place / "汇总.csv"
        self.table.write_text(TABLE, encoding="utf-8")
        self.whole = self.place / "whole"
        said = self.batch(self.whole)
        assert said.returncode == 0, said.stderr

    def command(self, run: Path, *inputs: Path) -> list[str]:
        return [
            sys.executable,
            "-m",
            "clusterlib",
            "batch",
            *map(str, inputs or (self.table,)),
            "--standard",
            str(parameters_folder() / "standards"),
            "--on",
            DAY,
            "--workers",
            "2",
            "--out",
            str(run),
        ]

    def batch(self, run: Path, *inputs: Path, **env: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(run, *inputs),
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            env={**os.environ, **env},
            timeout=300,
            check=False,
        )

    def fresh(self, name: str) -> Path:
        run = self.place / name
        shutil.copytree(self.whole, run)
        return run

    def tell(self, name: str, fault: str) -> None:
        self.results.append((name, fault))
        print(
            f"{'kept ' if not fault else 'LOST '} {name}{': ' if fault else ''}{fault}", flush=True
        )

    def look(self, name: str, said: subprocess.CompletedProcess[str], *status: int) -> str:
        """Return what is wrong with how a run ended, blank if nothing is."""
        words = said.stdout + said.stderr
        if "Traceback" in words:
            return f"a traceback: {words[-300:]}"
        if said.returncode not in status:
            return f"status {said.returncode}: {words[-300:]}"
        return ""

    def mended(self, run: Path) -> str:
        """Run in order and return what then differs from a run that was never disturbed."""
        fault = self.look("", self.batch(run), 0)
        return fault or self.differs(run)

    def differs(self, run: Path) -> str:
        if parts := [str(path) for path in run.rglob("*.part")]:
            return f"half made: {parts}"
        mine, good = content(run), content(self.whole)
        return ", ".join(
            sorted(name for name in mine.keys() | good.keys() if mine.get(name) != good.get(name))
        )


def content(run: Path) -> dict[str, bytes]:
    """Return the files of a run but for those that tell times; of the manifest the rest."""
    found = {
        path.relative_to(run).as_posix(): path.read_bytes()
        for path in run.rglob("*")
        if path.is_file() and path.name not in TIMED
    }
    manifest = json.loads((run / "manifest.json").read_text(encoding="utf-8"))
    for applicant in manifest["applicants"].values():
        applicant["seconds"] = 0
    return found | {"manifest.json": json.dumps(manifest).encode()}


def damaged_manifests(bench: Bench) -> None:
    """Try manifests that are empty, cut off, of other types and of somebody else."""
    kinds = {
        "empty": "",
        "cut off": '{"day": "2026',
        "other types": '{"day": 1, "applicants": []}',
        "foreign": '{"name": "package"}',
        "deep": "[" * 50_000,
    }
    for kind, text in kinds.items():
        run = bench.fresh(f"manifest {kind}")
        (run / "manifest.json").write_text(text, encoding="utf-8")
        said = bench.batch(run)
        fault = bench.look(kind, said, 0) or bench.differs(run)
        if not fault and "本次运行 0 份" not in said.stdout:
            fault = f"reports were made again: {said.stdout}"
        bench.tell(f"manifest {kind}", fault)


def things_in_place(bench: Bench) -> None:
    """Try files where folders belong, and folders where files do."""
    for name in ("applicants", "applicants/A1"):
        run = bench.fresh(f"file {Path(name).name}")
        shutil.rmtree(run / name)
        (run / name).touch()
        fault = bench.look(name, bench.batch(run), 0, 1, 2)
        if (run / name).is_file():
            (run / name).unlink()
        bench.tell(f"a file at {name}", fault or bench.mended(run))
    for name in (
        "manifest.json",
        "journal.jsonl",
        "run.lock",
        "summary.csv",
        "summary.xlsx",
        "problems.csv",
        "index.html",
    ):
        run = bench.fresh(f"folder {name}")
        (run / name).unlink(missing_ok=True)
        (run / name / "x").mkdir(parents=True)
        fault = bench.look(name, bench.batch(run), 0, 2)
        shutil.rmtree(run / name, ignore_errors=True)
        for beside in run.glob(f"{Path(name).stem}(*)*"):
            beside.unlink()
        bench.tell(f"a folder at {name}", fault or bench.mended(run))
    run = bench.place / "file"
    run.touch()
    bench.tell("a file at the run", bench.look("", bench.batch(run), 2))


def two_writers(bench: Bench) -> None:
    """Try a second run while a first goes on."""
    run = bench.place / "two"
    first = subprocess.Popen(bench.command(run), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    while not (run / "run.lock").exists() and first.poll() is None:
        time.sleep(0.01)
    second = bench.batch(run)
    first.communicate()
    fault = bench.look("", second, 2)
    if not fault and f"进程 {first.pid}" not in second.stderr:
        fault = second.stderr
    bench.tell("two writers", fault or bench.differs(run))


def kills(bench: Bench, times: int, seed: int) -> None:
    """Try to end a run, or one of its workers, at random moments, four ways in turn."""
    chance = random.Random(seed)
    began = time.monotonic()
    bench.batch(bench.place / "timed")
    length = time.monotonic() - began
    for number in range(times):
        how = ("SIGKILL", "SIGTERM", "SIGINT", "worker")[number % 4]
        moment = chance.uniform(0.02, 1) * length
        run = bench.place / f"kill {number}"
        process = subprocess.Popen(
            bench.command(run),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            start_new_session=True,
        )
        time.sleep(moment)
        _end(process, how)
        out, err = process.communicate(timeout=300)
        said = subprocess.CompletedProcess([], process.returncode, out, err)
        # A signal that comes before the program has begun, or after its end, ends it plainly.
        statuses = {
            "SIGKILL": (-9, 0),
            "SIGTERM": (143, -15, 0),
            "SIGINT": (130, -2, 1, 0),
            "worker": (0,),
        }[how]
        fault = bench.look(how, said, *statuses) if "clusterlib" in err or how == "worker" else ""
        bench.tell(f"{how} after {moment:.2f} s", fault or bench.mended(run))


def _end(process: subprocess.Popen[str], how: str) -> None:
    if process.poll() is not None:
        return
    if how == "SIGINT":
        os.killpg(process.pid, signal.SIGINT)
    elif how == "worker":
        workers = [
            child
            for child in psutil.Process(process.pid).children()
            if "spawn_main" in " ".join(child.cmdline())
        ]
        if workers:
            workers[0].kill()
    else:
        process.send_signal(getattr(signal, how))


def full_disks(bench: Bench) -> None:
    """Try file systems on which there is room for less and less of a run."""
    for kilobytes in (64, 256, 512, 768, 1024):
        with small_disk(bench.place / f"disk {kilobytes}", f"size={kilobytes}k") as disk:
            said = bench.batch(disk)
            fault = bench.look("", said, 0, 1, 2)
            if not fault and said.returncode and "磁盘已满" not in said.stdout + said.stderr:
                fault = f"not named: {(said.stdout + said.stderr)[-300:]}"
            subprocess.run(["mount", "-o", "remount,size=64m", str(disk)], check=True)
            bench.tell(f"disk of {kilobytes} KB", fault or bench.mended(disk))


def read_only(bench: Bench) -> None:
    """Try a run on a file system that nobody may write on."""
    with small_disk(bench.place / "read-only", "size=64m") as disk:
        shutil.copytree(bench.whole, disk, dirs_exist_ok=True)
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        said = bench.batch(disk)
        fault = bench.look("", said, 2)
        bench.tell("read-only", fault or ("" if "没有写入的权限" in said.stderr else said.stderr))


@contextmanager
def small_disk(place: Path, options: str) -> Iterator[Path]:
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(place)], check=True)
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


def names(bench: Bench) -> None:
    """Try ids and file names that systems hold badly, and systems of other encodings."""
    ids = ["县" * 90, "é县", "e\u0301县", "CON", "a/b", "甲" + "𠮷" * 80, "..", "a.", "A", "a"]
    rows = "".join(f"{one},家具,{n}00\n" for n, one in enumerate(ids, 1))
    table = bench.place / "names.csv"
    table.write_text(f"applicant_id,行业,出口额\n{rows}", encoding="utf-8")
    run = bench.place / "names"
    fault = bench.look("", bench.batch(run, table), 0)
    if not fault and len(list((run / "applicants").iterdir())) != len(ids):
        fault = "ids share a folder"
    bench.tell("ids that systems hold badly", fault)
    foreign = Path(os.fsdecode(bytes(bench.place) + b"/" + "汇总甲".encode("gb18030") + b".csv"))
    shutil.copy(bench.table, foreign)
    said = bench.batch(bench.place / "foreign", foreign)
    bench.tell("an input named in GB18030", bench.look("", said, 0))
    for locale in (
        {"LC_ALL": "C"},
        {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    ):
        said = bench.batch(bench.place / f"locale {len(locale)}", **locale)
        bench.tell(f"locale {locale}", bench.look("", said, 0))


def main() -> int:
    """Try everything and say how much of it was survived."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="run-folder-") as folder:
        bench = Bench(Path(folder))
        trials: list[Callable[[Bench], None]] = [
            damaged_manifests,
            things_in_place,
            two_writers,
            names,
        ]
        if sys.platform == "linux" and os.geteuid() == 0:
            trials += [full_disks, read_only]
        else:
            print("left out: full and read-only disks, which need Linux and root")
        for trial in trials:
            trial(bench)
        kills(bench, asked.kills, asked.seed)
    lost = [name for name, fault in bench.results if fault]
    print(f"tried {len(bench.results)}, survived {len(bench.results) - len(lost)}")
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
