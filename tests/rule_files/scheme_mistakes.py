"""One mistake each in the shipped schemes: file, passage, what instead.

The message of each stands in ``scheme_messages.txt``.
"""

# ruff: noqa: E501
from __future__ import annotations

SHEET, OWN = "light-industry-2022.yaml", "ceramics-example.yaml"
NATIONAL, SEVEN = "sme-clusters-2022.yaml", "provincial-seven-conditions.yaml"
YUNNAN = "sme-clusters-yunnan.yaml"
SMART = "furniture-smart-example.yaml"
_LOW = "{least: 0, lower: 0, upper: 36, open: upper}"
_GRADES = """\
          - {least: 0, lower: 0, upper: 6, open: upper}
          - {least: 1, lower: 6, upper: 8, open: none}
          - {least: 2, lower: 8, upper: """

MISTAKES: dict[str, tuple[str, str, str]] = {
    # The head
    "another id than the file": (SHEET, "scheme: light-industry-2022", "scheme: light-industry"),
    "an unknown key": (
        SHEET,
        "issuer: 中国轻工业联合会",
        "issuer: 中国轻工业联合会\nauthor: 某人",
    ),
    "no issuer": (SHEET, "issuer: 中国轻工业联合会\n", ""),
    "a blank title": (SHEET, "term: 中国轻工业特色区域和产业集群评价体系", 'term: ""'),
    "a day that is none": (SHEET, "  2022-01-01:", "  2022-02-30:"),
    "a later day": (SHEET, "  2022-01-01:", "  2027-01-01:"),
    "an unknown base": (OWN, "based_on: light-industry-2022", "based_on: light-industry-2023"),
    "a base that is itself": (OWN, "based_on: light-industry-2022", "based_on: ceramics-example"),
    "an unknown kind of source": (SHEET, "{kind: article, ref: A1.3}", "{kind: law, ref: A1.3}"),
    "a change that nobody decided": (OWN, ", by: 示例协会, on: 2025-12-01", ""),
    "a change decided on no day": (OWN, "on: 2025-12-01", "on: 去年"),
    # Tiers
    "two tiers of one name": (SHEET, "base: 基地", "base: 都"),
    "fewer tiers than the base": (
        YUNNAN,
        "tiers: {provincial: 省级}",
        "tiers: {provincial: 省级, city: 市级}",
    ),
    # Indicators and units
    "a label of two indicators": (SHEET, "labels: [主营业务收入]", "labels: [利税总额]"),
    "an indicator without a label": (SHEET, "labels: [主营业务收入]", "labels: []"),
    "an unknown kind of indicator": (SHEET, "unit: 人, kind: count", "unit: 人, kind: people"),
    "a unit that nobody declared": (
        NATIONAL,
        "units: {平方公里: area, 起: cases}",
        "units: {起: cases}",
    ),
    "a unit declared twice": (NATIONAL, "平方公里: area", "亿元: area"),
    "a share in 亿元": (
        NATIONAL,
        'labels: [中小企业产值占集群总产值比重], unit: "%"',
        "labels: [中小企业产值占集群总产值比重], unit: 亿元",
    ),
    "an amount in %": (
        NATIONAL,
        "labels: [集群产值, 集群总产值], unit: 亿元",
        'labels: [集群产值, 集群总产值], unit: "%"',
    ),
    "an indicator without a unit": (SHEET, "unit: 人, kind: count", "kind: count"),
    "an answer with a unit": (
        SHEET,
        "labels: [是否发生过重大污染事故, 是否曾发生过重大污染事故], kind: answer",
        "labels: [是否发生过重大污染事故], unit: 起, kind: answer",
    ),
    "a growth of nothing": (NATIONAL, "growth_of: output, signed", "signed"),
    "a growth of an unknown indicator": (NATIONAL, "growth_of: output", "growth_of: outputs"),
    # Sections and items
    "an unknown rule": (SEVEN, "rule: at_least", "rule: at_most"),
    "points where nothing is scored": (
        SEVEN,
        "rule: at_least",
        "rule: at_least\n        points: 60",
    ),
    "a count without bands": (
        OWN,
        "    bands:\n      quality:\n        - {least: 0, lower: 0, upper: 10, open: upper}\n        - {least: 4, lower: 10, upper: 16, open: none}\n        - {least: 6, lower: 16, upper: 20, open: lower}\n",
        "    bands:\n      quality: []\n",
    ),
    "an unknown indicator of an item": (SHEET, "- [brands]", "- [brand]"),
    "an item that is a word": (SHEET, "- [brands]", "- brands"),
    "an item without an indicator": (SHEET, "- [brands]", "- []"),
    "an item twice": (SHEET, "- [brands]\n", "- [brands]\n          - [brands]\n"),
    "one indicator on both sides": (
        SHEET,
        "[profit_tax, profit_margin]",
        "[profit_tax, profit_tax]",
    ),
    "an answer as an item": (SHEET, "- [brands]", "- [safety_accident]"),
    "a gate that is a number": (SHEET, "gates: [quality_accident,", "gates: [brands,"),
    "an unknown comparison": (NATIONAL, 'is: "<="', 'is: "=<"'),
    "a limit in words": (NATIONAL, "limits: {national: 40}", "limits: {national: 四十}"),
    "a limit below zero": (NATIONAL, "limits: {national: 40}", "limits: {national: -40}"),
    "a share above 100": (
        NATIONAL,
        'is: ">", limits: {national: 70}',
        'is: ">", limits: {national: 170}',
    ),
    "a limit of another tier": (NATIONAL, "limits: {national: 40}", "limits: {capital: 40}"),
    "the last no year": (NATIONAL, "last: 3", "last: 0"),
    "more conditions than there are": (
        SEVEN,
        "least: {award: 7, review: 5}",
        "least: {award: 8, review: 5}",
    ),
    "no condition at all": (SEVEN, "least: {award: 7, review: 5}", "least: {award: 7, review: 0}"),
    # Bands, points, pass mark
    "a gap between bands": (SHEET, "{least: 8, lower: 36,", "{least: 8, lower: 38,"),
    "a point in two bands": (SHEET, _LOW, _LOW.replace("open: upper", "open: none")),
    "a band from more items than there are": (SHEET, "least: 11,", "least: 14,"),
    "bands that end below the points": (SHEET, "points: 60", "points: 50"),
    "points that do not sum to the total": (SHEET, "total: 100", "total: 90"),
    "no pass mark": (SHEET, "    pass_mark: 70\n", ""),
    "a pass mark without points": (SEVEN, "    sections:\n", "    pass_mark: 70\n    sections:\n"),
    "a pass mark of nothing": (SHEET, "pass_mark: 70", "pass_mark: 0"),
    # Changes
    "an element without a name": (SMART, "name: 智能", 'name: ""'),
    "an element neither filed nor not": (SMART, 'filed: "no"', "filed: soon"),
    "an indicator left out that is not there": (
        OWN,
        "leave_out: [iso22000]",
        "leave_out: [iso45001]",
    ),
    "a section that is not there": (OWN, "    add:\n      quality:", "    add:\n      safety:"),
    "a change of nothing": (
        YUNNAN,
        "      sme_share: {provincial: 50}",
        "      sme_shares: {provincial: 50}",
    ),
    # Names of columns in tables
    "a label that differs by a space": (SHEET, "[主营业务收入]", "[利 税总额]"),
    "a label that differs by widths and case": (
        SHEET,
        "ISO9000认证企业比例]",
        "ｉｓｏ14000认证企业比例]",
    ),
    "a label of another column": (SHEET, "[主营业务收入]", "[申报单位]"),
    "a label of an earlier year": (SHEET, "[主营业务收入]", "[产值（前1年）]"),
    "a label longer than any": (SHEET, "[主营业务收入]", f"[{'长' * 101}]"),
    "a code of another column": (SHEET, "      brands: {", "      name: {"),
    "a code of an earlier year": (SHEET, "      brands: {", "      exports_1: {"),
    "a code of a grade": (SHEET, "      brands: {", "      grade_policy: {"),
    "a code with a space": (SHEET, "      brands: {", '      "bra nds": {'),
    "a section named as the total": (SHEET, "      policy:\n", "      total:\n"),
    "a merge key": (SHEET, "    total: 100", "    <<: {total: 100}"),
    "two sections of one title": (SHEET, "term: 规划和扶持政策", "term: 质量安全情况"),
    # Units and derivations
    "a unit of the kind of others": (NATIONAL, "平方公里: area", "平方公里: money"),
    "a growth that is an amount": (
        NATIONAL,
        "平方公里, kind: amount",
        "平方公里, kind: amount, growth_of: output",
    ),
    "a growth of a growth": (NATIONAL, "growth_of: output", "growth_of: output_growth"),
    "a share of an answer": (
        SHEET,
        'labels: [产品合格率], unit: "%", kind: share',
        'labels: [产品合格率], unit: "%", kind: share, share_of: [safety_accident, brands]',
    ),
    "an indicator left out that a growth needs": (
        YUNNAN,
        "    limits:\n",
        "    leave_out: [output]\n    limits:\n",
    ),
    "an indicator left out twice": (OWN, "[iso22000]", "[iso22000, iso22000]"),
    # Numbers
    "four hundred digits": (NATIONAL, "{national: 40}", f"{{national: {'9' * 400}}}"),
    "a number with an exponent": (NATIONAL, "{national: 40}", "{national: 1e400}"),
    "more points than can be added up": (
        SHEET,
        f"points: 10\n        bands:\n{_GRADES}10, open: lower}}\n      policy:",
        f"points: 910\n        bands:\n{_GRADES}910, open: lower}}\n      policy:",
    ),
    "a mark beyond all points": (SHEET, "pass_mark: 70", "pass_mark: 401"),
    "a half year": (NATIONAL, "last: 3", "last: 1.5"),
    "an item that holds itself": (SHEET, "items: [[safety_certified]", "items: &a [*a"),
    "brackets in brackets": (SHEET, "pass_mark: 70", f"pass_mark: {'[' * 60}{']' * 60}"),
    # What is listed anew
    "unchanged what is not there": (
        OWN,
        "    bands:\n",
        "    sections: {basics: unchanged}\n    bands:\n",
    ),
    "a mark where nothing is scored": (
        YUNNAN,
        "    limits:\n",
        "    pass_mark: 60\n    limits:\n",
    ),
}
