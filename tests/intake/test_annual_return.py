"""Annual returns: read by printed label, strictly, with every trap of the application."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from clusterlib.errors import InputError
from clusterlib.intake.annual_return import AnnualReturn, read_return, told
from clusterlib.intake.template.annual_template import write_return_template
from clusterlib.rules.annual import FIGURE_LINES
from tests.intake.returns import write_filled


def values(found: AnnualReturn) -> dict[str, str]:
    return {figure.line: figure.value for figure in found.figures}


def codes(found: AnnualReturn) -> list[tuple[str, str]]:
    return [(problem.code, problem.cell) for problem in found.problems]


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    return write_filled(tmp_path / "年报.xlsx", {"A18": "☑市场占有率（或□行业占比）"})


@pytest.mark.clause("A5", "A5.firms")
def test_a_filled_return_is_read_whole(filled: Path) -> None:
    found = read_return(filled)
    read = values(found)
    assert (found.year, found.name, found.region) == (2025, "中国户外家具之城", "东样省柳河样县")
    assert (read["revenue"], read["profit"], read["laboratories"]) == ("1098000", "52000", "4")
    assert (read["market_share"], read["share_basis"]) == ("12.5", "市场占有率")
    assert (read["firm.1.name"], read["firm.2.profit"]) == ("样甲家具", "-500")
    assert found.problems == ()


@pytest.mark.clause("A5.firms")
def test_contacts_stand_apart_from_the_figures(filled: Path) -> None:
    found = read_return(filled)
    assert ("firm.1.mobile", "13000000000") in found.contacts
    assert ("firm.2.contact", "某乙") in found.contacts
    assert not any("1300000000" in figure.value for figure in found.figures)


def test_every_blank_line_is_listed_and_blank_growth_is_not(tmp_path: Path) -> None:
    found = read_return(write_return_template(tmp_path / "空.xlsx", year=2025))
    assert [problem.code for problem in found.problems] == ["unreported"] * len(FIGURE_LINES)
    assert all(told(problem).startswith("缺") for problem in found.problems)


@pytest.mark.parametrize(
    ("address", "value", "line", "read", "code"),
    [
        ("D9", "约110亿", "revenue", "", "unused"),
        ("D9", "１，０９８，０００", "revenue", "1098000", ""),
        ("C9", "亿元", "revenue", "10980000000", ""),
        ("C9", "万美元", "revenue", "", "unused"),
        ("D10", -5_200, "profit", "-5200", ""),
        ("D9", -5_200, "revenue", "", "unused"),
        ("D11", "—", "exports", "", "unreported"),
        ("D12", 398.5, "enterprises", "", "unused"),
        ("C16", "万人", "employees", "236000000", ""),
        ("D17", 0.38, "skilled_share", "0.38", "share_below_1"),
        ("D17", 138, "skilled_share", "", "unused"),
        ("D22", None, "laboratories", "", "unused"),
        ("D26", "8项", "green_products", "", "unused"),
    ],
)
def test_a_cell_is_read_as_one_of_an_application(
    tmp_path: Path, address, value, line, read, code
) -> None:
    path = write_filled(tmp_path / "年报.xlsx", {address: value})
    found = read_return(path)
    assert values(found)[line] == read
    told_of = {problem.code for problem in found.problems if problem.column == line}
    assert code in told_of if code else not told_of


def test_growth_is_kept_as_stated(tmp_path: Path) -> None:
    path = write_filled(
        tmp_path / "年报.xlsx", {"E9": "+5.5", "E10": "-3.2%", "E11": "略有下降", "E12": 4}
    )
    stated = {figure.line: figure.growth for figure in read_return(path).figures}
    assert [stated[line] for line in ("revenue", "profit", "exports", "enterprises")] == [
        "5.5",
        "-3.2",
        "略有下降",
        "4",
    ]


@pytest.mark.parametrize(
    ("label", "basis"),
    [
        ("市场占有率√(或行业占比)", "市场占有率"),
        ("市场占有率（或行业占比√）", "行业占比"),
        ("□市场占有率（或☑行业占比）", "行业占比"),
        ("行业占比", "行业占比"),
        ("市场占有率(或行业占比)", ""),
    ],
)
def test_the_tick_says_which_share_is_meant(tmp_path: Path, label, basis) -> None:
    found = read_return(write_filled(tmp_path / "年报.xlsx", {"A18": label}))
    assert (values(found)["market_share"], values(found)["share_basis"]) == ("12.5", basis)
    assert ("basis_not_ticked" in {problem.code for problem in found.problems}) == (not basis)


def test_the_printed_form_with_sub_cells_in_one_cell_is_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["特色区域和产业集群 发展情况年度报表"],
        ["产业集群名称: 中国户外家具之城"],
        ["指标名称", "计量单位", "2024 年", "同比增长/%"],
        ["利润总额(亏损以“-”号填列)", "万元", "-12", ""],
        ["其中: 规上企业数量", "个", "31", ""],
        ["重点实验室及工程技术研究中心", "个", "国家级: 2 省级: 5", ""],
        ["近三年科技奖项数量(集群内企业)", "个", "国家级: 省级:", ""],
        ["公共服务平台 1", "名称", "样检测中心", ""],
        ["序号", "企业名称", "主导产品", "营业收入 (亿元)", "联系人"],
        ["1", "样甲家具", "沙发", "12.5", "某甲"],
        ["合计", "", "", "12.5", ""],
    ):
        sheet.append(row)
    book.save(tmp_path / "报.xlsx")
    found = read_return(tmp_path / "报.xlsx")
    read = values(found)
    assert (found.year, found.name) == (2024, "中国户外家具之城")
    assert (read["profit"], read["above_scale_enterprises"]) == ("-12", "31")
    assert (read["laboratories"], read["science_awards"]) == ("7", "")
    assert (read["platform_1"], read["firm.1.revenue"]) == ("样检测中心", "125000")
    assert not any(line.startswith("firm.2") for line in read)


def test_lines_may_stand_in_any_order_with_blank_rows_between(tmp_path: Path) -> None:
    path = write_filled(tmp_path / "年报.xlsx")
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    sheet.move_range("A9:E12", rows=40)
    sheet.insert_rows(9, 3)
    sheet.insert_cols(1)
    book.save(path)
    assert values(read_return(path)) == values(read_return(write_filled(tmp_path / "原.xlsx")))


@pytest.mark.parametrize("heading", ["年", "XXXX 年", "　　年"])
def test_a_return_without_a_year_says_so(tmp_path: Path, heading: str) -> None:
    path = write_filled(tmp_path / "年报.xlsx", {"D8": heading})
    assert read_return(path).year is None
    assert read_return(path, year=2024).year == 2024


def test_another_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "年报.docx").write_bytes(b"x")
    with pytest.raises(InputError, match="不是年度报表"):
        read_return(tmp_path / "年报.docx")
    book = openpyxl.Workbook()
    book.active["A1"] = "会议通知"
    book.save(tmp_path / "通知.xlsx")
    with pytest.raises(InputError, match="没有找到年度报表"):
        read_return(tmp_path / "通知.xlsx")
