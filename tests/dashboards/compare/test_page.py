"""The page of candidates without a browser: what it answers, its frames, its files."""

from __future__ import annotations

import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from clusterlib.dashboards.calibrate import open_calibration
from clusterlib.dashboards.compare import open_comparison
from clusterlib.dashboards.compare.page import ComparePage
from clusterlib.dashboards.compare.picture import DrawingError, picture, picture_aside
from clusterlib.dashboards.compare.view import view_of
from clusterlib.errors import InputError
from clusterlib.intake.tables.cohort import read_cohort
from clusterlib.resources import parameters_folder, sample_table
from clusterlib.rule_files.standards import read_standard
from clusterlib.samples import write_samples
from clusterlib.workflow import assess

DAY = "2026-11-25"


@pytest.fixture
def board() -> ComparePage:
    """Return the page on the shipped samples."""
    page = open_comparison(on=DAY)
    page.choose(["J09", "J08", "J03"])
    return page


@pytest.fixture(scope="module")
def workbooks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_samples(tmp_path_factory.mktemp("samples")).applications
    for second in folder.glob("重号样县*"):  # of two with one id neither is compared
        second.unlink()
    return folder


def test_two_to_six_candidates_can_be_compared(board: ComparePage) -> None:
    for count in (2, 3, 6):
        board.choose(board.state.loaded.cohort.applicant_id[:count])
        assert len(view_of(board.state)["candidates"]) == count
    for count in (1, 7):
        with pytest.raises(InputError, match="2 至 6 家"):
            board.choose(board.state.loaded.cohort.applicant_id[:count])


def test_an_unknown_candidate_is_named(board: ComparePage) -> None:
    with pytest.raises(InputError, match="Z99"):
        board.choose(["J08", "Z99"])


def test_from_four_candidates_on_distance_and_trend_give_way(board: ComparePage) -> None:
    assert not view_of(board.state)["wide"]
    board.choose(board.state.loaded.cohort.applicant_id[:4])
    assert view_of(board.state)["wide"]


def test_the_counts_equal_those_of_assess(board: ComparePage) -> None:
    standard = read_standard(parameters_folder() / "standards" / "furniture.yaml")
    scored = assess(read_cohort(sample_table()), standard, on=DAY).frame()
    expected = scored.set_index(["applicant_id", "tier"])
    shown = board.result.frame()
    assert len(shown) == 9
    for row in shown.itertuples():
        found = expected.loc[(row.applicant_id, row.tier)]
        assert row.basic_met == found["basic_met"]
        assert row.basic_highest == found["basic_met"] + found["basic_missing"]
        assert row.quality_met == found["quality_met"]


def test_a_missing_figure_is_dashed_and_asked_for(board: ComparePage) -> None:
    board.choose(["J02", "J08"])
    cells = view_of(board.state)["candidates"][0]["cells"]
    missing = [cell for cell in cells if cell.get("missing")]
    assert missing
    assert all(set(cell["marks"]) == {"m"} for cell in missing)
    assert all(cell["next"] == "请县里补报" for cell in missing)


@pytest.mark.clause("2.2.4")
def test_what_coincides_is_said_in_the_words_of_the_clause(board: ComparePage) -> None:
    board.choose(["J02", "J03"])
    flags = view_of(board.state)["flags"]
    assert [flag["tag"] for flag in flags] == ["同市同行业", "同市同产品", ""]
    assert "同一区域同一行业原则上不可重复申请授名" in flags[-1]["text"]


def test_trends_stand_where_workbooks_hold_earlier_years(workbooks: Path) -> None:
    page = open_comparison(cohort=str(workbooks), on=DAY)
    page.choose(["J08", "J09"])
    view = view_of(page.state)
    assert view["trends"]
    changes = [cell.get("change", "") for cell in view["candidates"][0]["cells"]]
    assert any(change.endswith("%") for change in changes)
    assert any(change.endswith("点") for change in changes)


def test_hidden_names_stand_in_no_view_file_or_link(board: ComparePage) -> None:
    names = [board.state.loaded.cohort.name[row] for row in board.state.rows]
    board._do_blind({"do": "blind", "on": True})
    shown = repr(view_of(board.state))
    name, data = board.exported("xlsx")
    sheet = load_workbook(BytesIO(data)).active
    cells = " ".join(str(value) for row in sheet.values for value in row if value is not None)
    frames = " ".join(
        part.frame().to_csv()
        for part in (board.applicants, board.candidates, board.items, board.result)
    )
    for hidden in (*names, "J08", "J09"):
        assert hidden not in shown
        assert hidden not in frames
        assert hidden not in cells
        assert hidden not in name
        assert hidden not in board.state.query()


