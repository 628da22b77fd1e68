"""A workspace whose association has a score sheet of its own: two files of data, no code."""

from __future__ import annotations

from pathlib import Path

from clusterlib.resources import parameters_folder

SCHEME = """\
scheme: 陶瓷增项
term: 陶瓷评价体系
issuer: 样陶协会
based_on: light-industry-2022
values:
  2026-01-01:
    origin: {kind: example, ref: 样字1号, by: 样陶协会, on: 2025-12-01}
    units: {千克标准煤: energy}
    indicators:
      kiln_heat: {labels: [窑炉余热回收企业比例], unit: "%", kind: share}
      energy_per_tonne: {labels: [单位产品综合能耗], unit: 千克标准煤, kind: amount}
    leave_out: [product_pass_rate]
    add:
      quality:
        - [kiln_heat]
        - {indicator: energy_per_tonne, is: "<=", limits: {capital: 250, base: 300, township: 350}}
    bands:
      quality:
        - {least: 0, lower: 0, upper: 10, open: upper}
        - {least: 4, lower: 10, upper: 16, open: none}
        - {least: 6, lower: 16, upper: 20, open: lower}
    terms: {quality: 质量、安全和节能情况}
"""
KILN_HEAT = """\
  kiln_heat:
    unit: "%"
    values:
      2024-01-01: {capital: 60, base: 40, township: 20, source: {kind: agreement, ref: 样}}
"""


def workspace(folder: Path) -> Path:
    """Write 评价体系 and 标准 into a folder and return the standard."""
    for name in ("评价体系", "标准"):
        (folder / name).mkdir()
    (folder / "评价体系" / "陶瓷增项.yaml").write_text(SCHEME, encoding="utf-8")
    text = (parameters_folder() / "standards" / "ceramics.yaml").read_text(encoding="utf-8")
    standard = folder / "标准" / "陶瓷.yaml"
    text = text.replace("thresholds:\n", f"scheme: 陶瓷增项\nthresholds:\n{KILN_HEAT}", 1)
    standard.write_text(text, encoding="utf-8")
    return standard
