"""`notegen app`: the app in a browser."""

from __future__ import annotations

from pathlib import Path

import click

from notegen.launcher import serve

_MAX_PORT = 65_535


@click.command("app", short_help="Open the app in a browser.")
@click.option("--port", type=click.IntRange(1, _MAX_PORT), help="Port.  [default: a free one]")
@click.option(
    "--data-dir",
    type=click.Path(path_type=Path),
    help="Folder for the vault and your settings.  [default: NOTEGEN_HOME, or your data folder]",
)
@click.option("--no-browser", is_flag=True, help="Print the address and open no browser.")
def app_command(port: int | None, data_dir: Path | None, no_browser: bool) -> None:
    """Start the app on this computer only; Ctrl+C ends it."""
    serve(port=port, data_dir=data_dir, open_browser=not no_browser)
