"""Names in a run's folder, and whether the run is whole."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from clusterlib.errors import InputError
from clusterlib.runs.folder import (
    JOURNAL,
    MANIFEST,
    SUMMARY_CSV,
    newest,
    remove_parts,
    slugs_of,
    whole,
)

MOST_BYTES = 255 - len(".") - len(".4194304.old.part")
"""Room for a slug in a name, beside what is put around it while its folder is made."""


@pytest.mark.parametrize(
    "applicant_id",
    ["县" * 90, "𠮷" * 90, "a" * 300, "é" * 100, "👩‍👩‍👧" * 40, "县" * 59 + "𠮷" * 9],
)
def test_a_long_id_is_cut_by_bytes_and_stays_a_name(applicant_id: str, tmp_path: Path) -> None:
    (slug,) = slugs_of([applicant_id]).values()
    assert len(slug.encode()) <= MOST_BYTES
    folder = tmp_path / f".{slug}.4194304.old.part"
    folder.mkdir()
    assert folder.is_dir()


@pytest.mark.parametrize("text", ["é县", "Å1", "한국", "が1"])
def test_composed_and_decomposed_ids_are_kept_apart_on_every_file_system(text: str) -> None:
    pair = [unicodedata.normalize(form, text) for form in ("NFC", "NFD")]
    slugs = slugs_of(pair)
    assert len({unicodedata.normalize("NFC", slug).casefold() for slug in slugs.values()}) == 2
    assert len({unicodedata.normalize("NFD", slug).casefold() for slug in slugs.values()}) == 2


def test_long_ids_that_differ_only_at_the_end_are_kept_apart() -> None:
    assert len(set(slugs_of(["县" * 200 + end for end in "甲乙丙"]).values())) == 3


def test_a_run_that_goes_on_is_not_read(tmp_path: Path) -> None:
    (tmp_path / JOURNAL).touch()
    with pytest.raises(InputError, match="正在评价，或上次中途停下"), whole(tmp_path):
        pytest.fail("read")


@pytest.mark.parametrize("change", ["journal", "manifest"])
def test_what_was_read_while_a_run_began_or_ended_is_refused(change: str, tmp_path: Path) -> None:
    (tmp_path / MANIFEST).write_text("{}", encoding="utf-8")
    name, text = {"journal": (JOURNAL, ""), "manifest": (MANIFEST, '{"day": 1}')}[change]
    with pytest.raises(InputError, match="正在评价"), whole(tmp_path):
        (tmp_path / name).write_text(text, encoding="utf-8")


def test_a_folder_in_place_of_a_table_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / SUMMARY_CSV).mkdir()
    with pytest.raises(InputError, match=r"没有 summary\.csv"):
        newest(tmp_path, SUMMARY_CSV)
    (tmp_path / "summary(1).csv").touch()
    assert newest(tmp_path, SUMMARY_CSV).name == "summary(1).csv"


def test_half_made_files_and_folders_go_and_nothing_else(tmp_path: Path) -> None:
    kept = tmp_path / "applicants" / "A1" / "x.part"
    kept.parent.mkdir(parents=True)
    kept.touch()
    (tmp_path / "applicants" / ".A1.77.part" / "y").mkdir(parents=True)
    for name in ("manifest.json.part", "summary.csv.88.part", "applicants/.A2.5.old.part"):
        (tmp_path / name).touch()
    remove_parts(tmp_path)
    assert [path.name for path in tmp_path.rglob("*.part")] == ["x.part"]
