"""`notegen app` starts a private server from any folder, and ends when it is told to."""

from __future__ import annotations

import http.client
import os
import runpy
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from notegen.errors import SetupError
from notegen.launcher import find_app

ROOT = Path(__file__).parent.parent


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running_app(
    cwd: Path, *arguments: str, env: dict[str, str] | None = None
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The process of `notegen app` and the line with which it says that it is ready."""
    process = subprocess.Popen(
        [sys.executable, "-m", "notegen", "app", "--no-browser", *arguments],
        cwd=cwd,
        env=os.environ | {"PYTHONPATH": str(ROOT)} | (env or {}),
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        yield process, process.stdout.readline()
    finally:
        process.terminate()
        process.wait(20)
        process.stdout.close()


def get(port: int, path: str, headers: dict[str, str] | None = None) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", path, headers=headers or {})
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


WEBSOCKET = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
}


@pytest.fixture
def hostile_folder(tmp_path: Path) -> Path:
    """A working directory whose own Streamlit settings would open the server to the network."""
    (tmp_path / ".streamlit").mkdir()
    (tmp_path / ".streamlit" / "config.toml").write_text(
        '[server]\naddress = "0.0.0.0"\nenableCORS = false\nallowedHosts = []\n'
        'corsAllowedOrigins = ["http://notes.example"]\n',
        "utf-8",
    )
    return tmp_path


def test_app_binds_to_loopback_whatever_the_folder_and_environment_say(
    hostile_folder: Path,
) -> None:
    port = free_port()
    hostile = {
        "STREAMLIT_SERVER_ADDRESS": "0.0.0.0",
        "STREAMLIT_SERVER_ENABLE_CORS": "false",
        "STREAMLIT_SERVER_CORS_ALLOWED_ORIGINS": '["http://notes.example"]',
    }
    with running_app(hostile_folder, "--port", str(port), env=hostile) as (process, line):
        assert f"http://127.0.0.1:{port} " in line
        assert process.poll() is None
        assert get(port, "/_stcore/health") == (200, b"ok")
        foreign = {"Origin": "http://notes.example"}
        assert get(port, "/_stcore/stream", WEBSOCKET | foreign)[0] == 403
        foreign |= {"Host": "notes.example"}
        assert get(port, "/_stcore/stream", WEBSOCKET | foreign)[0] == 403
        with socket.socket() as probe:  # any other address of this machine
            probe.settimeout(2)
            assert probe.connect_ex(("127.0.0.2", port)) != 0


def test_app_stops_on_sigterm_and_leaves_no_process_behind(tmp_path: Path) -> None:
    with running_app(tmp_path, "--port", str(free_port())) as (process, line):
        assert "ready" in line
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0


def test_app_stops_when_nobody_reads_its_output_any_more(tmp_path: Path) -> None:
    with running_app(tmp_path, "--port", str(free_port())) as (process, line):
        assert "ready" in line
        assert process.stdout is not None
        process.stdout.close()
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0


def test_app_finds_a_free_port_when_none_is_asked_for(tmp_path: Path) -> None:
    with running_app(tmp_path) as (_, first), running_app(tmp_path) as (_, second):
        assert "http://127.0.0.1:" in first
        assert "http://127.0.0.1:" in second
        assert first != second


def test_app_refuses_a_taken_port_in_one_line(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        run = subprocess.run(
            [sys.executable, "-m", "notegen", "app", "--no-browser", "--port", str(port)],
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            timeout=60,
        )
    assert run.returncode == 1
    assert run.stderr.count("\n") == 1
    assert str(port) in run.stderr
    assert "--port" in run.stderr


@pytest.mark.needs_strace
def test_app_connects_to_nothing_even_when_it_refuses_an_origin(tmp_path: Path) -> None:
    port = free_port()
    log = tmp_path / "strace.log"
    # -D: strace stands aside, and the process that we end is the app itself.
    command = ["strace", "-D", "-f", "-qq", "-e", "trace=bind,connect", "-o", str(log)]
    command += [sys.executable, "-m", "notegen", "app", "--no-browser", "--port", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        assert "ready" in process.stdout.readline()
        refused = WEBSOCKET | {"Origin": "http://notes.example"}
        assert get(port, "/_stcore/stream", refused)[0] == 403
    finally:
        process.terminate()
        process.wait(20)
        process.stdout.close()
    calls = [line for line in log.read_text("utf-8").splitlines() if "AF_INET" in line]
    assert any("bind(" in call and f"htons({port})" in call for call in calls), "nothing traced"
    assert [call for call in calls if "connect(" in call] == []


def test_every_allowed_upload_fits_into_memory() -> None:
    """Above the parser's limit an upload goes to a temporary file: session audio on the disk."""
    serve = runpy.run_path(str(ROOT / "pages" / "_ui" / "serve.py"))
    options = serve["_options"](ROOT / ".streamlit" / "config.toml")
    assert options["server.maxUploadSize"] << 20 < serve["UPLOAD_MEMORY"]


# Everything that a start sets, without a server.
STARTED = """
import runpy, sys
from pathlib import Path
from streamlit.web import bootstrap

root = Path(sys.argv[1])
bootstrap.run = lambda *_: None
serve = runpy.run_path(str(root / "pages" / "_ui" / "serve.py"))
options = serve["_options"](root / ".streamlit" / "config.toml")
serve["_run"](root / "app.py", options)
"""

UPLOAD = (
    STARTED
    + """
import asyncio
from starlette.datastructures import Headers
from starlette.formparsers import MultiPartParser

async def body():
    name = 'name="audio"; filename="session.wav"'
    yield f"--x\\r\\nContent-Disposition: form-data; {name}\\r\\n\\r\\n".encode()
    for _ in range(options["server.maxUploadSize"]):
        yield bytes(1 << 20)
    yield b"\\r\\n--x--\\r\\n"

headers = Headers({"content-type": "multipart/form-data; boundary=x"})
form = asyncio.run(MultiPartParser(headers, body()).parse())
print(form["audio"].size, form["audio"].file._rolled)
"""
)


def test_the_largest_upload_never_becomes_a_file(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", UPLOAD, str(ROOT)],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    assert (done.stdout, done.stderr) == (f"{25 << 20} False\n", "")


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("client.showErrorDetails", "none"),  # the text of a fault may be clinical
        ("client.showErrorLinks", False),
        ("browser.gatherUsageStats", False),
        ("server.enableXsrfProtection", True),
        ("server.enableStaticServing", False),
        ("server.enableAgentApi", False),
    ],
)
def test_a_start_option_that_a_promise_rests_on_is_set(option: str, value: object) -> None:
    serve = runpy.run_path(str(ROOT / "pages" / "_ui" / "serve.py"))
    assert serve["_options"](ROOT / ".streamlit" / "config.toml")[option] == value


def test_missing_app_files_are_a_setup_error(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="install notegen again"):
        find_app(tmp_path / "notegen")


def test_an_installed_wheel_prefers_its_own_app(tmp_path: Path) -> None:
    for app in (tmp_path, tmp_path / "notegen" / "_app"):
        (app / "pages" / "_ui").mkdir(parents=True)
        (app / "app.py").touch()
        (app / "pages" / "_ui" / "serve.py").touch()
    assert find_app(tmp_path / "notegen") == tmp_path / "notegen" / "_app"


FAULT = (
    STARTED
    + """
from streamlit.error_util import handle_uncaught_app_exception
try:
    raise ValueError("client zanzibarine said")
except ValueError as fault:
    handle_uncaught_app_exception(fault)
"""
)


def test_a_fault_that_streamlit_logs_leaves_type_and_place_but_no_words() -> None:
    result = subprocess.run(
        [sys.executable, "-c", FAULT, str(ROOT)], capture_output=True, text=True, timeout=60
    )
    assert "ValueError at" in result.stdout + result.stderr
    assert "zanzibarine" not in result.stdout + result.stderr
