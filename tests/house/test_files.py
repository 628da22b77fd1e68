"""What lies in the repository: commands that agree, no foreign address, nothing heavy."""

from __future__ import annotations

import re
import subprocess
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from clusterlib.resources import notebooks_folder, parameters_folder

ROOT = Path(__file__).parents[2]
READMES = ("README.md", "README.zh-CN.md")
AT_THE_TOP = {
    "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "README.md", "README.zh-CN.md", "clusterlib",
    "constraints.txt", "notebooks", "parameters", "pyproject.toml", "tests",
}  # fmt: skip
SHOWN = {".css", ".html", ".ipynb", ".j2", ".js", ".json", ".py", ".svg", ".yaml"}
# Names of formats, which nobody opens, and this machine.
NOT_FOREIGN = re.compile(
    r"(www\.w3\.org|schemas\.(openxmlformats\.org|microsoft\.com)|localhost|127\.0\.0\.1|\[::1\])"
)
ADDRESS = re.compile(r"""(?:\b(?:https?|wss?):|[("'=]\s*)//([\w.\[\]:-]+\.\w[\w.:-]*)""")
LARGEST = 1_000_000


@pytest.mark.parametrize("readme", READMES)
def test_ci_runs_the_test_command_of_the_readme(readme):
    (command,) = [line for line in fenced_lines(readme) if line.endswith("-m pytest")]
    assert command in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()


def test_both_readmes_give_the_same_set_up_commands():
    english, chinese = (
        [line for line in fenced_lines(readme) if "pip install" in line and "&&" in line]
        for readme in READMES
    )
    assert english == chinese
    assert len(english) == 2


def test_pages_reports_and_notebooks_name_no_foreign_address():
    found = [
        f"{path.relative_to(ROOT).as_posix()}: {host}"
        for path in kept_files()
        if path.suffix in SHOWN and path.relative_to(ROOT).parts[0] in ("clusterlib", "notebooks")
        for host in ADDRESS.findall(path.read_text(encoding="utf-8"))
        if not NOT_FOREIGN.match(host)
    ]
    assert found == []


def test_only_the_fonts_are_large():
    large = [path for path in kept_files() if path.stat().st_size > LARGEST]
    assert [path for path in large if path.parent.name != "font_files"] == []


def test_the_top_of_the_repository_keeps_to_the_layout():
    names = {path.relative_to(ROOT).parts[0] for path in kept_files()}
    assert {name for name in names if not name.startswith(".")} <= AT_THE_TOP


def test_constraints_hold_versions_and_nothing_else():
    for line in constraint_lines():
        assert re.fullmatch(r"[a-z0-9.-]+==[0-9a-z.]+( ; [^/]+)?", line), line


def test_constraints_pin_everything_that_the_test_extra_brings():
    pins: dict[str, str] = {}
    for line in constraint_lines():
        pin = Requirement(line)
        if pin.marker is None or pin.marker.evaluate():
            pins[canonicalize_name(pin.name)] = str(pin.specifier)
    wanted = {name: f"=={metadata.version(name)}" for name in installed_with("clusterlib", "test")}
    del wanted["clusterlib"]
    assert {name: pins.get(name) for name in wanted} == wanted


def test_the_extra_test_includes_every_other():
    everything = {
        name
        for extra in metadata.metadata("clusterlib").get_all("Provides-Extra") or ()
        for name in installed_with("clusterlib", extra)
    }
    assert everything == installed_with("clusterlib", "test")


def test_shipped_folders_are_found():
    assert (notebooks_folder() / "score_applicant.ipynb").is_file()
    assert (parameters_folder() / "regulation").is_dir()


def fenced_lines(readme: str) -> list[str]:
    text = (ROOT / readme).read_text(encoding="utf-8")
    return [line for block in text.split("```")[1::2] for line in block.splitlines()]


def kept_files() -> list[Path]:
    """Files that are, or are about to be, in the repository."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, encoding="utf-8", check=True,
    ).stdout  # fmt: skip
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def constraint_lines() -> list[str]:
    text = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def installed_with(name: str, extra: str) -> set[str]:
    """Canonical names of a distribution and of all that it needs with an extra, here."""
    seen: set[tuple[str, str]] = set()
    waiting = [(canonicalize_name(name), extra)]
    while waiting:
        current = waiting.pop()
        if current in seen:
            continue
        seen.add(current)
        for text in metadata.requires(current[0]) or ():
            need = Requirement(text)
            if need.marker is None or need.marker.evaluate({"extra": current[1]}):
                waiting += [(canonicalize_name(need.name), e) for e in ("", *need.extras)]
    return {found for found, _ in seen}
