"""The demonstration（演示）: the whole procedure on the shipped samples."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from clusterlib.batch.run import BatchOptions, run_batch
from clusterlib.resources import parameters_folder
from clusterlib.samples import write_samples

DAY = "2026-11-25"
"""Day whose rules the demonstration applies, so that its pages are the same every time."""


def run_demo(folder: Path, *, workers: int | None = None) -> Iterator[str]:
    """Write the samples below `folder`, run both batches and yield what to tell.

    Parameters
    ----------
    folder : Path
        Where to work; a second demonstration does only what is missing.
    workers : int, optional
        Notebooks at a time.
    """
    samples = write_samples(folder / "申报")
    standard = parameters_folder() / "standards"
    runs = {
        "真实集群（公开数字，附来源）": BatchOptions(
            inputs=(samples.real,),
            standard=standard,
            out=folder / "结果" / "真实集群",
            on=DAY,
            workers=workers,
        ),
        "虚构申报单位": BatchOptions(
            inputs=(samples.applications,),
            standard=standard,
            out=folder / "结果" / "虚构样例",
            panel=samples.panel,
            confirmed=samples.confirmed,
            on=DAY,
            workers=workers,
        ),
    }
    for title, options in runs.items():
        yield f"{title}："
        for line in run_batch(options).lines:
            yield f"  {line}"
    yield f"真实集群每个数的来源：{samples.real_sources}"
    yield "请打开："
    for options in runs.values():
        yield f"  {options.out / 'index.html'}"
