"""The real app in the real Chromium: one server for all, a vault of its own for each test."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
from playwright.sync_api import Locator, Page, WebSocketRoute, expect

from notegen.store import Settings, Vault

ROOT = Path(__file__).parent.parent.parent
PASSPHRASE = "orbit lemon canyon drum"
expect.set_options(timeout=10_000)  # a busy machine, not a slow app
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# A page that is loaded at its own address first asks for these beside it, and Streamlit has none.
_BESIDE_A_PAGE = re.compile("/(records|settings)/_stcore/")
EXAMPLE = (
    "Client discussed work stress, practiced grounding techniques, assigned journaling homework. "
    "Client appeared engaged and motivated. Follow up on sleep next session."
)


@dataclass(frozen=True)
class Server:
    """A running notegen server and the folder it keeps its data in."""

    url: str
    home: Path
    log: Path
    process: subprocess.Popen[bytes]

    @property
    def vaults(self) -> Path:
        return self.home / "vaults"


@contextmanager
def running_server(
    home: Path,
    *,
    script: Path = ROOT / "pages" / "_ui" / "serve.py",
    under: Sequence[str] = (),
    port: int | None = None,
) -> Iterator[Server]:
    """Start the app as the launcher does, on a free port; stop it afterwards.

    `under` is a command that runs it, such as strace. Standard input is a pipe.
    """
    if port is None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
    home.mkdir(parents=True, exist_ok=True)
    log_file = home / "server.log"
    with log_file.open("wb") as log:
        process = subprocess.Popen(
            [*under, sys.executable, "-P", str(script), str(ROOT), "--port", str(port)],
            env={**os.environ, "NOTEGEN_HOME": str(home / "data")},
            stdin=subprocess.PIPE,
            start_new_session=True,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        url = f"http://127.0.0.1:{port}"
        _wait_for(url, process)
        yield Server(url, home / "data", log_file, process)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)  # strace, too, ends with what it runs
        process.wait(10)
        assert process.stdin is not None
        process.stdin.close()


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert process.poll() is None, "the server ended before it was ready"
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=1) as answer:
                if answer.read() == b"ok":
                    return
        except OSError:
            time.sleep(0.05)
    raise AssertionError("the server was not ready within a minute")


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The server that most tests share."""
    with running_server(tmp_path_factory.mktemp("server")) as started:
        yield started


@pytest.fixture
def fresh_server(tmp_path: Path) -> Iterator[Server]:
    """A server that nobody has visited yet."""
    with running_server(tmp_path / "fresh") as started:
        yield started


@pytest.fixture(scope="session")
def start_server() -> Callable[..., AbstractContextManager[Server]]:
    """`running_server`, for a test that needs a server of its own kind."""
    return running_server


@pytest.fixture(scope="session")
def new_vault() -> Callable[..., None]:
    """A function that creates a vault for a clinician of this name."""

    def create(server: Server, folder: str, **settings: Any) -> None:
        vault, _ = Vault.create(server.vaults / folder, PASSPHRASE)
        with vault:
            values: dict[str, Any] = {"name": "Ana Example", "credentials": "LCSW", **settings}
            vault.save_settings(Settings(**values))

    return create


@pytest.fixture(scope="session")
def base_url() -> None:
    """No test opens a relative address. (The plugin's own fixture warns under pytest 9.)"""


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    return {"executable_path": "/usr/bin/chromium", "headless": True, "args": FLAGS}


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, object]) -> dict[str, object]:
    return {
        **browser_context_args,
        "viewport": {"width": 1280, "height": 860},
        "permissions": ["clipboard-read", "clipboard-write"],
    }


# Nothing typed waits for its timer, and the server has acknowledged all that was sent.
_SETTLED = """() => [...document.querySelectorAll("*")].every((host) => {
  const root = host.shadowRoot ?? host;
  const box = root.notegenBox ?? root.notegenEntry;
  return (box?.since ?? null) === null && !root.notegenChannel?.pending.length;
})"""


