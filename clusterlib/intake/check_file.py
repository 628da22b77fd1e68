"""Check workbooks（申报表检查）: every problem in one list, and a marked copy of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from clusterlib.errors import InputError
from clusterlib.intake.cells.form import label_on_form
from clusterlib.intake.cells.labels import APPLICATION, Form
from clusterlib.intake.folder import FoundFile, contents_of
from clusterlib.intake.marked_copy import write_marked
from clusterlib.intake.workbook import Application, read_workbook
from clusterlib.problems import Problem, counted
from clusterlib.rules.indicators import Catalogue
from clusterlib.rules.tiers import TIERS, Tiers


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found: lines to tell, and whether anything must be corrected."""

    lines: tuple[str, ...]
    has_errors: bool = False


def check_files(
    paths: Sequence[Path],
    *,
    year: int | None = None,
    out: Path | None = None,
    tiers: Tiers = TIERS,
    form: Form = APPLICATION,
) -> Iterator[Checked]:
    """Check workbooks and folders of them, and tell of every file what became of it.

    Parameters
    ----------
    paths : sequence of Path
        Workbooks and folders; none is changed.
    year : int, optional
        Year that is scored, the form's last where not given.
    out : Path, optional
        Where copies and lists go, in folders as below the one that was named; beside each
        workbook where not given.

    tiers : tuple of Tier
        As they are called on the day.
    form : Form
        What is asked for.

    Yields
    ------
    Checked
        One per file in turn, then what was read, skipped and refused in all.

    Raises
    ------
    InputError
        If a path does not exist, or there is no workbook among them.
    """
    found = contents_of(paths)
    taken: set[Path] = set()
    names: dict[str, str] = {}
    told = {"read": 0, "skipped": 0, "refused": 0}
    for file in found:
        if file.skipped:
            told["skipped"] += 1
            yield Checked((f"{file.name}：跳过，{file.skipped}",))
            continue
        try:
            application = read_workbook(file.path, year=year, tiers=tiers, form=form)
        except InputError as error:
            told["refused"] += 1
            yield Checked((f"{file.name}：不能读取", f"  {error}"), True)
            continue
        told["read"] += 1
        folder = out / Path(file.name).parent if out is not None else file.path.parent
        while folder / file.path.name in taken:
            folder /= file.path.parent.name or "另一份"
        taken.add(folder / file.path.name)
        checked = _checked(file, application, folder)
        other = names.setdefault(application.applicant_id or file.name, file.name)
        if other != file.name:
            line = f"  [须改正] 申报编号“{application.applicant_id}”与“{other}”相同"
            checked = Checked((*checked.lines, f"{line}：请核对编号，只留一份"), True)
        yield checked
    if not told["read"] and not told["refused"]:
        raise InputError(
            "、".join(path.name for path in paths),
            "没有可检查的申报表",
            "Excel 工作簿（.xlsx）",
            "请核对文件夹",
        )
    if len(found) > 1:
        yield Checked(
            (
                f"共 {len(found)} 个文件：读了 {told['read']} 个，"
                f"跳过 {told['skipped']} 个，不能读取 {told['refused']} 个",
            )
        )


def _checked(file: FoundFile, application: Application, folder: Path) -> Checked:
    problems = application.problems
    has_errors = any(problem.severity == "error" for problem in problems)
    lines = [f"{file.name}：{application.name or '申报单位未填'}，{counted(problems)}"]
    lines += [f"  {_line(problem, application.catalogue)}" for problem in problems]
    if not problems:
        return Checked(tuple(lines))
    try:
        written = write_marked(file.path, problems, folder, application.catalogue)
    except InputError as error:
        return Checked((*lines, f"  标注副本和问题清单都没有写出：{error}"), True)
    if written.reason:
        lines.append(f"  没有标注副本：{written.reason}")
    what = "问题清单" if written.reason else "标注副本"
    lines.append(f"  {what}：{written.path}")
    return Checked(tuple(lines), has_errors)


def _line(problem: Problem, catalogue: Catalogue) -> str:
    place = " ".join(part for part in (problem.sheet, problem.cell) if part)
    found = f"“{problem.found}”" if problem.found else ""
    label = label_on_form(problem.column, catalogue)
    return f"[{problem.kind}] {place} {label}{found}：{problem.reason}"
