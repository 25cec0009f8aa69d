"""Find the app that belongs to this installation, and become its server."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import NoReturn

from notegen.errors import SetupError

_PACKAGE = Path(__file__).resolve().parent


def serve(*, port: int | None, data_dir: Path | None, open_browser: bool) -> NoReturn:
    """Replace this process with the app's server, on loopback.

    The server is another program (`pages/_ui/serve.py`), because notegen knows no Streamlit. To
    replace the process, and not start a child, leaves nothing behind: signals and the exit status
    are the server's own, and it cannot outlive whoever started it.

    `data_dir` reaches the app as NOTEGEN_HOME. Without `port`, a free one is found.

    Raises SetupError when the app's files are missing.
    """
    app_dir = find_app()
    environment = dict(os.environ)
    if data_dir is not None:
        environment["NOTEGEN_HOME"] = str(data_dir.expanduser().resolve())
    # -P: the folder of serve.py must not be importable, its file names are no top-level modules.
    command = [sys.executable, "-P", str(app_dir / "pages" / "_ui" / "serve.py"), str(app_dir)]
    if port is not None:
        command += ["--port", str(port)]
    if open_browser:
        command.append("--open-browser")
    sys.stdout.flush()
    sys.stderr.flush()
    os.execve(sys.executable, command, environment)  # noqa: S606 - no shell is what we want


def find_app(package: Path = _PACKAGE) -> Path:
    """Folder with app.py: the copy inside an installed wheel, else the checkout around `package`.

    Raises SetupError when neither is there.
    """
    for folder in (package / "_app", package.parent):
        if (folder / "app.py").is_file() and (folder / "pages" / "_ui" / "serve.py").is_file():
            return folder
    message = "The app's files are missing from this installation; install notegen again."
    raise SetupError(message)
