"""One mistake each in the shipped files of the regulation: file, passage, what instead.

The message of each stands in ``regulation_messages.txt``.
"""

# ruff: noqa: E501
from __future__ import annotations

SHEET, TIERS, READINGS = "scoresheet.yaml", "tiers.yaml", "readings.yaml"
TITLES = "register.yaml"
_BASIC_LOW = "{least: 0, lower: 0, upper: 36, open: upper}"
_BASIC_MIDDLE = "{least: 8, lower: 36, upper: 48, open: none}"
_BASIC_HIGH = "{least: 11, lower: 48, upper: 60, open: lower}"
_CAPITAL = "{value: 3, source: {kind: article, ref: 2.2.1.capital}}"
_MARK = "{value: 70, source: {kind: article, ref: A1.3.note2}}"
_GOVERNMENT = "      source: {kind: article, ref: A1.3.government}\npolicy"
_GATE_DEFAULT = "value: section_zero\n      source:"

MISTAKES: dict[str, tuple[str, str, str]] = {
    # Sums, bands and knots
    "sections that sum to 90": (SHEET, "lower: 48, upper: 60, open", "lower: 48, upper: 50, open"),
    "sections that sum to 110": (SHEET, "lower: 16, upper: 20, open", "lower: 16, upper: 30, open"),
    "a gap between bands": (SHEET, "least: 8, lower: 36,", "least: 8, lower: 38,"),
    "an overlap of bands": (SHEET, "least: 8, lower: 36,", "least: 8, lower: 30,"),
    "a gap in the second section": (SHEET, "least: 3, lower: 10,", "least: 3, lower: 11,"),
    "a band upside down": (SHEET, _BASIC_MIDDLE, "{least: 8, lower: 48, upper: 36, open: none}"),
    "a band of one point": (SHEET, _BASIC_MIDDLE, "{least: 8, lower: 36, upper: 36, open: none}"),
    "a lowest band from 1 item": (SHEET, _BASIC_LOW, _BASIC_LOW.replace("least: 0", "least: 1")),
    "a lowest band from 5 points": (SHEET, _BASIC_LOW, _BASIC_LOW.replace("lower: 0", "lower: 5")),
    "zero points outside": (SHEET, _BASIC_LOW, _BASIC_LOW.replace("open: upper", "open: lower")),
    "full points outside": (SHEET, _BASIC_HIGH, _BASIC_HIGH.replace("open: lower", "open: upper")),
    "a point in two bands": (SHEET, _BASIC_LOW, _BASIC_LOW.replace("open: upper", "open: none")),
    "a point in no band": (SHEET, _BASIC_MIDDLE, _BASIC_MIDDLE.replace("open: none", "open: upper")
                           .replace("upper: 48", "upper: 48")),
    "an end that is both": (SHEET, _BASIC_MIDDLE, _BASIC_MIDDLE.replace("none", "both")),
    "bands out of order": (SHEET, _BASIC_MIDDLE, _BASIC_MIDDLE.replace("least: 8", "least: 0")),
    "a band from more items than there are": (SHEET, "least: 11,", "least: 14,"),
    "a band from more items of quality": (SHEET, "least: 5,", "least: 6,"),
    "only one band": (SHEET, f"        - {_BASIC_MIDDLE}\n        - {_BASIC_HIGH}\n", ""),
    "bands without a limit": (SHEET, _BASIC_LOW, "{least: 0, lower: 0, open: upper}"),
    "an unknown key of a band": (SHEET, _BASIC_LOW, "{least: 0, from: 0, upper: 36, open: upper}"),
    "half an item": (SHEET, "least: 8,", "least: 7.5,"),
    "a band that is a number": (SHEET, f"- {_BASIC_LOW}", "- 36"),
    "knots that fall": (SHEET, "[8, 36], [10, 48]", "[8, 48], [10, 36]"),
    "knots that stand still": (SHEET, "[8, 36], [10, 48]", "[8, 36], [8, 48]"),
    "knots that begin late": (SHEET, "[[0, 0], [8, 36]", "[[1, 0], [8, 36]"),
    "knots that begin high": (SHEET, "[[0, 0], [3, 10]", "[[0, 5], [3, 10]"),
    "knots that end early": (SHEET, "[10, 48], [13, 60]]", "[10, 48], [12, 60]]"),
    "knots that end low": (SHEET, "[4, 16], [5, 20]]", "[4, 16], [5, 18]]"),
    "knots outside their band": (SHEET, "[8, 36], [10, 48]", "[8, 30], [10, 48]"),
    "knots that leave a band on the way": (SHEET, "[[0, 0], [3, 10], [4, 16]", "[[0, 0], [2, 10], [4, 16]"),
    "knots without a fraction that ends": (SHEET, "[[0, 0], [8, 36], [10, 48], ", "[[0, 0], "),
    "a knot of three numbers": (SHEET, "[8, 36], [10, 48]", "[8, 36, 1], [10, 48]"),
    "a knot that is a mapping": (SHEET, "[8, 36], [10, 48]", "{count: 8}, [10, 48]"),
    # Counts, grades and the pass mark
    "12 items where 13 are listed": (SHEET, "{value: 13,", "{value: 12,"),
    "14 items where 13 are listed": (SHEET, "{value: 13,", "{value: 14,"),
    "no item": (SHEET, "{value: 13,", "{value: 0,"),
    "4 items of quality": (SHEET, "{value: 5,", "{value: 4,"),
    "items in words": (SHEET, "{value: 13,", "{value: 十三,"),
    "two grades": (SHEET, "- {least: 1, lower: 6, upper: 8, open: none}\n        - {least: 2, "
                   "lower: 8, upper: 10, open: lower}\n" + _GOVERNMENT,
                   "- {least: 1, lower: 6, upper: 10, open: none}\n" + _GOVERNMENT),
    "grades that leave one out": (SHEET, "- {least: 2, lower: 8, upper: 10, open: lower}\n"
                                  + _GOVERNMENT, "- {least: 3, lower: 8, upper: 10, open: lower}\n"
                                  + _GOVERNMENT),
    "grade points reversed": (SHEET, "[3, 7, 9]", "[9, 7, 3]"),
    "grade points outside": (SHEET, "[3, 7, 9]", "[3, 7, 11]"),
    "four grade points": (SHEET, "[3, 7, 9]", "[3, 7, 9, 10]"),
    "grade points in a list": (SHEET, "[3, 7, 9]", "[3, [7], 9]"),
    "a pass mark above all points": (SHEET, "{value: 70,", "{value: 170,"),
    "a pass mark of zero": (SHEET, "{value: 70,", "{value: 0,"),
    "a negative pass mark": (SHEET, "{value: 70,", "{value: -70,"),
    "a pass mark in words": (SHEET, "{value: 70,", "{value: 七十分,"),
    "a pass mark that is a list": (SHEET, "{value: 70,", "{value: [70],"),
    "a pass mark with a wrong unit": (SHEET, "term: 总得分须≥70分\n  unit: 分",
                                      "term: 总得分须≥70分\n  unit: 项"),
    "a later pass mark that makes no sense": (
        SHEET, f"2022-01-01: {_MARK}",
        f"2022-01-01: {_MARK}\n    2027-01-01: {_MARK.replace('70', '700')}"),
    "a later sum of 95": (
        SHEET, "      source: {kind: article, ref: A1.3.policy}\n",
        "      source: {kind: article, ref: A1.3.policy}\n    2027-01-01:\n      value:\n"
        "        - {least: 0, lower: 0, upper: 1, open: upper}\n"
        "        - {least: 1, lower: 1, upper: 2, open: none}\n"
        "        - {least: 2, lower: 2, upper: 5, open: lower}\n"
        "      source: {kind: article, ref: A1.3.policy}\n"),
    # Limits beside the score
    "rank limits reversed": (TIERS, "{value: 12,", "{value: 2,"),
    "rank limits of two tiers equal": (TIERS, "{value: 7,", "{value: 3,"),
    "a base before a capital": (TIERS, _CAPITAL, _CAPITAL.replace("3", "8", 1)),
    "a rank limit of zero": (TIERS, _CAPITAL, _CAPITAL.replace("3", "0", 1)),
    "a negative rank limit": (TIERS, _CAPITAL, _CAPITAL.replace("3", "-3", 1)),
    "a rank limit that is not whole": (TIERS, "{value: 7,", "{value: 7.5,"),
    "a month of no calendar": (TITLES, "{value: 4, source: {kind: article, ref: \"4.1\"}}",
                               "{value: 13, source: {kind: article, ref: \"4.1\"}}"),
    "more seniors than members": (TIERS, "高级职称的专家不少于3名\n  unit: 名\n  values:\n"
                                  "    2022-01-01: {value: 3,", "高级职称的专家不少于3名\n"
                                  "  unit: 名\n  values:\n    2022-01-01: {value: 6,"),
    "a review due before the award": (TITLES, "{value: 3, source: {kind: article, ref: 4.3.review}}",
                                      "{value: 48, source: {kind: article, ref: 4.3.review}}"),
    "a title of no year": (TITLES, "      value: 4\n", "      value: 0\n"),
    "a plaque of half a year": (TITLES, "中国五金制品协会: 5", "中国五金制品协会: 0.5"),
    "a name of no word": (TITLES, "value: [都],", "value: [],"),
    "a reading of titles that does not exist": (TITLES, "\nlapse:\n", "\nlapses:\n"),
    "a value of titles that does not exist": (TITLES, "value: at_once", "value: never"),
    "years reversed": (TITLES, "{value: [1, 3],", "{value: [3, 1],"),
    "one year for two": (TITLES, "{value: [1, 3],", "{value: 1,"),
    "a revenue of nothing": (TIERS, "{value: 1, source: {kind: article, ref: A5}}",
                             "{value: 0, source: {kind: article, ref: A5}}"),
    "a negative span of industry": (TIERS, "{value: 5, source: {kind: article, ref: 1.2.1a}}",
                                    "{value: -5, source: {kind: article, ref: 1.2.1a}}"),
    # Readings
    "a reading that does not exist": (READINGS, "\nranks:\n", "\nranking:\n"),
    "a value that does not exist": (READINGS, "value: section_zero", "value: section_none"),
    "an option that does not exist": (READINGS, "    veto: 后3项", "    always: 后3项"),
    "an option left out": (READINGS, "    either: 产量、销售量名次有一个在规定名次之内即可\n", ""),
    "an option without words": (READINGS, "either: 产量、销售量名次有一个在规定名次之内即可",
                                "either:"),
    "a default that is not first": (READINGS, _GATE_DEFAULT,
                                    _GATE_DEFAULT.replace("section_zero", "veto")),
    "a reading without options": (READINGS, "  options:\n    both: 产量、销售量名次须同时在规定名次之内"
                                  "\n    either: 产量、销售量名次有一个在规定名次之内即可\n", ""),
    "a reading without a reason": (READINGS, "        ref: 2.2.1.capital\n        reason: ",
                                   "        ref: 2.2.1.capital\n        because: "),
    "a blank reason": (READINGS, "reason: 打分表写“否则不得分”，限于该部分；未写一票否决", "reason: "),
    "a reading said to be an article": (READINGS, "kind: reading\n        ref: 2.2.1.capital",
                                        "kind: article\n        ref: 2.2.1.capital"),
    "options of a number": (TIERS, "term: 都：全国同行业前3名\n",
                            "term: 都：全国同行业前3名\n  options: {a: b}\n"),
    # Dates, sources, keys
    "undated": (TIERS, f"2022-01-01: {_CAPITAL}", _CAPITAL[1:-1]),
    "a day of no calendar": (TIERS, f"2022-01-01: {_CAPITAL}", f"2022-02-30: {_CAPITAL}"),
    "a day without a month": (TIERS, f"2022-01-01: {_CAPITAL}", f"2022: {_CAPITAL}"),
    "one day twice": (TIERS, f"2022-01-01: {_CAPITAL}",
                      f"2022-01-01: {_CAPITAL}\n    2022-01-01: {_CAPITAL}"),
    "no value at all": (TIERS, f"\n    2022-01-01: {_CAPITAL}", " {}"),
    "values left blank": (TIERS, f"\n    2022-01-01: {_CAPITAL}", ""),
    "only a later day": (TIERS, f"2022-01-01: {_CAPITAL}", f"2099-01-01: {_CAPITAL}"),
    "no source": (TIERS, _CAPITAL, "{value: 3}"),
    "no clause": (TIERS, _CAPITAL, "{value: 3, source: {kind: article, ref: }}"),
    "an unknown kind of source": (TIERS, _CAPITAL, _CAPITAL.replace("article", "hearsay")),
    "a number that is a reading without a reason": (TIERS, _CAPITAL,
                                                    _CAPITAL.replace("article", "reading")),
    "an unknown key": (TIERS, "term: 都：全国同行业前3名\n  unit:",
                       "term: 都：全国同行业前3名\n  units:"),
    "no term": (TIERS, "  term: 都：全国同行业前3名\n", ""),
    "a blank term": (TIERS, "term: 都：全国同行业前3名", "term:"),
    "an unknown parameter": (TIERS, "rank_limit_capital:", "rank_limit_city:"),
    "a parameter twice": (TIERS, "rank_limit_base:", "rank_limit_capital:"),
    "a parameter in two files": (TIERS, "rank_limit_base:", "pass_mark:"),
    "a parameter that is a number": (TIERS, "\nleast_industry_years:\n", "\nrest: 3\nleast:\n"),
    "too many digits": (TIERS, _CAPITAL, _CAPITAL.replace("3", "3.000000000000000001", 1)),
    "a flag for a number": (TIERS, _CAPITAL, _CAPITAL.replace("3", "true", 1)),
    "not YAML": (TIERS, _CAPITAL, _CAPITAL.replace("}}", "}")),
}  # fmt: skip

CONTENTS: dict[str, tuple[str, bytes | None]] = {
    "a file that is not there": (TIERS, None),
    "a score sheet that is not there": (SHEET, None),
    "readings that are not there": (READINGS, None),
    "an empty file": (TIERS, b""),
    "only remarks": (TIERS, "# 待补\n".encode()),
    "another encoding": (TIERS, "rank_limit_capital: {term: 都}".encode("gb18030")),
    "a list": (TIERS, b"- rank_limit_capital\n- rank_limit_base\n"),
    "a single word": (TIERS, "规则".encode()),
    "a zip archive": (TIERS, b"PK\x03\x04\x14\x00\x00\x00"),
    "two documents": (TIERS, b"a: 1\n---\nb: 2\n"),
}
"""Whole files instead of a shipped one; None where it is taken away."""