@dataclass
class App:
    """What a clinician does in the app, step by step."""

    page: Page
    server: Server
    vault: str
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.set_default_timeout(15_000)

    @property
    def folder(self) -> Path:
        return self.server.vaults / self.vault

    def open(self, path: str = "/") -> None:
        self.page.goto(self.server.url + path)

    def unlock(self, passphrase: str = PASSPHRASE) -> None:
        """Choose this test's vault and unlock it."""
        field_of_passphrase = self.page.get_by_role("textbox", name="Passphrase", exact=True)
        expect(field_of_passphrase.first).to_be_visible()
        choice = self.page.get_by_role("combobox", name="Vault")
        if choice.count():
            # Typed, not clicked: a long list draws only the options that are in view.
            choice.fill(self.vault)
            choice.press("Enter")
            expect(choice).to_have_value(self.vault)
        field_of_passphrase.first.fill(passphrase)
        self.page.get_by_role("button", name="Unlock").click()

    def start(self, path: str = "/") -> App:
        """Open the app and unlock it, ready for a summary."""
        self.open(path)
        self.unlock()
        expect(self.page.get_by_role("button", name="Lock", exact=True)).to_be_visible()
        return self

    def go(self, page_name: str) -> None:
        """Turn to a page, and wait until it is drawn: Streamlit then scrolls it to its top."""
        link = self.page.get_by_role("link", name=page_name, exact=True)
        link.click()
        expect(link.locator("p")).to_have_css("font-weight", "600")
        expect(self.page.locator('[data-test-script-state="notRunning"]')).to_be_visible()

    @property
    def box(self) -> Locator:
        # Of two, while one note follows the other, the one that is not about to go.
        return self.page.locator('[data-stale="false"]').get_by_label(
            "What happened in the session?"
        )

    def client(self, label: str = "R. M.") -> None:
        entry = self.page.get_by_role("combobox", name="Client", exact=True)
        entry.fill(label)
        entry.press("Tab")

    def draft(self, summary: str = EXAMPLE) -> None:
        """Type a summary and draft it by the keyboard."""
        self.box.fill(summary)
        self.box.press("Control+Enter")
        expect(self.page.get_by_role("heading", name="Draft note")).to_be_visible()

    def settle(self) -> None:
        """Wait until the server has all that was typed."""
        self.page.wait_for_function(_SETTLED)

    def sentence(self, text: str | re.Pattern[str]) -> Locator:
        return self.page.locator(".sentence").filter(has_text=text)

    def row(self, text: str | re.Pattern[str]) -> Locator:
        return self.page.locator(".row").filter(has_text=text)

    def section(self, title: str) -> Locator:
        return self.page.get_by_role("region", name=title, exact=True)

    @property
    def tick(self) -> Locator:
        return self.page.get_by_label("I have reviewed this note and it is mine")

    @property
    def approve(self) -> Locator:
        return self.page.get_by_role("button", name="Approve and store")

    def sign(self) -> None:
        self.tick.check()
        expect(self.approve).to_be_enabled()
        self.approve.click()
        expect(self.page.get_by_text("Signed and stored in your vault")).to_be_visible()
        # What is about to go below still takes up room, and moves what is clicked when it goes.
        expect(self.page.get_by_role("heading", name="Draft note")).to_have_count(0)

    def stored(self) -> Vault:
        """The vault as another program sees it."""
        return Vault.unlock(self.folder, PASSPHRASE)


