"""Writers of the same sheets: openpyxl, XlsxWriter, pandas, and LibreOffice over one of them."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pandas as pd
import xlsxwriter

from tests.variants.forms import Variant

SOFFICE = shutil.which("soffice")


def write(variant: Variant, path: Path) -> Path:
    """Write a variant with the writer that its number falls to."""
    write_with = {0: _with_openpyxl, 4: _with_pandas}.get(variant.number % 8, _with_xlsxwriter)
    write_with(variant, path)
    return path


def converted(files: Sequence[Path], folder: Path) -> list[Path]:
    """Save files anew with LibreOffice, all in one call."""
    subprocess.run(
        [
            str(SOFFICE),
            f"-env:UserInstallation=file://{folder}/profile",
            "--headless",
            "--convert-to",
            "xlsx:Calc MS Excel 2007 XML",
            "--outdir",
            str(folder),
            *map(str, files),
        ],
        check=True,
        capture_output=True,
        timeout=300,
    )
    return [folder / file.name for file in files]


def _with_xlsxwriter(variant: Variant, path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        for name, rows in variant.sheets.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                for column, (value, _) in enumerate(row):
                    if value == "":
                        continue
                    if isinstance(value, str):
                        sheet.write_string(at, column, value)
                    else:
                        sheet.write_number(at, column, value)


def _with_openpyxl(variant: Variant, path: Path) -> None:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in variant.sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([None if value == "" else value for value, _ in row])
        for at, row in enumerate(rows, 1):
            for column, (value, number_format) in enumerate(row, 1):
                if number_format and value != "":
                    sheet.cell(at, column).number_format = number_format
    book.save(path)


def _with_pandas(variant: Variant, path: Path) -> None:
    with pd.ExcelWriter(path, engine="xlsxwriter") as book:
        for name, rows in variant.sheets.items():
            width = max(map(len, rows))
            frame = pd.DataFrame(
                [
                    [None if value == "" else value for value, _ in row]
                    + [None] * (width - len(row))
                    for row in rows
                ],
                dtype=object,
            )
            frame.to_excel(book, sheet_name=name, header=False, index=False)
