"""What the fuzzer has found: each with the file, made small."""

from __future__ import annotations

from pathlib import Path

import pytest

from clusterlib.errors import ClusterlibError, InputError
from clusterlib.workflow import applicant_of


@pytest.mark.parametrize("rows", ["", "合计,5\n", ",5\n", " ,\n"])
def test_a_table_without_applicants_has_no_first_one(tmp_path: Path, rows: str) -> None:
    (tmp_path / "表.csv").write_text(f"applicant_id,exports\n{rows}", encoding="utf-8")
    with pytest.raises(InputError, match="没有一个申报单位"):
        applicant_of(tmp_path / "表.csv", "", None)


@pytest.mark.parametrize("found", ["x" * 40_000, "多行\n" * 50, "一\r\n二"])
def test_an_error_is_one_line_of_reasonable_length(found: str) -> None:
    told = str(ClusterlibError("表.xlsx", f"“{found}”不是日期", "年月日"))
    assert "\n" not in told
    assert len(told) < 400
    assert told.endswith("”不是日期；应为年月日。")