class Link:
    """The connection of a page to the server; what either sends can be held back a while."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._held: list[bytes] | None = None
        self._held_for_server: list[bytes] | None = None
        self._page_side: WebSocketRoute | None = None
        self._server_side: WebSocketRoute | None = None
        page.route_web_socket(re.compile("/_stcore/stream"), self._connected)

    def _connected(self, route: WebSocketRoute) -> None:
        self._page_side, self._server_side = route, route.connect_to_server()
        self._server_side.on_message(self._arrived)
        route.on_message(self._sent)

    def _sent(self, message: bytes) -> None:
        assert self._server_side is not None
        if self._held_for_server is None:
            self._server_side.send(message)
        else:
            self._held_for_server.append(message)

    def hold_sent(self) -> None:
        """From now on the server hears nothing of the page."""
        self._held_for_server = []

    def release_sent(self, *, count: int) -> None:
        """Wait for so many messages of the page; the server hears them all at one moment."""
        deadline = time.monotonic() + 15
        assert self._held_for_server is not None
        while len(self._held_for_server) < count:
            assert time.monotonic() < deadline, f"the page sent {len(self._held_for_server)}"
            self._page.wait_for_timeout(20)
        assert self._server_side is not None
        held, self._held_for_server = self._held_for_server, None
        for message in held:
            self._server_side.send(message)

    def _arrived(self, message: bytes) -> None:
        assert self._page_side is not None
        if self._held is None:
            self._page_side.send(message)
        else:
            self._held.append(message)

    def hold(self) -> None:
        """From now on the page hears nothing; the server still hears the page."""
        self._held = []

    def holds(self, text: str) -> None:
        """Wait until what is held back has this text in it."""
        deadline = time.monotonic() + 15
        while not any(text.encode() in message for message in self._held or ()):
            assert time.monotonic() < deadline, f"the server never sent {text!r}"
            self._page.wait_for_timeout(20)

    def release(self) -> None:
        """The page hears all that was held back, and whatever comes."""
        assert self._held is not None
        assert self._page_side is not None
        held, self._held = self._held, None
        for message in held:
            self._page_side.send(message)


@pytest.fixture
def link() -> type[Link]:
    """Takes hold of a page's connection; before the page is opened."""
    return Link


@pytest.fixture
def make_app(
    server: Server, new_context: Callable[..., object], request: pytest.FixtureRequest
) -> Callable[..., App]:
    """A function that gives an `App` with a vault of its own, in a context with these options."""

    def make(**context_options: Any) -> App:
        name = f"vault {crc32(request.node.nodeid.encode()):x}"
        if not Vault.exists(server.vaults / name):
            vault, _ = Vault.create(server.vaults / name, PASSPHRASE)
            with vault:
                vault.save_settings(Settings(name="Ana Example", credentials="LCSW"))
        viewport = context_options.pop("viewport", None)
        page = new_context(**context_options).new_page()  # type: ignore[attr-defined]
        if viewport is not None:
            page.set_viewport_size(viewport)  # the fixture's own size cannot be given twice
        app = App(page, server, name)
        page.on("pageerror", lambda fault: app.complaints.append(str(fault)))
        page.on(
            "console",
            lambda line: (
                app.complaints.append(f"{line.text} {line.location['url']}")
                if line.type == "error" and not _BESIDE_A_PAGE.search(line.location["url"])
                else None
            ),
        )
        return app

    return make


@pytest.fixture
def app(make_app: Callable[..., App]) -> Iterator[App]:
    """The app in a desktop window; a test fails on any error in the browser's console."""
    opened = make_app()
    yield opened
    assert opened.complaints == []


@pytest.fixture
def app_on() -> Callable[[Page, Server, str], App]:
    """An `App` for a page, a server and the name of a vault."""
    return App


def _create_vault(page: Page, url: str, passphrase: str) -> str:
    """What a clinician does first; the recovery key is shown then."""
    page.goto(url)
    page.get_by_role("textbox", name="Name of the vault").fill("dr-example")
    page.get_by_role("textbox", name="Your name, as it signs your notes").fill("Ana Example")
    page.get_by_role("textbox", name="Credentials").fill("LCSW")
    page.get_by_role("textbox", name="Passphrase", exact=True).fill(passphrase)
    page.get_by_role("textbox", name="Passphrase again").fill(passphrase)
    page.get_by_role("button", name="Create vault").click()
    expect(page.get_by_role("heading", name="Write this key down now")).to_be_visible()
    expect(page.get_by_role("button", name="Open the vault")).to_be_disabled()
    return page.locator(".st-key-gate_key code").inner_text().strip()


@pytest.fixture
def create_vault() -> Callable[[Page, str, str], str]:
    """A function that creates a vault in the browser, up to the page with the recovery key."""
    return _create_vault


@pytest.fixture
def passphrase() -> str:
    return PASSPHRASE


@pytest.fixture
def example() -> str:
    """The summary that every user will try first."""
    return EXAMPLE
