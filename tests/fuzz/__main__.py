"""``python -m tests.fuzz``: readers on mutated files, as many as time allows.

Each finding is printed, and its file kept in the folder named by ``--keep``.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from pathlib import Path

from tests.fuzz.runs import Finding, fuzz, mutated_file
from tests.fuzz.seeds import seeds


def main() -> int:
    """Run as the command line says; 1 where anything was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--inputs", type=int, default=10_000, help="files to make")
    parser.add_argument("--minutes", type=float, default=10, help="when to end at the latest")
    parser.add_argument("--seed", type=int, default=0, help="another seed, other files")
    parser.add_argument("--start", type=int, default=0, help="number of the first file")
    parser.add_argument("--kinds", default="", help="kinds of files, comma between; all if blank")
    parser.add_argument("--keep", type=Path, help="folder for the files of findings")
    asked = parser.parse_args()
    wholes = seeds()
    kinds = asked.kinds.split(",") if asked.kinds else list(wholes)
    numbers = range(asked.start, asked.start + asked.inputs)
    until = time.monotonic() + 60 * asked.minutes
    done: Counter[str] = Counter()
    for finding in fuzz(kinds, numbers, asked.seed, until):
        done["files"] += 1
        if finding:
            done["findings"] += 1
            print(f"{finding.kind} {finding.number}: {finding.what}", flush=True)
            if asked.keep:
                _keep(finding, asked.seed, wholes, asked.keep)
    print(
        f"{done['files']} files, {done['findings']} findings, seed {asked.seed}, "
        f"numbers {asked.start} to {asked.start + done['files'] - 1}"
    )
    return 1 if done["findings"] else 0


def _keep(finding: Finding, seed: int, wholes: dict[str, list[bytes]], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    content = mutated_file(finding.kind, finding.number, seed, wholes)
    ending = finding.kind.partition("-")[2]
    (folder / f"{finding.kind}-{seed}-{finding.number}.{ending}").write_bytes(content)


if __name__ == "__main__":
    raise SystemExit(main())
