"""Start the app's server: the one way in that `notegen app`, `make app` and the tests share.

Run as `python -P serve.py APP_DIR [--port N] [--open-browser]` by `notegen.launcher`. It starts
Streamlit in this process with every option of APP_DIR/.streamlit/config.toml as a start option.
Those win over files and variables, so the loopback bind and the privacy options hold from every
working directory and on every machine.
"""

from __future__ import annotations

import argparse
import logging
import os
import signal
import socket
import sys
import tomllib
import traceback
from pathlib import Path
from typing import Any

ADDRESS = "127.0.0.1"
PREFERRED_PORT = 8501

# Above server.maxUploadSize, so that no upload ever spills into a temporary file.
UPLOAD_MEMORY = 64 << 20


def main() -> int:
    """Serve until SIGINT or SIGTERM; 1 when the port asked for is taken."""
    parser = argparse.ArgumentParser(prog="notegen app")
    parser.add_argument("app_dir", type=Path)
    parser.add_argument("--port", type=int)
    parser.add_argument("--open-browser", action="store_true")
    arguments = parser.parse_args()

    port = arguments.port
    if port is None:
        port = PREFERRED_PORT if _is_free(PREFERRED_PORT) else 0  # 0: the system picks one
    elif not _is_free(port):
        print(
            f"Error: port {port} is taken or not allowed; choose another with --port,"
            " or leave --port out and a free one is found.",
            file=sys.stderr,
        )
        return 1

    app_dir = arguments.app_dir.resolve()
    options = _options(app_dir / ".streamlit" / "config.toml")
    options["server.port"] = port
    options["server.headless"] = not (arguments.open_browser and _has_display())
    _drop_streamlit_variables()
    for stop in (signal.SIGINT, signal.SIGTERM):
        signal.signal(stop, _quit)  # until the server is up and has handlers of its own
    os.chdir(app_dir)  # a .streamlit/ in the caller's folder is not ours to read
    _run(app_dir / "app.py", options)
    return 0


def _run(script: Path, options: dict[str, Any]) -> None:
    import starlette.formparsers
    from streamlit import config, net_util
    from streamlit.web import bootstrap

    # A refused Origin makes Streamlit ask a public service for this machine's address, and a
    # start without an address makes it open a socket to a public one. With both known, neither.
    net_util._external_ip = net_util._internal_ip = ADDRESS
    starlette.formparsers.MultiPartParser.spool_max_size = UPLOAD_MEMORY

    def announce(_is_hello: bool) -> None:
        address = f"http://{ADDRESS}:{config.get_option('server.port')}"
        print(f"notegen is ready at {address} (Ctrl+C stops it)", flush=True)
        # Streamlit prints once more before it stops, and does not stop when nobody reads that.
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - stays open

    log_faults_without_words()
    bootstrap._print_url = announce  # called once, when the server accepts connections
    config._main_script_path = str(script)
    bootstrap.load_config_options(options)
    bootstrap.run(str(script), False, [], options)


def log_faults_without_words() -> None:
    """From now on a logged exception leaves its type and place, never its text.

    The text of an exception may quote what somebody typed, and Streamlit logs every exception that
    a page or a download raises.
    """
    make = logging.getLogRecordFactory()

    def record(*arguments: Any, **keywords: Any) -> logging.LogRecord:
        made = make(*arguments, **keywords)
        if made.exc_info and made.exc_info[1] is not None:
            fault = made.exc_info[1]
            frames = traceback.extract_tb(fault.__traceback__)
            place = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else "an unknown place"
            made.msg, made.args = f"{type(fault).__name__} at {place}", ()
            made.exc_info = made.exc_text = None
        return made

    logging.setLogRecordFactory(record)


def _options(config_file: Path) -> dict[str, Any]:
    """The tables of a config.toml as Streamlit's dotted start options."""
    flat: dict[str, Any] = {}
    pending = [("", tomllib.loads(config_file.read_text("utf-8")))]
    while pending:
        prefix, table = pending.pop()
        for key, value in table.items():
            if isinstance(value, dict):
                pending.append((f"{prefix}{key}.", value))
            else:
                flat[f"{prefix}{key}"] = value
    return flat


def _drop_streamlit_variables() -> None:
    for name in [name for name in os.environ if name.startswith("STREAMLIT_")]:
        del os.environ[name]


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        # As the server does it: a port that only waits for old connections to end counts as free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except (OSError, OverflowError):
            return False
    return True


def _quit(_signal: int, _frame: object) -> None:
    sys.exit(0)


def _has_display() -> bool:
    """Whether a browser can open: a text browser would take over the terminal."""
    return sys.platform == "darwin" or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")
    )


if __name__ == "__main__":
    sys.exit(main())
