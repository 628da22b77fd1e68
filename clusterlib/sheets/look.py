"""How a workbook's cells look: number formats and fonts, as far as they change what is read."""

from __future__ import annotations

from dataclasses import dataclass

from clusterlib.sheets.formats import NumberFormat, number_format

STRUCK_OUT = "（已划去）"
"""Follows a text that is struck out."""

_RAISED = str.maketrans("0123456789+-=()in", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁱⁿ")
_LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")


@dataclass(frozen=True, slots=True)
class Face:
    """What a font does to a text, beside its looks."""

    is_struck: bool = False
    place: str = ""

    def of(self, text: str) -> str:
        """Return a text as this font shows it: 1 raised is ¹, and so no digit.

        Examples
        --------
        >>> Face(place="superscript").of("13"), Face(is_struck=True).of("100")
        ('¹³', '100（已划去）')
        """
        if self.place == "superscript":
            text = text.translate(_RAISED)
        elif self.place == "subscript":
            text = text.translate(_LOWERED)
        return f"{text}{STRUCK_OUT}" if self.is_struck and text.strip() else text


NORMAL = Face()


@dataclass(frozen=True, slots=True)
class Look:
    """Number format and font of a cell.

    Examples
    --------
    >>> Look(number_format("0.0%")).of_number("0.125")
    '12.5%'
    """

    form: NumberFormat
    face: Face = NORMAL

    @property
    def is_plain(self) -> bool:
        """Whether cells show what they store."""
        return (
            self.face == NORMAL
            and self.form.is_plain
            and (self.form.words is None or not self.form.words.words)
        )

    def of_number(self, stored: str, *, epoch_1904: bool = False) -> str:
        """Return the text of a cell that stores a number, as plain digits."""
        shown = self.form.of_number(stored, epoch_1904=epoch_1904)
        return shown if self.face == NORMAL else self.face.of(shown)

    def of_text(self, text: str, *, is_rich: bool = False) -> str:
        """Return the text of a cell that stores one; runs of rich text have their own fonts."""
        shown = self.form.of_text(text)
        return shown if is_rich else self.face.of(shown)


BUILT_IN = {
    "0": "General",
    "1": "0",
    "2": "0.00",
    "3": "#,##0",
    "4": "#,##0.00",
    "5": '"¥"#,##0;"¥"-#,##0',
    "6": '"¥"#,##0;[Red]"¥"-#,##0',
    "7": '"¥"#,##0.00;"¥"-#,##0.00',
    "8": '"¥"#,##0.00;[Red]"¥"-#,##0.00',
    "9": "0%",
    "10": "0.00%",
    "11": "0.00E+00",
    "12": "# ?/?",
    "13": "# ??/??",
    "14": "yyyy-mm-dd",
    "15": "d-mmm-yy",
    "16": "d-mmm",
    "17": "yyyy年m月",
    "18": "h:mm AM/PM",
    "19": "h:mm:ss AM/PM",
    "20": "h:mm",
    "21": "h:mm:ss",
    "22": "yyyy-m-d h:mm",
    "27": "yyyy年m月",
    "28": "m月d日",
    "29": "m月d日",
    "30": "m-d-yy",
    "31": "yyyy年m月d日",
    "32": "h时mm分",
    "33": "h时mm分ss秒",
    "34": "上午/下午h时mm分",
    "35": "上午/下午h时mm分ss秒",
    "36": "yyyy年m月",
    "37": "#,##0;-#,##0",
    "38": "#,##0;[Red]-#,##0",
    "39": "#,##0.00;-#,##0.00",
    "40": "#,##0.00;[Red]-#,##0.00",
    "41": '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ',
    "42": '_ "¥"* #,##0_ ;_ "¥"* -#,##0_ ;_ "¥"* "-"_ ;_ @_ ',
    "43": '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    "44": '_ "¥"* #,##0.00_ ;_ "¥"* -#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ',
    "45": "mm:ss",
    "46": "[h]:mm:ss",
    "47": "mm:ss.0",
    "48": "##0.0E+0",
    "49": "@",
    "50": "yyyy年m月",
    "51": "m月d日",
    "52": "yyyy年m月",
    "53": "m月d日",
    "54": "m月d日",
    "55": "上午/下午h时mm分",
    "56": "上午/下午h时mm分ss秒",
    "57": "yyyy年m月",
    "58": "m月d日",
}
"""Number formats that a workbook does not spell out, as Excel shows them in China."""


def format_of(key: str, spelled: dict[str, str]) -> NumberFormat:
    """Return the number format of an id, of those a workbook spells out or the built-in ones."""
    return number_format(spelled.get(key) or BUILT_IN.get(key, "General"))
