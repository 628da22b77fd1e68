"""The commands that open pages: the dashboards, and JupyterLab."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from clusterlib.cli.options import BrowserOption, CohortOption, ShownStandardOption
from clusterlib.cli.register_options import StoreOption


def serve(
    cohort: CohortOption = None,
    standard: ShownStandardOption = None,
    work: Annotated[
        Path | None, typer.Option("--work", help="Folder for drafts and results.")
    ] = None,
    store: StoreOption = "",
    port: Annotated[int, typer.Option("--port", help="Port of the server.")] = 8866,
    ip: Annotated[
        str,
        typer.Option(
            "--ip", help="Address to listen on; any but loopback needs --token or --users."
        ),
    ] = "127.0.0.1",
    token: Annotated[
        str | None,
        typer.Option("--token", envvar="CLUSTERLIB_TOKEN", help="Secret of the visitors."),
    ] = None,
    users: Annotated[
        Path | None,
        typer.Option("--users", help="Table of users by `panel user`; opens the panel's pages."),
    ] = None,
    proxy: Annotated[
        str,
        typer.Option("--proxy", help="ADDRESS=HEADER of a trusted proxy that names the user."),
    ] = "",
    applicants: Annotated[
        list[Path] | None,
        typer.Option("--applicants", help="Applicants of the panels; --cohort by default."),
    ] = None,
    confirmed: Annotated[
        Path | None, typer.Option("--confirmed", help="Table of verified figures.")
    ] = None,
    base_url: Annotated[
        str, typer.Option("--base-url", help="Path under which a proxy hands requests on.")
    ] = "/",
    embed_from: Annotated[
        str | None,
        typer.Option(
            "--embed-from",
            help="Origin of a portal that shows the pages in a frame: "
            "of the same site, or both over HTTPS.",
        ),
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="Most pages open at a time.")] = 16,
    idle: Annotated[
        int, typer.Option("--idle", min=1, help="Minutes without use after which a page ends.")
    ] = 60,
    browser: BrowserOption = True,
) -> None:
    """Serve the dashboards: calibrate thresholds, compare candidates, take applications in.

    Example: clusterlib serve --cohort 申报汇总.csv --standard 标准/家具.xlsx
    """
    from clusterlib.dashboards.server.serve import serve as serve_pages

    serve_pages(
        cohort=cohort,
        standard=standard,
        work=work,
        store=store,
        port=port,
        ip=ip,
        token=token,
        users=users,
        proxy=proxy,
        applicants=applicants or (),
        confirmed=confirmed,
        base_url=base_url,
        embed_from=embed_from,
        limit=limit,
        idle_seconds=60 * idle,
        open_browser=browser,
    )


def lab(
    cohort: CohortOption = None,
    standard: ShownStandardOption = None,
    work: Annotated[
        Path | None, typer.Option("--work", help="Folder to open; a workspace.")
    ] = None,
    store: StoreOption = "",
    port: Annotated[int, typer.Option("--port", help="Port of the server.")] = 8888,
    browser: BrowserOption = True,
) -> None:
    """Open JupyterLab on the notebooks of the reports and the dashboards.

    Example: clusterlib lab --work 2026年评价
    """
    from clusterlib.dashboards.server.lab import lab as open_lab

    open_lab(
        cohort=cohort,
        standard=standard,
        work=work,
        store=store,
        port=port,
        open_browser=browser,
    )
