"""Promise 6: by default, app and command line make no network connection at all.

Both run under strace. A page of a foreign origin knocks at the app's websocket meanwhile, since a
refused origin makes Streamlit ask a public host for this machine's address unless that is known.
"""

from __future__ import annotations

import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.needs_strace

CALLS = "connect,sendto,sendmsg,sendmmsg"
STRACE = ["strace", "-f", "--seccomp-bpf", "-qq", "-e", f"trace={CALLS}"]
_INET = re.compile(r'sin6?_port=htons\((\d+)\).*?(?:inet_addr\("([^"]+)"\)|"([0-9a-f:.]+)")')
LOOPBACK = {"127.0.0.1", "::1"}


def outside(trace: Path) -> list[str]:
    """Every address but loopback that was connected or sent to, and every name look-up."""
    found = []
    for line in trace.read_text("utf-8", "replace").splitlines():
        match = _INET.search(line)
        is_abroad = match and ((match[2] or match[3]) not in LOOPBACK or match[1] == "53")
        asks_for_a_name = "resolve" in line or "nscd" in line  # the system's own resolvers
        if is_abroad or asks_for_a_name:
            found.append(line)
    return found


@pytest.mark.browser
def test_the_app_stays_alone_also_while_a_foreign_page_knocks(
    page, start_server, new_vault, app_on, tmp_path: Path
) -> None:
    trace = tmp_path / "trace"
    with start_server(tmp_path / "served", under=[*STRACE, "-o", str(trace)]) as server:
        new_vault(server, "dr-example")
        assert "403" in knock(server.url, "http://attacker.example")
        app = app_on(page, server, "dr-example").start()
        app.client("R. M.")
        app.draft("Client discussed work stress. Practiced grounding. Sessions continue weekly.")
        assert "403" in knock(server.url, "http://attacker.example")
        app.sign()
        app.page.get_by_role("button", name="Lock", exact=True).click()
        expect(app.page.get_by_role("button", name="Unlock")).to_be_visible()
    assert "sendto(" in trace.read_text("utf-8")  # the trace sees what goes to the browser
    assert outside(trace) == []


def knock(url: str, origin: str) -> str:
    """What the app's websocket answers to a page of this origin; the first line."""
    host, port = url.removeprefix("http://").split(":")
    request = (
        f"GET /_stcore/stream HTTP/1.1\r\nHost: {host}:{port}\r\nOrigin: {origin}\r\n"
        "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    )
    with socket.create_connection((host, int(port)), timeout=10) as link:
        link.sendall(request.encode())
        return link.recv(4096).decode("latin-1").splitlines()[0]


@pytest.mark.parametrize("command", [["draft", "-"], ["formats"], ["draft", "--jsonl", "-"]])
def test_the_command_line_stays_alone(command: list[str], tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    summary = "Client discussed work stress. Practiced grounding."
    given = summary if command[-1] == "-" else ""
    if "--jsonl" in command:
        given = f'{{"id": 1, "summary": "{summary}", "format": "soap"}}\n'
    done = subprocess.run(
        [*STRACE, "-o", str(trace), sys.executable, "-m", "notegen", *command],
        input=given,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert outside(trace) == []


def test_a_look_up_or_a_connection_would_be_seen(tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    program = (
        "import socket\nlink = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n"
        "link.connect(('192.0.2.1', 9))"
    )
    subprocess.run([*STRACE, "-o", str(trace), sys.executable, "-c", program], check=True)
    assert len(outside(trace)) == 1
