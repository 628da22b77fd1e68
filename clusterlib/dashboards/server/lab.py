"""`clusterlib lab`: JupyterLab on copies of the notebooks."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from pathlib import Path

from clusterlib.dashboards.server.pages import copy_pages
from clusterlib.dashboards.server.serve import bound_to, check_address, parameters_of
from clusterlib.resources import notebooks_folder

# Without a choice made, a window asks each visitor about news at the first start. A notebook
# that is opened again shows what was saved: every two minutes is too seldom for a page.
SETTINGS = {
    "@jupyterlab/apputils-extension:notification": {
        "fetchNews": "false",
        "checkForUpdates": False,
    },
    "@jupyterlab/docmanager-extension:plugin": {"autosaveInterval": 10},
}
STYLE = """
.jp-OutputArea-output.jupyter-widgets:not(:has(*)) { font-size: 0; }
.jp-OutputArea-output.jupyter-widgets:not(:has(*))::before { font-size: 14px; content:
  "后台已重新启动，这里原来的内容没有了。请点菜单 Run → Run All Cells 重新运行。"; }
"""
"""In place of JupyterLab's own error where a page's kernel is another than when it was saved."""


def lab(
    *,
    cohort: Path | None = None,
    standard: Path | None = None,
    work: Path | None,
    store: str = "",
    port: int,
    ip: str = "127.0.0.1",
    token: str | None = None,
    open_browser: bool = True,
) -> None:
    """Open JupyterLab on copies of the notebooks, kept in the working folder.

    A copy that is already there is left as it is: it may hold an analyst's work.
    JupyterLab makes up a token of its own where none is given.
    """
    check_address(ip, token)
    for taken in bound_to(ip, port):
        taken.close()
    work = work or Path.cwd()
    folder = work / "notebooks"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="clusterlib_lab_") as name:
        fresh = Path(name)
        shutil.copytree(
            notebooks_folder(), fresh, dirs_exist_ok=True, ignore=shutil.ignore_patterns(".*")
        )
        copy_pages(fresh, fresh, parameters_of(store, cohort=cohort, standard=standard, work=work))
        for notebook in sorted(fresh.glob("*.ipynb")):
            if not (folder / notebook.name).exists():
                shutil.copyfile(notebook, folder / notebook.name)
    _run_lab(folder, port=port, ip=ip, token=token, open_browser=open_browser)


def _run_lab(folder: Path, *, port: int, ip: str, token: str | None, open_browser: bool) -> None:
    from jupyterlab.labapp import LabApp

    options: dict[str, object] = {
        "ServerApp.root_dir": folder,
        "ServerApp.ip": ip,
        "ServerApp.port": port,
        "ServerApp.port_retries": 0,
        "ServerApp.open_browser": open_browser,
        "ServerApp.allow_root": True,
        # Nothing is asked of other servers: no news, no updates, no list of extensions.
        "LabApp.news_url": None,
        "LabApp.extension_manager": "readonly",
        "LabApp.check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
        "LabApp.custom_css": True,
    }
    if token:
        options["IdentityProvider.token"] = token
    if sys.platform != "win32":
        options["KernelManager.transport"] = "ipc"
    with tempfile.TemporaryDirectory(prefix="clusterlib_lab_settings_") as settings:
        (Path(settings) / "overrides.json").write_text(json.dumps(SETTINGS), encoding="utf-8")
        (Path(settings) / "custom.css").write_text(STYLE, encoding="utf-8")
        options["LabApp.app_settings_dir"] = settings
        options["ServerApp.tornado_settings"] = f"static_custom_path={settings}"
        LabApp.launch_instance(argv=[f"--{name}={value}" for name, value in options.items()])