def test_the_workbook_holds_figures_as_numbers_and_says_the_assumption(
    board: ComparePage,
) -> None:
    name, data = board.exported("xlsx")
    assert name == "候选对比 2026-11-25 甲县、松溪样县、丙县.xlsx"
    sheet = load_workbook(BytesIO(data)).active
    rows = [list(row) for row in sheet.values]
    exports = next(row for row in rows if row[0] == "出口额（万美元）")
    assert exports[1:4] == [2000, 10000, 30000]
    assert isinstance(exports[4], int | float)
    assert any(row[0] and "政府工作" in str(row[0]) for row in rows)
    assert board.exported("xlsx")[1] == data


def test_the_picture_shows_every_candidate_without_a_missing_glyph(board: ComparePage) -> None:
    name, data = board.exported("png")
    assert name.endswith(".png")
    assert data == picture(view_of(board.state))  # here a missing glyph is an error


def test_a_picture_that_cannot_be_drawn_says_why() -> None:
    with pytest.raises(DrawingError, match="KeyError"):
        picture_aside({})


def test_files_are_saved_under_names_that_windows_can_hold(
    board: ComparePage, tmp_path: Path
) -> None:
    written = board.export.save(tmp_path)
    assert [path.suffix for path in written] == [".xlsx", ".png"]
    assert all(not set(path.name) & set('<>:"/\\|?*') for path in written)


def test_a_link_reopens_candidates_and_assumption(board: ComparePage) -> None:
    link = board.state.query()
    again = open_comparison(on=DAY)
    again._do_open({"do": "open", "search": link})
    assert again.state.rows == board.state.rows


def test_a_state_of_the_calibration_page_opens_here_with_its_thresholds(
    board: ComparePage,
) -> None:
    calibration = open_calibration(on=DAY)
    calibration.set_threshold("exports", "base", "20000")
    state = calibration.state.link_state()
    board._do_open({"do": "open", "search": f"?c=J08&c=J09&state={state}"})
    view = view_of(board.state)
    assert "修改稿（出口额基地 20\u2009000），未保存" in view["title"]
    exports = next(row for row in view["rows"] if row["name"] == "出口额")
    assert [value["changed"] for value in exports["values"]] == [False, True, False]
    changed = calibration.result.frame().set_index(["applicant_id", "tier"])
    for row in board.result.frame().itertuples():
        found = changed.loc[(row.applicant_id, row.tier)]
        assert (row.basic_met, row.band, row.total_lo, row.total_hi, row.verdict) == tuple(
            found[["basic_met", "band", "total_lo", "total_hi", "verdict"]]
        )


def test_a_small_cohort_shows_places_instead_of_shares(workbooks: Path, tmp_path: Path) -> None:
    table = tmp_path / "few.csv"
    lines = sample_table().read_text(encoding="utf-8-sig").splitlines()
    table.write_text("\n".join(lines[:5]), encoding="utf-8")
    view = view_of(open_comparison(cohort=str(table), on=DAY).state)
    assert view["rank"] == "名次"
    assert view["candidates"][0]["cells"][0]["rank"] == "4/4"


def test_once_names_are_shown_again_nothing_can_be_changed(board: ComparePage) -> None:
    board._do_blind({"do": "blind", "on": True})
    board._do_pick({"do": "pick", "rows": [0, 1]})
    board._do_blind({"do": "blind", "on": False})
    assert view_of(board.state)["candidates"][0]["name"] == "白沙样县"
    for request in (
        {"do": "pick", "rows": [2, 3]},
        {"do": "assume", "name": "missing", "value": "not_met"},
    ):
        with pytest.raises(InputError, match="盲评已结束"):
            board._deal(request)


def test_while_names_are_hidden_the_search_knows_numbers_only(board: ComparePage) -> None:
    board._do_blind({"do": "blind", "on": True})
    assert board._do_search({"do": "search", "text": "甲县"})["found"]["rows"] == []
    found = board._do_search({"do": "search", "text": ""})["found"]["rows"]
    names = [row["name"] for row in found]
    assert names == sorted(names)
    assert all(row["about"] == "" for row in found)


def test_no_heavy_library_is_loaded_before_a_file_or_frame_is_asked_for() -> None:
    script = (
        "import sys; from clusterlib.dashboards.compare import open_comparison;"
        "from clusterlib.dashboards.compare.view import view_of; view_of(open_comparison().state);"
        "print(*(n for n in ('pandas', 'matplotlib', 'openpyxl', 'xlsxwriter', 'PIL')"
        " if n in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
    )
    assert done.stdout.strip() == ""


def test_the_notebook_is_told_of_changes(board: ComparePage) -> None:
    told: list[int] = []
    board.candidates.observe(lambda change: told.append(change["new"]), "version")
    board.candidates.set("J01", "J02")
    assert told
    assert board.candidates.frame()["applicant_id"].tolist() == ["J01", "J02"]
