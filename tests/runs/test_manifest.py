"""The manifest, and what is made of a folder whose manifest is damaged."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from clusterlib.runs.folder import APPLICANT_FILES, JOURNAL, MANIFEST, file_hash
from clusterlib.runs.manifest import Done, is_current, note, read_kept, write_manifest

DAYS = {"day": "2026-11-28", "on": "2026-11-25"}
KEY = "a" * 64
DAMAGED = {
    "empty": "",
    "truncated": '{"day": "2026-11-28", "on": "2026-11-25", "applic',
    "a list": "[]",
    "a number": "7",
    "a text": '"day"',
    "nothing": "null",
    "foreign": '{"name": "package", "version": "1.0.0"}',
    "applicants a list": json.dumps({**DAYS, "applicants": []}),
    "applicants a text": json.dumps({**DAYS, "applicants": "A1"}),
    "an applicant a list": json.dumps({**DAYS, "applicants": {"A1": [1]}}),
    "files a list": json.dumps(
        {**DAYS, "applicants": {"A1": {"key": KEY, "files": [1], "seconds": 1}}}
    ),
    "seconds a text": json.dumps(
        {**DAYS, "applicants": {"A1": {"key": KEY, "files": {}, "seconds": "long"}}}
    ),
    "key a number": json.dumps(
        {**DAYS, "applicants": {"A1": {"key": 1, "files": {}, "seconds": 1}}}
    ),
    "slug a path": json.dumps(
        {**DAYS, "applicants": {"../A1": {"key": KEY, "files": {}, "seconds": 1}}}
    ),
    "day a number": json.dumps({"day": 20261128, "on": "2026-11-25", "applicants": {}}),
    "day none": json.dumps({"day": "2026-13-45", "on": "2026-11-25", "applicants": {}}),
    "deep": "[" * 100_000,
}


@pytest.fixture
def run(tmp_path: Path) -> Path:
    folder = tmp_path / "applicants" / "A1"
    folder.mkdir(parents=True)
    record = {"provenance": {"day": DAYS["day"]}, "on": DAYS["on"]}
    (folder / "assessment.json").write_text(json.dumps(record), encoding="utf-8")
    notebook = {"metadata": {"clusterlib": {"key": KEY}}}
    (folder / "notebook.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    (folder / "report.html").write_text("<p>", encoding="utf-8")
    return tmp_path


def done_in(run: Path) -> Done:
    files = {name: file_hash(run / "applicants" / "A1" / name) for name in APPLICANT_FILES}
    return Done("A1", KEY, files, 1.5)


@pytest.mark.parametrize("kind", DAMAGED)
def test_a_damaged_manifest_is_made_anew_from_the_reports(kind: str, run: Path) -> None:
    (run / MANIFEST).write_text(DAMAGED[kind], encoding="utf-8")
    kept = read_kept(run)
    assert (kept.day, kept.on, kept.mended) == (DAYS["day"], DAYS["on"], True)
    assert is_current(run, kept.done["A1"], KEY)
    assert not is_current(run, kept.done["A1"], "b" * 64)


@pytest.mark.parametrize("bad", [b"\xff\xfe\x00", None])
def test_a_manifest_that_is_no_text_or_is_lost_is_made_anew_too(
    bad: bytes | None, run: Path
) -> None:
    if bad is None:
        (run / MANIFEST).mkdir()
    else:
        (run / MANIFEST).write_bytes(bad)
    assert read_kept(run).mended
    assert list(read_kept(run).done) == ["A1"]


@pytest.mark.parametrize("name", APPLICANT_FILES)
@pytest.mark.parametrize("content", ["", "{}", "[]", '{"provenance": 7}'])
def test_damaged_reports_are_passed_over(name: str, content: str, run: Path) -> None:
    (run / "applicants" / "A1" / name).write_text(content, encoding="utf-8")
    assert set(read_kept(run).done) == ({"A1"} if name == "report.html" else set())


def test_an_empty_folder_has_nothing_to_mend(tmp_path: Path) -> None:
    kept = read_kept(tmp_path)
    assert (kept.day, kept.done, kept.mended) == ("", {}, False)


def test_what_is_written_is_read_back(run: Path) -> None:
    write_manifest(run, DAYS, {"A1": done_in(run)})
    kept = read_kept(run)
    assert (kept.day, kept.on, kept.done, kept.mended) == (
        DAYS["day"],
        DAYS["on"],
        {"A1": done_in(run)},
        False,
    )


@pytest.mark.parametrize("end", ["", '{"slug": "A2", "ke', "7\n", '{"slug": "A2"}\n', "\x00\n"])
def test_a_journal_counts_but_for_the_line_that_was_being_written(end: str, run: Path) -> None:
    write_manifest(run, DAYS, {})
    note(run, done_in(run))
    with (run / JOURNAL).open("a", encoding="utf-8") as journal:
        journal.write(end)
    assert read_kept(run).done == {"A1": done_in(run)}


def test_a_changed_report_is_not_current(run: Path) -> None:
    done = done_in(run)
    (run / "applicants" / "A1" / "report.html").write_text("<p>else", encoding="utf-8")
    assert not is_current(run, done, KEY)
