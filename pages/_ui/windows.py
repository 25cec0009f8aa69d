"""What Streamlit keeps of a browser window, and how to drop it: the only file that knows.

Streamlit offers no way to clear another session than the one that runs, and none at all after its
page was closed. So this reaches into the runtime of the pinned minor version;
`tests/browser/test_promise_1_memory.py` walks the live objects and fails when a name used here
changes its meaning. Everything runs on Streamlit's own event loop, where its objects may be
touched.

Copies that a session can hold: widget values and component state (`SessionState`), the last client
state, undelivered messages, fragments (closures over what they show), deferred and finished
downloads, uploads; the connection, whose frame holds the last message received, which a new one
or the end of the connection replaces; and the runtime's loop, which holds the last one sent.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import Any, Final

from streamlit import runtime
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import Runtime
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.scriptrunner import RerunData, get_script_run_ctx
from streamlit.runtime.session_manager import SessionClient
from streamlit.runtime.state import SafeSessionState

LEFT_KEY: Final = "notegen_left"  # in the state of a window that was hidden while it was shown
_RUN_ENDS_SECONDS: Final = 30.0
_RELOADS_SECONDS: Final = 5.0
_POLL_SECONDS: Final = 0.02


def keep_presses() -> None:
    """Have a press count even where another message of its window arrives right after it.

    Streamlit lets a newer message interrupt the run of an older one at each access to the session
    state: also before the callbacks of the older one have run, and within them. A button says only
    once that it was pressed, so that press would be gone. The callbacks now run to their end;
    what has arrived meanwhile is done right after them, as Streamlit itself asks then.
    """
    SafeSessionState.on_script_will_rerun = _run_callbacks_whole  # type: ignore[method-assign]


def _run_callbacks_whole(state: SafeSessionState, *given: Any, **named: Any) -> None:
    interrupt = state._yield_callback
    object.__setattr__(state, "_yield_callback", lambda: None)
    try:
        with state._lock:
            state._state.on_script_will_rerun(*given, **named)
    finally:
        object.__setattr__(state, "_yield_callback", interrupt)


def this_window() -> str:
    """The id of the session whose script is running."""
    context = get_script_run_ctx()
    return context.session_id if context else ""


class StreamlitWindows:
    """The windows of the running server; without a server (in AppTest) there is nothing to do."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()  # else they could be collected while waiting

    def is_connected(self, window: str) -> bool:
        """True while a page in a browser shows this session."""
        return not runtime.exists() or runtime.get_instance().is_active_session(window)

    def hide(self, windows: Iterable[str]) -> None:
        """Drop all that these sessions hold, have their pages reload, then drop the sessions."""
        for window in windows:
            self._on_loop(_hide, window)

    def end(self, window: str) -> None:
        """Drop a session, and its connection where one is left."""
        self._on_loop(_end, window)

    def redraw(self, windows: Iterable[str]) -> None:
        """Run the scripts of these sessions again, with the values they have."""
        for window in windows:
            self._on_loop(_redraw, window)

    def _on_loop(self, work: Callable[[Runtime, str], Awaitable[None]], window: str) -> None:
        if not runtime.exists():
            return
        server = runtime.get_instance()
        loop = server._get_async_objs().eventloop

        def begin() -> None:
            task = loop.create_task(_quietly(work(server, window)))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

        loop.call_soon_threadsafe(begin)


async def _quietly(work: Awaitable[None]) -> None:
    """A session may end at any moment; what then fails has nothing left to do."""
    try:
        await work
    except RuntimeError:
        return


async def _hide(server: Runtime, window: str) -> None:
    session = server.get_app_session(window)
    if session is not None:
        session.request_script_stop()
        await _until_idle(session)
        page = session._client_state.page_script_hash
        empty(server, session)
        session.session_state._new_session_state[LEFT_KEY] = True
        _run(session, page)
        await _until(lambda: not server.is_active_session(window), _RELOADS_SECONDS)
    await _end(server, window)


async def _end(server: Runtime, window: str) -> None:
    client: Any = server.get_client(window)
    stored = server._session_mgr.get_session_info(window)
    if stored is not None:
        empty(server, stored.session)
    server.close_session(window)
    if client is not None:
        await client._websocket.close(1001)
    await _rinse(server)


class _Nobody(SessionClient):
    """A client that takes messages and shows them to nobody."""

    def write_forward_msg(self, msg: ForwardMsg) -> None:
        """Forget the message."""

    @property
    def client_context(self) -> None:
        """No browser, so nothing is known of it."""


async def _rinse(server: Runtime) -> None:
    """Have the runtime's loop send one empty message, because it holds on to the last one sent."""
    window = server.connect_session(client=_Nobody(), user_info={})
    session = server.get_app_session(window)
    if session is not None:
        session._enqueue_forward_msg(ForwardMsg())
        await _until(session._browser_queue.is_empty, _RELOADS_SECONDS)
        await asyncio.sleep(_POLL_SECONDS)
    server.close_session(window)


async def _redraw(server: Runtime, window: str) -> None:
    session = server.get_app_session(window)
    if session is None:
        return
    # A run that is about to begin may carry what was typed there; another would take its place.
    await _until_idle(session)
    if server.is_active_session(window):
        _run(session, session._client_state.page_script_hash)


def _run(session: AppSession, page: str) -> None:
    """Run the script on this page, with the values it has.

    `request_rerun(None)` would turn to the first page, whichever the window shows.
    """
    data = RerunData(page_script_hash=page)
    if session._scriptrunner is None or not session._scriptrunner.request_rerun(data):
        session._create_scriptrunner(data)


def empty(server: Runtime, session: AppSession) -> None:
    """Drop every copy that Streamlit keeps of what this session showed or received."""
    state = session.session_state
    state.clear()
    state._current_interaction_widget_states = None
    session._client_state = ClientState()
    session._browser_queue.clear()
    session._fragment_storage.clear()
    server.uploaded_file_mgr.remove_session_files(session.id)
    server.media_file_mgr.clear_session_refs(session.id)
    for _ in range(2):  # a download is only marked the first time
        server.media_file_mgr.remove_orphaned_files()


async def _until_idle(session: AppSession) -> None:
    await _until(lambda: session._scriptrunner is None, _RUN_ENDS_SECONDS)


async def _until(is_so: Callable[[], bool], seconds: float) -> None:
    for _ in range(int(seconds / _POLL_SECONDS)):
        if is_so():
            return
        await asyncio.sleep(_POLL_SECONDS)
